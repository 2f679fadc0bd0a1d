package slackfake

import (
	"encoding/json"
	"fmt"
)

// problem is one thing wrong with blocks or a view.
type problem struct{ Pointer, Message string }

func (p problem) String() string { return p.Message + " [json-pointer:" + p.Pointer + "]" }

func checkMessage(raw json.RawMessage) []problem { return nil }
func checkView(raw json.RawMessage) []problem    { return nil }

// checkSubmission validates the answer to a submission: known actions, and
// errors only on input blocks, else the person sees a connection error.
func checkSubmission(ack json.RawMessage, blocks []obj) []string {
	var a struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if err := json.Unmarshal(ack, &a); err != nil {
		return []string{err.Error()}
	}
	var out []string
	switch a.Action {
	case "errors":
		inputs := inputsOf(blocks)
		if len(a.Errors) == 0 {
			out = append(out, "errors is empty")
		}
		for _, k := range sortedKeys(a.Errors) {
			if inputs[k] == nil || a.Errors[k] == "" {
				out = append(out, fmt.Sprintf("errors: %q is no input block, or has no text", k))
			}
		}
	case "update", "push":
		if len(a.View) == 0 {
			out = append(out, "no view")
		}
	case "clear":
	default:
		out = append(out, fmt.Sprintf("response_action %q", a.Action))
	}
	return out
}
