package view

import (
	"strings"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

const optStated = "stated"

// IndependenceForm asks for the statement of independence (D5). It shows names
// and teams of those involved and possibly involved, and nothing of the
// complaint itself.
func IndependenceForm(c complaint.Complaint, s complaint.Settings, v Values) slack.ModalViewRequest {
	f := &form{name: FormIndependence, v: v}
	f.add(section("Voordat je *" + c.Number.String() + "* opent, bevestig je dat je onafhankelijk bent. Het gaat om:"))
	f.add(slack.NewSectionBlock(plain(cut(whoIsInvolved(c, s), complaint.MaxText)), nil, nil))
	f.checks(complaint.FieldStatement, "Verklaring", inputs{}, []choice{{optStated, "Ik ben onafhankelijk"}})
	f.add(note("Ik ben niet betrokken bij deze klacht en ik ben geen directe collega van de betrokken medewerker(s)."),
		section("Ben je wel betrokken? Sluit dan dit venster en kies *Naar waarnemer*."))
	return f.modal("Onafhankelijkheid", "Bevestigen", Meta{Case: c.ID, Revision: c.Revision})
}

func whoIsInvolved(c complaint.Complaint, s complaint.Settings) string {
	var lines []string
	line := func(p complaint.Person, suffix string) {
		text := p.Name.Reveal()
		if teams := s.TeamsOf(p.ID); len(teams) > 0 {
			text += " (" + strings.Join(teams, ", ") + ")"
		}
		lines = append(lines, "• "+text+suffix)
	}
	for _, in := range c.Involved {
		line(in.Person, "")
	}
	for _, p := range c.Considered {
		line(p, ", mogelijk betrokken")
	}
	for _, p := range c.Concerned {
		line(p, ", over wie de klacht gaat")
	}
	if !c.Departed.IsZero() {
		lines = append(lines, "• "+c.Departed.Reveal()+", werkt hier niet meer")
	}
	if len(lines) > 0 {
		return strings.Join(lines, "\n")
	}
	if c.Subject == complaint.AboutOffice {
		return "• Het kantoor als geheel"
	}
	return "• Nog niet bekend"
}

// ReadIndependence reports whether the statement was ticked.
func ReadIndependence(v Values) bool {
	return reader{FormIndependence, v}.has(complaint.FieldStatement, optStated)
}
