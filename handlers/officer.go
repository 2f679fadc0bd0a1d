package handlers

import (
	"context"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// OpenIndependence opens the statement of independence: names and teams, and
// nothing of the complaint (D5). Seeing them is logged like any reading.
func (s *Service) OpenIndependence(ctx context.Context, r Request) (Reply, error) {
	return s.readCase(ctx, r, complaint.ActDeclare, func(d complaint.Dossier, set complaint.Settings) slack.ModalViewRequest {
		c := d.Complaint
		c.Concerned, c.Considered = s.withNames(ctx, c.Concerned), s.withNames(ctx, c.Considered)
		return view.IndependenceForm(c, set, nil)
	})
}

// Declare stores the statement and opens the content.
func (s *Service) Declare(ctx context.Context, r Request) (Reply, error) {
	reply, err := s.update(ctx, r, view.FormIndependence,
		func(c complaint.Complaint, set complaint.Settings, by complaint.Actor) (complaint.Outcome, error) {
			return c.Declare(view.ReadIndependence(r.View.Values), by, set, s.now())
		},
		func(c complaint.Complaint) slack.ModalViewRequest {
			return view.Notice("Bevestigd", "Je onafhankelijkheid bij *"+c.Number.String()+"* is vastgelegd. Op de kaart in je berichten kun je de klacht nu bekijken en registreren.")
		})
	return reply, err
}

// OpenRegistration opens Klacht registreren.
func (s *Service) OpenRegistration(ctx context.Context, r Request) (Reply, error) {
	return s.caseForm(ctx, r, complaint.ActRegister, func(c complaint.Complaint, _ complaint.Settings) slack.ModalViewRequest {
		return view.RegistrationForm(c, nil, s.names(ctx))
	})
}

// ChangeRegistration draws the form anew when other employees are chosen: who
// can treat the complaint depends on it.
func (s *Service) ChangeRegistration(ctx context.Context, r Request) (Reply, error) {
	meta, err := view.ParseMeta(r.View.Metadata)
	if err != nil {
		return Reply{}, err
	}
	c, set, err := s.peek(ctx, meta.Case)
	if err != nil {
		return Reply{}, err
	}
	if err := complaint.Allow(c, complaint.ActRegister, r.User, set); err != nil {
		return Reply{}, err
	}
	form := view.RegistrationForm(c, r.View.Values, s.names(ctx))
	return Reply{Update: &form}, nil
}

// Register stores the registration and classification (R2, R3).
func (s *Service) Register(ctx context.Context, r Request) (Reply, error) {
	reg := view.ReadRegistration(r.View.Values, r.User)
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	if reg.Employees, err = s.lookUp(ctx, reg.Employees, set); err != nil {
		return Reply{}, err
	}
	return s.update(ctx, r, view.FormRegistration,
		func(c complaint.Complaint, set complaint.Settings, by complaint.Actor) (complaint.Outcome, error) {
			return c.Register(reg, by, set, s.now())
		}, view.Registered)
}
