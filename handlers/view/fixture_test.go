package view

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// The people of the tests; every name is made up.
const (
	melder  complaint.UserID = "U0MELDER"
	bram    complaint.UserID = "U0BRAM"
	cato    complaint.UserID = "U0CATO"
	dirk    complaint.UserID = "U0DIRK"
	functie complaint.UserID = "U0FUNCTIE"
	deputy  complaint.UserID = "U0WAARNEMER"
	karel   complaint.UserID = "U0KAREL" // management
)

// caseID has the form of an id that we draw.
const caseID complaint.ID = "KLACHTKLACHTKLACHTKLACHT22"

// today is the first example of the procedure, friday ten o'clock on it.
var (
	today  = calendar.New(2026, time.November, 20)
	friday = today.At(10, 0)
)

// world decides what people typed in the screens of one test, and how much
// there is of it: an ordinary day, or the worst one.
type world struct {
	t *testing.T
	// text is what was typed in a field of at most limit code points.
	text func(label string, limit int) string
	name func(complaint.UserID) string
	// many is how many cases a list has, and how many entries a dossier.
	many int
}

var realNames = map[complaint.UserID]string{
	melder: "Mila Bakker", bram: "Bram Visser", cato: "Cato Jansen", dirk: "Dirk Mulder",
	functie: "Fleur de Groot", deputy: "Wouter Smit", karel: "Karel Keizer",
}

// ordinary is the world of the golden files.
func ordinary(t *testing.T) world {
	return world{t: t, many: 3, name: func(id complaint.UserID) string { return cmp.Or(realNames[id], "Onbekend") },
		text: func(label string, _ int) string { return "Tekst over " + label + "." }}
}

// hostile types what would mention, link, format or look like an emoji if it
// ever stood in mrkdwn.
const poison = "<!channel> <https://kwaad.example|klik> *vet* :tada: 🎉"

func hostile(t *testing.T) world {
	return world{t: t, many: 3, name: func(id complaint.UserID) string { return realNames[id] + " " + poison },
		text: func(label string, _ int) string { return label + " " + poison }}
}

// extreme fills every field to its limit with the given rune.
func extreme(t *testing.T, fill string) world {
	return world{t: t, many: 130,
		name: func(id complaint.UserID) string { return strings.Repeat("Jan-Willem van der ", 12) + realNames[id] },
		text: func(_ string, limit int) string { return "Aa" + strings.Repeat(fill, limit-2) }}
}

func (w world) typed(label string, limit int) complaint.Text {
	return complaint.NewText(w.text(label, limit))
}

func (w world) person(id complaint.UserID) complaint.Person {
	return complaint.Person{ID: id, Name: complaint.NewText(w.name(id))}
}

func (w world) colleagues(ids ...complaint.UserID) []complaint.Colleague {
	var list []complaint.Colleague
	for _, id := range ids {
		list = append(list, complaint.Colleague{Person: w.person(id)})
	}
	return list
}

func (w world) settings() complaint.Settings {
	return complaint.Settings{
		Officer: functie, Deputies: []complaint.UserID{deputy}, Office: []complaint.UserID{karel}, Channel: "C0BESLOTEN",
		Teams:      []complaint.Team{{Name: "Bewind", Members: []complaint.UserID{bram, cato}}, {Name: "Administratie", Members: []complaint.UserID{bram}}},
		OfficeName: "Team Keizer", PostalAddress: "Dorpsstraat 1, 1234 AB Ergens", ComplaintsEmail: "klachten@keizer.email",
		Website: "www.erisietsmisgegaan.nl", PrivacyURL: "https://keizer.example/privacy", Policy: complaint.DefaultPolicy(),
	}
}

// report is a complete report by telephone about Bram and Cato.
func (w world) report() complaint.Report {
	return complaint.Report{
		ID: caseID, Intake: complaint.Phone, ReceivedOn: today, ExternalRef: w.typed("kenmerk", complaint.MaxLine),
		Complainant: complaint.Complainant{Client: w.typed("client", complaint.MaxLine), OnBehalf: true,
			Representative: w.typed("vertegenwoordiger", complaint.MaxLine), Contact: w.typed("contact", 2*complaint.MaxLine)},
		Words: w.typed("de klacht", complaint.MaxText), MoreWords: w.typed("het vervolg", complaint.MaxText),
		Subject: complaint.AboutEmployees, Employees: w.colleagues(bram, cato),
		Wish: w.typed("de wens", complaint.MaxText), Done: w.typed("wat is gedaan", complaint.MaxText), Told: complaint.No,
	}
}

