package handlers

import (
	"context"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// OpenReport opens Klacht melden; officer and deputies get their own intake.
// The complaint's id is drawn here and travels in the form: sending it twice
// is the same complaint, for ever.
func (s *Service) OpenReport(ctx context.Context, r Request) (Reply, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	meta := view.Meta{Case: s.newID(), Officer: set.IsOfficer(r.User)}
	return show(r, view.ReportForm(meta, nil, complaint.Today(s.now()))), nil
}

// ChangeReport draws the form anew when an answer asks for other fields. What
// was typed stays. People who were chosen are looked up now, so that sending
// the form does not have to wait for it.
func (s *Service) ChangeReport(ctx context.Context, r Request) (Reply, error) {
	meta, err := view.ParseMeta(r.View.Metadata)
	if err != nil {
		return Reply{}, err
	}
	if r.Name == view.ActionEmployees {
		s.warm(ctx, r.View.Values[view.ActionEmployees].Users)
		return Reply{}, nil
	}
	form := view.ReportForm(meta, r.View.Values, complaint.Today(s.now()))
	return Reply{Update: &form}, nil
}

// warm fetches people into the directory; a failure only costs time later.
func (s *Service) warm(ctx context.Context, ids []string) {
	for _, id := range ids {
		s.actor(ctx, complaint.UserID(id))
	}
}

// Report stores a complaint.
func (s *Service) Report(ctx context.Context, r Request) (Reply, error) {
	meta, err := view.ParseMeta(r.View.Metadata)
	if err != nil {
		return Reply{}, err
	}
	rep, err := view.ReadReport(meta, r.View.Values)
	if err != nil {
		return Reply{}, err
	}
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Reply{}, err
	}
	if rep.Subject == complaint.AboutOffice && set.ProcessOwner != "" {
		rep.Employees = []complaint.Colleague{{Person: complaint.Person{ID: set.ProcessOwner}}}
	}
	if rep.Employees, err = s.lookUp(ctx, rep.Employees, set); err != nil {
		return Reply{}, err
	}
	by := s.actor(ctx, r.User)
	now := s.now()
	c, err := s.store.Create(ctx, by, rep.ID, r.ID, func(set complaint.Settings) (complaint.Outcome, error) {
		return complaint.New(rep, by, set, now)
	})
	if errs := view.FieldErrors(view.FormReport, err); errs != nil {
		return Reply{Errors: errs}, nil
	}
	if err != nil {
		return Reply{}, err
	}
	if !rep.Stored(c) { // the same melder: Create gives nobody else the complaint
		// An earlier press got through and its answer was lost; what was changed
		// since then is in no dossier. It stays on the screen.
		return Reply{Errors: view.AlreadyStored(c)}, nil
	}
	receipt := view.Receipt(c, r.User)
	return Reply{Update: &receipt}, nil
}
