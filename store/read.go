package store

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// readsShown is how many rows of the access log a dossier shows.
const readsShown = 50

// Read decides on access, writes that down, and only then opens the entries:
// when the access log cannot be written, nothing is shown. It gives the
// complaint without what by may not see, and the entries that by may see. Two
// round trips, whatever the number of entries. ErrNotFound for who may not know
// of the case; else what complaint.Allow says of verb.
func (s *Store) Read(ctx context.Context, by complaint.UserID, id complaint.ID, verb complaint.Verb) (complaint.Dossier, error) {
	d, err := s.read(ctx, by, id, verb)
	if err != nil {
		return complaint.Dossier{}, fmt.Errorf("store: read: %w", err)
	}
	return d, nil
}

func (s *Store) read(ctx context.Context, by complaint.UserID, id complaint.ID, verb complaint.Verb) (complaint.Dossier, error) {
	var revision *redis.StringCmd
	var entries, reads *redis.StringSliceCmd
	c, err := s.readCase(ctx, id, func(p redis.Pipeliner) {
		revision = p.HGet(ctx, s.k.settings(), setRevision)
		entries = p.LRange(ctx, s.k.entries(id), 0, -1)
		reads = p.LRange(ctx, s.k.reads(id), -readsShown, -1)
	})
	if err != nil {
		return complaint.Dossier{}, err
	}
	set, err := s.settingsAt(ctx, revision.Val())
	if err != nil {
		return complaint.Dossier{}, err
	}
	if err := complaint.Allow(c.Complaint, verb, by, set); err != nil {
		return complaint.Dossier{}, err
	}
	if err := s.logRead(ctx, complaint.Read{Case: id, By: by, Verb: verb, At: s.real.Now().UTC()}); err != nil {
		return complaint.Dossier{}, err
	}
	sight := complaint.See(c.Complaint, by, set).For(verb)
	d := complaint.Dossier{Complaint: c.Strip(sight, by)}
	if d.Entries, err = s.openEntries(c, entries.Val(), sight, by); err != nil {
		return complaint.Dossier{}, err
	}
	if sight.Log {
		d.Reads, err = s.openReads(id, reads.Val())
	}
	return d, err
}

// logRead writes one row of the access log. A lost reply may write it twice:
// too many rows are better than one too few.
func (s *Store) logRead(ctx context.Context, r complaint.Read) error {
	row, err := encodeRead(r)
	if err != nil {
		return err
	}
	return s.again(ctx, func() error {
		return s.rdb.RPush(ctx, s.k.reads(r.Case), s.sec.sealRow("read", string(r.Case), row)).Err()
	})
}

// openEntries opens the entries up to the revision that was read and keeps
// those that by may see.
func (s *Store) openEntries(c opened, sealed []string, sight complaint.Sight, by complaint.UserID) ([]complaint.Entry, error) {
	if !sight.Content && !sight.OwnInput && !sight.Log {
		return nil, nil
	}
	var list []complaint.Entry
	for i, b := range sealed[:min(len(sealed), c.Revision)] {
		body, err := c.key.open(fieldEntry, i+1, []byte(b))
		if err != nil {
			return nil, err
		}
		e, err := decodeEntry(i+1, body)
		if err != nil {
			return nil, err
		}
		if sight.MayRead(e, by) {
			list = append(list, e)
		}
	}
	return list, nil
}

// openReads gives the access log, newest first.
func (s *Store) openReads(id complaint.ID, sealed []string) ([]complaint.Read, error) {
	list := make([]complaint.Read, 0, len(sealed))
	for i := len(sealed) - 1; i >= 0; i-- {
		body, err := s.sec.openRow("read", string(id), []byte(sealed[i]))
		if err != nil {
			return nil, err
		}
		r, err := decodeRead(id, body)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}
