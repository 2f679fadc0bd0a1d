package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// Slack says no, says nothing, or takes its time.

func TestRateLimitedMessagesArriveOnceAndNotBeforeTheirTime(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.settled()
	limited := o.ws.Faults().RateLimit("chat.postMessage", 3*time.Second, slackfake.For(ingrid))
	o.form(sanne, o.oral()...)
	number := o.sent(sanne)
	o.wait("Slack said no", func() bool { return limited.Hits() == 1 })
	no := time.Now()
	o.wait("the others need not wait", func() bool {
		return o.messages(sanne, "", number) == 1 && o.messages(karin, demoChannel, number) == 1
	})
	if o.messages(ingrid, "", number) != 0 {
		t.Error("the officer's card was there at once")
	}
	o.wait("the officer's card", func() bool { return o.messages(ingrid, "", number) == 1 })
	if d := time.Since(no); d < 2900*time.Millisecond {
		t.Errorf("tried again after %v; Slack asked for 3 s", d)
	}
	o.toldOnce(number)
	if n := o.metric("klachtbot_outbox_repeats_total"); n != 0 {
		t.Errorf("%d repeats counted", n)
	}
	o.holds(1)
	o.clean()
}

func TestAServerErrorOfSlackDelaysAMessageAndLosesNone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.settled()
	failed := o.ws.Faults().Status("chat.postMessage", http.StatusInternalServerError, slackfake.Times(3))
	o.form(sanne, o.oral()...)
	number := o.sent(sanne)
	o.wait("it failed", func() bool { return failed.Hits() == 3 })
	o.toldOnce(number)
	o.holds(1)
	o.clean()
}

// A trigger lives for three seconds, so the modal path does not wait for
// Retry-After: it says at once that it did not work, and the next try does.
func TestARefusedFormIsToldAtOnceAndWorksTheNextTime(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]func(*slackfake.Faults){
		"429": func(f *slackfake.Faults) { f.RateLimit("views.open", 30*time.Second) },
		"500": func(f *slackfake.Faults) { f.Status("views.open", http.StatusInternalServerError) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			refuse(o.ws.Faults())
			begun := time.Now()
			o.must(o.ws.Person(sanne).Type(o.ctx, "", view.CommandKlacht))
			o.wait("a sentence", func() bool { return o.ephemeral(sanne, nothingKept) })
			if d := time.Since(begun); d > 2*time.Second {
				t.Errorf("told after %v", d)
			}
			o.form(sanne, o.oral()...)
			number := o.sent(sanne)
			o.toldOnce(number)

			// The same behind a button.
			refuse(o.ws.Faults())
			o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActDeclare)))
			o.wait("a sentence", func() bool { return o.ephemeral(ingrid, nothingKept) })
			o.must(o.declare(o.ctx, ingrid, number))
			o.settled()
			o.holds(1)
			o.clean()
		})
	}
}

// Nobody waits for Slack: a submission is answered when it is stored.
func TestSlowSlackHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, method := range []string{"chat.postMessage", "conversations.open", "conversations.info", "views.publish"} {
		o.ws.Faults().Delay(method, 1500*time.Millisecond, slackfake.Always())
	}
	o.ws.Faults().Delay("users.info", 400*time.Millisecond, slackfake.Always())
	o.form(sanne, o.oral()...)
	begun := time.Now()
	number := o.sent(sanne)
	if d := time.Since(begun); d > 1400*time.Millisecond {
		t.Errorf("the receipt took %v", d)
	}
	o.toldOnce(number)
	o.holds(1)
	if strings.Contains(o.log.String(), "unsent") {
		t.Error("an acknowledgement was not sent")
	}
	o.clean()
}

// A form that takes long opens as Laden... within the trigger's three seconds.
func TestASlowFormStillOpens(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.ws.Faults().Delay("views.open", 1200*time.Millisecond)
	o.form(sanne, o.oral()...)
	o.toldOnce(o.sent(sanne))
	o.holds(1)
	o.clean()
}

// A Slack that is slower than anyone waits for still answers in the end: the
// form that was refused works when it is sent again.
func TestAColleagueWhoIsLookedUpSlowlyCanBeChosenTheNextTime(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	slow := o.ws.Faults().Hold("users.info", slackfake.For(mehmet))
	o.form(sanne, o.oral()...)
	o.refused(sanne, nothingKept, labelWords, "drie weken niet teruggebeld")
	slow.Release()
	o.toldOnce(o.sentInTheEnd(sanne))
	if n := o.ws.Calls("users.info"); n > len(o.ws.People()) {
		t.Errorf("%d look-ups; the slow one was thrown away", n)
	}
	o.holds(1)
	o.clean()
}

// Whether a colleague can be chosen is asked of Slack; when the answer does not
// come in time nothing is stored, and nothing that was typed is lost.
func TestAColleagueWhoCannotBeLookedUpInTimeLeavesTheFormAsItWas(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.ws.Faults().Hold("users.info", slackfake.For(mehmet), slackfake.Always())
	o.form(sanne, o.oral()...)
	o.refused(sanne, nothingKept, labelWords, "drie weken niet teruggebeld")
	o.holds(0)
	o.ws.Faults().Clear()
	if number := o.sent(sanne); number != "K-2026-0001" {
		t.Errorf("number %s", number)
	}
	o.toldOnce("K-2026-0001")
	o.holds(1)
	o.clean()
}
