package funding

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// axis holds the values of a dimension in their order, so that a value can be a
// small number inside the index.
type axis[T comparable] struct {
	values []T
	at     map[T]int
}

func newAxis[T comparable](values []T) axis[T] {
	a := axis[T]{values: values, at: make(map[T]int, len(values))}
	for i, v := range values {
		a.at[v] = i
	}
	return a
}

// find returns the place of v on the axis.
func (a axis[T]) find(v T) (int, bool) {
	i, ok := a.at[v]
	return i, ok
}

// has reports whether v is on the axis.
func (a axis[T]) has(v T) bool {
	_, ok := a.at[v]
	return ok
}

// span is the year or years of an allocation; through is unset for a single year.
type span struct{ year, through FinancialYear }

func spanOf(year, last FinancialYear) span {
	if last == year {
		last = FinancialYear{}
	}
	return span{year, last}
}

// last returns the last year of the span.
func (s span) last() FinancialYear { return lastYear(s.year, s.through) }

func compareSpans(a, b span) int {
	return cmp.Or(a.year.Compare(b.year), a.through.Compare(b.through))
}

// knownStreams are the streams that the library knows, in order.
func knownStreams() [4]Stream {
	return [...]Stream{StreamTransformation, StreamMatched, StreamCentralSupport, StreamElsewhere}
}

// compareStreams puts the streams that the library knows first, as their
// constants stand, and the others behind them by name.
func compareStreams(a, b Stream) int {
	known := knownStreams()
	rank := func(s Stream) int {
		if i := slices.Index(known[:], s); i >= 0 {
			return i
		}
		return len(known)
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

// places are the axes of a programme: its vanguards, and what each is counted
// under.
type places struct {
	vanguards  axis[caremodel.VanguardID]
	categories axis[caremodel.Category]
	waves      axis[string]
	regions    axis[string]
}

func newPlaces(p *caremodel.Programme) places {
	var ids []caremodel.VanguardID
	var regions []string
	for v := range p.All() {
		ids = append(ids, v.ID)
		if v.Region != "" {
			regions = append(regions, v.Region)
		}
	}
	slices.Sort(regions)
	var categories []caremodel.Category
	for c := range p.Taxonomy().All() {
		categories = append(categories, c.Code)
	}
	var waves []string
	for w := range p.Waves() {
		waves = append(waves, w.Name)
	}
	return places{newAxis(ids), newAxis(categories), newAxis(waves), newAxis(slices.Compact(regions))}
}
