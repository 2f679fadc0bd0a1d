package main

import (
	"context"
	"time"

	"klachtbot/bot/slackfake"
	"klachtbot/bot/slackfake/page"
	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
	"klachtbot/handlers/view"
)

// The people of the demo. They are fictional.
const (
	sanne  = "U01SANNE"
	mehmet = "U02MEHMET"
	joris  = "U03JORIS"
	ingrid = "U04INGRID"
	paul   = "U05PAUL"
	karin  = "U06KARIN"

	demoChannel   = "C01BESLOTEN"
	demoCorridor  = "C02ALGEMEEN"
	demoPastLimit = 20 * time.Second
)

var demoIntro = []string{
	"Dit is een klein kantoor in Slack: links kies je wie je speelt, rechts zie je wat bot en Slack tegen elkaar zeggen.",
	"Typ als medewerker /klacht om een klacht te melden, en word daarna de klachtenfunctionaris om hem te registreren.",
	"Zet de klok vooruit en kijk wat er verandert; alles is verzonnen en er blijft niets bewaard.",
}

func demoPeople() []page.Actor {
	return []page.Actor{
		{ID: sanne, Role: "Medewerker", Hint: "Meldt klachten, ook over zichzelf"},
		{ID: mehmet, Role: "Medewerker", Hint: "Betrokken bij een klacht"},
		{ID: joris, Role: "Medewerker", Hint: "Heeft er niets mee te maken"},
		{ID: ingrid, Role: "Klachtenfunctionaris (gast)", Hint: "Onafhankelijk en extern"},
		{ID: paul, Role: "Waarnemer (gast)", Hint: "Neemt over als de functionaris betrokken is"},
		{ID: karin, Role: "Kantoor", Hint: "Leidt het kantoor; ziet nummers en datums"},
	}
}

func demoSettings() complaint.Settings {
	s := defaultSettings()
	s.PostalAddress, s.PrivacyURL = "Voorbeeldlaan 12, 3511 AA Utrecht", "keizer.example/privacy"
	s.Officer, s.Deputies, s.Office = ingrid, []complaint.UserID{paul}, []complaint.UserID{karin}
	s.ProcessOwner, s.Channel = karin, demoChannel
	s.Teams = []complaint.Team{{Name: "Team Zuid", Members: []complaint.UserID{sanne, mehmet}}, {Name: "Team Noord", Members: []complaint.UserID{joris}}}
	return s
}

// populate puts the people into the workspace. Officer and deputy are guests
// who may not use commands: everything works from buttons.
func populate(ws *slackfake.Workspace, channel string) {
	for _, p := range []slackfake.Profile{
		{ID: sanne, Name: "sanne", RealName: "Sanne de Vries"},
		{ID: mehmet, Name: "mehmet", RealName: "Mehmet Yılmaz"},
		{ID: joris, Name: "joris", RealName: "Joris Bakker"},
		{ID: ingrid, Name: "ingrid", RealName: "Ingrid Hoekstra", Restricted: true},
		{ID: paul, Name: "paul", RealName: "Paul Vermeer", Restricted: true},
		{ID: karin, Name: "karin", RealName: "Karin Keizer"},
	} {
		ws.AddUser(p)
	}
	ws.AddChannel(slackfake.ChannelSpec{ID: channel, Name: "klachten-besloten", Private: true, Members: []string{ws.BotUserID(), ingrid, paul, karin}})
	ws.AddChannel(slackfake.ChannelSpec{ID: demoCorridor, Name: "algemeen", Members: []string{sanne, mehmet, joris, karin}})
}

// scene is something that happened some days ago.
type scene struct {
	daysAgo int
	play    func(context.Context, player, calendar.Date) error
}

// playPast lets the people act through the real bot with business time moved
// back, so that no screen is empty. Nothing is inserted.
func (d *playground) playPast(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, demoPastLimit)
	defer cancel()
	now := d.Now()
	p := player{ws: d.ws}
	for _, s := range []scene{{34, lateByMail}, {20, solvedWithClient}, {9, colleagueReports}, {3, aboutTheOfficer}} {
		then := now.AddDate(0, 0, -s.daysAgo)
		if err := d.at(ctx, then); err != nil {
			return err
		}
		if err := s.play(ctx, p, complaint.Today(then)); err != nil {
			return err
		}
		if err := d.told(ctx); err != nil {
			return err
		}
	}
	if err := d.at(ctx, now); err != nil {
		return err
	}
	for _, who := range d.ws.People() {
		_ = who.OpenHome(ctx) // people of elsewhere have no Home; the rest do
	}
	return nil
}

