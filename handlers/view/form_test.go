package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"klachtbot/complaint"
	"klachtbot/handlers/view/blockkit"
)

// tested is a form with its view and its reader.
type tested struct {
	draw func(Values) slack.ModalViewRequest
	read func(Values) any
	// lost says that an answer may vanish on a redraw because it is no longer
	// one of the choices.
	lost func(block string) bool
}

func forms(t *testing.T) map[string]tested {
	w := ordinary(t)
	set, gemeld := w.settings(), w.gemeld()
	stated := w.verklaard(gemeld)
	report := func(m Meta) tested {
		return tested{
			draw: func(v Values) slack.ModalViewRequest { return ReportForm(m, v, today) },
			read: func(v Values) any {
				r, err := ReadReport(m, v)
				if err != nil {
					return err
				}
				return r
			}}
	}
	return map[string]tested{
		"report":         report(Meta{Case: caseID}),
		"report officer": report(Meta{Case: caseID, Officer: true}),
		"supplement": {draw: func(v Values) slack.ModalViewRequest { return SupplementForm(gemeld, v) },
			read: func(v Values) any { return ReadSupplement(v) }},
		"independence": {draw: func(v Values) slack.ModalViewRequest { return IndependenceForm(gemeld, set, v) },
			read: func(v Values) any { return ReadIndependence(v) }},
		"registration": {draw: func(v Values) slack.ModalViewRequest { return RegistrationForm(stated, v, w.name) },
			read: func(v Values) any { return ReadRegistration(v, functie) },
			lost: func(block string) bool { return block == Block(FormRegistration, complaint.FieldAssignee) }},
		"appointment": {draw: func(v Values) slack.ModalViewRequest { return AppointmentForm(gemeld, v) },
			read: func(v Values) any { who, external := ReadAppointment(v); return fmt.Sprint(who, external) }},
		"informed": {draw: func(v Values) slack.ModalViewRequest { return InformedForm(v, today) },
			read: func(v Values) any { return ReadInformed(v) }},
	}
}

// input is one input as Slack got it.
type input struct {
	block, kind string
	live        bool
	most        int // code points, or people
	options     []string
}

// rendered reads the inputs of a modal from what travels to Slack, and the
// answers that stand in them, as Slack would hand them back.
func rendered(t failer, m slack.ModalViewRequest) ([]input, Values) {
	raw := body(t, m)
	var inputs []input
	values := Values{}
	str := func(v any) string { s, _ := v.(string); return s }
	value := func(v any) string { o, _ := v.(map[string]any); return str(o["value"]) }
	objects(t, raw, func(o map[string]any) {
		if o["type"] != "input" {
			return
		}
		e, _ := o["element"].(map[string]any)
		in := input{block: str(o["block_id"]), kind: str(e["type"]), live: o["dispatch_action"] == true}
		if str(e["action_id"]) != in.block {
			t.Fatalf("block %s holds %s", in.block, e["action_id"])
		}
		if n, ok := e["max_length"].(float64); ok {
			in.most = int(n)
		}
		if n, ok := e["max_selected_items"].(float64); ok {
			in.most = int(n)
		}
		options, _ := e["options"].([]any)
		for _, c := range options {
			in.options = append(in.options, value(c))
		}
		v := Value{Text: str(e["initial_value"]), Date: str(e["initial_date"])}
		if one := value(e["initial_option"]); one != "" {
			v.Options = []string{one}
		}
		several, _ := e["initial_options"].([]any)
		for _, c := range several {
			v.Options = append(v.Options, value(c))
		}
		people, _ := e["initial_users"].([]any)
		for _, p := range people {
			v.Users = append(v.Users, str(p))
		}
		if one := str(e["initial_user"]); one != "" {
			v.Users = []string{one}
		}
		inputs = append(inputs, in)
		values[in.block] = v
	})
	slices.SortFunc(inputs, func(a, b input) int { return strings.Compare(a.block, b.block) })
	return inputs, values
}

