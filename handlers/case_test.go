package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"klachtbot/complaint"
	"klachtbot/handlers"
	"klachtbot/handlers/view"
)

// byValue are the acts that name a case on a button, byForm those that name it
// in the metadata of a form.
func (o *office) byValue() map[string]handlers.Handler {
	return map[string]handlers.Handler{
		"read": o.ReadCase, "open": o.OpenCase, "seen": o.Seen, "pass on": o.PassOn, "open supplement": o.OpenSupplement,
		"open independence": o.OpenIndependence, "open appointment": o.OpenAppointment, "open registration": o.OpenRegistration,
	}
}

func (o *office) byForm() map[string]handlers.Handler {
	return map[string]handlers.Handler{
		"supplement": o.Supplement, "declare": o.Declare, "appoint": o.Appoint, "register": o.Register, "change registration": o.ChangeRegistration,
	}
}

// TestTamperedIDs: an id that is not ours, that is nobody's or that is someone
// else's gives one and the same sentence, in every act there is.
func TestTamperedIDs(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	nobody := string(o.newID())
	for what, value := range map[string]string{
		"nothing": "", "a word": "x", "a number": "K-2026-0001", "lower case": strings.ToLower(string(id)), "a key": "kb:{main}:case:" + string(id),
		"too long": string(id) + "A", "a line": string(id) + "\n", "nobody's": nobody, "someone else's": string(id),
	} {
		for name, act := range o.byValue() {
			reply, err := act(o.ctx, o.click(cato, value))
			o.refused(name+" with "+what, reply, err)
			r := o.click(cato, value)
			r.View = handlers.ViewState{ID: "V1"} // in a modal
			reply, err = act(o.ctx, r)
			o.refused(name+" in a modal with "+what, reply, err)
		}
		for name, act := range o.byForm() {
			for _, meta := range []string{view.Meta{Case: complaint.ID(value)}.String(), value, `{"case":"` + value + `","rev":1,"text":"x"}`} {
				r := o.submit(cato, view.Meta{}, registration("officer", bram))
				r.View.Metadata = meta
				reply, err := act(o.ctx, r)
				o.refused(name+" with "+what, reply, err)
			}
		}
	}
	r := o.submit(cato, view.Meta{}, melding(bram))
	for _, meta := range []string{"", "{}", "null", `{"case":"x"}`, `{"case":"` + nobody + `"} `} {
		r.View.Metadata = meta
		reply, err := o.Report(o.ctx, r)
		o.refused("report with "+meta, reply, err)
	}
	if c := o.peek(id); c.Revision != 1 {
		t.Errorf("the case changed: revision %d", c.Revision)
	}
}

// TestNotForThisPerson: who may know of the case and not do this gets the same
// sentence, and nothing happens.
func TestNotForThisPerson(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	for _, c := range []struct {
		who  complaint.UserID
		act  string
		form bool
	}{
		{melder, "open registration", false}, {melder, "open independence", false}, {melder, "seen", false}, {melder, "pass on", false},
		{bram, "open registration", false}, {bram, "open supplement", false}, {bram, "open appointment", false}, {bram, "pass on", false},
		{karel, "read", false}, {karel, "open registration", false}, {melder, "register", true}, {bram, "declare", true}, {karel, "register", true}, {bram, "appoint", true},
	} {
		var reply handlers.Reply
		var err error
		if c.form {
			v := registration("officer", bram)
			v[view.Block(view.FormIndependence, complaint.FieldStatement)] = view.Value{Options: []string{"stated"}}
			reply, err = o.byForm()[c.act](o.ctx, o.submit(c.who, view.Meta{Case: id}, v))
		} else {
			reply, err = o.byValue()[c.act](o.ctx, o.click(c.who, string(id)))
		}
		o.refused(string(c.who)+": "+c.act, reply, err)
	}
	if c := o.peek(id); c.Revision != 1 {
		t.Errorf("the case changed: revision %d", c.Revision)
	}
}

