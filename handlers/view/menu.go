package view

import (
	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// MenuHint is why someone gets the menu.
type MenuHint int

// The hints.
const (
	MenuPlain   MenuHint = iota
	MenuUnknown          // one word we do not know
	MenuTooMuch          // a complaint typed behind the command
)

// Menu is what /klacht help opens.
func Menu(h MenuHint, officer bool) slack.ModalViewRequest {
	var blocks []slack.Block
	switch h {
	case MenuUnknown:
		blocks = append(blocks, section("Dat ken ik niet. Kies hieronder wat je wilt doen."))
	case MenuTooMuch:
		blocks = append(blocks, section("Zet geen klacht achter het commando. Gebruik het formulier, dat is vertrouwelijk."))
	default:
		blocks = append(blocks, section("Wat wil je doen?"))
	}
	return page("Klachten", append(blocks, menuButtons(officer))...)
}

func menuButtons(officer bool) slack.Block {
	first := primary(button(ActionReport, "Klacht melden", "", "new"))
	if officer {
		first = primary(button(ActionReport, "Klacht invoeren", "", "new"))
		return actions(first, button(ActionRegister, "Register", "Register van klachten", "0"),
			button(ActionMine, "Mijn meldingen", "", "0"), button(ActionExplain, "Uitleg voor de cliënt", "", "0"),
			button(ActionTips, "Tips", "Tips bij een klacht", "0"), button(ActionPolicy, "Regeling", "Regeling, de klachtenregeling", "0"))
	}
	return actions(first, button(ActionMine, "Mijn klachten", "", "0"), button(ActionExplain, "Uitleg voor de cliënt", "", "0"),
		button(ActionTips, "Tips", "Tips bij een klacht", "0"), button(ActionPolicy, "Regeling", "Regeling, de klachtenregeling", "0"))
}

// MenuCard is the standing card of officer and deputies: everything they do
// works from here, because a guest may not be able to use commands.
func MenuCard() Card {
	text := "Dit is je vaste menu als klachtenfunctionaris. Alles wat je nodig hebt, staat hier of komt als bericht."
	return Card{Text: "Je vaste menu", Blocks: []slack.Block{section(text), menuButtons(true)}}
}

// AskedInPrivate is the line in the channel where something was asked.
const AskedInPrivate = "Voor de vertrouwelijkheid ga ik hier niet op in. Ik heb je een privébericht gestuurd."

// MineCard answers /klacht mijn in private: a button, because the list opens
// in a modal.
func MineCard() Card {
	return Card{Text: "Je klachten", Blocks: []slack.Block{section("Hier vind je de klachten die je hebt gemeld of waarbij je betrokken bent."),
		actions(button(ActionMine, "Mijn klachten", "", "0"))}}
}

func asCard(text string, m slack.ModalViewRequest) Card {
	return Card{Text: text, Blocks: m.Blocks.BlockSet}
}

// ExplainCard, TipsCard and PolicyCard answer in private what was asked for in
// a channel; the texts are public.
func ExplainCard(s complaint.Settings) Card { return asCard("Uitleg voor de cliënt", Explain(s)) }

// TipsCard holds the tips.
func TipsCard() Card { return asCard("Tips bij een klacht", Tips()) }

// PolicyCard holds the regeling.
func PolicyCard(s complaint.Settings) Card { return asCard("De klachtenregeling", PolicyText(s)) }
