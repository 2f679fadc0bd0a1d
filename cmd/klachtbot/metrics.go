package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"klachtbot/store"
)

// pingIn is how long a scrape waits for Redis.
const pingIn = time.Second

// newRegistry gives what /metrics shows besides the bot's own metrics: Redis as
// the store sees it, the process and the Go runtime. docs/metrics.md describes
// every metric; a test holds the two together.
func newRegistry(stats func() store.Stats, ping func(context.Context) error) (*prometheus.Registry, error) {
	reg := prometheus.NewRegistry()
	for _, c := range []prometheus.Collector{
		&storeCollector{stats: stats, ping: ping},
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewGoCollector(collectors.WithGoCollectorMemStatsMetricsDisabled()),
	} {
		if err := reg.Register(c); err != nil {
			return nil, err
		}
	}
	return reg, nil
}

// storeCollector reads the store's counters when someone scrapes.
type storeCollector struct {
	stats func() store.Stats
	ping  func(context.Context) error
}

func storeDesc(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("klachtbot_"+name, help, nil, nil)
}

var redisUp = storeDesc("redis_up", "1 when Redis answered during this scrape.")

// storeMetrics is one row per counter.
var storeMetrics = []struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	of   func(store.Stats) float64
}{
	{storeDesc("redis_pool_hits_total", "Times a free connection to Redis was at hand."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Pool.Hits) }},
	{storeDesc("redis_pool_misses_total", "Times a connection to Redis had to be made."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Pool.Misses) }},
	{storeDesc("redis_pool_timeouts_total", "Times no connection to Redis came free in time."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Pool.Timeouts) }},
	{storeDesc("redis_pool_waits_total", "Times something waited for a connection to Redis."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Pool.WaitCount) }},
	{storeDesc("redis_pool_wait_seconds_total", "Time spent waiting for a connection to Redis."), prometheus.CounterValue,
		func(s store.Stats) float64 { return time.Duration(s.Pool.WaitDurationNs).Seconds() }},
	{storeDesc("redis_pool_stale_total", "Connections to Redis that were dropped as stale."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Pool.StaleConns) }},
	{storeDesc("redis_pool_conns", "Connections to Redis."), prometheus.GaugeValue,
		func(s store.Stats) float64 { return float64(s.Pool.TotalConns) }},
	{storeDesc("redis_pool_idle_conns", "Connections to Redis that nobody uses now."), prometheus.GaugeValue,
		func(s store.Stats) float64 { return float64(s.Pool.IdleConns) }},
	{storeDesc("store_retries_total", "Commands sent again after an error that may pass."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Retries) }},
	{storeDesc("store_conflicts_total", "Writes refused because someone else was first; the bot reads again and repeats."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Conflicts) }},
	{storeDesc("store_repeats_total", "Notices handed out again after a lease that ended without an answer."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Repeats) }},
	{storeDesc("store_lost_leases_total", "Answers about a notice whose lease had ended."), prometheus.CounterValue,
		func(s store.Stats) float64 { return float64(s.Lost) }},
}

// Describe names every metric.
func (c *storeCollector) Describe(out chan<- *prometheus.Desc) {
	out <- redisUp
	for _, m := range storeMetrics {
		out <- m.desc
	}
}

// Collect reads the counters and asks Redis whether it is there.
func (c *storeCollector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), pingIn) // a collector is given no context
	defer cancel()
	up := 0.0
	if c.ping(ctx) == nil {
		up = 1
	}
	out <- prometheus.MustNewConstMetric(redisUp, prometheus.GaugeValue, up)
	now := c.stats()
	for _, m := range storeMetrics {
		out <- prometheus.MustNewConstMetric(m.desc, m.kind, m.of(now))
	}
}
