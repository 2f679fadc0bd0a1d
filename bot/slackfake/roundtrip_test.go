package slackfake

import (
	"errors"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// orders is the echo app: a command opens a form, the form answers by a
// direct message.
func orders(t *testing.T, w *Workspace) *echoApp {
	a := newEcho(t, w)
	a.onCommand = func(c slack.SlashCommand) any {
		if _, err := a.api.OpenViewContext(bg, c.TriggerID, modal(t, orderForm)); err != nil {
			t.Errorf("views.open: %v", err)
		}
		return nil
	}
	a.onAction = func(ic slack.InteractionCallback) any {
		if ic.Type == slack.InteractionTypeBlockActions && ic.View.ID != "" {
			next := modal(t, strings.Replace(orderForm, `"text":"Order"`, `"text":"Order 2"`, 1))
			if _, err := a.api.UpdateViewContext(bg, next, "", ic.View.Hash, ic.View.ID); err != nil {
				t.Errorf("views.update: %v", err)
			}
		}
		if ic.Type != slack.InteractionTypeViewSubmission {
			return nil
		}
		v := ic.View.State.Values
		if v["what"]["v"].Value == "nothing" {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"what": "Choose something."})
		}
		text := v["what"]["v"].Value + " " + v["size"]["v"].SelectedOption.Value + " " + v["day"]["v"].SelectedDate +
			" " + strings.Join(v["with"]["v"].SelectedUsers, "+") + " " + ic.View.PrivateMetadata
		ch, _, _, err := a.api.OpenConversationContext(bg, &slack.OpenConversationParameters{Users: []string{ic.User.ID}})
		if err != nil {
			t.Errorf("conversations.open: %v", err)
			return nil
		}
		_, _, err = a.api.PostMessageContext(bg, ch.ID, slack.MsgOptionText("Your order", false), blocks(t, `[
			{"type":"section","text":{"type":"plain_text","text":"`+text+`"}},
			{"type":"actions","block_id":"do","elements":[{"type":"button","action_id":"cancel","value":"7",
			 "text":{"type":"plain_text","text":"Cancel"},"confirm":{"title":{"type":"plain_text","text":"Sure?"},
			 "text":{"type":"plain_text","text":"It will go."},"confirm":{"type":"plain_text","text":"Yes"},
			 "deny":{"type":"plain_text","text":"No"}}}]}]`))
		if err != nil {
			t.Errorf("chat.postMessage: %v", err)
		}
		return nil
	}
	return a
}

// TestRoundTrip: command, modal, client errors, app errors, submit, message,
// click, on both transports.
func TestRoundTrip(t *testing.T) {
	for _, socket := range []bool{true, false} {
		t.Run(map[bool]string{true: "socket", false: "http"}[socket], func(t *testing.T) {
			t.Parallel()
			app := fullApp()
			app.SocketMode = socket
			w := newWorkspace(t, Options{App: app})
			a := orders(t, w)
			if socket {
				a.socket(2)
			} else {
				a.serve()
				if err := w.VerifyURL(bg); err != nil {
					t.Fatal(err)
				}
			}
			playOrder(t, w, a)
		})
	}
}

func playOrder(t *testing.T, w *Workspace, a *echoApp) {
	anna, bob := w.AddUser(Profile{Name: "anna"}), w.AddUser(Profile{Name: "bob", RealName: "Bob B."})
	must(t, anna.Type(bg, "", "/echo please"))
	waitFor(t, w, func() bool { _, open := anna.Modal(); return open })
	must(t, anna.FillLabel("What would you like?", "nothing"))
	errs, err := anna.Submit(bg)
	if err != nil || errs["size"] != errRequired || errs["day"] != "" {
		t.Fatalf("client errors: %v %v", errs, err)
	}
	must(t, anna.FillLabel("Size", "Large"))
	waitFor(t, w, func() bool { v, _ := anna.Modal(); return v.Title == "Order 2" })
	if v, _ := anna.Modal(); v.State["what"]["v"]["value"] != "nothing" {
		t.Errorf("an update lost what was typed: %v", v.State)
	}
	errs, err = anna.Submit(bg)
	if err != nil || errs["what"] != "Choose something." || !strings.Contains(anna.See(), "Choose something.") {
		t.Fatalf("app errors: %v %v", errs, err)
	}
	must(t, anna.Fill("what", "tea"))
	must(t, anna.Fill("with", []*Person{bob}))
	must(t, anna.Fill("sure", true))
	if errs, err = anna.Submit(bg); err != nil || errs != nil {
		t.Fatalf("submit: %v %v", errs, err)
	}
	if _, open := anna.Modal(); open {
		t.Error("an empty ack closes the modal")
	}
	msgs := anna.Messages("")
	if len(msgs) != 1 || !msgs[0].Unread || !strings.Contains(msgs[0].Visible(), "tea l 2026-11-20 "+bob.ID()+" x1") {
		t.Fatalf("messages: %+v", msgs)
	}
	if n := anna.Notifications(); len(n) != 1 || n[0] != "Your order" || len(bob.Notifications()) != 0 {
		t.Errorf("notifications: %q %q", n, bob.Notifications())
	}
	must(t, anna.Click(bg, InLatest(""), "cancel", Deny()))
	before := a.count("block_actions")
	must(t, anna.ClickText(bg, InMessage("", msgs[0].TS), "Cancel", WithValue("7")))
	if a.count("block_actions") != before+1 {
		t.Error("a denied click went out, or a confirmed one did not")
	}
	if err := anna.Click(bg, InLatest(""), "nope"); !errors.Is(err, ErrNotThere) {
		t.Errorf("a button that is not there: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
