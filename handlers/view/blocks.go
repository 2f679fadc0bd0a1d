package view

import (
	"strings"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// The small words in which every screen is written. Text that people typed is
// always plain_text: it cannot mention, link or format.

func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func markdown(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, false)
}

func section(md string) slack.Block { return slack.NewSectionBlock(markdown(md), nil, nil) }

func heading(s string) slack.Block { return slack.NewHeaderBlock(plain(s)) }

func note(md string) slack.Block { return slack.NewContextBlock("", markdown(md)) }

func divider() slack.Block { return slack.NewDividerBlock() }

// typed shows a label and, under it, what someone typed, cut to what a section
// holds. An empty text is left out.
func typed(label string, t complaint.Text) []slack.Block {
	if t.IsZero() {
		return nil
	}
	return []slack.Block{section("*" + label + "*"), slack.NewSectionBlock(plain(cut(t.Reveal(), complaint.MaxText)), nil, nil)}
}

// cut shortens by code points, as Slack counts.
func cut(s string, limit int) string {
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	return string(r[:limit-1]) + "…"
}

// button has a text, what a screen reader says, and an opaque value.
func button(action, text, spoken, value string) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(action, value, plain(text))
	if spoken != "" {
		b.AccessibilityLabel = cut(spoken, 75)
	}
	return b
}

func primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}

func actions(buttons ...*slack.ButtonBlockElement) slack.Block {
	elements := make([]slack.BlockElement, 0, len(buttons))
	for _, b := range buttons {
		elements = append(elements, b)
	}
	return slack.NewActionBlock("", elements...)
}

// page is a modal that only shows.
func page(title string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: PageInfo, Title: plain(title), Close: plain("Sluiten"),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// Notice is a modal with one thing to say.
func Notice(title, text string) slack.ModalViewRequest { return page(title, section(text)) }

// Loading stands in for a modal whose content needs longer than a moment.
func Loading() slack.ModalViewRequest { return Notice("Een ogenblik", "Laden…") }

// bullets joins lines as a list.
func bullets(lines ...string) string { return "• " + strings.Join(lines, "\n• ") }
