package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/jonboulle/clockwork"
)

const (
	tickEvery = 30 * time.Second
	tickIn    = 25 * time.Second
)

// ticker looks every 30 s of real time at what is due. A look that is missed
// or done twice changes nothing but the hour of delivery.
type ticker struct {
	service Service
	clock   clockwork.Clock
	m       *metrics
	log     *slog.Logger
	turn    chan struct{} // one look at a time
	last    atomic.Int64  // unix nanoseconds of the last completed look, or of the start
}

func newTicker(cfg Config) *ticker {
	t := &ticker{clock: cfg.Real, log: cfg.Log, turn: make(chan struct{}, 1)}
	t.last.Store(cfg.Real.Now().UnixNano())
	return t
}

func (t *ticker) lag() time.Duration { return t.clock.Since(time.Unix(0, t.last.Load())) }

// start begins at once. The caller shuts the scheduler down.
func (t *ticker) start(ctx context.Context) (gocron.Scheduler, error) {
	s, err := gocron.NewScheduler(gocron.WithClock(t.clock), gocron.WithLogger(gocronLog{t.log}),
		gocron.WithStopTimeout(time.Second))
	if err != nil {
		return nil, fmt.Errorf("bot: scheduler: %w", err)
	}
	_, err = s.NewJob(gocron.DurationJob(tickEvery),
		gocron.NewTask(func(ctx context.Context) { _ = t.now(ctx) }),
		gocron.WithContext(ctx), gocron.WithStartAt(gocron.WithStartImmediately()),
		gocron.WithSingletonMode(gocron.LimitModeReschedule))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bot: tick: %w", err), s.Shutdown())
	}
	s.Start()
	return s, nil
}

// now looks once, after a look that is under way.
func (t *ticker) now(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, tickIn)
	defer cancel()
	select {
	case t.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-t.turn }()
	defer func() {
		if v := recover(); v != nil {
			t.m.panics.Inc()
			err = recovered(v)
		}
		outcome := "ok"
		if err != nil {
			outcome = "failed"
			t.log.Error("tick failed", "op", "tick", "err_kind", errKind(err))
		} else {
			t.last.Store(t.clock.Now().UnixNano())
		}
		t.m.ticks.WithLabelValues(outcome).Inc()
	}()
	return t.service.Tick(ctx)
}

// TickNow looks at what is due without waiting for the next tick: business
// time has jumped.
func (b *Bot) TickNow(ctx context.Context) error { return b.ticker.now(ctx) }

// gocronLog passes on that the scheduler complains, not what it says.
type gocronLog struct{ log *slog.Logger }

func (gocronLog) Debug(string, ...any)         {}
func (gocronLog) Info(string, ...any)          {}
func (l gocronLog) Warn(msg string, _ ...any)  { l.log.Warn("scheduler: "+msg, "op", "tick") }
func (l gocronLog) Error(msg string, _ ...any) { l.log.Error("scheduler: "+msg, "op", "tick") }
