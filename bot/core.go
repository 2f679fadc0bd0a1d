package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers"
)

// The types of envelopes, as Socket Mode calls them.
const (
	slashCommands = "slash_commands"
	interactive   = "interactive"
	eventsAPI     = "events_api"
)

const slackbot = "USLACKBOT" // users.info calls it no bot

// limits are the bot's deadlines.
type limits struct {
	quick  time.Duration // a modal that takes longer opens as "Laden..."
	submit time.Duration // a submission is stored within this, or refused
	work   time.Duration // everything else
	ack    time.Duration // what Slack waits
	grace  time.Duration // for a use case that does not heed its deadline
}

var slackLimits = limits{quick: 500 * time.Millisecond, submit: 2500 * time.Millisecond,
	work: 8 * time.Second, ack: 3 * time.Second, grace: 150 * time.Millisecond}

// envelope is one delivery of Slack, whatever brought it.
type envelope struct {
	kind string // slash_commands, interactive, events_api
	body []byte
	form bool // a command as a form
	at   time.Time
	max  int // bytes an answer may have
	// send gives the answer to the transport; nil is the plain acknowledgement.
	send func(ctx context.Context, body []byte) error

	once sync.Once
}

// core carries requests out. It knows no transport.
type core struct {
	web    *web
	dir    *Directory
	routes routes
	pool   *pool
	m      *metrics
	log    *slog.Logger
	words  words
	self   func() identity
	lim    limits
	seen   *seen
	latest latest
}

// handle carries out one delivery, from decoding to the last update. It runs
// in a worker; ctx outlives the transport's.
func (c *core) handle(ctx context.Context, e *envelope) {
	var a act
	defer func() {
		if v := recover(); v != nil {
			c.crashed(ctx, e, a, v)
		}
	}()
	a, err := decode(e.kind, e.body, e.form)
	if why := c.refuse(a, err); why != "" {
		c.m.refused.WithLabelValues(why).Inc()
		c.ack(ctx, e, e.kind, "refused", nil)
		return
	}
	if a.user != nil {
		c.dir.changed(a.user)
	}
	if a.inModal && (a.kind == Action || a.kind == Submission) {
		c.latest.note(a.req.View.ID, a.at)
	}
	c.prepare(ctx, &a)
	r, ok := c.routes.find(a.kind, a.req.Name)
	switch {
	case a.ignore, !ok && a.user != nil:
		c.ack(ctx, e, string(a.kind), "ignored", nil)
	case !ok:
		c.unrouted(ctx, e, a)
	case a.kind == Submission: // may come again with other contents
		c.submission(ctx, e, a, r)
	case !c.seen.first(a.key()):
		c.ack(ctx, e, string(a.kind), "duplicate", nil)
	case a.kind == Event, a.kind == Closed:
		c.ack(ctx, e, string(a.kind), "ok", nil)
		if res := c.wait(c.start(ctx, a, r, c.lim.work), c.lim.work); res.err != nil {
			c.note(a, res.err)
			c.seen.forget(a.key())
		}
	default:
		c.interact(ctx, e, a, r)
	}
}

// refuse gives the reason why a request reaches no use case, or "". The person
// behind an event is whom it is about, not who acts.
func (c *core) refuse(a act, err error) string {
	self := c.self()
	user := string(a.req.User)
	switch {
	case err != nil:
		return "malformed"
	case a.team != self.team:
		return "other_team"
	case a.bot, a.kind != Event && (user == slackbot || user == self.user):
		return "bot"
	}
	return ""
}

// prepare adds what the payload alone does not tell, and looks up who is
// chosen before the use case asks.
func (c *core) prepare(ctx context.Context, a *act) {
	if is, known := c.dir.isDM(a.req.User, a.req.Channel); known {
		a.req.Direct = is
	}
	if a.kind == Event {
		return
	}
	ids := []complaint.UserID{a.req.User}
	for _, v := range a.req.View.Values {
		for _, u := range v.Users {
			ids = append(ids, complaint.UserID(u))
		}
	}
	c.dir.Warm(ctx, ids...)
}

// unrouted answers what nobody handles. What was typed must not vanish as if
// it had been stored.
func (c *core) unrouted(ctx context.Context, e *envelope, a act) {
	c.m.refused.WithLabelValues("no_route").Inc()
	if a.kind != Submission {
		c.log.Warn("no route", "op", "route", "event", string(a.kind))
		c.ack(ctx, e, string(a.kind), "no_route", nil)
		return
	}
	ref := c.note(a, errNoRoute)
	c.ack(ctx, e, string(a.kind), "no_route", c.words.refusal(a, c.words.explain(errNoRoute, ref)))
}

