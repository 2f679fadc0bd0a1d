package complaint

import (
	"slices"
	"time"
)

// Supplement (aanvullen) adds a dated entry with what the melder forgot.
func (c Complaint) Supplement(text Text, by Actor, s Settings, now time.Time) (Outcome, error) {
	if err := Allow(c, ActSupplement, by.ID, s); err != nil {
		return Outcome{}, err
	}
	var e FieldErrors
	if !hasWords(text.Reveal()) {
		e.add(FieldSupplement, ReasonMissing)
	}
	checkText(&e, FieldSupplement, text, MaxText, c.ownFileNumbers()...)
	if err := e.err(); err != nil {
		return Outcome{}, err
	}
	o := step(c, c.clone(), ActSupplement, by, now, text, Author)
	o.Notices = lookNotices(c, o.Complaint, s)
	return o, nil
}

func (c Complaint) ownFileNumbers() []string {
	return Report{Complainant: c.Complainant}.ownFileNumbers()
}

// Seen records that an employee concerned has taken note (P1).
func (c Complaint) Seen(by Actor, s Settings, now time.Time) (Outcome, error) {
	if err := Allow(c, ActSeen, by.ID, s); err != nil {
		return Outcome{}, err
	}
	d := c.clone()
	i, _ := d.involved(by.ID)
	d.Involved[i].SeenAt = now.UTC()
	o := step(c, d, ActSeen, by, now, Text{}, Parties)
	o.Notices = lookNotices(c, o.Complaint, s)
	return o, nil
}

// Declare is the statement of independence (D5): "Ik ben niet betrokken bij
// deze klacht en ik ben geen directe collega van de betrokken medewerker(s)."
// Until then the officer sees names and teams only.
func (c Complaint) Declare(confirmed bool, by Actor, s Settings, now time.Time) (Outcome, error) {
	if err := Allow(c, ActDeclare, by.ID, s); err != nil {
		return Outcome{}, err
	}
	if !confirmed {
		return Outcome{}, &FieldError{Field: FieldStatement, Reason: ReasonMissing}
	}
	if !Independent(c, by.ID, s) { // settings moved since the case was assigned
		return Outcome{}, &FieldError{Field: FieldStatement, Reason: ReasonConflict}
	}
	d := c.clone()
	d.Officer = by // with the name of this moment
	d.Independence = Independence{By: by, At: now.UTC()}
	o := step(c, d, ActDeclare, by, now, Text{}, Parties)
	o.Notices = lookNotices(c, o.Complaint, s)
	return o, nil
}

// PassOn (naar waarnemer) withdraws the officer: the first independent deputy
// takes over, or the office must appoint someone. The case becomes
// afgeschermd and the access of the one who stood back ends (edge case 5).
func (c Complaint) PassOn(by Actor, s Settings, now time.Time) (Outcome, error) {
	if err := Allow(c, ActPassOn, by.ID, s); err != nil {
		return Outcome{}, err
	}
	d := c.clone()
	d.PassedOver = append(d.PassedOver, by)
	d.Restricted = true
	d.setOfficer(Person{ID: nextOfficer(d, s)})
	o := step(c, d, ActPassOn, by, now, Text{}, OfficerOnly)
	n := notices{c: o.Complaint, s: s}
	n.officerOrOffice()
	n.look(c)
	o.Notices = n.list
	return o, nil
}

// setOfficer replaces the officer of the case; the statement of independence
// is personal and starts anew, and the treatment follows when it was the
// officer's (P3: exactly one behandelaar).
func (c *Complaint) setOfficer(p Person) {
	if c.Assignee == c.Officer.ID {
		c.Assignee = p.ID
	}
	c.Officer, c.Independence = p, Independence{}
}

// Appoint lets the office name an independent, external person when neither
// officer nor deputy can handle the case (edge case 6). It opens this case
// only and changes no setting.
func (c Complaint) Appoint(who Colleague, external bool, by Actor, s Settings, now time.Time) (Outcome, error) {
	if err := Allow(c, ActAppoint, by.ID, s); err != nil {
		return Outcome{}, err
	}
	var e FieldErrors
	switch {
	case who.ID == "":
		e.add(FieldAppointee, ReasonMissing)
	case who.Refused || who.Left:
		e.add(FieldAppointee, ReasonNotAnyone)
	case !Independent(c, who.ID, s) || who.ID == c.Reporter.ID:
		e.add(FieldAppointee, ReasonConflict)
	}
	if !external {
		e.add(FieldStatement, ReasonMissing)
	}
	if err := e.err(); err != nil {
		return Outcome{}, err
	}
	d := c.clone()
	d.setOfficer(who.Person)
	o := step(c, d, ActAppoint, by, now, Text{}, Parties)
	n := notices{c: o.Complaint, s: s}
	n.officerOrOffice()
	n.look(c)
	o.Notices = n.list
	return o, nil
}

