package complaint

import (
	"testing"
)

// D5: "De onafhankelijke externe persoon, niet zijnde de betreffende medewerker
// van Team Keizer tegen wie mogelijk de klacht is gericht of een directe
// collega van hem/haar".
func TestWhoIsOfficer(t *testing.T) {
	team := func(ids ...UserID) func(*Settings) {
		return func(s *Settings) { s.Teams = append(s.Teams, Team{"team", ids}) }
	}
	keep := func(*Settings) {}
	chosen := func(subject Subject, ids ...UserID) func(*Report) {
		return func(r *Report) { r.Subject, r.Employees, r.Departed = subject, colleagues(ids...), NewText("Jan") }
	}
	for _, tt := range []struct {
		name       string
		settings   func(*Settings)
		report     func(*Report)
		officer    UserID
		restricted bool
	}{
		{"D5 the officer", keep, chosen(AboutEmployees, bram), functie, false},
		{"edge case 6 about the officer: the deputy", keep, chosen(AboutOfficer), waarnemer, true},
		{"edge case 6 the officer chosen in the people picker", keep, chosen(AboutEmployees, functie), waarnemer, true},
		{"edge case 6 the officer chosen beside an employee", keep, chosen(AboutEmployees, bram, functie), waarnemer, true},
		{"edge case 6 the officer possibly involved", keep, chosen(AboutUnknown, functie), waarnemer, true},
		{"edge case 6 a deputy chosen: the officer, afgeschermd", keep, chosen(AboutEmployees, waarnemer), functie, true},
		{"edge case 6 officer and deputy chosen: the second deputy", keep, chosen(AboutEmployees, functie, waarnemer), waarnemer2, true},
		{"edge case 6 all of them chosen: nobody", keep, chosen(AboutEmployees, functie, waarnemer, waarnemer2), "", true},
		{"edge case 6 about the officer, no deputies", func(s *Settings) { s.Deputies = nil }, chosen(AboutOfficer), "", true},
		{"edge case 6 about the officer, the deputy is a direct colleague", team(functie, waarnemer), chosen(AboutOfficer), waarnemer2, true},
		{"edge case 5 the officer is a direct colleague", team(bram, functie), chosen(AboutEmployees, bram), waarnemer, true},
		{"edge case 5 of the second employee", team(cato, functie), chosen(AboutEmployees, bram, cato), waarnemer, true},
		{"edge case 5 of somebody possibly involved (D5 mogelijk)", team(dirk, functie), chosen(AboutUnknown, dirk), waarnemer, true},
		{"edge case 5 of the process owner", team(kim, functie), chosen(AboutOffice, kim), waarnemer, true},
		{"edge case 5 officer and first deputy are direct colleagues", team(bram, functie, waarnemer), chosen(AboutEmployees, bram), waarnemer2, true},
		{"edge case 5 in another team each", func(s *Settings) { team(bram, cato)(s); team(cato, functie)(s) }, chosen(AboutEmployees, bram), functie, false},
		{"edge case 5 all are direct colleagues: nobody", team(bram, functie, waarnemer, waarnemer2), chosen(AboutEmployees, bram), "", true},
		{"edge case 5 only the deputy is a direct colleague: nothing to shield", team(bram, waarnemer), chosen(AboutEmployees, bram), functie, false},
		{"D5 management is not external", func(s *Settings) { s.Office = append(s.Office, functie) }, chosen(AboutEmployees, bram), waarnemer, true},
		{"edge case 7 management named", keep, chosen(AboutEmployees, karel), functie, true},
		{"edge case 7 management named beside an employee", keep, chosen(AboutEmployees, bram, karel), functie, true},
		{"edge case 7 management possibly involved", keep, chosen(AboutUnknown, karel), functie, true},
		{"edge case 3 the office as a whole concerns nobody in person", keep, chosen(AboutOffice, kim), functie, false},
		{"edge case 18 departed", keep, chosen(AboutDeparted), functie, false},
		{"edge case 1 unknown", keep, chosen(AboutUnknown), functie, false},
		{"edge case 6 about the officer, while none is set", func(s *Settings) { s.Officer = "" }, chosen(AboutOfficer), waarnemer, true},
		{"no officer at all", func(s *Settings) { s.Officer, s.Deputies = "", nil }, chosen(AboutEmployees, bram), "", false},
		{"no officer, a deputy", func(s *Settings) { s.Officer = "" }, chosen(AboutEmployees, bram), waarnemer, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, r := office(), about(bram)
			tt.settings(&s)
			tt.report(&r)
			c := mustNew(t, r, s).Complaint
			if c.Officer.ID != tt.officer || c.Restricted != tt.restricted {
				t.Errorf("officer %q, restricted %v; want %q, %v", c.Officer.ID, c.Restricted, tt.officer, tt.restricted)
			}
			if !c.Independence.At.IsZero() {
				t.Error("independence is stated by a person, never assumed")
			}
		})
	}
}

