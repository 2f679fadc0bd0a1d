package calendar_test

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/nl"
	"pgregory.net/rapid"

	"klachtbot/complaint/calendar"
)

// procedure "Deadlines": the action day is the last business day on or before
// the formal date.
func TestOnOrBefore(t *testing.T) {
	var c calendar.Calendar
	for formal, action := range map[string]string{
		"2026-12-18": "2026-12-18", // received Fri 20 Nov
		"2026-12-25": "2026-12-24", // received Fri 27 Nov
		"2027-01-02": "2026-12-31", // received Sat 5 Dec: Saturday, then Nieuwjaar
		"2027-03-29": "2027-03-25", // Easter Monday goes back over Goede Vrijdag
	} {
		if got := c.OnOrBefore(day(t, formal)); got != day(t, action) {
			t.Errorf("action day of %s is %v, want %s", formal, got, action)
		}
	}
}

func TestOnOrAfter(t *testing.T) {
	var c calendar.Calendar
	for from, want := range map[string]string{
		"2026-12-24": "2026-12-24",
		"2026-12-25": "2026-12-28", // both days of Christmas, then Sunday
		"2027-01-01": "2027-01-04",
		"2027-03-26": "2027-03-30", // Goede Vrijdag to the Tuesday after Easter
	} {
		if got := c.OnOrAfter(day(t, from)); got != day(t, want) {
			t.Errorf("first business day from %s is %v, want %s", from, got, want)
		}
	}
}

func TestAddBusinessDays(t *testing.T) {
	var c calendar.Calendar
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-20", 5, "2026-11-27"},
		{"2026-12-21", 5, "2026-12-29"}, // Christmas on Friday
		{"2026-12-05", 1, "2026-12-07"}, // a Saturday never counts
		{"2026-12-05", 0, "2026-12-05"}, // and is left alone by 0
		{"2026-12-05", -1, "2026-12-04"},
		{"2026-12-31", -3, "2026-12-28"},
		{"2026-12-28", -1, "2026-12-24"},
	} {
		if got := c.AddBusinessDays(day(t, tc.from), tc.n); got != day(t, tc.want) {
			t.Errorf("%s + %d business days = %v, want %s", tc.from, tc.n, got, tc.want)
		}
	}
}

func TestNoDateHasNoBusinessDays(t *testing.T) {
	var c calendar.Calendar
	var none calendar.Date
	if c.IsBusinessDay(none) || !c.OnOrBefore(none).IsZero() || !c.OnOrAfter(none).IsZero() || !c.AddBusinessDays(none, 5).IsZero() {
		t.Error("no date must stay no date")
	}
}

func TestCalendarSwitches(t *testing.T) {
	closed := calendar.New(2027, time.May, 7)
	for _, tc := range []struct {
		name string
		cal  calendar.Calendar
		date string
		want bool
	}{
		{"Goede Vrijdag is closed by default", calendar.Calendar{}, "2027-03-26", false},
		{"Goede Vrijdag open", calendar.Calendar{OpenOnGoodFriday: true}, "2027-03-26", true},
		{"5 May is closed by default", calendar.Calendar{}, "2027-05-05", false},
		{"5 May, lustrum rule, ordinary year", calendar.Calendar{LiberationDay: calendar.ClosedLustrumYears}, "2027-05-05", true},
		{"5 May, lustrum rule, 2025", calendar.Calendar{LiberationDay: calendar.ClosedLustrumYears}, "2025-05-05", false},
		{"5 May never", calendar.Calendar{LiberationDay: calendar.ClosedNever}, "2025-05-05", true},
		{"5 May never, but it is Hemelvaart", calendar.Calendar{LiberationDay: calendar.ClosedNever}, "2016-05-05", false},
		{"5 May never, but it is a Saturday", calendar.Calendar{LiberationDay: calendar.ClosedNever}, "2029-05-05", false},
		{"decree day is open by default", calendar.Calendar{}, "2027-05-07", true},
		{"decree day as closing day", calendar.Calendar{Closed: []calendar.Date{closed}}, "2027-05-07", false},
		{"closing day leaves the next alone", calendar.Calendar{Closed: []calendar.Date{closed}}, "2027-05-10", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.cal.IsBusinessDay(day(t, tc.date)); got != tc.want {
				t.Errorf("IsBusinessDay(%s) = %v, want %v", tc.date, got, tc.want)
			}
		})
	}
}

