package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
	"klachtbot/handlers/view"
)

// Input that cannot be kept is refused with a sentence at the right field;
// nothing is stored, and everything that was typed is still there.

const (
	bsn      = "111222333" // passes the elfproef
	noBSN    = "123456789" // does not
	isBSN    = "Dit lijkt een burgerservicenummer. Haal het weg, we hebben het niet nodig."
	tooLong  = "Deze tekst is te lang. Maak hem korter."
	noPeople = "Kies alleen collega's die hier werken. Geen apps, gasten of mensen van buiten."
)

// field is the block of a field of the report.
func field(f complaint.Field) string { return view.Block(view.FormReport, f) }

// complete values of the officer's intake: every text field is there.
func (o *house) filled() view.Values {
	v := view.Values{
		field(complaint.FieldReceivedOn): {Date: o.today()},
		field(complaint.FieldIntake):     {Options: []string{string(complaint.Post)}},
		field(complaint.FieldSubject):    {Options: []string{string(complaint.AboutDeparted)}},
		field("speaker"):                 {Options: []string{"representative"}},
	}
	for _, f := range reportTexts {
		v[field(f)] = view.Value{Text: "Gewone tekst bij " + string(f)}
	}
	return v
}

var reportTexts = []complaint.Field{complaint.FieldClient, complaint.FieldRepresentative, complaint.FieldContact, complaint.FieldExternalRef,
	complaint.FieldDeparted, complaint.FieldWords, complaint.FieldMoreWords, complaint.FieldWish, complaint.FieldDone}

// intakeForm is the officer's form as a fresh one would look, with these
// values. Limits of the client are taken off: a tampered client has none.
func (o *house) intakeForm(v view.Values) slack.ModalViewRequest {
	day, err := calendar.Parse(o.today())
	o.must(err)
	id := complaint.ID(fmt.Sprintf("%026s", fmt.Sprintf("A%dZ", o.ws.Version())))
	id = complaint.ID(strings.NewReplacer("0", "Q", "1", "R", "8", "S", "9", "T").Replace(string(id)))
	return unlimited(view.ReportForm(view.Meta{Case: id, Officer: true}, v, day))
}

func unlimited(form slack.ModalViewRequest) slack.ModalViewRequest {
	for _, b := range form.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			in.Optional = true
			if e, ok := in.Element.(*slack.PlainTextInputBlockElement); ok {
				e.MaxLength = 3000
			}
		}
	}
	return form
}

// rejected sends a form and wants exactly these sentences, nothing stored and
// everything typed still there.
func (o *house) rejected(who string, form slack.ModalViewRequest, typed []string, want map[string]string) {
	o.t.Helper()
	before := o.count()
	o.forgeForm(who, form)
	if said := o.refused(who); !maps.Equal(said, want) {
		o.t.Errorf("refused with %q, expected %q", said, want)
	}
	v, _ := o.ws.Person(who).Modal()
	holdsAll(o.t, string(v.Raw)+v.Visible(), typed...)
	o.must(o.ws.Person(who).DismissAll(o.ctx))
	if n := o.count(); n != before {
		o.t.Errorf("%d complaints more", n-before)
	}
}

func with(v view.Values, f complaint.Field, value view.Value) view.Values {
	v = maps.Clone(v)
	v[field(f)] = value
	return v
}

