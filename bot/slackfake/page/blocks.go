package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"

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
