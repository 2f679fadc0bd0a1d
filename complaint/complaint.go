package complaint

import (
	"time"

	"klachtbot/complaint/calendar"
)

// State is where a complaint stands. The diagram in doc.go is compared with
// the action table by a test.
type State string

// The states, with their Dutch names.
const (
	Reported     State = "reported"      // gemeld
	WithEmployee State = "with_employee" // bij medewerker
	WithOfficer  State = "with_officer"  // bij functionaris
)

// States lists them in the order of the procedure.
func States() []State { return []State{Reported, WithEmployee, WithOfficer} }

// Intake (kanaal) is how the complaint came in.
type Intake string

// The ways in, as "Wijze van klacht indienen" and practice know them.
const (
	Conversation Intake = "conversation" // gesprek
	Phone        Intake = "phone"        // telefoon
	Post         Intake = "post"         // brief
	Email        Intake = "email"        // e-mail: rechtstreeks naar de functionaris
	Website      Intake = "website"      // www.erisietsmisgegaan.nl
	Chat         Intake = "chat"         // app of chat
	OtherIntake  Intake = "other"        // anders
)

// Intakes lists them in the order of the form.
func Intakes() []Intake {
	return []Intake{Conversation, Phone, Post, Email, Website, Chat, OtherIntake}
}

// Direct reports whether the officer handles this from the start: an e-mail
// "wordt rechtstreeks behandeld door de onafhankelijke klachtenfunctionaris",
// and the site is independent of the office (Wijze van klacht indienen).
func (i Intake) Direct() bool { return i == Email || i == Website }

// Filing is what the intake suggests for the wijze van indiening; the officer
// confirms it ("Registratie en classificatie", sentence 3). "Anders" suggests
// nothing.
func (i Intake) Filing() (FilingMode, bool) {
	switch i {
	case Conversation, Phone:
		return Oral, true
	case Post, Email, Website, Chat:
		return Written, true
	}
	return "", false
}

// FilingMode is the wijze van indiening.
type FilingMode string

// "A. mondeling, B. schriftelijk".
const (
	Oral    FilingMode = "A"
	Written FilingMode = "B"
)

// FilingModes lists them.
func FilingModes() []FilingMode { return []FilingMode{Oral, Written} }

// Nature is the aard van de klacht.
type Nature string

// The four categories, I to IV.
const (
	Conduct   Nature = "I"   // werkwijze van/bejegening door de medewerker
	Substance Nature = "II"  // inhoudelijke aspecten van de dienstverlening
	Financial Nature = "III" // financiële aspecten van de dienstverlening
	Practice  Nature = "IV"  // praktijkvoering in het algemeen
)

// Natures lists them.
func Natures() []Nature { return []Nature{Conduct, Substance, Financial, Practice} }

// Subject says whom the complaint is about.
type Subject string

// The answers to "Over wie gaat het?".
const (
	AboutEmployees Subject = "employees" // een of meer collega's
	AboutUnknown   Subject = "unknown"   // weet ik niet (edge case 1)
	AboutOffice    Subject = "office"    // het kantoor als geheel (edge case 3)
	AboutOfficer   Subject = "officer"   // de klachtenfunctionaris (edge case 6)
	AboutDeparted  Subject = "departed"  // iemand die hier niet meer werkt (edge case 18)
)

// Subjects lists them in the order of the form.
func Subjects() []Subject {
	return []Subject{AboutEmployees, AboutUnknown, AboutOffice, AboutOfficer, AboutDeparted}
}

// Answer is yes, no, or not asked; the zero value is not asked.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Complainant (klager) is "de cliënt of diens vertegenwoordiger die een klacht
// uit".
type Complainant struct {
	Anonymous bool
	// OwnFileNumber says that a nine-digit number in Client is the office's own
	// dossiernummer and no BSN (edge case 24).
	OwnFileNumber  bool
	Client         Text // name or file number
	OnBehalf       bool // someone speaks for the client
	Representative Text // name and relation
	Contact        Text // address, e-mail or telephone for the answer
}

