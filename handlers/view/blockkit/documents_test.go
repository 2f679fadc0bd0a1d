package blockkit

import (
	"fmt"
	"strings"
	"testing"
)

const textInput = `{"type":"plain_text_input","action_id":"a"}`

func TestViewAsAWhole(t *testing.T) {
	wantProblems(t, View(modal("")))
	wantProblems(t, View([]byte(`{}`)), " missing required field: type")
	wantProblems(t, View([]byte(`{"type":"dialog"}`)), "/type unsupported type")
	noSubmit := strings.Replace(string(modal(input("b", textInput))), `"submit":{"type":"plain_text","text":"s"},`, "", 1)
	wantProblems(t, View([]byte(noSubmit)), " must have submit when it has an input block")
	wantProblems(t, View(modal(input("b", textInput)+","+input("b", textInput))), "/blocks/1/block_id block_id must be unique")
	for _, field := range []string{"title", "submit", "close"} {
		raw := fmt.Sprintf(`{"type":"home","blocks":[],"%s":{"type":"plain_text","text":"t"}}`, field)
		wantProblems(t, View([]byte(raw)), "/"+field+" invalid additional property")
	}
	focused := `{"type":"plain_text_input","focus_on_load":true}`
	wantProblems(t, View(modal(input("b", focused))))
	wantProblems(t, View(modal(input("b", focused)+","+input("c", focused))),
		"/blocks/1/element/focus_on_load no more than 1 elements with focus_on_load allowed")
	files := strings.Replace(input("b", `{"type":"file_input"}`), `{"type":"input"`, `{"type":"input","dispatch_action":true`, 1)
	wantProblems(t, View(modal(files)), "/blocks/0 must not have dispatch_action with a file_input")
}

func TestViewSize(t *testing.T) {
	raw := modal("")
	room := viewBytes - len(raw)
	wantProblems(t, View(append(raw, strings.Repeat(" ", room)...)))
	wantProblems(t, View(append(raw, strings.Repeat(" ", room+1)...)), " view_too_large: must be at most 256000 bytes")
}

func TestMessageNeedsContent(t *testing.T) {
	const none = " no_text: must have at least one of: text, blocks, attachments"
	for _, raw := range []string{`{}`, `{"text":""}`, `{"blocks":[]}`, `{"text":"","blocks":[],"attachments":[]}`} {
		wantProblems(t, Message([]byte(raw)), none)
	}
	for _, raw := range []string{`{"text":"a"}`, `{"blocks":[{"type":"divider"}]}`, `{"attachments":[{"text":"a"}]}`} {
		wantProblems(t, Message([]byte(raw)))
	}
	wantProblems(t, Message([]byte(`{"text":"a","attachments":[{"blocks":[{"type":"alert"}]}]}`)),
		"/attachments/0/blocks/0/type type is not allowed on this surface")
}

// The budget of the blocks JSON counts characters, not bytes, and no white
// space between tokens.
func TestMessageBlocksJSON(t *testing.T) {
	parts := slicesOf(`{"type":"section","text":{"type":"mrkdwn","text":"`+strings.Repeat("é", 2400)+`"}}`, 5)
	used := len([]rune("[" + parts + "]"))
	last := func(n int) string {
		const frame = `,{"type":"section","text":{"type":"mrkdwn","text":""}}`
		return `,  {"type":"section","text":{"type":"mrkdwn","text":"` + strings.Repeat("é", n-len(frame)) + `"}}`
	}
	wantProblems(t, Message(message(parts+last(blocksChars-used))))
	wantProblems(t, Message(message(parts+last(blocksChars-used+1))),
		"/blocks msg_blocks_too_long: blocks must be at most 13200 characters of JSON")
}

func slicesOf(block string, n int) string {
	return strings.TrimSuffix(strings.Repeat(block+",", n), ",")
}

func TestBudgets(t *testing.T) {
	markdown := func(n int) string { return `{"type":"markdown","text":"` + strings.Repeat("é", n) + `"}` }
	wantProblems(t, Message(message(markdown(6000)+","+markdown(6000))))
	wantProblems(t, Message(message(markdown(6000)+","+markdown(6001))),
		"/blocks/1 no more than 12000 characters over all markdown blocks allowed")

	table := func(n int) string {
		return `{"type":"table","rows":[[{"type":"raw_text","text":"` + strings.Repeat("é", n) + `"}]]}`
	}
	wantProblems(t, Message(message(table(10000))))
	wantProblems(t, Message(message(table(10001))), "/blocks/0 no more than 10000 characters over all cells of tables allowed")
	wantProblems(t, Message(message(table(1)+","+table(1))), "/blocks/1 no more than 1 table block allowed")

	// On a home tab, which has no budget for the JSON of blocks.
	data := func(n int) string {
		return `{"type":"data_table","caption":"c","rows":[[{"type":"raw_text","text":"h"}],[{"type":"raw_text","text":"` + strings.Repeat("é", n-1) + `"}]]}`
	}
	wantProblems(t, View(home(data(10000)+","+data(10000))))
	wantProblems(t, View(home(data(10000)+","+data(10001))),
		"/blocks/1 no more than 20000 characters over all cells of data tables allowed")

	chart := string(marshal(t, sample("data_visualization")))
	wantProblems(t, Message(message(slicesOf(chart, 2))))
	wantProblems(t, Message(message(slicesOf(chart, 3))), "/blocks/2 no more than 2 data_visualization blocks allowed")
}

