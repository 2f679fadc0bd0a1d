package handlers

import "context"

// batch is how many obligations one round of a tick takes.
const batch = 100

// Tick looks at what stored state says is due. A missed tick, a doubled tick
// or a week of downtime change nothing but the hour of delivery.
func (s *Service) Tick(ctx context.Context) error {
	for {
		due, err := s.store.Due(ctx, s.now(), batch)
		if err != nil {
			return err
		}
		for _, o := range due {
			c, set, err := s.peek(ctx, o.Case)
			if err != nil {
				return err
			}
			if _, err := s.store.Fire(ctx, o, c.Fall(o, set)); err != nil {
				return err
			}
		}
		if len(due) < batch {
			return nil
		}
	}
}
