package store

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"klachtbot/complaint"
)

// one leases exactly one task.
func (r *rig) one() complaint.Task {
	r.t.Helper()
	tasks, err := r.Lease(r.t.Context(), 10, time.Minute)
	if err != nil || len(tasks) != 1 {
		r.t.Fatalf("leased %d, want 1 (%v)", len(tasks), err)
	}
	return tasks[0]
}

func (r *rig) none() {
	r.t.Helper()
	tasks, err := r.Lease(r.t.Context(), 10, time.Minute)
	if err != nil || len(tasks) != 0 {
		r.t.Fatalf("leased %d, want none (%v)", len(tasks), err)
	}
}

func (r *rig) notify(key string, n ...complaint.Notice) {
	r.t.Helper()
	if err := r.Notify(r.t.Context(), key, n...); err != nil {
		r.t.Fatal(err)
	}
}

var (
	look = complaint.Notice{Kind: complaint.LookCard, Case: "AAA", To: officer.ID}
	home = complaint.Notice{Kind: complaint.LookHome, To: officer.ID}
	say  = complaint.Notice{Kind: complaint.SayNewCase, Case: "AAA", To: officer.ID, Event: "1"}
)

func TestNoticesOfACommitAreHandedOutOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		var want []complaint.Notice
		_, err := r.Create(t.Context(), reporter, "AAA", "v", func(s complaint.Settings) (complaint.Outcome, error) {
			o, err := filing("AAA")(s)
			want = o.Notices
			return o, err
		})
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-r.Committed():
		default:
			t.Fatal("no signal after a commit with notices")
		}
		got := map[complaint.Notice]bool{}
		var mu sync.Mutex
		together(4, func(int) { // four relays
			tasks, err := r.Lease(t.Context(), 3, time.Minute)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, task := range tasks {
				if got[task.Notice] || task.Attempt != 1 || task.Repeat {
					t.Errorf("%+v", task)
				}
				got[task.Notice] = true
			}
		})
		for _, task := range r.drain() {
			got[task.Notice] = true
		}
		if len(got) != len(want) {
			t.Fatalf("%d notices, want %d", len(got), len(want))
		}
		for _, n := range want {
			if !got[n] {
				t.Errorf("%s was not handed out", n.Kind)
			}
		}
	})
}

func TestLeaseEndsAndComesBackAsRepeat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.notify("k", say)
		first := r.one()
		r.none()
		r.clock.Advance(time.Minute)
		second := r.one()
		if !second.Repeat || second.Attempt != 2 || second.Key != first.Key {
			t.Fatalf("%+v", second)
		}
		for _, err := range []error{
			r.Finish(t.Context(), first, nil, nil), r.Retry(t.Context(), first, 0), r.Bury(t.Context(), first, "x"),
		} {
			if !errors.Is(err, ErrLeaseLost) {
				t.Fatal("a stale token answered:", err)
			}
		}
		if err := r.Finish(t.Context(), second, nil, nil); err != nil {
			t.Fatal(err)
		}
		if n, _, err := r.Pending(t.Context()); err != nil || n != 0 {
			t.Fatal(n, err)
		}
		if st := r.Stats(); st.Repeats != 1 || st.Lost != 3 {
			t.Fatalf("%+v", st)
		}
	})
}

func TestRetryWaitsAndIsNoRepeat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.notify("k", say)
		if err := r.Retry(t.Context(), r.one(), 30*time.Second); err != nil {
			t.Fatal(err)
		}
		r.none()
		r.clock.Advance(30 * time.Second)
		if task := r.one(); task.Repeat || task.Attempt != 2 {
			t.Fatalf("%+v", task)
		}
		if n, oldest, err := r.Pending(t.Context()); err != nil || n != 1 || oldest != 30*time.Second {
			t.Fatal(n, oldest, err)
		}
	})
}

