package main

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtbot/complaint"
	"klachtbot/store"
)

// TestDoctorFindsNothingWrong in a healthy office: before its bot first starts,
// while it runs, and after it has stopped.
func TestDoctorFindsNothingWrong(t *testing.T) {
	t.Parallel()
	c := newClinic(t, clinicRedis(t))
	healthy := func(when, want string) {
		t.Helper()
		lines, err := c.run()
		if err != nil || len(unwell(lines)) > 0 || slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "not checked") }) {
			t.Errorf("%s: %v\n%s", when, err, strings.Join(lines, "\n"))
		}
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, want) }) {
			t.Errorf("%s: no %q in\n%s", when, want, strings.Join(lines, "\n"))
		}
	}
	healthy("before", "register: is empty; the first start makes it")
	if n := len(c.contents()); n != 0 {
		t.Errorf("left %d keys in an empty Redis", n)
	}
	c.seed()
	healthy("after", "register: opens with this key file")

	ring, err := store.LoadKeyFile(c.visit.config.Keys)
	c.must(err)
	client, err := store.Dial(c.visit.config.RedisURL)
	c.must(err)
	a, err := wire(t.Context(), parts{config: c.visit.config, redis: client, keys: ring, register: c.visit.register,
		profile: store.Productie, log: slog.New(slog.DiscardHandler)})
	c.must(err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	wait, give := context.WithTimeout(ctx, 15*time.Second)
	defer give()
	c.must(c.ws.Wait(wait, func() bool { return c.ws.Connections() == 2 && c.ws.Calls("chat.postMessage") == 2 }))
	visit := *c.visit // the bot writes, so this is not held to leaving Redis alone
	var out strings.Builder
	if err := visit.run(ctx, &out); err != nil || strings.Contains(out.String(), "warn ") {
		t.Errorf("while it runs: %v\n%s", err, out.String())
	}
	cancel()
	c.must(<-done)
}

