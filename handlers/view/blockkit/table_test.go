package blockkit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

type obj = map[string]any
type arr = []any

// needed returns the fields a smallest valid object of a spec has on top of
// the required ones, because a rule asks for them.
func needed(name string) obj {
	switch name {
	case "message":
		return obj{"text": "a"}
	case "section":
		return obj{"text": txt("a")}
	case "image", "image_element":
		return obj{"image_url": "u"}
	case "slack_file":
		return obj{"id": "F1"}
	case "card", "container":
		return obj{"title": txt("a")}
	case "static_select", "multi_static_select":
		return obj{"options": arr{sample("option")}}
	case "bar", "area", "line":
		return obj{"axis_config": obj{"categories": arr{"a"}}}
	}
	return nil
}

func txt(s string) obj { return obj{"type": "plain_text", "text": s} }

// sample makes the smallest valid object of a spec.
func sample(name string) obj {
	s, o := specs[name], obj{}
	if s.typ != "" {
		o["type"] = s.typ
	}
	for _, f := range s.fields {
		if f.must {
			o[f.name] = sized(f, max(f.min, 1))
		}
	}
	maps.Copy(o, needed(name))
	return o
}

// sized makes a value of size n for a field: n characters, items or the number n.
func sized(f field, n int) any {
	switch f.is {
	case str:
		return strings.Repeat("😀", n) // a code point of four bytes
	case enum:
		return f.of[0]
	case plain, text:
		return txt(strings.Repeat("😀", n))
	case boolean:
		return true
	case object:
		return sample(f.of[0])
	case stringMap:
		return obj{"block": "a"}
	case list, stringList, rows:
		out := make(arr, n)
		for i := range out {
			out[i] = sizedItem(f, i)
		}
		return out
	default:
		return n
	}
}

func sizedItem(f field, i int) any {
	switch {
	case f.is == rows:
		return arr{sample(f.of[0])}
	case f.is == list && f.of[0] == "series":
		s := sample("series")
		s["name"] = fmt.Sprint("s", i)
		s["data"] = arr{obj{"label": "a", "value": 1}}
		return s
	case f.is == list:
		return sample(f.of[0])
	case len(f.of) > 0:
		return f.of[0]
	}
	return "a"
}

// check walks v as the named spec on a surface that allows it, as JSON.
func check(t *testing.T, name string, v obj) []Problem {
	t.Helper()
	o, bad := decode(marshal(t, v))
	if bad != nil {
		t.Fatal(bad)
	}
	w := newWalker(inModal)
	for _, on := range []surface{inMessage, inHome} {
		if specs[name].on != 0 && specs[name].on&w.surface == 0 {
			w.surface = on
		}
	}
	w.object("", o, []string{name})
	return w.problems
}

func TestSamplesAreValid(t *testing.T) {
	for name := range specs {
		if ps := check(t, name, sample(name)); ps != nil {
			t.Errorf("smallest %s: %v", name, ps)
		}
	}
}

// set returns the sample of a spec with one field replaced. When the field and
// one the sample has exclude each other, that one makes room.
func set(name, fieldName string, v any) obj {
	o := sample(name)
	for _, pair := range [][2]string{{"options", "option_groups"}, {"image_url", "slack_file"}, {"id", "url"}} {
		if fieldName == pair[1] && o[pair[0]] != nil && (name != "overflow" && !strings.HasPrefix(name, "button")) {
			delete(o, pair[0])
		}
	}
	o[fieldName] = v
	if fieldName == "initial_options" && o["options"] != nil {
		o["options"] = v
	}
	return o
}

// TestLimits takes every limit of the table: at the limit is accepted, one
// past it is refused, at the field.
func TestLimits(t *testing.T) {
	limits := 0
	for name, s := range specs {
		for _, f := range s.fields {
			if f.max > 0 {
				limits++
				limit(t, name, f, f.max, f.max+1)
			}
			if f.min > 0 {
				limits++
				limit(t, name, f, f.min, f.min-1)
			}
		}
	}
	if limits < 150 {
		t.Errorf("the table has %d limits; it had more", limits)
	}
}

