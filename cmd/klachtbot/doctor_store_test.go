package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/bot"
	"klachtbot/complaint"
	"klachtbot/store"
)

// sickKeyFile writes the key file anew.
func sickKeyFile(body string) func(*clinic) {
	return func(c *clinic) { c.must(os.WriteFile(c.visit.config.Keys, []byte(body), 0o600)) }
}

// plantedStorage is what can be wrong with key file, Redis and register.
var plantedStorage = []planted{
	{name: "Redis away", after: func(c *clinic) { c.visit.config.RedisURL = "redis://:wachtmerk@127.0.0.1:1" }, alone: true,
		want: []string{"fail Redis: does not answer"}, do: "REDIS_URL"},
	{name: "Redis password", after: func(c *clinic) {
		c.visit.config.RedisURL = "redis://merk:wachtmerk@" + strings.TrimPrefix(c.visit.config.RedisURL, "redis://")
	}, alone: true, want: []string{"fail Redis: does not accept the user or password"}, do: "REDIS_URL"},
	{name: "no append-only file", after: func(c *clinic) { c.set("appendonly", "no") }, alone: true,
		want: []string{"fail Redis aof_enabled: is 0"}, do: "appendonly yes"},
	{name: "eviction", after: func(c *clinic) { c.set("maxmemory-policy", "allkeys-lru") },
		want: []string{"fail Redis maxmemory_policy: is allkeys-lru"}, do: "maxmemory-policy noeviction"},
	{name: "no fsync", after: func(c *clinic) { c.set("appendfsync", "no") },
		want: []string{"fail Redis appendfsync: is no"}, do: "everysec or always"},
	{name: "clock", after: func(c *clinic) { c.visit.now = func() time.Time { return time.Now().Add(time.Minute) } },
		want: []string{"fail Redis clock: is apart by"}, do: "NTP"},
	{name: "a replica", after: func(c *clinic) {
		c.do("replicaof", "127.0.0.1", "1")
		c.t.Cleanup(func() { _ = c.redis.Do(context.Background(), "replicaof", "no", "one").Err() })
	}, alone: true, want: []string{"fail Redis role: is slave"}, do: "connect to the primary"},
	{name: "user may not write", after: func(c *clinic) {
		c.as("-@all", "+@read", "+@scripting", "+@connection", "+@transaction", "+info", "+time", "+config|get")
	}, alone: true,
		want: []string{"fail Redis user: may not give: hset, hsetnx, hdel, hincrby, rpush, set, zadd, zrem, xadd ->"}, do: "~{kb:*"},
	{name: "user may not run scripts", after: func(c *clinic) { c.as("+@all", "-@scripting") }, alone: true,
		want: []string{"fail Redis user: may not run scripts"}, do: "+@scripting"},
	{name: "user may not read INFO", after: func(c *clinic) { c.as("+@all", "-info") }, alone: true,
		want: []string{"fail Redis: does not let its user read INFO", "fail Redis user: may not give: info"}, do: "+info"},
	{name: "user may not read TIME", after: func(c *clinic) { c.as("+@all", "-time") }, alone: true,
		want: []string{"fail Redis: cannot be judged", "fail Redis user: may not give: time"}, do: "+time"},

	{name: "key file open to others", after: func(c *clinic) { c.must(os.Chmod(c.visit.config.Keys, 0o644)) }, alone: true,
		want: []string{"fail key file: has mode 0644"}, do: "chmod 600"},
	{name: "key file away", after: func(c *clinic) { c.must(os.Remove(c.visit.config.Keys)) }, alone: true,
		want: []string{"fail key file: is not there"}, do: "klachtbot keys new"},
	{name: "key file a directory", after: func(c *clinic) { c.visit.config.Keys = filepath.Dir(c.visit.config.Keys) }, alone: true,
		want: []string{"fail key file: is not a regular file"}, do: "KLACHTBOT_KEYS"},
	{name: "key file damaged", after: sickKeyFile("wachtmerk"), alone: true,
		want: []string{"fail key file: is not a keyset"}, do: "put back its copy"},
	{name: "key file without a primary key", after: sickKeyFile("[]"), alone: true,
		want: []string{"fail key file: has no primary key"}, do: "put back its copy"},
	{name: "another key file", after: func(c *clinic) {
		c.must(os.Remove(c.visit.config.Keys))
		c.must(store.NewKeyFile(c.visit.config.Keys))
		c.hidden = append(c.hidden, keyIn(c.t, c.visit.config.Keys))
	}, alone: true, want: []string{"fail register: was made with another key file"}, do: "never make a new key file"},
	{name: "check value does not fit", after: func(c *clinic) { c.do("hset", c.meta(), "kcv", "00") }, alone: true,
		want: []string{"fail register: was made with another key file"}, do: "KLACHTBOT_KEYS"},
	{name: "root lost", after: func(c *clinic) { c.do("hdel", c.meta(), "root") }, alone: true,
		want: []string{"fail register: has data and has lost the secret"}, do: "backup"},
	{name: "newer register", after: func(c *clinic) { c.do("hset", c.meta(), "schema", "99") }, alone: true,
		want: []string{"fail register: was written by a newer version"}, do: "run that version"},
	{name: "settings damaged", after: func(c *clinic) { c.do("hset", "{kb:"+c.visit.register+"}:set", "b", "x") }, alone: true,
		want: []string{"fail register: its settings do not open"}, do: "backup"},
	{name: "notices given up", after: func(c *clinic) { c.do("xadd", "{kb:"+c.visit.register+"}:dead", "*", "k", "v") },
		want: []string{"warn notices: 1 could not be delivered"}, do: "the log says why"},
	{name: "environment differs", after: sickSettings(func(s *complaint.Settings) {
		s.Officer, s.PostalAddress, s.ExternalBody, s.Policy.SettleDays = paul, "Merkstraat 2", "Ander merk", 30
	}), want: []string{"warn own settings: differ from environment and office file in KLACHTBOT_OFFICER, office.postal_address, office.external_body, policy ->"},
		do: "the register counts"},
}

