package view

import (
	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

const optExternal = "external"

// AppointmentForm lets the office name someone when neither officer nor deputy
// can handle the case (edge case 6). It shows nothing of the complaint.
func AppointmentForm(c complaint.Complaint, v Values) slack.ModalViewRequest {
	f := &form{name: FormAppointment, v: v}
	f.add(section("Voor *" + c.Number.String() + "* is geen onafhankelijke functionaris of waarnemer beschikbaar. Wijs een onafhankelijke, externe persoon aan. Die krijgt alleen deze klacht te zien."))
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Kies iemand"), Block(f.name, complaint.FieldAppointee))
	if chosen := f.value(complaint.FieldAppointee).Users; len(chosen) > 0 {
		e.InitialUser = chosen[0]
	}
	f.input(complaint.FieldAppointee, "Wie behandelt deze klacht?", inputs{}, e)
	f.checks(complaint.FieldStatement, "Onafhankelijk", inputs{}, []choice{{optExternal, "Deze persoon is extern en onafhankelijk"}})
	return f.modal("Vervanger aanwijzen", "Aanwijzen", Meta{Case: c.ID, Revision: c.Revision})
}

// ReadAppointment reads the form.
func ReadAppointment(v Values) (who complaint.UserID, external bool) {
	r := reader{FormAppointment, v}
	if users := r.value(complaint.FieldAppointee).Users; len(users) > 0 {
		who = complaint.UserID(users[0])
	}
	return who, r.has(complaint.FieldStatement, optExternal)
}
