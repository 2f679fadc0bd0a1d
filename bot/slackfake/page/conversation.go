package page

import (
	"slices"
	"time"

	"klachtbot/bot/slackfake"
)

// items are the messages of a conversation with the separators between them.
// What one person says within a few minutes stands together.
func (p *page) items(who *slackfake.Person, channel, newFrom string, surfaces func(kind, key string) *surface) []item {
	const together = 5 * time.Minute
	n := p.names()
	var out []item
	var lastUser string
	var last time.Time
	for _, m := range who.Messages(channel) {
		at := p.business(moment(m.TS))
		d := item{Key: m.TS, Author: n.user(m.User), Bot: m.FromBot, Time: at.Format("15:04"), ISO: at.Format(time.RFC3339),
			Edited: m.Edited, Private: m.Ephemeral, New: m.TS == newFrom,
			Blocks: surfaces("message", m.TS).fill(m.Blocks)}
		d.Inits, d.Hue = initials(d.Author), p.hue(m.User)
		if len(m.Blocks) == 0 {
			d.Text = n.mrkdwn(m.Text)
		}
		if day(at) != day(last) || last.IsZero() {
			d.Day = day(at)
		}
		d.Follows = d.Day == "" && !d.New && m.User == lastUser && at.Sub(last) < together && !d.Private
		lastUser, last = m.User, at
		if d.Private {
			lastUser = ""
		}
		out = append(out, d)
	}
	return out
}

func (p *page) hue(id string) int {
	return max(0, slices.IndexFunc(p.o.People, func(a Actor) bool { return a.ID == id })) % 8
}
