package main

import (
	"slices"
	"strings"
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// The edge cases of the procedure, by their numbers: who is told what, in
// which words, and who hears nothing.

const (
	dueLine   = "Uiterlijk *18 december 2026* moet de klacht schriftelijk zijn afgehandeld."
	melderDM  = "Dank je wel. Je melding is binnen onder nummer *K-2026-0001*. " + dueLine + " De onafhankelijke klachtenfunctionaris registreert de klacht. Houd dit vertrouwelijk."
	deputyDM  = "Dank je wel. Je melding is binnen onder nummer *K-2026-0001*. " + dueLine + " Een onafhankelijke waarnemer behandelt de klacht. Houd dit vertrouwelijk."
	concerned = "Er is een klacht binnengekomen waarbij je mogelijk betrokken bent: *K-2026-0001*. Dat kan even schrikken zijn. "
	p1DM      = concerned + "Lees de klacht rustig en probeer samen met de cliënt tot een oplossing te komen. Overleggen met de klachtenfunctionaris mag altijd. " + dueLine
	directDM  = concerned + "De klachtenfunctionaris behandelt deze klacht en vraagt ook jouw kant. Neem er zelf geen contact over op met de cliënt."
	officerDM = "Nieuwe klacht *K-2026-0001*, ontvangen op 20 november 2026. Schriftelijk afhandelen: uiterlijk *18 december 2026*. Bevestig eerst je onafhankelijkheid."
	channelDM = "Nieuwe klacht K-2026-0001, ontvangen op 20 november 2026, uiterlijk 18 december 2026 schriftelijk af te handelen. Nu bij "
	first     = "K-2026-0001"
	collega   = "Een of meer collega's"
)

// setup changes the settings with which the register starts.
func setup(fn func(*complaint.Settings)) option {
	return func(o *office) { fn(&o.config.seed) }
}

// quietChannel fails when a line about the case stands in the channel.
func (o *house) quietChannel(number string) {
	o.t.Helper()
	o.settled()
	for _, m := range o.ws.History(demoChannel) {
		if strings.Contains(string(m.Raw), number) {
			o.t.Errorf("the channel says %s", m)
		}
	}
}

// ignorant fails when any of them knows the number.
func (o *house) ignorant(number string, people ...string) {
	o.t.Helper()
	o.settled()
	for _, who := range people {
		o.hides(who, number)
	}
}

// independence opens the statement and gives what it shows.
func (o *house) independence(who, number string) string {
	o.t.Helper()
	o.must(o.press(o.ctx, who, number, view.ActionCase(complaint.ActDeclare)))
	o.must(o.modal(o.ctx, who, "Onafhankelijkheid"))
	v, _ := o.ws.Person(who).Modal()
	o.must(o.ws.Person(who).DismissAll(o.ctx))
	return v.Visible()
}

// The ordinary complaint, word for word (§6.1, §6.2), with its buttons.
func TestWordsOfTheOrdinaryComplaint(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	o.must(o.ws.Person(sanne).Type(o.ctx, demoCorridor, view.CommandKlacht))
	o.must(o.modal(o.ctx, sanne, "Klacht melden"))
	v, _ := o.ws.Person(sanne).Modal()
	form := v.Visible()
	holdsAll(t, form, "Is een cliënt niet tevreden? Meld het hier, ook als het al is opgelost. Twijfel je? Meld het toch. Een klacht is vertrouwelijk.",
		"Wie is de cliënt?", "Naam of dossiernummer, geen BSN", "Anoniem", "Wie uit de klacht?", "De cliënt zelf", "Iemand namens de cliënt",
		"Wanneer kwam de klacht binnen?", "Vanaf deze dag lopen de vier weken", "Hoe kwam de klacht binnen?", "Gesprek", "Telefoon", "Brief", "E-mail", "Website",
		"App of chat", "Anders", "Wat is de klacht?", "Gebruik zo veel mogelijk de woorden van de cliënt. Schrijf alleen op wat nodig is",
		"Over wie gaat het?", "Weet ik niet", "Het kantoor als geheel", "De klachtenfunctionaris", "Iemand die hier niet meer werkt", "Wat wil de cliënt?",
		"Wat heb je al gedaan of toegezegd?", "Hoe kunnen we de cliënt bereiken?", "Adres, e-mail of telefoon",
		"Heb je de cliënt over onze klachtenregeling verteld?", "De cliënt wil geen contact met de betrokken medewerker", "Melden", "Annuleren")
	number, err := o.complete(o.ctx, sanne, "Klacht melden", o.oral()...)
	o.must(err)
	o.settled()
	o.says(sanne, melderDM)
	o.says(mehmet, p1DM, "[Gezien]", "[Klacht bekijken]", "[Tips]", "[Privacy]")
	o.says(ingrid, officerDM, "[Ik ben onafhankelijk]", "[Naar waarnemer]")
	o.says(karin, channelDM+"de betrokken medewerker.")
	holdsAll(t, o.live(sanne, number), "[Aanvullen]")
	holdsAll(t, o.independence(ingrid, number), "• Mehmet Yılmaz (Team Zuid)",
		"Ik ben niet betrokken bij deze klacht en ik ben geen directe collega van de betrokken medewerker(s).", "Ik ben onafhankelijk")
	o.must(o.press(o.ctx, mehmet, number, view.ActionPrivacy))
	o.must(o.modal(o.ctx, mehmet, "Privacy"))
	o.says(mehmet, "In het klachtendossier staan je naam, de klacht, je updates en de afhandeling. De klachtenfunctionaris beheert het dossier. Je leidinggevende krijgt de inhoud niet vanzelf te zien. Na 24 maanden wordt alles geanonimiseerd. Je mag je gegevens inzien, laten aanvullen en je eigen kijk toevoegen. Vraag het de klachtenfunctionaris.")
	o.must(o.declare(o.ctx, ingrid, number))
	o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRegister)))
	o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
	o.says(ingrid, "Wijze van indiening", "A. mondeling", "B. schriftelijk", "Aard van de klacht",
		"I. klachten over werkwijze van/bejegening door de medewerker", "II. klachten over inhoudelijke aspecten van de dienstverlening",
		"III. klachten over financiële aspecten van de dienstverlening", "IV. klachten over praktijkvoering in het algemeen",
		"Je kunt meer dan één klasse kiezen", "Betrokken medewerker(s)", "Wie behandelt de klacht nu?")
	o.clean()
}

