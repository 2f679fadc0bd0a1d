package slackfake

import (
	"encoding/json"

	"klachtbot/handlers/view/blockkit"
)

// This file is the only one that knows which limits Block Kit has.

// checkMessage checks a message's blocks.
func checkMessage(blocks json.RawMessage) []blockkit.Problem {
	// The text only stands in for the real one, which is checked elsewhere.
	return blockkit.Message(rawOf(obj{"text": "-", "blocks": blocks}))
}

// checkView checks a modal or a home tab.
func checkView(raw json.RawMessage) []blockkit.Problem { return blockkit.View(raw) }

// checkSubmission checks the answer to a submission: known actions, and
// errors only on input blocks, else the person sees a connection error.
func checkSubmission(ack json.RawMessage, blocks []obj) []blockkit.Problem {
	return blockkit.SubmissionResponse(ack, sortedKeys(inputsOf(blocks)))
}
