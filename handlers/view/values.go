package view

// Values is what stands in the inputs of a modal, by block id: every block of
// ours holds one element.
type Values map[string]Value

// Value is one input. Only the parts that fit its kind are set.
type Value struct {
	Text    string   // what was typed
	Date    string   // YYYY-MM-DD
	Options []string // chosen options' values, also of a single choice
	Users   []string // chosen people
}

// One is the single choice, or empty.
func (v Value) One() string {
	if len(v.Options) == 0 {
		return ""
	}
	return v.Options[0]
}