// 1: nobody knows yet. Who may be meant counts for independence and is not told.
func TestEdge1Unknown(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.about("Weet ik niet", answer{"Aan wie denk je misschien?", []string{mehmet}})...)
	o.settled()
	o.says(sanne, melderDM)
	o.says(karin, channelDM+"de klachtenfunctionaris.")
	holdsAll(t, o.independence(ingrid, number), "• Mehmet Yılmaz (Team Zuid), mogelijk betrokken")
	o.ignorant(number, mehmet, joris, paul2(o))
	o.must(o.declare(o.ctx, ingrid, number))
	holdsAll(t, o.read(ingrid, number), "Mogelijk betrokken: Mehmet Yılmaz", "Behandelt nu: Ingrid Hoekstra")

	// The officer finds out whom it is about; only then is he told (P1).
	o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRegister)))
	o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
	o.must(o.fill(o.ctx, ingrid, answer{"Aard van de klacht", []string{"II. klachten over inhoudelijke aspecten van de dienstverlening"}},
		answer{"Betrokken medewerker(s)", []string{mehmet}}))
	o.says(ingrid, "( ) Mehmet Yılmaz") // the form is drawn anew
	o.must(o.fill(o.ctx, ingrid, answer{"Wie behandelt de klacht nu?", "Mehmet Yılmaz"}))
	o.must(o.submit(o.ctx, ingrid))
	o.says(mehmet, "Jij behandelt *K-2026-0001*. De klacht is geregistreerd. Probeer samen met de cliënt tot een oplossing te komen. Overleggen met de klachtenfunctionaris mag altijd. "+dueLine)
	o.clean()
}

// paul2 is the deputy, who is in the channel and so may know the number there;
// his conversation with the bot must not name it.
func paul2(o *house) string {
	if len(o.cards(paul, first)) > 0 {
		o.t.Error("the deputy was told of a case that is not his")
	}
	return eva
}

