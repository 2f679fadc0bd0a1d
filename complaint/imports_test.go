package complaint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources parses every Go file below root that is no test, by its path with
// slashes, relative to root.
func sources(t *testing.T, root string, mode parser.Mode) (*token.FileSet, map[string]*ast.File) {
	t.Helper()
	set, files := token.NewFileSet(), map[string]*ast.File{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name := d.Name(); path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "vendor") {
				return filepath.SkipDir
			}
			return nil
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, mode)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, files
}

// The rules of the procedure depend on nothing but the standard library, and
// on no part of it that reaches outside: no clock, no input, no output.
func TestImports(t *testing.T) {
	_, files := sources(t, ".", parser.ImportsOnly)
	if files["complaint.go"] == nil || files["calendar/date.go"] == nil {
		t.Fatal("the files of the package are not found")
	}
	for name, file := range files {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := forbidden(path); why != "" {
				t.Errorf("%s imports %s: %s", name, path, why)
			}
		}
	}
}

func forbidden(path string) string {
	first, _, _ := strings.Cut(path, "/")
	switch {
	case path == "klachtbot/complaint", path == "klachtbot/complaint/calendar":
		return ""
	case strings.Contains(first, ".") || first == "klachtbot":
		return "not in the standard library"
	case slices.Contains([]string{"os", "net", "syscall", "database", "plugin", "unsafe", "C", "embed"}, first) || path == "log":
		return "reaches outside a pure package"
	}
	return ""
}

func TestForbiddenImports(t *testing.T) {
	for path, bad := range map[string]bool{
		"time": false, "log/slog": false, "klachtbot/complaint/calendar": false, "go/ast": false,
		"github.com/slack-go/slack": true, "golang.org/x/time/rate": true, "klachtbot/store": true, "net/http": true, "os": true, "log": true,
	} {
		if (forbidden(path) != "") != bad {
			t.Errorf("%s: %q", path, forbidden(path))
		}
	}
}

// The package reads no clock: business time comes in as an argument.
func TestNoClock(t *testing.T) {
	set, files := sources(t, ".", parser.SkipObjectResolution)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "NewTimer", "Tick"}, sel.Sel.Name) {
					t.Errorf("%s: time.%s", set.Position(sel.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
}
