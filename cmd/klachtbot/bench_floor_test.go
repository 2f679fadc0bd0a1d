package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// postsPerSubmission are the messages that the floor sends after a submission:
// as many as people other than officer and office get from the bot.
const postsPerSubmission = 2

// floor is the least that does the same visible work as the bot: verify,
// acknowledge, open one modal; for a submission write the payload in one round
// trip, acknowledge, post. It decodes nothing, encrypts nothing, keeps no
// outbox and knows no rule.
type floor struct {
	secret []byte
	api    string
	redis  *redis.Client
	slack  *http.Client
	modal  []byte // of views.open, up to the trigger
	thanks []byte // what a submission is answered with
	card   string // blocks of a message
}

func runFloor() {
	opt, err := redis.ParseURL(os.Getenv("REDIS_URL"))
	if err != nil {
		panic(err)
	}
	form, _ := json.Marshal(view.ReportForm(view.Meta{Case: "CASECASECASECASECASECASECA"}, nil, complaint.Today(time.Now())))
	thanks, _ := json.Marshal(view.Receipt(complaint.Complaint{}, ""))
	card, _ := json.Marshal(view.MineCard().Blocks)
	f := &floor{secret: []byte(os.Getenv("SLACK_SIGNING_SECRET")), api: os.Getenv("SLACK_API_URL"), redis: redis.NewClient(opt),
		slack:  &http.Client{Transport: &http.Transport{MaxIdleConns: 128, MaxIdleConnsPerHost: 64}},
		modal:  append(append([]byte(`{"view":`), form...), `,"trigger_id":"`...),
		thanks: append(append([]byte(`{"response_action":"update","view":`), thanks...), '}'), card: url.QueryEscape(string(card))}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if f.redis.Ping(r.Context()).Err() != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("POST /slack/commands", f.command)
	mux.HandleFunc("POST /slack/interactions", f.submission)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: os.Getenv("HTTP_ADDR"), Handler: mux}
	go func() { <-ctx.Done(); _ = server.Close() }()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		panic(err)
	}
}

// verified reads a delivery and checks its signature.
func (f *floor) verified(w http.ResponseWriter, r *http.Request) []byte {
	body, err := io.ReadAll(r.Body)
	mac := hmac.New(sha256.New, f.secret)
	_, _ = io.WriteString(mac, "v0:"+r.Header.Get("X-Slack-Request-Timestamp")+":")
	_, _ = mac.Write(body)
	if err != nil || !hmac.Equal([]byte("v0="+hex.EncodeToString(mac.Sum(nil))), []byte(r.Header.Get("X-Slack-Signature"))) {
		w.WriteHeader(http.StatusUnauthorized)
		return nil
	}
	return body
}

func (f *floor) command(w http.ResponseWriter, r *http.Request) {
	body := f.verified(w, r)
	if body == nil {
		return
	}
	_, after, _ := bytes.Cut(body, []byte("trigger_id="))
	trigger, _, _ := bytes.Cut(after, []byte("&"))
	go f.call("views.open", "application/json", append(append(bytes.Clone(f.modal), trigger...), `"}`...))
}

func (f *floor) submission(w http.ResponseWriter, r *http.Request) {
	body := f.verified(w, r)
	if body == nil {
		return
	}
	payload, _ := url.QueryUnescape(strings.TrimPrefix(string(body), "payload="))
	_, after, _ := strings.Cut(payload, `\"case\":\"`)
	id, _, _ := strings.Cut(after, `\"`)
	_, after, _ = strings.Cut(payload, `"user":{"id":"`)
	user, _, _ := strings.Cut(after, `"`)
	if _, err := f.redis.Pipelined(r.Context(), func(p redis.Pipeliner) error {
		p.HSet(r.Context(), "c:"+id, "b", payload, "st", "gemeld")
		p.RPush(r.Context(), "c:"+id+":e", payload)
		return nil
	}); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(f.thanks)
	for range postsPerSubmission {
		go f.call("chat.postMessage", "application/x-www-form-urlencoded", []byte("channel=D"+user+"&text=x&blocks="+f.card))
	}
}

func (f *floor) call(method, kind string, body []byte) {
	req, err := http.NewRequest(http.MethodPost, f.api+method, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Authorization", "Bearer "+os.Getenv("SLACK_BOT_TOKEN"))
	res, err := f.slack.Do(req)
	if err != nil {
		fmt.Fprintln(os.Stderr, method, err)
		return
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
}
