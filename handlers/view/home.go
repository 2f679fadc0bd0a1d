package view

import (
	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// HomeData is what the Home of one person is drawn from: numbers, states and
// dates only, because Slack keeps what is published.
type HomeData struct {
	Todo     []complaint.Summary // employee: not yet seen, or yours to treat
	Involved []complaint.Summary
	Reported []complaint.Summary
	Officer  []complaint.Summary // cases that this officer handles
	Terms    []complaint.Summary // office: open cases that do not concern this person

	IsOfficer, IsOffice bool
}

// Home is the App Home.
func Home(h HomeData, today calendar.Date) slack.HomeTabViewRequest {
	blocks := []slack.Block{heading("Klachten"), menuButtons(h.IsOfficer)}
	if h.IsOfficer {
		blocks = append(blocks, h.officer(today)...)
	}
	if h.IsOffice {
		blocks = append(blocks, heading("Termijnen"))
		blocks = append(blocks, lines(h.Terms, today, "Er zijn geen open klachten.", false)...)
	}
	if !h.IsOfficer || len(h.Involved)+len(h.Reported) > 0 {
		blocks = append(blocks, h.employee(today)...)
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

func (h HomeData) employee(today calendar.Date) []slack.Block {
	blocks := append([]slack.Block{heading("Mijn acties")}, lines(h.Todo, today, "Je hebt niets openstaan.", true)...)
	if len(h.Involved) > 0 {
		blocks = append(append(blocks, heading("Klachten waarbij je betrokken bent")), lines(h.Involved, today, "", true)...)
	}
	if len(h.Reported) > 0 {
		blocks = append(append(blocks, heading("Door jou gemeld")), lines(h.Reported, today, "", true)...)
	}
	return append(blocks, heading("Wat moet ik doen bij een klacht?"),
		section(bullets("Luister, bedank de cliënt en vraag door.", "Vertel over onze klachtenregeling.",
			"Meld de klacht dezelfde dag, ook als het al is opgelost.", "Houd het vertrouwelijk.")))
}

// officer groups the cases of the officer by what they wait for.
func (h HomeData) officer(today calendar.Date) []slack.Block {
	groups := []struct {
		title string
		has   func(complaint.Summary) bool
	}{
		{"Te laat", func(c complaint.Summary) bool { return c.Term.Overdue(today) }},
		{"Te registreren", func(c complaint.Summary) bool { return c.State == complaint.Reported }},
		{"Bij jou", func(c complaint.Summary) bool { return c.State == complaint.WithOfficer }},
		{"Wacht op medewerker", func(c complaint.Summary) bool { return c.State == complaint.WithEmployee }},
	}
	var blocks []slack.Block
	placed := map[complaint.ID]bool{}
	for _, g := range groups {
		var in []complaint.Summary
		for _, c := range h.Officer {
			if !placed[c.ID] && g.has(c) {
				placed[c.ID] = true
				in = append(in, c)
			}
		}
		if len(in) > 0 {
			blocks = append(append(blocks, heading(g.title)), lines(in, today, "", true)...)
		}
	}
	if len(blocks) == 0 {
		return []slack.Block{section("Er zijn geen open klachten.")}
	}
	return blocks
}

// lines shows at most ten cases; the full list is a modal away.
func lines(cases []complaint.Summary, today calendar.Date, empty string, open bool) []slack.Block {
	const most = 10
	if len(cases) == 0 {
		return []slack.Block{section(empty)}
	}
	var blocks []slack.Block
	for i, c := range cases {
		if i == most {
			return append(blocks, note("Er zijn er meer; je vindt ze in de lijst."))
		}
		text := markdown("*" + c.Number.String() + "* · " + StateName(c.State) + " · uiterlijk " + Day(c.Term.DueOn) + overdueMark(c.Term, today))
		if !open {
			blocks = append(blocks, slack.NewSectionBlock(text, nil, nil))
			continue
		}
		b := button(ActionOpenCase, "Openen", "Openen, "+c.Number.String(), string(c.ID))
		blocks = append(blocks, slack.NewSectionBlock(text, nil, slack.NewAccessory(b)))
	}
	return blocks
}
