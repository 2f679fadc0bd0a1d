package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/slack-go/slack"

	"klachtbot/complaint"
	"klachtbot/complaint/calendar"
	"klachtbot/handlers"
	"klachtbot/handlers/view"
	"klachtbot/store"
)

// The people of the tests; every name is made up.
const (
	melder  complaint.UserID = "U0MELDER"
	bram    complaint.UserID = "U0BRAM"
	cato    complaint.UserID = "U0CATO"
	functie complaint.UserID = "U0FUNCTIE"
	deputy  complaint.UserID = "U0WAARNEMER"
	karel   complaint.UserID = "U0KAREL" // management
	kim     complaint.UserID = "U0KIM"   // management
	vreemde complaint.UserID = "U0VREEMDE"
	gast    complaint.UserID = "U0GAST"
	app     complaint.UserID = "U0APP"
	channel                  = "C0BESLOTEN"
)

// noAccess is the one sentence for what is not there, not yours or not ours.
const noAccess = "Je hebt geen toegang tot deze klacht."

var friday = calendar.New(2026, time.November, 20).At(10, 0)

// workspace is what Slack would say; honest, in memory.
type workspace struct {
	people map[complaint.UserID]handlers.Profile
	facts  complaint.ChannelFacts
	down   error
}

func (w *workspace) Person(_ context.Context, id complaint.UserID) (handlers.Profile, error) {
	if w.down != nil {
		return handlers.Profile{}, w.down
	}
	p, ok := w.people[id]
	if !ok {
		return handlers.Profile{}, fmt.Errorf("workspace: %w", complaint.ErrNotFound)
	}
	p.ID = id
	return p, nil
}

func (w *workspace) Channel(context.Context, string) (complaint.ChannelFacts, error) {
	return w.facts, w.down
}

// office is one office in one test: the use cases over the real store on the
// embedded Redis, a fake clock of business time, and an outbox that the test
// empties itself.
type office struct {
	*handlers.Service
	t     *testing.T
	ctx   context.Context
	store *store.Store
	ws    *workspace
	now   time.Time
	ids   int
	posts int
	req   int
}

var registers atomic.Int64

func newOffice(t *testing.T) *office {
	t.Helper()
	t.Parallel()
	o := &office{t: t, ctx: t.Context(), now: friday, ws: &workspace{people: map[complaint.UserID]handlers.Profile{
		melder: {Name: "Mila Bakker"}, bram: {Name: "Bram Visser"}, cato: {Name: "Cato Jansen"}, karel: {Name: "Karel Keizer"}, kim: {Name: "Kim Keizer"},
		functie: {Name: "Fleur de Groot", Guest: true}, deputy: {Name: "Wouter Smit", Guest: true},
		vreemde: {Name: "Victor van Elders", Foreign: true}, gast: {Name: "Gijs Gast", Guest: true}, app: {Name: "App", Bot: true},
	}, facts: complaint.ChannelFacts{Found: true, Private: true, BotIsMember: true, Members: []complaint.UserID{functie, deputy, karel}}}}
	client, err := store.Dial("redis://" + miniredis.RunT(t).Addr())
	o.must(err)
	o.store, err = store.Open(t.Context(), store.Options{Client: client, Register: fmt.Sprintf("t%d", registers.Add(1)), Keys: store.MemoryKeyring(), Profile: store.Demo,
		Overlay: func(s *complaint.Settings) { s.Office, s.Channel = []complaint.UserID{karel, kim}, channel }})
	o.must(err)
	t.Cleanup(func() { _ = o.store.Close() })
	o.must(o.store.SeedSettings(t.Context(), complaint.Settings{Officer: functie, Deputies: []complaint.UserID{deputy}, ProcessOwner: kim,
		OfficeName: "Team Keizer", ComplaintsEmail: "klachten@keizer.email", Policy: complaint.DefaultPolicy()}))
	o.Service = handlers.New(o.store, o.ws, func() time.Time { return o.now }, o.newID)
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) newID() complaint.ID {
	o.ids++
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return complaint.ID("KLACHTKLACHTKLACHTKLACHT" + string(letters[o.ids/26]) + string(letters[o.ids%26]))
}

// by is an act of a person, another one each time.
func (o *office) by(who complaint.UserID) handlers.Request {
	o.req++
	return handlers.Request{ID: fmt.Sprintf("act-%d", o.req), User: who}
}

func (o *office) click(who complaint.UserID, value string) handlers.Request {
	r := o.by(who)
	r.Value = value
	return r
}

// submit is a form sent in by who, about the case of meta.
func (o *office) submit(who complaint.UserID, meta view.Meta, v view.Values) handlers.Request {
	r := o.by(who)
	r.View = handlers.ViewState{ID: r.ID, Metadata: meta.String(), Values: v}
	return r
}

// melding is what was typed about these colleagues.
func melding(who ...complaint.UserID) view.Values {
	b := func(f complaint.Field) string { return view.Block(view.FormReport, f) }
	v := view.Values{b(complaint.FieldReceivedOn): {Date: "2026-11-20"}, b(complaint.FieldIntake): {Options: []string{string(complaint.Phone)}},
		b(complaint.FieldWords): {Text: "Ik word niet teruggebeld."}, b(complaint.FieldSubject): {Options: []string{string(complaint.AboutEmployees)}}}
	var users []string
	for _, id := range who {
		users = append(users, string(id))
	}
	v[b(complaint.FieldEmployees)] = view.Value{Users: users}
	return v
}

