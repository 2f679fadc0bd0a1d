package slackfake

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// What Slack shows when something does not work. Compare with errors.Is.
var (
	// ErrTimeout: the app did not answer within 3 s.
	ErrTimeout = errors.New("operation_timeout")
	// ErrDispatch: the app could not be reached, or answered with an error.
	ErrDispatch = errors.New("dispatch_failed")
	// ErrConnection: the app's answer to a submission was unusable.
	ErrConnection = errors.New("we had some trouble connecting, try again")
	// ErrNotCommand: no app has this slash command.
	ErrNotCommand = errors.New("not a valid command")
	// ErrNotAllowed: this person may not do that, such as a guest who uses a
	// slash command.
	ErrNotAllowed = errors.New("not allowed")
	// ErrNotThere: there is no such button, field, message or modal on screen.
	ErrNotThere = errors.New("not on the screen")
	// ErrCannot: the client does not let a person do that, such as choosing an
	// option that is not offered.
	ErrCannot = errors.New("the client refuses")
)

// Person is what one person with Slack open can do and see. All methods are
// safe for concurrent use; those that reach the app return when it has
// acknowledged, or at the latest after [Options.AckTimeout].
type Person struct {
	w             *Workspace
	id            string
	modals        []*view
	home          *view
	notifications []string
	submitting    map[string]bool
}

// ID is the person's user id.
func (p *Person) ID() string { return p.id }

// Profile is the person's profile as it is now.
func (p *Person) Profile() Profile {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return *p.w.users[p.id]
}

// DM is the id of the direct message with the app, empty when there is none yet.
func (p *Person) DM() string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	for _, c := range p.w.channels {
		if c.dmWith == p.id {
			return c.id
		}
	}
	return ""
}

// channel resolves a channel of the person; "" is the direct message with the
// app. The caller holds the lock.
func (p *Person) channel(id string) *channel {
	if id == "" {
		c, _ := p.w.dm(p.id)
		return c
	}
	c := p.w.channels[id]
	if c == nil || !c.has(p.id) {
		return nil
	}
	return c
}

// OpenHome opens the app's home tab: the app hears app_home_opened. It does
// not wait for the app.
func (p *Person) OpenHome(context.Context) error { return p.openTab("home") }

// OpenMessages opens the app's messages tab and reads what is there.
func (p *Person) OpenMessages(context.Context) error {
	if err := p.openTab("messages"); err != nil {
		return err
	}
	p.Read("")
	return nil
}

func (p *Person) openTab(tab string) error {
	w := p.w
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.users[p.id]
	if tab == "home" && !w.opt.App.HomeTab || u.Deleted || w.foreign(u) {
		return ErrNotAllowed
	}
	c, _ := w.dm(p.id)
	ev := obj{"type": "app_home_opened", "user": p.id, "channel": c.id, "tab": tab}
	if tab == "home" && p.home != nil {
		ev["view"] = w.viewObject(p.home, true)
	}
	w.eventLocked(p.id, ev)
	return nil
}

// Home is the published home tab; the zero View before the first publish.
func (p *Person) Home() View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if p.home == nil {
		return View{}
	}
	return p.w.viewFor(p.home)
}

// Modal is the modal on top, if one is open.
func (p *Person) Modal() (View, bool) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if v := p.top(); v != nil {
		return p.w.viewFor(v), true
	}
	return View{}, false
}

// Depth is the number of modals on the stack.
func (p *Person) Depth() int {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return len(p.modals)
}

func (p *Person) top() *view {
	if n := len(p.modals); n > 0 {
		return p.modals[n-1]
	}
	return nil
}

// Conversations lists the direct message with the app and the channels the
// person is in.
func (p *Person) Conversations() []Conversation {
	w := p.w
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []Conversation
	for _, id := range w.chanOrder {
		c := w.channels[id]
		if !c.has(p.id) {
			continue
		}
		d := Conversation{ID: c.id, Name: c.name, DM: c.dmWith != "", Private: c.private,
			Archived: c.archived, Members: slices.Clone(c.members)}
		if d.DM {
			d.Name = w.users[w.botUser].RealName
		}
		for _, m := range c.messages {
			if p.unread(c, m) {
				d.Unread++
			}
		}
		out = append(out, d)
	}
	return out
}

func (p *Person) unread(c *channel, m *message) bool {
	return m.onlyFor == "" && !m.deleted && m.user != p.id && m.ts > c.read[p.id]
}

// Messages is what the person sees in a channel, oldest first, with what only
// they see; "" is the direct message with the app. Looking does not mark
// anything read: see [Person.Read].
func (p *Person) Messages(channel string) []Message {
	w := p.w
	w.mu.Lock()
	defer w.mu.Unlock()
	c := p.channel(channel)
	if c == nil {
		return nil
	}
	return p.messages(c)
}

func (p *Person) messages(c *channel) []Message {
	var out []Message
	for _, m := range c.messages {
		if m.deleted || m.onlyFor != "" && m.onlyFor != p.id {
			continue
		}
		d := p.w.messageFor(c, m, p.id)
		d.Unread = p.unread(c, m)
		out = append(out, d)
	}
	return out
}

// Read marks a channel as read.
func (p *Person) Read(channel string) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if c := p.channel(channel); c != nil && len(c.messages) > 0 {
		c.read[p.id] = c.messages[len(c.messages)-1].ts
		p.w.touch()
	}
}

// Notifications are the push texts, oldest first: the top-level text of every
// message that the app posted where this person is. (By default Slack pushes
// channel messages only on a mention; people may ask for all.)
func (p *Person) Notifications() []string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return slices.Clone(p.notifications)
}

// Reload restarts the person's client: what was ephemeral is gone, and so are
// open modals, without a view_closed.
func (p *Person) Reload() {
	w := p.w
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.channels {
		c.messages = slices.DeleteFunc(c.messages, func(m *message) bool { return m.onlyFor == p.id })
	}
	p.closeAll()
	w.touch()
}

// See is everything on this person's screens now as plain text: direct
// message, channels, home, modals and notifications.
func (p *Person) See() string {
	w := p.w
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	for _, id := range w.chanOrder {
		c := w.channels[id]
		if !c.has(p.id) {
			continue
		}
		for _, m := range p.messages(c) {
			b.WriteString(m.Visible())
		}
	}
	if p.home != nil {
		b.WriteString(w.viewFor(p.home).Visible())
	}
	for _, v := range p.modals {
		b.WriteString(w.viewFor(v).Visible())
	}
	for _, n := range p.notifications {
		b.WriteString(n + "\n")
	}
	return b.String()
}