// taken is rendered, of a view that Slack takes.
func taken(t failer, m slack.ModalViewRequest) ([]input, Values) {
	for _, p := range blockkit.View(body(t, m)) {
		t.Fatalf("%s", p)
	}
	return rendered(t, m)
}

var colleaguesToChoose = []string{string(bram), string(cato), string(dirk), "U0EEN", "U0TWEE"}

// answer draws what a person can put in an input, nothing included.
func answer(t *rapid.T, in input) Value {
	if rapid.IntRange(0, 4).Draw(t, "empty") == 0 {
		return Value{}
	}
	several := func(from []string) []string {
		chosen := rapid.Permutation(from).Draw(t, "order")[:rapid.IntRange(0, len(from)).Draw(t, "n")]
		if len(chosen) == 0 {
			return nil
		}
		return chosen
	}
	switch in.kind {
	case "plain_text_input":
		if rapid.IntRange(0, 9).Draw(t, "full") == 0 {
			return Value{Text: strings.Repeat("é", in.most)}
		}
		return Value{Text: rapid.StringN(0, min(in.most, 40), -1).Draw(t, "text")}
	case "datepicker":
		return Value{Date: today.AddDays(rapid.IntRange(-900, 900).Draw(t, "day")).String()}
	case "static_select", "radio_buttons":
		return Value{Options: []string{rapid.SampledFrom(in.options).Draw(t, "option")}}
	case "checkboxes":
		chosen := several(in.options)
		slices.SortFunc(chosen, func(a, b string) int { return slices.Index(in.options, a) - slices.Index(in.options, b) })
		return Value{Options: chosen}
	case "multi_users_select":
		return Value{Users: several(colleaguesToChoose)}
	case "users_select":
		return Value{Users: []string{rapid.SampledFrom(colleaguesToChoose).Draw(t, "person")}}
	}
	t.Fatalf("no answers for a %s", in.kind)
	return Value{}
}

// fill answers a form from top to bottom, and what it then asks besides.
func fill(t *rapid.T, f tested, v Values) Values {
	for {
		inputs, _ := rendered(t, f.draw(v))
		var open []input
		kept := Values{}
		for _, in := range inputs {
			if old, ok := v[in.block]; ok {
				kept[in.block] = old
			} else {
				open = append(open, in)
			}
		}
		if len(open) == 0 {
			return kept // Slack hands back only what stands on the screen
		}
		for _, in := range open {
			kept[in.block] = answer(t, in)
		}
		v = kept
	}
}

// TestReadGivesWhatStands: whatever a form holds, drawing it again and reading
// it again gives the same answers and the same command. So a form that is
// refused or redrawn loses nothing.
func TestReadGivesWhatStands(t *testing.T) {
	for name, f := range forms(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				v := fill(t, f, Values{})
				_, again := taken(t, f.draw(v))
				if f.lost != nil { // a choice of someone who was not among the employees
					for block := range v {
						if f.lost(block) && again[block].One() == "" {
							delete(v, block)
							delete(again, block)
						}
					}
				}
				if d := cmp.Diff(v, again); d != "" {
					t.Fatalf("the form does not show what was typed:\n%s", d)
				}
				if d := cmp.Diff(f.read(v), f.read(again), cmpopts.EquateErrors()); d != "" {
					t.Fatalf("read again it says something else:\n%s", d)
				}
			})
		})
	}
}

