package slackfake

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

const (
	// maxText: longer top-level texts are refused here; Slack truncates at
	// 40,000 (python-slack-sdk) or answers msg_too_long.
	maxText = 40000
	// maxBlocksJSON is the undocumented budget of a whole message
	// (slackapi/bolt-js#2509).
	maxBlocksJSON = 13200
	// maxMetadata is a guess: Slack documents metadata_too_large, not the size.
	maxMetadata = 8000
)

// The caller of everything here holds the lock.

// destination resolves where a message goes: a channel, or a user's direct
// message with the app.
func (w *Workspace) destination(id string, mayBeUser bool) (*channel, *apiError) {
	if u := w.users[id]; u != nil && mayBeUser {
		if e := w.reachableUser(u); e != nil {
			return nil, e
		}
		c, _ := w.dm(id)
		return c, w.dmEnabled()
	}
	c := w.channels[id]
	switch {
	case c == nil || c.private && !c.has(w.botUser):
		return nil, refuse("channel_not_found")
	case !c.has(w.botUser):
		return nil, refuse("not_in_channel")
	case c.archived:
		return nil, refuse("is_archived")
	case c.dmWith != "":
		if w.users[c.dmWith].Deleted {
			return nil, refuse("user_disabled")
		}
		return c, w.dmEnabled()
	}
	return c, nil
}

func (w *Workspace) dmEnabled() *apiError {
	if !w.opt.App.MessagesTab {
		return refuse("messages_tab_disabled").app()
	}
	return nil
}

// messageBlocks checks and decodes a message's blocks.
func (w *Workspace) messageBlocks(raw json.RawMessage) ([]obj, *apiError) {
	var compact bytes.Buffer
	if json.Compact(&compact, raw) == nil && utf8.RuneCount(compact.Bytes()) > maxBlocksJSON {
		return nil, refuse("msg_blocks_too_long").app()
	}
	if problems := checkMessage(raw); len(problems) > 0 {
		e := refuse("invalid_blocks").app()
		var errs []any
		for _, p := range problems {
			e.with("%s", p)
			errs = append(errs, obj{"code": "invalid_blocks", "message": p.Message, "pointer": p.Pointer})
		}
		e.extra = obj{"errors": errs}
		return nil, e
	}
	blocks, err := w.parseBlocks(raw)
	if err != nil {
		return nil, refuse("invalid_blocks_format").with("[ERROR] %v", err).app()
	}
	return blocks, nil
}

// content reads what a message says.
func (w *Workspace) content(c *apiCall) (*message, *apiError) {
	m := &message{user: w.botUser, fromBot: true, text: c.args["text"], threadTS: c.args["thread_ts"]}
	if raw := c.json("blocks"); len(raw) > 0 && string(raw) != "null" {
		blocks, e := w.messageBlocks(raw)
		if e != nil {
			return nil, e
		}
		m.blocks = blocks
	}
	if a := c.args["attachments"]; m.text == "" && len(m.blocks) == 0 && (a == "" || a == "[]") {
		return nil, refuse("no_text").app()
	}
	if utf8.RuneCountInString(m.text) > maxText {
		return nil, refuse("msg_too_long").app()
	}
	if raw := c.json("metadata"); len(raw) > 0 {
		if !json.Valid(raw) {
			return nil, refuse("invalid_metadata_format").app()
		}
		if len(raw) > maxMetadata {
			return nil, refuse("metadata_too_large").app()
		}
		m.metadata = raw
	}
	w.checkText(m, c.method)
	return m, nil
}

// checkText wants a top-level text beside blocks: without it Slack builds the
// push text from the blocks.
func (w *Workspace) checkText(m *message, method string) {
	if m.text == "" {
		w.violate("%s: no top-level text, the notification would be built from the blocks", method)
	}
}

func chatPostMessage(w *Workspace, c *apiCall) (obj, *apiError) {
	ch, e := w.destination(c.args["channel"], true)
	if e != nil {
		return nil, e
	}
	m, e := w.content(c)
	if e != nil {
		return nil, e
	}
	if m.threadTS != "" && ch.find(m.threadTS) == nil {
		return nil, refuse("thread_not_found")
	}
	w.post(ch, m)
	return obj{"ok": true, "channel": ch.id, "ts": m.ts, "message": w.messageObject(m)}, nil
}

// chatPostEphemeral shows a message to one member of the channel; Slack does
// not promise that it arrives.
func chatPostEphemeral(w *Workspace, c *apiCall) (obj, *apiError) {
	ch, e := w.destination(c.args["channel"], false)
	if e != nil {
		return nil, e
	}
	if !ch.has(c.args["user"]) {
		return nil, refuse("user_not_in_channel")
	}
	m, e := w.content(c)
	if e != nil {
		return nil, e
	}
	m.onlyFor = c.args["user"]
	w.post(ch, m)
	return obj{"ok": true, "message_ts": m.ts}, nil
}

// own finds a message of the app itself. Ephemeral messages cannot be found.
func (w *Workspace) own(c *apiCall, notMine string) (*channel, *message, *apiError) {
	ch, e := w.destination(c.args["channel"], false)
	if e != nil {
		return nil, nil, e
	}
	m := ch.find(c.args["ts"])
	switch {
	case m == nil || m.onlyFor != "":
		return nil, nil, refuse("message_not_found")
	case !m.fromBot:
		return nil, nil, refuse(notMine).app()
	}
	return ch, m, nil
}

// edit changes a message; nobody is notified and nothing becomes unread.
func (w *Workspace) edit(m, next *message) {
	m.text, m.edited = next.text, w.newTS()
	m.blocks, m.state = next.blocks, nil
	if next.metadata != nil {
		m.metadata = next.metadata
	}
	w.touch()
}

// chatUpdate changes the app's own message. Blocks that are left out stay;
// an empty array removes them (chat.update, "blocks").
func chatUpdate(w *Workspace, c *apiCall) (obj, *apiError) {
	ch, m, e := w.own(c, "cant_update_message")
	if e != nil {
		return nil, e
	}
	next, e := w.content(c)
	if e != nil {
		return nil, e
	}
	if c.args["blocks"] == "" {
		next.blocks = m.blocks
	}
	w.edit(m, next)
	return obj{"ok": true, "channel": ch.id, "ts": m.ts, "text": m.text, "message": w.messageObject(m)}, nil
}

func chatDelete(w *Workspace, c *apiCall) (obj, *apiError) {
	ch, m, e := w.own(c, "cant_delete_message")
	if e != nil {
		return nil, e
	}
	m.deleted = true
	w.touch()
	return obj{"ok": true, "channel": ch.id, "ts": m.ts}, nil
}
