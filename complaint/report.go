package complaint

import (
	"slices"
	"time"

	"klachtbot/complaint/calendar"
)

// Limits of what can be typed, in code points.
const (
	MaxLine = 200  // a name, a reference
	MaxText = 3000 // a text field: what Slack can show in one section
)

// Colleague is someone chosen in the form, with what the directory says about
// the account at that moment.
type Colleague struct {
	Person
	Left    bool // deactivated
	Refused bool // a bot, a guest who is no officer, someone from elsewhere
}

// Report (melding) is what the form Klacht melden holds.
type Report struct {
	ID          ID // drawn when the form opened: creating twice is the same create
	Intake      Intake
	ReceivedOn  calendar.Date
	ExternalRef Text
	Complainant Complainant
	Words       Text
	MoreWords   Text
	Subject     Subject
	// Employees: chosen (AboutEmployees), possibly involved (AboutUnknown), or
	// the process owner (AboutOffice).
	Employees  []Colleague
	Departed   Text
	Wish, Done Text
	Told       Answer
	NoContact  bool
}

// New stores a complaint as gemeld. Any displeasure that can reasonably be
// seen as a complaint is one (Begrippenlijst, "Klacht"): nothing is refused on
// form, only what cannot be true or cannot be kept. by is the melder; now is
// business time.
func New(r Report, by Actor, s Settings, now time.Time) (Outcome, error) {
	if err := r.check(s, now); err != nil {
		return Outcome{}, err
	}
	c := Complaint{
		ID: r.ID, State: Reported, Policy: s.Policy, Term: TermOf(r.ReceivedOn, s.Policy, s.Calendar),
		Reporter: by, ReportedAt: now.UTC(), Intake: r.Intake, ExternalRef: r.ExternalRef,
		Complainant: r.Complainant, Words: r.Words, MoreWords: r.MoreWords, Wish: r.Wish, Done: r.Done,
		Told: r.Told, NoContact: r.NoContact, Subject: r.Subject,
	}
	r.involve(&c, s, now)
	c.Restricted = restricted(c, s)
	c.Officer = Person{ID: nextOfficer(c, s)}
	c.Assignee = firstAssignee(c)
	o := step(Complaint{}, c, ActReport, by, now, Text{}, Author)
	o.Notices = newNotices(o.Complaint, s)
	return o, nil
}

// involve fills who the complaint is about. An officer or deputy chosen in the
// people picker counts as "De klachtenfunctionaris": they are concerned, and
// no card ever goes to them.
func (r Report) involve(c *Complaint, s Settings, now time.Time) {
	chosen := once(r.Employees)
	switch r.Subject {
	case AboutEmployees, AboutUnknown:
		for _, e := range chosen {
			switch {
			case s.IsOfficer(e.ID):
				c.Concerned = append(c.Concerned, e.Person)
			case r.Subject == AboutUnknown:
				c.Considered = append(c.Considered, e.Person)
			default:
				c.Involved = append(c.Involved, Involved{Person: e.Person, Left: e.Left, NotifiedAt: told(e, now)})
			}
		}
	case AboutOffice: // the process owner, when the office named one
		for _, e := range chosen {
			if e.ID == s.ProcessOwner {
				c.Involved = []Involved{{Person: e.Person, Left: e.Left, NotifiedAt: told(e, now)}}
			}
		}
	case AboutOfficer:
		if s.Officer != "" {
			c.Concerned = []Person{{ID: s.Officer}}
		}
	case AboutDeparted:
		c.Departed = r.Departed
	}
}

// once keeps each person one time: whoever is told, heard and signs does so
// once.
func once(list []Colleague) []Colleague {
	var people []Colleague
	for _, e := range list {
		if !slices.ContainsFunc(people, func(p Colleague) bool { return p.ID == e.ID }) {
			people = append(people, e)
		}
	}
	return people
}

func told(e Colleague, now time.Time) time.Time {
	if e.Left {
		return time.Time{}
	}
	return now.UTC()
}

// restricted finds edge cases 5 to 7: the officer is concerned or a direct
// colleague, or a member of management was named in person, be it as possibly
// involved (D5: "tegen wie mogelijk de klacht is gericht"). The process owner
// of edge case 3 answers for the office and is not named in person.
func restricted(c Complaint, s Settings) bool {
	if c.Subject == AboutOfficer || len(c.Concerned) > 0 || s.Officer != "" && !Independent(c, s.Officer, s) {
		return true
	}
	return slices.ContainsFunc(c.PossiblyInvolved(), func(p Person) bool {
		return s.IsOffice(p.ID) && (c.Subject != AboutOffice || p.ID != s.ProcessOwner)
	})
}

// OfficerFirst says why the employee's phase is skipped; empty when it is not.
func OfficerFirst(c Complaint) string {
	switch {
	case c.Intake.Direct():
		return "W2" // "deze wordt rechtstreeks behandeld door de onafhankelijke klachtenfunctionaris"
	case c.NoContact:
		return "edge 20"
	case len(able(c)) == 0:
		return "edge 1" // unknown, left, or about the officer
	}
	return ""
}

// able lists the employees concerned who can treat the complaint.
func able(c Complaint) []UserID {
	var ids []UserID
	for _, in := range c.Involved {
		if !in.Left {
			ids = append(ids, in.ID)
		}
	}
	return ids
}

