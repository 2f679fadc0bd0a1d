package page

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"klachtbot/bot/slackfake"
)

// The office of these tests orders lunch. Its app is as small as an app with a
// form, a card, a home tab and a second window can be.
const (
	anna = "U0ANNA"
	bob  = "U0BOB"
	gita = "U0GITA"
	room = "C0ROOM"
)

const hostile = `<script>alert(1)</script> "><img src=x onerror=alert(2)> {{.}} <https://example.org|*vet*>`

type lunch struct {
	t       *testing.T
	ws      *slackfake.Workspace
	api     *slack.Client
	clock   *testClock
	handler http.Handler

	mu     sync.Mutex
	events []string
}

// testClock is real time plus what was added.
type testClock struct {
	mu     sync.Mutex
	start  time.Time
	moved  time.Duration
	next   time.Time
	onMove func()
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.start.Add(c.moved)
}

func (c *testClock) Advance(_ context.Context, d time.Duration) error {
	c.mu.Lock()
	c.moved += d
	c.mu.Unlock()
	if c.onMove != nil {
		c.onMove()
	}
	return nil
}

func (c *testClock) NextDeadline(context.Context) (time.Time, bool, error) {
	return c.next, c.next.After(c.Now()), nil
}

func newLunch(t *testing.T) *lunch {
	t.Helper()
	ws, err := slackfake.New(slackfake.Options{App: slackfake.App{
		Scopes:   []string{"commands", "chat:write", "im:write", "users:read"},
		Commands: []string{"/lunch", "/lijst"}, Shortcuts: map[string]string{"lunch.start": "Lunch bestellen"},
		Events: []string{"app_home_opened"}, HomeTab: true, MessagesTab: true, SocketMode: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	l := &lunch{t: t, ws: ws, clock: &testClock{start: time.Date(2026, 11, 23, 9, 30, 0, 0, amsterdam())}}
	l.clock.next = l.clock.start.AddDate(0, 0, 25)
	ws.AddUser(slackfake.Profile{ID: anna, Name: "anna", RealName: "Anna de Wit"})
	ws.AddUser(slackfake.Profile{ID: bob, Name: "bob", RealName: "Bob Yılmaz"})
	ws.AddUser(slackfake.Profile{ID: gita, Name: "gita", RealName: "Gita Smit", Restricted: true})
	ws.AddUser(slackfake.Profile{ID: "U0ROBOT", Name: "robot", RealName: "Robot", Bot: true})
	ws.AddChannel(slackfake.ChannelSpec{ID: room, Name: "kantine", Private: true, Members: []string{anna, bob, ws.BotUserID()}})
	l.api = slack.New(ws.BotToken(), slack.OptionAPIURL(ws.APIURL()), slack.OptionAppLevelToken(ws.AppToken()),
		slack.OptionLog(log.New(io.Discard, "", 0)))
	l.handler = New(Options{Workspace: ws, Clock: l.clock, Title: "Lunchbot",
		Intro: []string{"Dit is een klein kantoor in Slack.", "Typ /lunch om te bestellen.", "Kies links wie je speelt."},
		People: []Actor{{ID: anna, Role: "Medewerker", Hint: "Bestelt vaak"}, {ID: bob, Role: "Medewerker"},
			{ID: gita, Role: "Kok (gast)"}},
		CommandHints: map[string]string{"/lunch": "Bestel je lunch", "/lijst": "Wat is er besteld?"}})
	l.connect()
	return l
}

// connect runs the app over Socket Mode until the test ends.
func (l *lunch) connect() {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	l.t.Cleanup(func() {
		cancel()
		wg.Wait()
		if err := l.ws.Close(); err != nil {
			l.t.Error(err)
		}
		if v := l.ws.Violations(); len(v) > 0 {
			l.t.Errorf("violations: %q", v)
		}
	})
	client := socketmode.New(l.api)
	wg.Go(func() { _ = client.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case ev := <-client.Events:
				if ev.Request == nil || ev.Request.EnvelopeID == "" {
					continue
				}
				wg.Go(func() {
					answer, then := l.handle(ctx, ev.Data)
					if answer == nil {
						_ = client.AckCtx(ctx, ev.Request.EnvelopeID, nil)
					} else {
						_ = client.AckCtx(ctx, ev.Request.EnvelopeID, answer)
					}
					if then != nil {
						then()
					}
				})
			}
		}
	})
	l.wait(func() bool { return l.ws.Connections() == 1 })
}

// handle returns the answer, and what happens after it was given.
func (l *lunch) handle(ctx context.Context, data any) (any, func()) {
	switch d := data.(type) {
	case slack.SlashCommand:
		if d.Command == "/lijst" {
			return map[string]string{"text": "Nog niets besteld."}, nil
		}
		return nil, func() { l.open(ctx, d.TriggerID) }
	case slackevents.EventsAPIEvent:
		l.note(d.InnerEvent.Type)
		if e, ok := d.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); ok && e.Tab == "home" {
			return nil, func() {
				l.check(l.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: e.User, View: decode[slack.HomeTabViewRequest](l.t, homeJSON)}))
			}
		}
	case slack.InteractionCallback:
		l.note(string(d.Type))
		return l.interact(ctx, d)
	}
	return nil, nil
}

