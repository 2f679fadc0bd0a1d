package slackfake

import (
	"slices"
	"strconv"
	"strings"
)

// The caller of everything here holds the lock.

func authTest(w *Workspace, c *apiCall) (obj, *apiError) {
	if c.token == w.appToken {
		return obj{"ok": true, "app_name": w.opt.App.Name, "app_id": w.appID}, nil
	}
	return obj{"ok": true, "url": "https://fake.slack.com/", "team": "Fake", "user": w.users[w.botUser].Name,
		"team_id": w.teamID, "user_id": w.botUser, "bot_id": w.botID, "is_enterprise_install": false}, nil
}

// connectionsOpen hands out a single-use address. The token travels in the
// Authorization header only (apps.connections.open).
func connectionsOpen(w *Workspace, c *apiCall) (obj, *apiError) {
	if !c.viaHeader {
		return nil, refuse("invalid_auth").with("the token goes in the Authorization header").app()
	}
	if !w.opt.App.SocketMode {
		return nil, refuse("access_denied").with("Socket Mode is off").app()
	}
	ticket := random(16)
	w.tickets[ticket] = false
	return obj{"ok": true, "url": "ws://" + w.base + "/link/?ticket=" + ticket + "&app_id=" + w.appID}, nil
}

func usersInfo(w *Workspace, c *apiCall) (obj, *apiError) {
	u := w.users[c.args["user"]]
	if u == nil {
		return nil, refuse("user_not_found")
	}
	return obj{"ok": true, "user": w.userObject(u)}, nil
}

// reachableUser tells whether the app may have a direct message with a user:
// people of another workspace only while they share a channel with it.
func (w *Workspace) reachableUser(u *Profile) *apiError {
	switch {
	case u.Bot:
		return refuse("cannot_dm_bot")
	case u.Deleted:
		return refuse("user_disabled")
	case u.Stranger, w.foreign(u) && !w.shares(u.ID):
		return refuse("user_not_visible")
	}
	return nil
}

func conversationsOpen(w *Workspace, c *apiCall) (obj, *apiError) {
	if id := c.args["channel"]; id != "" {
		ch := w.channels[id]
		if ch == nil || ch.dmWith == "" {
			return nil, refuse("channel_not_found")
		}
		return obj{"ok": true, "no_op": true, "already_open": true, "channel": obj{"id": ch.id}}, nil
	}
	users := strings.FieldsFunc(c.args["users"], func(r rune) bool { return r == ',' || r == ' ' })
	switch len(users) {
	case 0:
		return nil, refuse("users_list_not_supplied").app()
	case 1:
	default:
		if e := w.need("mpim:write"); e != nil {
			return nil, e
		}
		return nil, refuse("not_supported").with("group messages are not part of this stand-in").app()
	}
	if e := w.need("im:write"); e != nil {
		return nil, e
	}
	u := w.users[users[0]]
	if u == nil {
		return nil, refuse("user_not_found")
	}
	if e := w.reachableUser(u); e != nil {
		return nil, e
	}
	ch, existed := w.dm(u.ID)
	res := obj{"ok": true, "channel": obj{"id": ch.id}}
	if existed {
		res["no_op"], res["already_open"] = true, true
	}
	if c.args["return_im"] == "true" {
		res["channel"] = w.channelObject(ch)
	}
	return res, nil
}

// channelFor finds a conversation that the app may read about.
func (w *Workspace) channelFor(c *apiCall) (*channel, *apiError) {
	ch := w.channels[c.args["channel"]]
	if ch == nil {
		return nil, refuse("channel_not_found")
	}
	scope := "channels:read"
	switch {
	case ch.dmWith != "":
		scope = "im:read"
	case ch.private:
		scope = "groups:read"
	}
	if e := w.need(scope); e != nil {
		return nil, e
	}
	if ch.private && !ch.has(w.botUser) {
		return nil, refuse("channel_not_found")
	}
	return ch, nil
}

func (w *Workspace) channelObject(ch *channel) obj {
	o := obj{"id": ch.id, "created": ch.created.Unix(), "is_archived": ch.archived, "is_im": ch.dmWith != "",
		"is_org_shared": false, "context_team_id": w.teamID, "updated": ch.created.UnixMilli()}
	if ch.dmWith != "" {
		o["user"], o["is_open"], o["is_user_deleted"] = ch.dmWith, true, w.users[ch.dmWith].Deleted
		return o
	}
	pending := []any{}
	if ch.pendingExtShared {
		pending = append(pending, "T0OTHER")
	}
	for k, v := range (obj{"name": ch.name, "name_normalized": ch.name, "is_channel": !ch.private, "is_group": ch.private,
		"is_mpim": false, "is_private": ch.private, "is_general": false, "is_shared": ch.extShared,
		"is_ext_shared": ch.extShared, "is_pending_ext_shared": ch.pendingExtShared, "pending_shared": pending,
		"is_member": ch.has(w.botUser), "creator": "U0CREATOR", "shared_team_ids": []any{w.teamID}}) {
		o[k] = v
	}
	return o
}

func conversationsInfo(w *Workspace, c *apiCall) (obj, *apiError) {
	ch, e := w.channelFor(c)
	if e != nil {
		return nil, e
	}
	o := w.channelObject(ch)
	if c.args["include_num_members"] == "true" {
		o["num_members"] = len(ch.members)
	}
	return obj{"ok": true, "channel": o}, nil
}

// conversationsMembers pages through the members; the cursor is opaque.
func conversationsMembers(w *Workspace, c *apiCall) (obj, *apiError) {
	ch, e := w.channelFor(c)
	if e != nil {
		return nil, e
	}
	from, limit := 0, 100
	if s := c.args["cursor"]; s != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(s, "m:"))
		if err != nil || n > len(ch.members) {
			return nil, refuse("invalid_cursor").app()
		}
		from = n
	}
	if s := c.args["limit"]; s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 1000 {
			return nil, refuse("invalid_limit").app()
		}
		limit = n
	}
	end, next := min(from+limit, len(ch.members)), ""
	if end < len(ch.members) {
		next = "m:" + strconv.Itoa(end)
	}
	return obj{"ok": true, "members": slices.Clone(ch.members[from:end]),
		"response_metadata": obj{"next_cursor": next}}, nil
}
