package complaint

// Role is what a person is to one complaint. Someone can have several.
type Role string

// The roles, with their Dutch names.
const (
	Reporter         Role = "reporter" // melder
	InvolvedEmployee Role = "involved" // betrokken medewerker
	Officer          Role = "officer"  // functionaris or waarnemer who handles this case
	Office           Role = "office"   // kantoor, not concerned
	Employee         Role = "employee" // anyone of the office
	ShieldedOfficer  Role = "shielded" // functionaris or waarnemer who may know the number only
)

// Roles lists them; Employee, which everyone has, comes last.
func Roles() []Role {
	return []Role{Reporter, InvolvedEmployee, Officer, Office, ShieldedOfficer, Employee}
}

// RolesOf gives every role p has in c, deny first: whoever the complaint is
// about never gets a role of authority in it, and an officer or deputy who must
// stand aside loses every other way in, too: having typed the complaint (an
// e-mail, W2) opens nothing once it is afgeschermd. Only a betrokken medewerker
// keeps what they must be told (P1).
func RolesOf(c Complaint, p UserID, s Settings) []Role {
	var roles []Role
	if p == "" {
		return nil
	}
	concerned := holds(c.Concerned, p)
	officer := p == c.Officer.ID && !concerned && !holds(c.PassedOver, p)
	shielded := !officer && (p == s.Officer || holds(c.PassedOver, p) || concerned)
	aside := shielded && c.Restricted
	if p == c.Reporter.ID && !aside {
		roles = append(roles, Reporter)
	}
	if _, ok := c.involved(p); ok {
		roles = append(roles, InvolvedEmployee)
	}
	switch {
	case officer:
		roles = append(roles, Officer)
	case shielded:
		roles = append(roles, ShieldedOfficer)
	}
	// Edge case 7: a member of management whom the complaint concerns is
	// nobody's management in this case.
	if s.IsOffice(p) && !aside && !isPossiblyInvolved(c, p) {
		roles = append(roles, Office)
	}
	return append(roles, Employee)
}

func isPossiblyInvolved(c Complaint, p UserID) bool { return holds(c.PossiblyInvolved(), p) }

// Independent reports whether p may be officer in c (D5): not possibly
// involved, no direct colleague of anyone who is, not management, and not
// someone who stood back before.
func Independent(c Complaint, p UserID, s Settings) bool {
	if p == "" || s.IsOffice(p) || holds(c.PassedOver, p) {
		return false
	}
	for _, q := range c.PossiblyInvolved() {
		if s.Colleagues(p, q.ID) {
			return false
		}
	}
	return true
}

// nextOfficer is the first of officer and deputies who is independent; empty
// when there is none and the office must appoint someone (edge case 6).
func nextOfficer(c Complaint, s Settings) UserID {
	for _, p := range s.Officers() {
		if Independent(c, p, s) {
			return p
		}
	}
	return ""
}
