package complaint

import "slices"

// Verb names an action.
type Verb string

// The actions so far, in the order of the procedure.
const (
	ActReport     Verb = "report"     // melden
	ActSupplement Verb = "supplement" // aanvullen
	ActSeen       Verb = "seen"       // gezien
	ActRead       Verb = "read"       // klacht bekijken
	ActDeclare    Verb = "declare"    // ik ben onafhankelijk
	ActPassOn     Verb = "pass_on"    // naar waarnemer
	ActAppoint    Verb = "appoint"    // vervanger aanwijzen
	ActRegister   Verb = "register"   // klacht registreren
)

// Action is one row of the procedure: who may do what from which state, and
// by which sentence. Card buttons, routes, the access matrix and the state
// diagram derive from these rows.
type Action struct {
	Verb Verb
	Who  []Role
	From []State // empty: there is no complaint yet
	To   []State // empty: the state stays
	// Guard is what must hold besides; nil means nothing.
	Guard func(c Complaint, by UserID, s Settings) bool
	// Rule names the sentence of the klachtenregeling.
	Rule string
}

var open = States()

// Actions is the action table.
func Actions() []Action {
	return []Action{
		{Verb: ActReport, Who: []Role{Employee}, To: []State{Reported}, Rule: "R1"},
		{Verb: ActSupplement, Who: []Role{Reporter}, From: open, Rule: "D1"},
		{Verb: ActSeen, Who: []Role{InvolvedEmployee}, From: open, Guard: notSeen, Rule: "P1"},
		{Verb: ActRead, Who: []Role{Reporter, InvolvedEmployee, Officer}, From: open, Guard: somethingToRead, Rule: "P4"},
		{Verb: ActDeclare, Who: []Role{Officer}, From: open, Guard: notStated, Rule: "D5"},
		{Verb: ActPassOn, Who: []Role{Officer}, From: open, Rule: "D5"},
		{Verb: ActAppoint, Who: []Role{Office}, From: open, Guard: noOfficer, Rule: "D5"},
		{Verb: ActRegister, Who: []Role{Officer}, From: []State{Reported}, To: []State{WithEmployee, WithOfficer}, Guard: stated, Rule: "R2"},
	}
}

// ActionOf finds the row of v; every Verb has one.
func ActionOf(v Verb) Action {
	for _, a := range Actions() {
		if a.Verb == v {
			return a
		}
	}
	return Action{Verb: v}
}

// Possible lists what p can do with c now, in the order of the table: the
// buttons of p's card.
func Possible(c Complaint, p UserID, s Settings) []Verb {
	var verbs []Verb
	for _, a := range Actions() {
		if len(a.From) > 0 && a.allows(c, p, s) == nil {
			verbs = append(verbs, a.Verb)
		}
	}
	return verbs
}

// Allow says whether p may do v to c now. A person who may not know that c
// exists gets ErrNotFound, whatever they try.
func Allow(c Complaint, v Verb, p UserID, s Settings) error {
	if !See(c, p, s).Exists {
		return ErrNotFound
	}
	return ActionOf(v).allows(c, p, s)
}

func (a Action) allows(c Complaint, p UserID, s Settings) error {
	roles := RolesOf(c, p, s)
	if !slices.ContainsFunc(a.Who, func(r Role) bool { return slices.Contains(roles, r) }) {
		return &RuleError{a.Verb, a.Rule, ErrForbidden}
	}
	if !slices.Contains(a.From, c.State) || a.Guard != nil && !a.Guard(c, p, s) {
		return &RuleError{a.Verb, a.Rule, ErrState}
	}
	return nil
}

func notSeen(c Complaint, by UserID, _ Settings) bool {
	i, ok := c.involved(by)
	return ok && c.Involved[i].SeenAt.IsZero()
}

func somethingToRead(c Complaint, by UserID, s Settings) bool {
	v := See(c, by, s)
	return v.Content || v.OwnInput
}

func stated(c Complaint, _ UserID, _ Settings) bool    { return c.independenceStated() }
func notStated(c Complaint, _ UserID, _ Settings) bool { return !c.independenceStated() }
func noOfficer(c Complaint, _ UserID, _ Settings) bool { return c.Officer.ID == "" }
