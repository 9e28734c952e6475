package main

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
)

// mutation is a document with one change.
type mutation struct {
	what    string
	path    string // the place without indices: ".vanguards[].name"
	refused bool   // whoever reads it must refuse it
	root    any
	steps   []any // from the root to the place: a field's name, or an index
	change  func(parent map[string]any, name string)
	element any // what a list gets, where change is nil
}

// document makes the change in a copy.
func (m mutation) document(t *testing.T) []byte {
	t.Helper()
	var node any = decode(t, encode(t, m.root))
	root := node
	for _, s := range m.steps[:len(m.steps)-1] {
		node = follow(node, s)
	}
	last := m.steps[len(m.steps)-1].(string)
	parent := node.(map[string]any)
	if m.change != nil {
		m.change(parent, last)
	} else {
		parent[last] = append(slices.Clone(parent[last].([]any)), m.element)
	}
	return encode(t, root)
}

func follow(node, s any) any {
	if name, ok := s.(string); ok {
		return node.(map[string]any)[name]
	}
	return node.([]any)[s.(int)]
}

// others are values of every type that JSON has, and texts that are of the form
// of one kind of value and not of another. None of them is the slug of a
// vanguard, which a schema could not tell from one that leads nowhere.
var others = []any{
	nil, true, false, json.Number("7"), json.Number("-7"), json.Number("1.5"), json.Number("9223372036854775808"),
	[]any{}, []any{nil}, map[string]any{}, map[string]any{"x": "y"},
	"", "No such text!", "M\uFFFDn", "2015-03-10", "2015-02-29", "2015/16", "4590000.00", "0.001", "1/2", "3/2", "50%", "selected", "d039acf7-22d0-54e1-bb51-52280a6aba98",
}

// mutations are the changes at every place of a document. A place that a list has
// several times is changed once.
func mutations(root map[string]any) iter.Seq[mutation] {
	return func(yield func(mutation) bool) {
		seen := map[string]bool{}
		goOn := true
		var walk func(path string, steps []any, node any)
		walk = func(path string, steps []any, node any) {
			switch node := node.(type) {
			case []any:
				for i, element := range node {
					walk(path+"[]", slices.Concat(steps, []any{i}), element)
				}
			case map[string]any:
				for _, name := range slices.Sorted(maps.Keys(node)) {
					path, steps := path+"."+name, slices.Concat(steps, []any{name})
					if !seen[path] {
						seen[path] = true
						for m := range at(path, node[name]) {
							m.root, m.path, m.steps = root, path, steps
							goOn = goOn && yield(m)
						}
					}
					walk(path, steps, node[name])
				}
			}
		}
		walk("", nil, root)
	}
}

// at are the changes of one field.
func at(path string, old any) iter.Seq[mutation] {
	return func(yield func(mutation) bool) {
		all := []mutation{
			{what: "without", change: func(parent map[string]any, name string) { delete(parent, name) }},
			{what: "renamed", refused: !free(path), change: func(parent map[string]any, name string) {
				parent[name+"_x"] = parent[name]
				delete(parent, name)
			}},
		}
		for _, other := range others {
			what := "with " + typeOf(other) + " at"
			all = append(all, mutation{what: what, refused: typeOf(other) != typeOf(old), change: func(parent map[string]any, name string) { parent[name] = other }})
			if list, ok := old.([]any); ok {
				all = append(all, mutation{what: what + " the end of", refused: len(list) > 0 && typeOf(other) != typeOf(list[0]), element: other})
			}
		}
		for _, m := range all {
			if !yield(m) {
				return
			}
		}
	}
}

// free reports whether the field's name is data: those of attributes and cells.
func free(path string) bool {
	return strings.Contains(path, ".attributes.") || strings.Contains(path, ".cells.")
}

// typeOf is the type of a JSON value.
func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case json.Number:
		return "a number"
	case string:
		return "a text"
	case []any:
		return "a list"
	}
	return "an object"
}

// pruned keeps of every list the elements that have a place that none before
// them has, pruned in their turn.
func pruned(root map[string]any) map[string]any {
	seen := map[string]bool{}
	return prune("", root, seen).(map[string]any)
}

func prune(path string, node any, seen map[string]bool) any {
	seen[path] = true
	switch node := node.(type) {
	case []any:
		kept := []any{}
		for _, element := range node {
			if fresh(path+"[]", element, seen) {
				kept = append(kept, prune(path+"[]", element, seen))
			}
		}
		return kept
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(node)) {
			node[name] = prune(path+"."+name, node[name], seen)
		}
	}
	return node
}

// fresh reports whether a value has a place that was not seen.
func fresh(path string, node any, seen map[string]bool) bool {
	if !seen[path] {
		return true
	}
	switch node := node.(type) {
	case []any:
		return slices.ContainsFunc(node, func(element any) bool { return fresh(path+"[]", element, seen) })
	case map[string]any:
		for name, value := range node {
			if fresh(path+"."+name, value, seen) {
				return true
			}
		}
	}
	return false
}
