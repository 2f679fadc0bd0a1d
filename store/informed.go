package store

import (
	"context"
	"fmt"

	"klachtbot/complaint"
)

// ClientInformed counts that a client was pointed to the regeling, per month of
// the day it happened, and keeps the row sealed (I1). The same request counts
// once.
func (s *Store) ClientInformed(ctx context.Context, by complaint.Actor, req string, told complaint.ClientInformed) error {
	month := fmt.Sprintf("%04d-%02d", told.On.Year, told.On.Month)
	row, err := encodeTold(by, told)
	if err != nil {
		return fmt.Errorf("store: client informed: %w", err)
	}
	p := s.newPlan(s.request(req))
	p.hincr(s.k.told(), month, 1)
	p.rpush(s.k.toldRows(month), s.sec.sealRow("told", month, row))
	if _, _, err := s.commit(ctx, p, requestTTL); err != nil {
		return fmt.Errorf("store: client informed: %w", err)
	}
	return nil
}
