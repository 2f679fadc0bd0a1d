package bot

import (
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

const (
	// seenLife covers Slack's redeliveries, which end after about six minutes.
	seenLife = 10 * time.Minute
	// seenMost bounds the memory: an office does not act ten thousand times in
	// ten minutes, and what is forgotten early the register still knows.
	seenMost = 10_000
)

// seen knows which acts this process has taken up, so that a delivery that
// comes twice does not spend its trigger twice. It is a courtesy: the register
// makes every write idempotent, also across processes and restarts.
type seen struct {
	clock    clockwork.Clock
	mu       sync.Mutex
	now, old map[string]bool
	turned   time.Time
}

func newSeen(c clockwork.Clock) *seen {
	return &seen{clock: c, now: map[string]bool{}, old: map[string]bool{}, turned: c.Now()}
}

// first reports whether the act is new, and remembers it.
func (s *seen) first(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.clock.Since(s.turned) > seenLife || len(s.now) >= seenMost {
		s.now, s.old, s.turned = map[string]bool{}, s.now, s.clock.Now()
	}
	if s.now[key] || s.old[key] {
		return false
	}
	s.now[key] = true
	return true
}

// forget lets an act that failed be tried again.
func (s *seen) forget(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.now, key)
	delete(s.old, key)
}
