package view

import (
	"klachtbot/complaint"
)

// screen is one thing that a person sees. of names the function that draws it:
// a test holds the list against the functions that this package has.
type screen struct {
	name, of string
	shows    any // slack.ModalViewRequest, slack.HomeTabViewRequest or Card
}

// screens draws everything this package can draw, in the world w.
func screens(w world) []screen {
	var all []screen
	all = append(all, w.forms()...)
	all = append(all, w.pages()...)
	return append(all, w.cards()...)
}

// filled are the answers of a form in which everything is answered.
func (w world) filled() Values {
	b := func(f complaint.Field) string { return Block(FormReport, f) }
	return Values{
		b(complaint.FieldReceivedOn): {Date: "2026-11-19"}, b(fieldSpeaker): {Options: []string{optRepresentative}},
		b(complaint.FieldClient): {Text: w.text("client", complaint.MaxLine)}, b(fieldClientBox): {Options: []string{optAnonymous, optOwnFileNumber}},
		b(complaint.FieldRepresentative): {Text: w.text("vertegenwoordiger", complaint.MaxLine)},
		b(complaint.FieldIntake):         {Options: []string{string(complaint.Chat)}}, b(complaint.FieldExternalRef): {Text: w.text("kenmerk", complaint.MaxLine)},
		b(complaint.FieldWords): {Text: w.text("de klacht", complaint.MaxText)}, b(complaint.FieldMoreWords): {Text: w.text("het vervolg", complaint.MaxText)},
		b(complaint.FieldSubject): {Options: []string{string(complaint.AboutEmployees)}}, b(complaint.FieldEmployees): {Users: []string{string(bram), string(cato)}},
		b(fieldNoContact): {Options: []string{optNoContact}}, b(complaint.FieldWish): {Text: w.text("de wens", complaint.MaxText)},
		b(complaint.FieldDone): {Text: w.text("wat is gedaan", complaint.MaxText)}, b(complaint.FieldContact): {Text: w.text("contact", 2*complaint.MaxLine)},
		b(fieldTold): {Options: []string{string(complaint.Yes)}},
	}
}

func (w world) with(f complaint.Field, v Value) Values {
	all := w.filled()
	all[Block(FormReport, f)] = v
	return all
}

func (w world) forms() []screen {
	meta, officer := Meta{Case: caseID}, Meta{Case: caseID, Officer: true}
	about := func(s complaint.Subject) Values {
		return w.with(complaint.FieldSubject, Value{Options: []string{string(s)}})
	}
	departed := about(complaint.AboutDeparted)
	departed[Block(FormReport, complaint.FieldDeparted)] = Value{Text: w.text("vertrokken", complaint.MaxLine)}
	set, gemeld := w.settings(), w.gemeld()
	unknown := w.over(func(r *complaint.Report) { r.Subject = complaint.AboutUnknown; r.Employees = w.colleagues(dirk) })
	gone := w.over(func(r *complaint.Report) {
		r.Subject, r.Departed = complaint.AboutDeparted, w.typed("vertrokken", complaint.MaxLine)
	})
	whole := w.over(func(r *complaint.Report) { r.Subject = complaint.AboutOffice })
	over := w.over(func(r *complaint.Report) { r.Subject = complaint.AboutOfficer })
	b := func(f complaint.Field) string { return Block(FormRegistration, f) }
	parts := Values{
		b(complaint.FieldFiling): {Options: []string{"A", "B"}}, b(complaint.FieldNature): {Options: []string{"I", "IV"}},
		b(complaint.FieldEmployees): {Users: []string{string(bram), string(cato)}}, b(complaint.FieldAssignee): {Options: []string{string(cato)}},
		b(complaint.FieldReason): {Text: w.text("de reden", complaint.MaxText)}, b(partField(bram)): {Text: w.text("het deel van Bram", complaint.MaxText)},
		b(partField(cato)): {Text: w.text("het deel van Cato", complaint.MaxText)},
	}
	v := w.verklaard(gemeld)
	return []screen{
		{"report", "ReportForm", ReportForm(meta, nil, today)},
		{"report_officer", "ReportForm", ReportForm(officer, nil, today)},
		{"report_filled", "ReportForm", ReportForm(officer, w.filled(), today)},
		{"report_unknown", "ReportForm", ReportForm(meta, about(complaint.AboutUnknown), today)},
		{"report_departed", "ReportForm", ReportForm(meta, departed, today)},
		{"supplement", "SupplementForm", SupplementForm(gemeld, nil)},
		{"supplement_filled", "SupplementForm", SupplementForm(gemeld, Values{Block(FormSupplement, complaint.FieldSupplement): {Text: w.text("aanvulling", complaint.MaxText)}})},
		{"independence", "IndependenceForm", IndependenceForm(gemeld, set, nil)},
		{"independence_unknown", "IndependenceForm", IndependenceForm(unknown, set, nil)},
		{"independence_departed", "IndependenceForm", IndependenceForm(gone, set, nil)},
		{"independence_office", "IndependenceForm", IndependenceForm(whole, set, nil)},
		{"independence_officer", "IndependenceForm", IndependenceForm(over, set, Values{Block(FormIndependence, complaint.FieldStatement): {Options: []string{optStated}}})},
		{"registration", "RegistrationForm", RegistrationForm(v, nil, w.name)},
		{"registration_parts", "RegistrationForm", RegistrationForm(v, parts, w.name)},
		{"appointment", "AppointmentForm", AppointmentForm(gemeld, nil)},
		{"appointment_filled", "AppointmentForm", AppointmentForm(gemeld, Values{
			Block(FormAppointment, complaint.FieldAppointee): {Users: []string{string(dirk)}}, Block(FormAppointment, complaint.FieldStatement): {Options: []string{optExternal}}})},
		{"informed", "InformedForm", InformedForm(nil, today)},
		{"informed_filled", "InformedForm", InformedForm(Values{
			Block(FormInformed, complaint.FieldClient): {Text: w.text("dossier", complaint.MaxLine)}, Block(FormInformed, complaint.FieldHow): {Options: []string{"letter"}}}, today)},
	}
}

