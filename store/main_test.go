package store

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"klachtbot/complaint"
)

// shared is the real server of this package; nil when none is installed.
var shared *server

func TestMain(m *testing.M) {
	logging.Disable() // tests that stop their Redis are no news
	code := func() int {
		required := slices.Contains(strings.Split(os.Getenv("KLACHTBOT_TEST_REQUIRE"), ","), "redis")
		if _, err := exec.LookPath("redis-server"); err != nil {
			fmt.Fprintln(os.Stderr, "store: redis-server is not installed; testing on the embedded Redis only")
			if required {
				fmt.Fprintln(os.Stderr, "store: KLACHTBOT_TEST_REQUIRE demands redis")
				return 1
			}
			return m.Run()
		}
		dir, err := os.MkdirTemp("", "kb")
		if err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		if shared, err = startServer(dir, "--appendonly", "yes", "--save", ""); err != nil {
			panic(err)
		}
		defer shared.stop()
		fmt.Fprintln(os.Stderr, "store: testing on the embedded Redis and on redis-server")
		return m.Run()
	}()
	os.Exit(code)
}

// server is a redis-server that we started, on a unix socket in its own folder.
type server struct {
	dir  string
	args []string
	cmd  *exec.Cmd
}

func startServer(dir string, args ...string) (*server, error) {
	s := &server{dir: dir, args: args}
	return s, s.start()
}

func (s *server) socket() string { return filepath.Join(s.dir, "r.sock") }
func (s *server) url() string    { return "unix://" + s.socket() }

// start starts it and waits until it answers with its data loaded.
func (s *server) start() error {
	if err := s.launch(); err != nil {
		return err
	}
	return s.await()
}

func (s *server) launch() error {
	s.cmd = exec.Command("redis-server", append([]string{"--port", "0", "--unixsocket", s.socket(), "--dir", s.dir,
		"--logfile", filepath.Join(s.dir, "log")}, s.args...)...)
	return s.cmd.Start()
}

// await pings until it answers.
func (s *server) await() error {
	c := redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket(), MaxRetries: -1})
	defer func() { _ = c.Close() }()
	for range 200 {
		if c.Ping(context.Background()).Err() == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("redis-server does not answer; see %s", filepath.Join(s.dir, "log"))
}

func (s *server) stop() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

var registers atomic.Int64

// office is who works in the tests. The ids look like Slack's and are marker
// words of the test that greps the disk.
var office = complaint.Settings{
	Officer: "U0MARKOFF", Deputies: []complaint.UserID{"U0MARKDEP"}, Office: []complaint.UserID{"U0MARKKAN"}, Channel: "C0MARKCHN",
	Teams:      []complaint.Team{{Name: "MARKteam", Members: []complaint.UserID{"U0MARKEMP", "U0MARKCOL"}}},
	OfficeName: "MARKkantoor", PostalAddress: "MARKstraat 1", Policy: complaint.DefaultPolicy(),
}

var noon = time.Date(2026, 11, 20, 11, 0, 0, 0, time.UTC)

// rig is one register of one test, with a real clock that only Advance moves.
type rig struct {
	*Store
	t     *testing.T
	clock *clockwork.FakeClock
	opts  Options
	raw   redis.UniversalClient
	url   string
}

func overlay(s *complaint.Settings) { s.Office, s.Channel = office.Office, office.Channel }

// each runs a test on the embedded Redis and, when installed, on a real server.
func each(t *testing.T, test func(*testing.T, *rig)) {
	t.Run("miniredis", func(t *testing.T) {
		t.Parallel()
		test(t, newRig(t, "redis://"+miniredis.RunT(t).Addr(), Demo))
	})
	t.Run("redis-server", func(t *testing.T) {
		t.Parallel()
		test(t, newRig(t, realURL(t), Productie))
	})
}

func realURL(t *testing.T) string {
	t.Helper()
	if shared == nil {
		t.Skip("redis-server is not installed")
	}
	return shared.url()
}

func newRig(t *testing.T, url string, p Profile) *rig {
	t.Helper()
	r := &rig{t: t, clock: clockwork.NewFakeClockAt(time.Now().Truncate(time.Millisecond))}
	r.opts = Options{Register: fmt.Sprintf("t%d", registers.Add(1)), Keys: MemoryKeyring(), Overlay: overlay, Real: r.clock, Profile: p}
	r.url = url
	r.Store = r.twin()
	r.raw = r.rdb
	if err := r.SeedSettings(t.Context(), office); err != nil {
		t.Fatal(err)
	}
	return r
}

// twin opens the register once more, as another process would.
func (r *rig) twin() *Store {
	r.t.Helper()
	o := r.opts
	var err error
	if o.Client, err = Dial(r.url); err != nil {
		r.t.Fatal(err)
	}
	s, err := Open(r.t.Context(), o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = s.Close() })
	return s
}

func who(id complaint.UserID) complaint.Person {
	return complaint.Person{ID: id, Name: complaint.NewText("MARKname " + string(id))}
}

var (
	reporter = who("U0MARKREP")
	employee = who("U0MARKEMP")
	officer  = who("U0MARKOFF")
)

// report is a form with a marker word in every field.
func report(id complaint.ID) complaint.Report {
	x := func(s string) complaint.Text { return complaint.NewText("MARK" + s + " en meer tekst") }
	return complaint.Report{
		ID: id, Intake: complaint.Phone, ReceivedOn: complaint.Today(noon), ExternalRef: x("ref"),
		Complainant: complaint.Complainant{Client: x("client"), OnBehalf: true, Representative: x("rep"), Contact: x("contact")},
		Words:       x("words"), MoreWords: x("more"), Subject: complaint.AboutEmployees,
		Employees: []complaint.Colleague{{Person: employee}}, Wish: x("wish"), Done: x("done"), Told: complaint.Yes,
	}
}

// file stores a complaint reported by reporter about employee.
func (r *rig) file(id complaint.ID) complaint.Complaint {
	r.t.Helper()
	c, err := r.create(r.t.Context(), reporter, id, "view-"+string(id), filing(id))
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

func filing(id complaint.ID) func(complaint.Settings) (complaint.Outcome, error) {
	return func(s complaint.Settings) (complaint.Outcome, error) {
		return complaint.New(report(id), reporter, s, noon)
	}
}

func supplement(text string) func(complaint.Complaint, complaint.Settings) (complaint.Outcome, error) {
	return func(c complaint.Complaint, s complaint.Settings) (complaint.Outcome, error) {
		return c.Supplement(complaint.NewText(text), reporter, s, noon)
	}
}

func declare(c complaint.Complaint, s complaint.Settings) (complaint.Outcome, error) {
	return c.Declare(true, officer, s, noon)
}

// drain delivers every notice.
func (r *rig) drain() []complaint.Task {
	r.t.Helper()
	tasks, err := r.Lease(r.t.Context(), 1000, time.Minute)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, task := range tasks {
		if err := r.Finish(r.t.Context(), task, nil, nil); err != nil {
			r.t.Fatal(err)
		}
	}
	return tasks
}
