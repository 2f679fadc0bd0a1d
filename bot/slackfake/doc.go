// Package slackfake is a strict stand-in for Slack: one workspace with one
// installed app, its Web API, both ways of delivery (Socket Mode and signed
// HTTP), scripted faults, and people who use it as a human with Slack open
// would ([Person]). It knows nothing of the app under test and refuses what
// Slack refuses.
//
// Rules come from docs.slack.dev unless a comment names another source. Where
// sources disagree the stricter reading is built. "Unverified" marks a choice
// for which no source was found.
//
//	ws, _ := slackfake.New(slackfake.Options{App: app})
//	defer ws.Close()
//	anna := ws.AddUser(slackfake.Profile{Name: "anna"})
//	// start the bot with ws.APIURL(), ws.BotToken(), ws.AppToken()
//	_ = anna.Type(ctx, "", "/order")
//	_ = ws.Wait(ctx, func() bool { _, open := anna.Modal(); return open })
//	_ = anna.FillLabel("What would you like?", "Tea")
//	fieldErrors, err := anna.Submit(ctx)
//
// # What counts as a violation
//
// [Workspace.Violations] lists what a good app never does: malformed blocks,
// an unknown method, a late ack. An answer that a good app must be able to
// live with (a person left, someone else changed the view first, a scripted
// fault) is a refusal but no violation; both are in [Workspace.Refusals].
//
// # Locking
//
// One mutex guards all state. It is never held while the app is called, and
// never while a scripted fault waits.
package slackfake
