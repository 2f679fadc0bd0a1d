package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/slack-go/slack"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers"
)

func message(text string) handlers.Message {
	return handlers.Message{Text: text, Blocks: []slack.Block{section(text)}}
}

// receipt is a post to Anna that leaves a card.
func (o *office) receipt(text string) handlers.Delivery {
	return handlers.Delivery{Post: &handlers.Post{To: complaint.UserID(o.anna.ID()), Message: message(text),
		Card: complaint.Card{Person: complaint.UserID(o.anna.ID()), Role: complaint.Reporter, Revision: 3}}}
}

func (o *office) delivers(fn func(complaint.Notice) (handlers.Delivery, error)) {
	o.svc.mu.Lock()
	defer o.svc.mu.Unlock()
	o.svc.deliver = fn
}

func (o *office) finished(key string) {
	o.t.Helper()
	o.out.wait(o.t, func() bool { return o.out.finished[key] > 0 })
}

func (o *office) told() (n int) {
	for _, m := range o.anna.Messages("") {
		if !m.Ephemeral {
			n++
		}
	}
	return n
}

func (o *office) repeats() float64 { return testutil.ToFloat64(o.bot.m.repeats) }

func TestPostLeavesACard(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Ontvangen"), nil })
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.finished("say:1")
	m := o.anna.Messages("")[0]
	want := complaint.Card{Person: complaint.UserID(o.anna.ID()), Role: complaint.Reporter, Channel: m.Channel, TS: m.TS, Revision: 3}
	if len(o.out.cards) != 1 || o.out.cards[0] != want || m.Text != "Ontvangen" {
		t.Errorf("%+v %+v", o.out.cards, m)
	}
}

func TestNothingLaterAndHome(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	home := handlers.Delivery{Home: &handlers.Home{Person: complaint.UserID(o.anna.ID()), View: slack.HomeTabViewRequest{
		Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{section("Uw zaken")}}}}}
	asked := 0
	o.delivers(func(n complaint.Notice) (handlers.Delivery, error) {
		switch {
		case n.Kind == complaint.LookHome:
			return home, nil
		case n.Kind == complaint.SayChannel && asked == 0:
			asked++
			return handlers.Delivery{Later: time.Millisecond}, nil
		}
		return handlers.Delivery{}, nil
	})
	o.out.put("home:1", complaint.Notice{Kind: complaint.LookHome})
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.out.put("say:2", complaint.Notice{Kind: complaint.SayChannel})
	for _, key := range []string{"home:1", "say:1", "say:2"} {
		o.finished(key)
	}
	if len(o.out.retries) != 1 || o.out.retries[0] != time.Millisecond {
		t.Errorf("later: %v", o.out.retries)
	}
	if h := o.anna.Home(); !strings.Contains(h.Visible(), "Uw zaken") || o.told() != 0 {
		t.Errorf("home: %+v", h)
	}
}

// TestTooManyRequests: Slack says when to come back.
func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Ontvangen"), nil })
	o.ws.Faults().RateLimit("chat.postMessage", 2*time.Second)
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.finished("say:1")
	if len(o.out.retries) != 1 || o.out.retries[0] < 2*time.Second || o.told() != 1 || o.repeats() != 0 {
		t.Errorf("%v, told %d, repeats %v", o.out.retries, o.told(), o.repeats())
	}
}

// TestLostAnswer is the one case in which someone is told twice.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Ontvangen"), nil })
	o.ws.Faults().LoseAnswer("chat.postMessage")
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.finished("say:1")
	if o.told() != 2 || o.repeats() != 1 {
		t.Errorf("told %d, repeats %v", o.told(), o.repeats())
	}
}

// TestLeaseThatEndedWithoutAnAnswer: another process may have posted it.
func TestLeaseThatEndedWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Ontvangen"), nil })
	o.out.mu.Lock()
	o.out.items["say:1"] = &item{task: complaint.Task{Key: "say:1"}, leased: true, attempt: 1}
	o.out.mu.Unlock()
	o.out.committed <- struct{}{}
	o.finished("say:1")
	if o.told() != 1 || o.repeats() != 1 {
		t.Errorf("told %d, repeats %v", o.told(), o.repeats())
	}
}

