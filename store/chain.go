package store

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// ErrChain says that the entries of a dossier are not those that were written:
// changed, removed, added or in another order.
var ErrChain = errors.New("store: the entries do not match their chain")

// VerifyChain recomputes the chain over the sealed entries of a complaint and
// compares it with the head in the record. The key is derived from a secret
// outside Redis, so an administrator of Redis cannot forge it. ErrNotFound,
// ErrChain.
func (s *Store) VerifyChain(ctx context.Context, id complaint.ID) error {
	if err := checkID(id); err != nil {
		return fmt.Errorf("store: verify: %w", err)
	}
	var row *redis.SliceCmd
	var entries *redis.StringSliceCmd
	if err := s.again(ctx, func() error {
		_, err := s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error { // one moment
			row = p.HMGet(ctx, s.k.complaint(id), fRevision, fHead)
			entries = p.LRange(ctx, s.k.entries(id), 0, -1)
			return nil
		})
		return err
	}); err != nil {
		return fmt.Errorf("store: verify: %w", err)
	}
	revision, _ := row.Val()[0].(string)
	head, _ := row.Val()[1].(string)
	if revision == "" {
		return fmt.Errorf("store: verify: %w", complaint.ErrNotFound)
	}
	var h []byte
	for i, sealed := range entries.Val() {
		h = s.sec.link(h, id, i+1, []byte(sealed))
	}
	if strconv.Itoa(len(entries.Val())) != revision || !hmac.Equal(h, []byte(head)) {
		return fmt.Errorf("store: verify: %w", ErrChain)
	}
	return nil
}
