package handlers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// channelRetry is how long the bot waits before it looks at a refused channel
// again, in real time.
const channelRetry = 10 * time.Minute

// Deliver renders a notice as it is true now, after access was checked again.
// A notice that is no longer due comes to nothing.
func (s *Service) Deliver(ctx context.Context, n complaint.Notice) (Delivery, error) {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return Delivery{}, err
	}
	switch n.Kind {
	case complaint.LookHome:
		return s.deliverHome(ctx, n.To, set)
	case complaint.SayMenu:
		return s.deliverMenu(ctx, n, set)
	case complaint.SayMine:
		return post(n, view.MineCard()), nil
	case complaint.SayExplain:
		return post(n, view.ExplainCard(set)), nil
	case complaint.SayTips:
		return post(n, view.TipsCard()), nil
	case complaint.SayPolicy:
		return post(n, view.PolicyCard(set)), nil
	case complaint.SayTrouble:
		return post(n, view.ChannelTrouble(problems(n.Event))), nil
	}
	return s.deliverCase(ctx, n, set)
}

func post(n complaint.Notice, c view.Card) Delivery {
	return Delivery{Post: &Post{To: n.To, Message: Message(c)}}
}

func (s *Service) deliverCase(ctx context.Context, n complaint.Notice, set complaint.Settings) (Delivery, error) {
	c, err := s.store.Peek(ctx, n.Case)
	if errors.Is(err, complaint.ErrNotFound) || err == nil && !n.Current(c, set) {
		return Delivery{}, nil
	}
	if err != nil {
		return Delivery{}, err
	}
	if n.Kind == complaint.SayChannel {
		return s.deliverChannel(ctx, c, set)
	}
	cards, err := s.store.Cards(ctx, n.Case, n.To)
	if err != nil {
		return Delivery{}, err
	}
	today := complaint.Today(s.now())
	var d Delivery
	for _, card := range cards {
		edit := Edit{Card: card, Message: Message(view.CaseCard(c, card.Role, n.To, set, today))}
		if n.Says() {
			if card.Role != n.Role() {
				continue
			}
			// What needs attention is a new card; the old one shrinks to a line.
			edit.Message, edit.Retire = Message(view.Retired(c)), true
		}
		edit.Card.Revision = c.Revision
		d.Edits = append(d.Edits, edit)
	}
	if n.Says() {
		d.Post = &Post{To: n.To, Message: Message(view.CaseCard(c, n.Role(), n.To, set, today)),
			Card: complaint.Card{Person: n.To, Role: n.Role(), Revision: c.Revision}}
	}
	return d, nil
}

// deliverChannel posts one neutral line, only while the channel is private,
// not shared, and holds nobody who may not be there. Otherwise the office is
// told once a day what is wrong, and the bot tries again later.
func (s *Service) deliverChannel(ctx context.Context, c complaint.Complaint, set complaint.Settings) (Delivery, error) {
	facts, err := s.ws.Channel(ctx, set.Channel)
	if err != nil {
		return Delivery{}, err
	}
	if found := set.CheckChannel(facts); len(found) > 0 {
		return Delivery{Later: channelRetry}, s.warnOffice(ctx, set, found)
	}
	return Delivery{Post: &Post{Channel: set.Channel, Message: Message(view.ChannelLine(c))}}, nil
}

// warnOffice tells management once a day what is wrong with the channel.
func (s *Service) warnOffice(ctx context.Context, set complaint.Settings, found []complaint.ChannelProblem) error {
	event := complaint.Today(s.now()).String()
	for _, p := range found {
		event += " " + string(p)
	}
	var notices []complaint.Notice
	for _, p := range set.Office {
		notices = append(notices, complaint.Notice{Kind: complaint.SayTrouble, To: p, Event: event})
	}
	return s.store.Notify(ctx, "trouble "+event, notices...)
}

// ChannelJoined looks at the restricted channel again when someone came in.
func (s *Service) ChannelJoined(ctx context.Context, r Request) (Reply, error) {
	set, err := s.store.Settings(ctx)
	if err != nil || set.Channel == "" || r.Channel != set.Channel {
		return Reply{}, err
	}
	facts, err := s.ws.Channel(ctx, set.Channel)
	if err != nil {
		return Reply{}, err
	}
	if found := set.CheckChannel(facts); len(found) > 0 {
		return Reply{}, s.warnOffice(ctx, set, found)
	}
	return Reply{}, nil
}

// problems reads what deliverChannel wrote behind the date.
func problems(event string) []complaint.ChannelProblem {
	var list []complaint.ChannelProblem
	for i, word := range strings.Fields(event) {
		if i > 0 {
			list = append(list, complaint.ChannelProblem(word))
		}
	}
	return list
}

// menuCase stands for a case where the standing menu keeps its cards.
const menuCase complaint.ID = "menu"

// deliverMenu posts the standing card of officer and deputies, once; a card
// that stands is brought up to date.
func (s *Service) deliverMenu(ctx context.Context, n complaint.Notice, set complaint.Settings) (Delivery, error) {
	if !set.IsOfficer(n.To) {
		return Delivery{}, nil
	}
	cards, err := s.store.Cards(ctx, menuCase, n.To)
	if err != nil {
		return Delivery{}, err
	}
	if len(cards) > 0 {
		return Delivery{Edits: []Edit{{Card: cards[0], Message: Message(view.MenuCard())}}}, nil
	}
	d := post(n, view.MenuCard())
	d.Post.Card = complaint.Card{Person: n.To, Role: complaint.Officer}
	return d, nil
}

// Start asks for the standing menu of officer and deputies.
func (s *Service) Start(ctx context.Context) error {
	set, err := s.store.Settings(ctx)
	if err != nil {
		return err
	}
	day := complaint.Today(s.now()).String()
	var notices []complaint.Notice
	for _, p := range set.Officers() {
		notices = append(notices, complaint.Notice{Kind: complaint.SayMenu, Case: menuCase, To: p, Event: day})
	}
	if err := s.store.Notify(ctx, "menu "+day, notices...); err != nil {
		return fmt.Errorf("handlers: ask for the menu: %w", err)
	}
	return nil
}