// TestBadReport: one wrong thing at a time, and then all of them.
func TestBadReport(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	good := o.filled()
	typed := []string{"Gewone tekst bij more_words", "Gewone tekst bij done"}
	for _, c := range []struct {
		field complaint.Field
		value view.Value
		said  string
	}{
		{complaint.FieldReceivedOn, view.Value{Date: "2026-11-21"}, "Kies een datum die niet in de toekomst ligt."},
		{complaint.FieldReceivedOn, view.Value{}, "Kies een datum."},
		{complaint.FieldReceivedOn, view.Value{Date: "1926-11-20"}, "Deze datum ligt te ver terug. Klopt het jaar?"},
		{complaint.FieldIntake, view.Value{}, "Kies hoe de klacht binnenkwam."},
		{complaint.FieldSubject, view.Value{}, "Kies over wie het gaat, of kies Weet ik niet."},
		{complaint.FieldWords, view.Value{}, "Vertel in minstens één zin wat de klacht is."},
		{complaint.FieldWords, view.Value{Text: " \n\t\u00a0 "}, "Vertel in minstens één zin wat de klacht is."},
		{complaint.FieldWords, view.Value{Text: "."}, "Vertel in minstens één zin wat de klacht is."},
		{complaint.FieldRepresentative, view.Value{Text: "   "}, "Vul in namens wie deze persoon spreekt."},
		{complaint.FieldDeparted, view.Value{Text: " \u00a0"}, "Vul de naam in."},
	} {
		o.rejected(ingrid, o.intakeForm(with(good, c.field, c.value)), typed, map[string]string{field(c.field): c.said})
	}
	for _, f := range reportTexts {
		text := "Zijn nummer is " + bsn + ", zegt hij."
		kept := []string{text}
		for _, other := range reportTexts {
			if other != f {
				kept = append(kept, "Gewone tekst bij "+string(other))
			}
		}
		o.rejected(ingrid, o.intakeForm(with(good, f, view.Value{Text: text})), kept, map[string]string{field(f): isBSN})
		if f == complaint.FieldWords || f == complaint.FieldMoreWords || f == complaint.FieldWish || f == complaint.FieldDone {
			continue // Slack holds 3,000 characters, and so do we
		}
		long := strings.Repeat("é", 401)
		o.rejected(ingrid, o.intakeForm(with(good, f, view.Value{Text: long})), []string{long}, map[string]string{field(f): tooLong})
	}
	all := view.Values{field(complaint.FieldClient): {Text: bsn}, field(complaint.FieldSubject): {Options: []string{string(complaint.AboutEmployees)}},
		field(complaint.FieldReceivedOn): {Date: "2027-01-01"}, field(complaint.FieldContact): {Text: "Steenweg 1"}}
	o.rejected(ingrid, o.intakeForm(all), []string{bsn, "Steenweg 1"}, map[string]string{
		field(complaint.FieldClient): isBSN, field(complaint.FieldReceivedOn): "Kies een datum die niet in de toekomst ligt.",
		field(complaint.FieldIntake): "Kies hoe de klacht binnenkwam.", field(complaint.FieldWords): "Vertel in minstens één zin wat de klacht is.",
		field(complaint.FieldEmployees): "Kies ten minste één collega, of kies Weet ik niet.",
	})
	if o.count() != 0 {
		t.Error("something was stored")
	}
	o.clean()
}

// 24: "Dit is ons dossiernummer" lifts the check for that number, wherever it
// is repeated, and for no other.
func TestEdge24OwnFileNumber(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	own := answer{"Over de cliënt", []string{"Dit is ons dossiernummer"}}
	o.must(o.ws.Person(sanne).Type(o.ctx, "", view.CommandKlacht))
	o.must(o.modal(o.ctx, sanne, "Klacht melden"))
	o.must(o.fill(o.ctx, sanne, o.oral(answer{"Wie is de cliënt?", "Dossier " + bsn})...))
	if said := o.refused(sanne); said[field(complaint.FieldClient)] != isBSN || len(said) != 1 {
		t.Errorf("a BSN is answered with %v", said)
	}
	o.must(o.fill(o.ctx, sanne, own, answer{"Wat wil de cliënt?", "Ook 123456782 staat op de brief."}))
	if said := o.refused(sanne); said[field(complaint.FieldWish)] != isBSN || len(said) != 1 {
		t.Errorf("another number is answered with %v", said)
	}
	o.must(o.fill(o.ctx, sanne, answer{"Wat wil de cliënt?", "Nummer " + bsn + " en " + noBSN + " en NL91ABNA0417164300."}))
	number := o.sentBy(sanne)
	o.must(o.press(o.ctx, sanne, number, view.ActionCase(complaint.ActSupplement)))
	o.must(o.modal(o.ctx, sanne, "Klacht aanvullen"))
	for text, want := range map[string]string{"Het gaat om 123456782.": isBSN, " \n ": "Vul in wat je wilt aanvullen."} {
		o.must(o.fill(o.ctx, sanne, answer{"Wat wil je aanvullen?", text}))
		if said := o.refused(sanne); said["supplement.supplement"] != want {
			t.Errorf("%q is answered with %v", text, said)
		}
	}
	o.must(o.fill(o.ctx, sanne, answer{"Wat wil je aanvullen?", "Weer dossier " + bsn + "."}))
	o.must(o.submit(o.ctx, sanne))
	if c := o.caseOf(number); c.Revision != 2 {
		t.Errorf("revision %d", c.Revision)
	}
	o.clean()
}

