package slackfake

import (
	"fmt"
	"slices"
)

// AddUser adds a person to the workspace.
func (w *Workspace) AddUser(p Profile) *Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p.ID == "" {
		p.ID = w.newID("U")
	}
	if p.TeamID == "" {
		p.TeamID = w.teamID
	}
	if p.Name == "" {
		p.Name = p.ID
	}
	if p.RealName == "" {
		p.RealName = p.Name
	}
	p.Restricted = p.Restricted || p.UltraRestricted
	if w.users[p.ID] == nil {
		w.userOrder = append(w.userOrder, p.ID)
	}
	w.users[p.ID] = &p
	person := &Person{w: w, id: p.ID}
	w.people[p.ID] = person
	w.touch()
	return person
}

// UpdateUser changes a profile; the app hears user_change if it subscribes.
func (w *Workspace) UpdateUser(id string, fn func(*Profile)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.users[id]
	if u == nil {
		return
	}
	fn(u)
	u.ID = id
	u.Restricted = u.Restricted || u.UltraRestricted
	w.touch()
	w.eventLocked(id, obj{"type": "user_change", "user": w.userObject(u), "cache_ts": w.opt.Now().Unix()})
}

// AddChannel creates a channel and returns its id.
func (w *Workspace) AddChannel(s ChannelSpec) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s.ID == "" {
		s.ID = w.newID("C")
	}
	if s.Name == "" {
		s.Name = s.ID
	}
	w.channels[s.ID] = &channel{id: s.ID, name: s.Name, private: s.Private, archived: s.Archived,
		extShared: s.ExtShared, pendingExtShared: s.PendingExtShared,
		members: slices.Clone(s.Members), created: w.opt.Now(), read: map[string]string{}}
	w.chanOrder = append(w.chanOrder, s.ID)
	w.touch()
	return s.ID
}

// UpdateChannel changes a channel's properties, not its members.
func (w *Workspace) UpdateChannel(id string, fn func(*ChannelSpec)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channels[id]
	if c == nil {
		return
	}
	s := ChannelSpec{ID: id, Name: c.name, Private: c.private, Archived: c.archived,
		ExtShared: c.extShared, PendingExtShared: c.pendingExtShared}
	fn(&s)
	c.name, c.private, c.archived = s.Name, s.Private, s.Archived
	c.extShared, c.pendingExtShared = s.ExtShared, s.PendingExtShared
	w.touch()
}

// Invite puts a user, or the app's bot user, in a channel. The app hears
// member_joined_channel if it subscribes and is itself a member.
func (w *Workspace) Invite(channel, user string) {
	w.membership(channel, user, "member_joined_channel", func(c *channelMembers) {
		if !slices.Contains(*c, user) {
			*c = append(*c, user)
		}
	})
}

// Kick removes a user from a channel (member_left_channel).
func (w *Workspace) Kick(channel, user string) {
	w.membership(channel, user, "member_left_channel", func(c *channelMembers) {
		*c = slices.DeleteFunc(*c, func(id string) bool { return id == user })
	})
}

type channelMembers = []string

func (w *Workspace) membership(channel, user, event string, change func(*channelMembers)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channels[channel]
	if c == nil {
		return
	}
	wasMember := c.has(w.botUser)
	change(&c.members)
	w.touch()
	if !wasMember && !c.has(w.botUser) {
		return
	}
	kind := "C"
	if c.private {
		kind = "G"
	}
	w.eventLocked(user, obj{"type": event, "user": user, "channel": channel, "channel_type": kind, "team": w.teamID})
}

// Person returns the user of that id, nil if there is none.
func (w *Workspace) Person(id string) *Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.people[id]
}

// People returns everyone that was added, in that order.
func (w *Workspace) People() []*Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]*Person, 0, len(w.userOrder))
	for _, id := range w.userOrder {
		all = append(all, w.people[id])
	}
	return all
}

// History returns every message ever posted in a channel, also deleted ones
// and those that only one person saw.
func (w *Workspace) History(channel string) []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channels[channel]
	if c == nil {
		return nil
	}
	var all []Message
	for _, m := range c.messages {
		all = append(all, w.messageFor(c, m, m.onlyFor))
	}
	return all
}

// userObject is a user as users.info gives it.
func (w *Workspace) userObject(p *Profile) obj {
	u := obj{
		"id": p.ID, "team_id": p.TeamID, "name": p.Name, "real_name": p.RealName, "deleted": p.Deleted,
		"is_bot": p.Bot, "is_app_user": false, "updated": w.opt.Now().Unix(),
		"tz": "Europe/Amsterdam", "tz_label": "Central European Time", "tz_offset": 3600,
		"profile": obj{"real_name": p.RealName, "real_name_normalized": p.RealName, "display_name": p.Name,
			"display_name_normalized": p.Name, "team": p.TeamID, "avatar_hash": fmt.Sprintf("g%s", p.ID)},
	}
	if p.Stranger {
		u["is_stranger"] = true
	}
	if !p.Deleted {
		u["is_admin"], u["is_owner"], u["is_primary_owner"] = false, false, false
		u["is_restricted"], u["is_ultra_restricted"] = p.Restricted, p.UltraRestricted
		u["is_email_confirmed"], u["who_can_share_contact_card"] = true, "EVERYONE"
	}
	return u
}
