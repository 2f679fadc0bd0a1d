package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// The answers to an action, by hand:
//
//	ok    it opens, or the button stands on a card of this person
//	-     "Je hebt geen toegang tot deze klacht.", like a case that does not exist
//	late  "Dat kan niet (meer)." with the status, for who may know the status
//	shut  the number and "afgeschermd", for who may know the number only
const accessTable = `
                     | supplement seen read declare pass_on appoint register
gemeld, nobody has stated independence
sanne  melder        | ok         -    ok   -       -       -       -
mehmet betrokken     | -          ok   ok   -       -       -       -
joris  stranger      | -          -    -    -       -       -       -
ingrid officer       | -          -    late ok      ok      -       late
paul   deputy        | -          -    -    -       -       -       -
karin  kantoor       | -          -    -    -       -       late    -
eva    outsider      | -          -    -    -       -       -       -
gemeld, the officer is independent
sanne  melder        | ok         -    ok   -       -       -       -
mehmet betrokken     | -          ok   ok   -       -       -       -
joris  stranger      | -          -    -    -       -       -       -
ingrid officer       | -          -    ok   late    ok      -       ok
paul   deputy        | -          -    -    -       -       -       -
karin  kantoor       | -          -    -    -       -       late    -
eva    outsider      | -          -    -    -       -       -       -
bij medewerker
sanne  melder        | ok         -    late -       -       -       -
mehmet betrokken     | -          late ok   -       -       -       -
joris  stranger      | -          -    -    -       -       -       -
ingrid officer       | -          -    ok   late    ok      -       late
paul   deputy        | -          -    -    -       -       -       -
karin  kantoor       | -          -    -    -       -       late    -
eva    outsider      | -          -    -    -       -       -       -
bij functionaris, about the officer
sanne  melder        | ok         -    late -       -       -       -
mehmet betrokken     | -          -    -    -       -       -       -
joris  stranger      | -          -    -    -       -       -       -
ingrid shielded      | shut       shut shut shut    shut    shut    shut
paul   deputy        | -          -    ok   late    ok      -       late
karin  kantoor       | -          -    -    -       -       late    -
eva    outsider      | -          -    -    -       -       -       -
gemeld, there is no officer left
sanne  melder        | ok         -    ok   -       -       -       -
mehmet betrokken     | -          ok   ok   -       -       -       -
joris  stranger      | -          -    -    -       -       -       -
ingrid shielded      | shut       shut shut shut    shut    shut    shut
paul   shielded      | shut       shut shut shut    shut    shut    shut
karin  kantoor       | -          -    -    -       -       ok      -
eva    outsider      | -          -    -    -       -       -       -
gemeld, with someone whom the office appointed
sanne  melder        | ok         -    ok   -       -       -       -
mehmet betrokken     | -          ok   ok   -       -       -       -
joris  stranger      | -          -    -    -       -       -       -
ingrid shielded      | shut       shut shut shut    shut    shut    shut
paul   shielded      | shut       shut shut shut    shut    shut    shut
karin  kantoor       | -          -    -    -       -       late    -
eva    appointed     | -          -    late ok      ok      -       late
bij medewerker, about management
sanne  melder        | ok         -    late -       -       -       -
mehmet stranger      | -          -    -    -       -       -       -
joris  stranger      | -          -    -    -       -       -       -
ingrid officer       | -          -    ok   late    ok      -       late
paul   deputy        | -          -    -    -       -       -       -
karin  betrokken     | -          ok   ok   -       -       -       -
eva    outsider      | -          -    -    -       -       -       -`

// sentenceNoAccess stands at the first field of a form, modalNoAccess is what
// a click opens: to the letter, whatever the reason.
const (
	sentenceNoAccess = "Je hebt geen toegang tot deze klacht."
	modalNoAccess    = "Klachtbot\n" + sentenceNoAccess + "\n\nSluiten\n"
)

