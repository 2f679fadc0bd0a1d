package complaint

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const bsn = "123456782" // passes the elfproef

func TestReportChecks(t *testing.T) {
	guest := Colleague{Person: who("gast"), Refused: true}
	long := func(n int) Text { return NewText(strings.Repeat("é", n)) }
	for _, tt := range []struct {
		name string
		edit func(*Report)
		want []string
	}{
		{"D1 complete", func(*Report) {}, nil},
		{"D1 no signature, client or contact needed: edge case 16, anonymous", func(r *Report) { r.Complainant = Complainant{Anonymous: true} }, nil},
		{"D1 two letters will do", func(r *Report) { r.Words = NewText("te") }, nil},
		{"D1 no words", func(r *Report) { r.Words = Text{} }, []string{"words: missing"}},
		{"D1 only space", func(r *Report) { r.Words = NewText(" \n\u00a0 ") }, []string{"words: missing"}},
		{"D1 only punctuation", func(r *Report) { r.Words = NewText("...?!- -") }, []string{"words: missing"}},
		{"D1 one letter", func(r *Report) { r.Words = NewText("x.") }, []string{"words: missing"}},
		{"V4 received today", func(r *Report) { r.ReceivedOn = Today(friday) }, nil},
		{"V4 received tomorrow", func(r *Report) { r.ReceivedOn = Today(friday).AddDays(1) }, []string{"received_on: future"}},
		{"V4 no date", func(r *Report) { r.ReceivedOn = Report{}.ReceivedOn }, []string{"received_on: missing"}},
		{"edge case 22 long ago", func(r *Report) { r.ReceivedOn = Today(friday).AddDays(-1829) }, nil},
		{"edge case 22 a slip of the keyboard", func(r *Report) { r.ReceivedOn.Year = 1926 }, []string{"received_on: too_old"}},
		{"W no intake", func(r *Report) { r.Intake = "" }, []string{"intake: missing"}},
		{"W an intake that is none", func(r *Report) { r.Intake = "fax" }, []string{"intake: missing"}},
		{"D2 representative named", func(r *Report) {
			r.Complainant.OnBehalf, r.Complainant.Representative = true, NewText("zoon, de heer De Wit")
		}, nil},
		{"D2 representative missing", func(r *Report) { r.Complainant.OnBehalf = true }, []string{"representative: missing"}},
		{"P1 nobody said whom it is about", func(r *Report) { r.Subject = "" }, []string{"subject: missing"}},
		{"P1 employees said, none chosen", func(r *Report) { r.Employees = nil }, []string{"employees: missing"}},
		{"P1 several employees", func(r *Report) { r.Employees = colleagues(bram, cato) }, nil},
		{"P1 a bot or guest is no employee", func(r *Report) { r.Employees = append(r.Employees, guest) }, []string{"employees: not_anyone"}},
		{"edge case 1 unknown, nobody considered", func(r *Report) { r.Subject, r.Employees = AboutUnknown, nil }, nil},
		{"edge case 1 a bot or guest is not considered", func(r *Report) { r.Subject, r.Employees = AboutUnknown, []Colleague{guest} }, []string{"employees: not_anyone"}},
		{"edge case 3 the office", func(r *Report) { r.Subject, r.Employees = AboutOffice, nil }, nil},
		{"edge case 6 the officer", func(r *Report) { r.Subject, r.Employees = AboutOfficer, nil }, nil},
		{"edge case 18 who left", func(r *Report) { r.Subject, r.Employees, r.Departed = AboutDeparted, nil, NewText("Jan") }, nil},
		{"edge case 18 who left, no name", func(r *Report) { r.Subject, r.Employees = AboutDeparted, nil }, []string{"departed: missing"}},
		{"edge case 24 BSN in the words", func(r *Report) { r.Words = NewText("Mijn BSN is " + bsn) }, []string{"words: bsn"}},
		{"edge case 24 BSN in every other text", func(r *Report) {
			n := NewText(bsn)
			r.MoreWords, r.Wish, r.Done, r.ExternalRef, r.Departed = n, n, n, n, n
			r.Complainant = Complainant{Client: n, Representative: n, Contact: n}
		}, []string{"client: bsn", "contact: bsn", "departed: bsn", "done: bsn", "external_ref: bsn", "more_words: bsn", "representative: bsn", "wish: bsn"}},
		{"edge case 24 own file number, repeated in the words", func(r *Report) {
			r.Complainant.Client, r.Complainant.OwnFileNumber = NewText("dossier "+bsn), true
			r.Words = NewText("In dossier " + bsn + " ging het mis.")
		}, nil},
		{"edge case 24 own file number lifts no other number", func(r *Report) {
			r.Complainant.Client, r.Complainant.OwnFileNumber = NewText("dossier "+bsn), true
			r.Words = NewText("Mijn BSN is 111222333.")
		}, []string{"words: bsn"}},
		{"just fits, counted in letters and not in bytes", func(r *Report) {
			r.Words, r.MoreWords, r.Wish, r.Done = long(3000), long(3000), long(3000), long(3000)
			r.ExternalRef, r.Departed = long(200), long(200)
			r.Complainant = Complainant{Client: long(200), Representative: long(200), Contact: long(400)}
		}, nil},
		{"one letter too long", func(r *Report) {
			r.Words, r.MoreWords, r.Wish, r.Done = long(3001), long(3001), long(3001), long(3001)
			r.ExternalRef, r.Departed = long(201), long(201)
			r.Complainant = Complainant{Client: long(201), Representative: long(201), Contact: long(401)}
		}, []string{"client: too_long", "contact: too_long", "departed: too_long", "done: too_long", "external_ref: too_long",
			"more_words: too_long", "representative: too_long", "wish: too_long", "words: too_long"}},
		{"all mistakes at once", func(r *Report) { *r = Report{} },
			[]string{"intake: missing", "received_on: missing", "subject: missing", "words: missing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := about(bram)
			tt.edit(&r)
			o, err := New(r, who(melder), office(), friday)
			wantStrings(t, "refused", refusals(err), tt.want...)
			if (err == nil) != (tt.want == nil) {
				t.Errorf("error %v", err)
			}
			if err != nil && !cmp.Equal(o, Outcome{}) {
				t.Error("refused, yet there is an outcome")
			}
		})
	}
}

