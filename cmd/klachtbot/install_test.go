package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"klachtbot/bot/slackfake"
)

// The installation that docs/operator.md and README.md describe, carried out
// word for word. Only what differs per office is put in: tokens, ids, addresses,
// and the two folders.

// blocks are the pieces of a page between ``` with this info string.
func blocks(t *testing.T, text, info string) []string {
	t.Helper()
	var all []string
	for _, m := range regexp.MustCompile("(?ms)^```"+info+"\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	if len(all) == 0 {
		t.Fatalf("no block ```%s in the page", info)
	}
	return all
}

// site is the machine on which the guide is followed.
type site struct {
	player
	t                 *testing.T
	ctx               context.Context
	dir, http, second string
	redis             string
}

// newSite has a Slack workspace, and a Redis as Debian installs it: one that may
// lose an hour.
func newSite(t *testing.T) *site {
	t.Helper()
	if overHTTP {
		t.Skip("the guide installs Socket Mode")
	}
	for _, tool := range []string{"redis-server", "redis-cli", "go", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			if required("redis") {
				t.Fatalf("%s is required and not installed", tool)
			}
			t.Skipf("%s is not installed", tool)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute) // it builds
	t.Cleanup(cancel)
	ws, err := slackfake.New(slackfake.Options{App: installed()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	populate(ws, demoChannel)
	s := &site{player: player{ws}, t: t, ctx: ctx, dir: t.TempDir(), http: unusedAddr(t), second: unusedAddr(t)}
	s.redis = s.plainRedis()
	for _, dir := range []string{"bin", "etc"} {
		if err := os.Mkdir(filepath.Join(s.dir, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// unusedAddr is an address that the guide's settings can name.
func unusedAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// plainRedis starts a redis-server with a configuration file that says little.
func (s *site) plainRedis() string {
	s.t.Helper()
	addr := unusedAddr(s.t)
	host, port, _ := net.SplitHostPort(addr)
	conf := filepath.Join(s.dir, "redis.conf")
	if err := os.WriteFile(conf, []byte("bind "+host+"\nport "+port+"\ndir "+s.dir+"\nappendonly no\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	server := exec.Command("redis-server", conf)
	if err := server.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	for {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
			return addr
		}
		if s.ctx.Err() != nil {
			s.t.Fatal("redis-server does not answer")
		}
		time.Sleep(5 * time.Millisecond) // polls another process: there is nothing to wait on
	}
}

// here puts what differs per office into text.
func (s *site) here(text string) string {
	return strings.NewReplacer(
		"/usr/local/bin/", filepath.Join(s.dir, "bin")+"/", "/etc/klachtbot", filepath.Join(s.dir, "etc"),
		"127.0.0.1:6379", s.redis, "127.0.0.1:8080", s.http, "127.0.0.1:8081", s.second,
		"xoxb-your-bot-token", s.ws.BotToken(), "xapp-your-app-token", s.ws.AppToken(),
	).Replace(text)
}

// fillIn is what a person does with the example of the settings.
func (s *site) fillIn() {
	s.t.Helper()
	path := filepath.Join(s.dir, "etc", "klachtbot.env")
	b, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	text := s.here(string(b))
	ids := map[string]string{"KLACHTBOT_OFFICER": ingrid, "KLACHTBOT_DEPUTIES": paul, "KLACHTBOT_OFFICE": karin, "KLACHTBOT_CHANNEL": demoChannel,
		"SLACK_API_URL": s.ws.APIURL()}
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		line := regexp.MustCompile(`(?m)^#?` + name + `=.*$`)
		if len(line.FindAllString(text, -1)) != 1 {
			s.t.Fatalf("klachtbot.env.example does not have %s once", name)
		}
		text = line.ReplaceAllString(text, name+"="+ids[name])
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// command carries commands out in the folder with the source, as one terminal does,
// with nothing of ours in the environment.
func (s *site) command(script string) *exec.Cmd {
	c := exec.CommandContext(s.ctx, "sh", "-e", "-c", s.here(script))
	c.Dir = "../.."
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if !slices.Contains(settingNames(), strings.TrimSuffix(name, "_FILE")) && name != "PATH" && name != "KLACHTBOT_TEST_CHILD" {
			c.Env = append(c.Env, v)
		}
	}
	c.Env = append(c.Env, "PATH="+filepath.Join(s.dir, "bin")+":"+os.Getenv("PATH"))
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // a signal reaches what the shell started
	c.WaitDelay = 5 * time.Second
	return c
}

// do runs commands that end.
func (s *site) do(script string) string {
	s.t.Helper()
	out, err := s.command(script).CombinedOutput()
	if err != nil {
		s.t.Fatalf("the page says:\n%s\nthat gives: %v\n%s", script, err, out)
	}
	return string(out)
}

// serving runs commands of which the last goes on; stop ends them as Ctrl-C and
// systemd do, and wants a clean end.
func (s *site) serving(script, ready string) (stop func()) {
	s.t.Helper()
	said := &logBuffer{}
	c := s.command(script)
	c.Stdout, c.Stderr = said, said
	if err := c.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	var once bool
	stop = func() {
		if once {
			return
		}
		once = true
		_ = syscall.Kill(-c.Process.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(15 * time.Second): // TimeoutStopSec of the unit
			_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
			s.t.Errorf("did not stop:\n%s", said)
		}
	}
	s.t.Cleanup(stop)
	for s.fetch(ready) != "ready\n" {
		select {
		case err := <-ended:
			s.t.Fatalf("the page says:\n%s\nthat ends with: %v\n%s", script, err, said)
		case <-s.ctx.Done():
			s.t.Fatalf("the page says:\n%s\nit is not ready:\n%s", script, said)
		case <-time.After(10 * time.Millisecond): // polls another process
		}
	}
	return stop
}

func (s *site) fetch(address string) string {
	r, err := http.NewRequestWithContext(s.ctx, http.MethodGet, address, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return ""
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return string(b)
}

// connected waits for sockets: ready says that Slack is being dialled.
func (s *site) connected(sockets int) {
	s.t.Helper()
	if err := s.ws.Wait(s.ctx, func() bool { return s.ws.Connections() == sockets }); err != nil {
		s.t.Fatalf("%d sockets instead of %d", s.ws.Connections(), sockets)
	}
}

// complain reports a complaint and waits until the officer was told.
func (s *site) complain(want string) {
	s.t.Helper()
	today := time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly) // yesterday is a date in every zone
	number, err := s.report(s.ctx, sanne, "Klacht melden", answer{"Wie is de cliënt?", "Cliënt Zeldenrust"},
		answer{"Wanneer kwam de klacht binnen?", today}, answer{"Hoe kwam de klacht binnen?", "Telefoon"},
		answer{"Wat is de klacht?", "Ik ben drie weken niet teruggebeld."}, answer{"Over wie gaat het?", "Een of meer collega's"},
		answer{"Welke collega's?", []string{mehmet}})
	if err != nil {
		s.t.Fatal(err)
	}
	if !strings.HasSuffix(number, want) {
		s.t.Errorf("number %s, want %s", number, want)
	}
	told := func() bool { return strings.Contains(s.ws.Person(ingrid).See(), number) }
	if err := s.ws.Wait(s.ctx, told); err != nil {
		s.t.Fatalf("the officer was not told of %s: %v", number, err)
	}
}

// Whoever follows the guide has a bot that takes complaints, and can upgrade it
// without a gap.
func TestInstallationByTheGuide(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	guide := readDoc(t, "operator.md")
	steps := blocks(t, guide, "sh install")
	ready := s.here(strings.TrimSpace(strings.TrimPrefix(blocks(t, guide, "sh check")[0], "curl -fsS ")))

	var session string // what one terminal remembers
	for _, step := range steps {
		if strings.TrimSpace(step) == "klachtbot serve" {
			session += step
			continue
		}
		out := s.do(session + step)
		switch {
		case strings.Contains(step, "klachtbot.env.example"):
			s.fillIn()
		case strings.Contains(step, "set -a"):
			session = strings.ReplaceAll(step, "klachtbot doctor\n", "")
			if !strings.Contains(out, " 0 fail\n") {
				t.Errorf("doctor says:\n%s", out)
			}
		}
	}
	if !strings.HasSuffix(session, "klachtbot serve\n") {
		t.Fatalf("the guide does not end in klachtbot serve:\n%s", session)
	}
	stop := s.serving(session, ready)
	s.connected(2)
	s.complain("-0001")

	// "Upgrade": two at once, then the new one alone, on the same register.
	upgrade := strings.ReplaceAll(session, "klachtbot serve\n", blocks(t, guide, "sh upgrade")[0])
	stopSecond := s.serving(upgrade, "http://"+s.second+"/readyz")
	s.connected(4)
	s.complain("-0002")
	stop()
	s.connected(2)
	s.complain("-0003")
	stopSecond()
	s.connected(0)
	for _, v := range s.ws.Violations() {
		t.Errorf("Slack would refuse: %s", v)
	}

	// What the page promises about files.
	for _, name := range []string{"slack_bot_token", "slack_app_token", "keys.json", "klachtbot.env"} {
		info, err := os.Stat(filepath.Join(s.dir, "etc", name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", name, info.Mode(), err)
		}
	}

	s.byTheReadme()
}

// byTheReadme follows "Run it" of README.md, on another database and with the
// program that the guide built.
func (s *site) byTheReadme() {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		s.t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(b), "\n## Run it\n")
	if !ok {
		s.t.Fatal("README.md has no part Run it")
	}
	script, built := strings.CutPrefix(blocks(s.t, text, "")[0], "go build ./cmd/klachtbot\n")
	if !built {
		s.t.Fatalf("README.md does not begin with go build ./cmd/klachtbot:\n%s", script)
	}
	if err := os.Rename(filepath.Join(s.dir, "etc", "keys.json"), filepath.Join(s.dir, "keys.guide.json")); err != nil {
		s.t.Fatal(err)
	}
	for name, value := range map[string]string{"SLACK_BOT_TOKEN": s.ws.BotToken(), "SLACK_APP_TOKEN": s.ws.AppToken(), "REDIS_URL": "redis://" + s.redis + "/1",
		"KLACHTBOT_OFFICER": ingrid, "KLACHTBOT_DEPUTIES": paul, "KLACHTBOT_OFFICE": karin, "KLACHTBOT_CHANNEL": demoChannel} {
		setting := regexp.MustCompile(name + `=\S+`)
		if !setting.MatchString(script) {
			s.t.Errorf("README.md does not set %s:\n%s", name, script)
		}
		script = setting.ReplaceAllString(script, name+"="+value)
	}
	script = fmt.Sprintf("export SLACK_API_URL=%s HTTP_ADDR=%s\n%s", s.ws.APIURL(), s.http, strings.ReplaceAll(script, "./klachtbot", "/usr/local/bin/klachtbot"))
	defer s.serving(script, "http://"+s.http+"/readyz")()
	s.connected(2)
	s.complain("-0001")
}

// What the guide quotes from log and messages is what the program says.
func TestGuideQuotesMessages(t *testing.T) {
	t.Parallel()
	guide, source := readDoc(t, "operator.md"), ""
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			var b []byte
			b, err = os.ReadFile(path)
			source += string(b)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(guide, "\n## Troubleshooting\n")
	quoted := 0
	for _, row := range strings.Split(table, "\n") {
		symptom, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		if !strings.HasPrefix(symptom, "the start ends with") && !strings.HasPrefix(symptom, "the log ") && !strings.HasPrefix(symptom, "management reads") {
			continue
		}
		for _, m := range regexp.MustCompile("[`*]([^`*]+)[`*]").FindAllStringSubmatch(symptom, -1) {
			for _, part := range strings.Split(m[1], "…") {
				// A finding of Redis is "name is value".
				part, _, _ = strings.Cut(strings.TrimSpace(part)+" ", " is ")
				quoted++
				if !strings.Contains(source, strings.TrimSpace(part)) {
					t.Errorf("the guide quotes %q; the program never says %q", m[1], part)
				}
			}
		}
	}
	if quoted < 10 {
		t.Errorf("only %d quotations found in the table", quoted)
	}
}
