package blockkit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wantProblems compares problems written as "pointer message".
func wantProblems(t *testing.T, got []Problem, want ...string) {
	t.Helper()
	var lines []string
	for _, p := range got {
		lines = append(lines, p.Pointer+" "+p.Message)
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

const head = `{"type":"modal","title":{"type":"plain_text","text":"t"},"submit":{"type":"plain_text","text":"s"},"blocks":[`

func modal(blocks string) []byte   { return []byte(head + blocks + `]}`) }
func home(blocks string) []byte    { return []byte(`{"type":"home","blocks":[` + blocks + `]}`) }
func message(blocks string) []byte { return []byte(`{"text":"t","blocks":[` + blocks + `]}`) }

func input(blockID, element string) string {
	return `{"type":"input","block_id":"` + blockID + `","label":{"type":"plain_text","text":"l"},"element":` + element + `}`
}

func section(accessory string) string {
	return `{"type":"section","text":{"type":"mrkdwn","text":"t"},"accessory":` + accessory + `}`
}

func TestGoldenPayloadsAreValid(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < 3 {
		t.Fatalf("testdata: %d files, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		check := View
		if strings.HasPrefix(filepath.Base(file), "message") {
			check = Message
		}
		for _, p := range check(raw) {
			t.Errorf("%s: %v", file, p)
		}
	}
}

func TestProblemString(t *testing.T) {
	p := Problem{"/blocks/1/text", "must provide an object"}
	if got, want := p.String(), "[ERROR] must provide an object [json-pointer:/blocks/1/text]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMalformed(t *testing.T) {
	for _, raw := range []string{"{", `{"type":"modal"}{}`, `{"type":"modal"} x`, "\x00", strings.Repeat("[", 20000)} {
		wantProblems(t, View([]byte(raw)), " must be valid JSON")
		wantProblems(t, Message([]byte(raw)), " must be valid JSON")
		wantProblems(t, SubmissionResponse([]byte(raw), nil), " must be valid JSON")
	}
	wantProblems(t, View(nil), " must be valid JSON")
	for _, raw := range []string{"null", "[]", `"modal"`, "1"} {
		wantProblems(t, View([]byte(raw)), " must provide an object")
		wantProblems(t, Message([]byte(raw)), " must provide an object")
	}
}

// The rules of slack-facts "Blocks" and "Elements" that are more than a limit.
func TestBlocks(t *testing.T) {
	option := func(v string) string { return `{"text":{"type":"plain_text","text":"o"},"value":"` + v + `"}` }
	button := `{"type":"button","action_id":"a","text":{"type":"plain_text","text":"b"}}`
	for _, tc := range []struct {
		name, block string
		want        []string
	}{
		{"unknown type", `{"type":"tabel"}`, []string{"/blocks/0/type unsupported type"}},
		{"no type", `{}`, []string{"/blocks/0 missing required field: type"}},
		{"type of a wrong type", `{"type":["a"]}`, []string{"/blocks/0/type unsupported type"}},
		{"no block", `"divider"`, []string{"/blocks/0 must provide an object"}},
		{"null", `null`, []string{"/blocks/0 must provide an object"}},
		{"section without text and fields", `{"type":"section"}`, []string{"/blocks/0 must have at least one of: text, fields"}},
		{"header takes no mrkdwn", `{"type":"header","text":{"type":"mrkdwn","text":"t"}}`, []string{"/blocks/0/text/type unsupported type"}},
		{"emoji on mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"t","emoji":true}}`,
			[]string{"/blocks/0/text/emoji invalid additional property"}},
		{"bare string as text", `{"type":"section","text":"t"}`, []string{"/blocks/0/text must provide an object"}},
		{"image without alt_text", `{"type":"image","image_url":"u"}`, []string{"/blocks/0 missing required field: alt_text"}},
		{"image without source", `{"type":"image","alt_text":""}`, []string{"/blocks/0 must have exactly one of: image_url, slack_file"}},
		{"image with two sources", `{"type":"image","alt_text":"","image_url":"u","slack_file":{"id":"F"}}`,
			[]string{"/blocks/0 must have exactly one of: image_url, slack_file"}},
		{"button style", section(`{"type":"button","text":{"type":"plain_text","text":"b"},"style":"default"}`),
			[]string{"/blocks/0/accessory/style must be one of the values Slack knows"}},
		{"text input is no accessory", section(`{"type":"plain_text_input"}`), []string{"/blocks/0/accessory/type unsupported type"}},
		{"same action_id twice", `{"type":"actions","elements":[` + button + `,` + button + `]}`,
			[]string{"/blocks/0/elements/1/action_id action_id must be unique inside its block"}},
		{"same action_id in two blocks", `{"type":"actions","elements":[` + button + `]},{"type":"actions","elements":[` + button + `]}`, nil},
		{"same block_id twice", `{"type":"divider","block_id":"b"},{"type":"divider","block_id":"b"}`,
			[]string{"/blocks/1/block_id block_id must be unique"}},
		{"initial option is another", section(`{"type":"static_select","options":[` + option("a") + `],"initial_option":` + option("b") + `}`),
			[]string{"/blocks/0/accessory initial option must equal one of the options exactly"}},
		{"initial option in a group", section(`{"type":"static_select","option_groups":[{"label":{"type":"plain_text","text":"g"},"options":[` +
			option("a") + `]}],"initial_option":` + option("a") + `}`), nil},
		{"initial options of checkboxes", section(`{"type":"checkboxes","options":[` + option("a") + `],"initial_options":[` + option("a") + `,` + option("b") + `]}`),
			[]string{"/blocks/0/accessory initial option must equal one of the options exactly"}},
		{"options and groups", section(`{"type":"static_select","options":[` + option("a") + `],"option_groups":[{"label":{"type":"plain_text","text":"g"},"options":[` +
			option("a") + `]}]}`), []string{"/blocks/0/accessory must have exactly one of: options, option_groups"}},
		{"external select needs no options", section(`{"type":"external_select","min_query_length":2,"initial_option":` + option("a") + `}`), nil},
		{"url on an option of a select", section(`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"o"},"value":"v","url":"u"}]}`),
			[]string{"/blocks/0/accessory/options/0/url invalid additional property"}},
		{"url on an option of an overflow", section(`{"type":"overflow","options":[{"text":{"type":"plain_text","text":"o"},"value":"v","url":"u"}]}`), nil},
		{"date that does not exist", section(`{"type":"datepicker","initial_date":"2026-02-29"}`),
			[]string{"/blocks/0/accessory/initial_date must have the format Slack asks for"}},
		{"Dutch date", section(`{"type":"datepicker","initial_date":"20-11-2026"}`),
			[]string{"/blocks/0/accessory/initial_date must have the format Slack asks for"}},
		{"leap day", section(`{"type":"datepicker","initial_date":"2028-02-29"}`), nil},
		{"24:00", section(`{"type":"timepicker","initial_time":"24:00"}`), []string{"/blocks/0/accessory/initial_time must have the format Slack asks for"}},
		{"9:00", section(`{"type":"timepicker","initial_time":"9:00"}`), []string{"/blocks/0/accessory/initial_time must have the format Slack asks for"}},
		{"09:00", section(`{"type":"timepicker","initial_time":"09:00"}`), nil},
		{"a fraction of an item", section(`{"type":"multi_users_select","max_selected_items":1.5}`),
			[]string{"/blocks/0/accessory/max_selected_items must provide an integer"}},
		{"card without content", `{"type":"card","subtitle":{"type":"plain_text","text":"s"}}`,
			[]string{"/blocks/0 must have at least one of: hero_image, title, actions, body"}},
		{"unknown key that may be content", `{"type":"divider","Jan Jansen belde":1}`, []string{"/blocks/0 invalid additional property"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wantProblems(t, View(home(tc.block)), tc.want...)
			wantProblems(t, Message(message(tc.block)), tc.want...)
			wantProblems(t, View(modal(tc.block)), tc.want...)
		})
	}
}

// slack-facts "Which block on which surface".
func TestSurfaces(t *testing.T) {
	allowed := map[string]string{
		"message": "actions card carousel container context context_actions data_table data_visualization divider file header image input markdown plan rich_text section table task_card video",
		"modal":   "actions alert card context divider header image input rich_text section video",
		// data_visualization is for messages only: the stricter of two sources.
		"home": "actions card carousel container context data_table divider header image input rich_text section table video",
	}
	for name, check := range map[string]func(string) []Problem{
		"message": func(b string) []Problem { return Message(message(b)) },
		"modal":   func(b string) []Problem { return View(modal(b)) },
		"home":    func(b string) []Problem { return View(home(b)) },
	} {
		for _, typ := range blockTypes {
			want := strings.Contains(" "+allowed[name]+" ", " "+typ+" ")
			got := check(string(marshal(t, sample(typ))))
			if want {
				wantProblems(t, got)
			} else {
				wantProblems(t, got, "/blocks/0/type type is not allowed on this surface")
			}
		}
		wantProblems(t, check(`{"type":"layout"}`), "/blocks/0/type unsupported type")
	}
	files := input("b", `{"type":"file_input"}`)
	wantProblems(t, View(modal(files)))
	wantProblems(t, View(home(files)), "/blocks/0/element/type type is not allowed on this surface")
	rich := input("b", `{"type":"rich_text_input","action_id":"a"}`)
	wantProblems(t, View(home(rich)))
	wantProblems(t, Message(message(rich)), "/blocks/0/element/type type is not allowed on this surface")
}

func TestInContainer(t *testing.T) {
	container := func(child string) string {
		return `{"type":"container","title":{"type":"plain_text","text":"t"},"child_blocks":[` + child + `]}`
	}
	wantProblems(t, Message(message(container(`{"type":"divider"}`))))
	for _, child := range []string{"container", "card", "data_table"} {
		wantProblems(t, Message(message(container(string(marshal(t, sample(child)))))), "/blocks/0/child_blocks/0/type unsupported type")
	}
	wantProblems(t, Message(message(container(`{"type":"divider","block_id":"b"},{"type":"divider","block_id":"b"}`))),
		"/blocks/0/child_blocks/1/block_id block_id must be unique")
}
