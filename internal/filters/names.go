// Package filters checks what the filters of questions name: that there is such a
// thing. It is the one rule for records that hold a filter and for the questions
// themselves, so that a filter is refused the same everywhere: every wrong name
// at once, each with its place and the name that was probably meant.
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
	Blank bool         // a blank stands for whatever has none
}

const (
	// mostHints is for how many wrong names of one field the nearest is looked for.
	mostHints = 20
	// shortList is how many names a hint lists.
	shortList = 12
)

// Check checks the names that a filter gives in one field, whose place is at.
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

// Hint says that there is no such name, and which is near or which there are.
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
		return none + ", and there is none"
	case len(all) > shortList:
		return none
	}
	listed := make([]string, len(all))
	for i, other := range all {
		listed[i] = validate.Quote(string(other))
	}
	return none + "; there are " + strings.Join(listed, ", ")
}
