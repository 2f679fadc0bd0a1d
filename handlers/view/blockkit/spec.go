package blockkit

// surface is where blocks are shown, as a set.
type surface int

const (
	inMessage surface = 1 << iota
	inModal
	inHome
	anywhere = inMessage | inModal | inHome
)

// kind is what the value of a field may be.
type kind int

const (
	str        kind = iota // string; min and max count code points
	enum                   // string, one of of
	integer                // whole number between min and max
	number                 // any number
	positive               // number above 0
	boolean                //
	plain                  // plain_text object; max counts the code points of its text
	text                   // plain_text or mrkdwn object; max as for plain
	object                 // object, one of the specs in of
	list                   // array of objects; min and max count items, each limits their text
	stringList             // array of strings; min and max count items, each limits their length
	rows                   // array of arrays of objects; min and max count rows, each limits the cells of a row
	stringMap              // object whose values are strings of at least one character
)

// field is one row of the table: a field of a Slack object and its limits.
type field struct {
	name string
	is   kind
	must bool
	min  int
	max  int // 0 is no maximum
	each int // see list, stringList and rows; 0 is no maximum
	of   []string
	// format reports whether a string is well formed.
	format func(string) bool
	src    string // where the limit comes from, by the tags of the package comment
}

// spec is one object of Slack. A field it does not list is refused, unless the
// spec is open.
type spec struct {
	typ    string  // value of "type"; "" when the object has none
	on     surface // where it may be; 0 is anywhere
	open   bool
	block  bool // it is a block: has a block_id and its own set of action_ids
	fields []field
	rules  []rule
}

// specs is the whole table, by name. The name is the type, except where Slack
// uses one type for two objects or an object has no type.
var specs = join(documentSpecs, blockSpecs, dataSpecs, inputSpecs, selectSpecs, objectSpecs, richTextSpecs)

func join(chapters ...map[string]spec) map[string]spec {
	all := map[string]spec{}
	for _, chapter := range chapters {
		for name, s := range chapter {
			if _, double := all[name]; double {
				panic("blockkit: two specs are named " + name)
			}
			all[name] = s
		}
	}
	return all
}

// Fields that many objects share.
var (
	blockID     = field{name: "block_id", is: str, max: 255, src: "[T]"}
	actionID    = field{name: "action_id", is: str, max: 255, src: "[T][sb]"}
	placeholder = field{name: "placeholder", is: plain, max: 150, src: "[T]"}
	confirm     = field{name: "confirm", is: object, of: []string{"confirm"}, src: "[T][py]"}
	focus       = field{name: "focus_on_load", is: boolean, src: "[T]"}
	dispatch    = field{name: "dispatch_action_config", is: object, of: []string{"dispatch_action_config"}, src: "[sb]"}
	style       = field{name: "style", is: enum, of: []string{"primary", "danger"}, src: "[T][py][sb]"}
	seenBy      = field{name: "visible_to_user_ids", is: stringList, max: 10, src: "[T][py][sb]"}
	spoken      = field{name: "accessibility_label", is: str, max: 75, src: "[T][py][sb]"}
)