// Involved is a betrokken medewerker: "dan dient de betrokken medewerker
// daarvan in kennis te worden gesteld" (Interne klachtenprocedure, sentence 1).
type Involved struct {
	Person
	// Left says that the account is deactivated: this person cannot be told or
	// treat the complaint through Slack (edge case 18).
	Left       bool
	NotifiedAt time.Time // set when the complaint was stored; UTC
	SeenAt     time.Time // Gezien; zero until then
	// Part, when the officer wrote one, replaces the whole text for this person
	// (edge case 2).
	Part Text
}

// Independence is the officer's statement (D5): "niet zijnde de betreffende
// medewerker ... of een directe collega". It comes before any content opens.
type Independence struct {
	By Person
	At time.Time // UTC; zero means not stated
}

// Complaint is one case: the record that is the truth. It is a value; a
// transition returns a new one. Times are UTC, dates are Europe/Amsterdam.
type Complaint struct {
	ID       ID
	Number   Number
	Revision int // 0 before it is stored
	State    State
	Policy   Policy
	Term     Term

	Reporter    Person // melder
	ReportedAt  time.Time
	Intake      Intake
	ExternalRef Text // kenmerk of the site or the letter

	Complainant Complainant
	Words       Text // in the words of the complainant
	MoreWords   Text // second part of a long text (officer's intake)
	Wish        Text
	Done        Text   // done or promised already
	Told        Answer // was the client told about the regeling (I1)?
	NoContact   bool   // the client refuses contact with the employee (edge case 20)

	Subject  Subject
	Departed Text       // who it is about, when they no longer work here
	Involved []Involved // betrokken
	// Considered are the mogelijk betrokken people of edge case 1. They are not
	// told, but count for independence.
	Considered []Person
	// Concerned are the officer and deputies whom the complaint is about
	// (edge cases 5 and 6).
	Concerned []Person

	// Officer handles the case: the klachtenfunctionaris or a waarnemer. Empty
	// when none is independent and the office must appoint someone.
	Officer Person
	// PassedOver are officers who stood back or were found not independent;
	// their access is withdrawn.
	PassedOver   []Person
	Independence Independence
	// Restricted (afgeschermd) cases are never named in the channel, and their
	// notices go only to those whom they do not concern (edge cases 5 to 7).
	Restricted bool
	// Assignee (behandelaar): exactly one person treats the case at any time
	// (P3). It equals Officer.ID in the officer's phase; empty only while there
	// is no officer and no employee who can act.
	Assignee UserID

	Filing       []FilingMode
	Natures      []Nature
	RegisteredAt time.Time
	RegisteredBy Person
}

// Actor is who acts and under which name the dossier records it.
type Actor = Person

// involved finds p among the betrokken medewerkers.
func (c Complaint) involved(p UserID) (int, bool) {
	for i, in := range c.Involved {
		if in.ID == p {
			return i, true
		}
	}
	return 0, false
}

// InvolvedIDs lists the betrokken medewerkers.
func (c Complaint) InvolvedIDs() []UserID {
	ids := make([]UserID, 0, len(c.Involved))
	for _, in := range c.Involved {
		ids = append(ids, in.ID)
	}
	return ids
}

// PossiblyInvolved lists everyone who counts for independence (D5: "tegen wie
// mogelijk de klacht is gericht"): involved, considered and concerned.
func (c Complaint) PossiblyInvolved() []Person {
	var all []Person
	for _, in := range c.Involved {
		all = append(all, in.Person)
	}
	all = append(all, c.Considered...)
	return append(all, c.Concerned...)
}

// clone copies the slices, so that a transition never writes into the value it
// was given.
func (c Complaint) clone() Complaint {
	c.Involved = append([]Involved(nil), c.Involved...)
	c.Considered = append([]Person(nil), c.Considered...)
	c.Concerned = append([]Person(nil), c.Concerned...)
	c.PassedOver = append([]Person(nil), c.PassedOver...)
	c.Filing = append([]FilingMode(nil), c.Filing...)
	c.Natures = append([]Nature(nil), c.Natures...)
	return c
}

// Today is the civil date of business time now in Europe/Amsterdam.
func Today(now time.Time) calendar.Date { return calendar.Of(now) }

func holds(list []Person, id UserID) bool {
	for _, p := range list {
		if p.ID == id {
			return true
		}
	}
	return false
}