// 1 and 5: a possibly involved colleague of the officer is enough for the
// deputy (D5: "tegen wie mogelijk de klacht is gericht").
func TestEdge1And5PossiblyInvolvedColleagueOfTheOfficer(t *testing.T) {
	t.Parallel()
	o := newHouse(t, setup(func(s *complaint.Settings) {
		s.Teams = append(s.Teams, complaint.Team{Name: "Team Oost", Members: []complaint.UserID{lotte, ingrid}})
	}))
	number := o.melden(sanne, o.about("Weet ik niet", answer{"Aan wie denk je misschien?", []string{lotte}})...)
	o.quietChannel(number)
	o.says(paul, officerDM)
	o.shieldedFrom(number)
	o.ignorant(number, lotte, joris)
	holdsAll(t, o.independence(paul, number), "• Lotte Smit (Team Oost), mogelijk betrokken")
	o.clean()
}

// shieldedFrom: the officer gets no message at all; her register shows the
// number and "afgeschermd", without a button.
func (o *house) shieldedFrom(number string) {
	o.t.Helper()
	o.settled()
	for _, m := range o.cards(ingrid, number) {
		o.t.Errorf("the officer was told: %s", m)
	}
	for _, n := range o.ws.Person(ingrid).Notifications() {
		if strings.Contains(n, number) {
			o.t.Errorf("the officer was notified: %s", n)
		}
	}
	o.must(o.press(o.ctx, ingrid, "vaste menu", view.ActionRegister))
	o.must(o.modal(o.ctx, ingrid, "Register"))
	v, _ := o.ws.Person(ingrid).Modal()
	holdsAll(o.t, v.Visible(), "*"+number+"* · afgeschermd")
	for _, b := range v.Blocks {
		if strings.Contains(b.Text, number) && (len(b.Elements) > 0 || b.Text != "*"+number+"* · afgeschermd") {
			o.t.Errorf("the line of %s says %q with %d buttons", number, b.Text, len(b.Elements))
		}
	}
	o.must(o.ws.Person(ingrid).DismissAll(o.ctx))
	holdsNone(o.t, o.ws.Person(ingrid).Home().Visible(), number)
}

// 2: all are told, one treats first; a part written for one person replaces
// the text for that person alone.
func TestEdge2SeveralEmployees(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.about(collega, answer{"Welke collega's?", []string{mehmet, lotte}})...)
	o.says(mehmet, p1DM)
	o.says(lotte, concerned+"Lees de klacht rustig. Een collega probeert samen met de cliënt tot een oplossing te komen; stem met elkaar af. Overleggen met de klachtenfunctionaris mag altijd. "+dueLine)
	text := "Ik ben drie weken niet teruggebeld."
	holdsAll(t, o.read(mehmet, number), text)
	holdsAll(t, o.read(lotte, number), text)
	o.must(o.declare(o.ctx, ingrid, number))
	o.must(o.register(o.ctx, ingrid, number, answer{"Aard van de klacht", []string{"I. klachten over werkwijze van/bejegening door de medewerker"}},
		answer{"Deel voor Lotte Smit", "Lotte zou terugbellen."}))
	o.says(mehmet, "Jij behandelt *K-2026-0001*.")
	o.settled()
	lotteSees := o.read(lotte, number)
	holdsAll(t, lotteSees, "Het deel van de klacht dat over jou gaat", "Lotte zou terugbellen.")
	holdsNone(t, lotteSees, text)
	mehmetSees := o.read(mehmet, number)
	holdsAll(t, mehmetSees, text)
	holdsNone(t, mehmetSees, "Lotte zou terugbellen.")
	o.clean()
}

// 3: the process owner answers for the office; the case is not afgeschermd.
func TestEdge3OfficeAsAWhole(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.about("Het kantoor als geheel")...)
	o.says(karin, p1DM, channelDM+"de betrokken medewerker.")
	o.says(ingrid, officerDM)
	holdsAll(t, o.independence(ingrid, number), "• Karin Keizer")
	holdsAll(t, o.read(karin, number), "Ik ben drie weken niet teruggebeld.")
	o.ignorant(number, mehmet, joris)
	o.clean()
}

func TestEdge3WithoutAProcessOwner(t *testing.T) {
	t.Parallel()
	o := newHouse(t, setup(func(s *complaint.Settings) { s.ProcessOwner = "" }))
	number := o.melden(sanne, o.about("Het kantoor als geheel")...)
	o.says(karin, channelDM+"de klachtenfunctionaris.")
	holdsAll(t, o.independence(ingrid, number), "• Het kantoor als geheel")
	if len(o.cards(karin, number)) > 0 {
		t.Error("management was told as if it were concerned")
	}
	o.clean()
}

