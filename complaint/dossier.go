package complaint

import (
	"time"
)

// Dossier is a complaint with its entries and, for the officer, who looked at
// it: what a store gives after it decided on access and logged it.
type Dossier struct {
	Complaint Complaint
	Entries   []Entry
	Reads     []Read // newest first, bounded; only when Sight.Log
}

// Read is one line of the access log: who saw which case, when, by which
// action; never what.
type Read struct {
	Case ID
	By   UserID
	Verb Verb
	At   time.Time // UTC, real time
}

// Summary is what lists show: nothing that anyone typed.
type Summary struct {
	ID         ID
	Number     Number
	State      State
	Term       Term
	ReportedAt time.Time
	Restricted bool
	// Yours says that the viewer of the list is the officer of this case.
	Yours bool
}

// Query selects summaries, newest first. With a Role it selects the cases in
// which Viewer has that role (Reporter, InvolvedEmployee or Officer); without,
// all cases.
type Query struct {
	Viewer UserID
	Role   Role
	Offset int
	Limit  int // 0 means 20
}

// Task is a notice that a relay has leased and must finish, retry or bury.
type Task struct {
	Notice  Notice
	Key     string // identity of the notice in the outbox; holds no personal data
	Token   string // of this lease
	Attempt int    // 1 the first time
	// Repeat says that an earlier lease ended without an answer: the message
	// may already have been sent once.
	Repeat bool
}

// Card is a message that shows a case to one person in one role, as Slack
// identifies it.
type Card struct {
	Person   UserID
	Role     Role
	Channel  string
	TS       string
	Revision int // of the complaint, as shown
}

// Obligation is something that falls due at a moment, derived from the record
// alone.
type Obligation struct {
	Case ID
	Kind ObligationKind
	At   time.Time // UTC, business time
}

// ObligationKind names what falls due.
type ObligationKind string

// TurnsOverdue is the first moment after the formal date: screens that show
// the case must say so (V4).
const TurnsOverdue ObligationKind = "overdue"

// Obligations lists what c owes to the clock.
func (c Complaint) Obligations() []Obligation {
	return []Obligation{{Case: c.ID, Kind: TurnsOverdue, At: c.Term.DueOn.AddDays(1).Start()}}
}

// Fall gives the notices of an obligation that has fallen due: everyone's
// screens must be looked at again.
func (c Complaint) Fall(_ Obligation, s Settings) []Notice { return lookNotices(c, c, s) }
