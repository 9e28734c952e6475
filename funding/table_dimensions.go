package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
)

// dimensions is the table of dimensions, in the order of their constants. Whatever
// differs between them stands here: a constant without a row does not compile, nor a
// row without one of its parts.
var dimensions = [...]dimension{
	recipientDimension(ByVanguard, "no recipient", caremodel.VanguardID.String,
		func(d *dicts) *facts.Dict[caremodel.VanguardID] { return &d.vanguards },
		func(v *caremodel.Vanguard) caremodel.VanguardID { return v.ID },
		func(k Key) caremodel.VanguardID { return k.Vanguard }, func(k *Key, v caremodel.VanguardID) { k.Vanguard = v }),
	recipientDimension(ByCategory, "no recipient", plain[caremodel.Category],
		func(d *dicts) *facts.Dict[caremodel.Category] { return &d.categories },
		func(v *caremodel.Vanguard) caremodel.Category { return v.Category },
		func(k Key) caremodel.Category { return k.Category }, func(k *Key, v caremodel.Category) { k.Category = v }),
	recipientDimension(ByWave, "not known", plain[string],
		func(d *dicts) *facts.Dict[string] { return &d.waves },
		func(v *caremodel.Vanguard) string { return v.Wave },
		func(k Key) string { return k.Wave }, func(k *Key, v string) { k.Wave = v }),
	recipientDimension(ByRegion, "not known", plain[string],
		func(d *dicts) *facts.Dict[string] { return &d.regions },
		func(v *caremodel.Vanguard) string { return v.Region },
		func(k Key) string { return k.Region }, func(k *Key, v string) { k.Region = v }),
	{ // ByYear
		ofAllocation, ofAmounts | ofStreams, "not known",
		func(k Key) string { return k.Year.String() },
		func(ix *index) int { return len(ix.spans.Values) },
		func(_ *index, c cell, _ Status) int { return int(c.span) },
		nil,
		func(ix *index, k *Key, code int) {
			k.Year, k.Through = ix.spans.Values[code].year, ix.spans.Values[code].through
		},
		func(ix *index, k Key) (int, bool) { return ix.spans.Find(span{k.Year, k.Through}) },
	},
	{ // ByStream
		ofAllocation, ofAmounts | ofYears, "not known",
		func(k Key) string { return string(k.Stream) },
		func(ix *index) int { return len(ix.streams.Values) },
		func(_ *index, c cell, _ Status) int { return int(c.stream) },
		nil,
		func(ix *index, k *Key, code int) { k.Stream = ix.streams.Values[code] },
		func(ix *index, k Key) (int, bool) { return ix.streams.Find(k.Stream) },
	},
	constantDimension(ofAllocation, ofAmounts|ofStreams|ofYears, "not known", Unspecified,
		func(c cell, _ Status) Kind { return c.kind }, func(k Key) Kind { return k.Kind }, func(k *Key, v Kind) { k.Kind = v }),
	constantDimension(ofEvent, 0, "not known", Withdrawn,
		func(_ cell, s Status) Status { return s }, func(k Key) Status { return k.Status }, func(k *Key, v Status) { k.Status = v }),
	constantDimension(ofEvent, 0, "ended", Disbursement,
		func(_ cell, s Status) Strength { return s.Strength() }, func(k Key) Strength { return k.Strength }, func(k *Key, v Strength) { k.Strength = v }),
	roundDimension("outside any fund", func(ix *index) *facts.Dict[FundID] { return &ix.funds },
		func(ix *index, c cell) int { return ix.fundOf[c.round] }, func(k Key) FundID { return k.Fund }, func(k *Key, v FundID) { k.Fund = v }),
	roundDimension("outside any round", func(ix *index) *facts.Dict[RoundID] { return &ix.rounds },
		func(_ *index, c cell) int { return int(c.round) }, func(k Key) RoundID { return k.Round }, func(k *Key, v RoundID) { k.Round = v }),
}

// dimensionCount is how many dimensions there are. The array has a row for each.
const dimensionCount = ByRound

var _ [dimensionCount]dimension = dimensions

// dimension is what a book knows of a dimension. A value of it has a code, its place
// among the values, so that a row has a number.
type dimension struct {
	owner    owner
	analyses analyses // those that may be divided by it
	none     string   // what people read where there is no value
	text     func(Key) string
	size     func(*index) int                           // how many codes there are
	code     func(*index, cell, Status) int             // of an allocation; the status counts for ofEvent alone
	member   func(*index, *caremodel.Vanguard) int      // the code of a recipient; nil but for ofRecipient
	set      func(ix *index, k *Key, code int)          // sets the field of a key
	find     func(ix *index, k Key) (code int, ok bool) // false where the book does not have what the key says
}

