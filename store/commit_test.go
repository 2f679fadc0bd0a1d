package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"klachtbot/complaint"
)

// together runs fn n times at once and waits.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}

// mustTotal counts the complaints in the index of all.
func (r *rig) mustTotal(want int) {
	r.t.Helper()
	_, total, err := r.List(r.t.Context(), complaint.Query{})
	if err != nil || total != want {
		r.t.Fatalf("%d complaints, want %d (%v)", total, want, err)
	}
}

func TestNumbersHaveNoGapsUnderLoad(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		var mu sync.Mutex
		numbers := map[complaint.ID][]int{}
		together(20*4, func(i int) { // 20 creates, each delivered four times
			id := complaint.ID("C" + strconv.Itoa(i%20))
			c, err := r.Create(t.Context(), reporter, id, "view-"+string(id), filing(id))
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			numbers[id] = append(numbers[id], c.Number.Seq)
			mu.Unlock()
		})
		var all []int
		for id, n := range numbers {
			if len(slices.Compact(n)) != 1 {
				t.Errorf("%s got numbers %v", id, n)
			}
			all = append(all, n[0])
		}
		slices.Sort(all)
		for i, n := range all {
			if n != i+1 {
				t.Fatalf("numbers %v", all)
			}
		}
		r.mustTotal(20)
	})
}

func TestNumberTakesTheYearOfTheReportInAmsterdam(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		newYear := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC) // 00:30 on 1 January 2027
		c, err := r.Create(t.Context(), reporter, "NY", "v", func(s complaint.Settings) (complaint.Outcome, error) {
			return complaint.New(report("NY"), reporter, s, newYear)
		})
		if err != nil || c.Number.String() != "K-2027-0001" {
			t.Fatal(c.Number, err)
		}
	})
}

func TestCreateOfAnExistingID(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		first := r.file("AAA")
		again, err := r.Create(t.Context(), reporter, "AAA", "another view", filing("AAA"))
		if err != nil || again.Number != first.Number {
			t.Fatal(again.Number, err)
		}
		_, err = r.Create(t.Context(), employee, "AAA", "a third", func(s complaint.Settings) (complaint.Outcome, error) {
			return complaint.New(report("AAA"), employee, s, noon)
		})
		if !errors.Is(err, complaint.ErrNotFound) {
			t.Fatal(err)
		}
		for _, id := range []complaint.ID{"", "A:e", "A}b", complaint.ID(strings.Repeat("A", 65))} {
			if _, err := r.Create(t.Context(), reporter, id, "v", filing(id)); !errors.Is(err, complaint.ErrNotFound) {
				t.Errorf("id %q: %v", id, err)
			}
		}
		r.mustTotal(1)
	})
}

// A create that the rules refuse stores nothing, not even its request id, and
// takes no number.
func TestRefusedCreateLeavesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		_, err := r.Create(t.Context(), reporter, "AAA", "view-AAA", func(s complaint.Settings) (complaint.Outcome, error) {
			return complaint.New(complaint.Report{ID: "AAA"}, reporter, s, noon)
		})
		var f *complaint.FieldError
		if !errors.As(err, &f) {
			t.Fatal(err)
		}
		if c := r.file("AAA"); c.Number.Seq != 1 {
			t.Fatal(c.Number)
		}
	})
}

func TestCreateSeesSettingsOfItsMoment(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		set, err := r.Settings(t.Context()) // cached from here on
		if err != nil {
			t.Fatal(err)
		}
		other := r.twin()
		set.Officer = "U0OTHER"
		if _, err := other.SaveSettings(t.Context(), "change", set); err != nil {
			t.Fatal(err)
		}
		runs := 0
		c, err := r.Create(t.Context(), reporter, "AAA", "v", func(s complaint.Settings) (complaint.Outcome, error) {
			runs++
			return filing("AAA")(s)
		})
		if err != nil || runs != 2 || c.Officer.ID != "U0OTHER" {
			t.Fatal(c.Officer.ID == "U0OTHER", runs, err)
		}
		if _, err := other.SaveSettings(t.Context(), "late", set); !errors.Is(err, complaint.ErrStale) {
			t.Fatal(err)
		}
	})
}

func TestParallelUpdatesAllCount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.file("AAA")
		together(10, func(i int) {
			if _, err := r.Update(t.Context(), reporter, "AAA", fmt.Sprint("click", i), supplement(fmt.Sprint("aanvulling ", i))); err != nil {
				t.Error(err)
			}
		})
		c, err := r.Peek(t.Context(), "AAA")
		if err != nil || c.Revision != 11 {
			t.Fatal(c.Revision, err)
		}
		if err := r.VerifyChain(t.Context(), "AAA"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestUpdateGivesUpWhenOthersKeepBeingFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.file("AAA")
		n := 0
		_, err := r.Update(t.Context(), reporter, "AAA", "slow", func(c complaint.Complaint, s complaint.Settings) (complaint.Outcome, error) {
			n++
			if _, err := r.Update(t.Context(), reporter, "AAA", fmt.Sprint("fast", n), supplement("eerder")); err != nil {
				t.Error(err)
			}
			return supplement("te laat")(c, s)
		})
		if !errors.Is(err, complaint.ErrStale) || r.Stats().Conflicts == 0 {
			t.Fatal(err)
		}
	})
}

