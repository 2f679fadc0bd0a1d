package view

import (
	"slices"

	"testing"
)

// spoken are the sentences of the procedure (§6.1 and §6.2, and the texts of
// §6.4 and §6.7), by the screen where people and tests look for them.
var spoken = map[string][]string{
	"report_filled": {
		"Wie is de cliënt?", "Naam of dossiernummer, geen BSN", "Wie uit de klacht?", "De cliënt zelf", "Iemand namens de cliënt",
		"Naam en relatie van de vertegenwoordiger", "Wanneer kwam de klacht binnen?", "Vanaf deze dag lopen de vier weken.", "Hoe kwam de klacht binnen?",
		"Gesprek", "Telefoon", "Brief", "E-mail", "Website", "App of chat", "Anders", "Wat is de klacht?",
		"Gebruik zo veel mogelijk de woorden van de cliënt. Schrijf alleen op wat nodig is.", "Over wie gaat het?", "Weet ik niet", "Het kantoor als geheel",
		"De klachtenfunctionaris", "Iemand die hier niet meer werkt", "Kies gerust jezelf.", "Wat wil de cliënt?", "Wat heb je al gedaan of toegezegd?", "Hoe kunnen we de cliënt bereiken?",
		"Adres, e-mail of telefoon", "Heb je de cliënt over onze klachtenregeling verteld?", "Ja", "Nee", "De cliënt wil geen contact met de betrokken medewerker",
		"Anoniem", "Dit is ons dossiernummer", "Annuleren",
	},
	"report": {"Klacht melden", "Melden", "Is een cliënt niet tevreden? Meld het hier, ook als het al is opgelost. Twijfel je? Meld het toch. Een klacht is vertrouwelijk."},
	"card_reporter": {"Dank je wel. Je melding is binnen onder nummer *K-2026-0007*. Uiterlijk *18 december 2026* moet de klacht schriftelijk zijn afgehandeld. " +
		"De onafhankelijke klachtenfunctionaris registreert de klacht. Houd dit vertrouwelijk.", "Aanvullen"},
	"card_reporter_about_officer": {"Dank je wel. Je melding is binnen onder nummer *K-2026-0007*. Uiterlijk *18 december 2026* moet de klacht schriftelijk zijn afgehandeld. " +
		"Een onafhankelijke waarnemer behandelt de klacht. Houd dit vertrouwelijk."},
	"card_involved": {"Er is een klacht binnengekomen waarbij je mogelijk betrokken bent: *K-2026-0007*. Dat kan even schrikken zijn. Lees de klacht rustig en probeer samen " +
		"met de cliënt tot een oplossing te komen. Overleggen met de klachtenfunctionaris mag altijd. Uiterlijk *18 december 2026* moet de klacht schriftelijk zijn afgehandeld.",
		"Gezien", "Klacht bekijken", "Tips", "Privacy"},
	"card_involved_direct": {"Er is een klacht binnengekomen waarbij je mogelijk betrokken bent: *K-2026-0007*. Dat kan even schrikken zijn. " +
		"De klachtenfunctionaris behandelt deze klacht en vraagt ook jouw kant. Neem er zelf geen contact over op met de cliënt."},
	"menu":          {"Klacht melden", "Mijn klachten", "Uitleg voor de cliënt", "Tips", "Regeling"},
	"menu_unknown":  {"Dat ken ik niet. Kies hieronder wat je wilt doen."},
	"menu_too_much": {"Zet geen klacht achter het commando. Gebruik het formulier, dat is vertrouwelijk."},
	"informed_done": {"Vastgelegd. Goed dat je de cliënt hebt geïnformeerd."},
	"explain":       {"Cliënt geïnformeerd", explained},
	"privacy": {"In het klachtendossier staan je naam, de klacht, je updates en de afhandeling. De klachtenfunctionaris beheert het dossier. Je leidinggevende krijgt de inhoud niet vanzelf te zien. " +
		"Na 24 maanden wordt alles geanonimiseerd. Je mag je gegevens inzien, laten aanvullen en je eigen kijk toevoegen. Vraag het de klachtenfunctionaris."},
	"home_employee":       {"Mijn acties", "Klachten waarbij je betrokken bent", "Wat moet ik doen bij een klacht?"},
	"home_employee_empty": {"Je hebt niets openstaan."},
	"home_officer":        {"Te laat", "Te registreren", "Wacht op medewerker", "Register"},
	"home_officer_empty":  {"Er zijn geen open klachten."},
	"home_office":         {"Termijnen"},
	"card_officer_new": {"Nieuwe klacht *K-2026-0007*, ontvangen op 20 november 2026. Schriftelijk afhandelen: uiterlijk *18 december 2026*. Bevestig eerst je onafhankelijkheid.",
		"Ik ben onafhankelijk", "Naar waarnemer"},
	"independence": {"Ik ben niet betrokken bij deze klacht en ik ben geen directe collega van de betrokken medewerker(s)."},
	"registration": {"Klacht registreren", "Wijze van indiening", "A. mondeling", "B. schriftelijk", "Aard van de klacht",
		"I. klachten over werkwijze van/bejegening door de medewerker", "II. klachten over inhoudelijke aspecten van de dienstverlening",
		"III. klachten over financiële aspecten van de dienstverlening", "IV. klachten over praktijkvoering in het algemeen",
		"Je kunt meer dan één klasse kiezen.", "Betrokken medewerker(s)", "Wie behandelt de klacht nu?"},
	"tips": {"1. Bedank de cliënt: een klacht is een kans om het goed te maken.\n2. Luister en laat uitpraten; vermijd \"ja, maar\".\n3. Toon begrip; dat is iets anders dan gelijk geven.\n" +
		"4. Vraag door: wat gebeurde er, wanneer, wat wil de cliënt?\n5. Vat samen en vraag of het klopt.\n6. Ging er iets mis? Zeg sorry, zonder uitvluchten.\n" +
		"7. Beloof alleen wat je kunt waarmaken, met een datum.\n8. Stuur de cliënt niet van het kastje naar de muur.\n9. Vertel over de klachtenregeling en meld de klacht dezelfde dag.\n" +
		"10. Kom je afspraken na en controleer of de cliënt tevreden is.", "Word je bedreigd? Stop het gesprek en vraag hulp."},
}

