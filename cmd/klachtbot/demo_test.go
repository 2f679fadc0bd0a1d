package main

import (
	"testing"
	"time"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// The demo's past is played by people through the real bot, in under two
// seconds, so that no screen is empty.
func TestDemoPast(t *testing.T) {
	start := time.Now()
	d, err := newDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	t.Logf("ready after %v", time.Since(start).Round(time.Millisecond))
	if v := d.ws.Violations(); len(v) > 0 {
		t.Errorf("Slack would refuse: %v", v)
	}
	cases, total, err := d.app.store.List(t.Context(), complaint.Query{Viewer: ingrid})
	if err != nil || total != 4 {
		t.Fatalf("%d cases, %v", total, err)
	}
	today := calendar.Of(d.Now())
	if oldest := cases[len(cases)-1]; !oldest.Term.Overdue(today) || oldest.State != complaint.WithOfficer {
		t.Errorf("the oldest case is not the late one with the officer: %+v", oldest)
	}
	for _, c := range cases {
		if c.Restricted == c.Yours {
			t.Errorf("%v: restricted %v, the officer's %v", c.Number, c.Restricted, c.Yours)
		}
	}
}
