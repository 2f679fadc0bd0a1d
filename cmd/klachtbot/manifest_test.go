package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"klachtbot/bot/slackfake"
)

// manifests are the files that people paste into Slack: the one for Socket Mode
// and any other under docs.
func manifests(t *testing.T) map[string]map[string]any {
	t.Helper()
	names, err := filepath.Glob("../../docs/manifest*.yml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]any{}
	for _, name := range append(names, "../../manifest.yml") {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := yaml.Unmarshal(raw, &m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[filepath.Base(name)] = m
	}
	return all
}

// manifestRule is what one field of a manifest may be. A field without a rule is
// refused: Slack's schema says additionalProperties false everywhere.
type manifestRule struct {
	// at is the path, with [] for every item of a list.
	at       string
	required bool
	// kind is text, yes (a boolean), number, list or map.
	kind string
	// min and max are code points of a text, items of a list.
	min, max int
	match    string
	// is, when set, is the only value that is right for us.
	is any
}

// The rules are those of Slack's manifest schema 2.0.0, and where it says is,
// our own.
var manifestRules = []manifestRule{
	{at: "_metadata", required: true, kind: "map"},
	{at: "_metadata.major_version", required: true, kind: "number", is: 2},
	{at: "_metadata.minor_version", kind: "number"},
	{at: "display_information", required: true, kind: "map"},
	{at: "display_information.name", required: true, kind: "text", min: 1, max: 35},
	{at: "display_information.description", kind: "text", min: 1, max: 140},
	{at: "display_information.long_description", kind: "text", min: 175, max: 4000},
	{at: "display_information.background_color", kind: "text", match: `^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`},
	{at: "features", required: true, kind: "map"},
	{at: "features.app_home", required: true, kind: "map"},
	{at: "features.app_home.home_tab_enabled", required: true, kind: "yes", is: true},
	{at: "features.app_home.messages_tab_enabled", required: true, kind: "yes", is: true},           // off: nobody can be sent a message
	{at: "features.app_home.messages_tab_read_only_enabled", required: true, kind: "yes", is: true}, // nobody types a complaint to the bot
	{at: "features.bot_user", required: true, kind: "map"},
	{at: "features.bot_user.display_name", required: true, kind: "text", min: 1, max: 80, match: `^[a-zA-Z0-9 ._-]+$`},
	{at: "features.bot_user.always_online", kind: "yes"},
	{at: "features.slash_commands", required: true, kind: "list", min: 1, max: 50},
	{at: "features.slash_commands[].command", required: true, kind: "text", min: 2, max: 32, match: `^/[^\s/A-Z]+$`},
	{at: "features.slash_commands[].description", required: true, kind: "text", min: 1, max: 2000},
	{at: "features.slash_commands[].usage_hint", kind: "text", min: 1, max: 1000},
	{at: "features.slash_commands[].should_escape", required: true, kind: "yes", is: false}, // escaped, a name becomes an id we do not want either
	{at: "features.slash_commands[].url", kind: "text", match: `^https://`},
	{at: "features.shortcuts", required: true, kind: "list", min: 1, max: 5},
	{at: "features.shortcuts[].name", required: true, kind: "text", min: 1, max: 24},
	{at: "features.shortcuts[].type", required: true, kind: "text", is: "global"}, // a message shortcut would send us the message
	{at: "features.shortcuts[].callback_id", required: true, kind: "text", min: 1, max: 255},
	{at: "features.shortcuts[].description", required: true, kind: "text", min: 1, max: 150},
	{at: "oauth_config", required: true, kind: "map"},
	{at: "oauth_config.scopes", required: true, kind: "map"},
	{at: "oauth_config.scopes.bot", required: true, kind: "list", min: 1, max: 255},
	{at: "settings", required: true, kind: "map"},
	{at: "settings.event_subscriptions", required: true, kind: "map"},
	{at: "settings.event_subscriptions.bot_events", required: true, kind: "list", min: 1, max: 100},
	{at: "settings.event_subscriptions.request_url", kind: "text", match: `^https://`},
	{at: "settings.interactivity", required: true, kind: "map"},
	{at: "settings.interactivity.is_enabled", required: true, kind: "yes", is: true},
	{at: "settings.interactivity.request_url", kind: "text", match: `^https://`},
	{at: "settings.org_deploy_enabled", required: true, kind: "yes", is: false},
	{at: "settings.socket_mode_enabled", required: true, kind: "yes"},
	{at: "settings.token_rotation_enabled", required: true, kind: "yes", is: false}, // it can never be switched off again
}

// manifestField is one value of a manifest with the path of its rule.
type manifestField struct {
	at    string
	value any
}

// flatten lists every field; a list of texts is one field.
func flatten(at string, v any) []manifestField {
	var all []manifestField
	switch x := v.(type) {
	case map[string]any:
		if at != "" && !strings.HasSuffix(at, "[]") {
			all = append(all, manifestField{at, x})
		}
		for key, child := range x {
			all = append(all, flatten(strings.TrimPrefix(at+"."+key, "."), child)...)
		}
	case []any:
		all = append(all, manifestField{at, x})
		for _, item := range x {
			if m, ok := item.(map[string]any); ok {
				all = append(all, flatten(at+"[]", m)...)
			}
		}
	default:
		all = append(all, manifestField{at, x})
	}
	return all
}

// wrongs says what Slack, or we, would refuse in a manifest.
func wrongs(m map[string]any) []string {
	var found []string
	say := func(format string, a ...any) { found = append(found, fmt.Sprintf(format, a...)) }
	fields := flatten("", m)
	for _, f := range fields {
		i := slices.IndexFunc(manifestRules, func(r manifestRule) bool { return r.at == f.at })
		if i < 0 {
			say("%s is not a field", f.at)
			continue
		}
		if why := manifestRules[i].wrong(f.value); why != "" {
			say("%s %s", f.at, why)
		}
	}
	for _, r := range manifestRules {
		if r.required && !slices.ContainsFunc(fields, func(f manifestField) bool { return f.at == r.at }) {
			say("%s is missing", r.at)
		}
	}
	socket := slices.ContainsFunc(fields, func(f manifestField) bool { return f.at == "settings.socket_mode_enabled" && f.value == true })
	for _, url := range []string{"features.slash_commands[].url", "settings.event_subscriptions.request_url", "settings.interactivity.request_url"} {
		if has := slices.ContainsFunc(fields, func(f manifestField) bool { return f.at == url }); has == socket {
			say("%s: Socket Mode has no URLs, HTTP mode needs them", url)
		}
	}
	sort.Strings(found)
	return found
}

func (r manifestRule) wrong(v any) string {
	n := -1
	switch x := v.(type) {
	case string:
		if r.kind != "text" {
			return "is a text"
		}
		n = utf8.RuneCountInString(x)
		if r.match != "" && !regexp.MustCompile(r.match).MatchString(x) {
			return "does not look like " + r.match
		}
	case bool:
		if r.kind != "yes" {
			return "is a boolean"
		}
	case []any:
		if r.kind != "list" {
			return "is a list"
		}
		n = len(x)
		if slices.ContainsFunc(x, func(item any) bool { s, ok := item.(string); return ok && s == "" }) {
			return "holds nothing"
		}
	case map[string]any:
		if r.kind != "map" {
			return "is a map"
		}
	default:
		if r.kind != "number" {
			return fmt.Sprintf("is %T", v)
		}
	}
	if r.max > 0 && n >= 0 && (n < r.min || n > r.max) {
		return fmt.Sprintf("has %d, wants %d to %d", n, r.min, r.max)
	}
	if r.is != nil && fmt.Sprint(v) != fmt.Sprint(r.is) {
		return fmt.Sprintf("must be %v", r.is)
	}
	return ""
}

// TestManifestFollowsTheRules: Slack takes the manifest as it is.
func TestManifestFollowsTheRules(t *testing.T) {
	for name, m := range manifests(t) {
		for _, w := range wrongs(m) {
			t.Errorf("%s: %s", name, w)
		}
	}
}

// TestManifestRulesRefuse: each rule refuses what it is there for.
func TestManifestRulesRefuse(t *testing.T) {
	for text, want := range map[string]string{
		"display_information: {name: " + strings.Repeat("k", 36) + "}":                                       "display_information.name has 36",
		"display_information: {background_color: blauw}":                                                     "background_color does not look like",
		"features: {slash_commands: [{command: klacht}]}":                                                    "command does not look like",
		"features: {shortcuts: [{name: Klacht melden over een collega}]}":                                    "name has 30",
		"features: {shortcuts: [{type: message}]}":                                                           "type must be global",
		"features: {app_home: {messages_tab_read_only_enabled: false}}":                                      "must be true",
		"features: {app_home: {home_tab_enabled: ja}}":                                                       "is a text",
		"settings: {token_rotation_enabled: true}":                                                           "must be false",
		"settings: {extra: 1}":                                                                               "settings.extra is not a field",
		"settings: {socket_mode_enabled: true, interactivity: {request_url: https://klacht.example/slack/}}": "Socket Mode has no URLs",
		"oauth_config: {scopes: {bot: []}}":                                                                  "bot has 0",
		"{}":                                                                                                 "oauth_config.scopes.bot is missing",
	} {
		var m map[string]any
		if err := yaml.Unmarshal([]byte(text), &m); err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(wrongs(m), "\n"); !strings.Contains(all, want) {
			t.Errorf("%s: nobody says %q in\n%s", text, want, all)
		}
	}
}

// TestInstalledIsTheManifest: the demo and the end-to-end tests run with
// exactly the rights, the ways in and the events that people install.
func TestInstalledIsTheManifest(t *testing.T) {
	raw, err := os.ReadFile("../../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Display struct {
			Name string `yaml:"name"`
		} `yaml:"display_information"`
		Features struct {
			Home struct {
				Home     bool `yaml:"home_tab_enabled"`
				Messages bool `yaml:"messages_tab_enabled"`
				ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
			} `yaml:"app_home"`
			Commands []struct {
				Command string `yaml:"command"`
			} `yaml:"slash_commands"`
			Shortcuts []struct {
				Name string `yaml:"name"`
				ID   string `yaml:"callback_id"`
			} `yaml:"shortcuts"`
		} `yaml:"features"`
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
		Settings struct {
			Events struct {
				Bot []string `yaml:"bot_events"`
			} `yaml:"event_subscriptions"`
			Socket bool `yaml:"socket_mode_enabled"`
		} `yaml:"settings"`
	}
	if err := yaml.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	home := m.Features.Home
	want := slackfake.App{Name: m.Display.Name, Scopes: m.OAuth.Scopes.Bot, Shortcuts: map[string]string{}, Events: m.Settings.Events.Bot,
		HomeTab: home.Home, MessagesTab: home.Messages, MessagesTabReadOnly: home.ReadOnly, SocketMode: m.Settings.Socket}
	for _, c := range m.Features.Commands {
		want.Commands = append(want.Commands, c.Command)
	}
	for _, s := range m.Features.Shortcuts {
		want.Shortcuts[s.ID] = s.Name
	}
	got := installed()
	for _, list := range [][]string{got.Scopes, got.Events, got.Commands, want.Scopes, want.Events, want.Commands} {
		sort.Strings(list)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("installed() is not manifest.yml (-manifest +installed):\n%s", d)
	}
}
