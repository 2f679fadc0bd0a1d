package page

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"klachtbot/bot/slackfake"
)

var weekdays = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}

var months = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
	"september", "oktober", "november", "december"}

func day(t time.Time) string {
	return fmt.Sprintf("%s %d %s %d", weekdays[t.Weekday()], t.Day(), months[t.Month()-1], t.Year())
}

func shortDay(t time.Time) string { return fmt.Sprintf("%d %s", t.Day(), months[t.Month()-1]) }

// amsterdam is the zone people read the clock in; local time where the zone
// database is missing.
func amsterdam() *time.Location {
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return time.Local
	}
	return loc
}

// explain says in Dutch what Slack would say when an action fails. The codes
// stay, because that is what people will look for.
func explain(err error) string {
	text := err.Error()
	switch {
	case errors.Is(err, slackfake.ErrTimeout):
		return "De app antwoordde niet binnen drie seconden (operation_timeout). Probeer het nog eens."
	case errors.Is(err, slackfake.ErrDispatch):
		return "De app is nu niet bereikbaar (dispatch_failed). Probeer het nog eens."
	case errors.Is(err, slackfake.ErrConnection):
		return "Er ging iets mis met de verbinding. Probeer het nog eens."
	case errors.Is(err, slackfake.ErrNotCommand):
		return text[strings.LastIndex(text, " ")+1:] + " is geen bekende opdracht."
	case errors.Is(err, slackfake.ErrNotAllowed) && strings.Contains(text, "guests"):
		return "Als gast mag je hier geen opdrachten en snelkoppelingen gebruiken. Knoppen in berichten werken wel."
	case errors.Is(err, slackfake.ErrNotAllowed) && strings.Contains(text, "turned off"):
		return "Aan deze app kun je geen berichten sturen. Opdrachten met een / werken wel."
	case errors.Is(err, slackfake.ErrNotAllowed):
		return "Slack staat dit niet toe aan deze persoon."
	case errors.Is(err, slackfake.ErrNotThere):
		return "Dat staat niet meer op het scherm: het is intussen veranderd."
	case errors.Is(err, slackfake.ErrCannot):
		return "Die keuze is hier niet mogelijk."
	}
	return "Dat lukte niet: " + text
}

// clientTexts are what slackfake's client says under a field, in Dutch, as
// Slack's own client does for a Dutch user.
var clientTexts = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`^Please complete this required field\.$`), "Vul dit verplichte veld in."},
	{regexp.MustCompile(`^Please enter a valid number\.$`), "Vul een geldig getal in."},
	{regexp.MustCompile(`^Please enter a valid email address\.$`), "Vul een geldig e-mailadres in."},
	{regexp.MustCompile(`^Please enter a valid URL\.$`), "Vul een geldig webadres in."},
	{regexp.MustCompile(`^Please enter at least (\d+) characters\.$`), "Typ minstens $1 tekens."},
	{regexp.MustCompile(`^Please enter at most (\d+) characters\.$`), "Typ hoogstens $1 tekens."},
}

func fieldError(s string) string {
	for _, c := range clientTexts {
		if c.from.MatchString(s) {
			return c.from.ReplaceAllString(s, c.to)
		}
	}
	return s
}

// methodNames say in plain words what travelled.
var methodNames = map[string]string{
	"block_actions": "klik of keuze", "view_submission": "formulier verstuurd", "view_closed": "venster gesloten",
	"app_home_opened": "Home geopend", "shortcut": "snelkoppeling", "views.open": "venster openen",
	"views.update": "venster bijwerken", "views.push": "venster erbovenop", "views.publish": "Home tekenen",
	"chat.postMessage": "bericht plaatsen", "chat.postEphemeral": "bericht voor één persoon",
	"chat.update": "bericht bijwerken", "chat.delete": "bericht verwijderen", "users.info": "wie is dit?",
	"conversations.info": "wat voor kanaal?", "conversations.members": "wie zitten er in?",
	"conversations.open": "gesprek openen", "auth.test": "wie ben ik?", "apps.connections.open": "verbinding vragen",
	"response_url": "antwoord op een klik of opdracht",
}
