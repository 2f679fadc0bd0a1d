package store

import (
	"time"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
)

// Rows without text of complainants. They are sealed all the same, because
// they hold Slack user ids, which count as names.

type settingsRow struct {
	Officer   string    `json:"officer,omitempty"`
	Deputies  []string  `json:"deputies,omitempty"`
	Teams     []teamRow `json:"teams,omitempty"`
	Owner     string    `json:"process_owner,omitempty"`
	Members   []string  `json:"channel_members,omitempty"`
	Name      string    `json:"office_name,omitempty"`
	Address   string    `json:"postal_address,omitempty"`
	Email     string    `json:"complaints_email,omitempty"`
	Website   string    `json:"website,omitempty"`
	Privacy   string    `json:"privacy_url,omitempty"`
	External  string    `json:"external_body,omitempty"`
	Policy    policyRow `json:"policy"`
	OpenGoodF bool      `json:"open_good_friday,omitempty"`
	May5      int       `json:"liberation_day,omitempty"`
	Closed    []dateRow `json:"closed,omitempty"`
}

type teamRow struct {
	Name    string   `json:"name"`
	Members []string `json:"members,omitempty"`
}

// encodeSettings leaves out the revision, which is the place, and Office and
// Channel, which come from the environment only.
func encodeSettings(s complaint.Settings) ([]byte, error) {
	return encodeJSON(settingsRow{
		Officer: string(s.Officer), Deputies: strs(s.Deputies), Owner: string(s.ProcessOwner), Members: strs(s.ChannelMembers),
		Teams: mapped(s.Teams, func(t complaint.Team) teamRow { return teamRow{t.Name, strs(t.Members)} }),
		Name:  s.OfficeName, Address: s.PostalAddress, Email: s.ComplaintsEmail, Website: s.Website, Privacy: s.PrivacyURL,
		External: s.ExternalBody, Policy: policyOf(s.Policy),
		OpenGoodF: s.Calendar.OpenOnGoodFriday, May5: int(s.Calendar.LiberationDay),
		Closed: mapped(s.Calendar.Closed, func(d calendar.Date) dateRow { return dateRow(d) }),
	})
}

func decodeSettings(revision int, b []byte) (complaint.Settings, error) {
	var r settingsRow
	if err := decodeJSON(b, &r); err != nil {
		return complaint.Settings{}, err
	}
	return complaint.Settings{
		Revision: revision, Officer: complaint.UserID(r.Officer), Deputies: typed[complaint.UserID](r.Deputies),
		ProcessOwner: complaint.UserID(r.Owner), ChannelMembers: typed[complaint.UserID](r.Members),
		Teams: mapped(r.Teams, func(t teamRow) complaint.Team {
			return complaint.Team{Name: t.Name, Members: typed[complaint.UserID](t.Members)}
		}),
		OfficeName: r.Name, PostalAddress: r.Address, ComplaintsEmail: r.Email, Website: r.Website, PrivacyURL: r.Privacy,
		ExternalBody: r.External, Policy: r.Policy.policy(),
		Calendar: calendar.Calendar{
			OpenOnGoodFriday: r.OpenGoodF, LiberationDay: calendar.LiberationDayRule(r.May5),
			Closed: mapped(r.Closed, func(d dateRow) calendar.Date { return calendar.Date(d) }),
		},
	}, nil
}

type noticeRow struct {
	Kind  string `json:"k"`
	Case  string `json:"c,omitempty"`
	To    string `json:"t,omitempty"`
	Event string `json:"e,omitempty"`
}

func encodeNotice(n complaint.Notice) ([]byte, error) {
	return encodeJSON(noticeRow{string(n.Kind), string(n.Case), string(n.To), n.Event})
}

func decodeNotice(b []byte) (complaint.Notice, error) {
	var r noticeRow
	err := decodeJSON(b, &r)
	return complaint.Notice{Kind: complaint.NoticeKind(r.Kind), Case: complaint.ID(r.Case), To: complaint.UserID(r.To), Event: r.Event}, err
}

type cardRow struct {
	Person   string `json:"p"`
	Role     string `json:"r,omitempty"`
	Channel  string `json:"c"`
	TS       string `json:"t"`
	Revision int    `json:"v"`
}

func encodeCard(c complaint.Card) ([]byte, error) {
	return encodeJSON(cardRow{string(c.Person), string(c.Role), c.Channel, c.TS, c.Revision})
}

func decodeCard(b []byte) (complaint.Card, error) {
	var r cardRow
	err := decodeJSON(b, &r)
	return complaint.Card{Person: complaint.UserID(r.Person), Role: complaint.Role(r.Role), Channel: r.Channel, TS: r.TS, Revision: r.Revision}, err
}

// readRow is one line of the access log of a case.
type readRow struct {
	By   string    `json:"b"`
	Verb string    `json:"v"`
	At   time.Time `json:"a"`
}

func encodeRead(r complaint.Read) ([]byte, error) {
	return encodeJSON(readRow{string(r.By), string(r.Verb), r.At})
}

func decodeRead(id complaint.ID, b []byte) (complaint.Read, error) {
	var r readRow
	err := decodeJSON(b, &r)
	return complaint.Read{Case: id, By: complaint.UserID(r.By), Verb: complaint.Verb(r.Verb), At: r.At}, err
}