// firstAssignee is the behandelaar in gemeld: the first employee chosen, else
// the officer ("De betrokken medewerker en daarna de onafhankelijke
// klachtenfunctionaris", Verantwoordelijkheden, sentence 1).
func firstAssignee(c Complaint) UserID {
	if OfficerFirst(c) != "" {
		return c.Officer.ID
	}
	return able(c)[0]
}

func newNotices(c Complaint, s Settings) []Notice {
	n := notices{c: c, s: s}
	// Who handles the case gets a card of their own; who is shielded from it
	// gets no message about it, not even as melder (edge cases 5 and 6).
	if c.Reporter.ID != c.Officer.ID && slices.Contains(RolesOf(c, c.Reporter.ID, s), Reporter) {
		n.say(SayReceipt, c.Reporter.ID)
	}
	for _, in := range c.Involved {
		if !in.Left {
			n.say(SayInvolved, in.ID)
		}
	}
	n.officerOrOffice()
	if (c.Subject == AboutOfficer || len(c.Concerned) > 0) && c.Officer.ID != "" {
		n.office(SayAboutOfficer)
	}
	if !c.Restricted && s.Channel != "" {
		n.say(SayChannel, "")
	}
	n.look(Complaint{})
	return n.list
}

// check refuses what cannot be true or may not be kept, all fields at once.
func (r Report) check(s Settings, now time.Time) error {
	var e FieldErrors
	r.checkReceipt(&e, now)
	if r.Words.IsZero() || !hasWords(r.Words.Reveal()) {
		e.add(FieldWords, ReasonMissing)
	}
	if r.Complainant.OnBehalf && r.Complainant.Representative.IsZero() {
		e.add(FieldRepresentative, ReasonMissing)
	}
	r.checkSubject(&e)
	for _, f := range r.texts() {
		checkText(&e, f.field, f.text, f.max, r.ownFileNumbers()...)
	}
	return e.err()
}

func (r Report) checkReceipt(e *FieldErrors, now time.Time) {
	today := Today(now)
	switch {
	case r.ReceivedOn.IsZero():
		e.add(FieldReceivedOn, ReasonMissing)
	case r.ReceivedOn.After(today):
		e.add(FieldReceivedOn, ReasonFuture)
	case r.ReceivedOn.Before(today.AddDays(-5 * 366)): // a slip of the keyboard: 1926
		e.add(FieldReceivedOn, ReasonTooOld)
	}
	if !slices.Contains(Intakes(), r.Intake) {
		e.add(FieldIntake, ReasonMissing)
	}
}

func (r Report) checkSubject(e *FieldErrors) {
	switch {
	case !slices.Contains(Subjects(), r.Subject):
		e.add(FieldSubject, ReasonMissing)
	case r.Subject == AboutEmployees && len(r.Employees) == 0:
		e.add(FieldEmployees, ReasonMissing)
	case r.Subject == AboutDeparted && r.Departed.IsZero():
		e.add(FieldDeparted, ReasonMissing)
	}
	if r.Subject == AboutEmployees || r.Subject == AboutUnknown {
		for _, who := range r.Employees {
			if who.Refused {
				e.add(FieldEmployees, ReasonNotAnyone)
				return
			}
		}
	}
}

// Stored reports whether c holds what this report says in words. It differs
// when someone sent the form, got no answer, changed a text and sent it again.
func (r Report) Stored(c Complaint) bool {
	kept := Report{Complainant: c.Complainant, ExternalRef: c.ExternalRef,
		Words: c.Words, MoreWords: c.MoreWords, Wish: c.Wish, Done: c.Done}.texts()
	for i, f := range r.texts() {
		// A departed name counts for one answer to "Over wie gaat het?" only.
		if f.field != FieldDeparted && !f.text.Equal(kept[i].text) {
			return false
		}
	}
	return true
}

type typed struct {
	field Field
	text  Text
	max   int
}

func (r Report) texts() []typed {
	return []typed{
		{FieldClient, r.Complainant.Client, MaxLine},
		{FieldRepresentative, r.Complainant.Representative, MaxLine},
		{FieldContact, r.Complainant.Contact, MaxLine * 2},
		{FieldExternalRef, r.ExternalRef, MaxLine},
		{FieldDeparted, r.Departed, MaxLine},
		{FieldWords, r.Words, MaxText},
		{FieldMoreWords, r.MoreWords, MaxText},
		{FieldWish, r.Wish, MaxText},
		{FieldDone, r.Done, MaxText},
	}
}

// ownFileNumbers are the nine-digit numbers that the melder declared to be the
// office's own: they pass wherever they are repeated.
func (r Report) ownFileNumbers() []string {
	if !r.Complainant.OwnFileNumber {
		return nil
	}
	return nineDigits(r.Complainant.Client.Reveal())
}

// checkText refuses a text that is too long or seems to hold a BSN.
func checkText(e *FieldErrors, f Field, t Text, limit int, own ...string) {
	if t.Len() > limit {
		e.add(f, ReasonTooLong)
	}
	if HasBSN(t.Reveal(), own...) {
		e.add(f, ReasonBSN)
	}
}

// hasWords wants at least two letters: "Vertel in minstens één zin wat de
// klacht is" is a hint, not an admission rule, but a lone dot says nothing.
func hasWords(s string) bool {
	n := 0
	for _, r := range s {
		if r > ' ' && r != '.' && r != '-' && r != '?' && r != '!' && r != 0xA0 {
			n++
		}
	}
	return n >= 2
}
