package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/slack-go/slack"

	"klachtbot/bot/slackfake"
	"klachtbot/handlers"
)

func TestCommandOpensAModal(t *testing.T) {
	t.Parallel()
	o := newOffice(t, []Route{opens}, nil)
	o.fill()
	if n := o.ws.Calls("views.open"); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestCommandAnswersInTheChannelToOnePerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, []Route{{Kind: Command, Name: "/klacht", Handle: func(_ context.Context, r handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Ephemeral: "U typte " + r.Text}, nil
	}}}, nil)
	if err := o.anna.Type(t.Context(), "", "/klacht "+marker); err != nil {
		t.Fatal(err)
	}
	all := o.anna.Messages("")
	if len(all) != 1 || !all[0].Ephemeral || all[0].Text != "U typte "+marker {
		t.Errorf("%+v", all)
	}
	for _, x := range o.ws.Transcript() {
		if !x.ToApp && x.Method != "auth.test" && x.Method != "apps.connections.open" && x.Method != "users.info" {
			t.Errorf("an answer in the acknowledgement needs no call, but: %s", x.Method)
		}
	}
}

// TestSlowModal: what takes longer than 500 ms opens as a loading view.
func TestSlowModal(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		gate := make(chan struct{})
		slow := opens
		slow.Handle = func(ctx context.Context, r handlers.Request) (handlers.Reply, error) {
			<-gate
			if fails {
				return handlers.Reply{}, errors.New(marker)
			}
			return opens.Handle(ctx, r)
		}
		o := newOffice(t, []Route{slow}, nil)
		if err := o.anna.Type(t.Context(), "", "/klacht"); err != nil {
			t.Fatal(err)
		}
		o.wait("loading view", func() bool { return strings.Contains(o.anna.See(), "Laden...") })
		close(gate)
		want := "Wat is de klacht?"
		if fails {
			want = "Dat lukte niet: *errors.errorString"
		}
		o.wait("answer", func() bool { return strings.Contains(o.anna.See(), want) })
		if strings.Contains(o.anna.See(), "Laden...") || o.anna.Depth() != 1 {
			t.Error("the loading view is still there")
		}
	}
}

func TestSubmissionIsStoredThenAcknowledged(t *testing.T) {
	t.Parallel()
	var stored atomic.Value
	o := newOffice(t, []Route{opens, onSubmit(func(_ context.Context, r handlers.Request) (handlers.Reply, error) {
		stored.Store(r)
		return handlers.Reply{}, nil
	})}, nil)
	o.fill()
	errs, err := o.anna.Submit(t.Context())
	if err != nil || len(errs) > 0 || o.anna.Depth() != 0 {
		t.Fatalf("%v %v", err, errs)
	}
	r := stored.Load().(handlers.Request)
	if r.View.Values["words"].Text != marker || r.View.Metadata != "c-1" || r.ID != r.View.ID {
		t.Errorf("%+v", r)
	}
}

// TestRefusedSubmissionKeepsWhatWasTyped: field errors, failures, panics, use
// cases that are too slow, ids that nobody handles and a full house.
func TestRefusedSubmissionKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		handle handlers.Handler
		want   string
	}{
		"field error": {func(context.Context, handlers.Request) (handlers.Reply, error) {
			return handlers.Reply{Errors: map[string]string{"words": "Te kort."}}, nil
		}, "Te kort."},
		"error at no input": {func(context.Context, handlers.Request) (handlers.Reply, error) {
			return handlers.Reply{Errors: map[string]string{"buttons": "Kies iets."}}, nil
		}, "Kies iets."},
		"failure": {func(context.Context, handlers.Request) (handlers.Reply, error) {
			return handlers.Reply{}, errors.New(marker)
		}, "*errors.errorString"},
		"panic": {func(context.Context, handlers.Request) (handlers.Reply, error) { panic(marker) }, "panic:string"},
		"slow": {func(ctx context.Context, _ handlers.Request) (handlers.Reply, error) {
			<-ctx.Done()
			return handlers.Reply{}, ctx.Err()
		}, "timeout"},
		"nobody": {nil, "no_route"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := []Route{opens}
			if tc.handle != nil {
				table = append(table, onSubmit(tc.handle))
			}
			o := newOffice(t, table, func(b *Bot) { b.core.lim.submit = 200 * time.Millisecond })
			o.fill()
			errs, err := o.anna.Submit(t.Context())
			if err != nil || !strings.Contains(errs["words"], tc.want) {
				t.Errorf("%v %v", err, errs)
			}
			if o.typed() != marker {
				t.Error("what was typed is gone")
			}
			if name == "panic" && testutil.ToFloat64(o.bot.m.panics) != 1 {
				t.Error("the panic was not counted")
			}
		})
	}
}

