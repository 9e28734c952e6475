package funding

import (
	"encoding/json"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// RealTerms is money as it was, and in the prices of one year.
type RealTerms struct {
	Key       Key           `json:"key"`        // of the table's row
	Prices    FinancialYear `json:"prices"`     // the year whose prices they are
	Cash      Money         `json:"cash"`       // as it was, of single years
	Real      Money         `json:"real"`       // the same in the prices of the year
	MultiYear Money         `json:"multi_year"` // multi-year money that no source divides: in neither
	Coverage  KnownOf       `json:"coverage"`   // amounts in Cash, of all that count
}

// MarshalJSON leaves out the cash and the real terms where no amount is known, and
// multi-year money where there is none.
func (r RealTerms) MarshalJSON() ([]byte, error) {
	out := struct {
		Key       Key           `json:"key"`
		Prices    FinancialYear `json:"prices"`
		Cash      *Money        `json:"cash,omitempty"`
		Real      *Money        `json:"real,omitempty"`
		MultiYear Money         `json:"multi_year,omitzero"`
		Coverage  KnownOf       `json:"coverage"`
	}{Key: r.Key, Prices: r.Prices, MultiYear: r.MultiYear, Coverage: r.Coverage}
	if !nothingKnown(r.Coverage, r.Cash) {
		out.Cash, out.Real = &r.Cash, &r.Real
	}
	return json.Marshal(out)
}

// RealTerms gives money in the prices of one year, divided by any dimensions:
//
//	real = Σ over years of cash of the year × index(prices) / index(year)
//
// Each year's sum under a key is rounded once, half to even ([Deflators.Real]).
// Multi-year money that no source divides has no year whose prices it is in; it
// stands beside the figures. What counts is what counts in the view.
//
// Errors: a year that the series does not have ([validate.Unknown]), and those of
// [Book.Table].
func (b *Book) RealTerms(d Deflators, prices FinancialYear, dims ...Dimension) ([]RealTerms, error) {
	b = b.orEmpty()
	const op = "funding.Book.RealTerms"
	if prices.IsZero() {
		return nil, fault.New(op, validate.Required, "", "name the year whose prices are wanted")
	}
	byYear := slices.Contains(dims, ByYear)
	if !byYear {
		dims = append(slices.Clone(dims), ByYear) // the last: years of one key stand together
	}
	t, err := b.Table(dims...)
	if err != nil {
		return nil, err
	}
	var out []RealTerms
	for row := range t.Rows() {
		key := row.Key
		if !byYear {
			key.Year, key.Through = FinancialYear{}, FinancialYear{}
		}
		if len(out) == 0 || out[len(out)-1].Key != key {
			out = append(out, RealTerms{Key: key, Prices: prices})
		}
		if err := out[len(out)-1].add(row, d); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// add takes the row of one span of years.
func (r *RealTerms) add(row Row, d Deflators) (err error) {
	r.Coverage.Of += row.Count + row.Unknown
	if !row.Key.Through.IsZero() {
		r.MultiYear, err = r.MultiYear.Add(row.Sum)
		return err
	}
	r.Coverage.Known += row.Count
	real, err := d.Real(row.Sum, row.Key.Year, r.Prices)
	if err != nil {
		return err
	}
	if r.Cash, err = r.Cash.Add(row.Sum); err != nil {
		return err
	}
	r.Real, err = r.Real.Add(real)
	return err
}
