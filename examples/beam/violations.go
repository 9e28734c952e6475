package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/transforms/stats"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// mostViolations is how many are listed; the rest is counted.
const mostViolations = 1000

// report passes everything that is wrong with one part of the feed.
func report(what string, err error, violation func(string)) {
	reportAs(func(path string) string { return strings.TrimSuffix(what+": "+path, ": ") }, what, err, violation)
}

// reportAs does with paths written anew: a machine's own table has rows and lists
// that nobody else knows.
func reportAs(path func(string) string, what string, err error, violation func(string)) {
	found := validate.Of(err).Errors()
	for v := range found.All() {
		v.Path = path(v.Path)
		violation(v.Error())
	}
	if n := found.Omitted(); n > 0 {
		violation(fmt.Sprintf("%s: and %d more", what, n))
	}
	if found.Len() == 0 && err != nil {
		violation(what + ": " + err.Error())
	}
}

// writeViolations writes what was found on every machine, or says that nothing was.
type writeViolations struct{}

// ProcessElement takes a starting signal and the violations beside it.
func (*writeViolations) ProcessElement(_ []byte, violations func(*string) bool, emit func(string)) {
	var all []string
	for v := ""; violations(&v); {
		all = append(all, v)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	head := fmt.Sprintf("%d violations", len(all))
	emit(strings.Join(append([]string{head}, all[:min(len(all), mostViolations)]...), "\n"))
}

// anyOf reports whether there is at least one.
func anyOf(violations func(*string) bool) bool {
	var v string
	return violations(&v)
}

// nothing tells of a feed without lines, as of a misspelt name: its answer would
// look like any other.
type nothing struct {
	What string
}

// ProcessElement takes a starting signal, and beside it the number of lines unless
// there are none.
func (f *nothing) ProcessElement(_ []byte, lines func(*int) bool, violation func(string)) {
	var n int
	if !lines(&n) || n == 0 {
		violation(f.What + ": no lines")
	}
}

// unlessEmpty returns a violation for a feed without lines.
func unlessEmpty(s beam.Scope, what string, lines beam.PCollection) beam.PCollection {
	return beam.ParDo(s, &nothing{what}, beam.Impulse(s), beam.SideInput{Input: stats.CountElms(s, lines)})
}

// once holds that all machines say the same of a key: what is told of it is one
// thing however often it is told.
type once struct {
	What string
}

// ProcessElement passes a violation where two things are told of one key.
func (f *once) ProcessElement(key string, told func(*string) bool, violation func(string)) {
	var first, next string
	told(&first)
	least, most := first, first
	for told(&next) {
		least, most = min(least, next), max(most, next)
	}
	if least != most {
		violation(fmt.Sprintf(f.What, key, least, most))
	}
}

// supersession holds the whole feed's supersessions against its allocations: an
// award that there is not, and awards that supersede each other in a circle. There
// are few of them, so one machine sees them all.
type supersession struct{}

// ProcessElement takes a starting signal and who supersedes whom.
func (*supersession) ProcessElement(_ []byte, pairs func(heir, award *string) bool, violation func(string)) {
	awards := map[string][]string{}
	for heir, award := "", ""; pairs(&heir, &award); {
		awards[heir] = append(awards[heir], award)
	}
	c := circles{awards: awards, state: map[string]int{}}
	for _, id := range slices.SortedFunc(keys(awards), cmp.Compare[string]) {
		if err := c.visit(id); err != nil {
			violation(err.Error())
		}
	}
}

func keys(m map[string][]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// circles walks from each award to those that it supersedes.
type circles struct {
	awards map[string][]string
	state  map[string]int // 1 = on the way, 2 = done
}

var errCircle = errors.New("an award supersedes itself, in one step or in several")

func (c *circles) visit(id string) error {
	switch c.state[id] {
	case 1:
		return fmt.Errorf("allocation %s: %w", id, errCircle)
	case 2:
		return nil
	}
	c.state[id] = 1
	defer func() { c.state[id] = 2 }()
	for _, award := range c.awards[id] {
		if err := c.visit(award); err != nil {
			return err
		}
	}
	return nil
}
