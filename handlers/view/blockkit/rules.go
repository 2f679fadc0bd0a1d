package blockkit

import (
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// rule is a condition over several fields of one object; it returns what is
// wrong, or "". It must bear values of any type: those are reported elsewhere.
type rule func(o map[string]any) string

// atLeastOne asks for one of the fields or more.
func atLeastOne(names ...string) rule {
	return func(o map[string]any) string {
		if present(o, names) == 0 {
			return "must have at least one of: " + strings.Join(names, ", ")
		}
		return ""
	}
}

// exactlyOne asks for one of the fields and no more.
func exactlyOne(names ...string) rule {
	return func(o map[string]any) string {
		if present(o, names) != 1 {
			return "must have exactly one of: " + strings.Join(names, ", ")
		}
		return ""
	}
}

func present(o map[string]any, names []string) (n int) {
	for _, name := range names {
		if _, ok := o[name]; ok {
			n++
		}
	}
	return n
}

// someContent: a message needs text, blocks or attachments (no_text) [D: chat.*].
func someContent(o map[string]any) string {
	if o["text"] != nil && o["text"] != "" || len(items(o["blocks"])) > 0 || len(items(o["attachments"])) > 0 {
		return ""
	}
	return "no_text: must have at least one of: text, blocks, attachments"
}

// submitWithInput: a modal with an input block has submit [T].
func submitWithInput(o map[string]any) string {
	if _, ok := o["submit"]; ok || !slices.ContainsFunc(items(o["blocks"]), isInput) {
		return ""
	}
	return "must have submit when it has an input block"
}

func isInput(block any) bool { return get(block, "type") == "input" }

// noDispatchWithFiles: dispatch_action is illegal with file_input [T][D].
func noDispatchWithFiles(o map[string]any) string {
	if o["dispatch_action"] == true && get(o["element"], "type") == "file_input" {
		return "must not have dispatch_action with a file_input"
	}
	return ""
}

// initialIsOption: what is chosen at first equals one of the options, in
// every field [T][D].
func initialIsOption(o map[string]any) string {
	all := items(o["options"])
	for _, group := range items(o["option_groups"]) {
		all = slices.Concat(all, items(get(group, "options")))
	}
	chosen := items(o["initial_options"])
	if v, ok := o["initial_option"]; ok {
		chosen = append(slices.Clone(chosen), v)
	}
	for _, c := range chosen {
		if !slices.ContainsFunc(all, func(option any) bool { return reflect.DeepEqual(option, c) }) {
			return "initial option must equal one of the options exactly"
		}
	}
	return ""
}

// equalRows: the rows of a data table are of equal length [D][sb].
func equalRows(o map[string]any) string {
	all := items(o["rows"])
	for _, row := range all {
		if len(items(row)) != len(items(all[0])) {
			return "rows must have the same number of cells"
		}
	}
	return ""
}

// rawHeader: the first row of a data table holds raw_text only [D][sb].
func rawHeader(o map[string]any) string {
	if all := items(o["rows"]); len(all) > 0 {
		for _, cell := range items(all[0]) {
			if get(cell, "type") != "raw_text" {
				return "cells of the first row must be raw_text"
			}
		}
	}
	return ""
}

// uniqueSeries: series have different names [D][sb].
func uniqueSeries(o map[string]any) string {
	seen := map[string]bool{}
	for _, s := range items(o["series"]) {
		name, _ := get(s, "name").(string)
		if seen[name] {
			return "names of series must be unique"
		}
		seen[name] = true
	}
	return ""
}

// seriesCoverCategories: every series has a point for every category [D][sb].
func seriesCoverCategories(o map[string]any) string {
	for _, s := range items(o["series"]) {
		labels := map[string]bool{}
		for _, p := range items(get(s, "data")) {
			label, _ := get(p, "label").(string)
			labels[label] = true
		}
		for _, c := range items(get(o["axis_config"], "categories")) {
			if name, _ := c.(string); !labels[name] {
				return "every series must cover every category"
			}
		}
	}
	return ""
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func isTime(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}

func items(v any) []any {
	list, _ := v.([]any)
	return list
}

func get(v any, name string) any {
	o, _ := v.(map[string]any)
	return o[name]
}

// characters counts the code points a reader sees in v: of v itself when it is
// a string, else of every text below it.
func characters(v any) (n int) {
	switch v := v.(type) {
	case string:
		return utf8.RuneCountInString(v)
	case []any:
		for _, item := range v {
			n += characters(item)
		}
	case map[string]any:
		for name, value := range v {
			if _, leaf := value.(string); !leaf || name == "text" {
				n += characters(value)
			}
		}
	}
	return n
}

func without(all []string, names ...string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(names, s) })
}
