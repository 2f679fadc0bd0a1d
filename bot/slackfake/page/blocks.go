package page

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"klachtbot/bot/slackfake"
)

// surface is where blocks stand: a message, the home tab or a modal. Its
// elements are posted in one form.
type surface struct {
	Kind   string // "message", "home" or "modal"
	Key    string // the message's ts, or the view's id
	Blocks []block
	names  names
	people []choice
	chans  []choice
}

type block struct {
	slackfake.Block
	S     *surface
	Items []element
	Kids  []block
}

// element is one element with what a browser needs to post it.
type element struct {
	slackfake.Element
	S     *surface
	Block *slackfake.Block
}

// choice is one line of a list to choose from.
type choice struct {
	Value, Text, Note string
	Chosen            bool
}

// choices is a titled list, or an untitled one.
type choices struct {
	Label string
	Items []choice
}

func (s *surface) fill(blocks []slackfake.Block) *surface {
	s.Blocks = s.wrap(blocks)
	return s
}

func (s *surface) wrap(blocks []slackfake.Block) []block {
	out := make([]block, 0, len(blocks))
	for _, b := range blocks {
		w := block{Block: b, S: s, Kids: s.wrap(b.Children)}
		for _, e := range b.Elements {
			w.Items = append(w.Items, element{e, s, &b})
		}
		out = append(out, w)
	}
	return out
}

func (b block) Body() template.HTML {
	switch b.Type {
	case "markdown":
		return b.S.names.markdown(b.Text)
	case "rich_text":
		return b.S.names.richText(b.Raw)
	}
	return b.S.names.text(b.TextType, b.Text)
}

func (b block) FieldTexts() []template.HTML {
	var out []template.HTML
	for _, f := range b.Fields {
		out = append(out, b.S.names.text(f.Type, f.Text))
	}
	return out
}

// Accessories are the elements beside a section's text.
func (b block) Accessories() []element { return b.Items }

// First is the one element of an input block.
func (b block) First() *element {
	if len(b.Items) == 0 {
		return nil
	}
	return &b.Items[0]
}

// Level is the heading level: below the page's own two.
func (b block) HeadingLevel() string {
	if b.Block.Level == "" || b.Block.Level == "1" || b.Block.Level == "2" {
		return "3"
	}
	return "4"
}

// Head and Body of a table.
func (b block) Head() []string {
	if len(b.Rows) == 0 {
		return nil
	}
	return b.Rows[0]
}

func (b block) Rest() [][]string {
	if len(b.Rows) == 0 {
		return nil
	}
	return b.Rows[1:]
}

// Words are all texts of a block that is not drawn further, such as a chart.
func (b block) Words() []string {
	var v any
	if json.Unmarshal(b.Raw, &v) != nil {
		return nil
	}
	var out []string
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case map[string]any:
			keys := make([]string, 0, len(v))
			for k := range v {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				walk(k, v[k])
			}
		case []any:
			for _, x := range v {
				walk(key, x)
			}
		case float64:
			out = append(out, fmt.Sprint(v))
		case string:
			if key != "type" && key != "block_id" && key != "action_id" {
				out = append(out, v)
			}
		}
	}
	walk("", v)
	return out
}

// Key names an element inside its surface.
func (e element) Key() string {
	return url.QueryEscape(e.Block.BlockID) + ":" + url.QueryEscape(e.ActionID)
}

func (e element) Name() string { return "f:" + e.Key() }

// Click is what a button of this element posts.
func (e element) Click() string { return e.Key() + ":" + url.QueryEscape(e.Value) }

// Pick is what a line of an overflow menu posts.
func (e element) Pick(value string) string { return e.Key() + ":" + url.QueryEscape(value) }

// ID is unique on the page and the same as long as the element is.
func (e element) ID() string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(e.S.Kind + e.S.Key + "/" + e.Key()))
	return fmt.Sprintf("e%x", h.Sum64())
}

// Live tells whether the app hears of a change at once.
func (e element) Live() bool { return e.Block.Type != "input" || e.Block.DispatchAction }

