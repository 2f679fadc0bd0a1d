package view

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// regeling is the office's own text, word for word (D4).
//
//go:embed regeling.md
var regeling string

// Explain is the text to copy for the client (I1), with the button that
// records that a client was told.
func Explain(s complaint.Settings) slack.ModalViewRequest {
	blocks := []slack.Block{section("Kopieer deze tekst voor de cliënt, of lees hem voor."),
		slack.NewSectionBlock(plain(ExplainText(s)), nil, nil)}
	if s.PostalAddress == "" {
		blocks = append(blocks, note("Het postadres is nog niet ingesteld; zonder adres is deze uitleg niet compleet. Vraag het kantoor."))
	}
	blocks = append(blocks, divider(), section("Heb je een cliënt over de klachtenregeling verteld? Leg het vast."),
		actions(button(ActionInformed, "Cliënt geïnformeerd", "", "new")))
	return page("Uitleg voor de cliënt", blocks...)
}

// ExplainText is procedure §6.4 with the office's own settings; what is not
// set is left out, never invented.
func ExplainText(s complaint.Settings) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Bent u niet tevreden over onze dienstverlening? Vertel het ons. %s heeft een klachtenregeling. "+
		"U kunt uw klacht bespreken met uw contactpersoon of met een andere medewerker. ", s.OfficeName)
	switch {
	case s.PostalAddress != "":
		fmt.Fprintf(&b, "Liever schriftelijk? Stuur een brief onder vermelding van ‘Klacht’ naar %s, of mail naar %s. ", s.PostalAddress, s.ComplaintsEmail)
	default:
		fmt.Fprintf(&b, "Liever schriftelijk? Mail naar %s. ", s.ComplaintsEmail)
	}
	b.WriteString("Uw e-mail wordt rechtstreeks behandeld door de onafhankelijke klachtenfunctionaris. ")
	if s.Website != "" {
		fmt.Fprintf(&b, "U kunt uw klacht ook melden via %s. ", s.Website)
	}
	b.WriteString("Iemand anders mag dit namens u doen. Wij behandelen uw klacht vertrouwelijk en handelen die binnen vier weken schriftelijk af. " +
		"Op verzoek krijgt u de volledige klachtenregeling.")
	if s.PrivacyURL != "" {
		fmt.Fprintf(&b, " Hoe wij met uw gegevens omgaan, leest u in onze privacyverklaring: %s.", s.PrivacyURL)
	}
	return b.String()
}

var tips = []string{
	"Bedank de cliënt: een klacht is een kans om het goed te maken.",
	"Luister en laat uitpraten; vermijd \"ja, maar\".",
	"Toon begrip; dat is iets anders dan gelijk geven.",
	"Vraag door: wat gebeurde er, wanneer, wat wil de cliënt?",
	"Vat samen en vraag of het klopt.",
	"Ging er iets mis? Zeg sorry, zonder uitvluchten.",
	"Beloof alleen wat je kunt waarmaken, met een datum.",
	"Stuur de cliënt niet van het kastje naar de muur.",
	"Vertel over de klachtenregeling en meld de klacht dezelfde dag.",
	"Kom je afspraken na en controleer of de cliënt tevreden is.",
}

// Tips is O4, "medewerkers trainen in cliëntgericht reageren op klachten".
func Tips() slack.ModalViewRequest {
	var lines []string
	for i, t := range tips {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, t))
	}
	return page("Tips", heading("Cliëntgericht reageren op klachten"), section(strings.Join(lines, "\n")),
		section("Word je bedreigd? Stop het gesprek en vraag hulp."))
}

// PolicyText shows the full regeling with version and date (D4).
func PolicyText(s complaint.Settings) slack.ModalViewRequest {
	version := "Versie " + s.Policy.Version
	if s.Policy.Effective != "" {
		version += ", geldig vanaf " + s.Policy.Effective
	}
	blocks := []slack.Block{note(version)}
	for _, part := range chunks(regeling, 2900) {
		blocks = append(blocks, slack.NewSectionBlock(plain(part), nil, nil))
	}
	return page("Klachtenregeling", blocks...)
}

// chunks cuts a text at paragraph ends into parts of at most limit code points.
func chunks(s string, limit int) []string {
	var parts []string
	var b strings.Builder
	for _, paragraph := range strings.Split(strings.TrimSpace(s), "\n\n") {
		if b.Len() > 0 && len([]rune(b.String()))+len([]rune(paragraph))+2 > limit {
			parts = append(parts, b.String())
			b.Reset()
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(cut(paragraph, limit))
	}
	return append(parts, b.String())
}

// Privacy tells the employee concerned what is recorded (AVG art. 14).
func Privacy(p complaint.Policy) slack.ModalViewRequest {
	return page("Privacy", section(fmt.Sprintf("In het klachtendossier staan je naam, de klacht, je updates en de afhandeling. "+
		"De klachtenfunctionaris beheert het dossier. Je leidinggevende krijgt de inhoud niet vanzelf te zien. "+
		"Na %d maanden wordt alles geanonimiseerd. Je mag je gegevens inzien, laten aanvullen en je eigen kijk toevoegen. "+
		"Vraag het de klachtenfunctionaris.", p.RetentionMonths)),
		note("Slack zelf verwerkt je berichten en wat je in een venster typt. In berichten staat daarom nooit de inhoud van een klacht."))
}

var howInformed = map[string]string{"conversation": "In een gesprek", "email": "Per e-mail", "letter": "Per brief", "website": "Via de website"}

// InformedForm records that a client was told (I1): a file number, no name.
func InformedForm(v Values, today calendar.Date) slack.ModalViewRequest {
	if v == nil {
		v = Values{Block(FormInformed, complaint.FieldReceivedOn): {Date: today.String()}}
	}
	f := &form{name: FormInformed, v: v}
	f.text(complaint.FieldClient, "Dossiernummer", inputs{hint: "Geen naam en geen BSN"})
	f.date(complaint.FieldReceivedOn, "Wanneer?", inputs{})
	f.sel(complaint.FieldHow, "Hoe?", inputs{}, choicesOf(complaint.HowInformed(), howInformed))
	return f.modal("Cliënt geïnformeerd", "Vastleggen", Meta{})
}

// ReadInformed reads the form.
func ReadInformed(v Values) complaint.ClientInformed {
	r := reader{FormInformed, v}
	on, err := calendar.Parse(r.value(complaint.FieldReceivedOn).Date)
	if err != nil {
		on = calendar.Date{} // refused as missing, beside the field
	}
	return complaint.ClientInformed{FileNumber: r.text(complaint.FieldClient), On: on, How: r.value(complaint.FieldHow).One()}
}

// Informed is what the modal turns into.
func Informed() slack.ModalViewRequest {
	return Notice("Vastgelegd", "Vastgelegd. Goed dat je de cliënt hebt geïnformeerd.")
}
