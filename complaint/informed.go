package complaint

import "klachtbot/complaint/calendar"

// ClientInformed records that an employee pointed a client to the regeling:
// "De medewerker van Keizer wijst de cliënt erop dat Team Keizer een
// klachtenregeling hanteert en hoe de cliënt een klacht kan indienen" (I1). It
// holds a file number and never a name.
type ClientInformed struct {
	FileNumber Text
	On         calendar.Date
	How        string // one of HowInformed
}

// HowInformed lists the ways.
func HowInformed() []string { return []string{"conversation", "email", "letter", "website"} }

// Check refuses what cannot be true.
func (i ClientInformed) Check(today calendar.Date) error {
	var e FieldErrors
	if i.FileNumber.IsZero() {
		e.add(FieldClient, ReasonMissing)
	}
	checkText(&e, FieldClient, i.FileNumber, MaxLine, nineDigits(i.FileNumber.Reveal())...)
	switch {
	case i.On.IsZero():
		e.add(FieldReceivedOn, ReasonMissing)
	case i.On.After(today):
		e.add(FieldReceivedOn, ReasonFuture)
	}
	if !contains(HowInformed(), i.How) {
		e.add(FieldHow, ReasonMissing)
	}
	return e.err()
}
