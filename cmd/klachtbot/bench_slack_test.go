package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

func newListener() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") }

// dumbSlack answers every call after the same time with what Slack would
// answer, and checks nothing: slackfake would be most of what is measured.
type dumbSlack struct {
	url    string
	server *http.Server
	takes  time.Duration
	conns  atomic.Int64
	mu     sync.Mutex
	calls  map[string]int
	to     map[string]int // posts by channel
	held   chan struct{}  // keeps answers back until it is closed; see hold
}

func newDumbSlack(b testing.TB, takes time.Duration) *dumbSlack {
	b.Helper()
	l, err := newListener()
	if err != nil {
		b.Fatal(err)
	}
	s := &dumbSlack{url: "http://" + l.Addr().String() + "/api/", takes: takes, calls: map[string]int{}, to: map[string]int{}}
	s.server = &http.Server{Handler: s, ConnState: func(_ net.Conn, st http.ConnState) {
		if st == http.StateNew {
			s.conns.Add(1)
		}
	}}
	go func() { _ = s.server.Serve(l) }()
	b.Cleanup(s.close)
	return s
}

// hold keeps back every answer until release.
func (s *dumbSlack) hold() (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = make(chan struct{})
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		close(s.held)
		s.held = nil
	})
}

func (s *dumbSlack) close() { _ = s.server.Close() }

// echoedView is what Slack echoes of a modal: all of it.
var echoedView = sync.OnceValue(func() string {
	raw, _ := json.Marshal(view.ReportForm(view.Meta{}, nil, complaint.Today(time.Now())))
	return `{"id":"V0ECHO","hash":"1.2","team_id":"T0BENCH","root_view_id":"V0ECHO",` + string(raw[1:])
})

func (s *dumbSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := path.Base(r.URL.Path)
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	s.mu.Lock()
	s.calls[method]++
	if method == "chat.postMessage" {
		s.to[form.Get("channel")]++
	}
	held := s.held
	s.mu.Unlock()
	if held != nil {
		<-held
	}
	time.Sleep(s.takes)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, answerTo(method, form))
}

func answerTo(method string, form url.Values) string {
	switch method {
	case "auth.test":
		return `{"ok":true,"team_id":"T0BENCH","user_id":"U0BOT","bot_id":"B0BOT","team":"bench","user":"klachtbot","url":"https://bench.slack.com/"}`
	case "users.info":
		id := form.Get("user")
		return fmt.Sprintf(`{"ok":true,"user":{"id":%q,"team_id":"T0BENCH","name":%q,"real_name":"Wie %s","profile":{"real_name":"Wie %s"}}}`, id, strings.ToLower(id), id, id)
	case "conversations.open":
		return fmt.Sprintf(`{"ok":true,"channel":{"id":"D%s"}}`, form.Get("users"))
	case "views.open", "views.update", "views.push", "views.publish":
		return `{"ok":true,"view":` + echoedView() + `}`
	case "chat.postMessage", "chat.update":
		return fmt.Sprintf(`{"ok":true,"channel":%q,"ts":"%d.000100","message":{"type":"message","text":"x","blocks":[]}}`, form.Get("channel"), time.Now().UnixNano())
	}
	return `{"ok":true}`
}

// count gives how often a method was called; all methods when it is empty.
func (s *dumbSlack) count(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method != "" {
		return s.calls[method]
	}
	n := 0
	for _, c := range s.calls {
		n += c
	}
	return n
}

// told counts the posts to everyone but the officer and the office, whom Slack
// allows one message a second each.
func (s *dumbSlack) told() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for channel, c := range s.to {
		if channel != "D"+benchOfficer && channel != "D"+benchOffice {
			n += c
		}
	}
	return n
}

func (s *dumbSlack) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprint(s.calls)
}
