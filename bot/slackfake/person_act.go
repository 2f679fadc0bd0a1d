package slackfake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// may refuses everything to an account that was switched off. The caller
// holds the lock.
func (p *Person) may() error {
	if p.w.users[p.id].Deleted {
		return fmt.Errorf("%w: account is deactivated", ErrNotAllowed)
	}
	return nil
}

// mayCommand: guests use slash commands and shortcuts only when an
// administrator allows it; people of another workspace never (Slack Connect).
func (p *Person) mayCommand() error {
	u := p.w.users[p.id]
	if p.w.foreign(u) || u.Stranger {
		return fmt.Errorf("%w: commands stay with the installing workspace", ErrNotAllowed)
	}
	if u.Restricted && !u.CommandsAllowed {
		return fmt.Errorf("%w: guests may not use app commands and shortcuts", ErrNotAllowed)
	}
	return p.may()
}

// Type types a line in a channel and presses Enter; "" is the direct message
// with the app. A line that starts with a slash is a command.
func (p *Person) Type(ctx context.Context, channel, text string) error {
	if !strings.HasPrefix(text, "/") {
		return p.say(channel, text)
	}
	w := p.w
	command, rest, _ := strings.Cut(text, " ")
	w.mu.Lock()
	c, err := p.writable(channel)
	if err == nil && !slices.Contains(w.opt.App.Commands, command) {
		err = fmt.Errorf("%w: %s", ErrNotCommand, command)
	}
	if err == nil {
		err = p.mayCommand()
	}
	if err != nil {
		w.mu.Unlock()
		return err
	}
	d := w.delivery("slash_commands", command, p.id, w.commandPayload(p.id, c, command, strings.TrimSpace(rest)))
	w.mu.Unlock()
	ack, err := w.deliver(ctx, d)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.post(c, &message{user: "USLACKBOT", onlyFor: p.id,
			text: fmt.Sprintf("%s failed with the error %q", command, errors.Unwrap(err))})
		return err
	}
	w.commandAnswer(p.id, c, ack)
	return nil
}

// writable resolves a channel that the person may write in.
func (p *Person) writable(id string) (*channel, error) {
	if err := p.may(); err != nil {
		return nil, err
	}
	c := p.channel(id)
	if c == nil {
		return nil, fmt.Errorf("%w: channel %s", ErrNotThere, id)
	}
	if c.archived || c.dmWith != "" && !p.w.opt.App.MessagesTab {
		return nil, fmt.Errorf("%w: cannot write in %s", ErrNotAllowed, c.id)
	}
	return c, nil
}

// say posts a plain message; the app hears it if it subscribes and may read.
func (p *Person) say(channel, text string) error {
	w := p.w
	w.mu.Lock()
	defer w.mu.Unlock()
	c, err := p.writable(channel)
	if err != nil {
		return err
	}
	event, kind := "message.channels", "channel"
	switch {
	case c.dmWith != "":
		event, kind = "message.im", "im"
	case c.private:
		event, kind = "message.groups", "group"
	}
	if c.dmWith != "" && w.opt.App.MessagesTabReadOnly {
		return fmt.Errorf("%w: sending messages to this app has been turned off", ErrNotAllowed)
	}
	m := &message{user: p.id, text: text}
	w.post(c, m)
	if w.subscribed(event) && c.has(w.botUser) {
		w.sendEventLocked(event, p.id, obj{"type": "message", "user": p.id, "text": text, "ts": m.ts,
			"channel": c.id, "channel_type": kind, "team": w.teamID})
	}
	return nil
}

// Shortcut uses a global shortcut.
func (p *Person) Shortcut(ctx context.Context, callbackID string) error {
	w := p.w
	w.mu.Lock()
	err := p.mayCommand()
	if _, ok := w.opt.App.Shortcuts[callbackID]; err == nil && !ok {
		err = fmt.Errorf("%w: shortcut %s", ErrNotThere, callbackID)
	}
	if err != nil {
		w.mu.Unlock()
		return err
	}
	d := w.delivery("interactive", "shortcut", p.id, w.shortcutPayload(p.id, callbackID))
	w.mu.Unlock()
	_, err = w.deliver(ctx, d)
	return err
}

// Target is where something is clicked.
type Target struct {
	where, channel, ts, block string
}

// InHome is the home tab.
func InHome() Target { return Target{where: "home"} }

// InModal is the modal on top.
func InModal() Target { return Target{where: "modal"} }

// InMessage is one message; channel "" is the direct message with the app.
func InMessage(channel, ts string) Target { return Target{where: "message", channel: channel, ts: ts} }

