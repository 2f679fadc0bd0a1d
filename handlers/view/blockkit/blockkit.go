// Package blockkit checks messages and views against the rules of Slack's
// Block Kit before they are sent, and lets a stand-in for Slack refuse what
// Slack refuses. It reads raw JSON, so it sees what really travels.
//
// The rules are one table, specs, in chapters: documents, blocks, data,
// inputs and selects, objects, rich text. Every limit names its source:
// [T] @slack/types, [py] python-slack-sdk, [java] java-slack-sdk, [sb] the
// limits.json and vocabulary.json of slackblocks (probed against Slack's own
// validator), [sg:file] and [sgC version] slack-go and its changelog, [skill]
// Slack's Block Kit skill, [D] docs.slack.dev, [gh owner/repo#n] an issue. Where
// sources disagree the stricter one counts. Lists that must have an item
// although no source gives a minimum (elements, options, fields) are our choice.
//
// Lengths are counted in Unicode code points, sizes of payloads in bytes.
package blockkit

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"unicode/utf8"
)

// Problem is one broken rule.
type Problem struct {
	Pointer string // RFC 6901 JSON pointer, such as /blocks/1/text; "" is the whole payload
	Message string // the rule; never the content, which is confidential
}

// String returns the problem as Slack puts it in response_metadata.messages.
func (p Problem) String() string {
	return "[ERROR] " + p.Message + " [json-pointer:" + p.Pointer + "]"
}

// Message checks the arguments of chat.postMessage, chat.update and the like:
// text, blocks and attachments, as a JSON object. It leaves other arguments
// alone. No problems is nil.
func Message(raw []byte) []Problem {
	o, bad := decode(raw)
	if bad != nil {
		return bad
	}
	w := newWalker(inMessage)
	w.object("", o, []string{"message"})
	var fields struct{ Blocks json.RawMessage }
	var compact bytes.Buffer
	if json.Unmarshal(raw, &fields) == nil && json.Compact(&compact, fields.Blocks) == nil &&
		utf8.RuneCount(compact.Bytes()) > blocksChars {
		w.add("/blocks", "msg_blocks_too_long: blocks must be at most %d characters of JSON", blocksChars)
	}
	return w.problems
}

// View checks a modal or a home tab as views.open, push, update and publish
// take it. No problems is nil.
func View(raw []byte) []Problem {
	o, bad := decode(raw)
	if bad != nil {
		return bad
	}
	w := newWalker(inModal)
	if o["type"] == "home" {
		w.surface = inHome
	}
	w.object("", o, []string{"modal", "home"})
	if len(raw) > viewBytes {
		w.add("", "view_too_large: must be at most %d bytes", viewBytes)
	}
	return w.problems
}

// SubmissionResponse checks what a view_submission is answered with. No bytes
// is the plain acknowledgement, which closes the view. The keys of errors must
// be among inputBlocks, the block_ids of the input blocks of the view that was
// submitted. Over Socket Mode the envelope around the answer counts as well:
// check that on the whole with SocketResponseMax. No problems is nil.
func SubmissionResponse(raw []byte, inputBlocks []string) []Problem {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	o, bad := decode(raw)
	if bad != nil {
		return bad
	}
	w := newWalker(inModal)
	switch o["response_action"] {
	case "update", "push":
		w.object("", o, []string{"view response"})
	case "clear":
		w.object("", o, []string{"clear response"})
	default:
		if len(o) > 0 { // {} is the plain acknowledgement too
			w.object("", o, []string{"errors response"})
		}
	}
	errors, _ := o["errors"].(map[string]any)
	for _, key := range sortedKeys(errors) {
		if !slices.Contains(inputBlocks, key) {
			w.add(child("/errors", key), "must be the block_id of an input block")
		}
	}
	if len(raw) >= SocketResponseMax {
		w.add("", "must be less than %d bytes", SocketResponseMax)
	}
	return w.problems
}

// decode reads one JSON object and nothing after it.
func decode(raw []byte) (map[string]any, []Problem) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil, []Problem{{Message: mustJSON}}
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, []Problem{{Message: mustJSON}}
	}
	o, ok := v.(map[string]any)
	if !ok {
		return nil, []Problem{{Message: mustObject}}
	}
	return o, nil
}
