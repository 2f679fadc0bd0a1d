package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/handlers"
	"klachtbot/handlers/view/blockkit"
)

// submission stores first and acknowledges then; whatever goes wrong is said at
// an input, so that what was typed stays on the screen.
func (c *core) submission(ctx context.Context, e *envelope, a act, r Route) {
	left := c.lim.submit - time.Since(e.at)
	res := c.wait(c.start(ctx, a, r, left), left)
	if res.err != nil {
		ref := c.note(a, res.err)
		c.ack(ctx, e, string(Submission), "failed", c.words.refusal(a, c.words.explain(res.err, ref)))
		return
	}
	body, outcome, after := c.answer(e, a, res.reply)
	c.ack(ctx, e, string(Submission), outcome, body)
	if after != nil {
		after(ctx)
	}
}

// answer builds the acknowledgement of a submission. A view that does not fit
// in an acknowledgement comes afterwards, in the place of a loading view.
func (c *core) answer(e *envelope, a act, reply handlers.Reply) (body []byte, outcome string, after func(context.Context)) {
	if len(reply.Errors) > 0 {
		return c.words.fieldErrors(a, reply.Errors), "errors", nil
	}
	v, action := reply.Update, slack.RAUpdate
	switch {
	case reply.Push != nil:
		v, action = reply.Push, slack.RAPush
	case v == nil && reply.Open != nil:
		v = reply.Open
	case v == nil && reply.Ephemeral != "":
		n := c.words.notice(reply.Ephemeral)
		v = &n
	}
	if v == nil {
		return nil, "ok", nil
	}
	if err := c.web.checked("response_action", v, blockkit.View); err != nil {
		// What was asked is done; only the page that says so is broken.
		n := c.words.notice(c.words.explain(err, c.note(a, err)))
		v = &n
	}
	body = response(action, v)
	if len(body) < e.max {
		return body, string(action), nil
	}
	loading := c.words.notice(c.words.loading)
	loading.ExternalID = "laden-" + newRef()
	full := *v
	return response(action, &loading), string(action), func(ctx context.Context) {
		if err := c.replace(ctx, loading.ExternalID, full); err != nil {
			c.note(a, err)
		}
	}
}

// replace fills a loading view that went out with an acknowledgement. Slack may
// get the update before the acknowledgement: then the view does not exist yet.
// Its external id makes sure that the update never comes first and is lost.
func (c *core) replace(ctx context.Context, external string, v slack.ModalViewRequest) error {
	ctx, cancel := context.WithTimeout(ctx, quickTimeout)
	defer cancel()
	for pause := 50 * time.Millisecond; ; pause *= 2 {
		err := c.web.updateExternal(ctx, external, v)
		if !isCode(err, "not_found") {
			return err
		}
		t := time.NewTimer(pause)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return err
		}
	}
}

// response marshals what a submission is answered with.
func response(action slack.ViewResponseAction, v *slack.ModalViewRequest) []byte {
	body, err := json.Marshal(slack.ViewSubmissionResponse{ResponseAction: action, View: v})
	if err != nil {
		return nil // checked before: it can be marshalled
	}
	return body
}

// refusal says at the first input why nothing was stored; a view without inputs
// is replaced by the sentence.
func (w words) refusal(a act, sentence string) []byte {
	if len(a.inputs) == 0 {
		n := w.notice(sentence)
		return response(slack.RAUpdate, &n)
	}
	return w.fieldErrors(a, map[string]string{a.inputs[0]: sentence})
}

// fieldErrors shows sentences at inputs. Slack shows a connection error when one
// of them names no input of this view, so those move to the first input.
func (w words) fieldErrors(a act, found map[string]string) []byte {
	kept := map[string]string{}
	var astray []string
	for block, sentence := range found {
		if slices.Contains(a.inputs, block) {
			kept[block] = sentence
		} else {
			astray = append(astray, sentence)
		}
	}
	if len(astray) > 0 {
		slices.Sort(astray)
		text := strings.Join(astray, " ")
		if len(a.inputs) == 0 {
			return w.refusal(a, text)
		}
		first := a.inputs[0]
		kept[first] = strings.TrimSpace(kept[first] + " " + text)
	}
	body, err := json.Marshal(slack.ViewSubmissionResponse{ResponseAction: slack.RAErrors, Errors: kept})
	if err != nil {
		return nil
	}
	return body
}

