package main

import (
	"sync"
	"sync/atomic"
	"testing"
)

// TestMemoryFlat: a hundred thousand requests leave nothing behind but what is
// kept for minutes on purpose, such as which clicks were seen. It takes minutes
// itself: KLACHTBOT_TEST_REQUIRE=long.
func TestMemoryFlat(t *testing.T) {
	if !required("long") {
		t.Skip("takes minutes; KLACHTBOT_TEST_REQUIRE=long runs it")
	}
	const warm, all, room = 20_000, 100_000, 8 // MB
	c := newChild(t, asBot, 0)
	c.launch()
	accept(t, c.addr)
	c.hammer(klacht, warm)
	before := c.memory("VmRSS")
	c.hammer(klacht, all-warm)
	after := c.memory("VmRSS")
	t.Logf("%.1f MB after %d requests, %.1f MB after %d, never more than %.1f MB; Slack: %v", before, warm, after, all, c.memory("VmHWM"), c.slack)
	if after > before+room {
		t.Errorf("memory grew from %.1f MB to %.1f MB", before, after)
	}
	c.stop()
}

// hammer sends n deliveries, sixteen at a time.
func (c *child) hammer(delivery func(int) (string, string), n int) {
	c.b.Helper()
	var all sync.WaitGroup
	var next, failed atomic.Int64
	for range 16 {
		all.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				place, body := delivery(int(i))
				if _, ack, err := send(c.addr, place, body); err != nil || !accepted(place, ack) {
					failed.Add(1)
				}
			}
		})
	}
	all.Wait()
	if failed.Load() > int64(n/100) {
		c.b.Errorf("%d of %d failed\n%s", failed.Load(), n, c.log)
	}
}