// TestReadOnlyLetsNothingThrough that could write, alone or in a pipeline.
func TestReadOnlyLetsNothingThrough(t *testing.T) {
	t.Parallel()
	server := clinicRedis(t)
	c, err := store.Dial("redis://" + server.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	c.AddHook(readOnly{})
	ctx := t.Context()
	for name, err := range map[string]error{
		"set":        c.Set(ctx, "a", "b", 0).Err(),
		"hsetnx":     c.HSetNX(ctx, "a", "b", "c").Err(),
		"del":        c.Del(ctx, "a").Err(),
		"flushall":   c.FlushAll(ctx).Err(),
		"config set": c.ConfigSet(ctx, "appendonly", "no").Err(),
		"eval":       c.Eval(ctx, "return redis.call('SET', KEYS[1], 'b')", []string{"a"}).Err(),
		"pipeline": func() error {
			_, err := c.Pipelined(ctx, func(p redis.Pipeliner) error { p.Set(ctx, "a", "b", 0); return nil })
			return err
		}(),
		"transaction": func() error {
			_, err := c.TxPipelined(ctx, func(p redis.Pipeliner) error { p.Set(ctx, "a", "b", 0); return nil })
			return err
		}(),
	} {
		if !errors.Is(err, errWouldWrite) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var first *redis.BoolCmd
	var there *redis.IntCmd
	if _, err := c.Pipelined(ctx, func(p redis.Pipeliner) error {
		first, there = p.HSetNX(ctx, "a", "b", "c"), p.Exists(ctx, "a")
		return nil
	}); err != nil || first.Val() || there.Val() != 0 {
		t.Errorf("%v %v %v", err, first, there)
	}
	if n, err := c.Exists(ctx, "a").Result(); err != nil || n != 0 {
		t.Errorf("%d %v", n, err)
	}
}

// TestRightsAreThoseOfTheStore: every command that its scripts and its code
// give is asked about.
func TestRightsAreThoseOfTheStore(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, r := range rights {
		known[strings.Fields(r)[0]] = true
	}
	inLua, inGo := regexp.MustCompile(`redis\.p?call\('(\w+)'`), regexp.MustCompile(`\b(?:rdb|p|pipe)\.([A-Z]\w*)\((?:ctx|context)`)
	// What goes round the commands, and what needs no right of its own.
	around := []string{"close", "pipelined", "txpipelined", "poolstats", "configget"}
	seen := 0
	for glob, re := range map[string]*regexp.Regexp{"../../store/lua/*.lua": inLua, "../../store/*.go": inGo} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatal(glob, err)
		}
		for _, f := range files {
			body, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			for _, m := range re.FindAllStringSubmatch(string(body), -1) {
				name := strings.ToLower(m[1])
				for _, variant := range []string{"withscores", "args"} {
					name = strings.TrimSuffix(name, variant)
				}
				seen++
				if !known[name] && !slices.Contains(around, name) {
					t.Errorf("%s gives %s, and doctor does not ask whether it may", f, name)
				}
			}
		}
	}
	if seen < 40 {
		t.Errorf("found %d commands", seen)
	}
}

