package main

import (
	"errors"
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// An answer that gets lost leaves two sides that disagree about what happened.

// timesOut submits and wants Slack's own timeout, with the form still there.
func (o *office) timesOut(who, label, typed string) {
	o.t.Helper()
	if _, err := o.ws.Person(who).Submit(o.ctx); !errors.Is(err, slackfake.ErrTimeout) {
		o.t.Fatalf("submit ended with %v; want a timeout", err)
	}
	o.stillTyped(who, label, typed)
}

func TestSubmitAgainAfterATimeoutIsTheSameComplaint(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.form(sanne, o.oral()...)
	o.ws.Faults().LoseAck("view_submission", slackfake.Times(2))
	o.timesOut(sanne, labelWords, "drie weken niet teruggebeld")
	o.timesOut(sanne, labelWords, "drie weken niet teruggebeld")
	if number := o.sent(sanne); number != "K-2026-0001" {
		t.Errorf("number %s", number)
	}
	o.toldOnce("K-2026-0001")
	o.holds(1)

	// A second complaint is another one, with the next number.
	o.form(sanne, o.oral()...)
	if number := o.sent(sanne); number != "K-2026-0002" {
		t.Errorf("number %s", number)
	}
	o.holds(2)
	o.clean()
}

// What was changed between the two is in no dossier: the person is told so, and
// it stays on the screen.
func TestAChangeAfterATimeoutIsNotSilentlyLost(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.form(sanne, o.oral()...)
	o.ws.Faults().LoseAck("view_submission")
	o.timesOut(sanne, labelWords, "drie weken niet teruggebeld")
	o.must(o.fill(o.ctx, sanne, answer{labelWords, "En gisteren werd er opgehangen."}))
	o.refused(sanne, "Een eerdere versie is al bewaard als K-2026-0001.", labelWords, "gisteren werd er opgehangen")
	o.settled()
	o.holds(1)
	o.clean()
}

func TestRegisterAgainAfterATimeoutIsOneEntry(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number := o.declared()
	o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActRegister)))
	o.must(o.modal(o.ctx, ingrid, "Klacht registreren"))
	o.must(o.fill(o.ctx, ingrid, answer{labelNature, []string{classConduct}}))
	o.ws.Faults().LoseAck("view_submission")
	o.timesOut(ingrid, labelNature, "I. klachten over werkwijze")
	o.must(o.submit(o.ctx, ingrid))
	if v, _ := o.ws.Person(ingrid).Modal(); v.Title != "Geregistreerd" {
		t.Errorf("the form turned into %s", v)
	}
	o.settled()
	if c := o.theCase(number); c.Revision != 3 {
		t.Errorf("revision %d", c.Revision)
	}
	o.holds(1)
	o.clean()
}

// The one exception to "never twice": Slack took the message and its answer was
// lost. A missed alert is worse than a repeated one.
func TestLostAnswerOfAMessageRepeatsItOnceAndIsCounted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.settled() // the standing menus
	o.ws.Faults().LoseAnswer("chat.postMessage", slackfake.For(mehmet))
	o.form(sanne, o.oral()...)
	number := o.sent(sanne)
	o.settled()
	for _, want := range []struct {
		who, channel string
		n            int
	}{{sanne, "", 1}, {mehmet, "", 2}, {ingrid, "", 1}, {karin, demoChannel, 1}} {
		if n := o.messages(want.who, want.channel, number); n != want.n {
			t.Errorf("%s has %d messages; want %d", want.who, n, want.n)
		}
	}
	if n := o.metric("klachtbot_outbox_repeats_total"); n != 1 {
		t.Errorf("%d repeats counted", n)
	}
	// The repeated card works like any other.
	o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen)))
	o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
	o.settled()
	o.holds(1)
	o.clean()
}

func TestLostAnswersOfEverythingElseDoNoHarm(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.settled()
	opened := o.ws.Faults().LoseAnswer("views.open", slackfake.For(sanne))
	o.form(sanne, o.oral()...) // the form that Slack opened is a form that works
	o.wait("views.open was lost", func() bool { return opened.Hits() == 1 })
	number := o.sent(sanne)
	o.toldOnce(number)

	updated := o.ws.Faults().LoseAnswer("chat.update", slackfake.Times(2))
	published := o.ws.Faults().LoseAnswer("views.publish", slackfake.Times(2))
	o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen)))
	o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
	o.wait("both were lost", func() bool { return updated.Hits() == 2 && published.Hits() == 2 })
	o.toldOnce(number)
	o.holds(1)
	if n := o.metric("klachtbot_outbox_repeats_total"); n != 0 {
		t.Errorf("%d repeats counted, and nothing was said twice", n)
	}
	at, err := o.card(o.ctx, mehmet, number, "")
	o.must(err)
	if err := o.ws.Person(mehmet).Click(o.ctx, at, view.ActionCase(complaint.ActSeen)); !errors.Is(err, slackfake.ErrNotThere) {
		t.Errorf("the card still asks for Gezien: %v", err)
	}
	o.clean()
}
