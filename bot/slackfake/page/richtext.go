package page

import (
	"encoding/json"
	"html"
	"html/template"
	"strconv"
	"strings"
)

// rich is a node of a rich_text block.
type rich struct {
	Type     string          `json:"type"`
	Elements []rich          `json:"elements"`
	Text     string          `json:"text"`
	URL      string          `json:"url"`
	Style    json.RawMessage `json:"style"` // an object, or the kind of a list
	UserID   string          `json:"user_id"`
	Channel  string          `json:"channel_id"`
	Range    string          `json:"range"`
	Unicode  string          `json:"unicode"`
	Fallback string          `json:"fallback"`
}

func (n names) richText(raw json.RawMessage) template.HTML {
	var r rich
	if err := json.Unmarshal(raw, &r); err != nil {
		return ""
	}
	var b strings.Builder
	for _, e := range r.Elements {
		inner := n.richInline(e.Elements)
		switch e.Type {
		case "rich_text_list":
			tag := "ul"
			if string(e.Style) == `"ordered"` {
				tag = "ol"
			}
			b.WriteString("<" + tag + ">")
			for _, item := range e.Elements {
				b.WriteString("<li>" + n.richInline(item.Elements) + "</li>")
			}
			b.WriteString("</" + tag + ">")
		case "rich_text_quote":
			b.WriteString("<blockquote>" + inner + "</blockquote>")
		case "rich_text_preformatted":
			b.WriteString("<pre>" + inner + "</pre>")
		default:
			b.WriteString("<p>" + inner + "</p>")
		}
	}
	return template.HTML(b.String())
}

func (n names) richInline(list []rich) string {
	var b strings.Builder
	for _, e := range list {
		text := strings.ReplaceAll(html.EscapeString(e.Text), "\n", "<br>")
		switch e.Type {
		case "link":
			if text == "" {
				text = html.EscapeString(e.URL)
			}
			text = link(e.URL, text)
		case "user":
			text = `<span class="mention">@` + html.EscapeString(n.user(e.UserID)) + `</span>`
		case "channel":
			text = `<span class="mention">#` + html.EscapeString(n.channel(e.Channel)) + `</span>`
		case "broadcast":
			text = `<span class="mention">@` + html.EscapeString(e.Range) + `</span>`
		case "emoji":
			text = html.EscapeString(emoji(e.Unicode))
		case "date":
			text = html.EscapeString(e.Fallback)
		}
		b.WriteString(styled(e.Style, text))
	}
	return b.String()
}

func styled(raw json.RawMessage, text string) string {
	var s struct{ Bold, Italic, Strike, Code bool }
	if json.Unmarshal(raw, &s) != nil {
		return text
	}
	for _, m := range []struct {
		on  bool
		tag string
	}{{s.Code, "code"}, {s.Strike, "s"}, {s.Italic, "em"}, {s.Bold, "strong"}} {
		if m.on {
			text = "<" + m.tag + ">" + text + "</" + m.tag + ">"
		}
	}
	return text
}

// emoji turns "1f44d-1f3fd" into the characters.
func emoji(code string) string {
	var b strings.Builder
	for _, part := range strings.Split(code, "-") {
		if r, err := strconv.ParseInt(part, 16, 32); err == nil {
			b.WriteRune(rune(r))
		}
	}
	return b.String()
}