// file stores r as K-2026-0007, as the store would.
func (w world) file(r complaint.Report) complaint.Complaint {
	w.t.Helper()
	c := w.must(complaint.New(r, w.person(melder), w.settings(), friday))
	c.Number = complaint.Number{Year: 2026, Seq: 7}
	return c
}

func (w world) must(o complaint.Outcome, err error) complaint.Complaint {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return o.Complaint
}

func (w world) gemeld() complaint.Complaint { return w.file(w.report()) }

// over is the report changed by edit, filed.
func (w world) over(edit func(*complaint.Report)) complaint.Complaint {
	r := w.report()
	edit(&r)
	return w.file(r)
}

func (w world) verklaard(c complaint.Complaint) complaint.Complaint {
	return w.must(c.Declare(true, w.person(c.Officer.ID), w.settings(), friday))
}

// geregistreerd is registered with a part for each employee, treated by who.
func (w world) geregistreerd(who complaint.UserID, parts bool) complaint.Complaint {
	r := complaint.Registration{Filing: complaint.FilingModes(), Natures: complaint.Natures(), Employees: w.colleagues(bram, cato),
		Assignee: who, Reason: w.typed("de reden", complaint.MaxText)}
	if parts {
		r.Parts = map[complaint.UserID]complaint.Text{bram: w.typed("het deel van Bram", complaint.MaxText), cato: w.typed("het deel van Cato", complaint.MaxText)}
	}
	return w.must(w.verklaard(w.gemeld()).Register(r, w.person(functie), w.settings(), friday))
}

// dossier is c with as many supplements as this world has, and who read it, as
// viewer gets them from the store.
func (w world) dossier(c complaint.Complaint, viewer complaint.UserID) complaint.Dossier {
	sight := complaint.See(c, viewer, w.settings())
	d := complaint.Dossier{Complaint: c.Strip(sight, viewer)}
	for i := range w.many {
		e := complaint.Entry{Revision: i + 1, At: friday.Add(time.Duration(i) * time.Hour), By: w.person(melder),
			Action: complaint.ActSupplement, Audience: complaint.Author, Note: w.typed(fmt.Sprintf("aanvulling %d", i+1), complaint.MaxText)}
		if i == 0 {
			e.Action, e.Note = complaint.ActReport, complaint.Text{}
		}
		if sight.MayRead(e, viewer) {
			d.Entries = append(d.Entries, e)
		}
	}
	if sight.Log {
		for i := range min(w.many, 50) {
			d.Reads = append(d.Reads, complaint.Read{Case: c.ID, By: []complaint.UserID{bram, cato}[i%2], Verb: complaint.ActRead, At: friday.Add(time.Duration(i) * time.Minute)})
		}
	}
	return d
}

// cases are n summaries, the last of them overdue, each in the next state.
func cases(n int) []complaint.Summary {
	var list []complaint.Summary
	for i := range n {
		received := today.AddDays(-i)
		if i == n-1 {
			received = today.AddDays(-30)
		}
		list = append(list, complaint.Summary{
			ID:     complaint.ID(fmt.Sprintf("KLACHTKLACHTKLACHTKLACH%s", string([]rune{rune('A' + i/26%26), rune('A' + i%26), '2'}))),
			Number: complaint.Number{Year: 2026, Seq: n - i}, State: complaint.States()[i%len(complaint.States())],
			Term: complaint.TermOf(received, complaint.DefaultPolicy(), calendar.Calendar{}), Yours: i%4 != 3,
		})
	}
	return list
}

// first is the first page of n cases, page any other.
func first(l List, n int) Rows { return page20(l, n, 0) }

func page20(l List, n, offset int) Rows {
	return Rows{List: l, Cases: cases(n)[offset:min(offset+PageSize, n)], Total: n, Offset: offset}
}

// body is what would travel to Slack.
func body(t failer, v any) []byte {
	t.Helper()
	if c, ok := v.(Card); ok {
		v = struct {
			Text   string        `json:"text"`
			Blocks []slack.Block `json:"blocks"`
		}{c.Text, c.Blocks}
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// walk calls fn for every object in a payload, parents first.
func walk(v any, fn func(map[string]any)) {
	switch x := v.(type) {
	case map[string]any:
		fn(x)
		for _, child := range x {
			walk(child, fn)
		}
	case []any:
		for _, child := range x {
			walk(child, fn)
		}
	}
}

func objects(t failer, raw []byte, fn func(map[string]any)) {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	walk(v, fn)
}

// failer is a test, ordinary or of properties.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}