// TestDeafUseCase: one that does not heed its deadline is answered for.
func TestDeafUseCase(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	o := newOffice(t, []Route{opens, onSubmit(func(context.Context, handlers.Request) (handlers.Reply, error) {
		<-gate
		return handlers.Reply{}, nil
	})}, func(b *Bot) { b.core.lim.submit = 100 * time.Millisecond })
	o.fill()
	errs, err := o.anna.Submit(t.Context())
	close(gate)
	if err != nil || !strings.Contains(errs["words"], "slow") || o.typed() != marker {
		t.Errorf("%v %v", err, errs)
	}
}

func TestFullHouse(t *testing.T) {
	t.Parallel()
	gate, begun := make(chan struct{}), make(chan struct{})
	o := newOffice(t, []Route{opens, onSubmit(noop), {Kind: Event, Name: "app_home_opened", Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
		close(begun)
		<-gate
		return handlers.Reply{}, nil
	}}}, nil)
	o.fill()
	for idle := false; !idle; runtime.Gosched() {
		o.bot.pool.mu.Lock()
		idle, o.bot.pool.size = o.bot.pool.busy == 0, 1
		o.bot.pool.mu.Unlock()
	}
	if err := o.anna.OpenHome(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-begun
	errs, err := o.anna.Submit(t.Context())
	if err != nil || !strings.Contains(errs["words"], "busy") || o.typed() != marker {
		t.Errorf("%v %v", err, errs)
	}
	close(gate)
}

// TestBigAnswer: what does not fit in an acknowledgement comes by views.update.
func TestBigAnswer(t *testing.T) {
	t.Parallel()
	big := notice("Groot", "x")
	for range 12 {
		big.Blocks.BlockSet = append(big.Blocks.BlockSet, section(strings.Repeat("lang ", 500)))
	}
	for name, reply := range map[string]handlers.Reply{"update": {Update: &big}, "push": {Push: &big}} {
		o := newOffice(t, []Route{opens, onSubmit(func(context.Context, handlers.Request) (handlers.Reply, error) {
			return reply, nil
		})}, nil)
		o.fill()
		if errs, err := o.anna.Submit(t.Context()); err != nil || len(errs) > 0 {
			t.Fatalf("%v %v", err, errs)
		}
		o.wait(name, func() bool { return o.title() == "Groot" })
	}
}

func TestSmallAnswersTravelInTheAcknowledgement(t *testing.T) {
	t.Parallel()
	page := notice("Pagina 2", "x")
	o := newOffice(t, []Route{opens, onSubmit(func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Update: &page}, nil
	})}, nil)
	o.fill()
	if _, err := o.anna.Submit(t.Context()); err != nil || o.title() != "Pagina 2" {
		t.Error(err, o.title())
	}
	if n := o.ws.Calls("views.update"); n != 0 {
		t.Errorf("%d updates", n)
	}
}

// TestBrokenView: a view that breaks Slack's rules is never sent.
func TestBrokenView(t *testing.T) {
	t.Parallel()
	broken := notice(strings.Repeat("x", 25), "y")
	table := []Route{{Kind: Command, Name: "/klacht", Opens: true, Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Open: &broken}, nil
	}}}
	o := newOffice(t, table, nil)
	if err := o.anna.Type(t.Context(), "", "/klacht"); err != nil {
		t.Fatal(err)
	}
	o.wait("sentence", func() bool { return strings.Contains(o.anna.See(), "views.open:blockkit") })
	if n := testutil.ToFloat64(o.bot.m.blockkit.WithLabelValues("views.open")); n != 1 {
		t.Errorf("counted %v", n)
	}
}

// TestModalThatCannotOpen: the person is told without a trigger.
func TestModalThatCannotOpen(t *testing.T) {
	t.Parallel()
	o := newOffice(t, []Route{opens}, nil)
	o.ws.Faults().RateLimit("views.open", time.Second)
	if err := o.anna.Type(t.Context(), "", "/klacht"); err != nil {
		t.Fatal(err)
	}
	o.wait("sentence", func() bool { return strings.Contains(o.anna.See(), "views.open:ratelimited") })
}

// TestClicks: in a modal the answer takes its place or covers it, and a failure
// covers the form, so that what was typed stays.
func TestClicks(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reply handlers.Reply
		err   error
		want  string
		depth int
	}{
		"update":  {handlers.Reply{Update: form("Nieuw")}, nil, "Nieuw", 1},
		"push":    {handlers.Reply{Push: form("Bovenop")}, nil, "Bovenop", 2},
		"open":    {handlers.Reply{Open: form("Open")}, nil, "Open", 2},
		"failure": {handlers.Reply{}, errors.New("x"), "Klachtbot", 2},
	} {
		o := newOffice(t, []Route{opens, {Kind: Action, Name: "more", Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
			return tc.reply, tc.err
		}}}, nil)
		o.fill()
		if err := o.anna.Click(t.Context(), slackfake.InModal(), "more"); err != nil {
			t.Fatal(err)
		}
		o.wait(name, func() bool { return o.title() == tc.want && o.anna.Depth() == tc.depth })
	}
}

