package store

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"klachtbot/complaint"
)

// cardField names a card in the HASH beside the case, which is outside the
// revision of the case: whose it is, and which message.
func (s *Store) cardField(c complaint.Card) string {
	return s.sec.person(c.Person) + ":" + s.sec.hash("message", c.Channel+"|"+c.TS, 8)
}

// Cards lists the live messages that show the case to person, oldest first.
func (s *Store) Cards(ctx context.Context, id complaint.ID, person complaint.UserID) ([]complaint.Card, error) {
	if err := checkID(id); err != nil {
		return nil, fmt.Errorf("store: cards: %w", err)
	}
	var all map[string]string
	err := s.again(ctx, func() error {
		var err error
		all, err = s.rdb.HGetAll(ctx, s.k.cards(id)).Result()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: cards: %w", err)
	}
	var cards []complaint.Card
	for field, sealed := range all {
		if !strings.HasPrefix(field, s.sec.person(person)+":") {
			continue
		}
		body, err := s.sec.openRow("card", string(id)+":"+field, []byte(sealed))
		if err != nil {
			return nil, fmt.Errorf("store: cards: %w", err)
		}
		c, err := decodeCard(body)
		if err != nil {
			return nil, fmt.Errorf("store: cards: %w", err)
		}
		cards = append(cards, c)
	}
	sort.Slice(cards, func(i, j int) bool { return cards[i].TS < cards[j].TS })
	return cards, nil
}
