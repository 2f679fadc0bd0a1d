package slackfake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// delivery is one payload on its way to the app.
type delivery struct {
	kind    string // envelope type: slash_commands, interactive, events_api
	name    string // what is in it
	person  string
	payload json.RawMessage
	fields  obj // the payload again; a slash command travels as a form over HTTP
	attempt int
	reason  string // why it is attempted again
}

// maxAck is what an answer over Socket Mode must stay below; Slack silently
// drops bigger ones (slack-go's socketmode package, 20,480 bytes).
const maxAck = 20 * 1024

// delivery builds one. The payload is frozen here: the caller holds the lock.
func (w *Workspace) delivery(kind, name, person string, payload obj) delivery {
	return delivery{kind: kind, name: name, person: person, payload: rawOf(payload), fields: payload}
}

func (d delivery) names() []string {
	return []string{d.kind, d.name}
}

// deliver brings a payload to the app and returns its answer. The error is
// what a person sees: ErrTimeout or ErrDispatch. The caller holds no lock.
func (w *Workspace) deliver(ctx context.Context, d delivery) (json.RawMessage, error) {
	raw := string(d.payload)
	race := w.faults.take(d.person, raw, d.names(), faultRace) != nil
	dup := w.faults.take(d.person, raw, d.names(), faultDuplicate) != nil
	var second chan struct{}
	if race {
		second = make(chan struct{})
		if !w.start(func() { defer close(second); _, _ = w.attempt(w.ctx, d) }) {
			close(second)
		}
	}
	ack, err := w.attempt(ctx, d)
	if race {
		<-second
	}
	if dup {
		_, _ = w.attempt(ctx, d)
	}
	return ack, err
}

// attempt delivers once and records the exchange.
func (w *Workspace) attempt(ctx context.Context, d delivery) (json.RawMessage, error) {
	w.mu.Lock()
	socket := w.opt.App.SocketMode
	w.mu.Unlock()
	began := time.Now()
	var ack json.RawMessage
	var err error
	if socket {
		ack, err = w.deliverSocket(ctx, d)
	} else {
		ack, err = w.deliverHTTP(ctx, d)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", d.name, err)
	}
	e := Exchange{Time: w.opt.Now(), ToApp: true, Method: d.name, Person: d.person, Summary: d.summary(),
		Request: d.payload, Response: ack, Took: time.Since(began)}
	if err != nil {
		e.Error = err.Error()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.record(e)
	w.checkAck(d, ack)
	return ack, err
}

func (d delivery) summary() string {
	s := d.name
	if actions := asList(d.fields["actions"]); len(actions) > 0 {
		s += " " + str(asObj(actions[0])["action_id"])
	}
	if v := asObj(d.fields["view"]); v != nil {
		s += " " + str(v["callback_id"])
	}
	if d.attempt > 0 {
		s += fmt.Sprintf(" (retry %d)", d.attempt)
	}
	return s
}

// checkAck refuses an answer where none is expected. The caller holds the lock.
func (w *Workspace) checkAck(d delivery, ack json.RawMessage) {
	if emptyAck(ack) {
		return
	}
	switch d.name {
	case "block_actions", "view_closed", "shortcut":
		w.violate("ack of %s: an answer is ignored here: %.100s", d.name, ack)
	}
}

func emptyAck(ack json.RawMessage) bool {
	s := string(ack)
	return s == "" || s == "null" || s == "{}" || s == `""`
}

// retries are the redeliveries of an event: at most three.
const retries = 3

// eventScope is what an app needs to be sent an event.
var eventScope = map[string][]string{
	"user_change":           {"users:read"},
	"member_joined_channel": {"channels:read", "groups:read"},
	"member_left_channel":   {"channels:read", "groups:read"},
	"message.im":            {"im:history"},
	"message.groups":        {"groups:history"},
	"message.channels":      {"channels:history"},
}

// eventLocked sends an event to an app that subscribes to its type.
func (w *Workspace) eventLocked(person string, event obj) {
	w.sendEventLocked(str(event["type"]), person, event)
}

func (w *Workspace) sendEventLocked(subscription, person string, event obj) {
	need := eventScope[subscription]
	if !w.subscribed(subscription) || len(need) > 0 && !slices.ContainsFunc(need, w.hasScope) {
		return
	}
	d := w.delivery("events_api", str(event["type"]), person, w.eventPayload(event))
	w.startLocked(func() { w.deliverEvent(d) })
}

// deliverEvent delivers at least once: an event that is not acknowledged
// comes back with the same event_id and a higher retry_attempt. Without any
// connection it waits for one, as Slack's last retry would find it.
func (w *Workspace) deliverEvent(d delivery) {
	for ; d.attempt <= retries; d.attempt++ {
		if d.attempt > 0 {
			t := time.NewTimer(w.opt.RetryDelay)
			select {
			case <-t.C:
			case <-w.ctx.Done():
				t.Stop()
				return
			}
		}
		if w.Wait(w.ctx, w.reachable) != nil {
			return
		}
		_, err := w.deliver(w.ctx, d)
		switch {
		case err == nil:
			return
		case errors.Is(err, ErrTimeout):
			d.reason = "timeout"
		default:
			d.reason = "error"
		}
	}
}

func (w *Workspace) reachable() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.opt.App.SocketMode {
		return len(w.sockets) > 0
	}
	return w.opt.App.RequestURL != ""
}
