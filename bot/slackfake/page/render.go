package page

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"klachtbot/bot/slackfake"
)

// Where someone can be besides a channel.
const (
	placeDM   = "dm"
	placeHome = "home"
)

// screen is everything one page shows.
type screen struct {
	Title, Base, Version string
	Intro                []string
	Me                   person
	People               []person
	Places               []place
	Here                 place
	Items                []item
	Home                 *surface
	Modal                *modal
	Confirm              *slackfake.Confirm
	Notice               string
	Clock                *clock
	Bot                  string
	Pushes               []string
	Exchanges            []exchange
	Commands             []choice
	Shortcuts            []choice
}

// Blocked tells whether what lies behind the modal can be used.
func (s screen) Blocked() bool { return s.Modal != nil || s.Confirm != nil }

type person struct {
	ID, Name, Role, Hint, Initials string
	Hue, Unread                    int
	Me, Pushed                     bool
}

type place struct {
	ID, Name      string
	Kind          string // "dm", "home", "channel" or "private"
	Unread, Count int
	Here          bool
}

// item is a line in a conversation: a message, with the separators before it.
type item struct {
	Key, Day        string
	New, Follows    bool
	Bot             bool
	Author, Inits   string
	Hue             int
	Time, ISO       string
	Edited, Private bool
	Text            template.HTML
	Blocks          *surface
}

type modal struct {
	View   slackfake.View
	Blocks *surface
	Depth  int
	Notice string
}

// Wrongs counts the fields that were refused.
func (m modal) Wrongs() string {
	switch n := len(m.View.Errors); n {
	case 0:
		return ""
	case 1:
		return "Eén veld klopt nog niet."
	default:
		return fmt.Sprintf("%d velden kloppen nog niet.", n)
	}
}

type clock struct {
	Day, Time, ISO string
	Next           string
}

type exchange struct {
	slackfake.Exchange
	What, Who, Clock string
	Millis           int64
}

// exchanges is how many exchanges the page shows.
const exchanges = 60

func (p *page) first(w http.ResponseWriter, r *http.Request) {
	if len(p.o.People) == 0 {
		http.Error(w, "Er is niemand om te spelen.", http.StatusNotFound)
		return
	}
	http.Redirect(w, r, "/p/"+p.o.People[0].ID, http.StatusSeeOther)
}

// person shows someone where they were last.
func (p *page) person(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("person")
	if _, who := p.actor(id); who == nil {
		http.NotFound(w, r)
		return
	}
	p.mu.Lock()
	at := p.seat(id).place
	delete(p.seat(id).newFrom, at)
	p.mu.Unlock()
	http.Redirect(w, r, "/p/"+id+"/"+at, http.StatusSeeOther)
}