// told waits until everyone has been told, so that a message stands on the day
// on which it was sent.
func (d *playground) told(ctx context.Context) error {
	for {
		n, _, err := d.app.store.Pending(ctx)
		if err != nil || n == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// lateByMail: an e-mail to the officer (W2) that is still open after its date.
func lateByMail(ctx context.Context, p player, today calendar.Date) error {
	if err := p.press(ctx, ingrid, "vaste menu", view.ActionReport); err != nil {
		return err
	}
	number, err := p.complete(ctx, ingrid, "Klacht invoeren",
		answer{"Wie is de cliënt?", "A. Jansen"},
		answer{"Wanneer kwam de klacht binnen?", today.String()},
		answer{"Hoe kwam de klacht binnen?", "E-mail"},
		answer{"Wat is de klacht?", "De jaarrekening kwam drie weken later dan afgesproken en niemand belde terug."},
		answer{"Over wie gaat het?", "Weet ik niet"},
		answer{"Hoe kunnen we de cliënt bereiken?", "a.jansen@voorbeeld.example"})
	if err != nil {
		return err
	}
	if err := p.declare(ctx, ingrid, number); err != nil {
		return err
	}
	return p.register(ctx, ingrid, number, answer{"Aard van de klacht", []string{"III. klachten over financiële aspecten van de dienstverlening"}},
		answer{"Wie behandelt de klacht nu?", "Ik, als klachtenfunctionaris"})
}

// solvedWithClient: an employee reports a complaint about herself; the officer
// registers it and she treats it first (V1).
func solvedWithClient(ctx context.Context, p player, today calendar.Date) error {
	number, err := p.report(ctx, sanne, "Klacht melden",
		answer{"Wie is de cliënt?", "Familie El Amrani"},
		answer{"Wanneer kwam de klacht binnen?", today.String()},
		answer{"Hoe kwam de klacht binnen?", "Telefoon"},
		answer{"Wat is de klacht?", "Mevrouw voelde zich afgescheept aan de telefoon; ze kreeg drie keer een andere uitleg."},
		answer{"Over wie gaat het?", "Een of meer collega's"},
		answer{"Welke collega's?", []string{sanne}},
		answer{"Wat wil de cliënt?", "Eén vast aanspreekpunt."})
	if err != nil {
		return err
	}
	if err := p.press(ctx, sanne, number, view.ActionCase(complaint.ActSeen)); err != nil {
		return err
	}
	if err := p.declare(ctx, ingrid, number); err != nil {
		return err
	}
	return p.register(ctx, ingrid, number, answer{"Aard van de klacht", []string{
		"I. klachten over werkwijze van/bejegening door de medewerker", "II. klachten over inhoudelijke aspecten van de dienstverlening"}},
		answer{"Wie behandelt de klacht nu?", "Sanne de Vries"})
}

// colleagueReports: a colleague reports; the officer still has to state
// independence.
func colleagueReports(ctx context.Context, p player, today calendar.Date) error {
	_, err := p.report(ctx, sanne, "Klacht melden",
		answer{"Wie is de cliënt?", "Bakkerij Zonneveld"},
		answer{"Wanneer kwam de klacht binnen?", today.String()},
		answer{"Hoe kwam de klacht binnen?", "Gesprek"},
		answer{"Wat is de klacht?", "De eigenaar vindt dat zijn vragen over de btw niet serieus worden genomen."},
		answer{"Over wie gaat het?", "Een of meer collega's"},
		answer{"Welke collega's?", []string{mehmet}},
		answer{"Wat heb je al gedaan of toegezegd?", "Toegezegd dat hij deze week wordt gebeld."})
	return err
}

// aboutTheOfficer: edge case 6. The deputy handles it, and the officer hears
// nothing.
func aboutTheOfficer(ctx context.Context, p player, today calendar.Date) error {
	number, err := p.report(ctx, mehmet, "Klacht melden",
		answer{"Wie is de cliënt?", "De heer Brouwer"},
		answer{"Wanneer kwam de klacht binnen?", today.String()},
		answer{"Hoe kwam de klacht binnen?", "Brief"},
		answer{"Wat is de klacht?", "Hij kreeg geen antwoord op zijn vorige klacht."},
		answer{"Over wie gaat het?", "De klachtenfunctionaris"})
	if err != nil {
		return err
	}
	return p.declare(ctx, paul, number)
}

// declare confirms independence from the card.
func (p player) declare(ctx context.Context, who, number string) error {
	if err := p.press(ctx, who, number, view.ActionCase(complaint.ActDeclare)); err != nil {
		return err
	}
	if err := p.modal(ctx, who, "Onafhankelijkheid"); err != nil {
		return err
	}
	if err := p.fill(ctx, who, answer{"Verklaring", []string{"Ik ben onafhankelijk"}}); err != nil {
		return err
	}
	if err := p.submit(ctx, who); err != nil {
		return err
	}
	return p.ws.Person(who).DismissAll(ctx)
}

// register classifies from the card.
func (p player) register(ctx context.Context, who, number string, answers ...answer) error {
	if err := p.press(ctx, who, number, view.ActionCase(complaint.ActRegister)); err != nil {
		return err
	}
	if err := p.modal(ctx, who, "Klacht registreren"); err != nil {
		return err
	}
	if err := p.fill(ctx, who, answers...); err != nil {
		return err
	}
	if err := p.submit(ctx, who); err != nil {
		return err
	}
	return p.ws.Person(who).DismissAll(ctx)
}
