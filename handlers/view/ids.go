package view

import "klachtbot/complaint"

// Everything that travels to Slack and back: commands, shortcuts, callback ids
// of modals, action ids of buttons and inputs. A test holds this list, the
// routes and manifest.yml together.
const (
	CommandKlacht  = "/klacht"
	ShortcutReport = "klacht_melden"

	// Callback ids of modals that submit.
	FormReport       = "report"
	FormSupplement   = "supplement"
	FormIndependence = "independence"
	FormRegistration = "registration"
	FormAppointment  = "appointment"
	FormInformed     = "informed"
	// PageInfo is the callback id of every modal that only shows.
	PageInfo = "info"

	// Inputs that change the form while it is filled in.
	ActionSpeaker   = FormReport + "." + string(fieldSpeaker)
	ActionSubject   = FormReport + "." + string(complaint.FieldSubject)
	ActionEmployees = FormReport + "." + string(complaint.FieldEmployees)
	ActionInvolved  = FormRegistration + "." + string(complaint.FieldEmployees)

	// Buttons of the menu, the Home and the standing card.
	ActionReport   = "menu.report"
	ActionMine     = "menu.mine"
	ActionExplain  = "menu.explain"
	ActionTips     = "menu.tips"
	ActionPolicy   = "menu.policy"
	ActionRegister = "menu.register"
	ActionPrivacy  = "menu.privacy"
	ActionInformed = "menu.informed"
	ActionPage     = "list.page" // value: list/offset
	ActionOpenCase = "case.open" // a line of a list: value is the case
)

// Fields of forms that no rule of the procedure refuses by itself.
const (
	fieldSpeaker   complaint.Field = "speaker"
	fieldClientBox complaint.Field = "client_box"
	fieldTold      complaint.Field = "told"
	fieldNoContact complaint.Field = "no_contact"
)

// ActionCase is the action id of a button that does v to a case; the button's
// value is the opaque case id.
func ActionCase(v complaint.Verb) string { return "case." + string(v) }
