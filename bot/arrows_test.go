package bot

import (
	"go/parser"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says what each folder may import of this module, and what else it may
// import that is not in the standard library: cmd -> bot -> handlers ->
// complaint and store -> complaint. "*" stands for anything.
var arrows = map[string]struct{ own, foreign []string }{
	"cmd/klachtbot":          {own: []string{"*"}, foreign: []string{"*"}},
	"bot":                    {own: []string{"handlers", "handlers/view", "handlers/view/blockkit", "complaint", "complaint/calendar"}, foreign: []string{"*"}},
	"bot/slackfake":          {own: []string{"handlers/view/blockkit"}, foreign: []string{"github.com/gorilla/websocket"}},
	"bot/slackfake/page":     {own: []string{"bot/slackfake"}},
	"handlers":               {own: []string{"handlers/view", "complaint", "complaint/calendar"}, foreign: []string{"github.com/slack-go/slack"}},
	"handlers/view":          {own: []string{"complaint", "complaint/calendar"}, foreign: []string{"github.com/slack-go/slack"}},
	"handlers/view/blockkit": {},
	"complaint":              {own: []string{"complaint/calendar"}},
	"complaint/calendar":     {},
	"store":                  {own: []string{"complaint", "complaint/calendar"}, foreign: []string{"github.com/redis/", "github.com/jonboulle/clockwork"}},
}

// besides is what the tests of a folder may import over and above.
var besides = map[string][]string{
	"handlers":      {"store"}, // the real store over the embedded Redis
	"handlers/view": {"handlers/view/blockkit"},
	"bot":           {"bot/slackfake"},
}

// slackIn may import slack-go: bot, which alone holds a client, the views, and
// handlers for the types of its answers. Tests may.
func slackIn(dir string) bool { return dir == "bot" || dir == "handlers" || dir == "handlers/view" }

// wrong says why dir may not import p; empty when it may.
func wrong(dir, p string, test bool) string {
	rule, known := arrows[dir]
	if !known {
		return "this folder has no rule yet"
	}
	own, isOwn := strings.CutPrefix(p, "klachtbot/")
	first, _, _ := strings.Cut(p, "/")
	switch {
	case !isOwn && !strings.Contains(first, "."):
		return "" // the standard library
	case strings.HasPrefix(p, "github.com/slack-go/") && !test && !slackIn(dir):
		return "only bot, handlers and the views speak of Slack's types"
	case !isOwn && test:
		return "" // go.mod decides
	case !isOwn && !slices.ContainsFunc(rule.foreign, func(f string) bool { return f == "*" || strings.HasPrefix(p, f) }):
		return "not one of its dependencies"
	case isOwn && own != dir && !slices.Contains(rule.own, own) && !slices.Contains(rule.own, "*") && !(test && slices.Contains(besides[dir], own)):
		return "the arrow runs backwards"
	}
	return ""
}

// TestArrows holds every import of the module against the drawing of the house.
func TestArrows(t *testing.T) {
	seen := map[string]bool{}
	for name, file := range goFiles(t, "..", parser.ImportsOnly) {
		dir := path.Dir(name)
		seen[dir] = true
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := wrong(dir, p, strings.HasSuffix(name, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", name, p, why)
			}
		}
	}
	for dir := range arrows {
		if !seen[dir] {
			t.Errorf("there is no %s: the test looks in the wrong place", dir)
		}
	}
}

// TestWrong: the rule refuses what it is there for.
func TestWrong(t *testing.T) {
	for _, c := range []struct {
		dir, p    string
		test, bad bool
	}{
		{"bot", "klachtbot/handlers", false, false}, {"bot", "klachtbot/store", false, true}, {"bot", "klachtbot/store", true, true},
		{"bot", "klachtbot/bot/slackfake", true, false}, {"bot", "klachtbot/bot/slackfake", false, true},
		{"handlers", "klachtbot/bot", false, true}, {"handlers", "klachtbot/bot", true, true}, {"handlers", "klachtbot/store", false, true}, {"handlers", "klachtbot/store", true, false},
		{"handlers/view", "klachtbot/handlers", false, true}, {"handlers/view/blockkit", "github.com/slack-go/slack", false, true}, {"handlers/view/blockkit", "klachtbot/complaint", false, true},
		{"store", "klachtbot/complaint", false, false}, {"store", "klachtbot/handlers", false, true}, {"store", "github.com/slack-go/slack", false, true},
		{"complaint", "klachtbot/store", false, true}, {"complaint", "github.com/redis/go-redis/v9", false, true}, {"complaint", "time", false, false},
		{"bot/slackfake", "klachtbot/handlers/view/blockkit", false, false}, {"bot/slackfake", "klachtbot/handlers/view", false, true}, {"bot/slackfake", "github.com/slack-go/slack", false, true},
		{"bot/slackfake/page", "klachtbot/bot/slackfake", false, false}, {"bot/slackfake/page", "klachtbot/complaint", false, true},
		{"cmd/klachtbot", "klachtbot/store", false, false}, {"cmd/klachtbot", "github.com/slack-go/slack", false, true}, {"util", "fmt", false, true},
	} {
		if why := wrong(c.dir, c.p, c.test); (why != "") != c.bad {
			t.Errorf("%s imports %s (test %v): %q", c.dir, c.p, c.test, why)
		}
	}
}