// ephemeral answers a command for the eyes of one person.
func ephemeral(text string) []byte {
	if text == "" {
		return nil
	}
	body, err := json.Marshal(map[string]string{"response_type": "ephemeral", "text": text})
	if err != nil {
		return nil
	}
	return body
}

// interact carries out clicks, commands and shortcuts.
func (c *core) interact(ctx context.Context, e *envelope, a act, r Route) {
	if a.kind == Action {
		c.ack(ctx, e, string(a.kind), "ok", nil)
	}
	out := c.start(ctx, a, r, c.lim.work)
	res, done := within(out, c.lim.quick-time.Since(e.at))
	loading := ""
	if !done {
		c.ack(ctx, e, string(a.kind), "ok", nil)
		if r.Opens && !a.inModal {
			loading = c.load(ctx, a)
		}
		res = c.wait(out, c.lim.work)
	}
	if a.kind == Command && done && res.err == nil {
		c.ack(ctx, e, string(a.kind), "ok", ephemeral(res.reply.Ephemeral))
		res.reply.Ephemeral = ""
	}
	c.ack(ctx, e, string(a.kind), "ok", nil)
	if res.err != nil {
		ref := c.note(a, res.err)
		c.seen.forget(a.key())
		res.reply = handlers.Reply{Ephemeral: c.words.explain(res.err, ref)}
	}
	c.show(ctx, a, res.reply, loading)
}

// load opens the loading view inside the trigger's window; "" when it did not
// work, and then the trigger is spent or Slack is out of reach.
func (c *core) load(ctx context.Context, a act) (viewID string) {
	ctx, cancel := context.WithTimeout(ctx, quickTimeout)
	defer cancel()
	id, err := c.web.open(ctx, a.trigger, c.words.notice(c.words.loading))
	if err != nil {
		c.note(a, err)
	}
	return id
}

// show performs the answer to a click, a command or a shortcut. When that fails
// the person is told through the response_url, which needs no trigger.
func (c *core) show(ctx context.Context, a act, reply handlers.Reply, loading string) {
	ctx, cancel := context.WithTimeout(ctx, 2*quickTimeout)
	defer cancel()
	err := c.perform(ctx, a, reply, loading)
	if err == nil {
		return
	}
	ref := c.note(a, err)
	sentence := c.words.explain(err, ref)
	switch {
	case isCode(err, "exchanged_trigger_id"), classOf(err) == classConflict, isCode(err, "not_found"):
		return // the same click twice, or a view that was changed or closed meanwhile
	case classOf(err) == classBug && loading != "":
		err = c.web.update(ctx, loading, "", c.words.notice(sentence))
	case classOf(err) == classBug && !a.inModal:
		_, err = c.web.open(ctx, a.trigger, c.words.notice(sentence))
	case classOf(err) == classBug:
		err = c.web.push(ctx, a.trigger, c.words.notice(sentence))
	case a.responseURL != "":
		err = c.web.respond(ctx, a.responseURL, sentence)
	default:
		return
	}
	if err != nil {
		c.note(a, errors.Join(errUntold, err))
	}
}

// errUntold says that a person could not be told that something failed.
var errUntold = errors.New("bot: the person could not be told")

// perform shows the view of a reply where it belongs.
func (c *core) perform(ctx context.Context, a act, reply handlers.Reply, loading string) error {
	first := func(all ...*slack.ModalViewRequest) *slack.ModalViewRequest {
		for _, v := range all {
			if v != nil {
				return v
			}
		}
		return nil
	}
	v := first(reply.Open, reply.Update, reply.Push)
	if v == nil && (reply.Ephemeral != "" || loading != "") {
		text := reply.Ephemeral
		if text == "" {
			text = c.words.done
		}
		n := c.words.notice(text)
		v = &n // on top of a form, which must not lose what was typed
	}
	switch {
	case v == nil:
		return nil
	case loading != "":
		return c.web.update(ctx, loading, "", *v)
	case a.inModal && v == reply.Update:
		err := c.web.update(ctx, a.req.View.ID, a.req.View.Hash, *v)
		if classOf(err) == classConflict && c.latest.is(a.req.View.ID, a.at) {
			return c.web.update(ctx, a.req.View.ID, "", *v)
		}
		return err
	case a.inModal: // a modal that is open can only be covered
		return c.web.push(ctx, a.trigger, *v)
	}
	_, err := c.web.open(ctx, a.trigger, *v)
	return err
}
