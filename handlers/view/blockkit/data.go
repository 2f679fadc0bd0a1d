package blockkit

// dataSpecs are the blocks that hold tables and charts, with their parts.
var dataSpecs = map[string]spec{
	"table": {typ: "table", on: inMessage | inHome, block: true, fields: []field{
		blockID,
		{name: "rows", is: rows, must: true, min: 1, max: 100, each: 20, of: []string{"raw_text", "raw_number", "rich_text_cell"},
			src: "[D table-block][skill][sb]"},
		{name: "column_settings", is: list, max: 20, of: []string{"column_setting"}, src: "[D table-block][skill][sb]"},
	}},
	"column_setting": {fields: []field{
		{name: "align", is: enum, of: []string{"left", "center", "right"}, src: "[D table-block]"},
		{name: "is_wrapped", is: boolean, src: "[D table-block]"},
	}},
	"data_table": {typ: "data_table", on: inMessage | inHome, block: true, fields: []field{
		blockID,
		{name: "caption", is: str, must: true, min: 1, src: "[D][sb]"},
		{name: "rows", is: rows, must: true, min: 2, max: 201, each: 20,
			of: []string{"raw_text", "raw_number", "rich_text_cell", "action_cell"}, src: "[D][sb]"},
		{name: "page_size", is: integer, min: 1, max: 100, src: "[D][sb]"},
		{name: "row_header_column_index", is: integer, src: "[sb]"},
	}, rules: []rule{equalRows, rawHeader}},
	"raw_text": {typ: "raw_text", fields: []field{
		{name: "text", is: str, must: true, min: 1, src: "[sb]"},
	}},
	"raw_number": {typ: "raw_number", fields: []field{
		{name: "value", is: number, must: true, src: "[sg:block_data_table.go]"},
		{name: "text", is: str, src: "[sg:block_data_table.go]"},
	}},
	"rich_text_cell": {typ: "rich_text", fields: []field{
		{name: "elements", is: list, must: true, of: richTextParts, src: "[sg:block_data_table.go]"},
	}},
	"action_cell": {typ: "action_cell", fields: []field{
		{name: "element", is: object, must: true, of: []string{"button"}, src: "[sg:block_data_table.go]"},
		{name: "fallback", is: object, of: []string{"raw_text", "raw_number"}, src: "[D][sg:block_data_table.go]"},
	}},
	// [sb] also takes it on a home tab; the documentation says messages only.
	"data_visualization": {typ: "data_visualization", on: inMessage, block: true, fields: []field{
		blockID,
		{name: "title", is: str, must: true, min: 1, max: 50, src: "[D][sb]"},
		{name: "chart", is: object, must: true, of: []string{"pie", "bar", "area", "line"}, src: "[D][sb]"},
	}},
	"pie": {typ: "pie", fields: []field{
		{name: "segments", is: list, must: true, min: 1, max: 12, of: []string{"segment"}, src: "[D][sb]"},
	}},
	"segment": {fields: []field{
		{name: "label", is: str, must: true, min: 1, max: 20, src: "[D][sb]"},
		{name: "value", is: positive, must: true, src: "[D][sb]"},
	}},
	"bar":  {typ: "bar", fields: seriesFields, rules: seriesRules},
	"area": {typ: "area", fields: seriesFields, rules: seriesRules},
	"line": {typ: "line", fields: seriesFields, rules: seriesRules},
	"series": {fields: []field{
		{name: "name", is: str, must: true, min: 1, max: 20, src: "[D][sb]"},
		{name: "data", is: list, must: true, min: 1, max: 20, of: []string{"point"}, src: "[D][sb]"},
	}},
	"point": {fields: []field{
		{name: "label", is: str, must: true, min: 1, max: 20, src: "[D][sb]"},
		{name: "value", is: number, must: true, src: "[D][sb]"},
	}},
	"axis_config": {fields: []field{
		{name: "categories", is: stringList, must: true, min: 1, max: 20, each: 20, src: "[D][sb]"},
		{name: "x_label", is: str, max: 50, src: "[D][sb]"},
		{name: "y_label", is: str, max: 50, src: "[D][sb]"},
	}},
}

var (
	seriesFields = []field{
		{name: "series", is: list, must: true, min: 1, max: 12, of: []string{"series"}, src: "[D][sb]"},
		{name: "axis_config", is: object, must: true, of: []string{"axis_config"}, src: "[D][sb]"},
	}
	seriesRules = []rule{uniqueSeries, seriesCoverCategories}
)