func (p *page) show(w http.ResponseWriter, r *http.Request) {
	a, who := p.actor(r.PathValue("person"))
	if who == nil {
		http.NotFound(w, r)
		return
	}
	at := r.PathValue("place")
	if !p.arrive(who, at, r.Header.Get("X-Page") == "refresh") {
		http.NotFound(w, r)
		return
	}
	var b bytes.Buffer
	if err := p.tmpl.ExecuteTemplate(&b, "page.html", p.screen(r.Context(), a, who, at)); err != nil {
		http.Error(w, "De pagina kon niet worden getekend: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// arrive marks what is on screen as read. When someone comes in, and not when
// the page merely looks again, it remembers where the unread part begins.
func (p *page) arrive(who *slackfake.Person, at string, refresh bool) bool {
	channel := channelOf(at)
	// Asking for the messages also opens the direct message if it is not there.
	messages := who.Messages(channel)
	if channel != "" && !slices.ContainsFunc(who.Conversations(), func(c slackfake.Conversation) bool { return c.ID == at && !c.DM }) {
		return false
	}
	unread := slices.IndexFunc(messages, func(m slackfake.Message) bool { return m.Unread })
	p.mu.Lock()
	s := p.seat(who.ID())
	if s.place != at {
		delete(s.newFrom, at)
	}
	if !refresh && unread >= 0 {
		s.newFrom[at] = messages[unread].TS
	}
	s.place = at
	s.pushes = len(who.Notifications())
	p.mu.Unlock()
	if unread >= 0 && at != placeHome {
		who.Read(channel)
	}
	return true
}

func channelOf(at string) string {
	if at == placeDM || at == placeHome {
		return ""
	}
	return at
}

func (p *page) screen(ctx context.Context, a Actor, who *slackfake.Person, at string) screen {
	s := screen{Title: cmp.Or(p.o.Title, "Demo"), Base: "/p/" + who.ID() + "/" + at, Clock: p.clock(ctx)}
	p.mu.Lock()
	me := *p.seat(who.ID())
	newFrom := me.newFrom[at]
	if !p.noIntro {
		s.Intro = p.o.Intro
	}
	p.mu.Unlock()
	for i, other := range p.o.People {
		if o := p.ws.Person(other.ID); o != nil {
			s.People = append(s.People, p.portrait(other, o, i))
			if other.ID == a.ID {
				s.Me = s.People[len(s.People)-1]
			}
		}
	}
	p.places(&s, who, at)
	surfaces := p.surfaces(who)
	if at == placeHome {
		if h := who.Home(); h.ID != "" {
			s.Home = surfaces("home", h.ID).fill(h.Blocks)
		}
	} else {
		s.Items = p.items(who, channelOf(at), newFrom, surfaces)
	}
	if v, open := who.Modal(); open {
		s.Modal = &modal{View: v, Depth: who.Depth(), Blocks: surfaces("modal", v.ID).fill(v.Blocks)}
	}
	if me.inModal && s.Modal != nil {
		s.Modal.Notice = me.notice
	} else {
		s.Notice = me.notice
	}
	if me.pending != nil {
		s.Confirm = &me.pending.ask
	}
	s.Pushes = who.Notifications()
	slices.Reverse(s.Pushes)
	s.Exchanges = p.transcript()
	for _, c := range p.ws.App().Commands {
		s.Commands = append(s.Commands, choice{Value: c, Text: c, Note: p.o.CommandHints[c]})
	}
	for id, name := range p.ws.App().Shortcuts {
		s.Shortcuts = append(s.Shortcuts, choice{Value: id, Text: name})
	}
	slices.SortFunc(s.Shortcuts, func(a, b choice) int { return cmp.Compare(a.Text, b.Text) })
	return s
}

func (p *page) clock(ctx context.Context) *clock {
	if p.o.Clock == nil {
		return nil
	}
	now := p.o.Clock.Now().In(p.loc)
	c := &clock{Day: day(now), Time: now.Format("15:04"), ISO: now.Format(time.RFC3339)}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if next, ok, err := p.o.Clock.NextDeadline(ctx); err == nil && ok {
		c.Next = shortDay(next.In(p.loc))
	}
	return c
}

func (p *page) transcript() []exchange {
	all := p.ws.Transcript()
	if len(all) > exchanges {
		all = all[len(all)-exchanges:]
	}
	n := p.names()
	var out []exchange
	for _, e := range slices.Backward(all) {
		d := exchange{Exchange: e, What: methodNames[e.Method], Clock: e.Time.In(p.loc).Format("15:04:05"), Millis: e.Took.Milliseconds()}
		d.Summary = strings.TrimSpace(strings.TrimPrefix(e.Summary, e.Method))
		if strings.HasPrefix(e.Method, "/") {
			d.What = "opdracht"
		}
		if e.Person != "" {
			d.Who = n.user(e.Person)
		}
		out = append(out, d)
	}
	return out
}

// moment is a message's ts as real time.
func moment(ts string) time.Time {
	sec, micro, _ := strings.Cut(ts, ".")
	s, _ := strconv.ParseInt(sec, 10, 64)
	us, _ := strconv.ParseInt(micro, 10, 64)
	return time.Unix(s, us*1000)
}
