package complaint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// persona is somebody in a situation: what they are to the case, by hand.
type persona struct {
	name  string
	roles []Role // in any order
	id    UserID
	edit  func(*Complaint)
	conf  func(*Settings)
}

func stateIndependence(c *Complaint) {
	c.Independence = Independence{By: c.Officer, At: friday.UTC()}
}

func noOfficerLeft(c *Complaint) {
	c.Officer, c.Independence, c.Restricted = Person{}, Independence{}, true
	c.PassedOver = []Person{who(functie), who(waarnemer), who(waarnemer2)}
}

func passedOn(c *Complaint) {
	c.Officer, c.Independence, c.Restricted = who(waarnemer), Independence{}, true
	c.PassedOver = []Person{who(functie)}
	stateIndependence(c)
}

// personas are all the situations that make a difference. The case is about
// Bram and Cato, Dirk is possibly involved, the officer is the functionaris.
func personas() []persona {
	return []persona{
		{"melder", []Role{Reporter, Employee}, melder, nil, nil},
		{"employee", []Role{InvolvedEmployee, Employee}, bram, nil, nil},
		{"employee who has seen it", []Role{InvolvedEmployee, Employee}, bram, func(c *Complaint) { c.Involved[0].SeenAt = friday.UTC() }, nil},
		{"employee with a part", []Role{InvolvedEmployee, Employee}, cato, func(c *Complaint) { c.Involved[1].Part = NewText("deel") }, nil},
		{"melder who is concerned", []Role{Reporter, InvolvedEmployee, Employee}, bram, func(c *Complaint) { c.Reporter = who(bram) }, nil},
		{"manager who is concerned", []Role{InvolvedEmployee, Employee}, karel, func(c *Complaint) {
			c.Involved, c.Restricted = append(c.Involved, Involved{Person: who(karel)}), true
		}, nil},
		{"officer", []Role{Officer, Employee}, functie, nil, nil},
		{"independent officer", []Role{Officer, Employee}, functie, stateIndependence, nil},
		{"independent deputy", []Role{Officer, Employee}, waarnemer, passedOn, nil},
		{"officer after a deputy's statement", []Role{Officer, Employee}, functie, func(c *Complaint) {
			c.Independence = Independence{By: who(waarnemer), At: friday.UTC()}
		}, nil},
		{"officer who is melder", []Role{Reporter, Officer, Employee}, functie, func(c *Complaint) { c.Reporter = who(functie) }, nil},
		{"manager", []Role{Office, Employee}, karel, nil, nil},
		{"manager, nobody left", []Role{Office, Employee}, karel, noOfficerLeft, nil},
		{"manager who is melder", []Role{Reporter, Office, Employee}, karel, func(c *Complaint) { c.Reporter = who(karel) }, nil},
		{"manager who may be concerned", []Role{Employee}, karel, func(c *Complaint) {
			c.Considered, c.Restricted = append(c.Considered, who(karel)), true
		}, nil},
		{"officer who stood back", []Role{ShieldedOfficer, Employee}, functie, passedOn, nil},
		{"melder who stood back as officer", []Role{ShieldedOfficer, Employee}, functie, func(c *Complaint) { passedOn(c); c.Reporter = who(functie) }, nil},
		{"officer who was never asked", []Role{ShieldedOfficer, Employee}, functie, func(c *Complaint) {
			c.Officer, c.Restricted = who(waarnemer), true
		}, nil},
		{"officer appointed later", []Role{ShieldedOfficer, Employee}, replacement, nil, func(s *Settings) { s.Officer = replacement }},
		{"officer appointed later, who is melder", []Role{ShieldedOfficer, Reporter, Employee}, melder, nil, func(s *Settings) { s.Officer = melder }},
		{"manager appointed officer by mistake, who may be concerned", []Role{ShieldedOfficer, Employee}, karel, func(c *Complaint) {
			c.Considered = append(c.Considered, who(karel))
		}, func(s *Settings) { s.Officer = karel }},
		{"officer before the settings changed", []Role{Officer, Employee}, functie, stateIndependence, func(s *Settings) { s.Officer = replacement }},
		{"officer concerned", []Role{ShieldedOfficer, Employee}, functie, func(c *Complaint) {
			c.Officer, c.Concerned, c.Restricted = who(waarnemer), []Person{who(functie)}, true
		}, nil},
		{"deputy concerned", []Role{ShieldedOfficer, Employee}, waarnemer, func(c *Complaint) {
			c.Concerned, c.Restricted = []Person{who(waarnemer)}, true
		}, nil},
		{"officer in name, yet concerned", []Role{ShieldedOfficer, Employee}, functie, func(c *Complaint) {
			stateIndependence(c)
			c.Concerned, c.Restricted = []Person{who(functie)}, true
		}, nil},
		{"officer in name, yet stood back", []Role{ShieldedOfficer, Employee}, functie, func(c *Complaint) {
			stateIndependence(c)
			c.PassedOver, c.Restricted = []Person{who(functie)}, true
		}, nil},
		{"deputy who waits", []Role{Employee}, waarnemer, nil, nil},
		{"employee who may be concerned", []Role{Employee}, dirk, nil, nil},
		{"stranger", []Role{Employee}, stranger, nil, nil},
		{"nobody", nil, "", nil, nil},
		{"nobody, and nobody left", nil, "", noOfficerLeft, nil},
	}
}

