package slackfake

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Faults scripts what can go wrong between the app and Slack. A fault hits
// once unless [Times] or [Always] says otherwise. Methods are Web API methods
// ("chat.postMessage", "response_url"); kinds are kinds of delivery: an
// envelope type ("events_api", "slash_commands", "interactive") or what is in
// it ("block_actions", "view_submission", "app_home_opened"). The empty
// string matches everything.
type Faults struct {
	w        *Workspace
	rules    []*Fault
	refusing bool
}

// Fault is one scripted fault.
type Fault struct {
	f                      *Faults
	kind                   faultKind
	match, person, content string
	skip, left             int
	hits                   int
	delay                  time.Duration
	code                   string
	status                 int
	retryAfter             time.Duration
	gate                   chan struct{}
	open                   bool
}

type faultKind int

const (
	faultDelay faultKind = iota
	faultHold
	faultHoldAnswer
	faultLoseAnswer
	faultFail
	faultStatus
	faultDuplicate
	faultRace
	faultLoseAck
	faultDropMidFlight
)

// When narrows a fault.
type When func(*Fault)

// For lets the fault hit only what concerns this user.
func For(person string) When { return func(r *Fault) { r.person = person } }

// Times lets the fault hit n times.
func Times(n int) When { return func(r *Fault) { r.left = n } }

// Always lets the fault hit until it is cleared.
func Always() When { return func(r *Fault) { r.left = -1 } }

// After lets the first n matches pass.
func After(n int) When { return func(r *Fault) { r.skip = n } }

// Containing lets the fault hit only requests whose raw JSON contains s.
func Containing(s string) When { return func(r *Fault) { r.content = s } }

func (f *Faults) add(r *Fault, when []When) *Fault {
	r.f, r.left = f, 1
	r.gate = make(chan struct{})
	for _, o := range when {
		o(r)
	}
	f.w.mu.Lock()
	defer f.w.mu.Unlock()
	f.rules = append(f.rules, r)
	return r
}

// Delay lets the effect take place and answers later.
func (f *Faults) Delay(method string, d time.Duration, when ...When) *Fault {
	return f.add(&Fault{kind: faultDelay, match: method, delay: d}, when)
}

// Hold keeps the request waiting before it has any effect, until
// [Fault.Release].
func (f *Faults) Hold(method string, when ...When) *Fault {
	return f.add(&Fault{kind: faultHold, match: method}, when)
}

// HoldAnswer lets the effect take place and keeps the answer until
// [Fault.Release].
func (f *Faults) HoldAnswer(method string, when ...When) *Fault {
	return f.add(&Fault{kind: faultHoldAnswer, match: method}, when)
}

// LoseAnswer lets the effect take place and breaks the connection without an
// answer.
func (f *Faults) LoseAnswer(method string, when ...When) *Fault {
	return f.add(&Fault{kind: faultLoseAnswer, match: method}, when)
}

// Fail answers {"ok":false,"error":code} without any effect.
func (f *Faults) Fail(method, code string, when ...When) *Fault {
	return f.add(&Fault{kind: faultFail, match: method, code: code}, when)
}

// RateLimit answers 429, with Retry-After when the duration is positive.
func (f *Faults) RateLimit(method string, retryAfter time.Duration, when ...When) *Fault {
	return f.add(&Fault{kind: faultStatus, match: method, code: "ratelimited",
		status: http.StatusTooManyRequests, retryAfter: retryAfter}, when)
}

// Status answers with a bare HTTP status, such as 500, without any effect.
func (f *Faults) Status(method string, status int, when ...When) *Fault {
	return f.add(&Fault{kind: faultStatus, match: method, status: status}, when)
}

// Duplicate delivers the same payload a second time after the first was
// acknowledged.
func (f *Faults) Duplicate(kind string, when ...When) *Fault {
	return f.add(&Fault{kind: faultDuplicate, match: kind}, when)
}

// Race delivers the same payload twice at once, on two connections when there
// are two.
func (f *Faults) Race(kind string, when ...When) *Fault {
	return f.add(&Fault{kind: faultRace, match: kind}, when)
}

