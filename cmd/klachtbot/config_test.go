package main

import "testing"

// A token pasted into the wrong setting is not repeated in the refusal.
func TestShown(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"bob": `"bob"`, "": `""`, "2026-11-20T09:00:00+01:00": `"2026-11-20T09:00:00+01:00"`,
		"xoxb-1": "something else", "xapp-1-A0": "something else", "8f742231b10e8888abcd99yyyzzz85a5": "something else",
	} {
		if got := shown(value); got != want {
			t.Errorf("%q is shown as %s", value, got)
		}
	}
}