func limit(t *testing.T, name string, f field, at, past int) {
	t.Helper()
	if f.is == stringMap {
		return // TestSubmissionResponse
	}
	if ps := check(t, name, set(name, f.name, sized(f, at))); ps != nil {
		t.Errorf("%s.%s of size %d: %v", name, f.name, at, ps)
	}
	ps := check(t, name, set(name, f.name, sized(f, past)))
	if !slices.ContainsFunc(ps, func(p Problem) bool { return strings.HasPrefix(p.Pointer, "/"+f.name) }) {
		t.Errorf("%s.%s of size %d is accepted: %v", name, f.name, past, ps)
	}
}

// TestEach takes the limits on items: text in lists, cells in rows.
func TestEach(t *testing.T) {
	seen := 0
	for name, s := range specs {
		for _, f := range s.fields {
			if f.each == 0 {
				continue
			}
			seen++
			for _, n := range []int{f.each, f.each + 1} {
				var item any = txt(strings.Repeat("é", n))
				switch f.is {
				case stringList:
					item = strings.Repeat("é", n)
				case rows:
					item = slices.Repeat(arr{sample(f.of[0])}, n)
				}
				ps := check(t, name, set(name, f.name, slices.Repeat(arr{item}, max(f.min, 1))))
				if (ps == nil) != (n == f.each) {
					t.Errorf("%s.%s with an item of size %d: %v", name, f.name, n, ps)
				}
			}
		}
	}
	if seen != 5 {
		t.Errorf("%d fields limit their items, want 5: section, context, table, data_table, axis_config", seen)
	}
}

// TestFields takes every field: absent when required, a value of another type,
// and a field nobody knows.
func TestFields(t *testing.T) {
	for name, s := range specs {
		for _, f := range s.fields {
			for _, wrong := range []any{nil, arr{}, obj{}, 1, "x", true} {
				if ps := check(t, name, set(name, f.name, wrong)); ps == nil && !fits(f, wrong) {
					t.Errorf("%s.%s takes a %T", name, f.name, wrong)
				}
			}
			if o := sample(name); f.must {
				delete(o, f.name)
				ps := check(t, name, o)
				if !slices.Contains(ps, Problem{"", "missing required field: " + f.name}) {
					t.Errorf("%s without %s: %v", name, f.name, ps)
				}
			}
		}
		o := sample(name)
		o["nobody_knows"] = 1
		if ps := check(t, name, o); slices.Contains(ps, Problem{"/nobody_knows", "invalid additional property"}) == s.open {
			t.Errorf("%s with an unknown field: %v", name, ps)
		}
	}
}

// fits reports whether v happens to be a value of the kind of f.
func fits(f field, v any) bool {
	switch v.(type) {
	case string:
		return f.is == str
	case int:
		return f.is == integer || f.is == number || f.is == positive
	case bool:
		return f.is == boolean
	case []any:
		return f.is == list && f.min == 0 || f.is == stringList && f.min == 0
	case map[string]any:
		if f.is != object {
			return false
		}
		s := specs[f.of[0]]
		return s.typ == "" && !slices.ContainsFunc(s.fields, func(f field) bool { return f.must })
	}
	return false
}

// TestTableIsWhole finds slips in the table itself.
func TestTableIsWhole(t *testing.T) {
	used := map[string]bool{"message": true, "modal": true, "home": true, "errors response": true, "view response": true, "clear response": true,
		"plain_text": true, "mrkdwn": true}
	for name, s := range specs {
		names := map[string]bool{}
		for _, f := range s.fields {
			if names[f.name] {
				t.Errorf("%s lists %s twice", name, f.name)
			}
			names[f.name] = true
			if f.src == "" && f.is != object && f.is != list {
				t.Errorf("%s.%s has no source", name, f.name)
			}
			if f.max > 0 && f.src == "" {
				t.Errorf("%s.%s has a limit without a source", name, f.name)
			}
			if f.is == object || f.is == list || f.is == rows {
				for _, child := range f.of {
					used[child] = true
					if _, ok := specs[child]; !ok {
						t.Errorf("%s.%s may be a %s, which is no spec", name, f.name, child)
					}
				}
			}
		}
		if s.block != slices.Contains(blockTypes, name) {
			t.Errorf("%s: block is %v, but blockTypes disagrees", name, s.block)
		}
	}
	for name := range specs {
		if !used[name] {
			t.Errorf("nothing may be a %s", name)
		}
	}
}
