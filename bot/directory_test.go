package bot

import (
	"errors"
	"fmt"
	"testing"

	"klachtbot/bot/slackfake"
	"klachtbot/complaint"
	"klachtbot/handlers"
)

func TestPerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	d := o.bot.Directory()
	for name, tc := range map[string]struct {
		is   slackfake.Profile
		want handlers.Profile
	}{
		"member":   {slackfake.Profile{}, handlers.Profile{}},
		"guest":    {slackfake.Profile{Restricted: true}, handlers.Profile{Guest: true}},
		"left":     {slackfake.Profile{Deleted: true}, handlers.Profile{Left: true}},
		"bot":      {slackfake.Profile{Bot: true}, handlers.Profile{Bot: true}},
		"connect":  {slackfake.Profile{TeamID: "T9"}, handlers.Profile{Foreign: true}},
		"stranger": {slackfake.Profile{Stranger: true}, handlers.Profile{Foreign: true}},
	} {
		tc.is.Name, tc.is.RealName = name, "Naam "+name
		p := o.ws.AddUser(tc.is)
		tc.want.ID, tc.want.Name = complaint.UserID(p.ID()), "Naam "+name
		if got, err := d.Person(t.Context(), tc.want.ID); err != nil || got != tc.want {
			t.Errorf("%s: %v %+v", name, err, got)
		}
	}
	if _, err := d.Person(t.Context(), "U0NOBODY"); !errors.Is(err, ErrUnknownPerson) || !errors.Is(err, complaint.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

// TestPersonIsCached and brought up to date by user_change.
func TestPersonIsCached(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	d, id := o.bot.Directory(), complaint.UserID(o.anna.ID())
	for range 3 {
		if _, err := d.Person(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	o.ws.UpdateUser(o.anna.ID(), func(p *slackfake.Profile) { p.Deleted = true })
	o.wait("user_change", func() bool {
		p, err := d.Person(t.Context(), id)
		return err == nil && p.Left
	})
	if n := o.ws.Calls("users.info"); n != 1 {
		t.Errorf("asked Slack %d times", n)
	}
}

func TestChannel(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, nil)
	d := o.bot.Directory()
	members := []string{o.ws.BotUserID(), o.anna.ID()}
	for i := range 250 {
		members = append(members, o.ws.AddUser(slackfake.Profile{Name: fmt.Sprintf("m%d", i)}).ID())
	}
	id := o.ws.AddChannel(slackfake.ChannelSpec{Name: "klachten", Private: true, Members: members})
	f, err := d.Channel(t.Context(), id)
	if err != nil || !f.Found || !f.Private || f.Shared || f.Archived || !f.BotIsMember || len(f.Members) != 251 {
		t.Errorf("%v %+v", err, len(f.Members))
	}
	o.ws.UpdateChannel(id, func(c *slackfake.ChannelSpec) { c.ExtShared = true })
	if f, err = d.Channel(t.Context(), id); err != nil || !f.Shared {
		t.Errorf("cached? %v %+v", err, f.Shared)
	}
	closed := o.ws.AddChannel(slackfake.ChannelSpec{Name: "elders", Private: true, Members: []string{o.anna.ID()}})
	for _, id := range []string{closed, "G0NONE"} {
		if f, err := d.Channel(t.Context(), id); err != nil || f.Found && f.BotIsMember {
			t.Errorf("%v %+v", err, f)
		}
	}
}
