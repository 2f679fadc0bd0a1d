package complaint

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// crowd is everyone in the random tests; anybody may turn out to be anything.
var crowd = []UserID{"u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8"}

func drawPeople(rt *rapid.T, label string, limit int) []UserID {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(crowd), 0, limit, rapid.ID[UserID]).Draw(rt, label)
}

func drawPerson(rt *rapid.T, label string) UserID {
	return rapid.SampledFrom(append([]UserID{""}, crowd...)).Draw(rt, label)
}

// drawSettings gives an office that Check would let start, or one whose
// settings moved since.
func drawSettings(rt *rapid.T) Settings {
	s := Settings{
		Officer: drawPerson(rt, "officer"), Deputies: drawPeople(rt, "deputies", 3), Office: drawPeople(rt, "office", 2),
		ProcessOwner: drawPerson(rt, "process owner"), Channel: rapid.SampledFrom([]string{"", "C1"}).Draw(rt, "channel"), Policy: DefaultPolicy(),
	}
	for range rapid.IntRange(0, 2).Draw(rt, "teams") {
		s.Teams = append(s.Teams, Team{"team", drawPeople(rt, "team", 4)})
	}
	return s
}

func drawColleagues(rt *rapid.T, label string) []Colleague {
	var list []Colleague
	for _, id := range rapid.SliceOfN(rapid.SampledFrom(crowd), 0, 4).Draw(rt, label) {
		list = append(list, Colleague{Person: who(id), Left: !often(rt, "works here")})
	}
	return list
}

// often is true most of the time. (rapid prefers small numbers, so 0 stands for
// what happens often.)
func often(rt *rapid.T, label string) bool { return rapid.IntRange(0, 7).Draw(rt, label) != 7 }

// drawText is mostly sound, sometimes empty or refused.
func drawText(rt *rapid.T, label string) Text {
	if often(rt, label+" sound") {
		return NewText(rapid.SampledFrom([]string{"Ik word niet gebeld.", "een reden", "nog iets"}).Draw(rt, label))
	}
	return NewText(rapid.SampledFrom([]string{"", ".", "BSN 123456782"}).Draw(rt, label))
}

// drawNote is what stands in the fields that no rule of these tests is about.
func drawNote(rt *rapid.T, label string) Text {
	return NewText(rapid.SampledFrom([]string{"", "iets", "nog iets"}).Draw(rt, label))
}

func drawReport(rt *rapid.T) Report {
	return Report{
		ID: "k1", Intake: rapid.SampledFrom(Intakes()).Draw(rt, "intake"), ReceivedOn: Today(friday).AddDays(-rapid.IntRange(0, 60).Draw(rt, "days ago")),
		ExternalRef: drawNote(rt, "ref"), Words: drawText(rt, "words"), MoreWords: drawNote(rt, "more"), Wish: drawNote(rt, "wish"), Done: drawNote(rt, "done"),
		Complainant: Complainant{Anonymous: rapid.Bool().Draw(rt, "anonymous"), Client: drawNote(rt, "client"), Contact: drawNote(rt, "contact"),
			OnBehalf: rapid.Bool().Draw(rt, "on behalf"), Representative: NewText("zoon")},
		Subject: rapid.SampledFrom(Subjects()).Draw(rt, "subject"), Employees: drawColleagues(rt, "employees"), Departed: NewText("Jan"),
		Told: rapid.SampledFrom([]Answer{"", Yes, No}).Draw(rt, "told"), NoContact: !often(rt, "contact"),
	}
}

func drawRegistration(rt *rapid.T, c Complaint) Registration {
	r := Registration{
		Filing:    rapid.SliceOfN(rapid.SampledFrom(FilingModes()), 1, 2).Draw(rt, "filing"),
		Natures:   rapid.SliceOfN(rapid.SampledFrom(append(Natures(), "V")), 1, 3).Draw(rt, "natures"),
		Employees: drawColleagues(rt, "registered employees"), Reason: drawText(rt, "reason"), Parts: map[UserID]Text{},
	}
	if rapid.Bool().Draw(rt, "same employees") {
		r.Employees = nil
		for _, in := range c.Involved {
			r.Employees = append(r.Employees, Colleague{Person: in.Person, Left: in.Left})
		}
	}
	treat := []UserID{c.Officer.ID, c.Assignee, drawPerson(rt, "assignee")}
	for _, e := range r.Employees {
		treat = append(treat, e.ID)
	}
	r.Assignee = rapid.SampledFrom(treat).Draw(rt, "who treats")
	for _, e := range r.Employees {
		if rapid.IntRange(0, 3).Draw(rt, "part") == 0 {
			r.Parts[e.ID] = drawText(rt, "part text")
		}
	}
	return r
}

