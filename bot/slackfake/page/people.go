package page

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"klachtbot/bot/slackfake"
)

func (p *page) portrait(a Actor, who *slackfake.Person, i int) person {
	u := who.Profile()
	d := person{ID: a.ID, Name: u.RealName, Role: a.Role, Hint: a.Hint, Initials: initials(u.RealName), Hue: i % 8}
	for _, c := range who.Conversations() {
		d.Unread += c.Unread
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	d.Pushed = len(who.Notifications()) > p.seat(a.ID).pushes
	return d
}

func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if len(words) == 1 {
		return strings.ToUpper(string(first))
	}
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return strings.ToUpper(string(first) + string(last))
}

func (p *page) places(s *screen, who *slackfake.Person, at string) {
	dm := place{ID: placeDM, Kind: "dm"}
	var channels []place
	for _, c := range who.Conversations() {
		if c.DM {
			dm.Name, dm.Unread, s.Bot = c.Name, c.Unread, c.Name
			continue
		}
		kind := "channel"
		if c.Private {
			kind = "private"
		}
		channels = append(channels, place{ID: c.ID, Name: c.Name, Kind: kind, Unread: c.Unread, Count: len(c.Members)})
	}
	slices.SortStableFunc(channels, func(a, b place) int { return cmp.Compare(a.Name, b.Name) })
	if p.ws.App().HomeTab {
		s.Places = append(s.Places, place{ID: placeHome, Name: "Home", Kind: "home"})
	}
	s.Places = append(append(s.Places, dm), channels...)
	for i := range s.Places {
		if s.Places[i].ID == at {
			s.Places[i].Here = true
			s.Here = s.Places[i]
		}
	}
}

// surfaces prepares drawing blocks for one person.
func (p *page) surfaces(viewer *slackfake.Person) func(kind, key string) *surface {
	all := surface{names: p.names()}
	for _, who := range p.ws.People() {
		u := who.Profile()
		if u.Deleted || u.Stranger {
			continue
		}
		c := choice{Value: u.ID, Text: u.RealName}
		switch {
		case u.Bot:
			c.Note = "app"
		case u.Restricted:
			c.Note = "gast"
		}
		all.people = append(all.people, c)
	}
	for _, c := range viewer.Conversations() {
		if !c.DM {
			all.chans = append(all.chans, choice{Value: c.ID, Text: "#" + c.Name})
		}
	}
	return func(kind, key string) *surface {
		s := all
		s.Kind, s.Key = kind, key
		return &s
	}
}

func (p *page) names() names {
	return names{
		user: func(id string) string {
			if who := p.ws.Person(id); who != nil {
				return who.Profile().RealName
			}
			return cmp.Or(map[string]string{p.ws.BotUserID(): p.botName(), "USLACKBOT": "Slackbot"}[id], id)
		},
		channel: func(id string) string {
			for _, who := range p.ws.People() {
				for _, c := range who.Conversations() {
					if c.ID == id {
						return c.Name
					}
				}
			}
			return id
		},
	}
}

// botName is what the app is called; only a direct message tells.
func (p *page) botName() string {
	for _, a := range p.o.People {
		if who := p.ws.Person(a.ID); who != nil {
			for _, c := range who.Conversations() {
				if c.DM {
					return c.Name
				}
			}
		}
	}
	return "App"
}
