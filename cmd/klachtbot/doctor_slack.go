package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"klachtbot/bot"
	"klachtbot/complaint"
)

// appPages is where the app is configured; the rest of a path is what to click.
const appPages = "https://api.slack.com/apps > Klachtbot > "

// notAccepted is why what only Slack knows was not asked.
const notAccepted = "the bot token is not accepted"

// checkBotToken asks Slack whether it accepts the token, and keeps its scopes.
func checkBotToken(ctx context.Context, v *visit) []finding {
	switch {
	case v.slack == nil:
		return notChecked("SLACK_API_URL is not an address")
	case v.config.BotToken == "":
		return notChecked("SLACK_BOT_TOKEN is missing")
	}
	var err error
	v.scopes, v.scoped, err = v.slack.Token(ctx)
	v.token = err == nil
	return []finding{judgeBotToken(bot.Code(err), err)}
}

func judgeBotToken(code string, err error) finding {
	page := appPages + "OAuth & Permissions > "
	switch code {
	case "":
		if err == nil {
			return green("Slack accepts it")
		}
	case "invalid_auth", "not_authed", "not_allowed_token_type":
		return red("Slack does not know this token ("+code+")", "copy it again: "+page+"Bot User OAuth Token")
	case "token_revoked", "account_inactive":
		return red("the token was revoked or the app removed ("+code+")", "install the app again and copy the new token: "+page+"Install to Workspace")
	case "token_expired":
		return red("the token has expired, so token rotation is on", "make the app anew from manifest.yml: rotation cannot be switched off")
	}
	return unreachable(code)
}

// unreachable is Slack not answering, or answering something we have no advice
// for.
func unreachable(code string) finding {
	switch {
	case code == "" || code == "network" || code == "timeout":
		return red("Slack does not answer", "let this machine reach SLACK_API_URL over HTTPS (firewall, proxy, DNS)")
	case code == "ratelimited" || strings.HasPrefix(code, "http_5"):
		return red("Slack cannot answer now ("+code+")", "see https://status.slack.com and run doctor again")
	}
	return red("Slack answers "+code, "look that code up on the page of the method at https://docs.slack.dev, and run doctor again")
}

// checkScopes holds what the token may do against the manifest.
func checkScopes(_ context.Context, v *visit) []finding {
	if !v.token {
		return notChecked(notAccepted)
	}
	return judgeScopes(v.scopes, v.scoped, installed().Scopes)
}

func judgeScopes(granted []string, known bool, wanted []string) []finding {
	page := appPages + "OAuth & Permissions > Scopes > Bot Token Scopes"
	if !known {
		return []finding{byHand("Slack did not say which scopes the token has", page+": exactly "+strings.Join(wanted, ", "))}
	}
	without := func(list, of []string) []string {
		return slices.DeleteFunc(slices.Sorted(slices.Values(list)), func(s string) bool { return slices.Contains(of, s) })
	}
	var list []finding
	if missing := without(wanted, granted); len(missing) > 0 {
		list = append(list, red("missing: "+strings.Join(missing, ", "), "add them, then Reinstall to Workspace: "+page))
	}
	if more := without(granted, wanted); len(more) > 0 {
		list = append(list, yellow("more than the bot uses: "+strings.Join(more, ", "), "remove them, then Reinstall to Workspace: "+page))
	}
	if list == nil {
		list = append(list, green("exactly those of the manifest"))
	}
	return list
}

// checkTransport sees whether Slack can reach the bot: by a socket, or by HTTP.
func checkTransport(ctx context.Context, v *visit) []finding {
	switch {
	case v.slack == nil:
		return notChecked("SLACK_API_URL is not an address")
	case v.config.AppToken != "":
		err := v.slack.Socket(ctx)
		return []finding{judgeSocket(bot.Code(err), err).about("app token")}
	case v.config.SigningSecret != "":
		return judgeSigningSecret(v.config.SigningSecret)
	}
	return notChecked("SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are missing")
}

func judgeSocket(code string, err error) finding {
	page := appPages + "Basic Information > App-Level Tokens"
	switch code {
	case "":
		if err == nil {
			return green("opens a socket")
		}
	case "missing_scope", "no_permission":
		return red("lacks connections:write ("+code+")", "make a new token with connections:write: "+page)
	case "invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired":
		return red("Slack does not know this token ("+code+")", "copy it again, or make a new one with connections:write: "+page)
	case "not_allowed_token_type":
		return red("is another kind of token ("+code+")", "copy the one that starts with xapp-: "+page)
	case "access_denied", "forbidden_request", "socket_mode_not_enabled":
		return red("Slack refuses the socket ("+code+")", "switch on Socket Mode: "+appPages+"Socket Mode > Enable Socket Mode")
	}
	return unreachable(code)
}

var signingSecret = regexp.MustCompile(`^[0-9a-f]{32}$`)

