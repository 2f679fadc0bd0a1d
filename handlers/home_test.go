package handlers_test

import (
	"strings"
	"testing"
	"time"

	"klachtbot/complaint"
	"klachtbot/handlers"
)

// TestTick: what falls due updates the screens once, however often it ticks.
func TestTick(t *testing.T) {
	o := newOffice(t)
	o.report(melder, melding(bram))
	o.relay()
	o.now = friday.Add(28 * 24 * time.Hour) // the last day
	o.must(o.Tick(o.ctx))
	if all := o.relay(); len(all) != 0 {
		t.Errorf("told on the last day: %d", len(all))
	}
	o.now = o.now.Add(7 * 24 * time.Hour)
	for range 2 {
		o.must(o.Tick(o.ctx))
	}
	edits := 0
	for _, d := range o.relay() {
		for _, e := range d.Edits {
			edits++
			if !strings.Contains(text(e.Message.Blocks), "te laat") {
				t.Errorf("%s", text(e))
			}
		}
		if d.Delivery.Post != nil {
			t.Errorf("%s is posted", d.Kind)
		}
	}
	if edits != 3 {
		t.Errorf("%d cards say that it is late", edits)
	}
	o.must(o.Tick(o.ctx))
	if all := o.relay(); len(all) != 0 {
		t.Errorf("told again: %d", len(all))
	}
}

// TestHome: each person's own cases, and for the office the terms of those that
// do not concern them (edge case 7).
func TestHome(t *testing.T) {
	o := newOffice(t)
	o.report(melder, melding(bram))
	o.report(melder, melding(karel)) // afgeschermd
	o.relay()
	home := func(who complaint.UserID) string {
		_, err := o.OpenHome(o.ctx, o.by(who))
		o.must(err)
		var found *handlers.Home
		for _, d := range o.relay() {
			if d.Home != nil && d.Home.Person == who {
				found = d.Home
			}
		}
		if found == nil {
			t.Fatalf("%s has no Home", who)
		}
		return text(found.View)
	}
	for who, want := range map[complaint.UserID]struct{ has, not []string }{
		melder:  {[]string{"Door jou gemeld", "K-2026-0001", "K-2026-0002", "Je hebt niets openstaan."}, []string{"Termijnen", "menu.register"}},
		bram:    {[]string{"Mijn acties", "K-2026-0001", "Klachten waarbij je betrokken bent"}, []string{"K-2026-0002", "Termijnen", "niets openstaan"}},
		functie: {[]string{"Te registreren", "K-2026-0001", "menu.register"}, []string{"Mijn acties"}},
		kim:     {[]string{"Termijnen", "K-2026-0001", "K-2026-0002"}, []string{"menu.register"}},
		karel:   {[]string{"K-2026-0001", "Termijnen"}, nil},
		cato:    {[]string{"Je hebt niets openstaan."}, []string{"K-2026"}},
	} {
		s := home(who)
		for _, w := range want.has {
			if !strings.Contains(s, w) {
				t.Errorf("%s: %q is missing", who, w)
			}
		}
		for _, w := range append(want.not, "teruggebeld", "Visser", "Keizer") {
			if strings.Contains(s, w) {
				t.Errorf("%s: %q stands there", who, w)
			}
		}
	}
	terms := home(karel)
	terms = terms[strings.Index(terms, "Termijnen"):strings.Index(terms, "Mijn acties")]
	if strings.Contains(terms, "K-2026-0002") {
		t.Error("management sees the term of the case that concerns them")
	}
}

// TestThreeWindows: Slack stacks three windows at most. From the menu by a list
// and a case to its form, each step still opens.
func TestThreeWindows(t *testing.T) {
	o := newOffice(t)
	id := string(o.report(melder, melding(bram)))
	for _, walk := range []struct {
		who   complaint.UserID
		steps []handlers.Handler
	}{
		{melder, []handlers.Handler{o.Klacht, o.Mine, o.OpenCase, o.OpenSupplement}},
		{functie, []handlers.Handler{o.Klacht, o.ListRegister, o.OpenCase, o.OpenIndependence}},
		{functie, []handlers.Handler{o.Klacht, o.Mine}},
		{bram, []handlers.Handler{o.Klacht, o.Explain, o.OpenInformed}},
		{bram, []handlers.Handler{o.Klacht, o.OpenReport}},
		{bram, []handlers.Handler{o.Mine, o.OpenCase, o.Seen}},
	} {
		depth := 0
		for i, step := range walk.steps {
			r := o.click(walk.who, id)
			r.Text, r.Direct = "help", true
			if depth > 0 {
				r.View = handlers.ViewState{ID: "V1", CallbackID: "info"}
			}
			reply, err := step(o.ctx, r)
			o.must(err)
			switch {
			case reply.Push != nil && depth > 0:
				depth++
			case reply.Open != nil && depth == 0:
				depth = 1
			case reply.Update == nil || depth == 0:
				t.Fatalf("%s, step %d: %s", walk.who, i+1, text(reply))
			}
		}
		if depth > 3 {
			t.Errorf("%s: %d windows", walk.who, depth)
		}
	}
	// From the Home, which is a view and no window, a list opens.
	r := o.by(melder)
	r.View = handlers.ViewState{ID: "V2"}
	reply, err := o.Mine(o.ctx, r)
	o.must(err)
	if reply.Update != nil {
		t.Error("a list takes the place of the Home")
	}
}
