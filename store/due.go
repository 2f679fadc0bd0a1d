package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// member names an obligation in the due ZSET.
func member(o complaint.Obligation) string { return string(o.Case) + "|" + string(o.Kind) }

// planDue brings the due entries from what before owed to what after owes. An
// entry that both owe is left alone: it may have been fired already.
func (s *Store) planDue(p *plan, before, after complaint.Complaint) {
	var old []complaint.Obligation
	if before.ID != "" {
		old = before.Obligations()
	}
	was, is := map[string]int64{}, map[string]bool{}
	for _, o := range old {
		was[member(o)] = o.At.UnixMilli()
	}
	for _, o := range after.Obligations() {
		is[member(o)] = true
		if ms, ok := was[member(o)]; !ok || ms != o.At.UnixMilli() {
			p.zadd(s.k.due(), o.At.UnixMilli(), member(o))
		}
	}
	for _, o := range old {
		if !is[member(o)] {
			p.zrem(s.k.due(), member(o))
		}
	}
}

// Due lists obligations at or before now (business time), oldest first, at
// most limit.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]complaint.Obligation, error) {
	var found []redis.Z
	err := s.again(ctx, func() error {
		var err error
		found, err = s.rdb.ZRangeArgsWithScores(ctx, redis.ZRangeArgs{
			Key: s.k.due(), ByScore: true, Start: "-inf", Stop: strconv.FormatInt(now.UnixMilli(), 10), Count: int64(limit),
		}).Result()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: due: %w", err)
	}
	list := make([]complaint.Obligation, 0, len(found))
	for _, z := range found {
		m, _ := z.Member.(string)
		id, kind, _ := strings.Cut(m, "|")
		list = append(list, complaint.Obligation{
			Case: complaint.ID(id), Kind: complaint.ObligationKind(kind), At: time.UnixMilli(int64(z.Score)).UTC(),
		})
	}
	return list, nil
}

// Fire takes o off the list and queues its notices in one step. false when it
// was not there any more at that moment: another instance fired it, or the case
// moved on.
func (s *Store) Fire(ctx context.Context, o complaint.Obligation, notices []complaint.Notice) (bool, error) {
	p := s.newPlan(s.request(hex.EncodeToString(random(16)))) // ours: a lost reply must not look like a rival
	p.score(s.k.due(), member(o), o.At.UnixMilli(), codeGone)
	p.zrem(s.k.due(), member(o))
	if err := s.planNotices(p, notices); err != nil {
		return false, fmt.Errorf("store: fire: %w", err)
	}
	code, _, err := s.commit(ctx, p, replyTTL)
	if err != nil {
		return false, fmt.Errorf("store: fire: %w", err)
	}
	return code != codeGone, nil
}
