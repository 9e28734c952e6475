package evaluation

import (
	"cmp"
	"iter"
	"log/slog"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Evidence is a record that was checked and indexed, each result with its
// verdict. It answers any number of questions without reading the records again.
//
// Evidence is immutable and safe for concurrent use. The zero Evidence is empty.
type Evidence struct {
	index    *index
	chosen   []int32 // entries of the index, in the order of findings
	warnings validate.Violations
}

// index is a sound record, and what follows from it.
type index struct {
	programme *caremodel.Programme
	record    Record
	measures  []MeasureDefinition
	byMeasure map[Measure]int
	byStudy   map[StudyID]int
	byResult  map[ResultID]int
	groups    []groupEntry
	cohorts   []string // that there are, sorted
	entries   []entry  // by result
}

// entry is a result with what is known of it.
type entry struct {
	judgement
	placed          // the group among the groups of all studies
	beforeProgramme bool
}

// groupEntry is a group with what is known of who is in it.
type groupEntry struct {
	study, place int32
	outer        int32                // the group that it lies in, or -1
	members      []int32              // vanguards known to be in it, by their place in the programme
	complete     bool                 // members are all
	outside      bool                 // the programme
	categories   []caremodel.Category // that its vanguards are of, in the order of the taxonomy
}

// single reports whether the group is one vanguard.
func (g *groupEntry) single() bool { return g.complete && len(g.members) == 1 }

// NewEvidence checks and indexes a record of programme p. A record with an error
// is rejected; the error lists every violation (see [Record.Validate]). Warnings
// are kept for [Evidence.Warnings]. The evidence shares no memory with r.
func NewEvidence(p *caremodel.Programme, r Record) (*Evidence, error) {
	k := r.check(p, caremodel.Date{})
	found := k.Violations()
	if err := found.Err(); err != nil {
		return nil, err
	}
	x := &index{
		programme: p, record: deep.Copy(r), byMeasure: k.byMeasure, byStudy: k.byStudy,
		byResult: k.byResult, entries: make([]entry, len(r.Results)),
	}
	x.measures = x.record.measures()
	first := x.gather(k.byGroup)
	crude := adjustedFigures(r.Results)
	for i := range x.record.Results {
		result := &x.record.Results[i]
		at := k.placed[i]
		at.group += first[at.study]
		s := &x.record.Studies[at.study]
		x.entries[i] = entry{
			judgement:       judge(result, s, &x.measures[at.measure], len(crude) > 0 && crude[adjustable(result)]),
			placed:          at,
			beforeProgramme: result.endsBefore(s, k.starts),
		}
	}
	return &Evidence{index: x, chosen: x.order(), warnings: found.Warnings()}, nil
}

// gather lists the groups of all studies and returns where those of each begin.
func (x *index) gather(byGroup []map[GroupID]int) []int32 {
	first := make([]int32, len(x.record.Studies))
	position := make(map[caremodel.Category]int)
	for d := range x.programme.Taxonomy().All() {
		position[d.Code] = len(position)
	}
	var vanguards []caremodel.Category // of each vanguard
	for v := range x.programme.All() {
		vanguards = append(vanguards, v.Category)
	}
	for i := range x.record.Studies {
		first[i] = int32(len(x.groups))
		for j := range x.record.Studies[i].Groups {
			g := &x.record.Studies[i].Groups[j]
			e := groupEntry{study: int32(i), place: int32(j), outer: -1, outside: g.Outside}
			if g.Within != "" {
				e.outer = first[i] + int32(byGroup[i][g.Within])
			}
			e.members, e.complete = x.members(g, vanguards)
			e.categories = slices.Clone(g.Categories)
			for _, m := range e.members {
				e.categories = append(e.categories, vanguards[m])
			}
			slices.SortFunc(e.categories, func(a, b caremodel.Category) int { return cmp.Compare(position[a], position[b]) })
			e.categories = slices.Compact(e.categories)
			x.groups = append(x.groups, e)
			if g.Cohort != "" {
				x.cohorts = append(x.cohorts, g.Cohort)
			}
		}
	}
	slices.Sort(x.cohorts)
	x.cohorts = slices.Compact(x.cohorts)
	return first
}

// members returns the vanguards that are known to be in a group, and whether they
// are all: see [Group].
func (x *index) members(g *Group, vanguards []caremodel.Category) (members []int32, complete bool) {
	if g.Outside {
		return nil, false
	}
	for _, id := range g.Vanguards {
		i, _ := x.programme.Position(id)
		members = append(members, int32(i))
	}
	listed := len(members) > 0
	if !listed {
		for i, c := range vanguards {
			if slices.Contains(g.Categories, c) {
				members = append(members, int32(i))
			}
		}
	}
	slices.Sort(members)
	switch g.Members {
	case caremodel.ListComplete:
		complete = len(members) > 0
	case 0:
		complete = len(members) > 0 && (g.Size == len(members) || listed && g.Size == 0)
	}
	if !listed && !complete {
		return nil, false
	}
	return members, complete
}

// sameAdjustable is what a crude figure has in common with the adjusted one
// beside it.
type sameAdjustable struct {
	study   StudyID
	group   GroupID
	measure Measure
	period  Period
}

func adjustable(r *Result) sameAdjustable {
	return sameAdjustable{r.Study, r.Group, r.Measure, r.Period}
}

func adjustedFigures(results []Result) map[sameAdjustable]bool {
	all := make(map[sameAdjustable]bool)
	for i := range results {
		if results[i].Adjustment == Adjusted {
			all[adjustable(&results[i])] = true
		}
	}
	return all
}

// order returns the entries by measure, tier and place in the record.
func (x *index) order() []int32 {
	keys := make([]uint64, len(x.entries))
	for i := range keys {
		keys[i] = uint64(x.entries[i].measure)<<40 | uint64(x.tier(int32(i)))<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]int32, len(keys))
	for i, key := range keys {
		order[i] = int32(uint32(key))
	}
	return order
}

