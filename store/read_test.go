package store

import (
	"errors"
	"testing"

	"klachtbot/complaint"
)

func TestReadLogsBeforeItShows(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.file("AAA")
		d, err := r.Read(t.Context(), employee.ID, "AAA", complaint.ActRead)
		if err != nil || d.Complaint.Words.IsZero() || len(d.Entries) != 1 || d.Reads != nil {
			t.Fatal(len(d.Entries), err)
		}
		if _, err := r.Update(t.Context(), officer, "AAA", "declare", declare); err != nil {
			t.Fatal(err)
		}
		d, err = r.Read(t.Context(), officer.ID, "AAA", complaint.ActRead)
		if err != nil || len(d.Reads) != 1 || d.Reads[0].By != employee.ID || !d.Reads[0].At.Equal(r.clock.Now()) {
			t.Fatal(len(d.Reads), err)
		}
		// The access log cannot be written: nothing is shown.
		r.raw.Del(t.Context(), r.k.reads("AAA"))
		sealed := r.raw.LRange(t.Context(), r.k.entries("AAA"), 0, -1).Val()
		if len(sealed) != 2 {
			t.Fatal(len(sealed))
		}
		r.raw.Set(t.Context(), r.k.reads("AAA"), "not a list", 0)
		if d, err = r.Read(t.Context(), officer.ID, "AAA", complaint.ActRead); err == nil || d.Complaint.ID != "" {
			t.Fatal("shown without a log")
		}
	})
}

// The access log fails between reading and showing, when Redis refuses writes.
func TestNothingIsShownWhenRedisRefusesWrites(t *testing.T) {
	t.Parallel()
	realURL(t)
	dir := t.TempDir()
	srv, err := startServer(dir, "--appendonly", "yes", "--save", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.stop() })
	r := newRig(t, srv.url(), Productie)
	r.file("AAA")
	if err := r.raw.ConfigSet(t.Context(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	if d, err := r.Read(t.Context(), employee.ID, "AAA", complaint.ActRead); err == nil || d.Complaint.ID != "" || d.Entries != nil {
		t.Fatal("shown without a log")
	}
	if _, err := r.Peek(t.Context(), "AAA"); err != nil {
		t.Fatal("reading as such works:", err)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.file("AAA")
		for _, c := range []struct {
			by   complaint.UserID
			id   complaint.ID
			verb complaint.Verb
			want error
		}{
			{"U0STRANGER", "AAA", complaint.ActRead, complaint.ErrNotFound},
			{officer.ID, "NONE", complaint.ActRead, complaint.ErrNotFound},
			{officer.ID, "AAA", complaint.ActRead, complaint.ErrState}, // states first that they are independent
			{office.Office[0], "AAA", complaint.ActRead, complaint.ErrForbidden},
		} {
			if _, err := r.Read(t.Context(), c.by, c.id, c.verb); !errors.Is(err, c.want) {
				t.Errorf("%s %s: %v", c.id, c.verb, err)
			}
		}
		if n := r.raw.LLen(t.Context(), r.k.reads("AAA")).Val(); n != 0 {
			t.Fatal("logged a refusal:", n)
		}
	})
}

func TestReadShowsEachTheirOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.file("AAA")
		if _, err := r.Update(t.Context(), reporter, "AAA", "more", supplement("nog iets")); err != nil {
			t.Fatal(err)
		}
		d, err := r.Read(t.Context(), officer.ID, "AAA", complaint.ActDeclare)
		if err != nil || len(d.Complaint.Involved) != 1 || !d.Complaint.Words.IsZero() || !d.Complaint.Complainant.Client.IsZero() || d.Entries != nil {
			t.Fatal("the statement of independence shows content", err)
		}
		d, err = r.Read(t.Context(), reporter.ID, "AAA", complaint.ActRead)
		if err != nil || len(d.Entries) != 2 || d.Complaint.Words.IsZero() || d.Complaint.Filing != nil {
			t.Fatal(len(d.Entries), err)
		}
		if _, err := r.Update(t.Context(), officer, "AAA", "declare", declare); err != nil {
			t.Fatal(err)
		}
		register := func(c complaint.Complaint, s complaint.Settings) (complaint.Outcome, error) {
			return c.Register(complaint.Registration{
				Filing: complaint.FilingModes(), Natures: complaint.Natures()[:1], Assignee: employee.ID,
				Employees: []complaint.Colleague{{Person: employee}},
				Parts:     map[complaint.UserID]complaint.Text{employee.ID: complaint.NewText("alleen dit deel")},
			}, officer, s, noon)
		}
		if _, err := r.Update(t.Context(), officer, "AAA", "register", register); err != nil {
			t.Fatal(err)
		}
		d, err = r.Read(t.Context(), employee.ID, "AAA", complaint.ActRead)
		if err != nil || d.Complaint.Words.Reveal() != "alleen dit deel" || !d.Complaint.Wish.IsZero() || d.Complaint.Natures != nil {
			t.Fatal(err)
		}
		for _, e := range d.Entries {
			if e.Audience != complaint.Parties {
				t.Error("shown:", e.Action)
			}
		}
		d, err = r.Read(t.Context(), officer.ID, "AAA", complaint.ActRead)
		if err != nil || len(d.Entries) != 4 || d.Complaint.Wish.IsZero() || len(d.Complaint.Natures) != 1 {
			t.Fatal(len(d.Entries), err)
		}
		if _, err := r.Read(t.Context(), reporter.ID, "AAA", complaint.ActRead); !errors.Is(err, complaint.ErrState) {
			t.Fatal("the reporter still reads after registration:", err)
		}
	})
}
