package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// Where things are said: the restricted channel, any other channel, and cards
// that change with the case and the clock.

// "Cases that are afgeschermd are never posted"; the others only while the
// channel is private, not shared, and holds nobody who may not be there. The
// office is told once a day, whatever the number of complaints.
func TestRestrictedChannelIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil    func(o *office)
		sentence string
	}{
		"archived":  {channel(func(s *slackfake.ChannelSpec) { s.Archived = true }), "Het besloten kanaal is gearchiveerd."},
		"shared":    {channel(func(s *slackfake.ChannelSpec) { s.ExtShared = true }), "Het kanaal wordt gedeeld met een andere organisatie."},
		"pending":   {channel(func(s *slackfake.ChannelSpec) { s.PendingExtShared = true }), "Het kanaal wordt gedeeld met een andere organisatie."},
		"stranger":  {func(o *office) { o.ws.Invite(demoChannel, joris) }, "In het kanaal zit iemand die daar niet mag zijn. Toegestaan zijn functionaris, waarnemers, kantoor en wie in de instellingen staat."},
		"uninvited": {func(o *office) { o.ws.Kick(demoChannel, o.ws.BotUserID()) }, "Ik kan het besloten kanaal niet vinden. Bestaat het nog, en ben ik uitgenodigd?"},
		"missing":   {func(o *office) { o.config.seed.Channel = "C09NERGENS" }, "Ik kan het besloten kanaal niet vinden. Bestaat het nog, en ben ik uitgenodigd?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newHouse(t, c.spoil)
			for range 2 {
				o.melden(sanne, o.oral()...)
			}
			for _, who := range []string{karin, olga} {
				o.says(who, "Ik plaats niets in het besloten kanaal, omdat dat nu niet veilig is.", c.sentence, "Ik probeer het later opnieuw.")
			}
			o.left(2) // the two lines for the channel, which are tried again
			for _, who := range []string{karin, olga} {
				if n := len(o.cards(who, "niet veilig is")); n != 1 {
					t.Errorf("%s was told %d times", who, n)
				}
			}
			for _, m := range o.ws.History(demoChannel) {
				t.Errorf("the channel says %s", m)
			}
			for _, v := range o.ws.Violations() {
				if !strings.Contains(v, "conversations.") { // looking at what we may not see
					t.Errorf("Slack would refuse: %s", v)
				}
			}
		})
	}
}

func channel(fn func(*slackfake.ChannelSpec)) func(*office) {
	return func(o *office) { o.ws.UpdateChannel(demoChannel, fn) }
}

// A public channel cannot even be looked at with groups:read. Nothing is
// posted there.
func TestRestrictedChannelIsPublic(t *testing.T) {
	t.Parallel()
	o := newHouse(t, channel(func(s *slackfake.ChannelSpec) { s.Private = false }))
	o.melden(sanne, o.oral()...)
	o.says(ingrid, officerDM)
	o.left(1)
	for _, m := range o.ws.History(demoChannel) {
		t.Errorf("the channel says %s", m)
	}
}

// Who the settings name may sit in the channel; someone who comes in later is
// noticed at once.
func TestRestrictedChannelMembers(t *testing.T) {
	t.Parallel()
	o := newHouse(t, setup(func(s *complaint.Settings) { s.ChannelMembers = []complaint.UserID{lotte} }), func(o *office) { o.ws.Invite(demoChannel, lotte) })
	o.melden(sanne, o.oral()...)
	o.says(lotte, channelDM+"de betrokken medewerker.")
	o.hides(karin, "niet veilig")
	o.settled()
	o.ws.Invite(demoChannel, joris)
	o.says(karin, "Ik plaats niets in het besloten kanaal, omdat dat nu niet veilig is.")
	for _, m := range o.ws.History(demoChannel) {
		holdsNone(t, string(m.Raw), "Zeldenrust", "teruggebeld", "Mehmet", mehmet, sanne)
	}
	o.clean()
}

