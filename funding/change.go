package funding

import (
	"encoding/json"
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Change is the money of one year against that of another, of those recipients of
// which both are known.
type Change struct {
	Key        Key             `json:"key"`           // of the dimensions asked for, the year left out
	From       FinancialYear   `json:"from"`          // the earlier year
	To         FinancialYear   `json:"to"`            // the later year
	Before     Money           `json:"before"`        // in the earlier year
	After      Money           `json:"after"`         // in the later year
	Difference Money           `json:"difference"`    // after - before
	Rate       caremodel.Ratio `json:"rate,omitzero"` // change / before; not known where there was nothing before
	Coverage   KnownOf         `json:"coverage"`      // vanguards behind the sums, of those that the key means
}

// MarshalJSON leaves out the figures where none is known.
func (c Change) MarshalJSON() ([]byte, error) {
	type known Change
	if nothingKnown(c.Coverage, c.Before, c.After) {
		return json.Marshal(unknownFigures{Key: c.Key, From: c.From, To: c.To, Coverage: c.Coverage})
	}
	return json.Marshal(known(c))
}

// Change holds the money of one financial year against that of another, year on
// year say, divided by recipient, stream and kind:
//
//	change = Σ after - Σ before
//	rate   = change / Σ before
//
// It compares like with like: both sums are over the recipients (and streams) of
// which all the money of both years that the view keeps is known, so a recipient
// that is known in one year only changes neither. Multi-year money that no source
// divides belongs to no single year and is left out. What counts is what counts in
// the view.
//
// Errors: an unset year ([validate.Required]), the same year twice or another
// dimension ([validate.Conflict]), several streams ([MixedStreams], as
// [Book.Table]), and those of dimensions and sums that Table has.
func (b *Book) Change(from, to FinancialYear, dims ...Dimension) ([]Change, error) {
	b = b.orEmpty()
	const op = "funding.Book.Change"
	switch {
	case from.IsZero() || to.IsZero():
		return nil, fault.New(op, validate.Required, "", "name both years")
	case from == to:
		return nil, fault.New(op, validate.Conflict, to.String(), "a change is between two years")
	}
	s, err := b.accumulators(op, ofYears, dims)
	if err != nil {
		return nil, err
	}
	watch := mixedStreams{index: b.index, free: b.scope.named || s.layout.has(ByStream)}
	held := sumsByKey{}
	for c := range b.ask().each {
		side, ok := changeSide(b.index.spans.Values[c.cell.span], to, from)
		if ok && c.status != 0 {
			watch.see(c.cell.stream)
			held.add(pairKey{row: s.layout.base(c.cell), party: c.cell.party, stream: c.cell.stream}, side, c)
		}
	}
	if err := watch.err(op); err != nil {
		return nil, err
	}
	held.into(s)
	found, err := s.findings()
	if err != nil {
		return nil, err
	}
	out := make([]Change, len(found))
	for i, f := range found {
		out[i] = Change{Key: f.key, From: from, To: to, Before: f.second, After: f.first, Coverage: f.coverage}
		if out[i].Difference, err = f.difference(); err != nil {
			return nil, err
		}
		out[i].Rate = ratio(out[i].Difference, f.second)
	}
	return out, nil
}

// changeSide returns on which side of a change a single year stands.
func changeSide(s span, after, before FinancialYear) (side int, ok bool) {
	switch s {
	case span{year: after}:
		return 0, true
	case span{year: before}:
		return 1, true
	}
	return 0, false
}