// judgeSigningSecret can see the shape only: Slack has no call that tells
// whether the secret is the right one.
func judgeSigningSecret(secret string) []finding {
	page := appPages + "Basic Information > App Credentials > Signing Secret"
	list := []finding{byHand("whether it is the right one cannot be read", "start the bot, then Retry until it says Verified: "+
		appPages+"Event Subscriptions > Request URL").about("signing secret")}
	if !signingSecret.MatchString(secret) {
		list = append(list, yellow("is not 32 hexadecimal characters", "copy it again: "+page).about("signing secret"))
	}
	return list
}

// The tabs could be found out only by publishing a Home or sending a message,
// and doctor does neither.
func askAppHome(context.Context, *visit) []finding {
	return []finding{byHand("Slack does not let the bot read its own tabs",
		appPages+"App Home > Show Tabs: Home Tab on, Messages Tab on, and \"Allow users to send Slash commands and messages from the messages tab\" off; "+
			"without the Messages Tab nobody gets a message (messages_tab_disabled)")}
}

func askManifest(_ context.Context, v *visit) []finding {
	file := "manifest.yml"
	if v.config.AppToken == "" {
		file = "docs/manifest-http.yml"
	}
	return []finding{byHand("Slack does not let the bot read its command, shortcut, events and switches",
		appPages+"App Manifest: the same as "+file)}
}

// checkChannel looks who could read along in the restricted channel.
func checkChannel(ctx context.Context, v *visit) []finding {
	switch {
	case v.config.seed.Channel == "":
		return []finding{green("none (KLACHTBOT_CHANNEL is not set), so nothing is posted in any channel")}
	case !v.token:
		return notChecked(notAccepted)
	}
	facts, err := v.slack.Channel(ctx, v.config.seed.Channel)
	if bot.Code(err) == "missing_scope" && slices.Contains(v.scopes, "groups:read") {
		// The bot may read about private channels only, so this is another kind.
		facts, err = complaint.ChannelFacts{Found: true, BotIsMember: true}, nil
	}
	if err != nil {
		return []finding{judgeAsking(bot.Code(err))}
	}
	return judgeChannel(v.set, facts)
}

// judgeAsking is a question to Slack that went wrong.
func judgeAsking(code string) finding {
	if code == "missing_scope" {
		return notChecked("a scope is missing")[0]
	}
	return unreachable(code)
}

func judgeChannel(set complaint.Settings, f complaint.ChannelFacts) []finding {
	var list []finding
	for _, p := range set.CheckChannel(f) {
		list = append(list, channelAdvice(set, f, p))
	}
	if list == nil {
		list = append(list, green("private, not shared, the bot is in it, and so %s", headcount(set, f.Members)))
	}
	return list
}

func channelAdvice(set complaint.Settings, f complaint.ChannelFacts, p complaint.ChannelProblem) finding {
	const about = "open the channel, click its name"
	switch p {
	case complaint.ChannelMissing:
		return red("Slack shows the bot no such channel", "compare KLACHTBOT_CHANNEL ("+about+" > About > Channel ID), and type /invite @Klachtbot in it")
	case complaint.ChannelArchived:
		return red("is archived", about+" > Settings > Unarchive, or name another one in KLACHTBOT_CHANNEL")
	case complaint.ChannelPublic:
		return red("is public: everybody can read along", about+" > Settings > Change to a private channel")
	case complaint.ChannelShared:
		return red("is shared with another organisation, which keeps a copy", "make a private channel of your own and name it in KLACHTBOT_CHANNEL")
	case complaint.ChannelNoBot:
		return red("the bot is not in it", "type /invite @Klachtbot in the channel")
	case complaint.ChannelStranger:
		// The only line with user ids: without them nobody knows whom to remove.
		strangers := slices.DeleteFunc(slices.Clone(f.Members), func(m complaint.UserID) bool { return roleInChannel(set, m) != "" })
		return red(fmt.Sprintf("%d in it have no role: %s; besides them %s", len(strangers), join(strangers), headcount(set, f.Members)),
			"remove them from the channel, or have the office add them to channel_members")
	}
	return red(string(p), "see docs/operator.md")
}

// roleInChannel says why someone may sit in the channel; empty when they may not.
func roleInChannel(set complaint.Settings, m complaint.UserID) string {
	switch {
	case m == set.Officer && m != "":
		return "officer"
	case set.IsOfficer(m):
		return "deputy"
	case set.IsOffice(m):
		return "office"
	case slices.Contains(set.ChannelMembers, m):
		return "channel_members"
	}
	return ""
}

// headcount says how many of which role there are.
func headcount(set complaint.Settings, members []complaint.UserID) string {
	count := map[string]int{}
	for _, m := range members {
		count[roleInChannel(set, m)]++
	}
	var parts []string
	for _, role := range []string{"officer", "deputy", "office", "channel_members"} {
		parts = append(parts, fmt.Sprintf("%d %s", count[role], role))
	}
	return "are " + strings.Join(parts, ", ")
}

func join(ids []complaint.UserID) string {
	var s []string
	for _, id := range ids {
		s = append(s, string(id))
	}
	return strings.Join(s, ", ")
}