// LoseAck throws the app's acknowledgement away: the person sees a timeout,
// an event is delivered again.
func (f *Faults) LoseAck(kind string, when ...When) *Fault {
	return f.add(&Fault{kind: faultLoseAck, match: kind}, when)
}

// DropMidFlight breaks every socket right after the payload was sent.
func (f *Faults) DropMidFlight(kind string, when ...When) *Fault {
	return f.add(&Fault{kind: faultDropMidFlight, match: kind}, when)
}

// DropSockets breaks every socket now, without a word.
func (f *Faults) DropSockets() { f.w.dropSockets("") }

// Disconnect sends every socket a disconnect frame ("warning",
// "refresh_requested", "link_disabled") and, except for a warning, closes it.
func (f *Faults) Disconnect(reason string) { f.w.dropSockets(reason) }

// RefuseConnections makes Slack refuse (or accept again) new sockets.
func (f *Faults) RefuseConnections(refuse bool) {
	f.w.mu.Lock()
	defer f.w.mu.Unlock()
	f.refusing = refuse
}

// Clear removes every fault, releases what is held and accepts connections.
func (f *Faults) Clear() {
	f.w.mu.Lock()
	defer f.w.mu.Unlock()
	for _, r := range f.rules {
		r.release()
	}
	f.rules, f.refusing = nil, false
}

// Release lets what [Faults.Hold] or [Faults.HoldAnswer] keeps go on, now and
// for later hits.
func (r *Fault) Release() {
	r.f.w.mu.Lock()
	defer r.f.w.mu.Unlock()
	r.release()
}

func (r *Fault) release() {
	if !r.open {
		r.open = true
		close(r.gate)
	}
}

// Clear removes this fault and releases what it holds.
func (r *Fault) Clear() {
	r.f.w.mu.Lock()
	defer r.f.w.mu.Unlock()
	r.release()
	r.left = 0
}

// Hits tells how often the fault has struck.
func (r *Fault) Hits() int {
	r.f.w.mu.Lock()
	defer r.f.w.mu.Unlock()
	return r.hits
}

// take returns the first rule of one of the kinds that matches and uses it up.
// The caller holds no lock.
func (f *Faults) take(person, raw string, names []string, kinds ...faultKind) *Fault {
	f.w.mu.Lock()
	defer f.w.mu.Unlock()
	for _, r := range f.rules {
		if r.left == 0 || !r.matches(person, raw, names, kinds) {
			continue
		}
		if r.skip > 0 {
			r.skip--
			continue
		}
		if r.left > 0 {
			r.left--
		}
		r.hits++
		f.w.touch()
		return r
	}
	return nil
}

func (r *Fault) matches(person, raw string, names []string, kinds []faultKind) bool {
	if r.person != "" && r.person != person || !strings.Contains(raw, r.content) {
		return false
	}
	kind := false
	for _, k := range kinds {
		kind = kind || k == r.kind
	}
	name := r.match == ""
	for _, n := range names {
		name = name || n == r.match
	}
	return kind && name
}

// wait blocks on a held rule or for a delay; it reports whether the request
// is still wanted.
func (r *Fault) wait(ctx context.Context) bool {
	var after <-chan time.Time
	gate := r.gate
	if r.kind == faultDelay {
		t := time.NewTimer(r.delay)
		defer t.Stop()
		after, gate = t.C, nil
	}
	select {
	case <-after:
	case <-gate:
	case <-ctx.Done():
		return false
	case <-r.f.w.ctx.Done():
		return false
	}
	return true
}

// answer writes a scripted refusal.
func (r *Fault) answer(rw http.ResponseWriter) []byte {
	body := []byte(`{"ok":false,"error":` + strconv.Quote(r.code) + `}`)
	if r.status == 0 {
		rw.Header().Set("Content-Type", "application/json")
		_, _ = rw.Write(body)
		return body
	}
	if r.code == "" {
		body = []byte(strconv.Quote(http.StatusText(r.status)))
	} else if r.retryAfter > 0 {
		rw.Header().Set("Retry-After", strconv.Itoa(int((r.retryAfter+time.Second-1)/time.Second)))
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(r.status)
	_, _ = rw.Write(body)
	return body
}
