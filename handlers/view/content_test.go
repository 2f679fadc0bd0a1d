package view

import (
	"strings"
	"testing"
)

// TestExtremes draws every screen with every field full, a hundred and thirty
// cases in the lists and as many entries in the dossier: Slack must still take
// it, whatever a letter costs on the way.
func TestExtremes(t *testing.T) {
	for what, fill := range map[string]string{"plain": "a", "accents": "é", "emoji": "🎉", "brackets": "<", "lines": "\n", "quotes": `"`} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			for _, s := range screens(extreme(t, fill)) {
				for _, p := range check(t, s.shows) {
					t.Errorf("%s: %s", s.name, p)
				}
			}
		})
	}
}

// TestDossierOfSixty: sixty long entries still show the newest, and say that
// something is left out.
func TestDossierOfSixty(t *testing.T) {
	w := ordinary(t)
	w.many = 60
	c := w.geregistreerd(bram, false)
	text := func() string {
		return string(body(t, Content(w.dossier(c, functie), functie, w.settings(), today, w.name)))
	}
	if s := text(); !strings.Contains(s, "aanvulling 60.") || !strings.Contains(s, "aanvulling 2.") {
		t.Error("sixty short entries fit, all of them")
	}
	w.many = 200
	if s := text(); !strings.Contains(s, "aanvulling 200.") || !strings.Contains(s, "Een deel van het verloop past hier niet.") {
		t.Error("of two hundred entries the newest must stay, and the cut must be said")
	}
	w.many, w.text = 60, func(label string, limit int) string { return label + strings.Repeat("é", limit-len([]rune(label))) }
	c = w.geregistreerd(bram, false)
	if s := text(); !strings.Contains(s, "aanvulling 60é") || !strings.Contains(s, "Een deel van het verloop past hier niet.") || !strings.Contains(s, "de klachté") {
		t.Error("of sixty long entries the newest must stay, with the complaint itself")
	}
}
