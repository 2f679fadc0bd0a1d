package blockkit

// inputSpecs are the elements a user types, ticks or picks in; selects have
// selectSpecs. What the client checks while typing (e-mail, url, number) is to
// be checked again after submission.
var inputSpecs = map[string]spec{
	"plain_text_input": {typ: "plain_text_input", fields: []field{
		actionID, placeholder, focus, dispatch,
		{name: "initial_value", is: str, src: "[T]"},
		{name: "multiline", is: boolean, src: "[T]"},
		{name: "min_length", is: integer, min: 0, max: 3000, src: "[D][sb]"},
		{name: "max_length", is: integer, min: 1, max: 3000, src: "[D][sb]"},
	}},
	"rich_text_input": {typ: "rich_text_input", on: inModal | inHome, fields: []field{
		{name: "action_id", is: str, must: true, min: 1, max: 255, src: "[D][sb]"},
		placeholder, focus, dispatch,
		{name: "initial_value", is: object, of: []string{"rich_text"}, src: "[D]"},
		{name: "min_lines", is: integer, min: 1, max: 100, src: "[D][sb]"},
		{name: "max_lines", is: integer, min: 1, max: 100, src: "[D][sb]"},
	}},
	// These three in modals only: [sg:block_element.go].
	"email_text_input": {typ: "email_text_input", on: inModal, fields: []field{
		actionID, placeholder, focus, dispatch,
		{name: "initial_value", is: str, src: "[T]"},
	}},
	"url_text_input": {typ: "url_text_input", on: inModal, fields: []field{
		actionID, placeholder, focus, dispatch,
		{name: "initial_value", is: str, src: "[T]"},
	}},
	"number_input": {typ: "number_input", on: inModal, fields: []field{
		actionID, placeholder, focus, dispatch,
		{name: "is_decimal_allowed", is: boolean, must: true, src: "[T][sb]"},
		{name: "initial_value", is: str, src: "[T][sb]"},
		{name: "min_value", is: str, src: "[T][sb]"},
		{name: "max_value", is: str, src: "[T][sb]"},
	}},
	"datepicker": {typ: "datepicker", fields: []field{
		actionID, placeholder, confirm, focus,
		{name: "initial_date", is: str, format: isDate, src: "[T][py]"},
	}},
	"timepicker": {typ: "timepicker", fields: []field{
		actionID, placeholder, confirm, focus,
		{name: "initial_time", is: str, format: isTime, src: "[T][py]"},
		{name: "timezone", is: str, src: "[T]"},
	}},
	"datetimepicker": {typ: "datetimepicker", fields: []field{
		actionID, confirm, focus,
		// Ten digits.
		{name: "initial_date_time", is: integer, min: 1_000_000_000, max: 9_999_999_999, src: "[T][py]"},
	}},
	"checkboxes": {typ: "checkboxes", fields: []field{
		actionID, confirm, focus, seenBy,
		{name: "options", is: list, must: true, min: 1, max: 10, of: []string{"choice"}, src: "[T][D]"},
		{name: "initial_options", is: list, min: 1, max: 10, of: []string{"choice"}, src: "[T][D]"},
	}, rules: []rule{initialIsOption}},
	"radio_buttons": {typ: "radio_buttons", fields: []field{
		actionID, confirm, focus,
		{name: "options", is: list, must: true, min: 1, max: 10, of: []string{"choice"}, src: "[T][D]"},
		{name: "initial_option", is: object, of: []string{"choice"}, src: "[T][D]"},
	}, rules: []rule{initialIsOption}},
	"overflow": {typ: "overflow", fields: []field{
		actionID, confirm,
		{name: "options", is: list, must: true, min: 1, max: 5, of: []string{"overflow_option"}, src: "[sb][java]"},
	}},
	"file_input": {typ: "file_input", on: inModal, fields: []field{
		actionID,
		{name: "filetypes", is: stringList, src: "[D][T]"},
		{name: "max_files", is: integer, min: 1, max: 10, src: "[D][T]"},
	}},
}

// Fields of every select of several, and the two lists of a static select.
var (
	maxSelected = field{name: "max_selected_items", is: integer, min: 1, src: "[T]"}
	minQuery    = field{name: "min_query_length", is: integer, src: "[T]"}
	responseURL = field{name: "response_url_enabled", is: boolean, src: "[T]"}
	current     = field{name: "default_to_current_conversation", is: boolean, src: "[T]"}
	filter      = field{name: "filter", is: object, of: []string{"conversation_filter"}, src: "[T]"}
	options     = field{name: "options", is: list, min: 1, max: 100, of: []string{"option"}, src: "[T][py][sb]"}
	groups      = field{name: "option_groups", is: list, min: 1, max: 100, of: []string{"option_group"}, src: "[T][py][sb]"}
	initial     = field{name: "initial_option", is: object, of: []string{"option"}, src: "[T][D]"}
	initials    = field{name: "initial_options", is: list, of: []string{"option"}, src: "[T][D]"}
	staticRules = []rule{exactlyOne("options", "option_groups"), initialIsOption}
)

// selectSpecs are the menus, of one item and of several.
var selectSpecs = map[string]spec{
	"static_select":              menu("static_select", staticRules, options, groups, initial),
	"external_select":            menu("external_select", nil, minQuery, initial),
	"users_select":               menu("users_select", nil, one("initial_user")),
	"channels_select":            menu("channels_select", nil, one("initial_channel"), responseURL),
	"conversations_select":       menu("conversations_select", nil, one("initial_conversation"), current, filter, responseURL),
	"multi_static_select":        menu("multi_static_select", staticRules, maxSelected, options, groups, initials),
	"multi_external_select":      menu("multi_external_select", nil, maxSelected, minQuery, initials),
	"multi_users_select":         menu("multi_users_select", nil, maxSelected, several("initial_users")),
	"multi_channels_select":      menu("multi_channels_select", nil, maxSelected, several("initial_channels")),
	"multi_conversations_select": menu("multi_conversations_select", nil, maxSelected, several("initial_conversations"), current, filter),
}

func menu(typ string, rules []rule, own ...field) spec {
	return spec{typ: typ, rules: rules, fields: append([]field{actionID, placeholder, confirm, focus}, own...)}
}

func one(name string) field     { return field{name: name, is: str, min: 1, src: "[T]"} }
func several(name string) field { return field{name: name, is: stringList, src: "[T]"} }
