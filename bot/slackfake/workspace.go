package slackfake

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Workspace is one Slack workspace with one app installed. All methods are
// safe for concurrent use.
type Workspace struct {
	opt    Options
	srv    *http.Server
	base   string
	client *http.Client
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup

	botToken, appToken, signingSecret string
	teamID, appID, botID, botUser     string

	mu         sync.Mutex
	closed     bool
	version    uint64
	changed    chan struct{}
	seq        int64
	lastTS     int64
	users      map[string]*Profile
	people     map[string]*Person
	userOrder  []string
	channels   map[string]*channel
	chanOrder  []string
	views      map[string]*view
	triggers   map[string]*trigger
	hooks      map[string]*responseHook
	tickets    map[string]bool // true once used
	sockets    []*socket
	nextSocket int
	pending    map[string]*envelope
	settled    map[string]*envelope
	settledIDs []string
	faults     *Faults
	transcript []Exchange
	violations []string
	refusals   []string
	calls      map[string]int
	accepted   int
}

// New starts a workspace that listens on a free loopback port.
func New(o Options) (*Workspace, error) {
	o.defaults()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("slackfake: listen: %w", err)
	}
	w := &Workspace{
		opt: o, base: ln.Addr().String(), client: &http.Client{},
		botToken: "xoxb-" + random(12), appToken: "xapp-1-A0FAKE-" + random(12), signingSecret: random(16),
		teamID: "T0FAKE001", appID: "A0FAKE001", botID: "B0FAKE001", botUser: "U0APPBOT1",
		changed: make(chan struct{}), users: map[string]*Profile{}, people: map[string]*Person{},
		channels: map[string]*channel{}, views: map[string]*view{}, triggers: map[string]*trigger{},
		hooks: map[string]*responseHook{}, tickets: map[string]bool{}, pending: map[string]*envelope{},
		settled: map[string]*envelope{}, calls: map[string]int{},
	}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.faults = &Faults{w: w}
	w.users[w.botUser] = &Profile{ID: w.botUser, Name: "app", RealName: o.App.Name, Bot: true, TeamID: w.teamID}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", w.tracked(w.serveAPI))
	mux.HandleFunc("/response/", w.tracked(w.serveResponseURL))
	mux.HandleFunc("/link/", w.tracked(w.serveSocket))
	w.srv = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	w.wg.Add(1)
	go func() {
		defer w.wg.Done()
		_ = w.srv.Serve(ln)
	}()
	return w, nil
}

// Close stops listening, breaks every connection and waits for everything
// that was started.
func (w *Workspace) Close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	w.mu.Unlock()
	w.cancel()
	err := w.srv.Close()
	w.dropSockets("")
	w.wg.Wait()
	w.client.CloseIdleConnections()
	return err
}

// start runs fn under the workspace's ownership; false after Close.
func (w *Workspace) start(fn func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.startLocked(fn)
}

func (w *Workspace) startLocked(fn func()) bool {
	if w.closed {
		return false
	}
	w.wg.Add(1)
	go func() {
		defer w.wg.Done()
		fn()
	}()
	return true
}

// tracked makes Close wait for a handler, also one whose connection was
// hijacked.
func (w *Workspace) tracked(h http.HandlerFunc) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		if w.closed {
			w.mu.Unlock()
			http.Error(rw, "closed", http.StatusServiceUnavailable)
			return
		}
		w.wg.Add(1)
		w.mu.Unlock()
		defer w.wg.Done()
		h(rw, r)
	}
}

// APIURL is the base of the Web API; it ends in /api/.
func (w *Workspace) APIURL() string { return "http://" + w.base + "/api/" }

// BotToken is the app's xoxb token.
func (w *Workspace) BotToken() string { return w.botToken }

// AppToken is the app-level xapp token, with scope connections:write only.
func (w *Workspace) AppToken() string { return w.appToken }

// SigningSecret signs deliveries in HTTP mode.
func (w *Workspace) SigningSecret() string { return w.signingSecret }

// BotUserID is the user id of the app's bot user.
func (w *Workspace) BotUserID() string { return w.botUser }

// TeamID is the id of the workspace.
func (w *Workspace) TeamID() string { return w.teamID }

// AppID is the id of the app.
func (w *Workspace) AppID() string { return w.appID }

// SetRequestURL sets the base of the app's URLs in HTTP mode.
func (w *Workspace) SetRequestURL(base string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opt.App.RequestURL = base
}

// SetApp changes the app's configuration, as someone editing its manifest.
func (w *Workspace) SetApp(fn func(*App)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fn(&w.opt.App)
	w.touch()
}

// App returns the app's configuration.
func (w *Workspace) App() App {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.opt.App
}

// Faults scripts what goes wrong.
func (w *Workspace) Faults() *Faults { return w.faults }

// Calls tells how often a Web API method was called, also when refused.
func (w *Workspace) Calls(method string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[method]
}

// Connections is the number of sockets open now.
func (w *Workspace) Connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.sockets)
}

// Accepted is the number of sockets accepted so far.
func (w *Workspace) Accepted() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.accepted
}

func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// newID returns an identifier in Slack's style. The caller holds the lock.
func (w *Workspace) newID(prefix string) string {
	w.seq++
	return fmt.Sprintf("%s0%08d", prefix, w.seq)
}

// newTS returns a message timestamp: Options.Posted in microseconds, never twice
// the same. The caller holds the lock.
func (w *Workspace) newTS() string {
	t := w.opt.Posted().UnixMicro()
	if t <= w.lastTS {
		t = w.lastTS + 1
	}
	w.lastTS = t
	return fmt.Sprintf("%d.%06d", t/1e6, t%1e6)
}
