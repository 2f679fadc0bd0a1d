package complaint

import (
	"errors"
	"slices"
	"testing"
	"time"

	"klachtbot/complaint/calendar"
)

// The people of the tests. Their ids are the words a reader needs.
const (
	melder      UserID = "melder"
	bram        UserID = "bram" // an employee
	cato        UserID = "cato" // another employee
	dirk        UserID = "dirk" // an employee who was named as possibly involved
	functie     UserID = "functionaris"
	waarnemer   UserID = "waarnemer"
	waarnemer2  UserID = "waarnemer2"
	karel       UserID = "karel" // management
	kim         UserID = "kim"   // management
	replacement UserID = "vervanger"
	stranger    UserID = "stranger"
)

// friday is 10:00 on Friday 20 November 2026 in Amsterdam, the first example
// of the procedure.
var friday = calendar.New(2026, time.November, 20).At(10, 0)

func who(id UserID) Person { return Person{ID: id, Name: NewText("naam van " + string(id))} }

func colleague(id UserID) Colleague { return Colleague{Person: who(id)} }

func colleagues(ids ...UserID) []Colleague {
	var list []Colleague
	for _, id := range ids {
		list = append(list, colleague(id))
	}
	return list
}

// office is Team Keizer of the tests: one officer, two deputies, two managers.
func office() Settings {
	return Settings{
		Officer: functie, Deputies: []UserID{waarnemer, waarnemer2}, Office: []UserID{karel, kim},
		Channel: "CKLACHT", ProcessOwner: kim, Policy: DefaultPolicy(),
	}
}

// about is a report by telephone about these employees, complete and in order.
func about(ids ...UserID) Report {
	return Report{
		ID: "k1", Intake: Phone, ReceivedOn: Today(friday), Subject: AboutEmployees, Employees: colleagues(ids...),
		Words: NewText("Ik word niet teruggebeld."), Complainant: Complainant{Client: NewText("mevrouw De Wit")},
	}
}

func mustNew(t *testing.T, r Report, s Settings) Outcome {
	t.Helper()
	o, err := New(r, who(melder), s, friday)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return o
}

// gemeld is a case about Bram in the state gemeld.
func gemeld(t *testing.T) Complaint { t.Helper(); return mustNew(t, about(bram), office()).Complaint }

// verklaard is the same case after its officer stated independence.
func verklaard(t *testing.T, c Complaint, s Settings) Complaint {
	t.Helper()
	return must(t)(c.Declare(true, who(c.Officer.ID), s, friday)).Complaint
}

// registration is a complete form for a case about these employees, treated by
// the first.
func registration(ids ...UserID) Registration {
	r := Registration{Filing: []FilingMode{Oral}, Natures: []Nature{Conduct}, Employees: colleagues(ids...)}
	if len(ids) > 0 {
		r.Assignee = ids[0]
	}
	return r
}

// must fails the test when a transition was refused.
func must(t *testing.T) func(Outcome, error) Outcome {
	t.Helper()
	return func(o Outcome, err error) Outcome {
		t.Helper()
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return o
	}
}

// refusals spells out which fields an error refuses: "words: missing".
func refusals(err error) []string {
	var all FieldErrors
	var one *FieldError
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = FieldErrors{one}
	}
	var list []string
	for _, f := range all {
		list = append(list, string(f.Field)+": "+string(f.Reason))
	}
	slices.Sort(list)
	return list
}

// said spells out who is told what, without the requests to look again.
func said(list []Notice) []string {
	told := []string{}
	for _, n := range list {
		if n.Says() {
			told = append(told, string(n.Kind)+" -> "+string(n.To))
		}
	}
	return told
}

func wantStrings(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	got, want = slices.Clone(got), slices.Clone(want)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}
