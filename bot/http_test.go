package bot

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"klachtbot/bot/slackfake"
	"klachtbot/handlers"
)

const httpSecret = "8f742231b10e8888abcd99yyyzzz85a5"

// listening is a bot in HTTP mode behind a real server.
type listening struct {
	t   *testing.T
	bot *Bot
	url string
	ran atomic.Int32 // use cases
}

func newListening(t *testing.T, table ...Route) *listening {
	t.Helper()
	ws, err := slackfake.New(slackfake.Options{App: slackfake.App{Commands: []string{"/klacht"}, MessagesTab: true}})
	if err != nil {
		t.Fatal(err)
	}
	l := &listening{t: t}
	l.bot, err = New(Config{Token: ws.BotToken(), SigningSecret: httpSecret, APIURL: ws.APIURL(), Outbox: newOutbox(),
		Explain: func(err error, ref string) string { return errKind(err) + ref }, Notice: notice})
	if err != nil {
		t.Fatal(err)
	}
	count := func(context.Context, handlers.Request) (handlers.Reply, error) {
		l.ran.Add(1)
		return handlers.Reply{}, nil
	}
	table = append(table, Route{Kind: Command, Name: "/klacht", Handle: count}, Route{Kind: Event, Name: "app_home_opened", Handle: count},
		Route{Kind: Submission, Name: "report", Handle: count})
	if err := l.bot.Wire(&service{}, table); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(l.bot.Handler())
	l.url = server.URL + "/slack/"
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.bot.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
		server.Close()
		_ = ws.Close()
	})
	for l.bot.http.work.Load() == nil && t.Context().Err() == nil {
		time.Sleep(time.Millisecond) // polls a start that has no event
	}
	return l
}

// post sends a body signed with secret at a moment.
func (l *listening) post(path, secret string, at time.Time, body string) (int, string, http.Header) {
	l.t.Helper()
	ts := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", ts, body)
	r, _ := http.NewRequest(http.MethodPost, l.url+path, strings.NewReader(body))
	r.Header.Set("X-Slack-Request-Timestamp", ts)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return l.do(r)
}

func (l *listening) do(r *http.Request) (int, string, http.Header) {
	l.t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		l.t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b), res.Header
}

func (l *listening) command(trigger string) string {
	return url.Values{"team_id": {l.bot.identity().team}, "user_id": {"U1"}, "command": {"/klacht"}, "trigger_id": {trigger},
		"channel_id": {"C1"}, "channel_name": {"algemeen"}}.Encode()
}

func TestHTTPRefusesForgedRequests(t *testing.T) {
	t.Parallel()
	l := newListening(t)
	body := l.command("1.1")
	now := time.Now()
	for _, c := range []struct {
		name, secret string
		at           time.Time
		want         int
	}{
		{"signed by someone else", "0000", now, http.StatusUnauthorized},
		{"signed six minutes ago", httpSecret, now.Add(-6 * time.Minute), http.StatusUnauthorized},
		{"signed in the future", httpSecret, now.Add(6 * time.Minute), http.StatusUnauthorized},
		{"signed now", httpSecret, now, http.StatusOK},
	} {
		status, _, h := l.post("commands", c.secret, c.at, body)
		if status != c.want {
			t.Errorf("%s: %d, want %d", c.name, status, c.want)
		}
		if refused := c.want != http.StatusOK; refused != (h.Get("X-Slack-No-Retry") == "1") {
			t.Errorf("%s: X-Slack-No-Retry %q", c.name, h.Get("X-Slack-No-Retry"))
		}
	}
	r, _ := http.NewRequest(http.MethodPost, l.url+"commands", strings.NewReader(body))
	if status, _, _ := l.do(r); status != http.StatusUnauthorized {
		t.Errorf("without a signature: %d", status)
	}
	if n := l.ran.Load(); n != 1 {
		t.Errorf("%d use cases ran, want 1", n)
	}
	if n := testutil.ToFloat64(l.bot.m.refused.WithLabelValues("http_Unauthorized")); n != 4 {
		t.Errorf("%v refusals counted, want 4", n)
	}
}

