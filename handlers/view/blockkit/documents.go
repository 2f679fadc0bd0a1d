package blockkit

// Limits that hold for a payload as a whole rather than for one field.
const (
	// SocketResponseMax is the size in bytes from which Slack drops the
	// answer to a Socket Mode envelope without a word: it must stay below
	// ([sg:socketmode/socketmode.go], EXP).
	SocketResponseMax = 20480

	viewBytes      = 250 * 1024 // view_too_large [D: views.push]
	blocksChars    = 13200      // msg_blocks_too_long: blocks JSON of a message [gh slackapi/bolt-js#2509]
	markdownChars  = 12000      // all markdown blocks together [D markdown-block; sb]
	tableChars     = 10000      // all cells of tables together [D table-block][skill][sb]
	dataTableChars = 20000      // all cells of data tables together [D][sb]
	tables         = 1          // table blocks per payload [D table-block]
	charts         = 2          // data_visualization blocks per payload [D][sb]
	focused        = 1          // elements with focus_on_load per view [T]
)

// documentSpecs are the payloads themselves and what only occurs at their top.
var documentSpecs = map[string]spec{
	// A method has more arguments than these; which ones is not for Block Kit to say.
	"message": {open: true, fields: []field{
		{name: "text", is: str, max: 40000, src: "[py message.py]"},
		{name: "blocks", is: list, max: 50, of: blockTypes, src: "[sb]"},
		{name: "attachments", is: list, max: 100, of: []string{"attachment"}, src: "[sb]"},
	}, rules: []rule{someContent}},
	"attachment": {open: true, fields: []field{
		{name: "blocks", is: list, max: 50, of: blockTypes, src: "[sb]"},
	}},
	"modal": {typ: "modal", fields: append([]field{
		{name: "title", is: plain, must: true, max: 24, src: "[T views.d.ts][py views]"},
		{name: "submit", is: plain, max: 24, src: "[T views.d.ts][py views]"},
		{name: "close", is: plain, max: 24, src: "[T views.d.ts][py views]"},
		{name: "clear_on_close", is: boolean, src: "[T]"},
		{name: "notify_on_close", is: boolean, src: "[T]"},
	}, viewFields...), rules: []rule{submitWithInput}},
	// No title, submit or close: [py].
	"home": {typ: "home", fields: viewFields},
	"errors response": {fields: []field{
		responseAction,
		{name: "errors", is: stringMap, must: true, min: 1, src: "[java modals.md]"},
	}},
	"view response": {fields: []field{
		responseAction,
		{name: "view", is: object, must: true, of: []string{"modal"}, src: "[java modals.md]"},
	}},
	"clear response": {fields: []field{responseAction}},
}

var viewFields = []field{
	{name: "blocks", is: list, must: true, max: 100, of: blockTypes, src: "[T][sb]"},
	{name: "private_metadata", is: str, max: 3000, src: "[T][py][sb]"},
	{name: "callback_id", is: str, max: 255, src: "[T][py][sb]"},
	{name: "external_id", is: str, max: 255, src: "[T][py][sb]"},
}

var responseAction = field{name: "response_action", is: enum, must: true,
	of: []string{"errors", "update", "push", "clear"}, src: "[java modals.md]"}
