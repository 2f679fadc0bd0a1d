package complaint

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"klachtbot/complaint/calendar"
)

// beside lists the fields of the record that are no field of the form: its
// identity, what was fixed when it started, and what follows from the rest.
var beside = []string{"ID", "Number", "Revision", "Policy", "Term.DueOn", "Term.ActOn", "Complainant.OwnFileNumber"}

// The dossier holds every field of the record: a change of any of them shows
// in Fields, or the field stands in the list above.
func TestFieldsHoldTheWholeRecord(t *testing.T) {
	for _, path := range leaves(reflect.TypeFor[Complaint](), "") {
		c := full()
		was := Fields(c)
		empty(reflect.ValueOf(&c).Elem(), path)
		if changed := !cmp.Equal(was, Fields(c)); changed == slices.Contains(beside, path) {
			t.Errorf("%s: in Fields %v, listed as beside them %v", path, changed, !changed)
		}
	}
	seen := map[string]bool{}
	for _, f := range Fields(full()) {
		if seen[f.Name] {
			t.Errorf("%s stands there twice", f.Name)
		}
		seen[f.Name] = true
	}
}

// leaves lists the fields below a type, through structs and slices of them.
func leaves(typ reflect.Type, path string) []string {
	elem := typ
	if typ.Kind() == reflect.Slice {
		elem = typ.Elem()
	}
	whole := []reflect.Type{reflect.TypeFor[Text](), reflect.TypeFor[time.Time](), reflect.TypeFor[calendar.Date](), reflect.TypeFor[Number](), reflect.TypeFor[Policy]()}
	if elem.Kind() != reflect.Struct || slices.Contains(whole, elem) {
		return []string{path}
	}
	var list []string
	for i := range elem.NumField() {
		f := elem.Field(i)
		name := f.Name
		if path != "" {
			name = path + "." + name
		}
		list = append(list, leaves(f.Type, name)...)
	}
	return list
}

// empty blanks the field at path, in the first element of a slice.
func empty(v reflect.Value, path string) {
	for _, name := range strings.Split(path, ".") {
		if v.Kind() == reflect.Slice {
			v = v.Index(0)
		}
		v = v.FieldByName(name)
	}
	v.SetZero()
}