// TestJudges covers what no server in a test does.
func TestJudges(t *testing.T) {
	t.Parallel()
	answer := func(s string) error { return redisError(s) }
	for _, c := range []struct {
		f     finding
		level level
		want  string
	}{
		{judgeUnreachable(answer("LOADING Redis is loading the dataset in memory")), levelFail, "still reading"},
		{judgeUnreachable(answer("MISCONF Redis is configured to save")), levelFail, "cannot write to its disk"},
		{judgeUnreachable(answer("NOAUTH Authentication required.")), levelFail, "user or password"},
		{judgeRights(nil, answer("ERR unknown command 'redis.acl_check_cmd'")), levelHand, "unknown"},
		{judgeRegister(redis.Nil), levelOK, "was begun"},
		{judgeRegister(errors.New("something")), levelFail, "cannot be read"},
		{judgeKeyFile(nil, os.ErrPermission), levelFail, "by this user"},
		{judgeScopes(nil, false, []string{"commands"})[0], levelHand, "did not say"},
		{unreachable("ratelimited"), levelFail, "cannot answer now"},
		{unreachable("something_new"), levelFail, "something_new"},
		{judgeAsking("missing_scope"), levelWarn, "not checked"},
		{channelAdvice(complaint.Settings{}, complaint.ChannelFacts{}, complaint.ChannelNoBot), levelFail, "is not in it"},
		{judgeOfficer(account{err: errors.New("no answer")}), levelFail, "does not answer"},
		{judgeProcessOwner(account{err: bot.ErrUnknownPerson}), levelFail, "unknown to Slack"},
		{judgeRoles(complaint.Settings{Deputies: nonEmpty("U1"), Office: nonEmpty("U1")})[0].about("x"), levelFail, "is also management"},
	} {
		if c.f.level != c.level || !strings.Contains(c.f.found, c.want) || c.level != levelOK && c.f.do == "" {
			t.Errorf("%+v, not %s: %s", c.f, c.level, c.want)
		}
	}
}

// redisError is an answer of Redis.
type redisError string

func (e redisError) Error() string { return string(e) }
func (redisError) RedisError()     {}

// TestDifferencesNamesEverySetting that is stored: a field that is added to
// Settings must be added there too.
func TestDifferencesNamesEverySetting(t *testing.T) {
	t.Parallel()
	a := demoSettings()
	if d := differences(a, a); d != nil {
		t.Error(d)
	}
	empty := a
	a.ChannelMembers, empty.ChannelMembers = nil, []complaint.UserID{}
	if d := differences(a, empty); d != nil {
		t.Errorf("a list that is missing and an empty one: %v", d)
	}
	b := complaint.Settings{Officer: "x", Deputies: nonEmpty("x"), Teams: []complaint.Team{{}}, ProcessOwner: "x", ChannelMembers: nonEmpty("x"),
		OfficeName: "x", PostalAddress: "x", ComplaintsEmail: "x", Website: "x", PrivacyURL: "x", ExternalBody: "x"}
	b.Policy.Version, b.Calendar.OpenOnGoodFriday = "x", true
	b.Office, b.Channel, b.Revision = nonEmpty("x"), "x", 7 // not stored, or no setting
	if d, n := differences(complaint.Settings{}, b), reflect.TypeFor[complaint.Settings]().NumField()-3; len(d) != n {
		t.Errorf("%d of %d: %v", len(d), n, d)
	}
}

// TestHide takes secrets out wherever they are.
func TestHide(t *testing.T) {
	t.Parallel()
	v := &visit{config: config{SigningSecret: "0123abcd", RedisURL: "redis://u:geheimpje@h:1/0"}, now: time.Now}
	for _, s := range []string{"xoxb-1-2-abc", "xapp-1-A0-abc", "xoxe.xoxp-1-abc", "0123abcd", "geheimpje", "redis://u:geheimpje@h:1/0"} {
		if got := v.hide("is \"" + s + "\"; expected"); got != "is \"[hidden]\"; expected" {
			t.Errorf("%s: %s", s, got)
		}
	}
	if got := v.hide("ok  nothing here"); got != "ok  nothing here" {
		t.Error(got)
	}
	if got := v.line(red("two\nlines\x1b[2J", "mend\tit")); strings.ContainsAny(got, "\n\t\x1b") {
		t.Errorf("%q", got)
	}
}