// sentBy sends the report that is open and gives its number.
func (o *house) sentBy(who string) string {
	o.t.Helper()
	o.must(o.submit(o.ctx, who))
	v, _ := o.ws.Person(who).Modal()
	number := numbers.FindString(v.Visible())
	if number == "" {
		o.t.Fatalf("no number on %s", v)
	}
	o.must(o.ws.Person(who).DismissAll(o.ctx))
	return number
}

// Apps, guests who are no officer and people from elsewhere cannot be chosen.
func TestBadPeople(t *testing.T) {
	t.Parallel()
	o := newHouse(t, strangers)
	for _, subject := range []string{collega, "Weet ik niet"} {
		label := map[string]string{collega: "Welke collega's?", "Weet ik niet": "Aan wie denk je misschien?"}[subject]
		for _, who := range []string{robot, visitor, elder, faraway, "USLACKBOT", o.ws.BotUserID()} {
			o.must(o.ws.Person(sanne).Type(o.ctx, "", view.CommandKlacht))
			o.must(o.modal(o.ctx, sanne, "Klacht melden"))
			o.must(o.fill(o.ctx, sanne, o.about(subject, answer{label, []string{mehmet, who}})...))
			if said := o.refused(sanne); said[field(complaint.FieldEmployees)] != noPeople || len(said) != 1 {
				t.Errorf("choosing %s is answered with %v", who, said)
			}
			v, _ := o.ws.Person(sanne).Modal()
			holdsAll(t, string(v.Raw), "Ik ben drie weken niet teruggebeld.", who, mehmet)
			o.must(o.ws.Person(sanne).DismissAll(o.ctx))
		}
	}
	// A tampered client may send an id that is nobody's.
	nobody := view.Values{field(complaint.FieldReceivedOn): {Date: o.today()}, field(complaint.FieldIntake): {Options: []string{"post"}},
		field(complaint.FieldSubject): {Options: []string{"employees"}}, field(complaint.FieldEmployees): {Users: []string{"U99NIEMAND"}}, field(complaint.FieldWords): {Text: "Een klacht."}}
	o.rejected(sanne, o.intakeForm(nobody), []string{"Een klacht."}, map[string]string{field(complaint.FieldEmployees): noPeople})

	// The officer cannot register them either.
	number := o.melden(sanne, o.oral()...)
	o.must(o.declare(o.ctx, ingrid, number))
	for _, who := range []string{robot, visitor, elder, "USLACKBOT"} {
		o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRegister)))
		o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
		o.must(o.fill(o.ctx, ingrid, answer{"Aard van de klacht", []string{"I. klachten over werkwijze van/bejegening door de medewerker"}},
			answer{"Betrokken medewerker(s)", []string{mehmet, who}}))
		if said := o.refused(ingrid); said["registration.employees"] != noPeople {
			t.Errorf("registering %s is answered with %v", who, said)
		}
		o.must(o.ws.Person(ingrid).DismissAll(o.ctx))
	}
	if o.count() != 1 || o.caseOf(number).Revision != 2 {
		t.Error("something was stored")
	}
}