// 4: reporting on oneself is normal: the same words, and the content stays
// readable as the one concerned.
func TestEdge4MelderIsConcerned(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.about(collega, answer{"Welke collega's?", []string{sanne}})...)
	o.says(sanne, melderDM, p1DM)
	o.registered(ingrid, number)
	o.says(sanne, "Jij behandelt *K-2026-0001*.")
	holdsAll(t, o.read(sanne, number), "Ik ben drie weken niet teruggebeld.")
	o.clean()
}

// 5: the officer is a direct colleague: the deputy handles it.
func TestEdge5DirectColleague(t *testing.T) {
	t.Parallel()
	o := newHouse(t, setup(func(s *complaint.Settings) { s.Teams[0].Members = append(s.Teams[0].Members, ingrid) }))
	number := o.melden(sanne, o.oral()...)
	o.says(paul, officerDM)
	o.says(mehmet, p1DM)
	o.quietChannel(number)
	o.shieldedFrom(number)
	o.registered(paul, number)
	o.shieldedFrom(number)
	if c := o.caseOf(number); !c.Restricted || c.Officer.ID != paul {
		t.Errorf("restricted %t, officer %s", c.Restricted, c.Officer.ID)
	}
	o.clean()
}

// 5: an officer who typed an e-mail herself and then stands back keeps the
// number and nothing else, on every screen.
func TestEdge5OfficerWhoTypedItStandsBack(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	o.must(o.ws.Person(ingrid).OpenHome(o.ctx))
	number := o.intake(ingrid, o.about(collega, answer{"Hoe kwam de klacht binnen?", "E-mail"}, answer{"Welke collega's?", []string{mehmet}})...)
	o.must(o.declare(o.ctx, ingrid, number))
	o.passOn(ingrid, number)
	o.settled()
	o.says(paul, officerDM)
	for _, m := range o.cards(ingrid, number) {
		if text := strings.TrimSpace(m.Visible()); text != number+" · afgeschermd" {
			t.Errorf("a card of the officer who stood back says %q", inLine(text))
		}
	}
	holdsNone(t, o.ws.Person(ingrid).Home().Visible(), number, "18 december")
	o.must(o.press(o.ctx, ingrid, "vaste menu", view.ActionMine))
	o.must(o.modal(o.ctx, ingrid, "Mijn klachten"))
	v, _ := o.ws.Person(ingrid).Modal()
	holdsNone(t, v.Visible(), number, "18 december")
	o.clean()
}

// 6: about the officer, chosen as such or in the people picker.
func TestEdge6AboutTheOfficer(t *testing.T) {
	t.Parallel()
	for name, subject := range map[string][]string{
		"option": {"De klachtenfunctionaris"},
		"picker": {collega, "Welke collega's?"},
		"maybe":  {"Weet ik niet", "Aan wie denk je misschien?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newHouse(t)
			o.must(o.ws.Person(ingrid).OpenHome(o.ctx))
			answers := o.about(subject[0])
			for _, label := range subject[1:] {
				answers = append(answers, answer{label, []string{ingrid}})
			}
			number := o.melden(sanne, answers...)
			o.says(sanne, deputyDM)
			o.says(paul, officerDM)
			for _, who := range []string{karin, olga} {
				o.says(who, "Klacht *K-2026-0001* is binnengekomen. Een onafhankelijke waarnemer behandelt de klacht. De inhoud is alleen bekend bij de behandelaars.")
			}
			o.shieldedFrom(number)
			o.quietChannel(number)
			holdsAll(t, o.independence(paul, number), "• Ingrid Hoekstra, over wie de klacht gaat")
			o.registered(paul, number)
			o.shieldedFrom(number)
			o.quietChannel(number)
			o.clean()
		})
	}
}

// 6: a deputy who is concerned is skipped, and hears nothing either.
func TestEdge6DeputyConcernedIsSkipped(t *testing.T) {
	t.Parallel()
	o := newHouse(t, setup(func(s *complaint.Settings) { s.Deputies = append(s.Deputies, eva) }))
	number := o.melden(sanne, o.about(collega, answer{"Welke collega's?", []string{ingrid, paul}})...)
	o.says(eva, officerDM)
	o.says(sanne, deputyDM)
	o.shieldedFrom(number)
	o.ignorant(number, paul, mehmet)
	o.quietChannel(number)
	o.clean()
}