// life is one complaint as a random office lives through it, with what the
// tests remember of it apart from the record.
type life struct {
	c        Complaint
	s        Settings
	now      time.Time
	folded   map[string]Text
	entries  int
	steps    map[Verb]int    // that succeeded
	stated   UserID          // officer whose statement stands
	stoodOff map[UserID]bool // officers who passed on
	secret   bool            // was restricted once
}

// roomy copies c by hand and leaves spare capacity in every slice, so that an
// append into the receiver is seen as well as a write.
func roomy(c Complaint) Complaint {
	c.Involved = append(make([]Involved, 0, len(c.Involved)+2), c.Involved...)
	c.Considered = append(make([]Person, 0, len(c.Considered)+2), c.Considered...)
	c.Concerned = append(make([]Person, 0, len(c.Concerned)+2), c.Concerned...)
	c.PassedOver = append(make([]Person, 0, len(c.PassedOver)+2), c.PassedOver...)
	c.Filing = append(make([]FilingMode, 0, len(c.Filing)+2), c.Filing...)
	c.Natures = append(make([]Nature, 0, len(c.Natures)+2), c.Natures...)
	return c
}

// stretched shows the spare capacity too.
func stretched(c Complaint) Complaint {
	c.Involved, c.Considered, c.Concerned = c.Involved[:cap(c.Involved)], c.Considered[:cap(c.Considered)], c.Concerned[:cap(c.Concerned)]
	c.PassedOver, c.Filing, c.Natures = c.PassedOver[:cap(c.PassedOver)], c.Filing[:cap(c.Filing)], c.Natures[:cap(c.Natures)]
	return c
}

// likely picks somebody with buttons on their card, and one of the buttons.
func (l *life) likely(rt *rapid.T, by UserID, verb Verb) (UserID, Verb) {
	var people []UserID
	for _, p := range append(slices.Clone(crowd), l.c.Officer.ID, l.c.Officer.ID) {
		if len(Possible(l.c, p, l.s)) > 0 {
			people = append(people, p)
		}
	}
	if len(people) == 0 {
		return by, verb
	}
	by = rapid.SampledFrom(people).Draw(rt, "likely by")
	return by, rapid.SampledFrom(Possible(l.c, by, l.s)).Draw(rt, "likely verb")
}

// act lets somebody try something; some attempts are refused, as in life.
func (l *life) act(rt *rapid.T) {
	l.now = l.now.Add(time.Duration(rapid.IntRange(0, 72).Draw(rt, "hours")) * time.Hour)
	verb := rapid.SampledFrom([]Verb{ActSupplement, ActSeen, ActDeclare, ActPassOn, ActAppoint, ActRegister}).Draw(rt, "verb")
	by := rapid.SampledFrom(append([]UserID{""}, crowd...)).Draw(rt, "by")
	if often(rt, "somebody who can") {
		by, verb = l.likely(rt, by, verb)
	}
	l.c = roomy(l.c)
	before := roomy(l.c)
	var o Outcome
	var err error
	switch verb {
	case ActSupplement:
		o, err = l.c.Supplement(drawText(rt, "supplement"), who(by), l.s, l.now)
	case ActSeen:
		o, err = l.c.Seen(who(by), l.s, l.now)
	case ActDeclare:
		o, err = l.c.Declare(often(rt, "ticked"), who(by), l.s, l.now)
	case ActPassOn:
		o, err = l.c.PassOn(who(by), l.s, l.now)
	case ActAppoint:
		o, err = l.c.Appoint(Colleague{Person: who(drawPerson(rt, "appointee"))}, often(rt, "external"), who(by), l.s, l.now)
	case ActRead:
		return // a look, no step
	case ActRegister:
		o, err = l.c.Register(drawRegistration(rt, l.c), who(by), l.s, l.now)
	}
	if diff := cmp.Diff(stretched(before), stretched(l.c)); diff != "" {
		rt.Fatalf("%s by %q wrote into the complaint it was given:\n%s", verb, by, diff)
	}
	if err != nil {
		if !cmp.Equal(o, Outcome{}) {
			rt.Fatalf("%s was refused, yet there is an outcome", verb)
		}
		return
	}
	if l.s.Colleagues(by, l.c.Officer.ID) && by != l.c.Officer.ID && verb == ActDeclare {
		rt.Fatalf("%q states independence for %q", by, l.c.Officer.ID)
	}
	switch verb {
	case ActDeclare:
		l.stated = by
	case ActPassOn:
		l.stated = ""
		l.stoodOff[by] = true
	case ActAppoint:
		l.stated = ""
	}
	l.take(rt, verb, o)
}

