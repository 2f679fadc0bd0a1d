package complaint

import (
	"testing"
	"time"

	"klachtbot/complaint/calendar"
)

// "De klacht dient binnen vier weken schriftelijk door het kantoor afgehandeld
// te zijn" (V4).
func TestTerm(t *testing.T) {
	for _, tt := range []struct{ name, received, due, act string }{
		{"V4 Friday to Friday four weeks on", "2026-11-20", "2026-12-18", "2026-12-18"},
		{"V4 formal date on Kerst stays, action date moves back", "2026-11-27", "2026-12-25", "2026-12-24"},
		{"V4 formal date on Saturday 2 January stays, action date skips the whole of Nieuwjaar", "2026-12-05", "2027-01-02", "2026-12-31"},
		{"V4 the clock goes forward on 28 March 2027", "2027-03-10", "2027-04-07", "2027-04-07"},
		{"V4 the clock goes back on 25 October 2026", "2026-10-05", "2026-11-02", "2026-11-02"},
		{"V4 leap day is a day", "2028-02-01", "2028-02-29", "2028-02-29"},
		{"V4 across a leap day", "2028-02-11", "2028-03-10", "2028-03-10"},
		{"V4 February without a leap day", "2027-02-11", "2027-03-11", "2027-03-11"},
		{"V4 received on leap day", "2028-02-29", "2028-03-28", "2028-03-28"},
		{"V4 Tweede Paasdag: action on Thursday before Goede Vrijdag", "2027-03-01", "2027-03-29", "2027-03-25"},
		{"V4 Koningsdag", "2027-03-30", "2027-04-27", "2027-04-26"},
		{"V4 Hemelvaartsdag after 5 May", "2027-04-08", "2027-05-06", "2027-05-04"},
		{"V4 Tweede Pinksterdag", "2027-04-19", "2027-05-17", "2027-05-14"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			received, err := calendar.Parse(tt.received)
			if err != nil {
				t.Fatal(err)
			}
			got := TermOf(received, DefaultPolicy(), calendar.Calendar{})
			if got.ReceivedOn != received || got.DueOn.String() != tt.due || got.ActOn.String() != tt.act {
				t.Errorf("got %s, act %s; want %s, act %s", got.DueOn, got.ActOn, tt.due, tt.act)
			}
			if got.DueOn.Weekday() != received.Weekday() {
				t.Errorf("due on %s, not the same weekday four weeks on", got.DueOn.Weekday())
			}
		})
	}
}

func TestTermClosingDayOfTheOfficeMovesOnlyTheActionDate(t *testing.T) {
	cal := calendar.Calendar{Closed: []calendar.Date{calendar.New(2026, time.December, 18)}}
	got := TermOf(calendar.New(2026, time.November, 20), DefaultPolicy(), cal)
	if got.DueOn.String() != "2026-12-18" || got.ActOn.String() != "2026-12-17" {
		t.Errorf("got %s, act %s", got.DueOn, got.ActOn)
	}
}

// The last day ends at 24:00 in Amsterdam, in winter and in summer.
func TestTermToTheSecond(t *testing.T) {
	for _, tt := range []struct{ name, due, lastSecond string }{
		{"V4 winter", "2026-12-18", "2026-12-18T22:59:59Z"},
		{"V4 summer", "2027-07-09", "2027-07-09T21:59:59Z"},
		{"V4 on the day the clock goes forward", "2027-03-28", "2027-03-28T21:59:59Z"},
		{"V4 on the day the clock goes back", "2026-10-25", "2026-10-25T22:59:59Z"},
		{"V4 on leap day", "2028-02-29", "2028-02-29T22:59:59Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			due, err := calendar.Parse(tt.due)
			if err != nil {
				t.Fatal(err)
			}
			last, err := time.Parse(time.RFC3339, tt.lastSecond)
			if err != nil {
				t.Fatal(err)
			}
			c := Complaint{ID: "k1", Term: TermOf(due.AddDays(-28), DefaultPolicy(), calendar.Calendar{})}
			if c.Term.Overdue(Today(last)) || c.Term.DaysLeft(Today(last)) != 0 {
				t.Errorf("late at %s, one second before the end of the last day", last)
			}
			next := last.Add(time.Second)
			if !c.Term.Overdue(Today(next)) || c.Term.DaysLeft(Today(next)) != -1 {
				t.Errorf("not late at %s, the first second after the last day", next)
			}
			if got := c.Obligations(); len(got) != 1 || got[0].Case != "k1" || got[0].Kind != TurnsOverdue || !got[0].At.Equal(next) {
				t.Errorf("obligations %v, want one at %s", got, next)
			}
		})
	}
}

// Edge case 22: past due at the melding is late at once, and never back-dated.
func TestTermEdgeCase22LateReportIsLateAtOnce(t *testing.T) {
	r := about(bram)
	r.ReceivedOn = Today(friday).AddDays(-40)
	c := mustNew(t, r, office()).Complaint
	if !c.Term.Overdue(Today(friday)) || c.Term.DaysLeft(Today(friday)) != -12 {
		t.Errorf("12 days late expected, got %d days left", c.Term.DaysLeft(Today(friday)))
	}
	if !c.ReportedAt.Equal(friday) {
		t.Errorf("reported at %s, want the moment of the report", c.ReportedAt)
	}
}

// D4: a case keeps the policy it started under.
func TestTermD4PolicyOfTheDayItStarted(t *testing.T) {
	s := office()
	s.Policy.SettleDays, s.Policy.Version = 14, "2"
	c := mustNew(t, about(bram), s).Complaint
	if c.Policy != s.Policy || c.Term.DueOn.String() != "2026-12-04" {
		t.Errorf("policy %v, due %s", c.Policy, c.Term.DueOn)
	}
	later := verklaard(t, c, office())
	if later.Policy != s.Policy || later.Term != c.Term {
		t.Errorf("a later policy moved the promise: %v, due %s", later.Policy, later.Term.DueOn)
	}
}