// TestStaleButtons: a button that no longer fits shows today's state; a second
// click is not an error, and the same click twice is one click.
func TestStaleButtons(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	seen := o.click(bram, string(id))
	for range 2 { // delivered twice
		reply, err := o.Seen(o.ctx, seen)
		o.must(err)
		if opened(reply) != nil {
			t.Errorf("the first click opens %s", text(reply))
		}
	}
	reply, err := o.Seen(o.ctx, o.click(bram, string(id)))
	o.shows(reply, err, view.NotNow, "K-2026-0001", "gemeld")

	// The officer: first the statement, then the registration, and each once.
	reply, err = o.OpenRegistration(o.ctx, o.click(functie, string(id)))
	o.shows(reply, err, view.NotNow)
	o.declare(id, functie)
	reply, err = o.OpenIndependence(o.ctx, o.click(functie, string(id)))
	o.shows(reply, err, view.NotNow, "gemeld")
	form, err := o.OpenRegistration(o.ctx, o.click(functie, string(id)))
	o.shows(form, err, "Aard van de klacht", "Bram Visser")
	o.register(id, registration(string(bram), bram))
	reply, err = o.OpenRegistration(o.ctx, o.click(functie, string(id)))
	o.shows(reply, err, view.NotNow, "bij medewerker")
	if r, err := o.Register(o.ctx, o.submit(functie, view.Meta{Case: id, Revision: 3}, registration("officer", bram))); err == nil || opened(r) != nil {
		t.Errorf("registered twice: %s", text(r))
	}
	// In a modal a click answers there.
	o.report(melder, melding(bram))
	second := o.report(melder, melding(cato))
	r := o.click(cato, string(second))
	r.View = handlers.ViewState{ID: "V1"}
	reply, err = o.Seen(o.ctx, r)
	o.shows(reply, err, view.Done)
	if reply.Update == nil {
		t.Error("the modal is not brought up to date")
	}
}

// TestFormTwice: a form that Slack delivers twice is stored once, and one that
// was refused may be put right in the same window.
func TestFormTwice(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	block := view.Block(view.FormSupplement, complaint.FieldSupplement)
	r := o.submit(melder, view.Meta{Case: id, Revision: 1}, view.Values{block: {Text: " "}})
	reply, err := o.Supplement(o.ctx, r)
	o.must(err)
	if reply.Errors[block] != "Vul in wat je wilt aanvullen." {
		t.Errorf("%v", reply.Errors)
	}
	r.View.Values = view.Values{block: {Text: "Zij belde ook op maandag."}}
	for range 2 {
		reply, err := o.Supplement(o.ctx, r)
		o.shows(reply, err, "is bewaard")
	}
	if c := o.peek(id); c.Revision != 2 {
		t.Errorf("stored %d times", c.Revision-1)
	}
}

// TestStoodBack: an officer who stood back keeps the number, whatever they
// click, and loses every way in (edge case 5).
func TestStoodBack(t *testing.T) {
	o := newOffice(t)
	v := melding(bram)
	v[view.Block(view.FormReport, complaint.FieldIntake)] = view.Value{Options: []string{string(complaint.Email)}}
	id := o.report(functie, v) // typed in by the officer (W2)
	o.declare(id, functie)
	reply, err := o.ReadCase(o.ctx, o.click(functie, string(id)))
	o.shows(reply, err, "Ik word niet teruggebeld.")
	_, err = o.PassOn(o.ctx, o.click(functie, string(id)))
	o.must(err)
	for name, act := range o.byValue() {
		reply, err := act(o.ctx, o.click(functie, string(id)))
		o.shows(reply, err, "K-2026-0001", "afgeschermd")
		for _, leak := range []string{"teruggebeld", "Bram", "gemeld", "18 december", string(id)} {
			if strings.Contains(text(reply), leak) {
				t.Errorf("%s shows %q", name, leak)
			}
		}
	}
	for name, act := range map[string]func(context.Context, handlers.Request) (handlers.Reply, error){"mine": o.Mine, "register": o.ListRegister} {
		reply, err := act(o.ctx, o.by(functie))
		o.must(err)
		if strings.Contains(text(reply), string(id)) || strings.Contains(text(reply), "gemeld ·") {
			t.Errorf("%s: %s", name, text(reply))
		}
	}
	reply, err = o.OpenIndependence(o.ctx, o.click(deputy, string(id)))
	o.shows(reply, err, "Bram Visser", "Verklaring")
}

