package handlers

import (
	"context"
	"slices"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// homeRows is how many cases of each kind a Home considers; more are in the
// lists.
const homeRows = 20

// deliverHome draws the Home of one person as it is true now.
func (s *Service) deliverHome(ctx context.Context, p complaint.UserID, set complaint.Settings) (Delivery, error) {
	h := view.HomeData{IsOfficer: set.IsOfficer(p), IsOffice: set.IsOffice(p)}
	for role, into := range map[complaint.Role]*[]complaint.Summary{
		complaint.InvolvedEmployee: &h.Involved, complaint.Reporter: &h.Reported, complaint.Officer: &h.Officer,
	} {
		cases, _, err := s.store.List(ctx, complaint.Query{Viewer: p, Role: role, Limit: homeRows})
		if err != nil {
			return Delivery{}, err
		}
		if *into, err = s.still(ctx, cases, p, role); err != nil {
			return Delivery{}, err
		}
	}
	h.IsOfficer = h.IsOfficer || len(h.Officer) > 0
	for _, c := range h.Involved {
		open, err := s.todo(ctx, c.ID, p, set)
		if err != nil {
			return Delivery{}, err
		}
		if open {
			h.Todo = append(h.Todo, c)
		}
	}
	if h.IsOffice {
		terms, err := s.terms(ctx, p, set)
		if err != nil {
			return Delivery{}, err
		}
		h.Terms = terms
	}
	return Delivery{Home: &Home{Person: p, View: view.Home(h, complaint.Today(s.now()))}}, nil
}

// todo reports whether an employee concerned still has to do something.
func (s *Service) todo(ctx context.Context, id complaint.ID, p complaint.UserID, set complaint.Settings) (bool, error) {
	c, err := s.store.Peek(ctx, id)
	if err != nil {
		return false, err
	}
	return c.State == complaint.WithEmployee && c.Assignee == p || complaint.Allow(c, complaint.ActSeen, p, set) == nil, nil
}

// terms lists the cases in which this person is management (edge case 7: none
// that concerns them, though they see its status as the one concerned).
func (s *Service) terms(ctx context.Context, p complaint.UserID, set complaint.Settings) ([]complaint.Summary, error) {
	all, _, err := s.store.List(ctx, complaint.Query{Viewer: p, Limit: homeRows})
	if err != nil {
		return nil, err
	}
	var seen []complaint.Summary
	for _, sum := range all {
		c, err := s.store.Peek(ctx, sum.ID)
		if err != nil {
			return nil, err
		}
		if slices.Contains(complaint.RolesOf(c, p, set), complaint.Office) {
			seen = append(seen, sum)
		}
	}
	return seen, nil
}
