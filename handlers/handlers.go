// Package handlers holds the use cases: one file each. A use case reads what
// was typed, asks the complaint package, saves, and answers with a value. It
// never talks to Slack: bot performs the Reply, and to anyone but the person
// who acted only the outbox speaks.
package handlers

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// Store is what the use cases need of the register.
type Store interface {
	// Create stores a new complaint with the settings of this moment; fn may run
	// again when they moved, so it only computes. Creating an id that exists is
	// the same create again when the reporter is the same.
	Create(ctx context.Context, by complaint.Actor, id complaint.ID, req string,
		fn func(complaint.Settings) (complaint.Outcome, error)) (complaint.Complaint, error)
	// Update loads, checks that by may know of the complaint, runs fn and
	// commits, guarded by the revision. fn may run again. A request that was
	// already stored gives the complaint as it is now.
	Update(ctx context.Context, by complaint.Actor, id complaint.ID, req string,
		fn func(complaint.Complaint, complaint.Settings) (complaint.Outcome, error)) (complaint.Complaint, error)
	// Peek gives the complaint to code that shows no content of it.
	Peek(ctx context.Context, id complaint.ID) (complaint.Complaint, error)
	// Read decides on access, logs it, and only then gives the dossier with the
	// entries that by may see.
	Read(ctx context.Context, by complaint.UserID, id complaint.ID, verb complaint.Verb) (complaint.Dossier, error)
	List(ctx context.Context, q complaint.Query) (page []complaint.Summary, total int, err error)
	Settings(ctx context.Context) (complaint.Settings, error)
	// Notify queues notices that belong to no commit; the same key is queued
	// once in 24 hours.
	Notify(ctx context.Context, key string, notices ...complaint.Notice) error
	Cards(ctx context.Context, id complaint.ID, person complaint.UserID) ([]complaint.Card, error)
	// ClientInformed counts that a client was told about the regeling (I1).
	ClientInformed(ctx context.Context, by complaint.Actor, req string, told complaint.ClientInformed) error
	// Due lists obligations at or before now, oldest first.
	Due(ctx context.Context, now time.Time, limit int) ([]complaint.Obligation, error)
	// Fire takes an obligation off the list and queues its notices in one step;
	// false when another instance did so first.
	Fire(ctx context.Context, o complaint.Obligation, notices []complaint.Notice) (bool, error)
}

// Workspace is what the use cases need to know of Slack.
type Workspace interface {
	// Person gives the account behind an id, from a cache or by one call with a
	// deadline of its own. ErrUnknownPerson when there is none.
	Person(ctx context.Context, id complaint.UserID) (Profile, error)
	// Channel gives the facts about a channel as they are now, uncached.
	Channel(ctx context.Context, id string) (complaint.ChannelFacts, error)
}

// Profile is an account in the workspace.
type Profile struct {
	ID      complaint.UserID
	Name    string
	Bot     bool
	Left    bool // deactivated
	Guest   bool
	Foreign bool // of another organisation
}

// Service carries out the use cases.
type Service struct {
	store Store
	ws    Workspace
	now   func() time.Time // business time
	newID func() complaint.ID
}

// New joins the use cases to their store and workspace. now is business time;
// newID draws an opaque id.
func New(store Store, ws Workspace, now func() time.Time, newID func() complaint.ID) *Service {
	return &Service{store: store, ws: ws, now: now, newID: newID}
}

// Request is what a person did in Slack, free of transport.
type Request struct {
	// ID is the same for every delivery of the same act: view id for a
	// submission, user + action + moment for a click, trigger for a command.
	ID   string
	User complaint.UserID
	// Name is the command, action id, callback id, shortcut or event.
	Name    string
	Text    string // behind a command
	Channel string // where a command was typed or a message stands
	Direct  bool   // that is the conversation with the bot
	Block   string // of the element that was used
	Value   string // of the button, or of the option chosen
	View    ViewState
}

// ViewState is the modal an act happened in; zero when it happened elsewhere.
type ViewState struct {
	ID, Hash, CallbackID, Metadata string
	Values                         view.Values
}

// Reply is what the person who acted gets to see. The zero value is an
// acknowledgement and nothing else.
type Reply struct {
	// Errors refuses a submission: a sentence per block id of an input. What was
	// typed stays on the screen.
	Errors map[string]string
	Open   *slack.ModalViewRequest // a new modal
	Push   *slack.ModalViewRequest // on top of the modal that is open
	Update *slack.ModalViewRequest // in the place of the modal that is open
	// Ephemeral answers a command in a channel, to this person only.
	Ephemeral string
}

// Handler is one use case.
type Handler func(ctx context.Context, r Request) (Reply, error)