func TestDataRules(t *testing.T) {
	dataTable := func(rows string) []byte { return home(`{"type":"data_table","caption":"c","rows":` + rows + `}`) }
	const cell = `{"type":"raw_text","text":"a"}`
	wantProblems(t, View(dataTable(`[[`+cell+`],[`+cell+`,`+cell+`]]`)), "/blocks/0 rows must have the same number of cells")
	wantProblems(t, View(dataTable(`[[{"type":"raw_number","value":1}],[`+cell+`]]`)), "/blocks/0 cells of the first row must be raw_text")
	wantProblems(t, View(dataTable(`[[],[]]`)),
		"/blocks/0/rows/0 no fewer than 1 items allowed", "/blocks/0/rows/1 no fewer than 1 items allowed")

	chart := func(c string) []byte { return message(`{"type":"data_visualization","title":"t","chart":` + c + `}`) }
	for value, want := range map[string][]string{
		"0.5": nil, "0": {"/blocks/0/chart/segments/0/value must be a number in range"}, "-1": {"/blocks/0/chart/segments/0/value must be a number in range"},
	} {
		wantProblems(t, Message(chart(`{"type":"pie","segments":[{"label":"a","value":`+value+`}]}`)), want...)
	}
	bar := func(series string) []byte {
		return chart(`{"type":"bar","axis_config":{"categories":["a","b"]},"series":[` + series + `]}`)
	}
	const full = `{"name":"s","data":[{"label":"a","value":0},{"label":"b","value":-1}]}`
	wantProblems(t, Message(bar(full)))
	wantProblems(t, Message(bar(full+","+full)), "/blocks/0/chart names of series must be unique")
	wantProblems(t, Message(bar(`{"name":"s","data":[{"label":"a","value":0}]}`)), "/blocks/0/chart every series must cover every category")
}

func TestSubmissionResponse(t *testing.T) {
	view := string(modal(input("b", textInput)))
	for _, tc := range []struct {
		raw  string
		want []string
	}{
		{``, nil},
		{`{}`, nil},
		{`{"response_action":"clear"}`, nil},
		{`{"response_action":"errors","errors":{"a":"te lang"}}`, nil},
		{`{"response_action":"update","view":` + view + `}`, nil},
		{`{"response_action":"push","view":` + view + `}`, nil},
		{`{"response_action":"close"}`, []string{
			"/response_action must be one of the values Slack knows", " missing required field: errors"}},
		{`{"errors":{"a":"x"}}`, []string{" missing required field: response_action"}},
		{`{"response_action":"errors"}`, []string{" missing required field: errors"}},
		{`{"response_action":"errors","errors":{}}`, []string{"/errors no fewer than 1 items allowed"}},
		{`{"response_action":"errors","errors":{"a":""}}`, []string{"/errors/a must be more than 0 characters"}},
		{`{"response_action":"errors","errors":{"a":1}}`, []string{"/errors/a must provide a string"}},
		{`{"response_action":"errors","errors":{"section":"x"}}`, []string{"/errors/section must be the block_id of an input block"}},
		{`{"response_action":"errors","errors":{"een hele zin":"x"}}`, []string{"/errors must be the block_id of an input block"}},
		{`{"response_action":"update"}`, []string{" missing required field: view"}},
		{`{"response_action":"push","view":` + string(home("")) + `}`, []string{"/view/type unsupported type"}},
		{`{"response_action":"push","view":` + string(modal(`{"type":"markdown","text":"m"}`)) + `}`,
			[]string{"/view/blocks/0/type type is not allowed on this surface"}},
		{`{"response_action":"clear","view":` + view + `}`, []string{"/view invalid additional property"}},
	} {
		t.Run(tc.raw, func(t *testing.T) {
			wantProblems(t, SubmissionResponse([]byte(tc.raw), []string{"a", "b"}), tc.want...)
		})
	}
	clear := `{"response_action":"clear"}`
	fill := strings.Repeat(" ", SocketResponseMax-len(clear)-1)
	wantProblems(t, SubmissionResponse([]byte(clear+fill), nil))
	wantProblems(t, SubmissionResponse([]byte(clear+fill+" "), nil), " must be less than 20480 bytes")
}
