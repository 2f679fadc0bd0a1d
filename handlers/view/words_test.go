package view

import (
	"go/ast"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// valuesOf reads every constant of a type from the source of package complaint,
// so that a new one cannot be forgotten here.
func valuesOf(t *testing.T, typeName string) []string {
	t.Helper()
	var all []string
	for _, file := range sources(t, "../../complaint") {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if ok && ident(spec.Type) == typeName && len(spec.Values) == 1 {
				if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
					s, _ := strconv.Unquote(lit.Value)
					all = append(all, s)
				}
			}
			return true
		})
	}
	if len(all) == 0 {
		t.Fatalf("no constants of type %s found", typeName)
	}
	return all
}

// TestEveryWordIsDutch: everything the domain can name has its Dutch text.
func TestEveryWordIsDutch(t *testing.T) {
	texts := func(name string, text func(string) string, except ...string) {
		t.Helper()
		said := map[string]string{}
		for _, v := range valuesOf(t, name) {
			if slices.Contains(except, v) {
				continue
			}
			s := text(v)
			if s == "" || s == v || said[s] != "" {
				t.Errorf("%s %s says %q, as does %q", name, v, s, said[s])
			}
			said[s] = v
		}
	}
	texts("State", func(v string) string { return StateName(complaint.State(v)) })
	texts("Intake", func(v string) string { return intakeNames[complaint.Intake(v)] })
	texts("FilingMode", func(v string) string { return filingNames[complaint.FilingMode(v)] })
	texts("Nature", func(v string) string { return natureNames[complaint.Nature(v)] })
	texts("Subject", func(v string) string { return subjectNames[complaint.Subject(v)] })
	texts("ChannelProblem", func(v string) string { return channelTroubles[complaint.ChannelProblem(v)] })
	texts("Verb", func(v string) string { return done[complaint.Verb(v)] })
	texts("Verb", func(v string) string { return verbs[complaint.Verb(v)] }, string(complaint.ActReport)) // a form of its own
	for _, how := range complaint.HowInformed() {
		if howInformed[how] == "" {
			t.Errorf("no text for %s", how)
		}
	}
}

// TestEveryActionIsAButton: the card of a role offers what the action table
// lets that role do, and nothing besides.
func TestEveryActionIsAButton(t *testing.T) {
	may := map[complaint.Role][]complaint.Verb{}
	for _, a := range complaint.Actions() {
		for _, r := range a.Who {
			if len(a.From) > 0 {
				may[r] = append(may[r], a.Verb)
			}
		}
	}
	for _, r := range complaint.Roles() {
		got, want := slices.Clone(cardVerbs[r]), may[r]
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the card has %v, the table %v", r, got, want)
		}
	}
}

// TestEveryRoleWithACard: each notice that names a card has a text for it, on
// the screen and on the lock screen.
func TestEveryRoleWithACard(t *testing.T) {
	w := ordinary(t)
	set, c := w.settings(), w.gemeld()
	over := w.over(func(r *complaint.Report) { r.Subject = complaint.AboutOfficer })
	who := map[complaint.Role]complaint.UserID{complaint.Reporter: melder, complaint.InvolvedEmployee: bram, complaint.Officer: functie, complaint.Office: karel}
	texts := map[string]bool{}
	for _, kind := range valuesOf(t, "NoticeKind") {
		role := complaint.Notice{Kind: complaint.NoticeKind(kind)}.Role()
		if role == "" {
			continue
		}
		if who[role] == "" {
			t.Fatalf("nobody plays %s here", role)
		}
		about := c
		if role == complaint.Office {
			about = over
		}
		card := CaseCard(about, role, who[role], set, today)
		if !strings.Contains(card.Text, "K-2026-0007") || len(card.Blocks) < 2 {
			t.Errorf("%s: %q", role, card.Text)
		}
		texts[card.Text] = true
	}
	if len(texts) != len(who) {
		t.Errorf("%d roles have %d notifications", len(who), len(texts))
	}
}

