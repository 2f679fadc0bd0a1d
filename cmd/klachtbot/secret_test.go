package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// "Geheimhouding dient onder alle omstandigheden te zijn gewaarborgd" (P4).
// Every field of every form holds a word of its own, zq<case><field>; every
// real name holds zqn<person>. Nothing else contains zq.
var (
	mark     = regexp.MustCompile(`zq\d[a-zA-Z]+`)
	nameMark = regexp.MustCompile(`zqn[a-z]+`)
)

// everyone is whose screens are looked at.
var everyone = []string{sanne, mehmet, lotte, joris, ingrid, paul, karin, olga, eva}

func named(o *office) {
	for _, id := range everyone {
		o.ws.UpdateUser(id, func(p *slackfake.Profile) { p.RealName = "Naam zqn" + p.Name })
	}
}

// secretive is an office whose Redis is its own, so that its files can be read.
func secretive(t *testing.T) (*house, *redisServer) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not installed: there are no files to search")
	}
	server := newRedisServer(t.TempDir())
	if err := server.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.stop)
	return newHouse(t, named, func(o *office) { o.redis = server.addr }), server
}

// TestNothingLeaks plays five complaints, some of them afgeschermd, and
// compares after every act what each person can reach with a table written by
// hand; at the end it searches everything that stays behind.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	o, server := secretive(t)
	w := &watch{house: o}
	w.reports()
	w.compare("gemeld", reportedTable)
	w.declarations()
	w.compare("onafhankelijk verklaard", statedTable)
	w.registrations()
	w.compare("geregistreerd", registeredTable)
	o.passOn(ingrid, "K-2026-0004")
	w.quiet("passed on")
	w.compare("naar de waarnemer", passedTable)
	o.passOn(paul, "K-2026-0004")
	w.quiet("passed on again")
	o.appoint(karin, "K-2026-0004", eva)
	w.quiet("appointed")
	o.must(o.declare(o.ctx, eva, "K-2026-0004"))
	w.quiet("the appointed one is independent")
	w.compare("vervanger aangewezen", appointedTable)
	w.refusals()
	w.remains(server)
	w.away(server)
	o.clean()
}

// What each person can reach, by hand (procedure §4): the numbers they may
// know, what was typed (case and field), and whose names. All of it in modals;
// nothing of it but the numbers in messages and Homes. In the first table
// nobody has stated independence: the officer sees names (also of who left),
// and as melder what she typed herself.
type seen struct{ numbers, typed, names string }

const (
	all1   = "1client 1rep 1contact 1words 1wish 1done 1supp"
	klant1 = "1client 1rep 1contact"
	all2   = "2client 2contact 2words 2more 2ref 2wish 2done"
	all3   = "3client 3contact 3words 3wish 3done"
	all4   = "4client 4contact 4words 4wish 4done 4departed"
	parts1 = " 1partmehmet 1partlotte" // the officer wrote them
	all5   = "5client 5contact 5words 5wish 5done"
)

var reportedTable = map[string]seen{
	sanne:  {"1 5", "1words 1wish 1done 1supp 5words 5wish 5done", "sanne"},
	mehmet: {"1 3", all1 + " 3words 3wish 3done", "sanne mehmet lotte"},
	lotte:  {"1 2 4", all1 + " " + all2 + " 4words 4wish 4done", "sanne mehmet lotte ingrid"},
	joris:  {},
	ingrid: {"1 2 3 4 5", "2words 2more 2wish 2done 4departed", "mehmet lotte karin ingrid"},
	paul:   {"1 2 3 4", "", "ingrid"}, // 1, 2 and 4 from the channel
	karin:  {"1 2 3 4 5", all5, "sanne karin"},
	olga:   {"1 2 3 4 5", "", ""},
	eva:    {},
}

