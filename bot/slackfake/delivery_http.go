package slackfake

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// deliverHTTP posts a payload to the app's own URL, signed, and returns the
// body of its answer.
func (w *Workspace) deliverHTTP(ctx context.Context, d delivery) (json.RawMessage, error) {
	lose := w.faults.take(d.person, string(d.payload), d.names(), faultLoseAck) != nil
	path, contentType, body := d.httpForm()
	headers := http.Header{}
	if d.attempt > 0 {
		headers.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
		headers.Set("X-Slack-Retry-Reason", "http_"+d.reason)
	}
	status, answer, err := w.postSigned(ctx, path, contentType, body, headers)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case lose, errors.Is(err, context.DeadlineExceeded):
		if !lose && ctx.Err() == nil {
			w.violate("%s: no answer within %s", d.name, w.opt.AckTimeout)
		}
		return nil, ErrTimeout
	case err != nil:
		return nil, ErrDispatch
	case status < 200 || status > 299:
		// For an event, a 5xx is how an app asks for it once more.
		if d.kind != "events_api" || status < 500 {
			w.violate("%s: answered HTTP %d", d.name, status)
		}
		return nil, ErrDispatch
	}
	return httpAck(d, answer), nil
}

// httpForm is how a payload travels: commands as a form, interactions as JSON
// in a form field, events as JSON.
func (d delivery) httpForm() (path, contentType string, body []byte) {
	const form = "application/x-www-form-urlencoded"
	switch d.kind {
	case "slash_commands":
		v := url.Values{}
		for key, x := range d.fields {
			v.Set(key, str(x))
		}
		return "commands", form, []byte(v.Encode())
	case "interactive":
		return "interactions", form, []byte(url.Values{"payload": {string(d.payload)}}.Encode())
	}
	return "events", "application/json", d.payload
}

// httpAck makes a body comparable with a Socket Mode ack. Plain text answers
// a slash command, and is nothing elsewhere.
func httpAck(d delivery, body []byte) json.RawMessage {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || json.Valid(body) && body[0] == '{' {
		return body
	}
	if d.kind == "events_api" {
		return nil
	}
	return rawOf(string(body))
}

// postSigned posts with Slack's v0 signature over "v0:<timestamp>:<raw body>".
func (w *Workspace) postSigned(ctx context.Context, path, contentType string, body []byte, h http.Header) (int, []byte, error) {
	w.mu.Lock()
	base := w.opt.App.RequestURL
	w.mu.Unlock()
	if base == "" {
		return 0, nil, errors.New("no request url")
	}
	ctx, cancel := context.WithTimeout(ctx, w.opt.AckTimeout)
	defer cancel()
	stop := context.AfterFunc(w.ctx, cancel)
	defer stop()
	if !strings.HasSuffix(base, "/") {
		base += "/"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header = h
	ts := strconv.FormatInt(w.opt.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(w.signingSecret))
	fmt.Fprintf(mac, "v0:%s:%s", ts, body)
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", ts)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	res, err := w.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if res.Header.Get("X-Slack-No-Retry") == "1" {
		res.StatusCode = http.StatusOK
	}
	return res.StatusCode, answer, err
}

// VerifyURL sends url_verification, as Slack does when the events URL is
// saved; the app must answer with the challenge.
func (w *Workspace) VerifyURL(ctx context.Context) error {
	challenge := random(12)
	body := rawOf(obj{"type": "url_verification", "token": "deprecated", "challenge": challenge})
	status, answer, err := w.postSigned(ctx, "events", "application/json", body, http.Header{})
	if err != nil {
		return fmt.Errorf("slackfake: url_verification: %w", err)
	}
	var o struct {
		Challenge string `json:"challenge"`
	}
	_ = json.Unmarshal(answer, &o)
	if status != http.StatusOK || o.Challenge != challenge && strings.TrimSpace(string(answer)) != challenge {
		return fmt.Errorf("slackfake: url_verification: HTTP %d without the challenge", status)
	}
	return nil
}
