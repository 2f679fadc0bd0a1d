package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/bot/slackfake"
	"klachtbot/store"
)

// clinic is an office that nothing is wrong with, until a test plants it: the
// strict Slack, a redis-server of its own, a real key file and a register.
type clinic struct {
	t      *testing.T
	ws     *slackfake.Workspace
	redis  *redis.Client // as the owner of Redis
	visit  *visit
	hidden []string // must never be in the output
}

// deputyManager is a second person in the office.
const deputyManager = "U0BEHEER1"

// clinicRedis is a redis-server that a test may reconfigure.
func clinicRedis(t *testing.T) *redisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if required("redis") {
			t.Fatal("redis-server is required and not installed")
		}
		t.Skip("redis-server is not installed")
	}
	s := newRedisServer(t.TempDir())
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return s
}

// newClinic prepares the office; its register is made by seed.
func newClinic(t *testing.T, server *redisServer) *clinic {
	t.Helper()
	ws, err := slackfake.New(slackfake.Options{App: installed()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	c := &clinic{t: t, ws: ws, redis: redis.NewClient(&redis.Options{Addr: server.addr})}
	t.Cleanup(func() { _ = c.redis.Close() })
	set := demoSettings()
	set.PostalAddress, set.ExternalBody, set.Policy.Effective = "Merkstraat 1, 3511 AA Utrecht", "Geschillenmerk", "2026-01-01"
	set.Office = append(set.Office, deputyManager)
	populate(ws, set.Channel)
	ws.AddUser(slackfake.Profile{ID: deputyManager, RealName: "Beheerder Merknaam"})
	ws.Invite(set.Channel, deputyManager)
	path := filepath.Join(t.TempDir(), "keys.json")
	c.must(store.NewKeyFile(path))
	c.visit = &visit{register: fmt.Sprintf("doctor%d", registers.Add(1)), now: time.Now, config: config{
		BotToken: ws.BotToken(), AppToken: ws.AppToken(), APIURL: ws.APIURL(), Keys: path, HTTPAddr: "127.0.0.1:0",
		RedisURL: "redis://" + server.addr, seed: set}}
	c.hidden = []string{ws.BotToken(), ws.AppToken(), ws.SigningSecret(), "Merkstraat", "3511 AA", "Geschillenmerk", "wachtmerk",
		"Merknaam", "Hoekstra", "Keizer.email", "Zuid", keyIn(t, path)}
	return c
}

// keyIn is the secret of a keyset with one key.
func keyIn(t *testing.T, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	var list []struct{ Key string }
	if err != nil || json.Unmarshal(body, &list) != nil || len(list) != 1 || len(list[0].Key) < 40 {
		t.Fatal("no key in the key file", err)
	}
	return list[0].Key
}

func (c *clinic) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// seed makes the register, as the first start does.
func (c *clinic) seed() {
	c.t.Helper()
	ring, err := store.LoadKeyFile(c.visit.config.Keys)
	c.must(err)
	s, err := store.Open(c.t.Context(), store.Options{Client: c.redis, Register: c.visit.register, Keys: ring, Profile: store.Productie})
	c.must(err)
	c.must(s.SeedSettings(c.t.Context(), c.visit.config.seed))
}

// do is a command of Redis' owner.
func (c *clinic) do(words ...any) {
	c.t.Helper()
	c.must(c.redis.Do(c.t.Context(), words...).Err())
}

// set changes a setting of Redis for the length of the test.
func (c *clinic) set(name, value string) {
	c.t.Helper()
	old, err := c.redis.ConfigGet(c.t.Context(), name).Result()
	c.must(err)
	c.do("config", "set", name, value)
	c.t.Cleanup(func() { _ = c.redis.ConfigSet(context.Background(), name, old[name]).Err() })
}

// as lets doctor come in as a user of Redis with these rights.
func (c *clinic) as(rights ...any) {
	c.t.Helper()
	c.do(append([]any{"acl", "setuser", "merk", "reset", "on", ">wachtmerk", "~{kb:*"}, rights...)...)
	c.visit.config.RedisURL = "redis://merk:wachtmerk@" + c.redis.Options().Addr
}

// meta is the key of the register's secret.
func (c *clinic) meta() string { return "{kb:" + c.visit.register + "}:meta" }

// run runs doctor and holds it to what holds for every run: it shows no secret
// and changes nothing.
func (c *clinic) run() (lines []string, err error) {
	c.t.Helper()
	before := c.contents()
	ctx, cancel := context.WithTimeout(c.t.Context(), 30*time.Second)
	defer cancel()
	var out bytes.Buffer
	visit := *c.visit
	err = visit.run(ctx, &out)
	for _, secret := range c.hidden {
		if strings.Contains(strings.ToLower(out.String()), strings.ToLower(secret)) || err != nil && strings.Contains(err.Error(), secret) {
			c.t.Errorf("shows %q:\n%s", secret, out.String())
		}
	}
	if after := c.contents(); !maps.Equal(before, after) {
		c.t.Errorf("Redis changed: %d keys, then %d", len(before), len(after))
	}
	for _, method := range []string{"chat.postMessage", "chat.update", "conversations.open", "views.publish", "views.open"} {
		if n := c.ws.Calls(method); n > 0 {
			c.t.Errorf("called %s", method)
		}
	}
	if c.ws.Accepted() > 0 {
		c.t.Error("dialled a socket")
	}
	body, summary, found := strings.Cut(out.String(), "\n\n")
	if !found || !strings.Contains(summary, " fail\n") {
		c.t.Errorf("no summary:\n%s", out.String())
	}
	lines = strings.Split(body, "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), " ")
	}
	for _, l := range lines {
		switch level, rest, _ := strings.Cut(l, " "); level {
		case "ok":
		case "hand", "warn", "fail":
			if _, do, found := strings.Cut(rest, " -> "); !found || do == "" {
				c.t.Errorf("says nothing about what to do: %s", l)
			}
		default:
			c.t.Errorf("no level: %s", l)
		}
	}
	return lines, err
}

// contents is everything in Redis, as DUMP gives it.
func (c *clinic) contents() map[string]string {
	c.t.Helper()
	all := map[string]string{}
	keys, err := c.redis.Keys(context.Background(), "*").Result()
	c.must(err)
	for _, k := range keys {
		if all[k], err = c.redis.Dump(context.Background(), k).Result(); err != nil {
			c.t.Fatal(k, err)
		}
	}
	return all
}

// unwell are the lines of what is wrong, without those that say that something
// else has to be mended first.
func unwell(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool {
		return !strings.HasPrefix(l, "warn ") && !strings.HasPrefix(l, "fail ") || strings.Contains(l, ": not checked: ")
	})
}
