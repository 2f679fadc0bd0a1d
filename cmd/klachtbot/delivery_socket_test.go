package main

import (
	"errors"
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// Slack renews every connection every few hours, and networks break.

// socketsOnly skips what Socket Mode alone has.
func socketsOnly(t *testing.T) {
	t.Helper()
	if overHTTP {
		t.Skip("in HTTP mode there are no sockets")
	}
}

// sentInTheEnd presses Submit until Slack has an answer, as people do.
func (o *office) sentInTheEnd(who string) string {
	o.t.Helper()
	for range 3 {
		refused, err := o.ws.Person(who).Submit(o.ctx)
		switch {
		case errors.Is(err, slackfake.ErrTimeout), errors.Is(err, slackfake.ErrDispatch):
			o.stillTyped(who, labelWords, "drie weken niet teruggebeld")
			o.wait("the bot is back", func() bool { return o.ws.Connections() > 0 })
			continue
		case err != nil || len(refused) > 0:
			o.t.Fatalf("submit: %v, %v\n%s", refused, err, o.log)
		}
		return o.receipt(who)
	}
	o.t.Fatal("three timeouts in a row")
	return ""
}

func TestEverythingArrivesOnceWhenSlackRenewsTheSockets(t *testing.T) {
	t.Parallel()
	socketsOnly(t)
	for _, reason := range []string{"refresh_requested", "warning"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			before := o.ws.Accepted()
			o.form(sanne, o.oral()...)
			held := o.ws.Faults().Hold("chat.postMessage", slackfake.Containing("K-2026"), slackfake.Always())
			number := o.sentInTheEnd(sanne)
			o.wait("a notice is under way", func() bool { return held.Hits() > 0 })
			o.must(o.ws.Person(joris).OpenHome(o.ctx))
			o.ws.Faults().Disconnect(reason)
			o.wait("both sockets are new", func() bool { return o.ws.Accepted() == before+2 && o.ws.Connections() == 2 })
			held.Clear()
			o.toldOnce(number)
			o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen)))
			o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
			o.wait("the Home came through", func() bool { return len(o.ws.Person(joris).Home().Blocks) > 0 })
			o.toldOnce(number)
			o.holds(1)
			o.clean()
		})
	}
}

func TestSocketsThatDropUnderASubmissionLoseNothing(t *testing.T) {
	t.Parallel()
	socketsOnly(t)
	o := newOffice(t)
	o.form(sanne, o.oral()...)
	o.ws.Faults().DropMidFlight("view_submission")
	number := o.sentInTheEnd(sanne)
	o.toldOnce(number)

	// The same under a click and an event.
	o.ws.Faults().DropMidFlight("block_actions")
	o.ws.Faults().DropMidFlight("app_home_opened")
	o.wait("the bot is back", func() bool { return o.ws.Connections() == 2 })
	err := o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen))
	if errors.Is(err, slackfake.ErrTimeout) && o.theCase(number).Revision == 1 {
		o.wait("the bot is back", func() bool { return o.ws.Connections() > 0 })
		err = o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen))
	}
	if err != nil && !errors.Is(err, slackfake.ErrTimeout) {
		t.Errorf("Gezien: %v", err)
	}
	o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
	o.must(o.ws.Person(joris).OpenHome(o.ctx))
	o.wait("the Home came through", func() bool { return len(o.ws.Person(joris).Home().Blocks) > 0 })
	o.toldOnce(number)
	o.holds(1)
	o.clean()
}

func TestWhileSlackRefusesConnectionsFormsStayAndNoticesArrive(t *testing.T) {
	t.Parallel()
	socketsOnly(t)
	o := newOffice(t)
	o.settled()
	o.form(sanne, o.oral()...)
	held := o.ws.Faults().Hold("chat.postMessage", slackfake.Always())
	number := o.sent(sanne)
	o.form(sanne, o.oral()...)
	o.ws.Faults().RefuseConnections(true)
	o.ws.Faults().DropSockets()
	o.wait("the bot is cut off", func() bool { return o.ws.Connections() == 0 })
	if _, err := o.ws.Person(sanne).Submit(o.ctx); !errors.Is(err, slackfake.ErrDispatch) {
		t.Errorf("submit without a connection: %v", err)
	}
	o.stillTyped(sanne, labelWords, "drie weken niet teruggebeld")
	if err := o.ws.Person(mehmet).Type(o.ctx, "", view.CommandKlacht); !errors.Is(err, slackfake.ErrDispatch) {
		t.Errorf("/klacht without a connection: %v", err)
	}
	o.must(o.ws.Person(joris).OpenHome(o.ctx)) // an event waits for the bot

	held.Clear()
	o.toldOnce(number) // posting needs no socket

	o.ws.Faults().RefuseConnections(false)
	o.wait("the bot is back", func() bool { return o.ws.Connections() == 2 })
	if second := o.sent(sanne); second != "K-2026-0002" {
		t.Errorf("number %s", second)
	}
	o.wait("the Home came through", func() bool { return len(o.ws.Person(joris).Home().Blocks) > 0 })
	o.toldOnce("K-2026-0002")
	o.toldOnce(number)
	o.holds(2)
	o.clean()
}
