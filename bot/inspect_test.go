package bot

import (
	"errors"
	"slices"
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
)

// TestInspector reads what doctor needs and leaves the workspace as it was.
func TestInspector(t *testing.T) {
	t.Parallel()
	ws, err := slackfake.New(slackfake.Options{App: slackfake.App{Scopes: []string{"users:read", "groups:read"}, SocketMode: true}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	in, err := NewInspector(ws.BotToken(), ws.AppToken(), ws.APIURL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.Close)
	ctx := t.Context()
	if scopes, known, err := in.Token(ctx); err != nil || !known || !slices.Equal(scopes, []string{"users:read", "groups:read"}) {
		t.Errorf("%v %v %v", scopes, known, err)
	}
	if err := in.Socket(ctx); err != nil || ws.Connections() != 0 || ws.Accepted() != 0 {
		t.Errorf("%v, and it must not dial", err)
	}
	guest := ws.AddUser(slackfake.Profile{UltraRestricted: true})
	elsewhere := ws.AddUser(slackfake.Profile{TeamID: "T0OTHER"})
	if a, err := in.Account(ctx, complaint.UserID(guest.ID())); err != nil || !a.Guest || !a.SingleChannel || a.Foreign {
		t.Errorf("%+v %v", a, err)
	}
	if a, err := in.Account(ctx, complaint.UserID(elsewhere.ID())); err != nil || !a.Foreign || a.SingleChannel {
		t.Errorf("%+v %v", a, err)
	}
	if _, err := in.Account(ctx, "U0NOBODY"); !errors.Is(err, ErrUnknownPerson) {
		t.Error(err)
	}
	id := ws.AddChannel(slackfake.ChannelSpec{Private: true, Members: []string{ws.BotUserID(), guest.ID()}})
	if f, err := in.Channel(ctx, id); err != nil || !f.BotIsMember || len(f.Members) != 1 {
		t.Errorf("%+v %v", f, err)
	}
	for _, method := range []string{"conversations.open", "views.publish", "chat.postMessage"} {
		if ws.Calls(method) != 0 {
			t.Errorf("called %s", method)
		}
	}
}

// TestInspectorSaysWhatSlackSaid, in Slack's own words.
func TestInspectorSaysWhatSlackSaid(t *testing.T) {
	t.Parallel()
	ws, err := slackfake.New(slackfake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	in, err := NewInspector("xoxb-wrong", ws.AppToken(), ws.APIURL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.Close)
	if _, _, err := in.Token(t.Context()); Code(err) != "invalid_auth" {
		t.Error(err)
	}
	if err := in.Socket(t.Context()); Code(err) != "access_denied" {
		t.Error(err)
	}
	_ = ws.Close()
	if _, _, err := in.Token(t.Context()); Code(err) != "network" {
		t.Error(err)
	}
	if Code(errors.New("something else")) != "" {
		t.Error("that is no answer of Slack")
	}
	if _, err := NewInspector("", "", "no address"); err == nil {
		t.Error("took that address")
	}
}
