package blockkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	mustJSON   = "must be valid JSON"
	mustObject = "must provide an object"
	mustList   = "must provide a list"
	mustString = "must provide a string"
)

// walker goes through a payload by the table and gathers problems.
type walker struct {
	surface  surface
	problems []Problem
	count    tally
}

func newWalker(on surface) *walker {
	return &walker{surface: on, count: tally{blockIDs: map[string]bool{}, actionIDs: map[string]bool{}}}
}

func (w *walker) add(pointer, format string, args ...any) {
	w.problems = append(w.problems, Problem{Pointer: pointer, Message: fmt.Sprintf(format, args...)})
}

// object checks v as one of the named specs.
func (w *walker) object(at string, v any, names []string) {
	o, ok := v.(map[string]any)
	if !ok {
		w.add(at, mustObject)
		return
	}
	s, ok := w.choose(at, o, names)
	if !ok {
		return
	}
	if s.block {
		defer w.count.enterBlock()()
	}
	known := map[string]bool{"type": s.typ != ""}
	for _, f := range s.fields {
		known[f.name] = true
		if v, ok := o[f.name]; ok {
			w.value(child(at, f.name), v, f)
		} else if f.must {
			w.add(at, "missing required field: %s", f.name)
		}
	}
	for _, name := range sortedKeys(o) {
		if !known[name] && !s.open {
			w.add(child(at, name), "invalid additional property")
		}
	}
	for _, r := range s.rules {
		if msg := r(o); msg != "" {
			w.add(at, "%s", msg)
		}
	}
	w.tally(at, s, o)
}

// choose finds the spec of o among names: the only one, or that of its type.
func (w *walker) choose(at string, o map[string]any, names []string) (spec, bool) {
	if len(names) == 1 && specs[names[0]].typ == "" {
		return specs[names[0]], true
	}
	typ, ok := o["type"]
	if !ok {
		w.add(at, "missing required field: type")
		return spec{}, false
	}
	for _, name := range names {
		s := specs[name]
		if s.typ != typ {
			continue
		}
		if s.on != 0 && s.on&w.surface == 0 {
			w.add(at+"/type", "type is not allowed on this surface")
			return spec{}, false
		}
		return s, true
	}
	w.add(at+"/type", "unsupported type")
	return spec{}, false
}

// value checks the value v of field f.
func (w *walker) value(at string, v any, f field) {
	switch f.is {
	case str, enum:
		w.str(at, v, f)
	case integer, number, positive:
		w.number(at, v, f)
	case boolean:
		if _, ok := v.(bool); !ok {
			w.add(at, "must provide a boolean")
		}
	case plain:
		w.text(at, v, []string{"plain_text"}, f.max)
	case text:
		w.text(at, v, textTypes, f.max)
	case object:
		w.object(at, v, f.of)
	case list:
		w.list(at, v, f, func(at string, v any) { w.text(at, v, f.of, f.each) })
	case stringList:
		w.list(at, v, f, func(at string, v any) { w.str(at, v, field{min: 1, max: f.each, of: f.of}) })
	case rows:
		cells := field{min: 1, max: f.each}
		w.list(at, v, f, func(at string, v any) {
			w.list(at, v, cells, func(at string, v any) { w.object(at, v, f.of) })
		})
	case stringMap:
		w.stringMap(at, v, f)
	}
}

func (w *walker) str(at string, v any, f field) {
	s, ok := v.(string)
	if !ok {
		w.add(at, mustString)
		return
	}
	n := utf8.RuneCountInString(s)
	if n < f.min {
		w.add(at, "must be more than %d characters", f.min-1)
	}
	if f.max > 0 && n > f.max {
		w.add(at, "must be less than %d characters", f.max+1)
	}
	if len(f.of) > 0 && !slices.Contains(f.of, s) {
		w.add(at, "must be one of the values Slack knows")
	}
	if f.format != nil && !f.format(s) {
		w.add(at, "must have the format Slack asks for")
	}
}

func (w *walker) number(at string, v any, f field) {
	digits, ok := v.(json.Number)
	if !ok {
		w.add(at, "must provide a number")
		return
	}
	if f.is != integer {
		if x, err := digits.Float64(); err != nil || f.is == positive && x <= 0 {
			w.add(at, "must be a number in range")
		}
		return
	}
	n, err := strconv.ParseInt(digits.String(), 10, 64)
	switch {
	case err != nil:
		w.add(at, "must provide an integer")
	case n < int64(f.min):
		w.add(at, "must be at least %d", f.min)
	case f.max > 0 && n > int64(f.max):
		w.add(at, "must be at most %d", f.max)
	}
}

// text checks an object and, when most is not 0, the length of its text. The
// spec of a text object has a limit of its own; what breaks that is told once.
func (w *walker) text(at string, v any, names []string, most int) {
	before := len(w.problems)
	w.object(at, v, names)
	if o, ok := v.(map[string]any); ok && most > 0 && len(w.problems) == before {
		if s, ok := o["text"].(string); ok {
			w.str(at+"/text", s, field{max: most})
		}
	}
}

func (w *walker) list(at string, v any, f field, item func(at string, v any)) {
	items, ok := v.([]any)
	if !ok {
		w.add(at, mustList)
		return
	}
	if len(items) < f.min {
		w.add(at, "no fewer than %d items allowed", f.min)
	}
	if f.max > 0 && len(items) > f.max {
		w.add(at, "no more than %d items allowed", f.max)
		return // what is too long is not worth thousands of problems more
	}
	for i, v := range items {
		item(at+"/"+strconv.Itoa(i), v)
	}
}

func (w *walker) stringMap(at string, v any, f field) {
	o, ok := v.(map[string]any)
	if !ok {
		w.add(at, mustObject)
		return
	}
	if len(o) < f.min {
		w.add(at, "no fewer than %d items allowed", f.min)
	}
	for _, key := range sortedKeys(o) {
		w.str(child(at, key), o[key], field{min: 1})
	}
}

// child returns the pointer to a key of the object at. A key that does not
// look like an identifier may be content, so it is left out.
func child(at, key string) string {
	for _, r := range key {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_.:-", r) {
			return at
		}
	}
	if key == "" || len(key) > 64 {
		return at
	}
	return at + "/" + key
}

func sortedKeys(o map[string]any) []string { return slices.Sorted(maps.Keys(o)) }