// In a channel nothing about complaints shows; the answer comes in private.
func TestCommandsInAChannel(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	private := "Voor de vertrouwelijkheid ga ik hier niet op in. Ik heb je een privébericht gestuurd."
	for word, text := range map[string]string{
		"mijn":     "Hier vind je de klachten die je hebt gemeld of waarbij je betrokken bent.",
		"uitleg":   "Bent u niet tevreden over onze dienstverlening? Vertel het ons. Team Keizer heeft een klachtenregeling. U kunt uw klacht bespreken met uw contactpersoon of met een andere medewerker. Liever schriftelijk? Stuur een brief onder vermelding van ‘Klacht’ naar Voorbeeldlaan 12, 3511 AA Utrecht, of mail naar klachten@keizer.email. Uw e-mail wordt rechtstreeks behandeld door de onafhankelijke klachtenfunctionaris. U kunt uw klacht ook melden via www.erisietsmisgegaan.nl. Iemand anders mag dit namens u doen. Wij behandelen uw klacht vertrouwelijk en handelen die binnen vier weken schriftelijk af. Op verzoek krijgt u de volledige klachtenregeling.",
		"tips":     "Bedank de cliënt: een klacht is een kans om het goed te maken.",
		"regeling": "Elke redelijkerwijs als zodanig aan te merken, mondeling of schriftelijk gedane uitlating van ongenoegen betreffende de dienstverlening door Team Keizer, door of namens de cliënt kenbaar gemaakt.",
	} {
		o.must(o.ws.Person(joris).Type(o.ctx, demoCorridor, "/klacht "+word))
		o.wait("the answer to "+word, func() bool {
			for _, m := range o.ws.Person(joris).Messages("") {
				if strings.Contains(m.Visible(), text) {
					return true
				}
			}
			return false
		})
	}
	for _, m := range o.ws.History(demoCorridor) {
		if !m.Ephemeral || m.For != joris || strings.TrimSpace(m.Text) != private {
			t.Errorf("in the channel stands %s", m)
		}
	}
	if n := len(o.ws.History(demoCorridor)); n != 4 {
		t.Errorf("%d lines in the channel", n)
	}

	for typed, text := range map[string]string{
		"/klacht help":                         "Wat wil je doen?",
		"/klacht bananen":                      "Dat ken ik niet. Kies hieronder wat je wilt doen.",
		"/klacht mevrouw Zeldenrust is kwaad":  "Zet geen klacht achter het commando. Gebruik het formulier, dat is vertrouwelijk.",
		"/klacht tips mevrouw Zeldenrust":      "Zet geen klacht achter het commando. Gebruik het formulier, dat is vertrouwelijk.",
		"/klacht MIJN klacht over Zeldenrust!": "Zet geen klacht achter het commando. Gebruik het formulier, dat is vertrouwelijk.",
	} {
		o.must(o.ws.Person(joris).Type(o.ctx, demoCorridor, typed))
		o.must(o.modal(o.ctx, joris, "Klachten"))
		v, _ := o.ws.Person(joris).Modal()
		holdsAll(t, v.Visible(), text, "[Klacht melden]", "[Mijn klachten]", "[Uitleg voor de cliënt]", "[Tips]", "[Regeling]")
		holdsNone(t, v.Visible(), "Zeldenrust", "bananen")
		o.must(o.ws.Person(joris).DismissAll(o.ctx))
	}
	if n := len(o.ws.History(demoCorridor)); n != 4 {
		t.Errorf("%d lines in the channel", n)
	}
	holdsNone(t, o.log.String(), "Zeldenrust", "bananen")
	o.must(o.ws.Person(joris).Type(o.ctx, demoCorridor, "/klacht"))
	o.must(o.modal(o.ctx, joris, "Klacht melden"))
	o.clean()
}

// Officer and deputy are guests whom Slack lets use no commands: everything
// works from cards and the Home.
func TestGuestWorksWithButtons(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	for _, typed := range []string{"/klacht", "/klacht mijn"} {
		if err := o.ws.Person(ingrid).Type(o.ctx, "", typed); !errors.Is(err, slackfake.ErrNotAllowed) {
			t.Fatalf("a guest may type %s: %v", typed, err)
		}
	}
	number := o.intake(ingrid, o.about(collega, answer{"Hoe kwam de klacht binnen?", "Brief"}, answer{"Welke collega's?", []string{mehmet}})...)
	o.registered(ingrid, number)
	o.settled()
	o.must(o.ws.Person(ingrid).OpenHome(o.ctx))
	o.wait("the officer's Home", func() bool { return strings.Contains(o.ws.Person(ingrid).Home().Visible(), number) })
	holdsAll(t, o.ws.Person(ingrid).Home().Visible(), "Wacht op medewerker", "[Register]", "[Klacht invoeren]")
	o.must(o.press(o.ctx, ingrid, "vaste menu", view.ActionRegister))
	o.must(o.modal(o.ctx, ingrid, "Register"))
	o.must(o.ws.Person(ingrid).ClickText(o.ctx, slackfake.InModal(), "Openen"))
	o.must(o.modal(o.ctx, ingrid, "Klacht"))
	o.says(ingrid, "Ik ben drie weken niet teruggebeld.")
	o.clean()
}

