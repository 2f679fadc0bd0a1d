package slackfake

import (
	"encoding/json"
	"maps"
)

// The caller of everything here holds the lock.

func unmarshal(raw []byte, v any) error { return json.Unmarshal(raw, v) }

// values is a form's state as Slack sends it. A submission reports input
// blocks only; an action reports every element that holds something.
func values(state formState, blocks []obj, inputsOnly bool) obj {
	inputs := inputsOf(blocks)
	out := obj{}
	for block, actions := range state {
		if inputsOnly && inputs[block] == nil {
			continue
		}
		m := obj{}
		for a, v := range actions {
			m[a] = maps.Clone(v)
		}
		out[block] = m
	}
	return obj{"values": out}
}

// viewObject is a view as it stands in payloads and answers.
func (w *Workspace) viewObject(v *view, state bool) obj {
	o := obj{
		"id": v.id, "team_id": w.teamID, "type": v.kind, "blocks": v.blocks, "private_metadata": v.privateMetadata,
		"callback_id": v.callbackID, "hash": v.hash, "title": nil, "clear_on_close": v.clearOnClose,
		"notify_on_close": v.notifyOnClose, "close": nil, "submit": nil, "previous_view_id": nil,
		"root_view_id": v.root, "app_id": w.appID, "external_id": v.externalID,
		"app_installed_team_id": w.teamID, "bot_id": w.botID, "state": obj{"values": obj{}},
	}
	for key, t := range map[string]obj{"title": v.title, "close": v.close, "submit": v.submit} {
		if t != nil {
			o[key] = t
		}
	}
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	if state {
		o["state"] = values(v.state, v.blocks, false)
	}
	return o
}

// messageObject is a message as it stands in payloads and answers.
func (w *Workspace) messageObject(m *message) obj {
	o := obj{"type": "message", "text": m.text, "user": m.user, "ts": m.ts, "team": w.teamID}
	if m.fromBot {
		o["bot_id"], o["app_id"] = w.botID, w.appID
	}
	if len(m.blocks) > 0 {
		o["blocks"] = m.blocks
	}
	if m.edited != "" {
		o["edited"] = obj{"user": w.botID, "ts": m.edited}
	}
	if m.threadTS != "" {
		o["thread_ts"] = m.threadTS
	}
	return o
}

// viewFor is a view as its owner sees it.
func (w *Workspace) viewFor(v *view) View {
	d := View{
		ID: v.id, RootID: v.root, PreviousID: v.previous, Type: v.kind, CallbackID: v.callbackID,
		ExternalID: v.externalID, PrivateMetadata: v.privateMetadata, Hash: v.hash,
		Title: textOf(v.title), SubmitText: textOf(v.submit), CloseText: textOf(v.close),
		NotifyOnClose: v.notifyOnClose, ClearOnClose: v.clearOnClose,
		Errors: maps.Clone(v.errors), State: map[string]map[string]map[string]any{},
		Blocks: decodeBlocks(v.blocks, v.state, v.errors), Raw: rawOf(w.viewObject(v, true)),
	}
	for b, actions := range v.state {
		d.State[b] = maps.Clone(actions)
	}
	return d
}

// messageFor is a message as a person sees it: without the buttons that are
// not for their eyes.
func (w *Workspace) messageFor(c *channel, m *message, user string) Message {
	d := Message{
		Channel: c.id, TS: m.ts, User: m.user, FromBot: m.fromBot, Text: m.text, Edited: m.edited != "",
		Deleted: m.deleted, Ephemeral: m.onlyFor != "", For: m.onlyFor,
		Blocks: decodeBlocks(m.blocks, m.stateOf(user), nil), Raw: rawOf(w.messageObject(m)),
	}
	for i := range d.Blocks {
		d.Blocks[i].Elements = shownTo(user, d.Blocks[i].Elements)
	}
	return d
}

func shownTo(user string, all []Element) []Element {
	var out []Element
	for _, e := range all {
		if user == "" || shown(e.visibleTo, user) {
			out = append(out, e)
		}
	}
	return out
}

func shown(to []string, user string) bool {
	if len(to) == 0 {
		return true
	}
	for _, u := range to {
		if u == user {
			return true
		}
	}
	return false
}

