package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// TestKlacht: what /klacht does with each word, in the conversation with the
// bot and in a channel.
func TestKlacht(t *testing.T) {
	o := newOffice(t)
	const unknown, tooMuch = "Dat ken ik niet. Kies hieronder wat je wilt doen.", "Zet geen klacht achter het commando. Gebruik het formulier, dat is vertrouwelijk."
	for _, c := range []struct {
		who    complaint.UserID
		text   string
		direct bool
		want   string // in the modal; empty: an answer in private
	}{
		{melder, "", false, "Klacht melden"}, {melder, "   ", true, "Klacht melden"}, {functie, "", false, "Klacht invoeren"}, {deputy, "", false, "Klacht invoeren"},
		{melder, "help", false, "Wat wil je doen?"}, {melder, " HELP ", false, "Wat wil je doen?"}, {functie, "help", true, "Register"},
		{melder, "klagen", false, unknown}, {melder, "mijn", true, "Mijn klachten"}, {melder, "Tips", true, "Cliëntgericht reageren"},
		{melder, "uitleg", true, "Bent u niet tevreden"}, {melder, "regeling", true, "Begrippenlijst"},
		{melder, "mevrouw De Wit", true, tooMuch}, {melder, "mijn cliënt is boos", false, tooMuch}, {melder, "tips graag", false, tooMuch},
		{melder, "mijn", false, ""}, {melder, "tips", false, ""}, {melder, "uitleg", false, ""}, {melder, "REGELING", false, ""},
	} {
		r := o.by(c.who)
		r.Text, r.Direct, r.Channel = c.text, c.direct, "C0ALGEMEEN"
		reply, err := o.Klacht(o.ctx, r)
		o.must(err)
		switch m := opened(reply); {
		case c.want == "" && (m != nil || reply.Ephemeral != "Voor de vertrouwelijkheid ga ik hier niet op in. Ik heb je een privébericht gestuurd."):
			t.Errorf("%q in a channel: %s", c.text, text(reply))
		case c.want != "" && (reply.Open == nil || reply.Ephemeral != "" || !strings.Contains(text(m), c.want)):
			t.Errorf("%q: %s", c.text, text(reply))
		}
		if strings.Contains(text(reply), "De Wit") || strings.Contains(text(reply), "boos") {
			t.Errorf("%q comes back: %s", c.text, text(reply))
		}
	}
	// What was asked in a channel comes in private, and once.
	got := said(o.relay())
	slices.Sort(got)
	if want := []string{"info.explain -> U0MELDER", "info.mine -> U0MELDER", "info.policy -> U0MELDER", "info.tips -> U0MELDER"}; !slices.Equal(got, want) {
		t.Errorf("told in private: %q", got)
	}
}

// TestKlachtTwice: a command that Slack delivers twice is answered once.
func TestKlachtTwice(t *testing.T) {
	o := newOffice(t)
	r := o.by(melder)
	r.Text = "tips"
	for range 2 {
		_, err := o.Klacht(o.ctx, r)
		o.must(err)
	}
	if got := said(o.relay()); len(got) != 1 {
		t.Errorf("told %q", got)
	}
}

// TestReport: a melding is stored once, whatever is delivered twice, and its
// words stay with the people they are for.
func TestReport(t *testing.T) {
	o := newOffice(t)
	opened, err := o.OpenReport(o.ctx, o.by(melder))
	o.must(err)
	meta, err := view.ParseMeta(opened.Open.PrivateMetadata)
	o.must(err)
	r := o.submit(melder, meta, melding(bram))
	for range 3 {
		reply, err := o.Report(o.ctx, r)
		o.shows(reply, err, "K-2026-0001", "18 december 2026")
	}
	again := o.submit(melder, meta, melding(bram)) // Slack's own copy is lost; the form is sent anew
	reply, err := o.Report(o.ctx, again)
	o.shows(reply, err, "K-2026-0001")
	reply, err = o.Report(o.ctx, o.submit(cato, meta, melding(bram)))
	o.refused("the id of someone else's form", reply, err)
	if _, total, err := o.store.List(o.ctx, complaint.Query{}); err != nil || total != 1 {
		t.Errorf("%d complaints, %v", total, err)
	}
	if got := o.peek(meta.Case).Reporter; got.ID != melder || got.Name.Reveal() != "Mila Bakker" {
		t.Errorf("reported by %s", got.ID)
	}
}

