package bot

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics is what an operator can see. No label holds a person, a channel or a
// case.
//
//	klachtbot_acks_total{kind,outcome}          acknowledgements by kind of request and what they said
//	klachtbot_ack_seconds{kind}                 from receipt to acknowledgement; Slack waits 3 s
//	klachtbot_handler_seconds{kind,outcome}     how long use cases take
//	klachtbot_refused_total{reason}             requests refused unread: malformed, other_team, bot, no_route, busy
//	klachtbot_undecodable_total                 envelopes that slack-go could not read
//	klachtbot_panics_total                      recovered panics; each one is a bug
//	klachtbot_blockkit_refused_total{method}    messages and views that broke Slack's rules and were not sent; a bug
//	klachtbot_api_calls_total{method,outcome}   Web API calls
//	klachtbot_api_seconds{method}               how long they take
//	klachtbot_sockets_up                        sockets that said hello; below the configured number is a warning
//	klachtbot_socket_failures                   connection attempts that failed in a row, highest of all sockets
//	klachtbot_ack_write_failures_total          acknowledgements lost on a broken socket
//	klachtbot_outbox_pending                    notices waiting
//	klachtbot_outbox_oldest_seconds             age of the oldest one
//	klachtbot_outbox_dead                       notices buried: someone was not told
//	klachtbot_outbox_sent_total{outcome}        attempts: sent, nothing, later, retry, buried
//	klachtbot_outbox_repeats_total              posts repeated because their answer was lost
//	klachtbot_cards_retired_total               cards whose message can no longer be changed
//	klachtbot_tick_lag_seconds                  since the last completed look at what is due; 30 s is normal
//	klachtbot_ticks_total{outcome}              looks at what is due
type metrics struct {
	acks, refused, blockkit, calls, sent, ticks *prometheus.CounterVec
	ackSeconds, handlerSeconds, callSeconds     *prometheus.HistogramVec
	undecodable, panics, writeFailures          prometheus.Counter
	repeats, retired                            prometheus.Counter
	socketsUp, socketFailures                   prometheus.Gauge
	pending, oldest, dead                       prometheus.Gauge
}

func newMetrics(reg prometheus.Registerer, tickLag func() time.Duration) (*metrics, error) {
	var all []prometheus.Collector
	add := func(c prometheus.Collector) { all = append(all, c) }
	counter := func(name, help string) prometheus.Counter {
		c := prometheus.NewCounter(prometheus.CounterOpts{Name: "klachtbot_" + name, Help: help})
		add(c)
		return c
	}
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "klachtbot_" + name, Help: help}, labels)
		add(c)
		return c
	}
	gauge := func(name, help string) prometheus.Gauge {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "klachtbot_" + name, Help: help})
		add(g)
		return g
	}
	histogram := func(name, help string, labels ...string) *prometheus.HistogramVec {
		h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "klachtbot_" + name, Help: help,
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3, 5, 10}}, labels)
		add(h)
		return h
	}
	m := &metrics{
		acks:           counters("acks_total", "Acknowledgements by kind of request and what they said.", "kind", "outcome"),
		ackSeconds:     histogram("ack_seconds", "From receipt to acknowledgement; Slack waits 3 s.", "kind"),
		handlerSeconds: histogram("handler_seconds", "How long use cases take.", "kind", "outcome"),
		refused:        counters("refused_total", "Requests that reached no use case.", "reason"),
		undecodable:    counter("undecodable_total", "Envelopes that the Slack library could not read."),
		panics:         counter("panics_total", "Recovered panics; each one is a bug."),
		blockkit:       counters("blockkit_refused_total", "Messages and views that broke Slack's rules and were not sent; a bug.", "method"),
		calls:          counters("api_calls_total", "Calls of Slack's Web API.", "method", "outcome"),
		callSeconds:    histogram("api_seconds", "How long calls of Slack's Web API take.", "method"),
		socketsUp:      gauge("sockets_up", "Sockets to Slack that are open."),
		socketFailures: gauge("socket_failures", "Connection attempts that failed in a row."),
		writeFailures:  counter("ack_write_failures_total", "Acknowledgements lost on a broken socket."),
		pending:        gauge("outbox_pending", "Notices waiting to be told."),
		oldest:         gauge("outbox_oldest_seconds", "Age of the oldest notice waiting."),
		dead:           gauge("outbox_dead", "Notices buried: someone was not told."),
		sent:           counters("outbox_sent_total", "Attempts to tell a notice.", "outcome"),
		repeats:        counter("outbox_repeats_total", "Posts repeated because their answer was lost."),
		retired:        counter("cards_retired_total", "Cards whose message can no longer be changed."),
		ticks:          counters("ticks_total", "Looks at what is due.", "outcome"),
	}
	add(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "klachtbot_tick_lag_seconds",
		Help: "Since the last completed look at what is due; up to 30 s is normal."},
		func() float64 { return tickLag().Seconds() }))
	for _, c := range all {
		if err := reg.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}
