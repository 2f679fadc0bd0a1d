package complaint

import (
	"go/ast"
	"go/parser"
	"path"
	"strings"
	"testing"
)

// mayReveal says why a file may open a Text; empty when it may not. The list is
// short on purpose ("Geheimhouding dient onder alle omstandigheden te zijn
// gewaarborgd", P4): every other place holds what people typed without being
// able to read it.
func mayReveal(name string) string {
	dir, file := path.Dir(name), path.Base(name)
	switch {
	case dir == "complaint":
		return "the rules judge what was typed: empty, too long, a BSN"
	case dir == "store" && (strings.Contains(file, "record") || strings.HasPrefix(file, "codec")):
		return "the codec seals it before it rests, and opens it after access was decided"
	case dir == "handlers/view":
		return "modals show it to whom the access rule allows"
	}
	return ""
}

func TestRevealCallers(t *testing.T) {
	set, files := sources(t, "..", parser.SkipObjectResolution)
	if files["complaint/text.go"] == nil {
		t.Fatal("the module is not found")
	}
	callers := 0
	for name, file := range files {
		for _, at := range revealed(file) {
			callers++
			if mayReveal(name) == "" {
				t.Errorf("%s: opens a Text; only the rules, the store's codec and the views may", set.Position(at.Pos()))
			}
		}
	}
	if callers == 0 {
		t.Error("no callers found at all: this test sees nothing")
	}
}

// revealed finds every mention of Reveal on a value, called or not: a method
// value opens a Text as well.
func revealed(file *ast.File) []*ast.SelectorExpr {
	var found []*ast.SelectorExpr
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Reveal" {
			found = append(found, sel)
		}
		return true
	})
	return found
}

func TestMayReveal(t *testing.T) {
	for name, may := range map[string]bool{
		"complaint/report.go": true, "store/record.go": true, "store/record_settings.go": true, "store/codec.go": true,
		"handlers/view/blocks.go":   true,
		"complaint/year/figures.go": false, "store/store.go": false, "store/lua/record.go": false, "handlers/report.go": false, "handlers/people.go": false,
		"handlers/view/blockkit/blockkit.go": false, "bot/relay.go": false, "cmd/klachtbot/main.go": false, "bot/record.go": false,
	} {
		if (mayReveal(name) != "") != may {
			t.Errorf("%s: %q", name, mayReveal(name))
		}
	}
	set, files := sources(t, ".", parser.SkipObjectResolution)
	if len(revealed(files["bsn.go"])) != 0 || len(revealed(files["report.go"])) == 0 {
		t.Errorf("bsn.go opens nothing, report.go does (%d files read)", set.Base())
	}
}
