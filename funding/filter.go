package funding

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/filters"
)

// Filter says which money a question is about. An empty field does not restrict;
// fields combine with AND, the values in a field with OR. The zero Filter keeps
// everything.
//
// Statuses and Strengths do more than keep: they choose the figure that counts.
// See "What counts" in [Book].
//
// A blank text in Waves, Regions, Funds or Rounds stands for what has none: the
// money outside any fund is Funds: {""}.
type Filter struct {
	Years      []FinancialYear        `json:"years,omitempty"`      // multi-year money only if all its years are named
	Streams    []Stream               `json:"streams,omitempty"`    // where the money comes from
	Kinds      []Kind                 `json:"kinds,omitempty"`      // revenue, capital, or not said
	Statuses   []Status               `json:"statuses,omitempty"`   // an allocation contributes its figure at the strongest of these
	Strengths  []Strength             `json:"strengths,omitempty"`  // an allocation contributes its figure at the strongest of these
	Categories []caremodel.Category   `json:"categories,omitempty"` // with Waves, Regions and Vanguards: a joint award only if all its recipients are meant
	Waves      []string               `json:"waves,omitempty"`      // by name; "" = vanguards of none, and central support
	Regions    []string               `json:"regions,omitempty"`    // by name; "" = vanguards of none, and central support
	Vanguards  []caremodel.VanguardID `json:"vanguards,omitempty"`  // among the recipients
	Funds      []FundID               `json:"funds,omitempty"`      // "" = money outside any fund
	Rounds     []RoundID              `json:"rounds,omitempty"`     // "" = money outside any round
	Joint      *bool                  `json:"joint,omitzero"`       // true: only awards with several recipients; false: none of them
	// Ended keeps, where statuses or strengths are named, what was decided before
	// an allocation was declined or withdrawn. In views of views every filter that
	// names some has to say so.
	Ended bool `json:"ended,omitzero"`

	// From, Until, AtLeast and AtMost, bounds included, are asked of the event
	// that counts: its day, and its amount. Of payments each instalment is asked.
	From    caremodel.Date `json:"from,omitzero"`
	Until   caremodel.Date `json:"until,omitzero"`    // the last day meant
	AtLeast *Money         `json:"at_least,omitzero"` // an amount that is not stated is neither
	AtMost  *Money         `json:"at_most,omitzero"`  // the largest amount meant
}

// filterNames are what a filter may name.
type filterNames struct {
	vanguards *filters.Programme
	streams   filters.Names[Stream]
	funds     filters.Names[FundID]
	rounds    filters.Names[RoundID]
}

// filterNames returns what filters may name of the ledger under check.
func (k *auditor) filterNames() *filterNames {
	if k.names == nil {
		k.names = &filterNames{
			vanguards: filters.Of(k.p), streams: streamNames(k.streams),
			funds:  filters.Names[FundID]{Noun: "fund", Blank: true, Has: keyOf(k.funds), All: inOrder(maps.Keys(k.funds))},
			rounds: filters.Names[RoundID]{Noun: "round", Blank: true, Has: keyOf(k.rounds), All: inOrder(maps.Keys(k.rounds))},
		}
	}
	return k.names
}

// streams returns the streams of the allocations.
func (k *auditor) streams() facts.Dict[Stream] {
	var used facts.Dict[Stream]
	for _, a := range each(k.all) {
		used.Add(a.Stream)
	}
	return used
}

// streamNames are the streams of a ledger, and those that the library knows, which
// may be asked for where there is no such money. The former are asked for only
// where a filter names another.
func streamNames(of func() facts.Dict[Stream]) filters.Names[Stream] {
	of = sync.OnceValue(of)
	known := knownStreams()
	return filters.Names[Stream]{
		Noun: "stream",
		Has:  func(s Stream) bool { return slices.Contains(known[:], s) || slices.Contains(of().Values, s) },
		All: func(yield func(Stream) bool) {
			all := append(slices.Clone(known[:]), of().Values...)
			slices.SortFunc(all, compareStreams)
			slices.Values(slices.Compact(all))(yield)
		},
	}
}

// keyOf reports whether a map has a key.
func keyOf[K comparable, V any](m map[K]V) func(K) bool {
	return func(k K) bool { _, ok := m[k]; return ok }
}

// inOrder sorts whenever it is asked.
func inOrder[T cmp.Ordered](all iter.Seq[T]) iter.Seq[T] {
	return func(yield func(T) bool) { slices.Values(slices.Sorted(all))(yield) }
}

// check checks that a filter can be asked: that what it names exists, that its
// values are among the constants, and that its bounds are in order. The places of
// its fields are at's. [Ledger.Validate] and [Book.Where] refuse the same.
func (n *filterNames) check(f *Filter, at func(field string) validate.Place) {
	for i, y := range f.Years {
		if y.IsZero() {
			at("years").Index(i).Error(validate.Required, "", "a year of a filter is not unset")
		}
	}
	n.streams.Check(at("streams"), f.Streams)
	for i, k := range f.Kinds {
		if k < Revenue || k > Unspecified {
			at("kinds").Index(i).Error(validate.Range, k.String(), "not a kind")
		}
	}
	for i, s := range f.Statuses {
		if s < Requested || s > Withdrawn {
			at("statuses").Index(i).Error(validate.Range, s.String(), "not a status")
		}
	}
	for i, s := range f.Strengths {
		if s < Request || s > Disbursement {
			at("strengths").Index(i).Error(validate.Range, s.String(), "not a strength")
		}
	}
	n.vanguards.Check(at, filters.Vanguards{Categories: f.Categories, Waves: f.Waves, Regions: f.Regions, IDs: f.Vanguards})
	n.funds.Check(at("funds"), f.Funds)
	n.rounds.Check(at("rounds"), f.Rounds)
	if !f.Until.IsZero() && f.Until.Before(f.From) {
		at("until").Error(validate.Order, f.Until.String(), "comes before from, "+f.From.String())
	}
	if f.AtLeast != nil && f.AtMost != nil && f.AtMost.Compare(*f.AtLeast) < 0 {
		at("at_most").Error(validate.Order, f.AtMost.String(), "is less than at_least, "+f.AtLeast.String())
	}
}
