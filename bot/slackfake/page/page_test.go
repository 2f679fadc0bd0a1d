package page

import (
	"bufio"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/bot/slackfake"
)

func has(t *testing.T, html string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(html, s) {
			t.Errorf("not on the page: %s", s)
		}
	}
}

func hasNot(t *testing.T, html string, all ...string) {
	t.Helper()
	for _, s := range all {
		if strings.Contains(html, s) {
			t.Errorf("should not be on the page: %s", s)
		}
	}
}

func TestSwitchPerson(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	if w := l.do("GET", "/", nil, nil); w.Header().Get("Location") != "/p/"+anna {
		t.Errorf("/ leads to %q", w.Header().Get("Location"))
	}
	html := l.get("/p/" + anna + "/dm")
	has(t, html, "Slack van Anna de Wit", `data-person="`+bob+`"`, `data-conversation="`+room+`"`, "Kok (gast)", "Bestelt vaak", "Typ /lunch om te bestellen.")
	l.post("/p/"+bob+"/dm/go", "to", room)
	if w := l.do("GET", "/p/"+bob, nil, nil); w.Header().Get("Location") != "/p/"+bob+"/"+room {
		t.Errorf("bob was in the canteen, not in %q", w.Header().Get("Location"))
	}
	hasNot(t, l.post("/p/"+anna+"/dm/intro"), "Typ /lunch om te bestellen.")
	for _, path := range []string{"/p/U0NOBODY", "/p/U0ROBOT/dm", "/p/" + gita + "/" + room, "/p/" + anna + "/C0ELSE"} {
		if w := l.do("GET", path, nil, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestOrder plays command, form, refusal of a field, submit and message.
func TestOrder(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	l.post("/p/"+anna+"/dm/say", "text", "/lunch")
	v := l.modal(anna, "Lunch bestellen")
	html := l.get("/p/" + anna + "/dm")
	has(t, html, `data-block="order.what"`, "Wat wil je eten?", "Zo precies mogelijk.", `data-action="order.with"`, "Gita Smit", "gast", "(optioneel)", `name="do" value="submit"`, `value="2026-11-23"`)
	form := []string{"view", v.ID, "in", "modal", "has", "f:order.what:order.what", "has", "f:order.size:order.size",
		"has", "f:order.with:order.with", "has", "f:order.no:order.no", "has", "f:order.how:order.how"}
	html = l.post("/p/"+anna+"/dm/modal", append(form, "do", "submit")...)
	has(t, html, "Vul dit verplichte veld in.", `aria-invalid="true"`, `-error"`)
	if l.count("view_submission") != 0 {
		t.Error("the client refuses an empty required field itself")
	}
	long := append(slices.Clone(form), "f:order.what:order.what", strings.Repeat("x", 61), "do", "submit")
	has(t, l.post("/p/"+anna+"/dm/modal", long...), "Typ hoogstens 60 tekens.", "2 velden kloppen nog niet.")
	form = append(form, "f:order.what:order.what", "zwaan", "f:order.size:order.size", "s", "f:order.with:order.with", bob,
		"f:order.with:order.with", gita, "f:order.no:order.no", "veg", "f:order.how:order.how", "")
	html = l.post("/p/"+anna+"/dm/modal", append(form, "do", "submit")...)
	has(t, html, "Dat staat niet op de kaart.", "zwaan</textarea>")
	l.wait(func() bool {
		v, _ = l.ws.Person(anna).Modal()
		_, grown := v.Block("order.why")
		return grown
	})
	if e, _ := v.Element("order.with"); len(e.Current()) != 2 {
		t.Errorf("people chosen: %v", e.Current())
	}
	form = append(form, "do", "submit")
	for i := range form {
		if form[i] == "zwaan" {
			form[i] = "soep\r\nmet brood"
		}
	}
	l.post("/p/"+anna+"/dm/modal", form...)
	l.wait(func() bool { return len(l.ws.Person(anna).Messages("")) == 1 })
	html = l.get("/p/" + anna + "/dm")
	has(t, html, "soep\nmet brood", `data-action="card.cancel"`, "Je bestelling is binnen", `aria-label="Bekijk bestelling 7"`, "<code>view_submission</code>")
	hasNot(t, html, `id="modal"`)
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	l.card(t.Context(), anna, "soep")
	html := l.get("/p/" + anna + "/dm")
	ts := l.ws.Person(anna).Messages("")[0].TS
	click := []string{"in", "message", "key", ts, "click", l.clickValue(html, "card.cancel")}
	has(t, l.post("/p/"+anna+"/dm/click", click...), `role="alertdialog"`, "De kok gooit dan alles weg.", "Laat staan", "inert")
	hasNot(t, l.post("/p/"+anna+"/dm/answer", "sure", "no"), "alertdialog")
	if l.count("block_actions") != 0 {
		t.Error("a no went out")
	}
	l.post("/p/"+anna+"/dm/click", click...)
	l.post("/p/"+anna+"/dm/answer", "sure", "yes")
	l.wait(func() bool { return l.ws.Person(anna).Messages("")[0].Edited })
	has(t, l.get("/p/"+anna+"/dm"), "Bestelling ingetrokken", "(bewerkt)")
	has(t, l.post("/p/"+anna+"/dm/click", click...), "Dat staat niet meer op het scherm")
	hasNot(t, l.post("/p/"+anna+"/dm/notice"), "Dat staat niet meer op het scherm")
}

func TestOverflowAndHome(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	l.card(t.Context(), anna, "soep")
	ts := l.ws.Person(anna).Messages("")[0].TS
	l.post("/p/"+anna+"/dm/click", "in", "message", "key", ts, "click", "card:card.more:share")
	if l.count("card.more=share") != 1 {
		t.Errorf("overflow: %v", l.events)
	}
	has(t, l.get("/p/"+anna+"/home"), "De bot heeft hier nog niets neergezet.")
	l.post("/p/"+anna+"/dm/go", "to", "home")
	l.wait(func() bool { return l.ws.Person(anna).Home().ID != "" })
	html := l.get("/p/" + anna + "/home")
	has(t, html, "<h3>Lunch</h3>", "<strong>L-2026-0007</strong>", `data-action="home.open"`)
	l.post("/p/"+anna+"/home/click", "in", "home", "has", "f:home:home.sort", "f:home:home.sort", "time", "click", "home:home.sort:")
	if l.count("home.sort=time") != 1 {
		t.Errorf("select on the home tab: %v", l.events)
	}
	l.post("/p/"+anna+"/home/click", "in", "home", "click", l.clickValue(html, "home.order"))
	l.modal(anna, "Lunch bestellen")
}

// TestPushedWindow: what was typed is there again when the window on top closes.
func TestPushedWindow(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	l.post("/p/"+anna+"/dm/shortcut", "id", "lunch.start")
	v := l.modal(anna, "Lunch bestellen")
	html := l.get("/p/" + anna + "/dm")
	l.post("/p/"+anna+"/dm/modal", "view", v.ID, "in", "modal", "has", "f:order.what:order.what", "f:order.what:order.what", "half", "click", l.clickValue(html, "order.menu"))
	menu := l.modal(anna, "De kaart")
	has(t, l.get("/p/"+anna+"/dm"), `aria-label="Terug"`, "<li>soep</li>", "<em>kaas</em>")
	// A form that is no longer on top changes nothing.
	l.post("/p/"+anna+"/dm/modal", "view", v.ID, "in", "modal", "do", "close")
	if l.ws.Person(anna).Depth() != 2 {
		t.Error("an old form closed the window on top")
	}
	has(t, l.post("/p/"+anna+"/dm/modal", "view", menu.ID, "do", "close"), "half</textarea>")
	hasNot(t, l.post("/p/"+anna+"/dm/modal", "view", v.ID, "do", "clear"), `id="modal"`)
}

// TestRedrawKeepsTyped: a choice that redraws the form takes what was typed along.
func TestRedrawKeepsTyped(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	l.post("/p/"+anna+"/dm/say", "text", "/lunch")
	v := l.modal(anna, "Lunch bestellen")
	form := []string{"view", v.ID, "in", "modal", "has", "f:order.what:order.what", "f:order.what:order.what", "tosti", "has", "f:order.size:order.size", "f:order.size:order.size", "l"}
	l.post("/p/"+anna+"/dm/draft", form...)
	if l.count("block_actions") != 0 {
		t.Error("keeping a draft told the app")
	}
	l.post("/p/"+anna+"/dm/modal", append(form, "click", "order.size:order.size:")...)
	l.wait(func() bool { v, _ := l.ws.Person(anna).Modal(); _, ok := v.Block("order.share"); return ok })
	html := l.get("/p/" + anna + "/dm")
	has(t, html, "Deel je het?", "tosti</textarea>")
	// Elsewhere and back: the window waits.
	hasNot(t, l.get("/p/"+bob+"/dm"), "tosti")
	has(t, l.get("/p/"+anna+"/"+room), "tosti</textarea>")
}

func TestEphemeralUnreadAndNotices(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	has(t, l.post("/p/"+bob+"/"+room+"/say", "text", "/lijst"), "alleen zichtbaar voor jou", "Nog niets besteld.")
	hasNot(t, l.get("/p/"+anna+"/"+room), "Nog niets besteld.")
	has(t, l.post("/p/"+anna+"/"+room+"/say", "text", "/zwaan"), "/zwaan is geen bekende opdracht.")
	has(t, l.post("/p/"+gita+"/dm/say", "text", "/lunch"), "Als gast mag je hier geen opdrachten")
	has(t, l.post("/p/"+anna+"/"+room+"/say", "text", "hallo *allemaal*"), "hallo <strong>allemaal</strong>")

	l.card(t.Context(), gita, "soep")
	html := l.get("/p/" + anna + "/dm")
	has(t, html, `1<span class="vh"> ongelezen`)
	html = l.get("/p/" + gita + "/dm")
	has(t, html, `<p class="new">`, "Je bestelling is binnen")
	if l.ws.Person(gita).Messages("")[0].Unread {
		t.Error("what is on screen is read")
	}
	l.get("/p/" + bob + "/" + room)
	hasNot(t, l.get("/p/"+anna+"/dm"), "ongelezen")
}

func TestClock(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	l.clock.onMove = func() { l.card(t.Context(), anna, "op tijd") }
	has(t, l.get("/p/"+anna+"/dm"), "maandag 23 november 2026", "09:30", "18 december")
	html := l.post("/p/"+anna+"/dm/clock", "by", "7")
	has(t, html, "maandag 30 november 2026", `<p class="day"><span>maandag 30 november 2026`)
	html = l.post("/p/"+anna+"/dm/clock", "by", "next")
	has(t, html, "vrijdag 18 december 2026", `id="clock-next" name="by" value="next" disabled`)
	l.post("/p/"+anna+"/dm/clock", "by", "veel")
	l.post("/p/"+anna+"/dm/clock", "by", "-3")
	if d := l.clock.Now().Sub(l.clock.start); d != 25*24*time.Hour {
		t.Errorf("moved %s", d)
	}
}

// knowing is a clock that knows which time it was.
type knowing struct{ *testClock }

func (knowing) At(time.Time) time.Time { return time.Date(2025, 2, 3, 4, 5, 0, 0, time.UTC) }

func TestClockThatKnowsThePast(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	l.card(t.Context(), anna, "soep")
	l.handler = New(Options{Workspace: l.ws, Clock: knowing{l.clock}})
	has(t, l.get("/p/"+anna+"/dm"), "maandag 3 februari 2025", ">05:05</time>")
}

// TestLiveTellsOfChanges: one line at once, another after a change.
func TestLiveTellsOfChanges(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	r, err := http.NewRequestWithContext(t.Context(), "GET", l.serve()+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	next := func() string {
		for lines.Scan() {
			if lines.Text() != "" {
				return lines.Text()
			}
		}
		return ""
	}
	first := next()
	l.card(t.Context(), anna, "soep")
	if second := next(); !strings.HasPrefix(first, "data: ") || second == first || second == "" {
		t.Errorf("%q, then %q", first, second)
	}
	if raw := l.get("/raw/1"); !strings.Contains(raw, "verzoek") || strings.Contains(raw, l.ws.AppToken()) {
		t.Errorf("raw exchange: %s", raw)
	}
}

func TestOnlyThisMachineAndThisPage(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	for host, want := range map[string]int{"localhost:8090": 200, "127.0.0.1": 200, "[::1]:8090": 200, "127.8.8.8:1": 200, "LOCALHOST": 200,
		"evil.example": 403, "127.0.0.1.evil.example:8090": 403, "10.0.0.1:8090": 403, "": 403, "localhost.evil": 403} {
		if w := l.do("GET", "/p/"+anna+"/dm", nil, func(r *http.Request) { r.Host = host }); w.Code != want {
			t.Errorf("Host %q: %d", host, w.Code)
		}
	}
	for name, tc := range map[string]struct {
		key, value string
		want       int
	}{
		"own page":             {"Sec-Fetch-Site", "same-origin", 303},
		"another site":         {"Sec-Fetch-Site", "cross-site", 403},
		"another port":         {"Sec-Fetch-Site", "same-site", 403},
		"old browser":          {"Origin", "http://127.0.0.1:8090", 303},
		"old browser, foreign": {"Origin", "http://127.0.0.1:9999", 403},
		"opaque origin":        {"Origin", "null", 403},
	} {
		w := l.do("POST", "/p/"+anna+"/"+room+"/say", map[string][]string{"text": {name}}, func(r *http.Request) { r.Header.Set(tc.key, tc.value) })
		if w.Code != tc.want {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if n := len(l.ws.Person(anna).Messages(room)); n != 2 {
		t.Errorf("%d messages were posted, not 2", n)
	}
	w := l.do("GET", "/p/"+anna+"/dm", nil, nil)
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") || strings.Contains(csp, "unsafe") {
		t.Errorf("CSP: %s", csp)
	}
	hasNot(t, w.Body.String(), " style=", " onclick=", "<style", "http://", "https://")
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	bad := "<script>alert(9)</script>"
	l.ws.UpdateUser(bob, func(p *slackfake.Profile) { p.RealName = bad })
	l.ws.UpdateChannel(room, func(c *slackfake.ChannelSpec) { c.Name = bad })
	l.card(t.Context(), anna, hostile)
	_, _, err := l.api.PostMessageContext(t.Context(), anna, slack.MsgOptionText(hostile+" <javascript:alert(4)|klik> <@"+bob+"> `<b>` ```<i>```\n> <u>\n• <s>", false))
	l.check(nil, err)
	l.post("/p/"+anna+"/dm/say", "text", "/lunch "+hostile)
	v := l.modal(anna, "Lunch bestellen")
	html := l.post("/p/"+anna+"/dm/draft", "view", v.ID, "has", "f:order.what:order.what", "f:order.what:order.what", "</textarea>"+hostile)
	hasNot(t, html, "<script>alert", "<img", `"javascript:`, "<b>", "<i>", "<u>", "<s>")
	has(t, html, "&lt;script&gt;alert(1)", `<a href="https://example.org" target="_blank" rel="noopener noreferrer">`)
	if got := strings.Count(html, "</textarea>"); got != 1 {
		t.Errorf("%d textareas end", got)
	}
}

func TestEveryBlockIsShown(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	_, _, err := l.api.PostMessageContext(t.Context(), anna, slack.MsgOptionText("Alles", false),
		slack.MsgOptionBlocks(decode[slack.Blocks](t, everyBlock).BlockSet...))
	l.check(nil, err)
	html := l.get("/p/" + anna + "/dm")
	has(t, html, "<strong>Kop</strong>", "<li><strong>twee</strong>", `href="https://example.org/a?b=1&amp;c=2"`, "@Bob Yılmaz", "🍵", "<ol><li>punt</li></ol>", "<blockquote>citaat</blockquote>", "<pre>code</pre>",
		"Een bord soep", "<caption>Per dag</caption>", `<th scope="col">Dag</th>`, "<td>12</td>", "<li>Brood</li>", "data_visualization")
	hasNot(t, html, "javascript:", "<img")
}
