package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/handlers"
)

const (
	profileLife    = 15 * time.Minute        // user_change keeps it fresh in between
	profileTimeout = 800 * time.Millisecond  // someone may be waiting
	callTimeout    = 2500 * time.Millisecond // nobody is
	channelTimeout = 10 * time.Second
)

// Directory knows the accounts and channels of the workspace. It implements
// handlers.Workspace.
type Directory struct {
	web   *web
	clock clockwork.Clock
	self  func() identity
	pool  *pool

	mu       sync.Mutex
	people   map[complaint.UserID]profile
	fetching map[complaint.UserID]*fetch
	dms      map[complaint.UserID]string
}

type profile struct {
	handlers.Profile
	at time.Time
}

// fetch is one call that several may wait for.
type fetch struct {
	done chan struct{}
	p    handlers.Profile
	err  error
}

func newDirectory(w *web, clock clockwork.Clock, self func() identity, p *pool) *Directory {
	return &Directory{web: w, clock: clock, self: self, pool: p, people: map[complaint.UserID]profile{},
		fetching: map[complaint.UserID]*fetch{}, dms: map[complaint.UserID]string{}}
}

// Person gives an account from the cache, or by one call that it waits for at
// most 800 ms. A
// profile that is out of date is better than none when Slack does not answer.
// ErrUnknownPerson when there is no such account.
func (d *Directory) Person(ctx context.Context, id complaint.UserID) (handlers.Profile, error) {
	d.mu.Lock()
	known, ok := d.people[id]
	d.mu.Unlock()
	if ok && d.clock.Since(known.at) < profileLife {
		return known.Profile, nil
	}
	p, err := d.fetch(ctx, id)
	if err != nil && ok && !errors.Is(err, ErrUnknownPerson) {
		return known.Profile, nil
	}
	return p, err
}

// fetch asks Slack, once for all who ask at the same time. Only who asks waits
// at most 800 ms: the call goes on, so that a Slack that is slower than that
// knows the answer when the form is sent again.
func (d *Directory) fetch(ctx context.Context, id complaint.UserID) (handlers.Profile, error) {
	f := d.begin(ctx, id)
	wait := time.NewTimer(profileTimeout)
	defer wait.Stop()
	select {
	case <-f.done:
		return f.p, f.err
	case <-wait.C:
		return handlers.Profile{}, context.DeadlineExceeded
	case <-ctx.Done():
		return handlers.Profile{}, ctx.Err()
	}
}

// begin starts the call, or joins the one under way.
func (d *Directory) begin(ctx context.Context, id complaint.UserID) *fetch {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f, running := d.fetching[id]; running {
		return f
	}
	f := &fetch{done: make(chan struct{})}
	d.fetching[id] = f
	call := func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
		defer cancel()
		p, err := d.ask(ctx, id)
		d.end(id, f, p, err)
	}
	if !d.pool.aside(call) { // stopping: nobody will carry it out
		delete(d.fetching, id)
		f.err = context.Canceled
		close(f.done)
	}
	return f
}

// end keeps the answer and tells who waits.
func (d *Directory) end(id complaint.UserID, f *fetch, p handlers.Profile, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		d.people[id] = profile{p, d.clock.Now()}
	} else if errors.Is(err, ErrUnknownPerson) {
		delete(d.people, id)
	}
	delete(d.fetching, id)
	f.p, f.err = p, err
	close(f.done)
}

func (d *Directory) ask(ctx context.Context, id complaint.UserID) (handlers.Profile, error) {
	var u *slack.User
	err := call(ctx, "users.info", func(ctx context.Context) (err error) {
		u, err = d.web.quick.GetUserInfoContext(ctx, string(id))
		return err
	})
	var refused *apiError
	if errors.As(err, &refused) && (refused.code == "user_not_found" || refused.code == "user_not_visible") {
		return handlers.Profile{}, ErrUnknownPerson
	}
	if err != nil {
		return handlers.Profile{}, err
	}
	return d.profile(*u), nil
}

