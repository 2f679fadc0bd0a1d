package bot

import (
	"strconv"
	"testing"

	"github.com/jonboulle/clockwork"
)

func TestSeen(t *testing.T) {
	t.Parallel()
	clock := clockwork.NewFakeClock()
	s := newSeen(clock)
	if !s.first("a") || s.first("a") {
		t.Error("an act is new once")
	}
	clock.Advance(seenLife)
	if s.first("a") {
		t.Error("forgotten while Slack may still deliver it again")
	}
	clock.Advance(2 * seenLife)
	_ = s.first("b")
	clock.Advance(2 * seenLife)
	if !s.first("a") {
		t.Error("remembered for ever")
	}
	s.forget("a")
	if !s.first("a") {
		t.Error("an act that failed cannot be tried again")
	}
}

// However many acts, memory has a bound, and the last ones are still known.
func TestSeenIsBounded(t *testing.T) {
	t.Parallel()
	s := newSeen(clockwork.NewFakeClock())
	for i := range 5*seenMost + 1 {
		_ = s.first(strconv.Itoa(i))
		if n := len(s.now) + len(s.old); n > 2*seenMost {
			t.Fatalf("%d acts are remembered", n)
		}
	}
	for i := 4*seenMost + 1; i <= 5*seenMost; i++ {
		if s.first(strconv.Itoa(i)) {
			t.Fatalf("act %d, one of the last, is forgotten", i)
		}
	}
}
