package bot

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"klachtbot/handlers"
	"klachtbot/handlers/view"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestDecode(t *testing.T) {
	t.Parallel()
	modal := handlers.ViewState{ID: "V1", Hash: "h1", CallbackID: "report", Metadata: "{}",
		Values: view.Values{"who": {Users: []string{"U2", "U3"}}}}
	form := handlers.ViewState{ID: "V1", Hash: "h2", CallbackID: "report", Metadata: `{"c":1}`, Values: view.Values{
		"words": {Text: "Wat er gebeurde"}, "day": {Date: "2026-11-22"}, "one": {Options: []string{"yes"}},
		"many": {Options: []string{"x", "y"}}, "person": {Users: []string{"U2"}}, "people": {Users: []string{"U2", "U3"}},
		"none": {}}}
	for _, tc := range []struct {
		name, kind string
		want       act
	}{
		{"command", slashCommands, act{kind: Command, team: "T1", trigger: "111.222.aaa",
			responseURL: "https://hooks.slack.com/commands/1", req: handlers.Request{ID: "111.222.aaa", User: "U1",
				Name: "/klacht", Text: "melden", Channel: "D1", Direct: true}}},
		{"shortcut", interactive, act{kind: Shortcut, team: "T1", trigger: "111.333.bbb",
			req: handlers.Request{ID: "111.333.bbb", User: "U1", Name: "report"}}},
		{"click_message", interactive, act{kind: Action, team: "T1", trigger: "111.444.ccc", at: "1700000001.2",
			responseURL: "https://hooks.slack.com/actions/1", req: handlers.Request{
				ID:   digest("T1", "U1", "1700000000.000100", "case.open", "1700000001.2"),
				User: "U1", Name: "case.open", Channel: "D1", Direct: true, Block: "b1", Value: "c-1"}}},
		{"click_modal", interactive, act{kind: Action, team: "T1", trigger: "111.555.ddd", inModal: true, at: "1700000002.3",
			inputs: []string{"who", "what"}, req: handlers.Request{ID: digest("T1", "U1", "V1", "who", "1700000002.3"),
				User: "U1", Name: "who", Block: "who", Value: "U2", View: modal}}},
		{"submission", interactive, act{kind: Submission, team: "T1", trigger: "111.666.eee", inModal: true, at: submitted,
			inputs: []string{"words", "day", "one", "many", "person", "people", "none"},
			req:    handlers.Request{ID: "V1", User: "U1", Name: "report", View: form}}},
		{"closed", interactive, act{kind: Closed, team: "", inModal: true}},
		{"home", eventsAPI, act{kind: Event, team: "T1", req: handlers.Request{ID: "Ev1", User: "U1",
			Name: "app_home_opened", Channel: "D1", Value: "home"}}},
		{"member_joined", eventsAPI, act{kind: Event, team: "T1", req: handlers.Request{ID: "Ev3", User: "U9",
			Name: "member_joined_channel", Channel: "G1"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := decode(tc.kind, fixture(t, tc.name), false)
			if err != nil {
				t.Fatal(err)
			}
			if tc.name == "closed" {
				tc.want.team, tc.want.req = "T1", handlers.Request{ID: "V1", User: "U1", Name: "report",
					View: handlers.ViewState{ID: "V1", CallbackID: "report"}}
			}
			if d := cmp.Diff(tc.want, got, cmp.AllowUnexported(act{})); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestDecodeEventSubjects(t *testing.T) {
	t.Parallel()
	a, err := decode(eventsAPI, fixture(t, "user_change"), false)
	if err != nil || a.req.User != "U2" || a.user == nil {
		t.Errorf("user_change: %v, %+v", err, a)
	}
	messages := strings.Replace(string(fixture(t, "home")), `"tab":"home"`, `"tab":"messages"`, 1)
	if a, err = decode(eventsAPI, []byte(messages), false); err != nil || !a.ignore {
		t.Errorf("another tab is not ours: %v, %+v", err, a)
	}
}

func TestDecodeCommandForm(t *testing.T) {
	t.Parallel()
	form := url.Values{"team_id": {"T1"}, "channel_id": {"C1"}, "channel_name": {"algemeen"}, "user_id": {"U1"},
		"command": {"/klacht"}, "text": {"x & y"}, "trigger_id": {"1.2.3"}}
	a, err := decode(slashCommands, []byte(form.Encode()), true)
	if err != nil || a.req.Text != "x & y" || a.req.Direct || a.req.Channel != "C1" {
		t.Errorf("%v, %+v", err, a)
	}
}

func TestDecodeRefusesWhatIsNotWhole(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ kind, body string }{
		"no JSON":         {interactive, `{"type":"blo`},
		"no person":       {interactive, `{"type":"shortcut","team":{"id":"T1"},"callback_id":"x","trigger_id":"1"}`},
		"no team":         {interactive, `{"type":"shortcut","user":{"id":"U1"},"callback_id":"x","trigger_id":"1"}`},
		"no action":       {interactive, `{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"actions":[]}`},
		"unknown type":    {interactive, `{"type":"workflow","team":{"id":"T1"},"user":{"id":"U1"}}`},
		"no view":         {interactive, `{"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"}}`},
		"no event id":     {eventsAPI, `{"type":"event_callback","team_id":"T1","event":{"type":"x"}}`},
		"no trigger":      {slashCommands, `{"team_id":"T1","user_id":"U1","command":"/klacht"}`},
		"unknown kind":    {"hello", `{}`},
		"an array":        {eventsAPI, `[]`},
		"a list of views": {interactive, `{"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"},"view":[]}`},
	} {
		if _, err := decode(tc.kind, []byte(tc.body), false); !errors.Is(err, errMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestClicksApart: the id is the same for every delivery of one click and
// differs for any other.
func TestClicksApart(t *testing.T) {
	t.Parallel()
	raw := string(fixture(t, "click_message"))
	ids := map[string]bool{}
	for _, change := range []string{"", `"action_ts":"1700000001.2"`, `"id":"U1"`, `"message_ts":"1700000000.000100"`} {
		body := raw
		if change != "" {
			body = strings.Replace(raw, change, change[:len(change)-2]+`7"`, 1)
		}
		a, err := decode(interactive, []byte(body), false)
		if err != nil {
			t.Fatal(err)
		}
		ids[a.req.ID] = true
		if strings.Contains(a.req.ID, "U1") {
			t.Error("the id names the person")
		}
	}
	if len(ids) != 4 {
		t.Errorf("%d ids for 4 clicks", len(ids))
	}
}

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		f.Fatal("no fixtures", err)
	}
	kinds := []string{slashCommands, interactive, eventsAPI}
	for _, name := range files {
		for i := range kinds {
			f.Add(i, fixture(f, strings.TrimSuffix(filepath.Base(name), ".json")))
		}
	}
	f.Fuzz(func(t *testing.T, kind int, body []byte) {
		for _, form := range []bool{false, true} {
			a, err := decode(kinds[uint(kind)%3], body, form)
			if err != nil {
				continue
			}
			if a.team == "" || a.req.Name == "" || a.req.ID == "" || a.kind != Event && a.req.User == "" {
				t.Errorf("taken for whole: %+v", a)
			}
		}
	})
}

func TestRoutesByPrefix(t *testing.T) {
	t.Parallel()
	all, err := newRoutes([]Route{{Kind: Action, Name: "register.page", Handle: noop}, {Kind: Command, Name: "/klacht", Handle: noop}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"register.page": true, "register.page/2": true, "register.page/2/x": true,
		"register.pages": false, "register": false, "/klacht": false} {
		if _, ok := all.find(Action, name); ok != want {
			t.Errorf("%s: %t", name, ok)
		}
	}
	if _, ok := all.find(Command, "/klacht"); !ok {
		t.Error("a command begins with a slash")
	}
	if _, err := newRoutes([]Route{{Kind: Action, Name: "a", Handle: noop}, {Kind: Action, Name: "a", Handle: noop}}); err == nil {
		t.Error("two routes for one name")
	}
}
