package complaint

import (
	"errors"
	"fmt"
)

// The kinds of refusal. Callers use errors.Is and errors.As, never the text;
// handlers/view turns them into Dutch. No error text carries personal data.
var (
	// ErrNotFound also stands for "not yours to know": the two look the same.
	ErrNotFound = errors.New("complaint: not found")
	// ErrForbidden is for an actor who already may see the complaint.
	ErrForbidden = errors.New("complaint: not allowed for this person")
	// ErrState says that the action does not fit the state as it is today.
	ErrState = errors.New("complaint: not possible in this state")
	// ErrStale says that the complaint changed since it was read.
	ErrStale = errors.New("complaint: changed in the meantime")
)

// Field names an input, so that a refusal can be shown beside it.
type Field string

// The fields that a rule of this package can refuse.
const (
	FieldReceivedOn     Field = "received_on"
	FieldIntake         Field = "intake"
	FieldWords          Field = "words"
	FieldSubject        Field = "subject"
	FieldEmployees      Field = "employees"
	FieldDeparted       Field = "departed"
	FieldRepresentative Field = "representative"
	FieldClient         Field = "client"
	FieldMoreWords      Field = "more_words"
	FieldWish           Field = "wish"
	FieldDone           Field = "done"
	FieldContact        Field = "contact"
	FieldExternalRef    Field = "external_ref"
	FieldSupplement     Field = "supplement"
	FieldFiling         Field = "filing"
	FieldNature         Field = "nature"
	FieldAssignee       Field = "assignee"
	FieldReason         Field = "reason"
	FieldPart           Field = "part"
	FieldStatement      Field = "statement"
	FieldAppointee      Field = "appointee"
	FieldHow            Field = "how"
)

// Reason says what is wrong with a field.
type Reason string

// The reasons for which a field is refused.
const (
	ReasonMissing    Reason = "missing"
	ReasonFuture     Reason = "future"
	ReasonTooOld     Reason = "too_old"
	ReasonTooLong    Reason = "too_long"
	ReasonBSN        Reason = "bsn"
	ReasonUnknown    Reason = "unknown"    // not one of the choices
	ReasonNotAnyone  Reason = "not_anyone" // a bot, a guest, someone from elsewhere
	ReasonLeft       Reason = "left"       // no longer works here
	ReasonConflict   Reason = "conflict"   // D5: not independent
	ReasonOfficer    Reason = "officer"    // the officer must handle this one first
	ReasonNeedReason Reason = "need_reason"
)

// FieldError refuses one input and leaves the rest as it was typed.
type FieldError struct {
	Field  Field
	Reason Reason
	// Of tells several inputs of one field apart (a part per person).
	Of UserID
}

func (e *FieldError) Error() string {
	return fmt.Sprintf("complaint: field %s: %s", e.Field, e.Reason)
}

// FieldErrors collects every refused input of one form, so that a person sees
// them all at once.
type FieldErrors []*FieldError

func (e FieldErrors) Error() string { return errors.Join(e.Unwrap()...).Error() }

// Unwrap lets errors.As find the first *FieldError.
func (e FieldErrors) Unwrap() []error {
	all := make([]error, len(e))
	for i, f := range e {
		all[i] = f
	}
	return all
}

func (e *FieldErrors) add(f Field, r Reason) { *e = append(*e, &FieldError{Field: f, Reason: r}) }

// err is nil when nothing was refused.
func (e FieldErrors) err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// RuleError refuses an action and names the sentence of the klachtenregeling.
type RuleError struct {
	Action Verb
	Rule   string
	Kind   error // ErrForbidden, ErrState
}

func (e *RuleError) Error() string { return fmt.Sprintf("%v: %s (%s)", e.Kind, e.Action, e.Rule) }

// Unwrap gives the kind.
func (e *RuleError) Unwrap() error { return e.Kind }
