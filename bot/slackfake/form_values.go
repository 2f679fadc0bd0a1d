package slackfake

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// valueFor turns what a person types or picks into the value an element
// holds; nil means empty. It refuses what the client does not let one do.
func (w *Workspace) valueFor(e obj, v any) (any, error) {
	t := str(e["type"])
	if v == nil {
		if isList(t) {
			return []any{}, nil
		}
		return nil, nil
	}
	switch t {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return typed(fmt.Sprint(v)), nil
	case "rich_text_input":
		if o, ok := v.(obj); ok {
			return o, nil
		}
		text := obj{"type": "text", "text": fmt.Sprint(v)}
		section := obj{"type": "rich_text_section", "elements": []any{text}}
		return obj{"type": "rich_text", "elements": []any{section}}, nil
	case "datepicker":
		return moment(v, time.DateOnly)
	case "timepicker":
		return moment(v, "15:04")
	case "datetimepicker":
		return unixMoment(v)
	case "static_select", "radio_buttons":
		return pickOption(e, v)
	case "multi_static_select", "checkboxes":
		return pickOptions(e, v)
	case "users_select", "conversations_select", "channels_select":
		return w.pickID(t, v)
	case "multi_users_select", "multi_conversations_select", "multi_channels_select":
		return w.pickIDs(e, t, v)
	}
	return nil, fmt.Errorf("%w: %s is not supported here", ErrCannot, t)
}

func typed(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func moment(v any, layout string) (any, error) {
	if t, ok := v.(time.Time); ok {
		return t.Format(layout), nil
	}
	s := fmt.Sprint(v)
	if s == "" {
		return nil, nil
	}
	if _, err := time.Parse(layout, s); err != nil {
		return nil, fmt.Errorf("%w: %q is not of the form %s", ErrCannot, s, layout)
	}
	return s, nil
}

func unixMoment(v any) (any, error) {
	switch v := v.(type) {
	case time.Time:
		return v.Unix(), nil
	case int:
		return int64(v), nil
	case int64:
		return v, nil
	}
	n, err := strconv.ParseInt(fmt.Sprint(v), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%w: %v is not a moment", ErrCannot, v)
	}
	return n, nil
}

// optionsOf are all options of an element, also those in groups.
func optionsOf(e obj) []obj {
	all := asObjs(e["options"])
	for _, g := range asObjs(e["option_groups"]) {
		all = append(all[:len(all):len(all)], asObjs(g["options"])...)
	}
	return all
}

// pickOption finds an option by value, else by visible text.
func pickOption(e obj, v any) (obj, error) {
	want := fmt.Sprint(v)
	for _, o := range optionsOf(e) {
		if o["value"] == want {
			return o, nil
		}
	}
	for _, o := range optionsOf(e) {
		if textOf(o["text"]) == want {
			return o, nil
		}
	}
	return nil, fmt.Errorf("%w: no option %q", ErrCannot, want)
}

func pickOptions(e obj, v any) (any, error) {
	list := []any{}
	if b, ok := v.(bool); ok {
		all := optionsOf(e)
		if len(all) != 1 {
			return nil, fmt.Errorf("%w: yes or no with %d options", ErrCannot, len(all))
		}
		if b {
			list = append(list, all[0])
		}
		return list, nil
	}
	for _, want := range stringsOf(v) {
		o, err := pickOption(e, want)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, tooMany(e, len(list))
}

func tooMany(e obj, n int) error {
	if most := asInt(e["max_selected_items"]); most > 0 && n > most {
		return fmt.Errorf("%w: %d chosen, at most %d", ErrCannot, n, most)
	}
	return nil
}

// stringsOf accepts one or several choices in the shapes tests use.
func stringsOf(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case []string:
		return v
	case []*Person:
		var ids []string
		for _, p := range v {
			ids = append(ids, p.id)
		}
		return ids
	case *Person:
		return []string{v.id}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, fmt.Sprint(x))
		}
		return out
	case string:
		if v == "" {
			return nil
		}
	}
	return []string{fmt.Sprint(v)}
}

func (w *Workspace) pickIDs(e obj, t string, v any) (any, error) {
	list := []any{}
	for _, s := range stringsOf(v) {
		id, err := w.pickID(t, s)
		if err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, tooMany(e, len(list))
}

// pickID finds a user or channel by id or by the name people see.
func (w *Workspace) pickID(t string, v any) (any, error) {
	if p, ok := v.(*Person); ok {
		v = p.id
	}
	s := fmt.Sprint(v)
	if s == "" {
		return nil, nil
	}
	if strings.Contains(t, "users") {
		if w.users[s] != nil {
			return s, nil
		}
		for _, id := range w.userOrder {
			if u := w.users[id]; u.Name == s || u.RealName == s {
				return id, nil
			}
		}
		return nil, fmt.Errorf("%w: no user %q", ErrCannot, s)
	}
	for id, c := range w.channels {
		if id == s || c.name == s {
			return id, nil
		}
	}
	return nil, fmt.Errorf("%w: no conversation %q", ErrCannot, s)
}

// What the client says before it sends anything.
const (
	errRequired = "Please complete this required field."
	errNumber   = "Please enter a valid number."
	errEmail    = "Please enter a valid email address."
	errURL      = "Please enter a valid URL."
)

var (
	integer = regexp.MustCompile(`^-?\d+$`)
	decimal = regexp.MustCompile(`^-?\d+([.,]\d+)?$`)
)

// clientErrors are the field errors that the client finds itself.
func clientErrors(blocks []obj, state formState) map[string]string {
	errs := map[string]string{}
	for id, b := range inputsOf(blocks) {
		e := asObj(b["element"])
		v := state[id][str(e["action_id"])]
		if msg := clientError(b, e, v); msg != "" {
			errs[id] = msg
		}
	}
	return errs
}

func clientError(b, e, v obj) string {
	cur := current(v)
	// Blanks only count as an answer here: whether the client refuses them is
	// unverified, so the app has to.
	if len(cur) == 0 {
		if isTrue(b["optional"]) {
			return ""
		}
		return errRequired
	}
	n := utf8.RuneCountInString(cur[0])
	switch str(e["type"]) {
	case "plain_text_input":
		if least := asInt(e["min_length"]); n < least {
			return fmt.Sprintf("Please enter at least %d characters.", least)
		}
		most := asInt(e["max_length"])
		if most == 0 {
			most = 3000
		}
		if n > most {
			return fmt.Sprintf("Please enter at most %d characters.", most)
		}
	case "number_input":
		return numberError(e, cur[0])
	case "email_text_input":
		if a, err := mail.ParseAddress(cur[0]); err != nil || a.Address != cur[0] {
			return errEmail
		}
	case "url_text_input":
		if u, err := url.Parse(cur[0]); err != nil || u.Scheme == "" || u.Host == "" {
			return errURL
		}
	}
	return ""
}

func numberError(e obj, s string) string {
	form := integer
	if isTrue(e["is_decimal_allowed"]) {
		form = decimal
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	if err != nil || !form.MatchString(s) {
		return errNumber
	}
	if least, err := strconv.ParseFloat(str(e["min_value"]), 64); err == nil && n < least {
		return errNumber
	}
	if most, err := strconv.ParseFloat(str(e["max_value"]), 64); err == nil && n > most {
		return errNumber
	}
	return ""
}
