package main

import (
	"context"
	"fmt"
	"strings"

	"klachtbot/bot/slackfake"
	"klachtbot/handlers/view"
)

// player lets the people of a workspace act as people do: a command, a form, a
// button. The demo plays its past with it, and the tests read like the
// procedure.
type player struct{ ws *slackfake.Workspace }

// answer is what someone fills in under a label.
type answer struct {
	label string
	value any
}

// modal waits until who has a modal with this title open.
func (p player) modal(ctx context.Context, who, title string) error {
	err := p.ws.Wait(ctx, func() bool {
		v, ok := p.ws.Person(who).Modal()
		return ok && v.Title == title
	})
	if err != nil {
		v, _ := p.ws.Person(who).Modal()
		return fmt.Errorf("play: no modal %q, but %q: %w", title, v.Title, err)
	}
	return nil
}

// fill answers a form from top to bottom; a field that appears because of an
// earlier answer is waited for.
func (p player) fill(ctx context.Context, who string, answers ...answer) error {
	person := p.ws.Person(who)
	for _, a := range answers {
		err := p.ws.Wait(ctx, func() bool {
			v, ok := person.Modal()
			return ok && hasLabel(v, a.label)
		})
		if err != nil {
			return fmt.Errorf("play: no field %q: %w", a.label, err)
		}
		if err := person.FillLabel(a.label, a.value); err != nil {
			return fmt.Errorf("play: fill: %w", err)
		}
	}
	return nil
}

func hasLabel(v slackfake.View, label string) bool {
	for _, b := range v.Blocks {
		if b.Label == label {
			return true
		}
	}
	return false
}

// submit sends the form and wants it accepted.
func (p player) submit(ctx context.Context, who string) error {
	refused, err := p.ws.Person(who).Submit(ctx)
	if err == nil && len(refused) > 0 {
		err = fmt.Errorf("play: refused: %v", refused)
	}
	return err
}

// report types /klacht, fills the form in and sends it. It gives the number.
func (p player) report(ctx context.Context, who, title string, answers ...answer) (string, error) {
	person := p.ws.Person(who)
	if err := person.Type(ctx, "", view.CommandKlacht); err != nil {
		return "", err
	}
	return p.complete(ctx, who, title, answers...)
}

// complete fills the form that is opening, sends it, and reads the number from
// the page that follows.
func (p player) complete(ctx context.Context, who, title string, answers ...answer) (string, error) {
	if err := p.modal(ctx, who, title); err != nil {
		return "", err
	}
	if err := p.fill(ctx, who, answers...); err != nil {
		return "", err
	}
	if err := p.submit(ctx, who); err != nil {
		return "", err
	}
	v, _ := p.ws.Person(who).Modal()
	for _, b := range v.Blocks {
		if i := strings.Index(b.Text, "K-2"); i >= 0 {
			number := strings.Trim(b.Text[i:], "*. ")
			return number, p.ws.Person(who).DismissAll(ctx)
		}
	}
	return "", fmt.Errorf("play: no number after sending")
}

// card waits for a message to who that names the case and has this button.
func (p player) card(ctx context.Context, who, number, action string) (slackfake.Target, error) {
	var at slackfake.Target
	err := p.ws.Wait(ctx, func() bool {
		for _, m := range p.ws.Person(who).Messages("") {
			if holds(m, number, action) {
				at = slackfake.InMessage("", m.TS)
				return true
			}
		}
		return false
	})
	if err != nil {
		return at, fmt.Errorf("play: no card of %s with %s: %w", number, action, err)
	}
	return at, nil
}

func holds(m slackfake.Message, number, action string) bool {
	named, has := false, action == ""
	for _, b := range m.Blocks {
		named = named || strings.Contains(b.Text, number)
		for _, e := range b.Elements {
			named = named || strings.Contains(e.Text, number)
			has = has || e.ActionID == action
		}
	}
	return named && has
}

// press clicks a button on the card of a case.
func (p player) press(ctx context.Context, who, number, action string) error {
	at, err := p.card(ctx, who, number, action)
	if err != nil {
		return err
	}
	return p.ws.Person(who).Click(ctx, at, action)
}