// TestFreshFormReads: a form that nobody touched reads as what it shows.
func TestFreshFormReads(t *testing.T) {
	for name, f := range forms(t) {
		_, shown := taken(t, f.draw(nil))
		_, again := taken(t, f.draw(shown))
		if d := cmp.Diff(shown, again); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestRedrawKeepsWhatWasTyped changes an answer that asks for other fields:
// every field that is on both screens keeps its answer.
func TestRedrawKeepsWhatWasTyped(t *testing.T) {
	for name, f := range forms(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				v := fill(t, f, Values{})
				inputs, before := rendered(t, f.draw(v))
				for _, in := range inputs {
					if in.live && rapid.Bool().Draw(t, "change "+in.block) {
						before[in.block] = answer(t, in)
					}
				}
				_, after := taken(t, f.draw(before))
				for block, value := range before {
					shown, there := after[block]
					gone := f.lost != nil && f.lost(block) && shown.One() == ""
					if d := cmp.Diff(value, shown); there && !gone && d != "" {
						t.Fatalf("%s: %s", block, d)
					}
				}
				_, still := rendered(t, f.draw(after))
				if d := cmp.Diff(f.read(after), f.read(still), cmpopts.EquateErrors()); d != "" {
					t.Fatal(d)
				}
			})
		})
	}
}

// TestRedrawAsksWhatIsNeeded names the fields that appear and go.
func TestRedrawAsksWhatIsNeeded(t *testing.T) {
	w := ordinary(t)
	has := func(m slack.ModalViewRequest, block string) bool {
		return strings.Contains(string(body(t, m)), `"block_id":"`+block+`"`)
	}
	radio := func(f complaint.Field, option string) Values {
		return Values{Block(FormReport, f): {Options: []string{option}}}
	}
	show := func(v Values) slack.ModalViewRequest { return ReportForm(Meta{Case: caseID}, v, today) }
	for _, s := range complaint.Subjects() {
		m := show(radio(complaint.FieldSubject, string(s)))
		people := s == complaint.AboutEmployees || s == complaint.AboutUnknown
		if has(m, Block(FormReport, complaint.FieldEmployees)) != people || has(m, Block(FormReport, complaint.FieldDeparted)) != (s == complaint.AboutDeparted) {
			t.Errorf("%s asks for the wrong fields", s)
		}
	}
	for option, want := range map[string]bool{optClient: false, optRepresentative: true} {
		if has(show(radio(fieldSpeaker, option)), Block(FormReport, complaint.FieldRepresentative)) != want {
			t.Errorf("%s: the representative", option)
		}
	}
	c := w.verklaard(w.gemeld())
	for n, want := range map[int]bool{0: false, 1: false, 2: true, 5: true} {
		v := Values{Block(FormRegistration, complaint.FieldEmployees): {Users: colleaguesToChoose[:n]}}
		m := RegistrationForm(c, v, w.name)
		if has(m, Block(FormRegistration, partField(bram))) != want {
			t.Errorf("%d employees: a part for each is %v", n, !want)
		}
		for _, id := range colleaguesToChoose[:n] {
			if !strings.Contains(string(body(t, m)), `"value":"`+id+`"`) {
				t.Errorf("%s can not be chosen to treat the complaint", id)
			}
		}
	}
}

// TestAsManyPeopleAsFit: however many people someone chooses, the form that
// follows is one that Slack takes.
func TestAsManyPeopleAsFit(t *testing.T) {
	w := extreme(t, "<")
	c := w.verklaard(w.gemeld())
	inputs, _ := rendered(t, RegistrationForm(c, nil, w.name))
	i := slices.IndexFunc(inputs, func(in input) bool { return in.block == ActionInvolved })
	if inputs[i].most == 0 {
		inputs[i].most = 120 // nothing stops anyone
	}
	users := make([]string, inputs[i].most)
	v := Values{}
	for i := range users {
		users[i] = fmt.Sprintf("U0%03d", i)
		v[Block(FormRegistration, partField(complaint.UserID(users[i])))] = Value{Text: w.text("", complaint.MaxText)}
	}
	v[ActionInvolved] = Value{Users: users}
	v[Block(FormRegistration, complaint.FieldReason)] = Value{Text: w.text("", complaint.MaxText)}
	taken(t, RegistrationForm(c, v, w.name))
}
