package page

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"klachtbot/bot/slackfake"
)

// pending is a click that waits for a yes or a no.
type pending struct {
	form url.Values
	ask  slackfake.Confirm
}

// action is one form that was posted.
type action struct {
	p    *page
	who  *slackfake.Person
	form url.Values
	at   string // the place it was posted from
	next string // the place to show afterwards
}

// act does what a form asks and redirects to the page that shows the result.
func (p *page) act(w http.ResponseWriter, r *http.Request) {
	_, who := p.actor(r.PathValue("person"))
	do, ok := deeds[r.PathValue("do")]
	if who == nil || !ok {
		http.NotFound(w, r)
		return
	}
	if err := r.ParseForm(); err != nil {
		http.Error(w, "Onleesbaar formulier.", http.StatusBadRequest)
		return
	}
	a := &action{p: p, who: who, form: r.PostForm, at: r.PathValue("place")}
	a.next = a.at
	// What was begun is finished, also when the browser has gone.
	ctx := context.WithoutCancel(r.Context())
	p.mu.Lock()
	s := p.seat(who.ID())
	if r.PathValue("do") != "draft" {
		s.notice = ""
	}
	p.mu.Unlock()
	if err := do(a, ctx); err != nil {
		_, modal := who.Modal()
		p.mu.Lock()
		s.notice, s.inModal = explain(err), modal && a.form.Get("view") != ""
		p.mu.Unlock()
	}
	p.mu.Lock()
	p.touch()
	p.mu.Unlock()
	http.Redirect(w, r, "/p/"+who.ID()+"/"+url.PathEscape(a.next), http.StatusSeeOther)
}

var deeds = map[string]func(*action, context.Context) error{
	"go": (*action).goTo, "say": (*action).say, "shortcut": (*action).shortcut,
	"click": (*action).click, "modal": (*action).modal, "draft": (*action).draft, "answer": (*action).answer,
	"clock": (*action).clock, "intro": (*action).intro, "notice": func(*action, context.Context) error { return nil },
}

// goTo opens a conversation or the home tab.
func (a *action) goTo(ctx context.Context) error {
	a.next = a.form.Get("to")
	switch a.next {
	case placeHome:
		return a.who.OpenHome(ctx)
	case placeDM:
		// Before it is read, remember what is new. People of another workspace
		// have no such tab: for them nothing is announced.
		a.p.arrive(a.who, placeDM, false)
		_ = a.who.OpenMessages(ctx)
	}
	return nil
}

func (a *action) say(ctx context.Context) error {
	text := strings.TrimSpace(a.form.Get("text"))
	if text == "" {
		return nil
	}
	return a.who.Type(ctx, channelOf(a.at), text)
}

func (a *action) shortcut(ctx context.Context) error {
	return a.who.Shortcut(ctx, a.form.Get("id"))
}

// modal handles the two kinds of buttons around a modal: submit and close.
func (a *action) modal(ctx context.Context) error {
	if !a.onTop() {
		return nil
	}
	if a.form.Get("click") != "" {
		return a.click(ctx)
	}
	switch a.form.Get("do") {
	case "close":
		return a.who.Dismiss(ctx)
	case "clear":
		return a.who.DismissAll(ctx)
	}
	if err := a.fill(true); err != nil {
		return err
	}
	_, err := a.who.Submit(ctx)
	return err
}

// draft keeps what was typed so far; the app does not hear of it.
func (a *action) draft(context.Context) error {
	if !a.onTop() {
		return nil
	}
	return a.fill(false)
}

// onTop tells whether the form that was posted is still the one on screen.
func (a *action) onTop() bool {
	v, open := a.who.Modal()
	return open && v.ID == a.form.Get("view")
}

// fill takes over what the form holds where it differs from what the client
// holds. Fields of which the app wants to hear only count when live.
func (a *action) fill(live bool) error {
	v, _ := a.who.Modal()
	for _, b := range v.Blocks {
		if b.Type != "input" || len(b.Elements) == 0 || b.DispatchAction && !live {
			continue
		}
		e := element{Element: b.Elements[0], Block: &b, S: &surface{}}
		if !slices.Contains(a.form["has"], e.Name()) || !a.changed(e) {
			continue
		}
		if err := a.who.Fill(b.BlockID, a.value(e)); err != nil {
			return err
		}
	}
	return nil
}

func (a *action) changed(e element) bool {
	now, was := slices.Clone(a.form[e.Name()]), e.Current()
	now = slices.DeleteFunc(now, func(s string) bool { return s == "" })
	switch {
	case e.Type == "datetimepicker":
		return a.form.Get(e.Name()) != e.One()
	case e.Control() == "area" && len(now) > 0:
		now[0] = unixLines(now[0])
	case e.Grouped():
		slices.Sort(now)
		slices.Sort(was)
	}
	return !slices.Equal(now, was)
}

// value is what the form holds for an element, in the shape Fill and Pick take.
func (a *action) value(e element) any {
	all := a.form[e.Name()]
	if c := e.Control(); c == "checks" || c == "search" {
		return append([]string{}, all...)
	}
	one := a.form.Get(e.Name())
	if one == "" {
		return nil
	}
	if e.Type == "datetimepicker" {
		t, err := time.ParseInLocation("2006-01-02T15:04", one, a.p.loc)
		if err != nil {
			return one
		}
		return t.Unix()
	}
	return unixLines(one)
}

func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func (a *action) intro(context.Context) error {
	a.p.mu.Lock()
	defer a.p.mu.Unlock()
	a.p.noIntro = true
	return nil
}

// clock moves business time.
func (a *action) clock(ctx context.Context) error {
	c := a.p.o.Clock
	if c == nil {
		return nil
	}
	var by time.Duration
	switch step := a.form.Get("by"); step {
	case "next":
		next, ok, err := c.NextDeadline(ctx)
		if err != nil || !ok {
			return err
		}
		by = next.Sub(c.Now())
	default:
		days, err := strconv.Atoi(step)
		if err != nil {
			return fmt.Errorf("%w: %q days", slackfake.ErrCannot, step)
		}
		now := c.Now().In(a.p.loc)
		// The same hour on a later day, also when the clocks change in between.
		by = now.AddDate(0, 0, days).Sub(now)
	}
	if by <= 0 {
		return nil
	}
	began := time.Now()
	defer a.shifted(began)
	return c.Advance(ctx, by)
}

// shifted remembers how far business time is ahead since a real moment.
func (a *action) shifted(began time.Time) {
	p := a.p
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shifts = append(p.shifts, shift{began, time.Until(p.o.Clock.Now())})
}