var statedTable = map[string]seen{
	sanne:  reportedTable[sanne],
	mehmet: {"1 3", all1 + " 3words 3wish 3done", "sanne mehmet lotte ingrid"},
	lotte:  reportedTable[lotte],
	joris:  {},
	ingrid: {"1 2 3 4 5", all1 + " " + all2 + " " + all4 + " " + all5, "sanne mehmet lotte karin ingrid"},
	paul:   {"1 2 3 4", all3, "mehmet paul ingrid"},
	karin:  {"1 2 3 4 5", all5, "sanne karin ingrid"},
	olga:   reportedTable[olga],
	eva:    {},
}

// After registration the melder sees nothing any more; who has a part of their
// own sees that in the place of the whole text.
var registeredTable = map[string]seen{
	sanne:  {"1 5", "", ""},
	mehmet: {"1 3", klant1 + " 1partmehmet", "sanne mehmet lotte ingrid"},
	lotte:  {"1 2 4", klant1 + " 1partlotte " + all2 + " 4words 4wish 4done", "sanne mehmet lotte ingrid"},
	joris:  {},
	ingrid: {"1 2 3 4 5", all1 + parts1 + " 1reason " + all2 + " " + all4 + " " + all5, "sanne mehmet lotte karin ingrid"},
	paul:   {"1 2 3 4", all3, "mehmet paul ingrid"},
	karin:  {"1 2 3 4 5", all5, "sanne karin ingrid"},
	olga:   reportedTable[olga],
	eva:    {},
}

// Who stood back knows the number and nothing else.
var passedTable = change(registeredTable, map[string]seen{
	ingrid: {"1 2 3 4 5", all1 + parts1 + " 1reason " + all2 + " " + all5, "sanne mehmet lotte karin ingrid"},
	paul:   {"1 2 3 4", all3 + " 4departed", "mehmet paul ingrid"},
})

var appointedTable = change(passedTable, map[string]seen{
	paul: {"1 2 3 4", all3, "mehmet paul ingrid"},
	eva:  {"4", all4, "lotte ingrid paul karin eva"},
})

func change(base, with map[string]seen) map[string]seen {
	m := map[string]seen{}
	for k, v := range base {
		m[k] = v
	}
	for k, v := range with {
		m[k] = v
	}
	return m
}

// watch looks at everything while a story is played.
type watch struct {
	*house
	last int      // exchanges audited so far
	met  []string // markers met in forms, to prove that the search finds them
}

func (w *watch) m(word string) string { return "zq" + word }

// client are the answers that every report shares.
func (w *watch) client(n, received string) []answer {
	return []answer{
		{"Wie is de cliënt?", w.m(n + "client")},
		{"Wanneer kwam de klacht binnen?", received},
		{"Wat is de klacht?", w.m(n + "words")},
		{"Wat wil de cliënt?", w.m(n + "wish")},
		{"Hoe kunnen we de cliënt bereiken?", w.m(n + "contact")},
	}
}