// The registration form: what is missing, and who is not independent.
func TestBadRegistration(t *testing.T) {
	t.Parallel()
	o := newHouse(t, setup(func(s *complaint.Settings) {
		s.Teams = append(s.Teams, complaint.Team{Name: "Team Oost", Members: []complaint.UserID{lotte, ingrid}})
	}))
	number := o.melden(sanne, o.about("Weet ik niet", answer{"Hoe kwam de klacht binnen?", "Anders"})...)
	o.must(o.declare(o.ctx, ingrid, number))
	c := o.caseOf(number)
	r := func(f complaint.Field) string { return view.Block(view.FormRegistration, f) }
	nature := view.Value{Options: []string{"I"}}
	filing := view.Value{Options: []string{"A"}}
	me := view.Value{Options: []string{"officer"}}
	for _, x := range []struct {
		values view.Values
		want   map[string]string
	}{
		{view.Values{}, map[string]string{r("filing"): "Kies ten minste één wijze van indiening.", r("nature"): "Kies ten minste één aard.", r("assignee"): "Kies wie de klacht nu behandelt."}},
		{view.Values{r("filing"): filing, r("assignee"): me}, map[string]string{r("nature"): "Kies ten minste één aard."}},
		{view.Values{r("filing"): filing, r("nature"): nature, r("assignee"): me, r("employees"): {Users: []string{mehmet}}},
			map[string]string{r("reason"): "Leg kort uit waarom jij de klacht nu behandelt."}},
		{view.Values{r("filing"): filing, r("nature"): nature, r("assignee"): me, r("employees"): {Users: []string{mehmet}}, r("reason"): {Text: "Zie " + bsn}},
			map[string]string{r("reason"): isBSN}},
		{view.Values{r("filing"): filing, r("nature"): nature, r("assignee"): {Options: []string{mehmet}}, r("employees"): {Users: []string{mehmet, joris}},
			view.Block(view.FormRegistration, complaint.Field("part."+mehmet)): {Text: "Zie " + bsn}},
			map[string]string{view.Block(view.FormRegistration, complaint.Field("part."+mehmet)): isBSN}},
		{view.Values{r("filing"): filing, r("nature"): nature, r("assignee"): {Options: []string{lotte}}, r("employees"): {Users: []string{lotte}}},
			map[string]string{r("employees"): "Bij deze collega ben je niet onafhankelijk, of het is een functionaris. Kies eerst Naar waarnemer."}},
		{view.Values{r("filing"): filing, r("nature"): nature, r("assignee"): {Options: []string{paul}}, r("employees"): {Users: []string{paul}}},
			map[string]string{r("employees"): "Bij deze collega ben je niet onafhankelijk, of het is een functionaris. Kies eerst Naar waarnemer."}},
	} {
		form := unlimited(view.RegistrationForm(c, x.values, func(complaint.UserID) string { return "Iemand" }))
		o.rejected(ingrid, form, nil, x.want)
	}
	form := unlimited(view.RegistrationForm(c, view.Values{r("filing"): filing, r("nature"): nature, r("assignee"): me}, nil))
	for _, b := range form.Blocks.BlockSet { // options that nobody offered
		if in, ok := b.(*slack.InputBlock); ok {
			if e, ok := in.Element.(*slack.CheckboxGroupsBlockElement); ok {
				for _, option := range slices.Concat(e.Options, e.InitialOptions) {
					option.Value = "zz"
				}
			}
		}
	}
	o.rejected(ingrid, form, nil, map[string]string{r("filing"): "Kies ten minste één wijze van indiening.", r("nature"): "Kies ten minste één aard."})
	if o.caseOf(number).Revision != c.Revision {
		t.Error("something was stored")
	}
	o.clean()
}

// Options that nobody offered, and metadata that we did not write.
func TestBadForgery(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	good := o.filled()
	number := o.melden(mehmet, o.about("Weet ik niet")...)
	o.settled()
	theirs := o.caseOf(number)
	unknown := o.intakeForm(good)
	for _, b := range unknown.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			switch e := in.Element.(type) {
			case *slack.SelectBlockElement:
				for _, option := range e.Options {
					option.Value = "zz" + option.Value
				}
				e.InitialOption.Value = "zz"
				e.Options[0].Value = "zz"
			case *slack.RadioButtonsBlockElement:
				if in.BlockID == field(complaint.FieldSubject) {
					for _, option := range e.Options {
						option.Value = "zz" + option.Value
					}
				}
			}
		}
	}
	o.rejected(ingrid, unknown, nil, map[string]string{field(complaint.FieldIntake): "Kies hoe de klacht binnenkwam.",
		field(complaint.FieldSubject): "Kies over wie het gaat, of kies Weet ik niet."})
	for _, meta := range []string{"", "null", "{}", `{"case":"short"}`, `{"case":"` + string(theirs.ID) + `"}`, `{"case":"` + string(theirs.ID) + `","rev":-1}`, "\u0000garbage", `[]`} {
		form := o.intakeForm(good)
		form.PrivateMetadata = meta
		o.rejected(sanne, form, []string{"Gewone tekst bij words"}, map[string]string{firstInput(form.Blocks.BlockSet): sentenceNoAccess})
	}
	if now := o.caseOf(number); now.Revision != theirs.Revision || !now.Words.Equal(theirs.Words) {
		t.Error("a forged form changed someone else's complaint")
	}

	// Sent once more under one's own id it is the same complaint; that the words
	// are other words is said, and changes nothing.
	again := o.intakeForm(good)
	again.PrivateMetadata = view.Meta{Case: theirs.ID}.String()
	o.rejected(mehmet, again, []string{"Gewone tekst bij words"}, view.AlreadyStored(theirs))
	if now := o.caseOf(number); now.Revision != 1 || o.count() != 1 || !now.Words.Equal(theirs.Words) {
		t.Error("a second report under the same id changed something")
	}
	o.clean()
}