// Registration is what the form Klacht registreren holds.
type Registration struct {
	Filing    []FilingMode
	Natures   []Nature
	Employees []Colleague // who is involved from now on
	Assignee  UserID      // the officer of the case, or one of Employees
	Reason    Text        // asked when the officer takes over what the employee could treat
	Parts     map[UserID]Text
}

// Register registers and classifies: "De onafhankelijke klachtenfunctionaris
// registreert en classificeert de klacht" (Registratie en classificatie,
// sentence 2); several classes are allowed (sentence 4). It opens the
// employee's phase or the officer's.
func (c Complaint) Register(r Registration, by Actor, s Settings, now time.Time) (Outcome, error) {
	if err := Allow(c, ActRegister, by.ID, s); err != nil {
		return Outcome{}, err
	}
	d := c.clone()
	d.setInvolved(r.Employees, r.Parts, now)
	if err := r.check(d, by.ID, s); err != nil {
		return Outcome{}, err
	}
	d.Filing, d.Natures = ordered(FilingModes(), r.Filing), ordered(Natures(), r.Natures)
	d.RegisteredAt, d.RegisteredBy = now.UTC(), by
	d.Assignee, d.State = r.Assignee, WithEmployee
	if r.Assignee == c.Officer.ID {
		d.State = WithOfficer
	}
	d.Restricted = c.Restricted || restricted(d, s) // the employee is found, and is management: edge case 7
	o := step(c, d, ActRegister, by, now, r.Reason, OfficerOnly)
	n := notices{c: o.Complaint, s: s}
	for _, in := range o.Complaint.Involved {
		i, was := c.involved(in.ID)
		toldBefore := was && !c.Involved[i].NotifiedAt.IsZero()
		if !toldBefore && !in.Left {
			n.say(SayInvolved, in.ID)
		} else if toldBefore && in.ID == r.Assignee {
			n.say(SayAssigned, in.ID)
		}
	}
	n.look(c)
	o.Notices = n.list
	return o, nil
}

// setInvolved replaces the betrokken medewerkers and keeps what is known of
// those who stay.
func (c *Complaint) setInvolved(list []Colleague, parts map[UserID]Text, now time.Time) {
	old := *c
	c.Involved = nil
	for _, e := range once(list) {
		in := Involved{Person: e.Person, Left: e.Left, NotifiedAt: told(e, now)}
		if i, was := old.involved(e.ID); was && !old.Involved[i].NotifiedAt.IsZero() {
			in.NotifiedAt, in.SeenAt = old.Involved[i].NotifiedAt, old.Involved[i].SeenAt
		}
		in.Part = parts[e.ID]
		c.Involved = append(c.Involved, in)
	}
}

// check judges the form against d, the case as it would become.
func (r Registration) check(d Complaint, officer UserID, s Settings) error {
	var e FieldErrors
	if len(ordered(FilingModes(), r.Filing)) == 0 {
		e.add(FieldFiling, ReasonMissing)
	}
	if len(ordered(Natures(), r.Natures)) == 0 {
		e.add(FieldNature, ReasonMissing)
	}
	r.checkEmployees(&e, d, officer, s)
	r.checkAssignee(&e, d, officer)
	own := d.ownFileNumbers()
	checkText(&e, FieldReason, r.Reason, MaxText, own...)
	for id, part := range r.Parts {
		var one FieldErrors
		checkText(&one, FieldPart, part, MaxText, own...)
		for _, f := range one {
			f.Of = id
		}
		e = append(e, one...)
	}
	return e.err()
}

func (r Registration) checkEmployees(e *FieldErrors, d Complaint, officer UserID, s Settings) {
	for _, who := range r.Employees {
		switch {
		case who.Refused:
			e.add(FieldEmployees, ReasonNotAnyone)
			return
		case s.IsOfficer(who.ID) || who.ID == officer || !Independent(d, officer, s):
			e.add(FieldEmployees, ReasonConflict) // pass on first, then register
			return
		}
	}
}

func (r Registration) checkAssignee(e *FieldErrors, d Complaint, officer UserID) {
	switch first := OfficerFirst(d); {
	case r.Assignee == "":
		e.add(FieldAssignee, ReasonMissing)
	case r.Assignee == officer:
		if first == "" && !hasWords(r.Reason.Reveal()) {
			e.add(FieldReason, ReasonNeedReason) // V1: "daarna de functionaris"
		}
	case !slices.Contains(able(d), r.Assignee):
		e.add(FieldAssignee, ReasonUnknown)
	case first != "":
		e.add(FieldAssignee, ReasonOfficer)
	}
}

// ordered keeps the choices that exist, each once, in the order of the text.
func ordered[T comparable](all, chosen []T) []T {
	var list []T
	for _, v := range all {
		if slices.Contains(chosen, v) {
			list = append(list, v)
		}
	}
	return list
}

func lookNotices(before, after Complaint, s Settings) []Notice {
	n := notices{c: after, s: s}
	n.look(before)
	return n.list
}
