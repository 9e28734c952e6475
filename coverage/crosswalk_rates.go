package coverage

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// AreaRate is a rate, a mean or a score of one area, which does not add up, with
// the people it is about, who do.
type AreaRate struct {
	Area   AreaCode `json:"area"`   // the area that the rate is of
	Value  float64  `json:"value"`  // finite
	People int64    `json:"people"` // the denominator, at least 0
}

// RecastRates is what a crosswalk makes of rates.
type RecastRates struct {
	// Rates are the rates by target area, each with the people it is about.
	Rates []AreaRate `json:"rates,omitempty"`
	// Unmapped are the rates of source areas of which a part is in no target, with
	// the people of that part.
	Unmapped []AreaRate `json:"unmapped,omitempty"`
	// Undefined are the targets into which nobody came, so that they have no rate.
	Undefined []AreaCode `json:"undefined,omitempty"`
}

// Rates moves figures that do not add up to the target areas, as the means of what
// comes together there, weighted by people: y_j = sum of y_i p(i and j) / sum of
// p(i and j), where p(i and j) is w_ij p_i. Its people are moved as
// [Crosswalk.Counts] moves them. A result is the float64 nearest to the exact mean
// and never lies outside the rates that it is made of.
//
// Results are in the order of their codes and do not depend on the order of rates.
// An area given twice ([validate.Duplicate]), a value that is not finite and a
// negative number of people ([validate.Range]) are errors.
func (c Crosswalk) Rates(rates []AreaRate) (RecastRates, error) {
	const op = "coverage.Crosswalk.Rates"
	areas := make([]AreaCode, len(rates))
	for i, r := range rates {
		areas[i] = r.Area
	}
	x, err := c.compile(areas...)
	if err != nil {
		return RecastRates{}, err
	}
	rates = slices.Clone(rates)
	slices.SortFunc(rates, func(a, b AreaRate) int { return cmp.Compare(a.Area, b.Area) })
	cells := make([]Population, len(rates))
	value := make(map[AreaCode]float64, len(rates))
	for i, r := range rates {
		switch {
		case i > 0 && rates[i-1].Area == r.Area:
			return RecastRates{}, fault.New(op, validate.Duplicate, string(r.Area), "this area has two rates")
		case math.IsNaN(r.Value) || math.IsInf(r.Value, 0):
			return RecastRates{}, fault.New(op, validate.Range, strconv.FormatFloat(r.Value, 'g', -1, 64), "the rate of "+string(r.Area)+" is not finite")
		}
		cells[i] = Population{Area: r.Area, People: r.People}
		value[r.Area] = r.Value
	}
	if err := checkCounts(op, cells); err != nil {
		return RecastRates{}, err
	}
	moved := newTally(x).moved(cells)
	return x.rates(rates, moved, value), nil
}

// rates takes the means; rates are in the order of their areas.
func (x *crossing) rates(rates []AreaRate, moved Recast, value map[AreaCode]float64) RecastRates {
	means := make([]mean, len(x.targets))
	for _, r := range rates {
		s, _ := x.of(r.Area)
		for _, p := range s.parts {
			means[p.target].add(r.Value, r.People, p.share)
		}
	}
	var m RecastRates
	people := make(map[AreaCode]int64, len(moved.Units))
	for _, u := range moved.Units {
		people[u.Area] = u.People
	}
	for target, area := range x.targets {
		if means[target].weight.Sign() > 0 {
			m.Rates = append(m.Rates, AreaRate{area, means[target].value(), people[area]})
		} else {
			m.Undefined = append(m.Undefined, area)
		}
	}
	for _, u := range moved.Unmapped {
		m.Unmapped = append(m.Unmapped, AreaRate{u.Area, value[u.Area], u.People})
	}
	return m
}

// meanBits is the precision of a mean on its way: enough that the result is the
// float64 nearest to the exact one.
const meanBits = 256

// mean is a weighted mean.
type mean struct {
	sum, weight big.Float
	low, high   float64
}

// add adds a value with the share of n people as its weight.
func (m *mean) add(value float64, n int64, share Share) {
	if n == 0 {
		return
	}
	if m.weight.Sign() == 0 {
		m.low, m.high = value, value
	}
	m.low, m.high = min(m.low, value), max(m.high, value)
	r := share.Ratio()
	weight := exactly(n)
	weight.Mul(weight, exactly(r.Num)).Quo(weight, exactly(r.Den))
	m.weight.SetPrec(meanBits).Add(&m.weight, weight)
	v := new(big.Float).SetPrec(meanBits).SetFloat64(value)
	m.sum.SetPrec(meanBits).Add(&m.sum, v.Mul(v, weight))
}

func exactly(n int64) *big.Float { return new(big.Float).SetPrec(meanBits).SetInt64(n) }

// value returns the mean; the weight is above zero.
func (m *mean) value() float64 {
	v, _ := new(big.Float).Quo(&m.sum, &m.weight).Float64()
	return min(max(v, m.low), m.high)
}
