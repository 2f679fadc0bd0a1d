package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"klachtbot/complaint"
	"klachtbot/handlers"
)

const (
	relayWorkers = 8
	leaseFor     = 90 * time.Second // longer than any delivery takes, and the one it waits for
	deliverIn    = 30 * time.Second
	bookIn       = 3 * time.Second // to write down what became of a notice
	poll         = time.Second
	maxBackoff   = 5 * time.Minute
	// giveUp is the attempt at which what we have no rule for, and what panics,
	// is buried; by then it has been tried for an hour or so.
	giveUp = 20
)

// relay tells people what the outbox holds.
type relay struct {
	outbox  Outbox
	service Service
	web     *web
	dir     *Directory
	clock   clockwork.Clock
	m       *metrics
	log     *slog.Logger
	pace    *pace

	loop   sync.WaitGroup
	tasks  sync.WaitGroup
	stop   context.CancelFunc
	wake   chan struct{}
	slots  chan struct{}
	mu     sync.Mutex
	posted map[string]delivered // by key: posted, but not yet written down
	turns  turns
}

func newRelay(cfg Config, w *web, d *Directory, m *metrics) *relay {
	return &relay{outbox: cfg.Outbox, web: w, dir: d, clock: cfg.Real, m: m, log: cfg.Log,
		pace: newPace(cfg.Real), wake: make(chan struct{}, 1), slots: make(chan struct{}, relayWorkers),
		posted: map[string]delivered{}}
}

// start begins leasing; quit ends it.
func (r *relay) start(ctx context.Context) {
	leasing, stop := context.WithCancel(ctx)
	r.stop = stop
	r.loop.Go(func() { r.run(leasing, ctx) })
}

// quit takes no more notices and waits for those under way; false when ctx
// ended first.
func (r *relay) quit(ctx context.Context) bool {
	r.stop()
	r.loop.Wait()
	return finished(ctx, &r.tasks)
}

// run leases as many notices as there are idle workers, so that no leased
// notice waits.
func (r *relay) run(leasing, work context.Context) {
	timer := r.clock.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-leasing.Done():
			return
		case <-timer.Chan():
		case <-r.outbox.Committed():
		case <-r.wake:
		}
		r.lease(leasing, work)
		timer.Stop()
		timer.Reset(poll)
	}
}

func (r *relay) lease(leasing, work context.Context) {
	idle := cap(r.slots) - len(r.slots)
	if idle == 0 || leasing.Err() != nil {
		return // a worker that finishes wakes us
	}
	// A lease that is cut off half-way would sit out its term, so it may finish.
	ctx, cancel := context.WithTimeout(work, bookIn)
	defer cancel()
	tasks, err := r.outbox.Lease(ctx, idle, leaseFor)
	if err != nil {
		r.log.Warn("outbox not read", "op", "lease", "err_kind", errKind(err))
		return
	}
	for _, t := range tasks {
		r.slots <- struct{}{}
		r.tasks.Go(func() {
			defer r.free()
			if leasing.Err() != nil {
				r.book(work, "release", func(ctx context.Context) error { return r.outbox.Retry(ctx, t, 0) })
				return
			}
			r.tell(work, t)
		})
	}
}