func (w *watch) reports() {
	done := "Wat heb je al gedaan of toegezegd?"
	w.melden(sanne, append(w.client("1", "2026-11-20"), answer{"Hoe kwam de klacht binnen?", "Telefoon"}, answer{done, w.m("1done")},
		answer{"Wie uit de klacht?", "Iemand namens de cliënt"}, answer{"Naam en relatie van de vertegenwoordiger", w.m("1rep")},
		answer{"Over wie gaat het?", "Een of meer collega's"}, answer{"Welke collega's?", []string{mehmet, lotte}})...)
	w.quiet("reported by telephone")
	w.intake(ingrid, append(w.client("2", "2026-11-19"), answer{"Hoe kwam de klacht binnen?", "Website"}, answer{done, w.m("2done")},
		answer{"Extern kenmerk", w.m("2ref")}, answer{"Vervolg van de tekst", w.m("2more")},
		answer{"Over wie gaat het?", "Een of meer collega's"}, answer{"Welke collega's?", []string{lotte}})...)
	w.quiet("typed in from the website")
	w.melden(mehmet, append(w.client("3", "2026-11-18"), answer{"Hoe kwam de klacht binnen?", "Brief"}, answer{done, w.m("3done")},
		answer{"Over wie gaat het?", "De klachtenfunctionaris"})...)
	w.quiet("about the officer")
	w.melden(lotte, append(w.client("4", "2026-11-17"), answer{"Hoe kwam de klacht binnen?", "Gesprek"}, answer{done, w.m("4done")},
		answer{"Over wie gaat het?", "Iemand die hier niet meer werkt"}, answer{"Wie is dat?", w.m("4departed")})...)
	w.quiet("about someone who left")
	w.melden(sanne, append(w.client("5", "2026-11-16"), answer{"Hoe kwam de klacht binnen?", "Gesprek"}, answer{done, w.m("5done")},
		answer{"Over wie gaat het?", "Een of meer collega's"}, answer{"Welke collega's?", []string{karin}})...)
	w.quiet("about management")

	w.must(w.press(w.ctx, sanne, "K-2026-0001", view.ActionCase(complaint.ActSupplement)))
	w.must(w.modal(w.ctx, sanne, "Klacht aanvullen"))
	w.must(w.fill(w.ctx, sanne, answer{"Wat wil je aanvullen?", w.m("1supp")}))
	w.must(w.submit(w.ctx, sanne))
	w.must(w.ws.Person(sanne).DismissAll(w.ctx))
	w.quiet("supplemented")

	at := w.forgeButton(joris, view.ActionExplain, "0")
	w.must(w.ws.Person(joris).Click(w.ctx, at, view.ActionExplain))
	w.must(w.modal(w.ctx, joris, "Uitleg voor de cliënt"))
	w.must(w.ws.Person(joris).Click(w.ctx, slackfake.InModal(), view.ActionInformed))
	w.must(w.modal(w.ctx, joris, "Cliënt geïnformeerd"))
	w.must(w.fill(w.ctx, joris, answer{"Dossiernummer", w.m("9file")}, answer{"Hoe?", "Per brief"}))
	w.must(w.submit(w.ctx, joris))
	w.says(joris, "Vastgelegd. Goed dat je de cliënt hebt geïnformeerd.")
	w.must(w.ws.Person(joris).DismissAll(w.ctx))
	w.quiet("a client was told")
}

func (w *watch) declarations() {
	w.must(w.press(w.ctx, mehmet, "K-2026-0001", view.ActionCase(complaint.ActSeen)))
	for _, n := range []string{"K-2026-0001", "K-2026-0002", "K-2026-0004", "K-2026-0005"} {
		w.must(w.declare(w.ctx, ingrid, n))
		w.quiet("the officer is independent in " + n)
	}
	w.must(w.declare(w.ctx, paul, "K-2026-0003"))
	w.quiet("the deputy is independent")
}

func (w *watch) registrations() {
	nature := answer{"Aard van de klacht", []string{"II. klachten over inhoudelijke aspecten van de dienstverlening"}}
	w.must(w.register(w.ctx, ingrid, "K-2026-0001", nature, answer{"Wie behandelt de klacht nu?", "Naam zqnmehmet"},
		answer{"Waarom behandel jij de klacht nu?", w.m("1reason")},
		answer{"Deel voor Naam zqnmehmet", w.m("1partmehmet")}, answer{"Deel voor Naam zqnlotte", w.m("1partlotte")}))
	w.quiet("registered with parts")
	w.must(w.register(w.ctx, ingrid, "K-2026-0002", nature))
	w.must(w.register(w.ctx, paul, "K-2026-0003", nature))
	w.must(w.register(w.ctx, ingrid, "K-2026-0005", nature))
	w.quiet("registered")
}

// quiet checks what stands in front of everybody after one act, and every
// request since the last.
func (w *watch) quiet(step string) {
	w.t.Helper()
	w.settled()
	for _, who := range everyone {
		if s := w.ws.Person(who).See(); mark.MatchString(s) || nameMark.MatchString(s) {
			w.t.Errorf("%s: in front of %s: %v%v", step, who, mark.FindAllString(s, 3), nameMark.FindAllString(s, 3))
		}
	}
	if s := w.ws.Person(joris).See(); numbers.MatchString(s) {
		w.t.Errorf("%s: the stranger knows %s", step, numbers.FindString(s))
	}
	w.audit(step)
}

