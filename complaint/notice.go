package complaint

import (
	"slices"
	"strconv"
)

// NoticeKind says what is to be told.
type NoticeKind string

// The kinds. Those that say are told once; Look kinds mean "render again what
// is true now".
const (
	SayReceipt      NoticeKind = "receipt"       // to the reporter: number and date
	SayInvolved     NoticeKind = "involved"      // P1, to an employee concerned
	SayAssigned     NoticeKind = "assigned"      // to the employee who treats it after registration
	SayNewCase      NoticeKind = "new_case"      // to the officer
	SayNoOfficer    NoticeKind = "no_officer"    // to the office: appoint someone (edge case 6)
	SayAboutOfficer NoticeKind = "about_officer" // to the office, metadata only (edge case 6)
	SayChannel      NoticeKind = "channel"       // one neutral line in the restricted channel
	SayTrouble      NoticeKind = "trouble"       // to the office: the channel may not be used, Event says why
	SayMenu         NoticeKind = "menu"          // the standing card of officer and deputies
	SayMine         NoticeKind = "info.mine"     // what was asked for in a channel, answered in private
	SayExplain      NoticeKind = "info.explain"
	SayTips         NoticeKind = "info.tips"
	SayPolicy       NoticeKind = "info.policy"
	LookCard        NoticeKind = "card" // update the person's cards of this case
	LookHome        NoticeKind = "home" // publish the person's Home again
)

// Notice asks that someone be told something. It has no field that could hold
// free text: content cannot leak through what does not exist (P4).
type Notice struct {
	Kind NoticeKind
	Case ID     // empty when it is about no case
	To   UserID // empty for SayChannel
	// Event tells two notices of one kind apart: the revision that caused it.
	Event string
}

// Says reports whether the notice is a message of its own.
func (n Notice) Says() bool { return n.Kind != LookCard && n.Kind != LookHome }

// Role is the role in which the recipient is told; it names their card.
func (n Notice) Role() Role {
	switch n.Kind {
	case SayReceipt:
		return Reporter
	case SayInvolved, SayAssigned:
		return InvolvedEmployee
	case SayNewCase:
		return Officer
	case SayNoOfficer, SayAboutOfficer:
		return Office
	}
	return ""
}

// Current says whether a notice is still due when it is about to be sent: the
// relay asks again, because between commit and sending the case may have
// moved on.
func (n Notice) Current(c Complaint, s Settings) bool {
	has := func(r Role) bool { return slices.Contains(RolesOf(c, n.To, s), r) }
	switch n.Kind {
	case SayChannel:
		return !c.Restricted && s.Channel != ""
	case SayNoOfficer:
		return has(Office) && c.Officer.ID == ""
	case SayAssigned:
		return has(InvolvedEmployee) && c.Assignee == n.To
	case LookCard, LookHome:
		return true // what is no longer yours must be taken away, too
	}
	return has(n.Role())
}

// notices collects what an outcome must tell.
type notices struct {
	c    Complaint
	s    Settings
	list []Notice
}

func (n *notices) say(k NoticeKind, to UserID) {
	if to == "" && k != SayChannel {
		return
	}
	n.list = append(n.list, Notice{Kind: k, Case: n.c.ID, To: to, Event: strconv.Itoa(n.c.Revision)})
}

// office tells management, except whom it concerns (edge case 7).
func (n *notices) office(k NoticeKind) {
	for _, p := range n.s.Office {
		if slices.Contains(RolesOf(n.c, p, n.s), Office) {
			n.say(k, p)
		}
	}
}

// officerOrOffice tells the officer of the case, or the office when there is
// none.
func (n *notices) officerOrOffice() {
	if n.c.Officer.ID == "" {
		n.office(SayNoOfficer)
		return
	}
	n.say(SayNewCase, n.c.Officer.ID)
}

// look asks that every person with a card, and every Home that shows the case,
// be brought up to date. before is the case as it was: who lost it must lose
// sight of it.
func (n *notices) look(before Complaint) {
	seen := map[UserID]bool{}
	for _, p := range append(audience(before, n.s), audience(n.c, n.s)...) {
		if p == "" || seen[p] {
			continue
		}
		seen[p] = true
		if before.ID != "" { // a new case has no cards yet
			n.list = append(n.list, Notice{Kind: LookCard, Case: n.c.ID, To: p})
		}
		n.list = append(n.list, Notice{Kind: LookHome, To: p})
	}
}

// audience is everyone whose screens show the case.
func audience(c Complaint, s Settings) []UserID {
	if c.ID == "" {
		return nil
	}
	ids := append([]UserID{c.Reporter.ID, c.Officer.ID, s.Officer}, c.InvolvedIDs()...)
	for _, p := range c.PassedOver {
		ids = append(ids, p.ID)
	}
	return append(ids, s.Office...)
}
