package main

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers"
	"klachtbot/handlers/view"
)

// Two people, or one person with two windows, at the same moment.

// together runs everything at once and waits.
func together(all ...func()) {
	var wg sync.WaitGroup
	gate := make(chan struct{})
	for _, fn := range all {
		wg.Go(func() { <-gate; fn() })
	}
	close(gate)
	wg.Wait()
}

func TestTwoReportsAtOnceGetConsecutiveNumbers(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.form(sanne, o.oral()...)
	o.form(joris, o.oral()...)
	var errs [2]error
	together(func() { errs[0] = o.submit(o.ctx, sanne) }, func() { errs[1] = o.submit(o.ctx, joris) })
	o.must(errors.Join(errs[:]...))
	first, second := o.receipt(sanne), o.receipt(joris)
	if first == second || first+second != "K-2026-0001K-2026-0002" && first+second != "K-2026-0002K-2026-0001" {
		t.Errorf("numbers %s and %s", first, second)
	}
	o.toldOnceBy(o.ledger(), sanne, first)
	o.toldOnceBy(o.ledger(), joris, second)
	if o.messages(sanne, "", second) != 0 || o.messages(joris, "", first) != 0 {
		t.Error("a receipt went to the wrong melder")
	}
	o.holds(2)
	o.clean()
}

// otherWindow submits the form Klacht registreren that ingrid has open from a
// second device with other answers. (The stand-in gives a person one screen.)
func (o *office) otherWindow(v slackfake.View) error {
	block := func(f complaint.Field) string { return view.Block(view.FormRegistration, f) }
	_, err := o.app.service.Register(o.ctx, handlers.Request{ID: "V2" + v.ID, User: ingrid, Name: view.FormRegistration,
		View: handlers.ViewState{ID: "V2" + v.ID, CallbackID: v.CallbackID, Metadata: v.PrivateMetadata, Values: view.Values{
			block(complaint.FieldFiling):    {Options: []string{string(complaint.Written)}},
			block(complaint.FieldNature):    {Options: []string{string(complaint.Financial)}},
			block(complaint.FieldEmployees): {Users: []string{mehmet}},
			block(complaint.FieldAssignee):  {Options: []string{mehmet}},
		}}})
	return err
}

func TestRegisteringInTwoWindowsOneWinsAndTheOtherKeepsItsAnswers(t *testing.T) {
	t.Parallel()
	for _, order := range []string{"the other first", "at once"} {
		t.Run(order, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			number := o.declared()
			o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRegister)))
			o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
			o.must(o.fill(o.ctx, ingrid, answer{labelNature, []string{classConduct}}))
			v, _ := o.ws.Person(ingrid).Modal()
			var other, err error
			var refused map[string]string
			mine := func() { refused, err = o.ws.Person(ingrid).Submit(o.ctx) }
			if order == "at once" {
				together(func() { other = o.otherWindow(v) }, mine)
			} else {
				other = o.otherWindow(v)
				mine()
			}
			o.must(err)
			c := o.theCase(number)
			if c.Revision != 3 || len(c.Natures) != 1 {
				t.Errorf("revision %d with classes %v", c.Revision, c.Natures)
			}
			switch won := c.Natures[0] == complaint.Conduct; {
			case won && (len(refused) > 0 || !errors.Is(other, complaint.ErrState)):
				t.Errorf("won, and was told %v; the other %v", refused, other)
			case !won && (other != nil || len(refused) != 1):
				t.Errorf("lost, and was told %v; the other %v", refused, other)
			case !won:
				for _, said := range refused {
					if said != tooLate {
						t.Errorf("told %q", said)
					}
				}
				o.stillTyped(ingrid, labelNature, classConduct)
			}
			o.settled()
			o.holds(1)
			if n := o.messages(mehmet, "", "Jij behandelt *"+number); n != 1 {
				t.Errorf("Mehmet was told %d times", n)
			}
			o.clean()
		})
	}
}

func TestPassingOnAgainstRegisteringNeverDoesHalfOfBoth(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.declared()
	at, err := o.card(o.ctx, ingrid, number, view.ActionCase(complaint.ActPassOn))
	o.must(err)
	o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRegister)))
	o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
	o.must(o.fill(o.ctx, ingrid, answer{labelNature, []string{classConduct}}))
	var refused map[string]string
	var submitted, clicked error
	together(func() { refused, submitted = o.ws.Person(ingrid).Submit(o.ctx) },
		func() { clicked = o.ws.Person(ingrid).Click(o.ctx, at, view.ActionCase(complaint.ActPassOn)) })
	o.must(errors.Join(submitted, clicked))
	o.until("it is passed on", func() bool { return o.theCase(number).Officer.ID == paul })
	o.settled()
	c := o.theCase(number)
	if !c.Restricted || c.Independence.By.ID != "" {
		t.Errorf("passed on, but restricted %v and stated by %q", c.Restricted, c.Independence.By.ID)
	}
	switch {
	case len(refused) > 0: // passed on first: the form stays, and says why
		if c.State != complaint.Reported || c.Revision != 3 {
			t.Errorf("refused, and yet %s at revision %d", c.State, c.Revision)
		}
		for _, said := range refused {
			if !strings.Contains(said, "Je hebt geen toegang tot deze klacht.") {
				t.Errorf("told %q", said)
			}
		}
		o.stillTyped(ingrid, labelNature, classConduct)
	default: // registered first, then passed on
		if c.State != complaint.WithEmployee || c.Revision != 4 {
			t.Errorf("registered, and yet %s at revision %d", c.State, c.Revision)
		}
	}
	if n := o.messages(paul, "", number); n != 1 {
		t.Errorf("the deputy has %d cards", n)
	}
	o.holds(1)
	o.clean()
}

