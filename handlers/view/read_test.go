package view

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"klachtbot/complaint"
)

// TestEveryInputIsRead: no answer on the screen is without effect, down to each
// option of a choice.
func TestEveryInputIsRead(t *testing.T) {
	for name, f := range forms(t) {
		v := Values{}
		for range 3 { // an answer may ask for other fields
			inputs, _ := taken(t, f.draw(v))
			v = Values{}
			for _, in := range inputs {
				v[in.block] = map[string]Value{
					"plain_text_input": {Text: "tekst"}, "datepicker": {Date: "2026-03-04"}, "checkboxes": {Options: in.options},
					"multi_users_select": {Users: []string{string(bram), string(dirk)}}, "users_select": {Users: []string{string(dirk)}},
				}[in.kind]
				if len(in.options) > 0 && in.kind != "checkboxes" {
					v[in.block] = Value{Options: in.options[len(in.options)-1:]}
				}
				if in.block == ActionSubject {
					v[in.block] = Value{Options: []string{string(complaint.AboutEmployees)}}
				}
			}
		}
		if len(v) == 0 {
			t.Fatalf("%s has no inputs", name)
		}
		for block, value := range v {
			var less []Value
			switch {
			case len(value.Options) > 1:
				for i := range value.Options {
					less = append(less, Value{Options: slices.Delete(slices.Clone(value.Options), i, i+1)})
				}
			case len(value.Users) > 1:
				less = append(less, Value{Users: value.Users[1:]})
			case value.Text != "":
				less = append(less, Value{}, Value{Text: "een andere tekst"})
			default:
				less = append(less, Value{})
			}
			for _, l := range less {
				other := maps.Clone(v)
				other[block] = l
				if cmp.Diff(f.read(v), f.read(other), cmpopts.EquateErrors()) == "" {
					t.Errorf("%s: nobody reads %s (%v)", name, block, l)
				}
			}
		}
	}
}