// InLatest is the newest message of the channel that has what is clicked.
func InLatest(channel string) Target { return Target{where: "message", channel: channel} }

// Block narrows the target to one block.
func (t Target) Block(id string) Target { t.block = id; return t }

// ClickOption says more about a click.
type ClickOption func(*click)

type click struct {
	actionID, text, value string
	anyValue              bool
	choice                any
	chooses, deny         bool
}

// Pick chooses in an overflow menu, a select, checkboxes or a picker: a value,
// a visible text, a date, or several as []string.
func Pick(choice any) ClickOption { return func(c *click) { c.choice, c.chooses = choice, true } }

// WithValue clicks, among buttons with the same action id, the one that
// carries this value.
func WithValue(v string) ClickOption { return func(c *click) { c.value, c.anyValue = v, false } }

// Deny answers no when the click asks for confirmation; by default it is
// confirmed.
func Deny() ClickOption { return func(c *click) { c.deny = true } }

// Click uses a button or another element, found by its action id.
func (p *Person) Click(ctx context.Context, where Target, actionID string, o ...ClickOption) error {
	return p.click(ctx, where, click{actionID: actionID, anyValue: true}, o)
}

// ClickText uses a button found by what it says, or by its accessibility label.
func (p *Person) ClickText(ctx context.Context, where Target, text string, o ...ClickOption) error {
	return p.click(ctx, where, click{text: text, anyValue: true}, o)
}

func (p *Person) click(ctx context.Context, where Target, c click, o []ClickOption) error {
	for _, f := range o {
		f(&c)
	}
	w := p.w
	w.mu.Lock()
	err := p.may()
	var at place
	if err == nil {
		at, err = p.locate(where, c)
	}
	if err == nil && c.deny && at.el["confirm"] == nil {
		err = fmt.Errorf("%w: %s asks for no confirmation", ErrCannot, c.actionID)
	}
	if err != nil || c.deny {
		w.mu.Unlock()
		return err
	}
	d, err := p.use(at, c)
	w.mu.Unlock()
	if err != nil {
		return err
	}
	_, err = w.deliver(ctx, d)
	return err
}

// place is an element on a person's screen.
type place struct {
	ch    *channel
	msg   *message
	view  *view
	block obj
	el    obj
}

// locate finds exactly one element. The caller holds the lock.
func (p *Person) locate(t Target, c click) (place, error) {
	var found []place
	look := func(blocks []obj, at place) {
		eachElement(blocks, func(b, e obj) {
			if c.fits(b, e, t) && shown(decodeElement(e, nil).visibleTo, p.id) {
				at.block, at.el = b, e
				found = append(found, at)
			}
		})
	}
	switch t.where {
	case "home":
		if p.home != nil {
			look(p.home.blocks, place{view: p.home})
		}
	case "modal":
		if v := p.top(); v != nil {
			look(v.blocks, place{view: v})
		}
	default:
		ch := p.channel(t.channel)
		if ch == nil {
			return place{}, fmt.Errorf("%w: channel %s", ErrNotThere, t.channel)
		}
		for _, m := range slices.Backward(ch.messages) {
			if m.deleted || m.onlyFor != "" && m.onlyFor != p.id || t.ts != "" && t.ts != m.ts {
				continue
			}
			if look(m.blocks, place{ch: ch, msg: m}); len(found) > 0 {
				break
			}
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return place{}, fmt.Errorf("%w: %s%s in %s", ErrNotThere, c.actionID, c.text, t.where)
	}
	return place{}, fmt.Errorf("%w: %d elements answer to %s%s", ErrCannot, len(found), c.actionID, c.text)
}

func (c click) fits(b, e obj, t Target) bool {
	if !interactive(e) || t.block != "" && t.block != b["block_id"] {
		return false
	}
	if c.text != "" {
		return c.text == textOf(e["text"]) || c.text == e["accessibility_label"]
	}
	return c.actionID == e["action_id"] && (c.anyValue || c.value == str(e["value"]))
}

// use builds the delivery of a click, after taking over the choice made.
func (p *Person) use(at place, c click) (delivery, error) {
	w := p.w
	action, err := p.choose(at, c.choice, c.chooses)
	if err != nil {
		return delivery{}, err
	}
	w.touch()
	if at.view != nil {
		return w.delivery("interactive", "block_actions", p.id, w.viewActionPayload(p.id, at.view, action)), nil
	}
	return w.delivery("interactive", "block_actions", p.id, w.messageActionPayload(p.id, at.ch, at.msg, action)), nil
}
