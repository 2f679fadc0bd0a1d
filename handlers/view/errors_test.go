package view

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// formOf names the form that sends what a function of complaint judges. A
// function that is not here and refuses a field fails the test.
var formOf = map[string][]string{
	"checkReceipt": {FormReport}, "checkSubject": {FormReport}, "texts": {FormReport}, "Report.check": {FormReport},
	"Supplement": {FormSupplement}, "Declare": {FormIndependence}, "Appoint": {FormAppointment}, "Check": {FormInformed},
	"checkEmployees": {FormRegistration}, "checkAssignee": {FormRegistration}, "Registration.check": {FormRegistration},
}

type refused struct {
	form string
	refusal
}

// producible reads from the source of package complaint which fields it refuses
// and why.
func producible(t *testing.T) []refused {
	t.Helper()
	files := sources(t, "../../complaint")
	names := constants(files)
	var found []refused
	add := func(fn *ast.FuncDecl, field, reason ast.Expr) {
		f, known := names[ident(field)]
		r, ok := names[ident(reason)]
		if !known || !ok {
			return // a variable: read where it gets its values
		}
		at := fn.Name.Name
		if formOf[at] == nil {
			at = receiver(fn) + "." + at
		}
		if formOf[at] == nil {
			t.Errorf("%s refuses %s and no form is known for it", at, f)
		}
		for _, form := range formOf[at] {
			found = append(found, refused{form, refusal{complaint.Field(f), complaint.Reason(r)}})
		}
	}
	text := func(fn *ast.FuncDecl, field ast.Expr) {
		add(fn, field, ast.NewIdent("ReasonTooLong"))
		add(fn, field, ast.NewIdent("ReasonBSN"))
	}
	for _, file := range files {
		for _, d := range file.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				switch x := n.(type) {
				case *ast.CallExpr:
					sel, _ := x.Fun.(*ast.SelectorExpr)
					switch {
					case sel != nil && sel.Sel.Name == "add" && len(x.Args) == 2:
						add(fn, x.Args[0], x.Args[1])
					case ident(x.Fun) == "checkText":
						text(fn, x.Args[1])
					}
				case *ast.CompositeLit:
					if ident(x.Type) == "FieldError" {
						add(fn, keyed(x, "Field"), keyed(x, "Reason"))
					}
					if fn.Name.Name == "texts" && x.Type == nil { // the fields that checkText goes through
						text(fn, x.Elts[0])
					}
				}
				return true
			})
		}
	}
	if len(found) < 40 {
		t.Fatalf("only %d refusals found: this test sees nothing", len(found))
	}
	return found
}

// constants reads the strings behind the Field and Reason constants.
func constants(files []*ast.File) map[string]string {
	all := map[string]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				lit, _ := spec.Values[0].(*ast.BasicLit)
				if lit != nil && lit.Kind == token.STRING {
					all[spec.Names[0].Name], _ = strconv.Unquote(lit.Value)
				}
			}
			return true
		})
	}
	return all
}

func ident(e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func keyed(x *ast.CompositeLit, key string) ast.Expr {
	for _, e := range x.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && ident(kv.Key) == key {
			return kv.Value
		}
	}
	return nil
}

func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	return ident(fn.Recv.List[0].Type)
}

// TestEveryRefusalHasASentence: every field that a rule refuses gets a Dutch
// sentence of its own, beside an input that the form has.
func TestEveryRefusalHasASentence(t *testing.T) {
	blocks := inputsOf(t)
	said := map[string]refused{}
	for _, r := range producible(t) {
		e := &complaint.FieldError{Field: r.field, Reason: r.reason}
		if r.field == complaint.FieldPart {
			e.Of = bram
		}
		found := FieldErrors(r.form, complaint.FieldErrors{e})
		if len(found) != 1 {
			t.Errorf("%s %v: %d sentences", r.form, r.refusal, len(found))
		}
		for block, sentence := range found {
			if sentence == "" || sentence == sentenceOfLastResort || !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "?") || len(sentence) > 150 {
				t.Errorf("%s %v says %q", r.form, r.refusal, sentence)
			}
			if !blocks[r.form][block] {
				t.Errorf("%s %v lands on %s, which the form does not have", r.form, r.refusal, block)
			}
			if other, ok := said[sentence]; ok && other.reason != r.reason {
				t.Errorf("%v and %v say the same: %s", other.refusal, r.refusal, sentence)
			}
			said[sentence] = r
		}
	}
}