// Ten changes are one update, and what changes during an update is looked at
// once more, by one worker at a time.
func TestLookAgainWhileLeased(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, key := range []string{"1", "2", "3"} {
			r.notify(key, look)
		}
		task := r.one()
		r.notify("4", look)
		r.none() // leased: the score did not move
		if err := r.Finish(t.Context(), task, nil, nil); err != nil {
			t.Fatal(err)
		}
		again := r.one() // at once
		if again.Repeat || again.Attempt != 1 || again.Notice != look {
			t.Fatalf("%+v", again)
		}
		if err := r.Finish(t.Context(), again, nil, nil); err != nil {
			t.Fatal(err)
		}
		r.none()
		r.notify("5", look, home)
		if n := len(r.drain()); n != 2 {
			t.Fatal(n)
		}
		if left := r.raw.HLen(t.Context(), r.k.leases()).Val() + r.raw.HLen(t.Context(), r.k.notices()).Val(); left != 0 {
			t.Fatal("left behind:", left)
		}
	})
}

func TestSaidOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.notify("k", say)
		r.notify("k", say)
		r.notify("another key", say) // also under another request
		r.drain()
		r.notify("a third", say) // also after it was delivered
		r.none()
		next := say
		next.Event = "2"
		r.notify("event 2", next)
		r.one()
	})
}

func TestBury(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.notify("k", say)
		if err := r.Bury(t.Context(), r.one(), "account_inactive"); err != nil {
			t.Fatal(err)
		}
		r.clock.Advance(time.Hour)
		r.none()
		if n, err := r.Dead(t.Context()); err != nil || n != 1 {
			t.Fatal(n, err)
		}
	})
}

// A notice that was moved to another key or damaged is buried, not delivered
// and not in the way.
func TestDamagedNoticeIsBuried(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.notify("k", say, home)
		all := r.raw.HGetAll(t.Context(), r.k.notices()).Val()
		var names []string
		for name := range all {
			names = append(names, name)
		}
		r.raw.HSet(t.Context(), r.k.notices(), names[0], all[names[1]], names[1], all[names[0]])
		r.none()
		if n, err := r.Dead(t.Context()); err != nil || n != 2 {
			t.Fatal(n, err)
		}
	})
}

func TestCards(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		old := complaint.Card{Person: officer.ID, Role: complaint.Officer, Channel: "D1", TS: "1.1", Revision: 1}
		other := complaint.Card{Person: employee.ID, Role: complaint.InvolvedEmployee, Channel: "D2", TS: "1.2", Revision: 1}
		r.notify("1", look)
		if err := r.Finish(t.Context(), r.one(), []complaint.Card{old, other}, nil); err != nil {
			t.Fatal(err)
		}
		newer := old
		newer.TS, newer.Revision = "2.1", 2
		r.notify("2", look)
		stale := r.one()
		r.clock.Advance(time.Minute)
		task := r.one()
		// Cards of a lost lease are facts about Slack, and are kept.
		if err := r.Finish(t.Context(), stale, []complaint.Card{newer}, []complaint.Card{old}); !errors.Is(err, ErrLeaseLost) {
			t.Fatal(err)
		}
		if err := r.Finish(t.Context(), task, nil, nil); err != nil {
			t.Fatal(err)
		}
		cards, err := r.Cards(t.Context(), "AAA", officer.ID)
		if err != nil || len(cards) != 1 || cards[0] != newer {
			t.Fatal(cards, err)
		}
		if cards, err = r.Cards(t.Context(), "AAA", "U0NOBODY"); err != nil || len(cards) != 0 {
			t.Fatal(cards, err)
		}
	})
}

func TestTaskKeyHoldsNoUserID(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, n := range []complaint.Notice{look, home, say, {Kind: complaint.SayReceipt, Case: "AAA", To: reporter.ID, Event: string(reporter.ID)}} {
			if key := r.taskKey(n); strings.Contains(key, "MARK") {
				t.Error(key)
			}
		}
	})
}
