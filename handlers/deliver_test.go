package handlers_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

func (o *office) wantSaid(what string, all []told, want ...string) {
	o.t.Helper()
	if got := sorted(said(all)); !slices.Equal(got, sorted(want)) {
		o.t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// TestToldAfterAReport: who hears what, once, and none of it holds a word that
// was typed.
func TestToldAfterAReport(t *testing.T) {
	o := newOffice(t)
	o.report(melder, melding(bram, cato))
	all := o.relay()
	o.wantSaid("after a report", all, "receipt -> U0MELDER", "involved -> U0BRAM", "involved -> U0CATO", "new_case -> U0FUNCTIE", "channel -> "+channel)
	for _, d := range all {
		if s := text(d.Delivery.Post) + text(d.Edits) + text(d.Home); strings.Contains(s, "teruggebeld") || strings.Contains(s, "Visser") || strings.Contains(s, "Bakker") {
			t.Errorf("%s holds what was typed, or a name: %s", d.Kind, s)
		}
		if d.Delivery.Post != nil && d.Delivery.Post.Message.Text == "" {
			t.Errorf("%s says nothing on a lock screen", d.Kind)
		}
	}
	o.wantSaid("once more", o.relay())
}

// TestCards: what changed updates the cards that stand; what needs attention is
// a new card and the old one shrinks to a line.
func TestCards(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	o.relay()
	_, err := o.Seen(o.ctx, o.click(bram, string(id)))
	o.must(err)
	edits := 0
	for _, d := range o.relay() {
		if d.Delivery.Post != nil {
			t.Errorf("%s is posted", d.Kind)
		}
		for _, e := range d.Edits {
			edits++
			if e.Retire || e.Card.Revision != 2 || e.Card.TS == "" {
				t.Errorf("%s: %+v", d.Kind, e.Card)
			}
			if d.To == bram && strings.Contains(text(e.Message.Blocks), "case.seen") {
				t.Error("the button Gezien still stands")
			}
		}
	}
	if edits != 3 { // melder, employee, officer
		t.Errorf("%d cards brought up to date", edits)
	}
	o.declare(id, functie)
	o.register(id, registration(string(bram), bram))
	o.relay()
	cards, err := o.store.Cards(o.ctx, id, bram)
	o.must(err)
	if len(cards) != 1 {
		t.Fatalf("%d live cards after the registration", len(cards))
	}
	if c := cards[0]; c.Role != complaint.InvolvedEmployee || c.Revision != 4 {
		t.Errorf("%+v", c)
	}
}

// TestNewCardRetiresTheOld: the card that was there becomes one line.
func TestNewCardRetiresTheOld(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	o.relay()
	o.declare(id, functie)
	o.register(id, registration(string(bram), bram))
	d, err := o.Deliver(o.ctx, complaint.Notice{Kind: complaint.SayAssigned, Case: id, To: bram, Event: "3"})
	o.must(err)
	if d.Post == nil || d.Post.Card.Role != complaint.InvolvedEmployee || d.Post.Card.Revision != 3 || len(d.Edits) != 1 || !d.Edits[0].Retire ||
		!strings.Contains(text(d.Edits[0].Message.Blocks), "zie het nieuwere bericht") {
		t.Errorf("%s", text(d))
	}
}

// TestNoLongerDue: between commit and sending the case moved on; what is no
// longer true is not said.
func TestNoLongerDue(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	o.declare(id, functie)
	o.register(id, registration(string(cato), cato)) // before anyone was told
	o.wantSaid("the wrong employee is not told", o.relay(), "receipt -> U0MELDER", "involved -> U0CATO", "new_case -> U0FUNCTIE", "channel -> "+channel)

	second := o.report(melder, melding(bram))
	_, err := o.PassOn(o.ctx, o.click(functie, string(second)))
	o.must(err)
	o.wantSaid("who stood back is not told, and neither is the channel", o.relay(), "receipt -> U0MELDER", "involved -> U0BRAM", "new_case -> U0WAARNEMER")

	for what, n := range map[string]complaint.Notice{
		"a case that is not there": {Kind: complaint.SayNewCase, Case: o.newID(), To: functie, Event: "1"}, "an id that is not ours": {Kind: complaint.LookCard, Case: "x", To: functie},
		"not theirs": {Kind: complaint.SayReceipt, Case: id, To: cato, Event: "1"}, "not the treater": {Kind: complaint.SayAssigned, Case: id, To: bram, Event: "1"},
		"there is an officer": {Kind: complaint.SayNoOfficer, Case: id, To: karel, Event: "1"}, "no kind of ours": {Kind: "shout", Case: id, To: functie, Event: "1"},
		"a menu for who is no officer": {Kind: complaint.SayMenu, Case: "menu", To: bram, Event: "1"},
	} {
		d, err := o.Deliver(o.ctx, n)
		if err != nil || d.Post != nil || d.Home != nil || len(d.Edits) > 0 || d.Later > 0 {
			t.Errorf("%s: %s, %v", what, text(d), err)
		}
	}
}

// TestTakenAway: a card of a case that is no longer someone's says so.
func TestTakenAway(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	o.relay()
	o.declare(id, functie)
	o.register(id, registration(string(cato), cato))
	d, err := o.Deliver(o.ctx, complaint.Notice{Kind: complaint.LookCard, Case: id, To: bram})
	o.must(err)
	if len(d.Edits) != 1 || !strings.Contains(text(d.Edits[0].Message.Blocks), "je bent hier niet meer bij betrokken") || strings.Contains(text(d.Edits), "button") {
		t.Errorf("%s", text(d))
	}
}

// TestChannelRefused: while the channel is not safe nothing is posted there, the
// office is told what is wrong once a day, and the line comes when it is.
func TestChannelRefused(t *testing.T) {
	o := newOffice(t)
	o.ws.facts.Members = append(o.ws.facts.Members, bram)
	o.ws.facts.Shared = true
	o.report(melder, melding(cato))
	trouble := func(all []told) (who []string) {
		for _, d := range all {
			if d.Kind == complaint.SayTrouble && d.Delivery.Post != nil {
				who = append(who, string(d.To))
				if s := text(d.Delivery.Post.Message.Blocks); !strings.Contains(s, "gedeeld met een andere organisatie") || !strings.Contains(s, "iemand die daar niet mag zijn") || strings.Contains(s, "openbaar") {
					t.Errorf("%s", s)
				}
			}
			if d.Delivery.Post != nil && d.Delivery.Post.Channel != "" {
				t.Error("something was posted in the channel")
			}
			if d.Kind == complaint.SayChannel && d.Later <= 0 {
				t.Errorf("the line is not tried again: %s", text(d.Delivery))
			}
		}
		return sorted(who)
	}
	both := []string{string(karel), string(kim)}
	day := append(o.relay(), o.relay()...)
	o.now = o.now.Add(3 * time.Hour)
	o.report(melder, melding(cato))
	join := o.by(bram)
	join.Channel = channel
	_, err := o.ChannelJoined(o.ctx, join)
	o.must(err)
	day = append(day, o.relay()...)
	day = append(day, o.relay()...)
	if got := trouble(day); !slices.Equal(got, both) {
		t.Errorf("told on the first day: %v", got)
	}
	o.now = o.now.Add(24 * time.Hour)
	if got := trouble(append(o.relay(), o.relay()...)); !slices.Equal(got, both) {
		t.Errorf("told on the second day: %v", got)
	}
	o.ws.facts = complaint.ChannelFacts{Found: true, Private: true, BotIsMember: true, Members: []complaint.UserID{functie}}
	o.wantSaid("when it is safe", o.relay(), "channel -> "+channel, "channel -> "+channel)
}

// TestChannelJoined: only our channel counts, and only a stranger in it.
func TestChannelJoined(t *testing.T) {
	o := newOffice(t)
	for _, c := range []string{channel, "C0ALGEMEEN"} {
		join := o.by(functie)
		join.Channel = c
		_, err := o.ChannelJoined(o.ctx, join)
		o.must(err)
	}
	o.ws.facts.Members = append(o.ws.facts.Members, bram)
	join := o.by(bram)
	join.Channel = "C0ALGEMEEN"
	_, err := o.ChannelJoined(o.ctx, join)
	o.must(err)
	o.wantSaid("nothing is wrong", o.relay())
	join = o.by(bram)
	join.Channel = channel
	_, err = o.ChannelJoined(o.ctx, join)
	o.must(err)
	o.wantSaid("a stranger came in", o.relay(), "trouble -> U0KAREL", "trouble -> U0KIM")
}

// TestChannelIsDown: what Slack did not say is not taken for safe.
func TestChannelIsDown(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(cato))
	o.ws.down = errDown
	if d, err := o.Deliver(o.ctx, complaint.Notice{Kind: complaint.SayChannel, Case: id, Event: "1"}); err == nil || d.Post != nil {
		t.Errorf("%s, %v", text(d), err)
	}
}

// TestMenu: officer and deputies get their standing card once; a start on
// another day brings it up to date.
func TestMenu(t *testing.T) {
	o := newOffice(t)
	o.must(o.Start(o.ctx))
	o.must(o.Start(o.ctx))
	o.wantSaid("the first start", o.relay(), "menu -> U0FUNCTIE", "menu -> U0WAARNEMER")
	o.must(o.Start(o.ctx))
	o.wantSaid("a restart on the same day", o.relay())
	o.now = o.now.Add(24 * time.Hour)
	o.must(o.Start(o.ctx))
	all := o.relay()
	o.wantSaid("the next day", all)
	edits := 0
	for _, d := range all {
		for _, e := range d.Edits {
			edits++
			if e.Retire || !strings.Contains(text(e.Message.Blocks), view.ActionRegister) {
				t.Errorf("%s", text(e))
			}
		}
	}
	if edits != 2 {
		t.Errorf("%d menus brought up to date", edits)
	}
}