func TestHolidayNames(t *testing.T) {
	for date, want := range map[string]string{
		"2026-01-01": "Nieuwjaarsdag", "2026-04-03": "Goede Vrijdag", "2026-04-05": "Eerste Paasdag",
		"2026-04-06": "Tweede Paasdag", "2026-04-27": "Koningsdag", "2026-05-05": "Bevrijdingsdag",
		"2026-05-14": "Hemelvaartsdag", "2026-05-24": "Eerste Pinksterdag", "2026-05-25": "Tweede Pinksterdag",
		"2026-12-25": "Eerste Kerstdag", "2026-12-26": "Tweede Kerstdag",
		"2025-04-26": "Koningsdag", "2025-04-27": "", // 27 April 2025 is a Sunday
		"2026-12-05": "", "2026-12-31": "", "2016-05-05": "Hemelvaartsdag",
	} {
		if name, ok := calendar.Holiday(day(t, date)); name != want || ok != (want != "") {
			t.Errorf("Holiday(%s) = %q, %v; want %q", date, name, ok, want)
		}
	}
	if name, ok := calendar.Holiday(calendar.Date{}); ok {
		t.Errorf("no date is %q", name)
	}
}

// rickar/cal was written by others from the same list, so it serves as oracle.
// It lacks the two holidays that are always a Sunday.
func TestAgainstRickarCal(t *testing.T) {
	oracle := cal.NewBusinessCalendar()
	oracle.AddHoliday(nl.Holidays...)
	var c calendar.Calendar
	for d := calendar.New(2020, time.January, 1); d.Year <= 2060; d = d.AddDays(1) {
		at := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
		if got, want := c.IsBusinessDay(d), oracle.IsWorkday(at); got != want {
			t.Errorf("%v business day: %v, oracle says %v", d, got, want)
		}
		// To the oracle the King's day of a Sunday is "actual" that day and
		// "observed" on the Saturday, when it is celebrated.
		_, observed, _ := oracle.IsHoliday(at)
		name, ok := calendar.Holiday(d)
		if name == "Eerste Paasdag" || name == "Eerste Pinksterdag" {
			if d.Weekday() != time.Sunday {
				t.Errorf("%s %v is not a Sunday", name, d)
			}
			continue
		}
		if ok != observed {
			t.Errorf("%v holiday: %q, oracle says %v", d, name, observed)
		}
	}
}

func TestEaster(t *testing.T) {
	// Earliest and latest possible dates, and the years of the exceptions.
	for _, s := range []string{"1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2026-04-05", "2038-04-25", "2285-03-22"} {
		if want := day(t, s); calendar.Easter(want.Year) != want {
			t.Errorf("Easter(%d) = %v, want %v", want.Year, calendar.Easter(want.Year), want)
		}
	}
}

func TestBusinessDayProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "d")
		c := calendar.Calendar{
			OpenOnGoodFriday: rapid.Bool().Draw(t, "open"),
			LiberationDay:    calendar.LiberationDayRule(rapid.IntRange(0, 2).Draw(t, "rule")),
		}
		for range rapid.IntRange(0, 10).Draw(t, "closed") {
			c.Closed = append(c.Closed, d.AddDays(rapid.IntRange(-15, 15).Draw(t, "offset")))
		}
		count := func(from, to calendar.Date) (n int) { // business days in [from, to]
			for ; !from.After(to); from = from.AddDays(1) {
				if c.IsBusinessDay(from) {
					n++
				}
			}
			return n
		}
		if b := c.OnOrBefore(d); !c.IsBusinessDay(b) || count(b, d) != 1 {
			t.Fatalf("OnOrBefore(%v) = %v", d, b)
		}
		if a := c.OnOrAfter(d); !c.IsBusinessDay(a) || count(d, a) != 1 {
			t.Fatalf("OnOrAfter(%v) = %v", d, a)
		}
		n := rapid.IntRange(1, 30).Draw(t, "n")
		if e := c.AddBusinessDays(d, n); !c.IsBusinessDay(e) || count(d.AddDays(1), e) != n {
			t.Fatalf("%v + %d = %v", d, n, e)
		}
		if e := c.AddBusinessDays(d, -n); !c.IsBusinessDay(e) || count(e, d.AddDays(-1)) != n {
			t.Fatalf("%v - %d = %v", d, n, e)
		}
	})
}
