package view

import (
	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// SupplementForm is the modal Aanvullen.
func SupplementForm(c complaint.Complaint, v Values) slack.ModalViewRequest {
	f := &form{name: FormSupplement, v: v}
	f.add(section("Ben je iets vergeten bij *" + c.Number.String() + "*? Vul het hier aan. Je aanvulling komt met de datum van vandaag in het dossier."))
	f.text(complaint.FieldSupplement, "Wat wil je aanvullen?", inputs{long: true, limit: complaint.MaxText,
		hint: "Schrijf alleen op wat nodig is."})
	return f.modal("Klacht aanvullen", "Aanvullen", Meta{Case: c.ID, Revision: c.Revision})
}

// ReadSupplement reads the form.
func ReadSupplement(v Values) complaint.Text {
	return reader{FormSupplement, v}.text(complaint.FieldSupplement)
}
