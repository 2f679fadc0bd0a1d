// Package page is a small Slack for the browser: a skin over
// [slackfake.Person]. Whatever a click does goes through Type, Click, Fill,
// Submit, Dismiss, OpenHome or Shortcut; the page has no Slack rules of its own
// and knows nothing of the app it shows. All words about the app come in
// through [Options] or were sent by the app.
//
// Every action is a form POST that answers with a redirect, so the page works
// without its script. With it, the same forms are sent in the background and
// the answer, an ordinary page, is merged into the one on screen: what is being
// typed and where the focus is stay as they are.
//
// The handler is for this machine only. It refuses a Host that is no loopback
// name (DNS rebinding) and a POST from another origin.
//
// A live connection lasts until its request's context ends: give the server a
// BaseContext that is cancelled before Shutdown.
package page

import (
	"context"
	"embed"
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"klachtbot/bot/slackfake"
)

//go:embed static templates
var files embed.FS

// Clock is business time: it may jump.
type Clock interface {
	Now() time.Time
	// Advance moves the clock forward and does what has become due.
	Advance(ctx context.Context, d time.Duration) error
	// NextDeadline is the next moment at which something becomes due.
	NextDeadline(ctx context.Context) (time.Time, bool, error)
}

// History is what a [Clock] may know besides: which business time it was at a
// real moment. Without it the page works that out from the jumps it made itself,
// and what was posted before the page existed counts as posted just now.
type History interface {
	At(real time.Time) time.Time
}

// Actor is someone whose part can be played.
type Actor struct {
	ID string
	// Role stands under the name, Hint says what to try first. Both may be empty.
	Role, Hint string
}

// Options configure the page.
type Options struct {
	Workspace *slackfake.Workspace
	// Clock is optional; without it there are no clock buttons.
	Clock Clock
	Title string
	// Intro are a few sentences for a newcomer.
	Intro []string
	// People are the parts to play; empty means every person of the workspace.
	People []Actor
	// CommandHints say what stands behind a slash command, by command.
	CommandHints map[string]string
}

// page is the handler's state: what the demo remembers beside Slack itself.
type page struct {
	o    Options
	ws   *slackfake.Workspace
	tmpl *template.Template
	loc  *time.Location

	mu      sync.Mutex
	seats   map[string]*seat
	shifts  []shift
	noIntro bool
	version uint64
	changed chan struct{}
}

// seat is what the page remembers of one person's screen.
type seat struct {
	place   string // where they were last
	notice  string // what went wrong in the last action
	inModal bool   // the notice belongs in the modal
	pending *pending
	newFrom map[string]string // by place: the first message that was unread on arrival
	pushes  int               // push notifications already seen
}

// shift is a jump of business time: from the real moment at on, business time
// is by ahead.
type shift struct {
	at time.Time
	by time.Duration
}

// New returns the page as a handler for the root of a server.
func New(o Options) http.Handler {
	p := &page{o: o, ws: o.Workspace, seats: map[string]*seat{}, changed: make(chan struct{}), loc: amsterdam()}
	if len(p.o.People) == 0 {
		for _, who := range p.ws.People() {
			if u := who.Profile(); !u.Bot && !u.Deleted {
				p.o.People = append(p.o.People, Actor{ID: who.ID()})
			}
		}
	}
	if o.Clock != nil {
		now := time.Now()
		p.shifts = []shift{{by: o.Clock.Now().Sub(now)}}
	}
	p.tmpl = template.Must(template.New("").Funcs(template.FuncMap{"pair": pair}).ParseFS(files, "templates/*.html"))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.first)
	mux.HandleFunc("GET /p/{person}", p.person)
	mux.HandleFunc("GET /p/{person}/{place}", p.show)
	mux.HandleFunc("POST /p/{person}/{place}/{do}", p.act)
	mux.HandleFunc("GET /live", p.live)
	mux.HandleFunc("GET /raw/{n}", p.raw)
	mux.Handle("GET /static/", http.FileServerFS(files))
	return guard(http.NewCrossOriginProtection().Handler(mux))
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard keeps other machines and other sites out.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			http.Error(w, "Deze pagina is er alleen voor deze computer: gebruik http://127.0.0.1.", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		// Not no-referrer: that would make browsers send "Origin: null".
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		next.ServeHTTP(w, r)
	})
}

// loopback tells whether a Host header names this machine.
func loopback(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback()
}

// actor finds someone whose part can be played.
func (p *page) actor(id string) (Actor, *slackfake.Person) {
	for _, a := range p.o.People {
		if a.ID == id {
			return a, p.ws.Person(id)
		}
	}
	return Actor{}, nil
}

// seat returns a person's seat. The caller holds the lock.
func (p *page) seat(id string) *seat {
	s := p.seats[id]
	if s == nil {
		s = &seat{place: placeDM, newFrom: map[string]string{}}
		p.seats[id] = s
	}
	return s
}

// touch announces a change of the page's own state. The caller holds the lock.
func (p *page) touch() {
	p.version++
	close(p.changed)
	p.changed = make(chan struct{})
}

// business turns real time, such as a message's, into business time.
func (p *page) business(t time.Time) time.Time {
	if h, ok := p.o.Clock.(History); ok {
		return h.At(t).In(p.loc)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.shifts) - 1; i >= 0; i-- {
		if s := p.shifts[i]; !t.Before(s.at) {
			return t.Add(s.by).In(p.loc)
		}
	}
	return t.In(p.loc)
}

// pair hands two values to a template that takes one.
func pair(a, b any) struct{ A, B any } { return struct{ A, B any }{a, b} }