// take checks what every step must keep, and keeps it.
func (l *life) take(rt *rapid.T, verb Verb, o Outcome) {
	before := l.c
	l.c = o.Complaint
	l.steps[verb]++
	l.entries++
	for _, ch := range o.Entry.Changes {
		if ch.Value.IsZero() {
			delete(l.folded, ch.Name)
		} else {
			l.folded[ch.Name] = ch.Value
		}
	}
	switch {
	case l.c.Revision != before.Revision+1 || o.Entry.Revision != l.c.Revision || l.entries != l.c.Revision:
		rt.Fatalf("one entry per step: revision %d to %d, entry %d of %d", before.Revision, l.c.Revision, o.Entry.Revision, l.entries)
	case o.Entry.Action != verb || o.Entry.Rule == "" || !o.Entry.At.Equal(l.now) || o.Entry.Audience == "":
		rt.Fatalf("entry %+v of %s", o.Entry, verb)
	case l.secret && !l.c.Restricted:
		rt.Fatalf("%s made an afgeschermd case open", verb)
	}
	l.secret = l.c.Restricted
	l.checkNotices(rt, before, o.Notices)
}

func (l *life) checkNotices(rt *rapid.T, before Complaint, notices []Notice) {
	for _, n := range notices {
		switch {
		case n.Kind == SayChannel:
			if l.c.Restricted || n.To != "" {
				rt.Fatalf("an afgeschermd case in the channel: %+v", n)
			}
		case !n.Says():
			if n.To == "" {
				rt.Fatalf("nobody is asked to look: %+v", n)
			}
		case !slices.Contains(RolesOf(l.c, n.To, l.s), n.Role()):
			rt.Fatalf("%q is told %s and is no %s", n.To, n.Kind, n.Role())
		case !n.Current(l.c, l.s):
			rt.Fatalf("%s to %q is not due at the moment it was asked for", n.Kind, n.To)
		case holds(l.c.Concerned, n.To) && n.Kind != SayInvolved && n.Kind != SayAssigned:
			rt.Fatalf("%q, whom the case concerns, is told %s", n.To, n.Kind)
		}
	}
	// Everyone who lost sight of the case is asked to look, and told nothing.
	for _, p := range crowd {
		if See(before, p, l.s).Status && !See(l.c, p, l.s).Status &&
			!slices.ContainsFunc(notices, func(n Notice) bool { return n.Kind == LookHome && n.To == p }) {
			rt.Fatalf("%q lost sight of the case and keeps the old screen", p)
		}
	}
}

// check holds at any moment, whatever happened and whatever the settings are.
func (l *life) check(rt *rapid.T) {
	c := l.c
	fields := map[string]Text{}
	for _, f := range Fields(c) {
		if _, twice := fields[f.Name]; twice {
			rt.Fatalf("field %s stands in the record twice", f.Name)
		}
		if fields[f.Name] = f.Value; f.Value.IsZero() {
			delete(fields, f.Name)
		}
	}
	if !cmp.Equal(fields, l.folded) {
		for name := range fields {
			if !fields[name].Equal(l.folded[name]) {
				rt.Errorf("field %s: %q in the record, %q in the dossier", name, fields[name].Reveal(), l.folded[name].Reveal())
			}
		}
		rt.Fatalf("the entries do not add up to the record: %d and %d fields", len(l.folded), len(fields))
	}

	// P3: exactly one behandelaar, who can act; none only while there is nobody.
	able := able(c)
	switch {
	case c.Assignee != "" && c.Assignee != c.Officer.ID && !slices.Contains(able, c.Assignee):
		rt.Fatalf("%q treats the case and is neither officer nor an able employee", c.Assignee)
	case c.Assignee == "" && c.Officer.ID != "":
		rt.Fatalf("nobody treats the case, and %q is its officer", c.Officer.ID)
	case c.Assignee == "" && c.State != WithOfficer && OfficerFirst(c) == "":
		rt.Fatalf("nobody treats the case, and %v could", able)
	case c.State == WithEmployee && !slices.Contains(able, c.Assignee), c.State == WithOfficer && c.Assignee != c.Officer.ID:
		rt.Fatalf("in %s %q treats the case", c.State, c.Assignee)
	case c.State == WithEmployee && (c.Intake.Direct() || c.NoContact):
		rt.Fatalf("W2, edge case 20: intake %s, no contact %v, and an employee treats it", c.Intake, c.NoContact)
	case c.State != Reported && (len(c.Filing) == 0 || len(c.Natures) == 0 || c.RegisteredBy.ID == "" || c.RegisteredAt.IsZero()):
		rt.Fatalf("R2 R3: registered without classes")
	}

	// D5: whoever the case concerns never is its officer.
	for _, p := range slices.Concat(c.PossiblyInvolved(), c.PassedOver) {
		if p.ID == c.Officer.ID && p.ID != "" {
			rt.Fatalf("%q is officer of a case that concerns them, or stood back", p.ID)
		}
	}
	if len(c.Concerned)+len(c.PassedOver) > 0 && !c.Restricted {
		rt.Fatalf("a case that concerns an officer, or was passed on, is not afgeschermd")
	}

	for _, p := range append([]UserID{"", stranger}, crowd...) {
		l.checkSight(rt, p)
	}
}

