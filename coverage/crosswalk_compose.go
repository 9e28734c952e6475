package coverage

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// shareDigits is the denominator to which shares are brought that a [Share] cannot
// hold.
const shareDigits = 1_000_000_000_000_000

// Then returns the crosswalk that leads through c and then through d: the product
// of their weights, w_ik = sum over j of c_ij d_jk. What c leaves in areas that d
// does not know is in no target, unless d is the identity for them
// ([Crosswalk]). The method is the one of the two that leans on
// the stronger assumption. Where d does not begin at the edition in which c ends,
// the error is [OtherEdition].
//
// Weights are exact as long as a [Share] can hold them. Where one of a source's
// does not fit, they are brought to multiples of 1/10^15 by largest remainder, what
// is in no target included, so that they still add up to the same.
func (c Crosswalk) Then(d Crosswalk) (Crosswalk, error) {
	if c.To != d.From {
		return Crosswalk{}, fault.New("coverage.Crosswalk.Then", OtherEdition, string(d.From), "the first crosswalk leads to "+string(c.To))
	}
	var areas []AreaCode
	for _, w := range d.Weights {
		areas = append(areas, w.From)
	}
	first, err := c.compile(areas...)
	if err != nil {
		return Crosswalk{}, err
	}
	second, err := d.compile(first.targets...)
	if err != nil {
		return Crosswalk{}, err
	}
	out := Crosswalk{From: c.From, To: d.To, Method: max(c.Method, d.Method), Identity: c.Identity && d.Identity, Sources: slices.Concat(c.Sources, d.Sources)}
	for _, s := range first.sources {
		out.Weights = appendRow(out.Weights, s.area, first.through(s, second))
	}
	return out, nil
}

// through returns what becomes of a source of x in the targets of y.
func (x *crossing) through(s source, y *crossing) []rowPart {
	var row []rowPart
	for _, p := range s.parts {
		next, _ := y.of(x.targets[p.target])
		for _, q := range next.parts {
			row = append(row, rowPart{y.targets[q.target], product(p.share, q.share)})
		}
	}
	return row
}

// Inverse returns the crosswalk back. Only a crosswalk that leads each area whole
// to one of its own has one, as a change of codes does; any other is a
// [NotConserved] error. [Crosswalk.Back] takes the people into account.
func (c Crosswalk) Inverse() (Crosswalk, error) {
	const op = "coverage.Crosswalk.Inverse"
	x, err := c.compile()
	if err != nil {
		return Crosswalk{}, err
	}
	taken := make([]AreaCode, len(x.targets))
	out := Crosswalk{From: c.To, To: c.From, Method: c.Method, Identity: c.Identity, Sources: deep.Copy(c.Sources)}
	for _, s := range x.sources {
		if len(s.parts) != 1 || !s.whole {
			return Crosswalk{}, fault.New(op, NotConserved, string(s.area), "this area does not go whole to one target")
		}
		target := s.parts[0].target
		if taken[target] != "" {
			return Crosswalk{}, fault.New(op, NotConserved, string(x.targets[target]), fmt.Sprintf("both %s and %s go to this area", taken[target], s.area))
		}
		taken[target] = s.area
		out.Weights = append(out.Weights, Weight{From: x.targets[target], To: s.area})
	}
	slices.SortFunc(out.Weights, func(a, b Weight) int { return cmp.Compare(a.From, b.From) })
	return out, nil
}

