package main

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/newcaremodels/newcaremodels/coverage"
)

func init() {
	register.DoFn5x0[string, func(*string) bool, func(*string) bool, func(string, coverage.Account), func(string)](&cover{})
	register.DoFn3x0[string, string, func(string, string)](&heads{})
	register.DoFn3x0[string, func(*string) bool, func(string)](&anyHead{})
	register.Combiner1[coverage.Account](&mergeAccounts{})
	register.Emitter2[string, coverage.Account]()
}

// countPeople answers questions about a feed of populations and a feed of
// footprints. It returns the accounts by the name of the question, what each footprint
// says beside its areas, and everything that is wrong with the feeds.
//
//	lines       by area      all cells of an area and all footprints on it
//	accounts    by question  the account of the whole
func countPeople(s beam.Scope, people, footprints beam.PCollection, setting Setting, questions []PeopleQuestion) (accounts, footprintHeads, violations beam.PCollection) {
	s = s.Scope("people")
	cells, unreadable := beam.ParDo2(s, &byColumn{setting.peopleHeader(), "area"}, people)
	parts, alsoUnreadable := beam.ParDo2(s, &byColumn{setting.footprintHeader(), "area"}, footprints)
	counted, refused := beam.ParDo2(s, &cover{Setting: setting, Questions: questions}, beam.CoGroupByKey(s, cells, parts))
	accounts = beam.CombinePerKey(s, &mergeAccounts{}, counted)

	said := beam.GroupByKey(s, beam.ParDo(s, &heads{setting.footprintHeader()}, parts))
	same := beam.ParDo(s, &once{"footprint %s: its lines contradict each other: %s and %s"}, said)
	return accounts, beam.ParDo(s, &anyHead{}, said), beam.Flatten(s, unlessEmpty(s, "people", people), unlessEmpty(s, "footprints", footprints), unreadable, alsoUnreadable, refused, same)
}
