package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/bot/slackfake"
	"klachtbot/store"
)

// ownRedis is a redis-server that a test may kill.
func ownRedis(t *testing.T) *redisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not installed")
	}
	server := newRedisServer(t.TempDir())
	if err := server.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.stop)
	return server
}

// on lets an office keep its register on this server.
func on(server *redisServer) option { return func(o *office) { o.redis = server.addr } }

// plant is an office whose bot is another process: klachtbot serve as an
// operator runs it, on a redis-server of its own.
type plant struct {
	*office
	server *redisServer
	env    map[string]string
	addr   string // of /metrics
	child  *exec.Cmd
	ended  chan error
}

// newPlant prepares everything and starts nothing.
func newPlant(t *testing.T) *plant {
	t.Helper()
	socketsOnly(t)
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	t.Cleanup(cancel)
	ws, err := slackfake.New(slackfake.Options{App: installed()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	populate(ws, demoChannel)
	p := &plant{server: ownRedis(t)}
	p.office = &office{player: player{ws}, t: t, ctx: ctx, redis: p.server.addr, name: "main", log: &logBuffer{}, now: friday}
	keys := filepath.Join(t.TempDir(), "keys.json")
	p.must(store.NewKeyFile(keys))
	teams := filepath.Join(t.TempDir(), "office.yml")
	p.must(os.WriteFile(teams, []byte("teams:\n  - name: Team Zuid\n    members: ["+sanne+", "+mehmet+"]\n"), 0o600))
	p.addr = freeAddr(t)
	p.env = map[string]string{
		"SLACK_BOT_TOKEN": ws.BotToken(), "SLACK_APP_TOKEN": ws.AppToken(), "SLACK_API_URL": ws.APIURL(),
		"REDIS_URL": "redis://" + p.server.addr, "KLACHTBOT_KEYS": keys, "KLACHTBOT_CONFIG": teams,
		"KLACHTBOT_OFFICER": ingrid, "KLACHTBOT_DEPUTIES": paul, "KLACHTBOT_OFFICE": karin, "KLACHTBOT_CHANNEL": demoChannel,
		"HTTP_ADDR": p.addr, "KLACHTBOT_CLOCK": friday.Format(time.RFC3339), "LOG_LEVEL": "debug",
	}
	t.Cleanup(p.kill)
	return p
}

// freeAddr is a port that nobody listens on: the test has to know it before
// the process does.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// launch starts the process; its log is the office's.
func (p *plant) launch() {
	p.t.Helper()
	p.child = exec.CommandContext(p.ctx, os.Args[0])
	p.child.Env = append(p.child.Env, "KLACHTBOT_TEST_CHILD=1")
	for k, v := range p.env {
		p.child.Env = append(p.child.Env, k+"="+v)
	}
	p.child.Stdout, p.child.Stderr = p.log, p.log
	p.must(p.child.Start())
	p.ended = make(chan error, 1)
	go func(c *exec.Cmd, ended chan<- error) { ended <- c.Wait() }(p.child, p.ended)
}

// start starts the process and waits until it is connected.
func (p *plant) start() {
	p.t.Helper()
	p.launch()
	p.wait("the process is connected", func() bool { return p.ws.Connections() == 2 })
}

// kill is kill -9.
func (p *plant) kill() {
	if p.child == nil {
		return
	}
	_ = p.child.Process.Kill()
	<-p.ended
	p.child = nil
}

// down kills the process and waits until Slack noticed.
func (p *plant) down() {
	p.t.Helper()
	p.kill()
	p.wait("Slack noticed", func() bool { return p.ws.Connections() == 0 })
}

// exits waits until the process ends by itself and gives its status.
func (p *plant) exits(within time.Duration) int {
	p.t.Helper()
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case err := <-p.ended:
		p.child = nil
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.ExitCode()
		}
		p.must(err)
		return 0
	case <-timer.C:
		p.t.Fatalf("the process still runs after %v\n%s", within, p.log)
		return -1
	}
}

func (p *plant) terminate() { p.t.Helper(); p.must(p.child.Process.Signal(syscall.SIGTERM)) }

// ledger opens the register beside the process, as the operator's tools would.
func (p *plant) ledger() ledger {
	p.t.Helper()
	ring, err := store.LoadKeyFile(p.env["KLACHTBOT_KEYS"])
	p.must(err)
	client, err := store.Dial(p.env["REDIS_URL"])
	p.must(err)
	s, err := store.Open(p.ctx, store.Options{Client: client, Keys: ring})
	p.must(err)
	raw := redis.NewClient(&redis.Options{Addr: p.redis})
	p.t.Cleanup(func() { _ = s.Close(); _ = raw.Close() })
	return ledger{s, raw, "main"}
}

// lapse ends every lease that a dead process holds, as a minute would. No
// process may be running: it would lose leases that it is using.
func (l ledger) lapse(ctx context.Context) error {
	out := "{kb:" + l.name + "}:out"
	all, err := l.raw.ZRange(ctx, out, 0, -1).Result()
	for _, task := range all {
		err = errors.Join(err, l.raw.ZAddXX(ctx, out, redis.Z{Score: 0, Member: task}).Err())
	}
	return err
}

// ready asks /readyz.
func (p *plant) ready() bool {
	req, err := http.NewRequestWithContext(p.ctx, http.MethodGet, "http://"+p.addr+"/readyz", nil)
	p.must(err)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// secrets are what no output may hold.
func (p *plant) secrets() []string {
	file, _ := os.ReadFile(p.env["KLACHTBOT_KEYS"])
	list := []string{p.ws.BotToken(), p.ws.AppToken()}
	for _, word := range strings.FieldsFunc(string(file), func(r rune) bool { return strings.ContainsRune("\" \n,:{}[]", r) }) {
		if len(word) > 30 {
			list = append(list, word)
		}
	}
	return list
}
