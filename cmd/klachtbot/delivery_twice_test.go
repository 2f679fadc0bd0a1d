package main

import (
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// Slack delivers at least once, and sometimes on two connections at the same
// moment. A person must notice nothing.

// twice plays a test with the second delivery after the first and beside it.
func twice(t *testing.T, play func(t *testing.T, again func(*slackfake.Faults, string, ...slackfake.When) *slackfake.Fault)) {
	t.Run("later", func(t *testing.T) { t.Parallel(); play(t, (*slackfake.Faults).Duplicate) })
	t.Run("at once", func(t *testing.T) { t.Parallel(); play(t, (*slackfake.Faults).Race) })
}

type repeating = func(*slackfake.Faults, string, ...slackfake.When) *slackfake.Fault

func TestCommandDeliveredTwiceOpensOneForm(t *testing.T) {
	t.Parallel()
	twice(t, func(t *testing.T, again repeating) {
		o := newOffice(t)
		again(o.ws.Faults(), "slash_commands")
		o.form(sanne, o.oral()...)
		if n := o.ws.Calls("views.open"); n != 1 {
			t.Errorf("%d forms were opened", n)
		}
		o.toldOnce(o.sent(sanne))
		o.holds(1)
		o.clean()
	})
}

func TestSubmissionDeliveredTwiceIsOneComplaint(t *testing.T) {
	t.Parallel()
	twice(t, func(t *testing.T, again repeating) {
		o := newOffice(t)
		o.form(sanne, o.oral()...)
		again(o.ws.Faults(), "view_submission")
		if number := o.sent(sanne); number != "K-2026-0001" {
			t.Errorf("number %s", number)
		}
		o.toldOnce("K-2026-0001")
		o.holds(1)
		o.clean()
	})
}

func TestRegistrationDeliveredTwiceIsOneEntry(t *testing.T) {
	t.Parallel()
	twice(t, func(t *testing.T, again repeating) {
		o := newOffice(t)
		number := o.declared()
		again(o.ws.Faults(), "view_submission")
		again(o.ws.Faults(), "block_actions", slackfake.Containing(view.ActionCase(complaint.ActRegister)))
		o.must(o.register(o.ctx, ingrid, number, answer{labelNature, []string{classConduct}}))
		o.settled()
		if c := o.theCase(number); c.Revision != 3 || c.State != complaint.WithEmployee {
			t.Errorf("revision %d, %s", c.Revision, c.State)
		}
		o.holds(1)
		if n := o.messages(mehmet, "", "Jij behandelt *"+number); n != 1 {
			t.Errorf("Mehmet was told %d times that he treats it", n)
		}
		o.clean()
	})
}

func TestClickDeliveredTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	twice(t, func(t *testing.T, again repeating) {
		o := newOffice(t)
		number := o.reported()
		again(o.ws.Faults(), "block_actions")
		o.must(o.press(o.ctx, mehmet, number, view.ActionCase(complaint.ActSeen)))
		o.until("it is stored", func() bool { return o.theCase(number).Revision == 2 })
		o.settled()
		o.holds(1)
		if o.ws.Person(mehmet).Depth() != 0 {
			t.Error("a window opened: the second delivery was taken for a second click")
		}

		// A form opens once.
		before := o.ws.Calls("views.open")
		again(o.ws.Faults(), "block_actions")
		o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActDeclare)))
		o.must(o.modal(o.ctx, ingrid, "Onafhankelijkheid"))
		if n := o.ws.Calls("views.open") - before; n != 1 {
			t.Errorf("%d forms were opened", n)
		}

		// The deputy is not passed over by the same click of the officer.
		again(o.ws.Faults(), "block_actions")
		o.must(o.press(o.ctx, ingrid, number, view.ActionCase(complaint.ActPassOn)))
		o.until("it is passed on", func() bool { return o.theCase(number).Officer.ID == paul })
		o.settled()
		if c := o.theCase(number); c.Officer.ID != paul || c.Revision != 3 {
			t.Errorf("officer %s at revision %d", c.Officer.ID, c.Revision)
		}
		if n := o.messages(paul, "", number); n != 1 {
			t.Errorf("the deputy has %d cards", n)
		}
		o.holds(1)
		o.clean()
	})
}

func TestEventDeliveredTwiceIsHeardOnce(t *testing.T) {
	t.Parallel()
	lost := func(f *slackfake.Faults, kind string, when ...slackfake.When) *slackfake.Fault {
		return f.LoseAck(kind, when...) // Slack delivers it again
	}
	for name, again := range map[string]repeating{"later": (*slackfake.Faults).Duplicate, "at once": (*slackfake.Faults).Race, "ack lost": lost} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			fault := again(o.ws.Faults(), "app_home_opened")
			o.must(o.ws.Person(joris).OpenHome(o.ctx))
			deliveries := 0
			o.wait("it was delivered twice", func() bool {
				deliveries = 0
				for _, x := range o.ws.Transcript() {
					if x.ToApp && x.Method == "app_home_opened" {
						deliveries++
					}
				}
				return fault.Hits() == 1 && deliveries == 2
			})
			o.wait("his Home is there", func() bool { return len(o.ws.Person(joris).Home().Blocks) > 0 })
			o.settled()
			if n := o.ws.Calls("views.publish"); n != 1 {
				t.Errorf("the Home was published %d times", n)
			}

			// Someone who may not be there enters the channel: the office hears once.
			again(o.ws.Faults(), "member_joined_channel")
			o.ws.Invite(demoChannel, joris)
			o.wait("the office is warned", func() bool { return o.sees(karin, "In het kanaal zit iemand die daar niet mag zijn") })
			o.settled()
			if n := o.messages(karin, "", "In het kanaal zit iemand"); n != 1 {
				t.Errorf("the office was warned %d times", n)
			}
			o.clean()
		})
	}
}