// A card changes in place, and its old buttons go. What needs attention is a
// new card; the old one shrinks to a line.
func TestCardsChangeInPlace(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.oral()...)
	o.settled()
	ts := func(who string) string {
		all := o.cards(who, number)
		if len(all) != 1 {
			t.Fatalf("%s has %d cards", who, len(all))
		}
		return all[0].TS
	}
	before := map[string]string{sanne: ts(sanne), ingrid: ts(ingrid), mehmet: ts(mehmet)}
	o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen)))
	o.must(o.declare(o.ctx, ingrid, number))
	o.settled()
	holdsNone(t, o.live(mehmet, number), "[Gezien]")
	holdsNone(t, o.live(ingrid, number), "[Ik ben onafhankelijk]")
	holdsAll(t, o.live(ingrid, number), "Lees de klacht en registreer hem.", "[Klacht registreren]", "[Klacht bekijken]", "[Naar waarnemer]")
	for who, was := range before {
		if now := ts(who); now != was {
			t.Errorf("%s got another card", who)
		}
	}
	o.must(o.register(o.ctx, ingrid, number, answer{"Aard van de klacht", []string{"III. klachten over financiële aspecten van de dienstverlening"}}))
	o.settled()
	holdsAll(t, o.live(ingrid, number), "Status: bij medewerker")
	holdsNone(t, o.live(ingrid, number), "[Klacht registreren]")
	holdsAll(t, o.live(sanne, number), "Je melding *"+number+"* is geregistreerd. "+dueLine+" Houd dit vertrouwelijk.", "Status: bij medewerker")
	holdsNone(t, o.live(sanne, number), "[Klacht bekijken]")
	if ts(sanne) != before[sanne] || ts(ingrid) != before[ingrid] {
		t.Error("a card that only changed was posted again")
	}
	all := o.cards(mehmet, number)
	if len(all) != 2 || all[0].TS != before[mehmet] || strings.TrimSpace(all[0].Visible()) != number+" · zie het nieuwere bericht" {
		t.Fatalf("the employee's cards: %v", all)
	}
	holdsAll(t, all[1].Visible(), "Jij behandelt *"+number+"*.", "[Klacht bekijken]")

	// An old button that is clicked after all changes nothing and shows today's state.
	c := o.caseOf(number)
	got := o.click(ingrid, view.ActionCase(complaint.ActRegister), string(c.ID), nil)
	holdsAll(t, got, "Dat kan niet (meer). Zo staat het er nu voor:", number+"* · bij medewerker")
	if o.caseOf(number).Revision != c.Revision {
		t.Error("an old button changed the case")
	}
	o.clean()
}

// "Binnen vier weken" (V4): the day after the formal date every card and Home
// says so, and nothing moves the date.
func TestTooLateOnEveryCard(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	for _, who := range []string{sanne, mehmet, ingrid, karin} {
		o.must(o.ws.Person(who).OpenHome(o.ctx))
	}
	number := o.melden(sanne, o.oral()...)
	o.must(o.declare(o.ctx, ingrid, number))
	o.settled()
	late := "te laat"
	last := time.Date(2026, 12, 18, 22, 59, 59, 0, time.UTC) // 23:59:59 in Amsterdam
	o.at(last)
	o.settled()
	for _, who := range []string{sanne, mehmet, ingrid} {
		holdsNone(t, o.live(who, number), late)
	}
	o.at(last.Add(time.Second))
	for _, who := range []string{sanne, mehmet, ingrid} {
		o.wait(who+" sees that it is late", func() bool {
			return strings.Contains(o.live(who, number), "vrijdag 18 december 2026 · *") && strings.Contains(o.live(who, number), late)
		})
		if n := len(o.cards(who, number)); n != 1 {
			t.Errorf("%s has %d cards", who, n)
		}
		o.wait("the Home of "+who, func() bool { return strings.Contains(o.ws.Person(who).Home().Visible(), late) })
	}
	o.wait("the terms of management", func() bool { return strings.Contains(o.ws.Person(karin).Home().Visible(), late) })
	holdsAll(t, o.ws.Person(ingrid).Home().Visible(), "Te laat")
	holdsAll(t, o.read(ingrid, number), "1 dag te laat")
	o.clean()
}

// 22: the clock runs from receipt. What is past due when it is reported is
// late at once, and nothing is dated back.
func TestEdge22ReportedLate(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.oral(answer{"Wanneer kwam de klacht binnen?", "2026-11-10"})...)
	o.says(sanne, "Uiterlijk *8 december 2026* moet de klacht schriftelijk zijn afgehandeld.")
	o.says(ingrid, "Nieuwe klacht *"+number+"*, ontvangen op 10 november 2026. Schriftelijk afhandelen: uiterlijk *8 december 2026*.")
	past := o.melden(sanne, o.oral(answer{"Wanneer kwam de klacht binnen?", "2026-10-01"})...)
	o.settled()
	for _, who := range []string{sanne, mehmet, ingrid} {
		holdsAll(t, o.live(who, past), "uiterlijk donderdag 29 oktober 2026", "te laat")
		holdsNone(t, o.live(who, number), "te laat")
	}
	if c := o.caseOf(past); c.Term.ReceivedOn.String() != "2026-10-01" || c.Number.String() != "K-2026-0002" {
		t.Errorf("received %s, number %s", c.Term.ReceivedOn, c.Number)
	}
	// Christmas: the formal date stays, the actiedatum comes before it (§5).
	o.at(time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC))
	feast := o.melden(sanne, o.oral()...)
	o.must(o.declare(o.ctx, ingrid, feast))
	holdsAll(t, o.read(ingrid, feast), "uiterlijk vrijdag 25 december 2026", "laatste werkdag daarvoor: donderdag 24 december 2026")
	o.clean()
}
