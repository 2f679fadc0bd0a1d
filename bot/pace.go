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
	by    map[string]*rate.Limiter
}

func newPace(c clockwork.Clock) *pace { return &pace{clock: c, by: map[string]*rate.Limiter{}} }

// take gives zero when a post may go out now, and else how long to wait.
func (p *pace) take(channel string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.by[channel]
	if l == nil {
		if len(p.by) >= maxPaced {
			clear(p.by) // forgetting costs a refusal at worst
		}
		l = rate.NewLimiter(perChannel, burst)
		p.by[channel] = l
	}
	now := p.clock.Now()
	res := l.ReserveN(now, 1)
	wait := res.DelayFrom(now)
	if wait > 0 {
		res.CancelAt(now)
	}
	return wait
}
