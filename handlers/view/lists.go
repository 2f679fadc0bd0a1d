package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// PageSize is how many cases one screen lists.
const PageSize = 20

// List names a list that can be paged through.
type List string

// The lists.
const (
	ListRegister List = "register"
	ListReported List = "reported"
	ListInvolved List = "involved"
)

// Rows is one page of a list.
type Rows struct {
	List   List
	Cases  []complaint.Summary
	Total  int
	Offset int
}

// Register is the officer's list of every case, newest first; what is
// afgeschermd for this viewer shows its number only.
func Register(rows Rows, today calendar.Date) slack.ModalViewRequest {
	if rows.Total == 0 {
		return page("Register", section("Er zijn nog geen klachten."))
	}
	return page("Register", rows.blocks(today)...)
}

// Mine lists what someone reported and where they are concerned.
func Mine(reported, involved Rows, today calendar.Date) slack.ModalViewRequest {
	var blocks []slack.Block
	if involved.Total > 0 {
		blocks = append(append(blocks, section("*Klachten waarbij je betrokken bent*")), involved.blocks(today)...)
	}
	if reported.Total > 0 {
		blocks = append(append(blocks, section("*Door jou gemeld*")), reported.blocks(today)...)
	}
	if len(blocks) == 0 {
		blocks = append(blocks, section("Je hebt nog geen klachten gemeld en bent bij geen klacht betrokken."))
	}
	return page("Mijn klachten", blocks...)
}

func (r Rows) blocks(today calendar.Date) []slack.Block {
	blocks := []slack.Block{}
	for _, c := range r.Cases {
		blocks = append(blocks, r.row(c, today))
	}
	switch {
	case len(r.Cases) == 0: // the list became shorter since this page was offered
		blocks = append(blocks, note("Op deze bladzijde staat niets meer."))
	case r.Total > PageSize:
		blocks = append(blocks, note(fmt.Sprintf("%d tot en met %d van %d", r.Offset+1, r.Offset+len(r.Cases), r.Total)))
	}
	var turn []*slack.ButtonBlockElement
	if r.Offset > 0 {
		last := (r.Total - 1) / PageSize * PageSize
		turn = append(turn, button(ActionPage+"/prev", "Vorige", "Vorige bladzijde", r.at(max(0, min(r.Offset-PageSize, last)))))
	}
	if r.Offset < r.Total-PageSize {
		turn = append(turn, button(ActionPage+"/next", "Volgende", "Volgende bladzijde", r.at(r.Offset+PageSize)))
	}
	if len(turn) > 0 {
		blocks = append(blocks, actions(turn...))
	}
	return blocks
}

func (r Rows) row(c complaint.Summary, today calendar.Date) slack.Block {
	if r.List == ListRegister && !c.Yours {
		return section("*" + c.Number.String() + "* · afgeschermd")
	}
	text := markdown("*" + c.Number.String() + "* · " + StateName(c.State) + "\nuiterlijk " + Day(c.Term.DueOn) + late(c.Term, today))
	open := button(ActionOpenCase, "Openen", "Openen, "+c.Number.String(), string(c.ID))
	return slack.NewSectionBlock(text, nil, slack.NewAccessory(open))
}

func (r Rows) at(offset int) string { return string(r.List) + "/" + strconv.Itoa(offset) }

// ParsePage reads the value of a page button.
func ParsePage(value string) (List, int, error) {
	list, rest, ok := strings.Cut(value, "/")
	offset, err := strconv.Atoi(rest)
	if !ok || err != nil || offset < 0 || strconv.Itoa(offset) != rest {
		return "", 0, errMeta
	}
	switch List(list) {
	case ListRegister, ListReported, ListInvolved:
		return List(list), offset, nil
	}
	return "", 0, errMeta
}