// keepOldCards makes every card stand as it was: updates are on their way.
func (o *office) keepOldCards() *slackfake.Fault {
	return o.ws.Faults().Hold("chat.update", slackfake.Always())
}

// todayOnly clicks on an outdated card and wants today's state as the answer
// and no change.
func (o *office) todayOnly(who string, at slackfake.Target, verb complaint.Verb, number, words string) {
	o.t.Helper()
	before := o.theCase(number)
	o.must(o.ws.Person(who).Click(o.ctx, at, view.ActionCase(verb)))
	o.wait("an answer to "+string(verb), func() bool { return o.ws.Person(who).Depth() > 0 })
	v, _ := o.ws.Person(who).Modal()
	if !strings.Contains(v.Visible(), words) {
		o.t.Errorf("%s answered with %s; want %q", verb, v, words)
	}
	o.must(o.ws.Person(who).DismissAll(o.ctx))
	if after := o.theCase(number); after.Revision != before.Revision {
		o.t.Errorf("%s changed the case", verb)
	}
}

func TestClickingAnOutdatedCardShowsTodayAndChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.reported()
	old := func(who string, v complaint.Verb) slackfake.Target {
		at, err := o.card(o.ctx, who, number, view.ActionCase(v))
		o.must(err)
		return at
	}
	held := o.keepOldCards()
	seen, declare, passOn := old(mehmet, complaint.ActSeen), old(ingrid, complaint.ActDeclare), old(ingrid, complaint.ActPassOn)

	// Gezien, twice: the second click is not an error.
	o.must(o.ws.Person(mehmet).Click(o.ctx, seen, view.ActionCase(complaint.ActSeen)))
	o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
	o.todayOnly(mehmet, seen, complaint.ActSeen, number, view.NotNow)

	// The statement of independence, after it was given.
	o.must(o.ws.Person(ingrid).Click(o.ctx, declare, view.ActionCase(complaint.ActDeclare)))
	o.must(o.modal(o.ctx, ingrid, "Onafhankelijkheid"))
	o.must(o.fill(o.ctx, ingrid, answer{"Verklaring", []string{"Ik ben onafhankelijk"}}))
	o.must(o.submit(o.ctx, ingrid))
	o.must(o.ws.Person(ingrid).DismissAll(o.ctx))
	o.todayOnly(ingrid, declare, complaint.ActDeclare, number, view.NotNow)

	// Naar waarnemer, after it was passed on: the officer sees that it is
	// afgeschermd, and the deputy keeps it.
	o.must(o.ws.Person(ingrid).Click(o.ctx, passOn, view.ActionCase(complaint.ActPassOn)))
	o.until("it is passed on", func() bool { return o.theCase(number).Officer.ID == paul })
	o.todayOnly(ingrid, passOn, complaint.ActPassOn, number, "afgeschermd")
	if c := o.theCase(number); c.Officer.ID != paul {
		t.Errorf("the officer is %s", c.Officer.ID)
	}

	held.Clear()
	o.settled()
	o.wait("the old cards are brought up to date", func() bool {
		return errors.Is(o.ws.Person(mehmet).Click(o.ctx, seen, view.ActionCase(complaint.ActSeen)), slackfake.ErrNotThere)
	})
	if n := o.messages(paul, "", number); n != 1 {
		t.Errorf("the deputy has %d cards", n)
	}
	o.holds(1)
	o.clean()
}

// Gezien by one person on two devices at once.
func TestSeenTwiceAtOnceIsOneEntry(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.reported()
	o.keepOldCards()
	at, err := o.card(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen))
	o.must(err)
	click := func(err *error) func() {
		return func() { *err = o.ws.Person(mehmet).Click(o.ctx, at, view.ActionCase(complaint.ActSeen)) }
	}
	var errs [2]error
	together(click(&errs[0]), click(&errs[1]))
	o.must(errors.Join(errs[:]...))
	o.wait("the slower click is answered", func() bool { return o.sees(mehmet, view.NotNow) })
	o.ws.Faults().Clear()
	o.settled()
	if c := o.theCase(number); c.Revision != 2 {
		t.Errorf("revision %d", c.Revision)
	}
	o.holds(1)
	o.clean()
}
