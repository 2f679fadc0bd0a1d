package complaint

import (
	"slices"
	"testing"
)

// Who is told what when a complaint is reported. Nobody else is told.
func TestNoticesOfAReport(t *testing.T) {
	left := Colleague{Person: who("oud"), Left: true}
	for _, tt := range []struct {
		name     string
		by       UserID
		settings func(*Settings)
		report   func(*Report)
		want     []string
	}{
		{"P1 V1 ordinary case", melder, nil, nil,
			[]string{"receipt -> melder", "involved -> bram", "new_case -> functionaris", "channel -> "}},
		{"P1 edge case 2 several employees each get one", melder, nil, func(r *Report) { r.Employees = colleagues(bram, cato) },
			[]string{"receipt -> melder", "involved -> bram", "involved -> cato", "new_case -> functionaris", "channel -> "}},
		{"P1 edge case 4 the melder is concerned", melder, nil, func(r *Report) { r.Employees = colleagues(melder) },
			[]string{"receipt -> melder", "involved -> melder", "new_case -> functionaris", "channel -> "}},
		{"P1 W2 e-mail entered by the officer: the employee is told all the same", functie, nil, func(r *Report) { r.Intake = Email },
			[]string{"involved -> bram", "new_case -> functionaris", "channel -> "}},
		{"edge case 1 possibly involved people are not told", melder, nil, func(r *Report) { r.Subject = AboutUnknown },
			[]string{"receipt -> melder", "new_case -> functionaris", "channel -> "}},
		{"edge case 18 who left is not told", melder, nil, func(r *Report) { r.Employees = []Colleague{left} },
			[]string{"receipt -> melder", "new_case -> functionaris", "channel -> "}},
		{"edge case 3 the process owner", melder, nil, func(r *Report) { r.Subject, r.Employees = AboutOffice, colleagues(kim) },
			[]string{"receipt -> melder", "involved -> kim", "new_case -> functionaris", "channel -> "}},
		{"edge case 6 about the officer: deputy and office, no officer, no channel", melder, nil, func(r *Report) { r.Subject = AboutOfficer },
			[]string{"receipt -> melder", "new_case -> waarnemer", "about_officer -> karel", "about_officer -> kim"}},
		{"edge case 6 the officer chosen in the picker", melder, nil, func(r *Report) { r.Employees = colleagues(functie, bram) },
			[]string{"receipt -> melder", "involved -> bram", "new_case -> waarnemer", "about_officer -> karel", "about_officer -> kim"}},
		{"edge case 6 a deputy chosen", melder, nil, func(r *Report) { r.Employees = colleagues(waarnemer) },
			[]string{"receipt -> melder", "new_case -> functionaris", "about_officer -> karel", "about_officer -> kim"}},
		{"edge case 6 the officer reports a complaint about themselves: no message at all", functie, nil, func(r *Report) { r.Subject = AboutOfficer },
			[]string{"new_case -> waarnemer", "about_officer -> karel", "about_officer -> kim"}},
		{"edge case 6 nobody left: the office must appoint", melder, func(s *Settings) { s.Deputies = nil }, func(r *Report) { r.Subject = AboutOfficer },
			[]string{"receipt -> melder", "no_officer -> karel", "no_officer -> kim"}},
		{"edge case 6 about the officer, while none is set", melder, func(s *Settings) { s.Officer = "" }, func(r *Report) { r.Subject = AboutOfficer },
			[]string{"receipt -> melder", "new_case -> waarnemer", "about_officer -> karel", "about_officer -> kim"}},
		{"edge case 5 the officer is a direct colleague: only the deputy", melder, func(s *Settings) { s.Teams = []Team{{"team", []UserID{bram, functie}}} }, nil,
			[]string{"receipt -> melder", "involved -> bram", "new_case -> waarnemer"}},
		{"edge case 5 an e-mail entered by the officer about a direct colleague", functie, func(s *Settings) { s.Teams = []Team{{"team", []UserID{bram, functie}}} },
			func(r *Report) { r.Intake = Email }, []string{"involved -> bram", "new_case -> waarnemer"}},
		{"edge case 7 a manager concerned: told as employee only", melder, func(s *Settings) { s.Officer, s.Deputies = "", nil }, func(r *Report) { r.Employees = colleagues(karel) },
			[]string{"receipt -> melder", "involved -> karel", "no_officer -> kim"}},
		{"edge case 7 a manager possibly concerned is not told as management", melder, nil, func(r *Report) { r.Subject, r.Employees = AboutUnknown, colleagues(karel, functie) },
			[]string{"receipt -> melder", "new_case -> waarnemer", "about_officer -> kim"}},
		{"no channel", melder, func(s *Settings) { s.Channel = "" }, nil,
			[]string{"receipt -> melder", "involved -> bram", "new_case -> functionaris"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, r := office(), about(bram)
			if tt.settings != nil {
				tt.settings(&s)
			}
			if tt.report != nil {
				tt.report(&r)
			}
			o, err := New(r, who(tt.by), s, friday)
			if err != nil {
				t.Fatal(err)
			}
			wantStrings(t, "told", said(o.Notices), tt.want...)
			for _, n := range o.Notices {
				if !n.Current(o.Complaint, s) {
					t.Errorf("%s to %q is not due at the moment it was asked for", n.Kind, n.To)
				}
				if n.Kind == LookCard {
					t.Errorf("%q is to look at the cards of a case that has none yet", n.To)
				}
				if n.Case != "k1" && n.Kind != LookHome || n.Says() && n.Event != "1" {
					t.Errorf("%s of case %q, event %q", n.Kind, n.Case, n.Event)
				}
			}
		})
	}
}

