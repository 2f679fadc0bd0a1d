package blockkit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// seed adds the golden payloads and the smallest object of every spec.
func seed(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for name := range specs {
		block := string(marshal(f, sample(name)))
		f.Add(home(block))
		f.Add(message(section(block)))
		f.Add(modal(input("b", block)))
	}
}

// noContent fails when a problem repeats a long string of the payload: a
// message is our own text and a pointer is made of short keys.
func noContent(t *testing.T, problems []Problem) {
	for _, p := range problems {
		if p.Message == "" || p.Pointer != "" && p.Pointer[0] != '/' {
			t.Fatalf("malformed problem %q", p)
		}
		for key := range strings.SplitSeq(p.Pointer, "/") {
			if len(key) > 64 || strings.ContainsAny(key, " \n\"<>@") {
				t.Fatalf("pointer %q may hold content", p.Pointer)
			}
		}
	}
}

func FuzzView(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		noContent(t, View(raw))
		noContent(t, SubmissionResponse(raw, []string{"b"}))
	})
}

func FuzzMessage(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, raw []byte) { noContent(t, Message(raw)) })
}