func (r *relay) free() {
	<-r.slots
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// tell delivers one notice and writes down what became of it.
func (r *relay) tell(work context.Context, t complaint.Task) {
	defer r.turns.take(string(t.Notice.Case) + " " + string(t.Notice.To))()
	ctx, cancel := context.WithTimeout(work, deliverIn)
	defer cancel()
	begun := time.Now()
	done, err := r.deliver(ctx, t)
	outcome := r.settle(work, t, done, err)
	r.m.sent.WithLabelValues(outcome).Inc()
	level := slog.LevelDebug
	if err != nil {
		level = slog.LevelWarn
	}
	r.log.Log(ctx, level, "notice", "op", outcome, "event", string(t.Notice.Kind), "attempt", t.Attempt,
		"ms", time.Since(begun).Milliseconds(), "err_kind", errKind(err))
}

// delivered is what came of one attempt.
type delivered struct {
	cards, retired []complaint.Card
	nothing        bool
	later          time.Duration
}

// deliver renders and sends. Edits come first and the post last, and a post
// that was written down nowhere yet is not sent again: the only thing that can
// happen twice is a post whose answer was lost.
func (r *relay) deliver(ctx context.Context, t complaint.Task) (done delivered, err error) {
	defer func() {
		if v := recover(); v != nil {
			r.m.panics.Inc()
			err = recovered(v)
		}
	}()
	if done, ok := r.unwritten(t.Key); ok {
		return done, nil
	}
	d, err := r.service.Deliver(ctx, t.Notice)
	switch {
	case err != nil:
		return done, err
	case d.Later > 0:
		return delivered{later: d.Later}, nil
	case d.Post == nil && d.Home == nil && len(d.Edits) == 0:
		return delivered{nothing: true}, nil
	}
	channel, err := r.place(ctx, d.Post, t.Attempt > 1)
	if err != nil && classOf(err) == classTemporary {
		return done, err // before the edits, which would all be done again
	}
	if err := r.refresh(ctx, d, &done); err != nil || d.Post == nil {
		return done, err
	}
	if err != nil {
		return done, err
	}
	return done, r.post(ctx, t, channel, *d.Post, &done)
}

// refresh brings what stands there up to date.
func (r *relay) refresh(ctx context.Context, d handlers.Delivery, done *delivered) error {
	for _, e := range d.Edits {
		err := r.edit(ctx, e, done)
		if classOf(err) == classBug && d.Post != nil {
			r.log.Error("card not updated", "op", "edit", "err_kind", errKind(err))
			continue // a broken card must not keep the alert from being told
		}
		if err != nil {
			return err
		}
	}
	if d.Home != nil {
		return r.web.publish(ctx, *d.Home)
	}
	return nil
}

// edit brings one card up to date. A card that can never be changed again is
// retired; it must not keep the rest of the notice from being told.
func (r *relay) edit(ctx context.Context, e handlers.Edit, done *delivered) error {
	err := r.web.edit(ctx, e.Card.Channel, e.Card.TS, e.Message)
	switch c := classOf(err); {
	case err == nil && !e.Retire:
		done.cards = append(done.cards, e.Card)
	case err == nil:
		done.retired = append(done.retired, e.Card)
	case c == classGone, c == classPermanent:
		r.m.retired.Inc()
		done.retired = append(done.retired, e.Card)
	default:
		return err
	}
	return nil
}

// place gives the channel of a post when its pace allows one now; waited says
// that the post had to wait before.
func (r *relay) place(ctx context.Context, p *handlers.Post, waited bool) (channel string, err error) {
	if p == nil {
		return "", nil
	}
	channel = p.Channel
	if p.To != "" {
		if channel, err = r.dir.DM(ctx, p.To); err != nil {
			return "", err
		}
	}
	if wait := r.pace.take(channel, waited); wait > 0 {
		return "", &apiError{method: "chat.postMessage", code: "own_pace", class: classTemporary, after: wait}
	}
	return channel, nil
}

// post sends the new message and adds its card.
func (r *relay) post(ctx context.Context, t complaint.Task, channel string, p handlers.Post, done *delivered) error {
	if t.Repeat {
		r.m.repeats.Inc()
	}
	ts, err := r.web.post(ctx, channel, p.Message)
	if err != nil {
		return err
	}
	if p.Card.Role != "" {
		p.Card.Channel, p.Card.TS = channel, ts
		done.cards = append(done.cards, p.Card)
	}
	r.mu.Lock()
	r.posted[t.Key] = *done
	r.mu.Unlock()
	return nil
}

// unwritten gives what was posted by an earlier attempt of this process whose
// Finish failed.
func (r *relay) unwritten(key string) (delivered, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	done, ok := r.posted[key]
	return done, ok
}
