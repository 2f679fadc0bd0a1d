package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// ErrLeaseLost says that the lease of a task ended before its worker answered:
// another worker has it, or had it. There is nothing left to do.
var ErrLeaseLost = errors.New("store: the lease of this notice has ended")

// plainEvent is what an event may look like in a key: a revision, a date. Slack
// ids have capitals, so none fits.
var plainEvent = regexp.MustCompile(`^[a-z0-9.:_-]{1,32}$`)

// taskKey is the identity of a notice in the outbox. It holds no personal data.
func (s *Store) taskKey(n complaint.Notice) string {
	who := s.sec.person(n.To)
	switch n.Kind {
	case complaint.LookHome:
		return "home:" + who
	case complaint.LookCard:
		return "card:" + string(n.Case) + ":" + who
	}
	event := n.Event
	if !plainEvent.MatchString(event) {
		event = s.sec.hash("event", event, 8)
	}
	return "say:" + string(n.Case) + ":" + string(n.Kind) + ":" + event + ":" + who
}

// planNotices queues notices: what says is queued once, what asks to look again
// is queued again.
func (s *Store) planNotices(p *plan, notices []complaint.Notice) error {
	for _, n := range notices {
		body, err := encodeNotice(n)
		if err != nil {
			return err
		}
		task := s.taskKey(n)
		sealed := s.sec.sealRow("notice", task, body)
		p.tells = true
		if n.Says() {
			p.op("say", p.key(s.k.said(task)), int(saidTTL/time.Second), task, sealed)
		} else {
			p.op("look", task, sealed)
		}
	}
	return nil
}

// Notify queues notices that belong to no commit; the same key is carried out
// once in 24 hours.
func (s *Store) Notify(ctx context.Context, key string, notices ...complaint.Notice) error {
	p := s.newPlan(s.request("notify|" + key))
	if err := s.planNotices(p, notices); err != nil {
		return fmt.Errorf("store: notify: %w", err)
	}
	if _, _, err := s.commit(ctx, p, requestTTL); err != nil {
		return fmt.Errorf("store: notify: %w", err)
	}
	return nil
}

// Lease hands out at most limit notices whose time has come, for d of real
// time. Each must be answered with Finish, Retry or Bury; a notice that is not
// comes back with Repeat. A lost reply to Lease itself costs one lease.
func (s *Store) Lease(ctx context.Context, limit int, d time.Duration) ([]complaint.Task, error) {
	now := s.now()
	rows, err := leaseScript.Run(ctx, s.rdb, []string{s.k.out(), s.k.notices(), s.k.leases()},
		now, now+d.Milliseconds(), limit, hex.EncodeToString(random(8))).Slice()
	if err != nil {
		return nil, fmt.Errorf("store: lease: %w", plainError(err))
	}
	tasks := make([]complaint.Task, 0, len(rows))
	for _, row := range rows {
		t, err := s.task(row)
		if err != nil { // damaged: out of the way, and seen by the operator
			s.log.Error("notice does not open", "op", "lease", "err_kind", "sealed")
			if err := s.Bury(ctx, t, "sealed"); err != nil {
				return nil, err
			}
			continue
		}
		if t.Repeat {
			s.count.repeats.Add(1)
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

// task reads one row of lua/lease.lua.
func (s *Store) task(row any) (complaint.Task, error) {
	v, _ := row.([]any)
	f := make([]string, 5)
	for i := range f {
		if i < len(v) {
			f[i], _ = v[i].(string)
		}
	}
	t := complaint.Task{Key: f[0], Token: f[2], Repeat: f[4] == "1"}
	if _, err := fmt.Sscan(f[3], &t.Attempt); err != nil {
		return t, err
	}
	body, err := s.sec.openRow("notice", t.Key, []byte(f[1]))
	if err != nil {
		return t, err
	}
	t.Notice, err = decodeNotice(body)
	return t, err
}

// Finish says that t was delivered. cards are the messages that now show the
// case, retired those that no longer do. When the notice was queued again
// meanwhile, it is free to run again at once. ErrLeaseLost; the cards are kept
// even then, because they say what Slack shows.
func (s *Store) Finish(ctx context.Context, t complaint.Task, cards, retired []complaint.Card) error {
	if len(cards)+len(retired) > 0 && checkID(t.Notice.Case) != nil {
		return errors.New("store: finish: cards of no case")
	}
	rows := []any{len(cards)}
	for _, c := range cards {
		body, err := encodeCard(c)
		if err != nil {
			return fmt.Errorf("store: finish: %w", err)
		}
		field := s.cardField(c)
		rows = append(rows, field, s.sec.sealRow("card", string(t.Notice.Case)+":"+field, body))
	}
	for _, c := range retired {
		rows = append(rows, s.cardField(c))
	}
	return s.settle(ctx, t, "finish", "", rows)
}

// Retry gives t back, not to be handed out before in of real time has passed.
// Only for what surely had no effect. ErrLeaseLost.
func (s *Store) Retry(ctx context.Context, t complaint.Task, in time.Duration) error {
	return s.settle(ctx, t, "retry", s.now()+in.Milliseconds(), []any{0})
}

// Bury gives t up: it goes to the dead list for the operator. why is an error
// code, never a text. ErrLeaseLost.
func (s *Store) Bury(ctx context.Context, t complaint.Task, why string) error {
	return s.settle(ctx, t, "bury", s.sec.sealRow("dead", t.Key, []byte(why)), []any{0})
}

func (s *Store) settle(ctx context.Context, t complaint.Task, verb string, arg any, rows []any) error {
	args := append([]any{t.Key, t.Token, s.now(), verb, arg}, rows...)
	cards := s.k.cards(t.Notice.Case)
	var said string
	n := 0
	err := s.again(ctx, func() error {
		n++
		var err error
		said, err = settleScript.Run(ctx, s.rdb,
			[]string{s.k.out(), s.k.notices(), s.k.leases(), s.k.queued(), s.k.dead(), cards}, args...).Text()
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("store: %s: %w", verb, err)
	case said == "LOST" && n > 1: // our own, with the reply lost
		s.ring()
	case said == "LOST":
		s.count.lost.Add(1)
		return fmt.Errorf("store: %s: %w", verb, ErrLeaseLost)
	case said == "AGAIN":
		s.ring()
	}
	return nil
}

// Pending counts the notices that wait or are being delivered, and says how
// long ago, in real time, the oldest was queued.
func (s *Store) Pending(ctx context.Context) (n int, oldest time.Duration, err error) {
	var count *redis.IntCmd
	var first *redis.ZSliceCmd
	err = s.again(ctx, func() error {
		_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
			count = p.ZCard(ctx, s.k.out())
			first = p.ZRangeWithScores(ctx, s.k.queued(), 0, 0)
			return nil
		})
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("store: pending: %w", err)
	}
	if len(first.Val()) > 0 {
		oldest = time.Duration(max(0, s.now()-int64(first.Val()[0].Score))) * time.Millisecond
	}
	return int(count.Val()), oldest, nil
}

// Dead counts the notices that were given up.
func (s *Store) Dead(ctx context.Context) (int, error) {
	var n int64
	err := s.again(ctx, func() error {
		var err error
		n, err = s.rdb.XLen(ctx, s.k.dead()).Result()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("store: dead: %w", err)
	}
	return int(n), nil
}
