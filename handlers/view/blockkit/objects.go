package blockkit

var textTypes = []string{"plain_text", "mrkdwn"}

// objectSpecs are the composition objects, buttons and images.
var objectSpecs = map[string]spec{
	// Code points, not bytes: [sb CHANGELOG 1.0.1].
	"plain_text": {typ: "plain_text", fields: []field{
		{name: "text", is: str, must: true, min: 1, max: 3000, src: "[T]"},
		{name: "emoji", is: boolean, src: "[T]"},
	}},
	// No emoji here: [sg:block_object.go].
	"mrkdwn": {typ: "mrkdwn", fields: []field{
		{name: "text", is: str, must: true, min: 1, max: 3000, src: "[T]"},
		{name: "verbatim", is: boolean, src: "[T]"},
	}},
	"confirm": {fields: []field{
		{name: "title", is: plain, must: true, max: 100, src: "[T][py]"},
		{name: "text", is: text, must: true, max: 300, src: "[T][py]"},
		{name: "confirm", is: plain, must: true, max: 30, src: "[T][py]"},
		{name: "deny", is: plain, max: 30, src: "[T][py]"},
		style,
	}},
	"option": {fields: []field{
		{name: "text", is: plain, must: true, max: 75, src: "[sb CHANGELOG 1.0.1][py][T]"},
		optionValue, optionDescription,
	}},
	// Checkboxes and radio buttons take mrkdwn too: [T].
	"choice": {fields: []field{
		{name: "text", is: text, must: true, max: 75, src: "[sb CHANGELOG 1.0.1][py][T]"},
		optionValue,
		{name: "description", is: text, max: 75, src: "[sb CHANGELOG 1.0.1][py][T]"},
	}},
	"overflow_option": {fields: []field{
		{name: "text", is: plain, must: true, max: 75, src: "[sb CHANGELOG 1.0.1][py][T]"},
		optionValue, optionDescription,
		{name: "url", is: str, max: 3000, src: "[sb CHANGELOG 1.0.1][py][T]"},
	}},
	"option_group": {fields: []field{
		{name: "label", is: plain, must: true, max: 75, src: "[T][py][sb]"},
		{name: "options", is: list, must: true, min: 1, max: 100, of: []string{"option"}, src: "[T][py][sb]"},
	}},
	"dispatch_action_config": {fields: []field{
		{name: "trigger_actions_on", is: stringList, must: true, min: 1, max: 2,
			of: []string{"on_enter_pressed", "on_character_entered"}, src: "[sb]"},
	}},
	"conversation_filter": {fields: []field{
		{name: "include", is: stringList, min: 1, of: []string{"im", "mpim", "private", "public"}, src: "[sb]"},
		{name: "exclude_external_shared_channels", is: boolean, src: "[T]"},
		{name: "exclude_bot_users", is: boolean, src: "[T]"},
	}},
	"button": {typ: "button", fields: []field{
		actionID, confirm, style, seenBy, spoken,
		{name: "text", is: plain, must: true, max: 75, src: "[T][py][sb]"},
		{name: "value", is: str, max: 2000, src: "[T][py][sb]"},
		{name: "url", is: str, max: 3000, src: "[T][py][sb]"},
		{name: "agent_prompt", is: str, src: "[sg:block_element.go]"},
		{name: "agent_prompt_display", is: str, src: "[sg:block_element.go]"},
	}},
	"workflow_button": {typ: "workflow_button", fields: []field{
		actionID, style, spoken,
		{name: "text", is: plain, must: true, max: 75, src: "[sb]"},
		{name: "workflow", is: object, must: true, of: []string{"workflow"}, src: "[T]"},
	}},
	"workflow": {open: true},
	"icon_button": {typ: "icon_button", fields: []field{
		actionID, confirm, seenBy, spoken,
		{name: "icon", is: str, must: true, min: 1, src: "[sg:block_element.go]"},
		{name: "text", is: plain, must: true, src: "[sg:block_element.go]"},
		{name: "value", is: str, max: 2000, src: "[sb]"},
	}},
	"feedback_buttons": {typ: "feedback_buttons", fields: []field{
		actionID,
		{name: "positive_button", is: object, must: true, of: []string{"feedback_button"}, src: "[sg:block_element.go]"},
		{name: "negative_button", is: object, must: true, of: []string{"feedback_button"}, src: "[sg:block_element.go]"},
	}},
	"feedback_button": {fields: []field{
		spoken,
		{name: "text", is: plain, must: true, max: 75, src: "[sb]"},
		{name: "value", is: str, must: true, max: 2000, src: "[sb]"},
	}},
	"image_element": {typ: "image", fields: imageFields, rules: []rule{exactlyOne("image_url", "slack_file")}},
	"slack_file": {fields: []field{
		{name: "id", is: str, min: 1, src: "[T]"},
		{name: "url", is: str, min: 1, src: "[T]"},
	}, rules: []rule{exactlyOne("id", "url")}},
	"slack_icon":  {open: true},
	"task_source": {open: true},
}

var (
	// The documentation and Slack's validator allow 150; [T] and [java] still
	// say 75, so the bot keeps to 75.
	optionValue       = field{name: "value", is: str, must: true, min: 1, max: 150, src: "[sb CHANGELOG 1.0.1][py][T]"}
	optionDescription = field{name: "description", is: plain, max: 75, src: "[sb CHANGELOG 1.0.1][py][T]"}

	imageFields = []field{
		{name: "alt_text", is: str, must: true, max: 2000, src: "[T][sb]"},
		{name: "image_url", is: str, min: 1, max: 3000, src: "[T][sb]"},
		{name: "slack_file", is: object, of: []string{"slack_file"}, src: "[T][sb]"},
	}
)
