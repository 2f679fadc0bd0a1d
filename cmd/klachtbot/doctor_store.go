package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
	"klachtbot/store"
)

// checkKeyFile opens the keyset; no line repeats what it holds.
func checkKeyFile(_ context.Context, v *visit) []finding {
	if v.config.Keys == "" {
		return notChecked("KLACHTBOT_KEYS is missing")
	}
	ring, err := store.LoadKeyFile(v.config.Keys)
	if err != nil {
		info, _ := os.Stat(v.config.Keys)
		return []finding{judgeKeyFile(info, err)}
	}
	v.ring = ring
	return []finding{green("can be read by nobody else and has a primary key")}
}

// judgeKeyFile says what to do about a key file that cannot be used. info is
// nil when even that could not be read.
func judgeKeyFile(info fs.FileInfo, err error) finding {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return red("is not there", "for a new register make it with: klachtbot keys new FILE; for one in use put back its copy")
	case errors.Is(err, fs.ErrPermission):
		return red("cannot be read by this user", "let the user that runs the bot own it, mode 0600")
	case info != nil && !info.Mode().IsRegular():
		return red("is not a regular file", "name the file itself in KLACHTBOT_KEYS")
	case info != nil && info.Mode().Perm()&0o077 != 0:
		return red(fmt.Sprintf("has mode %#o, which lets others in", info.Mode().Perm()), "chmod 600, and think about who could read it until now")
	case strings.HasSuffix(err.Error(), "no primary key"):
		return red("has no primary key", "put back its copy; exactly one key must be primary")
	}
	return red("is not a keyset", "put back its copy; never edit it by hand")
}

// checkRedis holds Redis against what the start demands of it.
func checkRedis(ctx context.Context, v *visit) []finding {
	client, err := store.Dial(v.config.RedisURL)
	if err != nil {
		return notChecked("REDIS_URL is not usable")
	}
	client.AddHook(readOnly{})
	info, err := client.InfoMap(ctx, "server").Result()
	if err != nil {
		if redis.HasErrorPrefix(err, "NOPERM") {
			v.redis = client // the rest may still be read
		} else {
			_ = client.Close()
		}
		return []finding{judgeUnreachable(err)}
	}
	v.redis = client
	found, err := store.Check(ctx, client, v.now)
	if err != nil {
		return []finding{red("cannot be judged", "let the Redis user read INFO and TIME: +info +time")}
	}
	list := judgeRedis(found)
	if list == nil {
		replicas := "an unknown number of replicas"
		if r, err := client.InfoMap(ctx, "replication").Result(); err == nil {
			replicas = "replicas: " + r["Replication"]["connected_slaves"]
		}
		list = append(list, green("version %s, a primary, append-only file on, no eviction, clocks together, %s", info["Server"]["redis_version"], replicas))
	}
	return list
}

// judgeUnreachable says what to do when Redis does not answer as it should.
// The error itself is not shown: it may repeat a command.
func judgeUnreachable(err error) finding {
	switch {
	case redis.HasErrorPrefix(err, "NOPERM"):
		return red("does not let its user read INFO, so the bot does not start", "give the Redis user of REDIS_URL +info +time")
	case redis.HasErrorPrefix(err, "WRONGPASS"), redis.HasErrorPrefix(err, "NOAUTH"):
		return red("does not accept the user or password", "mend user and password in REDIS_URL")
	case redis.HasErrorPrefix(err, "LOADING"):
		return red("is still reading its data from disk", "wait, and run doctor again")
	case redis.HasErrorPrefix(err, "MISCONF"):
		return red("cannot write to its disk", "look at the disk and the log of Redis")
	}
	return red("does not answer", "look whether it runs, and mend host, port and redis:// or rediss:// (TLS) in REDIS_URL")
}

// judgeRedis turns what the gate of the start finds into lines.
func judgeRedis(found []store.Finding) []finding {
	var list []finding
	for _, f := range found {
		line := finding{level: levelWarn, what: "Redis " + f.Name, found: "is " + f.Found, do: "expected " + f.Expected}
		if f.Fatal {
			line.level = levelFail
		}
		list = append(list, line)
	}
	return list
}