// profile reads an account. is_stranger is missing for people of another
// organisation who share a channel with us, so the team counts as well; within
// an Enterprise organisation the organisation counts.
func (d *Directory) profile(u slack.User) handlers.Profile {
	self := d.self()
	sameOrg := self.enterprise != "" && u.Enterprise.EnterpriseID == self.enterprise
	name := u.Profile.RealName
	if name == "" {
		name = u.RealName
	}
	if name == "" {
		name = u.Name
	}
	return handlers.Profile{
		ID: complaint.UserID(u.ID), Name: name,
		Bot:     u.IsBot || u.ID == slackbot,
		Left:    u.Deleted,
		Guest:   u.IsRestricted || u.IsUltraRestricted,
		Foreign: u.IsStranger || !sameOrg && u.TeamID != "" && self.team != "" && u.TeamID != self.team,
	}
}

// Warm fetches in the background who is not known yet, so that the check of a
// form need not wait.
func (d *Directory) Warm(ctx context.Context, ids ...complaint.UserID) {
	for _, id := range ids {
		d.mu.Lock()
		_, known := d.people[id]
		_, running := d.fetching[id]
		d.mu.Unlock()
		if id == "" || known || running {
			continue
		}
		d.begin(ctx, id)
	}
}

// changed takes over an account from a user_change event.
func (d *Directory) changed(raw json.RawMessage) {
	var u slack.User
	if json.Unmarshal(raw, &u) != nil || u.ID == "" {
		return
	}
	p := d.profile(u)
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.people[p.ID]; known {
		d.people[p.ID] = profile{p, d.clock.Now()}
	}
}

// Channel gives the facts about a channel as they are now, uncached: who may
// read along decides whether anything may be said there.
func (d *Directory) Channel(ctx context.Context, id string) (complaint.ChannelFacts, error) {
	ctx, cancel := context.WithTimeout(ctx, channelTimeout)
	defer cancel()
	var c *slack.Channel
	err := call(ctx, "conversations.info", func(ctx context.Context) (err error) {
		c, err = d.web.patient.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		return err
	})
	if isCode(err, "channel_not_found") {
		return complaint.ChannelFacts{}, nil
	}
	if isCode(err, "missing_scope") { // groups:read reads private channels; this is none
		return complaint.ChannelFacts{Found: true, BotIsMember: true}, nil
	}
	if err != nil {
		return complaint.ChannelFacts{}, err
	}
	f := complaint.ChannelFacts{Found: true, Private: c.IsPrivate, Archived: c.IsArchived,
		Shared:      c.IsShared || c.IsExtShared || c.IsPendingExtShared || c.IsOrgShared,
		BotIsMember: c.IsMember}
	members, err := d.members(ctx, id)
	if isCode(err, "channel_not_found") || isCode(err, "not_in_channel") {
		f.BotIsMember = false
		return f, nil
	}
	self := complaint.UserID(d.self().user)
	f.BotIsMember = f.BotIsMember || slices.Contains(members, self)
	f.Members = slices.DeleteFunc(members, func(m complaint.UserID) bool { return m == self })
	return f, err
}

// members reads every page: one stranger on the last page is one too many.
func (d *Directory) members(ctx context.Context, id string) ([]complaint.UserID, error) {
	var all []complaint.UserID
	for cursor := ""; ; {
		var page []string
		err := call(ctx, "conversations.members", func(ctx context.Context) (err error) {
			page, cursor, err = d.web.patient.GetUsersInConversationContext(ctx,
				&slack.GetUsersInConversationParameters{ChannelID: id, Cursor: cursor, Limit: 200})
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			all = append(all, complaint.UserID(m))
		}
		if cursor == "" {
			return all, nil
		}
	}
}

func isCode(err error, code string) bool {
	var e *apiError
	return errors.As(err, &e) && e.code == code
}

// DM gives the conversation between the bot and a person, opened once.
func (d *Directory) DM(ctx context.Context, p complaint.UserID) (string, error) {
	d.mu.Lock()
	channel, ok := d.dms[p]
	d.mu.Unlock()
	if ok {
		return channel, nil
	}
	channel, err := d.web.dm(ctx, p)
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	d.dms[p] = channel
	d.mu.Unlock()
	return channel, nil
}

// isDM reports whether a channel is the person's conversation with the bot;
// known says that we have opened it before and are sure.
func (d *Directory) isDM(p complaint.UserID, channel string) (is, known bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, known := d.dms[p]
	return c == channel, known
}
