package slackfake

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func text(s string) slack.MsgOption { return slack.MsgOptionText(s, false) }

func TestTokensAndScopes(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: App{Scopes: []string{"commands"}, MessagesTab: true}},
		"invalid_auth", "not_allowed_token_type", "not_allowed_token_type", "missing_scope", "missing_scope",
		"access_denied", "unknown_method", "not_authed")
	anna := w.AddUser(Profile{})
	client := func(token string) *slack.Client { return slack.New(token, slack.OptionAPIURL(w.APIURL())) }
	_, err := client("xoxb-wrong").AuthTestContext(bg)
	wantCode(t, err, "invalid_auth")
	_, err = client("").AuthTestContext(bg)
	wantCode(t, err, "not_authed")
	_, err = client(w.AppToken()).GetUserInfoContext(bg, anna.ID())
	wantCode(t, err, "not_allowed_token_type")
	_, err = client(w.BotToken()).GetUserInfoContext(bg, anna.ID())
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) || refused.Err != "missing_scope" || refused.Needed != "users:read" || refused.Provided != "commands" {
		t.Errorf("missing scope: %#v", err)
	}
	_, _, err = client(w.BotToken()).PostMessageContext(bg, anna.ID(), text("x"))
	wantCode(t, err, "missing_scope")
	bot := slack.New("x", slack.OptionAPIURL(w.APIURL()), slack.OptionAppLevelToken(w.BotToken()))
	_, _, err = bot.StartSocketModeContext(bg)
	wantCode(t, err, "not_allowed_token_type")
	bot = slack.New("x", slack.OptionAPIURL(w.APIURL()), slack.OptionAppLevelToken(w.AppToken()))
	_, _, err = bot.StartSocketModeContext(bg)
	wantCode(t, err, "access_denied")
	_, err = client(w.BotToken()).GetEmojiContext(bg)
	wantCode(t, err, "unknown_method")
	res, err := client(w.BotToken()).AuthTestContext(bg)
	if err != nil || res.UserID != w.BotUserID() || res.TeamID != w.TeamID() {
		t.Errorf("auth.test: %+v %v", res, err)
	}
	if w.Calls("auth.test") != 3 {
		t.Errorf("auth.test counted %d times", w.Calls("auth.test"))
	}
	if tr := string(rawOf(w.Transcript())); strings.Contains(tr, w.BotToken()) || strings.Contains(tr, w.AppToken()) {
		t.Error("the transcript holds a token")
	}
}

