package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
	"klachtbot/store"
)

// Redis goes away and comes back, on the same files.

// onRedis reports whether the bot's own connections work: after failures in a
// row the client dials once a second.
func (o *office) onRedis() bool {
	_, _, err := o.app.store.Pending(o.ctx)
	return err == nil
}

func TestWhileRedisIsAwayFormsStayAndEverythingIsToldAfterwards(t *testing.T) {
	t.Parallel()
	server := ownRedis(t)
	o := newOffice(t, on(server))
	o.settled()
	// One complaint is stored and not told yet, one form is open.
	held := o.ws.Faults().Hold("chat.postMessage", slackfake.Always())
	o.form(sanne, o.oral()...)
	first := o.sent(sanne)
	o.wait("notices are under way", func() bool { return held.Hits() == 4 })
	o.form(sanne, o.oral()...)

	server.stop()
	o.refused(sanne, nothingKept, labelWords, "drie weken niet teruggebeld")
	o.must(o.ws.Person(joris).Type(o.ctx, "", view.CommandKlacht+" mijn"))
	o.wait("a sentence", func() bool { return o.sees(joris, nothingKept) })
	o.must(o.ws.Person(joris).DismissAll(o.ctx))
	held.Clear() // told while it cannot be written down
	o.wait("the first was told", func() bool { return o.messages(sanne, "", first) == 1 })

	o.must(server.start())
	o.until("the bot is on Redis again", o.onRedis)
	o.stillTyped(sanne, labelWords, "drie weken niet teruggebeld")
	second := o.sent(sanne)
	if second != "K-2026-0002" {
		t.Errorf("number %s", second)
	}
	o.toldOnce(first)
	o.toldOnce(second)
	o.holds(2)
	if n := o.metric("klachtbot_outbox_repeats_total"); n != 0 {
		t.Errorf("%d repeats counted", n)
	}
	o.clean()
}

func TestAButtonPressedWhileRedisIsAwayIsAnsweredAndWorksLater(t *testing.T) {
	t.Parallel()
	server := ownRedis(t)
	o := newOffice(t, on(server))
	number := o.reported()
	at, err := o.card(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen))
	o.must(err)
	server.stop()
	o.must(o.ws.Person(mehmet).Click(o.ctx, at, view.ActionCase(complaint.ActSeen)))
	o.wait("a sentence", func() bool { return o.sees(mehmet, nothingKept) })
	o.must(o.ws.Person(mehmet).DismissAll(o.ctx))
	o.must(server.start())
	o.until("the bot is on Redis again", o.onRedis)
	o.must(o.ws.Person(mehmet).Click(o.ctx, at, view.ActionCase(complaint.ActSeen)))
	o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
	o.settled()
	o.holds(1)
	o.toldOnce(number)
	o.clean()
}

// second opens the same register and the same Slack in another process, as
// during an upgrade.
func (o *office) second() *office {
	o.t.Helper()
	client, err := store.Dial("redis://" + o.redis)
	o.must(err)
	a, err := wire(o.ctx, parts{config: o.config, redis: client, keys: testKeys, profile: store.Demo, register: o.name,
		log: slog.New(slog.NewJSONHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	o.must(err)
	a.business.set(o.now)
	other := *o
	other.app = a
	ctx, cancel := context.WithCancel(o.ctx)
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	o.t.Cleanup(func() { cancel(); <-done })
	o.wait("both are connected", func() bool { return o.ws.Connections() == 4 })
	return &other
}

func TestTwoProcessesOnOneRegisterSayNothingTwice(t *testing.T) {
	t.Parallel()
	socketsOnly(t)
	o := newOffice(t)
	o.second()
	o.settled()
	for _, who := range []string{ingrid, paul} {
		if n := o.messages(who, "", "vaste menu"); n != 1 {
			t.Errorf("%s has %d standing menus", who, n)
		}
	}

	// Every payload reaches both at once, except the command: a trigger is
	// spent once, and the slower process hears so from Slack.
	o.form(sanne, o.oral()...)
	o.ws.Faults().Race("view_submission", slackfake.Always())
	number := o.sent(sanne)
	o.toldOnce(number)

	o.ws.Faults().Race("block_actions", slackfake.Containing(view.ActionCase(complaint.ActSeen)))
	o.ws.Faults().Race("app_home_opened")
	o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen)))
	o.must(o.ws.Person(joris).OpenHome(o.ctx))
	o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
	o.must(o.declare(o.ctx, ingrid, number))
	o.must(o.register(o.ctx, ingrid, number, answer{labelNature, []string{classConduct}}))
	o.settled()
	o.holds(1)
	if c := o.theCase(number); c.Revision != 4 {
		t.Errorf("revision %d", c.Revision)
	}
	if n := o.messages(mehmet, "", number); n != 2 {
		t.Errorf("Mehmet has %d messages; want that he is involved and that he treats it", n)
	}
	o.clean()

	// Racing commands: one form.
	o.ws.Faults().Clear()
	o.ws.Faults().Race("slash_commands")
	o.form(sanne, o.oral()...)
	if d := o.ws.Person(sanne).Depth(); d != 1 {
		t.Errorf("%d forms are open", d)
	}
	o.toldOnce(o.sent(sanne))
	o.holds(2)
	o.cleanBut("views.open: exchanged_trigger_id")
}

// The old process of an upgrade stops while the new one runs.
func TestTheOldProcessStopsAndTheNewOneGoesOn(t *testing.T) {
	t.Parallel()
	socketsOnly(t)
	o := newOffice(t)
	o.settled()
	o.form(sanne, o.oral()...)
	second := o.second()
	var stopped, sent error
	together(func() { stopped = o.stop() }, func() { sent = o.submit(o.ctx, sanne) })
	o.must(stopped)
	o.app = second.app
	number := ""
	if errors.Is(sent, slackfake.ErrTimeout) {
		o.stillTyped(sanne, labelWords, "drie weken niet teruggebeld")
		number = o.sent(sanne)
	} else {
		o.must(sent)
		number = o.receipt(sanne)
	}
	o.toldOnce(number)
	o.holds(1)
	o.clean()
}
