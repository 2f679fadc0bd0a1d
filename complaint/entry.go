package complaint

import (
	"strings"
	"time"
)

// Audience says who may read an entry of the dossier.
type Audience string

// The audiences.
const (
	Parties     Audience = "parties" // officer and the employees concerned
	OfficerOnly Audience = "officer"
	// Author entries hold what the reporter typed: for the reporter until
	// registration, the officer, and the employees concerned who see the whole
	// text.
	Author Audience = "author"
)

// Change is one field of the record as an action left it.
type Change struct {
	Name  string
	Value Text
}

// Entry is one line of the dossier: exactly one per commit, index = revision
// minus one. It is the evidence; the record is the truth.
type Entry struct {
	Revision int
	At       time.Time // UTC, business time
	By       Person
	Action   Verb
	Rule     string
	Audience Audience
	// Note is what was typed beside the fields of the record: a supplement, a
	// reason.
	Note    Text
	Changes []Change
}

// Outcome is what a transition gives: the new record, the one entry that
// proves it, and what must be told. They leave together or not at all.
type Outcome struct {
	Complaint Complaint
	Entry     Entry
	Notices   []Notice
}

// step closes a transition: it raises the revision and writes down what
// changed against before.
func step(before, after Complaint, verb Verb, by Actor, now time.Time, note Text, audience Audience) Outcome {
	after.Revision = before.Revision + 1
	return Outcome{Complaint: after, Entry: Entry{
		Revision: after.Revision, At: now.UTC(), By: by, Action: verb, Rule: ActionOf(verb).Rule,
		Audience: audience, Note: note, Changes: changes(before, after),
	}}
}

// changes lists the fields that differ; a field that is gone (an employee who
// turned out not to be concerned) is left empty. Folding the changes of all
// entries in order gives Fields of the record; a property test holds the two
// together.
func changes(before, after Complaint) []Change {
	old := map[string]Text{}
	for _, f := range Fields(before) {
		old[f.Name] = f.Value
	}
	var list []Change
	kept := map[string]bool{}
	for _, f := range Fields(after) {
		kept[f.Name] = true
		if !old[f.Name].Equal(f.Value) {
			list = append(list, f)
		}
	}
	for _, f := range Fields(before) {
		if !kept[f.Name] && !f.Value.IsZero() {
			list = append(list, Change{Name: f.Name})
		}
	}
	return list
}

// Fields spells out the record as named texts, in the order of the
// registration form.
func Fields(c Complaint) []Change {
	field := func(name, value string) Change { return Change{name, NewText(value)} }
	list := []Change{
		field("state", string(c.State)),
		field("received_on", c.Term.ReceivedOn.String()),
		field("reported_at", stamp(c.ReportedAt)),
		field("registered_at", stamp(c.RegisteredAt)),
		field("reporter", person(c.Reporter)),
		field("intake", string(c.Intake)),
		{"external_ref", c.ExternalRef},
		field("anonymous", flag(c.Complainant.Anonymous)),
		{"client", c.Complainant.Client},
		field("on_behalf", flag(c.Complainant.OnBehalf)),
		{"representative", c.Complainant.Representative},
		{"contact", c.Complainant.Contact},
		field("subject", string(c.Subject)),
		{"departed", c.Departed},
		field("considered", people(c.Considered)),
		field("concerned", people(c.Concerned)),
		{"words", c.Words},
		{"more_words", c.MoreWords},
		{"wish", c.Wish},
		{"done", c.Done},
		field("told", string(c.Told)),
		field("no_contact", flag(c.NoContact)),
		field("filing", joined(c.Filing)),
		field("natures", joined(c.Natures)),
		field("officer", person(c.Officer)),
		field("passed_over", people(c.PassedOver)),
		field("independence", strings.TrimSpace(stamp(c.Independence.At)+" "+person(c.Independence.By))),
		field("restricted", flag(c.Restricted)),
		field("assignee", string(c.Assignee)),
		field("registered_by", person(c.RegisteredBy)),
	}
	var ids []string
	for _, in := range c.Involved {
		ids = append(ids, string(in.ID))
		key := "involved." + string(in.ID)
		list = append(list,
			Change{key, in.Name},
			field(key+".left", flag(in.Left)),
			field(key+".notified_at", stamp(in.NotifiedAt)),
			field(key+".seen_at", stamp(in.SeenAt)),
			Change{key + ".part", in.Part})
	}
	return append(list, field("involved", strings.Join(ids, " ")))
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func flag(b bool) string {
	if b {
		return string(Yes)
	}
	return ""
}

func person(p Person) string {
	return strings.TrimSpace(string(p.ID) + " " + p.Name.Reveal())
}

func people(list []Person) string {
	var all []string
	for _, p := range list {
		all = append(all, person(p))
	}
	return strings.Join(all, ", ")
}

func joined[T ~string](list []T) string {
	var all []string
	for _, v := range list {
		all = append(all, string(v))
	}
	return strings.Join(all, " ")
}
