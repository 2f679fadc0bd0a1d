package handlers

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// show puts a modal on the screen: on top of the one that is open, or as the
// first.
func show(r Request, m slack.ModalViewRequest) Reply {
	if r.View.ID != "" {
		return Reply{Push: &m}
	}
	return Reply{Open: &m}
}

// caseID is the opaque id on a button. What is not ours is not found.
func caseID(value string) (complaint.ID, error) {
	if !view.ValidID(value) {
		return "", complaint.ErrNotFound
	}
	return complaint.ID(value), nil
}

// caseForm opens a form about a case, after the action table allowed it now.
// A button that no longer fits shows today's state instead: a second click is
// not an error.
func (s *Service) caseForm(ctx context.Context, r Request, verb complaint.Verb,
	form func(complaint.Complaint, complaint.Settings) slack.ModalViewRequest) (Reply, error) {
	id, err := caseID(r.Value)
	if err != nil {
		return Reply{}, err
	}
	c, set, err := s.peek(ctx, id)
	if err != nil {
		return Reply{}, err
	}
	if err := complaint.Allow(c, verb, r.User, set); err != nil {
		return s.today(r, c, set, err)
	}
	return show(r, form(c, set)), nil
}

func (s *Service) peek(ctx context.Context, id complaint.ID) (complaint.Complaint, complaint.Settings, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return complaint.Complaint{}, set, err
	}
	c, err := s.store.Peek(ctx, id)
	return c, set, err
}

// today answers an action that does not fit: with the state as it is for who
// may know of the case, with the refusal for anyone else.
func (s *Service) today(r Request, c complaint.Complaint, set complaint.Settings, err error) (Reply, error) {
	sight := complaint.See(c, r.User, set)
	if !sight.Exists || !errors.Is(err, complaint.ErrState) && !sight.Shielded() {
		return Reply{}, err
	}
	return show(r, view.Status(c, r.User, set, complaint.Today(s.now()), view.NotNow)), nil
}

// update carries out a submission about a case: authorise, change, store. The
// reply is what the modal turns into, or a sentence at the field.
func (s *Service) update(ctx context.Context, r Request, formName string,
	fn func(complaint.Complaint, complaint.Settings, complaint.Actor) (complaint.Outcome, error),
	then func(complaint.Complaint) slack.ModalViewRequest) (Reply, error) {
	meta, err := view.ParseMeta(r.View.Metadata)
	if err != nil {
		return Reply{}, err
	}
	by := s.actor(ctx, r.User)
	c, err := s.store.Update(ctx, by, meta.Case, r.ID, func(c complaint.Complaint, set complaint.Settings) (complaint.Outcome, error) {
		return fn(c, set, by)
	})
	if errs := view.FieldErrors(formName, err); errs != nil {
		return Reply{Errors: errs}, nil
	}
	if err != nil {
		return Reply{}, err
	}
	page := then(c)
	return Reply{Update: &page}, nil
}

// click carries out a button that changes a case without a form. The card is
// brought up to date by the outbox, a modal at once; who clicked too late sees
// today's state.
func (s *Service) click(ctx context.Context, r Request,
	fn func(complaint.Complaint, complaint.Settings, complaint.Actor) (complaint.Outcome, error)) (Reply, error) {
	id, err := caseID(r.Value)
	if err != nil {
		return Reply{}, err
	}
	by := s.actor(ctx, r.User)
	_, err = s.store.Update(ctx, by, id, r.ID, func(c complaint.Complaint, set complaint.Settings) (complaint.Outcome, error) {
		return fn(c, set, by)
	})
	inModal := r.View.ID != ""
	if err == nil && !inModal || errors.Is(err, complaint.ErrNotFound) {
		return Reply{}, err
	}
	c, set, peekErr := s.peek(ctx, id)
	switch {
	case peekErr != nil:
		return Reply{}, err
	case err != nil:
		return s.today(r, c, set, err)
	}
	page := view.Status(c, r.User, set, complaint.Today(s.now()), view.Done)
	return Reply{Update: &page}, nil
}

// Seen is the button Gezien (P1).
func (s *Service) Seen(ctx context.Context, r Request) (Reply, error) {
	return s.click(ctx, r, func(c complaint.Complaint, set complaint.Settings, by complaint.Actor) (complaint.Outcome, error) {
		return c.Seen(by, set, s.now())
	})
}

// PassOn is the button Naar waarnemer (D5).
func (s *Service) PassOn(ctx context.Context, r Request) (Reply, error) {
	return s.click(ctx, r, func(c complaint.Complaint, set complaint.Settings, by complaint.Actor) (complaint.Outcome, error) {
		return c.PassOn(by, set, s.now())
	})
}

// OpenSupplement opens Aanvullen.
func (s *Service) OpenSupplement(ctx context.Context, r Request) (Reply, error) {
	return s.caseForm(ctx, r, complaint.ActSupplement, func(c complaint.Complaint, _ complaint.Settings) slack.ModalViewRequest {
		return view.SupplementForm(c, nil)
	})
}

// Supplement stores what was forgotten.
func (s *Service) Supplement(ctx context.Context, r Request) (Reply, error) {
	return s.update(ctx, r, view.FormSupplement,
		func(c complaint.Complaint, set complaint.Settings, by complaint.Actor) (complaint.Outcome, error) {
			return c.Supplement(view.ReadSupplement(r.View.Values), by, set, s.now())
		},
		func(c complaint.Complaint) slack.ModalViewRequest {
			return view.Notice("Aangevuld", "Je aanvulling bij *"+c.Number.String()+"* is bewaard.")
		})
}

// OpenAppointment opens Vervanger aanwijzen for the office.
func (s *Service) OpenAppointment(ctx context.Context, r Request) (Reply, error) {
	return s.caseForm(ctx, r, complaint.ActAppoint, func(c complaint.Complaint, _ complaint.Settings) slack.ModalViewRequest {
		return view.AppointmentForm(c, nil)
	})
}

// Appoint names an independent person for one case (edge case 6).
func (s *Service) Appoint(ctx context.Context, r Request) (Reply, error) {
	id, external := view.ReadAppointment(r.View.Values)
	who := complaint.Colleague{Person: complaint.Person{ID: id}}
	if id != "" {
		p, err := s.ws.Person(ctx, id)
		if err != nil && !errors.Is(err, complaint.ErrNotFound) {
			return Reply{}, err
		}
		// An external person is a guest or from elsewhere by nature; only apps and
		// accounts that no longer work are refused.
		who.Name, who.Left, who.Refused = complaint.NewText(p.Name), p.Left, err != nil || p.Bot
	}
	return s.update(ctx, r, view.FormAppointment,
		func(c complaint.Complaint, set complaint.Settings, by complaint.Actor) (complaint.Outcome, error) {
			return c.Appoint(who, external, by, set, s.now())
		},
		func(c complaint.Complaint) slack.ModalViewRequest {
			return view.Notice("Aangewezen", "Voor *"+c.Number.String()+"* is een vervanger aangewezen. Die krijgt nu bericht.")
		})
}