// Required, Invalid and DescribedBy are for screen readers.
func (e element) Required() bool { return e.Block.Type == "input" && !e.Block.Optional }
func (e element) Invalid() bool  { return e.Block.Error != "" }
func (e element) DescribedBy() string {
	var ids []string
	if e.Block.Hint != "" {
		ids = append(ids, e.ID()+"-hint")
	}
	if e.Block.Error != "" {
		ids = append(ids, e.ID()+"-error")
	}
	if e.Limit() > 0 && e.Multiline {
		ids = append(ids, e.ID()+"-limit")
	}
	return strings.Join(ids, " ")
}

// Said is what a button says to a screen reader beyond its text.
func (e element) Said() string {
	if e.AccessibilityLabel != "" {
		return e.AccessibilityLabel
	}
	if e.Type == "overflow" {
		return "Meer"
	}
	return ""
}

// Label names an element that stands outside an input block.
func (e element) Label() string {
	for _, s := range []string{e.AccessibilityLabel, e.Placeholder, e.Block.Text, e.ActionID} {
		if s != "" {
			return s
		}
	}
	return e.Type
}

func (e element) Limit() int {
	if e.MaxLength == 0 && e.Type == "plain_text_input" {
		return 3000
	}
	return e.MaxLength
}

func (e element) FieldError() string { return fieldError(e.Block.Error) }
func (e element) Body() template.HTML {
	return e.S.names.text(e.TextType, e.Text)
}
func (e element) Link() string { return safeURL(e.URL) }

// One is the single value that an element holds now, as its input wants it.
func (e element) One() string {
	cur := e.Current()
	if len(cur) == 0 {
		return ""
	}
	if e.Type == "datetimepicker" {
		return localMoment(cur[0])
	}
	return cur[0]
}

// Control is how an element is drawn.
func (e element) Control() string {
	switch e.Type {
	case "plain_text_input":
		if e.Multiline {
			return "area"
		}
		return "line"
	case "rich_text_input":
		return "area"
	case "email_text_input", "url_text_input", "number_input":
		return "line"
	case "datepicker", "timepicker", "datetimepicker":
		return "moment"
	case "static_select", "users_select", "conversations_select", "channels_select":
		return "select"
	case "radio_buttons":
		return "radios"
	case "checkboxes", "multi_static_select":
		return "checks"
	case "multi_users_select", "multi_conversations_select", "multi_channels_select":
		return "search"
	case "mrkdwn", "plain_text":
		return "text"
	case "button", "workflow_button", "overflow", "image":
		return e.Type
	}
	return "unknown"
}

// Grouped tells whether the control is a group with a legend, not one input
// with a label.
func (e element) Grouped() bool {
	return slices.Contains([]string{"radios", "checks", "search"}, e.Control())
}

// InputType is the HTML type of a line or a moment.
func (e element) InputType() string {
	return map[string]string{"datepicker": "date", "timepicker": "time", "datetimepicker": "datetime-local",
		"email_text_input": "email", "url_text_input": "url"}[e.Type]
}

// Lists are the choices of an element, in groups.
func (e element) Lists() []choices {
	cur := e.Current()
	switch {
	case strings.Contains(e.Type, "users"):
		return []choices{{Items: marked(e.S.people, cur)}}
	case strings.Contains(e.Type, "conversations"), strings.Contains(e.Type, "channels"):
		return []choices{{Items: marked(e.S.chans, cur)}}
	}
	groups := append([]slackfake.OptionGroup{{Options: e.Options}}, e.OptionGroups...)
	var out []choices
	for _, g := range groups {
		c := choices{Label: g.Label}
		for _, o := range g.Options {
			c.Items = append(c.Items, choice{o.Value, o.Text, o.Description, slices.Contains(cur, o.Value)})
		}
		if len(c.Items) > 0 {
			out = append(out, c)
		}
	}
	return out
}

func marked(list []choice, cur []string) []choice {
	out := slices.Clone(list)
	for i := range out {
		out[i].Chosen = slices.Contains(cur, out[i].Value)
	}
	return out
}

// localMoment turns unix seconds into what a datetime-local input wants.
func localMoment(unix string) string {
	var n int64
	if _, err := fmt.Sscan(unix, &n); err != nil {
		return ""
	}
	return time.Unix(n, 0).In(amsterdam()).Format("2006-01-02T15:04")
}
