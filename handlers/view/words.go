package view

import (
	"fmt"
	"strings"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

var months = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
	"september", "oktober", "november", "december"}

var weekdays = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}

// Day writes a date as 18 december 2026.
func Day(d calendar.Date) string {
	if d.IsZero() {
		return "onbekend"
	}
	return fmt.Sprintf("%d %s %d", d.Day, months[d.Month-1], d.Year)
}

// weekday writes a date as vrijdag 18 december 2026.
func weekday(d calendar.Date) string { return weekdays[d.Weekday()] + " " + Day(d) }

// StateName is the Dutch name of a state.
func StateName(s complaint.State) string {
	switch s {
	case complaint.Reported:
		return "gemeld"
	case complaint.WithEmployee:
		return "bij medewerker"
	case complaint.WithOfficer:
		return "bij functionaris"
	}
	return string(s)
}

var intakeNames = map[complaint.Intake]string{
	complaint.Conversation: "Gesprek", complaint.Phone: "Telefoon", complaint.Post: "Brief",
	complaint.Email: "E-mail", complaint.Website: "Website", complaint.Chat: "App of chat", complaint.OtherIntake: "Anders",
}

var filingNames = map[complaint.FilingMode]string{complaint.Oral: "A. mondeling", complaint.Written: "B. schriftelijk"}

// natureNames is the exact wording of "Registratie en classificatie", sentence 3.
var natureNames = map[complaint.Nature]string{
	complaint.Conduct:   "I. klachten over werkwijze van/bejegening door de medewerker",
	complaint.Substance: "II. klachten over inhoudelijke aspecten van de dienstverlening",
	complaint.Financial: "III. klachten over financiële aspecten van de dienstverlening",
	complaint.Practice:  "IV. klachten over praktijkvoering in het algemeen",
}

var subjectNames = map[complaint.Subject]string{
	complaint.AboutEmployees: "Een of meer collega's", complaint.AboutUnknown: "Weet ik niet",
	complaint.AboutOffice: "Het kantoor als geheel", complaint.AboutOfficer: "De klachtenfunctionaris",
	complaint.AboutDeparted: "Iemand die hier niet meer werkt",
}

// verbs are the texts of buttons.
var verbs = map[complaint.Verb]string{
	complaint.ActSupplement: "Aanvullen", complaint.ActSeen: "Gezien", complaint.ActRead: "Klacht bekijken",
	complaint.ActDeclare: "Ik ben onafhankelijk", complaint.ActPassOn: "Naar waarnemer",
	complaint.ActAppoint: "Vervanger aanwijzen", complaint.ActRegister: "Klacht registreren",
}

// done are the lines of the timeline.
var done = map[complaint.Verb]string{
	complaint.ActReport: "Gemeld", complaint.ActSupplement: "Aangevuld", complaint.ActSeen: "Gezien",
	complaint.ActDeclare: "Onafhankelijkheid verklaard", complaint.ActPassOn: "Naar waarnemer",
	complaint.ActAppoint: "Vervanger aangewezen", complaint.ActRegister: "Geregistreerd",
	complaint.ActRead: "Bekeken",
}

func choicesOf[T ~string](values []T, names map[T]string) []choice {
	list := make([]choice, 0, len(values))
	for _, v := range values {
		list = append(list, choice{string(v), names[v]})
	}
	return list
}

func namesOf[T ~string](values []T, names map[T]string) string {
	list := make([]string, 0, len(values))
	for _, v := range values {
		list = append(list, names[v])
	}
	return strings.Join(list, "\n")
}

// clean trims what was typed; nothing left means nothing typed.
func clean(s string) complaint.Text { return complaint.NewText(strings.TrimSpace(s)) }