// TestRegisterDownAfterPost: what was posted is not posted again because it
// could not be written down.
func TestRegisterDownAfterPost(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Ontvangen"), nil })
	o.out.failing = 2
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.finished("say:1")
	if o.told() != 1 || len(o.out.cards) != 1 || o.repeats() != 0 {
		t.Errorf("told %d, cards %v", o.told(), o.out.cards)
	}
}

// TestPostedButNotWrittenDown: nor when the lease ended meanwhile.
func TestPostedButNotWrittenDown(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, func(b *Bot) {
		b.relay.posted["say:1"] = delivered{cards: []complaint.Card{{TS: "1.1"}}}
	})
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.finished("say:1")
	if o.told() != 0 || len(o.out.cards) != 1 || o.out.cards[0].TS != "1.1" {
		t.Errorf("told %d, cards %v", o.told(), o.out.cards)
	}
}

func TestPermanentErrorIsBuried(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"channel_not_found", "is_archived", "account_inactive", "user_disabled", "messages_tab_disabled"} {
		o := newOffice(t, nil, nil)
		o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Ontvangen"), nil })
		o.ws.Faults().Fail("chat.postMessage", code)
		o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
		o.out.wait(t, func() bool { return o.out.buried["say:1"] == "chat.postMessage:"+code })
		o.halt()
		if n := testutil.ToFloat64(o.bot.m.sent.WithLabelValues("buried")); n != 1 {
			t.Errorf("counted %v", n)
		}
	}
}

// TestEdits: a card that is gone is retired and does not keep the alert from
// being told; one that fails for a while is edited before anything is posted.
func TestEdits(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Eerste"), nil })
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.finished("say:1")
	card := o.out.cards[0]
	gone := card
	gone.TS = "1.000001"
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) {
		d := o.receipt("Tweede")
		next := card
		next.Revision = 4
		d.Edits = []handlers.Edit{{Card: next, Message: message("Bijgewerkt")}, {Card: gone, Message: message("Weg")}}
		return d, nil
	})
	o.ws.Faults().Status("chat.update", 503)
	o.out.put("say:2", complaint.Notice{Kind: complaint.SayAssigned})
	o.finished("say:2")
	all := o.anna.Messages("")
	if len(all) != 2 || all[0].Text != "Bijgewerkt" || all[1].Text != "Tweede" || o.repeats() != 0 {
		t.Errorf("%+v", all)
	}
	if len(o.out.retired) != 1 || o.out.retired[0] != gone || len(o.out.cards) != 3 || o.out.cards[1].Revision != 4 {
		t.Errorf("retired %v, cards %v", o.out.retired, o.out.cards)
	}
}

// TestBrokenMessage: what breaks Slack's rules is never sent, nor content
// logged about it.
func TestBrokenMessage(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(n complaint.Notice) (handlers.Delivery, error) {
		d := o.receipt("x")
		d.Post.Message.Blocks = []slack.Block{section(strings.Repeat(marker, 1000))}
		if n.Kind == complaint.SayAssigned {
			d.Post.Message = handlers.Message{Blocks: []slack.Block{section("zonder tekst")}}
		}
		return d, nil
	})
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.out.put("say:2", complaint.Notice{Kind: complaint.SayAssigned})
	o.out.wait(t, func() bool { return len(o.out.buried) == 2 })
	o.halt()
	if n := testutil.ToFloat64(o.bot.m.blockkit.WithLabelValues("chat.postMessage")); n != 2 || o.ws.Calls("chat.postMessage") != 0 {
		t.Errorf("counted %v, sent %d", n, o.ws.Calls("chat.postMessage"))
	}
}

func TestRenderingThatFails(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	asked := 0
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) {
		asked++
		switch asked {
		case 1:
			panic(marker)
		}
		return o.receipt("Toch"), nil
	})
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.finished("say:1")
	if o.told() != 1 || testutil.ToFloat64(o.bot.m.panics) != 1 {
		t.Errorf("told %d", o.told())
	}
}

