package calendar

import (
	"slices"
	"time"
)

// Calendar tells which days the office works. The zero value is the Dutch
// default: closed on Saturday, Sunday and every day Holiday knows, Goede
// Vrijdag and 5 May included, as in the list of art. 3 Algemene termijnenwet.
//
// A term does not move to the next business day: that Act covers terms in
// statutes, not those of our own regulation. Business days decide when we act
// and remind, never when a term ends.
type Calendar struct {
	// OpenOnGoodFriday makes Goede Vrijdag a business day.
	OpenOnGoodFriday bool
	// LiberationDay tells in which years 5 May is free.
	LiberationDay LiberationDayRule
	// Closed lists closing days of the office on top of the holidays, such as
	// the bridging days that a decree equates with a holiday.
	Closed []Date
}

// LiberationDayRule tells in which years the office closes on Bevrijdingsdag.
type LiberationDayRule int

// Most collective agreements free 5 May only once in five years; the Act
// counts it every year, and so do we unless told otherwise.
const (
	ClosedEveryYear    LiberationDayRule = iota // the default
	ClosedLustrumYears                          // 2025, 2030, ...
	ClosedNever
)

// IsBusinessDay reports whether the office works on d. No date is no business day.
func (c Calendar) IsBusinessDay(d Date) bool {
	if d.IsZero() || slices.Contains(c.Closed, d) {
		return false
	}
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	switch name, _ := Holiday(d); name {
	case "":
		return true
	case goodFriday:
		return c.OpenOnGoodFriday
	case liberationDay:
		return c.LiberationDay == ClosedNever || c.LiberationDay == ClosedLustrumYears && d.Year%5 != 0
	default:
		return false
	}
}

// OnOrBefore returns the last business day on or before d. No date stays no date.
func (c Calendar) OnOrBefore(d Date) Date { return c.seek(d, -1) }

// OnOrAfter returns the first business day on or after d. No date stays no date.
func (c Calendar) OnOrAfter(d Date) Date { return c.seek(d, 1) }

// AddBusinessDays returns the nth business day after d, or before it when n is
// negative; d itself never counts and need not be a business day. With n = 0
// it returns d as it is. No date stays no date.
func (c Calendar) AddBusinessDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step = -1
	}
	for ; n != 0; n -= step {
		d = c.seek(d.AddDays(step), step)
	}
	return d
}

// seek returns the first business day from d on, going by step. It ends
// because Closed is finite.
func (c Calendar) seek(d Date, step int) Date {
	for !d.IsZero() && !c.IsBusinessDay(d) {
		d = d.AddDays(step)
	}
	return d
}