// accessCases brings a case into each state of the table.
var accessCases = map[string]func(o *house) string{
	"gemeld, nobody has stated independence": func(o *house) string { return o.melden(sanne, o.oral()...) },
	"gemeld, the officer is independent": func(o *house) string {
		n := o.melden(sanne, o.oral()...)
		o.must(o.declare(o.ctx, ingrid, n))
		return n
	},
	"bij medewerker": func(o *house) string {
		n := o.melden(sanne, o.oral()...)
		o.must(o.press(o.ctx, mehmet, n, view.ActionCase(complaint.ActSeen)))
		o.registered(ingrid, n)
		return n
	},
	"bij functionaris, about the officer": func(o *house) string {
		n := o.melden(sanne, o.about("De klachtenfunctionaris")...)
		o.registered(paul, n)
		return n
	},
	"gemeld, there is no officer left": func(o *house) string {
		n := o.melden(sanne, o.oral()...)
		o.passOn(ingrid, n)
		o.passOn(paul, n)
		return n
	},
	"gemeld, with someone whom the office appointed": func(o *house) string {
		n := o.melden(sanne, o.oral()...)
		o.passOn(ingrid, n)
		o.passOn(paul, n)
		o.appoint(karin, n, eva)
		return n
	},
	"bij medewerker, about management": func(o *house) string {
		n := o.melden(sanne, o.about("Een of meer collega's", answer{"Welke collega's?", []string{karin}})...)
		o.registered(ingrid, n)
		return n
	},
}

// registered states independence and registers as the form suggests.
func (o *house) registered(who, number string) {
	o.t.Helper()
	o.must(o.declare(o.ctx, who, number))
	o.must(o.register(o.ctx, who, number, answer{"Aard van de klacht", []string{"IV. klachten over praktijkvoering in het algemeen"}}))
}

// TestEveryRoleActionAndState tries every action on a case as every person, by
// a click and by a form that were forged, and wants what the table says. What
// is refused changes nothing.
func TestEveryRoleActionAndState(t *testing.T) {
	t.Parallel()
	order, states, verbs := accessRows(t)
	if len(states) != len(accessCases) {
		t.Fatalf("%d states in the table, %d to play", len(states), len(accessCases))
	}
	for i, state := range order {
		rows := states[state]
		t.Run(fmt.Sprint("s", i+1), func(t *testing.T) {
			t.Parallel()
			o := newHouse(t)
			number := accessCases[state](o)
			o.settled()
			for who, cells := range rows {
				for k, verb := range verbs {
					before := o.caseOf(number)
					if got := o.tried(who, before, verb); got != cells[k] {
						t.Errorf("%s: %s of %s gives %s, expected %s", state, verb, who, got, cells[k])
					}
					if cells[k] != "ok" {
						o.forged(who, before, verb, cells[k], state)
					}
					if after := o.caseOf(number); after.Revision != before.Revision {
						t.Fatalf("%s: %s by %s changed the case", state, verb, who)
					}
				}
			}
			o.clean()
		})
	}
}

// tried clicks a forged button and names what came of it. An action that works
// at once is not clicked where it is allowed: then its button must be there.
func (o *house) tried(who string, c complaint.Complaint, verb complaint.Verb) string {
	o.t.Helper()
	if verb == complaint.ActSeen || verb == complaint.ActPassOn {
		for _, m := range o.cards(who, c.Number.String()) {
			if _, ok := m.Element(view.ActionCase(verb)); ok {
				return "ok"
			}
		}
	}
	titles := map[complaint.Verb]string{complaint.ActSupplement: "Klacht aanvullen", complaint.ActRead: "Vertrouwelijk. Deel dit met niemand",
		complaint.ActDeclare: "Ik ben onafhankelijk", complaint.ActAppoint: "Vervanger aanwijzen", complaint.ActRegister: "Aard van de klacht"}
	switch shown := o.click(who, view.ActionCase(verb), string(c.ID), nil); {
	case shown == modalNoAccess:
		return "-"
	case inLine(shown) == inLine("Klacht Dat kan niet (meer). Zo staat het er nu voor: *"+c.Number.String()+"* · afgeschermd Sluiten"):
		return "shut"
	case strings.HasPrefix(shown, "Klacht\nDat kan niet (meer). Zo staat het er nu voor:\n*"+c.Number.String()+"* · ") && strings.Contains(shown, "uiterlijk"):
		return "late"
	case titles[verb] != "" && strings.Contains(shown, titles[verb]):
		return "ok"
	default:
		return "something else: " + inLine(shown)
	}
}

