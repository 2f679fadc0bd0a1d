package complaint

import (
	"slices"

	"klachtbot/complaint/calendar"
)

// Team is a group of direct colleagues: D5 excludes "een directe collega van
// hem/haar" as officer.
type Team struct {
	Name    string
	Members []UserID
}

// Settings is what the office decides about itself: who has which role, and
// what the klachtenregeling leaves open. It is a record of its own with a
// revision. Office and Channel come from the environment only and are laid
// over the stored record by the caller.
type Settings struct {
	Revision int

	Officer  UserID
	Deputies []UserID // in order
	Teams    []Team
	// ProcessOwner answers for the office as a whole (edge case 3); empty when
	// the office named nobody.
	ProcessOwner UserID
	// ChannelMembers may sit in the restricted channel besides bot, officer,
	// deputies and office.
	ChannelMembers []UserID

	OfficeName      string
	PostalAddress   string // the text of the regeling leaves it out (W1)
	ComplaintsEmail string
	Website         string
	PrivacyURL      string
	ExternalBody    string

	Policy   Policy
	Calendar calendar.Calendar

	Office  []UserID // kantoor: KLACHTBOT_OFFICE
	Channel string   // KLACHTBOT_CHANNEL
}

// Officers lists the officer and the deputies in the order in which they are
// asked.
func (s Settings) Officers() []UserID {
	if s.Officer == "" {
		return s.Deputies
	}
	return append([]UserID{s.Officer}, s.Deputies...)
}

// IsOfficer reports whether p is the officer or a deputy.
func (s Settings) IsOfficer(p UserID) bool { return p != "" && slices.Contains(s.Officers(), p) }

// IsOffice reports whether p is office management.
func (s Settings) IsOffice(p UserID) bool { return slices.Contains(s.Office, p) }

// Colleagues reports whether a and b share a team, or are the same person.
func (s Settings) Colleagues(a, b UserID) bool {
	if a == b {
		return true
	}
	for _, t := range s.Teams {
		if slices.Contains(t.Members, a) && slices.Contains(t.Members, b) {
			return true
		}
	}
	return false
}

// TeamsOf names the teams of p, for the statement of independence.
func (s Settings) TeamsOf(p UserID) []string {
	var names []string
	for _, t := range s.Teams {
		if slices.Contains(t.Members, p) {
			names = append(names, t.Name)
		}
	}
	return names
}

// SettingsProblem names one setting that is wrong.
type SettingsProblem struct{ Setting, Problem string }

// Check finds what stops a start: an officer or deputy who is also management
// is not external (D5), and without an officer nobody receives a complaint.
func (s Settings) Check() []SettingsProblem {
	var found []SettingsProblem
	if s.Officer == "" {
		found = append(found, SettingsProblem{"KLACHTBOT_OFFICER", "is missing; expected the Slack user id of the independent complaints officer"})
	}
	if len(s.Office) == 0 {
		found = append(found, SettingsProblem{"KLACHTBOT_OFFICE", "is missing; expected the Slack user ids of the office's management"})
	}
	for i, p := range s.Officers() {
		name := "KLACHTBOT_DEPUTIES"
		if p == s.Officer && i == 0 {
			name = "KLACHTBOT_OFFICER"
		}
		if s.IsOffice(p) {
			found = append(found, SettingsProblem{name, "names someone who is also in KLACHTBOT_OFFICE; officer and deputies must be external and independent (D5)"})
		}
		if slices.Contains(s.Officers()[:i], p) {
			found = append(found, SettingsProblem{name, "names the same person twice"})
		}
	}
	if s.Policy.SettleDays < 1 {
		found = append(found, SettingsProblem{"policy.settle_days", "must be at least 1; the klachtenregeling says 28"})
	}
	return found
}

// ChannelFacts is what Slack says about the restricted channel at this moment.
type ChannelFacts struct {
	Found, Private, Shared, Archived, BotIsMember bool
	Members                                       []UserID // without the bot
}

// ChannelProblem says why the channel may not be used.
type ChannelProblem string

// The problems, most basic first.
const (
	ChannelMissing  ChannelProblem = "missing"
	ChannelArchived ChannelProblem = "archived"
	ChannelPublic   ChannelProblem = "public"
	ChannelShared   ChannelProblem = "shared"
	ChannelNoBot    ChannelProblem = "not_member"
	ChannelStranger ChannelProblem = "strangers"
)

// CheckChannel decides whether a neutral line may be posted: "Geheimhouding
// dient onder alle omstandigheden te zijn gewaarborgd" (P4). Empty means yes.
func (s Settings) CheckChannel(f ChannelFacts) []ChannelProblem {
	switch {
	case !f.Found:
		return []ChannelProblem{ChannelMissing}
	case f.Archived:
		return []ChannelProblem{ChannelArchived}
	}
	var found []ChannelProblem
	if !f.Private {
		found = append(found, ChannelPublic)
	}
	if f.Shared {
		found = append(found, ChannelShared)
	}
	if !f.BotIsMember {
		found = append(found, ChannelNoBot)
	}
	for _, m := range f.Members {
		if !s.IsOfficer(m) && !s.IsOffice(m) && !slices.Contains(s.ChannelMembers, m) {
			return append(found, ChannelStranger)
		}
	}
	return found
}
