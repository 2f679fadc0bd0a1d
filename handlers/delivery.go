package handlers

import (
	"time"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// Delivery is what a notice comes to when it is rendered, after access was
// checked again. The zero value means that there is nothing to tell any more.
type Delivery struct {
	Post  *Post
	Edits []Edit
	Home  *Home
	// Later asks to be tried again after this much real time; nothing is sent
	// now.
	Later time.Duration
}

// Post is a new message, to a person's conversation with the bot or to the
// restricted channel.
type Post struct {
	To      complaint.UserID // or Channel
	Channel string
	Message Message
	// Card, when it has a role, is to be remembered as the message that shows
	// this case to this person; bot fills channel and ts.
	Card complaint.Card
}

// Message is what a conversation shows: numbers, dates, states and buttons.
type Message struct {
	Text   string // notification and screen reader
	Blocks []slack.Block
}

// Edit brings a message that was posted before up to date.
type Edit struct {
	Card    complaint.Card // with the revision now shown
	Message Message
	// Retire says that the card is no longer the live one: this is its last
	// edit.
	Retire bool
}

// Home is the App Home of one person.
type Home struct {
	Person complaint.UserID
	View   slack.HomeTabViewRequest
}