func (w world) pages() []screen {
	set, bare, gemeld := w.settings(), w.settings(), w.gemeld()
	bare.PostalAddress, bare.Website, bare.PrivacyURL = "", "", ""
	bare.Policy.Effective = "1 januari 2026"
	over := w.over(func(r *complaint.Report) { r.Subject = complaint.AboutOfficer; r.Complainant.Anonymous = true })
	content := func(name string, c complaint.Complaint, p complaint.UserID) screen {
		return screen{name, "Content", Content(w.dossier(c, p), p, set, today.AddDays(30), w.name)}
	}
	n := w.many
	return []screen{
		{"receipt", "Receipt", Receipt(gemeld, melder)},
		{"receipt_officer", "Receipt", Receipt(gemeld, functie)},
		{"registered", "Registered", Registered(w.geregistreerd(bram, false))},
		{"informed_done", "Informed", Informed()},
		{"loading", "Loading", Loading()},
		{"notice", "Notice", Notice("Aangevuld", "Je aanvulling bij *K-2026-0007* is bewaard.")},
		content("content_reporter", gemeld, melder),
		content("content_employee", w.geregistreerd(bram, false), bram),
		content("content_part", w.geregistreerd(bram, true), cato),
		content("content_officer", w.geregistreerd(bram, true), functie),
		content("content_deputy", w.verklaard(over), deputy),
		{"status", "Status", Status(gemeld, karel, set, today.AddDays(29), NotNow)},
		{"status_shielded", "Status", Status(over, functie, set, today, "")},
		{"register", "Register", Register(first(ListRegister, n), today)},
		{"register_middle", "Register", Register(page20(ListRegister, 20+n+20, 20), today)},
		{"register_last", "Register", Register(page20(ListRegister, 40+n%PageSize, 40), today)},
		{"register_empty", "Register", Register(Rows{List: ListRegister}, today)},
		{"mine", "Mine", Mine(first(ListReported, n), first(ListInvolved, n), today)},
		{"mine_pages", "Mine", Mine(first(ListReported, 20+n), page20(ListInvolved, 20+n, 20), today)},
		{"mine_empty", "Mine", Mine(Rows{List: ListReported}, Rows{List: ListInvolved}, today)},
		{"menu", "Menu", Menu(MenuPlain, false)},
		{"menu_officer", "Menu", Menu(MenuPlain, true)},
		{"menu_unknown", "Menu", Menu(MenuUnknown, false)},
		{"menu_too_much", "Menu", Menu(MenuTooMuch, false)},
		{"explain", "Explain", Explain(set)},
		{"explain_bare", "Explain", Explain(bare)},
		{"tips", "Tips", Tips()},
		{"policy", "PolicyText", PolicyText(set)},
		{"policy_dated", "PolicyText", PolicyText(bare)},
		{"privacy", "Privacy", Privacy(set.Policy)},
		{"home_employee", "Home", Home(HomeData{Todo: cases(n), Involved: cases(n), Reported: cases(n)}, today)},
		{"home_employee_empty", "Home", Home(HomeData{}, today)},
		{"home_officer", "Home", Home(HomeData{IsOfficer: true, Officer: cases(n), Involved: cases(n), Reported: cases(n), Todo: cases(n)}, today)},
		{"home_officer_empty", "Home", Home(HomeData{IsOfficer: true}, today)},
		{"home_office", "Home", Home(HomeData{IsOffice: true, Terms: cases(n), Involved: cases(n), Reported: cases(n), Todo: cases(n)}, today)},
		{"home_office_empty", "Home", Home(HomeData{IsOffice: true}, today)},
	}
}

