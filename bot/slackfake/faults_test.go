package slackfake

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func TestScriptedAnswers(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	a := newEcho(t, w)
	anna, bob := w.AddUser(Profile{}), w.AddUser(Profile{})
	post := func(p *Person) error {
		_, _, err := a.api.PostMessageContext(bg, p.ID(), text("x"))
		return err
	}
	f := w.Faults()
	f.Fail("chat.postMessage", "account_inactive", For(anna.ID()), Times(2), After(1))
	for i, want := range []string{"", "account_inactive", "account_inactive", ""} {
		must(t, post(bob))
		if err := post(anna); (err == nil) != (want == "") {
			t.Errorf("call %d: %v, want %q", i, err, want)
		}
	}
	f.RateLimit("chat.postMessage", 3*time.Second)
	var limited *slack.RateLimitedError
	if err := post(anna); !errors.As(err, &limited) || limited.RetryAfter != 3*time.Second {
		t.Errorf("rate limit: %v", err)
	}
	var status slack.StatusCodeError
	f.RateLimit("", 0)
	if err := post(anna); !errors.As(err, &status) || status.Code != http.StatusTooManyRequests {
		t.Errorf("rate limit without Retry-After: %v", err)
	}
	f.Status("chat.postMessage", 500)
	if err := post(anna); !errors.As(err, &status) || status.Code != 500 {
		t.Errorf("status: %v", err)
	}
	before := len(anna.Messages(""))
	f.LoseAnswer("chat.postMessage")
	if err := post(anna); err == nil || len(anna.Messages("")) != before+1 {
		t.Errorf("a lost answer: err %v, %d messages", err, len(anna.Messages("")))
	}
	always := f.Fail("chat.postMessage", "fatal_error", Always())
	wantCode(t, post(anna), "fatal_error")
	always.Clear()
	must(t, post(anna))
	if always.Hits() != 1 {
		t.Errorf("hits: %d", always.Hits())
	}
}

func TestHeldAndDelayedAnswers(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	a := newEcho(t, w)
	anna := w.AddUser(Profile{})
	post := func() chan error {
		done := make(chan error, 1)
		go func() {
			_, _, err := a.api.PostMessageContext(bg, anna.ID(), text("x"))
			done <- err
		}()
		return done
	}
	hold := w.Faults().Hold("chat.postMessage")
	done := post()
	waitFor(t, w, func() bool { return hold.Hits() == 1 })
	if len(anna.Messages("")) != 0 {
		t.Error("a held request took effect")
	}
	hold.Release()
	must(t, <-done)
	answer := w.Faults().HoldAnswer("chat.postMessage")
	done = post()
	waitFor(t, w, func() bool { return answer.Hits() == 1 })
	if len(anna.Messages("")) != 2 {
		t.Error("a held answer kept the effect back")
	}
	answer.Release()
	must(t, <-done)
	w.Faults().Delay("chat.postMessage", time.Hour)
	ctx, cancel := context.WithCancel(bg)
	go func() {
		_ = w.Wait(bg, func() bool { return len(anna.Messages("")) == 3 })
		cancel()
	}()
	if _, _, err := a.api.PostMessageContext(ctx, anna.ID(), text("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("a delayed answer: %v", err)
	}
}

func TestDeliveryFaults(t *testing.T) {
	for _, socket := range []bool{true, false} {
		t.Run(map[bool]string{true: "socket", false: "http"}[socket], func(t *testing.T) {
			t.Parallel()
			app := fullApp()
			app.SocketMode = socket
			w := newWorkspace(t, Options{App: app, RetryDelay: time.Millisecond})
			a := newEcho(t, w)
			if socket {
				a.socket(2)
			} else {
				a.serve()
			}
			anna := w.AddUser(Profile{})
			f := w.Faults()
			f.Duplicate("slash_commands")
			must(t, anna.Type(bg, "", "/echo"))
			f.Race("slash_commands", For(anna.ID()))
			must(t, anna.Type(bg, "", "/echo"))
			if a.count("command") != 4 {
				t.Errorf("two commands, each twice: %d", a.count("command"))
			}
			f.LoseAck("slash_commands")
			if err := anna.Type(bg, "", "/echo"); !errors.Is(err, ErrTimeout) {
				t.Errorf("a lost ack: %v", err)
			}
			if !strings.Contains(anna.See(), `failed with the error "operation_timeout"`) {
				t.Errorf("anna sees %q", anna.See())
			}
			f.LoseAck("app_home_opened", Times(2))
			must(t, anna.OpenHome(bg))
			waitFor(t, w, func() bool { return delivered(w, "app_home_opened") == 3 })
			if a.count("app_home_opened") != 3 || !socket && (a.count("retry 1") != 1 || a.count("retry 2") != 1) {
				t.Errorf("an event comes back until it is acked: %v", a.seen)
			}
		})
	}
}

func delivered(w *Workspace, method string) int {
	n := 0
	for _, e := range w.Transcript() {
		if e.ToApp && e.Method == method {
			n++
		}
	}
	return n
}

func TestLateAndMissingAcks(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp(), AckTimeout: 20 * time.Millisecond}, "/echo: no ack", "late ack")
	a := newEcho(t, w)
	release := make(chan struct{})
	a.onCommand = func(slack.SlashCommand) any { <-release; return nil }
	a.socket(1)
	anna := w.AddUser(Profile{})
	if err := anna.Type(bg, "", "/echo"); !errors.Is(err, ErrTimeout) {
		t.Errorf("late: %v", err)
	}
	close(release)
	waitFor(t, w, func() bool { return len(w.Violations()) == 2 })
}

func TestDroppedSockets(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp(), RetryDelay: time.Millisecond})
	anna := w.AddUser(Profile{})
	if err := anna.Type(bg, "", "/echo"); !errors.Is(err, ErrDispatch) {
		t.Errorf("no connection: %v", err)
	}
	a := newEcho(t, w).socket(1)
	w.Faults().DropMidFlight("app_home_opened")
	must(t, anna.OpenHome(bg))
	waitFor(t, w, func() bool { return w.Accepted() == 2 && delivered(w, "app_home_opened") >= 1 })
	w.Faults().Disconnect("refresh_requested")
	waitFor(t, w, func() bool { return w.Accepted() == 3 && w.Connections() == 1 })
	must(t, anna.Type(bg, "", "/echo"))
	if a.count("command") != 1 {
		t.Errorf("commands: %d", a.count("command"))
	}
	w.Faults().RefuseConnections(true)
	w.Faults().DropSockets()
	waitFor(t, w, func() bool { return w.Connections() == 0 && w.Calls("apps.connections.open") >= 4 })
	w.Faults().Clear()
	waitFor(t, w, func() bool { return w.Connections() == 1 })
}
