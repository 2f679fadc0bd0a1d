package page

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"klachtbot/bot/slackfake"
)

// click uses an element of a message, the home tab or the modal.
func (a *action) click(ctx context.Context) error {
	if a.form.Get("in") == "modal" {
		if !a.onTop() {
			return slackfake.ErrNotThere
		}
		// The state that travels with a click holds what was typed so far.
		if err := a.fill(false); err != nil {
			return err
		}
	}
	e, target, value, err := a.clicked()
	if err != nil {
		return err
	}
	if e.Confirm != nil && a.form.Get("sure") == "" {
		a.wait(*e.Confirm)
		return nil
	}
	var opts []slackfake.ClickOption
	switch e.Control() {
	case "button", "workflow_button":
		opts = append(opts, slackfake.WithValue(value))
	case "overflow":
		opts = append(opts, slackfake.Pick(value))
	default:
		opts = append(opts, slackfake.Pick(a.value(e)))
	}
	if a.form.Get("sure") == "no" {
		opts = append(opts, slackfake.Deny())
	} else if e.Block.Type == "input" && a.form.Get("in") == "modal" {
		return a.who.Fill(e.Block.BlockID, a.value(e))
	}
	return a.who.Click(ctx, target.Block(e.Block.BlockID), e.ActionID, opts...)
}

// clicked finds the element that a form names.
func (a *action) clicked() (element, slackfake.Target, string, error) {
	parts := strings.Split(a.form.Get("click"), ":")
	if len(parts) != 3 {
		return element{}, slackfake.Target{}, "", fmt.Errorf("%w: click", slackfake.ErrNotThere)
	}
	for i := range parts {
		s, err := url.QueryUnescape(parts[i])
		if err != nil {
			return element{}, slackfake.Target{}, "", fmt.Errorf("%w: click", slackfake.ErrNotThere)
		}
		parts[i] = s
	}
	blocks, target := a.surface()
	e, ok := find(blocks, parts[0], parts[1])
	if !ok {
		return e, target, "", fmt.Errorf("%w: %s", slackfake.ErrNotThere, parts[1])
	}
	return e, target, parts[2], nil
}

// surface is where the posted form stood.
func (a *action) surface() ([]slackfake.Block, slackfake.Target) {
	switch a.form.Get("in") {
	case "modal":
		v, _ := a.who.Modal()
		return v.Blocks, slackfake.InModal()
	case "home":
		return a.who.Home().Blocks, slackfake.InHome()
	}
	channel, ts := channelOf(a.at), a.form.Get("key")
	for _, m := range a.who.Messages(channel) {
		if m.TS == ts {
			return m.Blocks, slackfake.InMessage(channel, ts)
		}
	}
	return nil, slackfake.InMessage(channel, ts)
}

func find(blocks []slackfake.Block, blockID, actionID string) (element, bool) {
	for _, b := range blocks {
		if e, ok := find(b.Children, blockID, actionID); ok {
			return e, true
		}
		for _, e := range b.Elements {
			if b.BlockID == blockID && e.ActionID == actionID {
				return element{Element: e, Block: &b, S: &surface{}}, true
			}
		}
	}
	return element{}, false
}

// wait keeps a click until the person has answered its question.
func (a *action) wait(ask slackfake.Confirm) {
	a.p.mu.Lock()
	defer a.p.mu.Unlock()
	a.p.seat(a.who.ID()).pending = &pending{form: a.form, ask: ask}
}

// answer carries out, or drops, the click that waited.
func (a *action) answer(ctx context.Context) error {
	a.p.mu.Lock()
	s := a.p.seat(a.who.ID())
	waiting := s.pending
	s.pending = nil
	a.p.mu.Unlock()
	if waiting == nil {
		return nil
	}
	sure := "no"
	if a.form.Get("sure") == "yes" {
		sure = "yes"
	}
	a.form = waiting.form
	a.form.Set("sure", sure)
	return a.click(ctx)
}
