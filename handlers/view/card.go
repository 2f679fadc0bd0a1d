package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// Card is a message in a conversation. It holds a number, dates, a state and
// buttons: nothing that anyone typed (P4).
type Card struct {
	Text   string // notification and screen reader
	Blocks []slack.Block
}

// CaseCard shows c to viewer in one role, as it stands today. Its buttons are
// what the action table allows this person now.
func CaseCard(c complaint.Complaint, role complaint.Role, viewer complaint.UserID, s complaint.Settings, today calendar.Date) Card {
	v := complaint.See(c, viewer, s)
	number := c.Number.String()
	if !stillHas(c, role, viewer, s) {
		text := number + " · je bent hier niet meer bij betrokken"
		if v.Shielded() {
			text = number + " · afgeschermd"
		}
		return Card{Text: text, Blocks: []slack.Block{note(text)}}
	}
	var text string
	switch role {
	case complaint.Reporter:
		text = reporterText(c, v, s)
	case complaint.InvolvedEmployee:
		text = involvedText(c, viewer)
	case complaint.Officer:
		text = officerText(c, v)
	case complaint.Office:
		text = officeText(c, s)
	}
	blocks := []slack.Block{section(text), note("Status: " + StateName(c.State) + " · uiterlijk " + weekday(c.Term.DueOn) + overdueMark(c.Term, today))}
	if buttons := caseButtons(c, role, viewer, s); len(buttons) > 0 {
		blocks = append(blocks, actions(buttons...))
	}
	return Card{Text: cardNotification(c, role), Blocks: blocks}
}

// cardNotification is what a phone shows on its lock screen.
func cardNotification(c complaint.Complaint, role complaint.Role) string {
	number := c.Number.String()
	switch role {
	case complaint.Reporter:
		return "Je melding " + number
	case complaint.InvolvedEmployee:
		return "Er staat een bericht voor je klaar over " + number
	case complaint.Officer:
		return "Er staat een taak voor je klaar: " + number
	}
	return "Bericht voor het kantoor over " + number
}

func stillHas(c complaint.Complaint, role complaint.Role, viewer complaint.UserID, s complaint.Settings) bool {
	for _, r := range complaint.RolesOf(c, viewer, s) {
		if r == role {
			return true
		}
	}
	return false
}

func reporterText(c complaint.Complaint, v complaint.Sight, s complaint.Settings) string {
	who := "De onafhankelijke klachtenfunctionaris registreert de klacht."
	if len(c.Concerned) > 0 && c.Officer.ID != s.Officer { // not when only a deputy is concerned
		who = "Een onafhankelijke waarnemer behandelt de klacht."
	}
	if !v.OwnInput {
		return "Je melding *" + c.Number.String() + "* is geregistreerd. " + deadline(c) + " Houd dit vertrouwelijk."
	}
	return "Dank je wel. Je melding is binnen onder nummer *" + c.Number.String() + "*. " + deadline(c) + " " + who + " Houd dit vertrouwelijk."
}

func involvedText(c complaint.Complaint, viewer complaint.UserID) string {
	number := c.Number.String()
	if c.State == complaint.WithEmployee && c.Assignee == viewer {
		return "Jij behandelt *" + number + "*. De klacht is geregistreerd. Probeer samen met de cliënt tot een oplossing te komen. Overleggen met de klachtenfunctionaris mag altijd. " + deadline(c)
	}
	intro := "Er is een klacht binnengekomen waarbij je mogelijk betrokken bent: *" + number + "*. Dat kan even schrikken zijn. "
	if complaint.OfficerFirst(c) != "" || c.State == complaint.WithOfficer {
		return intro + "De klachtenfunctionaris behandelt deze klacht en vraagt ook jouw kant. Neem er zelf geen contact over op met de cliënt."
	}
	if c.Assignee != viewer {
		return intro + "Lees de klacht rustig. Een collega probeert samen met de cliënt tot een oplossing te komen; stem met elkaar af. Overleggen met de klachtenfunctionaris mag altijd. " + deadline(c)
	}
	return intro + "Lees de klacht rustig en probeer samen met de cliënt tot een oplossing te komen. Overleggen met de klachtenfunctionaris mag altijd. " + deadline(c)
}

func officerText(c complaint.Complaint, v complaint.Sight) string {
	head := "Nieuwe klacht *" + c.Number.String() + "*, ontvangen op " + Day(c.Term.ReceivedOn) + ". Schriftelijk afhandelen: uiterlijk *" + Day(c.Term.DueOn) + "*. " + daysLost(c)
	switch {
	case !v.Content:
		return head + "Bevestig eerst je onafhankelijkheid."
	case c.State == complaint.Reported:
		return head + "Lees de klacht en registreer hem."
	case c.State == complaint.WithEmployee:
		return "*" + c.Number.String() + "* is geregistreerd. De betrokken medewerker behandelt de klacht eerst. Schriftelijk afhandelen: uiterlijk *" + Day(c.Term.DueOn) + "*."
	}
	return "*" + c.Number.String() + "* is geregistreerd en ligt bij jou. Schriftelijk afhandelen: uiterlijk *" + Day(c.Term.DueOn) + "*."
}

