package complaint

import "slices"

// Sight is what one person may see of one complaint. The zero value is
// nothing, not even that it exists.
type Sight struct {
	Exists   bool // the number
	Status   bool // state and dates
	Names    bool // who is (possibly) involved, with teams: for the statement of independence
	Content  bool // the words of the complainant, the client, how to reach them
	Part     bool // of the content, only the part the officer wrote for this person
	OwnInput bool // what this person reported or added
	Classes  bool // registration and classification
	Log      bool // the access log and officer-only entries
}

// See is the access rule, deny first ("Geheimhouding dient onder alle
// omstandigheden te zijn gewaarborgd", P4). Views use it to show, transitions
// to allow, the store to log reads.
func See(c Complaint, p UserID, s Settings) Sight {
	var v Sight
	roles := RolesOf(c, p, s)
	if slices.Contains(roles, Reporter) {
		v.Exists, v.Status = true, true
		v.OwnInput = c.State == Reported // until it is registered
	}
	if i := slices.Index(roles, InvolvedEmployee); i >= 0 {
		v.Exists, v.Status, v.Content = true, true, true
		n, _ := c.involved(p)
		v.Part = !c.Involved[n].Part.IsZero()
	}
	if slices.Contains(roles, Office) {
		v.Exists, v.Status = true, true
	}
	if slices.Contains(roles, ShieldedOfficer) {
		v.Exists = true
	}
	if slices.Contains(roles, Officer) {
		v.Exists, v.Status, v.Names = true, true, true
		if c.independenceStated() {
			v.Content, v.Part, v.OwnInput, v.Classes, v.Log = true, false, true, true, true
		}
	}
	return v
}

// Shielded reports whether this person sees the number and "afgeschermd" only.
func (v Sight) Shielded() bool { return v.Exists && !v.Status }

func (c Complaint) independenceStated() bool {
	return c.Officer.ID != "" && c.Independence.By.ID == c.Officer.ID && !c.Independence.At.IsZero()
}
