package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"klachtbot/complaint"
)

// Codes of the checks in the plans of this package.
const (
	codeConflict = "CONFLICT" // the record has another revision
	codeExists   = "EXISTS"
	codeSettings = "SETTINGS" // the settings have another revision
	codeGone     = "GONE"     // the due entry is not there any more
)

// attempts is how often a write starts anew because someone else was first.
const attempts = 8

// errOutcome says that a transition broke the contract of an Outcome.
var errOutcome = errors.New("an outcome must carry the complaint itself, one revision further, with its entry")

// Create stores a new complaint and issues its number: one write, no reads. fn
// runs with the settings that are current when the complaint is stored; it may
// run again. The same id by the same reporter is the same create, for ever; by
// anyone else complaint.ErrNotFound.
func (s *Store) Create(ctx context.Context, by complaint.Actor, id complaint.ID, req string,
	fn func(complaint.Settings) (complaint.Outcome, error),
) (complaint.Complaint, error) {
	c, err := s.create(ctx, by, id, req, fn)
	if err != nil {
		return complaint.Complaint{}, fmt.Errorf("store: create: %w", err)
	}
	return c, nil
}

func (s *Store) create(ctx context.Context, by complaint.Actor, id complaint.ID, req string,
	fn func(complaint.Settings) (complaint.Outcome, error),
) (complaint.Complaint, error) {
	if err := checkID(id); err != nil {
		return complaint.Complaint{}, err
	}
	set, err := s.anySettings(ctx)
	if err != nil {
		return complaint.Complaint{}, err
	}
	for range attempts {
		o, err := fn(set)
		if err != nil {
			return complaint.Complaint{}, err
		}
		p, err := s.planCreate(id, req, set.Revision, o)
		if err != nil {
			return complaint.Complaint{}, err
		}
		code, result, err := s.commit(ctx, p, requestTTL)
		if err != nil {
			return complaint.Complaint{}, err
		}
		switch code {
		case codeOK:
			o.Complaint.Number, err = complaint.ParseNumber(result)
			return o.Complaint, err
		case codeDup, codeExists:
			return s.created(ctx, by, id)
		}
		s.count.conflicts.Add(1)
		if set, err = s.Settings(ctx); err != nil {
			return complaint.Complaint{}, err
		}
	}
	return complaint.Complaint{}, complaint.ErrStale
}

func (s *Store) planCreate(id complaint.ID, req string, settings int, o complaint.Outcome) (*plan, error) {
	if o.Complaint.ID != id || o.Complaint.Revision != 1 || o.Entry.Revision != 1 {
		return nil, errOutcome
	}
	key, err := newDossierKey(s.k.register, id, s.wrap)
	if err != nil {
		return nil, err
	}
	p, name := s.newPlan(s.request(req)), s.k.complaint(id)
	p.eq(name, fRevision, "", codeExists)
	p.eq(s.k.settings(), setRevision, strconv.Itoa(settings), codeSettings)
	year := strconv.Itoa(complaint.Today(o.Complaint.ReportedAt).Year)
	p.number(s.k.counter(), year, s.k.numbers(), name, string(id))
	p.hset(name, fKeyID, key.kid)
	p.hset(name, fKey, key.wrapped)
	return p, s.planOutcome(p, opened{key: key}, o)
}

// created gives the complaint that an earlier delivery of the same create
// stored, to its reporter only.
func (s *Store) created(ctx context.Context, by complaint.Actor, id complaint.ID) (complaint.Complaint, error) {
	c, err := s.readCase(ctx, id, nil)
	if err != nil {
		return complaint.Complaint{}, err
	}
	if c.Reporter.ID != by.ID {
		return complaint.Complaint{}, complaint.ErrNotFound
	}
	return c.Complaint, nil
}
