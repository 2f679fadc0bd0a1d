package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// The answers of lua/commit.lua beside those a plan names itself.
const (
	codeOK  = "OK"
	codeDup = "DUP"
)

// How long a request id is remembered: longer than Slack delivers again.
const (
	requestTTL = 24 * time.Hour
	// saidTTL outlives the request, so that no delivery can say a thing twice.
	saidTTL = 48 * time.Hour
	// replyTTL covers our own retries of a write that has no request id.
	replyTTL = 10 * time.Minute
)

// plan is one call of lua/commit.lua: checks first, then writes. Its methods
// mirror the operations in the header of the script.
type plan struct {
	keys  []string
	index map[string]int // key -> its index in KEYS
	args  []any          // from ARGV[4] on
	last  int            // where the last operation starts in args
	tells bool           // it queues notices
}

// newPlan starts with the keys that the script expects in front.
func (s *Store) newPlan(request string) *plan {
	p := &plan{index: map[string]int{}}
	for _, key := range []string{s.k.request(request), s.k.out(), s.k.notices(), s.k.leases(), s.k.queued()} {
		p.key(key)
	}
	return p
}

// key gives the index of a key in KEYS, and adds it when it is new.
func (p *plan) key(name string) int {
	i, ok := p.index[name]
	if !ok {
		p.keys = append(p.keys, name)
		i = len(p.keys)
		p.index[name] = i
	}
	return i
}

func (p *plan) op(name string, args ...any) {
	p.last = len(p.args)
	p.args = append(append(p.args, name, len(args)), args...)
}

func (p *plan) eq(key, field, expected, code string) { p.op("eq", p.key(key), field, expected, code) }
func (p *plan) score(key, member string, ms int64, code string) {
	p.op("score", p.key(key), member, ms, code)
}
func (p *plan) number(ctr, year, numbers, record, id string) {
	p.op("number", p.key(ctr), year, p.key(numbers), p.key(record), id)
}
func (p *plan) hincr(key, field string, by int)     { p.op("hincr", p.key(key), field, by) }
func (p *plan) rpush(key string, v []byte)          { p.op("rpush", p.key(key), v) }
func (p *plan) zadd(key string, ms int64, m string) { p.op("zadd", p.key(key), ms, m) }
func (p *plan) zrem(key, member string)             { p.op("zrem", p.key(key), member) }

// hset adds to the operation before it when that writes the same HASH: a new
// complaint has a dozen fields.
func (p *plan) hset(key, field string, v any) {
	k := p.key(key)
	if same := p.args[p.last:]; len(same) > 2 && same[0] == "hset" && same[2] == k {
		same[1] = len(same)
		p.args = append(p.args, field, v)
		return
	}
	p.op("hset", k, field, v)
}

// request is the name under which a request id is remembered: a keyed hash,
// because ids of clicks hold the Slack user id.
func (s *Store) request(id string) string { return s.sec.hash("request", id, 16) }

// commit carries out a plan, also when replies get lost. code is codeOK,
// codeDup or that of a check that failed; result is the number issued, or what
// was remembered or found.
func (s *Store) commit(ctx context.Context, p *plan, ttl time.Duration) (code, result string, err error) {
	args := append([]any{"1", strconv.Itoa(int(ttl / time.Second)), s.now()}, p.args...)
	var reply []string
	err = s.again(ctx, func() error {
		var err error
		reply, err = commitScript.Run(ctx, s.rdb, p.keys, args...).StringSlice()
		return err
	})
	if err != nil {
		return "", "", err
	}
	if len(reply) != 2 {
		return "", "", fmt.Errorf("store: commit: %d values in the reply", len(reply))
	}
	if p.tells && (reply[0] == codeOK || reply[0] == codeDup) { // DUP can be our own, after a lost reply
		s.ring()
	}
	return reply[0], reply[1], nil
}

// ring tells the relay of this process that there are notices.
func (s *Store) ring() {
	select {
	case s.bell <- struct{}{}:
	default:
	}
}

// Committed is signalled after a commit of this process queued notices, or a
// notice became free to run again. One signal can stand for several.
func (s *Store) Committed() <-chan struct{} { return s.bell }

// isNil reports whether Redis answered that there is nothing.
func isNil(err error) bool { return err == redis.Nil }