// compare opens everything that each person can reach.
func (w *watch) compare(step string, want map[string]seen) {
	w.t.Helper()
	for _, who := range everyone {
		if w.ws.Person(who).Home().ID != "" {
			continue // kept up to date by the bot, without being asked
		}
		w.must(w.ws.Person(who).OpenHome(w.ctx))
		w.wait(who+" has a Home", func() bool { return w.ws.Person(who).Home().ID != "" })
	}
	w.settled()
	for _, who := range everyone {
		s := w.screens(who)
		got := seen{strip(numbers.FindAllString(s, -1), "K-2026-000"), strip(mark.FindAllString(s, -1), "zq"), strip(nameMark.FindAllString(s, -1), "zqn")}
		exp := seen{sorted(want[who].numbers), sorted(want[who].typed), sorted(want[who].names)}
		if got != exp {
			w.t.Errorf("%s: %s reaches\n  %+v, expected\n  %+v", step, who, got, exp)
		}
	}
	w.audit(step)
}

func strip(found []string, prefix string) string {
	for i, s := range found {
		found[i] = strings.TrimPrefix(s, prefix)
	}
	return sorted(strings.Join(found, " "))
}

func sorted(list string) string {
	f := strings.Fields(list)
	slices.Sort(f)
	return strings.Join(slices.Compact(f), " ")
}

// acting are buttons that change something at once; opening is all the others.
var acting = []string{view.ActionCase(complaint.ActSeen), view.ActionCase(complaint.ActPassOn)}

// screens gives everything who can read: conversations, Home, notifications,
// and every modal that a button opens, two deep.
func (w *watch) screens(who string) string {
	w.t.Helper()
	p := w.ws.Person(who)
	var b strings.Builder
	b.WriteString(p.See())
	b.Write(p.Home().Raw)
	done := map[string]bool{}
	for _, c := range p.Conversations() {
		for _, m := range p.Messages(c.ID) {
			b.Write(m.Raw)
			w.follow(who, slackfake.InMessage(c.ID, m.TS), m.Blocks, done, &b)
		}
	}
	w.follow(who, slackfake.InHome(), p.Home().Blocks, done, &b)
	return b.String()
}

func (w *watch) follow(who string, at slackfake.Target, blocks []slackfake.Block, done map[string]bool, b *strings.Builder) {
	w.t.Helper()
	p := w.ws.Person(who)
	for _, block := range blocks {
		for _, e := range block.Elements {
			if e.Type != "button" || slices.Contains(acting, e.ActionID) || done[e.ActionID+e.Value] {
				continue
			}
			depth := p.Depth()
			if depth == 2 {
				return
			}
			done[e.ActionID+e.Value] = true
			w.must(p.Click(w.ctx, at.Block(block.BlockID), e.ActionID, slackfake.WithValue(e.Value)))
			w.wait(fmt.Sprintf("%s opens %s", who, e.ActionID), func() bool {
				v, _ := p.Modal()
				return p.Depth() > depth && !strings.Contains(v.Title, "ogenblik")
			})
			v, _ := p.Modal()
			b.WriteString(v.Visible())
			b.Write(v.Raw)
			w.follow(who, slackfake.InModal(), v.Blocks, done, b)
			if depth == 0 {
				w.must(p.DismissAll(w.ctx))
			} else {
				w.must(p.Dismiss(w.ctx))
			}
		}
	}
}

