package bot

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"klachtbot/handlers"
)

// byBot are the events that reach no use case, and what the bot does with them.
var byBot = map[string]string{
	"user_change": "the directory learns of it: a name, a guest, someone who left",
}

// appManifest is what manifest.yml says about ways in and rights.
type appManifest struct {
	Features struct {
		Commands []struct {
			Command string `yaml:"command"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			CallbackID string `yaml:"callback_id"`
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
	} `yaml:"settings"`
}

func readManifest(t *testing.T) appManifest {
	t.Helper()
	raw, err := os.ReadFile("../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	var m appManifest
	if err := yaml.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func theTable(t *testing.T) ([]Route, routes) {
	t.Helper()
	table := Routes(handlers.New(nil, nil, nil, nil))
	all, err := newRoutes(table)
	if err != nil {
		t.Fatal(err)
	}
	return table, all
}

// sent reads from the golden files of the views, which hold every screen there
// is, what Slack sends back: action ids of buttons and of inputs that tell us
// at once, and callback ids of modals that submit.
func sent(t *testing.T) (actions, submissions map[string]string) {
	t.Helper()
	files, err := filepath.Glob("../handlers/view/testdata/*.json")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d golden files, %v", len(files), err)
	}
	actions, submissions = map[string]string{}, map[string]string{}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		screen := filepath.Base(name)
		if m := v.(map[string]any); m["submit"] != nil {
			submissions[m["callback_id"].(string)] = screen
		}
		collect(v, func(id string) { actions[id] = screen })
	}
	return actions, submissions
}

// collect finds the action ids that reach us: not those of inputs that wait for
// the submission.
func collect(v any, found func(id string)) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			collect(e, found)
		}
	case map[string]any:
		if x["type"] == "input" && x["dispatch_action"] != true {
			return
		}
		if id, ok := x["action_id"].(string); ok {
			found(id)
		}
		for _, e := range x {
			collect(e, found)
		}
	}
}

// TestEveryIDHasARoute: nothing on a screen leads nowhere, and no route waits
// for what no screen sends.
func TestEveryIDHasARoute(t *testing.T) {
	table, all := theTable(t)
	actions, submissions := sent(t)
	used := map[string]bool{}
	for id, screen := range actions {
		r, ok := all.find(Action, id)
		if !ok {
			t.Errorf("%s: action %s has no route", screen, id)
		}
		used[string(Action)+r.Name] = true
	}
	for id, screen := range submissions {
		if _, ok := all.find(Submission, id); !ok {
			t.Errorf("%s: the form %s has no route", screen, id)
		}
		used[string(Submission)+id] = true
	}
	for _, r := range table {
		if (r.Kind == Action || r.Kind == Submission) && !used[string(r.Kind)+r.Name] {
			t.Errorf("no screen sends %s %s", r.Kind, r.Name)
		}
	}
}

// TestRoutesAndManifest: what the manifest installs is what the table answers.
func TestRoutesAndManifest(t *testing.T) {
	table, _ := theTable(t)
	m := readManifest(t)
	installed, routed := map[string]bool{}, map[string]bool{}
	for _, c := range m.Features.Commands {
		installed["command "+c.Command] = true
	}
	for _, s := range m.Features.Shortcuts {
		installed["shortcut "+s.CallbackID] = true
	}
	for _, e := range m.Settings.Events.Bot {
		installed["event "+e] = true
	}
	for _, r := range table {
		if r.Kind == Command || r.Kind == Shortcut || r.Kind == Event {
			routed[string(r.Kind)+" "+r.Name] = true
		}
	}
	for e := range byBot {
		routed["event "+e] = true
	}
	for what := range installed {
		if !routed[what] {
			t.Errorf("manifest.yml has %s, which nothing answers", what)
		}
	}
	for what := range routed {
		if !installed[what] {
			t.Errorf("manifest.yml lacks %s", what)
		}
	}
}

// needs says which scope each call, event and feature asks of Slack, and why we
// want it. Empty means none [Slack's page of each method and event].
var needs = map[string]struct{ scope, why string }{
	"chat.postMessage":      {"chat:write", "cards, and the neutral line in the restricted channel"},
	"chat.update":           {"chat:write", "a card shows what is true now"},
	"conversations.open":    {"im:write", "the conversation with a person"},
	"conversations.info":    {"groups:read", "is the restricted channel private, shared, archived"},
	"conversations.members": {"groups:read", "who would read along there"},
	"users.info":            {"users:read", "guest, bot, deactivated or from elsewhere"},
	"views.open":            {"", ""},
	"views.push":            {"", ""},
	"views.update":          {"", ""},
	"views.publish":         {"", ""},
	"auth.test":             {"", ""},
	"apps.connections.open": {"", ""}, // of the app-level token: connections:write

	"event app_home_opened":       {"", ""},
	"event member_joined_channel": {"groups:read", "someone came into the restricted channel"},
	"event user_change":           {"users:read", "the directory stays fresh"},
	"command":                     {"commands", "/klacht"},
	"shortcut":                    {"commands", "Klacht melden from anywhere"},
}

var apiMethod = regexp.MustCompile(`^(admin|api|apps|auth|bookmarks|chat|conversations|files|im|pins|reactions|team|usergroups|users|views)(\.[a-zA-Z]+)+$`)

// TestScopes: the manifest asks for exactly the rights that the bot's calls and
// the manifest's own events need, and not one more.
func TestScopes(t *testing.T) {
	m := readManifest(t)
	wants := map[string]string{}
	want := func(what string) {
		n, known := needs[what]
		if !known {
			t.Errorf("%s: which scope does it need?", what)
		}
		if n.scope != "" {
			wants[n.scope] = what
		}
	}
	calls := 0
	for name, file := range goFiles(t, ".", parser.SkipObjectResolution) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && apiMethod.MatchString(s) {
					calls++
					want(s)
				}
			}
			return true
		})
	}
	if calls < 8 {
		t.Fatalf("only %d calls found", calls)
	}
	for _, e := range m.Settings.Events.Bot {
		want("event " + e)
	}
	if len(m.Features.Commands) > 0 {
		want("command")
	}
	if len(m.Features.Shortcuts) > 0 {
		want("shortcut")
	}
	for scope, what := range wants {
		if !slices.Contains(m.OAuth.Scopes.Bot, scope) {
			t.Errorf("%s needs %s", what, scope)
		}
	}
	for _, scope := range m.OAuth.Scopes.Bot {
		if wants[scope] == "" {
			t.Errorf("nothing needs %s", scope)
		}
	}
}

// TestTwoRoutesForOneName: the table refuses what would hide a use case.
func TestTwoRoutesForOneName(t *testing.T) {
	table, _ := theTable(t)
	for name, bad := range map[string]Route{"twice": table[0], "no handler": {Kind: Action, Name: "x"}, "no name": {Kind: Action, Handle: table[0].Handle}} {
		if _, err := newRoutes(append(slices.Clone(table), bad)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// goFiles parses every Go file below root, by its path with slashes.
func goFiles(t *testing.T, root string, mode parser.Mode) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, mode)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