func TestPosting(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()}, "no_text", "no top-level text", "invalid_blocks", "msg_blocks_too_long",
		"cant_update_message", "msg_too_long", "unknown argument")
	a := newEcho(t, w)
	anna := w.AddUser(Profile{Name: "anna"})
	gone, robot := w.AddUser(Profile{Deleted: true}), w.AddUser(Profile{Bot: true})
	guest := w.AddUser(Profile{TeamID: "T0OTHER"})
	open := w.AddChannel(ChannelSpec{Name: "open"})
	closed := w.AddChannel(ChannelSpec{Name: "closed", Private: true})
	old := w.AddChannel(ChannelSpec{Archived: true, Members: []string{w.BotUserID()}})
	in := w.AddChannel(ChannelSpec{Private: true, Members: []string{w.BotUserID(), anna.ID()}})
	for where, code := range map[string]string{
		open: "not_in_channel", closed: "channel_not_found", old: "is_archived", "C0NONE": "channel_not_found",
		gone.ID(): "user_disabled", robot.ID(): "cannot_dm_bot", guest.ID(): "user_not_visible",
	} {
		_, _, err := a.api.PostMessageContext(bg, where, text("x"))
		wantCode(t, err, code)
	}
	_, _, err := a.api.PostMessageContext(bg, in, text(""))
	wantCode(t, err, "no_text")
	_, _, err = a.api.PostMessageContext(bg, in, text(strings.Repeat("x", maxText+1)))
	wantCode(t, err, "msg_too_long")
	long := `{"type":"section","text":{"type":"plain_text","text":"` + strings.Repeat("x", 2900) + `"}}`
	_, _, err = a.api.PostMessageContext(bg, in, text("x"), blocks(t, `[`+strings.Repeat(long+",", 4)+long+`]`))
	wantCode(t, err, "msg_blocks_too_long")
	_, _, err = a.api.PostMessageContext(bg, in, text("x"), blocks(t,
		`[{"type":"header","text":{"type":"plain_text","text":"`+strings.Repeat("x", 151)+`"}}]`))
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) || refused.Err != "invalid_blocks" || len(refused.ResponseMetadata.Messages) == 0 ||
		!strings.Contains(refused.ResponseMetadata.Messages[0], "[json-pointer:/blocks/0") {
		t.Errorf("invalid blocks: %#v", err)
	}
	_, _, err = a.api.PostMessageContext(bg, in, blocks(t, `[{"type":"header","text":{"type":"plain_text","text":"Hi"}}]`))
	must(t, err)
	if n := anna.Notifications(); len(n) != 1 || !strings.Contains(n[0], "Hi") {
		t.Errorf("without a text the push is built from the blocks: %q", n)
	}
	res, err := http.PostForm(w.APIURL()+"auth.test", url.Values{"token": {w.BotToken()}, "colour": {"red"}})
	must(t, err)
	_ = res.Body.Close()
	must(t, anna.Type(bg, in, "hello"))
	mine := anna.Messages(in)
	_, _, _, err = a.api.UpdateMessageContext(bg, in, mine[len(mine)-1].TS, text("x"))
	wantCode(t, err, "cant_update_message")
}

func TestUpdateDeleteEphemeral(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()})
	a := newEcho(t, w)
	anna, bob := w.AddUser(Profile{}), w.AddUser(Profile{})
	in := w.AddChannel(ChannelSpec{Members: []string{w.BotUserID(), anna.ID(), bob.ID()}})
	_, ts, err := a.api.PostMessageContext(bg, in, text("one"), blocks(t, `[{"type":"divider"}]`))
	must(t, err)
	anna.Read(in)
	_, _, _, err = a.api.UpdateMessageContext(bg, in, ts, text("two"))
	must(t, err)
	m := anna.Messages(in)[0]
	if m.Text != "two" || !m.Edited || m.Unread || len(m.Blocks) != 1 || len(anna.Notifications()) != 1 {
		t.Errorf("an update notifies nobody and keeps blocks it does not name: %+v", m)
	}
	_, _, _, err = a.api.UpdateMessageContext(bg, in, ts, text("three"), slack.MsgOptionBlocks())
	must(t, err)
	if m = anna.Messages(in)[0]; len(m.Blocks) != 0 {
		t.Errorf("an empty array removes the blocks: %+v", m)
	}
	eph, err := a.api.PostEphemeralContext(bg, in, anna.ID(), text("psst"))
	must(t, err)
	if !strings.Contains(anna.See(), "psst") || strings.Contains(bob.See(), "psst") {
		t.Error("an ephemeral message is for one person")
	}
	_, _, _, err = a.api.UpdateMessageContext(bg, in, eph, text("x"))
	wantCode(t, err, "message_not_found")
	anna.Reload()
	if strings.Contains(anna.See(), "psst") {
		t.Error("an ephemeral message survived a reload")
	}
	_, _, err = a.api.DeleteMessageContext(bg, in, ts)
	must(t, err)
	_, _, err = a.api.DeleteMessageContext(bg, in, ts)
	wantCode(t, err, "message_not_found")
	if len(bob.Messages(in)) != 0 || len(w.History(in)) != 1 {
		t.Errorf("deleted: %v, history: %v", bob.Messages(in), w.History(in))
	}
	w.Kick(in, anna.ID())
	_, err = a.api.PostEphemeralContext(bg, in, anna.ID(), text("psst"))
	wantCode(t, err, "user_not_in_channel")
}

