package slackfake

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// maxSockets is how many connections one app may hold ("Using Socket Mode").
const maxSockets = 10

// socket is one Socket Mode connection.
type socket struct {
	conn  *websocket.Conn
	write sync.Mutex
}

// send writes one frame; a write to a broken connection is not an error here,
// its reader finds out.
func (s *socket) send(v any) {
	s.write.Lock()
	defer s.write.Unlock()
	_ = s.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	_ = s.conn.WriteJSON(v)
}

// envelope is one payload sent over a socket that waits for its ack.
type envelope struct {
	d       delivery
	on      *socket
	acked   chan json.RawMessage
	dead    chan struct{} // closed when its socket broke
	late    bool
	broken  bool
	loseAck bool
	lost    chan struct{} // closed when its ack was thrown away
}

// markLost ends the wait at once: nothing else will come.
func (e *envelope) markLost() {
	select {
	case <-e.lost:
	default:
		close(e.lost)
	}
}

var upgrader = websocket.Upgrader{
	// slack-go dials with Origin https://api.slack.com.
	CheckOrigin: func(*http.Request) bool { return true },
}

// serveSocket accepts a connection with a single-use ticket from
// apps.connections.open.
func (w *Workspace) serveSocket(rw http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	w.mu.Lock()
	used, known := w.tickets[ticket]
	refuse := w.faults.refusing || !w.opt.App.SocketMode
	if known && used || !known {
		w.violate("socket: ticket unknown or used twice")
	} else if !refuse {
		w.tickets[ticket] = true
	}
	w.mu.Unlock()
	if refuse || used || !known {
		http.Error(rw, "refused", http.StatusServiceUnavailable)
		return
	}
	conn, err := upgrader.Upgrade(rw, r, nil)
	if err != nil {
		return
	}
	s := &socket{conn: conn}
	if w.join(s) {
		w.keepAlive(s)
		w.readAcks(s)
	}
	w.leave(s)
}

// join adds the socket and says hello.
func (w *Workspace) join(s *socket) bool {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return false
	}
	if len(w.sockets) >= maxSockets {
		w.violate("socket: more than %d connections", maxSockets)
		w.mu.Unlock()
		s.send(obj{"type": "disconnect", "reason": "too_many_websockets", "debug_info": obj{"host": w.base}})
		return false
	}
	n := len(w.sockets) + 1
	w.mu.Unlock()
	// The hello goes first: no payload may overtake it.
	s.send(obj{"type": "hello", "num_connections": n, "connection_info": obj{"app_id": w.appID},
		"debug_info": obj{"host": w.base, "build_number": 1, "approximate_connection_time": 18060}})
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	w.sockets = append(w.sockets, s)
	w.accepted++
	w.touch()
	return true
}

// leave removes the socket; what it carried will not be acknowledged there.
func (w *Workspace) leave(s *socket) {
	_ = s.conn.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sockets = slices.DeleteFunc(w.sockets, func(x *socket) bool { return x == s })
	for _, e := range w.pending {
		if e.on == s && !e.broken {
			e.broken = true
			close(e.dead)
		}
	}
	w.touch()
}

func (w *Workspace) keepAlive(s *socket) {
	ping := func() error {
		return s.conn.WriteControl(websocket.PingMessage, []byte("Ping"), time.Now().Add(time.Second))
	}
	w.start(func() {
		t := time.NewTicker(w.opt.PingInterval)
		defer t.Stop()
		for ping() == nil {
			select {
			case <-t.C:
			case <-w.ctx.Done():
				return
			}
		}
	})
}

// readAcks takes acknowledgements until the connection breaks. An ack may
// arrive on another connection than its envelope (slack-go sends it on the
// new one after a reconnect).
func (w *Workspace) readAcks(s *socket) {
	for {
		_, raw, err := s.conn.ReadMessage()
		if err != nil {
			return
		}
		w.ack(raw)
	}
}

