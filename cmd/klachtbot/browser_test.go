package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// tab is a tab of a real chromium on the demo's page.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

func newTab(t *testing.T, base string) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if required("chromium") {
			t.Fatal("chromium is required and not installed")
		}
		t.Skip("chromium is not installed: the demo was not clicked through")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true))
	alloc, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, base: base}
	if err := chromedp.Do(ctx); err != nil { // starts it; a step's own deadline would end it
		t.Fatal(err)
	}
	b.dress(1360, 860, "light")
	return b
}

// openDemo runs the demo and opens its page.
func openDemo(t *testing.T) (*playground, *tab) {
	t.Helper()
	d, err := newDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	server := httptest.NewServer(d.page())
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return d, newTab(t, server.URL)
}

// dress sets the size of the window and light or dark; nothing moves, so that
// a picture shows a screen and not the way to it.
func (b *tab) dress(width, height int64, scheme string) {
	b.t.Helper()
	b.do("size", chromedp.EmulateViewport(width, height))
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 15*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.shot("failed")
		b.t.Fatalf("%s: %v", what, err)
	}
}

// be plays someone.
func (b *tab) be(who string) {
	b.t.Helper()
	b.do("be "+who, chromedp.Navigate(b.base+"/p/"+who+"/dm"), chromedp.WaitReady(chromedp.CSS("html.js")))
}

// sees waits until words are on the screen.
func (b *tab) sees(words string) {
	b.t.Helper()
	b.until("sees "+words, fmt.Sprintf("document.body.innerText.includes(%q)", words))
}

func (b *tab) until(what, condition string) {
	b.t.Helper()
	b.do(what, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(10*time.Second)))
}

// within gives a script that finds an element by its text below a root: the
// last one, because the newest message stands below.
func within(root, selector, text string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].filter(e => e.innerText.trim() === %q).at(-1)`, root+" "+selector, text)
}

// press clicks a button by what it says.
func (b *tab) press(root, text string) {
	b.t.Helper()
	at := within(root, "button", text)
	b.until("button "+text, "!!"+at)
	b.do("press "+text, chromedp.Evaluate[chromedp.Void](at+".click()"))
}

// labelled gives a script that finds the input under a label in the modal.
func labelled(label string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('#modal label, #modal legend')].find(e => e.innerText.replace(/\s*\((optioneel|verplicht)\)/i, '').trim().startsWith(%q))`, label)
}

// fill types into the field under a label.
func (b *tab) fill(label, text string) {
	b.t.Helper()
	b.until("field "+label, "!!"+labelled(label))
	b.do("fill "+label, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`(() => { const e = document.getElementById(%s.htmlFor); e.focus(); e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); })()`, labelled(label), text)))
}

// choose picks an option of a select under a label by what it says.
func (b *tab) choose(label, option string) {
	b.t.Helper()
	b.until("field "+label, "!!"+labelled(label))
	b.do("choose "+label, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`(() => { const e = document.getElementById(%s.htmlFor); e.value = [...e.options].find(o => o.text.trim() === %q).value; e.dispatchEvent(new Event('change', {bubbles: true})); })()`, labelled(label), option)))
}

// tick clicks a radio or a checkbox by what it says.
func (b *tab) tick(option string) {
	b.t.Helper()
	at := fmt.Sprintf(`[...document.querySelectorAll('#modal label.option')].find(e => e.innerText.trim().startsWith(%q))`, option)
	b.until("option "+option, "!!"+at)
	b.do("tick "+option, chromedp.Evaluate[chromedp.Void](at+".click()"))
}

// shot keeps a picture of the screen when KLACHTBOT_SHOTS names a folder.
func (b *tab) shot(name string) {
	dir := os.Getenv("KLACHTBOT_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Log(err)
	}
}

// From /klacht to classification by clicking, in a real browser.
func TestClickedThrough(t *testing.T) {
	t.Parallel()
	d, b := openDemo(t)
	b.be(sanne)
	b.press(".intro", "Begrepen")
	b.do("type", chromedp.SendKeys(chromedp.CSS("#say"), "/klacht\r"))
	b.sees("Is een cliënt niet tevreden?")
	b.press("#modal", "Melden") // empty: sentences beside the fields
	b.sees("niet")
	b.fill("Wie is de cliënt?", "Mevrouw Van Buren")
	b.choose("Hoe kwam de klacht binnen?", "Telefoon")
	b.fill("Wat is de klacht?", "Ik wacht al drie weken op antwoord en niemand belt terug.")
	b.tick("Een of meer collega's")
	b.sees("Welke collega's?")
	b.tick("Mehmet Yılmaz")
	b.shot("melden")
	b.press("#modal", "Melden")
	b.sees("Je melding is binnen onder nummer K-2026-0005")
	b.press("#modal", "Sluiten")

	b.be(mehmet)
	b.sees("K-2026-0005")
	b.shot("betrokkene")
	b.press(".log", "Klacht bekijken")
	b.sees("Ik wacht al drie weken op antwoord en niemand belt terug.")
	b.shot("bekijken")
	b.press("#modal", "Sluiten")

	b.be(ingrid)
	b.press(".log", "Ik ben onafhankelijk")
	b.sees("Mehmet Yılmaz (Team Zuid)")
	b.shot("onafhankelijk")
	b.tick("Ik ben onafhankelijk")
	b.press("#modal", "Bevestigen")
	b.sees("is vastgelegd")
	b.press("#modal", "Sluiten")
	b.press(".log", "Klacht registreren")
	b.sees("Wijze van indiening")
	b.tick("I. klachten over werkwijze")
	b.tick("III. klachten over financiële")
	b.shot("registreren")
	b.press("#modal", "Registreren")
	b.sees("is geregistreerd in A, I, III")
	b.press("#modal", "Sluiten")
	b.be(joris)
	if strings.Contains(d.ws.Person(joris).See(), "K-2026-0005") {
		t.Error("someone who has nothing to do with it knows of the complaint")
	}
	if v := d.ws.Violations(); len(v) > 0 {
		t.Errorf("Slack would refuse: %v", v)
	}
}