func (w world) cards() []screen {
	set, gemeld := w.settings(), w.gemeld()
	card := func(name string, c complaint.Complaint, r complaint.Role, p complaint.UserID) screen {
		return screen{"card_" + name, "CaseCard", CaseCard(c, r, p, set, today)}
	}
	late := card("overdue", gemeld, complaint.Officer, functie)
	late.shows = CaseCard(gemeld, complaint.Officer, functie, set, today.AddDays(30))
	day := late
	day.name, day.shows = "card_one_day_late", CaseCard(gemeld, complaint.Reporter, melder, set, today.AddDays(29))
	direct := w.over(func(r *complaint.Report) { r.Intake = complaint.Email })
	over := w.over(func(r *complaint.Report) { r.Subject = complaint.AboutOfficer })
	passed := w.must(gemeld.PassOn(w.person(functie), set, friday))
	nobody := w.must(passed.PassOn(w.person(deputy), set, friday))
	seen := w.must(gemeld.Seen(w.person(bram), set, friday))
	bij, self := w.geregistreerd(bram, true), w.geregistreerd(functie, false)
	problems := []complaint.ChannelProblem{complaint.ChannelPublic, complaint.ChannelShared, complaint.ChannelNoBot, complaint.ChannelStranger, complaint.ChannelMissing, complaint.ChannelArchived}
	return []screen{
		card("reporter", gemeld, complaint.Reporter, melder), card("reporter_about_officer", over, complaint.Reporter, melder),
		card("reporter_registered", bij, complaint.Reporter, melder),
		card("involved", gemeld, complaint.InvolvedEmployee, bram), card("involved_second", gemeld, complaint.InvolvedEmployee, cato),
		card("involved_seen", seen, complaint.InvolvedEmployee, bram), card("involved_direct", direct, complaint.InvolvedEmployee, bram),
		card("involved_assigned", bij, complaint.InvolvedEmployee, bram), card("involved_with_officer", self, complaint.InvolvedEmployee, bram),
		card("officer_new", gemeld, complaint.Officer, functie), card("officer_stated", w.verklaard(gemeld), complaint.Officer, functie),
		card("officer_with_employee", bij, complaint.Officer, functie), card("officer_with_officer", self, complaint.Officer, functie),
		card("office_appoint", nobody, complaint.Office, karel), card("office_about_officer", over, complaint.Office, karel),
		card("gone", gemeld, complaint.Officer, deputy), card("shielded", passed, complaint.Officer, functie), late, day,
		{"card_retired", "Retired", Retired(gemeld)},
		{"channel_line", "ChannelLine", ChannelLine(gemeld)}, {"channel_line_direct", "ChannelLine", ChannelLine(direct)},
		{"channel_trouble", "ChannelTrouble", ChannelTrouble(problems)},
		{"card_menu", "MenuCard", MenuCard()}, {"card_mine", "MineCard", MineCard()}, {"card_explain", "ExplainCard", ExplainCard(set)},
		{"card_tips", "TipsCard", TipsCard()}, {"card_policy", "PolicyCard", PolicyCard(set)},
	}
}
