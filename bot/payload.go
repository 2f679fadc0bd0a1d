package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"klachtbot/complaint"
	"klachtbot/handlers"
	"klachtbot/handlers/view"
)

// errMalformed carries nothing of the payload: that could be content.
var errMalformed = errors.New("bot: malformed payload")

// act is what a person did, with what the bot needs to answer.
type act struct {
	kind Kind
	req  handlers.Request
	// team is where it happened, bot that no human did it.
	team string
	bot  bool
	// trigger opens one modal within 3 s; responseURL tells this person
	// something, five times within 30 minutes.
	trigger, responseURL string
	inModal              bool
	inputs               []string        // block ids of the view's inputs, from top to bottom
	at                   string          // action_ts of a click, submitted for a submission
	ignore               bool            // nothing of ours, such as another tab of App Home
	user                 json.RawMessage // of a user_change
}

// The payloads, as far as we read them. slack.InteractionCallback decodes
// everything, ten times as slowly, and refuses what it does not know.
type (
	named struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	}
	interaction struct {
		Type        string `json:"type"`
		Team        *named `json:"team"`
		User        named  `json:"user"`
		TriggerID   string `json:"trigger_id"`
		ResponseURL string `json:"response_url"`
		CallbackID  string `json:"callback_id"`
		Container   struct {
			MessageTS string `json:"message_ts"`
			ChannelID string `json:"channel_id"`
		} `json:"container"`
		View    *viewPayload `json:"view"`
		State   state        `json:"state"`
		Actions []element    `json:"actions"`
	}
	viewPayload struct {
		ID              string `json:"id"`
		Hash            string `json:"hash"`
		Type            string `json:"type"`
		CallbackID      string `json:"callback_id"`
		PrivateMetadata string `json:"private_metadata"`
		State           state  `json:"state"`
		Blocks          []struct {
			Type    string `json:"type"`
			BlockID string `json:"block_id"`
		} `json:"blocks"`
	}
	state struct {
		Values map[string]map[string]element `json:"values"`
	}
	option  struct{ Value string }
	element struct {
		Type     string   `json:"type"`
		ActionID string   `json:"action_id"`
		BlockID  string   `json:"block_id"`
		ActionTS string   `json:"action_ts"`
		Value    string   `json:"value"`
		Date     string   `json:"selected_date"`
		Time     string   `json:"selected_time"`
		Option   *option  `json:"selected_option"`
		Options  []option `json:"selected_options"`
		User     string   `json:"selected_user"`
		Users    []string `json:"selected_users"`
	}
	slash struct {
		TeamID      string `json:"team_id"`
		ChannelID   string `json:"channel_id"`
		ChannelName string `json:"channel_name"`
		UserID      string `json:"user_id"`
		Command     string `json:"command"`
		Text        string `json:"text"`
		TriggerID   string `json:"trigger_id"`
		ResponseURL string `json:"response_url"`
	}
	callback struct {
		Type    string `json:"type"`
		TeamID  string `json:"team_id"`
		EventID string `json:"event_id"`
		Event   struct {
			Type    string          `json:"type"`
			User    json.RawMessage `json:"user"` // an id, or a whole user
			Channel json.RawMessage `json:"channel"`
			Tab     string          `json:"tab"`
			BotID   string          `json:"bot_id"`
		} `json:"event"`
	}
)

// decode reads one delivery; kind is the type of envelope.
func decode(kind string, body []byte, form bool) (act, error) {
	switch {
	case kind == slashCommands && form:
		return decodeCommandForm(body)
	case kind == slashCommands:
		return decodeCommand(body)
	case kind == interactive:
		return decodeInteraction(body)
	case kind == eventsAPI:
		return decodeEvent(body)
	}
	return act{}, errMalformed
}

// decodeCommandForm reads a command as HTTP mode delivers it.
func decodeCommandForm(body []byte) (act, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil {
		return act{}, errMalformed
	}
	return slash{
		TeamID: f.Get("team_id"), ChannelID: f.Get("channel_id"), ChannelName: f.Get("channel_name"),
		UserID: f.Get("user_id"), Command: f.Get("command"), Text: f.Get("text"),
		TriggerID: f.Get("trigger_id"), ResponseURL: f.Get("response_url"),
	}.act()
}

func decodeCommand(body []byte) (act, error) {
	var s slash
	if json.Unmarshal(body, &s) != nil {
		return act{}, errMalformed
	}
	return s.act()
}

func (s slash) act() (act, error) {
	if s.UserID == "" || s.Command == "" || s.TriggerID == "" || s.TeamID == "" {
		return act{}, errMalformed
	}
	return act{
		kind: Command, team: s.TeamID, trigger: s.TriggerID, responseURL: s.ResponseURL,
		req: handlers.Request{ID: s.TriggerID, User: complaint.UserID(s.UserID), Name: s.Command,
			Text: strings.TrimSpace(s.Text), Channel: s.ChannelID, Direct: s.ChannelName == "directmessage"},
	}, nil
}

