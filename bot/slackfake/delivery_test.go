package slackfake

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// TestTenSockets: the eleventh is told to leave; each payload goes to one.
func TestTenSockets(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()}, "more than 10 connections")
	a := newEcho(t, w).socket(maxSockets)
	anna := w.AddUser(Profile{})
	for range 3 {
		must(t, anna.Type(bg, "", "/echo"))
	}
	if a.count("command") != 3 || w.Accepted() != maxSockets {
		t.Errorf("%d commands over %d sockets", a.count("command"), w.Accepted())
	}
	_, addr, err := a.api.StartSocketModeContext(bg)
	must(t, err)
	conn, res, err := websocket.DefaultDialer.DialContext(bg, addr, nil)
	must(t, err)
	defer conn.Close()
	_ = res.Body.Close()
	var frame struct{ Type, Reason string }
	if err := conn.ReadJSON(&frame); err != nil || frame.Reason != "too_many_websockets" {
		t.Errorf("the eleventh: %+v %v", frame, err)
	}
}

// TestHTTPTrouble: an app that is not there, is slow, or is broken.
func TestHTTPTrouble(t *testing.T) {
	t.Parallel()
	app := fullApp()
	app.SocketMode, app.RequestURL = false, "http://127.0.0.1:1/slack/"
	w := newWorkspace(t, Options{App: app, AckTimeout: 50 * time.Millisecond}, "no answer within", "answered HTTP 404")
	anna := w.AddUser(Profile{})
	if err := anna.Type(bg, "", "/echo"); !errors.Is(err, ErrDispatch) {
		t.Errorf("nobody there: %v", err)
	}
	a := newEcho(t, w).serve()
	slow := make(chan struct{})
	a.onCommand = func(slack.SlashCommand) any { <-slow; return nil }
	if err := anna.Type(bg, "", "/echo"); !errors.Is(err, ErrTimeout) {
		t.Errorf("slow: %v", err)
	}
	close(slow)
	w.SetRequestURL(w.APIURL()[:strings.LastIndex(w.APIURL(), "api/")] + "nowhere/")
	if err := anna.Type(bg, "", "/echo"); !errors.Is(err, ErrDispatch) {
		t.Errorf("404: %v", err)
	}
}

// TestPlainMessages: what is typed to the app reaches it only with the scope.
func TestPlainMessages(t *testing.T) {
	t.Parallel()
	app := fullApp()
	app.Events = append(app.Events, "message.im")
	w := newWorkspace(t, Options{App: app})
	a := newEcho(t, w).socket(1)
	anna := w.AddUser(Profile{})
	must(t, anna.Type(bg, "", "hello"))
	w.SetApp(func(app *App) { app.Scopes = append(app.Scopes, "im:history") })
	must(t, anna.Type(bg, "", "hello again"))
	waitFor(t, w, func() bool { return a.count("message") == 1 })
	if len(anna.Messages("")) != 2 || len(anna.Notifications()) != 0 {
		t.Errorf("messages %v, notifications %v", anna.Messages(""), anna.Notifications())
	}
}

// TestFieldKinds: every kind of field, filled by label or value, as the app
// gets it.
func TestFieldKinds(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	a := newEcho(t, w)
	in := func(id, label, element string) string {
		return `{"type":"input","block_id":"` + id + `","label":{"type":"plain_text","text":"` + label + `"},"element":` + element + `}`
	}
	opts := `"options":[{"text":{"type":"plain_text","text":"One"},"value":"1"},{"text":{"type":"plain_text","text":"Two"},"value":"2"}]`
	form := `{"type":"modal","title":{"type":"plain_text","text":"F"},"submit":{"type":"plain_text","text":"S"},"blocks":[` + strings.Join([]string{
		in("n", "Number", `{"type":"number_input","is_decimal_allowed":false,"min_value":"2","action_id":"v"}`),
		in("m", "Mail", `{"type":"email_text_input","action_id":"v"}`),
		in("u", "Link", `{"type":"url_text_input","action_id":"v"}`),
		in("t", "Time", `{"type":"timepicker","action_id":"v"}`),
		in("r", "Radio", `{"type":"radio_buttons","action_id":"v",`+opts+`}`),
		in("x", "Many", `{"type":"multi_static_select","action_id":"v",`+opts+`}`),
		in("w", "Who", `{"type":"users_select","action_id":"v"}`),
		in("f", "Rich", `{"type":"rich_text_input","action_id":"v"}`),
		in("d", "When", `{"type":"datetimepicker","action_id":"v"}`),
	}, ",") + `]}`
	var got slack.View
	a.onCommand = func(c slack.SlashCommand) any {
		_, err := a.api.OpenViewContext(bg, c.TriggerID, modal(t, form))
		if err != nil {
			t.Error(err)
		}
		return nil
	}
	a.onAction = func(ic slack.InteractionCallback) any { got = ic.View; return nil }
	a.socket(1)
	anna := w.AddUser(Profile{Name: "anna"})
	must(t, anna.Type(bg, "", "/echo"))
	for label, v := range map[string]any{"Number": 1, "Mail": "x", "Link": "x", "Time": "09:30", "Radio": "Two",
		"Many": []string{"1", "Two"}, "Who": "anna", "Rich": "rich words", "When": time.Unix(1800000000, 0)} {
		must(t, anna.FillLabel(label, v))
	}
	errs, err := anna.Submit(bg)
	if err != nil || len(errs) != 3 || errs["n"] != errNumber || errs["m"] != errEmail || errs["u"] != errURL {
		t.Fatalf("client errors: %v %v", errs, err)
	}
	must(t, anna.Fill("n", 2))
	must(t, anna.Fill("m", "a@example.org"))
	must(t, anna.Fill("u", "https://example.org/"))
	if errs, err = anna.Submit(bg); err != nil || len(errs) != 0 {
		t.Fatalf("submit: %v %v", errs, err)
	}
	s := got.State.Values
	if s["n"]["v"].Value != "2" || s["t"]["v"].SelectedTime != "09:30" || s["r"]["v"].SelectedOption.Value != "2" ||
		len(s["x"]["v"].SelectedOptions) != 2 || s["w"]["v"].SelectedUser != anna.ID() ||
		len(s["f"]["v"].RichTextValue.Elements) != 1 || s["d"]["v"].SelectedDateTime != 1800000000 {
		t.Errorf("state: %+v", s)
	}
}
