package view

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"klachtbot/handlers/view/blockkit"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// check holds what would travel against Slack's rules.
func check(t *testing.T, v any) []blockkit.Problem {
	t.Helper()
	if _, ok := v.(Card); ok {
		return blockkit.Message(body(t, v))
	}
	return blockkit.View(body(t, v))
}

// TestGolden compares every screen with the file that was reviewed.
func TestGolden(t *testing.T) {
	known := map[string]bool{}
	for _, s := range screens(ordinary(t)) {
		path := filepath.Join("testdata", s.name+".json")
		if known[path] {
			t.Fatalf("two screens are called %s", s.name)
		}
		known[path] = true
		var got bytes.Buffer
		if err := json.Indent(&got, plainJSON(t, body(t, s.shows)), "", " "); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		for _, p := range check(t, s.shows) {
			t.Errorf("%s: %s", s.name, p)
		}
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%v; run with -update and read what it wrote", err)
			continue
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s differs from %s; run with -update and read the change:\n%s", s.name, path, cmp.Diff(string(want), got.String()))
		}
	}
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, f := range files {
		if !known[f] {
			t.Errorf("%s belongs to no screen", f)
		}
	}
}

// plainJSON writes < > & as themselves, as a reviewer reads them, and keeps the
// order of the fields.
func plainJSON(t *testing.T, raw []byte) []byte {
	t.Helper()
	for code, char := range map[string]string{`\u003c`: "<", `\u003e`: ">", `\u0026`: "&"} {
		raw = bytes.ReplaceAll(raw, []byte(code), []byte(char))
	}
	return raw
}

// TestEveryScreenIsDrawn finds the functions that draw something and fails
// when one of them is in no golden file.
func TestEveryScreenIsDrawn(t *testing.T) {
	drawn := map[string]bool{}
	for _, s := range screens(ordinary(t)) {
		drawn[s.of] = true
	}
	found := 0
	for name := range drawers(t) {
		found++
		if !drawn[name] {
			t.Errorf("%s draws a screen that no test looks at", name)
		}
		delete(drawn, name)
	}
	if found < 20 {
		t.Errorf("only %d functions found", found)
	}
	for name := range drawn {
		t.Errorf("%s is listed and draws nothing", name)
	}
}

// drawers are the exported functions that give a modal, a Home or a card.
func drawers(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, file := range sources(t, ".") {
		for _, d := range file.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() || fn.Type.Results == nil {
				continue
			}
			for _, r := range fn.Type.Results.List {
				kind := ""
				switch x := r.Type.(type) {
				case *ast.Ident:
					kind = x.Name
				case *ast.SelectorExpr:
					kind = x.Sel.Name
				}
				if slices.Contains([]string{"Card", "ModalViewRequest", "HomeTabViewRequest"}, kind) {
					found[fn.Name.Name] = true
				}
			}
		}
	}
	return found
}

// sources parses the Go files of a folder that are no tests.
func sources(t testing.TB, dir string) []*ast.File {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, e := range entries {
		if isSource(e) {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, e.Name()), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		t.Fatalf("no Go files in %s", dir)
	}
	return files
}

func isSource(e fs.DirEntry) bool {
	return !e.IsDir() && strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go")
}

// TestTypedIsPlain: what people typed, and their names, stand in plain_text,
// where Slack reads no mention, link or emphasis.
func TestTypedIsPlain(t *testing.T) {
	shown := 0
	for _, s := range screens(hostile(t)) {
		objects(t, body(t, s.shows), func(o map[string]any) {
			text, _ := o["text"].(string)
			if strings.Contains(text, poison) {
				shown++
				if o["type"] != "plain_text" {
					t.Errorf("%s: typed text stands in %v", s.name, o["type"])
				}
			}
			if o["type"] == "mrkdwn" && (strings.Contains(text, "<!") || strings.Contains(text, "🎉")) {
				t.Errorf("%s: typed text stands in mrkdwn", s.name)
			}
		})
	}
	if shown < 20 {
		t.Errorf("typed text was shown %d times only: this test sees nothing", shown)
	}
}

// TestNothingTypedOnCards: what Slack stores (messages, Home) holds nothing
// that people typed and nobody's name (P4).
func TestNothingTypedOnCards(t *testing.T) {
	stored := 0
	for _, s := range screens(hostile(t)) {
		switch s.shows.(type) {
		case Card, slack.HomeTabViewRequest:
			stored++
			raw := plainJSON(t, body(t, s.shows))
			for _, leak := range []string{"<!channel>", "🎉", "Bakker", "Visser", "Jansen", "de Groot", "Smit", "Mulder"} {
				if bytes.Contains(raw, []byte(leak)) {
					t.Errorf("%s shows %q", s.name, leak)
				}
			}
		}
	}
	if stored < 20 {
		t.Errorf("only %d cards and homes seen", stored)
	}
}

// TestMetadataHoldsNoContent: private_metadata and button values are ids,
// revisions and offsets.
func TestMetadataHoldsNoContent(t *testing.T) {
	for _, s := range screens(hostile(t)) {
		m, ok := s.shows.(slack.ModalViewRequest)
		if ok && m.PrivateMetadata != "" {
			if _, err := ParseMeta(m.PrivateMetadata); err != nil {
				t.Errorf("%s: its own metadata is refused", s.name)
			}
		}
		if ok && m.Submit != nil && m.CallbackID == PageInfo {
			t.Errorf("%s submits and is called %s", s.name, PageInfo)
		}
		objects(t, body(t, s.shows), func(o map[string]any) {
			if value, _ := o["value"].(string); o["type"] == "button" && !ValidID(value) && value != "0" && value != "new" {
				if _, _, err := ParsePage(value); err != nil {
					t.Errorf("%s: button value %q", s.name, value)
				}
			}
		})
	}
}
