package main

import (
	"slices"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
)

// sickChannel changes the restricted channel.
func sickChannel(fn func(*slackfake.ChannelSpec)) func(*clinic) {
	return func(c *clinic) { c.ws.UpdateChannel(demoChannel, fn) }
}

// sickApp changes the app at Slack.
func sickApp(fn func(*slackfake.App)) func(*clinic) { return func(c *clinic) { c.ws.SetApp(fn) } }

// sickCall lets Slack refuse a method.
func sickCall(method, code string) func(*clinic) {
	return func(c *clinic) { c.ws.Faults().Fail(method, code, slackfake.Always()) }
}

// plantedSlack is what can be wrong with the app and the restricted channel.
var plantedSlack = []planted{
	{name: "bot token unknown", after: func(c *clinic) { c.visit.config.BotToken = "xoxb-merkwaardig" }, alone: true,
		want: []string{"fail bot token: Slack does not know"}, do: "OAuth & Permissions > Bot User OAuth Token"},
	{name: "bot token revoked", after: sickCall("auth.test", "token_revoked"), alone: true,
		want: []string{"fail bot token: the token was revoked"}, do: "Install to Workspace"},
	{name: "token rotation", after: sickCall("auth.test", "token_expired"), alone: true,
		want: []string{"fail bot token: the token has expired"}, do: "make the app anew"},
	{name: "Slack cannot be reached", after: func(c *clinic) { c.visit.config.APIURL = "http://127.0.0.1:1/api/" }, alone: true,
		want: []string{"fail bot token: Slack does not answer", "fail app token: Slack does not answer"}, do: "firewall"},
	{name: "Slack is ill", after: func(c *clinic) { c.ws.Faults().Status("auth.test", 503, slackfake.Always()) }, alone: true,
		want: []string{"fail bot token: Slack cannot answer now (http_503)"}, do: "status.slack.com"},
	{name: "app token without connections:write", after: sickCall("apps.connections.open", "missing_scope"), alone: true,
		want: []string{"fail app token: lacks connections:write"}, do: "App-Level Tokens"},
	{name: "app token unknown", after: func(c *clinic) { c.visit.config.AppToken = "xapp-1-merkwaardig" },
		want: []string{"fail app token: Slack does not know"}, do: "App-Level Tokens"},
	{name: "bot token as app token", after: func(c *clinic) { c.visit.config.AppToken = c.ws.BotToken() }, alone: true,
		want: []string{"fail app token: is another kind of token"}, do: "xapp-"},
	{name: "Socket Mode off", after: sickApp(func(a *slackfake.App) { a.SocketMode = false }), alone: true,
		want: []string{"fail app token: Slack refuses the socket"}, do: "Enable Socket Mode"},
	{name: "signing secret half copied", after: func(c *clinic) { c.visit.config.AppToken, c.visit.config.SigningSecret = "", "wachtmerk12" }, alone: true,
		want: []string{"warn signing secret: is not 32 hexadecimal"}, do: "Signing Secret"},
	{name: "scope missing", after: sickApp(func(a *slackfake.App) {
		a.Scopes = slices.DeleteFunc(slices.Clone(a.Scopes), func(s string) bool { return s == "im:write" })
	}), want: []string{"fail scopes: missing: im:write ->"}, do: "Reinstall to Workspace"},
	{name: "scope too many", after: sickApp(func(a *slackfake.App) { a.Scopes = append(slices.Clone(a.Scopes), "im:history", "groups:history") }),
		want: []string{"warn scopes: more than the bot uses: groups:history, im:history ->"}, do: "remove them"},

	{name: "no such channel", before: sickSettings(func(s *complaint.Settings) { s.Channel = "C0NERGENS" }), alone: true,
		want: []string{"fail restricted channel: Slack shows the bot no such channel"}, do: "/invite @Klachtbot"},
	{name: "bot not in the channel", after: func(c *clinic) { c.ws.Kick(demoChannel, c.ws.BotUserID()) }, alone: true,
		want: []string{"fail restricted channel: Slack shows the bot no such channel"}, do: "/invite @Klachtbot"},
	{name: "channel archived", after: sickChannel(func(s *slackfake.ChannelSpec) { s.Archived = true }), alone: true,
		want: []string{"fail restricted channel: is archived"}, do: "Unarchive"},
	{name: "channel public", after: sickChannel(func(s *slackfake.ChannelSpec) { s.Private = false }), alone: true,
		want: []string{"fail restricted channel: is public"}, do: "Change to a private channel"},
	{name: "channel shared", after: sickChannel(func(s *slackfake.ChannelSpec) { s.ExtShared = true }),
		want: []string{"fail restricted channel: is shared"}, do: "make a private channel"},
	{name: "channel about to be shared", after: sickChannel(func(s *slackfake.ChannelSpec) { s.PendingExtShared = true }), alone: true,
		want: []string{"fail restricted channel: is shared"}, do: "make a private channel"},
	{name: "strangers in the channel", after: func(c *clinic) { c.ws.Invite(demoChannel, sanne); c.ws.Invite(demoChannel, joris) },
		want: []string{"fail restricted channel: 2 in it have no role: " + sanne + ", " + joris + "; besides them are 1 officer, 1 deputy, 2 office, 0 channel_members"}, do: "remove them from the channel"},
}