// Back returns the crosswalk back, by the people of the source areas: of the
// people of a target those who came from a source, w_ij p_i / sum of w_ij p_i.
// Moved there and back, these people are where they were, to the person, wherever
// c leads each source whole to one target. Targets without people are
// left out of the inverse; if none has people the error is [validate.Required].
// The method is [MethodPopulationWeighted] unless every target has one source.
//
// Cells of one area add up; the conditions on them are those of
// [Crosswalk.Counts].
func (c Crosswalk) Back(people []Population) (Crosswalk, error) {
	x, err := c.compile(areasOf(people)...)
	if err != nil {
		return Crosswalk{}, err
	}
	if err := checkCounts("coverage.Crosswalk.Back", people); err != nil {
		return Crosswalk{}, err
	}
	rows := x.origins(people)
	out := Crosswalk{From: c.To, To: c.From, Method: max(c.Method, MethodExact), Identity: c.Identity, Sources: deep.Copy(c.Sources)}
	for target, row := range rows {
		total := new(big.Rat)
		for _, p := range row {
			total.Add(total, p.share)
		}
		if total.Sign() == 0 {
			continue
		}
		for _, p := range row {
			p.share.Quo(p.share, total)
		}
		if len(row) > 1 {
			out.Method = max(out.Method, MethodPopulationWeighted)
		}
		out.Weights = appendRow(out.Weights, x.targets[target], row)
	}
	if len(out.Weights) == 0 && !out.Identity {
		return Crosswalk{}, fault.New("coverage.Crosswalk.Back", validate.Required, "", "nobody came into any target, and nobody can go back")
	}
	return out, nil
}

// origins returns, for each target, the people who come from each source.
func (x *crossing) origins(people []Population) [][]rowPart {
	sums := make([]int64, len(x.sources))
	for i := range people {
		if at, ok := x.index[people[i].Area]; ok {
			sums[at] += people[i].People
		}
	}
	rows := make([][]rowPart, len(x.targets))
	for i, s := range x.sources {
		if sums[i] == 0 {
			continue
		}
		for _, p := range s.parts {
			came := new(big.Rat).Mul(p.share.rat(), new(big.Rat).SetInt64(sums[i]))
			rows[p.target] = append(rows[p.target], rowPart{s.area, came})
		}
	}
	return rows
}

// rowPart is an exact weight.
type rowPart struct {
	area  AreaCode
	share *big.Rat
}

func product(a, b Share) *big.Rat { return new(big.Rat).Mul(a.rat(), b.rat()) }

// appendRow adds the weights of one source, by target; parts of one target add up.
func appendRow(weights []Weight, from AreaCode, row []rowPart) []Weight {
	slices.SortStableFunc(row, func(a, b rowPart) int { return cmp.Compare(a.area, b.area) })
	merged := row[:0]
	for _, p := range row {
		if last := len(merged) - 1; last >= 0 && merged[last].area == p.area {
			merged[last].share.Add(merged[last].share, p.share)
			continue
		}
		merged = append(merged, p)
	}
	start := len(weights)
	for _, p := range merged {
		s, ok := exactShare(p.share)
		if !ok {
			return append(weights[:start], roundedRow(from, merged)...)
		}
		weights = append(weights, Weight{from, p.area, s})
	}
	return weights
}

// roundedRow brings the weights of one source to multiples of 1/10^15 by largest
// remainder. What is in no target takes part, and a weight that comes to nothing
// is left out.
func roundedRow(from AreaCode, row []rowPart) []Weight {
	total := new(big.Rat)
	for _, p := range row {
		total.Add(total, p.share)
	}
	all := append(slices.Clip(row), rowPart{share: new(big.Rat).Sub(one, total)})
	digits := make([]int64, len(all))
	fractions := make([]*big.Rat, len(all))
	order := make([]int, len(all))
	missing := int64(shareDigits)
	for i, p := range all {
		scaled := new(big.Rat).Mul(p.share, new(big.Rat).SetInt64(shareDigits))
		whole := new(big.Int).Quo(scaled.Num(), scaled.Denom())
		digits[i] = whole.Int64()
		fractions[i] = scaled.Sub(scaled, new(big.Rat).SetInt(whole))
		order[i] = i
		missing -= digits[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return fractions[b].Cmp(fractions[a]) })
	for _, i := range order[:missing] {
		digits[i]++
	}
	var weights []Weight
	for i, p := range row {
		if digits[i] > 0 {
			weights = append(weights, Weight{from, p.area, newShare(digits[i], shareDigits)})
		}
	}
	return weights
}
