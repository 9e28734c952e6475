package funding

import (
	"encoding/json"
	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Shortfall is what was asked for against what was approved, where both are
// known.
type Shortfall struct {
	Key        Key             `json:"key"`           // of the dimensions asked for
	Requested  Money           `json:"requested"`     // where approved is known too
	Approved   Money           `json:"approved"`      // where requested is known too
	Difference Money           `json:"difference"`    // requested - approved; negative where more was approved
	Rate       caremodel.Ratio `json:"rate,omitzero"` // approved / requested; not known where nothing was requested
	Coverage   KnownOf         `json:"coverage"`      // vanguards behind the sums, of those that the key means
}

// MarshalJSON leaves out the figures where none is known.
func (s Shortfall) MarshalJSON() ([]byte, error) {
	type known Shortfall
	if nothingKnown(s.Coverage, s.Requested, s.Approved) {
		return json.Marshal(unknownFigures{Key: s.Key, Coverage: s.Coverage})
	}
	return json.Marshal(known(s))
}

// Shortfall holds what was asked for against what was approved, divided by any
// dimensions but [ByStatus] and [ByStrength]:
//
//	shortfall = Σ requested - Σ approved
//	rate      = Σ approved / Σ requested
//
// Both sums are over the allocations of which both are known, whatever became of
// them later, so a request that is not decided is in neither.
//
// Errors: a filter that names statuses or a dimension that is barred
// ([validate.Conflict]), several streams ([MixedStreams], as [Book.Table]), and
// those of dimensions and sums that Table has.
func (b *Book) Shortfall(dims ...Dimension) ([]Shortfall, error) {
	b = b.orEmpty()
	const op = "funding.Book.Shortfall"
	found, err := b.compare(op, dims, firstOf(Requested), firstOf(Approved), false)
	if err != nil {
		return nil, err
	}
	out := make([]Shortfall, len(found))
	for i, f := range found {
		out[i] = Shortfall{Key: f.key, Requested: f.first, Approved: f.second, Rate: ratio(f.second, f.first), Coverage: f.coverage}
		if out[i].Difference, err = f.difference(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// compare adds up two figures of the same allocations, where both are known.
// Where needFirst is set, money without the first figure is ignored.
func (b *Book) compare(op string, dims []Dimension, first, second *precedence, needFirst bool) ([]analysisRow, error) {
	if err := b.ownStatuses(op); err != nil {
		return nil, err
	}
	s, err := b.accumulators(op, ofAmounts, dims)
	if err != nil {
		return nil, err
	}
	watch := mixedStreams{index: b.index, free: b.scope.named || s.layout.has(ByStream)}
	for m := range pairsOf(b.query(first, false), b.query(second, false)) {
		if needFirst && m.first.status == 0 {
			continue
		}
		c := m.either()
		watch.see(c.cell.stream)
		row := s.at(c.cell)
		row.who.note(b.index.recipients(c.cell), m.both())
		if m.both() {
			row.first.add(m.first.amount)
			row.second.add(m.second.amount)
		}
	}
	if err := watch.err(op); err != nil {
		return nil, err
	}
	return s.findings()
}

// Remaining is what was approved and not yet paid, where both are known.
type Remaining struct {
	Key       Key     `json:"key"`       // of the dimensions asked for
	Approved  Money   `json:"approved"`  // where paid is known too
	Paid      Money   `json:"paid"`      // where approved is known too
	Remaining Money   `json:"remaining"` // approved - paid; negative where more was paid
	Coverage  KnownOf `json:"coverage"`  // vanguards behind the sums, of those that the key means
}

// MarshalJSON leaves out the figures where none is known.
func (r Remaining) MarshalJSON() ([]byte, error) {
	type known Remaining
	if nothingKnown(r.Coverage, r.Approved, r.Paid) {
		return json.Marshal(unknownFigures{Key: r.Key, Coverage: r.Coverage})
	}
	return json.Marshal(known(r))
}

// Remaining holds what was approved against what was paid of it, divided by any
// dimensions but [ByStatus] and [ByStrength]:
//
//	remaining = Σ approved - Σ paid
//
// Both sums are over the allocations that are approved, have not ended, and of
// which both are known: no record of a payment is not a payment of nothing.
//
// Its errors are those of [Book.Shortfall].
func (b *Book) Remaining(dims ...Dimension) ([]Remaining, error) {
	b = b.orEmpty()
	const op = "funding.Book.Remaining"
	found, err := b.compare(op, dims, firstOf(Approved).exceptEnded(), firstOf(Paid), true)
	if err != nil {
		return nil, err
	}
	out := make([]Remaining, len(found))
	for i, f := range found {
		out[i] = Remaining{Key: f.key, Approved: f.first, Paid: f.second, Coverage: f.coverage}
		if out[i].Remaining, err = f.difference(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