// Whoever is the officer or a deputy and was chosen is concerned: never an
// employee, and never told.
func TestOfficersChosenInThePickerAreConcerned(t *testing.T) {
	c := mustNew(t, about(functie, bram, waarnemer), office()).Complaint
	var concerned []string
	for _, p := range c.Concerned {
		concerned = append(concerned, string(p.ID))
	}
	wantStrings(t, "concerned", concerned, string(functie), string(waarnemer))
	if ids := c.InvolvedIDs(); len(ids) != 1 || ids[0] != bram {
		t.Errorf("involved %v", ids)
	}
	if c.Assignee != bram {
		t.Errorf("assignee %q", c.Assignee)
	}
}

func TestSettings(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*Settings)
		want []string
	}{
		{"complete", func(*Settings) {}, nil},
		{"no officer", func(s *Settings) { s.Officer = "" }, []string{"KLACHTBOT_OFFICER"}},
		{"no office", func(s *Settings) { s.Office = nil }, []string{"KLACHTBOT_OFFICE"}},
		{"D5 officer in the office", func(s *Settings) { s.Office = append(s.Office, functie) }, []string{"KLACHTBOT_OFFICER"}},
		{"D5 deputy in the office", func(s *Settings) { s.Office = append(s.Office, waarnemer2) }, []string{"KLACHTBOT_DEPUTIES"}},
		{"officer is also deputy", func(s *Settings) { s.Deputies = append(s.Deputies, functie) }, []string{"KLACHTBOT_DEPUTIES"}},
		{"deputy twice", func(s *Settings) { s.Deputies = append(s.Deputies, waarnemer) }, []string{"KLACHTBOT_DEPUTIES"}},
		{"V4 no term", func(s *Settings) { s.Policy.SettleDays = 0 }, []string{"policy.settle_days"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := office()
			tt.edit(&s)
			var got []string
			for _, p := range s.Check() {
				got = append(got, p.Setting)
			}
			wantStrings(t, "problems", got, tt.want...)
		})
	}
}

func TestSettingsTeams(t *testing.T) {
	s := office()
	s.Teams = []Team{{"Bewind", []UserID{bram, cato}}, {"Inkomen", []UserID{cato, dirk}}}
	if !s.Colleagues(bram, cato) || !s.Colleagues(cato, dirk) || s.Colleagues(bram, dirk) || !s.Colleagues(stranger, stranger) {
		t.Error("direct colleagues share a team; nothing is passed on from team to team")
	}
	wantStrings(t, "teams", s.TeamsOf(cato), "Bewind", "Inkomen")
	wantStrings(t, "teams of nobody", s.TeamsOf(stranger))
	if s.IsOfficer("") || s.IsOfficer(bram) || !s.IsOfficer(functie) || !s.IsOfficer(waarnemer2) {
		t.Error("officers are the officer and the deputies")
	}
}

// P4: a neutral line is posted only where nobody else can read along.
func TestChannel(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*ChannelFacts)
		want []string
	}{
		{"P4 in order", func(*ChannelFacts) {}, nil},
		{"P4 not there", func(f *ChannelFacts) { *f = ChannelFacts{} }, []string{"missing"}},
		{"P4 archived", func(f *ChannelFacts) { f.Archived = true }, []string{"archived"}},
		{"P4 public", func(f *ChannelFacts) { f.Private = false }, []string{"public"}},
		{"P4 shared with another organisation", func(f *ChannelFacts) { f.Shared = true }, []string{"shared"}},
		{"P4 the bot is not in it", func(f *ChannelFacts) { f.BotIsMember = false }, []string{"not_member"}},
		{"P4 strangers, named once", func(f *ChannelFacts) { f.Members = append(f.Members, bram, cato) }, []string{"strangers"}},
		{"P4 everything wrong", func(f *ChannelFacts) {
			*f = ChannelFacts{Found: true, Shared: true, Members: []UserID{bram}}
		}, []string{"public", "shared", "not_member", "strangers"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := office()
			s.ChannelMembers = []UserID{"secretariaat"}
			f := ChannelFacts{Found: true, Private: true, BotIsMember: true,
				Members: []UserID{functie, waarnemer, waarnemer2, karel, kim, "secretariaat"}}
			tt.edit(&f)
			var got []string
			for _, p := range s.CheckChannel(f) {
				got = append(got, string(p))
			}
			wantStrings(t, "problems", got, tt.want...)
		})
	}
}
