package slackfake

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// apiError is a refusal in Slack's shape.
type apiError struct {
	code     string
	messages []string
	extra    obj
	// violation: a good app never gets this answer.
	violation bool
}

func refuse(code string) *apiError { return &apiError{code: code} }

func (e *apiError) with(format string, a ...any) *apiError {
	e.messages = append(e.messages, fmt.Sprintf(format, a...))
	return e
}

// app marks the refusal as the app's own mistake.
func (e *apiError) app() *apiError { e.violation = true; return e }

func (e *apiError) String() string {
	return strings.Join(append([]string{e.code}, e.messages...), " ")
}

func (e *apiError) body() obj {
	o := obj{"ok": false, "error": e.code}
	if len(e.messages) > 0 {
		o["response_metadata"] = obj{"messages": e.messages}
	}
	for k, v := range e.extra {
		o[k] = v
	}
	return o
}

// apiCall is one call of the Web API. Arguments are kept as strings, as in a
// form; those that are objects as their JSON.
type apiCall struct {
	method, token, person string
	args                  map[string]string
	raw                   json.RawMessage
	viaHeader             bool
	began                 time.Time
}

func (c *apiCall) json(name string) json.RawMessage { return json.RawMessage(c.args[name]) }

// apiMethod is one row of the table of methods.
type apiMethod struct {
	// scopes: one of these is needed; empty for none.
	scopes []string
	// args are the arguments the method knows, required ones with a star.
	args string
	run  func(w *Workspace, c *apiCall) (obj, *apiError)
}

// methods is what this Slack can do. Scopes and arguments: the method pages.
var methods = map[string]apiMethod{
	"auth.test":             {nil, "", authTest},
	"apps.connections.open": {[]string{"connections:write"}, "", connectionsOpen},
	"users.info":            {[]string{"users:read"}, "user* include_locale", usersInfo},
	"conversations.open": {[]string{"im:write", "mpim:write"},
		"channel users return_im prevent_creation", conversationsOpen},
	"conversations.info":    {nil, "channel* include_locale include_num_members", conversationsInfo},
	"conversations.members": {nil, "channel* cursor limit", conversationsMembers},
	"chat.postMessage":      {[]string{"chat:write"}, "channel* " + messageArgs + " reply_broadcast", chatPostMessage},
	"chat.postEphemeral":    {[]string{"chat:write"}, "channel* user* " + messageArgs, chatPostEphemeral},
	"chat.update":           {[]string{"chat:write"}, "channel* ts* " + messageArgs + " reply_broadcast file_ids", chatUpdate},
	"chat.delete":           {[]string{"chat:write"}, "channel* ts* as_user", chatDelete},
	"views.open":            {nil, "trigger_id interactivity_pointer view*", viewsOpen},
	"views.push":            {nil, "trigger_id interactivity_pointer view*", viewsPush},
	"views.update":          {nil, "view* view_id external_id hash", viewsUpdate},
	"views.publish":         {nil, "user_id* view* hash", viewsPublish},
}

const messageArgs = "text blocks attachments metadata mrkdwn parse link_names unfurl_links unfurl_media " +
	"thread_ts username icon_emoji icon_url as_user markdown_text"

// serveAPI is the Web API.
func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	c, err := parseCall(r)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	w.mu.Lock()
	w.calls[c.method]++
	c.person = w.concerned(c)
	w.mu.Unlock()
	w.serveFaulty(rw, r, c, func() (obj, *apiError) { return w.call(c) })
}

