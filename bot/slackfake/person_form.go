package slackfake

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// choose takes over what a person picks in an element and returns the action
// as the app will get it. The caller holds the lock.
func (p *Person) choose(at place, choice any, chooses bool) (obj, error) {
	t := str(at.el["type"])
	action := obj{"type": t, "action_id": at.el["action_id"], "block_id": at.block["block_id"], "action_ts": p.w.newTS()}
	if keys, holds := stateKeys[t]; holds {
		if !chooses {
			return nil, fmt.Errorf("%w: %s needs a choice", ErrCannot, t)
		}
		v, err := p.w.valueFor(at.el, choice)
		if err != nil {
			return nil, err
		}
		p.set(at, obj{"type": t, keys[0]: v})
		action[keys[0]] = v
		if ph := at.el["placeholder"]; ph != nil {
			action["placeholder"] = ph
		}
		return action, nil
	}
	if t == "overflow" {
		v, err := pickOption(at.el, choice)
		if err != nil {
			return nil, err
		}
		action["selected_option"] = v
		return action, nil
	}
	for _, key := range []string{"text", "value", "style", "url"} {
		if v := at.el[key]; v != nil {
			action[key] = v
		}
	}
	return action, nil
}

// set stores a value in the client-side state. Stored values are replaced,
// never changed, so that what was handed out stays as it was.
func (p *Person) set(at place, v obj) {
	state := formState(nil)
	if at.view != nil {
		state = at.view.state
	} else {
		state = at.msg.stateOf(p.id)
	}
	block := str(at.block["block_id"])
	if state[block] == nil {
		state[block] = map[string]obj{}
	}
	m := maps.Clone(state[block])
	m[str(at.el["action_id"])] = v
	state[block] = m
}

// Fill fills in the field with this block id in the modal on top: a string
// (also for dates, times and numbers), one option as value or visible text,
// several as []string, users by id, name or *Person, a bool for a single
// checkbox, nil to empty it. It stays in the client, as with a real one;
// the app hears at once only of blocks that ask for it (dispatch_action) and
// of elements outside input blocks.
func (p *Person) Fill(blockID string, value any) error {
	return p.fill(value, fmt.Sprintf("block %q", blockID), func(b obj) bool { return b["block_id"] == blockID })
}

// FillLabel fills in the field with this visible label, as [Person.Fill].
func (p *Person) FillLabel(label string, value any) error {
	return p.fill(value, fmt.Sprintf("label %q", label), func(b obj) bool {
		if b["type"] == "input" {
			return textOf(b["label"]) == label
		}
		return textOf(b["text"]) == label
	})
}

func (p *Person) fill(value any, what string, fits func(obj) bool) error {
	w := p.w
	w.mu.Lock()
	v := p.top()
	if v == nil {
		w.mu.Unlock()
		return fmt.Errorf("%w: no modal is open", ErrNotThere)
	}
	var found []place
	eachElement(v.blocks, func(b, e obj) {
		if _, holds := stateKeys[str(e["type"])]; holds && fits(b) {
			found = append(found, place{view: v, block: b, el: e})
		}
	})
	if len(found) != 1 {
		w.mu.Unlock()
		return fmt.Errorf("%w: %d fields with %s", ErrNotThere, len(found), what)
	}
	at := found[0]
	action, err := p.choose(at, value, true)
	w.touch()
	if err != nil || at.block["type"] == "input" && !isTrue(at.block["dispatch_action"]) {
		w.mu.Unlock()
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	}
	d := w.delivery("interactive", "block_actions", p.id, w.viewActionPayload(p.id, v, action))
	w.mu.Unlock()
	_, err = w.deliver(w.ctx, d)
	return err
}

// Submit presses the modal's submit button and returns the field errors then
// shown, by block id: the client's own (a required field is empty) or the
// app's. The error is what Slack shows at the top.
func (p *Person) Submit(ctx context.Context) (map[string]string, error) {
	w := p.w
	w.mu.Lock()
	v := p.top()
	err := p.may()
	if err == nil && (v == nil || v.submit == nil) {
		err = fmt.Errorf("%w: no submit button", ErrNotThere)
	}
	if err == nil && p.submitting[v.id] {
		err = fmt.Errorf("%w: already submitting", ErrCannot)
	}
	if err != nil {
		w.mu.Unlock()
		return nil, err
	}
	v.errors = clientErrors(v.blocks, v.state)
	if len(v.errors) > 0 {
		defer w.mu.Unlock()
		w.touch()
		return maps.Clone(v.errors), nil
	}
	if p.submitting == nil {
		p.submitting = map[string]bool{}
	}
	p.submitting[v.id] = true
	d := w.delivery("interactive", "view_submission", p.id, w.submissionPayload(p.id, v))
	w.mu.Unlock()
	ack, err := w.deliver(ctx, d)
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(p.submitting, v.id)
	w.touch()
	if err != nil {
		return nil, err
	}
	return p.answerSubmission(v, ack)
}

// Dismiss closes the modal on top with its close button. The app hears
// view_closed if the view asks for it.
func (p *Person) Dismiss(ctx context.Context) error { return p.dismiss(ctx, false) }

// DismissAll closes every modal with the cross: is_cleared is true.
func (p *Person) DismissAll(ctx context.Context) error { return p.dismiss(ctx, true) }

func (p *Person) dismiss(ctx context.Context, all bool) error {
	w := p.w
	w.mu.Lock()
	v := p.top()
	if v == nil {
		w.mu.Unlock()
		return fmt.Errorf("%w: no modal is open", ErrNotThere)
	}
	// A view with clear_on_close takes the whole stack along.
	all = all || v.clearOnClose
	gone := []*view{v}
	if all {
		gone = slices.Clone(p.modals)
		slices.Reverse(gone)
	}
	var told []delivery
	for _, g := range gone {
		if g.notifyOnClose {
			told = append(told, w.delivery("interactive", "view_closed", p.id, w.closedPayload(p.id, g, all)))
		}
		p.closeView(g)
	}
	w.touch()
	w.mu.Unlock()
	for _, d := range told {
		// The person does not see whether the app understood.
		_, _ = w.deliver(ctx, d)
	}
	return ctx.Err()
}

// closeView takes one view off the stack. The caller holds the lock.
func (p *Person) closeView(v *view) {
	p.modals = slices.DeleteFunc(p.modals, func(x *view) bool { return x == v })
	delete(p.w.views, v.id)
}

func (p *Person) closeAll() {
	for _, v := range slices.Clone(p.modals) {
		p.closeView(v)
	}
}
