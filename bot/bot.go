package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers"
)

// stopIn is how long Run takes to stop at most, and drainIn the part of it for
// use cases and notices that are under way.
const (
	stopIn  = 10 * time.Second
	drainIn = 5 * time.Second
)

// Service is what the bot needs of the use cases besides its routes.
type Service interface {
	// Deliver renders a notice after re-checking access.
	Deliver(ctx context.Context, n complaint.Notice) (handlers.Delivery, error)
	// Tick looks at what is due.
	Tick(ctx context.Context) error
}

// Outbox holds the notices that people are yet to be told.
type Outbox interface {
	// Lease takes at most limit notices that are due; nobody else gets them for d.
	Lease(ctx context.Context, limit int, d time.Duration) ([]complaint.Task, error)
	// Finish takes a notice off, and remembers and forgets cards in the same step.
	Finish(ctx context.Context, t complaint.Task, cards, retired []complaint.Card) error
	// Retry lets the lease go; the notice is due again after in.
	Retry(ctx context.Context, t complaint.Task, in time.Duration) error
	// Bury gives up on a notice; why is a code, never content.
	Bury(ctx context.Context, t complaint.Task, why string) error
	Pending(ctx context.Context) (n int, oldest time.Duration, err error)
	Dead(ctx context.Context) (int, error)
	// Committed signals that something may have been queued by this process.
	Committed() <-chan struct{}
}

// Config is what a Bot needs.
type Config struct {
	Token    string // xoxb-
	AppToken string // xapp-; Socket Mode
	// SigningSecret, without an AppToken, means HTTP mode: Handler then takes
	// what Slack posts under /slack/.
	SigningSecret string
	APIURL        string // ends in a slash; empty is Slack itself
	Outbox        Outbox
	// Explain gives the Dutch sentence for an error; ref is the reference under
	// which it was logged. A request that took too long, or that nobody was free
	// for, is a context.DeadlineExceeded; one that Slack could not take just now
	// has a method Temporary() bool that says so.
	Explain func(err error, ref string) string
	// Notice is a small modal with one sentence.
	Notice func(title, text string) slack.ModalViewRequest
	// Title, Loading and Done are what such a modal says: "Klachtbot",
	// "Laden..." and "Klaar." when empty.
	Title, Loading, Done string
	// Gate reports whether the register can be used, for /readyz; nil is always.
	Gate        func(context.Context) error
	Real        clockwork.Clock // real time; nil is the machine's
	Log         *slog.Logger    // nil is silence
	Metrics     *prometheus.Registry
	Connections int // sockets; 2, so that one is open while the other is renewed
	Workers     int // requests carried out at once; 64
}

// identity is who we are in Slack.
type identity struct{ team, enterprise, user string }

// Bot is the office's bot in Slack.
type Bot struct {
	cfg     Config
	m       *metrics
	web     *web
	dir     *Directory
	pool    *pool
	core    *core
	relay   *relay
	ticker  *ticker
	http    *httpMode // nil in Socket Mode
	service Service
	self    atomic.Pointer[identity]
	dialled atomic.Bool
	ending  atomic.Bool
}

// New builds a bot that has not yet spoken to Slack. Wire and Run follow.
func New(cfg Config) (*Bot, error) {
	if err := cfg.defaults(); err != nil {
		return nil, err
	}
	b := &Bot{cfg: cfg, pool: &pool{size: cfg.Workers}, ticker: newTicker(cfg)}
	var err error
	if b.m, err = newMetrics(cfg.Metrics, b.ticker.lag); err != nil {
		return nil, fmt.Errorf("bot: metrics: %w", err)
	}
	b.ticker.m = b.m
	b.pool.failed = func(v any) {
		b.m.panics.Inc()
		cfg.Log.Error("panic", "op", "background", "err_kind", errKind(recovered(v)))
	}
	if b.web, err = newWeb(cfg, b.m); err != nil {
		return nil, err
	}
	b.dir = newDirectory(b.web, cfg.Real, b.identity, b.pool)
	b.core = &core{web: b.web, dir: b.dir, pool: b.pool, m: b.m, log: cfg.Log, self: b.identity, lim: slackLimits, seen: newSeen(cfg.Real),
		words: words{cfg.Explain, cfg.Notice, cfg.Title, cfg.Loading, cfg.Done}}
	b.relay = newRelay(cfg, b.web, b.dir, b.m)
	if cfg.AppToken == "" {
		b.http = &httpMode{b: b}
	}
	return b, nil
}