// owner is what a value belongs to.
type owner uint8

const (
	ofRecipient  owner = iota // the recipient; a joint award has the one on which all of its recipients agree
	ofAllocation              // the allocation as a whole
	ofEvent                   // each event of its own
)

// analyses are kinds of analysis.
type analyses uint8

const (
	ofAmounts analyses = 1 << iota // two figures of one award, or a figure and people: Shortfall, Remaining, PerHead
	ofStreams                      // money of two streams: Match
	ofYears                        // money of two years: Change
)

// parts returns the row of a dimension, which is one.
func (d Dimension) parts() *dimension { return &dimensions[d-1] }

func (d Dimension) ofRecipient() bool { return d.parts().owner == ofRecipient }
func (d Dimension) ofEvent() bool     { return d.parts().owner == ofEvent }

func plain[T ~string](v T) string { return string(v) }

// recipientDimension is one of recipients. Behind its values stand those of awards whose
// recipients differ, and of none.
func recipientDimension[T comparable](d Dimension, none string, text func(T) string, dict func(*dicts) *facts.Dict[T], of func(*caremodel.Vanguard) T, get func(Key) T, set func(*Key, T)) dimension {
	return dimension{
		ofRecipient, ofAmounts | ofStreams | ofYears, none,
		func(k Key) string { return text(get(k)) },
		func(ix *index) int { return dict(&ix.dicts).Size() },
		func(ix *index, c cell, _ Status) int { return ix.parties[c.party].codes[d-1] },
		func(ix *index, v *caremodel.Vanguard) int { return dict(&ix.dicts).Code(of(v)) },
		func(ix *index, k *Key, code int) { set(k, valueAt(dict(&ix.dicts), code, k)) },
		func(ix *index, k Key) (int, bool) { return codeOf(dict(&ix.dicts), get(k), k.Joint) },
	}
}

// roundDimension is one of rounds and what they belong to.
func roundDimension[T ~string](none string, dict func(*index) *facts.Dict[T], code func(*index, cell) int, get func(Key) T, set func(*Key, T)) dimension {
	return dimension{
		ofAllocation, ofAmounts, none,
		func(k Key) string { return string(get(k)) },
		func(ix *index) int { return dict(ix).Size() },
		func(ix *index, c cell, _ Status) int { return code(ix, c) },
		nil,
		func(ix *index, k *Key, code int) { set(k, valueAt(dict(ix), code, k)) },
		func(ix *index, k Key) (int, bool) { return codeOf(dict(ix), get(k), false) },
	}
}

// constantDimension is one of constants up to the last; the unset value stands behind
// them.
func constantDimension[T interface {
	~uint8
	IsZero() bool
	String() string
}](owner owner, analyses analyses, none string, last T, of func(cell, Status) T, get func(Key) T, set func(*Key, T)) dimension {
	code := func(v T) int {
		if v.IsZero() {
			return int(last)
		}
		return int(v) - 1
	}
	return dimension{
		owner, analyses, none,
		func(k Key) string { return textOrBlank(get(k)) },
		func(*index) int { return int(last) + 1 },
		func(_ *index, c cell, s Status) int { return code(of(c, s)) },
		nil,
		func(_ *index, k *Key, code int) { set(k, T((code+1)%(int(last)+1))) },
		func(_ *index, k Key) (int, bool) { return code(get(k)), get(k) <= last },
	}
}

// textOrBlank returns the text of one of the constants, blank where it is unset.
func textOrBlank[T interface {
	IsZero() bool
	String() string
}](v T) string {
	if v.IsZero() {
		return ""
	}
	return v.String()
}

// valueAt returns the value with a code, or the zero value where there is none, and marks
// the key of an award whose recipients differ.
func valueAt[T comparable](d *facts.Dict[T], code int, k *Key) (v T) {
	if code < len(d.Values) {
		return d.Values[code]
	}
	k.Joint = k.Joint || code == d.Mixed()
	return v
}

// codeOf returns the code of a value, or that of blank: mixed or none.
func codeOf[T comparable](d *facts.Dict[T], v T, joint bool) (code int, ok bool) {
	if code, ok = d.Find(v); ok {
		return code, true
	}
	var none T
	if joint {
		return d.Mixed(), v == none
	}
	return d.None(), v == none
}
