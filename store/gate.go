package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Profile says how much Redis must promise before the bot starts.
type Profile int

// The profiles. Demo keeps nothing and runs on an embedded Redis that knows no
// INFO persistence, so it asks nothing.
const (
	Productie Profile = iota
	Demo
)

// maxSkew is how far the clocks of Redis and this machine may be apart.
const maxSkew = 2 * time.Second

// Finding is one thing about Redis that is not as it should be.
type Finding struct {
	Name     string // what INFO calls it
	Found    string // never a secret
	Expected string // and what to do
	Fatal    bool   // the bot does not start
}

func (f Finding) String() string {
	return fmt.Sprintf("%s is %s; expected %s", f.Name, f.Found, f.Expected)
}

// GateError says why Redis cannot be trusted with complaints.
type GateError struct{ Findings []Finding }

func (e *GateError) Error() string {
	var all []string
	for _, f := range e.Findings {
		if f.Fatal {
			all = append(all, f.String())
		}
	}
	return "store: redis is not fit to keep complaints: " + strings.Join(all, "; ")
}

// gate waits until Redis answers with its data loaded, then refuses what is
// fatal and logs the rest.
func (s *Store) gate(ctx context.Context, p Profile) error {
	if err := s.awaitLoaded(ctx); err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	if p == Demo {
		return nil
	}
	findings, err := Check(ctx, s.rdb, s.real.Now)
	if err != nil {
		return err
	}
	for _, f := range findings {
		if f.Fatal {
			return &GateError{findings}
		}
		s.log.Warn("redis: "+f.String(), "op", "gate")
	}
	return nil
}

// awaitLoaded waits while Redis reads its data from disk: 20 s and more for a
// million complaints. It then answers LOADING, and late.
func (s *Store) awaitLoaded(ctx context.Context) error {
	for i := 0; ; i++ {
		err := s.rdb.Ping(ctx).Err()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil || !loading(err) {
			return plainError(err)
		}
		if i == 0 {
			s.log.Info("redis is loading its data; waiting", "op", "gate")
		}
		if err := pause(ctx, 5); err != nil {
			return err
		}
	}
}

// loading reports whether Redis is there but not ready. That no connection
// could be made is something else: the address may be wrong.
func loading(err error) bool {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return false
	}
	var late net.Error
	return redis.HasErrorPrefix(err, "LOADING") || errors.As(err, &late) && late.Timeout()
}

// Check lists everything about Redis that is not as it should be, most basic
// first. now is the real clock. It reads INFO, TIME and, where that is allowed,
// CONFIG GET; what cannot be read is not a finding, except where it is needed.
func Check(ctx context.Context, rdb redis.UniversalClient, now func() time.Time) ([]Finding, error) {
	info := map[string]string{}
	for _, section := range []string{"server", "persistence", "memory", "replication"} {
		text, err := rdb.Info(ctx, section).Result()
		if err != nil {
			return nil, fmt.Errorf("store: info %s: %w", section, plainError(err))
		}
		parseInfo(info, text)
	}
	before := now()
	at, err := rdb.Time(ctx).Result()
	if err != nil {
		return nil, fmt.Errorf("store: time: %w", plainError(err))
	}
	skew := at.Sub(before.Add(now().Sub(before) / 2)).Abs()
	list := append(judge(info), judgeFsync(ctx, rdb)...)
	if skew >= maxSkew {
		list = append(list, Finding{"clock", "apart by " + skew.Round(time.Millisecond).String(),
			"less than " + maxSkew.String() + ": run NTP on both machines", true})
	}
	return list, nil
}

// parseInfo reads lines of the form name:value.
func parseInfo(into map[string]string, text string) {
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			into[name] = value
		}
	}
}

// judge compares INFO with what keeps an acknowledged write.
func judge(info map[string]string) []Finding {
	var list []Finding
	want := func(name, value, advice string, fatal bool) {
		found, ok := info[name]
		if !ok {
			found = "unknown"
		}
		if found != value {
			list = append(list, Finding{name, found, advice, fatal})
		}
	}
	if !atLeast(info["redis_version"], 7) {
		list = append(list, Finding{"redis_version", orUnknown(info["redis_version"]), "7.0 or later", true})
	}
	want("role", "master", "master: connect to the primary, a replica refuses writes", true)
	want("aof_enabled", "1", "1: set `appendonly yes` in redis.conf, or an hour of complaints is lost with the machine", true)
	want("aof_last_write_status", "ok", "ok: the append-only file cannot be written; look at the disk", true)
	want("aof_last_bgrewrite_status", "ok", "ok: the last rewrite of the append-only file failed; look at the disk", false)
	want("rdb_last_bgsave_status", "ok", "ok: the last snapshot failed; look at the disk", false)
	want("maxmemory_policy", "noeviction", "noeviction: set `maxmemory-policy noeviction`, or Redis throws complaints away when memory is full", true)
	if full(info) {
		list = append(list, Finding{"used_memory", info["used_memory"], "less than maxmemory (" + info["maxmemory"] +
			"): Redis is full and refuses every write; give it more memory", true})
	}
	return list
}

// full reports whether Redis has reached maxmemory; 0 is no limit.
func full(info map[string]string) bool {
	used, errUsed := strconv.ParseUint(info["used_memory"], 10, 64)
	most, errMost := strconv.ParseUint(info["maxmemory"], 10, 64)
	return errUsed == nil && errMost == nil && most > 0 && used >= most
}

// judgeFsync warns about appendfsync no; CONFIG is often not allowed, and then
// there is nothing to say.
func judgeFsync(ctx context.Context, rdb redis.UniversalClient) []Finding {
	found, err := rdb.ConfigGet(ctx, "appendfsync").Result()
	if err != nil || found["appendfsync"] != "no" {
		return nil
	}
	return []Finding{{"appendfsync", "no", "everysec or always: half a minute of writes is lost with the machine", true}}
}

func atLeast(version string, major int) bool {
	head, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(head)
	return err == nil && n >= major
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
