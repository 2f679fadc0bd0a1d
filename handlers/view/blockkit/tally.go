package blockkit

// tally is what is counted over the payload as a whole.
type tally struct {
	blockIDs       map[string]bool
	actionIDs      map[string]bool // of the block being walked
	focused        int
	tables, charts int
	// code points
	markdown, tableText, dataTableText int
}

// enterBlock starts the set of action_ids of a block; the function it returns
// goes back to that of the block around it.
func (t *tally) enterBlock() (leave func()) {
	outer := t.actionIDs
	t.actionIDs = map[string]bool{}
	return func() { t.actionIDs = outer }
}

// tally counts object o of spec s and reports what is double or too much.
func (w *walker) tally(at string, s spec, o map[string]any) {
	if s.block {
		w.unique(at+"/block_id", o["block_id"], w.count.blockIDs, "block_id must be unique")
		w.tallyBlock(at, s, o)
		return
	}
	w.unique(at+"/action_id", o["action_id"], w.count.actionIDs, "action_id must be unique inside its block")
	if o["focus_on_load"] == true {
		w.spend(at+"/focus_on_load", &w.count.focused, 1, focused, "elements with focus_on_load")
	}
}

func (w *walker) tallyBlock(at string, s spec, o map[string]any) {
	switch s.typ {
	case "markdown":
		w.spend(at, &w.count.markdown, characters(o["text"]), markdownChars, "characters over all markdown blocks")
	case "table":
		w.spend(at, &w.count.tables, 1, tables, "table block")
		w.spend(at, &w.count.tableText, characters(o["rows"]), tableChars, "characters over all cells of tables")
	case "data_table":
		w.spend(at, &w.count.dataTableText, characters(o["rows"]), dataTableChars, "characters over all cells of data tables")
	case "data_visualization":
		w.spend(at, &w.count.charts, 1, charts, "data_visualization blocks")
	}
}

// unique reports an id that was seen before; an empty or absent one is no id.
func (w *walker) unique(at string, v any, seen map[string]bool, msg string) {
	id, _ := v.(string)
	if id == "" {
		return
	}
	if seen[id] {
		w.add(at, "%s", msg)
	}
	seen[id] = true
}

// spend adds n to a count and reports it when that goes over most.
func (w *walker) spend(at string, count *int, n, most int, what string) {
	*count += n
	if *count > most && *count-n <= most {
		w.add(at, "no more than %d %s allowed", most, what)
	}
}
