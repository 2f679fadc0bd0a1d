package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/store"
)

// TestMain starts one Redis for the package. As a child process it is the
// program itself, or what the benchmarks hold it against.
func TestMain(m *testing.M) {
	switch os.Getenv(childKind) {
	case "":
	case asFloor:
		runFloor()
		return
	default:
		runBot()
		return
	}
	redis.SetLogger(redisLog{slog.New(slog.DiscardHandler)}) // tests stop Redis on purpose
	stop, err := startRedis()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	stop()
	os.Exit(code)
}

// overHTTP runs the suite in HTTP mode instead of Socket Mode; see TestOverHTTP.
var overHTTP = os.Getenv("KLACHTBOT_TEST_TRANSPORT") == "http"

// redisAddr is the Redis of this package: a real server when there is one.
var redisAddr string

func required(what string) bool {
	for _, s := range strings.Split(os.Getenv("KLACHTBOT_TEST_REQUIRE"), ",") {
		if strings.TrimSpace(s) == what {
			return true
		}
	}
	return false
}

func startRedis() (stop func(), err error) {
	if _, err := exec.LookPath("redis-server"); err != nil {
		if required("redis") {
			return nil, fmt.Errorf("redis-server is required and not installed")
		}
		fmt.Println("redis: embedded (redis-server is not installed)")
		m := miniredis.NewMiniRedis()
		if err := m.Start(); err != nil {
			return nil, err
		}
		redisAddr = m.Addr()
		return m.Close, nil
	}
	dir, err := os.MkdirTemp("", "klachtbot-redis-")
	if err != nil {
		return nil, err
	}
	server := newRedisServer(dir)
	if err := server.start(); err != nil {
		return nil, err
	}
	fmt.Println("redis: redis-server, appendonly yes")
	redisAddr = server.addr
	return func() { server.stop(); _ = os.RemoveAll(dir) }, nil
}

// redisServer is a redis-server child that can be stopped and started again on
// the same files and port.
type redisServer struct {
	dir, addr string
	cmd       *exec.Cmd
}

func newRedisServer(dir string) *redisServer {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	return &redisServer{dir: dir, addr: l.Addr().String()}
}

func (r *redisServer) start() error {
	_, port, _ := net.SplitHostPort(r.addr)
	r.cmd = exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--dir", r.dir, "--appendonly", "yes",
		"--maxmemory-policy", "noeviction", "--save", "", "--loglevel", "warning")
	if err := r.cmd.Start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c := redis.NewClient(&redis.Options{Addr: r.addr})
	defer c.Close()
	for c.Ping(ctx).Err() != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("redis-server does not answer")
		}
		time.Sleep(5 * time.Millisecond) // polls another process: there is nothing to wait on
	}
	return nil
}

func (r *redisServer) stop() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
}

// logBuffer keeps what the bot logs.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// office is a small office with the real bot: over real HTTP and WebSockets
// against the strict Slack, on a Redis of its own name space.
type office struct {
	player
	t      *testing.T
	ctx    context.Context
	config config
	redis  string // address
	name   string // of the register
	log    *logBuffer
	app    *app
	stopIt func() error
	now    time.Time
}

// registers counts the registers of this run, so that tests that are repeated
// never meet.
var registers atomic.Int64

// friday is when most tests play: Friday 20 November 2026, ten in the morning.
var friday = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// option changes an office before it opens.
type option func(*office)

// newOffice opens an office; it is closed with the test.
func newOffice(t *testing.T, options ...option) *office {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	t.Cleanup(cancel)
	ws, err := slackfake.New(slackfake.Options{App: installed()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	o := &office{player: player{ws}, t: t, ctx: ctx, redis: redisAddr,
		name: fmt.Sprintf("t%d", registers.Add(1)), log: &logBuffer{}, now: friday}
	o.config = config{BotToken: ws.BotToken(), AppToken: ws.AppToken(), APIURL: ws.APIURL(), HTTPAddr: "127.0.0.1:0", seed: demoSettings()}
	populate(ws, o.config.seed.Channel)
	if overHTTP {
		o.useHTTP()
	}
	for _, f := range options {
		f(o)
	}
	o.open()
	t.Cleanup(func() { _ = o.stop() })
	return o
}

// useHTTP has Slack post to the bot instead of speaking over sockets.
func (o *office) useHTTP() {
	o.ws.SetApp(func(a *slackfake.App) { a.SocketMode = false })
	o.config.AppToken, o.config.SigningSecret = "", o.ws.SigningSecret()
}

// open starts the bot on what the register holds.
func (o *office) open() {
	o.t.Helper()
	client, err := store.Dial("redis://" + o.redis)
	if err != nil {
		o.t.Fatal(err)
	}
	a, err := wire(o.ctx, parts{config: o.config, redis: client, keys: testKeys, profile: store.Demo, register: o.name, log: slog.New(slog.NewJSONHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		o.t.Fatal(err)
	}
	a.business.set(o.now)
	o.app = a
	ctx, cancel := context.WithCancel(o.ctx)
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	o.stopIt = func() error { cancel(); return <-done }
	if o.config.AppToken == "" {
		o.ws.SetRequestURL("http://" + a.listener.Addr().String() + "/slack/")
		for o.ws.VerifyURL(o.ctx) != nil && o.ctx.Err() == nil {
			time.Sleep(2 * time.Millisecond) // polls a server that is starting
		}
		return
	}
	o.wait("the bot is connected", func() bool { return o.ws.Connections() == 2 })
}

// stop ends the bot; the register stays.
func (o *office) stop() error {
	if o.stopIt == nil {
		return nil
	}
	defer func() { o.stopIt = nil }()
	return o.stopIt()
}

var testKeys = store.MemoryKeyring()

// must stops the test at the first thing that does not work.
func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatalf("%v\n%s", err, o.log)
	}
}

// wait until something is so.
func (o *office) wait(what string, so func() bool) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, 15*time.Second)
	defer cancel()
	if err := o.ws.Wait(ctx, so); err != nil {
		o.t.Fatalf("waiting until %s: %v\nrefusals: %v\n%s", what, err, o.ws.Refusals(), o.log)
	}
}

// sees reports whether words are anywhere on who's screen.
func (o *office) sees(who, words string) bool { return strings.Contains(o.ws.Person(who).See(), words) }

// today is the date that tests fill in.
func (o *office) today() string { return complaint.Today(o.now).String() }

// clean checks that the bot did nothing that Slack would refuse.
func (o *office) clean() {
	o.t.Helper()
	for _, v := range o.ws.Violations() {
		o.t.Errorf("Slack would refuse: %s", v)
	}
}
