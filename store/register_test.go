package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"klachtbot/complaint"
)

func TestCreateThenPeekIsTheSame(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		c := r.file("AAA")
		if c.Number.String() != "K-2026-0001" {
			t.Fatalf("number %s", c.Number)
		}
		got, err := r.Peek(t.Context(), "AAA")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c, got, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
		id, err := r.NumberToID(t.Context(), c.Number)
		if err != nil || id != "AAA" {
			t.Fatal(id, err)
		}
	})
}

func TestUpdateIsStoredOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.file("AAA")
		for range 3 {
			c, err := r.Update(t.Context(), reporter, "AAA", "click", supplement("nog iets vergeten"))
			if err != nil || c.Revision != 2 {
				t.Fatal(c.Revision, err)
			}
		}
		if err := r.VerifyChain(t.Context(), "AAA"); err != nil {
			t.Fatal(err)
		}
		set, err := r.Settings(t.Context())
		if err != nil || set.Channel != office.Channel || set.Revision != 1 {
			t.Fatal(set.Revision, err)
		}
	})
}

func TestListPages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, id := range []complaint.ID{"AAA", "BBB", "CCC"} {
			r.file(id)
		}
		page, total, err := r.List(t.Context(), complaint.Query{Viewer: officer.ID, Role: complaint.Officer, Limit: 2})
		if err != nil || total != 3 || len(page) != 2 || !page[0].Yours || page[0].ID != "CCC" {
			t.Fatal(page, total, err)
		}
		if page[0].Term != complaint.TermOf(complaint.Today(noon), office.Policy, office.Calendar) || !page[0].ReportedAt.Equal(noon) {
			t.Fatalf("%+v", page[0])
		}
		if page, total, err = r.List(t.Context(), complaint.Query{Viewer: "U0NOBODY", Role: complaint.Officer}); err != nil || total != 0 || len(page) != 0 {
			t.Fatal(page, total, err)
		}
	})
}
