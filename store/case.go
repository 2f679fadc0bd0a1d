package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// The fields of the HASH of a complaint. All but the last four are plain: dates
// and numbers that lists need without decrypting.
const (
	fRevision   = "v"
	fVersion    = "sv" // of the sealed record
	fNumber     = "no"
	fState      = "st"
	fReceived   = "rc" // YYYY-MM-DD, Europe/Amsterdam
	fDue        = "dl"
	fAct        = "ac"
	fReported   = "at" // ms UTC
	fRestricted = "rs" // 1 or 0
	fOfficer    = "of" // keyed hash of the handling officer
	fHead       = "ah" // head of the chain of entries
	fKeyID      = "kid"
	fKey        = "dek" // wrapped
	fRecord     = "b"   // sealed
)

// What the record needs to be opened, in the order of rawCase.
var caseFields = []string{fRevision, fVersion, fNumber, fHead, fKeyID, fKey, fRecord}

// idPattern keeps what travels through Slack from naming another key.
var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// checkID refuses what cannot be an id: to the outside that is not found.
func checkID(id complaint.ID) error {
	if !idPattern.MatchString(string(id)) {
		return complaint.ErrNotFound
	}
	return nil
}

// opened is a complaint as it stands in Redis, with what the next commit needs.
type opened struct {
	complaint.Complaint
	head []byte
	key  dossierKey
}

// openCase opens the answer to HMGET caseFields. ErrNotFound when there is none.
func (s *Store) openCase(id complaint.ID, values []any) (opened, error) {
	v := make([]string, len(caseFields))
	for i := range v {
		if i < len(values) {
			v[i], _ = values[i].(string)
		}
	}
	if v[0] == "" {
		return opened{}, complaint.ErrNotFound
	}
	revision, err := strconv.Atoi(v[0])
	if err != nil {
		return opened{}, errors.New("revision is not a number")
	}
	if version, err := strconv.Atoi(v[1]); err != nil || version > recordVersion {
		return opened{}, ErrNewer
	}
	no, err := complaint.ParseNumber(v[2])
	if err != nil {
		return opened{}, errors.New("number is malformed")
	}
	key, err := openDossierKey(s.k.register, id, s.wrap, v[4], []byte(v[5]))
	if err != nil {
		return opened{}, err
	}
	body, err := key.open(fieldRecord, revision, []byte(v[6]))
	if err != nil {
		return opened{}, err
	}
	c, err := decodeRecord(id, no, revision, body)
	return opened{c, []byte(v[3]), key}, err
}

// planOutcome writes o over before, which is zero for a new complaint.
func (s *Store) planOutcome(p *plan, before opened, o complaint.Outcome) error {
	c, e := o.Complaint, o.Entry
	record, err := encodeRecord(c)
	if err != nil {
		return err
	}
	entry, err := encodeEntry(e)
	if err != nil {
		return err
	}
	sealed := before.key.seal(fieldEntry, c.Revision, entry)
	name := s.k.complaint(c.ID)
	p.hset(name, fRevision, c.Revision)
	p.hset(name, fVersion, recordVersion)
	p.hset(name, fRecord, before.key.seal(fieldRecord, c.Revision, record))
	p.hset(name, fHead, s.sec.link(before.head, c.ID, c.Revision, sealed))
	old := s.plain(before.Complaint)
	for i, f := range s.plain(c) {
		if old[i] != f {
			p.hset(name, f[0], f[1])
		}
	}
	p.rpush(s.k.entries(c.ID), sealed)
	s.planIndexes(p, before.Complaint, c)
	s.planDue(p, before.Complaint, c)
	return s.planNotices(p, o.Notices)
}

// plain lists the fields that lists read without opening the record.
func (s *Store) plain(c complaint.Complaint) [][2]string {
	if c.ID == "" {
		return make([][2]string, 7)
	}
	restricted := "0"
	if c.Restricted {
		restricted = "1"
	}
	return [][2]string{
		{fState, string(c.State)}, {fReceived, c.Term.ReceivedOn.String()}, {fDue, c.Term.DueOn.String()}, {fAct, c.Term.ActOn.String()},
		{fReported, strconv.FormatInt(c.ReportedAt.UnixMilli(), 10)}, {fRestricted, restricted}, {fOfficer, s.sec.person(c.Officer.ID)},
	}
}

// indexes lists the keys of the indexes that hold c.
func (s *Store) indexes(c complaint.Complaint) []string {
	if c.ID == "" {
		return nil
	}
	list := []string{s.k.all(), s.k.state(c.State)}
	add := func(r complaint.Role, p complaint.UserID) {
		if p != "" {
			list = append(list, s.k.who(r, s.sec.person(p)))
		}
	}
	add(complaint.Reporter, c.Reporter.ID)
	add(complaint.Officer, c.Officer.ID)
	for _, p := range c.InvolvedIDs() {
		add(complaint.InvolvedEmployee, p)
	}
	return list
}

func (s *Store) planIndexes(p *plan, before, after complaint.Complaint) {
	old, now := s.indexes(before), s.indexes(after)
	for _, key := range old {
		if !slices.Contains(now, key) {
			p.zrem(key, string(before.ID))
		}
	}
	for _, key := range now {
		if !slices.Contains(old, key) {
			p.zadd(key, after.ReportedAt.UnixMilli(), string(after.ID))
		}
	}
}

// readCase reads one complaint and, in the same round trip, what extra adds.
func (s *Store) readCase(ctx context.Context, id complaint.ID, extra func(redis.Pipeliner)) (opened, error) {
	if err := checkID(id); err != nil {
		return opened{}, err
	}
	var row *redis.SliceCmd
	err := s.again(ctx, func() error {
		_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
			row = p.HMGet(ctx, s.k.complaint(id), caseFields...)
			if extra != nil {
				extra(p)
			}
			return nil
		})
		if isNil(err) {
			return nil // an extra that is absent
		}
		return err
	})
	if err != nil {
		return opened{}, err
	}
	return s.openCase(id, row.Val())
}

// Peek gives the complaint to code that shows no content of it. ErrNotFound.
func (s *Store) Peek(ctx context.Context, id complaint.ID) (complaint.Complaint, error) {
	c, err := s.readCase(ctx, id, nil)
	if err != nil {
		return complaint.Complaint{}, fmt.Errorf("store: peek: %w", err)
	}
	return c.Complaint, nil
}

// NumberToID finds the complaint with a case number. ErrNotFound. It says
// nothing about who may see it.
func (s *Store) NumberToID(ctx context.Context, no complaint.Number) (complaint.ID, error) {
	var id string
	err := s.again(ctx, func() error {
		var err error
		id, err = s.rdb.HGet(ctx, s.k.numbers(), no.String()).Result()
		return err
	})
	if isNil(err) {
		err = complaint.ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("store: number: %w", err)
	}
	return complaint.ID(id), nil
}
