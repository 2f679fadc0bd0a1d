package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// More people than the demo has. They come with the option more.
const (
	lotte = "U07LOTTE" // a colleague of nobody's team
	eva   = "U08EVA"   // an outsider whom the office may appoint; a guest
	olga  = "U09OLGA"  // management as well
)

func more(o *office) {
	o.ws.AddUser(slackfake.Profile{ID: lotte, Name: "lotte", RealName: "Lotte Smit"})
	o.ws.AddUser(slackfake.Profile{ID: eva, Name: "eva", RealName: "Eva Brandt", Restricted: true})
	o.ws.AddUser(slackfake.Profile{ID: olga, Name: "olga", RealName: "Olga Peters"})
	o.config.seed.Office = append(slices.Clone(o.config.seed.Office), olga)
}

// house is an office with what these tests look at and forge.
type house struct{ *office }

func newHouse(t *testing.T, options ...option) *house {
	t.Helper()
	return &house{newOffice(t, append([]option{more}, options...)...)}
}

// api calls the Web API with the bot's own token. That is how a test forges
// what Slack would never send by itself: a button with someone else's value, a
// form with someone else's private_metadata. The person then really clicks it.
func (o *house) api(method string, args map[string]any) map[string]any {
	o.t.Helper()
	body, err := json.Marshal(args)
	o.must(err)
	req, err := http.NewRequestWithContext(o.ctx, http.MethodPost, o.ws.APIURL()+method, bytes.NewReader(body))
	o.must(err)
	req.Header.Set("Authorization", "Bearer "+o.ws.BotToken())
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	res, err := http.DefaultClient.Do(req)
	o.must(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	o.must(err)
	var answer map[string]any
	o.must(json.Unmarshal(raw, &answer))
	if answer["ok"] != true {
		o.t.Fatalf("%s: %s", method, raw)
	}
	return answer
}

// forgeButton puts a button with any action and value before who.
func (o *house) forgeButton(who, action, value string) slackfake.Target {
	o.t.Helper()
	dm := o.api("conversations.open", map[string]any{"users": who})["channel"].(map[string]any)["id"]
	sent := o.api("chat.postMessage", map[string]any{"channel": dm, "text": "vervalst", "blocks": []any{map[string]any{
		"type": "actions", "elements": []any{map[string]any{"type": "button", "action_id": action, "value": value,
			"text": map[string]any{"type": "plain_text", "text": "vervalst"}}}}}})
	return slackfake.InMessage("", sent["ts"].(string))
}

// click clicks a forged button and gives what who gets to see of it: the modal
// that opens, or the line that only they see. done ends the wait for what
// shows neither.
func (o *house) click(who, action, value string, done func() bool) string {
	o.t.Helper()
	at := o.forgeButton(who, action, value)
	before := len(o.whispers(who))
	o.must(o.ws.Person(who).Click(o.ctx, at, action))
	var shown string
	o.wait(who+" hears of "+action, func() bool {
		if v, ok := o.ws.Person(who).Modal(); ok && !strings.Contains(v.Title, "ogenblik") {
			shown = v.Visible()
			return true
		}
		if all := o.whispers(who); len(all) > before {
			shown = all[len(all)-1]
			return true
		}
		return done != nil && done()
	})
	if _, open := o.ws.Person(who).Modal(); open {
		o.must(o.ws.Person(who).DismissAll(o.ctx))
	}
	return shown
}

// whispers are the lines in the conversation with the bot that only who sees.
func (o *house) whispers(who string) []string {
	var all []string
	for _, m := range o.ws.Person(who).Messages("") {
		if m.Ephemeral {
			all = append(all, strings.TrimSpace(m.Text))
		}
	}
	return all
}

// forgeForm opens some modal of who and turns it into form, as a tampered
// client would show it.
func (o *house) forgeForm(who string, form slack.ModalViewRequest) {
	o.t.Helper()
	at := o.forgeButton(who, view.ActionTips, "0")
	o.must(o.ws.Person(who).Click(o.ctx, at, view.ActionTips))
	o.must(o.modal(o.ctx, who, "Tips"))
	v, _ := o.ws.Person(who).Modal()
	raw, err := json.Marshal(form)
	o.must(err)
	o.api("views.update", map[string]any{"view_id": v.ID, "view": json.RawMessage(raw)})
}

// refused submits the modal of who, wants it refused, and gives the sentence
// or sentences that the app put at the fields, by block id.
func (o *house) refused(who string) map[string]string {
	o.t.Helper()
	said, err := o.ws.Person(who).Submit(o.ctx)
	o.must(err)
	if len(said) == 0 {
		v, _ := o.ws.Person(who).Modal()
		o.t.Fatalf("not refused; now on the screen: %s", v.Visible())
	}
	return said
}

// settled waits until everybody was told what there is to tell.
func (o *house) settled() { o.t.Helper(); o.left(0) }

// left waits until this many notices are left, which are tried again later.
func (o *house) left(want int) {
	o.t.Helper()
	tick := time.NewTicker(2 * time.Millisecond) // polls the register: nothing of Slack changes when a notice is ticked off
	defer tick.Stop()
	ctx, cancel := context.WithTimeout(o.ctx, 15*time.Second)
	defer cancel()
	for {
		if n, _, err := o.app.store.Pending(ctx); err == nil && n == want {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			n, oldest, err := o.app.store.Pending(o.ctx)
			o.t.Fatalf("%d notices are still waiting, the oldest for %s: %v\n%s", n, oldest, err, o.log)
		}
	}
}

// caseOf finds a case by its number, past every rule of access.
func (o *house) caseOf(number string) complaint.Complaint {
	o.t.Helper()
	all, _, err := o.app.store.List(o.ctx, complaint.Query{Limit: 1000})
	o.must(err)
	for _, s := range all {
		if s.Number.String() == number {
			c, err := o.app.store.Peek(o.ctx, s.ID)
			o.must(err)
			return c
		}
	}
	o.t.Fatalf("no case %s", number)
	return complaint.Complaint{}
}

// count is how many cases the register holds.
func (o *house) count() int {
	o.t.Helper()
	_, n, err := o.app.store.List(o.ctx, complaint.Query{Limit: 1})
	o.must(err)
	return n
}

// says fails unless every sentence is on who's screen, word for word.
func (o *house) says(who string, sentences ...string) {
	o.t.Helper()
	for _, s := range sentences {
		o.wait(who+" reads "+s, func() bool { return o.sees(who, s) })
	}
}

// hides fails when one of the words is on who's screen.
func (o *house) hides(who string, words ...string) {
	o.t.Helper()
	for _, s := range words {
		if o.sees(who, s) {
			o.t.Errorf("%s can read %q", who, s)
		}
	}
}

// live gives the newest card of a case on who's screen, as text with buttons.
func (o *house) live(who, number string) string {
	var last string
	for _, m := range o.ws.Person(who).Messages("") {
		if strings.Contains(m.Visible(), number) && !m.Ephemeral {
			last = m.Visible()
		}
	}
	return last
}

// cards are all messages in who's conversation with the bot that name a case.
func (o *house) cards(who, number string) []slackfake.Message {
	var all []slackfake.Message
	for _, m := range o.ws.Person(who).Messages("") {
		if strings.Contains(m.Visible(), number) {
			all = append(all, m)
		}
	}
	return all
}

// read opens Klacht bekijken from the card and gives what it shows.
func (o *house) read(who, number string) string {
	o.t.Helper()
	o.must(o.press(o.ctx, who, number, view.ActionCase(complaint.ActRead)))
	o.must(o.modal(o.ctx, who, "Klacht"))
	v, _ := o.ws.Person(who).Modal()
	o.must(o.ws.Person(who).DismissAll(o.ctx))
	return v.Visible()
}

// intake fills in the officer's own form, from the standing menu: a guest has
// no commands.
func (o *house) intake(who string, answers ...answer) string {
	o.t.Helper()
	o.must(o.press(o.ctx, who, "vaste menu", view.ActionReport))
	number, err := o.complete(o.ctx, who, "Klacht invoeren", answers...)
	o.must(err)
	return number
}

// melden types /klacht and fills in the form.
func (o *house) melden(who string, answers ...answer) string {
	o.t.Helper()
	number, err := o.report(o.ctx, who, "Klacht melden", answers...)
	o.must(err)
	return number
}

// passOn clicks Naar waarnemer.
func (o *house) passOn(who, number string) {
	o.t.Helper()
	before := o.caseOf(number).Revision
	o.must(o.press(o.ctx, who, number, view.ActionCase(complaint.ActPassOn)))
	o.wait(who+" has passed on", func() bool { return o.caseOf(number).Revision > before })
}

// appoint names someone from the card of management.
func (o *house) appoint(who, number, whom string) {
	o.t.Helper()
	o.must(o.press(o.ctx, who, number, view.ActionCase(complaint.ActAppoint)))
	o.must(o.modal(o.ctx, who, "Vervanger aanwijzen"))
	o.must(o.fill(o.ctx, who, answer{"Wie behandelt deze klacht?", whom}, answer{"Onafhankelijk", []string{"Deze persoon is extern en onafhankelijk"}}))
	o.must(o.submit(o.ctx, who))
	o.must(o.modal(o.ctx, who, "Aangewezen"))
	o.must(o.ws.Person(who).DismissAll(o.ctx))
}

var numbers = regexp.MustCompile(`K-2026-\d{4}`)

// about is a report with the fields that must be there.
func (o *house) about(subject string, extra ...answer) []answer {
	return append([]answer{
		{"Wanneer kwam de klacht binnen?", o.today()},
		{"Hoe kwam de klacht binnen?", "Telefoon"},
		{"Wat is de klacht?", "Ik ben drie weken niet teruggebeld."},
		{"Over wie gaat het?", subject},
	}, extra...)
}

// inLine is one line of a failing test.
func inLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// at moves business time and lets the bot look at what is due.
func (o *house) at(when time.Time) {
	o.t.Helper()
	o.now = when
	o.app.business.set(when)
	o.must(o.app.bot.TickNow(o.ctx))
}

func holdsAll(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(text, s) {
			t.Errorf("%q is not in:\n%s", s, text)
		}
	}
}

func holdsNone(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, s := range all {
		if strings.Contains(text, s) {
			t.Errorf("%q is in:\n%s", s, text)
		}
	}
}
