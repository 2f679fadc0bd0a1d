package complaint

import (
	"fmt"
	"os"
	"regexp"
	"testing"
)

// The state diagram of doc.go is what the action table does.
func TestDocDiagram(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var drawn []string
	for _, m := range regexp.MustCompile(`(?m)^//\t(\w+ -> \w+: \w+ \(\w+\))$`).FindAllStringSubmatch(string(source), -1) {
		drawn = append(drawn, m[1])
	}
	if len(drawn) == 0 {
		t.Fatal("no diagram in doc.go")
	}
	var want []string
	for _, a := range Actions() {
		from := a.From
		if len(from) == 0 {
			from = []State{"new"}
		}
		for _, f := range from {
			to := a.To
			if len(to) == 0 {
				to = []State{f}
			}
			for _, g := range to {
				want = append(want, fmt.Sprintf("%s -> %s: %s (%s)", f, g, a.Verb, a.Rule))
			}
		}
	}
	wantStrings(t, "doc.go draws", drawn, want...)
}

// Every role has its line in doc.go.
func TestDocRoles(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[Role]string{Reporter: "Reporter", InvolvedEmployee: "InvolvedEmployee", Officer: "Officer", Office: "Office",
		ShieldedOfficer: "ShieldedOfficer", Employee: "Employee"}
	for _, r := range Roles() {
		if !regexp.MustCompile(`(?m)^//\t` + names[r] + ` +\w`).Match(source) {
			t.Errorf("doc.go has no line for %s", r)
		}
	}
}
