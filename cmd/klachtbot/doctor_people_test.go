package main

import (
	"slices"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
)

// sickUser changes an account.
func sickUser(id string, fn func(*slackfake.Profile)) func(*clinic) {
	return func(c *clinic) { c.ws.UpdateUser(id, fn) }
}

// plantedPeople is what can be wrong with who has which role.
var plantedPeople = []planted{
	{name: "officer a full member", after: sickUser(ingrid, func(p *slackfake.Profile) { p.Restricted = false }), alone: true,
		want: []string{"warn officer: a full member of the workspace: is this person external?"}, do: "someone from outside"},
	{name: "officer in one channel only", after: sickUser(ingrid, func(p *slackfake.Profile) { p.UltraRestricted = true }), alone: true,
		want: []string{"warn officer: a single-channel guest"}, do: "multi-channel guest"},
	{name: "officer of another organisation", after: sickUser(ingrid, func(p *slackfake.Profile) { p.TeamID = "T0ELDERS" }),
		want: []string{"warn officer: an account of another organisation (Slack Connect)"}, do: "shares with the bot"},
	{name: "officer left", after: sickUser(ingrid, func(p *slackfake.Profile) { p.Deleted = true }), alone: true,
		want: []string{"fail officer: the account is deactivated"}, do: "KLACHTBOT_OFFICER"},
	{name: "officer a bot", after: sickUser(ingrid, func(p *slackfake.Profile) { p.Bot = true }), alone: true,
		want: []string{"fail officer: the account is a bot"}, do: "KLACHTBOT_OFFICER"},
	{name: "officer unknown", before: sickSettings(func(s *complaint.Settings) { s.Officer = "U0NERGENS" }), alone: true,
		want: []string{"fail restricted channel: 1 in it have no role: " + ingrid + ";", "fail officer: the account is unknown to Slack"}, do: "remove them"},
	{name: "deputy a full member", after: sickUser(paul, func(p *slackfake.Profile) { p.Restricted = false }), alone: true,
		want: []string{"warn deputy 1: a full member"}, do: "someone from outside"},
	{name: "deputy left", after: sickUser(paul, func(p *slackfake.Profile) { p.Deleted = true }),
		want: []string{"fail deputy 1: the account is deactivated"}, do: "KLACHTBOT_DEPUTIES"},
	{name: "no deputy", before: sickSettings(func(s *complaint.Settings) { s.Deputies = nil; s.ChannelMembers = nonEmpty(paul) }), alone: true,
		want: []string{"warn deputies: none"}, do: "KLACHTBOT_DEPUTIES"},
	{name: "manager left", after: sickUser(deputyManager, func(p *slackfake.Profile) { p.Deleted = true }), alone: true,
		want: []string{"fail office 2: the account is deactivated"}, do: "KLACHTBOT_OFFICE"},
	{name: "manager a guest", after: sickUser(deputyManager, func(p *slackfake.Profile) { p.Restricted = true }),
		want: []string{"warn office 2: a guest"}, do: "KLACHTBOT_OFFICE"},
	{name: "manager of another organisation", after: sickUser(deputyManager, func(p *slackfake.Profile) { p.TeamID = "T0ELDERS" }), alone: true,
		want: []string{"warn office 2: an account of another organisation"}, do: "KLACHTBOT_OFFICE"},
	{name: "manager unknown", before: sickSettings(func(s *complaint.Settings) { s.Office = append(slices.Clone(s.Office), "U0NERGENS") }), alone: true,
		want: []string{"fail office 3: the account is unknown to Slack"}, do: "KLACHTBOT_OFFICE"},
	{name: "whole office gone", before: sickSettings(func(s *complaint.Settings) {
		s.ChannelMembers, s.Office, s.ProcessOwner = s.Office, nonEmpty("U0NERGENS"), karin
	}), alone: true, want: []string{"fail office 1: the account is unknown", "fail office: nobody in it can be reached"}, do: "KLACHTBOT_OFFICE"},
	{name: "process owner left", before: sickSettings(func(s *complaint.Settings) { s.ProcessOwner = mehmet; s.Teams = s.Teams[1:] }),
		after: sickUser(mehmet, func(p *slackfake.Profile) { p.Deleted = true }), alone: true,
		want: []string{"fail process owner: the account is deactivated"}, do: "office.process_owner"},
	{name: "process owner unknown", before: sickSettings(func(s *complaint.Settings) { s.ProcessOwner = "U0NERGENS" }),
		want: []string{"fail process owner: the account is unknown"}, do: "office.process_owner"},
	{name: "colleague left", after: sickUser(mehmet, func(p *slackfake.Profile) { p.Deleted = true }),
		want: []string{"warn teams: member 2 of team 1: the account is deactivated"}, do: "take it out of teams"},
	{name: "no teams", before: sickSettings(func(s *complaint.Settings) { s.Teams = nil }), alone: true,
		want: []string{"warn teams: none"}, do: "direct colleagues"},
	{name: "deputy is management", before: sickSettings(func(s *complaint.Settings) { s.Office = append(slices.Clone(s.Office), paul) }), alone: true,
		want: []string{"warn office 3: a guest", "fail roles: deputy 1: is also management"}, do: "KLACHTBOT_OFFICE"},
	{name: "officer is a colleague", before: sickSettings(func(s *complaint.Settings) {
		s.Teams = append(slices.Clone(s.Teams), complaint.Team{Name: "Team Merk", Members: nonEmpty(ingrid)})
	}), want: []string{"warn roles: officer: is a direct colleague"}, do: "D5"},
	{name: "process owner is the officer", before: sickSettings(func(s *complaint.Settings) { s.ProcessOwner = ingrid }), alone: true,
		want: []string{"fail roles: process owner: is also officer"}, do: "office.process_owner"},
}