// 6: only the deputy is concerned: the officer handles it, and nobody reads
// that a deputy does.
func TestEdge6OnlyTheDeputyIsConcerned(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.about(collega, answer{"Welke collega's?", []string{paul}})...)
	o.says(ingrid, officerDM)
	o.says(sanne, melderDM)
	o.ignorant(number, paul)
	o.quietChannel(number)
	o.says(karin, "Klacht *K-2026-0001* is binnengekomen.")
	o.hides(karin, "Een onafhankelijke waarnemer behandelt de klacht.")
	o.clean()
}

// 6: without a deputy the office appoints someone external for this case; the
// choice is checked, and it opens this case only.
func TestEdge6NobodyLeftOfficeAppoints(t *testing.T) {
	t.Parallel()
	o := newHouse(t, setup(func(s *complaint.Settings) { s.Deputies = nil }), strangers)
	o.ws.Kick(demoChannel, paul) // who is no deputy may not sit there
	other := o.melden(mehmet, o.about(collega, answer{"Welke collega's?", []string{lotte}})...)
	number := o.melden(sanne, o.about("De klachtenfunctionaris")...)
	o.says(karin, "De klachtenfunctionaris kan *"+number+"* niet behandelen", "onafhankelijke, externe persoon aan.", "[Vervanger aanwijzen]")
	o.shieldedFrom(number)
	o.must(o.press(o.ctx, karin, number, view.ActionCase(complaint.ActAppoint)))
	o.must(o.modal(o.ctx, karin, "Vervanger aanwijzen"))
	statement := answer{"Onafhankelijk", []string{"Deze persoon is extern en onafhankelijk"}}
	for _, try := range []struct{ who, sentence string }{
		{ingrid, "Deze persoon is niet onafhankelijk bij deze klacht. Kies iemand anders."},
		{olga, "Deze persoon is niet onafhankelijk bij deze klacht. Kies iemand anders."},
		{sanne, "Deze persoon is niet onafhankelijk bij deze klacht. Kies iemand anders."},
		{robot, "Kies een persoon met een actief account, geen app."},
		{gone, "Kies een persoon met een actief account, geen app."},
		{"USLACKBOT", "Kies een persoon met een actief account, geen app."},
	} {
		o.must(o.fill(o.ctx, karin, answer{"Wie behandelt deze klacht?", try.who}, statement))
		if said := o.refused(karin); len(said) != 1 || said["appointment.appointee"] != try.sentence {
			t.Errorf("appointing %s is answered with %v", try.who, said)
		}
	}
	o.must(o.fill(o.ctx, karin, answer{"Wie behandelt deze klacht?", eva}))
	o.must(o.submit(o.ctx, karin))
	o.must(o.modal(o.ctx, karin, "Aangewezen"))
	o.says(eva, "Bevestig eerst je onafhankelijkheid.", number)
	o.settled()
	o.registered(eva, number)
	holdsAll(t, o.read(eva, number), "Ik ben drie weken niet teruggebeld.")
	o.hides(eva, other)
	holdsNone(t, o.live(karin, number), "[Vervanger aanwijzen]")
	o.clean()
}

// 7: a member of management who is concerned is told as an employee and is
// nobody's management in this case.
func TestEdge7ManagementConcerned(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	for _, who := range []string{karin, olga} {
		o.must(o.ws.Person(who).OpenHome(o.ctx))
	}
	number := o.melden(sanne, o.about(collega, answer{"Welke collega's?", []string{karin}})...)
	o.says(karin, p1DM)
	o.says(ingrid, officerDM)
	o.quietChannel(number)
	home := o.ws.Person(karin).Home().Visible()
	terms, concernedIn, _ := strings.Cut(home, "Klachten waarbij je betrokken bent")
	_, terms, _ = strings.Cut(terms, "Termijnen")
	terms, _, _ = strings.Cut(terms, "Mijn acties")
	holdsNone(t, terms, number)
	holdsAll(t, concernedIn, number)
	o.wait("the other manager sees the date", func() bool {
		return strings.Contains(o.ws.Person(olga).Home().Visible(), number+"* · gemeld · uiterlijk 18 december 2026")
	})
	if len(o.cards(olga, number)) > 0 {
		t.Error("the other manager was told of a case that has an officer")
	}

	// Nobody left: the one concerned must not choose who judges.
	o.passOn(ingrid, number)
	o.passOn(paul, number)
	o.says(olga, "De klachtenfunctionaris kan *"+number+"* niet behandelen")
	o.settled()
	if strings.Contains(o.ws.Person(karin).See(), "Vervanger aanwijzen") {
		t.Error("the manager concerned is asked to appoint someone")
	}
	o.clean()
}

