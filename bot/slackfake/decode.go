package slackfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func str(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int64:
		return strconv.FormatInt(v, 10)
	case int:
		return strconv.Itoa(v)
	}
	return ""
}

func asObj(v any) obj   { o, _ := v.(obj); return o }
func isTrue(v any) bool { b, _ := v.(bool); return b }
func asInt(v any) int   { f, _ := v.(float64); return int(f) }

func asObjs(v any) []obj {
	switch v := v.(type) {
	case []obj:
		return v
	case []any:
		out := make([]obj, 0, len(v))
		for _, x := range v {
			if o, ok := x.(obj); ok {
				out = append(out, o)
			}
		}
		return out
	}
	return nil
}

func asList(v any) []any { l, _ := v.([]any); return l }

// textOf is the text of a text object, or of a plain string.
func textOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return str(asObj(v)["text"])
}

func rawOf(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return b
}

// elementsOf are the elements of a block in order of appearance.
func elementsOf(b obj) []obj {
	var els []obj
	for _, key := range []string{"element", "accessory"} {
		if e := asObj(b[key]); e != nil {
			els = append(els, e)
		}
	}
	if t := str(b["type"]); t != "rich_text" {
		els = append(els, asObjs(b["elements"])...)
	}
	return append(els, asObjs(b["actions"])...)
}

// childrenOf are the blocks inside a container or carousel.
func childrenOf(b obj) []obj {
	switch str(b["type"]) {
	case "container":
		return append(asObjs(b["children"]), asObjs(b["child_blocks"])...)
	case "carousel":
		return asObjs(b["elements"])
	}
	return nil
}

// eachElement visits every element with the block it stands in.
func eachElement(blocks []obj, fn func(block, el obj)) {
	for _, b := range blocks {
		if kids := childrenOf(b); kids != nil {
			eachElement(kids, fn)
			continue
		}
		for _, e := range elementsOf(b) {
			fn(b, e)
		}
	}
}

func decodeBlocks(blocks []obj, state formState, errors map[string]string) []Block {
	out := make([]Block, 0, len(blocks))
	for _, b := range blocks {
		out = append(out, decodeBlock(b, state, errors))
	}
	return out
}

func decodeBlock(b obj, state formState, errors map[string]string) Block {
	d := Block{
		Type: str(b["type"]), BlockID: str(b["block_id"]), Label: textOf(b["label"]), Hint: textOf(b["hint"]),
		Optional: isTrue(b["optional"]), DispatchAction: isTrue(b["dispatch_action"]),
		Level: str(b["level"]), ImageURL: str(b["image_url"]), AltText: str(b["alt_text"]),
		Caption: textOf(b["caption"]), Error: errors[str(b["block_id"])], Raw: rawOf(b),
	}
	var texts []string
	for _, key := range []string{"title", "subtitle", "text", "body", "subtext"} {
		if t := textOf(b[key]); t != "" {
			texts = append(texts, t)
			d.TextType = str(asObj(b[key])["type"])
		}
	}
	if d.Type == "rich_text" {
		texts = append(texts, richText(b["elements"]))
	}
	d.Text = strings.Join(texts, "\n")
	for _, f := range asObjs(b["fields"]) {
		d.Fields = append(d.Fields, Text{str(f["type"]), str(f["text"])})
	}
	for _, row := range asList(b["rows"]) {
		d.Rows = append(d.Rows, decodeRow(row))
	}
	if kids := childrenOf(b); kids != nil {
		d.Children = decodeBlocks(kids, state, errors)
		return d
	}
	for _, e := range elementsOf(b) {
		el := decodeElement(e, state[d.BlockID][str(e["action_id"])])
		el.BlockID, el.Accessory = d.BlockID, b["accessory"] != nil
		d.Elements = append(d.Elements, el)
	}
	return d
}

