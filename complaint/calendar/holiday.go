package calendar

import "time"

// Names the switches of Calendar look at.
const (
	goodFriday    = "Goede Vrijdag"
	liberationDay = "Bevrijdingsdag"
)

// movable holds the holidays that follow Easter, by their distance in days.
var movable = map[int]string{
	-2: goodFriday,
	0:  "Eerste Paasdag",
	1:  "Tweede Paasdag",
	39: "Hemelvaartsdag",
	49: "Eerste Pinksterdag",
	50: "Tweede Pinksterdag",
}

// Holiday returns the Dutch name of the public holiday on d, and whether there
// is one. It follows the list as it stands since 2014, the first year of
// Koningsdag, and applies it to any year. When Hemelvaartsdag falls on 5 May
// (2016) it goes by that name, so the day stays closed in an office that works
// on Bevrijdingsdag.
func Holiday(d Date) (name string, ok bool) {
	if d.IsZero() {
		return "", false
	}
	if name, ok = movable[Easter(d.Year).DaysUntil(d)]; ok {
		return name, true
	}
	switch {
	case d == kingsDay(d.Year):
		return "Koningsdag", true
	case d.Month == time.January && d.Day == 1:
		return "Nieuwjaarsdag", true
	case d.Month == time.May && d.Day == 5:
		return liberationDay, true
	case d.Month == time.December && d.Day == 25:
		return "Eerste Kerstdag", true
	case d.Month == time.December && d.Day == 26:
		return "Tweede Kerstdag", true
	}
	return "", false
}

// kingsDay is 27 April, or the Saturday before when that is a Sunday.
func kingsDay(year int) Date {
	d := New(year, time.April, 27)
	if d.Weekday() == time.Sunday {
		return d.AddDays(-1)
	}
	return d
}

// Easter returns Easter Sunday of a year in the Gregorian calendar, by the
// anonymous algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms,
// ch. 8). It holds for every year from 1583.
func Easter(year int) Date {
	golden, century, rest := year%19, year/100, year%100
	correction := (century - (century+8)/25 + 1) / 3
	epact := (19*golden + century - century/4 - correction + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(rest/4) - epact - rest%4) % 7
	late := (golden + 11*epact + 22*weekday) / 451
	n := epact + weekday - 7*late + 114
	return New(year, time.Month(n/31), n%31+1)
}
