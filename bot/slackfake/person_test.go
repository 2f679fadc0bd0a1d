package slackfake

import (
	"errors"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func TestWhoMayCommand(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	newEcho(t, w).socket(1)
	in := w.AddChannel(ChannelSpec{ExtShared: true, Members: []string{w.BotUserID()}})
	for name, tc := range map[string]struct {
		p    Profile
		want error
	}{
		"member":                {Profile{}, nil},
		"guest":                 {Profile{Restricted: true}, ErrNotAllowed},
		"single-channel guest":  {Profile{UltraRestricted: true}, ErrNotAllowed},
		"guest who may":         {Profile{Restricted: true, CommandsAllowed: true}, nil},
		"someone from outside":  {Profile{TeamID: "T0OTHER", CommandsAllowed: true}, ErrNotAllowed},
		"a deactivated account": {Profile{Deleted: true}, ErrNotAllowed},
	} {
		p := w.AddUser(tc.p)
		w.Invite(in, p.ID())
		if err := p.Type(bg, in, "/echo"); !errors.Is(err, tc.want) {
			t.Errorf("%s: command: %v", name, err)
		}
		if err := p.Shortcut(bg, "echo.start"); !errors.Is(err, tc.want) {
			t.Errorf("%s: shortcut: %v", name, err)
		}
	}
	anna := w.AddUser(Profile{})
	if err := anna.Type(bg, "", "/unknown"); !errors.Is(err, ErrNotCommand) {
		t.Errorf("unknown command: %v", err)
	}
	if err := anna.Type(bg, in, "/echo"); !errors.Is(err, ErrNotThere) {
		t.Errorf("a channel one is not in: %v", err)
	}
	w.SetApp(func(a *App) { a.MessagesTabReadOnly = true })
	if err := anna.Type(bg, "", "hello"); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("typing to a read-only messages tab: %v", err)
	}
}

// TestClientRefuses: what the client does not let people do.
func TestClientRefuses(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	a := newEcho(t, w)
	a.onCommand = func(c slack.SlashCommand) any {
		_, err := a.api.OpenViewContext(bg, c.TriggerID, modal(t, orderForm))
		if err != nil {
			t.Error(err)
		}
		return nil
	}
	a.socket(1)
	anna := w.AddUser(Profile{Name: "anna"})
	if _, err := anna.Submit(bg); !errors.Is(err, ErrNotThere) {
		t.Errorf("submit without a modal: %v", err)
	}
	must(t, anna.Type(bg, "", "/echo"))
	for block, v := range map[string]any{"size": "Huge", "day": "20-11-2026", "with": []string{"nobody"}, "sure": "n"} {
		if err := anna.Fill(block, v); !errors.Is(err, ErrCannot) {
			t.Errorf("%s: %v", block, err)
		}
	}
	if err := anna.Fill("with", []string{"anna", "anna", "anna"}); !errors.Is(err, ErrCannot) {
		t.Errorf("too many people: %v", err)
	}
	must(t, anna.Fill("what", strings.Repeat("x", 21)))
	must(t, anna.Fill("size", "s"))
	errs, err := anna.Submit(bg)
	if err != nil || !strings.Contains(errs["what"], "at most 20") || a.count("view_submission") != 0 {
		t.Errorf("too long: %v %v", errs, err)
	}
}

// TestButtonsForSomeEyes: visible_to_user_ids hides, to others there is no
// such button.
func TestButtonsForSomeEyes(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	a := newEcho(t, w).socket(1)
	anna, bob := w.AddUser(Profile{}), w.AddUser(Profile{})
	in := w.AddChannel(ChannelSpec{Members: []string{w.BotUserID(), anna.ID(), bob.ID()}})
	_, _, err := a.api.PostMessageContext(bg, in, text("x"), blocks(t, `[{"type":"actions","elements":[
		{"type":"button","action_id":"b","text":{"type":"plain_text","text":"Secret"},"visible_to_user_ids":["`+anna.ID()+`"]},
		{"type":"overflow","action_id":"o","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}]}]`))
	must(t, err)
	must(t, anna.Click(bg, InLatest(in), "b"))
	if err := bob.Click(bg, InLatest(in), "b"); !errors.Is(err, ErrNotThere) {
		t.Errorf("bob: %v", err)
	}
	var got string
	a.onAction = func(ic slack.InteractionCallback) any {
		got = ic.ActionCallback.BlockActions[0].SelectedOption.Value
		return nil
	}
	must(t, bob.Click(bg, InLatest(in), "o", Pick("One")))
	if got != "1" {
		t.Errorf("overflow chose %q", got)
	}
}

func TestMembershipAndProfileEvents(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	a := newEcho(t, w).socket(1)
	anna := w.AddUser(Profile{})
	in := w.AddChannel(ChannelSpec{Private: true})
	w.Invite(in, anna.ID()) // the app is not there: it hears nothing
	w.Invite(in, w.BotUserID())
	w.UpdateUser(anna.ID(), func(p *Profile) { p.Deleted = true })
	waitFor(t, w, func() bool { return a.count("member_joined_channel") == 1 && a.count("user_change") == 1 })
	if c := anna.Conversations(); len(c) != 1 || c[0].ID != in {
		t.Errorf("conversations: %+v", c)
	}
}
