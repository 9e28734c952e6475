package funding

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// maxParts is how many parts a sum is divided into at most.
const maxParts = 1 << 24

// Split divides m into n parts that add up to m exactly and differ by a penny at
// most; the earlier parts are the larger. A negative amount is divided as its
// magnitude. Fewer than 1 and more than 16,777,216 parts are errors of code
// [validate.Range].
func (m Money) Split(n int) ([]Money, error) {
	if n < 1 || n > maxParts {
		return nil, fault.New("funding.Money.Split", validate.Range, strconv.Itoa(n), "a sum is split into 1 to 16,777,216 parts")
	}
	each, more := m.pence/int64(n), m.pence%int64(n)
	parts := make([]Money, n)
	for i := range parts {
		parts[i].pence = each
		switch {
		case int64(i) < more:
			parts[i].pence++
		case int64(i) < -more:
			parts[i].pence--
		}
	}
	return parts, nil
}

// Apportion divides m in proportion to weights, in their order, into parts that
// add up to m exactly. Each part is its exact share cut off to the penny, and the
// pennies left over go one each to the largest fractions cut off, the earlier
// before the later where those are equal: the method of largest remainders
// (Hamilton, with the Hare quota; Balinski and Young, "Fair Representation",
// 1982). So no part is a penny or more away from its exact share. A zero weight
// gets £0.00, and a negative amount is divided as its magnitude.
//
// A negative weight and weights none of which is above zero are errors of code
// [validate.Range]; weights that add up to more than 9,223,372,036,854,775,807
// are one of code [validate.Overflow].
func (m Money) Apportion(weights []int64) ([]Money, error) {
	total, err := sumWeights("funding.Money.Apportion", len(weights), func(i int) int64 { return weights[i] })
	if err != nil {
		return nil, err
	}
	parts := make([]Money, len(weights))
	cuts := make([]exact.Remainder, 0, len(weights))
	left := exact.Magnitude(m.pence)
	for i, w := range weights {
		quota, rem := exactShare(m, w, total)
		left -= quota
		parts[i], _ = signed(quota, m.pence < 0)
		if rem > 0 {
			cuts = append(cuts, exact.Remainder{Index: i, Rest: rem})
		}
	}
	for _, c := range exact.Largest(cuts, left, nil) {
		parts[c.Index].pence += int64(m.Sign())
	}
	return parts, nil
}

// sumWeights adds n weights and refuses what cannot be apportioned by.
func sumWeights(op string, n int, weight func(int) int64) (uint64, error) {
	var total uint64
	for i := range n {
		w := weight(i)
		if w < 0 {
			return 0, fault.New(op, validate.Range, strconv.FormatInt(w, 10), fmt.Sprintf("weight %d is negative", i))
		}
		if total += uint64(w); total > math.MaxInt64 {
			return 0, fault.New(op, validate.Overflow, "", "the weights add up to more than 9223372036854775807")
		}
	}
	if total == 0 {
		return 0, fault.New(op, validate.Range, "", "no weight is above zero")
	}
	return total, nil
}

// exactShare returns the magnitude of m × weight / total in pence, cut off, and
// the remainder in parts of total. The weight is at most total, so the quotient
// fits.
func exactShare(m Money, weight int64, total uint64) (quota, rem uint64) {
	quota, rem, _ = exact.MulDiv(exact.Magnitude(m.pence), uint64(weight), total)
	return quota, rem
}

// Claimant is one party's claim to a sum.
type Claimant[K comparable] struct {
	Key    K      `json:"key"`          // who; once in an apportionment
	Weight int64  `json:"weight"`       // its claim relative to the others'; zero gets nothing
	Cap    *Money `json:"cap,omitzero"` // the most that it may get; nil = no cap, £0 = nothing
}

// Apportionment is a sum divided among parties, with the reckoning of each. Its
// parts and what is left add up to the total exactly.
type Apportionment[K comparable] struct {
	Total Money     `json:"total"`           // the money divided
	Parts []Part[K] `json:"parts,omitempty"` // in the order of the shares
	Left  Money     `json:"left,omitzero"`   // what no share could take because of its cap
}

// Part is what one party gets, and why: its cap, or else its quota or a penny
// more.
type Part[K comparable] struct {
	Key    K     `json:"key"`    // the claimant's
	Weight int64 `json:"weight"` // the claimant's
	// Quota is the exact share by weight, cut off to the penny, of what was left
	// when the shares with tighter caps had theirs. Without caps it is the share of
	// the total.
	Quota Money `json:"quota"`
	// Remainder is the fraction of a penny, without sign, that the quota lost.
	Remainder caremodel.Ratio `json:"remainder"`
	// Amount is what the party gets.
	Amount Money `json:"amount"`
	// Capped reports whether the exact share was over the cap.
	Capped bool `json:"capped,omitzero"`
}

