package view

import (
	"encoding/json"
	"errors"

	"klachtbot/complaint"
)

// Meta travels in private_metadata: opaque ids and a revision, never content.
// It is not trusted; every action authorises again.
type Meta struct {
	Case     complaint.ID `json:"case,omitempty"`
	Revision int          `json:"rev,omitempty"`
	// Officer says that the form is the officer's intake; it only chooses which
	// inputs are shown.
	Officer bool `json:"officer,omitempty"`
}

// errMeta is what a private_metadata that we did not write gives.
var errMeta = errors.New("view: private_metadata is not ours")

// String writes the metadata.
func (m Meta) String() string {
	b, _ := json.Marshal(m) // strings, an int and a bool cannot fail
	return string(b)
}

// ParseMeta reads what Meta.String wrote and refuses anything else, to the
// letter: Slack hands it back as it was.
func ParseMeta(s string) (Meta, error) {
	var m Meta
	if err := json.Unmarshal([]byte(s), &m); err != nil || m.String() != s || m.Revision < 0 {
		return Meta{}, errMeta
	}
	if m.Case != "" && !ValidID(string(m.Case)) {
		return Meta{}, errMeta
	}
	return m, nil
}

// ValidID reports whether s has the form of an id that we draw: 26 characters
// of base32.
func ValidID(s string) bool {
	if len(s) != 26 {
		return false
	}
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < '2' || r > '7') {
			return false
		}
	}
	return true
}