func TestConversationsAndUsers(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()}, "missing_scope", "messages_tab_disabled")
	a := newEcho(t, w)
	anna, guest := w.AddUser(Profile{Name: "anna", RealName: "Anna"}), w.AddUser(Profile{UltraRestricted: true})
	in := w.AddChannel(ChannelSpec{Private: true, PendingExtShared: true, Members: []string{w.BotUserID(), anna.ID(), guest.ID()}})
	open := w.AddChannel(ChannelSpec{})
	ch, err := a.api.GetConversationInfoContext(bg, &slack.GetConversationInfoInput{ChannelID: in})
	if err != nil || !ch.IsPrivate || ch.IsExtShared || !ch.IsPendingExtShared || !ch.IsMember || ch.IsArchived {
		t.Errorf("info: %+v %v", ch, err)
	}
	_, err = a.api.GetConversationInfoContext(bg, &slack.GetConversationInfoInput{ChannelID: open})
	wantCode(t, err, "missing_scope")
	ids, next, err := a.api.GetUsersInConversationContext(bg, &slack.GetUsersInConversationParameters{ChannelID: in, Limit: 2})
	if err != nil || len(ids) != 2 || next == "" {
		t.Fatalf("members: %v %q %v", ids, next, err)
	}
	ids, next, err = a.api.GetUsersInConversationContext(bg, &slack.GetUsersInConversationParameters{ChannelID: in, Cursor: next})
	if err != nil || len(ids) != 1 || ids[0] != guest.ID() || next != "" {
		t.Errorf("members, second page: %v %q %v", ids, next, err)
	}
	u, err := a.api.GetUserInfoContext(bg, guest.ID())
	if err != nil || !u.IsRestricted || !u.IsUltraRestricted || u.TeamID != w.TeamID() {
		t.Errorf("user: %+v %v", u, err)
	}
	_, err = a.api.GetUserInfoContext(bg, "U0NONE")
	wantCode(t, err, "user_not_found")
	p := &slack.OpenConversationParameters{Users: []string{anna.ID()}}
	first, _, already, err := a.api.OpenConversationContext(bg, p)
	if err != nil || already {
		t.Fatalf("open: %v %v", already, err)
	}
	second, _, already, err := a.api.OpenConversationContext(bg, p)
	if err != nil || !already || first.ID != second.ID || anna.DM() != first.ID {
		t.Errorf("open again: %v %v %v", already, second, err)
	}
	w.SetApp(func(app *App) { app.MessagesTab = false })
	_, _, err = a.api.PostMessageContext(bg, first.ID, text("x"))
	wantCode(t, err, "messages_tab_disabled")
}

func TestTriggers(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp(), TriggerLife: time.Nanosecond},
		"invalid_trigger_id", "expired_trigger_id")
	a := newEcho(t, w)
	anna := w.AddUser(Profile{})
	var err error
	a.onAction = func(ic slack.InteractionCallback) any {
		_, err = a.api.OpenViewContext(bg, ic.TriggerID, modal(t, orderForm))
		return nil
	}
	a.socket(1)
	must(t, anna.Shortcut(bg, "echo.start"))
	wantCode(t, err, "expired_trigger_id")
	_, err = a.api.OpenViewContext(bg, "1.2.3", modal(t, orderForm))
	wantCode(t, err, "invalid_trigger_id")
}

