package funding

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Filter says which money a question is about. A field that is empty asks for
// nothing; fields combine with AND, the values in a field with OR. The zero
// Filter keeps everything.
//
// Statuses and Strengths do more than keep: they choose the figure that counts.
// See "What counts" in [Book].
//
// A blank text in Waves, Regions, Funds or Rounds stands for what has none: the
// money outside any fund is Funds: {""}.
type Filter struct {
	Years      []FinancialYear        `json:"years,omitempty"` // multi-year money only if all its years are named
	Streams    []Stream               `json:"streams,omitempty"`
	Kinds      []Kind                 `json:"kinds,omitempty"`
	Statuses   []Status               `json:"statuses,omitempty"`
	Strengths  []Strength             `json:"strengths,omitempty"`
	Categories []caremodel.Category   `json:"categories,omitempty"` // with Waves, Regions and Vanguards: a joint award only if all its recipients are meant
	Waves      []string               `json:"waves,omitempty"`
	Regions    []string               `json:"regions,omitempty"`
	Vanguards  []caremodel.VanguardID `json:"vanguards,omitempty"`
	Funds      []FundID               `json:"funds,omitempty"`
	Rounds     []RoundID              `json:"rounds,omitempty"`
	Joint      *bool                  `json:"joint,omitzero"` // true: only awards with several recipients; false: none of them

	// From, Until, AtLeast and AtMost, bounds included, are asked of the event
	// that counts: its day, and its amount. Of payments each instalment is asked.
	From    caremodel.Date `json:"from,omitzero"`
	Until   caremodel.Date `json:"until,omitzero"`
	AtLeast *Money         `json:"at_least,omitzero"` // an amount that is not stated is neither
	AtMost  *Money         `json:"at_most,omitzero"`
}

// checkValues checks what can be said of a filter without a book: values off
// their ladders, an unset year, bounds the wrong way round. The places of its
// fields are at's.
func (f *Filter) checkValues(at func(field string) validate.Place) {
	for i, y := range f.Years {
		if y.IsZero() {
			at("years").Index(i).Error(validate.Required, "", "a year of a filter is not unset")
		}
	}
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
	if !f.Until.IsZero() && f.Until.Before(f.From) {
		at("until").Error(validate.Order, f.Until.String(), "comes before from, "+f.From.String())
	}
	if f.AtLeast != nil && f.AtMost != nil && f.AtMost.Compare(*f.AtLeast) < 0 {
		at("at_most").Error(validate.Order, f.AtMost.String(), "is less than at_least, "+f.AtLeast.String())
	}
}

// cloneFilter returns a filter that shares no memory with f.
func cloneFilter(f Filter) Filter {
	f.Years, f.Streams, f.Kinds = slices.Clone(f.Years), slices.Clone(f.Streams), slices.Clone(f.Kinds)
	f.Statuses, f.Strengths = slices.Clone(f.Statuses), slices.Clone(f.Strengths)
	f.Categories, f.Waves, f.Regions = slices.Clone(f.Categories), slices.Clone(f.Waves), slices.Clone(f.Regions)
	f.Vanguards, f.Funds, f.Rounds = slices.Clone(f.Vanguards), slices.Clone(f.Funds), slices.Clone(f.Rounds)
	f.Joint, f.AtLeast, f.AtMost = clonePointer(f.Joint), clonePointer(f.AtLeast), clonePointer(f.AtMost)
	return f
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// cloneStated returns a stated total that shares no memory with s.
func cloneStated(s Stated) Stated {
	s.Scope = cloneFilter(s.Scope)
	return s
}
