package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
	"klachtbot/store"
)

// Labels of the forms that these tests fill in.
const (
	labelWords  = "Wat is de klacht?"
	labelNature = "Aard van de klacht"
	labelWho    = "Wie behandelt de klacht nu?"

	classConduct   = "I. klachten over werkwijze van/bejegening door de medewerker"
	classFinancial = "III. klachten over financiële aspecten van de dienstverlening"

	// nothingKept is how every failure is told: what happened, what it means for
	// what was typed, and what to do.
	nothingKept = "Er ging iets mis en er is niets bewaard. Probeer het nog eens."
	tooLate     = "Dat kan nu niet: de klacht is al verder. Open hem opnieuw."
)

// form opens Klacht melden and fills it in.
func (o *office) form(who string, answers ...answer) {
	o.t.Helper()
	o.must(o.ws.Person(who).Type(o.ctx, "", view.CommandKlacht))
	o.must(o.modal(o.ctx, who, "Klacht melden"))
	o.must(o.fill(o.ctx, who, answers...))
}

// sent submits and wants a receipt; it gives the number.
func (o *office) sent(who string) string {
	o.t.Helper()
	o.must(o.submit(o.ctx, who))
	return o.receipt(who)
}

// receipt reads the number from the page Dank je wel and closes it.
func (o *office) receipt(who string) string {
	o.t.Helper()
	v, _ := o.ws.Person(who).Modal()
	_, after, ok := strings.Cut(v.Visible(), "Je melding is binnen onder nummer ")
	if !ok {
		o.t.Fatalf("no receipt on the screen, but %s", v)
	}
	o.must(o.ws.Person(who).DismissAll(o.ctx))
	number, _, _ := strings.Cut(after, ".*")
	return number
}

// reported is one complaint by Sanne about Mehmet that everyone was told of.
func (o *office) reported() string {
	o.t.Helper()
	o.form(sanne, o.oral()...)
	number := o.sent(sanne)
	o.toldOnce(number)
	return number
}

// declared is a reported complaint that the officer may open.
func (o *office) declared() string {
	o.t.Helper()
	number := o.reported()
	o.must(o.declare(o.ctx, ingrid, number))
	o.settled()
	return number
}

// stillTyped checks that an open form holds what was filled in.
func (o *office) stillTyped(who, label, want string) {
	o.t.Helper()
	v, open := o.ws.Person(who).Modal()
	b, ok := v.Input(label)
	if !open || !ok || len(b.Elements) != 1 || !strings.Contains(filledIn(b.Elements[0]), want) {
		o.t.Errorf("%q is no longer filled in: %s", label, v)
	}
}

// filledIn is what a field holds, as people see it.
func filledIn(e slackfake.Element) string {
	all := e.Current()
	for _, x := range e.Options {
		if x.Selected {
			all = append(all, x.Text)
		}
	}
	return strings.Join(all, "|")
}

// refused submits and wants this sentence beside the form, and what was typed
// still there.
func (o *office) refused(who, sentence, label, typed string) {
	o.t.Helper()
	errs, err := o.ws.Person(who).Submit(o.ctx)
	o.must(err)
	said := fmt.Sprint(errs)
	if len(errs) != 1 || !strings.Contains(said, sentence) {
		o.t.Errorf("refused with %s; want %q\n%s", said, sentence, o.log)
	}
	o.stillTyped(who, label, typed)
}

// until polls what no event tells: what stands in Redis.
func (o *office) until(what string, so func() bool) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, 25*time.Second)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-ctx.Done():
			o.t.Fatalf("waiting until %s: %v\nrefusals: %v\n%s", what, ctx.Err(), o.ws.Refusals(), o.log)
		case <-tick.C:
		}
	}
}

// ledger is what the tests look at beside what people see.
type ledger struct {
	*store.Store
	raw  *redis.Client
	name string // of the register
}

func (o *office) ledger() ledger {
	raw := redis.NewClient(&redis.Options{Addr: o.redis})
	o.t.Cleanup(func() { _ = raw.Close() })
	return ledger{o.app.store, raw, o.name}
}

// settled waits until everyone was told everything, and nothing was given up.
func (o *office) settled() { o.t.Helper(); o.drained(o.ledger()) }

