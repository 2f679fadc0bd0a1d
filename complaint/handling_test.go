package complaint

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var monday = friday.AddDate(0, 0, 3)

// Nothing of the content opens before the officer states independence (D5).
func TestD5IndependenceBeforeContent(t *testing.T) {
	s, c := office(), gemeld(t)
	if v := See(c, functie, s); v.Content || v.OwnInput || v.Classes || v.Log || !v.Names {
		t.Errorf("before the statement the officer sees %+v", v)
	}
	for _, tt := range []struct {
		name      string
		confirmed bool
		by        UserID
		edit      func(*Settings)
		want      []string
	}{
		{"D5 not ticked", false, functie, nil, []string{"statement: missing"}},
		{"D5 a direct colleague since", true, functie, func(s *Settings) { s.Teams = []Team{{"t", []UserID{bram, functie}}} }, []string{"statement: conflict"}},
		{"D5 management since", true, functie, func(s *Settings) { s.Office = append(s.Office, functie) }, []string{"statement: conflict"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := office()
			if tt.edit != nil {
				tt.edit(&s)
			}
			_, err := c.Declare(tt.confirmed, who(tt.by), s, monday)
			wantStrings(t, "refused", refusals(err), tt.want...)
		})
	}

	o := must(t)(c.Declare(true, who(functie), s, monday))
	if got := o.Complaint.Independence; !cmp.Equal(got, Independence{By: who(functie), At: monday.UTC()}) {
		t.Errorf("statement %+v", got)
	}
	if !cmp.Equal(o.Complaint.Officer, who(functie)) {
		t.Error("the officer goes by the name of that moment")
	}
	if v := See(o.Complaint, functie, s); !v.Content || !v.Log || !v.Classes {
		t.Errorf("after the statement the officer sees %+v", v)
	}
	if _, err := o.Complaint.Declare(true, who(functie), s, monday); !errors.Is(err, ErrState) {
		t.Errorf("a second statement: %v", err)
	}
	wantStrings(t, "told", said(o.Notices))
}

func TestD5PassOnWithdrawsAccess(t *testing.T) {
	s := office()
	c := verklaard(t, gemeld(t), s)
	o := must(t)(c.PassOn(who(functie), s, monday))
	d := o.Complaint
	if d.Officer.ID != waarnemer || !d.Restricted || d.Assignee != bram || !cmp.Equal(d.PassedOver, []Person{who(functie)}) {
		t.Errorf("officer %q, restricted %v, assignee %q", d.Officer.ID, d.Restricted, d.Assignee)
	}
	if d.Independence != (Independence{}) || See(d, waarnemer, s).Content {
		t.Error("the statement is personal: the deputy starts anew")
	}
	if v := See(d, functie, s); v != (Sight{Exists: true}) || !v.Shielded() {
		t.Errorf("edge case 5: who stood back still sees %+v", v)
	}
	if got := Possible(d, functie, s); len(got) != 0 {
		t.Errorf("who stood back can still %v", got)
	}
	wantStrings(t, "told", said(o.Notices), "new_case -> waarnemer")
	if o.Entry.Audience != OfficerOnly || o.Entry.Action != ActPassOn || o.Entry.Rule != "D5" {
		t.Errorf("entry %v %v %v", o.Entry.Audience, o.Entry.Action, o.Entry.Rule)
	}

	d = must(t)(d.PassOn(who(waarnemer), s, monday)).Complaint
	if d.Officer.ID != waarnemer2 {
		t.Errorf("the second deputy is next, not %q", d.Officer.ID)
	}
	o = must(t)(d.PassOn(who(waarnemer2), s, monday))
	if o.Complaint.Officer.ID != "" || o.Complaint.Assignee != bram {
		t.Errorf("nobody left: officer %q, and the employee goes on: %q", o.Complaint.Officer.ID, o.Complaint.Assignee)
	}
	wantStrings(t, "nobody left: the office is told", said(o.Notices), "no_officer -> karel", "no_officer -> kim")
}

func TestP3TreatmentFollowsTheOfficer(t *testing.T) {
	s, r := office(), about(bram)
	s.Deputies = []UserID{waarnemer}
	r.Intake = Email
	c := mustNew(t, r, s).Complaint
	c = must(t)(c.PassOn(who(functie), s, monday)).Complaint
	if c.Assignee != waarnemer {
		t.Errorf("W2: the deputy treats, not %q", c.Assignee)
	}
	c = must(t)(c.PassOn(who(waarnemer), s, monday)).Complaint
	if c.Assignee != "" {
		t.Errorf("W2: an e-mail never goes to the employee: %q", c.Assignee)
	}
	c = must(t)(c.Appoint(colleague(replacement), true, who(karel), s, monday)).Complaint
	if c.Assignee != replacement {
		t.Errorf("W2: whom the office appointed treats, not %q", c.Assignee)
	}
}

