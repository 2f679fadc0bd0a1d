package main

import (
	"sync"
	"time"
)

// businessClock is business time: real time plus an offset that a rehearsal or
// the demo may move. It reaches only the procedure, due scores and texts;
// sockets, leases and retries live in real time.
type businessClock struct {
	mu     sync.Mutex
	offset time.Duration
	real   func() time.Time
}

// newBusinessClock starts at a moment, or at real time when start is zero.
func newBusinessClock(start time.Time, real func() time.Time) *businessClock {
	c := &businessClock{real: real}
	if !start.IsZero() {
		c.offset = start.Sub(real())
	}
	return c
}

// Now is business time.
func (c *businessClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.real().Add(c.offset)
}

// set jumps to t.
func (c *businessClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset = t.Sub(c.real())
}