// in gives the case of a persona in a state.
func (p persona) in(t *testing.T, state State) (Complaint, Settings) {
	t.Helper()
	s := office()
	c := mustNew(t, about(bram, cato), s).Complaint
	c.Considered = []Person{who(dirk)}
	if p.edit != nil {
		p.edit(&c)
	}
	if p.conf != nil {
		p.conf(&s)
	}
	c.State = state
	if state != Reported {
		c.RegisteredAt, c.RegisteredBy = friday.UTC(), c.Officer
		c.Filing, c.Natures = []FilingMode{Oral}, []Nature{Conduct}
		c.Assignee = bram
	}
	if state == WithOfficer {
		c.Assignee = c.Officer.ID
	}
	return c, s
}

// grid reads a table written by hand: a header of columns, then lines of
// "name | cell cell cell".
func grid(t *testing.T, table string) (columns []string, cells map[string][]string) {
	t.Helper()
	cells = map[string][]string{}
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		name, rest, ok := strings.Cut(line, "|")
		if !ok {
			t.Fatalf("no column in %q", line)
		}
		if i == 0 {
			columns = strings.Fields(rest)
			continue
		}
		name = strings.TrimSpace(name)
		if _, twice := cells[name]; twice {
			t.Fatalf("%s stands in the table twice", name)
		}
		if cells[name] = strings.Fields(rest); len(cells[name]) != len(columns) {
			t.Fatalf("%s: %d cells for %d columns", name, len(cells[name]), len(columns))
		}
	}
	return columns, cells
}

// matrix says by hand who can do what: yes; role (they know of the case, but
// this is not theirs: ErrForbidden); now (theirs, but not now: ErrState); or
// nothing, because the case does not exist for them: ErrNotFound.
// A cell "yes,now" differs per state: gemeld, then afterwards.
const matrix = `
                                       | report   supplement  seen     read     declare  pass_on  appoint  register
melder                                 | now      yes         role     yes,now  role     role     role     role
employee                               | now      role        yes      yes      role     role     role     role
employee who has seen it               | now      role        now      yes      role     role     role     role
employee with a part                   | now      role        yes      yes      role     role     role     role
melder who is concerned                | now      yes         yes      yes      role     role     role     role
manager who is concerned               | now      role        yes      yes      role     role     role     role
officer                                | now      role        role     now      yes      yes      role     now
independent officer                    | now      role        role     yes      now      yes      role     yes,now
independent deputy                     | now      role        role     yes      now      yes      role     yes,now
officer after a deputy's statement     | now      role        role     now      yes      yes      role     now
officer who is melder                  | now      yes         role     yes,now  yes      yes      role     now
manager                                | now      role        role     role     role     role     now      role
manager, nobody left                   | now      role        role     role     role     role     yes      role
manager who is melder                  | now      yes         role     yes,now  role     role     now      role
manager who may be concerned           | nothing  nothing     nothing  nothing  nothing  nothing  nothing  nothing
officer who stood back                 | now      role        role     role     role     role     role     role
melder who stood back as officer       | now      role        role     role     role     role     role     role
officer who was never asked            | now      role        role     role     role     role     role     role
officer appointed later                | now      role        role     role     role     role     role     role
officer appointed later, who is melder | now      yes         role     yes,now  role     role     role     role
manager appointed officer by mistake, who may be concerned | now role role role role role role role
officer before the settings changed    | now      role        role     yes      now      yes      role     yes,now
officer concerned                      | now      role        role     role     role     role     role     role
deputy concerned                       | now      role        role     role     role     role     role     role
officer in name, yet concerned         | now      role        role     role     role     role     role     role
officer in name, yet stood back        | now      role        role     role     role     role     role     role
deputy who waits                       | nothing  nothing     nothing  nothing  nothing  nothing  nothing  nothing
employee who may be concerned          | nothing  nothing     nothing  nothing  nothing  nothing  nothing  nothing
stranger                               | nothing  nothing     nothing  nothing  nothing  nothing  nothing  nothing
nobody                                 | nothing  nothing     nothing  nothing  nothing  nothing  nothing  nothing
nobody, and nobody left                | nothing  nothing     nothing  nothing  nothing  nothing  nothing  nothing`

