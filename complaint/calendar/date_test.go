package calendar_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"klachtbot/complaint/calendar"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return d
}

// anyDate draws a date from the years in which midnight in Amsterdam exists
// every day (in 1940 and 1945 the clocks changed at midnight).
func anyDate() *rapid.Generator[calendar.Date] {
	return rapid.Custom(func(t *rapid.T) calendar.Date {
		return calendar.New(1980, time.January, 1).AddDays(rapid.IntRange(0, 80*365).Draw(t, "days"))
	})
}

func TestParse(t *testing.T) {
	for _, s := range []string{"2026-11-20", "2028-02-29", "0001-01-01", "9999-12-31"} {
		if got := day(t, s).String(); got != s {
			t.Errorf("Parse(%q) prints %q", s, got)
		}
	}
	for _, s := range []string{
		"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "10000-01-01", "26-01-01",
		"2026-1-1", "2026-01-1", "2026-01- 1", " 2026-01-01", "2026-01-01 ", "2026/01/01", "01-02-2026", "2026-01-01T00:00:00Z",
	} {
		if d, err := calendar.Parse(s); err != calendar.ErrDate || !d.IsZero() {
			t.Errorf("Parse(%q) = %v, %v; want no date, ErrDate", s, d, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2026-11-20", "2026-02-29", "0000-00-00", "", "2026-1-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.Parse(s)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("Parse(%q) gives both a date and an error", s)
			}
			return
		}
		if d.String() != s || calendar.New(d.Year, d.Month, d.Day) != d {
			t.Fatalf("Parse(%q) = %#v", s, d)
		}
	})
}

func TestNewNormalises(t *testing.T) {
	for want, got := range map[string]calendar.Date{
		"2026-02-01": calendar.New(2026, time.January, 32),
		"2027-03-01": calendar.New(2027, time.February, 29),
		"2028-02-29": calendar.New(2028, time.February, 29),
		"2025-12-31": calendar.New(2026, time.January, 0),
		"2027-01-05": calendar.New(2026, 13, 5),
	} {
		if got != day(t, want) {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func TestNoDate(t *testing.T) {
	var none calendar.Date
	some := day(t, "2026-11-20")
	if !none.IsZero() || some.IsZero() {
		t.Error("IsZero does not tell no date from a date")
	}
	if none.String() != "" || !none.AddDays(3).IsZero() || none.DaysUntil(some) != 0 || some.DaysUntil(none) != 0 {
		t.Error("no date must print empty, stay no date and be at no distance")
	}
	if !none.Start().IsZero() || !none.At(9, 0).IsZero() || !calendar.Of(time.Time{}).IsZero() {
		t.Error("no date and the zero time must be each other")
	}
	if !none.Before(some) || !some.After(none) {
		t.Error("no date must come first")
	}
}

// procedure "Deadlines": the last day of a term is the same weekday four weeks
// later, counted on civil dates.
func TestAddDays(t *testing.T) {
	for _, tc := range []struct {
		name, from string
		days       int
		want       string
	}{
		{"ordinary", "2026-11-20", 28, "2026-12-18"},
		{"ends at Christmas", "2026-11-27", 28, "2026-12-25"},
		{"into the next year", "2026-12-05", 28, "2027-01-02"},
		{"over the short night of March", "2026-03-20", 28, "2026-04-17"},
		{"over the long night of October", "2026-10-10", 28, "2026-11-07"},
		{"over a leap day", "2028-02-10", 28, "2028-03-09"},
		{"to a leap day", "2028-02-01", 28, "2028-02-29"},
		{"no leap day in 2100", "2100-02-10", 28, "2100-03-10"},
		{"back", "2026-03-01", -1, "2026-02-28"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			from, want := day(t, tc.from), day(t, tc.want)
			if got := from.AddDays(tc.days); got != want {
				t.Errorf("%s + %d = %v, want %v", tc.from, tc.days, got, want)
			}
			if got := from.DaysUntil(want); got != tc.days {
				t.Errorf("DaysUntil = %d, want %d", got, tc.days)
			}
		})
	}
}

func TestStartAndAt(t *testing.T) {
	for _, tc := range []struct {
		date   string
		start  string // instant in UTC
		nine   string // 09:00 on the clocks in Amsterdam
		length time.Duration
	}{
		{"2026-11-20", "2026-11-19T23:00:00Z", "2026-11-20T08:00:00Z", 24 * time.Hour},
		{"2026-07-01", "2026-06-30T22:00:00Z", "2026-07-01T07:00:00Z", 24 * time.Hour},
		{"2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T07:00:00Z", 23 * time.Hour},
		{"2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T08:00:00Z", 25 * time.Hour},
	} {
		d := day(t, tc.date)
		if got := d.Start().Format(time.RFC3339); got != tc.start {
			t.Errorf("%s starts at %s, want %s", tc.date, got, tc.start)
		}
		if got := d.At(9, 0).Format(time.RFC3339); got != tc.nine {
			t.Errorf("%s 09:00 is %s, want %s", tc.date, got, tc.nine)
		}
		if got := d.AddDays(1).Start().Sub(d.Start()); got != tc.length {
			t.Errorf("%s lasts %v, want %v", tc.date, got, tc.length)
		}
	}
}

func TestOf(t *testing.T) {
	for instant, want := range map[string]string{
		"2026-11-20T22:59:59Z":      "2026-11-20", // 23:59:59 in winter
		"2026-11-20T23:00:00Z":      "2026-11-21",
		"2026-07-01T21:59:59Z":      "2026-07-01", // 23:59:59 in summer
		"2026-07-01T22:00:00Z":      "2026-07-02",
		"2026-11-20T23:30:00-05:00": "2026-11-21",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.Of(at); got != day(t, want) {
			t.Errorf("Of(%s) = %v, want %s", instant, got, want)
		}
	}
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate().Draw(t, "d"), rapid.IntRange(-5000, 5000).Draw(t, "n")
		o := d.AddDays(n)
		if d.DaysUntil(o) != n || o.AddDays(-n) != d {
			t.Fatalf("%v + %d = %v, but DaysUntil = %d and back = %v", d, n, o, d.DaysUntil(o), o.AddDays(-n))
		}
		if d.Before(o) != (n > 0) || d.After(o) != (n < 0) || (d.Compare(o) == 0) != (n == 0) || d.Compare(o) != -o.Compare(d) {
			t.Fatalf("order of %v and %v is wrong", d, o)
		}
		if d.Before(o) != d.Start().Before(o.Start()) {
			t.Fatalf("order of %v and %v differs from that of their starts", d, o)
		}
		if calendar.Of(d.Start()) != d || calendar.Of(d.Start().Add(-1)) != d.AddDays(-1) {
			t.Fatalf("%v does not start where the day before ends", d)
		}
		h, m := rapid.IntRange(0, 23).Draw(t, "h"), rapid.IntRange(0, 59).Draw(t, "m")
		at := d.At(h, m)
		local := at.In(calendar.Amsterdam())
		if calendar.Of(at) != d || at.Location() != time.UTC || h != 2 && (local.Hour() != h || local.Minute() != m) {
			t.Fatalf("%v %02d:%02d is %v", d, h, m, local)
		}
		if d.Weekday() != local.Weekday() {
			t.Fatalf("%v is a %v, want %v", d, d.Weekday(), local.Weekday())
		}
	})
}
