package funding

import (
	"encoding/json"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Match is a programme's money against what its recipients put beside it, where
// both are known.
type Match struct {
	Key      Key             `json:"key"`            // of the dimensions asked for
	Local    Money           `json:"local"`          // of the stream matched
	National Money           `json:"national"`       // of the stream transformation
	Ratio    caremodel.Ratio `json:"ratio,omitzero"` // local / national; not known where there is no national money
	Coverage KnownOf         `json:"coverage"`       // vanguards behind the sums, of those that the key means
}

// MarshalJSON leaves out the figures where none is known.
func (m Match) MarshalJSON() ([]byte, error) {
	type known Match
	if nothingKnown(m.Coverage, m.Local, m.National) {
		return json.Marshal(unknownFigures{Key: m.Key, Coverage: m.Coverage})
	}
	return json.Marshal(known(m))
}

// Match holds local money ([StreamMatched]) against national money
// ([StreamTransformation]) of the same recipients in the same years, divided by
// recipient, year and kind:
//
//	ratio = Σ local / Σ national
//
// Both sums are over the recipients and years of which all the money of both
// streams that the view keeps is known. What counts is what counts in the view:
// what is committed, unless its filter names statuses.
//
// Errors: another dimension ([validate.Conflict]), and those of dimensions and
// sums that [Book.Table] has.
func (b *Book) Match(dims ...Dimension) ([]Match, error) {
	b = b.orEmpty()
	const op = "funding.Book.Match"
	s, err := b.accumulators(op, ofStreams, dims)
	if err != nil {
		return nil, err
	}
	held := sumsByKey{}
	for c := range b.ask().each {
		side, ok := matchSide(b.index.streams.Values[c.cell.stream])
		if ok && c.status != 0 {
			held.add(pairKey{row: s.layout.base(c.cell), party: c.cell.party, span: c.cell.span}, side, c)
		}
	}
	held.into(s)
	found, err := s.findings()
	if err != nil {
		return nil, err
	}
	out := make([]Match, len(found))
	for i, f := range found {
		out[i] = Match{f.key, f.first, f.second, ratio(f.first, f.second), f.coverage}
	}
	return out, nil
}

// matchSide returns on which side of a match ratio a stream stands.
func matchSide(s Stream) (side int, ok bool) {
	switch s {
	case StreamMatched:
		return 0, true
	case StreamTransformation:
		return 1, true
	}
	return 0, false
}
