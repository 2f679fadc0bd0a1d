package main

import (
	"context"
	"errors"
	"fmt"

	"klachtbot/bot"
	"klachtbot/complaint"
)

// account is what Slack says about someone, or why it does not.
type account struct {
	bot.Account
	err error
}

// unknown says that there is no such account, as opposed to no answer.
func (a account) unknown() bool { return errors.Is(a.err, bot.ErrUnknownPerson) }

// gone is the one word for an account that nobody can use, empty otherwise.
func (a account) gone() string {
	switch {
	case a.unknown():
		return "unknown to Slack"
	case a.Left:
		return "deactivated"
	case a.Bot:
		return "a bot"
	}
	return ""
}

// account asks Slack about someone, once per visit.
func (v *visit) account(ctx context.Context, id complaint.UserID) account {
	a, asked := v.accounts[id]
	if !asked {
		a.Account, a.err = v.slack.Account(ctx, id)
		v.accounts[id] = a
	}
	return a
}

// unanswered is the finding about someone whom Slack was silent about.
func (a account) unanswered() (finding, bool) {
	if a.err == nil || a.unknown() {
		return finding{}, false
	}
	return judgeAsking(bot.Code(a.err)), true
}

func checkOfficer(ctx context.Context, v *visit) []finding {
	switch {
	case !v.token:
		return notChecked(notAccepted)
	case v.set.Officer == "":
		return notChecked("there is no officer")
	}
	return []finding{judgeOfficer(v.account(ctx, v.set.Officer))}
}

func checkDeputies(ctx context.Context, v *visit) []finding {
	switch {
	case !v.token:
		return notChecked(notAccepted)
	case len(v.set.Deputies) == 0:
		return []finding{yellow("none", "name one in KLACHTBOT_DEPUTIES: without a deputy a complaint about the officer, or in a holiday, has no handler")}
	}
	var list []finding
	for i, d := range v.set.Deputies {
		list = append(list, judgeOfficer(v.account(ctx, d)).about("deputy %d", i+1))
	}
	return list
}

// judgeOfficer judges the account of the officer or a deputy. The
// klachtenregeling wants someone external ("onafhankelijke externe"), and
// everything they do works from buttons, so a guest is right.
func judgeOfficer(a account) finding {
	if f, silent := a.unanswered(); silent {
		return f
	}
	if gone := a.gone(); gone != "" {
		return red("the account is "+gone, "name someone who can be reached: in the register's settings, and in KLACHTBOT_OFFICER or KLACHTBOT_DEPUTIES")
	}
	switch {
	case a.Foreign:
		return yellow("an account of another organisation (Slack Connect): no command, no shortcut, and that organisation keeps its own copy of every message",
			"better make the account a multi-channel guest of this workspace; otherwise keep a channel that the person shares with the bot, or messages do not arrive")
	case a.SingleChannel:
		return yellow("a single-channel guest: no command, no shortcut, and messages of the bot may not arrive",
			"make the account a multi-channel guest: Slack > Admin > Manage members > ... > Change account type")
	case a.Guest:
		return green("a multi-channel guest")
	}
	return yellow("a full member of the workspace: is this person external?",
		"the klachtenregeling asks for someone from outside; when that is so leave it, or make the account a multi-channel guest")
}

// askGuestShortcuts: Slack gives no call for what an administrator allows guests.
func askGuestShortcuts(ctx context.Context, v *visit) []finding {
	if !v.token {
		return notChecked(notAccepted)
	}
	guests := 0
	for _, p := range v.set.Officers() {
		if a := v.account(ctx, p); a.err == nil && a.Guest && !a.SingleChannel && !a.Foreign {
			guests++
		}
	}
	if guests == 0 {
		return []finding{green("no officer or deputy is a multi-channel guest")}
	}
	return []finding{byHand(fmt.Sprintf("whether %d guests may use /klacht and the shortcut is for the workspace's administrator to say; their buttons work either way", guests),
		"Slack > Admin > Apps and workflows > App Management Settings > Multi-Channel Guests may use shortcuts")}
}

func checkOffice(ctx context.Context, v *visit) []finding {
	if !v.token {
		return notChecked(notAccepted)
	}
	var people []account
	for _, p := range v.set.Office {
		people = append(people, v.account(ctx, p))
	}
	return judgeOffice(people)
}