// TestStopUnderLoad: after a stop every notice was either told and written
// down, or waits for the next process with its lease let go.
func TestStopUnderLoad(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	people := make([]*slackfake.Person, 60)
	for i := range people {
		people[i] = o.ws.AddUser(slackfake.Profile{Name: fmt.Sprintf("p%d", i)})
	}
	o.delivers(func(n complaint.Notice) (handlers.Delivery, error) {
		return handlers.Delivery{Post: &handlers.Post{To: n.To, Message: message("Hallo"),
			Card: complaint.Card{Person: n.To, Role: complaint.Reporter}}}, nil
	})
	o.ws.Faults().Delay("chat.postMessage", 20*time.Millisecond, slackfake.Always())
	for i, p := range people {
		o.out.put(fmt.Sprint("say:", i), complaint.Notice{Kind: complaint.SayReceipt, To: complaint.UserID(p.ID())})
	}
	o.out.wait(t, func() bool { return len(o.out.finished) >= 5 })
	o.halt()
	told := 0
	for _, p := range people {
		told += len(p.Messages(""))
	}
	leased := 0
	for _, it := range o.out.items {
		if it.leased {
			leased++
		}
	}
	if told != len(o.out.finished) || told+len(o.out.items) != len(people) || leased != 0 {
		t.Errorf("told %d, written down %d, waiting %d, still leased %d", told, len(o.out.finished), len(o.out.items), leased)
	}
}

// TestStopLetsLeasesGo: what was leased as the stop came is free for the next
// process at once.
func TestStopLetsLeasesGo(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	o.delivers(func(complaint.Notice) (handlers.Delivery, error) { return o.receipt("Ontvangen"), nil })
	o.out.mu.Lock()
	o.out.onLease = func() { o.bot.relay.stop() }
	o.out.mu.Unlock()
	o.out.put("say:1", complaint.Notice{Kind: complaint.SayReceipt})
	o.out.wait(t, func() bool { return len(o.out.retries) == 1 })
	if o.out.retries[0] != 0 || o.out.items["say:1"].leased || o.told() != 0 {
		t.Errorf("%v, told %d", o.out.retries, o.told())
	}
}

func TestPace(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	for range burst {
		if w := o.bot.relay.pace.take("D1", false); w != 0 {
			t.Errorf("a burst may go at once, not after %s", w)
		}
	}
	if w := o.bot.relay.pace.take("D1", false); w <= 0 || w > time.Second {
		t.Errorf("the next one waits a second, not %s", w)
	}
	if w := o.bot.relay.pace.take("D2", false); w != 0 {
		t.Error("another channel has its own pace")
	}
}

// TestPaceLine: who has to wait gets a moment of their own, and nobody who
// comes later takes it.
func TestPaceLine(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	p := newPace(clock)
	for range burst {
		p.take("D1", false)
	}
	for i := range 5 {
		if w := p.take("D1", false); w != time.Duration(i+1)*time.Second {
			t.Errorf("number %d in line waits %s", i, w)
		}
	}
	clock.Advance(time.Second)
	if w := p.take("D1", false); w != 5*time.Second {
		t.Errorf("a newcomer goes to the end of the line, not after %s", w)
	}
	if w := p.take("D1", true); w != 0 {
		t.Errorf("the first in line may go, not after %s", w)
	}
	clock.Advance(10 * time.Second)
	if w := p.take("D1", false); w != 0 {
		t.Errorf("the line is empty, and still a wait of %s", w)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for attempt, want := range map[int]time.Duration{1: time.Second, 3: 4 * time.Second, 9: 256 * time.Second, 40: 5 * time.Minute} {
		if d := backoff(attempt, maxBackoff, nil); d < want || d > want+want/5+1 {
			t.Errorf("%d: %s", attempt, d)
		}
	}
	late := &apiError{class: classTemporary, after: 10 * time.Minute}
	if d := backoff(1, maxBackoff, late); d < 10*time.Minute {
		t.Errorf("Retry-After undercut: %s", d)
	}
}

func TestTick(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, func(b *Bot) {
		b.service.(*service).tick = func() error { return nil }
	})
	if err := o.bot.TickNow(t.Context()); err != nil {
		t.Error(err)
	}
	o.svc.mu.Lock()
	before := o.svc.ticks
	o.svc.tick = func() error { return errors.New(marker) }
	o.svc.mu.Unlock()
	if err := o.bot.TickNow(t.Context()); err == nil || before == 0 {
		t.Errorf("%d ticks, %v", before, err)
	}
	o.svc.mu.Lock()
	o.svc.tick = func() error { panic(marker) }
	o.svc.mu.Unlock()
	if err := o.bot.TickNow(t.Context()); err == nil {
		t.Error("a panic is an error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o.bot.ticker.turn <- struct{}{}
	if err := o.bot.TickNow(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("one look at a time: %v", err)
	}
	<-o.bot.ticker.turn
}