// checkFsync tells what is read from what is not: many servers refuse CONFIG.
// That it is "no" is said by checkRedis.
func checkFsync(ctx context.Context, v *visit) []finding {
	if v.redis == nil {
		return notChecked("Redis does not answer")
	}
	found, err := v.redis.ConfigGet(ctx, "appendfsync").Result()
	if err != nil || found["appendfsync"] == "" {
		return []finding{byHand("unknown: CONFIG may not be read here, which is as it should be",
			"ask who runs Redis whether appendfsync is everysec or always")}
	}
	return []finding{green("%s", found["appendfsync"])}
}

// rights are the commands that store needs besides reading, as the Redis user
// must be able to give them; a test holds them against its scripts. KEY stands
// for a key of the register.
var rights = []string{
	"evalsha 0 1 KEY", "hset KEY f v", "hsetnx KEY f v", "hdel KEY f", "hincrby KEY f 1", "rpush KEY v", "set KEY v px 1",
	"zadd KEY 1 m", "zrem KEY m", "xadd KEY * f v", "get KEY", "hget KEY f", "hmget KEY f", "hgetall KEY", "exists KEY",
	"lrange KEY 0 1", "xlen KEY", "zcard KEY", "zscore KEY m", "zrange KEY 0 1", "zrangebyscore KEY 0 1", "zrevrange KEY 0 1",
	"multi", "exec", "ping", "time", "info",
}

// rightsLua asks Redis which of the commands in ARGV this user may not give on
// KEYS[1]. It carries none of them out: no-writes has the server see to that.
const rightsLua = `#!lua flags=no-writes
local denied = {}
for _, line in ipairs(ARGV) do
  local words = {}
  for word in string.gmatch(line, '%S+') do words[#words + 1] = word == 'KEY' and KEYS[1] or word end
  if not redis.acl_check_cmd(unpack(words)) then denied[#denied + 1] = words[1] end
end
return denied`

// checkRights finds out whether the Redis user may do what the bot does,
// without doing it.
func checkRights(ctx context.Context, v *visit) []finding {
	if v.redis == nil {
		return notChecked("Redis does not answer")
	}
	args := make([]any, len(rights))
	for i, r := range rights {
		args[i] = r
	}
	denied, err := v.redis.Eval(ctx, rightsLua, []string{"{kb:" + v.registerName() + "}:meta"}, args...).StringSlice()
	return []finding{judgeRights(denied, err)}
}

func judgeRights(denied []string, err error) finding {
	switch {
	case redis.HasErrorPrefix(err, "NOPERM"):
		return red("may not run scripts on the keys of the register", "give the Redis user of REDIS_URL ~{kb:* and +@scripting")
	case err != nil:
		return byHand("unknown: this Redis cannot say what its user may do",
			"when the user of REDIS_URL has an ACL: compare it with ~{kb:* +@read +@write +@stream +@scripting +@transaction +@connection +ping +info +time")
	case len(denied) > 0:
		return red("may not give: "+strings.Join(denied, ", "), "give the Redis user of REDIS_URL these commands on the keys ~{kb:*")
	}
	return green("may do what the bot does")
}

func (v *visit) registerName() string {
	if v.register == "" {
		return "main"
	}
	return v.register
}

// checkRegister opens the register through the hook that lets no write through.
func checkRegister(ctx context.Context, v *visit) []finding {
	switch {
	case v.redis == nil:
		return notChecked("Redis does not answer")
	case v.ring == nil:
		return notChecked("there is no usable key file")
	}
	seed := v.config.seed
	s, err := store.Open(ctx, store.Options{Client: v.redis, Register: v.register, Keys: v.ring, Profile: store.Demo, // checkRedis was the gate
		Overlay: func(s *complaint.Settings) { s.Office, s.Channel = seed.Office, seed.Channel }})
	if err != nil {
		f := judgeRegister(err)
		v.fresh = f.level == levelOK
		return []finding{f}
	}
	v.store = s
	set, err := s.Settings(ctx)
	if errors.Is(err, store.ErrNoSettings) {
		return []finding{green("opens with this key file; the next start gives it its settings")}
	}
	if err != nil {
		return []finding{red("its settings do not open", "restore Redis from a backup; run no older program on it")}
	}
	v.set, v.seeded = set, true
	return []finding{green("opens with this key file")}
}

