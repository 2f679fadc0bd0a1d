package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeResult lists the serious and critical faults, with the elements.
const axeRun = `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations
	.filter(v => v.impact === 'serious' || v.impact === 'critical')
	.map(v => v.id + ' (' + v.impact + '): ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')).join('\n'))`

// The page has no serious accessibility fault by axe-core, light and dark,
// wide and narrow: conversation, Home, a form with refusals, a dossier.
// KLACHTBOT_AXE names axe.min.js; .ci/run installs it.
func TestAccessible(t *testing.T) {
	t.Parallel()
	path := os.Getenv("KLACHTBOT_AXE")
	if path == "" {
		if required("axe") {
			t.Fatal("axe is required and KLACHTBOT_AXE names no file")
		}
		t.Skip("KLACHTBOT_AXE names no axe.min.js: accessibility was not checked")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, b := openDemo(t)
	check := func(screen string) {
		t.Helper()
		found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](string(axe)+"\n;"+axeRun, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", screen, err)
		}
		if found != "" {
			b.shot("axe-" + strings.ReplaceAll(screen, " ", "-"))
			t.Errorf("%s:\n%s", screen, found)
		}
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1360, 390} {
			b.dress(width, 860, scheme)
			name := func(s string) string { return fmt.Sprintf("%s %s %d", s, scheme, width) }
			b.be(sanne)
			check(name("conversation"))
			b.do("home", chromedp.Navigate(b.base+"/p/"+ingrid+"/home"), chromedp.WaitReady(chromedp.CSS("html.js")))
			b.sees("Te registreren")
			check(name("home"))
			b.be(ingrid)
			b.press(".log", "Klacht invoeren")
			b.sees("Voer hier een klacht in")
			b.press("#modal", "Invoeren")
			b.until("refused", "!!document.querySelector('#modal [aria-invalid=true]')")
			check(name("refused form"))
			b.press("#modal", "Annuleren")
			b.until("closed", "!document.querySelector('#modal')")
			b.press(".log", "Klacht bekijken")
			b.sees("Vertrouwelijk.")
			check(name("dossier"))
			b.press("#modal", "Sluiten")
			b.until("closed", "!document.querySelector('#modal')")
		}
	}
}
