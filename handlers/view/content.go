package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// Names gives the name of a person for a modal.
type Names func(complaint.UserID) string

// Content is the modal Klacht bekijken: what this viewer may see of the
// dossier, which the store has cut to size and logged.
func Content(d complaint.Dossier, viewer complaint.UserID, s complaint.Settings, today calendar.Date, names Names) slack.ModalViewRequest {
	c := d.Complaint
	v := complaint.See(c, viewer, s)
	blocks := []slack.Block{section("*" + c.Number.String() + "* · " + StateName(c.State)), note(dates(c, today))}
	blocks = append(blocks, caseActions(c, viewer, s)...)
	blocks = append(blocks, wordsOf(c, v)...)
	if v.Content {
		blocks = append(blocks, complainant(c)...)
		blocks = append(blocks, parties(c, v, names)...)
	}
	if v.Classes && !c.RegisteredAt.IsZero() {
		blocks = append(blocks, section("*Wijze van indiening*\n"+namesOf(c.Filing, filingNames)), section("*Aard van de klacht*\n"+namesOf(c.Natures, natureNames)))
	}
	var end []slack.Block
	if v.Log {
		end = readLog(d.Reads, names)
	}
	end = append(end, divider(), note("Vertrouwelijk. Deel dit met niemand die er niet bij hoort."))
	blocks = append(blocks, fitting(timeline(d.Entries), slices.Concat(blocks, end))...)
	return page("Klacht", append(blocks, end...)...)
}

// dates is the line with receipt, formal date and actiedatum.
func dates(c complaint.Complaint, today calendar.Date) string {
	line := "Ontvangen op " + Day(c.Term.ReceivedOn) + " · schriftelijk afhandelen uiterlijk " + weekday(c.Term.DueOn)
	if c.Term.ActOn != c.Term.DueOn {
		line += " · laatste werkdag daarvoor: " + weekday(c.Term.ActOn)
	}
	return line + late(c.Term, today)
}

// overdueMark is for what stays on the screen: cards and the Home are drawn
// again when a case turns late, not on each day after, so they count no days.
func overdueMark(t complaint.Term, today calendar.Date) string {
	if !t.Overdue(today) {
		return ""
	}
	return " · *te laat*"
}

// late says how late it is, in a modal, which is drawn when it opens; empty
// when it is not.
func late(t complaint.Term, today calendar.Date) string {
	if !t.Overdue(today) {
		return ""
	}
	if n := -t.DaysLeft(today); n > 1 {
		return fmt.Sprintf(" · *%d dagen te laat*", n)
	}
	return " · *1 dag te laat*"
}

func wordsOf(c complaint.Complaint, v complaint.Sight) []slack.Block {
	if !v.Content && !v.OwnInput {
		return nil
	}
	label := "Wat is de klacht?"
	if v.Part {
		label = "Het deel van de klacht dat over jou gaat"
	}
	blocks := typed(label, c.Words)
	blocks = append(blocks, typed("Vervolg", c.MoreWords)...)
	blocks = append(blocks, typed("Wat wil de cliënt?", c.Wish)...)
	return append(blocks, typed("Wat is er al gedaan of toegezegd?", c.Done)...)
}

func complainant(c complaint.Complaint) []slack.Block {
	who := c.Complainant
	var blocks []slack.Block
	if who.Anonymous {
		blocks = append(blocks, section("*Cliënt*\nAnoniem"))
	}
	blocks = append(blocks, typed("Cliënt", who.Client)...)
	blocks = append(blocks, typed("Vertegenwoordiger", who.Representative)...)
	blocks = append(blocks, typed("Bereikbaar via", who.Contact)...)
	line := "Kanaal: " + intakeNames[c.Intake]
	if c.NoContact {
		line += " · de cliënt wil geen contact met de betrokken medewerker"
	}
	if c.Told == complaint.No {
		line += " · de cliënt is nog niet over de klachtenregeling verteld"
	}
	blocks = append(blocks, note(line))
	return append(blocks, typed("Extern kenmerk", c.ExternalRef)...)
}