// TestAppoint: nobody is independent; the office names someone, who may be from
// elsewhere, and an app may not.
func TestAppoint(t *testing.T) {
	o := newOffice(t)
	id := o.report(melder, melding(bram))
	for _, p := range []complaint.UserID{functie, deputy} {
		_, err := o.PassOn(o.ctx, o.click(p, string(id)))
		o.must(err)
	}
	reply, err := o.OpenAppointment(o.ctx, o.click(karel, string(id)))
	o.shows(reply, err, "Wie behandelt deze klacht?")
	b := func(f complaint.Field) string { return view.Block(view.FormAppointment, f) }
	fill := func(who complaint.UserID) view.Values {
		return view.Values{b(complaint.FieldAppointee): {Users: []string{string(who)}}, b(complaint.FieldStatement): {Options: []string{"external"}}}
	}
	for who, want := range map[complaint.UserID]string{app: "geen app", "U0NIEMAND": "geen app", bram: "niet onafhankelijk", melder: "niet onafhankelijk", kim: "niet onafhankelijk", functie: "niet onafhankelijk"} {
		reply, err := o.Appoint(o.ctx, o.submit(karel, view.Meta{Case: id}, fill(who)))
		o.must(err)
		if !strings.Contains(reply.Errors[b(complaint.FieldAppointee)], want) {
			t.Errorf("%s: %v", who, reply.Errors)
		}
	}
	reply, err = o.Appoint(o.ctx, o.submit(karel, view.Meta{Case: id}, fill(vreemde)))
	o.shows(reply, err, "Aangewezen")
	reply, err = o.OpenAppointment(o.ctx, o.click(karel, string(id)))
	o.shows(reply, err, view.NotNow)
	reply, err = o.OpenIndependence(o.ctx, o.click(vreemde, string(id)))
	o.shows(reply, err, "Verklaring")
}

// TestPages: the register in pages, by the values of its own buttons and by any
// other.
func TestPages(t *testing.T) {
	o := newOffice(t)
	const n = 45
	var last complaint.ID
	for range n {
		last = o.report(melder, melding(bram))
	}
	numbers := func(r handlers.Reply) (list []string) {
		for i := 1; i <= n; i++ {
			if s := fmt.Sprintf("*K-2026-%04d*", i); strings.Contains(text(r), s) {
				list = append(list, s)
			}
		}
		return list
	}
	reply, err := o.ListRegister(o.ctx, o.by(functie))
	o.shows(reply, err, "1 tot en met 20 van 45", `"register/20"`, string(last))
	seen := numbers(reply)
	for _, page := range []struct{ value, says string }{{"register/20", "21 tot en met 40 van 45"}, {"register/40", "41 tot en met 45 van 45"}} {
		reply, err := o.Page(o.ctx, o.click(functie, page.value))
		o.shows(reply, err, page.says)
		if reply.Update == nil {
			t.Error("a page is turned in its place")
		}
		seen = append(seen, numbers(reply)...)
	}
	slices.Sort(seen)
	if len(slices.Compact(seen)) != n {
		t.Errorf("%d of %d seen", len(seen), n)
	}
	reply, err = o.Page(o.ctx, o.click(melder, "reported/40"))
	o.shows(reply, err, "41 tot en met 45 van 45", "Door jou gemeld")
	reply, err = o.Page(o.ctx, o.click(bram, "involved/20"))
	o.shows(reply, err, "21 tot en met 40 van 45", "waarbij je betrokken bent")
	reply, err = o.Page(o.ctx, o.click(functie, "register/9223372036854775807"))
	o.shows(reply, err, "Op deze bladzijde staat niets meer.", `"register/40"`)
	for _, who := range []complaint.UserID{deputy, cato, karel, melder} { // handles none of them
		for _, value := range []string{"register/0", "register/20"} {
			reply, err := o.Page(o.ctx, o.click(who, value))
			o.shows(reply, err, "Er zijn nog geen klachten.")
		}
	}
	reply, err = o.Page(o.ctx, o.click(cato, "reported/0"))
	o.shows(reply, err, "Je hebt nog geen klachten gemeld")
	for _, value := range []string{"", "register", "register/-20", "register/x", "office/0", "reported/0/1", "register/ 20", "register/0x10", "../0"} {
		reply, err := o.Page(o.ctx, o.click(functie, value))
		o.refused("page "+value, reply, err)
	}
}

// TestPagesWithoutTheShielded: a case that left an officer's list leaves no
// page behind that cannot be reached.
func TestPagesWithoutTheShielded(t *testing.T) {
	o := newOffice(t)
	first := o.report(functie, melding(bram))
	var newest complaint.ID
	for range view.PageSize {
		newest = o.report(functie, melding(bram))
	}
	_, err := o.PassOn(o.ctx, o.click(functie, string(newest)))
	o.must(err)
	reply, err := o.Mine(o.ctx, o.by(functie))
	o.shows(reply, err, `"reported/20"`)
	if strings.Contains(text(reply), string(newest)) {
		t.Error("the case that was passed on is still listed")
	}
	reply, err = o.Page(o.ctx, o.click(functie, "reported/20"))
	o.shows(reply, err, string(first))
}
