package main

import (
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// oral is a complaint by telephone about Mehmet, reported by Sanne.
func (o *office) oral(extra ...answer) []answer {
	return append([]answer{
		{"Wie is de cliënt?", "Cliënt Zeldenrust"},
		{"Wanneer kwam de klacht binnen?", o.today()},
		{"Hoe kwam de klacht binnen?", "Telefoon"},
		{"Wat is de klacht?", "Ik ben drie weken niet teruggebeld."},
		{"Over wie gaat het?", "Een of meer collega's"},
		{"Welke collega's?", []string{mehmet}},
	}, extra...)
}

// The first complaint, from /klacht to classification.
func TestFromReportToRegistration(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number, err := o.report(o.ctx, sanne, "Klacht melden", o.oral()...)
	o.must(err)
	if number != "K-2026-0001" {
		t.Errorf("number %s", number)
	}
	o.wait("the melder has a receipt", func() bool { return o.sees(sanne, "Je melding is binnen onder nummer *K-2026-0001*") })
	if !o.sees(sanne, "18 december 2026") {
		t.Error("the receipt does not say by when")
	}
	o.wait("the channel has its line", func() bool { return o.sees(karin, "Nieuwe klacht K-2026-0001, ontvangen op 20 november 2026") })

	// The employee concerned (P1).
	o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActRead)))
	o.must(o.modal(o.ctx, mehmet, "Klacht"))
	if !o.sees(mehmet, "Ik ben drie weken niet teruggebeld.") {
		t.Error("the employee concerned does not see the complaint")
	}
	o.must(o.ws.Person(mehmet).DismissAll(o.ctx))
	o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen)))

	// The officer: independence before content (D5), then registration (R2).
	o.must(o.declare(o.ctx, ingrid, number))
	o.must(o.register(o.ctx, ingrid, number,
		answer{"Wijze van indiening", []string{"A. mondeling", "B. schriftelijk"}},
		answer{"Aard van de klacht", []string{"I. klachten over werkwijze van/bejegening door de medewerker", "III. klachten over financiële aspecten van de dienstverlening"}},
		answer{"Wie behandelt de klacht nu?", "Mehmet Yılmaz"}))
	o.wait("the employee treats it", func() bool { return o.sees(mehmet, "Jij behandelt *K-2026-0001*") })
	o.wait("the melder's card says so", func() bool { return o.sees(sanne, "is geregistreerd") && o.sees(sanne, "bij medewerker") })
	if o.sees(joris, "K-2026-0001") {
		t.Error("someone who has nothing to do with it knows of the complaint")
	}
	o.clean()
}

// The officer can do everything from the register as well: the card of a case
// may be far up in the conversation by then.
func TestFromTheRegister(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number, err := o.report(o.ctx, sanne, "Klacht melden", o.oral()...)
	o.must(err)
	officer := o.ws.Person(ingrid)
	o.must(o.press(o.ctx, ingrid, "vaste menu", view.ActionRegister))
	o.must(o.modal(o.ctx, ingrid, "Register"))
	o.must(officer.Click(o.ctx, slackfake.InModal(), view.ActionOpenCase))
	o.must(o.modal(o.ctx, ingrid, "Klacht"))
	if o.sees(ingrid, "Ik ben drie weken niet teruggebeld.") {
		t.Error("the officer sees the complaint before stating independence")
	}
	o.must(officer.Click(o.ctx, slackfake.InModal(), view.ActionCase(complaint.ActDeclare)))
	o.must(o.modal(o.ctx, ingrid, "Onafhankelijkheid"))
	o.must(o.fill(o.ctx, ingrid, answer{"Verklaring", []string{"Ik ben onafhankelijk"}}))
	o.must(o.submit(o.ctx, ingrid))
	o.must(officer.DismissAll(o.ctx))

	// The employee concerned, in the modal: what was done shows at once.
	o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActRead)))
	o.must(o.modal(o.ctx, mehmet, "Klacht"))
	o.must(o.ws.Person(mehmet).Click(o.ctx, slackfake.InModal(), view.ActionCase(complaint.ActSeen)))
	o.wait("the modal says so", func() bool { return o.sees(mehmet, view.Done) })
	o.clean()
}
