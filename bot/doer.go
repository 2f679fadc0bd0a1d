package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"path"
	"strings"
	"sync/atomic"
	"time"
)

// maxAnswer bounds what we read of one answer of Slack.
const maxAnswer = 4 << 20

var errTooLong = errors.New("bot: answer too long")

// newTransport is shared by every call to Slack. Go keeps two idle connections
// per host, so that a busy bot would open a TLS connection for two calls in
// three.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          128,
		MaxIdleConnsPerHost:   64,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   5 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// doer sends what slack-go builds: with a timeout, counted, and with the view
// or message that Slack echoes left out of the answer. Decoding an echoed view
// costs ten times as much as all else and is thrown away; and one that slack-go
// cannot decode would make a call that worked look like one that failed.
type doer struct {
	client http.Client
	m      *metrics
}

func newDoer(t http.RoundTripper, timeout time.Duration, m *metrics) *doer {
	return &doer{client: http.Client{Transport: t, Timeout: timeout}, m: m}
}

func (d *doer) Do(req *http.Request) (*http.Response, error) {
	begun := time.Now()
	method := path.Base(req.URL.Path)
	res, err := d.client.Do(req)
	outcome := "network"
	if err == nil {
		outcome, err = trim(method, res)
	}
	d.m.calls.WithLabelValues(method, outcome).Inc()
	d.m.callSeconds.WithLabelValues(method).Observe(time.Since(begun).Seconds())
	if err != nil {
		return nil, err
	}
	return res, nil
}

// answer is what the bot needs of any answer of Slack.
type answer struct {
	OK       bool   `json:"ok"`
	Error    string `json:"error,omitempty"`
	Needed   string `json:"needed,omitempty"`
	Provided string `json:"provided,omitempty"`
	Channel  any    `json:"channel,omitempty"`
	TS       string `json:"ts,omitempty"`
	View     *struct {
		ID   string `json:"id"`
		Hash string `json:"hash"`
	} `json:"view,omitempty"`
}

// trim reads the answer and replaces its body by what is needed of it. Refusals
// lose their details: these can quote what was sent.
func trim(method string, res *http.Response) (outcome string, err error) {
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	_ = res.Body.Close()
	if err == nil && len(body) > maxAnswer {
		err = errTooLong
	}
	if err != nil {
		return "network", err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if res.StatusCode != http.StatusOK {
		if res.StatusCode == http.StatusTooManyRequests {
			return "ratelimited", nil
		}
		return "http_error", nil
	}
	echoes := strings.HasPrefix(method, "views.") || strings.HasPrefix(method, "chat.")
	if !echoes && !bytes.Contains(body, []byte(`"error"`)) {
		return "ok", nil
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return "network", errors.New("bot: unreadable answer") // the error could quote it
	}
	outcome = "ok"
	if !a.OK {
		outcome = "refused"
	}
	if !echoes && a.OK {
		return outcome, nil
	}
	short, err := json.Marshal(a)
	res.Body = io.NopCloser(bytes.NewReader(short))
	return outcome, err
}

// watched tells whether a request made with the context was written: from then
// on Slack may have carried it out.
func watched(ctx context.Context) (context.Context, *atomic.Bool) {
	var sent atomic.Bool
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { sent.Store(true) },
	}), &sent
}
