package view

import (
	"github.com/slack-go/slack"

	"klachtbot/complaint"
)

// form builds the inputs of one modal. Its block id and action id are the same,
// name.field; what stands in v is shown again, so that a form that is drawn
// anew never loses what was typed.
type form struct {
	name   string
	v      Values
	blocks []slack.Block
}

// choice is one option of a radio, select or checkbox.
type choice struct{ value, text string }

// inputs says how an input behaves beyond its label.
type inputs struct {
	hint     string
	optional bool
	// live redraws the form when the answer changes.
	live  bool
	long  bool
	limit int
}

// Block is the block id of a field in a form.
func Block(formName string, f complaint.Field) string { return formName + "." + string(f) }

func (f *form) add(blocks ...slack.Block) { f.blocks = append(f.blocks, blocks...) }

func (f *form) input(field complaint.Field, label string, in inputs, e slack.BlockElement) {
	b := slack.NewInputBlock(Block(f.name, field), plain(label), nil, e)
	if in.hint != "" {
		b.Hint = plain(in.hint)
	}
	b.Optional, b.DispatchAction = in.optional, in.live
	f.add(b)
}

func (f *form) value(field complaint.Field) Value { return f.v[Block(f.name, field)] }

func (f *form) text(field complaint.Field, label string, in inputs) {
	e := slack.NewPlainTextInputBlockElement(nil, Block(f.name, field))
	e.Multiline, e.MaxLength, e.InitialValue = in.long, in.limit, f.value(field).Text
	if e.MaxLength == 0 {
		e.MaxLength = complaint.MaxLine
	}
	f.input(field, label, in, e)
}

func (f *form) date(field complaint.Field, label string, in inputs) {
	e := slack.NewDatePickerBlockElement(Block(f.name, field))
	e.InitialDate = f.value(field).Date
	f.input(field, label, in, e)
}

func (f *form) radios(field complaint.Field, label string, in inputs, choices []choice) {
	options := optionsOf(choices)
	e := slack.NewRadioButtonsBlockElement(Block(f.name, field), options...)
	if chosen := chosen(options, f.value(field)); len(chosen) > 0 {
		e.InitialOption = chosen[0]
	}
	f.input(field, label, in, e)
}

func (f *form) checks(field complaint.Field, label string, in inputs, choices []choice) {
	options := optionsOf(choices)
	e := slack.NewCheckboxGroupsBlockElement(Block(f.name, field), options...)
	e.InitialOptions = chosen(options, f.value(field))
	f.input(field, label, in, e)
}

func (f *form) sel(field complaint.Field, label string, in inputs, choices []choice) {
	options := optionsOf(choices)
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Kies"), Block(f.name, field), options...)
	if chosen := chosen(options, f.value(field)); len(chosen) > 0 {
		e.InitialOption = chosen[0]
	}
	f.input(field, label, in, e)
}

// mostPeople is how many colleagues one complaint can name: the registration
// asks for a part per person, and Slack takes a hundred blocks and 256,000
// bytes. Who means more people means the office as a whole.
const mostPeople = 10

func (f *form) people(field complaint.Field, label string, in inputs) {
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plain("Kies collega's"), Block(f.name, field))
	e.WithMaxSelectedItems(mostPeople).InitialUsers = f.value(field).Users
	f.input(field, label, in, e)
}

func (f *form) modal(title, submit string, meta Meta) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: f.name, Title: plain(title), Submit: plain(submit), Close: plain("Annuleren"),
		PrivateMetadata: meta.String(), Blocks: slack.Blocks{BlockSet: f.blocks},
	}
}

func optionsOf(choices []choice) []*slack.OptionBlockObject {
	options := make([]*slack.OptionBlockObject, 0, len(choices))
	for _, c := range choices {
		options = append(options, slack.NewOptionBlockObject(c.value, plain(cut(c.text, 75)), nil))
	}
	return options
}

func chosen(options []*slack.OptionBlockObject, v Value) []*slack.OptionBlockObject {
	var found []*slack.OptionBlockObject
	for _, o := range options {
		for _, value := range v.Options {
			if o.Value == value {
				found = append(found, o)
			}
		}
	}
	return found
}

// reader takes the values of one form apart.
type reader struct {
	name string
	v    Values
}

func (r reader) value(f complaint.Field) Value { return r.v[Block(r.name, f)] }

// text is what was typed, without the space around it.
func (r reader) text(f complaint.Field) complaint.Text { return clean(r.value(f).Text) }

func (r reader) has(f complaint.Field, option string) bool {
	for _, o := range r.value(f).Options {
		if o == option {
			return true
		}
	}
	return false
}