// audit reads every exchange between bot and Slack since the last time.
func (w *watch) audit(step string) {
	w.t.Helper()
	for _, e := range w.ws.Transcript() {
		if e.N <= w.last {
			continue
		}
		if e.N != w.last+1 {
			w.t.Fatalf("%s: exchanges %d to %d are lost", step, w.last+1, e.N-1)
		}
		w.last = e.N
		sent := string(e.Request)
		if e.ToApp {
			sent = string(e.Response) // what the bot answered
		}
		view := strings.HasPrefix(e.Method, "views.open") || e.Method == "views.push" || e.Method == "views.update" || e.Method == "view_submission"
		if !view && (mark.MatchString(sent) || nameMark.MatchString(sent)) {
			w.t.Errorf("%s: %s carries %v %v", step, e.Method, mark.FindAllString(sent, 3), nameMark.FindAllString(sent, 3))
		}
		if view {
			w.met = append(w.met, mark.FindAllString(sent, -1)...)
			for key, value := range identifiers(e.Request, e.Response) {
				if mark.MatchString(value) || nameMark.MatchString(value) {
					w.t.Errorf("%s: %s: %s is %q", step, e.Method, key, value)
				}
			}
		}
	}
}

// identifiers are the parts of a view that are no text for people.
func identifiers(all ...json.RawMessage) map[string]string {
	found := map[string]string{}
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case map[string]any:
			kind, _ := v["type"].(string)
			for k, x := range v {
				if s, ok := x.(string); ok && (slices.Contains([]string{"private_metadata", "callback_id", "external_id", "action_id", "block_id"}, k) ||
					k == "value" && (kind == "" || kind == "button")) {
					found[key+"/"+k+"="+s] = s
				}
				walk(key+"/"+k, x)
			}
		case []any:
			for _, x := range v {
				walk(key, x)
			}
		case string: // the view as a JSON text in a form
			var inner any
			if strings.HasPrefix(v, "{") && json.Unmarshal([]byte(v), &inner) == nil && !strings.HasSuffix(key, "private_metadata") {
				walk(key, inner)
			}
		}
	}
	for _, raw := range all {
		var v any
		if json.Unmarshal(raw, &v) == nil {
			walk("", v)
		}
	}
	return found
}

// refusals are submissions that the bot turns down: the sentence quotes
// nothing.
func (w *watch) refusals() {
	w.t.Helper()
	form := view.SupplementForm(w.caseOf("K-2026-0001"), view.Values{view.Block(view.FormSupplement, complaint.FieldSupplement): {Text: w.m("8refused")}})
	w.forgeForm(joris, form)
	for _, sentence := range w.refused(joris) {
		if sentence != "Je hebt geen toegang tot deze klacht." {
			w.t.Errorf("refused with %q", sentence)
		}
	}
	w.must(w.ws.Person(joris).DismissAll(w.ctx))
	w.quiet("refused")
}

// away is the one failure that carries everything that was typed: a report
// while Redis is gone. What was typed stays on the screen, and only there.
func (w *watch) away(server *redisServer) {
	w.t.Helper()
	w.must(w.ws.Person(lotte).Type(w.ctx, "", view.CommandKlacht))
	w.must(w.modal(w.ctx, lotte, "Klacht melden"))
	w.must(w.fill(w.ctx, lotte, append(w.client("6", "2026-11-16"), answer{"Hoe kwam de klacht binnen?", "Gesprek"},
		answer{"Over wie gaat het?", "Weet ik niet"})...))
	server.stop()
	said := fmt.Sprint(w.refused(lotte))
	if !strings.Contains(said, "Er ging iets mis en er is niets bewaard. Probeer het nog eens.") {
		w.t.Errorf("with Redis gone the report is refused with %s", said)
	}
	w.free("what is said while Redis is gone", said, true)
	v, _ := w.ws.Person(lotte).Modal()
	holdsAll(w.t, v.Visible(), "zq6client", "zq6words", "zq6wish", "zq6contact")
	w.audit("Redis gone")
	w.free("the log", w.log.String(), true)
	w.free("the metrics", w.metrics(), true)
}

// remains searches everything that stays behind.
func (w *watch) remains(server *redisServer) {
	w.t.Helper()
	w.found()
	for _, who := range everyone {
		p := w.ws.Person(who)
		for _, c := range p.Conversations() {
			for _, m := range w.ws.History(c.ID) {
				w.free("a message of "+who, m.Text+string(m.Raw), false)
			}
		}
		for _, n := range p.Notifications() {
			w.free("a notification of "+who, n, true)
		}
		w.free("the Home of "+who, string(p.Home().Raw), false)
	}
	w.free("the log", w.log.String(), true)
	w.free("the metrics", w.metrics(), true)
	w.files(server)
}

