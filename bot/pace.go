package bot

import (
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"golang.org/x/time/rate"
)

// Slack takes about one message per second and channel, and short bursts.
const (
	perChannel = rate.Limit(1)
	burst      = 4
	maxPaced   = 4096
)

// pace keeps posts within Slack's rate per channel, so that a busy case does
// not run into refusals that also slow the others down.
type pace struct {
	clock clockwork.Clock
	mu    sync.Mutex
	by    map[string]*lane
}

// lane is one channel: how fast it may go, and the last moment that was given
// to a post which had to wait.
type lane struct {
	*rate.Limiter
	last time.Time
}

func newPace(c clockwork.Clock) *pace { return &pace{clock: c, by: map[string]*lane{}} }

// take gives zero when a post may go out now, and else how long to wait. Posts
// wait in line, each for a moment of its own: were all told the same, all would
// come back every second, at the cost of reading and rendering their cases, for
// the one that may pass. waited says that a post comes back from the line; one
// that does not joins its end.
func (p *pace) take(channel string, waited bool) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.by[channel]
	if l == nil {
		if len(p.by) >= maxPaced {
			clear(p.by) // forgetting costs a refusal at worst
		}
		l = &lane{Limiter: rate.NewLimiter(perChannel, burst)}
		p.by[channel] = l
	}
	now := p.clock.Now()
	free := now
	if waited || !l.last.After(now) {
		res := l.ReserveN(now, 1)
		wait := res.DelayFrom(now)
		if wait == 0 {
			return 0
		}
		res.CancelAt(now)
		free = now.Add(wait)
	}
	if next := l.last.Add(time.Second / time.Duration(perChannel)); next.After(free) {
		free = next
	}
	l.last = free
	return l.last.Sub(now)
}
