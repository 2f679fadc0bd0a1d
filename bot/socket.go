package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	readLimit = 4 << 20
	// maxSocketAck leaves room for the envelope around an answer: Slack drops
	// frames of 20 KB and more without a word.
	maxSocketAck = 20*1024 - 256
	// flushIn lets acknowledgements that are queued in slack-go reach the wire
	// before its connection is closed; it offers no way to wait for them.
	flushIn = 200 * time.Millisecond
	// alarmAfter is how many failures in a row are no longer a renewal.
	alarmAfter = 3
)

// sockets are the connections of Socket Mode. Each has one tight loop that does
// no I/O: a loop that stalls keeps slack-go from reading pings, and its
// watchdog then closes the connection for good.
type sockets struct {
	b      *Bot
	all    []*socket
	fatal  chan error
	cancel context.CancelFunc
	wg     sync.WaitGroup
	closed atomic.Bool // no more requests are taken
}

type socket struct {
	of       *sockets
	client   *socketmode.Client
	up       bool
	failures int
	asides   chan func() // small work that may block, in order
}

func (b *Bot) newSockets() *sockets {
	s := &sockets{b: b, fatal: make(chan error, 1)}
	for range b.cfg.Connections {
		s.all = append(s.all, &socket{of: s, asides: make(chan func(), 64), client: socketmode.New(b.web.patient,
			socketmode.OptionReadLimit(readLimit), socketmode.OptionLog(redacting{b.cfg.Log}))})
	}
	return s
}

// start connects; close ends it.
func (s *sockets) start(work context.Context) {
	ctx, cancel := context.WithCancel(work)
	s.cancel = cancel
	for _, c := range s.all {
		ended := make(chan struct{})
		s.wg.Go(func() {
			defer close(ended)
			err := c.client.RunContext(ctx) // never nil
			if ctx.Err() == nil {
				s.fail(err)
			}
		})
		s.wg.Go(func() { c.loop(work, ended) })
		s.wg.Go(func() {
			for fn := range c.asides {
				s.b.pool.guard(fn)
			}
		})
	}
}

func (s *sockets) halt()                { s.closed.Store(true) }
func (s *sockets) failed() <-chan error { return s.fatal }

// close lets what is queued go out, and closes the connections.
func (s *sockets) close(ctx context.Context) {
	t := time.NewTimer(flushIn)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
	s.cancel()
	s.wg.Wait()
}

// fail ends Run: only an operator can mend this.
func (s *sockets) fail(err error) {
	select {
	case s.fatal <- fmt.Errorf("bot: Slack refuses the connection: %w", failed("apps.connections.open", err, false)):
	default:
	}
}

// loop takes every event, also while stopping, and hands it on.
func (c *socket) loop(work context.Context, ended <-chan struct{}) {
	defer close(c.asides)
	for {
		select {
		case ev := <-c.client.Events:
			c.on(work, ev)
		case <-ended:
			c.connected(false)
			return
		}
	}
}

func (c *socket) on(work context.Context, ev socketmode.Event) {
	switch ev.Type {
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		c.take(work, ev.Request.Type, ev.Request.EnvelopeID, ev.Request.Payload)
	case socketmode.EventTypeErrorBadMessage:
		c.rescue(work, ev.Data)
	case socketmode.EventTypeHello:
		c.connected(true)
	case socketmode.EventTypeConnecting:
		c.connected(false)
	case socketmode.EventTypeConnectionError:
		c.refused(ev.Data)
	case socketmode.EventTypeErrorWriteFailed:
		c.of.b.m.writeFailures.Inc()
	}
}

// take hands a request to a worker. When there is none, the answer goes out
// beside the loop.
func (c *socket) take(work context.Context, kind, id string, payload []byte) {
	b := c.of.b
	if c.of.closed.Load() || id == "" {
		return // not acknowledged: Slack delivers it again, or the person sees that it failed
	}
	e := &envelope{kind: kind, body: payload, at: time.Now(), max: maxSocketAck,
		send: func(ctx context.Context, body []byte) error {
			var answer any
			if body != nil {
				answer = json.RawMessage(body)
			}
			return c.client.AckCtx(ctx, id, answer)
		}}
	if b.pool.try(func() { b.core.handle(work, e) }) == full {
		c.aside(func() { b.core.busy(work, e) })
	}
}

func (c *socket) aside(fn func()) {
	select {
	case c.asides <- fn:
	default: // too many wait for that, too: the person sees a timeout
	}
}

// rescue deals with an envelope that slack-go cannot decode and would leave
// unacknowledged, such as one with a block that is newer than the library. We
// read less of it, so it often is a request like any other; what is not is
// refused and acknowledged like every malformed payload.
func (c *socket) rescue(work context.Context, data any) {
	c.of.b.m.undecodable.Inc()
	bad, ok := data.(*socketmode.ErrorBadMessage)
	if !ok {
		return
	}
	var env struct {
		ID      string          `json:"envelope_id"`
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload"`
	}
	if json.Unmarshal(bad.Message, &env) != nil {
		return
	}
	c.take(work, env.Type, env.ID, env.Payload)
}

func (c *socket) connected(up bool) {
	switch {
	case up && !c.up:
		c.failures = 0
		c.of.b.m.socketsUp.Inc()
		c.of.b.m.socketFailures.Set(0)
	case !up && c.up:
		c.of.b.m.socketsUp.Dec()
	}
	c.up = up
}

// refused counts failures to connect. slack-go would try for ever with a token
// that will never do.
func (c *socket) refused(data any) {
	ev, ok := data.(*slack.ConnectionErrorEvent)
	if !ok {
		return
	}
	c.failures++
	err := failed("apps.connections.open", ev.ErrorObj, false)
	b := c.of.b
	b.m.socketFailures.Set(float64(c.failures))
	log := b.cfg.Log.Warn
	if c.failures >= alarmAfter {
		log = b.cfg.Log.Error
	}
	log("no connection to Slack", "op", "socket", "attempt", c.failures, "err_kind", errKind(err))
	if err.class == classAuth {
		c.of.fail(ev.ErrorObj)
	}
}