// stateOf is what a person has chosen in the message's elements.
func (m *message) stateOf(user string) formState {
	if m.state == nil {
		m.state = map[string]formState{}
	}
	if m.state[user] == nil {
		m.state[user] = freshState(m.blocks, nil)
	}
	return m.state[user]
}

// interaction has what every interaction payload has.
func (w *Workspace) interaction(kind, user string) obj {
	u := w.users[user]
	return obj{
		"type": kind, "token": "deprecated", "api_app_id": w.appID, "enterprise": nil, "is_enterprise_install": false,
		"team": obj{"id": w.teamID, "domain": "fake"},
		"user": obj{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
	}
}

// commandPayload is a slash command.
func (w *Workspace) commandPayload(user string, c *channel, command, text string) obj {
	name := c.name
	if c.private && c.dmWith == "" {
		name = "privategroup"
	}
	return obj{
		"token": "deprecated", "team_id": w.teamID, "team_domain": "fake", "channel_id": c.id, "channel_name": name,
		"user_id": user, "user_name": w.users[user].Name, "command": command, "text": text, "api_app_id": w.appID,
		"is_enterprise_install": "false", "response_url": w.newHook(user, c.id, ""),
		"trigger_id": w.newTrigger(user, ""),
	}
}

// shortcutPayload is a global shortcut: it has no channel and no response_url.
func (w *Workspace) shortcutPayload(user, callbackID string) obj {
	o := w.interaction("shortcut", user)
	o["callback_id"], o["action_ts"], o["trigger_id"] = callbackID, w.newTS(), w.newTrigger(user, "")
	return o
}

// messageActionPayload is a click in a message. The message itself is absent
// when it is ephemeral.
func (w *Workspace) messageActionPayload(user string, c *channel, m *message, action obj) obj {
	o := w.interaction("block_actions", user)
	o["container"] = obj{"type": "message", "message_ts": m.ts, "channel_id": c.id, "is_ephemeral": m.onlyFor != ""}
	name := c.name
	if c.private && c.dmWith == "" {
		name = "privategroup"
	}
	o["channel"] = obj{"id": c.id, "name": name}
	if m.onlyFor == "" {
		o["message"] = w.messageObject(m)
	}
	o["state"] = values(m.stateOf(user), m.blocks, false)
	o["response_url"] = w.newHook(user, c.id, m.ts)
	o["trigger_id"] = w.newTrigger(user, "")
	o["actions"] = []any{action}
	return o
}

// viewActionPayload is a click in a modal or on the home tab.
func (w *Workspace) viewActionPayload(user string, v *view, action obj) obj {
	o := w.interaction("block_actions", user)
	o["container"] = obj{"type": "view", "view_id": v.id}
	o["view"] = w.viewObject(v, true)
	from := ""
	if v.kind == "modal" {
		from = v.id
	}
	o["trigger_id"] = w.newTrigger(user, from)
	o["actions"] = []any{action}
	return o
}

// submissionPayload is a press on Submit.
func (w *Workspace) submissionPayload(user string, v *view) obj {
	o := w.interaction("view_submission", user)
	vo := w.viewObject(v, true)
	vo["state"] = values(v.state, v.blocks, true)
	o["view"], o["response_urls"], o["trigger_id"] = vo, []any{}, w.newTrigger(user, v.id)
	return o
}

// closedPayload tells of a modal that was closed.
func (w *Workspace) closedPayload(user string, v *view, cleared bool) obj {
	o := w.interaction("view_closed", user)
	o["view"], o["is_cleared"] = w.viewObject(v, true), cleared
	return o
}

// eventPayload wraps an event; the person stands for whom it is visible.
func (w *Workspace) eventPayload(event obj) obj {
	event["event_ts"] = w.newTS()
	return obj{
		"type": "event_callback", "token": "deprecated", "team_id": w.teamID, "api_app_id": w.appID,
		"event": event, "event_id": w.newID("Ev"), "event_time": w.opt.Now().Unix(),
		"authorizations": []any{obj{"enterprise_id": nil, "team_id": w.teamID, "user_id": w.botUser,
			"is_bot": true, "is_enterprise_install": false}},
		"is_ext_shared_channel": false,
	}
}