// serveFaulty answers a request, with the faults scripted for it. run has the
// lock.
func (w *Workspace) serveFaulty(rw http.ResponseWriter, r *http.Request, c *apiCall, run func() (obj, *apiError)) {
	take := func(kinds ...faultKind) *Fault {
		return w.faults.take(c.person, string(c.raw), []string{c.method}, kinds...)
	}
	if f := take(faultHold); f != nil && !f.wait(r.Context()) {
		return
	}
	if f := take(faultFail, faultStatus); f != nil {
		w.recordCall(c, f.answer(rw), fmt.Sprintf("scripted %s %d", f.code, f.status))
		return
	}
	w.mu.Lock()
	res, e := run()
	code := ""
	if e != nil {
		code, res = e.code, e.body()
		w.refusals = append(w.refusals, c.method+": "+e.String())
		if e.violation {
			w.violate("%s: %s", c.method, e)
		}
	}
	body := rawOf(res)
	scopes := w.scopesOf(c.token)
	w.mu.Unlock()
	lost := take(faultLoseAnswer) != nil
	f := take(faultDelay, faultHoldAnswer)
	if f != nil && !f.wait(r.Context()) || lost {
		w.recordCall(c, body, "answer lost")
		panic(http.ErrAbortHandler)
	}
	w.recordCall(c, body, code)
	if scopes != "" {
		rw.Header().Set("X-OAuth-Scopes", scopes)
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	if c.method == "response_url" && e != nil {
		rw.WriteHeader(http.StatusNotFound)
	}
	_, _ = rw.Write(body)
}

func (w *Workspace) recordCall(c *apiCall, body []byte, code string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	summary := strings.TrimSpace(c.method + " " + w.summaryOf(c))
	w.record(Exchange{Time: w.opt.Now(), Method: c.method, Person: c.person, Summary: summary, Error: code,
		Request: c.raw, Response: body, Took: time.Since(c.began)})
}

func (w *Workspace) summaryOf(c *apiCall) string {
	if t := c.args["text"]; t != "" {
		return t
	}
	var v struct {
		CallbackID string `json:"callback_id"`
	}
	_ = json.Unmarshal(c.json("view"), &v)
	return v.CallbackID
}

// call checks and carries out a call. The caller holds the lock.
func (w *Workspace) call(c *apiCall) (obj, *apiError) {
	m, ok := methods[c.method]
	if !ok {
		return nil, refuse("unknown_method").with("%s", c.method).app()
	}
	if e := w.authorize(c, m); e != nil {
		return nil, e.app()
	}
	known := []string{"token"}
	for _, a := range strings.Fields(m.args) {
		name, required := strings.CutSuffix(a, "*")
		known = append(known, name)
		if required && c.args[name] == "" {
			return nil, refuse("invalid_arguments").with("[ERROR] missing required field: %s", name).app()
		}
	}
	for name := range c.args {
		if !slices.Contains(known, name) {
			w.violate("%s: unknown argument %s", c.method, name)
		}
	}
	return m.run(w, c)
}

// authorize checks the token and the scopes the method always needs.
func (w *Workspace) authorize(c *apiCall, m apiMethod) *apiError {
	appMethod := c.method == "apps.connections.open"
	switch c.token {
	case "":
		return refuse("not_authed")
	case w.appToken:
		if !appMethod && c.method != "auth.test" {
			return refuse("not_allowed_token_type")
		}
		return nil
	case w.botToken:
		if appMethod {
			return refuse("not_allowed_token_type")
		}
	default:
		return refuse("invalid_auth")
	}
	return w.need(m.scopes...)
}

// scopesOf is what the header X-OAuth-Scopes says with every answer: what the
// token was granted; nothing for a token that Slack does not know.
func (w *Workspace) scopesOf(token string) string {
	switch token {
	case w.botToken:
		return strings.Join(w.opt.App.Scopes, ",")
	case w.appToken:
		return "connections:write"
	}
	return ""
}

// need refuses when the app has none of the scopes.
func (w *Workspace) need(scopes ...string) *apiError {
	if len(scopes) == 0 || slices.ContainsFunc(scopes, w.hasScope) {
		return nil
	}
	e := refuse("missing_scope").app()
	e.extra = obj{"needed": strings.Join(scopes, ","), "provided": strings.Join(w.opt.App.Scopes, ",")}
	return e
}

// parseCall reads a form or a JSON body.
func parseCall(r *http.Request) (*apiCall, error) {
	c := &apiCall{method: strings.TrimPrefix(r.URL.Path, "/api/"), args: map[string]string{}, began: time.Now()}
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return nil, err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	fields := map[string]any{}
	if kind == "application/json" {
		if len(body) > 0 {
			if err := json.Unmarshal(body, &fields); err != nil {
				fields["invalid_json"] = err.Error()
			}
		}
	} else {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		for k, v := range r.URL.Query() {
			fields[k] = v[0]
		}
		for k, v := range form {
			fields[k] = v[0]
		}
	}
	c.token, _ = fields["token"].(string)
	delete(fields, "token")
	if t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.token, c.viaHeader = t, true
	}
	for k, v := range fields {
		if s, ok := v.(string); ok {
			c.args[k] = s
		} else if v != nil {
			c.args[k] = string(rawOf(v))
		}
	}
	c.raw = rawOf(readable(fields))
	return c, nil
}

// readable shows JSON that travelled as a string as JSON.
func readable(fields map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range fields {
		if s, ok := v.(string); ok && (k == "blocks" || k == "view" || k == "metadata" || k == "attachments") && json.Valid([]byte(s)) {
			v = json.RawMessage(s)
		}
		out[k] = v
	}
	return out
}

// concerned is the user a call is about, for faults and the transcript.
func (w *Workspace) concerned(c *apiCall) string {
	for _, name := range []string{"user", "user_id", "users"} {
		if u := c.args[name]; u != "" {
			return u
		}
	}
	if ch := w.channels[c.args["channel"]]; ch != nil {
		return ch.dmWith
	}
	if w.users[c.args["channel"]] != nil {
		return c.args["channel"]
	}
	if t := w.triggers[c.args["trigger_id"]]; t != nil {
		return t.user
	}
	if v := w.views[c.args["view_id"]]; v != nil {
		return v.owner
	}
	for _, v := range w.views {
		if id := c.args["external_id"]; id != "" && v.externalID == id {
			return v.owner
		}
	}
	return ""
}