// report files a complaint by reporter and gives its id.
func (o *office) report(reporter complaint.UserID, v view.Values) complaint.ID {
	o.t.Helper()
	id := o.newID()
	r, err := o.Report(o.ctx, o.submit(reporter, view.Meta{Case: id}, v))
	o.must(err)
	if len(r.Errors) > 0 {
		o.t.Fatalf("refused: %v", r.Errors)
	}
	return id
}

func (o *office) peek(id complaint.ID) complaint.Complaint {
	o.t.Helper()
	c, err := o.store.Peek(o.ctx, id)
	o.must(err)
	return c
}

func tick(f string, form string) view.Values {
	return view.Values{view.Block(form, complaint.FieldStatement): {Options: []string{f}}}
}

func (o *office) declare(id complaint.ID, who complaint.UserID) {
	o.t.Helper()
	r, err := o.Declare(o.ctx, o.submit(who, view.Meta{Case: id}, tick("stated", view.FormIndependence)))
	o.must(err)
	if r.Update == nil {
		o.t.Fatalf("not declared: %v", r.Errors)
	}
}

// registration is a form in which assignee treats the complaint about these.
func registration(assignee string, who ...complaint.UserID) view.Values {
	b := func(f complaint.Field) string { return view.Block(view.FormRegistration, f) }
	var users []string
	for _, id := range who {
		users = append(users, string(id))
	}
	return view.Values{b(complaint.FieldFiling): {Options: []string{"A"}}, b(complaint.FieldNature): {Options: []string{"I"}},
		b(complaint.FieldEmployees): {Users: users}, b(complaint.FieldAssignee): {Options: []string{assignee}}, b(complaint.FieldReason): {Text: "op verzoek van de cliënt"}}
}

func (o *office) register(id complaint.ID, v view.Values) {
	o.t.Helper()
	r, err := o.Register(o.ctx, o.submit(functie, view.Meta{Case: id}, v))
	o.must(err)
	if r.Update == nil {
		o.t.Fatalf("not registered: %v", r.Errors)
	}
}

// told is one notice and what it came to.
type told struct {
	complaint.Notice
	handlers.Delivery
}

// relay does what the relay of the bot does: it delivers everything that is
// due and writes down which messages now stand where.
func (o *office) relay() []told {
	o.t.Helper()
	var all []told
	tasks, err := o.store.Lease(o.ctx, 1000, time.Minute)
	o.must(err)
	for _, task := range tasks {
		d, err := o.Deliver(o.ctx, task.Notice)
		o.must(err)
		all = append(all, told{task.Notice, d})
		if d.Later > 0 {
			o.must(o.store.Retry(o.ctx, task, 0))
			continue
		}
		var cards, retired []complaint.Card
		for _, e := range d.Edits {
			if e.Retire {
				retired = append(retired, e.Card)
			} else {
				cards = append(cards, e.Card)
			}
		}
		if d.Post != nil && d.Post.Card.Role != "" {
			o.posts++
			c := d.Post.Card
			c.Channel, c.TS = "D"+string(d.Post.To), fmt.Sprintf("%d.000100", 1_700_000_000+o.posts)
			cards = append(cards, c)
		}
		o.must(o.store.Finish(o.ctx, task, cards, retired))
	}
	return all
}

// said lists who got which new message.
func said(all []told) []string {
	list := []string{}
	for _, d := range all {
		if d.Post != nil {
			list = append(list, string(d.Kind)+" -> "+string(d.Post.To)+d.Post.Channel)
		}
	}
	return list
}

// text is everything that a view, a message or a Home says.
func text(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// opened is the modal that an answer shows, wherever it goes.
func opened(r handlers.Reply) *slack.ModalViewRequest {
	for _, m := range []*slack.ModalViewRequest{r.Open, r.Push, r.Update} {
		if m != nil {
			return m
		}
	}
	return nil
}

// shows fails unless the answer is a modal that says all of these.
func (o *office) shows(r handlers.Reply, err error, words ...string) {
	o.t.Helper()
	o.must(err)
	m := opened(r)
	if m == nil {
		o.t.Errorf("nothing opens; wanted %q", words)
		return
	}
	for _, w := range words {
		if !strings.Contains(text(m), w) {
			o.t.Errorf("%q is not in %s", w, text(m))
		}
	}
}

// refused fails unless the answer is the one sentence and nothing else.
func (o *office) refused(what string, r handlers.Reply, err error) {
	o.t.Helper()
	if err == nil || opened(r) != nil || r.Errors != nil || r.Ephemeral != "" {
		o.t.Errorf("%s: an answer: %s, %v", what, text(r), err)
		return
	}
	if got := view.ExplainError(err, "ref"); got != noAccess {
		o.t.Errorf("%s says %q (%v)", what, got, err)
	}
}

var errDown = errors.New("slack is out of reach")
