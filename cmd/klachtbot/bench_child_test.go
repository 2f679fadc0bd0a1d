package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"klachtbot/store"
)

// The benchmarks of docs/performance.md compare two child processes that do the
// same visible work: the bot, and a floor of net/http, crypto/hmac and plain
// go-redis. Both are this test binary, executed again with childKind set.
const (
	childKind = "KLACHTBOT_TEST_CHILD"
	asBot     = "bot"
	asFloor   = "floor"
)

// runBot is the program itself. KLACHTBOT_BENCH_PROFILE names a file for a
// profile of its CPU.
func runBot() {
	if path := os.Getenv("KLACHTBOT_BENCH_PROFILE"); path != "" {
		f, err := os.Create(path)
		if err != nil {
			panic(err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			panic(err)
		}
		defer pprof.StopCPUProfile()
	}
	main()
}

const (
	benchSecret  = "0123456789abcdef0123456789abcdef"
	benchOfficer = "U0OFFICER"
	benchOffice  = "U0KANTOOR"
)

// setting reads a number from the environment: how long a benchmark runs is a
// choice of whoever runs it.
func setting(b testing.TB, name string, def int) int {
	s := os.Getenv(name)
	if s == "" {
		return def
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		b.Fatalf("%s is %q; expected a number", name, s)
	}
	return n
}

// child is one running process with a Redis and a Slack of its own.
type child struct {
	b      testing.TB
	cmd    *exec.Cmd
	addr   string
	slack  *dumbSlack
	redis  *redisServer
	env    []string
	log    *logBuffer
	spared time.Duration // CPU that does not count; see spare
}

// newChild prepares a process of one kind; launch starts it. slack is how long
// every call to Slack takes.
func newChild(b testing.TB, kind string, slack time.Duration) *child {
	b.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		b.Skip("redis-server is not installed")
	}
	server := newRedisServer(b.TempDir())
	if err := server.start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(server.stop)
	c := &child{b: b, slack: newDumbSlack(b, slack), redis: server, log: &logBuffer{}}
	keys := filepath.Join(b.TempDir(), "keys.json")
	if err := store.NewKeyFile(keys); err != nil {
		b.Fatal(err)
	}
	c.env = []string{
		childKind + "=" + kind, "SLACK_BOT_TOKEN=xoxb-bench", "SLACK_SIGNING_SECRET=" + benchSecret,
		"SLACK_API_URL=" + c.slack.url, "REDIS_URL=redis://" + server.addr, "KLACHTBOT_KEYS=" + keys,
		"KLACHTBOT_BENCH_PROFILE=" + os.Getenv("KLACHTBOT_BENCH_PROFILE"), "KLACHTBOT_OFFICER=" + benchOfficer, "KLACHTBOT_OFFICE=" + benchOffice,
	}
	b.Cleanup(func() {
		if c.cmd != nil {
			_ = c.cmd.Process.Kill()
			_ = c.cmd.Wait()
		}
	})
	return c
}

// launch starts the process and gives how long it took until /readyz said so.
func (c *child) launch() time.Duration {
	c.b.Helper()
	l, err := newListener()
	if err != nil {
		c.b.Fatal(err)
	}
	c.addr = l.Addr().String()
	_ = l.Close() // the process needs the address; nobody else takes it so soon
	c.cmd = exec.Command(os.Args[0])
	if bin := os.Getenv("KLACHTBOT_BENCH_BINARY"); bin != "" && c.kind() == asBot {
		c.cmd = exec.Command(bin, "serve")
	}
	c.cmd.Env = append(c.env, "HTTP_ADDR="+c.addr)
	c.cmd.Stdout, c.cmd.Stderr = c.log, c.log
	begun := time.Now()
	if err := c.cmd.Start(); err != nil {
		c.b.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for !c.ready(ctx) {
		if ctx.Err() != nil {
			c.b.Fatalf("%s is not ready\n%s", c.kind(), c.log)
		}
		time.Sleep(200 * time.Microsecond) // polls another process: there is nothing to wait on
	}
	return time.Since(begun)
}

func (c *child) kind() string {
	_, kind, _ := strings.Cut(c.env[0], "=")
	return kind
}

func (c *child) ready(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.addr+"/readyz", nil)
	if err != nil {
		c.b.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// spare leaves out the CPU used until now: starting and warming up.
func (c *child) spare() { c.spared = c.used() }

// used is the CPU of the running process so far, to the hundredth of a second.
func (c *child) used() time.Duration {
	c.b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		c.b.Fatal(err)
	}
	_, after, _ := strings.Cut(string(raw), ") ") // proc(5): utime and stime are fields 14 and 15
	f := strings.Fields(after)
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// memory reads VmRSS or VmHWM, in MB.
func (c *child) memory(field string) float64 {
	c.b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		c.b.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) / 1024
		}
	}
	c.b.Fatalf("no %s", field)
	return 0
}

// end ends the process as an operator does and gives the CPU it used since
// spare.
func (c *child) end() time.Duration {
	c.b.Helper()
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	if err := c.cmd.Wait(); err != nil {
		c.b.Fatalf("%s: %v\n%s", c.kind(), err, c.log)
	}
	state := c.cmd.ProcessState
	c.cmd = nil
	return state.UserTime() + state.SystemTime() - c.spared
}

// stop ends the process and what it worked with.
func (c *child) stop() time.Duration {
	c.b.Helper()
	used := c.end()
	c.slack.close()
	c.redis.stop()
	return used
}
