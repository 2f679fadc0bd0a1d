package main

import (
	"klachtbot/bot/slackfake"
	"klachtbot/handlers/view"
)

// installed is the app as manifest.yml installs it; a test holds the two
// together. The demo and the end-to-end tests run against exactly these rights.
func installed() slackfake.App {
	return slackfake.App{
		Name:      "Klachtbot",
		Scopes:    []string{"chat:write", "commands", "groups:read", "im:write", "users:read"},
		Commands:  []string{view.CommandKlacht},
		Shortcuts: map[string]string{view.ShortcutReport: "Klacht melden"},
		Events:    []string{"app_home_opened", "member_joined_channel", "user_change"},
		HomeTab:   true, MessagesTab: true, MessagesTabReadOnly: true, SocketMode: true,
	}
}