// TestEverySentenceIsSaid: no sentence is left for a refusal that the rules no
// longer give.
func TestEverySentenceIsSaid(t *testing.T) {
	given := map[refusal]bool{}
	for _, r := range producible(t) {
		given[r.refusal] = true
	}
	for r := range refusals {
		if !given[r] {
			t.Errorf("nothing refuses %v", r)
		}
	}
}

// inputsOf lists the input blocks of every form, in every shape it takes.
func inputsOf(t *testing.T) map[string]map[string]bool {
	t.Helper()
	all := map[string]map[string]bool{}
	for _, s := range screens(ordinary(t)) {
		m, ok := s.shows.(slack.ModalViewRequest)
		if !ok || m.Submit == nil {
			continue
		}
		if all[m.CallbackID] == nil {
			all[m.CallbackID] = map[string]bool{}
		}
		inputs, _ := rendered(t, m)
		for _, in := range inputs {
			all[m.CallbackID][in.block] = true
		}
	}
	return all
}

// TestRefusalsLookAlike: what does not exist, what is not yours and what was
// tampered with give one and the same sentence.
func TestRefusalsLookAlike(t *testing.T) {
	_, tampered := ParseMeta(`{"case":"x"}`)
	_, _, page := ParsePage("office/0")
	_, report := ReadReport(Meta{}, nil)
	for name, err := range map[string]error{
		"not found": complaint.ErrNotFound, "forbidden": complaint.ErrForbidden, "metadata": tampered, "page": page, "no id": report,
		"wrapped": fmt.Errorf("store: read: %w", &complaint.RuleError{Action: complaint.ActRead, Rule: "P4", Kind: complaint.ErrForbidden}),
	} {
		if got := ExplainError(err, "ref-1"); got != "Je hebt geen toegang tot deze klacht." {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestExplainError: every kind of failure has its sentence, and what we do not
// know has a reference to look for and no word of the error.
func TestExplainError(t *testing.T) {
	said := map[string]bool{}
	for _, err := range []error{complaint.ErrNotFound, complaint.ErrStale, complaint.ErrState, errors.New("redis: MARKERING")} {
		s := ExplainError(fmt.Errorf("laag: %w", err), "ref-7")
		if said[s] || strings.Contains(s, "MARKERING") {
			t.Errorf("%v: %q", err, s)
		}
		said[s] = true
	}
	if s := ExplainError(errors.New("x"), "ref-7"); !strings.Contains(s, "Er ging iets mis") || !strings.Contains(s, "niets bewaard") || !strings.Contains(s, "Probeer het nog eens.") || !strings.Contains(s, "ref-7") {
		t.Errorf("%q", s)
	}
	if s := ExplainError(complaint.ErrStale, ""); s != "Deze klacht is intussen gewijzigd. Open hem opnieuw." {
		t.Errorf("%q", s)
	}
	if FieldErrors(FormReport, complaint.ErrState) != nil || FieldErrors(FormReport, nil) != nil {
		t.Error("what refuses no field stands beside no field")
	}
}

// TestFirstSentenceStays: of two refusals at one input the first is shown.
func TestFirstSentenceStays(t *testing.T) {
	err := complaint.FieldErrors{{Field: complaint.FieldWords, Reason: complaint.ReasonBSN}, {Field: complaint.FieldWords, Reason: complaint.ReasonTooLong}, {Field: complaint.FieldIntake, Reason: complaint.ReasonMissing}}
	got := FieldErrors(FormReport, fmt.Errorf("store: create: %w", err))
	if len(got) != 2 || !strings.Contains(got[Block(FormReport, complaint.FieldWords)], "burgerservicenummer") {
		t.Errorf("%v", got)
	}
}
