package main

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"klachtbot/bot/slackfake"
)

// The process dies at the worst moments: kill -9, no goodbye.

func TestKilledBetweenStoringAndTellingEveryoneIsToldOnce(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.start()
	l := p.ledger()
	p.drained(l) // the standing menus

	held := p.ws.Faults().Hold("chat.postMessage", slackfake.Times(4)) // for ever: they die with the process
	p.form(sanne, p.oral()...)
	number := p.sent(sanne)
	p.wait("all four are under way", func() bool { return held.Hits() == 4 })
	p.down()
	for _, who := range []string{sanne, mehmet, ingrid} {
		if p.messages(who, "", number) != 0 {
			t.Errorf("%s was told, and the test did not catch the moment", who)
		}
	}
	p.counted(l, 1)

	p.must(l.lapse(p.ctx))
	p.start()
	p.toldOnceBy(l, sanne, number)
	p.counted(l, 1)
	p.clean()
}

// The exception again: told, and killed before that was written down.
func TestKilledBetweenTellingAndWritingItDownRepeatsOnceAndCounts(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.start()
	l := p.ledger()
	p.drained(l)

	held := p.ws.Faults().HoldAnswer("chat.postMessage", slackfake.For(mehmet))
	p.form(sanne, p.oral()...)
	number := p.sent(sanne)
	p.wait("Mehmet was told", func() bool { return held.Hits() == 1 })
	p.until("the others are written down", func() bool {
		n, _, err := l.Pending(p.ctx)
		return err == nil && n == 1
	})
	p.down()
	held.Clear()

	p.must(l.lapse(p.ctx))
	p.start()
	p.drained(l)
	for _, want := range []struct {
		who, channel string
		n            int
	}{{sanne, "", 1}, {mehmet, "", 2}, {ingrid, "", 1}, {karin, demoChannel, 1}} {
		if n := p.messages(want.who, want.channel, number); n != want.n {
			t.Errorf("%s has %d messages; want %d", want.who, n, want.n)
		}
	}
	if n := metricAt(p.office, p.addr, "klachtbot_outbox_repeats_total"); n != 1 {
		t.Errorf("%d repeats counted", n)
	}
	p.counted(l, 1)
	p.clean()
}

// Killed while a submission is in flight: stored or not, the person presses
// Submit again and there is one complaint.
func TestKilledUnderASubmissionTheFormStaysAndWorksAfterwards(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.start()
	l := p.ledger()
	p.drained(l)
	p.form(sanne, p.oral()...)
	quiet := p.ws.Faults().RateLimit("chat.postMessage", time.Second, slackfake.Always())
	p.ws.Faults().LoseAck("view_submission") // stored, and the answer never came
	p.timesOut(sanne, labelWords, "drie weken niet teruggebeld")
	p.counted(l, 1)
	p.down()
	quiet.Clear()
	if _, err := p.ws.Person(sanne).Submit(p.ctx); !errors.Is(err, slackfake.ErrDispatch) {
		t.Errorf("submit without a bot: %v", err)
	}
	p.stillTyped(sanne, labelWords, "drie weken niet teruggebeld")
	p.must(l.lapse(p.ctx))
	p.start()
	if number := p.sent(sanne); number != "K-2026-0001" {
		t.Errorf("number %s", number)
	}
	p.toldOnceBy(l, sanne, "K-2026-0001")
	p.counted(l, 1)
	p.clean()
}

// staff adds people who report at the same time.
func (p *plant) staff(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("U2%02dMEDEW", i)
		p.ws.AddUser(slackfake.Profile{ID: ids[i], Name: ids[i], RealName: fmt.Sprintf("Medewerker %d", i)})
	}
	return ids
}

