package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// source gives values to fill a struct with.
type source interface {
	text(label string) string
	number(label string) int
	yes(label string) bool
	length(label string) int
}

// counting never gives a zero value, and no value twice.
type counting struct{ n int }

func (c *counting) number(string) int       { c.n++; return c.n }
func (c *counting) text(l string) string    { return fmt.Sprintf("%s %d", l, c.number(l)) }
func (c *counting) yes(string) bool         { return true }
func (c *counting) length(label string) int { return 2 }

// drawing gives what rapid draws.
type drawing struct{ t *rapid.T }

func (d drawing) number(l string) int  { return rapid.IntRange(0, 1<<30).Draw(d.t, l) }
func (d drawing) text(l string) string { return rapid.String().Draw(d.t, l) }
func (d drawing) yes(l string) bool    { return rapid.Bool().Draw(d.t, l) }
func (d drawing) length(l string) int  { return rapid.IntRange(0, 3).Draw(d.t, l) }

// fill sets every field of v, whatever is added to the struct later. It panics
// on a type it does not know, so that a new one is looked at.
func fill(v reflect.Value, name string, s source) {
	switch v.Interface().(type) {
	case complaint.Text:
		v.Set(reflect.ValueOf(complaint.NewText(s.text(name))))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(int64(s.number(name)), int64(s.number(name)%1e9)).UTC()))
		return
	case calendar.Date:
		v.Set(reflect.ValueOf(calendar.New(1900+s.number(name)%8000, 1, 1).AddDays(s.number(name) % 366)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), name+"."+v.Type().Field(i).Name, s)
		}
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), s.length(name), 8)
		for i := range list.Len() {
			fill(list.Index(i), name, s)
		}
		v.Set(list)
	case reflect.String:
		v.SetString(s.text(name))
	case reflect.Int:
		v.SetInt(int64(s.number(name)))
	case reflect.Bool:
		v.SetBool(s.yes(name))
	default:
		panic("fill: no rule for " + name + " of type " + v.Type().String())
	}
}

// codecs encodes and decodes one value of every type that rests in Redis.
// What is a place and not a payload is handed to the decoder, as in the store.
var codecs = map[string]struct {
	zero  any
	cycle func(any) (any, error)
}{
	"complaint": {complaint.Complaint{}, func(v any) (any, error) {
		c := v.(complaint.Complaint)
		b, err := encodeRecord(c)
		if err != nil {
			return nil, err
		}
		return decodeRecord(c.ID, c.Number, c.Revision, b)
	}},
	"entry": {complaint.Entry{}, func(v any) (any, error) {
		b, err := encodeEntry(v.(complaint.Entry))
		if err != nil {
			return nil, err
		}
		return decodeEntry(v.(complaint.Entry).Revision, b)
	}},
	"settings": {complaint.Settings{}, func(v any) (any, error) {
		set := v.(complaint.Settings)
		b, err := encodeSettings(set)
		if err != nil {
			return nil, err
		}
		got, err := decodeSettings(set.Revision, b)
		got.Office, got.Channel = set.Office, set.Channel // of the environment, never stored
		return got, err
	}},
	"notice": {complaint.Notice{}, func(v any) (any, error) {
		b, err := encodeNotice(v.(complaint.Notice))
		if err != nil {
			return nil, err
		}
		return decodeNotice(b)
	}},
	"card": {complaint.Card{}, func(v any) (any, error) {
		b, err := encodeCard(v.(complaint.Card))
		if err != nil {
			return nil, err
		}
		return decodeCard(b)
	}},
	"read": {complaint.Read{}, func(v any) (any, error) {
		b, err := encodeRead(v.(complaint.Read))
		if err != nil {
			return nil, err
		}
		return decodeRead(v.(complaint.Read).Case, b)
	}},
	"told": {told{}, func(v any) (any, error) {
		b, err := encodeTold(v.(told).By, v.(told).What)
		if err != nil {
			return nil, err
		}
		by, what, err := decodeTold(b)
		return told{by, what}, err
	}},
}

// told joins what one row of ClientInformed holds.
type told struct {
	By   complaint.Person
	What complaint.ClientInformed
}

// show compares texts by content and prints them as redacted.
var show = cmp.Options{cmpopts.EquateEmpty()}

// A field that the codec does not carry comes back as zero and fails here.
func TestCodecCarriesEveryField(t *testing.T) {
	t.Parallel()
	for name, c := range codecs {
		v := reflect.New(reflect.TypeOf(c.zero)).Elem()
		fill(v, name, &counting{})
		got, err := c.cycle(v.Interface())
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(v.Interface(), got, show); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestCodecRoundTrips(t *testing.T) {
	t.Parallel()
	for name, c := range codecs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				v := reflect.New(reflect.TypeOf(c.zero)).Elem()
				fill(v, name, drawing{t})
				got, err := c.cycle(v.Interface())
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(v.Interface(), got, show); d != "" {
					t.Fatal(d)
				}
			})
		})
	}
}

// FuzzDecodeRecord: what does not decode is an error, never a panic, and its
// text repeats nothing of the input.
func FuzzDecodeRecord(f *testing.F) {
	b, err := encodeRecord(complaint.Complaint{Words: complaint.NewText("x")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"rc":"geheim"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := decodeRecord("A", complaint.Number{}, 1, b); err != nil && err.Error() != "store: decode *store.recordRow" {
			t.Fatal(err)
		}
	})
}