// Amounts returns each key with its amount, in the order of the shares.
func (a Apportionment[K]) Amounts() iter.Seq2[K, Money] {
	return func(yield func(K, Money) bool) {
		for _, p := range a.Parts {
			if !yield(p.Key, p.Amount) {
				return
			}
		}
	}
}

// ApportionBy divides m among shares as [Money.Apportion] does, by key and with
// caps. A share whose exact part is over its cap gets the cap, and what it leaves
// is divided among the others by the same rule, until nobody is over. What is
// left when all are capped is Apportionment.Left. A cap bounds the magnitude of
// a negative amount.
//
// Besides the errors of [Money.Apportion], a key given twice is one of code
// [validate.Duplicate] and a negative cap one of code [validate.Range].
func ApportionBy[K comparable](m Money, shares []Claimant[K]) (Apportionment[K], error) {
	const op = "funding.ApportionBy"
	if err := checkShares(op, shares); err != nil {
		return Apportionment[K]{}, err
	}
	weight, err := sumWeights(op, len(shares), func(i int) int64 { return shares[i].Weight })
	if err != nil {
		return Apportionment[K]{}, err
	}
	a := Apportionment[K]{Total: m, Parts: make([]Part[K], len(shares))}
	for i, s := range shares {
		a.Parts[i].Key, a.Parts[i].Weight = s.Key, s.Weight
	}
	rest, weight := settleCaps(a.Parts, shares, m, weight)
	a.Left = settleOthers(a.Parts, rest, weight)
	return a, nil
}

func checkShares[K comparable](op string, shares []Claimant[K]) error {
	seen := make(map[K]struct{}, len(shares))
	for _, s := range shares {
		if _, twice := seen[s.Key]; twice {
			return fault.New(op, validate.Duplicate, fmt.Sprint(s.Key), "a key stands for one share")
		}
		seen[s.Key] = struct{}{}
		if s.Cap != nil && s.Cap.Sign() < 0 {
			return fault.New(op, validate.Range, s.Cap.String(), fmt.Sprintf("the cap of %v is negative", s.Key))
		}
	}
	return nil
}

// settleCaps gives their caps to the shares whose exact part is over it and
// returns what money and weight remain for the others. The tightest cap per
// weight comes first: giving a cap away only raises the exact parts of the
// others, so the first that is not over its cap ends the search.
func settleCaps[K comparable](parts []Part[K], shares []Claimant[K], rest Money, weight uint64) (Money, uint64) {
	var capped []int
	for i, s := range shares {
		if s.Cap != nil && s.Weight > 0 {
			capped = append(capped, i)
		}
	}
	slices.SortStableFunc(capped, func(i, j int) int {
		return exact.CompareProducts(uint64(shares[i].Cap.pence), uint64(shares[j].Weight), uint64(shares[j].Cap.pence), uint64(shares[i].Weight))
	})
	for _, i := range capped {
		most := uint64(shares[i].Cap.pence)
		quota, rem := exactShare(rest, shares[i].Weight, weight)
		if quota < most || quota == most && rem == 0 {
			break
		}
		p := &parts[i]
		p.Quota, _ = signed(quota, rest.pence < 0)
		p.Remainder = caremodel.Ratio{Num: int64(rem), Den: int64(weight)}
		p.Amount, _ = signed(most, rest.pence < 0)
		p.Capped = true
		rest.pence -= p.Amount.pence
		weight -= uint64(p.Weight)
	}
	return rest, weight
}

// settleOthers divides rest among the parts that are not capped and returns what
// nobody could take.
func settleOthers[K comparable](parts []Part[K], rest Money, weight uint64) (left Money) {
	if weight == 0 {
		for i := range parts {
			if !parts[i].Capped {
				parts[i].Remainder = caremodel.Ratio{Num: 0, Den: 1}
			}
		}
		return rest
	}
	over := exact.Magnitude(rest.pence)
	cuts := make([]exact.Remainder, 0, len(parts))
	for i := range parts {
		p := &parts[i]
		if p.Capped {
			continue
		}
		quota, rem := exactShare(rest, p.Weight, weight)
		p.Quota, _ = signed(quota, rest.pence < 0)
		p.Remainder = caremodel.Ratio{Num: int64(rem), Den: int64(weight)}
		p.Amount = p.Quota
		over -= quota
		if rem > 0 {
			cuts = append(cuts, exact.Remainder{Index: i, Rest: rem})
		}
	}
	for _, c := range exact.Largest(cuts, over, nil) {
		parts[c.Index].Amount.pence += int64(rest.Sign())
	}
	return Money{}
}
