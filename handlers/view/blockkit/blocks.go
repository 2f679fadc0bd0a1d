package blockkit

// blockTypes are the blocks Slack knows; the on of their spec tells where each
// may stand. "layout" and "call" are left out: no source vouches for them.
var blockTypes = []string{
	"actions", "alert", "card", "carousel", "container", "context", "context_actions", "data_table",
	"data_visualization", "divider", "file", "header", "image", "input", "markdown", "plan", "rich_text",
	"section", "table", "task_card", "video",
}

// Which element may stand in which block: [T blocks.ts].
var (
	selects = []string{
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
	}
	pickers   = append([]string{"datepicker", "timepicker", "checkboxes", "radio_buttons"}, selects...)
	accessory = append([]string{"button", "workflow_button", "overflow", "image_element"}, pickers...)
	actions   = append([]string{"button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", "plain_text_input"}, pickers...)
	inputs    = append([]string{
		"plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input", "datetimepicker", "file_input",
	}, pickers...)
)

// blockSpecs are the blocks; those that hold data are in dataSpecs. The
// surfaces are those of [sb] vocabulary.json.
var blockSpecs = map[string]spec{
	"section": {typ: "section", block: true, fields: []field{
		blockID,
		{name: "text", is: text, max: 3000, src: "[T][py][sb]"},
		{name: "fields", is: list, min: 1, max: 10, each: 2000, of: textTypes, src: "[T][py][sb]"},
		{name: "accessory", is: object, of: accessory, src: "[T]"},
		{name: "expand", is: boolean, src: "[T]"},
	}, rules: []rule{atLeastOne("text", "fields")}},
	"header": {typ: "header", block: true, fields: []field{
		blockID,
		{name: "text", is: plain, must: true, max: 150, src: "[T][sb]"},
		{name: "level", is: integer, min: 1, max: 4, src: "[sgC 0.26]"},
	}},
	"divider": {typ: "divider", block: true, fields: []field{blockID}},
	"context": {typ: "context", block: true, fields: []field{
		blockID,
		{name: "elements", is: list, must: true, min: 1, max: 10, each: 3000,
			of: []string{"plain_text", "mrkdwn", "image_element"}, src: "[T][sb]"},
	}},
	"actions": {typ: "actions", block: true, fields: []field{
		blockID,
		{name: "elements", is: list, must: true, min: 1, max: 25, of: actions, src: "[T][py]"},
	}},
	"input": {typ: "input", block: true, fields: []field{
		blockID,
		{name: "label", is: plain, must: true, max: 2000, src: "[T][D]"},
		{name: "hint", is: plain, max: 2000, src: "[T][D]"},
		{name: "element", is: object, must: true, of: inputs, src: "[T]"},
		{name: "optional", is: boolean, src: "[T]"},
		{name: "dispatch_action", is: boolean, src: "[T]"},
	}, rules: []rule{noDispatchWithFiles}},
	"image": {typ: "image", block: true, fields: append([]field{
		blockID,
		{name: "title", is: plain, max: 2000, src: "[T][sb]"},
	}, imageFields...), rules: []rule{exactlyOne("image_url", "slack_file")}},
	"rich_text": {typ: "rich_text", block: true, fields: []field{
		blockID,
		{name: "elements", is: list, must: true, of: richTextParts, src: "[T]"},
	}},
	"video": {typ: "video", block: true, fields: []field{
		blockID,
		{name: "alt_text", is: str, must: true, max: 2000, src: "[sb]"},
		{name: "title", is: plain, must: true, max: 200, src: "[sb]"},
		{name: "video_url", is: str, must: true, min: 1, max: 3000, src: "[sb]"},
		{name: "thumbnail_url", is: str, must: true, min: 1, max: 3000, src: "[sb]"},
		{name: "title_url", is: str, max: 2000, src: "[sb]"},
		{name: "description", is: plain, max: 200, src: "[sb]"},
		{name: "author_name", is: str, max: 50, src: "[sb]"},
		{name: "provider_name", is: str, max: 50, src: "[sb]"},
		{name: "provider_icon_url", is: str, max: 2000, src: "[sb]"},
	}},
	"file": {typ: "file", on: inMessage, block: true, fields: []field{
		blockID,
		{name: "external_id", is: str, must: true, min: 1, src: "[T]"},
		{name: "source", is: enum, must: true, of: []string{"remote"}, src: "[T]"},
	}},
	"markdown": {typ: "markdown", on: inMessage, block: true, fields: []field{
		blockID,
		{name: "text", is: str, must: true, min: 1, max: markdownChars, src: "[D markdown-block; sb]"},
	}},
	// Documentation, [java] and a live refusal agree that alert is for modals only.
	"alert": {typ: "alert", on: inModal, block: true, fields: []field{
		blockID,
		{name: "text", is: text, must: true, max: 200, src: "[D][java][sb]"},
		{name: "level", is: enum, of: []string{"default", "info", "warning", "error", "success"}, src: "[D][java][sb]"},
	}},
	"card": {typ: "card", block: true, fields: []field{
		blockID,
		{name: "hero_image", is: object, of: []string{"image_element"}, src: "[D][sb]"},
		{name: "icon", is: object, of: []string{"image_element"}, src: "[D][sb]"},
		{name: "slack_icon", is: object, of: []string{"slack_icon"}, src: "[sg:block_card.go]"},
		{name: "title", is: text, max: 150, src: "[D][sb]"},
		{name: "subtitle", is: text, max: 150, src: "[D][sb]"},
		{name: "body", is: text, max: 200, src: "[D][sb]"},
		{name: "subtext", is: text, max: 200, src: "[D][sb]"},
		{name: "actions", is: list, min: 1, max: 3, of: []string{"button"}, src: "[D][sb]"},
	}, rules: []rule{atLeastOne("hero_image", "title", "actions", "body")}},
	"carousel": {typ: "carousel", on: inMessage | inHome, block: true, fields: []field{
		blockID,
		{name: "elements", is: list, must: true, min: 1, max: 10, of: []string{"card"}, src: "[T][sb]"},
	}},
	"container": {typ: "container", on: inMessage | inHome, block: true, fields: []field{
		blockID,
		{name: "title", is: text, max: 150, src: "[T][sg:block_container.go]"},
		{name: "rich_text_title", is: object, of: []string{"rich_text"}, src: "[T][sg:block_container.go]"},
		{name: "subtitle", is: text, max: 150, src: "[T][sg:block_container.go]"},
		{name: "icon", is: object, of: []string{"image_element"}, src: "[sg:block_container.go]"},
		{name: "width", is: str, src: "[sg:block_container.go]"},
		{name: "is_collapsible", is: boolean, src: "[sg:block_container.go]"},
		{name: "default_collapsed", is: boolean, src: "[sg:block_container.go]"},
		{name: "has_header_divider", is: boolean, src: "[sg:block_container.go]"},
		{name: "child_blocks", is: list, must: true, min: 1, max: 10, of: without(blockTypes, "container", "card", "data_table"),
			src: "[T][sg:block_container.go Validate]"},
	}, rules: []rule{atLeastOne("title", "rich_text_title")}},
	"context_actions": {typ: "context_actions", on: inMessage, block: true, fields: []field{
		blockID,
		{name: "elements", is: list, must: true, min: 1, max: 5, of: []string{"feedback_buttons", "icon_button"}, src: "[sb]"},
	}},
	"plan": {typ: "plan", on: inMessage, block: true, fields: []field{
		blockID,
		{name: "title", is: str, must: true, min: 1, src: "[sg:block_plan.go]"},
		{name: "tasks", is: list, max: 50, of: []string{"task_card"}, src: "[sb]"},
	}},
	"task_card": {typ: "task_card", on: inMessage, block: true, fields: []field{
		blockID,
		{name: "task_id", is: str, must: true, min: 1, src: "[sg:block_task_card.go]"},
		{name: "title", is: str, must: true, min: 1, src: "[sg:block_task_card.go]"},
		{name: "status", is: str, src: "[sg:block_task_card.go]"},
		{name: "details", is: object, of: []string{"rich_text"}, src: "[sg:block_task_card.go]"},
		{name: "output", is: object, of: []string{"rich_text"}, src: "[sg:block_task_card.go]"},
		{name: "sources", is: list, of: []string{"task_source"}, src: "[sg:block_task_card.go]"},
		{name: "hide_title", is: boolean, src: "[sg:block_task_card.go]"},
	}},
}