// 7 by "possibly": named as possibly involved, a manager knows nothing at all.
func TestEdge7ManagementPossiblyConcerned(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	o.must(o.ws.Person(karin).OpenHome(o.ctx))
	number := o.melden(sanne, o.about("Weet ik niet", answer{"Aan wie denk je misschien?", []string{karin}})...)
	o.says(ingrid, officerDM)
	o.quietChannel(number)
	o.ignorant(number, karin, mehmet, paul)
	o.clean()
}

// 8, 9 and 16: who speaks for whom; anonymous.
func TestEdge8And16RepresentativeAndAnonymous(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.oral(answer{"Wie uit de klacht?", "Iemand namens de cliënt"}, answer{"Naam en relatie van de vertegenwoordiger", "S. de Wit, dochter"})...)
	o.must(o.declare(o.ctx, ingrid, number))
	holdsAll(t, o.read(ingrid, number), "Vertegenwoordiger", "S. de Wit, dochter", "Cliënt Zeldenrust", "Kanaal: Telefoon")
	anonymous := o.melden(sanne, o.about(collega, answer{"Over de cliënt", []string{"Anoniem"}}, answer{"Welke collega's?", []string{mehmet}})...)
	o.must(o.declare(o.ctx, ingrid, anonymous))
	holdsAll(t, o.read(ingrid, anonymous), "Cliënt", "Anoniem")
	o.clean()
}

// 18: someone who left: by a typed name, or by an account that is switched off.
func TestEdge18SomeoneWhoLeft(t *testing.T) {
	t.Parallel()
	o := newHouse(t, strangers)
	number := o.melden(sanne, o.about("Iemand die hier niet meer werkt", answer{"Wie is dat?", "W. Oudeman"})...)
	o.says(sanne, melderDM)
	o.says(karin, channelDM+"de klachtenfunctionaris.")
	holdsAll(t, o.independence(ingrid, number), "• W. Oudeman, werkt hier niet meer")
	o.registered(ingrid, number)
	o.says(ingrid, "is geregistreerd en ligt bij jou.")

	chosen := o.melden(sanne, o.about(collega, answer{"Welke collega's?", []string{gone}})...)
	o.settled()
	if c := o.caseOf(chosen); len(c.Involved) != 1 || !c.Involved[0].Left || !c.Involved[0].NotifiedAt.IsZero() || c.Assignee != ingrid {
		t.Error("someone whose account is switched off counts as told, or treats the complaint")
	}
	if n := len(o.ws.Person(gone).Messages("")); n > 0 {
		t.Errorf("%d messages to an account that is switched off", n)
	}
	o.must(o.declare(o.ctx, ingrid, chosen))
	o.must(o.press(o.ctx, ingrid, chosen, view.ActionCase(complaint.ActRegister)))
	o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
	o.must(o.fill(o.ctx, ingrid, answer{"Aard van de klacht", []string{"I. klachten over werkwijze van/bejegening door de medewerker"}},
		answer{"Wie behandelt de klacht nu?", "Gerda Vertrokken"}))
	if said := o.refused(ingrid); said["registration.assignee"] != "Kies iemand die bij de betrokken medewerkers staat en hier nog werkt." {
		t.Errorf("someone who left may treat: %v", said)
	}
	o.must(o.fill(o.ctx, ingrid, answer{"Wie behandelt de klacht nu?", "Ik, als klachtenfunctionaris"}))
	o.must(o.submit(o.ctx, ingrid))
	o.clean()
}

// 20: the client wants no contact with the employee: straight to the officer.
func TestEdge20NoContactWanted(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.oral(answer{"Contact met de medewerker", []string{"De cliënt wil geen contact met de betrokken medewerker"}})...)
	o.directly(number, "Telefoon")
	o.clean()
}

