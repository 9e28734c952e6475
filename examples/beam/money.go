package main

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/newcaremodels/newcaremodels/funding"
)

func init() {
	register.DoFn3x0[string, func(string, string), func(string)](&byColumn{})
	register.DoFn6x0[
		string, func(*string) bool, func(string, funding.Allocation),
		func(string, string), func(string, string), func(string),
	](&assemble{})
	register.DoFn3x0[string, func(*string) bool, func(string)](&once{})
	register.DoFn3x0[[]byte, func(*string, *string) bool, func(string)](&supersession{})
	register.DoFn4x0[string, funding.Allocation, func(*string, *string) bool, func(string, funding.Allocation)](&lineages{})
	register.DoFn4x0[string, func(*funding.Allocation) bool, func(funding.Key, funding.Row), func(string)](&count{})
	register.DoFn3x0[[]byte, func(*int) bool, func(string)](&nothing{})
	register.Combiner1[funding.Row](&mergeRows{})
	register.Emitter1[string]()
	register.Emitter2[string, string]()
	register.Emitter2[string, funding.Allocation]()
	register.Emitter2[funding.Key, funding.Row]()
	register.Iter1[int]()
	register.Iter1[string]()
	register.Iter1[funding.Allocation]()
	register.Iter2[string, string]()
}

// countMoney answers a question about a feed of allocations. It returns the rows of
// the table and everything that is wrong with the feed.
//
//	lines          by allocation id        whole allocations
//	allocations    by lineage              an award meets all that supersede it, and
//	                                       those that supersede these in turn
//	rows           by key                  the rows of the table
func countMoney(s beam.Scope, lines beam.PCollection, setting Setting, q MoneyQuestion) (rows, violations beam.PCollection) {
	s = s.Scope("money")
	keyed, unreadable := beam.ParDo2(s, &byColumn{allocationHeader, "id"}, lines)
	own, identities, pairs, unsound := beam.ParDo4(s, &assemble{Setting: setting, Header: allocationHeader}, beam.GroupByKey(s, keyed))
	together := beam.ParDo(s, &lineages{}, own, beam.SideInput{Input: pairs})
	parts, refused := beam.ParDo2(s, &count{Setting: setting, Question: q}, beam.GroupByKey(s, together))
	rows = beam.DropKey(s, beam.CombinePerKey(s, &mergeRows{}, parts))

	twice := beam.ParDo(s, &once{"two allocations of the same round, recipients, years, stream, kind and element %s: %s and %s"}, beam.GroupByKey(s, identities))
	circles := beam.ParDo(s, &supersession{}, beam.Impulse(s), beam.SideInput{Input: pairs})
	return rows, beam.Flatten(s, unlessEmpty(s, "allocations", lines), unreadable, unsound, refused, twice, circles)
}