// TestOddText: mentions, formatting, emoji, right-to-left and control
// characters come back exactly as they were typed, as plain text, and in no
// message.
func TestOddText(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	odd := []string{"<!channel> <!here> <@" + karin + "> <#" + demoChannel + ">", "*vet* _schuin_ ~weg~ `code` > citaat", "<https://kwaad.example|klik hier>",
		"👩‍👩‍👧‍👦 🇳🇱 é e\u0301 ﷽", "\u202eomgekeerd\u202c שלום مرحبا", "a\x01b\x02c\x7fd", "&lt;b&gt; & < > \" ' \\ %s %d {{.}} ${x}", "regel 1\nregel 2\r\nregel 3"}
	for i, text := range odd {
		v := o.filled()
		for _, f := range reportTexts {
			v[field(f)] = view.Value{Text: text}
		}
		o.forgeForm(ingrid, o.intakeForm(v))
		number := o.sentBy(ingrid)
		o.must(o.declare(o.ctx, ingrid, number))
		o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRead)))
		o.must(o.modal(o.ctx, ingrid, "Klacht"))
		modal, _ := o.ws.Person(ingrid).Modal()
		n := 0
		for _, b := range modal.Blocks {
			if strings.Contains(b.Text, text) {
				n++
				if b.TextType != "plain_text" {
					t.Errorf("%q is shown as %s", text, b.TextType)
				}
			}
		}
		if n != len(reportTexts) {
			t.Errorf("%q is shown %d times, expected %d: %s", text, n, len(reportTexts), modal)
		}
		o.must(o.ws.Person(ingrid).DismissAll(o.ctx))
		if c := o.caseOf(number); c.Words.Reveal() != text {
			t.Errorf("text %d is stored as %q", i, c.Words.Reveal())
		}
	}
	o.settled()
	for _, who := range []string{ingrid, karin, sanne} {
		for _, c := range o.ws.Person(who).Conversations() {
			for _, m := range o.ws.History(c.ID) {
				holdsNone(t, string(m.Raw), "!channel", "kwaad.example", "omgekeerd", "citaat", "regel 2")
			}
		}
	}
	o.clean()
}

// I1: the record of a client who was told holds a file number, which may have
// nine digits, and a day that has been.
func TestBadInformed(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	open := func() {
		at := o.forgeButton(sanne, view.ActionInformed, "new")
		o.must(o.ws.Person(sanne).Click(o.ctx, at, view.ActionInformed))
		o.must(o.modal(o.ctx, sanne, "Cliënt geïnformeerd"))
	}
	open()
	o.must(o.fill(o.ctx, sanne, answer{"Dossiernummer", "  "}, answer{"Wanneer?", "2026-11-21"}, answer{"Hoe?", "Per e-mail"}))
	want := map[string]string{"informed.client": "Vul het dossiernummer in.", "informed.received_on": "Kies een datum die niet in de toekomst ligt."}
	if said := o.refused(sanne); !maps.Equal(said, want) {
		t.Errorf("refused with %v", said)
	}
	o.must(o.fill(o.ctx, sanne, answer{"Dossiernummer", bsn}, answer{"Wanneer?", o.today()}))
	o.must(o.submit(o.ctx, sanne))
	o.says(sanne, "Vastgelegd. Goed dat je de cliënt hebt geïnformeerd.")
	o.clean()
}
