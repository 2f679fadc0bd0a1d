package slackfake

import (
	"encoding/json"
	"time"
)

// View is a modal or a home tab as one person sees it. The zero View is an
// unpublished home tab.
type View struct {
	ID, RootID, PreviousID string
	Type                   string // modal or home
	CallbackID, ExternalID string
	PrivateMetadata, Hash  string
	// Title, SubmitText and CloseText are what the buttons say; empty when absent.
	Title, SubmitText, CloseText string
	NotifyOnClose, ClearOnClose  bool
	Blocks                       []Block
	// Errors are the field errors now shown, by block id.
	Errors map[string]string
	// State is what is filled in now, in Slack's shape: block id, action id.
	State map[string]map[string]map[string]any
	// Raw is the view as Slack would send it to the app.
	Raw json.RawMessage
}

// Message is one message as one person sees it.
type Message struct {
	Channel, TS, User string
	FromBot           bool
	// Text is the top-level text: what a notification and a screen reader get.
	// When there are blocks, people see those instead.
	Text   string
	Blocks []Block
	// Edited, Deleted: Deleted only shows up in [Workspace.History].
	Edited, Deleted bool
	// Ephemeral messages are seen by one person (For) and gone after a reload.
	Ephemeral bool
	For       string
	Unread    bool
	Raw       json.RawMessage
}

// Conversation is one line in a person's side bar.
type Conversation struct {
	ID, Name string
	// DM is the direct message with the app; its Name is the app's name.
	DM, Private, Archived bool
	Members               []string
	Unread                int
}

// Block is one block, decoded for rendering and for tests.
type Block struct {
	Type, BlockID string
	// Text is the main text (section, header, markdown, alert, image title,
	// card body); TextType is plain_text or mrkdwn.
	Text, TextType string
	// Level of a header, alert or rich text; as given.
	Level string
	// Fields of a section; the texts of a context block are elements.
	Fields []Text
	// Label, Hint, Optional and DispatchAction of an input block.
	Label, Hint              string
	Optional, DispatchAction bool
	// Elements are the interactive elements, the accessory and a context
	// block's texts and images, in order of appearance.
	Elements []Element
	// ImageURL and AltText of an image block.
	ImageURL, AltText string
	// Rows are the cells of a table or data_table as text; Caption its caption.
	Rows    [][]string
	Caption string
	// Children of a container or carousel.
	Children []Block
	// Error is the field error now shown under an input.
	Error string
	Raw   json.RawMessage
}

// Text is a text object.
type Text struct {
	Type, Text string
}

// Element is a block element.
type Element struct {
	Type, ActionID, BlockID string
	// Text of a button or of a text in a context block.
	Text, TextType         string
	Value, URL, Style      string
	AltText, ImageURL      string
	AccessibilityLabel     string
	Placeholder            string
	Options                []Option
	OptionGroups           []OptionGroup
	Multiline, FocusOnLoad bool
	MinLength, MaxLength   int
	MinValue, MaxValue     string
	MaxSelected, MaxFiles  int
	DecimalAllowed         bool
	Confirm                *Confirm
	Accessory              bool
	visibleTo              []string
	// State is what is chosen or typed now, in Slack's shape (selected_option,
	// value, ...); nil for elements that hold nothing, such as buttons.
	State map[string]any
	Raw   json.RawMessage
}

// Option is one choice.
type Option struct {
	Text, Value, Description, URL string
	Selected                      bool
}

// OptionGroup is a titled list of choices.
type OptionGroup struct {
	Label   string
	Options []Option
}

// Confirm is the dialog that a click brings up first.
type Confirm struct {
	Title, Text, Confirm, Deny, Style string
}

// Exchange is one request and its answer between the app and Slack.
type Exchange struct {
	N    int
	Time time.Time
	// ToApp is true for deliveries and false for calls of the Web API.
	ToApp bool
	// Method is the API method, "response_url", or the kind of payload
	// ("slash_commands", "block_actions", "view_submission", "app_home_opened").
	Method string
	// Person is the user concerned, when there is one.
	Person string
	// Summary is one short line, Error Slack's error code or what went wrong.
	Summary, Error    string
	Request, Response json.RawMessage
	Took              time.Duration
}
