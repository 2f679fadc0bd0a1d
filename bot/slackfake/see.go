package slackfake

import (
	"slices"
	"strings"
)

// visible is everything a person reads in blocks, one line per text.
func visible(blocks []Block) string {
	var b strings.Builder
	line := func(ss ...string) {
		for _, s := range ss {
			if s != "" {
				b.WriteString(s)
				b.WriteByte('\n')
			}
		}
	}
	for _, d := range blocks {
		line(d.Label, d.Text, d.Caption)
		for _, f := range d.Fields {
			line(f.Text)
		}
		for _, row := range d.Rows {
			line(strings.Join(row, " | "))
		}
		line(d.AltText)
		for _, e := range d.Elements {
			line(e.lines()...)
		}
		line(d.Hint, d.Error, strings.TrimSuffix(visible(d.Children), "\n"))
		if len(d.Elements)+len(d.Children)+len(d.Rows) == 0 && d.Text == "" && d.Type != "divider" {
			line(unknownTexts(d))
		}
	}
	return b.String()
}

// unknownTexts keeps every text of a block that is not decoded further, such
// as a chart, so that a search for words never misses one.
func unknownTexts(d Block) string {
	var v any
	if err := unmarshal(d.Raw, &v); err != nil {
		return ""
	}
	var out []string
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case obj:
			for _, k := range sortedKeys(v) {
				walk(k, v[k])
			}
		case []any:
			for _, x := range v {
				walk(key, x)
			}
		case string:
			if key != "type" && key != "block_id" && key != "action_id" {
				out = append(out, v)
			}
		}
	}
	walk("", v)
	return strings.Join(out, " ")
}

// lines are the texts of one element as people see it.
func (e Element) lines() []string {
	var out []string
	switch {
	case e.Type == "button":
		out = append(out, "["+e.Text+"]")
	case e.Text != "":
		out = append(out, e.Text)
	}
	out = append(out, e.AccessibilityLabel, e.AltText)
	typed := len(e.Options)+len(e.OptionGroups) == 0
	cur := e.Current()
	if len(cur) == 0 {
		out = append(out, e.Placeholder)
	} else if typed {
		out = append(out, cur...)
	}
	groups := append([]OptionGroup{{Options: e.Options}}, e.OptionGroups...)
	for _, g := range groups {
		out = append(out, g.Label)
		for _, o := range g.Options {
			mark := "( ) "
			if o.Selected {
				mark = "(x) "
			}
			out = append(out, mark+o.Text, o.Description)
		}
	}
	if c := e.Confirm; c != nil {
		out = append(out, c.Title, c.Text, c.Confirm, c.Deny)
	}
	return out
}

// Visible is everything a person reads in the view.
func (v View) Visible() string {
	return v.Title + "\n" + visible(v.Blocks) + v.SubmitText + "\n" + v.CloseText + "\n"
}

// Visible is everything a person reads in the message: its blocks or, without
// blocks, its text.
func (m Message) Visible() string {
	if len(m.Blocks) > 0 {
		return visible(m.Blocks)
	}
	return m.Text + "\n"
}

// Element finds an element by action id.
func (v View) Element(actionID string) (Element, bool) { return findElement(v.Blocks, actionID) }

// Element finds an element by action id.
func (m Message) Element(actionID string) (Element, bool) { return findElement(m.Blocks, actionID) }

// Block finds a block by id.
func (v View) Block(id string) (Block, bool) {
	for _, b := range v.Blocks {
		if b.BlockID == id {
			return b, true
		}
	}
	return Block{}, false
}

// Input finds an input block by its label.
func (v View) Input(label string) (Block, bool) {
	for _, b := range v.Blocks {
		if b.Type == "input" && b.Label == label {
			return b, true
		}
	}
	return Block{}, false
}

func findElement(blocks []Block, actionID string) (Element, bool) {
	for _, b := range blocks {
		for _, e := range b.Elements {
			if e.ActionID == actionID {
				return e, true
			}
		}
		if e, ok := findElement(b.Children, actionID); ok {
			return e, true
		}
	}
	return Element{}, false
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// String is one line for a failing test, not the whole view.
func (v View) String() string {
	return "view " + v.ID + " " + v.CallbackID + ": " + oneLine(v.Visible())
}

// String is one line for a failing test, not the whole message.
func (m Message) String() string { return "message " + m.TS + ": " + oneLine(m.Visible()) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
