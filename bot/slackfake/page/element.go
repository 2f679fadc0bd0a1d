package page

import (
	"fmt"
	"hash/fnv"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"klachtbot/bot/slackfake"
)

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
