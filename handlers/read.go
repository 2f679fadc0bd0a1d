package handlers

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// ReadCase is the button Klacht bekijken: content opens in a modal after a live
// permission check that is logged before anything shows.
func (s *Service) ReadCase(ctx context.Context, r Request) (Reply, error) {
	return s.readCase(ctx, r, complaint.ActRead, func(d complaint.Dossier, set complaint.Settings) slack.ModalViewRequest {
		return view.Content(d, r.User, set, complaint.Today(s.now()), s.names(ctx))
	})
}

// readCase reads, decides, logs, and only then shows.
func (s *Service) readCase(ctx context.Context, r Request, verb complaint.Verb,
	modal func(complaint.Dossier, complaint.Settings) slack.ModalViewRequest) (Reply, error) {
	id, err := caseID(r.Value)
	if err != nil {
		return Reply{}, err
	}
	d, err := s.store.Read(ctx, r.User, id, verb)
	if err != nil {
		c, set, peekErr := s.peek(ctx, id)
		if peekErr != nil || errors.Is(err, complaint.ErrNotFound) {
			return Reply{}, err
		}
		return s.today(r, c, set, err)
	}
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	return show(r, modal(d, set)), nil
}

// OpenCase is a line of a list: the content for who may see it, the status for
// who may not.
func (s *Service) OpenCase(ctx context.Context, r Request) (Reply, error) {
	id, err := caseID(r.Value)
	if err != nil {
		return Reply{}, err
	}
	c, set, err := s.peek(ctx, id)
	if err != nil {
		return Reply{}, err
	}
	sight := complaint.See(c, r.User, set)
	switch {
	case !sight.Exists:
		return Reply{}, complaint.ErrNotFound
	case complaint.Allow(c, complaint.ActRead, r.User, set) == nil:
		return s.ReadCase(ctx, r)
	}
	return show(r, view.Status(c, r.User, set, complaint.Today(s.now()), "")), nil
}
