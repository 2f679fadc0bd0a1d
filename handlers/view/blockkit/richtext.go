package blockkit

// richTextParts stand in a rich_text block, richTextRuns in such a part.
var (
	richTextParts = []string{"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
	richTextRuns  = []string{"text", "link", "emoji", "user", "channel", "usergroup", "broadcast", "date", "color", "team"}
)

// richTextSpecs are the parts and runs of rich text. Slack documents no limit
// on its length.
var richTextSpecs = map[string]spec{
	"rich_text_section": {typ: "rich_text_section", fields: []field{runs}},
	"rich_text_list": {typ: "rich_text_list", fields: []field{
		{name: "elements", is: list, must: true, of: []string{"rich_text_section"}, src: "[T]"},
		{name: "style", is: enum, must: true, of: []string{"bullet", "ordered"}, src: "[T]"},
		{name: "indent", is: integer, max: 8, src: "[sb]"},
		{name: "offset", is: integer, src: "[sb]"},
		border,
	}},
	"rich_text_preformatted": {typ: "rich_text_preformatted", fields: []field{
		runs, border,
		{name: "language", is: str, src: "[sg:block_rich_text.go]"},
	}},
	"rich_text_quote": {typ: "rich_text_quote", fields: []field{runs, border}},

	"text": {typ: "text", fields: []field{
		{name: "text", is: str, must: true, min: 1, src: "[T]"}, runStyle,
	}},
	"link": {typ: "link", fields: []field{
		{name: "url", is: str, must: true, min: 1, src: "[T]"},
		{name: "text", is: str, src: "[T]"},
		{name: "unsafe", is: boolean, src: "[T]"}, runStyle,
	}},
	"emoji": {typ: "emoji", fields: []field{
		{name: "name", is: str, must: true, min: 1, src: "[T]"},
		{name: "unicode", is: str, src: "[T]"},
		{name: "url", is: str, src: "[T]"},
		{name: "skin_tone", is: integer, src: "[sg:block_rich_text.go]"}, runStyle,
	}},
	"user": {typ: "user", fields: []field{
		{name: "user_id", is: str, must: true, min: 1, src: "[T]"}, runStyle,
	}},
	"channel": {typ: "channel", fields: []field{
		{name: "channel_id", is: str, must: true, min: 1, src: "[T]"}, runStyle,
	}},
	"usergroup": {typ: "usergroup", fields: []field{
		{name: "usergroup_id", is: str, must: true, min: 1, src: "[T]"}, runStyle,
	}},
	"team": {typ: "team", fields: []field{
		{name: "team_id", is: str, must: true, min: 1, src: "[T]"}, runStyle,
	}},
	"broadcast": {typ: "broadcast", fields: []field{
		{name: "range", is: enum, must: true, of: []string{"here", "channel", "everyone"}, src: "[T]"}, runStyle,
	}},
	"date": {typ: "date", fields: []field{
		{name: "timestamp", is: integer, must: true, src: "[T]"},
		{name: "format", is: str, must: true, min: 1, src: "[T]"},
		{name: "timezone", is: str, src: "[sg:block_rich_text.go]"},
		{name: "url", is: str, src: "[T]"},
		{name: "fallback", is: str, src: "[T]"}, runStyle,
	}},
	"color": {typ: "color", fields: []field{
		{name: "value", is: str, must: true, min: 1, src: "[T]"}, runStyle,
	}},
	"run_style": {fields: []field{
		{name: "bold", is: boolean, src: "[T]"},
		{name: "italic", is: boolean, src: "[T]"},
		{name: "strike", is: boolean, src: "[T]"},
		{name: "code", is: boolean, src: "[T]"},
		{name: "underline", is: boolean, src: "[T]"},
		{name: "highlight", is: boolean, src: "[T]"},
		{name: "client_highlight", is: boolean, src: "[T]"},
		{name: "unlink", is: boolean, src: "[T]"},
	}},
}

var (
	runs     = field{name: "elements", is: list, must: true, of: richTextRuns, src: "[T]"}
	runStyle = field{name: "style", is: object, of: []string{"run_style"}, src: "[T]"}
	border   = field{name: "border", is: integer, max: 1, src: "[sb]"}
)