func decodeRow(row any) []string {
	cells := asList(row)
	if o := asObj(row); o != nil {
		cells = asList(o["cells"])
	}
	var out []string
	for _, c := range cells {
		o := asObj(c)
		text := textOf(o["text"])
		switch {
		case o["elements"] != nil:
			text = richText(o["elements"])
		case text == "" && o["value"] != nil:
			text = str(o["value"])
		case text == "" && o["number"] != nil:
			text = str(o["number"])
		}
		out = append(out, text)
	}
	return out
}

func decodeElement(e, state obj) Element {
	d := Element{
		Type: str(e["type"]), ActionID: str(e["action_id"]), Text: textOf(e["text"]), Value: str(e["value"]),
		URL: str(e["url"]), Style: str(e["style"]), AltText: str(e["alt_text"]), ImageURL: str(e["image_url"]),
		AccessibilityLabel: str(e["accessibility_label"]), Placeholder: textOf(e["placeholder"]),
		Multiline: isTrue(e["multiline"]), FocusOnLoad: isTrue(e["focus_on_load"]),
		MinLength: asInt(e["min_length"]), MaxLength: asInt(e["max_length"]),
		MinValue: str(e["min_value"]), MaxValue: str(e["max_value"]),
		MaxSelected: asInt(e["max_selected_items"]), MaxFiles: asInt(e["max_files"]),
		DecimalAllowed: isTrue(e["is_decimal_allowed"]), State: state, Raw: rawOf(e),
	}
	d.TextType = d.Type
	if o := asObj(e["text"]); o != nil {
		d.TextType = str(o["type"])
	}
	chosen := current(state)
	for _, o := range asObjs(e["options"]) {
		d.Options = append(d.Options, decodeOption(o, chosen))
	}
	for _, g := range asObjs(e["option_groups"]) {
		group := OptionGroup{Label: textOf(g["label"])}
		for _, o := range asObjs(g["options"]) {
			group.Options = append(group.Options, decodeOption(o, chosen))
		}
		d.OptionGroups = append(d.OptionGroups, group)
	}
	if c := asObj(e["confirm"]); c != nil {
		d.Confirm = &Confirm{textOf(c["title"]), textOf(c["text"]), textOf(c["confirm"]), textOf(c["deny"]), str(c["style"])}
	}
	for _, u := range asList(e["visible_to_user_ids"]) {
		d.visibleTo = append(d.visibleTo, str(u))
	}
	return d
}

func decodeOption(o obj, chosen []string) Option {
	v := str(o["value"])
	return Option{Text: textOf(o["text"]), Value: v, Description: textOf(o["description"]), URL: str(o["url"]),
		Selected: slices.Contains(chosen, v)}
}

// Current is what the element holds now: the typed text, or the values, dates
// or users chosen.
func (e Element) Current() []string { return current(e.State) }

func current(state obj) []string {
	var out []string
	for key, v := range state {
		switch key {
		case "type", "timezone":
		case "rich_text_value":
			if t := richText(asObj(v)["elements"]); t != "" {
				out = append(out, t)
			}
		default:
			out = append(out, currentOf(v)...)
		}
	}
	return out
}

func currentOf(v any) []string {
	switch v := v.(type) {
	case obj:
		if v == nil {
			return nil
		}
		return []string{str(v["value"])}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, currentOf(x)...)
		}
		return out
	}
	if s := str(v); s != "" {
		return []string{s}
	}
	return nil
}

func richText(v any) string {
	var b strings.Builder
	for i, e := range asObjs(v) {
		t := str(e["type"])
		if i > 0 && strings.HasPrefix(t, "rich_text_") {
			b.WriteByte('\n')
		}
		b.WriteString(str(e["text"]))
		if t == "user" {
			fmt.Fprintf(&b, "<@%s>", str(e["user_id"]))
		}
		if t == "link" && e["text"] == nil {
			b.WriteString(str(e["url"]))
		}
		b.WriteString(richText(e["elements"]))
	}
	return b.String()
}