func (x *index) compare(a, b int32) int {
	return cmp.Or(cmp.Compare(x.entries[a].measure, x.entries[b].measure), cmp.Compare(x.tier(a), x.tier(b)), cmp.Compare(a, b))
}

func (x *index) tier(i int32) Tier                { return x.studyOf(i).Design.Tier() }
func (x *index) result(i int32) *Result           { return &x.record.Results[i] }
func (x *index) studyOf(i int32) *Study           { return &x.record.Studies[x.entries[i].study] }
func (x *index) groupOf(i int32) *groupEntry      { return &x.groups[x.entries[i].group] }
func (x *index) groupRecord(g *groupEntry) *Group { return &x.record.Studies[g.study].Groups[g.place] }
func (x *index) outside(i int32) bool             { return x.groupOf(i).outside }

// Warnings returns what was odd about the record but not refused.
func (e *Evidence) Warnings() validate.Violations { return e.warnings }

// Len returns how many results there are.
func (e *Evidence) Len() int { return len(e.chosen) }

// MarshalJSON is an error: evidence is an index, and what is stored and sent is the
// record that it was made from.
func (e Evidence) MarshalJSON() ([]byte, error) {
	return nil, fault.New("evaluation.Evidence.MarshalJSON", validate.Format, "",
		"evidence is an index: marshal its Record, or write it with WriteJSON; for its answers marshal findings or a tally; and tag a field of this type `json:\"-\"`")
}

// LogValue returns how many results and studies there are; a study is counted
// whether or not a filter left one of its results.
func (e Evidence) LogValue() slog.Value {
	if e.index == nil {
		return slog.GroupValue()
	}
	return slog.GroupValue(slog.Int("results", e.Len()), slog.Int("studies", len(e.index.record.Studies)))
}

// String returns what a log shows.
func (e Evidence) String() string { return e.LogValue().String() }

// Measures returns the definitions of the measures, a fresh copy.
func (e *Evidence) Measures() []MeasureDefinition {
	if e.index == nil {
		return nil
	}
	return deep.Copy(e.index.measures)
}

// Study returns the study with this key, and whether the record has one.
func (e *Evidence) Study(id StudyID) (Study, bool) {
	if e.index == nil {
		return Study{}, false
	}
	i, ok := e.index.byStudy[id]
	if !ok {
		return Study{}, false
	}
	return deep.Copy(e.index.record.Studies[i]), true
}

// Finding returns the result with this key, and whether this evidence has it.
func (e *Evidence) Finding(id ResultID) (Finding, bool) {
	if e.index == nil {
		return Finding{}, false
	}
	i, ok := e.index.byResult[id]
	if !ok || !e.has(int32(i)) {
		return Finding{}, false
	}
	return e.index.finding(int32(i)), true
}

// has reports whether an entry is among the chosen ones.
func (e *Evidence) has(i int32) bool {
	_, found := slices.BinarySearchFunc(e.chosen, i, e.index.compare)
	return found
}

// Findings returns all results with their verdicts, by measure in the order of
// the definitions, then by tier, then in the order of the record.
func (e *Evidence) Findings() iter.Seq[Finding] {
	return e.findings(func(int32) bool { return true })
}

// findings yields the chosen entries for which keep is true.
func (e *Evidence) findings(keep func(i int32) bool) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		for _, i := range e.chosen {
			if keep(i) && !yield(e.index.finding(i)) {
				return
			}
		}
	}
}

// Of returns the results of a vanguard: first its own, then, with Shared set, those
// of groups that are known to hold it among others. Groups whose members are not
// known, as "15 vanguards", are not among them.
func (e *Evidence) Of(v caremodel.VanguardID) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		if e.index == nil {
			return
		}
		place, ok := e.index.programme.Position(v)
		if !ok {
			return
		}
		for _, shared := range [...]bool{false, true} {
			holds := func(i int32) bool {
				g := e.index.groupOf(i)
				_, held := slices.BinarySearch(g.members, int32(place))
				return held && g.single() != shared
			}
			for f := range e.findings(holds) {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// on returns the chosen entries on one measure, which stand together.
func (e *Evidence) on(measure int) []int32 {
	find := func(measure int) int {
		n, _ := slices.BinarySearchFunc(e.chosen, int32(measure), func(i, measure int32) int { return cmp.Compare(e.index.entries[i].measure, measure) })
		return n
	}
	return e.chosen[find(measure):find(measure+1)]
}