// TestTwoQuickClicks: both carry the hash of the same view; the second wins,
// also when the first comes last.
func TestTwoQuickClicks(t *testing.T) {
	t.Parallel()
	for _, swapped := range []bool{false, true} {
		var n atomic.Int32
		begun := make(chan struct{}, 2)
		gates := []chan struct{}{make(chan struct{}), make(chan struct{})}
		titles := []string{"Eerste", "Tweede"}
		o := newOffice(t, []Route{opens, {Kind: Action, Name: "more", Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
			i := n.Add(1) - 1
			begun <- struct{}{}
			<-gates[i]
			return handlers.Reply{Update: form(titles[i])}, nil
		}}}, nil)
		o.fill()
		for range gates {
			if err := o.anna.Click(t.Context(), slackfake.InModal(), "more"); err != nil {
				t.Fatal(err)
			}
			<-begun
		}
		if swapped {
			close(gates[1])
			o.wait("second", func() bool { return o.title() == "Tweede" })
			close(gates[0])
		} else {
			close(gates[0])
			o.wait("first", func() bool { return o.title() == "Eerste" })
			close(gates[1])
		}
		o.wait("second", func() bool { return o.title() == "Tweede" })
		o.halt()
		if o.title() != "Tweede" {
			t.Errorf("swapped %t: %s", swapped, o.title())
		}
	}
}

// TestDuplicates: one act that is delivered twice is carried out once.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	var ran atomic.Int32
	counting := opens
	counting.Handle = func(ctx context.Context, r handlers.Request) (handlers.Reply, error) {
		ran.Add(1)
		return opens.Handle(ctx, r)
	}
	o := newOffice(t, []Route{counting}, nil)
	race := o.ws.Faults().Race("slash_commands")
	o.fill()
	if ran.Load() != 1 || race.Hits() != 1 || o.anna.Depth() != 1 {
		t.Errorf("ran %d times", ran.Load())
	}
}

// TestLostAck: an event whose acknowledgement was lost comes again and is
// dropped; one whose use case failed gets another chance.
func TestLostAck(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		var ran atomic.Int32
		o := newOffice(t, []Route{{Kind: Event, Name: "app_home_opened", Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
			if ran.Add(1) == 1 && fails {
				return handlers.Reply{}, errors.New("x")
			}
			return handlers.Reply{}, nil
		}}}, nil)
		o.ws.Faults().LoseAck("app_home_opened")
		if err := o.anna.OpenHome(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.wait("second delivery", func() bool {
			n := 0
			for _, x := range o.ws.Transcript() {
				if x.Method == "app_home_opened" {
					n++
				}
			}
			return n == 2
		})
		o.halt()
		want := int32(1)
		if fails {
			want = 2
		}
		if ran.Load() != want {
			t.Errorf("fails %t: ran %d times", fails, ran.Load())
		}
	}
}

