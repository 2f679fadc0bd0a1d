package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"klachtbot/bot/slackfake"
	"klachtbot/bot/slackfake/page"
	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
	"klachtbot/handlers/view"
	"klachtbot/store"
)

// demo runs the real bot, an embedded Redis and the Slack stand-in in this
// process, with a page to play every role. It keeps nothing.
func demo(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(out)
	addr := flags.String("addr", "127.0.0.1:8090", "where the page listens; loopback only")
	quiet := flags.Bool("no-open", false, "do not open a browser")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if !loopback("http://" + *addr) {
		return fmt.Errorf("--addr %s is not a loopback address; the demo has no lock on its door", *addr)
	}
	d, err := newDemo(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return fmt.Errorf("--addr: %w; choose another one with --addr 127.0.0.1:0", err)
	}
	address := "http://" + listener.Addr().String() + "/"
	fmt.Fprintf(out, "Klachtbot demo: %s\nEverything is fictional and nothing is kept. Stop with Ctrl-C.\n", address)
	if !*quiet {
		openBrowser(ctx, address)
	}
	server := &http.Server{Handler: d.page(), ReadHeaderTimeout: 5 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() { <-ctx.Done(); _ = server.Close() }()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return d.stop()
}

// openBrowser is a courtesy; the address is printed as well.
func openBrowser(ctx context.Context, address string) {
	command := map[string]string{"darwin": "open", "windows": "explorer"}[runtime.GOOS]
	if command == "" {
		command = "xdg-open"
	}
	_ = exec.CommandContext(ctx, command, address).Start()
}

// playground is a running demo.
type playground struct {
	ws     *slackfake.Workspace
	redis  *miniredis.Miniredis
	app    *app
	cancel context.CancelFunc
	done   chan error
}

// newDemo starts everything and plays the past.
func newDemo(ctx context.Context) (*playground, error) {
	business := newBusinessClock(time.Time{}, time.Now)
	ws, err := slackfake.New(slackfake.Options{App: installed(), Posted: business.Now})
	if err != nil {
		return nil, err
	}
	d := &playground{ws: ws, redis: miniredis.NewMiniRedis(), done: make(chan error, 1)}
	if err := d.redis.Start(); err != nil {
		return nil, errors.Join(err, ws.Close())
	}
	c := config{BotToken: ws.BotToken(), AppToken: ws.AppToken(), APIURL: ws.APIURL(), HTTPAddr: "127.0.0.1:0", seed: demoSettings()}
	populate(ws, c.seed.Channel)
	d.app, err = wire(ctx, parts{config: c, redis: redis.NewClient(&redis.Options{Addr: d.redis.Addr(), DisableIdentity: true}),
		keys: store.MemoryKeyring(), profile: store.Demo, business: business, log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, errors.Join(err, ws.Close())
	}
	running, cancel := context.WithCancel(ctx)
	d.cancel = cancel
	go func() { d.done <- d.app.run(running) }()
	if err := ws.Wait(ctx, func() bool { return ws.Connections() > 0 }); err != nil {
		return nil, err
	}
	if err := d.playPast(ctx); err != nil {
		d.close()
		return nil, fmt.Errorf("play the demo's past: %w", err)
	}
	return d, nil
}

// stop ends the bot and reports how it ended.
func (d *playground) stop() error {
	d.cancel()
	return <-d.done
}

func (d *playground) close() {
	d.cancel()
	_ = d.ws.Close()
	d.redis.Close()
}

func (d *playground) page() http.Handler {
	return page.New(page.Options{Workspace: d.ws, Clock: d, Title: "Klachtbot", Intro: demoIntro, People: demoPeople(),
		CommandHints: map[string]string{view.CommandKlacht: "Meld een klacht; met help, mijn, uitleg, tips of regeling erachter zie je meer"}})
}

// Now is business time.
func (d *playground) Now() time.Time { return d.app.business.Now() }

// Advance moves business time and lets the bot look at once.
func (d *playground) Advance(ctx context.Context, by time.Duration) error {
	return d.at(ctx, d.Now().Add(by))
}

func (d *playground) at(ctx context.Context, t time.Time) error {
	d.app.business.set(t)
	return d.app.bot.TickNow(ctx)
}

// NextDeadline is nine in the morning of the first formal date, or of the day
// after it, that lies ahead.
func (d *playground) NextDeadline(ctx context.Context) (time.Time, bool, error) {
	cases, _, err := d.app.store.List(ctx, complaint.Query{Limit: 1000})
	if err != nil {
		return time.Time{}, false, err
	}
	var next time.Time
	for _, c := range cases {
		for _, day := range []calendar.Date{c.Term.DueOn, c.Term.DueOn.AddDays(1)} {
			t := day.At(9, 0)
			if t.After(d.Now()) && (next.IsZero() || t.Before(next)) {
				next = t
			}
		}
	}
	return next, !next.IsZero(), nil
}
