package view

import (
	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

const (
	optClient         = "client"
	optRepresentative = "representative"
	optAnonymous      = "anonymous"
	optOwnFileNumber  = "own_file_number"
	optNoContact      = "no_contact"
)

var speakers = []choice{{optClient, "De cliënt zelf"}, {optRepresentative, "Iemand namens de cliënt"}}

// ReportForm is the modal Klacht melden, or Klacht invoeren for the officer.
// What was typed comes back in v; a fresh form starts with today.
func ReportForm(meta Meta, v Values, today calendar.Date) slack.ModalViewRequest {
	if v == nil {
		v = Values{Block(FormReport, complaint.FieldReceivedOn): {Date: today.String()},
			Block(FormReport, fieldSpeaker): {Options: []string{optClient}}}
	}
	f := &form{name: FormReport, v: v}
	f.reportIntro(meta)
	f.reportClient()
	f.reportIntake(meta)
	f.text(complaint.FieldWords, "Wat is de klacht?", inputs{long: true, limit: complaint.MaxText,
		hint: "Gebruik zo veel mogelijk de woorden van de cliënt. Schrijf alleen op wat nodig is."})
	if meta.Officer {
		f.text(complaint.FieldMoreWords, "Vervolg van de tekst", inputs{long: true, optional: true, limit: complaint.MaxText,
			hint: "Past een lange brief of e-mail niet in het eerste vak? Ga hier verder."})
	}
	f.reportSubject()
	f.reportRest()
	if meta.Officer {
		return f.modal("Klacht invoeren", "Invoeren", meta)
	}
	return f.modal("Klacht melden", "Melden", meta)
}

func (f *form) reportIntro(meta Meta) {
	if meta.Officer {
		f.add(section("Voer hier een klacht in die per e-mail, via de website of per post is gekomen. E-mail en website behandel je zelf; een brief volgt de gewone weg, tenzij je bij het registreren anders kiest."))
		return
	}
	f.add(section("Is een cliënt niet tevreden? Meld het hier, ook als het al is opgelost. Twijfel je? Meld het toch. Een klacht is vertrouwelijk."))
}

func (f *form) reportClient() {
	f.text(complaint.FieldClient, "Wie is de cliënt?", inputs{optional: true, hint: "Naam of dossiernummer, geen BSN"})
	f.checks(fieldClientBox, "Over de cliënt", inputs{optional: true}, []choice{
		{optAnonymous, "Anoniem"}, {optOwnFileNumber, "Dit is ons dossiernummer"}})
	f.radios(fieldSpeaker, "Wie uit de klacht?", inputs{optional: true, live: true}, speakers)
	if f.value(fieldSpeaker).One() == optRepresentative {
		f.text(complaint.FieldRepresentative, "Naam en relatie van de vertegenwoordiger", inputs{
			hint: "Bijvoorbeeld: S. de Wit, dochter"})
	}
}

func (f *form) reportIntake(meta Meta) {
	f.date(complaint.FieldReceivedOn, "Wanneer kwam de klacht binnen?", inputs{hint: "Vanaf deze dag lopen de vier weken."})
	f.sel(complaint.FieldIntake, "Hoe kwam de klacht binnen?", inputs{}, choicesOf(complaint.Intakes(), intakeNames))
	if meta.Officer {
		f.text(complaint.FieldExternalRef, "Extern kenmerk", inputs{optional: true, hint: "Het nummer van de website of het kenmerk van de brief"})
	}
}

func (f *form) reportSubject() {
	f.radios(complaint.FieldSubject, "Over wie gaat het?", inputs{live: true}, choicesOf(complaint.Subjects(), subjectNames))
	switch complaint.Subject(f.value(complaint.FieldSubject).One()) {
	case complaint.AboutEmployees:
		f.people(complaint.FieldEmployees, "Welke collega's?", inputs{live: true, hint: "Kies gerust jezelf."})
	case complaint.AboutUnknown:
		f.people(complaint.FieldEmployees, "Aan wie denk je misschien?", inputs{live: true, optional: true,
			hint: "Zij krijgen nog geen bericht. De functionaris zoekt uit over wie het gaat."})
	case complaint.AboutDeparted:
		f.text(complaint.FieldDeparted, "Wie is dat?", inputs{hint: "Naam. De klachtenfunctionaris behandelt de klacht."})
	}
}

func (f *form) reportRest() {
	f.checks(fieldNoContact, "Contact met de medewerker", inputs{optional: true}, []choice{
		{optNoContact, "De cliënt wil geen contact met de betrokken medewerker"}})
	f.text(complaint.FieldWish, "Wat wil de cliënt?", inputs{long: true, optional: true, limit: complaint.MaxText})
	f.text(complaint.FieldDone, "Wat heb je al gedaan of toegezegd?", inputs{long: true, optional: true, limit: complaint.MaxText})
	f.text(complaint.FieldContact, "Hoe kunnen we de cliënt bereiken?", inputs{optional: true, limit: 2 * complaint.MaxLine,
		hint: "Adres, e-mail of telefoon"})
	f.radios(fieldTold, "Heb je de cliënt over onze klachtenregeling verteld?", inputs{optional: true}, []choice{
		{string(complaint.Yes), "Ja"}, {string(complaint.No), "Nee"}})
}

// ReadReport reads the form. Employees carry ids only; the caller looks them up.
func ReadReport(meta Meta, v Values) (complaint.Report, error) {
	r := reader{FormReport, v}
	received, err := calendar.Parse(r.value(complaint.FieldReceivedOn).Date)
	if err != nil {
		received = calendar.Date{} // refused as missing, beside the field
	}
	rep := complaint.Report{
		ID: meta.Case, ReceivedOn: received, Intake: complaint.Intake(r.value(complaint.FieldIntake).One()),
		ExternalRef: r.text(complaint.FieldExternalRef),
		Complainant: complaint.Complainant{
			Anonymous: r.has(fieldClientBox, optAnonymous), OwnFileNumber: r.has(fieldClientBox, optOwnFileNumber),
			Client: r.text(complaint.FieldClient), OnBehalf: r.has(fieldSpeaker, optRepresentative),
			Representative: r.text(complaint.FieldRepresentative), Contact: r.text(complaint.FieldContact),
		},
		Words: r.text(complaint.FieldWords), MoreWords: r.text(complaint.FieldMoreWords),
		Subject: complaint.Subject(r.value(complaint.FieldSubject).One()), Departed: r.text(complaint.FieldDeparted),
		Wish: r.text(complaint.FieldWish), Done: r.text(complaint.FieldDone),
		Told: complaint.Answer(r.value(fieldTold).One()), NoContact: r.has(fieldNoContact, optNoContact),
	}
	rep.Employees = colleagues(r.value(complaint.FieldEmployees).Users)
	if meta.Case == "" {
		return rep, errMeta
	}
	return rep, nil
}

func colleagues(ids []string) []complaint.Colleague {
	var list []complaint.Colleague
	for _, id := range ids {
		list = append(list, complaint.Colleague{Person: complaint.Person{ID: complaint.UserID(id)}})
	}
	return list
}

// Receipt is what the modal turns into once the report is stored.
func Receipt(c complaint.Complaint, viewer complaint.UserID) slack.ModalViewRequest {
	blocks := []slack.Block{section("*Je melding is binnen onder nummer " + c.Number.String() + ".*"), section(deadline(c))}
	if viewer == c.Officer.ID {
		blocks = append(blocks, section("In je berichten staat een kaart waarmee je verdergaat."))
	} else {
		blocks = append(blocks, section("Je vindt je melding terug in je berichten met Klachtbot. Houd dit vertrouwelijk."))
	}
	m := page("Dank je wel", blocks...)
	m.ClearOnClose = true
	return m
}

// deadline says by when the complaint must be settled in writing.
func deadline(c complaint.Complaint) string {
	return "Uiterlijk *" + Day(c.Term.DueOn) + "* moet de klacht schriftelijk zijn afgehandeld."
}