func TestStackHashAndHome(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, Options{App: fullApp()}, "exchanged_trigger_id", "push_limit_reached", "invalid_trigger_id",
		"duplicate_external_id", "invalid_arguments", "not_enabled")
	a := newEcho(t, w)
	anna := w.AddUser(Profile{})
	page := `{"type":"modal","title":{"type":"plain_text","text":"P"},"notify_on_close":true,"blocks":[{"type":"actions","elements":
		[{"type":"button","action_id":"more","text":{"type":"plain_text","text":"More"}}]}]`
	triggers := make(chan string, 20)
	a.onAction = func(ic slack.InteractionCallback) any {
		if ic.Type != slack.InteractionTypeViewClosed {
			triggers <- ic.TriggerID
		}
		return nil
	}
	a.socket(1)
	must(t, anna.Shortcut(bg, "echo.start"))
	trigger := <-triggers
	_, err := a.api.PushViewContext(bg, trigger, modal(t, page+"}"))
	wantCode(t, err, "invalid_trigger_id")
	root, err := a.api.OpenViewContext(bg, trigger, modal(t, page+`,"external_id":"e1"}`))
	must(t, err)
	_, err = a.api.OpenViewContext(bg, trigger, modal(t, page+"}"))
	wantCode(t, err, "exchanged_trigger_id")
	for i := range 3 {
		must(t, anna.Click(bg, InModal(), "more"))
		trigger = <-triggers
		next, err := a.api.PushViewContext(bg, trigger, modal(t, page+"}"))
		if i == 2 {
			wantCode(t, err, "push_limit_reached")
		} else if must(t, err); next.RootViewID != root.ID || next.PreviousViewID == "" {
			t.Errorf("pushed view: %+v", next.View)
		}
	}
	top, _ := anna.Modal()
	_, err = a.api.UpdateViewContext(bg, modal(t, page+`,"external_id":"e1"}`), "", "", top.ID)
	wantCode(t, err, "duplicate_external_id")
	_, err = a.api.UpdateViewContext(bg, modal(t, page+`}`), "", "stale", top.ID)
	wantCode(t, err, "hash_conflict")
	_, err = a.api.UpdateViewContext(bg, modal(t, page+`}`), "e1", "", "")
	must(t, err)
	must(t, anna.Dismiss(bg))
	_, err = a.api.UpdateViewContext(bg, modal(t, page+`}`), "", "", top.ID)
	wantCode(t, err, "not_found")
	if anna.Depth() != 2 || a.count("view_closed") != 1 {
		t.Errorf("depth %d, closed %d", anna.Depth(), a.count("view_closed"))
	}
	must(t, anna.DismissAll(bg))
	if anna.Depth() != 0 || a.count("view_closed") != 3 {
		t.Errorf("depth %d, closed %d", anna.Depth(), a.count("view_closed"))
	}
	_, err = a.api.OpenViewContext(bg, trigger, modal(t, `{"type":"modal","title":{"type":"plain_text","text":"`+
		strings.Repeat("x", 25)+`"},"blocks":[]}`))
	wantCode(t, err, "invalid_arguments")
	publish(t, w, a, anna)
}

func publish(t *testing.T, w *Workspace, a *echoApp, anna *Person) {
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: modal(t, `{"type":"modal","blocks":[{"type":"divider"}]}`).Blocks}
	pub := func(hash *string) (*slack.ViewResponse, error) {
		return a.api.PublishViewContext(bg, slack.PublishViewContextRequest{UserID: anna.ID(), View: home, Hash: hash})
	}
	first, err := pub(nil)
	must(t, err)
	second, err := pub(&first.Hash)
	if err != nil || second.ID != first.ID || second.Hash == first.Hash {
		t.Errorf("publish: %+v %v", second, err)
	}
	_, err = pub(&first.Hash)
	wantCode(t, err, "hash_conflict")
	if v := anna.Home(); v.Type != "home" || len(v.Blocks) != 1 {
		t.Errorf("home: %+v", v)
	}
	must(t, anna.OpenHome(bg))
	waitFor(t, w, func() bool { return a.count("app_home_opened") == 1 })
	w.SetApp(func(app *App) { app.HomeTab = false })
	_, err = pub(nil)
	wantCode(t, err, "not_enabled")
}