// A replay inside the window passes the signature; it must have no effect.
func TestHTTPReplayHasNoEffect(t *testing.T) {
	t.Parallel()
	l := newListening(t)
	at := time.Now()
	for range 3 {
		if status, _, _ := l.post("commands", httpSecret, at, l.command("2.2")); status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
	}
	event := `{"type":"event_callback","event_id":"Ev1","team_id":"` + l.bot.identity().team + `","event":{"type":"app_home_opened","tab":"home","user":"U1","channel":"D1"}}`
	for range 3 { // also what Slack does when it thinks that we did not answer
		if status, _, _ := l.post("events", httpSecret, at, event); status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
	}
	l.bot.pool.wg.Wait()
	if n := l.ran.Load(); n != 2 {
		t.Errorf("%d use cases ran, want 2", n)
	}
}

func TestHTTPLimitsTheBody(t *testing.T) {
	t.Parallel()
	l := newListening(t)
	if status, _, _ := l.post("interactions", httpSecret, time.Now(), "payload="+string(bytes.Repeat([]byte("x"), maxBody))); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body over the limit: %d", status)
	}
	if status, _, _ := l.post("interactions", httpSecret, time.Now(), "load=1"); status != http.StatusBadRequest {
		t.Errorf("no payload: %d", status)
	}
	if status, _, _ := l.post("interactions", httpSecret, time.Now(), "payload={"); status != http.StatusOK || l.ran.Load() != 0 {
		t.Errorf("a malformed payload is acknowledged and refused: %d, %d ran", status, l.ran.Load())
	}
	r, _ := http.NewRequest(http.MethodGet, l.url+"events", nil)
	if status, _, _ := l.do(r); status != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", status)
	}
}

// /readyz does not promise what /slack/ would refuse: without Slack's answer to
// who we are, no request can be judged.
func TestHTTPIsReadyWhenItsRoutesAre(t *testing.T) {
	t.Parallel()
	ws, err := slackfake.New(slackfake.Options{App: slackfake.App{MessagesTab: true}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	held := ws.Faults().Hold("auth.test")
	b, err := New(Config{Token: ws.BotToken(), SigningSecret: httpSecret, APIURL: ws.APIURL(), Outbox: newOutbox(),
		Explain: func(error, string) string { return "" }, Notice: notice})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Wire(&service{}, nil); err != nil {
		t.Fatal(err)
	}
	ready := func() int {
		w := httptest.NewRecorder()
		b.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		return w.Code
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	if err := ws.Wait(t.Context(), func() bool { return ws.Calls("auth.test") == 1 }); err != nil {
		t.Fatal(err)
	}
	if status := ready(); status != http.StatusServiceUnavailable {
		t.Errorf("before Slack answered: %d", status)
	}
	held.Release()
	for b.http.work.Load() == nil && t.Context().Err() == nil {
		time.Sleep(time.Millisecond) // polls a start that has no event
	}
	if status := ready(); status != http.StatusOK {
		t.Errorf("afterwards: %d", status)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestHTTPAnswersTheChallenge(t *testing.T) {
	t.Parallel()
	l := newListening(t)
	body := `{"type":"url_verification","challenge":"3eZbrw1aB"}`
	if status, answer, _ := l.post("events", httpSecret, time.Now(), body); status != http.StatusOK || answer != "3eZbrw1aB" {
		t.Errorf("%d %q", status, answer)
	}
	if status, answer, _ := l.post("events", "0000", time.Now(), body); status != http.StatusUnauthorized || answer == "3eZbrw1aB" {
		t.Errorf("a forged challenge: %d %q", status, answer)
	}
}

// A submission is answered when it is stored, and what a slow one typed stays.
func TestHTTPAnswersErrorsOfASubmission(t *testing.T) {
	t.Parallel()
	l := newListening(t, Route{Kind: Submission, Name: "bad", Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Errors: map[string]string{"words": "Vertel meer."}}, nil
	}})
	body := url.Values{"payload": {`{"type":"view_submission","team":{"id":"` + l.bot.identity().team + `"},"user":{"id":"U1"},"view":{"id":"V1","type":"modal","callback_id":"bad","blocks":[{"type":"input","block_id":"words"}],"state":{"values":{}}}}`}}.Encode()
	status, answer, h := l.post("interactions", httpSecret, time.Now(), body)
	if status != http.StatusOK || !strings.Contains(answer, `"response_action":"errors"`) || !strings.Contains(answer, "Vertel meer.") {
		t.Errorf("%d %q", status, answer)
	}
	if got := h.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
}
