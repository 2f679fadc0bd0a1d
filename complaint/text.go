package complaint

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"unicode/utf8"
)

// redacted is what a Text shows to anyone who does not call Reveal.
const redacted = "[afgeschermd]"

// errSealed is returned by every marshaller of a Text.
var errSealed = errors.New("complaint: a text that people typed is never marshalled; only the store's codec and the views open it")

// Text is something a person typed, or a person's name: content that must not
// leave by accident ("Interne klachtenprocedure", sentence 4: "Geheimhouding
// dient onder alle omstandigheden te zijn gewaarborgd"). It prints and logs as
// [afgeschermd] and refuses to be marshalled. The content sits behind a
// pointer, because fmt skips the methods of unexported fields and would print
// a plain string there. The zero value is the empty text.
type Text struct{ p *string }

// NewText wraps s.
func NewText(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{&s}
}

// Reveal gives the content. Only the store's codec, the views of modals and
// documents, and the rules of this package may call it; a test lists the
// callers.
func (t Text) Reveal() string {
	if t.p == nil {
		return ""
	}
	return *t.p
}

// IsZero reports whether nothing was typed.
func (t Text) IsZero() bool { return t.p == nil }

// Len is the length in Unicode code points, as Slack counts.
func (t Text) Len() int { return utf8.RuneCountInString(t.Reveal()) }

// Equal compares contents.
func (t Text) Equal(o Text) bool { return t.Reveal() == o.Reveal() }

func (t Text) String() string   { return redacted }
func (t Text) GoString() string { return redacted }

// Format makes every verb, also %d and %x, print the redaction.
func (t Text) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue keeps the text out of slog.
func (t Text) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON, MarshalText and MarshalBinary always fail: JSON, XML, YAML and
// gob cannot carry a Text away.
func (t Text) MarshalJSON() ([]byte, error)   { return nil, errSealed }
func (t Text) MarshalText() ([]byte, error)   { return nil, errSealed }
func (t Text) MarshalBinary() ([]byte, error) { return nil, errSealed }