// try does v with input that only the access rules can refuse.
func try(c Complaint, v Verb, p UserID, s Settings) error {
	var err error
	switch v {
	case ActSupplement:
		_, err = c.Supplement(NewText("Zij belde ook maandag."), who(p), s, monday)
	case ActSeen:
		_, err = c.Seen(who(p), s, monday)
	case ActDeclare:
		_, err = c.Declare(true, who(p), s, monday)
	case ActPassOn:
		_, err = c.PassOn(who(p), s, monday)
	case ActAppoint:
		_, err = c.Appoint(colleague(replacement), true, who(p), s, monday)
	case ActRegister:
		r := registration(bram, cato)
		_, err = c.Register(r, who(p), s, monday)
	case ActReport, ActRead: // no transition of a case that exists
		err = Allow(c, v, p, s)
	default:
		err = fmt.Errorf("the matrix does not know how to try %s", v)
	}
	return err
}

func TestMatrix(t *testing.T) {
	columns, cells := grid(t, matrix)
	var verbs []string
	for _, a := range Actions() {
		verbs = append(verbs, string(a.Verb))
	}
	if !slices.Equal(columns, verbs) {
		t.Fatalf("the matrix has columns %v, the action table has rows %v", columns, verbs)
	}
	if len(cells) != len(personas()) {
		t.Fatalf("%d rows for %d personas", len(cells), len(personas()))
	}
	kinds := map[string]error{"yes": nil, "role": ErrForbidden, "now": ErrState, "nothing": ErrNotFound}
	tried := map[Role]bool{}
	for _, p := range personas() {
		for _, state := range States() {
			c, s := p.in(t, state)
			var possible []Verb
			for i, cell := range cells[p.name] {
				verb := Verb(columns[i])
				first, later, differs := strings.Cut(cell, ",")
				want := first
				if differs && state != Reported {
					want = later
				}
				kind, known := kinds[want]
				if !known {
					t.Fatalf("%s: %q is no answer", p.name, want)
				}
				for what, err := range map[string]error{"allowed": Allow(c, verb, p.id, s), "done": try(c, verb, p.id, s)} {
					if !errors.Is(err, kind) {
						t.Errorf("%s in %s, %s %s: got %v, want %s", p.name, state, verb, what, err, want)
					}
				}
				if want == "yes" {
					possible = append(possible, verb)
				}
			}
			if got := Possible(c, p.id, s); !slices.Equal(got, possible) {
				t.Errorf("%s in %s: buttons %v, want %v", p.name, state, got, possible)
			}
		}
		for _, r := range p.roles {
			tried[r] = true
		}
	}
	for _, r := range Roles() {
		if !tried[r] {
			t.Errorf("nobody in the matrix is %s", r)
		}
	}
}

func TestRolesOf(t *testing.T) {
	for _, p := range personas() {
		for _, state := range States() {
			c, s := p.in(t, state)
			got, want := RolesOf(c, p.id, s), slices.Clone(p.roles)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s in %s: roles %v, want %v", p.name, state, got, want)
			}
		}
	}
}

// The rest of each row of the action table, by hand: who, from where, to where
// and by which sentence.
func TestActionTable(t *testing.T) {
	const table = `
           | who                       from                               to                          rule
report     | employee                  -                                  reported                    R1
supplement | reporter                  reported,with_employee,with_officer  -                         D1
seen       | involved                  reported,with_employee,with_officer  -                         P1
read       | reporter,involved,officer reported,with_employee,with_officer  -                         P4
declare    | officer                   reported,with_employee,with_officer  -                         D5
pass_on    | officer                   reported,with_employee,with_officer  -                         D5
appoint    | office                    reported,with_employee,with_officer  -                         D5
register   | officer                   reported                           with_employee,with_officer  R2`
	_, cells := grid(t, table)
	for _, a := range Actions() {
		got := []string{list(a.Who), list(a.From), list(a.To), a.Rule}
		if !slices.Equal(got, cells[string(a.Verb)]) {
			t.Errorf("%s: %v, want %v", a.Verb, got, cells[string(a.Verb)])
		}
		if b := ActionOf(a.Verb); b.Rule != a.Rule || b.Verb != a.Verb {
			t.Errorf("ActionOf(%s) finds %s", a.Verb, b.Verb)
		}
	}
	if a := ActionOf("dansen"); len(a.Who) != 0 || a.Verb != "dansen" {
		t.Error("an action that is none is nobody's")
	}
	if err := Allow(gemeld(t), "dansen", functie, office()); !errors.Is(err, ErrForbidden) {
		t.Errorf("an action that is none: %v", err)
	}
}

func list[T ~string](all []T) string {
	if len(all) == 0 {
		return "-"
	}
	var words []string
	for _, v := range all {
		words = append(words, string(v))
	}
	return strings.Join(words, ",")
}

// A refusal names the action and the sentence, and nobody.
func TestRefusalNamesTheRule(t *testing.T) {
	err := Allow(gemeld(t), ActRegister, functie, office())
	var rule *RuleError
	if !errors.As(err, &rule) || rule.Action != ActRegister || rule.Rule != "R2" || !errors.Is(err, ErrState) {
		t.Fatalf("refusal %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "register") || !strings.Contains(text, "R2") || strings.Contains(text, string(functie)) {
		t.Errorf("refusal says %q", text)
	}
}
