package store

import (
	"encoding/json"
	"fmt"
	"time"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// recordVersion is the version of the sealed JSON below, in the HASH as sv. A
// record with a higher version is refused; a lower one is read as it was
// written then.
const recordVersion = 1

// This file is the explicit codec of everything that holds text. It is the
// only place in the store that calls Text.Reveal. Every field is named once to
// write and once to read; a test fills all fields by reflection, so a new field
// of complaint cannot be forgotten. Id, number and revision stay outside: the
// first two name the place and the script issues the number.
type recordRow struct {
	State    string       `json:"st"`
	Policy   policyRow    `json:"po"`
	Received dateRow      `json:"rc,omitzero"`
	Due      dateRow      `json:"du,omitzero"`
	Act      dateRow      `json:"ac,omitzero"`
	Reporter personRow    `json:"rp,omitzero"`
	At       time.Time    `json:"at,omitzero"`
	Intake   string       `json:"in,omitempty"`
	Ref      string       `json:"xr,omitempty"`
	Klager   klagerRow    `json:"kl,omitzero"`
	Words    string       `json:"w,omitempty"`
	More     string       `json:"w2,omitempty"`
	Wish     string       `json:"wi,omitempty"`
	Done     string       `json:"dn,omitempty"`
	Told     string       `json:"to,omitempty"`
	NoTalk   bool         `json:"nc,omitempty"`
	Subject  string       `json:"su,omitempty"`
	Departed string       `json:"dp,omitempty"`
	Involved []involvedRw `json:"iv,omitempty"`
	Consider []personRow  `json:"cs,omitempty"`
	Concern  []personRow  `json:"cn,omitempty"`
	Officer  personRow    `json:"of,omitzero"`
	Passed   []personRow  `json:"ps,omitempty"`
	IndepBy  personRow    `json:"ib,omitzero"`
	IndepAt  time.Time    `json:"ia,omitzero"`
	Restrict bool         `json:"rs,omitempty"`
	Assignee string       `json:"as,omitempty"`
	Filing   []string     `json:"fi,omitempty"`
	Natures  []string     `json:"na,omitempty"`
	RegAt    time.Time    `json:"ra,omitzero"`
	RegBy    personRow    `json:"rb,omitzero"`
}

type personRow struct {
	ID   string `json:"i,omitempty"`
	Name string `json:"n,omitempty"`
}

type policyRow struct {
	Version   string `json:"v,omitempty"`
	Effective string `json:"e,omitempty"`
	Settle    int    `json:"s,omitempty"` // days
	Retention int    `json:"r,omitempty"` // months
}

type klagerRow struct {
	Anonymous bool   `json:"a,omitempty"`
	OwnNumber bool   `json:"o,omitempty"`
	Client    string `json:"c,omitempty"`
	OnBehalf  bool   `json:"b,omitempty"`
	Rep       string `json:"r,omitempty"`
	Contact   string `json:"t,omitempty"`
}

type involvedRw struct {
	Who      personRow `json:"p"`
	Left     bool      `json:"l,omitempty"`
	Notified time.Time `json:"n,omitzero"`
	Seen     time.Time `json:"s,omitzero"`
	Part     string    `json:"t,omitempty"`
}

// dateRow is a civil date written as YYYY-MM-DD.
type dateRow calendar.Date

func (d dateRow) IsZero() bool { return calendar.Date(d).IsZero() }

func (d dateRow) MarshalText() ([]byte, error) { return []byte(calendar.Date(d).String()), nil }

func (d *dateRow) UnmarshalText(b []byte) error {
	p, err := calendar.Parse(string(b))
	*d = dateRow(p)
	return err
}

// encodeRecord writes c without its id, number and revision.
func encodeRecord(c complaint.Complaint) ([]byte, error) {
	r := recordRow{
		State: string(c.State), Policy: policyOf(c.Policy),
		Received: dateRow(c.Term.ReceivedOn), Due: dateRow(c.Term.DueOn), Act: dateRow(c.Term.ActOn),
		Reporter: personOf(c.Reporter), At: c.ReportedAt, Intake: string(c.Intake), Ref: c.ExternalRef.Reveal(),
		Klager: klagerRow{
			Anonymous: c.Complainant.Anonymous, OwnNumber: c.Complainant.OwnFileNumber, Client: c.Complainant.Client.Reveal(),
			OnBehalf: c.Complainant.OnBehalf, Rep: c.Complainant.Representative.Reveal(), Contact: c.Complainant.Contact.Reveal(),
		},
		Words: c.Words.Reveal(), More: c.MoreWords.Reveal(), Wish: c.Wish.Reveal(), Done: c.Done.Reveal(),
		Told: string(c.Told), NoTalk: c.NoContact, Subject: string(c.Subject), Departed: c.Departed.Reveal(),
		Consider: mapped(c.Considered, personOf), Concern: mapped(c.Concerned, personOf),
		Officer: personOf(c.Officer), Passed: mapped(c.PassedOver, personOf),
		IndepBy: personOf(c.Independence.By), IndepAt: c.Independence.At,
		Restrict: c.Restricted, Assignee: string(c.Assignee),
		Filing: strs(c.Filing), Natures: strs(c.Natures), RegAt: c.RegisteredAt, RegBy: personOf(c.RegisteredBy),
	}
	r.Involved = mapped(c.Involved, func(in complaint.Involved) involvedRw {
		return involvedRw{Who: personOf(in.Person), Left: in.Left, Notified: in.NotifiedAt, Seen: in.SeenAt, Part: in.Part.Reveal()}
	})
	return encodeJSON(r)
}

// decodeRecord reads what encodeRecord wrote.
func decodeRecord(id complaint.ID, no complaint.Number, revision int, b []byte) (complaint.Complaint, error) {
	var r recordRow
	if err := decodeJSON(b, &r); err != nil {
		return complaint.Complaint{}, err
	}
	c := complaint.Complaint{
		ID: id, Number: no, Revision: revision, State: complaint.State(r.State), Policy: r.Policy.policy(),
		Term:     complaint.Term{ReceivedOn: calendar.Date(r.Received), DueOn: calendar.Date(r.Due), ActOn: calendar.Date(r.Act)},
		Reporter: r.Reporter.person(), ReportedAt: r.At, Intake: complaint.Intake(r.Intake), ExternalRef: complaint.NewText(r.Ref),
		Complainant: complaint.Complainant{
			Anonymous: r.Klager.Anonymous, OwnFileNumber: r.Klager.OwnNumber, Client: complaint.NewText(r.Klager.Client),
			OnBehalf: r.Klager.OnBehalf, Representative: complaint.NewText(r.Klager.Rep), Contact: complaint.NewText(r.Klager.Contact),
		},
		Words: complaint.NewText(r.Words), MoreWords: complaint.NewText(r.More), Wish: complaint.NewText(r.Wish), Done: complaint.NewText(r.Done),
		Told: complaint.Answer(r.Told), NoContact: r.NoTalk, Subject: complaint.Subject(r.Subject), Departed: complaint.NewText(r.Departed),
		Considered: mapped(r.Consider, personRow.person), Concerned: mapped(r.Concern, personRow.person),
		Officer: r.Officer.person(), PassedOver: mapped(r.Passed, personRow.person),
		Independence: complaint.Independence{By: r.IndepBy.person(), At: r.IndepAt},
		Restricted:   r.Restrict, Assignee: complaint.UserID(r.Assignee),
		Filing: typed[complaint.FilingMode](r.Filing), Natures: typed[complaint.Nature](r.Natures),
		RegisteredAt: r.RegAt, RegisteredBy: r.RegBy.person(),
	}
	c.Involved = mapped(r.Involved, func(in involvedRw) complaint.Involved {
		return complaint.Involved{Person: in.Who.person(), Left: in.Left, NotifiedAt: in.Notified, SeenAt: in.Seen, Part: complaint.NewText(in.Part)}
	})
	return c, nil
}

// entryRow is one entry of the dossier; its revision is its place.
type entryRow struct {
	At       time.Time   `json:"at,omitzero"`
	By       personRow   `json:"by,omitzero"`
	Action   string      `json:"ac"`
	Rule     string      `json:"ru,omitempty"`
	Audience string      `json:"au"`
	Note     string      `json:"no,omitempty"`
	Changes  []changeRow `json:"ch,omitempty"`
}

type changeRow struct {
	Name  string `json:"k"`
	Value string `json:"v,omitempty"`
}

func encodeEntry(e complaint.Entry) ([]byte, error) {
	return encodeJSON(entryRow{
		At: e.At, By: personOf(e.By), Action: string(e.Action), Rule: e.Rule, Audience: string(e.Audience), Note: e.Note.Reveal(),
		Changes: mapped(e.Changes, func(c complaint.Change) changeRow { return changeRow{c.Name, c.Value.Reveal()} }),
	})
}

func decodeEntry(revision int, b []byte) (complaint.Entry, error) {
	var r entryRow
	if err := decodeJSON(b, &r); err != nil {
		return complaint.Entry{}, err
	}
	return complaint.Entry{
		Revision: revision, At: r.At, By: r.By.person(), Action: complaint.Verb(r.Action), Rule: r.Rule,
		Audience: complaint.Audience(r.Audience), Note: complaint.NewText(r.Note),
		Changes: mapped(r.Changes, func(c changeRow) complaint.Change {
			return complaint.Change{Name: c.Name, Value: complaint.NewText(c.Value)}
		}),
	}, nil
}

// toldRow says who pointed a client to the regeling (I1).
type toldRow struct {
	By   personRow `json:"by"`
	File string    `json:"f"`
	On   dateRow   `json:"on"`
	How  string    `json:"h"`
}

func encodeTold(by complaint.Actor, t complaint.ClientInformed) ([]byte, error) {
	return encodeJSON(toldRow{personOf(by), t.FileNumber.Reveal(), dateRow(t.On), t.How})
}

func decodeTold(b []byte) (complaint.Actor, complaint.ClientInformed, error) {
	var r toldRow
	err := decodeJSON(b, &r)
	return r.By.person(), complaint.ClientInformed{FileNumber: complaint.NewText(r.File), On: calendar.Date(r.On), How: r.How}, err
}

func personOf(p complaint.Person) personRow {
	return personRow{string(p.ID), p.Name.Reveal()}
}

func (r personRow) person() complaint.Person {
	return complaint.Person{ID: complaint.UserID(r.ID), Name: complaint.NewText(r.Name)}
}

func policyOf(p complaint.Policy) policyRow {
	return policyRow{p.Version, p.Effective, p.SettleDays, p.RetentionMonths}
}

func (r policyRow) policy() complaint.Policy {
	return complaint.Policy{Version: r.Version, Effective: r.Effective, SettleDays: r.Settle, RetentionMonths: r.Retention}
}

// mapped keeps an empty list nil.
func mapped[A, B any](list []A, f func(A) B) []B {
	var out []B
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

func strs[T ~string](list []T) []string {
	return mapped(list, func(v T) string { return string(v) })
}

func typed[T ~string](list []string) []T {
	return mapped(list, func(v string) T { return T(v) })
}

// encodeJSON and decodeJSON hide the errors of encoding/json, which can quote
// what they choke on.
func encodeJSON(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("store: encode %T", v)
	}
	return b, nil
}

func decodeJSON(b []byte, v any) error {
	if json.Unmarshal(b, v) != nil {
		return fmt.Errorf("store: decode %T", v)
	}
	return nil
}
