package complaint

import "klachtbot/complaint/calendar"

// Term is the time a complaint has. All dates are civil dates in
// Europe/Amsterdam.
type Term struct {
	// ReceivedOn is day 0 (first contact with any employee counts).
	ReceivedOn calendar.Date
	// DueOn is the formal date (uiterste datum): until 24:00 of this day.
	DueOn calendar.Date
	// ActOn is the actiedatum: the last business day on or before DueOn.
	ActOn calendar.Date
}

// TermOf computes the term from the day of receipt: "binnen vier weken
// schriftelijk ... afgehandeld" (Verantwoordelijkheden, sentence 4). It counts
// civil dates, never 28 x 24 hours. The Algemene termijnenwet does not apply
// to an office's own rules, so the formal date does not move for weekends or
// holidays; the actiedatum does.
func TermOf(received calendar.Date, p Policy, cal calendar.Calendar) Term {
	due := received.AddDays(p.SettleDays)
	return Term{ReceivedOn: received, DueOn: due, ActOn: cal.OnOrBefore(due)}
}

// DaysLeft is the number of days from today to the formal date: 0 on the day
// itself, negative when late.
func (t Term) DaysLeft(today calendar.Date) int { return today.DaysUntil(t.DueOn) }

// Overdue reports whether the formal date has passed.
func (t Term) Overdue(today calendar.Date) bool { return today.After(t.DueOn) }
