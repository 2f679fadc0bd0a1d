package view

import (
	"strings"
	"testing"
)

// TestPaging walks a register of 105 cases from page to page by its buttons.
func TestPaging(t *testing.T) {
	seen, offset := map[string]bool{}, 0
	for turn := 0; ; turn++ {
		if turn > 10 {
			t.Fatal("the pages do not end")
		}
		next := -1
		objects(t, body(t, Register(page20(ListRegister, 105, offset), today)), func(o map[string]any) {
			value, _ := o["value"].(string)
			if o["action_id"] == ActionPage+"/next" {
				list, n, err := ParsePage(value)
				if err != nil || list != ListRegister {
					t.Errorf("next leads to %q", value)
				}
				next = n
			}
			if text, _ := o["text"].(string); strings.HasPrefix(text, "*K-2026-") {
				seen[text[:len("*K-2026-0001")]] = true
			}
		})
		if next < 0 {
			break
		}
		offset = next
	}
	if offset != 100 || len(seen) != 105 {
		t.Errorf("the last page starts at %d and %d cases were seen", offset, len(seen))
	}
}

// TestPageThatIsGone: a list that became shorter, or an offset that nobody
// offered, gives a page that says so and leads back.
func TestPageThatIsGone(t *testing.T) {
	for _, r := range []Rows{{List: ListRegister, Total: 20, Offset: 20}, {List: ListRegister, Total: 45, Offset: 1 << 60}, {List: ListInvolved, Total: 3, Offset: 40}, {List: ListRegister, Total: 45, Offset: 5, Cases: cases(20)}} {
		m := Register(r, today)
		if r.List == ListInvolved {
			m = Mine(Rows{}, r, today)
		}
		for _, p := range check(t, m) {
			t.Errorf("%+v: %s", r, p)
		}
		if len(m.Blocks.BlockSet) == 0 {
			t.Errorf("offset %d of %d: an empty window", r.Offset, r.Total)
		}
		back := false
		objects(t, body(t, m), func(o map[string]any) {
			if o["action_id"] != ActionPage+"/prev" {
				return
			}
			value, _ := o["value"].(string)
			_, to, err := ParsePage(value)
			if err != nil || to >= r.Total {
				t.Errorf("offset %d of %d: back leads to %q", r.Offset, r.Total, value)
			}
			back = true
		})
		if !back {
			t.Errorf("offset %d of %d: no way back", r.Offset, r.Total)
		}
	}
}
