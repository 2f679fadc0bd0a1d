package handlers

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// lists says which cases each list holds.
var lists = map[view.List]complaint.Role{
	view.ListRegister: "", view.ListReported: complaint.Reporter, view.ListInvolved: complaint.InvolvedEmployee,
}

func (s *Service) rows(ctx context.Context, list view.List, viewer complaint.UserID, offset int) (view.Rows, error) {
	cases, total, err := s.store.List(ctx, complaint.Query{Viewer: viewer, Role: lists[list], Offset: offset, Limit: view.PageSize})
	if err != nil || lists[list] == "" {
		return view.Rows{List: list, Cases: cases, Total: total, Offset: offset}, err
	}
	still, err := s.still(ctx, cases, viewer, lists[list])
	if total <= view.PageSize { // of more, the pages are counted as the index has them
		total -= len(cases) - len(still)
	}
	return view.Rows{List: list, Cases: still, Total: total, Offset: offset}, err
}

// still keeps the cases in which viewer has role today. The index knows who
// once reported a case; an officer who typed it in and then stood back keeps
// the number only (edge case 5). That happens in cases that are afgeschermd,
// so only those are looked at again.
func (s *Service) still(ctx context.Context, cases []complaint.Summary, viewer complaint.UserID, role complaint.Role) ([]complaint.Summary, error) {
	var kept []complaint.Summary
	for _, sum := range cases {
		if !sum.Restricted {
			kept = append(kept, sum)
			continue
		}
		c, set, err := s.peek(ctx, sum.ID)
		if err != nil {
			return nil, err
		}
		if slices.Contains(complaint.RolesOf(c, viewer, set), role) {
			kept = append(kept, sum)
		}
	}
	return kept, nil
}

// inPlace shows a list in the place of the menu it was chosen from: Slack
// stacks three windows, and a case with a form on top of it must still fit.
func inPlace(r Request, m slack.ModalViewRequest) Reply {
	if r.View.CallbackID == view.PageInfo {
		return Reply{Update: &m}
	}
	return show(r, m)
}

// Mine shows what someone reported and where they are concerned.
func (s *Service) Mine(ctx context.Context, r Request) (Reply, error) {
	reported, err := s.rows(ctx, view.ListReported, r.User, 0)
	if err != nil {
		return Reply{}, err
	}
	involved, err := s.rows(ctx, view.ListInvolved, r.User, 0)
	if err != nil {
		return Reply{}, err
	}
	return inPlace(r, view.Mine(reported, involved, complaint.Today(s.now()))), nil
}

// ListRegister shows the officer every case, and a deputy those they handle.
func (s *Service) ListRegister(ctx context.Context, r Request) (Reply, error) {
	rows, err := s.register(ctx, r.User, 0)
	if err != nil {
		return Reply{}, err
	}
	return inPlace(r, view.Register(rows, complaint.Today(s.now()))), nil
}

// register is the officer's whole register, or what a deputy or someone
// appointed for one case handles; for anyone else it is empty, which says
// nothing about what exists.
func (s *Service) register(ctx context.Context, viewer complaint.UserID, offset int) (view.Rows, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return view.Rows{}, err
	}
	if viewer == set.Officer {
		return s.rows(ctx, view.ListRegister, viewer, offset)
	}
	cases, total, err := s.store.List(ctx, complaint.Query{Viewer: viewer, Role: complaint.Officer, Offset: offset, Limit: view.PageSize})
	return view.Rows{List: view.ListRegister, Cases: cases, Total: total, Offset: offset}, err
}

// Page turns a page of the list that is open.
func (s *Service) Page(ctx context.Context, r Request) (Reply, error) {
	list, offset, err := view.ParsePage(r.Value)
	if err != nil {
		return Reply{}, err
	}
	today := complaint.Today(s.now())
	if list == view.ListRegister {
		rows, err := s.register(ctx, r.User, offset)
		if err != nil {
			return Reply{}, err
		}
		m := view.Register(rows, today)
		return Reply{Update: &m}, nil
	}
	rows, err := s.rows(ctx, list, r.User, offset)
	if err != nil {
		return Reply{}, err
	}
	m := view.Mine(rows, view.Rows{}, today)
	if list == view.ListInvolved {
		m = view.Mine(view.Rows{}, rows, today)
	}
	return Reply{Update: &m}, nil
}