// An officer who typed the e-mail of a client and then stands back keeps
// nothing of it: "edge case 5: officer sees number + afgeschermd".
func TestEdgeCase5OfficerWhoReportedStandsBack(t *testing.T) {
	s, r := office(), about(bram)
	r.Intake = Email
	o, err := New(r, who(functie), s, friday)
	c := must(t)(o, err).Complaint
	if !See(c, functie, s).OwnInput {
		t.Error("own input until it is registered")
	}
	c = must(t)(c.PassOn(who(functie), s, monday)).Complaint
	if v := See(c, functie, s); v != (Sight{Exists: true}) {
		t.Errorf("stood back and sees %+v", v)
	}
}

// Edge case 6: "Wijs een andere onafhankelijke, externe persoon aan".
func TestEdgeCase6Appoint(t *testing.T) {
	s := office()
	s.Deputies = nil
	s.Teams = []Team{{"buren", []UserID{functie, dirk}}}
	r := about(bram)
	r.Subject = AboutOfficer
	orphan := mustNew(t, r, s).Complaint
	for _, tt := range []struct {
		name     string
		who      Colleague
		external bool
		by       UserID
		want     []string
		kind     error
	}{
		{"edge case 6 nobody chosen", Colleague{}, true, karel, []string{"appointee: missing"}, nil},
		{"edge case 6 a bot", Colleague{Person: who(replacement), Refused: true}, true, karel, []string{"appointee: not_anyone"}, nil},
		{"edge case 6 somebody who left", Colleague{Person: who(replacement), Left: true}, true, karel, []string{"appointee: not_anyone"}, nil},
		{"D5 not ticked as external", colleague(replacement), false, karel, []string{"statement: missing"}, nil},
		{"D5 management", colleague(kim), true, karel, []string{"appointee: conflict"}, nil},
		{"D5 the manager themselves", colleague(karel), true, karel, []string{"appointee: conflict"}, nil},
		{"D5 the officer concerned", colleague(functie), true, karel, []string{"appointee: conflict"}, nil},
		{"D5 a direct colleague of the officer concerned", colleague(dirk), true, karel, []string{"appointee: conflict"}, nil},
		{"D5 the melder", colleague(melder), true, karel, []string{"appointee: conflict"}, nil},
		{"two mistakes at once", Colleague{}, false, karel, []string{"appointee: missing", "statement: missing"}, nil},
		{"edge case 6 only the office appoints", colleague(replacement), true, melder, nil, ErrForbidden},
		{"edge case 6 a stranger", colleague(replacement), true, stranger, nil, ErrNotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := orphan.Appoint(tt.who, tt.external, who(tt.by), s, monday)
			wantStrings(t, "refused", refusals(err), tt.want...)
			if err == nil || tt.kind != nil && !errors.Is(err, tt.kind) {
				t.Errorf("error %v, want %v", err, tt.kind)
			}
		})
	}

	before := s
	o := must(t)(orphan.Appoint(colleague(replacement), true, who(karel), s, monday))
	c := o.Complaint
	if !cmp.Equal(c.Officer, who(replacement)) || c.Assignee != replacement || !c.Restricted {
		t.Errorf("officer %q, assignee %q, restricted %v", c.Officer.ID, c.Assignee, c.Restricted)
	}
	if !cmp.Equal(before, s) {
		t.Error("an appointment opens this case only and changes no setting")
	}
	wantStrings(t, "told", said(o.Notices), "new_case -> vervanger")
	if _, err := c.Appoint(colleague(replacement), true, who(karel), s, monday); !errors.Is(err, ErrState) {
		t.Errorf("there is an officer already: %v", err)
	}
	if See(c, replacement, s).Content {
		t.Error("the appointed person states independence first")
	}
	if _, err := c.Declare(true, who(replacement), s, monday); err != nil {
		t.Errorf("the appointed person states independence: %v", err)
	}
	again := must(t)(c.PassOn(who(replacement), s, monday)).Complaint
	if _, err := again.Appoint(colleague(replacement), true, who(karel), s, monday); err == nil {
		t.Error("who stood back is appointed again")
	}
}

