package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// The fields of the settings HASH.
const (
	setRevision = "v"
	setRecord   = "b" // sealed
)

// ErrNoSettings says that the register was never seeded; see SeedSettings.
var ErrNoSettings = errors.New("store: the register has no settings yet")

// Settings gives the settings as they are now, with the overlay: one read.
// ErrNoSettings. The value is shared; do not write into its lists.
func (s *Store) Settings(ctx context.Context) (complaint.Settings, error) {
	set, err := s.loadSettings(ctx)
	if err != nil {
		return complaint.Settings{}, fmt.Errorf("store: settings: %w", err)
	}
	return set, nil
}

// anySettings gives what this process knows, which may be out of date: the
// commit that relies on it checks the revision.
func (s *Store) anySettings(ctx context.Context) (complaint.Settings, error) {
	if c := s.settings.Load(); c != nil {
		return *c, nil
	}
	return s.loadSettings(ctx)
}

// settingsAt gives the settings when their revision is known, from the cache
// when that has it.
func (s *Store) settingsAt(ctx context.Context, revision string) (complaint.Settings, error) {
	if c := s.settings.Load(); c != nil && strconv.Itoa(c.Revision) == revision {
		return *c, nil
	}
	return s.loadSettings(ctx)
}

func (s *Store) loadSettings(ctx context.Context) (complaint.Settings, error) {
	var row *redis.SliceCmd
	if err := s.again(ctx, func() error {
		row = s.rdb.HMGet(ctx, s.k.settings(), setRevision, setRecord)
		return row.Err()
	}); err != nil {
		return complaint.Settings{}, err
	}
	revision, _ := row.Val()[0].(string)
	sealed, _ := row.Val()[1].(string)
	if revision == "" {
		return complaint.Settings{}, ErrNoSettings
	}
	if c := s.settings.Load(); c != nil && strconv.Itoa(c.Revision) == revision {
		return *c, nil
	}
	n, err := strconv.Atoi(revision)
	if err != nil {
		return complaint.Settings{}, errors.New("settings revision is not a number")
	}
	body, err := s.sec.openRow("settings", revision, []byte(sealed))
	if err != nil {
		return complaint.Settings{}, err
	}
	set, err := decodeSettings(n, body)
	if err != nil {
		return complaint.Settings{}, err
	}
	if s.overlay != nil {
		s.overlay(&set)
	}
	s.settings.Store(&set)
	return set, nil
}

// SeedSettings stores the first settings of a register; when it has any, it
// does nothing. Office and Channel are not stored: see Options.Overlay.
func (s *Store) SeedSettings(ctx context.Context, set complaint.Settings) error {
	set.Revision = 0
	if _, err := s.SaveSettings(ctx, string(random(16)), set); err != nil && !errors.Is(err, complaint.ErrStale) {
		return err
	}
	return nil
}

// SaveSettings stores set over the revision it was read at and gives it with
// its new one. ErrStale when the settings moved meanwhile; a request that was
// stored before gives the settings as they are now.
func (s *Store) SaveSettings(ctx context.Context, req string, set complaint.Settings) (complaint.Settings, error) {
	before := ""
	if set.Revision > 0 {
		before = strconv.Itoa(set.Revision)
	}
	body, err := encodeSettings(set)
	if err != nil {
		return complaint.Settings{}, fmt.Errorf("store: save settings: %w", err)
	}
	after := strconv.Itoa(set.Revision + 1)
	p := s.newPlan(s.request(req))
	p.eq(s.k.settings(), setRevision, before, codeConflict)
	p.hset(s.k.settings(), setRevision, after)
	p.hset(s.k.settings(), setRecord, s.sec.sealRow("settings", after, body))
	code, _, err := s.commit(ctx, p, requestTTL)
	if err != nil {
		return complaint.Settings{}, fmt.Errorf("store: save settings: %w", err)
	}
	if code == codeConflict {
		return complaint.Settings{}, fmt.Errorf("store: save settings: %w", complaint.ErrStale)
	}
	return s.Settings(ctx)
}
