package store

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"
)

func openOn(t *testing.T, url string, real clockwork.Clock) error {
	t.Helper()
	c, err := Dial(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, err = Open(t.Context(), Options{Client: c, Keys: MemoryKeyring(), Real: real, Register: "gate"})
	return err
}

// Every misconfiguration that a real server can be given is refused in
// productie, by name.
func TestGateRefuses(t *testing.T) {
	t.Parallel()
	realURL(t)
	for name, c := range map[string]struct {
		args  []string
		after time.Duration
		want  string
	}{
		"no append-only file": {args: []string{"--appendonly", "no", "--save", ""}, want: "aof_enabled"},
		"eviction":            {args: []string{"--appendonly", "yes", "--maxmemory-policy", "allkeys-lru"}, want: "maxmemory_policy"},
		"no fsync":            {args: []string{"--appendonly", "yes", "--appendfsync", "no"}, want: "appendfsync"},
		"full":                {args: []string{"--appendonly", "yes", "--maxmemory", "1"}, want: "used_memory"},
		"replica":             {args: []string{"--appendonly", "yes", "--replicaof", "127.0.0.1 1"}, want: "role"},
		"clock":               {args: []string{"--appendonly", "yes"}, after: time.Minute, want: "clock"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, err := startServer(t.TempDir(), c.args...)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { srv.stop() })
			err = openOn(t, srv.url(), clockwork.NewFakeClockAt(time.Now().Add(c.after)))
			var g *GateError
			if !errors.As(err, &g) || !slices.ContainsFunc(g.Findings, func(f Finding) bool { return f.Fatal && f.Name == c.want }) {
				t.Fatal(err)
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "expected") {
				t.Fatal(err)
			}
		})
	}
}

func TestGatePassesTheServerOfTheTests(t *testing.T) {
	t.Parallel()
	c, err := Dial(realURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	found, err := Check(t.Context(), c, time.Now)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	info := map[string]string{}
	parseInfo(info, "# Server\r\nredis_version:6.2.7\r\nrole:master\r\naof_enabled:1\r\naof_last_write_status:err\r\n"+
		"rdb_last_bgsave_status:ok\r\naof_last_bgrewrite_status:err\r\nmaxmemory_policy:noeviction\r\n")
	var names []string
	for _, f := range judge(info) {
		names = append(names, f.Name)
		if f.Fatal == (f.Name == "aof_last_bgrewrite_status") {
			t.Error(f)
		}
	}
	if want := []string{"redis_version", "aof_last_write_status", "aof_last_bgrewrite_status"}; !slices.Equal(names, want) {
		t.Fatal(names)
	}
	if n := len(judge(nil)); n != 7 { // what is unknown is not trusted
		t.Fatal(n)
	}
}

// LOADING is waited for, as long as ctx allows.
func TestGateWaitsWhileLoading(t *testing.T) {
	t.Parallel()
	realURL(t)
	srv, err := startServer(t.TempDir(), "--appendonly", "yes", "--save", "", "--key-load-delay", "150")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.stop() })
	r := newRig(t, srv.url(), Productie)
	// The server answers once in 1024 commands while it loads, 150 us each.
	if _, err := r.raw.Pipelined(t.Context(), func(p redis.Pipeliner) error {
		for i := range 8000 {
			p.HSet(t.Context(), r.k.at("filler"), i, "x")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	srv.stop()
	if err := srv.launch(); err != nil {
		t.Fatal(err)
	}
	for range 200 { // the old socket is gone, or not there yet
		if c, err := net.Dial("unix", srv.socket()); err == nil {
			_ = c.Close()
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	o := r.opts
	o.Real = nil // the clock of the rig stands still
	open := func(wait time.Duration) error {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		defer cancel()
		if o.Client, err = Dial(srv.url()); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = o.Client.Close() }()
		_, err := Open(ctx, o)
		return err
	}
	if err := open(50 * time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal("did not wait:", err)
	}
	if err := open(10 * time.Second); err != nil {
		t.Fatal(err)
	}
}

func TestDialRefusesWithoutRepeatingTheURL(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "http://secret", "redis://user:secret@host:notaport", "secret", "redis://host/secret"} {
		if _, err := Dial(url); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := Dial("rediss://host:6380/1"); err != nil {
		t.Error(err)
	}
}