func TestD5AppointedWhileTheEmployeeTreats(t *testing.T) {
	s := office()
	s.Officer, s.Deputies = "", nil
	c := mustNew(t, about(bram), s).Complaint
	c = must(t)(c.Appoint(colleague(replacement), true, who(karel), s, monday)).Complaint
	if c.Assignee != bram {
		t.Errorf("V1: the employee goes on treating, not %q", c.Assignee)
	}
}

// "De onafhankelijke klachtenfunctionaris registreert en classificeert de
// klacht" (R2).
func TestRegisterChecks(t *testing.T) {
	left := Colleague{Person: who("oud"), Left: true}
	for _, tt := range []struct {
		name     string
		settings func(*Settings)
		report   func(*Report)
		edit     func(*Registration)
		want     []string
	}{
		{"R2 complete", nil, nil, func(*Registration) {}, nil},
		{"R3a at least one way of filing", nil, nil, func(r *Registration) { r.Filing = nil }, []string{"filing: missing"}},
		{"R3b at least one nature", nil, nil, func(r *Registration) { r.Natures = nil }, []string{"nature: missing"}},
		{"R3a an unknown way of filing is none", nil, nil, func(r *Registration) { r.Filing = []FilingMode{"C"} }, []string{"filing: missing"}},
		{"R3b an unknown nature is none", nil, nil, func(r *Registration) { r.Natures = []Nature{"V"} }, []string{"nature: missing"}},
		{"P3 nobody treats it", nil, nil, func(r *Registration) { r.Assignee = "" }, []string{"assignee: missing"}},
		{"P3 a stranger treats it", nil, nil, func(r *Registration) { r.Assignee = stranger }, []string{"assignee: unknown"}},
		{"P3 the deputy treats it", nil, nil, func(r *Registration) { r.Assignee = waarnemer }, []string{"assignee: unknown"}},
		{"V1 the officer takes it over without a reason", nil, nil, func(r *Registration) { r.Assignee = functie }, []string{"reason: need_reason"}},
		{"V1 the officer takes it over, a dot is no reason", nil, nil, func(r *Registration) { r.Assignee, r.Reason = functie, NewText(".") }, []string{"reason: need_reason"}},
		{"V1 the officer takes it over with a reason", nil, nil, func(r *Registration) { r.Assignee, r.Reason = functie, NewText("spoed") }, nil},
		{"W2 an e-mail cannot go to the employee", nil, func(r *Report) { r.Intake = Email }, func(*Registration) {}, []string{"assignee: officer"}},
		{"W3 the site cannot go to the employee", nil, func(r *Report) { r.Intake = Website }, func(*Registration) {}, []string{"assignee: officer"}},
		{"W2 the officer needs no reason", nil, func(r *Report) { r.Intake = Email }, func(r *Registration) { r.Assignee = functie }, nil},
		{"edge case 20 refused contact cannot go to the employee", nil, func(r *Report) { r.NoContact = true }, func(*Registration) {}, []string{"assignee: officer"}},
		{"edge case 20 the officer needs no reason", nil, func(r *Report) { r.NoContact = true }, func(r *Registration) { r.Assignee = functie }, nil},
		{"edge case 18 who left cannot treat it", nil, nil, func(r *Registration) { r.Employees, r.Assignee = []Colleague{left}, "oud" }, []string{"assignee: unknown"}},
		{"edge case 18 beside somebody who left", nil, nil, func(r *Registration) { r.Employees = append(r.Employees, left) }, nil},
		{"edge case 1 nobody found: the officer", nil, nil, func(r *Registration) { r.Employees, r.Assignee = nil, functie }, nil},
		{"edge case 1 nobody found, yet an employee treats", nil, nil, func(r *Registration) { r.Employees = nil }, []string{"assignee: unknown"}},
		{"edge case 1 found", nil, func(r *Report) { r.Subject, r.Employees = AboutUnknown, nil }, func(*Registration) {}, nil},
		{"P1 a bot or guest", nil, nil, func(r *Registration) {
			r.Employees = append(r.Employees, Colleague{Person: who("gast"), Refused: true})
		}, []string{"employees: not_anyone"}},
		{"D5 the officer is the employee", nil, nil, func(r *Registration) { r.Employees = append(r.Employees, colleague(functie)) }, []string{"employees: conflict"}},
		{"D5 a deputy is the employee", nil, nil, func(r *Registration) { r.Employees = append(r.Employees, colleague(waarnemer)) }, []string{"employees: conflict"}},
		{"D5 the new employee is a direct colleague", func(s *Settings) { s.Teams = []Team{{"t", []UserID{cato, functie}}} }, nil,
			func(r *Registration) { r.Employees = append(r.Employees, colleague(cato)) }, []string{"employees: conflict"}},
		{"edge case 2 a part per person", nil, nil, func(r *Registration) { r.Parts = map[UserID]Text{bram: NewText("het bellen")} }, nil},
		{"edge case 2 a part too long", nil, nil, func(r *Registration) { r.Parts = map[UserID]Text{bram: NewText(strings.Repeat("x", 3001))} }, []string{"part: too_long"}},
		{"edge case 24 BSN in a part", nil, nil, func(r *Registration) { r.Parts = map[UserID]Text{bram: NewText(bsn)} }, []string{"part: bsn"}},
		{"edge case 24 BSN in the reason", nil, nil, func(r *Registration) { r.Reason = NewText(bsn) }, []string{"reason: bsn"}},
		{"edge case 24 own file number", nil, func(r *Report) { r.Complainant = Complainant{Client: NewText(bsn), OwnFileNumber: true} },
			func(r *Registration) { r.Reason, r.Parts = NewText(bsn), map[UserID]Text{bram: NewText(bsn)} }, nil},
		{"all mistakes at once", nil, nil, func(r *Registration) { *r = Registration{} }, []string{"assignee: missing", "filing: missing", "nature: missing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, rep, reg := office(), about(bram), registration(bram)
			if tt.settings != nil {
				tt.settings(&s)
			}
			if tt.report != nil {
				tt.report(&rep)
			}
			tt.edit(&reg)
			c := verklaard(t, mustNew(t, rep, s).Complaint, s)
			_, err := c.Register(reg, who(functie), s, monday)
			wantStrings(t, "refused", refusals(err), tt.want...)
			if (err == nil) != (tt.want == nil) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// A part that is refused says whose it is.
func TestRegisterRefusedPartNamesThePerson(t *testing.T) {
	c, r := verklaard(t, mustNew(t, about(bram, cato), office()).Complaint, office()), registration(bram, cato)
	r.Parts = map[UserID]Text{bram: NewText("goed"), cato: NewText(bsn)}
	_, err := c.Register(r, who(functie), office(), monday)
	var f *FieldError
	if !errors.As(err, &f) || f.Of != cato {
		t.Errorf("refused: %v of %q", err, f.Of)
	}
}

func TestR3R4Classes(t *testing.T) {
	c, r := verklaard(t, gemeld(t), office()), registration(bram)
	r.Filing = []FilingMode{Written, Oral, Written}
	r.Natures = []Nature{Practice, "V", Conduct, Financial, Substance, Conduct}
	o := must(t)(c.Register(r, who(functie), office(), monday))
	d := o.Complaint
	if !cmp.Equal(d.Filing, []FilingMode{"A", "B"}) || !cmp.Equal(d.Natures, []Nature{"I", "II", "III", "IV"}) {
		t.Errorf("classes %v %v: each once, in the order of the text", d.Filing, d.Natures)
	}
	if d.State != WithEmployee || d.Assignee != bram || !cmp.Equal(d.RegisteredBy, who(functie)) || !d.RegisteredAt.Equal(monday) {
		t.Errorf("state %s, assignee %s, by %s at %s", d.State, d.Assignee, d.RegisteredBy.ID, d.RegisteredAt)
	}
	if d.Term != c.Term {
		t.Error("V4: registering moves no date")
	}
	wantStrings(t, "told: the employee treats it now", said(o.Notices), "assigned -> bram")
}

func TestRegisterWithTheOfficer(t *testing.T) {
	c, r := verklaard(t, gemeld(t), office()), registration(bram)
	r.Assignee, r.Reason = functie, NewText("op verzoek van de cliënt")
	o := must(t)(c.Register(r, who(functie), office(), monday))
	if o.Complaint.State != WithOfficer || o.Complaint.Assignee != functie {
		t.Errorf("state %s, assignee %s", o.Complaint.State, o.Complaint.Assignee)
	}
	if !o.Entry.Note.Equal(r.Reason) || o.Entry.Audience != OfficerOnly {
		t.Error("the reason is kept, for the officer")
	}
	wantStrings(t, "told", said(o.Notices))
}

func TestP1RegistrationTellsWhomItFound(t *testing.T) {
	left := Colleague{Person: who("oud"), Left: true}
	for _, tt := range []struct {
		name     string
		reported []Colleague
		then     []Colleague
		assignee UserID
		want     []string
	}{
		{"edge case 1 found", nil, colleagues(bram), bram, []string{"involved -> bram"}},
		{"edge case 2 one more", colleagues(bram), colleagues(bram, cato), bram, []string{"assigned -> bram", "involved -> cato"}},
		{"edge case 2 the officer chooses the second to treat", colleagues(bram, cato), colleagues(bram, cato), cato, []string{"assigned -> cato"}},
		{"somebody else", colleagues(bram), colleagues(cato), cato, []string{"involved -> cato"}},
		{"edge case 18 who left is not told", colleagues(bram), append(colleagues(bram), left), bram, []string{"assigned -> bram"}},
		{"edge case 18 back again: told for the first time", []Colleague{left}, colleagues("oud"), "oud", []string{"involved -> oud"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rep := about()
			rep.Subject, rep.Employees = AboutEmployees, tt.reported
			if tt.reported == nil {
				rep.Subject = AboutUnknown
			}
			r := registration()
			r.Employees, r.Assignee = tt.then, tt.assignee
			c := verklaard(t, mustNew(t, rep, office()).Complaint, office())
			o := must(t)(c.Register(r, who(functie), office(), monday))
			wantStrings(t, "told", said(o.Notices), tt.want...)
			for _, in := range o.Complaint.Involved {
				if in.NotifiedAt.IsZero() != in.Left {
					t.Errorf("%s: told at %s, left %v", in.ID, in.NotifiedAt, in.Left)
				}
			}
		})
	}
}

func TestRegisterKeepsWhatIsKnownOfWhoStays(t *testing.T) {
	s := office()
	c := verklaard(t, mustNew(t, about(bram, cato), s).Complaint, s)
	c = must(t)(c.Seen(who(bram), s, monday)).Complaint
	r := registration(bram, dirk, bram)
	r.Parts = map[UserID]Text{dirk: NewText("deel voor Dirk"), cato: NewText("deel voor Cato")}
	later := monday.Add(time.Hour)
	d := must(t)(c.Register(r, who(functie), s, later)).Complaint
	want := []Involved{
		{Person: who(bram), NotifiedAt: friday.UTC(), SeenAt: monday.UTC()},
		{Person: who(dirk), NotifiedAt: later.UTC(), Part: NewText("deel voor Dirk")},
	}
	if diff := cmp.Diff(want, d.Involved); diff != "" {
		t.Errorf("involved (-want +got):\n%s", diff)
	}
	if See(d, cato, s) != (Sight{}) {
		t.Error("who turned out not to be concerned still sees it")
	}
	if v := See(d, dirk, s); !v.Part || !v.Content {
		t.Errorf("edge case 2: Dirk sees %+v", v)
	}
	if v := See(d, bram, s); v.Part || !v.Content {
		t.Errorf("edge case 2: Bram sees %+v", v)
	}
}

// Edge case 7: management found at registration shields the case from then on.
func TestEdgeCase7ManagementFoundAtRegistration(t *testing.T) {
	s, r := office(), about()
	r.Subject = AboutUnknown
	c := verklaard(t, mustNew(t, r, s).Complaint, s)
	o := must(t)(c.Register(registration(karel), who(functie), s, monday))
	if c.Restricted || !o.Complaint.Restricted {
		t.Errorf("restricted: %v, then %v", c.Restricted, o.Complaint.Restricted)
	}
	wantStrings(t, "told", said(o.Notices), "involved -> karel")
	if v := See(o.Complaint, karel, s); !v.Content {
		t.Errorf("the manager is a betrokken medewerker and sees %+v", v)
	}
}

// D5: a statement made before does not cover people found later.
func TestRegisterStatementDoesNotCoverNewConflict(t *testing.T) {
	s, r := office(), about()
	s.Teams = []Team{{"t", []UserID{dirk, functie}}}
	r.Subject = AboutUnknown
	c := verklaard(t, mustNew(t, r, s).Complaint, s)
	_, err := c.Register(registration(dirk), who(functie), s, monday)
	wantStrings(t, "refused", refusals(err), "employees: conflict")
	c = must(t)(c.PassOn(who(functie), s, monday)).Complaint
	c = verklaard(t, c, s)
	if c.Officer.ID != waarnemer {
		t.Fatalf("officer %q", c.Officer.ID)
	}
	if _, err := c.Register(registration(dirk), who(waarnemer), s, monday); err != nil {
		t.Errorf("the deputy is independent: %v", err)
	}
}

func TestSupplement(t *testing.T) {
	for _, tt := range []struct {
		name string
		text string
		want []string
	}{
		{"D1 a sentence", "Zij belde ook maandag.", nil},
		{"D1 just fits", strings.Repeat("é", 3000), nil},
		{"D1 nothing", "", []string{"supplement: missing"}},
		{"D1 a dot", " . ", []string{"supplement: missing"}},
		{"D1 too long", strings.Repeat("é", 3001), []string{"supplement: too_long"}},
		{"edge case 24 BSN", "BSN " + bsn, []string{"supplement: bsn"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := gemeld(t)
			o, err := c.Supplement(NewText(tt.text), who(melder), office(), monday)
			wantStrings(t, "refused", refusals(err), tt.want...)
			if err != nil {
				return
			}
			e := o.Entry
			if e.Revision != 2 || e.Action != ActSupplement || e.Rule != "D1" || e.Audience != Author || !e.At.Equal(monday) || !e.Note.Equal(NewText(tt.text)) || len(e.Changes) != 0 {
				t.Errorf("entry %+v", e)
			}
			c.Revision = 2
			if diff := cmp.Diff(c, o.Complaint); diff != "" {
				t.Errorf("a supplement changes nothing of the record (-want +got):\n%s", diff)
			}
			wantStrings(t, "told", said(o.Notices))
		})
	}
	r := about(bram)
	r.Complainant = Complainant{Client: NewText(bsn), OwnFileNumber: true}
	if _, err := mustNew(t, r, office()).Complaint.Supplement(NewText("zie "+bsn), who(melder), office(), monday); err != nil {
		t.Errorf("edge case 24: own file number: %v", err)
	}
}

// P1: "dan dient de betrokken medewerker daarvan in kennis te worden gesteld".
func TestSeen(t *testing.T) {
	s := office()
	c := mustNew(t, about(bram, cato), s).Complaint
	o := must(t)(c.Seen(who(cato), s, monday))
	in := o.Complaint.Involved
	if !in[0].SeenAt.IsZero() || !in[1].SeenAt.Equal(monday) || in[1].SeenAt.Location() != time.UTC {
		t.Errorf("seen: %v, %v", in[0].SeenAt, in[1].SeenAt)
	}
	if o.Entry.Audience != Parties || o.Entry.Rule != "P1" {
		t.Errorf("entry %v %v", o.Entry.Audience, o.Entry.Rule)
	}
	if _, err := o.Complaint.Seen(who(cato), s, monday); !errors.Is(err, ErrState) {
		t.Errorf("a second click: %v", err)
	}
	if _, err := o.Complaint.Seen(who(bram), s, monday); err != nil {
		t.Errorf("each for themselves: %v", err)
	}
	wantStrings(t, "told", said(o.Notices))
}

// I1: provable that the client was told, by a file number and never a name.
func TestClientInformed(t *testing.T) {
	today := Today(friday)
	for _, tt := range []struct {
		name string
		edit func(*ClientInformed)
		want []string
	}{
		{"I1 complete", func(*ClientInformed) {}, nil},
		{"I1 a file number of nine digits", func(i *ClientInformed) { i.FileNumber = NewText(bsn) }, nil},
		{"I1 no file number", func(i *ClientInformed) { i.FileNumber = Text{} }, []string{"client: missing"}},
		{"I1 too long", func(i *ClientInformed) { i.FileNumber = NewText(strings.Repeat("1", 201)) }, []string{"client: too_long"}},
		{"I1 no date", func(i *ClientInformed) { i.On = ClientInformed{}.On }, []string{"received_on: missing"}},
		{"I1 tomorrow", func(i *ClientInformed) { i.On = today.AddDays(1) }, []string{"received_on: future"}},
		{"I1 no way", func(i *ClientInformed) { i.How = "" }, []string{"how: missing"}},
		{"I1 a way that is none", func(i *ClientInformed) { i.How = "duif" }, []string{"how: missing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := ClientInformed{FileNumber: NewText("D-17"), On: today, How: HowInformed()[0]}
			tt.edit(&i)
			wantStrings(t, "refused", refusals(i.Check(today)), tt.want...)
		})
	}
}