// One second decides what today is: in Amsterdam, not in UTC.
func TestReportReceivedOnTheDayInAmsterdam(t *testing.T) {
	r := about(bram)
	r.ReceivedOn = Today(friday).AddDays(1)
	midnight := r.ReceivedOn.Start()
	if _, err := New(r, who(melder), office(), midnight.Add(-1e9)); err == nil {
		t.Error("tomorrow is accepted one second before midnight")
	}
	if _, err := New(r, who(melder), office(), midnight); err != nil {
		t.Errorf("today is refused at midnight: %v", err)
	}
}

func TestReportKeepsWhatWasTyped(t *testing.T) {
	r := Report{
		ID: "k1", Intake: Post, ReceivedOn: Today(friday).AddDays(-2), ExternalRef: NewText("brief 12"),
		Complainant: Complainant{Client: NewText("De Wit"), OnBehalf: true, Representative: NewText("zoon"), Contact: NewText("020")},
		Words:       NewText("woorden"), MoreWords: NewText("meer"), Subject: AboutEmployees, Employees: colleagues(bram),
		Wish: NewText("excuses"), Done: NewText("gebeld"), Told: Yes, NoContact: true,
	}
	o := mustNew(t, r, office())
	want := Complaint{
		ID: "k1", Revision: 1, State: Reported, Policy: DefaultPolicy(), Term: TermOf(r.ReceivedOn, DefaultPolicy(), office().Calendar),
		Reporter: who(melder), ReportedAt: friday.UTC(), Intake: Post, ExternalRef: r.ExternalRef, Complainant: r.Complainant,
		Words: r.Words, MoreWords: r.MoreWords, Wish: r.Wish, Done: r.Done, Told: Yes, NoContact: true, Subject: AboutEmployees,
		Involved: []Involved{{Person: who(bram), NotifiedAt: friday.UTC()}}, Officer: Person{ID: functie}, Assignee: functie,
	}
	if diff := cmp.Diff(want, o.Complaint); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	if e := o.Entry; e.Revision != 1 || e.Action != ActReport || e.Rule != "R1" || e.Audience != Author || !cmp.Equal(e.By, who(melder)) || !e.At.Equal(friday) {
		t.Errorf("entry %+v", e)
	}
	if o.Complaint.ReportedAt.Location().String() != "UTC" || o.Entry.At.Location().String() != "UTC" {
		t.Error("moments are stored in UTC")
	}
}

