package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"klachtbot/bot"
	"klachtbot/complaint"
	"klachtbot/handlers"
	"klachtbot/handlers/view"
	"klachtbot/store"
)

// app is one running klachtbot: what serve and demo run, and what the
// end-to-end tests start.
type app struct {
	store    *store.Store
	service  *handlers.Service
	bot      *bot.Bot
	business *businessClock
	listener net.Listener
	metrics  *prometheus.Registry
	log      *slog.Logger
}

// parts is what an app is built from.
type parts struct {
	config  config
	redis   redis.UniversalClient
	keys    store.KeyWrapper
	profile store.Profile
	// business is business time; nil is real time, or KLACHTBOT_CLOCK.
	business *businessClock
	// register keeps several offices apart on one Redis; empty is "main".
	register string
	log      *slog.Logger
}

// serve runs the bot until ctx ends.
func serve(ctx context.Context, errOut io.Writer) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	log, err := newLogger(c, errOut)
	if err != nil {
		return err
	}
	ring, err := store.LoadKeyFile(c.Keys)
	if err != nil {
		return fmt.Errorf("KLACHTBOT_KEYS: %w", err)
	}
	redis.SetLogger(redisLog{log})
	rdb, err := store.Dial(c.RedisURL)
	if err != nil {
		return fmt.Errorf("REDIS_URL: %w", err)
	}
	a, err := wire(ctx, parts{config: c, redis: rdb, keys: ring, profile: store.Productie, log: log})
	if err != nil {
		_ = rdb.Close()
		return err
	}
	return a.run(ctx)
}

// wire joins store, use cases and bot. It waits for Redis and refuses one that
// would lose what people typed.
func wire(ctx context.Context, p parts) (*app, error) {
	a := &app{business: p.business, log: p.log}
	if a.business == nil {
		a.business = newBusinessClock(p.config.start, time.Now)
	}
	var err error
	a.store, err = store.Open(ctx, store.Options{Client: p.redis, Register: p.register, Keys: p.keys, Profile: p.profile, Log: p.log,
		Overlay: func(s *complaint.Settings) { s.Office, s.Channel = p.config.seed.Office, p.config.seed.Channel }})
	if err != nil {
		return nil, err
	}
	if err := a.store.SeedSettings(ctx, p.config.seed); err != nil {
		return nil, fmt.Errorf("seed the settings: %w", err)
	}
	ping := func(ctx context.Context) error { return p.redis.Ping(ctx).Err() }
	if a.metrics, err = newRegistry(a.store.Stats, ping); err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	a.bot, err = bot.New(bot.Config{
		Token: p.config.BotToken, AppToken: p.config.AppToken, SigningSecret: p.config.SigningSecret, APIURL: p.config.APIURL,
		Outbox: a.store, Log: p.log, Explain: view.ExplainError, Notice: view.Notice, Gate: ping, Metrics: a.metrics,
	})
	if err != nil {
		return nil, err
	}
	a.service = handlers.New(a.store, a.bot.Directory(), a.business.Now, func() complaint.ID { return complaint.ID(rand.Text()) })
	if err := a.bot.Wire(a.service, bot.Routes(a.service)); err != nil {
		return nil, err
	}
	if a.listener, err = net.Listen("tcp", p.config.HTTPAddr); err != nil {
		return nil, fmt.Errorf("HTTP_ADDR: %w", err)
	}
	return a, nil
}

// run serves until ctx ends, then stops in order: no new events, handlers done,
// leases let go, Redis closed.
func (a *app) run(ctx context.Context) error {
	defer func() { _ = a.store.Close() }()
	if err := a.service.Start(ctx); err != nil {
		return err
	}
	health := &http.Server{Handler: a.bot.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- health.Serve(a.listener) }()
	err := a.bot.Run(ctx)
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_ = health.Shutdown(closing)
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// redisLog keeps go-redis from writing to standard error in a format, and with
// details, of its own.
type redisLog struct{ log *slog.Logger }

// Printf drops the details: they can name addresses and arguments.
func (r redisLog) Printf(ctx context.Context, _ string, _ ...any) {
	r.log.DebugContext(ctx, "redis client", "op", "redis")
}

// newLogger writes what happened, never what was said: no names, texts, Slack
// ids or payloads.
func newLogger(c config, w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return nil, fmt.Errorf("LOG_LEVEL is %q; expected debug, info, warn or error", c.LogLevel)
	}
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(w, o)), nil
	}
	return slog.New(slog.NewJSONHandler(w, o)), nil
}