// daysLost says what is gone of the four weeks when a complaint is reported
// late (edge case 22): the clock runs from receipt.
func daysLost(c complaint.Complaint) string {
	switch n := c.Term.ReceivedOn.DaysUntil(calendar.Of(c.ReportedAt)); {
	case n == 1:
		return "Er is al 1 dag van de termijn om. "
	case n > 1:
		return fmt.Sprintf("Er zijn al %d dagen van de termijn om. ", n)
	}
	return ""
}

func officeText(c complaint.Complaint, s complaint.Settings) string {
	who := "Een onafhankelijke waarnemer"
	if c.Officer.ID == "" {
		return "De klachtenfunctionaris kan *" + c.Number.String() + "* niet behandelen. Wijs een andere onafhankelijke, externe persoon aan."
	}
	if c.Officer.ID == s.Officer { // only a deputy is concerned
		who = "De klachtenfunctionaris"
	}
	return "Klacht *" + c.Number.String() + "* is binnengekomen. " + who + " behandelt de klacht. De inhoud is alleen bekend bij de behandelaars."
}

// cardVerbs are the buttons that belong on the card of a role.
var cardVerbs = map[complaint.Role][]complaint.Verb{
	complaint.Reporter:         {complaint.ActSupplement, complaint.ActRead},
	complaint.InvolvedEmployee: {complaint.ActSeen, complaint.ActRead},
	complaint.Officer:          {complaint.ActDeclare, complaint.ActRegister, complaint.ActRead, complaint.ActPassOn},
	complaint.Office:           {complaint.ActAppoint},
}

func caseButtons(c complaint.Complaint, role complaint.Role, viewer complaint.UserID, s complaint.Settings) []*slack.ButtonBlockElement {
	possible := map[complaint.Verb]bool{}
	for _, v := range complaint.Possible(c, viewer, s) {
		possible[v] = true
	}
	sight := complaint.See(c, viewer, s)
	var list []*slack.ButtonBlockElement
	for _, v := range cardVerbs[role] {
		if !possible[v] || role == complaint.Reporter && v == complaint.ActRead && !sight.OwnInput {
			continue
		}
		b := caseButton(c, v)
		if len(list) == 0 && v != complaint.ActPassOn && v != complaint.ActSupplement {
			primary(b)
		}
		list = append(list, b)
	}
	if role == complaint.InvolvedEmployee {
		list = append(list, button(ActionTips, "Tips", "Tips bij een klacht", string(c.ID)), button(ActionPrivacy, "Privacy", "Privacy bij een klacht", string(c.ID)))
	}
	return list
}

func caseButton(c complaint.Complaint, v complaint.Verb) *slack.ButtonBlockElement {
	return button(ActionCase(v), verbs[v], verbs[v]+", "+c.Number.String(), string(c.ID))
}

// caseActions are the buttons inside a modal about a case: everything that
// this person can do now besides reading, in whatever role. The card can be
// far up in the conversation by then.
func caseActions(c complaint.Complaint, viewer complaint.UserID, s complaint.Settings) []slack.Block {
	var list []*slack.ButtonBlockElement
	for _, v := range complaint.Possible(c, viewer, s) {
		if v != complaint.ActRead {
			list = append(list, caseButton(c, v))
		}
	}
	if len(list) == 0 {
		return nil
	}
	return []slack.Block{actions(list...)}
}

// Retired is what a card shrinks to when a newer one took its place.
func Retired(c complaint.Complaint) Card {
	text := c.Number.String() + " · zie het nieuwere bericht"
	return Card{Text: text, Blocks: []slack.Block{note(text)}}
}

// ChannelLine is the one neutral line in the restricted channel: number, date,
// and who handles it by role.
func ChannelLine(c complaint.Complaint) Card {
	who := "de klachtenfunctionaris"
	if c.Assignee != c.Officer.ID {
		who = "de betrokken medewerker"
	}
	text := "Nieuwe klacht " + c.Number.String() + ", ontvangen op " + Day(c.Term.ReceivedOn) + ", uiterlijk " + Day(c.Term.DueOn) + " schriftelijk af te handelen. Nu bij " + who + "."
	return Card{Text: text, Blocks: []slack.Block{section(text)}}
}

// channelTroubles explain to the office why the channel is not used.
var channelTroubles = map[complaint.ChannelProblem]string{
	complaint.ChannelMissing:  "Ik kan het besloten kanaal niet vinden. Bestaat het nog, en ben ik uitgenodigd?",
	complaint.ChannelArchived: "Het besloten kanaal is gearchiveerd.",
	complaint.ChannelPublic:   "Het kanaal is openbaar. Maak het privé.",
	complaint.ChannelShared:   "Het kanaal wordt gedeeld met een andere organisatie.",
	complaint.ChannelNoBot:    "Ik ben geen lid van het besloten kanaal. Nodig me uit met `/invite`.",
	complaint.ChannelStranger: "In het kanaal zit iemand die daar niet mag zijn. Toegestaan zijn functionaris, waarnemers, kantoor en wie in de instellingen staat.",
}

// ChannelTrouble tells the office what is wrong with the channel.
func ChannelTrouble(problems []complaint.ChannelProblem) Card {
	var lines []string
	for _, p := range problems {
		lines = append(lines, channelTroubles[p])
	}
	text := "Ik plaats niets in het besloten kanaal, omdat dat nu niet veilig is."
	return Card{Text: text, Blocks: []slack.Block{section(text + "\n" + bullets(lines...)), note("Ik probeer het later opnieuw.")}}
}
