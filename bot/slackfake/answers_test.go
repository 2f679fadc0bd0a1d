package slackfake

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// answering opens the order form, fills it in and submits; the app answers
// with res.
func answering(t *testing.T, app App, o Options, res any, violations ...string) (*Person, map[string]string, error) {
	t.Helper()
	o.App = app
	w := newWorkspace(t, o, violations...)
	a := newEcho(t, w)
	a.onCommand = func(c slack.SlashCommand) any {
		_, err := a.api.OpenViewContext(bg, c.TriggerID, modal(t, orderForm))
		if err != nil {
			t.Error(err)
		}
		return nil
	}
	a.onAction = func(ic slack.InteractionCallback) any {
		if ic.Type == slack.InteractionTypeViewSubmission {
			return res
		}
		return nil
	}
	if app.SocketMode {
		a.socket(1)
	} else {
		a.serve()
	}
	anna := w.AddUser(Profile{})
	must(t, anna.Type(bg, "", "/echo"))
	must(t, anna.Fill("what", "tea"))
	must(t, anna.Fill("size", "s"))
	errs, err := anna.Submit(bg)
	return anna, errs, err
}

func TestSubmissionAnswers(t *testing.T) {
	t.Parallel()
	page := modal(t, `{"type":"modal","title":{"type":"plain_text","text":"Thanks"},"blocks":[{"type":"divider"}]}`)
	anna, _, err := answering(t, fullApp(), Options{}, slack.NewUpdateViewSubmissionResponse(&page))
	if v, _ := anna.Modal(); err != nil || v.Title != "Thanks" || anna.Depth() != 1 {
		t.Errorf("update: %v %+v", err, v)
	}
	anna, _, err = answering(t, fullApp(), Options{}, slack.NewPushViewSubmissionResponse(&page))
	if v, _ := anna.Modal(); err != nil || v.Title != "Thanks" || anna.Depth() != 2 || v.PreviousID == "" {
		t.Errorf("push: %v %+v", err, v)
	}
	anna, _, err = answering(t, fullApp(), Options{}, slack.NewClearViewSubmissionResponse())
	if err != nil || anna.Depth() != 0 {
		t.Errorf("clear: %v %d", err, anna.Depth())
	}
}

// TestBadAnswers: the person sees a connection error and keeps what was typed.
func TestBadAnswers(t *testing.T) {
	t.Parallel()
	httpApp := fullApp()
	httpApp.SocketMode = false
	for name, res := range map[string]any{
		"errors on no input block": slack.NewErrorsViewSubmissionResponse(map[string]string{"nope": "x"}),
		"unknown action":           map[string]string{"response_action": "dance"},
		"update without a view":    map[string]string{"response_action": "update"},
		"no object":                "ok",
	} {
		for _, app := range []App{fullApp(), httpApp} {
			anna, errs, err := answering(t, app, Options{}, res, "ack of view_submission order")
			if v, open := anna.Modal(); !errors.Is(err, ErrConnection) || errs != nil || !open || v.State["what"]["v"]["value"] != "tea" {
				t.Errorf("%s: %v %v %v", name, errs, err, open)
			}
		}
	}
}

// TestOversizedAck writes the frame itself: slack-go refuses to.
func TestOversizedAck(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp(), AckTimeout: 200 * time.Millisecond},
		"dropped", "no ack", "used twice", "unknown envelope")
	a := newEcho(t, w)
	_, addr, err := a.api.StartSocketModeContext(bg)
	must(t, err)
	dial := func() (*websocket.Conn, error) {
		c, res, err := websocket.DefaultDialer.DialContext(bg, addr, http.Header{"Origin": {"https://api.slack.com"}})
		if res != nil && res.Body != nil {
			_ = res.Body.Close()
		}
		return c, err
	}
	conn, err := dial()
	must(t, err)
	defer conn.Close()
	if _, err := dial(); err == nil {
		t.Error("an address works once")
	}
	var hello struct {
		Type string `json:"type"`
		N    int    `json:"num_connections"`
	}
	must(t, conn.ReadJSON(&hello))
	if hello.Type != "hello" || hello.N != 1 {
		t.Errorf("hello: %+v", hello)
	}
	anna := w.AddUser(Profile{})
	done := make(chan error, 1)
	go func() { done <- anna.Type(bg, "", "/echo") }()
	var env struct {
		ID      string `json:"envelope_id"`
		Accepts bool   `json:"accepts_response_payload"`
	}
	must(t, conn.ReadJSON(&env))
	must(t, conn.WriteJSON(obj{"envelope_id": "other"}))
	must(t, conn.WriteJSON(obj{"envelope_id": env.ID, "payload": obj{"text": strings.Repeat("x", maxAck)}}))
	if err := <-done; !errors.Is(err, ErrTimeout) || !env.Accepts {
		t.Errorf("an oversized ack: %v", err)
	}
}

func TestResponseURL(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()}, "used_url", "delete_original must be the only", "cannot become in_channel")
	a := newEcho(t, w)
	anna, bob := w.AddUser(Profile{}), w.AddUser(Profile{})
	in := w.AddChannel(ChannelSpec{Members: []string{anna.ID(), bob.ID(), w.BotUserID()}})
	var hook string
	a.onCommand = func(c slack.SlashCommand) any {
		hook = c.ResponseURL
		return map[string]string{"text": "at once"}
	}
	a.onAction = func(ic slack.InteractionCallback) any { hook = ic.ResponseURL; return nil }
	a.socket(1)
	must(t, anna.Type(bg, in, "/echo"))
	if !strings.Contains(anna.See(), "at once") || strings.Contains(bob.See(), "at once") {
		t.Error("an ack with a text is shown to one person")
	}
	respond := func(m slack.WebhookMessage) error { return slack.PostWebhookContext(bg, hook, &m) }
	button := modal(t, `{"type":"modal","blocks":[{"type":"actions","elements":[{"type":"button","action_id":"b","text":{"type":"plain_text","text":"B"}}]}]}`).Blocks
	must(t, respond(slack.WebhookMessage{Text: "only you", Blocks: &button}))
	must(t, respond(slack.WebhookMessage{Text: "all of you", ResponseType: "in_channel"}))
	if strings.Contains(bob.See(), "[B]") || !strings.Contains(bob.See(), "all of you") {
		t.Errorf("bob sees %q", bob.See())
	}
	for range 3 {
		must(t, respond(slack.WebhookMessage{Text: "again"}))
	}
	if err := respond(slack.WebhookMessage{Text: "sixth"}); err == nil {
		t.Error("a sixth use went through")
	}
	must(t, anna.Click(bg, InLatest(in), "b"))
	if err := respond(slack.WebhookMessage{Text: "x", DeleteOriginal: true}); err == nil {
		t.Error("delete_original with a text")
	}
	if err := respond(slack.WebhookMessage{Text: "x", ReplaceOriginal: true, ResponseType: "in_channel"}); err == nil {
		t.Error("an ephemeral message became public")
	}
	must(t, respond(slack.WebhookMessage{Text: "replaced", ReplaceOriginal: true}))
	if s := anna.See(); strings.Contains(s, "[B]") || !strings.Contains(s, "replaced") {
		t.Errorf("anna sees %q", s)
	}
	must(t, respond(slack.WebhookMessage{DeleteOriginal: true}))
	if strings.Contains(anna.See(), "replaced") {
		t.Error("the original is still there")
	}
}