// "De betrokken medewerker en daarna de onafhankelijke klachtenfunctionaris"
// (V1): who treats the complaint in gemeld, and why the officer does at once.
func TestFirstAssignee(t *testing.T) {
	left := Colleague{Person: who("oud"), Left: true}
	for _, tt := range []struct {
		name  string
		edit  func(*Report)
		want  UserID
		first string
	}{
		{"V1 the employee", func(*Report) {}, bram, ""},
		{"edge case 2 the first chosen of several", func(r *Report) { r.Employees = colleagues(cato, bram) }, cato, ""},
		{"edge case 4 the melder is the employee", func(r *Report) { r.Employees = colleagues(melder) }, melder, ""},
		{"edge case 18 the first who still works here", func(r *Report) { r.Employees = append([]Colleague{left}, colleagues(cato)...) }, cato, ""},
		{"edge case 3 the process owner answers for the office", func(r *Report) { r.Subject, r.Employees = AboutOffice, colleagues(kim) }, kim, ""},
		{"edge case 3 somebody else does not answer for the office", func(r *Report) { r.Subject, r.Employees = AboutOffice, colleagues(bram) }, functie, "edge 1"},
		{"W1 post", func(r *Report) { r.Intake = Post }, bram, ""},
		{"W2 e-mail goes straight to the officer", func(r *Report) { r.Intake = Email }, functie, "W2"},
		{"W3 the site goes straight to the officer", func(r *Report) { r.Intake = Website }, functie, "W2"},
		{"edge case 20 the client refuses contact", func(r *Report) { r.NoContact = true }, functie, "edge 20"},
		{"edge case 1 unknown", func(r *Report) { r.Subject, r.Employees = AboutUnknown, nil }, functie, "edge 1"},
		{"edge case 1 considered people do not treat", func(r *Report) { r.Subject = AboutUnknown }, functie, "edge 1"},
		{"edge case 18 everyone chosen has left", func(r *Report) { r.Employees = []Colleague{left} }, functie, "edge 1"},
		{"edge case 18 departed", func(r *Report) { r.Subject, r.Employees, r.Departed = AboutDeparted, nil, NewText("Jan") }, functie, "edge 1"},
		{"edge case 6 the officer: the deputy treats", func(r *Report) { r.Subject, r.Employees = AboutOfficer, nil }, waarnemer, "edge 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := about(bram)
			tt.edit(&r)
			c := mustNew(t, r, office()).Complaint
			if c.Assignee != tt.want || OfficerFirst(c) != tt.first {
				t.Errorf("assignee %q because %q, want %q because %q", c.Assignee, OfficerFirst(c), tt.want, tt.first)
			}
		})
	}
}

func TestReportWhoIsInvolved(t *testing.T) {
	left := Colleague{Person: who("oud"), Left: true}
	r := about(bram)
	r.Employees = append(r.Employees, left, colleague(bram))
	c := mustNew(t, r, office()).Complaint
	want := []Involved{{Person: who(bram), NotifiedAt: friday.UTC()}, {Person: who("oud"), Left: true}}
	if diff := cmp.Diff(want, c.Involved); diff != "" {
		t.Errorf("edge case 18, each once, who left is not told (-want +got):\n%s", diff)
	}

	r = about(bram)
	r.Subject = AboutUnknown
	c = mustNew(t, r, office()).Complaint
	if len(c.Involved) != 0 || !cmp.Equal(c.Considered, []Person{who(bram)}) {
		t.Errorf("edge case 1: involved %v, considered %v", c.Involved, c.Considered)
	}
	if got := c.PossiblyInvolved(); !cmp.Equal(got, []Person{who(bram)}) {
		t.Errorf("D5 possibly involved: %v", got)
	}
}

func TestWaysIn(t *testing.T) {
	want := map[Intake]struct {
		filing FilingMode
		direct bool
	}{
		Conversation: {Oral, false}, Phone: {Oral, false}, Post: {Written, false}, Email: {Written, true},
		Website: {Written, true}, Chat: {Written, false}, OtherIntake: {"", false},
	}
	if len(Intakes()) != len(want) {
		t.Fatalf("ways in: %v", Intakes())
	}
	for _, i := range Intakes() {
		filing, known := i.Filing()
		if filing != want[i].filing || known != (filing != "") || i.Direct() != want[i].direct {
			t.Errorf("%s: R3a %q, W2 direct %v", i, filing, i.Direct())
		}
	}
}

func TestErrorsName(t *testing.T) {
	_, err := New(Report{}, who(melder), office(), friday)
	var one *FieldError
	if !errors.As(err, &one) || one.Field != FieldReceivedOn {
		t.Errorf("the first refused field: %v", one)
	}
	for _, part := range []string{"received_on", "words", "missing"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %s", err, part)
		}
	}
}