func (l *life) checkSight(rt *rapid.T, p UserID) {
	c, v := l.c, See(l.c, p, l.s)
	_, involved := c.involved(p)
	officer := p != "" && p == l.stated && p == c.Officer.ID
	switch {
	case v.Content && !involved && !officer:
		rt.Fatalf("%q sees content; the statement that stands is that of %q", p, l.stated)
	case (v.Log || v.Classes) && !officer:
		rt.Fatalf("%q sees classes or log", p)
	case v.OwnInput && !officer && (p != c.Reporter.ID || c.State != Reported):
		rt.Fatalf("%q sees what the melder typed", p)
	case l.stoodOff[p] && !involved && v != (Sight{Exists: true}):
		rt.Fatalf("%q passed the case on and sees %+v", p, v)
	case holds(c.Concerned, p) && !involved && v != (Sight{Exists: true}):
		rt.Fatalf("%q, whom the case concerns, sees %+v", p, v)
	case !v.Exists && v != (Sight{}), v.Part && !v.Content:
		rt.Fatalf("%q sees %+v", p, v)
	case !v.Exists && len(Possible(c, p, l.s)) > 0:
		rt.Fatalf("%q may not know of it and can %v", p, Possible(c, p, l.s))
	case v.Shielded() && len(Possible(c, p, l.s)) > 0:
		rt.Fatalf("%q is shielded and can %v", p, Possible(c, p, l.s))
	}
	if (p == "" || p == stranger) && v.Exists {
		rt.Fatalf("%q sees %+v", p, v)
	}
	if d := c.Strip(v, p); See(d, p, l.s) != v && v.Exists {
		rt.Fatalf("%q sees %+v, and %+v of what the store hands out", p, v, See(d, p, l.s))
	}
}

// Any office, any people, any order of attempts: the rules hold.
func TestAnyLife(t *testing.T) {
	total := map[Verb]int{}
	for range 10 { // a hundred lives each
		rapid.Check(t, func(rt *rapid.T) { anyLife(rt, total) })
	}
	for _, a := range Actions() {
		if a.Verb != ActRead && total[a.Verb] < 10 {
			t.Errorf("%d lives in which %s succeeded: the test sees too little", total[a.Verb], a.Verb)
		}
	}
	t.Logf("steps that succeeded: %v", total)
}

func anyLife(rt *rapid.T, total map[Verb]int) {
	l := &life{s: drawSettings(rt), now: friday, folded: map[string]Text{}, steps: map[Verb]int{}, stoodOff: map[UserID]bool{}}
	reporter := rapid.SampledFrom(crowd).Draw(rt, "melder")
	if l.s.Officer != "" && rapid.IntRange(0, 3).Draw(rt, "intake by the officer") == 0 {
		reporter = l.s.Officer
	}
	o, err := New(drawReport(rt), who(reporter), l.s, l.now)
	if err != nil {
		return
	}
	l.take(rt, ActReport, o)
	l.check(rt)
	for range rapid.IntRange(0, 20).Draw(rt, "attempts") {
		if rapid.IntRange(0, 12).Draw(rt, "settings move") == 12 {
			l.s = drawSettings(rt)
		}
		l.act(rt)
		l.check(rt)
	}
	for verb, n := range l.steps {
		total[verb] += n
	}
}

// The formal date is the same weekday four weeks later, and the action date
// the last business day up to it.
func TestAnyTerm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		received := Today(friday).AddDays(rapid.IntRange(-4000, 8000).Draw(rt, "day"))
		s := office()
		got := TermOf(received, s.Policy, s.Calendar)
		switch {
		case received.DaysUntil(got.DueOn) != 28 || got.DueOn.Weekday() != received.Weekday():
			rt.Fatalf("%s is due on %s", received, got.DueOn)
		case got.ActOn.After(got.DueOn) || !s.Calendar.IsBusinessDay(got.ActOn):
			rt.Fatalf("%s: act on %s, due on %s", received, got.ActOn, got.DueOn)
		}
		for d := got.ActOn.AddDays(1); !d.After(got.DueOn); d = d.AddDays(1) {
			if s.Calendar.IsBusinessDay(d) {
				rt.Fatalf("%s: act on %s, and %s is a business day too", received, got.ActOn, d)
			}
		}
	})
}
