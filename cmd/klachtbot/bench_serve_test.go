package main

import (
	"slices"
	"testing"
	"time"
)

// slackTakes is how long every call of the Web API takes in the benchmarks.
const slackTakes = 40 * time.Millisecond

// BenchmarkCommand is /klacht at 200 a second: how long the acknowledgement
// takes, and what the process needs for it.
func BenchmarkCommand(b *testing.B) { pairs(b, served(klacht)) }

// BenchmarkSubmission is Klacht melden at 200 a second, with everything that
// the bot does for it: encryption, entry, indexes and outbox.
func BenchmarkSubmission(b *testing.B) { pairs(b, served(submission)) }

// BenchmarkStart is from exec until /readyz says ready, on a Redis that is
// present and a register that exists.
func BenchmarkStart(b *testing.B) {
	pairs(b, func(b *testing.B, kind string) figures {
		c := newChild(b, kind, 0)
		c.launch() // makes the register
		_ = c.end()
		ready := c.launch()
		time.Sleep(500 * time.Millisecond) // what starts behind /readyz
		f := figures{"ready-ms": ms(ready), "idle-MB": c.memory("VmRSS")}
		c.stop()
		return f
	})
}

// figures are what one run of one process gives, by unit.
type figures map[string]float64

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// served runs a process under one kind of load.
func served(delivery func(int) (string, string)) func(*testing.B, string) figures {
	return func(b *testing.B, kind string) figures {
		n, rate := setting(b, "KLACHTBOT_BENCH_REQUESTS", 1000), setting(b, "KLACHTBOT_BENCH_RATE", 200)
		c := newChild(b, kind, slackTakes)
		c.launch()
		accept(b, c.addr)
		// The directory gets to know who works here, as it would when they open
		// the form and choose a colleague.
		load(b, c, hello, 2*people, rate)
		_, lost := load(b, c, delivery, people, rate)
		told := 0
		if place, _ := delivery(0); place == "interactions" {
			told = postsPerSubmission
		}
		c.settle(told * (people - lost))
		c.spare()
		calls, conns := c.slack.count(""), c.slack.conns.Load()
		took, refused := load(b, c, delivery, n, rate)
		c.settle(told * (people - lost + n - refused))
		f := figures{
			"p50-ms": ms(percentile(took, .50)), "p99-ms": ms(percentile(took, .99)), "peak-MB": c.memory("VmHWM"), "refused": float64(refused),
			"conns/1000": 1000 * float64(c.slack.conns.Load()-conns) / float64(max(1, c.slack.count("")-calls)),
		}
		b.Logf("%s: %v", kind, c.slack)
		f["cpu-s/10k"] = c.stop().Seconds() * 10_000 / float64(n)
		return f
	}
}

// accept waits until deliveries are taken: the bot first asks Slack who it is.
func accept(b testing.TB, addr string) {
	b.Helper()
	for until := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		place, body := klacht(0)
		_, _, err := send(addr, place, body)
		if err == nil {
			return
		}
		if time.Now().After(until) {
			b.Fatal(err)
		}
	}
}

// settle waits until people were told what they are owed.
func (c *child) settle(posts int) {
	c.b.Helper()
	for until := time.Now().Add(20 * time.Second); c.slack.told() < posts; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			c.b.Fatalf("%s told %d of %d\n%v", c.kind(), c.slack.told(), posts, c.slack)
		}
	}
	time.Sleep(100 * time.Millisecond) // the last answers
}

// pairs runs bot and floor in turn and reports the median of the bot's figures,
// of the floor's, and of the ratio within each pair: load on the machine that
// lasts longer than a pair weighs on both.
func pairs(b *testing.B, run func(*testing.B, string) figures) {
	n := setting(b, "KLACHTBOT_BENCH_PAIRS", 5)
	bots, floors, ratios := map[string][]float64{}, map[string][]float64{}, map[string][]float64{}
	for b.Loop() {
		for range n {
			bot, low := run(b, asBot), run(b, asFloor)
			for unit, v := range bot {
				bots[unit] = append(bots[unit], v)
				floors[unit] = append(floors[unit], low[unit])
				ratios[unit] = append(ratios[unit], v/low[unit])
			}
			b.Logf("bot %v, floor %v", bot, low)
		}
	}
	b.ReportMetric(0, "ns/op")
	for unit := range bots {
		b.ReportMetric(median(bots[unit]), unit)
		b.ReportMetric(median(floors[unit]), "floor-"+unit)
		if median(floors[unit]) > 0 {
			b.ReportMetric(median(ratios[unit]), "x-"+unit)
		}
	}
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}