// result is how a use case ended.
type result struct {
	reply handlers.Reply
	err   error
}

// start runs a use case with a deadline. It goes on when nobody waits any more;
// the pool does.
func (c *core) start(ctx context.Context, a act, r Route, d time.Duration) <-chan result {
	out := make(chan result, 1)
	c.pool.fork(func() {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		begun := time.Now()
		var res result
		res.reply, res.err = c.guarded(ctx, a, r)
		outcome := "ok"
		if res.err != nil {
			outcome = "failed"
		}
		c.m.handlerSeconds.WithLabelValues(string(a.kind), outcome).Observe(time.Since(begun).Seconds())
		c.log.Debug("handled", "op", string(a.kind), "ms", time.Since(begun).Milliseconds(), "err_kind", errKind(res.err))
		out <- res
	})
	return out
}

// guarded turns a panic of a use case into an error without its value, which
// could be content.
func (c *core) guarded(ctx context.Context, a act, r Route) (reply handlers.Reply, err error) {
	defer func() {
		if v := recover(); v != nil {
			c.m.panics.Inc()
			reply, err = handlers.Reply{}, recovered(v)
		}
	}()
	return r.Handle(ctx, a.req)
}

// wait gives the result, or errSlow when the use case does not heed its
// deadline of d from now.
func (c *core) wait(out <-chan result, d time.Duration) result {
	if res, ok := within(out, d+c.lim.grace); ok {
		return res
	}
	return result{err: errSlow}
}

func within(out <-chan result, d time.Duration) (result, bool) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case res := <-out:
		return res, true
	case <-t.C:
		return result{}, false
	}
}

// ack answers once. It has the rest of Slack's three seconds, whatever became
// of the use case.
func (c *core) ack(ctx context.Context, e *envelope, kind, outcome string, body []byte) {
	e.once.Do(func() {
		left := max(c.lim.ack-time.Since(e.at), 100*time.Millisecond)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), left)
		defer cancel()
		if err := e.send(ctx, body); err != nil {
			outcome = "unsent"
			c.log.Warn("not acknowledged", "op", "ack", "event", kind, "err_kind", errKind(err))
		}
		c.m.acks.WithLabelValues(kind, outcome).Inc()
		c.m.ackSeconds.WithLabelValues(kind).Observe(time.Since(e.at).Seconds())
	})
}

// note logs a failure under a reference that the person sees as well.
func (c *core) note(a act, err error) (ref string) {
	ref = newRef()
	c.log.Error("request failed", "op", string(a.kind), "event", a.event(), "err_kind", errKind(err), "ref", ref)
	return ref
}

// key tells acts apart; a view that is closed has the id of the view that was
// submitted.
func (a act) key() string { return string(a.kind) + " " + a.req.ID }

// event is the type of event; other names can carry ids and stay out of logs.
func (a act) event() string {
	if a.kind == Event {
		return a.req.Name
	}
	return string(a.kind)
}

// crashed answers for a panic in the bot itself.
func (c *core) crashed(ctx context.Context, e *envelope, a act, v any) {
	c.m.panics.Inc()
	err := recovered(v)
	ref := c.note(a, err)
	var body []byte
	switch a.kind {
	case Submission:
		body = c.words.refusal(a, c.words.explain(err, ref))
	case Command:
		body = ephemeral(c.words.explain(err, ref))
	}
	c.ack(ctx, e, e.kind, "failed", body)
}

// busy answers for a request that no worker could take. A submission keeps what
// was typed; a click that nobody carries out is not acknowledged, so that the
// person sees that it failed, nor is an event, which Slack delivers again.
func (c *core) busy(ctx context.Context, e *envelope) {
	c.m.refused.WithLabelValues("busy").Inc()
	a, err := decode(e.kind, e.body, e.form)
	if err != nil {
		return
	}
	switch a.kind {
	case Submission:
		c.ack(ctx, e, string(a.kind), "busy", c.words.refusal(a, c.words.explain(errBusy, c.note(a, errBusy))))
	case Command:
		c.ack(ctx, e, string(a.kind), "busy", ephemeral(c.words.explain(errBusy, c.note(a, errBusy))))
	}
}

func newRef() string {
	b := make([]byte, 4)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return hex.EncodeToString(b)
}

// words is what the bot itself says; see Config.
type words struct {
	explain              func(err error, ref string) string
	window               func(title, text string) slack.ModalViewRequest
	title, loading, done string
}

func (w words) notice(text string) slack.ModalViewRequest { return w.window(w.title, text) }
