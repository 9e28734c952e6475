package funding

import (
	"encoding/json"
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// PerHead is money against the people that it is for, where both are known.
type PerHead struct {
	Key      Key     `json:"key"`      // of the dimensions asked for
	Sum      Money   `json:"sum"`      // of the vanguards whose people are known
	People   int64   `json:"people"`   // of those vanguards
	Coverage KnownOf `json:"coverage"` // vanguards behind the sums, of those that the key means
}

// MarshalJSON leaves out the figures where none is known.
func (p PerHead) MarshalJSON() ([]byte, error) {
	type known PerHead
	if nothingKnown(p.Coverage, p.Sum, Money{p.People}) {
		return json.Marshal(unknownFigures{Key: p.Key, Coverage: p.Coverage})
	}
	return json.Marshal(known(p))
}

// Amount returns the money for one person, rounded to the penny as mode says:
// sum / people. Without people it is an error of code [validate.Range].
func (p PerHead) Amount(mode Rounding) (Money, error) {
	return p.Sum.MulRatio(caremodel.Ratio{Num: 1, Den: p.People}, mode)
}

// PerHead holds money against populations, divided by any dimensions but
// [ByStatus] and [ByStrength]:
//
//	per head = Σ money / Σ people
//
// The populations are the caller's: people returns how many a vanguard is for, or
// false where that is not known. Zero and below are not known either. Both sums
// are over the recipients of which the population and all the money under the key
// that the view keeps are known; a joint award needs the populations of all its
// recipients. Each vanguard's people are counted once under a key, however many
// awards and years it has, so where vanguards serve the same people, or a key
// holds several years, the caller says so beside the figure. What counts is what
// counts in the view.
//
// Errors: no populations ([validate.Required]), a barred dimension
// ([validate.Conflict]), several streams ([MixedStreams], as [Book.Table]), more
// people than an int64 holds ([validate.Overflow]), and those of dimensions and
// sums that Table has.
func (b *Book) PerHead(people func(caremodel.VanguardID) (int64, bool), dims ...Dimension) ([]PerHead, error) {
	b = b.orEmpty()
	const op = "funding.Book.PerHead"
	if people == nil {
		return nil, fault.New(op, validate.Required, "", "give the populations of the vanguards")
	}
	s, err := b.accumulators(op, ofAmounts, dims)
	if err != nil {
		return nil, err
	}
	watch := mixedStreams{index: b.index, free: b.scope.named || s.layout.has(ByStream)}
	held := sumsByKey{}
	for c := range b.ask().each {
		if c.status != 0 {
			watch.see(c.cell.stream)
			held.add(pairKey{row: s.layout.base(c.cell), party: c.cell.party}, 0, c)
		}
	}
	if err := watch.err(op); err != nil {
		return nil, err
	}
	heads := b.heads(people)
	served := map[*accumulator]map[int]bool{} // whose people are counted in a row
	for _, h := range held {
		row, recipients := s.at(h.cell), s.layout.recipients(h.cell)
		known := h.known(0) && heads.all(recipients)
		row.who.note(recipients, known)
		if !known {
			continue
		}
		row.first.plus(h.side[0].sum)
		if served[row] == nil {
			served[row] = map[int]bool{}
		}
		for _, v := range recipients {
			if !served[row][v] {
				served[row][v] = true
				row.second.add(heads[v])
			}
		}
	}
	found, err := s.findings()
	if err != nil {
		return nil, err
	}
	out := make([]PerHead, len(found))
	for i, f := range found {
		out[i] = PerHead{f.key, f.first, f.second.pence, f.coverage}
	}
	return out, nil
}

// headers are the populations that are known, by place of vanguard.
type heads map[int]int64

func (b *Book) heads(people func(caremodel.VanguardID) (int64, bool)) heads {
	h := heads{}
	for v, id := range b.index.dicts.vanguards.Values {
		if n, ok := people(id); ok && n > 0 {
			h[v] = n
		}
	}
	return h
}

// all reports whether the populations of all these are known.
func (h heads) all(recipients []int) bool {
	for _, v := range recipients {
		if h[v] == 0 {
			return false
		}
	}
	return true
}