// rush lets everyone press Submit at once, cuts in, and gives who got no
// answer. A receipt is kept by whom it was given to.
func (p *plant) rush(people []string, cut func()) (receipts map[string]string, unanswered []string) {
	p.t.Helper()
	results := make([]error, len(people))
	var all []func()
	for i, who := range people {
		all = append(all, func() {
			refused, err := p.ws.Person(who).Submit(p.ctx)
			if err == nil && len(refused) > 0 {
				err = fmt.Errorf("refused: %v", refused)
			}
			results[i] = err
		})
	}
	together(append(all, cut)...)
	receipts = map[string]string{}
	for i, who := range people {
		switch err := results[i]; {
		case err == nil:
			receipts[who] = p.receipt(who)
		case errors.Is(err, slackfake.ErrTimeout), errors.Is(err, slackfake.ErrDispatch):
			p.stillTyped(who, labelWords, "drie weken niet teruggebeld")
			unanswered = append(unanswered, who)
		default:
			p.t.Errorf("submit: %v", err)
		}
	}
	return receipts, unanswered
}

// finishRush lets who got no answer press Submit again, and checks that there
// is one complaint per person and that everybody was told of each once.
func (p *plant) finishRush(l ledger, people []string, receipts map[string]string, unanswered []string) {
	p.t.Helper()
	for _, who := range unanswered {
		receipts[who] = p.sent(who)
	}
	p.drained(l)
	p.counted(l, len(people))
	for _, who := range people {
		p.toldOnceBy(l, who, receipts[who])
	}
	p.clean()
}

func TestKilledUnderTenReportsAtOnceNoneIsLostAndNoneCountsTwice(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.start()
	l := p.ledger()
	people := p.staff(10)
	for _, who := range people {
		p.form(who, p.oral()...)
	}
	p.drained(l)
	// What was told and not written down may be repeated, so nobody is told yet.
	quiet := p.ws.Faults().RateLimit("chat.postMessage", time.Second, slackfake.Always())
	receipts, unanswered := p.rush(people, func() {
		p.until("the first are stored", func() bool { n, _ := l.raw.ZCard(p.ctx, "{kb:main}:ix:all").Result(); return n >= 3 })
		p.kill()
	})
	t.Logf("%d had a receipt when the process died", len(receipts))
	quiet.Clear()
	p.must(l.lapse(p.ctx))
	p.start()
	p.finishRush(l, people, receipts, unanswered)
}

func TestStoppedUnderTenReportsItEndsInTimeAndLosesNothing(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.start()
	l := p.ledger()
	people := p.staff(10)
	for _, who := range people {
		p.form(who, p.oral()...)
	}
	p.drained(l)
	// Slack is slow: messages are under way when the end comes.
	posted := p.ws.Calls("chat.postMessage")
	slow := p.ws.Faults().Delay("chat.postMessage", 600*time.Millisecond, slackfake.Always())
	status := -1
	var took time.Duration
	receipts, unanswered := p.rush(people, func() {
		p.until("the first are stored", func() bool { n, _ := l.raw.ZCard(p.ctx, "{kb:main}:ix:all").Result(); return n >= 2 })
		p.wait("they are being told", func() bool { return p.ws.Calls("chat.postMessage") > posted })
		begun := time.Now()
		p.terminate()
		status, took = p.exits(10*time.Second), time.Since(begun)
	})
	slow.Clear()
	if status != 0 {
		t.Errorf("status %d\n%s", status, p.log)
	}
	t.Logf("ended after %v; %d had a receipt", took.Round(time.Millisecond), len(receipts))
	// Leases were let go: nothing waits for a minute to pass.
	if held, err := l.raw.HKeys(p.ctx, "{kb:main}:out:s").Result(); err != nil || anyToken(held) {
		t.Errorf("a lease is still held: %v, %v", held, err)
	}
	p.start()
	p.finishRush(l, people, receipts, unanswered)
}

// anyToken finds the field of a lease that nobody answered for.
func anyToken(fields []string) bool {
	for _, f := range fields {
		if len(f) > 2 && f[len(f)-2:] == "|t" {
			return true
		}
	}
	return false
}
