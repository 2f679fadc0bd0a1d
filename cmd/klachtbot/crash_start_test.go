package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/store"
)

// What an operator sees when the process does not start: the setting's name,
// what is wrong and what to do, and never a secret.

func (p *plant) refusesToStart(words ...string) {
	p.t.Helper()
	p.launch()
	if status := p.exits(10 * time.Second); status != 1 {
		p.t.Errorf("status %d", status)
	}
	for _, w := range words {
		if !strings.Contains(p.log.String(), w) {
			p.t.Errorf("the reason does not say %q:\n%s", w, p.log)
		}
	}
	p.keepsSecrets()
}

func (p *plant) keepsSecrets() {
	p.t.Helper()
	for _, secret := range append(p.secrets(), "geheim-wachtwoord", "xoxp-verkeerd") {
		if strings.Contains(p.log.String(), secret) {
			p.t.Errorf("a secret was printed:\n%s", p.log)
		}
	}
}

func TestAMissingOrWrongSettingStopsTheStartByName(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	for name, wrong := range map[string][]string{
		"SLACK_BOT_TOKEN":   {"", "xoxp-verkeerd"},
		"SLACK_APP_TOKEN":   {"", "xoxp-verkeerd"},
		"SLACK_API_URL":     {"slack.com"},
		"REDIS_URL":         {"", "http://u:geheim-wachtwoord@127.0.0.1"},
		"KLACHTBOT_KEYS":    {"", "/nergens/keys.json"},
		"KLACHTBOT_OFFICER": {"", "Ingrid"},
		"KLACHTBOT_OFFICE":  {ingrid}, // D5: the officer is independent of the office
		"KLACHTBOT_CHANNEL": {"#klachten"},
		"KLACHTBOT_CLOCK":   {"morgen"},
		"LOG_LEVEL":         {"luid"},
	} {
		for _, value := range wrong {
			right := p.env[name]
			p.env[name] = value
			p.log = &logBuffer{}
			p.refusesToStart(name)
			p.env[name] = right
		}
	}
	// Everything that is wrong is named in one go.
	p.log = &logBuffer{}
	bot, keys := p.env["SLACK_BOT_TOKEN"], p.env["KLACHTBOT_KEYS"]
	p.env["SLACK_BOT_TOKEN"], p.env["KLACHTBOT_KEYS"] = "", ""
	p.refusesToStart("SLACK_BOT_TOKEN", "KLACHTBOT_KEYS")
	p.env["SLACK_BOT_TOKEN"], p.env["KLACHTBOT_KEYS"] = bot, keys
}

func TestARehearsalClockIsRefusedOutsideARehearsal(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.env["SLACK_API_URL"] = "https://slack.com/api/"
	p.refusesToStart("KLACHTBOT_CLOCK", "rehearsals")
}

func TestWithoutRedisTheStartSaysSo(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.server.stop()
	p.refusesToStart("connection refused")
	p.must(p.server.start())
	p.start() // nothing is left of the failed start
	p.until("it is ready", p.ready)
	p.keepsSecrets()
}

func TestAnotherKeyFileIsRefusedAndTheRightOneStillWorks(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.start()
	p.form(sanne, p.oral()...)
	number := p.sent(sanne)
	p.drained(p.ledger())
	p.terminate()
	if status := p.exits(10 * time.Second); status != 0 {
		t.Errorf("status %d\n%s", status, p.log)
	}
	right := p.env["KLACHTBOT_KEYS"]
	p.env["KLACHTBOT_KEYS"] = filepath.Join(t.TempDir(), "other.json")
	p.must(store.NewKeyFile(p.env["KLACHTBOT_KEYS"]))
	p.refusesToStart("keyset does not open this register")

	// A key file that others can read.
	p.must(os.Chmod(p.env["KLACHTBOT_KEYS"], 0o644))
	p.refusesToStart("KLACHTBOT_KEYS", "chmod 600")

	p.env["KLACHTBOT_KEYS"] = right
	p.wait("Slack noticed", func() bool { return p.ws.Connections() == 0 })
	p.start()
	l := p.ledger()
	p.counted(l, 1)
	p.toldOnceBy(l, sanne, number)
	p.keepsSecrets()
}

func TestARedisThatWouldForgetIsRefused(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	c := redis.NewClient(&redis.Options{Addr: p.server.addr})
	defer c.Close()
	p.must(c.ConfigSet(p.ctx, "appendonly", "no").Err())
	p.refusesToStart("aof_enabled", "appendonly yes")
	p.must(c.ConfigSet(p.ctx, "appendonly", "yes").Err())
	p.must(c.ConfigSet(p.ctx, "maxmemory-policy", "allkeys-lru").Err())
	p.refusesToStart("maxmemory_policy", "noeviction")
	if n, err := c.DBSize(p.ctx).Result(); err != nil || n != 0 {
		t.Errorf("%d keys were written, %v", n, err)
	}
}

// A token that Slack does not accept is for an operator to mend: the process
// ends and says so.
func TestATokenThatSlackRefusesEndsTheProcess(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	p.env["SLACK_BOT_TOKEN"] = "xoxb-ingetrokken"
	p.refusesToStart("auth.test", "invalid_auth")
	if strings.Contains(p.log.String(), "xoxb-ingetrokken") {
		t.Error("the token was printed")
	}
}