func decodeInteraction(body []byte) (act, error) {
	var p interaction
	if json.Unmarshal(body, &p) != nil {
		return act{}, errMalformed
	}
	// team is null when an organisation installed the app; then the person's
	// own team counts.
	a := act{team: p.User.TeamID, trigger: p.TriggerID, responseURL: p.ResponseURL,
		req: handlers.Request{User: complaint.UserID(p.User.ID), Name: p.CallbackID}}
	if p.Team != nil && p.Team.ID != "" {
		a.team = p.Team.ID
	}
	if v := p.View; v != nil {
		a.inModal = v.Type == "modal"
		a.inputs = v.inputs()
		a.req.View = handlers.ViewState{ID: v.ID, Hash: v.Hash, CallbackID: v.CallbackID,
			Metadata: v.PrivateMetadata, Values: v.State.values()}
	} else {
		a.req.View.Values = p.State.values()
	}
	if p.User.ID == "" || a.team == "" {
		return act{}, errMalformed
	}
	switch p.Type {
	case "shortcut":
		a.kind, a.req.ID = Shortcut, p.TriggerID
	case "view_submission":
		a.kind, a.req.Name, a.req.ID, a.at = Submission, a.req.View.CallbackID, a.req.View.ID, submitted
	case "view_closed":
		a.kind, a.req.Name, a.req.ID = Closed, a.req.View.CallbackID, a.req.View.ID
	case "block_actions":
		return a.click(p)
	default:
		return act{}, errMalformed
	}
	if a.req.ID == "" || a.req.Name == "" {
		return act{}, errMalformed
	}
	return a, nil
}

// click completes an act with the element used. Slack sends one element per
// payload; were there ever more, the first one counts.
func (a act) click(p interaction) (act, error) {
	if len(p.Actions) == 0 || p.Actions[0].ActionID == "" || p.Actions[0].ActionTS == "" {
		return act{}, errMalformed
	}
	e := p.Actions[0]
	place := p.Container.MessageTS
	if a.req.View.ID != "" {
		place = a.req.View.ID
	}
	a.kind, a.at = Action, e.ActionTS
	a.req.ID = digest(a.team, p.User.ID, place, e.ActionID, e.ActionTS)
	a.req.Name, a.req.Block, a.req.Value = e.ActionID, e.BlockID, e.chosen()
	a.req.Channel = p.Container.ChannelID
	a.req.Direct = strings.HasPrefix(a.req.Channel, "D")
	return a, nil
}

// digest makes an id of what tells two clicks apart, without the person's id
// standing in it.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func decodeEvent(body []byte) (act, error) {
	var p callback
	if json.Unmarshal(body, &p) != nil || p.Type != "event_callback" || p.EventID == "" ||
		p.TeamID == "" || p.Event.Type == "" {
		return act{}, errMalformed
	}
	a := act{kind: Event, team: p.TeamID, bot: p.Event.BotID != "", req: handlers.Request{
		ID: p.EventID, Name: p.Event.Type, User: complaint.UserID(idOf(p.Event.User)),
		Channel: idOf(p.Event.Channel), Value: p.Event.Tab,
	}}
	switch p.Event.Type {
	case "app_home_opened":
		a.ignore = p.Event.Tab != "home"
	case "user_change":
		a.user = p.Event.User
	}
	return a, nil
}

// idOf reads an id that stands alone or in an object.
func idOf(raw json.RawMessage) string {
	var id string
	if json.Unmarshal(raw, &id) == nil {
		return id
	}
	var o named
	_ = json.Unmarshal(raw, &o)
	return o.ID
}

func (v *viewPayload) inputs() []string {
	var ids []string
	for _, b := range v.Blocks {
		if b.Type == "input" && b.BlockID != "" {
			ids = append(ids, b.BlockID)
		}
	}
	return ids
}

// values flattens the state: every block of ours holds one element.
func (s state) values() view.Values {
	if len(s.Values) == 0 {
		return nil
	}
	all := make(view.Values, len(s.Values))
	for block, elements := range s.Values {
		for _, e := range elements {
			all[block] = e.read()
		}
	}
	return all
}

func (e element) read() view.Value {
	v := view.Value{Text: e.Value, Date: e.Date, Users: e.Users}
	if e.Time != "" {
		v.Text = e.Time
	}
	if e.Option != nil {
		v.Options = append(v.Options, e.Option.Value)
	}
	for _, o := range e.Options {
		v.Options = append(v.Options, o.Value)
	}
	if e.User != "" {
		v.Users = append(v.Users, e.User)
	}
	return v
}

// chosen is the one thing a click says.
func (e element) chosen() string {
	v := e.read()
	switch {
	case v.Text != "":
		return v.Text
	case v.Date != "":
		return v.Date
	case len(v.Users) > 0:
		return v.Users[0]
	}
	return v.One()
}