// judgeRegister says what to do about a register that does not open.
func judgeRegister(err error) finding {
	switch {
	case errors.Is(err, errWouldWrite):
		return green("is empty; the first start makes it. If complaints should be here: look at REDIS_URL")
	case errors.Is(err, redis.Nil):
		return green("was begun and is not in use; the next start completes it")
	case errors.Is(err, store.ErrWrongKey):
		return red("was made with another key file", "put the key file of this register at KLACHTBOT_KEYS, or mend REDIS_URL; never make a new key file for a register in use")
	case errors.Is(err, store.ErrNoRoot):
		return red("has data and has lost the secret that opens it", "restore the key {kb:<register>}:meta from a backup of Redis")
	case errors.Is(err, store.ErrNewer):
		return red("was written by a newer version", "run that version, or a later one")
	}
	return red("cannot be read", "see what is said of Redis and its user above")
}

// checkNotices looks for messages that could not be brought.
func checkNotices(ctx context.Context, v *visit) []finding {
	switch {
	case v.fresh:
		return []finding{green("none yet")}
	case v.store == nil:
		return notChecked("the register is not open")
	}
	n, err := v.store.Dead(ctx)
	switch {
	case err != nil:
		return notChecked("the queue cannot be read")
	case n > 0:
		return []finding{yellow(fmt.Sprintf("%d could not be delivered, ever", n), "the log says why; tell those people, and mend what is said of Slack below")}
	}
	return []finding{green("none was given up")}
}

// checkDrift names the settings in which environment and office file differ
// from the register, never their values.
func checkDrift(_ context.Context, v *visit) []finding {
	switch {
	case v.seeded:
	case v.store != nil, v.fresh:
		return []finding{green("the register has none yet, so environment and office file count")}
	default:
		return notChecked("the register is not open")
	}
	return []finding{judgeDrift(differences(v.config.seed, v.set))}
}

func judgeDrift(names []string) finding {
	if len(names) == 0 {
		return green("say the same as environment and office file")
	}
	return yellow("differ from environment and office file in "+strings.Join(names, ", "),
		"the register counts; make environment and file equal to it, or have the office change the register")
}

// differences names the settings that are stored and differ. Office and channel
// are never stored.
func differences(a, b complaint.Settings) []string {
	var names []string
	for _, s := range []struct {
		name string
		a, b any
	}{
		{"KLACHTBOT_OFFICER", a.Officer, b.Officer},
		{"KLACHTBOT_DEPUTIES", a.Deputies, b.Deputies},
		{"office.name", a.OfficeName, b.OfficeName},
		{"office.postal_address", a.PostalAddress, b.PostalAddress},
		{"office.complaints_email", a.ComplaintsEmail, b.ComplaintsEmail},
		{"office.website", a.Website, b.Website},
		{"office.privacy_url", a.PrivacyURL, b.PrivacyURL},
		{"office.external_body", a.ExternalBody, b.ExternalBody},
		{"office.process_owner", a.ProcessOwner, b.ProcessOwner},
		{"teams", a.Teams, b.Teams},
		{"channel_members", a.ChannelMembers, b.ChannelMembers},
		{"policy", a.Policy, b.Policy},
		{"calendar", a.Calendar, b.Calendar},
	} {
		// %v and not DeepEqual: a list that is missing and an empty one are the same.
		if fmt.Sprintf("%v", s.a) != fmt.Sprintf("%v", s.b) {
			names = append(names, s.name)
		}
	}
	return names
}
