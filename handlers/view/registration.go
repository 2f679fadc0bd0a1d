package view

import (
	"strings"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// optOfficer is the answer "ik" to who treats the complaint.
const optOfficer = "officer"

// RegistrationForm is the modal Klacht registreren (R2, R3). A fresh form
// suggests what the intake says; the officer confirms or changes it. names
// gives a name for everyone chosen.
func RegistrationForm(c complaint.Complaint, v Values, names func(complaint.UserID) string) slack.ModalViewRequest {
	if v == nil {
		v = suggestion(c)
	}
	f := &form{name: FormRegistration, v: v}
	f.add(section("*"+c.Number.String()+"* · ontvangen op "+Day(c.Term.ReceivedOn)+". "+deadline(c)),
		note("Je kunt meer dan één klasse kiezen."))
	f.checks(complaint.FieldFiling, "Wijze van indiening", inputs{}, choicesOf(complaint.FilingModes(), filingNames))
	f.checks(complaint.FieldNature, "Aard van de klacht", inputs{}, choicesOf(complaint.Natures(), natureNames))
	f.people(complaint.FieldEmployees, "Betrokken medewerker(s)", inputs{optional: true, live: true,
		hint: "Leeg laten als niet bekend is over wie het gaat, of als die persoon hier niet meer werkt."})
	chosen := f.value(complaint.FieldEmployees).Users
	who := []choice{{optOfficer, "Ik, als klachtenfunctionaris"}}
	for _, id := range chosen {
		who = append(who, choice{id, names(complaint.UserID(id))})
	}
	f.sel(complaint.FieldAssignee, "Wie behandelt de klacht nu?", inputs{
		hint: "Eerst de betrokken medewerker, daarna jij. E-mail, website en 'geen contact gewenst' behandel je meteen zelf."}, who)
	f.text(complaint.FieldReason, "Waarom behandel jij de klacht nu?", inputs{optional: true, long: true, limit: complaint.MaxText,
		hint: "Alleen nodig als de betrokken medewerker het ook had kunnen doen."})
	if len(chosen) > 1 {
		for _, id := range chosen {
			f.text(partField(complaint.UserID(id)), cut("Deel voor "+names(complaint.UserID(id)), 150), inputs{optional: true, long: true,
				limit: complaint.MaxText, hint: "Vul je dit in, dan ziet deze medewerker alleen dit deel van de klacht."})
		}
	}
	return f.modal("Klacht registreren", "Registreren", Meta{Case: c.ID, Revision: c.Revision})
}

func partField(id complaint.UserID) complaint.Field {
	return complaint.FieldPart + "." + complaint.Field(id)
}

// suggestion is what a fresh form says.
func suggestion(c complaint.Complaint) Values {
	var people []string
	for _, in := range c.Involved {
		people = append(people, string(in.ID))
	}
	v := Values{Block(FormRegistration, complaint.FieldEmployees): {Users: people}}
	if mode, ok := c.Intake.Filing(); ok {
		v[Block(FormRegistration, complaint.FieldFiling)] = Value{Options: []string{string(mode)}}
	}
	assignee := optOfficer
	if complaint.OfficerFirst(c) == "" {
		assignee = string(c.Assignee)
	}
	v[Block(FormRegistration, complaint.FieldAssignee)] = Value{Options: []string{assignee}}
	return v
}

// ReadRegistration reads the form. officer is the officer of the case.
func ReadRegistration(v Values, officer complaint.UserID) complaint.Registration {
	r := reader{FormRegistration, v}
	reg := complaint.Registration{
		Employees: colleagues(r.value(complaint.FieldEmployees).Users),
		Assignee:  complaint.UserID(r.value(complaint.FieldAssignee).One()),
		Reason:    r.text(complaint.FieldReason),
		Parts:     map[complaint.UserID]complaint.Text{},
	}
	if reg.Assignee == optOfficer {
		reg.Assignee = officer
	}
	for _, o := range r.value(complaint.FieldFiling).Options {
		reg.Filing = append(reg.Filing, complaint.FilingMode(o))
	}
	for _, o := range r.value(complaint.FieldNature).Options {
		reg.Natures = append(reg.Natures, complaint.Nature(o))
	}
	for _, e := range reg.Employees {
		if part := r.text(partField(e.ID)); !part.IsZero() {
			reg.Parts[e.ID] = part
		}
	}
	return reg
}

// Registered is what the modal turns into once the registration is stored.
func Registered(c complaint.Complaint) slack.ModalViewRequest {
	var classes []string
	for _, m := range c.Filing {
		classes = append(classes, string(m))
	}
	for _, n := range c.Natures {
		classes = append(classes, string(n))
	}
	m := page("Geregistreerd", section("*"+c.Number.String()+"* is geregistreerd in "+strings.Join(classes, ", ")+" en staat nu *"+StateName(c.State)+"*."),
		section(deadline(c)))
	m.ClearOnClose = true
	return m
}
