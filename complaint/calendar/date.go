// Package calendar knows civil dates and Dutch business days. It is pure: it
// reads no clock, and terms such as the four weeks belong to package complaint.
//
// A term of days is counted on civil dates, never in units of 24 hours: two
// days a year in Europe/Amsterdam last 23 or 25 hours.
package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Date is a civil date in the Gregorian calendar, without a time or a zone.
// The zero value means no date. Make dates with New, Of or Parse: a literal
// such as 30 February is not checked. Dates compare with ==.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ErrDate is what Parse returns. It does not repeat the input, which may be
// anything a user typed.
var ErrDate = errors.New("calendar: not a date written as YYYY-MM-DD")

// New returns the date of y, m and d, normalised as by time.Date: 32 January
// is 1 February.
func New(y int, m time.Month, d int) Date {
	return civil(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// Of returns the date at instant t in Europe/Amsterdam; no date for the zero time.
func Of(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return civil(t.In(Amsterdam()))
}

// Parse reads a date of the years 0001 to 9999 written as YYYY-MM-DD, as
// Slack's datepicker writes it. Anything else, the empty string included, is ErrDate.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, ErrDate
	}
	return civil(t), nil
}

func civil(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: m, Day: d}
}

// String returns the date as YYYY-MM-DD, and "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays returns the date n calendar days after d, or before it when n is
// negative. No date stays no date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return New(d.Year, d.Month, d.Day+n)
}

// DaysUntil returns the number of calendar days from d to o, negative when o
// comes first. It is 0 when either is no date.
func (d Date) DaysUntil(o Date) int {
	if d.IsZero() || o.IsZero() {
		return 0
	}
	const day = 24 * 60 * 60 // in UTC every day is this long
	return int((o.utc().Unix() - d.utc().Unix()) / day)
}

// Compare returns -1, 0 or 1 as d comes before, is, or comes after o. No date
// comes before every date of our era.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before reports whether d comes before o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d comes after o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Weekday returns the day of the week of d.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start returns the instant, in UTC, at which d begins in Europe/Amsterdam.
// The day ends, at 24:00, when the next day starts: d.AddDays(1).Start(). No
// date starts at the zero time.
func (d Date) Start() time.Time { return d.At(0, 0) }

// At returns the instant, in UTC, at which clocks in Europe/Amsterdam show
// hour:minute on d. In the hour that spring skips and the hour that autumn
// repeats (both between 02:00 and 03:00) it is one of the two candidates, as
// time.Date chooses: plan nothing there. For no date it is the zero time.
func (d Date) At(hour, minute int) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, Amsterdam()).UTC()
}

func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Amsterdam returns the zone in which the office lives. The zone data comes
// from the system or from time/tzdata, which cmd links in; without either no
// date can be told, so it panics.
func Amsterdam() *time.Location { return amsterdam() }

var amsterdam = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic("calendar: no data for time zone Europe/Amsterdam: import time/tzdata")
	}
	return loc
})
