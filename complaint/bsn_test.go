package complaint

import (
	"strconv"
	"strings"
	"testing"
)

// Edge case 24: "9-digit elfproef check, only for stand-alone nine-digit
// numbers". 111222333 and 123456782 pass the elfproef.
func TestHasBSN(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		own        []string
		want       bool
	}{
		{"edge case 24: alone", "123456782", nil, true},
		{"edge case 24: in a sentence", "Mijn nummer is 111222333, graag bellen.", nil, true},
		{"edge case 24: the second number", "Dossier 123456789 en 123456782.", nil, true},
		{"edge case 24: leading zero", "012345672", nil, true},
		{"edge case 24: in brackets", "(123456782)", nil, true},
		{"edge case 24: fails the elfproef", "123456789", nil, false},
		{"edge case 24: one digit off", "123456783", nil, false},
		{"edge case 24: zeroes are nobody", "000000000", nil, false},
		{"edge case 24: eight digits", "12345678", nil, false},
		{"edge case 24: ten digits, a telephone number", "1234567820", nil, false},
		{"edge case 24: part of an IBAN", "NL91ABNA0417164300", nil, false},
		{"edge case 24: glued to a letter before", "NL123456782", nil, false},
		{"edge case 24: glued to a letter after", "123456782B01", nil, false},
		{"edge case 24: glued to a low line", "a_123456782", nil, false},
		{"edge case 24: own file number", "dossier 123456782", []string{"123456782"}, false},
		{"edge case 24: own file number and another", "123456782 en 111222333", []string{"123456782"}, true},
		{"edge case 24: nothing", "", nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := HasBSN(tt.text, tt.own...); got != tt.want {
				t.Errorf("HasBSN(%q) = %v", tt.text, got)
			}
		})
	}
}

// Every weight counts: of the ten numbers that differ in one digit exactly one
// passes, or none.
func TestHasBSNEveryDigitCounts(t *testing.T) {
	for i := range 9 {
		for d := '0'; d <= '9'; d++ {
			n := []rune("123456782")
			if n[i] == d {
				continue
			}
			n[i] = d
			if HasBSN(string(n)) {
				t.Errorf("%s passes beside 123456782", string(n))
			}
		}
	}
}

func FuzzHasBSN(f *testing.F) {
	for _, s := range []string{"", "123456782", "x123456782", "12345678 2", "NL91ABNA0417164300", "\xff123456782", "é123456782"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if HasBSN(s) && !strings.ContainsFunc(s, func(r rune) bool { return r >= '0' && r <= '9' }) {
			t.Errorf("no digit in %q", s)
		}
		if !HasBSN(s + " 123456782 ") {
			t.Errorf("a number behind %q is missed", s)
		}
		if HasBSN(s) != HasBSN(" "+s+"\n") {
			t.Errorf("space around %q matters", s)
		}
		var own []string
		for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
			if _, err := strconv.Atoi(word); err == nil {
				own = append(own, word)
			}
		}
		if HasBSN(s, own...) {
			t.Errorf("every number of %q is allowed, still refused", s)
		}
	})
}
