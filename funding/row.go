package funding

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Row is one line of a [Table]: what the allocations under a key add up to. Row
// is comparable; the zero Row is that of nothing at all.
//
// As JSON a row leaves out the sum where it is not known ([Row.Amount]), and the
// least and the largest amount where there is none.
type Row struct {
	Key         Key   `json:"key"`         // of the dimensions asked for
	Sum         Money `json:"sum"`         // of the known amounts; £0.00 without one: see Amount
	Min         Money `json:"min"`         // the least known amount; £0.00 without one
	Max         Money `json:"max"`         // the largest known amount; £0.00 without one
	Count       int   `json:"count"`       // known amounts, £0.00 among them
	Unknown     int   `json:"unknown"`     // amounts that are not stated: in no sum
	Uncommitted int   `json:"uncommitted"` // left out because they are not committed
}

// Amount returns the sum, and whether it is known: not where the row has no known
// amount and either one that is not stated or nothing at all. Where awards stand
// behind it of which none is committed it is £0.00.
func (r Row) Amount() (Money, bool) {
	return r.Sum, r.Count > 0 || r.Unknown == 0 && r.Uncommitted > 0
}

// rowJSON is how a row is written: what is not known is left out.
type rowJSON struct {
	Key         Key    `json:"key"`
	Sum         *Money `json:"sum,omitempty"`
	Min         *Money `json:"min,omitempty"`
	Max         *Money `json:"max,omitempty"`
	Count       int    `json:"count"`
	Unknown     int    `json:"unknown"`
	Uncommitted int    `json:"uncommitted"`
}

func (r Row) forJSON() rowJSON {
	out := rowJSON{Key: r.Key, Count: r.Count, Unknown: r.Unknown, Uncommitted: r.Uncommitted}
	if sum, known := r.Amount(); known {
		out.Sum = &sum
	}
	if r.Count > 0 {
		out.Min, out.Max = &r.Min, &r.Max
	}
	return out
}

// MarshalJSON writes the row without what is not known. Reading it back gives the
// same row.
func (r Row) MarshalJSON() ([]byte, error) { return json.Marshal(r.forJSON()) }

// Amounts reports how many of the row's amounts are known: Count of Count + Unknown.
func (r Row) Amounts() KnownOf { return KnownOf{r.Count, r.Count + r.Unknown} }

// empty reports whether nothing stands behind the row.
func (r Row) empty() bool { return r.Count == 0 && r.Unknown == 0 && r.Uncommitted == 0 }

// Merge returns the row of two parts of the data together: sums and counts add
// up, Min and Max are those of both. Merging is exact, in any order and any
// grouping, so rows of parts that were counted apart, on several machines say,
// add up to the row of the whole.
//
// A row of nothing merges with every row. Otherwise the keys must be the same: an
// error of code [validate.Conflict]. A sum that does not fit is one of code
// [validate.Overflow].
func (r Row) Merge(o Row) (Row, error) {
	const op = "funding.Row.Merge"
	switch {
	case o.empty():
		return r, nil
	case r.empty():
		return o, nil
	case r.Key != o.Key:
		return Row{}, fault.New(op, validate.Conflict, "", "the rows have different keys")
	}
	return r.plus(op, o)
}

// plus adds o's figures to r, whatever its key.
func (r Row) plus(op string, o Row) (Row, error) {
	sum := r.Sum.pence + o.Sum.pence
	if (r.Sum.pence^sum)&(o.Sum.pence^sum) < 0 {
		return Row{}, overflow(op, r.Sum, " + ", o.Sum)
	}
	switch {
	case o.Count == 0:
	case r.Count == 0:
		r.Min, r.Max = o.Min, o.Max
	default:
		r.Min.pence, r.Max.pence = min(r.Min.pence, o.Min.pence), max(r.Max.pence, o.Max.pence)
	}
	r.Sum.pence = sum
	for _, n := range [...]struct {
		into *int
		more int
	}{{&r.Count, o.Count}, {&r.Unknown, o.Unknown}, {&r.Uncommitted, o.Uncommitted}} {
		if *n.into > math.MaxInt-n.more {
			return Row{}, fault.New(op, validate.Overflow, strconv.Itoa(*n.into)+" + "+strconv.Itoa(n.more), "the count does not fit")
		}
		*n.into += n.more
	}
	return r, nil
}

// tooLarge is the error of a sum that money cannot hold; it names what it adds up.
func tooLarge(op string, t *facts.Tally) error {
	return fault.New(op, validate.Overflow, "",
		strconv.Itoa(t.Count)+" amounts from "+Money{t.Min}.FormatPounds()+" to "+Money{t.Max}.FormatPounds()+
			" add up to more than fits: "+moneyRange)
}

// set sets the figures of a row to those of a tally whose sum fits.
func (r *Row) set(t *facts.Tally) {
	r.Sum = Money{t.Sum.Clamp()}
	r.Min, r.Max = Money{t.Min}, Money{t.Max}
	r.Count, r.Unknown, r.Uncommitted = t.Count, t.Unknown, t.Uncounted
}

// rowOf returns a tally as a row without a key; a sum that does not fit is an error.
func rowOf(op string, t *facts.Tally) (r Row, err error) {
	if _, fits := t.Sum.Int64(); !fits {
		return Row{}, tooLarge(op, t)
	}
	r.set(t)
	return r, nil
}

// Key names a row of a [Table]. Only the fields of the dimensions that were asked
// for are set. Key is comparable, with == and as a map key.
//
// The zero value of a field says, besides "not asked for": by vanguard and by
// category, money without a recipient, or a joint award (see Joint); by wave and
// by region, the same or a vanguard that has none; by fund and by round, money
// outside any; by strength, an allocation that was declined or withdrawn.
type Key struct {
	Vanguard caremodel.VanguardID `json:"vanguard,omitzero"` // by vanguard: the only recipient
	Category caremodel.Category   `json:"category,omitzero"` // by category: that of all recipients
	Wave     string               `json:"wave,omitzero"`     // by wave: that of all recipients
	Region   string               `json:"region,omitzero"`   // by region: that of all recipients
	Year     FinancialYear        `json:"year,omitzero"`     // by year: the financial year, or the first of several
	Through  FinancialYear        `json:"through,omitzero"`  // by year: the last year of multi-year money that no source divides; unset for a single year
	Stream   Stream               `json:"stream,omitzero"`   // by stream
	Kind     Kind                 `json:"kind,omitzero"`     // by kind
	Status   Status               `json:"status,omitzero"`   // by status: that of the strongest event, or of the end
	Strength Strength             `json:"strength,omitzero"` // by strength: that of the strongest event
	Fund     FundID               `json:"fund,omitzero"`     // by fund
	Round    RoundID              `json:"round,omitzero"`    // by round
	Joint    bool                 `json:"joint,omitzero"`    // by vanguard, category, wave or region: joint awards whose recipients differ in one of them, which stays blank
}
