package exact

import (
	"cmp"
	"slices"
)

// Remainder is what the part at an index lost when it was cut off to an integer,
// in parts of a denominator that all remainders of one apportionment share.
type Remainder struct {
	Index int
	Rest  uint64
}

// Largest returns the n largest of the remainders: the parts that go up by one in
// the method of largest remainders (Hamilton, with the Hare quota; Balinski and
// Young, "Fair Representation", 1982). Where two are equal the one that tie puts
// first comes first, or without a tie rule the lower index. It reorders all. The
// parts' remainders add up to n units, each less than one unit, so that there are
// at least n.
func Largest(all []Remainder, n uint64, tie func(i, j int) int) []Remainder {
	if n > 0 {
		slices.SortFunc(all, func(a, b Remainder) int {
			c := cmp.Compare(b.Rest, a.Rest)
			if c == 0 && tie != nil {
				c = tie(a.Index, b.Index)
			}
			return cmp.Or(c, cmp.Compare(a.Index, b.Index))
		})
	}
	return all[:n]
}
