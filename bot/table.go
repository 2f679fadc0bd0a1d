package bot

import (
	"klachtbot/complaint"
	"klachtbot/handlers"
	"klachtbot/handlers/view"
)

// Routes ties everything a person can do in Slack to its use case. A test holds
// this table, the ids that the views use and manifest.yml together.
func Routes(s *handlers.Service) []Route {
	verb := view.ActionCase
	return []Route{
		{Kind: Command, Name: view.CommandKlacht, Handle: s.Klacht, Opens: true},
		{Kind: Shortcut, Name: view.ShortcutReport, Handle: s.OpenReport, Opens: true},
		{Kind: Event, Name: "app_home_opened", Handle: s.OpenHome},
		{Kind: Event, Name: "member_joined_channel", Handle: s.ChannelJoined},

		{Kind: Action, Name: view.ActionReport, Handle: s.OpenReport, Opens: true},
		{Kind: Action, Name: view.ActionMine, Handle: s.Mine, Opens: true},
		{Kind: Action, Name: view.ActionRegister, Handle: s.ListRegister, Opens: true},
		{Kind: Action, Name: view.ActionExplain, Handle: s.Explain, Opens: true},
		{Kind: Action, Name: view.ActionTips, Handle: s.Tips, Opens: true},
		{Kind: Action, Name: view.ActionPolicy, Handle: s.Policy, Opens: true},
		{Kind: Action, Name: view.ActionPrivacy, Handle: s.Privacy, Opens: true},
		{Kind: Action, Name: view.ActionInformed, Handle: s.OpenInformed, Opens: true},
		{Kind: Action, Name: view.ActionPage, Handle: s.Page},
		{Kind: Action, Name: view.ActionOpenCase, Handle: s.OpenCase, Opens: true},

		{Kind: Action, Name: view.ActionSpeaker, Handle: s.ChangeReport},
		{Kind: Action, Name: view.ActionSubject, Handle: s.ChangeReport},
		{Kind: Action, Name: view.ActionEmployees, Handle: s.ChangeReport},
		{Kind: Action, Name: view.ActionInvolved, Handle: s.ChangeRegistration},

		{Kind: Action, Name: verb(complaint.ActSeen), Handle: s.Seen},
		{Kind: Action, Name: verb(complaint.ActPassOn), Handle: s.PassOn},
		{Kind: Action, Name: verb(complaint.ActRead), Handle: s.ReadCase, Opens: true},
		{Kind: Action, Name: verb(complaint.ActSupplement), Handle: s.OpenSupplement, Opens: true},
		{Kind: Action, Name: verb(complaint.ActDeclare), Handle: s.OpenIndependence, Opens: true},
		{Kind: Action, Name: verb(complaint.ActAppoint), Handle: s.OpenAppointment, Opens: true},
		{Kind: Action, Name: verb(complaint.ActRegister), Handle: s.OpenRegistration, Opens: true},

		{Kind: Submission, Name: view.FormReport, Handle: s.Report},
		{Kind: Submission, Name: view.FormSupplement, Handle: s.Supplement},
		{Kind: Submission, Name: view.FormIndependence, Handle: s.Declare},
		{Kind: Submission, Name: view.FormAppointment, Handle: s.Appoint},
		{Kind: Submission, Name: view.FormRegistration, Handle: s.Register},
		{Kind: Submission, Name: view.FormInformed, Handle: s.Informed},
	}
}