func parties(c complaint.Complaint, v complaint.Sight, names Names) []slack.Block {
	var list string
	add := func(label string, p complaint.Person) {
		if name := nameOf(p, names); name != "" {
			list += label + ": " + name + "\n"
		}
	}
	if v.Log {
		list = "Over wie gaat het: " + subjectNames[c.Subject] + "\n"
		for _, p := range c.Concerned {
			add("Over", p)
		}
	}
	add("Gemeld door", c.Reporter)
	for _, in := range c.Involved {
		add("Betrokken", in.Person)
	}
	for _, p := range c.Considered {
		add("Mogelijk betrokken", p)
	}
	if !c.Departed.IsZero() {
		list += "Betrokken, werkt hier niet meer: " + c.Departed.Reveal() + "\n"
	}
	add("Behandelt nu", complaint.Person{ID: c.Assignee})
	if list == "" {
		return nil
	}
	blocks := []slack.Block{section("*Wie*"), slack.NewSectionBlock(plain(cut(list, complaint.MaxText)), nil, nil)}
	for _, in := range c.Involved {
		if v.Log && !in.Part.IsZero() { // the officer sees what each employee sees
			part := complaint.NewText("Voor " + nameOf(in.Person, names) + ":\n" + in.Part.Reveal())
			blocks = append(blocks, typed("Deel van een medewerker", part)...)
		}
	}
	return blocks
}

func nameOf(p complaint.Person, names Names) string {
	if name := p.Name.Reveal(); name != "" || p.ID == "" {
		return name
	}
	return names(p.ID)
}

func timeline(entries []complaint.Entry) []slack.Block {
	var blocks []slack.Block
	for _, e := range entries {
		text := moment(e.At) + " · " + done[e.Action] + " · " + e.By.Name.Reveal()
		if !e.Note.IsZero() {
			text += "\n" + e.Note.Reveal()
		}
		blocks = append(blocks, slack.NewSectionBlock(plain(cut(text, complaint.MaxText)), nil, nil))
	}
	return blocks
}

func readLog(reads []complaint.Read, names Names) []slack.Block {
	if len(reads) == 0 {
		return nil
	}
	text := ""
	for _, r := range reads {
		text += moment(r.At) + " · " + names(r.By) + "\n"
	}
	return []slack.Block{section("*Wie heeft gekeken*"), slack.NewSectionBlock(plain(cut(text, complaint.MaxText)), nil, nil)}
}

// moment writes a UTC instant as Dutch wall-clock time.
func moment(t time.Time) string {
	local := t.In(calendar.Amsterdam())
	return Day(calendar.Of(t)) + " " + local.Format("15:04")
}

// Slack takes a view of at most a hundred blocks and 256,000 bytes; what stands
// around the blocks has the rest.
const (
	mostBlocks = 100
	mostBytes  = 240_000
)

// fitting puts a heading over the timeline and keeps the newest of it for which
// there is room beside the rest; the cut is said.
func fitting(lines, rest []slack.Block) []slack.Block {
	if len(lines) == 0 {
		return nil
	}
	head, cutLine := section("*Verloop*"), note("Een deel van het verloop past hier niet.")
	from, room := len(lines), mostBytes-size(slices.Concat(rest, []slack.Block{head, cutLine})...)
	for from > 0 && len(lines)-from < mostBlocks-len(rest)-2 {
		if room -= size(lines[from-1]); room < 0 {
			break
		}
		from--
	}
	if from == 0 {
		return append([]slack.Block{head}, lines...)
	}
	return append([]slack.Block{head, cutLine}, lines[from:]...)
}

// size is what blocks weigh on the way to Slack, in bytes.
func size(blocks ...slack.Block) int {
	raw, err := json.Marshal(blocks)
	if err != nil {
		return mostBytes // it cannot be sent at all
	}
	return len(raw)
}

// Status is what someone sees of a case who may know that it exists and no
// more, and the answer to a button that no longer fits.
func Status(c complaint.Complaint, viewer complaint.UserID, s complaint.Settings, today calendar.Date, why string) slack.ModalViewRequest {
	v := complaint.See(c, viewer, s)
	var blocks []slack.Block
	if why != "" {
		blocks = append(blocks, section(why))
	}
	if !v.Status {
		return page("Klacht", append(blocks, section("*"+c.Number.String()+"* · afgeschermd"))...)
	}
	blocks = append(blocks, section("*"+c.Number.String()+"* · "+StateName(c.State)), note(dates(c, today)))
	return page("Klacht", append(blocks, caseActions(c, viewer, s)...)...)
}