// W2 and W3: e-mail and website go to the officer at once, also when they
// reached someone else; the employee is told all the same (P1).
func TestW2W3StraightToTheOfficer(t *testing.T) {
	t.Parallel()
	for _, intake := range []string{"E-mail", "Website"} {
		t.Run(intake[:1], func(t *testing.T) {
			t.Parallel()
			o := newHouse(t)
			number := o.intake(ingrid, o.about(collega, answer{"Hoe kwam de klacht binnen?", intake}, answer{"Extern kenmerk", "EIM-42"}, answer{"Welke collega's?", []string{mehmet}})...)
			o.directly(number, intake)
			holdsAll(t, o.read(ingrid, number), "EIM-42")
			o.clean()
		})
	}
	o := newHouse(t)
	o.directly(o.melden(sanne, o.oral(answer{"Hoe kwam de klacht binnen?", "E-mail"})...), "E-mail")
	o.clean()
}

// directly checks a complaint that the officer handles from the start.
func (o *house) directly(number, intake string) {
	o.t.Helper()
	o.says(mehmet, directDM)
	o.says(ingrid, officerDM)
	o.says(karin, channelDM+"de klachtenfunctionaris.")
	if c := o.caseOf(number); c.Assignee != ingrid {
		o.t.Errorf("%s treats it", c.Assignee)
	}
	o.must(o.declare(o.ctx, ingrid, number))
	holdsAll(o.t, o.read(ingrid, number), "Kanaal: "+intake)
	o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRegister)))
	o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
	o.must(o.fill(o.ctx, ingrid, answer{"Aard van de klacht", []string{"IV. klachten over praktijkvoering in het algemeen"}}, answer{"Wie behandelt de klacht nu?", "Mehmet Yılmaz"}))
	if said := o.refused(ingrid); said["registration.assignee"] != "Deze klacht behandel je zelf: hij kwam per e-mail of website, of de cliënt wil geen contact met de medewerker." {
		o.t.Errorf("the employee may treat: %v", said)
	}
	o.must(o.fill(o.ctx, ingrid, answer{"Wie behandelt de klacht nu?", "Ik, als klachtenfunctionaris"}))
	o.must(o.submit(o.ctx, ingrid))
	o.must(o.ws.Person(ingrid).DismissAll(o.ctx))
	o.settled()
	holdsAll(o.t, o.live(mehmet, number), directDM[len(concerned):])
	holdsNone(o.t, o.live(mehmet, number), "[Oplossing bereikt]", "[Overdragen]")
}

// W1: a letter follows the ordinary way; the officer types it in.
func TestW1Post(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.intake(ingrid, o.about(collega, answer{"Hoe kwam de klacht binnen?", "Brief"}, answer{"Welke collega's?", []string{mehmet}})...)
	o.says(mehmet, p1DM)
	o.says(karin, channelDM+"de betrokken medewerker.")
	o.registered(ingrid, number)
	o.says(mehmet, "Jij behandelt *K-2026-0001*.")
	if c := o.caseOf(number); !slices.Equal(c.Filing, []complaint.FilingMode{complaint.Written}) {
		t.Errorf("a letter is suggested as %v", c.Filing)
	}
	o.clean()
}

// People who may not be chosen.
const (
	robot   = "U20ROBOT"
	gone    = "U21GONE"
	visitor = "U22GAST"
	elder   = "U23ELDERS"
	faraway = "U24VREEMD"
)

// strangers fills the workspace with accounts that are no colleagues.
func strangers(o *office) {
	for _, p := range []slackfake.Profile{
		{ID: robot, Name: "robot", RealName: "Agenda-app", Bot: true},
		{ID: gone, Name: "gerda", RealName: "Gerda Vertrokken", Deleted: true},
		{ID: visitor, Name: "gast", RealName: "Gijs Gast", Restricted: true},
		{ID: elder, Name: "elders", RealName: "Els Elders", TeamID: "T0ANDERS"},
		{ID: faraway, Name: "vreemd", RealName: "Vera Vreemd", Stranger: true, TeamID: "T0ANDERS"},
		{ID: "USLACKBOT", Name: "slackbot", RealName: "Slackbot"},
	} {
		o.ws.AddUser(p)
	}
}
