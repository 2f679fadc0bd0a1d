package bot

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers"
)

// Inspector looks at a workspace without changing anything in it, for klachtbot
// doctor. It is for one goroutine; every call may take 15 s.
type Inspector struct {
	web  *web
	dir  *Directory
	self identity
}

// NewInspector needs no more than the tokens; APIURL as in Config.
func NewInspector(token, appToken, apiURL string) (*Inspector, error) {
	cfg := Config{Token: token, AppToken: appToken, APIURL: apiURL, Log: slog.New(slog.DiscardHandler)}
	m, err := newMetrics(prometheus.NewRegistry(), func() time.Duration { return 0 })
	if err != nil {
		return nil, err
	}
	in := &Inspector{}
	if in.web, err = newWeb(cfg, m); err != nil {
		return nil, err
	}
	in.dir = newDirectory(in.web, clockwork.NewRealClock(), func() identity { return in.self }, &pool{size: 1})
	return in, nil
}

// Close lets the connections go.
func (in *Inspector) Close() { in.web.idle() }

// Token asks Slack whether it accepts the bot token, once, and what the token
// may do. known is false when Slack did not say: auth.test has the scopes in a
// header that its page does not promise. Everything else here comes after it.
func (in *Inspector) Token(ctx context.Context) (scopes []string, known bool, err error) {
	var who *slack.AuthTestResponse
	if err := call(ctx, "auth.test", func(ctx context.Context) (err error) {
		who, err = in.web.patient.AuthTestContext(ctx)
		return err
	}); err != nil {
		return nil, false, err
	}
	in.self = identity{team: who.TeamID, enterprise: who.EnterpriseID, user: who.UserID}
	header := who.Header.Values("X-OAuth-Scopes")
	for _, s := range strings.Split(strings.Join(header, ","), ",") {
		if s = strings.TrimSpace(s); s != "" {
			scopes = append(scopes, s)
		}
	}
	return scopes, len(header) > 0, nil
}

// Socket asks Slack for the address of a socket and does not use it: nil when
// the app-level token is fit for Socket Mode.
func (in *Inspector) Socket(ctx context.Context) error {
	return call(ctx, "apps.connections.open", func(ctx context.Context) error {
		_, _, err := in.web.patient.StartSocketModeContext(ctx)
		return err
	})
}

// Account is an account with the kind of guest it is.
type Account struct {
	handlers.Profile
	SingleChannel bool // a guest with one channel
}

// Account reads an account. ErrUnknownPerson when there is none of that id, or
// none that the bot may see.
func (in *Inspector) Account(ctx context.Context, id complaint.UserID) (Account, error) {
	var u *slack.User
	err := call(ctx, "users.info", func(ctx context.Context) (err error) {
		u, err = in.web.patient.GetUserInfoContext(ctx, string(id))
		return err
	})
	if isCode(err, "user_not_found") || isCode(err, "user_not_visible") {
		return Account{}, ErrUnknownPerson
	}
	if err != nil {
		return Account{}, err
	}
	return Account{in.dir.profile(*u), u.IsUltraRestricted}, nil
}

// Channel is Directory.Channel.
func (in *Inspector) Channel(ctx context.Context, id string) (complaint.ChannelFacts, error) {
	return in.dir.Channel(ctx, id)
}

// Code gives Slack's own name for what went wrong with a call, such as
// invalid_auth; "network" or "timeout" when Slack did not answer, and "" for an
// error that is not of a call.
func Code(err error) string {
	var e *apiError
	if !errors.As(err, &e) {
		return ""
	}
	return e.code
}