// forged sends the complete form of a verb for a case that is not theirs.
func (o *house) forged(who string, c complaint.Complaint, verb complaint.Verb, cell, state string) {
	o.t.Helper()
	form, ok := forgeries(c)[verb]
	if !ok {
		return
	}
	want := sentenceNoAccess
	if cell == "late" {
		want = "Dat kan nu niet: de klacht is al verder. Open hem opnieuw."
	}
	o.forgeForm(who, form)
	said := o.refused(who)
	if first := form.Blocks.BlockSet; len(said) != 1 || said[firstInput(first)] != want {
		o.t.Errorf("%s: the form of %s sent by %s is answered with %v, expected %q", state, verb, who, said, want)
	}
	o.must(o.ws.Person(who).DismissAll(o.ctx))
}

func firstInput(blocks []slack.Block) string {
	for _, b := range blocks {
		if in, ok := b.(*slack.InputBlock); ok {
			return in.BlockID
		}
	}
	return ""
}

// forgeries are forms filled in so well that only the rule of access can
// refuse them.
func forgeries(c complaint.Complaint) map[complaint.Verb]slack.ModalViewRequest {
	in := view.Block
	nobody := func(complaint.UserID) string { return "Iemand" }
	return map[complaint.Verb]slack.ModalViewRequest{
		complaint.ActSupplement: view.SupplementForm(c, view.Values{in(view.FormSupplement, complaint.FieldSupplement): {Text: "Nog iets."}}),
		complaint.ActDeclare: view.IndependenceForm(c, complaint.Settings{}, view.Values{
			in(view.FormIndependence, complaint.FieldStatement): {Options: []string{"stated"}}}),
		complaint.ActAppoint: view.AppointmentForm(c, view.Values{in(view.FormAppointment, complaint.FieldAppointee): {Users: []string{eva}},
			in(view.FormAppointment, complaint.FieldStatement): {Options: []string{"external"}}}),
		complaint.ActRegister: view.RegistrationForm(c, view.Values{in(view.FormRegistration, complaint.FieldFiling): {Options: []string{"A"}},
			in(view.FormRegistration, complaint.FieldNature):   {Options: []string{"I"}},
			in(view.FormRegistration, complaint.FieldReason):   {Text: "Een reden."},
			in(view.FormRegistration, complaint.FieldAssignee): {Options: []string{"officer"}}}, nobody),
	}
}

// accessRows reads the table: state, person, answer per verb.
func accessRows(t *testing.T) (order []string, states map[string]map[string][]string, verbs []complaint.Verb) {
	t.Helper()
	ids := map[string]string{"sanne": sanne, "mehmet": mehmet, "joris": joris, "ingrid": ingrid, "paul": paul, "karin": karin, "eva": eva}
	states = map[string]map[string][]string{}
	state := ""
	for _, line := range strings.Split(strings.TrimSpace(accessTable), "\n") {
		head, cells, table := strings.Cut(line, "|")
		name, _, _ := strings.Cut(strings.TrimSpace(head), " ")
		switch {
		case !table:
			state = strings.TrimSpace(line)
			order = append(order, state)
			states[state] = map[string][]string{}
		case name == "":
			for _, v := range strings.Fields(cells) {
				verbs = append(verbs, complaint.Verb(v))
			}
		default:
			row := strings.Fields(cells)
			if len(row) != len(verbs) || ids[name] == "" {
				t.Fatalf("a row that does not fit: %s", line)
			}
			states[state][ids[name]] = row
		}
	}
	known := complaint.Actions()
	if len(known) != len(verbs)+1 { // everybody may report
		t.Fatalf("the table has %d verbs, the procedure %d", len(verbs), len(known)-1)
	}
	return order, states, verbs
}

