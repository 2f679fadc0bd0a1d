package bot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers"
	"klachtbot/handlers/view/blockkit"
)

const (
	quickTimeout   = 2500 * time.Millisecond // someone waits, and the trigger dies after 3 s
	patientTimeout = 15 * time.Second        // nobody waits
)

// web is Slack's Web API as the bot uses it, on one set of connections. quick
// is for what a person waits for, patient for the rest. Neither tries again by
// itself: what a person waits for fails fast with a sentence, the rest goes
// back to the outbox with Slack's Retry-After. Every error is an *apiError.
type web struct {
	quick, patient *slack.Client
	plain          *doer
	base           *url.URL
	m              *metrics
	log            *slog.Logger
}

func newWeb(cfg Config, m *metrics) (*web, error) {
	base, err := url.Parse(cfg.APIURL)
	if err != nil || base.Host == "" || !strings.HasSuffix(cfg.APIURL, "/") {
		return nil, errors.New("bot: APIURL must be a URL that ends in a slash")
	}
	t := newTransport()
	client := func(d *doer) *slack.Client {
		return slack.New(cfg.Token, slack.OptionAppLevelToken(cfg.AppToken), slack.OptionAPIURL(cfg.APIURL),
			slack.OptionHTTPClient(d), slack.OptionLog(redacting{cfg.Log}))
	}
	quick := newDoer(t, quickTimeout, m)
	return &web{quick: client(quick), patient: client(newDoer(t, patientTimeout, m)), plain: quick,
		base: base, m: m, log: cfg.Log}, nil
}

// checked marshals v and holds it against Slack's rules.
func (w *web) checked(method string, v any, rules func([]byte) []blockkit.Problem) error {
	raw, err := json.Marshal(v)
	problem := "cannot be marshalled"
	if err == nil {
		found := rules(raw)
		if len(found) == 0 {
			return nil
		}
		problem = found[0].String()
	}
	w.m.blockkit.WithLabelValues(method).Inc()
	w.log.Error("refused by our own check", "op", method, "err_kind", "blockkit", "problem", problem)
	return &apiError{method: method, code: "blockkit", class: classBug}
}

// call runs one call and describes its failure.
func call(ctx context.Context, method string, fn func(context.Context) error) error {
	ctx, sent := watched(ctx)
	if err := fn(ctx); err != nil {
		return failed(method, err, sent.Load())
	}
	return nil
}

// open shows a modal; it uses the trigger up.
func (w *web) open(ctx context.Context, trigger string, v slack.ModalViewRequest) (id string, err error) {
	return w.modal(ctx, "views.open", v, func(ctx context.Context) (*slack.ViewResponse, error) {
		return w.quick.OpenViewContext(ctx, trigger, v)
	})
}

// push shows a modal on top of the one the trigger comes from.
func (w *web) push(ctx context.Context, trigger string, v slack.ModalViewRequest) error {
	_, err := w.modal(ctx, "views.push", v, func(ctx context.Context) (*slack.ViewResponse, error) {
		return w.quick.PushViewContext(ctx, trigger, v)
	})
	return err
}

// update replaces a modal; with a hash only when it is still the one meant.
func (w *web) update(ctx context.Context, id, hash string, v slack.ModalViewRequest) error {
	_, err := w.modal(ctx, "views.update", v, func(ctx context.Context) (*slack.ViewResponse, error) {
		return w.quick.UpdateViewContext(ctx, v, "", hash, id)
	})
	return err
}

// updateExternal replaces the modal that carries an id of our own.
func (w *web) updateExternal(ctx context.Context, external string, v slack.ModalViewRequest) error {
	_, err := w.modal(ctx, "views.update", v, func(ctx context.Context) (*slack.ViewResponse, error) {
		return w.quick.UpdateViewContext(ctx, v, external, "", "")
	})
	return err
}

