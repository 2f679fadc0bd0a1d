package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// ErrUnknownPerson says that Slack knows no such account.
var ErrUnknownPerson = fmt.Errorf("bot: unknown person: %w", complaint.ErrNotFound)

// Errors that end as a sentence to the person who acted. They count as a
// deadline that passed: trying again later helps.
var (
	errBusy = fmt.Errorf("bot: too busy: %w", context.DeadlineExceeded)
	errSlow = fmt.Errorf("bot: the use case took too long: %w", context.DeadlineExceeded)
)

// errNoRoute is a mistake of ours: a view with an id that nobody handles.
var errNoRoute = errors.New("bot: no route")

// panicError stands for a panic; it holds the type of the value only.
type panicError struct{ of string }

func (e *panicError) Error() string { return "bot: panic: " + e.of }

func recovered(v any) *panicError { return &panicError{of: fmt.Sprintf("%T", v)} }

// class says what to do about a failed call.
type class int

const (
	classUnknown   class = iota // a code we have no rule for
	classTemporary              // try again
	classPermanent              // trying again changes nothing
	classGone                   // that message can no longer be changed
	classConflict               // someone changed the view in the meantime
	classAuth                   // the token; an operator must act
	classBug                    // we built something that Slack refuses
)

// apiError is a failed call of the Web API. It says which method and which
// code, and quotes nothing else.
type apiError struct {
	method, code string
	class        class
	after        time.Duration // Retry-After
	// lost says that Slack may have carried the call out: the request went out
	// and no usable answer came back.
	lost    bool
	context error // the deadline or cancellation behind it
}

func (e *apiError) Error() string { return "slack: " + e.method + ": " + e.code }
func (e *apiError) Unwrap() error { return e.context }

// Temporary says that trying again may help; who explains an error to people
// can ask for it without knowing this package.
func (e *apiError) Temporary() bool { return e.class == classTemporary }

// codes are the answers of Slack we have a rule for [D: error tables].
var codes = map[string]class{
	"ratelimited": classTemporary, "rate_limited": classTemporary, "service_unavailable": classTemporary,
	"internal_error": classTemporary, "fatal_error": classTemporary, "request_timeout": classTemporary,
	"team_added_to_org": classTemporary, "accesslimited": classTemporary, "team_not_found": classTemporary,

	"channel_not_found": classPermanent, "is_archived": classPermanent, "account_inactive": classPermanent,
	"user_disabled": classPermanent, "user_not_found": classPermanent, "users_not_found": classPermanent,
	"cannot_dm_bot": classPermanent, "messages_tab_disabled": classPermanent, "not_in_channel": classPermanent,
	"restricted_action": classPermanent, "user_not_visible": classPermanent, "not_enabled": classPermanent,
	"external_channel_migrating": classTemporary,

	"message_not_found": classGone, "cant_update_message": classGone, "edit_window_closed": classGone,

	"hash_conflict": classConflict,

	"invalid_auth": classAuth, "not_authed": classAuth, "token_revoked": classAuth, "token_expired": classAuth,
	"missing_scope": classAuth, "not_allowed_token_type": classAuth, "no_permission": classAuth,
	"access_denied": classAuth, "ekm_access_denied": classAuth, "org_login_required": classAuth,
	"invalid_token": classAuth,

	"invalid_blocks": classBug, "invalid_arguments": classBug, "invalid_blocks_format": classBug,
	"msg_blocks_too_long": classBug, "msg_too_long": classBug, "no_text": classBug, "view_too_large": classBug,
	"duplicate_external_id": classBug, "invalid_form_data": classBug, "metadata_too_large": classBug,
}

// Docs on internal_error and fatal_error: "some aspect of the operation may
// have succeeded before the error was raised".
var mayHaveWorked = map[string]bool{"internal_error": true, "fatal_error": true}

// failed describes what went wrong with a call; sent says that the request
// left this machine.
func failed(method string, err error, sent bool) *apiError {
	e := &apiError{method: method, class: classTemporary}
	var refused slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &limited):
		e.code, e.after = "ratelimited", limited.RetryAfter
	case errors.As(err, &refused):
		e.code, e.class, e.lost = refused.Err, codes[refused.Err], mayHaveWorked[refused.Err]
	case errors.As(err, &status):
		e.code = fmt.Sprintf("http_%d", status.Code)
		e.lost = status.Code >= http.StatusInternalServerError
		if status.Code < 500 && status.Code != http.StatusTooManyRequests && status.Code != http.StatusRequestTimeout {
			e.class = classUnknown
		}
	default:
		e.code, e.lost = "network", sent
		for _, c := range []error{context.DeadlineExceeded, context.Canceled} {
			if errors.Is(err, c) {
				e.code, e.context = "timeout", c
			}
		}
	}
	return e
}

// classOf gives what to do about an error; what did not come from Slack is
// temporary.
func classOf(err error) class {
	var e *apiError
	if errors.As(err, &e) {
		return e.class
	}
	return classTemporary
}

func isLost(err error) bool {
	var e *apiError
	return errors.As(err, &e) && e.lost
}

// errKind names an error for the log and nothing more.
func errKind(err error) string {
	var api *apiError
	var p *panicError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &api):
		return api.method + ":" + api.code
	case errors.As(err, &p):
		return "panic:" + p.of
	}
	for _, k := range []struct {
		is   error
		name string
	}{
		{errBusy, "busy"}, {errSlow, "slow"}, {errNoRoute, "no_route"}, {errMalformed, "malformed"},
		{complaint.ErrStale, "stale"}, {complaint.ErrState, "state"}, {complaint.ErrForbidden, "forbidden"},
		{complaint.ErrNotFound, "not_found"}, {context.DeadlineExceeded, "timeout"}, {context.Canceled, "cancelled"},
	} {
		if errors.Is(err, k.is) {
			return k.name
		}
	}
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return reflect.TypeOf(err).String()
}
