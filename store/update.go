package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// Update loads the complaint, checks that by may know of it, runs fn and
// commits, guarded by the revision: one read and one write. fn may run again.
// A request that was stored before gives the complaint as it is now, and fn
// does not run. An outcome without a new revision and without notices changes
// nothing. ErrNotFound; ErrStale when others kept being first.
func (s *Store) Update(ctx context.Context, by complaint.Actor, id complaint.ID, req string,
	fn func(complaint.Complaint, complaint.Settings) (complaint.Outcome, error),
) (complaint.Complaint, error) {
	for i := range attempts {
		if i > 0 {
			s.count.conflicts.Add(1)
			if err := pause(ctx, i); err != nil {
				return complaint.Complaint{}, fmt.Errorf("store: update: %w", err)
			}
		}
		c, done, err := s.update(ctx, by, id, s.request(req), fn)
		if err != nil {
			return complaint.Complaint{}, fmt.Errorf("store: update: %w", err)
		}
		if done {
			return c, nil
		}
	}
	return complaint.Complaint{}, fmt.Errorf("store: update: %w", complaint.ErrStale)
}

// update tries once; not done means that it must start anew.
func (s *Store) update(ctx context.Context, by complaint.Actor, id complaint.ID, request string,
	fn func(complaint.Complaint, complaint.Settings) (complaint.Outcome, error),
) (complaint.Complaint, bool, error) {
	c, set, repeated, err := s.readForUpdate(ctx, id, request)
	if err != nil {
		return complaint.Complaint{}, false, err
	}
	if !complaint.See(c.Complaint, by.ID, set).Exists {
		return complaint.Complaint{}, false, complaint.ErrNotFound
	}
	if repeated {
		return c.Complaint, true, nil
	}
	o, err := fn(c.Complaint, set)
	if err != nil {
		return complaint.Complaint{}, false, err
	}
	switch next := o.Complaint; {
	case next.ID == id && next.Revision == c.Revision && len(o.Notices) == 0:
		return c.Complaint, true, nil
	case next.ID != id || next.Revision != c.Revision+1 || o.Entry.Revision != next.Revision || next.Number != c.Number:
		return complaint.Complaint{}, false, errOutcome
	}
	p := s.newPlan(request)
	p.eq(s.k.complaint(id), fRevision, strconv.Itoa(c.Revision), codeConflict)
	if err := s.planOutcome(p, c, o); err != nil {
		return complaint.Complaint{}, false, err
	}
	code, _, err := s.commit(ctx, p, requestTTL)
	if err != nil {
		return complaint.Complaint{}, false, err
	}
	// DUP: stored by another delivery, or by us with the reply lost; the next
	// round reads the complaint as it is now.
	return o.Complaint, code == codeOK, nil
}

// readForUpdate reads the complaint, the settings when they moved, and whether
// the request was stored before.
func (s *Store) readForUpdate(ctx context.Context, id complaint.ID, request string) (opened, complaint.Settings, bool, error) {
	var revision *redis.StringCmd
	var stored *redis.IntCmd
	c, err := s.readCase(ctx, id, func(p redis.Pipeliner) {
		revision = p.HGet(ctx, s.k.settings(), setRevision)
		stored = p.Exists(ctx, s.k.request(request))
	})
	if err != nil {
		return opened{}, complaint.Settings{}, false, err
	}
	set, err := s.settingsAt(ctx, revision.Val())
	return c, set, stored.Val() > 0, err
}
