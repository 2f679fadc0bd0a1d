package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers"
)

var noop handlers.Handler = func(context.Context, handlers.Request) (handlers.Reply, error) { return handlers.Reply{}, nil }

// office is a workspace with the bot in it.
type office struct {
	t      *testing.T
	ws     *slackfake.Workspace
	bot    *Bot
	out    *outbox
	svc    *service
	anna   *slackfake.Person
	stop   context.CancelFunc
	ended  chan error
	logged *record
}

// record is what was logged.
type record struct {
	mu sync.Mutex
	strings.Builder
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Builder.Write(p)
}

func (r *record) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Builder.String()
}

// marker is content: it must never be logged.
const marker = "MERKTEKEN"

// newOffice starts a workspace and a bot; adjust may change the bot before it
// runs. Violations are what slackfake may find.
func newOffice(t *testing.T, table []Route, adjust func(*Bot), violations ...string) *office {
	t.Helper()
	ws, err := slackfake.New(slackfake.Options{RetryDelay: 20 * time.Millisecond, App: slackfake.App{
		Scopes:   []string{"commands", "chat:write", "im:write", "users:read", "groups:read"},
		Commands: []string{"/klacht"}, Shortcuts: map[string]string{"report": "Klacht melden"},
		Events:  []string{"app_home_opened", "user_change", "member_joined_channel"},
		HomeTab: true, MessagesTab: true, SocketMode: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, ws: ws, out: newOutbox(), svc: &service{}, ended: make(chan error, 1), logged: &record{}}
	o.anna = ws.AddUser(slackfake.Profile{Name: "anna", RealName: "Anna " + marker})
	o.bot, err = New(Config{Token: ws.BotToken(), AppToken: ws.AppToken(), APIURL: ws.APIURL(), Outbox: o.out,
		Explain: func(err error, ref string) string { return "Dat lukte niet: " + errKind(err) + " " + ref },
		Notice:  notice, Log: slog.New(slog.NewJSONHandler(o.logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.bot.Wire(o.svc, table); err != nil {
		t.Fatal(err)
	}
	if adjust != nil {
		adjust(o.bot)
	}
	ctx, cancel := context.WithCancel(context.Background())
	o.stop = cancel
	go func() { o.ended <- o.bot.Run(ctx) }()
	t.Cleanup(func() { o.close(violations) })
	o.wait("sockets", func() bool { return ws.Connections() == 2 })
	return o
}

// halt stops the bot and waits until it has.
func (o *office) halt() {
	o.stop()
	if err := <-o.ended; err != nil {
		o.t.Errorf("Run: %v", err)
	}
	o.ended <- nil
}

func (o *office) close(violations []string) {
	o.halt()
	_ = o.ws.Close()
	if log := o.logged.text(); strings.Contains(log, marker) || strings.Contains(log, o.anna.ID()) {
		o.t.Errorf("the log quotes content or people:\n%s", log)
	}
next:
	for _, v := range o.ws.Violations() {
		for _, w := range violations {
			if strings.Contains(v, w) {
				continue next
			}
		}
		o.t.Errorf("violation: %s", v)
	}
	if o.t.Failed() {
		o.t.Log(o.logged.text())
	}
}

// wait waits for something to become visible in the workspace.
func (o *office) wait(what string, done func() bool) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := o.ws.Wait(ctx, done); err != nil {
		o.t.Fatalf("%s: %v\n%s\n%s", what, err, o.anna.See(), o.logged.text())
	}
}

func (o *office) title() string {
	v, _ := o.anna.Modal()
	return v.Title
}

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func section(s string) slack.Block { return slack.NewSectionBlock(plainText(s), nil, nil) }

func notice(title, text string) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plainText(title),
		Blocks: slack.Blocks{BlockSet: []slack.Block{section(text)}}}
}

// form is a modal with one input, words, and a button.
func form(title string) *slack.ModalViewRequest {
	input := slack.NewInputBlock("words", plainText("Wat is de klacht?"), nil,
		slack.NewPlainTextInputBlockElement(nil, "words"))
	button := slack.NewActionBlock("buttons", slack.NewButtonBlockElement("more", "v", plainText("Meer")))
	return &slack.ModalViewRequest{Type: slack.VTModal, Title: plainText(title), Submit: plainText("Versturen"),
		CallbackID: "report", PrivateMetadata: "c-1", Blocks: slack.Blocks{BlockSet: []slack.Block{input, button}}}
}

// opens is a command that opens the form.
var opens = Route{Kind: Command, Name: "/klacht", Opens: true, Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
	return handlers.Reply{Open: form("Klacht")}, nil
}}

func onSubmit(h handlers.Handler) Route { return Route{Kind: Submission, Name: "report", Handle: h} }

// fill opens the form and types into it.
func (o *office) fill() {
	o.t.Helper()
	if err := o.anna.Type(o.t.Context(), "", "/klacht"); err != nil {
		o.t.Fatal(err)
	}
	o.wait("form", func() bool { return o.title() == "Klacht" })
	if err := o.anna.Fill("words", marker); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) typed() string {
	v, _ := o.anna.Modal()
	text, _ := v.State["words"]["words"]["value"].(string)
	return text
}

// service is a register that renders what a test says.
type service struct {
	mu      sync.Mutex
	deliver func(complaint.Notice) (handlers.Delivery, error)
	ticks   int
	tick    func() error
}

func (s *service) Deliver(_ context.Context, n complaint.Notice) (handlers.Delivery, error) {
	s.mu.Lock()
	fn := s.deliver
	s.mu.Unlock()
	if fn == nil {
		return handlers.Delivery{}, nil
	}
	return fn(n)
}

func (s *service) Tick(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ticks++
	if s.tick != nil {
		return s.tick()
	}
	return nil
}

// outbox is an honest outbox in memory.
type outbox struct {
	mu        sync.Mutex
	items     map[string]*item
	finished  map[string]int
	cards     []complaint.Card
	retired   []complaint.Card
	buried    map[string]string
	retries   []time.Duration
	failing   int // Finish fails this often
	onLease   func()
	token     int
	committed chan struct{}
	changed   chan struct{}
}

type item struct {
	task    complaint.Task
	due     time.Time
	leased  bool
	attempt int
}

var errOutbox = errors.New("register down")

func newOutbox() *outbox {
	return &outbox{items: map[string]*item{}, finished: map[string]int{}, buried: map[string]string{},
		committed: make(chan struct{}, 1), changed: make(chan struct{})}
}

func (o *outbox) put(key string, n complaint.Notice) {
	o.mu.Lock()
	o.items[key] = &item{task: complaint.Task{Key: key, Notice: n}}
	o.mu.Unlock()
	select {
	case o.committed <- struct{}{}:
	default:
	}
}

func (o *outbox) Lease(_ context.Context, limit int, d time.Duration) ([]complaint.Task, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var all []complaint.Task
	for _, it := range o.items {
		if len(all) == limit || time.Now().Before(it.due) {
			continue
		}
		o.token++
		it.attempt++
		it.task.Token, it.task.Attempt, it.task.Repeat = fmt.Sprint(o.token), it.attempt, it.leased
		it.leased, it.due = true, time.Now().Add(d)
		all = append(all, it.task)
	}
	if o.onLease != nil && len(all) > 0 {
		o.onLease()
	}
	return all, nil
}

// held gives the item when the lease still holds.
func (o *outbox) held(t complaint.Task) (*item, error) {
	it := o.items[t.Key]
	if it == nil || it.task.Token != t.Token || !it.leased {
		return nil, fmt.Errorf("lease of %s lost", t.Key)
	}
	return it, nil
}

func (o *outbox) touch() {
	close(o.changed)
	o.changed = make(chan struct{})
}

func (o *outbox) Finish(_ context.Context, t complaint.Task, cards, retired []complaint.Card) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, err := o.held(t); err != nil {
		return err
	}
	if o.failing > 0 {
		o.failing--
		return errOutbox
	}
	delete(o.items, t.Key)
	o.finished[t.Key]++
	o.cards, o.retired = append(o.cards, cards...), append(o.retired, retired...)
	o.touch()
	return nil
}

func (o *outbox) Retry(_ context.Context, t complaint.Task, in time.Duration) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	it, err := o.held(t)
	if err != nil {
		return err
	}
	it.leased, it.due = false, time.Now().Add(in)
	o.retries = append(o.retries, in)
	o.touch()
	return nil
}

func (o *outbox) Bury(_ context.Context, t complaint.Task, why string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, err := o.held(t); err != nil {
		return err
	}
	delete(o.items, t.Key)
	o.buried[t.Key] = why
	o.touch()
	return nil
}

func (o *outbox) Pending(context.Context) (int, time.Duration, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.items), time.Minute, nil
}

func (o *outbox) Dead(context.Context) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.buried), nil
}

func (o *outbox) Committed() <-chan struct{} { return o.committed }

// wait waits until the outbox looks as it should; done holds the lock.
func (o *outbox) wait(t *testing.T, done func() bool) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		o.mu.Lock()
		ok, changed := done(), o.changed
		o.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("the outbox did not get there: %d waiting, finished %v, buried %v", len(o.items), o.finished, o.buried)
		}
	}
}
