package bot

import (
	"fmt"
	"strings"

	"klachtbot/handlers"
)

// Kind is what a person can do in Slack that reaches us.
type Kind string

// The kinds of routes.
const (
	Command    Kind = "command"    // Name is the command with its slash
	Shortcut   Kind = "shortcut"   // Name is the callback id
	Action     Kind = "action"     // Name is the action id
	Submission Kind = "submission" // Name is the callback id of the view
	Closed     Kind = "closed"     // Name is the callback id of a view with notify_on_close
	Event      Kind = "event"      // Name is the type of event
)

// Route leads one act to its use case.
type Route struct {
	Kind   Kind
	Name   string
	Handle handlers.Handler
	// Opens says that the answer is a new modal: when it takes long, a view that
	// says so opens inside the trigger's 3 s and is filled later.
	Opens bool
}

// routes is the table by kind and name.
type routes map[Kind]map[string]Route

// newRoutes refuses a table in which two routes answer to one name.
func newRoutes(table []Route) (routes, error) {
	all := routes{}
	for _, r := range table {
		if r.Handle == nil || r.Name == "" {
			return nil, fmt.Errorf("bot: route %s %q has no name or no handler", r.Kind, r.Name)
		}
		if all[r.Kind] == nil {
			all[r.Kind] = map[string]Route{}
		}
		if _, twice := all[r.Kind][r.Name]; twice {
			return nil, fmt.Errorf("bot: two routes for %s %q", r.Kind, r.Name)
		}
		all[r.Kind][r.Name] = r
	}
	return all, nil
}

// find looks a route up. An action id is also found by what stands before its
// first slash, so that several elements of one view can share a route
// (register.page/2).
func (all routes) find(k Kind, name string) (Route, bool) {
	r, ok := all[k][name]
	if !ok && k == Action {
		if stem, _, cut := strings.Cut(name, "/"); cut {
			r, ok = all[k][stem]
		}
	}
	return r, ok
}
