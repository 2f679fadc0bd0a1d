package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
	"klachtbot/handlers"
	"klachtbot/handlers/view"
	"klachtbot/store"
)

// roundTrips counts what goes to Redis: a pipeline is one.
type roundTrips struct {
	mu            sync.Mutex
	reads, writes []string
}

func (r *roundTrips) note(what string, write bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if write {
		r.writes = append(r.writes, what)
	} else {
		r.reads = append(r.reads, what)
	}
}

// take gives what was counted since the last time.
func (r *roundTrips) take() (reads, writes []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reads, writes, r.reads, r.writes = r.reads, r.writes, nil, nil
	return reads, writes
}

// readCommands are what this bot reads with; all else counts as a
// write.
var readCommands = map[string]bool{"hmget": true, "hget": true, "hgetall": true, "exists": true, "lrange": true, "zrevrange": true, "zcard": true}

func (r *roundTrips) DialHook(next redis.DialHook) redis.DialHook { return next }

func (r *roundTrips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		r.note(cmd.Name(), !readCommands[cmd.Name()])
		return next(ctx, cmd)
	}
}

func (r *roundTrips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		write := false
		var names []string
		for _, c := range cmds {
			names = append(names, c.Name())
			write = write || !readCommands[c.Name()]
		}
		r.note(strings.Join(names, "+"), write)
		return next(ctx, cmds)
	}
}

// quiet is a bot that is wired and does not run: nothing but what a test asks
// for reaches Redis or Slack.
type quiet struct {
	*app
	t     *testing.T
	slack *dumbSlack
	trips *roundTrips
}

func newQuiet(t *testing.T) *quiet {
	t.Helper()
	client, err := store.Dial("redis://" + redisAddr)
	if err != nil {
		t.Fatal(err)
	}
	q := &quiet{t: t, slack: newDumbSlack(t, 0), trips: &roundTrips{}}
	client.AddHook(q.trips)
	seed := demoSettings()
	seed.Channel = ""
	q.app, err = wire(t.Context(), parts{config: config{BotToken: "xoxb-bench", SigningSecret: benchSecret, APIURL: q.slack.url, HTTPAddr: "127.0.0.1:0", seed: seed},
		redis: client, keys: testKeys, profile: store.Demo, register: fmt.Sprintf("t%d", registers.Add(1)), log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.listener.Close(); _ = q.store.Close() })
	return q
}

// did carries a use case out and gives what it cost until its answer, which is
// what the acknowledgement waits for.
func (q *quiet) did(h handlers.Handler, r handlers.Request) (reply handlers.Reply, reads, writes []string, calls int) {
	q.t.Helper()
	q.trips.take()
	before := q.slack.count("")
	reply, err := h(q.t.Context(), r)
	if err != nil || len(reply.Errors) > 0 {
		q.t.Fatalf("%s: %v %v", r.Name, err, reply.Errors)
	}
	reads, writes = q.trips.take()
	return reply, reads, writes, q.slack.count("") - before
}

// TestRoundTrips: between a submission and its acknowledgement there is one
// write to Redis and at most one read, and no call to Slack; /klacht reads
// once (design.md §4).
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	q := newQuiet(t)
	for _, p := range []complaint.UserID{sanne, mehmet} { // opened the form, was chosen
		if _, err := q.bot.Directory().Person(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	want := func(what string, reads, writes []string, calls, maxReads, wantWrites int) {
		t.Helper()
		if len(reads) > maxReads || len(writes) != wantWrites || calls != 0 {
			t.Errorf("%s: reads %v (at most %d), writes %v (%d), %d calls to Slack (none)", what, reads, maxReads, writes, wantWrites, calls)
		}
	}
	open := func() view.Meta {
		reply, reads, writes, calls := q.did(q.service.Klacht, handlers.Request{ID: rand.Text(), User: sanne, Name: view.CommandKlacht})
		want("/klacht", reads, writes, calls, 1, 0)
		meta, err := view.ParseMeta(reply.Open.PrivateMetadata)
		if err != nil {
			t.Fatal(err)
		}
		return meta
	}
	report := func() (complaint.ID, []string, []string, int) {
		meta := open()
		_, reads, writes, calls := q.did(q.service.Report, handlers.Request{ID: "V" + rand.Text(), User: sanne, Name: view.FormReport,
			View: handlers.ViewState{Metadata: meta.String(), Values: filledReport(mehmet)}})
		return meta.Case, reads, writes, calls
	}
	report() // Redis learns the script
	id, reads, writes, calls := report()
	want("Klacht melden", reads, writes, calls, 1, 1)
	_, reads, writes, calls = q.did(q.service.Supplement, handlers.Request{ID: "V" + rand.Text(), User: sanne, Name: view.FormSupplement,
		View: handlers.ViewState{Metadata: view.Meta{Case: id, Revision: 1}.String(),
			Values: view.Values{view.Block(view.FormSupplement, complaint.FieldSupplement): {Text: "En nog iets."}}}})
	want("Aanvullen", reads, writes, calls, 1, 1)
}

// TestAckWaitsForNoCall: while Slack answers no call at all, /klacht and Klacht
// melden are acknowledged as ever, and nobody was asked about.
func TestAckWaitsForNoCall(t *testing.T) {
	t.Parallel()
	q := newQuiet(t)
	for _, p := range []complaint.UserID{complaint.UserID(reporterNo(0)), complaint.UserID(employeeNo(0))} {
		if _, err := q.bot.Directory().Person(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- q.run(ctx) }()
	accept(t, q.listener.Addr().String())
	release := q.slack.hold()
	t.Cleanup(func() { release(); cancel(); <-ended })
	known := q.slack.count("users.info")
	for _, delivery := range []func(int) (string, string){klacht, submission} {
		place, body := delivery(0)
		_, ack, err := send(q.listener.Addr().String(), place, body)
		if err != nil || !accepted(place, ack) {
			t.Errorf("%s: %v %.300s", place, err, ack)
		}
	}
	if n := q.slack.count("users.info"); n != known {
		t.Errorf("asked %d times who someone is", n-known)
	}
}