// TestUnknownForbiddenAndMissingSayTheSame compares the refusals letter by
// letter: who learns a difference learns that a case exists.
func TestUnknownForbiddenAndMissingSayTheSame(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	number := o.melden(sanne, o.oral()...)
	o.settled()
	theirs := string(o.caseOf(number).ID)
	missing := "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for _, action := range []string{view.ActionOpenCase, view.ActionCase(complaint.ActRead), view.ActionCase(complaint.ActSeen), view.ActionCase(complaint.ActPassOn),
		view.ActionCase(complaint.ActDeclare), view.ActionCase(complaint.ActRegister), view.ActionCase(complaint.ActAppoint), view.ActionCase(complaint.ActSupplement)} {
		for _, value := range []string{theirs, missing, "garbage", "../" + theirs, number} {
			for _, who := range []string{joris, paul} {
				if got := o.click(who, action, value, nil); got != modalNoAccess {
					t.Errorf("%s of %q as %s is answered with %q", action, value, who, got)
				}
			}
		}
	}
	for _, meta := range []string{`{"case":"` + theirs + `","rev":1}`, `{"case":"` + missing + `","rev":1}`, `{"case":"nonsense"}`, `{`, `{"case":"` + theirs + `","extra":1}`} {
		form := forgeries(complaint.Complaint{})[complaint.ActSupplement]
		form.PrivateMetadata = meta
		o.forgeForm(joris, form)
		if said := o.refused(joris); len(said) != 1 || said[firstInput(form.Blocks.BlockSet)] != sentenceNoAccess {
			t.Errorf("private_metadata %s is answered with %v", meta, said)
		}
		v, _ := o.ws.Person(joris).Modal()
		holdsAll(t, v.Visible(), "Nog iets.") // what was typed stays
		o.must(o.ws.Person(joris).DismissAll(o.ctx))
	}
	for _, page := range []string{"register/0", "register/20", "reported/0", "involved/0"} {
		holdsNone(t, o.click(joris, view.ActionPage, page, nil), number)
	}
	for _, page := range []string{"register/-1", "all/0", "register", ""} {
		if page == "" {
			continue
		}
		if got := o.click(joris, view.ActionPage, page, nil); got != modalNoAccess {
			t.Errorf("page %q is answered with %q", page, got)
		}
	}
	if c := o.caseOf(number); c.Revision != 1 {
		t.Errorf("something changed: revision %d", c.Revision)
	}
	o.hides(joris, number)
	o.clean()
}

// TestOpeningALine: a line of a list gives the content, the status or the
// number, never more than the person may see.
func TestOpeningALine(t *testing.T) {
	t.Parallel()
	o := newHouse(t)
	plain := o.melden(sanne, o.oral()...)
	about := o.melden(sanne, o.about("De klachtenfunctionaris")...)
	o.settled()
	open := func(who, number string) string {
		return inLine(o.click(who, view.ActionOpenCase, string(o.caseOf(number).ID), nil))
	}
	status := "Klacht *%s* · gemeld Ontvangen op 20 november 2026 · schriftelijk afhandelen uiterlijk vrijdag 18 december 2026 Sluiten"
	for _, want := range []struct{ who, number, text string }{
		{karin, plain, fmt.Sprintf(status, plain)},
		{ingrid, plain, strings.TrimSuffix(fmt.Sprintf(status, plain), "Sluiten") + // independence comes first
			"[Ik ben onafhankelijk] Ik ben onafhankelijk, " + plain + " [Naar waarnemer] Naar waarnemer, " + plain + " Sluiten"},
		{karin, about, fmt.Sprintf(status, about)},
		{ingrid, about, "Klacht *" + about + "* · afgeschermd Sluiten"},
		{joris, plain, inLine(modalNoAccess)}, {paul, plain, inLine(modalNoAccess)}, {mehmet, about, inLine(modalNoAccess)}, {joris, about, inLine(modalNoAccess)},
	} {
		if got := open(want.who, want.number); got != want.text {
			t.Errorf("%s opens %s and reads %q, expected %q", want.who, want.number, got, want.text)
		}
	}
	for _, who := range []string{sanne, mehmet} {
		holdsAll(t, open(who, plain), "Ik ben drie weken niet teruggebeld.")
	}
	holdsNone(t, open(sanne, plain), "Zeldenrust") // the melder sees the words, not the client
	o.clean()
}