// TestDoctorAsksForAHand where nothing can be read, and says where to click.
func TestDoctorAsksForAHand(t *testing.T) {
	t.Parallel()
	c := newClinic(t, clinicRedis(t))
	lines, _ := c.run()
	for _, want := range []string{
		"hand App Home: ", "App Home > Show Tabs", "hand app manifest: ", "App Manifest: the same as manifest.yml",
		"clocks together, replicas: 0", "hand guests' shortcuts: whether 2 guests", "Multi-Channel Guests may use shortcuts", "hand backups: ",
	} {
		if !strings.Contains(strings.Join(lines, "\n"), want) {
			t.Errorf("no %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	c.as("-@all", "+@read", "+@write", "+@stream", "+@scripting", "+@transaction", "+@connection", "+ping", "+info", "+time")
	c.visit.config.AppToken, c.visit.config.SigningSecret = "", c.ws.SigningSecret()
	lines, err := c.run()
	if err != nil || len(unwell(lines)) > 0 {
		t.Errorf("%v %v", err, unwell(lines))
	}
	for _, want := range []string{"hand appendfsync: unknown", "hand signing secret: ", "Event Subscriptions > Request URL", "docs/manifest-http.yml", "ok Redis user: "} {
		if !strings.Contains(strings.Join(lines, "\n"), want) {
			t.Errorf("no %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
}

// planted is something wrong with an office.
type planted struct {
	name string
	// before is done to an office without a register, after to one that has it.
	before, after func(*clinic)
	// want are the beginnings of exactly the lines that follow, and do is in the
	// advice of the first.
	want []string
	do   string
	// alone cannot be planted together with the others.
	alone bool
}

// sickSettings changes what the register starts with.
func sickSettings(fn func(*complaint.Settings)) func(*clinic) {
	return func(c *clinic) { fn(&c.visit.config.seed) }
}

// everythingPlanted is all that doctor is held to; each part stands beside what
// it tests.
var everythingPlanted = slices.Concat(plantedStorage, plantedOpen, plantedSlack, plantedPeople)

// plantedOpen is what the klachtenregeling leaves open.
var plantedOpen = []planted{
	{name: "no postal address", before: sickSettings(func(s *complaint.Settings) { s.PostalAddress = "" }),
		want: []string{"warn office.postal_address: not set"}, do: "register's own settings"},
	{name: "no privacy statement", before: sickSettings(func(s *complaint.Settings) { s.PrivacyURL = "" }),
		want: []string{"warn office.privacy_url: not set"}, do: "let the office decide"},
	{name: "no external body", before: sickSettings(func(s *complaint.Settings) { s.ExternalBody = "" }),
		want: []string{"warn office.external_body: not set"}, do: "let the office decide"},
	{name: "no version", before: sickSettings(func(s *complaint.Settings) { s.Policy.Version = "" }),
		want: []string{"warn policy.version: not set"}, do: "let the office decide"},
	{name: "no date", before: sickSettings(func(s *complaint.Settings) { s.Policy.Effective = "" }),
		want: []string{"warn policy.effective: not set"}, do: "let the office decide"},
	{name: "no process owner", before: sickSettings(func(s *complaint.Settings) { s.ProcessOwner = "" }), alone: true,
		want: []string{"warn office.process_owner: not set"}, do: "let the office decide"},
}

// TestDoctorFinds each thing that can be wrong, and nothing else.
func TestDoctorFinds(t *testing.T) {
	t.Parallel()
	server := clinicRedis(t)
	for _, p := range everythingPlanted {
		t.Run(p.name, func(t *testing.T) {
			c := newClinic(t, server)
			lines, err := c.plant(p)
			found := unwell(lines)
			if len(found) != len(p.want) {
				t.Fatalf("%v\nfound:\n%s", err, strings.Join(found, "\n"))
			}
			fails := false
			for i, l := range found {
				fails = fails || strings.HasPrefix(l, "fail ")
				if !strings.HasPrefix(l, p.want[i]) {
					t.Errorf("found: %s\nnot:   %s", l, p.want[i])
				}
			}
			if _, do, _ := strings.Cut(found[0], " -> "); p.do == "" || !strings.Contains(do, p.do) {
				t.Errorf("no advice %q in: %s", p.do, do)
			}
			if fails != (err != nil) {
				t.Errorf("exit status of %v, fails: %v", err, fails)
			}
		})
	}
}

// TestDoctorFindsEverythingAtOnce that can be wrong together.
func TestDoctorFindsEverythingAtOnce(t *testing.T) {
	t.Parallel()
	c := newClinic(t, clinicRedis(t))
	var together []planted
	var want []string
	for _, p := range everythingPlanted {
		if !p.alone {
			together, want = append(together, p), append(want, p.want...)
		}
	}
	lines, err := c.plant(together...)
	found := strings.Join(unwell(lines), "\n")
	if err == nil || len(unwell(lines)) != len(want) {
		t.Errorf("%v: %d of %d", err, len(unwell(lines)), len(want))
	}
	for _, w := range want {
		if !strings.Contains("\n"+found, "\n"+w) {
			t.Errorf("not found: %s", w)
		}
	}
	if len(want) < 15 || t.Failed() {
		t.Errorf("%d planted, found:\n%s", len(want), found)
	}
}

// plant makes things wrong and runs doctor.
func (c *clinic) plant(all ...planted) ([]string, error) {
	c.t.Helper()
	for _, p := range all {
		if p.before != nil {
			p.before(c)
		}
	}
	c.seed()
	for _, p := range all {
		if p.after != nil {
			p.after(c)
		}
	}
	return c.run()
}

// TestDoctorListsTheSettings that stop a start, all of them, as the command
// that an operator runs; and a secret in the wrong place stays one.
func TestDoctorListsTheSettings(t *testing.T) {
	for k, v := range map[string]string{
		"SLACK_BOT_TOKEN": "wachtmerk-token", "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "", "SLACK_API_URL": "http://127.0.0.1:1/api/",
		"REDIS_URL": "http://merk:wachtmerk-redis@127.0.0.1:1", "KLACHTBOT_KEYS": "", "KLACHTBOT_OFFICE": "xoxb-12-wachtmerk",
		"KLACHTBOT_OFFICER": "", "KLACHTBOT_CHANNEL": "xapp-1-wachtmerk", "KLACHTBOT_CLOCK": "gisteren", "LOG_FORMAT": "proza", "LOG_LEVEL": "hard",
	} {
		t.Setenv(k, v)
	}
	var out, errOut strings.Builder
	err := run(t.Context(), []string{"doctor"}, &out, &errOut)
	if err == nil || !strings.HasPrefix(err.Error(), "doctor: ") {
		t.Errorf("%v", err)
	}
	if strings.Contains(out.String()+errOut.String()+err.Error(), "wachtmerk") {
		t.Errorf("shows a secret:\n%s", out.String())
	}
	for _, want := range []string{
		"SLACK_BOT_TOKEN: is set to something else -> set SLACK_BOT_TOKEN to the bot token", "SLACK_APP_TOKEN: is missing ->", "REDIS_URL: is not an address of Redis ->",
		"KLACHTBOT_KEYS: is missing ->", "KLACHTBOT_OFFICE: holds", "KLACHTBOT_OFFICER: is missing ->", "KLACHTBOT_CHANNEL: is something else ->",
		"KLACHTBOT_CLOCK: is \"gisteren\" ->", "LOG_FORMAT: is \"proza\" ->", "LOG_LEVEL: is \"hard\" ->",
	} {
		if !strings.Contains(out.String(), "\nfail  "+want) && !strings.HasPrefix(out.String(), "fail  "+want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	_, start := loadConfig()
	if n := strings.Count(start.Error(), "\n  - "); n != 9 || strings.Count(out.String(), "fail ") < n+1 {
		t.Errorf("the start names %d:\n%s\n%s", n, start, out.String())
	}
	if u, _ := url.Parse(os.Getenv("REDIS_URL")); u.User == nil {
		t.Error("no password to hide")
	}
	if err := run(t.Context(), []string{"doctor", "--fix"}, &out, &errOut); err == nil || !strings.Contains(err.Error(), "usage") {
		t.Errorf("%v", err)
	}
}