// TestRefreshInMidFlight: Slack renews the sockets while a submission is being
// stored; it is acknowledged on the next socket, or the person tries again.
func TestRefreshInMidFlight(t *testing.T) {
	t.Parallel()
	begun, gate := make(chan struct{}, 4), make(chan struct{})
	o := newOffice(t, []Route{opens, onSubmit(func(context.Context, handlers.Request) (handlers.Reply, error) {
		begun <- struct{}{}
		<-gate
		return handlers.Reply{}, nil
	})}, nil)
	o.fill()
	go func() {
		<-begun
		o.ws.Faults().Disconnect("refresh_requested")
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = o.ws.Wait(ctx, func() bool { return o.ws.Accepted() >= 4 })
		close(gate)
	}()
	if _, err := o.anna.Submit(t.Context()); err != nil {
		if o.typed() != marker {
			t.Error("what was typed is gone")
		}
		if _, err := o.anna.Submit(t.Context()); err != nil {
			t.Errorf("second time: %v", err)
		}
	}
	if o.anna.Depth() != 0 {
		t.Error("not acknowledged")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	o := newOffice(t, []Route{{Kind: Command, Name: "/klacht", Handle: func(context.Context, handlers.Request) (handlers.Reply, error) {
		t.Error("reached a use case")
		return handlers.Reply{}, nil
	}}}, nil)
	team := o.ws.TeamID()
	for reason, body := range map[string]string{
		"malformed":  `{"team_id":"` + team + `"}`,
		"other_team": `{"team_id":"T9","user_id":"U1","command":"/klacht","trigger_id":"1"}`,
		"bot":        `{"team_id":"` + team + `","user_id":"USLACKBOT","command":"/klacht","trigger_id":"1"}`,
		"no_route":   `{"team_id":"` + team + `","user_id":"U1","command":"/anders","trigger_id":"1"}`,
	} {
		acked := 0
		o.bot.core.handle(t.Context(), &envelope{kind: slashCommands, body: []byte(body), at: time.Now(), max: maxSocketAck,
			send: func(_ context.Context, b []byte) error {
				acked++
				if b != nil {
					t.Errorf("%s: %s", reason, b)
				}
				return nil
			}})
		if n := testutil.ToFloat64(o.bot.m.refused.WithLabelValues(reason)); acked != 1 || n != 1 {
			t.Errorf("%s: acknowledged %d times, counted %v", reason, acked, n)
		}
	}
}

// TestStopFinishesWhatIsUnderWay: a submission that is being stored while the
// bot stops is still acknowledged.
func TestStopFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	begun, gate := make(chan struct{}), make(chan struct{})
	o := newOffice(t, []Route{opens, onSubmit(func(context.Context, handlers.Request) (handlers.Reply, error) {
		close(begun)
		<-gate
		return handlers.Reply{}, nil
	})}, nil)
	o.fill()
	go func() {
		<-begun
		o.stop()
		for !o.bot.ending.Load() {
			runtime.Gosched()
		}
		soon, cancel := context.WithTimeout(context.Background(), 2*flushIn)
		defer cancel()
		if o.ws.Wait(soon, func() bool { return o.ws.Connections() < 2 }) == nil {
			t.Error("a socket was closed before the submission was acknowledged")
		}
		close(gate)
	}()
	if errs, err := o.anna.Submit(t.Context()); err != nil || len(errs) > 0 || o.anna.Depth() != 0 {
		t.Errorf("%v %v", err, errs)
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	ws, err := slackfake.New(slackfake.Options{App: slackfake.App{SocketMode: true}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	for _, cfg := range []Config{{Token: "xoxb-wrong", AppToken: ws.AppToken()}, {Token: ws.BotToken(), AppToken: "xapp-wrong"}} {
		cfg.APIURL, cfg.Outbox, cfg.Notice = ws.APIURL(), newOutbox(), notice
		cfg.Explain = func(error, string) string { return "" }
		b, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Wire(&service{}, nil); err != nil {
			t.Fatal(err)
		}
		if err := b.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "invalid_auth") {
			t.Errorf("%v", err)
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	var down atomic.Bool
	o := newOffice(t, nil, func(b *Bot) {
		b.cfg.Gate = func(context.Context) error {
			if down.Load() {
				return errOutbox
			}
			return nil
		}
	})
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		o.bot.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Code, w.Body.String()
	}
	if code, _ := get("/readyz"); code != 200 {
		t.Errorf("ready: %d", code)
	}
	down.Store(true)
	if code, _ := get("/readyz"); code != 503 {
		t.Errorf("register down: %d", code)
	}
	if code, _ := get("/healthz"); code != 200 {
		t.Errorf("health: %d", code)
	}
	if _, body := get("/metrics"); !strings.Contains(body, "klachtbot_outbox_oldest_seconds 60") ||
		!strings.Contains(body, "klachtbot_sockets_up") || !strings.Contains(body, "klachtbot_tick_lag_seconds") {
		t.Error(body)
	}
	o.halt()
	if code, _ := get("/readyz"); code != 503 {
		t.Errorf("stopped: %d", code)
	}
}

// TestMetricsHaveHelp also keeps people, channels and cases out of labels.
func TestMetricsHaveHelp(t *testing.T) {
	t.Parallel()
	reg := prometheus.NewRegistry()
	if _, err := newMetrics(reg, func() time.Duration { return 0 }); err != nil {
		t.Fatal(err)
	}
	all, err := reg.Gather()
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.GetHelp() == "" || !strings.HasPrefix(f.GetName(), "klachtbot_") {
			t.Errorf("%s: %q", f.GetName(), f.GetHelp())
		}
	}
}

// TestTrim: of an answer only what is needed is left, and of a refusal no text
// that could quote what was sent.
func TestTrim(t *testing.T) {
	t.Parallel()
	res := httptest.NewRecorder()
	_, _ = res.WriteString(`{"ok":false,"error":"invalid_arguments","response_metadata":{"messages":["` + marker + `"]},"errors":[{"x":"` + marker + `"}]}`)
	got := res.Result()
	outcome, err := trim("views.open", got)
	var a slack.SlackResponse
	if err != nil || outcome != "refused" || json.NewDecoder(got.Body).Decode(&a) != nil || a.Error != "invalid_arguments" ||
		len(a.ResponseMetadata.Messages) > 0 {
		t.Errorf("%v %s %+v", err, outcome, a)
	}
}
