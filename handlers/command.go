package handlers

import (
	"context"
	"strings"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// Klacht is the command /klacht. Alone it opens the form at once, because a
// client may be on the phone. What is typed behind it is never kept.
func (s *Service) Klacht(ctx context.Context, r Request) (Reply, error) {
	words := strings.Fields(strings.ToLower(r.Text))
	switch {
	case len(words) == 0:
		return s.OpenReport(ctx, r)
	case len(words) > 1:
		return s.menu(ctx, r, view.MenuTooMuch)
	}
	info, known := infos[words[0]]
	switch {
	case words[0] == "help":
		return s.menu(ctx, r, view.MenuPlain)
	case !known:
		return s.menu(ctx, r, view.MenuUnknown)
	case r.Direct:
		return info.open(s, ctx, r)
	}
	// In a channel nothing about complaints shows: the answer comes in private.
	n := complaint.Notice{Kind: info.kind, To: r.User, Event: r.ID}
	if err := s.store.Notify(ctx, r.ID, n); err != nil {
		return Reply{}, err
	}
	return Reply{Ephemeral: view.AskedInPrivate}, nil
}

// infos are the words behind the command that only show something.
var infos = map[string]struct {
	kind complaint.NoticeKind
	open func(*Service, context.Context, Request) (Reply, error)
}{
	"mijn":     {complaint.SayMine, (*Service).Mine},
	"uitleg":   {complaint.SayExplain, (*Service).Explain},
	"tips":     {complaint.SayTips, (*Service).Tips},
	"regeling": {complaint.SayPolicy, (*Service).Policy},
}

func (s *Service) menu(ctx context.Context, r Request, h view.MenuHint) (Reply, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	return show(r, view.Menu(h, set.IsOfficer(r.User))), nil
}

// Explain shows the text to copy for the client (I1).
func (s *Service) Explain(ctx context.Context, r Request) (Reply, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	return show(r, view.Explain(set)), nil
}

// Tips shows how to react to a complaint (O4).
func (s *Service) Tips(_ context.Context, r Request) (Reply, error) { return show(r, view.Tips()), nil }

// Policy shows the regeling (D4).
func (s *Service) Policy(ctx context.Context, r Request) (Reply, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	return show(r, view.PolicyText(set)), nil
}

// Privacy shows what is recorded about an employee (AVG art. 14).
func (s *Service) Privacy(ctx context.Context, r Request) (Reply, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	return show(r, view.Privacy(set.Policy)), nil
}

// OpenInformed opens the form that records that a client was told (I1).
func (s *Service) OpenInformed(_ context.Context, r Request) (Reply, error) {
	return show(r, view.InformedForm(nil, complaint.Today(s.now()))), nil
}

// Informed records that a client was told.
func (s *Service) Informed(ctx context.Context, r Request) (Reply, error) {
	told := view.ReadInformed(r.View.Values)
	err := told.Check(complaint.Today(s.now()))
	if errs := view.FieldErrors(view.FormInformed, err); errs != nil {
		return Reply{Errors: errs}, nil
	}
	if err := s.store.ClientInformed(ctx, s.actor(ctx, r.User), r.ID, told); err != nil {
		return Reply{}, err
	}
	m := view.Informed()
	return Reply{Update: &m}, nil
}

// OpenHome asks for the Home of whoever opened it; the outbox publishes it.
func (s *Service) OpenHome(ctx context.Context, r Request) (Reply, error) {
	return Reply{}, s.store.Notify(ctx, r.ID, complaint.Notice{Kind: complaint.LookHome, To: r.User})
}