func TestUpdateHidesWhatIsNotYours(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.file("AAA")
		for _, id := range []complaint.ID{"AAA", "NONE", "AAA:e"} {
			_, err := r.Update(t.Context(), who("U0STRANGER"), id, "x", supplement("hallo"))
			if !errors.Is(err, complaint.ErrNotFound) || strings.Contains(err.Error(), "STRANGER") {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}

// A lost answer is one effect: the commit was carried out, the client did not
// hear of it, and the store asks again.
func TestLostAnswerIsOneEffect(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]func(*testing.T) (*proxy, Profile){
		"miniredis": func(t *testing.T) (*proxy, Profile) {
			return newProxy(t, "tcp", miniredis.RunT(t).Addr()), Demo
		},
		"redis-server": func(t *testing.T) (*proxy, Profile) {
			realURL(t)
			return newProxy(t, "unix", shared.socket()), Productie
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			px, profile := p(t)
			r := newRig(t, px.url, profile)
			lose := func(n int64) { px.lose.Store(n) }
			lose(3)
			c, err := r.Create(t.Context(), reporter, "AAA", "v", filing("AAA"))
			if err != nil || c.Number.Seq != 1 {
				t.Fatal(c.Number, err)
			}
			lose(1)
			c, err = r.Update(t.Context(), reporter, "AAA", "click", supplement("nog iets"))
			if err != nil || c.Revision != 2 {
				t.Fatal(c.Revision, err)
			}
			lose(1)
			set, _ := r.Settings(t.Context())
			if set, err = r.SaveSettings(t.Context(), "set", set); err != nil || set.Revision != 2 {
				t.Fatal(set.Revision, err)
			}
			due, err := r.Due(t.Context(), noon.AddDate(1, 0, 0), 10)
			if err != nil || len(due) != 1 {
				t.Fatal(due, err)
			}
			lose(1)
			if fired, err := r.Fire(t.Context(), due[0], nil); err != nil || !fired {
				t.Fatal(fired, err)
			}
			lose(1)
			told := complaint.ClientInformed{FileNumber: complaint.NewText("2026-1"), On: complaint.Today(noon), How: "email"}
			if err := r.ClientInformed(t.Context(), reporter, "told", told); err != nil {
				t.Fatal(err)
			}
			if n := r.raw.HGet(t.Context(), r.k.told(), "2026-11").Val(); n != "1" {
				t.Fatal("clients informed:", n)
			}
			if px.lost.Load() != 7 {
				t.Fatal("answers lost:", px.lost.Load())
			}
			r.mustTotal(1)
			if err := r.VerifyChain(t.Context(), "AAA"); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestDeadlineIsKeptWhenRedisIsGone(t *testing.T) {
	t.Parallel()
	m := miniredis.RunT(t)
	r := newRig(t, "redis://"+m.Addr(), Demo)
	m.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := r.Peek(ctx, "AAA"); err == nil || errors.Is(err, complaint.ErrNotFound) {
		t.Fatal(err)
	}
	if d := time.Since(start); d > time.Second {
		t.Fatal(d)
	}
}

func TestFireOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		c := r.file("AAA")
		at := c.Term.DueOn.AddDays(1).Start()
		if due, err := r.Due(t.Context(), at.Add(-time.Millisecond), 10); err != nil || len(due) != 0 {
			t.Fatal(due, err)
		}
		due, err := r.Due(t.Context(), at, 10)
		if err != nil || len(due) != 1 || due[0] != c.Obligations()[0] {
			t.Fatal(due, err)
		}
		r.drain()
		var mu sync.Mutex
		fired := 0
		together(5, func(int) { // five instances
			ok, err := r.twin().Fire(t.Context(), due[0], c.Fall(due[0], office))
			if err != nil {
				t.Error(err)
			}
			if ok {
				mu.Lock()
				fired++
				mu.Unlock()
			}
		})
		if fired != 1 {
			t.Fatal("fired", fired)
		}
		if n, _, err := r.Pending(t.Context()); err != nil || n != len(c.Fall(due[0], office)) {
			t.Fatal("pending", n, err)
		}
		// A later commit does not bring back what was fired.
		if _, err := r.Update(t.Context(), reporter, "AAA", "x", supplement("later")); err != nil {
			t.Fatal(err)
		}
		if due, err := r.Due(t.Context(), at, 10); err != nil || len(due) != 0 {
			t.Fatal(due, err)
		}
	})
}