// found proves that the search would find a leak: every field was met where it
// belongs.
func (w *watch) found() {
	w.t.Helper()
	want := strings.Fields(strings.Join([]string{all1, all2, all3, all4, all5, "1partmehmet 1partlotte 1reason"}, " "))
	for _, f := range want {
		if !slices.Contains(w.met, "zq"+f) {
			w.t.Errorf("%s was met in no view: the search is blind", f)
		}
	}
	if len(w.log.String()) < 1000 || len(w.metrics()) < 1000 {
		w.t.Error("there is hardly a log or hardly any metrics to search")
	}
}

// free fails when text holds a marker, a name, or (strictly) a Slack id.
func (w *watch) free(what, text string, strictly bool) {
	w.t.Helper()
	if f := append(mark.FindAllString(text, 3), nameMark.FindAllString(text, 3)...); len(f) > 0 {
		w.t.Errorf("%s holds %v", what, f)
	}
	if f := w.idsIn(text); strictly && len(f) > 0 {
		w.t.Errorf("%s holds %v", what, f)
	}
}

// idsIn finds the ids of people, channels and conversations: they count as
// names.
func (w *watch) idsIn(text string) []string {
	var found []string
	for _, who := range everyone {
		for _, id := range []string{who, w.ws.Person(who).DM()} {
			if id != "" && strings.Contains(text, id) {
				found = append(found, id)
			}
		}
	}
	if strings.Contains(text, demoChannel) {
		found = append(found, demoChannel)
	}
	return found
}

func (w *watch) metrics() string {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.ctx, http.MethodGet, "http://"+w.app.listener.Addr().String()+"/metrics", nil)
	w.must(err)
	res, err := http.DefaultClient.Do(req)
	w.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	w.must(err)
	return string(b)
}

// files searches Redis and its files, after proving with a planted key that
// each of the searches finds one.
func (w *watch) files(server *redisServer) {
	w.t.Helper()
	rdb := redis.NewClient(&redis.Options{Addr: server.addr})
	defer rdb.Close()
	disk := func() string {
		w.must(rdb.Save(w.ctx).Err())
		var b strings.Builder
		w.must(filepath.WalkDir(server.dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			b.Write(raw)
			return err
		}))
		return b.String()
	}
	w.free("Redis", w.dump(rdb), true)
	w.free("a file of Redis", disk(), true)
	w.must(rdb.Set(w.ctx, "planted", "zq7planted-"+joris, 0).Err())
	w.wait("the planted word is on disk", func() bool { return mark.MatchString(disk()) })
	if s := w.dump(rdb); !mark.MatchString(s) || len(w.idsIn(s)) != 1 {
		w.t.Error("the search of Redis is blind")
	}
}

// dump is every key with everything it holds.
func (w *watch) dump(rdb *redis.Client) string {
	w.t.Helper()
	names, err := rdb.Keys(w.ctx, "*").Result()
	w.must(err)
	if len(names) < 30 {
		w.t.Errorf("only %d keys to search", len(names))
	}
	var b strings.Builder
	for _, k := range names {
		fmt.Fprintln(&b, k)
		var v any
		switch rdb.Type(w.ctx, k).Val() {
		case "string":
			v = rdb.Get(w.ctx, k).Val()
		case "hash":
			v = rdb.HGetAll(w.ctx, k).Val()
		case "list":
			v = rdb.LRange(w.ctx, k, 0, -1).Val()
		case "zset":
			v = rdb.ZRangeWithScores(w.ctx, k, 0, -1).Val()
		case "stream":
			v = rdb.XRange(w.ctx, k, "-", "+").Val()
		default:
			w.t.Errorf("a kind of key that is not searched: %s", k)
		}
		fmt.Fprintln(&b, v)
	}
	return b.String()
}