func (o *office) drained(l ledger) {
	o.t.Helper()
	o.until("the outbox is empty", func() bool {
		n, _, err := l.Pending(o.ctx)
		return err == nil && n == 0
	})
	if n, err := l.Dead(o.ctx); err != nil || n != 0 {
		o.t.Errorf("%d notices were given up, %v\n%s", n, err, o.log)
	}
}

// holds checks the register: this many complaints, numbered 1 to n without a
// gap, and one entry for every revision of each.
func (o *office) holds(n int) { o.t.Helper(); o.counted(o.ledger(), n) }

func (o *office) counted(l ledger, n int) {
	o.t.Helper()
	all, total, err := l.List(o.ctx, complaint.Query{Limit: 1000})
	o.must(err)
	if total != n || len(all) != n {
		o.t.Errorf("the register holds %d complaints; want %d", total, n)
	}
	seen := map[string]bool{}
	for _, c := range all {
		seen[c.Number.String()] = true
		entries, err := l.raw.LLen(o.ctx, "{kb:"+l.name+"}:c:"+string(c.ID)+":e").Result()
		o.must(err)
		whole, err := l.Peek(o.ctx, c.ID)
		o.must(err)
		if int(entries) != whole.Revision {
			o.t.Errorf("%s is at revision %d with %d entries", c.Number, whole.Revision, entries)
		}
	}
	for i := 1; i <= n; i++ {
		if no := fmt.Sprintf("K-2026-%04d", i); !seen[no] {
			o.t.Errorf("there is no %s: %v", no, seen)
		}
	}
}

// theCase is a complaint as it stands.
func (o *office) theCase(number string) complaint.Complaint {
	o.t.Helper()
	all, _, err := o.app.store.List(o.ctx, complaint.Query{Limit: 1000})
	o.must(err)
	for _, c := range all {
		if c.Number.String() == number {
			whole, err := o.app.store.Peek(o.ctx, c.ID)
			o.must(err)
			return whole
		}
	}
	o.t.Fatalf("no %s in the register", number)
	return complaint.Complaint{}
}

// messages counts what who has in a conversation that names a case; "" is the
// conversation with the bot.
func (p player) messages(who, channel, number string) int {
	n := 0
	for _, m := range p.ws.Person(who).Messages(channel) {
		if strings.Contains(m.Visible(), number) {
			n++
		}
	}
	return n
}

// toldOnce waits until everyone was told, and checks that a new complaint of
// Sanne about Mehmet is one message for each of them and one line in the
// channel.
func (o *office) toldOnce(number string) { o.t.Helper(); o.toldOnceBy(o.ledger(), sanne, number) }

func (o *office) toldOnceBy(l ledger, melder, number string) {
	o.t.Helper()
	o.drained(l)
	for _, want := range []struct{ who, channel string }{{melder, ""}, {mehmet, ""}, {ingrid, ""}, {karin, demoChannel}} {
		if n := o.messages(want.who, want.channel, number); n != 1 {
			o.t.Errorf("%s has %d messages about %s in %q; want 1", want.who, n, number, want.channel)
		}
	}
}

// metricAt reads one counter or gauge from /metrics.
func metricAt(o *office, addr, name string) int {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.ctx, http.MethodGet, "http://"+addr+"/metrics", nil)
	o.must(err)
	res, err := http.DefaultClient.Do(req)
	o.must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	o.must(err)
	for line := range strings.Lines(string(body)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+" "); ok {
			f, err := strconv.ParseFloat(value, 64)
			o.must(err)
			return int(f)
		}
	}
	o.t.Fatalf("no metric %s", name)
	return 0
}

func (o *office) metric(name string) int {
	o.t.Helper()
	return metricAt(o, o.app.listener.Addr().String(), name)
}

// cleanBut allows violations of one kind, which the fault itself causes.
func (o *office) cleanBut(expected string) {
	o.t.Helper()
	for _, v := range o.ws.Violations() {
		if !strings.Contains(v, expected) {
			o.t.Errorf("Slack would refuse: %s", v)
		}
	}
}

// ephemeral reports whether who got a message for their eyes only that says so.
func (o *office) ephemeral(who, words string) bool {
	for _, m := range o.ws.Person(who).Messages("") {
		if m.Ephemeral && strings.Contains(m.Text+m.Visible(), words) {
			return true
		}
	}
	return false
}
