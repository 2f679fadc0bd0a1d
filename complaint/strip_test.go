package complaint

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtbot/complaint/calendar"
)

// full is a complaint in which no field is empty.
func full() Complaint {
	p := func(id UserID) Person { return Person{ID: id, Name: NewText("name of " + string(id))} }
	x := NewText
	return Complaint{
		ID: "AAA", Number: Number{2026, 7}, Revision: 3, State: Reported, Policy: DefaultPolicy(),
		Term:     TermOf(calendar.New(2026, 11, 20), DefaultPolicy(), calendar.Calendar{}),
		Reporter: p("REP"), ReportedAt: time.Unix(1, 0).UTC(), Intake: Phone, ExternalRef: x("ref"),
		Complainant: Complainant{Anonymous: true, OwnFileNumber: true, Client: x("client"), OnBehalf: true, Representative: x("rep"), Contact: x("contact")},
		Words:       x("words"), MoreWords: x("more"), Wish: x("wish"), Done: x("done"), Told: Yes, NoContact: true,
		Subject: AboutEmployees, Departed: x("departed"),
		Involved: []Involved{
			{Person: p("EMP"), Left: true, NotifiedAt: time.Unix(2, 0), SeenAt: time.Unix(3, 0), Part: x("part of EMP")},
			{Person: p("TWO"), Part: x("part of TWO")},
		},
		Considered: []Person{p("CONS")}, Concerned: []Person{p("CONC")}, Officer: p("OFF"), PassedOver: []Person{p("PASS")},
		Independence: Independence{By: p("OFF"), At: time.Unix(4, 0)}, Restricted: true, Assignee: "EMP",
		Filing: FilingModes(), Natures: Natures(), RegisteredAt: time.Unix(5, 0), RegisteredBy: p("OFF"),
	}
}

// shown lists the fields of c that are not empty.
func shown(c Complaint) string {
	var names []string
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() && (f.Kind() != reflect.Slice || f.Len() > 0) {
			names = append(names, v.Type().Field(i).Name)
		}
	}
	return strings.Join(names, " ")
}

// Every field is listed for every sight, so a new field shows up nowhere until
// someone decides who may see it. P4: "Geheimhouding dient onder alle
// omstandigheden te zijn gewaarborgd".
func TestStrip(t *testing.T) {
	t.Parallel()
	if n := reflect.TypeFor[Complaint]().NumField(); len(strings.Fields(shown(full()))) != n {
		t.Fatalf("full leaves fields empty: %s", shown(full()))
	}
	const number = "ID Number Revision"
	const status = number + " State Policy Term ReportedAt"
	const input = " Intake ExternalRef Complainant Words MoreWords Wish Done Told NoContact Subject Departed Involved"
	for _, c := range []struct {
		name string
		v    Sight
		p    UserID
		want string
	}{
		{"nobody", Sight{}, "X", ""},
		{"shielded", Sight{Exists: true}, "PASS", number + " PassedOver Restricted"},
		{"concerned", Sight{Exists: true}, "CONC", number + " Concerned Restricted"},
		{"office", Sight{Exists: true, Status: true}, "KAN", status + " Officer Independence Restricted RegisteredAt"},
		{"officer before the statement", Sight{Exists: true, Status: true, Names: true}, "OFF",
			status + " Subject Departed Involved Considered Concerned Officer PassedOver Independence Restricted Assignee RegisteredAt"},
		{"reporter", Sight{Exists: true, Status: true, OwnInput: true}, "REP",
			status + " Reporter" + input + " Considered Concerned Officer Independence Restricted RegisteredAt"},
		{"reporter after registration", Sight{Exists: true, Status: true}, "REP", status + " Reporter Officer Independence Restricted RegisteredAt"},
		{"employee", Sight{Exists: true, Status: true, Content: true}, "EMP",
			status + " Reporter" + input + " Officer Independence Restricted Assignee RegisteredAt"},
		{"employee with a part", Sight{Exists: true, Status: true, Content: true, Part: true}, "TWO",
			status + " Reporter" + strings.NewReplacer(" MoreWords", "", " Wish", "", " Done", "").Replace(input) + " Officer Independence Restricted Assignee RegisteredAt"},
	} {
		got := strings.Fields(shown(full().Strip(c.v, c.p)))
		want := strings.Fields(c.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s sees %v, want %v", c.name, got, want)
		}
	}
}

func TestStripOfTheOfficerTakesNothing(t *testing.T) {
	t.Parallel()
	all := Sight{Exists: true, Status: true, Names: true, Content: true, OwnInput: true, Classes: true, Log: true}
	if got := full().Strip(all, "OFF"); !reflect.DeepEqual(got, full()) {
		t.Fatal(shown(got))
	}
}

func TestStripOfParts(t *testing.T) {
	t.Parallel()
	c := full().Strip(Sight{Exists: true, Status: true, Content: true, Part: true}, "TWO")
	if c.Words.Reveal() != "part of TWO" || !c.Involved[0].Part.IsZero() || c.Involved[1].Part.Reveal() != "part of TWO" {
		t.Fatal("wrong part")
	}
	// The reporter and the officer before the statement see no part at all.
	for _, v := range []Sight{{Exists: true, OwnInput: true}, {Exists: true, Names: true}} {
		for _, in := range full().Strip(v, "REP").Involved {
			if !in.Part.IsZero() {
				t.Fatal("a part is shown")
			}
		}
	}
}

// Who asks keeps the roles that they had in the whole complaint, for whatever
// they may know of it.
func TestStripKeepsRoles(t *testing.T) {
	t.Parallel()
	s := Settings{Officer: "OFF", Office: []UserID{"KAN"}}
	for _, p := range []UserID{"REP", "EMP", "TWO", "OFF", "KAN", "PASS", "CONC", "X"} {
		c := full()
		if v := See(c, p, s); v.Exists {
			if got := RolesOf(c.Strip(v, p), p, s); !slices.Equal(got, RolesOf(c, p, s)) {
				t.Errorf("%s: %v", p, got)
			}
		}
	}
}

func TestMayRead(t *testing.T) {
	t.Parallel()
	entry := func(a Audience) Entry { return Entry{Audience: a, By: Person{ID: "REP"}} }
	for _, c := range []struct {
		name                     string
		v                        Sight
		p                        UserID
		parties, officer, author bool
	}{
		{"officer", Sight{Log: true, Content: true}, "OFF", true, true, true},
		{"employee", Sight{Content: true}, "EMP", true, false, true},
		{"employee with a part", Sight{Content: true, Part: true}, "EMP", true, false, false},
		{"reporter", Sight{OwnInput: true}, "REP", false, false, true},
		{"another reporter", Sight{OwnInput: true}, "OTHER", false, false, false},
		{"office", Sight{Exists: true, Status: true}, "KAN", false, false, false},
	} {
		if c.v.MayRead(entry(Parties), c.p) != c.parties || c.v.MayRead(entry(OfficerOnly), c.p) != c.officer || c.v.MayRead(entry(Author), c.p) != c.author {
			t.Error(c.name)
		}
	}
}

func TestStatementComesBeforeContent(t *testing.T) {
	t.Parallel()
	v := Sight{Exists: true, Status: true, Names: true, Content: true, Part: true, OwnInput: true, Classes: true, Log: true}
	if got := v.For(ActDeclare); got != (Sight{Exists: true, Status: true, Names: true}) {
		t.Fatalf("%+v", got)
	}
	if v.For(ActRead) != v {
		t.Fatal("narrowed for reading")
	}
}