func (w *web) modal(ctx context.Context, method string, v slack.ModalViewRequest,
	send func(context.Context) (*slack.ViewResponse, error)) (id string, err error) {
	if err := w.checked(method, v, blockkit.View); err != nil {
		return "", err
	}
	err = call(ctx, method, func(ctx context.Context) error {
		res, err := send(ctx)
		if err == nil {
			id = res.View.ID
		}
		return err
	})
	return id, err
}

// publish shows the Home of a person.
func (w *web) publish(ctx context.Context, h handlers.Home) error {
	if err := w.checked("views.publish", h.View, blockkit.View); err != nil {
		return err
	}
	return call(ctx, "views.publish", func(ctx context.Context) error {
		_, err := w.patient.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: string(h.Person), View: h.View})
		return err
	})
}

// post sends a new message.
func (w *web) post(ctx context.Context, channel string, m handlers.Message) (ts string, err error) {
	if err := w.checkMessage("chat.postMessage", m); err != nil {
		return "", err
	}
	err = call(ctx, "chat.postMessage", func(ctx context.Context) error {
		_, ts, err = w.patient.PostMessageContext(ctx, channel, options(m)...)
		return err
	})
	if err == nil && ts == "" {
		err = &apiError{method: "chat.postMessage", code: "no_ts", class: classTemporary, lost: true}
	}
	return ts, err
}

// edit replaces a message that stands there already.
func (w *web) edit(ctx context.Context, channel, ts string, m handlers.Message) error {
	if err := w.checkMessage("chat.update", m); err != nil {
		return err
	}
	return call(ctx, "chat.update", func(ctx context.Context) error {
		_, _, _, err := w.patient.UpdateMessageContext(ctx, channel, ts, options(m)...)
		return err
	})
}

// checkMessage also asks for the text: it is all that a notification and a
// screen reader get.
func (w *web) checkMessage(method string, m handlers.Message) error {
	return w.checked(method, struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks,omitempty"`
	}{m.Text, m.Blocks}, func(raw []byte) []blockkit.Problem {
		if strings.TrimSpace(m.Text) == "" {
			return []blockkit.Problem{{Pointer: "/text", Message: "must be present"}}
		}
		return blockkit.Message(raw)
	})
}

func options(m handlers.Message) []slack.MsgOption {
	return []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
}

// dm opens the conversation between the bot and a person.
func (w *web) dm(ctx context.Context, p complaint.UserID) (channel string, err error) {
	err = call(ctx, "conversations.open", func(ctx context.Context) error {
		c, _, _, err := w.patient.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{string(p)}})
		if err == nil {
			channel = c.ID
		}
		return err
	})
	return channel, err
}

// respond tells the person who acted something that disappears, through the
// response_url of the request. It needs no scope and no trigger. The address
// comes from a payload, so only Slack's own host, or that of the API, is used.
func (w *web) respond(ctx context.Context, address, text string) error {
	u, err := url.Parse(address)
	slacks := err == nil && u.Scheme == "https" && u.Host == "hooks.slack.com"
	if err != nil || !slacks && (u.Host != w.base.Host || u.Scheme != w.base.Scheme) {
		return &apiError{method: "response_url", code: "foreign_host", class: classPermanent}
	}
	body, err := json.Marshal(map[string]any{"response_type": "ephemeral", "replace_original": false, "text": text})
	if err != nil {
		return err
	}
	return call(ctx, "response_url", func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(string(body)))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		// Not through the doer: the address is a secret and no method.
		res, err := w.plain.client.Do(req)
		if err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswer))
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return slack.StatusCodeError{Code: res.StatusCode}
		}
		return nil
	})
}

// redacting is the logger that slack-go gets: it says that something was said.
type redacting struct{ log *slog.Logger }

// Output drops the text, which may hold content.
func (r redacting) Output(int, string) error {
	r.log.Debug("slack library", "op", "slack-go")
	return nil
}

// idle closes the connections that nobody uses.
func (w *web) idle() { w.plain.client.CloseIdleConnections() }