// A notice is asked again when it is about to be sent.
func TestNoticeCurrent(t *testing.T) {
	c, s := gemeld(t), office()
	restricted, orphan, passed := c, c, c
	restricted.Restricted = true
	orphan.Officer = Person{}
	passed.Officer, passed.PassedOver = who(waarnemer), []Person{who(functie)}
	mute := s
	mute.Channel = ""
	for _, tt := range []struct {
		name string
		n    Notice
		c    Complaint
		s    Settings
		want bool
	}{
		{"melder", Notice{Kind: SayReceipt, To: melder}, c, s, true},
		{"receipt to a stranger", Notice{Kind: SayReceipt, To: stranger}, c, s, false},
		{"employee", Notice{Kind: SayInvolved, To: bram}, c, s, true},
		{"no longer an employee concerned", Notice{Kind: SayInvolved, To: cato}, c, s, false},
		{"treats it", Notice{Kind: SayAssigned, To: bram}, c, s, true},
		{"does not treat it", Notice{Kind: SayAssigned, To: functie}, c, s, false},
		{"officer", Notice{Kind: SayNewCase, To: functie}, c, s, true},
		{"officer who stood back", Notice{Kind: SayNewCase, To: functie}, passed, s, false},
		{"office must appoint", Notice{Kind: SayNoOfficer, To: karel}, orphan, s, true},
		{"office need not appoint", Notice{Kind: SayNoOfficer, To: karel}, c, s, false},
		{"appoint: no management", Notice{Kind: SayNoOfficer, To: bram}, orphan, s, false},
		{"about the officer", Notice{Kind: SayAboutOfficer, To: karel}, restricted, s, true},
		{"about the officer: no management", Notice{Kind: SayAboutOfficer, To: functie}, restricted, s, false},
		{"channel", Notice{Kind: SayChannel}, c, s, true},
		{"P4 channel, restricted since", Notice{Kind: SayChannel}, restricted, s, false},
		{"channel, none", Notice{Kind: SayChannel}, c, mute, false},
		{"look again, also when it is no longer yours", Notice{Kind: LookCard, To: stranger}, c, s, true},
		{"look again at Home", Notice{Kind: LookHome, To: stranger}, c, s, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.n.Current(tt.c, tt.s); got != tt.want {
				t.Errorf("due: %v", got)
			}
		})
	}
}

// Whose screens are looked at again: everyone who sees the case, and who saw
// it before.
func TestNoticesLook(t *testing.T) {
	s, c := office(), gemeld(t)
	o := must(t)(c.PassOn(who(functie), s, friday))
	for _, id := range []UserID{melder, bram, functie, waarnemer, karel, kim} {
		for _, k := range []NoticeKind{LookCard, LookHome} {
			n := 0
			for _, x := range o.Notices {
				if x.Kind == k && x.To == id {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s to %s: %d times", k, id, n)
			}
		}
	}
	if slices.ContainsFunc(o.Notices, func(n Notice) bool { return n.To == stranger || n.To == dirk || n.To == "" }) {
		t.Error("somebody is asked to look who has nothing to see")
	}
	fallen := c.Fall(c.Obligations()[0], s)
	if len(fallen) == 0 || len(said(fallen)) != 0 {
		t.Errorf("an obligation that falls due asks to look, and says nothing: %v", said(fallen))
	}
}

// The role in which a person is told names their card.
func TestNoticeRole(t *testing.T) {
	want := map[NoticeKind]Role{
		SayReceipt: Reporter, SayInvolved: InvolvedEmployee, SayAssigned: InvolvedEmployee, SayNewCase: Officer,
		SayNoOfficer: Office, SayAboutOfficer: Office, SayChannel: "", LookCard: "", LookHome: "",
	}
	for k, role := range want {
		n := Notice{Kind: k}
		if n.Role() != role || n.Says() != (k != LookCard && k != LookHome) {
			t.Errorf("%s: role %q, says %v", k, n.Role(), n.Says())
		}
	}
}
