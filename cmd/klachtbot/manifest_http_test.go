package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"klachtbot/bot"
)

// httpManifest is the manifest of HTTP mode, taken apart: what is there for the
// transport, and the rest.
type httpManifest struct {
	rest                       map[string]any
	socket                     any
	commands, events, interact []string // request URLs
}

func readManifest(t *testing.T, path string) httpManifest {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m httpManifest
	if err := yaml.UnmarshalWithOptions(raw, &m.rest, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	take := func(from any, key string) []string {
		in, _ := from.(map[string]any)
		s, there := in[key].(string)
		delete(in, key)
		if !there {
			return nil
		}
		return []string{s}
	}
	commands, _ := m.rest["features"].(map[string]any)["slash_commands"].([]any)
	for _, c := range commands {
		m.commands = append(m.commands, take(c, "url")...)
	}
	settings := m.rest["settings"].(map[string]any)
	m.events = take(settings["event_subscriptions"], "request_url")
	m.interact = take(settings["interactivity"], "request_url")
	m.socket = settings["socket_mode_enabled"]
	delete(settings, "socket_mode_enabled")
	return m
}

// TestManifestsDifferInTransportOnly: scopes, commands, shortcuts, events, texts
// and switches are the same, whichever way Slack reaches the bot. That each of
// them follows Slack's schema is TestManifestFollowsTheRules.
func TestManifestsDifferInTransportOnly(t *testing.T) {
	t.Parallel()
	socket, overHTTP := readManifest(t, "../../manifest.yml"), readManifest(t, "../../docs/manifest-http.yml")
	if d := cmp.Diff(socket.rest, overHTTP.rest); d != "" {
		t.Errorf("manifest.yml and docs/manifest-http.yml differ (-socket +HTTP):\n%s", d)
	}
	if socket.socket != true || overHTTP.socket != false {
		t.Errorf("Socket Mode is %v and %v", socket.socket, overHTTP.socket)
	}
	if len(socket.commands)+len(socket.events)+len(socket.interact) != 0 {
		t.Errorf("manifest.yml has addresses: %+v", socket)
	}
	if _, among := manifests(t)["manifest-http.yml"]; !among {
		t.Error("the manifest of HTTP mode is not held against Slack's rules")
	}
}

// TestManifestAddressesAreServed: each address stands on one public name, is
// one that Slack takes (https, at most 3000 characters for a command and 3500
// for the rest), and is one where the bot listens.
func TestManifestAddressesAreServed(t *testing.T) {
	t.Parallel()
	m := readManifest(t, "../../docs/manifest-http.yml")
	b, err := bot.New(bot.Config{Token: "xoxb-test", SigningSecret: strings.Repeat("0", 32), APIURL: "http://127.0.0.1:1/api/",
		Explain: func(error, string) string { return "" }, Notice: func(string, string) slack.ModalViewRequest { return slack.ModalViewRequest{} }})
	if err != nil {
		t.Fatal(err)
	}
	handler := b.Handler()
	status := func(path string) int {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader("{}")))
		return w.Code
	}
	if got := status("/slack/nowhere"); got != http.StatusNotFound {
		t.Fatalf("an address where nobody listens answers %d", got)
	}
	for _, c := range []struct {
		name, path string
		urls       []string
		max        int
	}{
		{"command", "/slack/commands", m.commands, 3000},
		{"events", "/slack/events", m.events, 3500},
		{"interactivity", "/slack/interactions", m.interact, 3500},
	} {
		if len(c.urls) != 1 {
			t.Errorf("%s: %d addresses", c.name, len(c.urls))
			continue
		}
		u, err := url.Parse(c.urls[0])
		if err != nil || u.Scheme != "https" || u.Host != "klachten.example.org" || u.Path != c.path || len(c.urls[0]) > c.max {
			t.Errorf("%s: %s", c.name, c.urls[0])
			continue
		}
		// The bot has not been started, so it takes nothing; but it is there.
		if got := status(u.Path); got != http.StatusServiceUnavailable {
			t.Errorf("%s: %s answers %d", c.name, u.Path, got)
		}
	}
}
