package complaint

import (
	"errors"
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		n    Number
		want string
	}{
		{Number{}, ""},
		{Number{2026, 7}, "K-2026-0007"},
		{Number{2026, 9999}, "K-2026-9999"},
		{Number{2026, 10000}, "K-2026-10000"},
	} {
		if got := tt.n.String(); got != tt.want {
			t.Errorf("%v prints %q, want %q", [2]int{tt.n.Year, tt.n.Seq}, got, tt.want)
		}
	}
}

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]Number{
		"K-2026-0007":                 {2026, 7},
		" k-2026-0007\n":              {2026, 7},
		"K-2026-12345":                {2026, 12345},
		"":                            {},
		"K":                           {},
		"K-2026":                      {},
		"K-2026-7":                    {},
		"K-2026-00007":                {},
		"K-2026-0000":                 {},
		"K-26-0007":                   {},
		"K-0026-0007":                 {},
		"K-2026-0007-1":               {},
		"K-+226-0007":                 {},
		"K-2026--007":                 {},
		"K-2026-+007":                 {},
		"X-2026-0007":                 {},
		"K-2026-00o7":                 {},
		"K 2026 0007":                 {},
		"K-2026-99999999999999999999": {},
	} {
		got, err := ParseNumber(text)
		if got != want || (err == nil) != (want != Number{}) {
			t.Errorf("ParseNumber(%q) = %v, %v; want %v", text, got, err, want)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			t.Errorf("ParseNumber(%q): %v; a number that is no number looks like one that is not there", text, err)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"K-2026-0007", "k-2026-12345 ", "K-0000-0000", "K-2026-+007", "K-2026-٠٠٠٧"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			if n != (Number{}) || !errors.Is(err, ErrNotFound) {
				t.Errorf("%q gives %v and %v", s, n, err)
			}
			return
		}
		if n.Seq < 1 || n.Year < 1000 || n.Year > 9999 {
			t.Errorf("%q gives %v", s, n)
		}
		if n.String() != strings.ToUpper(strings.TrimSpace(s)) {
			t.Errorf("%q reads as %s: two spellings of one number", s, n)
		}
	})
}
