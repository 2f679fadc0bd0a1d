package view

import (
	"errors"

	"klachtbot/complaint"
)

// The sentences of refusal. Unknown, forbidden and non-existing look alike.
const (
	noAccess = "Je hebt geen toegang tot deze klacht."
	stale    = "Deze klacht is intussen gewijzigd. Open hem opnieuw."
	// NotNow says that a button no longer fits; the status stands below it.
	NotNow = "Dat kan niet (meer). Zo staat het er nu voor:"
	// Done says that a button inside a modal did its work.
	Done = "Vastgelegd. Zo staat het er nu voor:"
)

// Explain an error to the person who waits. ref is also in the log.
func ExplainError(err error, ref string) string {
	switch {
	case errors.Is(err, complaint.ErrNotFound), errors.Is(err, complaint.ErrForbidden), errors.Is(err, errMeta):
		return noAccess
	case errors.Is(err, complaint.ErrStale):
		return stale
	case errors.Is(err, complaint.ErrState):
		return "Dat kan nu niet: de klacht is al verder. Open hem opnieuw."
	}
	return "Er ging iets mis en er is niets bewaard. Probeer het nog eens. (" + ref + ")"
}

// AlreadyStored says, beside what was typed, that an earlier version is kept.
func AlreadyStored(c complaint.Complaint) map[string]string {
	return map[string]string{Block(FormReport, complaint.FieldWords): "Een eerdere versie is al bewaard als " + c.Number.String() +
		". Wat je daarna hebt gewijzigd nog niet: kopieer dat, sluit dit venster en kies Aanvullen."}
}

// FieldErrors puts every refused field of a form beside its input: a sentence
// per block id. It is nil when err is something else.
func FieldErrors(formName string, err error) map[string]string {
	var all complaint.FieldErrors
	var one *complaint.FieldError
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = complaint.FieldErrors{one}
	default:
		return nil
	}
	m := map[string]string{}
	for _, f := range all {
		field := f.Field
		if f.Of != "" {
			field = partField(f.Of)
		}
		if _, said := m[Block(formName, field)]; !said {
			m[Block(formName, field)] = sentence(f.Field, f.Reason)
		}
	}
	return m
}

type refusal struct {
	field  complaint.Field
	reason complaint.Reason
}

var refusals = map[refusal]string{
	{complaint.FieldReceivedOn, complaint.ReasonMissing}:     "Kies een datum.",
	{complaint.FieldReceivedOn, complaint.ReasonFuture}:      "Kies een datum die niet in de toekomst ligt.",
	{complaint.FieldReceivedOn, complaint.ReasonTooOld}:      "Deze datum ligt te ver terug. Klopt het jaar?",
	{complaint.FieldIntake, complaint.ReasonMissing}:         "Kies hoe de klacht binnenkwam.",
	{complaint.FieldWords, complaint.ReasonMissing}:          "Vertel in minstens één zin wat de klacht is.",
	{complaint.FieldSubject, complaint.ReasonMissing}:        "Kies over wie het gaat, of kies Weet ik niet.",
	{complaint.FieldEmployees, complaint.ReasonMissing}:      "Kies ten minste één collega, of kies Weet ik niet.",
	{complaint.FieldEmployees, complaint.ReasonNotAnyone}:    "Kies alleen collega's die hier werken. Geen apps, gasten of mensen van buiten.",
	{complaint.FieldEmployees, complaint.ReasonConflict}:     "Bij deze collega ben je niet onafhankelijk, of het is een functionaris. Kies eerst Naar waarnemer.",
	{complaint.FieldDeparted, complaint.ReasonMissing}:       "Vul de naam in.",
	{complaint.FieldRepresentative, complaint.ReasonMissing}: "Vul in namens wie deze persoon spreekt.",
	{complaint.FieldSupplement, complaint.ReasonMissing}:     "Vul in wat je wilt aanvullen.",
	{complaint.FieldFiling, complaint.ReasonMissing}:         "Kies ten minste één wijze van indiening.",
	{complaint.FieldNature, complaint.ReasonMissing}:         "Kies ten minste één aard.",
	{complaint.FieldAssignee, complaint.ReasonMissing}:       "Kies wie de klacht nu behandelt.",
	{complaint.FieldAssignee, complaint.ReasonUnknown}:       "Kies iemand die bij de betrokken medewerkers staat en hier nog werkt.",
	{complaint.FieldAssignee, complaint.ReasonOfficer}:       "Deze klacht behandel je zelf: hij kwam per e-mail of website, of de cliënt wil geen contact met de medewerker.",
	{complaint.FieldReason, complaint.ReasonNeedReason}:      "Leg kort uit waarom jij de klacht nu behandelt.",
	{complaint.FieldStatement, complaint.ReasonMissing}:      "Vink dit aan om verder te gaan.",
	{complaint.FieldStatement, complaint.ReasonConflict}:     "Volgens de teamindeling ben je een directe collega. Sluit dit venster en kies Naar waarnemer.",
	{complaint.FieldAppointee, complaint.ReasonMissing}:      "Kies iemand.",
	{complaint.FieldAppointee, complaint.ReasonNotAnyone}:    "Kies een persoon met een actief account, geen app.",
	{complaint.FieldAppointee, complaint.ReasonConflict}:     "Deze persoon is niet onafhankelijk bij deze klacht. Kies iemand anders.",
	{complaint.FieldHow, complaint.ReasonMissing}:            "Kies hoe.",
	{complaint.FieldClient, complaint.ReasonMissing}:         "Vul het dossiernummer in.",
}

func sentence(f complaint.Field, r complaint.Reason) string {
	if s, ok := refusals[refusal{f, r}]; ok {
		return s
	}
	switch r {
	case complaint.ReasonBSN:
		return "Dit lijkt een burgerservicenummer. Haal het weg, we hebben het niet nodig."
	case complaint.ReasonTooLong:
		return "Deze tekst is te lang. Maak hem korter."
	}
	return "Controleer dit veld."
}
