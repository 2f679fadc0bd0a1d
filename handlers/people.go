package handlers

import (
	"context"
	"errors"
	"fmt"

	"klachtbot/complaint"
)

// actor is who acts, under the name of this moment. A name that cannot be had
// in time does not stop anyone from working: the id is what counts.
func (s *Service) actor(ctx context.Context, id complaint.UserID) complaint.Actor {
	p, err := s.ws.Person(ctx, id)
	if err != nil {
		return complaint.Actor{ID: id}
	}
	return complaint.Actor{ID: id, Name: complaint.NewText(p.Name)}
}

// names gives the name of a person for a modal.
func (s *Service) names(ctx context.Context) func(complaint.UserID) string {
	return func(id complaint.UserID) string {
		if p, err := s.ws.Person(ctx, id); err == nil && p.Name != "" {
			return p.Name
		}
		return "Onbekend"
	}
}

// lookUp fills in what the directory says of everyone chosen: who may be
// chosen at all, and who has left. An account that does not exist is refused
// like one from elsewhere.
func (s *Service) lookUp(ctx context.Context, list []complaint.Colleague, set complaint.Settings) ([]complaint.Colleague, error) {
	found := make([]complaint.Colleague, 0, len(list))
	for _, c := range list {
		p, err := s.ws.Person(ctx, c.ID)
		switch {
		case errors.Is(err, complaint.ErrNotFound):
			c.Refused = true
		case err != nil:
			return nil, fmt.Errorf("handlers: look up a person: %w", err)
		default:
			c.Name, c.Left = complaint.NewText(p.Name), p.Left
			c.Refused = p.Bot || p.Foreign || p.Guest && !set.IsOfficer(c.ID)
		}
		found = append(found, c)
	}
	return found, nil
}

// withNames fills in the names that the record does not hold (the officer
// before their statement, the officer as the one concerned).
func (s *Service) withNames(ctx context.Context, list []complaint.Person) []complaint.Person {
	named := make([]complaint.Person, 0, len(list))
	for _, p := range list {
		if p.Name.IsZero() {
			p.Name = complaint.NewText(s.names(ctx)(p.ID))
		}
		named = append(named, p)
	}
	return named
}