func TestDay(t *testing.T) {
	for i, want := range strings.Fields("januari februari maart april mei juni juli augustus september oktober november december") {
		if got := Day(calendar.New(2026, time.Month(i+1), 3)); got != "3 "+want+" 2026" {
			t.Errorf("maand %d: %s", i+1, got)
		}
	}
	for i, want := range strings.Fields("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag") {
		if got := weekday(calendar.New(2026, time.November, 16+i)); !strings.HasPrefix(got, want+" ") {
			t.Errorf("16 november + %d: %s", i, got)
		}
	}
	if Day(calendar.Date{}) != "onbekend" {
		t.Errorf("no date: %s", Day(calendar.Date{}))
	}
	// One second before and after midnight in Amsterdam, in winter and summer.
	for at, want := range map[time.Time]string{
		time.Date(2026, 11, 20, 22, 59, 59, 0, time.UTC): "20 november 2026 23:59", time.Date(2026, 11, 20, 23, 0, 0, 0, time.UTC): "21 november 2026 00:00",
		time.Date(2026, 7, 1, 21, 59, 59, 0, time.UTC): "1 juli 2026 23:59", time.Date(2026, 7, 1, 22, 0, 0, 0, time.UTC): "2 juli 2026 00:00",
	} {
		if got := moment(at); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

// TestNaturesAreTheRegelings: the classes are named as "Registratie en
// classificatie", sentence 3, names them, and fit on one option of Slack.
func TestNaturesAreTheRegelings(t *testing.T) {
	want := []string{
		"A. mondeling", "B. schriftelijk",
		"I. klachten over werkwijze van/bejegening door de medewerker",
		"II. klachten over inhoudelijke aspecten van de dienstverlening",
		"III. klachten over financiële aspecten van de dienstverlening",
		"IV. klachten over praktijkvoering in het algemeen",
	}
	var got []string
	for _, m := range complaint.FilingModes() {
		got = append(got, filingNames[m])
	}
	for _, n := range complaint.Natures() {
		got = append(got, natureNames[n])
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	var lines []string
	for line := range strings.Lines(regeling) {
		lines = append(lines, strings.TrimSpace(line))
	}
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("the regeling has no line %q", line)
		}
		if n := len([]rune(line)); n > 75 {
			t.Errorf("%q is %d long", line, n)
		}
	}
}

// TestRegelingIsWhole: the text that people read is the office's own, and the
// modal shows all of it.
func TestRegelingIsWhole(t *testing.T) {
	for _, sentence := range []string{
		"Elke redelijkerwijs als zodanig aan te merken, mondeling of schriftelijk gedane uitlating van ongenoegen betreffende de dienstverlening door Team Keizer, door of namens de cliënt kenbaar gemaakt.",
		"De cliënt of diens vertegenwoordiger die een klacht uit.",
		"niet zijnde de betreffende medewerker van Team Keizer tegen wie mogelijk de klacht is gericht of een directe collega van hem/haar, aan wie de behandeling van de klacht is overgedragen.",
		"klachten@keizer.email, deze wordt rechtstreeks behandeld door de onafhankelijke klachtenfunctionaris.",
		"4. Medewerkers trainen in cliëntgericht reageren op klachten.",
		"4. Geheimhouding dient onder alle omstandigheden te zijn gewaarborgd.",
		"4. Een klacht kan in meerdere klassen worden ingedeeld.",
		"4. De klacht dient binnen vier weken schriftelijk door het kantoor afgehandeld te zijn.",
		"2. De te nemen maatregelen worden gezamenlijk met de analyse gepresenteerd in de kantoorvergadering.",
	} {
		if !strings.Contains(regeling, sentence) {
			t.Errorf("missing: %s", sentence)
		}
	}
	var shown []string
	objects(t, body(t, PolicyText(ordinary(t).settings())), func(o map[string]any) {
		if text, _ := o["text"].(string); o["type"] == "plain_text" && len(text) > 100 {
			shown = append(shown, text)
		}
	})
	if got := strings.Join(shown, "\n\n"); got != strings.TrimSpace(regeling) {
		t.Errorf("the modal shows %d of %d letters", len([]rune(got)), len([]rune(regeling)))
	}
}