func (w *Workspace) ack(raw []byte) {
	var a struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	err := json.Unmarshal(raw, &a)
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.pending[a.EnvelopeID]
	switch {
	case err != nil || a.EnvelopeID == "":
		w.violate("socket: frame that is no ack: %.100s", raw)
	case len(raw) >= maxAck:
		w.violate("socket: ack of %d bytes dropped, must be below %d", len(raw), maxAck)
	case e == nil && w.settled[a.EnvelopeID] != nil:
		if w.settled[a.EnvelopeID].late {
			w.violate("%s: late ack", w.settled[a.EnvelopeID].d.name)
			w.settled[a.EnvelopeID].late = false
		}
	case e == nil:
		w.violate("socket: ack of an unknown envelope")
	case e.loseAck:
		e.markLost()
	default:
		if e.d.kind == "events_api" && !emptyAck(a.Payload) {
			w.violate("%s: an event takes no response payload", e.d.name)
		}
		select {
		case e.acked <- a.Payload:
		default:
		}
	}
}

// deliverSocket sends an envelope over any one connection and waits for its
// ack.
func (w *Workspace) deliverSocket(ctx context.Context, d delivery) (json.RawMessage, error) {
	lose := w.faults.take(d.person, string(d.payload), d.names(), faultLoseAck)
	drop := w.faults.take(d.person, string(d.payload), d.names(), faultDropMidFlight)
	w.mu.Lock()
	if len(w.sockets) == 0 {
		w.mu.Unlock()
		return nil, ErrDispatch
	}
	s := w.sockets[w.nextSocket%len(w.sockets)]
	w.nextSocket++
	id := random(16)
	e := &envelope{d: d, on: s, acked: make(chan json.RawMessage, 1), dead: make(chan struct{}),
		lost: make(chan struct{}), loseAck: lose != nil}
	w.pending[id] = e
	w.mu.Unlock()
	frame := obj{"type": d.kind, "envelope_id": id, "payload": d.payload, "accepts_response_payload": d.kind != "events_api"}
	if d.kind == "events_api" {
		frame["retry_attempt"], frame["retry_reason"] = d.attempt, ""
		if d.attempt > 0 {
			frame["retry_reason"] = d.reason
		}
	}
	s.send(frame)
	if drop != nil {
		w.dropSockets("")
	}
	ack, err := w.awaitAck(ctx, e)
	w.settle(id, e, err, lose != nil || drop != nil || ctx.Err() != nil)
	return ack, err
}

// awaitAck waits 3 s. An event whose socket broke is given up at once: it
// will be delivered again.
func (w *Workspace) awaitAck(ctx context.Context, e *envelope) (json.RawMessage, error) {
	t := time.NewTimer(w.opt.AckTimeout)
	defer t.Stop()
	var dead chan struct{}
	if e.d.kind == "events_api" {
		dead = e.dead
	}
	select {
	case a := <-e.acked:
		return a, nil
	case <-dead:
	case <-e.lost:
	case <-t.C:
	case <-ctx.Done():
	case <-w.ctx.Done():
	}
	return nil, ErrTimeout
}

// settle closes an envelope. Silence is a violation unless it was scripted or
// the connection broke.
func (w *Workspace) settle(id string, e *envelope, err error, scripted bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.pending, id)
	e.d.payload, e.d.fields = nil, nil
	w.settled[id] = e
	if w.settledIDs = append(w.settledIDs, id); len(w.settledIDs) > 1000 {
		delete(w.settled, w.settledIDs[0])
		w.settledIDs = w.settledIDs[1:]
	}
	if err == nil || scripted || e.broken || w.closed {
		return
	}
	e.late = true
	w.violate("%s: no ack within %s", e.d.name, w.opt.AckTimeout)
}

// dropSockets breaks every connection; with a reason, after a disconnect
// frame. After a warning the app has some ten seconds to leave by itself.
func (w *Workspace) dropSockets(reason string) {
	w.mu.Lock()
	all := slices.Clone(w.sockets)
	w.mu.Unlock()
	for _, s := range all {
		if reason != "" {
			s.send(obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": w.base}})
		}
		if reason != "warning" {
			_ = s.conn.Close()
		}
	}
}