const explained = "Bent u niet tevreden over onze dienstverlening? Vertel het ons. Team Keizer heeft een klachtenregeling. U kunt uw klacht bespreken met uw contactpersoon of met een andere medewerker. " +
	"Liever schriftelijk? Stuur een brief onder vermelding van ‘Klacht’ naar Dorpsstraat 1, 1234 AB Ergens, of mail naar klachten@keizer.email. Uw e-mail wordt rechtstreeks behandeld door de onafhankelijke klachtenfunctionaris. " +
	"U kunt uw klacht ook melden via www.erisietsmisgegaan.nl. Iemand anders mag dit namens u doen. Wij behandelen uw klacht vertrouwelijk en handelen die binnen vier weken schriftelijk af. " +
	"Op verzoek krijgt u de volledige klachtenregeling. Hoe wij met uw gegevens omgaan, leest u in onze privacyverklaring: https://keizer.example/privacy."

// TestSpokenWordForWord holds the screens against the procedure.
func TestSpokenWordForWord(t *testing.T) {
	found := map[string][]string{}
	for _, s := range screens(ordinary(t)) {
		objects(t, body(t, s.shows), func(o map[string]any) {
			if text, ok := o["text"].(string); ok {
				found[s.name] = append(found[s.name], text)
			}
		})
	}
	for screen, sentences := range spoken {
		for _, want := range sentences {
			if !slices.Contains(found[screen], want) {
				t.Errorf("%s does not say: %s", screen, want)
			}
		}
	}
}

// TestErrorsWordForWord holds the refusals against the procedure. Its last one,
// "Er ging iets mis. Je melding is niet bewaard. Probeer het nog eens.", is said
// of every act and not of a melding alone; see TestExplainError.
func TestErrorsWordForWord(t *testing.T) {
	said := []string{noAccess, stale}
	for _, r := range producible(t) {
		said = append(said, sentence(r.field, r.reason))
	}
	for _, want := range []string{
		"Kies een datum die niet in de toekomst ligt.", "Vertel in minstens één zin wat de klacht is.", "Kies ten minste één collega, of kies Weet ik niet.",
		"Dit lijkt een burgerservicenummer. Haal het weg, we hebben het niet nodig.", "Vul in namens wie deze persoon spreekt.",
		"Deze klacht is intussen gewijzigd. Open hem opnieuw.", "Je hebt geen toegang tot deze klacht.",
		"Kies ten minste één wijze van indiening.", "Kies ten minste één aard.",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("nobody is told: %s", want)
		}
	}
	if AskedInPrivate != "Voor de vertrouwelijkheid ga ik hier niet op in. Ik heb je een privébericht gestuurd." {
		t.Errorf("%q", AskedInPrivate)
	}
}