// defaults fills in what may be left out and refuses what may not.
func (cfg *Config) defaults() error {
	if cfg.Token == "" {
		return errors.New("bot: Token is missing")
	}
	if cfg.AppToken == "" && cfg.SigningSecret == "" {
		return errors.New("bot: AppToken and SigningSecret are missing")
	}
	if cfg.Explain == nil || cfg.Notice == nil {
		return errors.New("bot: Explain or Notice is missing")
	}
	text := func(s *string, def string) {
		if *s == "" {
			*s = def
		}
	}
	text(&cfg.APIURL, slack.APIURL)
	text(&cfg.Title, "Klachtbot")
	text(&cfg.Loading, "Laden...")
	text(&cfg.Done, "Klaar.")
	if cfg.Real == nil {
		cfg.Real = clockwork.NewRealClock()
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Metrics == nil {
		cfg.Metrics = prometheus.NewRegistry()
	}
	if cfg.Connections <= 0 {
		cfg.Connections = 2
	}
	if cfg.Workers <= 0 {
		cfg.Workers = 64
	}
	return nil
}

// Directory knows the workspace; the use cases need it before the bot can be
// wired to them.
func (b *Bot) Directory() *Directory { return b.dir }

// Wire joins the bot to the use cases. It is called once, before Run.
func (b *Bot) Wire(s Service, table []Route) error {
	all, err := newRoutes(table)
	if err != nil {
		return err
	}
	b.service, b.core.routes = s, all
	b.relay.service, b.ticker.service = s, s
	return nil
}

func (b *Bot) identity() identity {
	if id := b.self.Load(); id != nil {
		return *id
	}
	return identity{}
}

// Run serves until ctx ends, and returns nil then; or an error that only an
// operator can mend. It stops within 10 s, in this order: no more requests and
// no more notices are taken, what is under way is finished and acknowledged,
// leases are let go, sockets close.
func (b *Bot) Run(ctx context.Context) error {
	if b.service == nil || b.cfg.Outbox == nil {
		return errors.New("bot: Run before Wire, or without an Outbox")
	}
	b.dialled.Store(true)
	if err := b.Identify(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	// What is under way may go on for a while after ctx has ended.
	work, kill := context.WithCancel(context.WithoutCancel(ctx))
	defer kill()
	in := b.transport()
	jobs, err := b.ticker.start(work)
	if err != nil {
		return err
	}
	b.relay.start(work)
	in.start(work)
	select {
	case <-ctx.Done():
	case err = <-in.failed():
		b.cfg.Log.Error("sockets ended", "op", "socket", "err_kind", errKind(err))
	}
	b.stop(work, kill, in, jobs)
	return err
}

// transport brings what people do in Slack to the core.
type transport interface {
	start(work context.Context)
	// halt takes no more; close ends what is left, after the work is done.
	halt()
	close(ctx context.Context)
	// failed gives the error that ends Run; nil never does.
	failed() <-chan error
}

func (b *Bot) transport() transport {
	if b.http != nil {
		return b.http
	}
	return b.newSockets()
}

// Identify asks Slack who we are, as often as it takes. An error means that
// the token is not accepted.
func (b *Bot) Identify(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		var who *slack.AuthTestResponse
		err := call(ctx, "auth.test", func(ctx context.Context) (err error) {
			who, err = b.web.patient.AuthTestContext(ctx)
			return err
		})
		if err == nil {
			b.self.Store(&identity{team: who.TeamID, enterprise: who.EnterpriseID, user: who.UserID})
			return nil
		}
		if c := classOf(err); c == classAuth || c == classPermanent {
			return fmt.Errorf("bot: Slack does not accept the token: %w", err)
		}
		b.cfg.Log.Warn("Slack does not answer", "op", "auth.test", "attempt", attempt, "err_kind", errKind(err))
		select {
		case <-b.cfg.Real.After(backoff(attempt, 30*time.Second, err)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
