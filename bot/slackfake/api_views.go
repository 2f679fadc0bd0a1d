package slackfake

import (
	"encoding/json"
	"fmt"
)

// maxStack is the root view and two more (views.push).
const maxStack = 3

// maxView is the size of a view's JSON (views.open: view_too_large).
const maxView = 250 * 1024

// The caller of everything here holds the lock.

// viewKeys are the properties a view may have.
var viewKeys = map[string][]string{
	"modal": {"type", "title", "blocks", "close", "submit", "private_metadata", "callback_id",
		"clear_on_close", "notify_on_close", "external_id", "submit_disabled"},
	"home": {"type", "blocks", "private_metadata", "callback_id", "external_id"},
}

// parseView checks and decodes a view.
func (w *Workspace) parseView(raw json.RawMessage, kind string) (*view, *apiError) {
	if len(raw) > maxView {
		return nil, refuse("view_too_large").app()
	}
	var o obj
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, refuse("invalid_arguments").with("[ERROR] view is no JSON object: %v", err).app()
	}
	if str(o["type"]) != kind {
		return nil, refuse("invalid_arguments").with("[ERROR] type must be %s [json-pointer:/view/type]", kind).app()
	}
	if problems := checkView(raw); len(problems) > 0 {
		e := refuse("invalid_arguments").app()
		for _, p := range problems {
			e.with("%s", p)
		}
		return nil, e
	}
	for key := range o {
		if !contains(viewKeys[kind], key) {
			w.violate("view: unknown property %s of a %s", key, kind)
		}
	}
	blocks, err := w.parseBlocks(rawOf(o["blocks"]))
	if err != nil {
		return nil, refuse("invalid_arguments").with("[ERROR] %v [json-pointer:/view/blocks]", err).app()
	}
	return &view{
		kind: kind, blocks: blocks, callbackID: str(o["callback_id"]), externalID: str(o["external_id"]),
		privateMetadata: str(o["private_metadata"]), title: textObject(o["title"]), submit: textObject(o["submit"]),
		close: textObject(o["close"]), notifyOnClose: isTrue(o["notify_on_close"]), clearOnClose: isTrue(o["clear_on_close"]),
	}, nil
}

func textObject(v any) obj {
	o := asObj(v)
	completeTexts(o)
	return o
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// takeTrigger uses up a trigger: it lives 3 s and serves once.
func (w *Workspace) takeTrigger(id string) (*Person, *trigger, *apiError) {
	t := w.triggers[id]
	switch {
	case t == nil:
		return nil, nil, refuse("invalid_trigger_id").app()
	case t.used:
		return nil, nil, refuse("exchanged_trigger_id").app()
	case w.opt.Now().After(t.expires):
		return nil, nil, refuse("expired_trigger_id").app()
	}
	return w.people[t.user], t, nil
}

func (w *Workspace) externalIDTaken(v, except *view) bool {
	if v.externalID == "" {
		return false
	}
	for _, x := range w.views {
		if x != except && x.externalID == v.externalID {
			return true
		}
	}
	return false
}

// newHash gives a view a new hash.
func (w *Workspace) newHash() string { return fmt.Sprintf("%s.%s", w.newTS()[:10], random(4)) }

// openView puts a new view on the person's stack.
func (w *Workspace) openView(p *Person, v *view) {
	v.id, v.owner, v.hash = w.newID("V"), p.id, w.newHash()
	v.root = v.id
	if top := p.top(); top != nil {
		v.root, v.previous = top.root, top.id
	}
	v.state = freshState(v.blocks, nil)
	p.modals = append(p.modals, v)
	w.views[v.id] = v
	w.touch()
}

// replaceView updates a view in place: same id, new hash.
func (w *Workspace) replaceView(v, next *view) {
	next.id, next.owner, next.root, next.previous = v.id, v.owner, v.root, v.previous
	next.state = freshState(next.blocks, v.state)
	next.hash = w.newHash()
	*v = *next
	w.touch()
}

func (w *Workspace) viewAnswer(v *view) (obj, *apiError) {
	return obj{"ok": true, "view": w.viewObject(v, true)}, nil
}

// viewsOpen opens a modal. An open stack of the same person is replaced
// (unverified: what Slack does then is not documented).
func viewsOpen(w *Workspace, c *apiCall) (obj, *apiError) {
	p, t, e := w.takeTrigger(c.args["trigger_id"])
	if e != nil {
		return nil, e
	}
	v, e := w.parseView(c.json("view"), "modal")
	if e != nil {
		return nil, e
	}
	if w.externalIDTaken(v, nil) {
		return nil, refuse("duplicate_external_id").app()
	}
	t.used = true
	p.closeAll()
	w.openView(p, v)
	return w.viewAnswer(v)
}

// viewsPush puts a modal on top of the one the trigger came from.
func viewsPush(w *Workspace, c *apiCall) (obj, *apiError) {
	p, t, e := w.takeTrigger(c.args["trigger_id"])
	if e != nil {
		return nil, e
	}
	if t.viewID == "" {
		return nil, refuse("invalid_trigger_id").with("the trigger comes from no modal").app()
	}
	v, e := w.parseView(c.json("view"), "modal")
	if e != nil {
		return nil, e
	}
	if w.views[t.viewID] == nil {
		return nil, refuse("not_found")
	}
	if len(p.modals) >= maxStack {
		return nil, refuse("push_limit_reached").app()
	}
	if w.externalIDTaken(v, nil) {
		return nil, refuse("duplicate_external_id").app()
	}
	t.used = true
	w.openView(p, v)
	return w.viewAnswer(v)
}

// viewsUpdate replaces an open modal. A modal that was closed is not_found; a
// hash that is no longer the view's own is hash_conflict.
func viewsUpdate(w *Workspace, c *apiCall) (obj, *apiError) {
	id, external := c.args["view_id"], c.args["external_id"]
	if id == "" && external == "" {
		return nil, refuse("invalid_arguments").with("[ERROR] view_id or external_id is needed").app()
	}
	next, e := w.parseView(c.json("view"), "modal")
	if e != nil {
		return nil, e
	}
	v := w.views[id]
	for _, x := range w.views {
		if id == "" && x.externalID == external {
			v = x
		}
	}
	switch h := c.args["hash"]; {
	case v == nil || v.kind != "modal":
		return nil, refuse("not_found")
	case h != "" && h != v.hash:
		return nil, refuse("hash_conflict")
	case w.externalIDTaken(next, v):
		return nil, refuse("duplicate_external_id").app()
	}
	w.replaceView(v, next)
	return w.viewAnswer(v)
}

// viewsPublish shows a home tab to one person.
func viewsPublish(w *Workspace, c *apiCall) (obj, *apiError) {
	p := w.people[c.args["user_id"]]
	if !w.opt.App.HomeTab {
		return nil, refuse("not_enabled").app()
	}
	if p == nil {
		return nil, refuse("user_not_found")
	}
	next, e := w.parseView(c.json("view"), "home")
	if e != nil {
		return nil, e
	}
	if h := c.args["hash"]; h != "" && p.home != nil && h != p.home.hash {
		return nil, refuse("hash_conflict")
	}
	if w.externalIDTaken(next, p.home) {
		return nil, refuse("duplicate_external_id").app()
	}
	if p.home == nil {
		id := w.newID("V")
		p.home = &view{id: id, root: id, owner: p.id}
		w.views[id] = p.home
	}
	w.replaceView(p.home, next)
	return w.viewAnswer(p.home)
}
