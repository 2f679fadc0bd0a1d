package slackfake

import (
	"encoding/json"
	"errors"
)

// parseBlocks decodes blocks and completes them as Slack does: drawn block_ids
// and action_ids, emoji and verbatim on text objects.
func (w *Workspace) parseBlocks(raw json.RawMessage) ([]obj, error) {
	var list []any
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, err
	}
	blocks := asObjs(list)
	if len(blocks) != len(list) {
		return nil, errors.New("blocks must be objects")
	}
	w.complete(blocks)
	return blocks, nil
}

func (w *Workspace) complete(blocks []obj) {
	for _, b := range blocks {
		if str(b["block_id"]) == "" {
			b["block_id"] = random(3)
		}
		completeTexts(b)
		if kids := childrenOf(b); kids != nil {
			w.complete(kids)
			continue
		}
		for _, e := range elementsOf(b) {
			if interactive(e) && str(e["action_id"]) == "" {
				e["action_id"] = random(3)
			}
		}
	}
}

func completeTexts(v any) {
	switch v := v.(type) {
	case obj:
		if _, ok := v["text"].(string); ok {
			switch v["type"] {
			case "plain_text":
				if v["emoji"] == nil {
					v["emoji"] = true
				}
			case "mrkdwn":
				if v["verbatim"] == nil {
					v["verbatim"] = false
				}
			}
		}
		for _, x := range v {
			completeTexts(x)
		}
	case []any:
		for _, x := range v {
			completeTexts(x)
		}
	}
}

// stateKeys tells under which key an element's value travels, and which
// property holds its initial value.
var stateKeys = map[string][2]string{
	"plain_text_input":           {"value", "initial_value"},
	"email_text_input":           {"value", "initial_value"},
	"url_text_input":             {"value", "initial_value"},
	"number_input":               {"value", "initial_value"},
	"rich_text_input":            {"rich_text_value", "initial_value"},
	"datepicker":                 {"selected_date", "initial_date"},
	"timepicker":                 {"selected_time", "initial_time"},
	"datetimepicker":             {"selected_date_time", "initial_date_time"},
	"static_select":              {"selected_option", "initial_option"},
	"external_select":            {"selected_option", "initial_option"},
	"radio_buttons":              {"selected_option", "initial_option"},
	"multi_static_select":        {"selected_options", "initial_options"},
	"multi_external_select":      {"selected_options", "initial_options"},
	"checkboxes":                 {"selected_options", "initial_options"},
	"users_select":               {"selected_user", "initial_user"},
	"multi_users_select":         {"selected_users", "initial_users"},
	"conversations_select":       {"selected_conversation", "initial_conversation"},
	"multi_conversations_select": {"selected_conversations", "initial_conversations"},
	"channels_select":            {"selected_channel", "initial_channel"},
	"multi_channels_select":      {"selected_channels", "initial_channels"},
	"file_input":                 {"files", ""},
}

// interactive tells whether an element can be used.
func interactive(e obj) bool {
	t := str(e["type"])
	_, holds := stateKeys[t]
	return holds || t == "button" || t == "workflow_button" || t == "overflow" || t == "feedback_buttons" || t == "icon_button"
}

// isList tells whether an element's value is a list; a list is never null.
func isList(elementType string) bool {
	switch elementType {
	case "checkboxes", "file_input":
		return true
	}
	return len(elementType) > 6 && elementType[:6] == "multi_"
}

// freshState is the state of new blocks: what was filled in before under the
// same block_id and action_id stays, everything else starts at its initial
// value ("keep block_id stable to preserve input", java-slack-sdk's modals).
func freshState(blocks []obj, old formState) formState {
	state := formState{}
	eachElement(blocks, func(b, e obj) {
		t := str(e["type"])
		keys, ok := stateKeys[t]
		if !ok {
			return
		}
		block, action := str(b["block_id"]), str(e["action_id"])
		if state[block] == nil {
			state[block] = map[string]obj{}
		}
		if v := old[block][action]; v != nil && v["type"] == t {
			state[block][action] = v
			return
		}
		v := obj{"type": t, keys[0]: e[keys[1]]}
		if v[keys[0]] == nil && isList(t) {
			v[keys[0]] = []any{}
		}
		state[block][action] = v
	})
	return state
}

// inputsOf are the blocks that a submission reports: only input blocks.
func inputsOf(blocks []obj) map[string]obj {
	m := map[string]obj{}
	for _, b := range blocks {
		if b["type"] == "input" {
			m[str(b["block_id"])] = b
		}
	}
	return m
}
