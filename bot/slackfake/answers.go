package slackfake

import (
	"encoding/json"
	"maps"
)

// The caller of everything here holds the lock.

// answerSubmission carries out the app's answer to a submission. Without an
// answer only the view on top closes.
func (p *Person) answerSubmission(v *view, ack json.RawMessage) (map[string]string, error) {
	w := p.w
	if w.views[v.id] != v {
		return nil, nil // closed meanwhile
	}
	if emptyAck(ack) {
		p.closeView(v)
		return nil, nil
	}
	var a struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if problems := checkSubmission(ack, v.blocks); len(problems) > 0 {
		w.violate("ack of view_submission %s: %s", v.callbackID, problems[0])
		return nil, ErrConnection
	}
	if err := json.Unmarshal(ack, &a); err != nil {
		w.violate("ack of view_submission %s: %s", v.callbackID, err)
		return nil, ErrConnection
	}
	switch a.Action {
	case "errors":
		v.errors = a.Errors
		return maps.Clone(a.Errors), nil
	case "clear":
		p.closeAll()
		return nil, nil
	}
	return nil, p.answerView(v, a.Action, a.View)
}

// answerView carries out response_action update or push.
func (p *Person) answerView(v *view, action string, raw json.RawMessage) error {
	w := p.w
	next, e := w.parseView(raw, "modal")
	if e == nil && action == "push" && len(p.modals) >= maxStack {
		e = refuse("push_limit_reached")
	}
	if e == nil && w.externalIDTaken(next, v) {
		e = refuse("duplicate_external_id")
	}
	if e != nil {
		w.violate("ack of view_submission %s: %s: %s", v.callbackID, action, e)
		return ErrConnection
	}
	if action == "push" {
		w.openView(p, next)
		return nil
	}
	w.replaceView(v, next)
	return nil
}

// commandAnswer shows what the app answered to a slash command: a message,
// ephemeral unless it says in_channel.
func (w *Workspace) commandAnswer(user string, c *channel, ack json.RawMessage) {
	if emptyAck(ack) {
		return
	}
	var text string
	if json.Unmarshal(ack, &text) == nil {
		w.post(c, &message{user: w.botUser, fromBot: true, onlyFor: user, text: text})
		return
	}
	if err := w.hookMessage(&responseHook{user: user, channel: c.id}, ack); err != nil {
		w.violate("ack of slash command: %s", err)
	}
}
