package bot

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"klachtbot/complaint"
)

// settle writes down what became of a notice.
func (r *relay) settle(work context.Context, t complaint.Task, done delivered, err error) (outcome string) {
	var p *panicError
	class := classOf(err)
	switch {
	case err == nil && done.later > 0:
		r.again(work, t, done.later)
		return "later"
	case err == nil:
		if r.book(work, "finish", func(ctx context.Context) error {
			return r.outbox.Finish(ctx, t, done.cards, done.retired)
		}) {
			r.mu.Lock()
			delete(r.posted, t.Key)
			r.mu.Unlock()
		}
		if done.nothing {
			return "nothing"
		}
		return "sent"
	case class == classPermanent, class == classGone, class == classBug,
		t.Attempt >= giveUp && (class == classUnknown || errors.As(err, &p)):
		r.book(work, "bury", func(ctx context.Context) error { return r.outbox.Bury(ctx, t, errKind(err)) })
		return "buried"
	}
	if isLost(err) && isMethod(err, "chat.postMessage") {
		r.m.repeats.Inc()
	}
	r.again(work, t, backoff(t.Attempt, maxBackoff, err))
	return "retry"
}

func isMethod(err error, method string) bool {
	var e *apiError
	return errors.As(err, &e) && e.method == method
}

func (r *relay) again(work context.Context, t complaint.Task, in time.Duration) {
	r.book(work, "retry", func(ctx context.Context) error { return r.outbox.Retry(ctx, t, in) })
}

// book writes down what became of a notice, also while stopping, and tries a
// few times: what was sent and is not written down would be sent again by the
// next process.
func (r *relay) book(work context.Context, op string, fn func(context.Context) error) bool {
	for attempt := 1; ; attempt++ {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(work), bookIn)
		err := fn(ctx)
		cancel()
		if err == nil {
			return true
		}
		r.log.Warn("outbox not written", "op", op, "attempt", attempt, "err_kind", errKind(err))
		if attempt == 5 || work.Err() != nil {
			return false
		}
		select {
		case <-r.clock.After(backoff(attempt, 2*time.Second, nil)):
		case <-work.Done():
		}
	}
}

// backoff doubles from one second up to a limit, with a fifth of jitter, and
// never undercuts the Retry-After of err.
func backoff(attempt int, limit time.Duration, err error) time.Duration {
	d := limit
	if attempt < 10 {
		d = min(limit, time.Second<<max(attempt-1, 0))
	}
	var e *apiError
	if errors.As(err, &e) {
		switch {
		case e.code == "own_pace":
			return e.after
		case e.class == classAuth:
			d = limit
		}
		d = max(d, e.after)
	}
	return d + time.Duration(rand.Int64N(int64(d)/5+1))
}
