package indicator

import (
	"cmp"
	"math/bits"
	"slices"
)

// Quantiles divides values, one for each area, into q groups with numbers of areas
// as equal as possible, and returns each value's group: 1 for the lowest values, q
// for the highest. q must be at least 1 and at most the number of values.
//
// With n values and an area's rank from 1 (equal values have the lowest rank of
// their set) the group is, as in the official method,
//
//	⌊(q + 1) − ⌈((n + 1) − rank) / (n/q)⌉⌋, or 1 if that is 0
//
// Negate the values for groups that begin with the highest. Scores of the Index of
// Multiple Deprivation are higher for more deprived areas, so decile 1 of the
// negated scores is the most deprived.
func Quantiles(values []float64, q int) ([]int, error) {
	const op = "Quantiles"
	if err := checkQuantiles(op, values, q); err != nil {
		return nil, err
	}
	order := ascending(values)
	groups := make([]int, len(values))
	rank := 0
	for i, at := range order {
		if i == 0 || values[at] != values[order[i-1]] {
			rank = i + 1
		}
		groups[at] = quantile(rank, len(values), q)
	}
	return groups, nil
}

// quantile is the formula in whole numbers: the ceiling of ((n+1) − rank) q / n.
func quantile(rank, n, q int) int {
	above := uint64(n + 1 - rank)
	return max(1, q+1-int((above*uint64(q)+uint64(n)-1)/uint64(n)))
}

// WeightedQuantiles divides values, one for each area, into q groups with numbers
// of people as equal as whole areas allow, and returns each value's group: 1 for
// the lowest values, q for the highest. All people are ranked by their areas'
// values, and an area belongs to the group that contains the middle of its people;
// areas with equal values are treated as one. There must be a number of people, not
// negative, for each value, and at least one person in all. A group may stay empty
// if one area has more people than a group should.
func WeightedQuantiles(values []float64, people []int64, q int) ([]int, error) {
	const op = "WeightedQuantiles"
	if err := checkQuantiles(op, values, q); err != nil {
		return nil, err
	}
	if len(people) != len(values) {
		return nil, fail(op, Range, count(int64(len(people)))+" numbers of people for "+count(int64(len(values)))+" values: there must be one for each")
	}
	total := int64(0)
	for i, n := range people {
		if n < 0 {
			return nil, fail(op, Range, "value "+count(int64(i))+": "+count(n)+" people: a count cannot be negative")
		}
		if total += n; total < 0 {
			return nil, fail(op, Range, "value "+count(int64(i))+": the people up to here are more than an int64 holds")
		}
	}
	if total == 0 {
		return nil, fail(op, Range, "there are no people: nothing can be shared out")
	}
	return weightedGroups(values, people, total, q), nil
}

// weightedGroups uses integers, so that a middle on a boundary is exactly on it.
func weightedGroups(values []float64, people []int64, total int64, q int) []int {
	order := ascending(values)
	groups := make([]int, len(values))
	below := uint64(0)
	for i := 0; i < len(order); {
		end, block := i, uint64(0)
		for end < len(order) && values[order[end]] == values[order[i]] {
			block += uint64(people[order[end]])
			end++
		}
		// Twice the middle, by twice the total: at most 1, so that the quotient by
		// q fits.
		high, low := bits.Mul64(2*below+block, uint64(q))
		group, _ := bits.Div64(high, low, 2*uint64(total))
		for _, at := range order[i:end] {
			groups[at] = min(int(group)+1, q)
		}
		below, i = below+block, end
	}
	return groups
}

func checkQuantiles(op string, values []float64, q int) error {
	switch {
	case q < 1:
		return fail(op, Range, count(int64(q))+" groups: there must be at least 1")
	case len(values) < q:
		return fail(op, TooFewGroups, count(int64(len(values)))+" values for "+count(int64(q))+" groups: there must be one for each")
	}
	for i, v := range values {
		if !finite(v) {
			return fail(op, NotFinite, "value "+count(int64(i))+" is "+number(v)+": it must be a finite number")
		}
	}
	return nil
}

// ascending returns the indices of values in ascending order, equal values in the
// given order.
func ascending(values []float64) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	return order
}