// TestReportRefused: what cannot be true stands beside its field, all at once,
// and nothing is stored.
func TestReportRefused(t *testing.T) {
	o := newOffice(t)
	b := func(f complaint.Field) string { return view.Block(view.FormReport, f) }
	v := melding()
	v[b(complaint.FieldReceivedOn)] = view.Value{Date: "2026-11-21"}
	v[b(complaint.FieldWords)] = view.Value{Text: " . "}
	r := o.submit(melder, view.Meta{Case: o.newID()}, v)
	reply, err := o.Report(o.ctx, r)
	o.must(err)
	want := map[string]string{b(complaint.FieldReceivedOn): "Kies een datum die niet in de toekomst ligt.", b(complaint.FieldWords): "Vertel in minstens één zin wat de klacht is.",
		b(complaint.FieldEmployees): "Kies ten minste één collega, of kies Weet ik niet."}
	for block, sentence := range want {
		if reply.Errors[block] != sentence {
			t.Errorf("%s: %q", block, reply.Errors[block])
		}
	}
	if len(reply.Errors) != len(want) || opened(reply) != nil {
		t.Errorf("%s", text(reply))
	}
	// The same window, put right.
	r.View.Values = melding(bram)
	reply, err = o.Report(o.ctx, r)
	o.shows(reply, err, "K-2026-0001")
}

// TestWhoMayBeChosen: apps, guests, people from elsewhere and accounts that do
// not exist are refused; who has left and the officer have a way of their own.
func TestWhoMayBeChosen(t *testing.T) {
	o := newOffice(t)
	for _, id := range []complaint.UserID{app, gast, vreemde, "U0NIEMAND"} {
		reply, err := o.Report(o.ctx, o.submit(melder, view.Meta{Case: o.newID()}, melding(bram, id)))
		o.must(err)
		if s := reply.Errors[view.Block(view.FormReport, complaint.FieldEmployees)]; !strings.Contains(s, "Kies alleen collega's die hier werken") {
			t.Errorf("%s: %q", id, s)
		}
	}
	c := o.peek(o.report(melder, melding(bram, functie)))
	if !c.Restricted || c.Officer.ID != deputy || len(c.Concerned) != 1 {
		t.Errorf("the officer chosen in the picker: officer %s, concerned %d", c.Officer.ID, len(c.Concerned))
	}
	left := o.ws.people[bram]
	left.Left = true
	o.ws.people[bram] = left
	if c := o.peek(o.report(melder, melding(bram))); c.Assignee != functie || !c.Involved[0].Left {
		t.Errorf("who has left treats nothing: %s", c.Assignee)
	}
	v := melding()
	v[view.Block(view.FormReport, complaint.FieldSubject)] = view.Value{Options: []string{string(complaint.AboutOffice)}}
	if c := o.peek(o.report(melder, v)); len(c.Involved) != 1 || c.Involved[0].ID != kim {
		t.Error("for the office as a whole the process owner answers")
	}
}

// TestSlackIsDown: a melding about people nobody can look up is not stored half,
// and the form stays.
func TestSlackIsDown(t *testing.T) {
	o := newOffice(t)
	o.ws.down = errDown
	r := o.submit(melder, view.Meta{Case: o.newID()}, melding(bram))
	reply, err := o.Report(o.ctx, r)
	if err == nil || opened(reply) != nil {
		t.Fatalf("%s, %v", text(reply), err)
	}
	if _, total, _ := o.store.List(o.ctx, complaint.Query{}); total != 0 {
		t.Error("something was stored")
	}
	o.ws.down = nil
	reply, err = o.Report(o.ctx, r)
	o.shows(reply, err, "K-2026-0001")
}

// TestRedraw: a change in the form draws it anew with what was typed; choosing
// people only warms the directory.
func TestRedraw(t *testing.T) {
	o := newOffice(t)
	v := melding(bram)
	v[view.Block(view.FormReport, complaint.FieldWords)] = view.Value{Text: "half af"}
	r := o.submit(melder, view.Meta{Case: o.newID()}, v)
	r.Name = view.ActionSubject
	reply, err := o.ChangeReport(o.ctx, r)
	o.shows(reply, err, "half af", r.View.Metadata[9:20])
	if reply.Update == nil {
		t.Error("the form is not drawn in its place")
	}
	r.Name = view.ActionEmployees
	reply, err = o.ChangeReport(o.ctx, r)
	o.must(err)
	if opened(reply) != nil {
		t.Error("choosing people draws nothing")
	}
}

// TestInformed: that a client was told is written down once, and refused at the
// field.
func TestInformed(t *testing.T) {
	o := newOffice(t)
	b := func(f complaint.Field) string { return view.Block(view.FormInformed, f) }
	v := view.Values{b(complaint.FieldClient): {Text: "2026/123"}, b(complaint.FieldReceivedOn): {Date: "2026-11-20"}, b(complaint.FieldHow): {Options: []string{"email"}}}
	reply, err := o.Informed(o.ctx, o.submit(melder, view.Meta{}, v))
	o.shows(reply, err, "Vastgelegd. Goed dat je de cliënt hebt geïnformeerd.")
	delete(v, b(complaint.FieldClient))
	reply, err = o.Informed(o.ctx, o.submit(melder, view.Meta{}, v))
	o.must(err)
	if reply.Errors[b(complaint.FieldClient)] != "Vul het dossiernummer in." {
		t.Errorf("%v", reply.Errors)
	}
}
