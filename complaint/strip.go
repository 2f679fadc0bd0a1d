package complaint

// Strip gives c with everything blanked that v does not let p see: what a
// store hands out after it decided on access ("Geheimhouding dient onder alle
// omstandigheden te zijn gewaarborgd", P4). Deny first: it starts from nothing
// and adds. What p is in the case stays recognisable, so that RolesOf gives p
// the same roles.
func (c Complaint) Strip(v Sight, p UserID) Complaint {
	if !v.Exists {
		return Complaint{}
	}
	d := Complaint{ID: c.ID, Number: c.Number, Revision: c.Revision, Restricted: c.Restricted}
	d.PassedOver, d.Concerned = only(c.PassedOver, p), only(c.Concerned, p)
	d.Considered = only(c.Considered, p)
	if v.Status {
		c.stripStatus(&d, p)
	}
	if v.Names {
		c.stripNames(&d)
	}
	if v.Content {
		c.stripContent(&d, v.Part, p)
	}
	if v.OwnInput {
		c.stripInput(&d)
		d.Considered, d.Concerned = c.Considered, c.Concerned
	}
	if v.Classes {
		d.Filing, d.Natures, d.RegisteredBy = c.Filing, c.Natures, c.RegisteredBy
	}
	d.Involved = c.stripInvolved(v, p)
	return d.clone()
}

// stripStatus adds state, dates, who handles the case, and p's own place in it.
// The behandelaar is shown only where that does not tell who is involved.
func (c Complaint) stripStatus(d *Complaint, p UserID) {
	d.State, d.Policy, d.Term = c.State, c.Policy, c.Term
	d.ReportedAt, d.RegisteredAt = c.ReportedAt, c.RegisteredAt
	d.Officer, d.Independence = c.Officer, c.Independence
	if c.Reporter.ID == p {
		d.Reporter = c.Reporter
	}
	if c.Assignee == p || c.Assignee == c.Officer.ID {
		d.Assignee = c.Assignee
	}
}

// stripNames adds who is or may be involved: for the statement of independence.
func (c Complaint) stripNames(d *Complaint) {
	d.Subject, d.Departed, d.Assignee = c.Subject, c.Departed, c.Assignee
	d.Considered, d.Concerned, d.PassedOver = c.Considered, c.Concerned, c.PassedOver
}

// stripContent adds what was said and by whom. A person with a part of their
// own (edge case 2) sees that in the place of the whole text.
func (c Complaint) stripContent(d *Complaint, part bool, p UserID) {
	d.Reporter, d.Assignee = c.Reporter, c.Assignee
	c.stripInput(d)
	if i, ok := c.involved(p); part && ok {
		d.Words, d.MoreWords, d.Wish, d.Done = c.Involved[i].Part, Text{}, Text{}, Text{}
	}
}

// stripInput adds what the reporter typed.
func (c Complaint) stripInput(d *Complaint) {
	d.Intake, d.ExternalRef, d.Complainant = c.Intake, c.ExternalRef, c.Complainant
	d.Words, d.MoreWords, d.Wish, d.Done = c.Words, c.MoreWords, c.Wish, c.Done
	d.Told, d.NoContact, d.Subject, d.Departed = c.Told, c.NoContact, c.Subject, c.Departed
}

// stripInvolved gives the betrokken medewerkers that p may know of: all of
// them, or p alone. Parts are for their owner and for who sees the log.
func (c Complaint) stripInvolved(v Sight, p UserID) []Involved {
	all := v.Names || v.OwnInput || v.Content
	var list []Involved
	for _, in := range c.Involved {
		if !all && in.ID != p {
			continue
		}
		if !v.Log && (in.ID != p || !v.Content) {
			in.Part = Text{}
		}
		list = append(list, in)
	}
	return list
}

func only(list []Person, p UserID) []Person {
	for _, q := range list {
		if q.ID == p {
			return []Person{q}
		}
	}
	return nil
}

// MayRead says whether the entry e may be shown to p, who has sight v of its
// case. What an Author entry holds is the reporter's own text: for the reporter
// only what they wrote themselves, for an employee concerned only when they see
// the whole text, for the officer always.
func (v Sight) MayRead(e Entry, p UserID) bool {
	switch {
	case v.Log:
		return true
	case e.Audience == Author:
		return v.OwnInput && e.By.ID == p || v.Content && !v.Part
	case e.Audience == Parties:
		return v.Content
	}
	return false
}

// For narrows v to what verb needs: the statement of independence comes
// before any content opens (D5), whatever else the person is in the case.
func (v Sight) For(verb Verb) Sight {
	if verb == ActDeclare {
		return Sight{Exists: v.Exists, Status: v.Status, Names: v.Names}
	}
	return v
}
