// Package filters checks that the names in filters exist. Records that hold a
// filter and the queries themselves share this rule, so that both reject a filter
// with the same violations: every wrong name, with its place and the name that was
// probably meant.
package filters

import (
	"iter"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Names are what one field of a filter may name.
type Names[T ~string] struct {
	Noun  string       // what is named: "wave"
	Has   func(T) bool // whether there is one of this name
	All   iter.Seq[T]  // every name, for hints
	Blank bool         // a blank is allowed, for records without a name
}

const (
	// mostHints is for how many wrong names of one field the nearest name is
	// searched.
	mostHints = 20
	// shortList is how many names a hint lists.
	shortList = 12
)

// Check checks the names in one field of a filter; at is the field's place.
func (n Names[T]) Check(at validate.Place, asked []T) {
	hints := 0
	for i, name := range asked {
		if n.Has(name) || n.Blank && name == "" {
			continue
		}
		detail := "no such " + n.Noun
		if hints++; hints <= mostHints {
			detail = n.Hint(name)
		}
		at.Index(i).Error(validate.Unknown, string(name), detail)
	}
}

// Hint returns the detail for an unknown name: the nearest name, or the names there
// are.
func (n Names[T]) Hint(name T) string {
	var all []T
	var keys []string
	for other := range n.All {
		if other != "" {
			all, keys = append(all, other), append(keys, fold.Key(string(other)))
		}
	}
	key, none := fold.Key(string(name)), "no such "+n.Noun
	if i := slices.Index(keys, key); i >= 0 {
		return none + "; write " + validate.Quote(string(all[i]))
	}
	if best, ok := near.Best(key, slices.Values(keys)); ok {
		return none + "; the nearest is " + validate.Quote(string(all[slices.Index(keys, best)]))
	}
	switch {
	case len(all) == 0:
		return none + ": there are none"
	case len(all) > shortList:
		return none
	}
	listed := make([]string, len(all))
	for i, other := range all {
		listed[i] = validate.Quote(string(other))
	}
	return none + "; there are " + strings.Join(listed, ", ")
}