func (l *lunch) interact(ctx context.Context, d slack.InteractionCallback) (any, func()) {
	switch d.Type {
	case slack.InteractionTypeShortcut:
		return nil, func() { l.open(ctx, d.TriggerID) }
	case slack.InteractionTypeViewSubmission:
		what := d.View.State.Values["order.what"]["order.what"].Value
		if strings.Contains(what, "zwaan") {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"order.what": "Dat staat niet op de kaart."}), nil
		}
		return nil, func() { l.card(ctx, d.User.ID, what) }
	case slack.InteractionTypeBlockActions:
		a := d.ActionCallback.BlockActions[0]
		l.note(a.ActionID + "=" + a.Value + a.SelectedOption.Value)
		switch a.ActionID {
		case "order.size":
			view := strings.Replace(orderJSON, `"more"`, extra[a.SelectedOption.Value], 1)
			return nil, func() {
				l.check(l.api.UpdateViewContext(ctx, decode[slack.ModalViewRequest](l.t, view), "", d.View.Hash, d.View.ID))
			}
		case "order.menu":
			return nil, func() {
				l.check(l.api.PushViewContext(ctx, d.TriggerID, decode[slack.ModalViewRequest](l.t, menuJSON)))
			}
		case "home.order":
			return nil, func() { l.open(ctx, d.TriggerID) }
		case "card.cancel":
			return nil, func() {
				_, _, _, err := l.api.UpdateMessageContext(ctx, d.Channel.ID, d.Message.Timestamp, slack.MsgOptionText("Bestelling ingetrokken", false), slack.MsgOptionBlocks())
				l.check(nil, err)
			}
		}
	}
	return nil, nil
}

func (l *lunch) open(ctx context.Context, trigger string) {
	l.check(l.api.OpenViewContext(ctx, trigger, decode[slack.ModalViewRequest](l.t, strings.Replace(orderJSON, `"more"`, extra[""], 1))))
}

// check fails the test on a refused call, unless the test is over.
func (l *lunch) check(_ any, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		l.t.Error(err)
	}
}

func (l *lunch) card(ctx context.Context, user, what string) {
	raw, _ := json.Marshal(what)
	b := decode[slack.Blocks](l.t, strings.Replace(cardJSON, `"what"`, string(raw), 1))
	_, _, err := l.api.PostMessageContext(ctx, user, slack.MsgOptionText("Je bestelling is binnen", false), slack.MsgOptionBlocks(b.BlockSet...))
	l.check(nil, err)
}

func (l *lunch) note(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, s)
}

func (l *lunch) count(s string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, e := range l.events {
		if e == s {
			n++
		}
	}
	return n
}

func (l *lunch) wait(done func() bool) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := l.ws.Wait(ctx, done); err != nil {
		l.t.Fatal(err)
	}
}

// modal waits for a window with this title.
func (l *lunch) modal(who, title string) slackfake.View {
	l.t.Helper()
	var v slackfake.View
	l.wait(func() bool { v, _ = l.ws.Person(who).Modal(); return v.Title == title })
	return v
}

func decode[T any](t *testing.T, raw string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// do sends a request as the page itself would.
func (l *lunch) do(method, path string, form url.Values, change func(*http.Request)) *httptest.ResponseRecorder {
	l.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8090"+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	l.handler.ServeHTTP(w, r)
	return w
}

func (l *lunch) get(path string) string {
	l.t.Helper()
	w := l.do("GET", path, nil, nil)
	if w.Code != http.StatusOK {
		l.t.Fatalf("GET %s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// post posts a form and follows the redirect.
func (l *lunch) post(path string, pairs ...string) string {
	l.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	w := l.do("POST", path, form, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") })
	if w.Code != http.StatusSeeOther {
		l.t.Fatalf("POST %s: %d %s", path, w.Code, w.Body)
	}
	return l.get(w.Header().Get("Location"))
}

// clickValue is what the button of an action posts, as the page wrote it.
func (l *lunch) clickValue(html, action string) string {
	l.t.Helper()
	m := regexp.MustCompile(`name="click" value="([^"]+)" data-action="` + regexp.QuoteMeta(action) + `"`).FindStringSubmatch(html)
	if m == nil {
		l.t.Fatalf("no button %s", action)
	}
	return m[1]
}
