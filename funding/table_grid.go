package funding

import "slices"

// Grid returns the table with a row for every combination of its values, also where
// there is no record: such a row has no amount, and its sum is not known. The values
// are those that some row has; of vanguards, categories, waves and regions all that
// the view means. Rows stand in the order of a table, the total stays, and
// [Table.Vanguards] says of how many the sum is known.
//
// A grid has as many rows as there are combinations, which can be many more than the
// records.
func (t Table) Grid() Table {
	if t.groups == nil || t.grid != nil {
		return t
	}
	l := t.groups.layout
	seen := make([]map[uint64]bool, l.n) // by dimension: the places that the rows have
	for i := range seen {
		seen[i] = map[uint64]bool{}
	}
	add := func(n uint64, wanted func(Dimension) bool) {
		for i := l.n - 1; i >= 0; i-- {
			if wanted(l.dims[i]) {
				seen[i][n%l.size[i]] = true
			}
			n /= l.size[i]
		}
	}
	numbers := map[uint64]bool{}
	for n := range t.groups.All {
		numbers[n] = true
		add(n, func(d Dimension) bool { return !d.ofRecipient() })
	}
	for _, home := range t.groups.vanguards().places(l) {
		for i, d := range l.dims[:l.n] {
			if d.ofRecipient() {
				seen[i] = map[uint64]bool{home[i]: true}
			}
		}
		l.combine(seen, func(n uint64) { numbers[n] = true })
	}
	t.grid = make([]uint64, 0, len(numbers))
	for n := range numbers {
		t.grid = append(t.grid, n)
	}
	slices.Sort(t.grid)
	t.len = len(t.grid)
	return t
}

// places returns where, by dimension of l, the vanguards stand that the view means;
// what is not by recipient is zero.
func (c *vanguardsKnown) places(l *layout) [][]uint64 {
	var out [][]uint64
	for home := range c.meant {
		places := make([]uint64, l.n)
		for i, at := l.n-1, c.homes.n-1; i >= 0; i-- {
			if l.dims[i].ofRecipient() {
				places[i] = home % c.homes.size[at]
				home /= c.homes.size[at]
				at--
			}
		}
		out = append(out, places)
	}
	return out
}

// combine passes the number of every combination of places.
func (l *layout) combine(places []map[uint64]bool, each func(uint64)) {
	var from func(i int, n uint64)
	from = func(i int, n uint64) {
		if i == l.n {
			each(n)
			return
		}
		for place := range places[i] {
			from(i+1, n*l.size[i]+place)
		}
	}
	from(0, 0)
}
