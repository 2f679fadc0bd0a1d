package slackfake

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

type obj = map[string]any

// channel is a conversation: a channel or the direct message of one person
// with the app.
type channel struct {
	id, name                    string
	private, archived           bool
	extShared, pendingExtShared bool
	dmWith                      string // user id; empty for channels
	members                     []string
	created                     time.Time
	messages                    []*message
	read                        map[string]string // user id: ts of the last message read
}

func (c *channel) has(user string) bool { return slices.Contains(c.members, user) }

type message struct {
	ts, user, text string
	fromBot        bool
	blocks         []obj
	metadata       json.RawMessage
	threadTS       string
	edited         string // ts of the last edit
	deleted        bool
	onlyFor        string // ephemeral for this user
	// state is what each person has chosen in the message's elements.
	state map[string]formState
}

// formState is what is filled in, in Slack's shape: block, action, value.
type formState map[string]map[string]obj

// view is a modal or a home tab.
type view struct {
	id, owner, kind, hash  string
	root, previous         string
	callbackID, externalID string
	privateMetadata        string
	title, submit, close   obj
	notifyOnClose          bool
	clearOnClose           bool
	blocks                 []obj
	state                  formState
	errors                 map[string]string
}

type trigger struct {
	user    string
	expires time.Time
	used    bool
	viewID  string // the modal it came from, if any
}

// responseHook is what a response_url stands for.
type responseHook struct {
	user, channel, ts string // ts of the message clicked, if any
	expires           time.Time
	uses              int
}

// Wherever a method's name ends in Locked, and in the helpers of this file,
// the caller holds the lock.

func (w *Workspace) subscribed(event string) bool { return slices.Contains(w.opt.App.Events, event) }

func (w *Workspace) hasScope(scope string) bool { return slices.Contains(w.opt.App.Scopes, scope) }

// dm returns the person's direct message with the app, opening it if needed.
func (w *Workspace) dm(user string) (c *channel, existed bool) {
	for _, c := range w.channels {
		if c.dmWith == user {
			return c, true
		}
	}
	c = &channel{id: w.newID("D"), name: "directmessage", dmWith: user, private: true,
		members: []string{user, w.botUser}, created: w.opt.Now(), read: map[string]string{}}
	w.channels[c.id] = c
	w.chanOrder = append(w.chanOrder, c.id)
	w.touch()
	return c, false
}

func (c *channel) find(ts string) *message {
	for _, m := range c.messages {
		if m.ts == ts && !m.deleted {
			return m
		}
	}
	return nil
}

// foreign tells whether the user belongs to another workspace.
func (w *Workspace) foreign(p *Profile) bool { return p.TeamID != w.teamID }

// shares tells whether a user and the app are in one channel.
func (w *Workspace) shares(user string) bool {
	for _, c := range w.channels {
		if c.dmWith == "" && c.has(user) && c.has(w.botUser) {
			return true
		}
	}
	return false
}

func (w *Workspace) newTrigger(user, viewID string) string {
	now := w.opt.Now()
	maps.DeleteFunc(w.triggers, func(_ string, t *trigger) bool { return now.Sub(t.expires) > 10*time.Minute })
	id := w.newTS() + "." + random(6)
	w.triggers[id] = &trigger{user: user, viewID: viewID, expires: w.opt.Now().Add(w.opt.TriggerLife)}
	return id
}

func (w *Workspace) newHook(user, channel, ts string) string {
	now := w.opt.Now()
	maps.DeleteFunc(w.hooks, func(_ string, h *responseHook) bool { return now.Sub(h.expires) > time.Hour })
	id := random(16)
	w.hooks[id] = &responseHook{user: user, channel: channel, ts: ts, expires: w.opt.Now().Add(30 * time.Minute)}
	return "http://" + w.base + "/response/" + id
}

// post adds a message and tells the people in the channel.
func (w *Workspace) post(c *channel, m *message) {
	m.ts = w.newTS()
	c.messages = append(c.messages, m)
	if !m.fromBot {
		c.read[m.user] = m.ts
	}
	if m.fromBot && m.onlyFor == "" {
		text := m.text
		if text == "" {
			text = visible(decodeBlocks(m.blocks, nil, nil))
		}
		for _, id := range c.members {
			if p := w.people[id]; p != nil && !w.users[id].Bot {
				p.notifications = append(p.notifications, text)
			}
		}
	}
	w.touch()
}
