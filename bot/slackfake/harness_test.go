package slackfake

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

var bg = context.Background()

// echoApp is a small app with the real slack-go clients, on either transport.
// Nil handlers acknowledge with nothing.
type echoApp struct {
	t         *testing.T
	ws        *Workspace
	api       *slack.Client
	onCommand func(slack.SlashCommand) any
	onAction  func(slack.InteractionCallback) any
	onEvent   func(slackevents.EventsAPIEvent)

	mu   sync.Mutex
	seen []string
}

func fullApp() App {
	return App{
		Scopes:   []string{"commands", "chat:write", "im:write", "users:read", "groups:read"},
		Commands: []string{"/echo"}, Shortcuts: map[string]string{"echo.start": "Echo"},
		Events:  []string{"app_home_opened", "member_joined_channel", "user_change"},
		HomeTab: true, MessagesTab: true, SocketMode: true,
	}
}

// newWorkspace starts a workspace that fails the test on an unexpected
// violation.
func newWorkspace(t *testing.T, o Options, expected ...string) *Workspace {
	t.Helper()
	w, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		got := w.Violations()
		for _, want := range expected {
			i := slices.IndexFunc(got, func(v string) bool { return strings.Contains(v, want) })
			if i < 0 {
				t.Errorf("no violation %q in %q", want, got)
				continue
			}
			got = slices.Delete(got, i, i+1)
		}
		if len(got) > 0 {
			t.Errorf("unexpected violations: %q", got)
		}
	})
	return w
}

func newEcho(t *testing.T, w *Workspace) *echoApp {
	return &echoApp{t: t, ws: w, api: slack.New(w.BotToken(), slack.OptionAPIURL(w.APIURL()),
		slack.OptionAppLevelToken(w.AppToken()), slack.OptionLog(log.New(io.Discard, "", 0)))}
}

func (a *echoApp) note(s string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seen = append(a.seen, s)
}

func (a *echoApp) count(s string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, x := range a.seen {
		if x == s {
			n++
		}
	}
	return n
}

// socket connects over Socket Mode, n times.
func (a *echoApp) socket(n int) *echoApp {
	a.t.Helper()
	ctx, cancel := context.WithCancel(bg)
	var wg sync.WaitGroup
	a.t.Cleanup(func() { cancel(); wg.Wait() })
	for range n {
		smc := socketmode.New(a.api)
		wg.Go(func() { _ = smc.RunContext(ctx) })
		wg.Go(func() { a.loop(ctx, smc, &wg) })
	}
	a.wait(func() bool { return a.ws.Connections() == n })
	return a
}

func (a *echoApp) loop(ctx context.Context, smc *socketmode.Client, wg *sync.WaitGroup) {
	for {
		select {
		case <-ctx.Done():
			return
		case ev := <-smc.Events:
			if ev.Request == nil || ev.Request.EnvelopeID == "" {
				continue
			}
			wg.Go(func() {
				if res := a.handle(ev.Data); res != nil {
					_ = smc.AckCtx(ctx, ev.Request.EnvelopeID, res)
				} else {
					_ = smc.AckCtx(ctx, ev.Request.EnvelopeID, nil)
				}
			})
		}
	}
}

func (a *echoApp) handle(data any) any {
	switch d := data.(type) {
	case slack.SlashCommand:
		a.note("command")
		if a.onCommand != nil {
			return a.onCommand(d)
		}
	case slack.InteractionCallback:
		a.note(string(d.Type))
		if a.onAction != nil {
			return a.onAction(d)
		}
	case slackevents.EventsAPIEvent:
		a.note(d.InnerEvent.Type)
		if a.onEvent != nil {
			a.onEvent(d)
		}
	}
	return nil
}

// serve answers over signed HTTP.
func (a *echoApp) serve() *echoApp {
	srv := httptest.NewServer(http.HandlerFunc(a.serveHTTP))
	a.t.Cleanup(srv.Close)
	a.ws.SetRequestURL(srv.URL + "/slack/")
	return a
}

func (a *echoApp) serveHTTP(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	v, err := slack.NewSecretsVerifier(r.Header, a.ws.SigningSecret())
	if err == nil {
		_, _ = v.Write(body)
		err = v.Ensure()
	}
	if err != nil {
		http.Error(rw, "bad signature", http.StatusUnauthorized)
		return
	}
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	var data any
	switch r.URL.Path {
	case "/slack/commands":
		data, err = slack.SlashCommandParse(r)
	case "/slack/interactions":
		data, err = slack.InteractionCallbackParse(r)
	default:
		var ev slackevents.EventsAPIEvent
		ev, err = slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
		if ch, ok := ev.Data.(*slackevents.EventsAPIURLVerificationEvent); ok {
			_, _ = io.WriteString(rw, ch.Challenge)
			return
		}
		if n := r.Header.Get("X-Slack-Retry-Num"); n != "" {
			a.note("retry " + n)
		}
		data = ev
	}
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	if res := a.handle(data); res != nil {
		_ = json.NewEncoder(rw).Encode(res)
	}
}

func (a *echoApp) wait(done func() bool) {
	a.t.Helper()
	waitFor(a.t, a.ws, done)
}

func waitFor(t *testing.T, w *Workspace, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(bg, 10*time.Second)
	defer cancel()
	if err := w.Wait(ctx, done); err != nil {
		t.Fatalf("%v; transcript: %+v", err, summaries(w))
	}
}

func summaries(w *Workspace) []string {
	var out []string
	for _, e := range w.Transcript() {
		out = append(out, e.Summary+" "+e.Error)
	}
	return out
}

// orderForm is a modal with one field of most kinds.
const orderForm = `{"type":"modal","callback_id":"order","private_metadata":"x1","notify_on_close":true,
"title":{"type":"plain_text","text":"Order"},"submit":{"type":"plain_text","text":"Send"},"close":{"type":"plain_text","text":"Cancel"},
"blocks":[
{"type":"input","block_id":"what","label":{"type":"plain_text","text":"What would you like?"},
 "element":{"type":"plain_text_input","action_id":"v","max_length":20}},
{"type":"input","block_id":"size","dispatch_action":true,"label":{"type":"plain_text","text":"Size"},
 "element":{"type":"static_select","action_id":"v","options":[
  {"text":{"type":"plain_text","text":"Small"},"value":"s"},{"text":{"type":"plain_text","text":"Large"},"value":"l"}]}},
{"type":"input","block_id":"day","optional":true,"label":{"type":"plain_text","text":"Day"},
 "element":{"type":"datepicker","action_id":"v","initial_date":"2026-11-20"}},
{"type":"input","block_id":"with","optional":true,"label":{"type":"plain_text","text":"With whom?"},
 "element":{"type":"multi_users_select","action_id":"v","max_selected_items":2}},
{"type":"input","block_id":"sure","optional":true,"label":{"type":"plain_text","text":"Sure?"},
 "element":{"type":"checkboxes","action_id":"v","options":[{"text":{"type":"plain_text","text":"Yes"},"value":"y"}]}}
]}`

func modal(t *testing.T, raw string) slack.ModalViewRequest {
	t.Helper()
	var v slack.ModalViewRequest
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func blocks(t *testing.T, raw string) slack.MsgOption {
	t.Helper()
	var b slack.Blocks
	if err := json.Unmarshal([]byte(raw), &b); err != nil {
		t.Fatal(err)
	}
	return slack.MsgOptionBlocks(b.BlockSet...)
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), code) {
		t.Errorf("got %v, want %s", err, code)
	}
}
