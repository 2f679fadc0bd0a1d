package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// maxBody is more than Slack ever sends: a view has at most 250 KB.
const maxBody = 1 << 20

// httpMode takes what Slack posts. It does not listen itself: Handler carries
// its routes beside the health checks.
type httpMode struct {
	b      *Bot
	work   atomic.Pointer[context.Context]
	closed atomic.Bool
}

func (h *httpMode) start(work context.Context) { h.work.Store(&work) }
func (h *httpMode) halt()                      { h.closed.Store(true) }
func (h *httpMode) close(context.Context)      {}
func (h *httpMode) failed() <-chan error       { return nil }

// routes adds the three request URLs to mux.
func (h *httpMode) routes(mux *http.ServeMux) {
	mux.HandleFunc("POST /slack/commands", h.receive(func(raw []byte) (*envelope, error) {
		return &envelope{kind: slashCommands, body: raw, form: true}, nil
	}))
	mux.HandleFunc("POST /slack/interactions", h.receive(func(raw []byte) (*envelope, error) {
		form, err := url.ParseQuery(string(raw))
		if err != nil || form.Get("payload") == "" {
			return nil, errMalformed
		}
		return &envelope{kind: interactive, body: []byte(form.Get("payload"))}, nil
	}))
	mux.HandleFunc("POST /slack/events", h.receive(func(raw []byte) (*envelope, error) {
		return &envelope{kind: eventsAPI, body: raw}, nil
	}))
}

// receive verifies one delivery, hands it to a worker and answers with its
// acknowledgement; the work goes on after that.
func (h *httpMode) receive(open func(raw []byte) (*envelope, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		at := time.Now()
		raw, status := h.verified(w, r)
		if status != 0 {
			h.refuse(w, status)
			return
		}
		if challenge := challengeOf(raw); challenge != "" {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = io.WriteString(w, challenge)
			return
		}
		e, err := open(raw)
		if err != nil {
			h.refuse(w, http.StatusBadRequest)
			return
		}
		answers := make(chan []byte, 1)
		e.at, e.max = at, maxBody
		e.send = func(_ context.Context, body []byte) error { answers <- body; return nil }
		if !h.carryOut(e) {
			h.refuse(w, http.StatusServiceUnavailable)
			return
		}
		h.answer(w, r, answers)
	}
}

// verified reads the body and checks Slack's signature over its raw bytes and
// the age of its timestamp (five minutes); see docs.slack.dev, "Verifying
// requests from Slack". A status other than 0 refuses.
func (h *httpMode) verified(w http.ResponseWriter, r *http.Request) (raw []byte, status int) {
	work := h.work.Load()
	if work == nil || h.closed.Load() {
		return nil, http.StatusServiceUnavailable
	}
	verifier, err := slack.NewSecretsVerifier(r.Header, h.b.cfg.SigningSecret)
	if err != nil {
		return nil, http.StatusUnauthorized
	}
	raw, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	}
	_, _ = verifier.Write(raw) // a hash; it never fails
	if verifier.Ensure() != nil {
		return nil, http.StatusUnauthorized
	}
	return raw, 0
}

func (h *httpMode) refuse(w http.ResponseWriter, status int) {
	h.b.m.refused.WithLabelValues("http_" + http.StatusText(status)).Inc()
	if status < http.StatusInternalServerError {
		w.Header().Set("X-Slack-No-Retry", "1") // it would be refused again
	}
	plain(w, status, http.StatusText(status))
}

// carryOut reports whether the delivery will be answered.
func (h *httpMode) carryOut(e *envelope) bool {
	b, work := h.b, *h.work.Load()
	switch b.pool.try(func() { b.core.handle(work, e) }) {
	case admitted:
		return true
	case full:
		answered := false
		send := e.send
		e.send = func(ctx context.Context, body []byte) error { answered = true; return send(ctx, body) }
		b.core.busy(work, e)
		return answered
	}
	return false
}

// answer waits for the acknowledgement, as long as Slack does.
func (h *httpMode) answer(w http.ResponseWriter, r *http.Request, answers <-chan []byte) {
	late := time.NewTimer(h.b.core.lim.ack)
	defer late.Stop()
	select {
	case body := <-answers:
		if len(body) > 0 {
			w.Header().Set("Content-Type", "application/json")
		}
		_, _ = w.Write(body) // Slack gone: nobody is left to tell
	case <-late.C:
		plain(w, http.StatusServiceUnavailable, "late")
	case <-r.Context().Done():
	}
}

// challengeOf gives the challenge of url_verification, with which Slack checks
// the events URL.
func challengeOf(raw []byte) string {
	if !bytes.Contains(raw, []byte(`"url_verification"`)) {
		return ""
	}
	var v struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if json.Unmarshal(raw, &v) != nil || v.Type != "url_verification" {
		return ""
	}
	return v.Challenge
}