// judgeOffice judges the accounts of KLACHTBOT_OFFICE; a person is named by the
// place in that list.
func judgeOffice(people []account) []finding {
	var list []finding
	able := 0
	for i, a := range people {
		f, wrong := judgeManager(a)
		if a.err == nil && a.gone() == "" {
			able++
		}
		if wrong {
			list = append(list, f.about("office %d", i+1))
		}
	}
	switch {
	case len(people) == 0:
		return notChecked("KLACHTBOT_OFFICE is missing")
	case list == nil:
		list = append(list, green("%d, all members of the workspace", len(people)))
	case able == 0:
		list = append(list, red("nobody in it can be reached", "name management in KLACHTBOT_OFFICE"))
	}
	return list
}

func judgeManager(a account) (f finding, wrong bool) {
	if f, silent := a.unanswered(); silent {
		return f, true
	}
	switch {
	case a.gone() != "":
		return red("the account is "+a.gone(), "take it out of KLACHTBOT_OFFICE, and name who took over"), true
	case a.Foreign:
		return yellow("an account of another organisation", "management gets the figures of the office: is this the right person in KLACHTBOT_OFFICE?"), true
	case a.Guest:
		return yellow("a guest", "management gets the figures of the office: is this the right person in KLACHTBOT_OFFICE?"), true
	}
	return finding{}, false
}

func checkProcessOwner(ctx context.Context, v *visit) []finding {
	switch {
	case v.set.ProcessOwner == "":
		return []finding{green("none; see office.process_owner below")}
	case !v.token:
		return notChecked(notAccepted)
	}
	return []finding{judgeProcessOwner(v.account(ctx, v.set.ProcessOwner))}
}

func judgeProcessOwner(a account) finding {
	if f, silent := a.unanswered(); silent {
		return f
	}
	if gone := a.gone(); gone != "" {
		return red("the account is "+gone, "name someone else as office.process_owner: a complaint about the office as a whole now reaches nobody")
	}
	return green("can be reached")
}

// checkTeams looks for colleagues who left: independence is judged by these
// lists, and a list that is not kept up judges wrong.
func checkTeams(ctx context.Context, v *visit) []finding {
	if len(v.set.Teams) == 0 {
		return []finding{yellow("none", "list the teams of direct colleagues under teams: without them the bot cannot see that officer and employee are direct colleagues")}
	}
	if !v.token {
		return notChecked(notAccepted)
	}
	var list []finding
	for i, t := range v.set.Teams {
		for j, p := range t.Members {
			if f, wrong := judgeMember(v.account(ctx, p)); wrong {
				list = append(list, f.about("teams: member %d of team %d", j+1, i+1))
			}
		}
	}
	if list == nil {
		list = append(list, green("%d, everybody in them is there", len(v.set.Teams)))
	}
	return list
}

func judgeMember(a account) (f finding, wrong bool) {
	if f, silent := a.unanswered(); silent {
		return f, true
	}
	if gone := a.gone(); gone != "" {
		return yellow("the account is "+gone, "take it out of teams"), true
	}
	return finding{}, false
}

// checkRoles looks for people whose roles do not go together.
func checkRoles(_ context.Context, v *visit) []finding { return judgeRoles(v.set) }

// judgeRoles: the officer is independent of whom the complaint is about, and no
// direct colleague of theirs (D5). Names the role, never the person.
func judgeRoles(set complaint.Settings) []finding {
	var list []finding
	for i, p := range set.Officers() {
		who := fmt.Sprintf("deputy %d", i)
		if p == set.Officer {
			who = "officer"
		} else if set.Officer == "" {
			who = fmt.Sprintf("deputy %d", i+1)
		}
		if set.IsOffice(p) {
			list = append(list, red("is also management", "name someone external, or take the person out of KLACHTBOT_OFFICE (D5)").about("roles: %s", who))
		}
		if len(set.TeamsOf(p)) > 0 {
			list = append(list, yellow("is a direct colleague of a team", "take the person out of teams, or name someone external (D5)").about("roles: %s", who))
		}
	}
	if set.IsOfficer(set.ProcessOwner) {
		list = append(list, red("is also officer or deputy", "name someone of the office as office.process_owner: whoever handles a complaint cannot answer for it (D5)").about("roles: process owner"))
	}
	if list == nil {
		list = append(list, green("nobody has two that do not go together"))
	}
	return list
}
