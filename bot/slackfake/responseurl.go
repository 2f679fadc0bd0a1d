package slackfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxHookUses: a response_url works five times within 30 minutes ("Handling
// user interaction").
const maxHookUses = 5

// serveResponseURL takes what the app posts to a response_url.
func (w *Workspace) serveResponseURL(rw http.ResponseWriter, r *http.Request) {
	began := time.Now()
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	id := strings.TrimPrefix(r.URL.Path, "/response/")
	w.mu.Lock()
	person := ""
	if h := w.hooks[id]; h != nil {
		person = h.user
	}
	w.calls["response_url"]++
	w.mu.Unlock()
	raw := json.RawMessage(body)
	if !json.Valid(body) {
		raw = rawOf(string(body))
	}
	call := &apiCall{method: "response_url", person: person, raw: raw, began: began}
	w.serveFaulty(rw, r, call, func() (obj, *apiError) { return w.useHook(id, body) })
}

func (w *Workspace) useHook(id string, body []byte) (obj, *apiError) {
	h := w.hooks[id]
	if h == nil {
		return nil, refuse("invalid_url").app()
	}
	if h.uses >= maxHookUses {
		return nil, refuse("used_url").app()
	}
	if w.opt.Now().After(h.expires) {
		return nil, refuse("expired_url").app()
	}
	if err := w.hookMessage(h, body); err != nil {
		return nil, refuse("invalid_payload").with("%s", err).app()
	}
	h.uses++
	return obj{"ok": true}, nil
}

// hookMessage carries out one use of a response_url. The caller holds the lock.
func (w *Workspace) hookMessage(h *responseHook, body []byte) error {
	var o obj
	if err := json.Unmarshal(body, &o); err != nil {
		return err
	}
	c := w.channels[h.channel]
	if c == nil {
		return errors.New("no such channel")
	}
	orig := c.find(h.ts)
	empty := textOf(o["text"]) == "" && len(asList(o["blocks"])) == 0 && len(asList(o["attachments"])) == 0
	if isTrue(o["delete_original"]) {
		if !empty {
			return errors.New("delete_original must be the only attribute")
		}
		if orig != nil {
			orig.deleted = true
			w.touch()
		}
		return nil
	}
	kind := str(o["response_type"])
	if kind != "" && kind != "ephemeral" && kind != "in_channel" {
		return fmt.Errorf("response_type %q", kind)
	}
	m := &message{user: w.botUser, fromBot: true, text: textOf(o["text"])}
	if list := asList(o["blocks"]); len(list) > 0 {
		blocks, e := w.messageBlocks(rawOf(list))
		if e != nil {
			return errors.New(e.String())
		}
		m.blocks = blocks
	} else if empty {
		return errors.New("no_text")
	}
	w.checkText(m, "response_url")
	if isTrue(o["replace_original"]) && orig != nil {
		if orig.onlyFor != "" && kind == "in_channel" {
			return errors.New("an ephemeral message cannot become in_channel")
		}
		w.edit(orig, m)
		return nil
	}
	if kind != "in_channel" {
		m.onlyFor = h.user
	}
	w.post(c, m)
	return nil
}
