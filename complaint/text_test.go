package complaint

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/template"
)

const secret = "GEHEIM-van-de-client"

// The secret in the other shapes in which fmt could show it.
var secretShapes = []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("% x", secret), fmt.Sprintf("%d", []byte(secret)), fmt.Sprintf("%q", []rune(secret))}

type exported struct{ Words Text }
type unexported struct{ words Text }
type nested struct {
	A exported
	b unexported
	P *Text
	L []Text
	m map[string]Text
	i any
	e *unexported
}

func carriers() map[string]any {
	text := NewText(secret)
	return map[string]any{
		"text": text, "pointer": &text, "slice": []Text{text}, "array": [1]Text{text}, "map": map[string]Text{"a": text},
		"key": map[Text]int{text: 1}, "exported": exported{text}, "unexported": unexported{text}, "pointer to unexported": &unexported{text},
		"nested":       nested{exported{text}, unexported{text}, &text, []Text{text}, map[string]Text{"a": text}, text, &unexported{text}},
		"slice nested": []any{unexported{text}, &unexported{text}, text},
		"complaint":    Complaint{Words: text, Reporter: Person{Name: text}, Involved: []Involved{{Part: text}}, Complainant: Complainant{Client: text}},
		"entry":        Entry{Note: text, Changes: []Change{{"words", text}}},
		"report":       Report{Words: text, Employees: []Colleague{{Person: Person{Name: text}}}},
		"outcome":      Outcome{Complaint: Complaint{Words: text}, Entry: Entry{Note: text}},
		"registration": Registration{Reason: text, Parts: map[UserID]Text{"a": text}},
		"informed":     ClientInformed{FileNumber: text},
	}
}

func leaks(t *testing.T, how, printed string) {
	t.Helper()
	for _, shape := range secretShapes {
		if strings.Contains(strings.ToLower(printed), strings.ToLower(strings.Trim(shape, "[]"))) {
			t.Errorf("%s shows %s", how, printed)
		}
	}
}

func TestP4TextNeverPrints(t *testing.T) {
	for name, v := range carriers() {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%#q", "%x", "%X", "% x", "%d", "%t", "%f", "%e", "%b", "%o", "%c", "%U", "%p", "%T", "%100v", "%-5s", "%!"} {
			leaks(t, name+" "+verb, fmt.Sprintf(verb, v))
		}
		leaks(t, name+" Print", fmt.Sprint(v))
		leaks(t, name+" Println", fmt.Sprintln(v))
		leaks(t, name+" error", fmt.Errorf("failed: %v: %w", v, errors.ErrUnsupported).Error())
		leaks(t, name+" panic", func() (s string) {
			defer func() { s = fmt.Sprint(recover()) }()
			panic(v)
		}())
	}
	if got := fmt.Sprintf("%v %+v %#v %s %q %d %x", NewText(secret), NewText(secret), NewText(secret), NewText(secret), NewText(secret), NewText(secret), NewText(secret)); got != strings.TrimSpace(strings.Repeat(redacted+" ", 7)) {
		t.Errorf("a text prints as %s", got)
	}
	if NewText(secret).String() != redacted || NewText(secret).GoString() != redacted {
		t.Error("a text prints as [afgeschermd]")
	}
}

func TestP4TextNeverMarshals(t *testing.T) {
	for name, v := range carriers() {
		for format, marshal := range map[string]func(any) ([]byte, error){
			"json": json.Marshal,
			"indented json": func(v any) ([]byte, error) {
				return json.MarshalIndent(v, "", " ")
			},
			"xml": xml.Marshal,
			"gob": func(v any) ([]byte, error) {
				var b bytes.Buffer
				err := gob.NewEncoder(&b).Encode(v)
				return b.Bytes(), err
			},
			"template": func(v any) ([]byte, error) {
				var b bytes.Buffer
				err := template.Must(template.New("").Parse("{{.}} {{printf \"%v\" .}}")).Execute(&b, v)
				return b.Bytes(), err
			},
		} {
			out, err := marshal(v)
			leaks(t, name+" "+format, string(out))
			if err != nil {
				leaks(t, name+" "+format+" error", err.Error())
			}
		}
	}
	for _, v := range []any{NewText(secret), exported{NewText(secret)}, Text{}, map[string]Text{"a": NewText(secret)}} {
		if out, err := json.Marshal(v); !errors.Is(err, errSealed) {
			t.Errorf("json of %T gives %s, %v; it must refuse", v, out, err)
		}
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(v); err == nil {
			t.Errorf("gob of %T gives %d bytes; it must refuse", v, b.Len())
		}
	}
	for _, v := range []any{NewText(secret), exported{NewText(secret)}, exported{}} {
		if out, err := xml.Marshal(v); !errors.Is(err, errSealed) {
			t.Errorf("xml of %T gives %s, %v; it must refuse", v, out, err)
		}
	}
}

func TestP4TextNeverLogs(t *testing.T) {
	for name, v := range carriers() {
		var b bytes.Buffer
		for format, h := range map[string]slog.Handler{"text": slog.NewTextHandler(&b, nil), "json": slog.NewJSONHandler(&b, nil)} {
			log := slog.New(h)
			log.InfoContext(context.Background(), "x", "value", v, slog.Group("g", slog.Any("value", v)))
			log.With("value", v).Error("x", "err", fmt.Errorf("%v", v))
			leaks(t, name+" in a log of "+format, b.String())
			b.Reset()
		}
	}
}

func TestText(t *testing.T) {
	text := NewText("één")
	if text.Reveal() != "één" || text.Len() != 3 || text.IsZero() {
		t.Errorf("%q, %d letters", text.Reveal(), text.Len())
	}
	if (Text{}).Reveal() != "" || (Text{}).Len() != 0 || !(Text{}).IsZero() || !NewText("").IsZero() {
		t.Error("the zero value is the empty text")
	}
	if !text.Equal(NewText("één")) || text.Equal(NewText("twee")) || text.Equal(Text{}) || !(Text{}).Equal(NewText("")) {
		t.Error("texts are equal when their contents are")
	}
}
