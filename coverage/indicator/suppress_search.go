package indicator

import (
	"cmp"
	"slices"
)

// searchLimit bounds the search for the fewest cells, in arcs visited: at most some
// tenths of a second, and much less for tables of ordinary size.
const searchLimit = 10_000_000

// protect hides counts to protect the small ones, and reports whether the result is
// proved to be the least.
func (n *network) protect() bool {
	best, proven := n.fewest()
	if proven {
		for _, i := range best {
			n.arcs[i].state = arcSecondary
		}
	} else {
		n.pairUp()
		n.mend()
		n.trim()
	}
	for n.rule.HideTies && n.hideTies() {
		proven = false
		n.mend()
	}
	return proven
}

// search looks for the fewest candidates that protect the table, and of these for
// the least sum. Every node of the search tree takes one fault and tries each of
// its remedies; its later branches exclude the remedies already tried.
type search struct {
	*network
	chosen, best []int
	found        bool
	least        int64
	barred       []bool
	exhausted    bool
}

// fewest returns the candidates, without totals, and whether the search was
// completed with a result.
func (n *network) fewest() ([]int, bool) {
	for i := range n.arcs {
		if n.arcs[i].total && n.arcs[i].state == arcPrimary {
			return nil, false
		}
	}
	if !n.protectable() {
		return nil, false
	}
	s := search{network: n, barred: make([]bool, len(n.arcs))}
	n.work = 0
	for limit := 0; !s.found && !s.exhausted; limit++ {
		s.try(limit, 0)
	}
	return s.best, s.found && !s.exhausted
}

// protectable reports whether hiding every candidate that is not a total protects
// the table.
func (n *network) protectable() bool {
	var hidden []int
	for i := range n.arcs {
		if n.candidate(i, false) {
			n.arcs[i].state = arcSecondary
			hidden = append(hidden, i)
		}
	}
	_, _, fault := n.fault()
	for _, i := range hidden {
		n.arcs[i].state = arcShown
	}
	return !fault
}

// fault returns a hidden count that follows from the others, or -1 and the node of
// a line whose hidden counts do not add up to enough.
func (n *network) fault() (arc, node int, found bool) {
	var secure []bool
	if len(n.arcs) > 400 { // one pass costs less than many searches
		secure = n.secure()
	}
	for i := range n.arcs {
		if n.arcs[i].hidden() && !(secure != nil && secure[i]) && !n.changeable(i) {
			return i, 0, true
		}
	}
	for node := range n.at {
		if !n.guarded(node) {
			return -1, node, true
		}
	}
	return 0, 0, false
}

func (s *search) try(limit int, sum int64) {
	if s.exhausted = s.exhausted || s.work > searchLimit; s.exhausted || s.found && sum >= s.least {
		return
	}
	if s.lonely() > limit {
		return
	}
	i, node, fault := s.fault()
	if !fault {
		s.found, s.least, s.best = true, sum, slices.Clone(s.chosen)
		return
	}
	if limit == 0 {
		return
	}
	var remedies []int
	if i >= 0 {
		remedies = s.remedies(nil, i, false)
	} else {
		remedies = s.parts(nil, node, false)
	}
	remedies = slices.DeleteFunc(remedies, func(i int) bool { return s.barred[i] })
	slices.SortFunc(remedies, func(a, b int) int { return cmp.Or(cmp.Compare(s.arcs[a].value, s.arcs[b].value), a-b) })
	remedies = slices.Compact(remedies)
	for _, r := range remedies {
		s.arcs[r].state = arcSecondary
		s.chosen = append(s.chosen, r)
		s.try(limit-1, sum+s.arcs[r].value)
		s.chosen = s.chosen[:len(s.chosen)-1]
		s.arcs[r].state = arcShown
		s.barred[r] = true
	}
	for _, r := range remedies {
		s.barred[r] = false
	}
}

// lonely returns a lower bound on the number of cells to hide: one for each row,
// and one for each column, that hides a single count and shows all others.
func (s *search) lonely() int {
	rows, columns := 0, 0
	for node := range s.rows + s.columns {
		unknown, hidden := 0, 0
		for _, i := range s.at[node] {
			if s.arcs[i].state != arcShown {
				unknown++
			}
			if s.arcs[i].hidden() {
				hidden++
			}
		}
		s.work += len(s.at[node])
		switch {
		case unknown != 1 || hidden != 1:
		case node < s.rows:
			rows++
		default:
			columns++
		}
	}
	return max(rows, columns)
}

// mend hides the cheapest remedy for one fault after another, and totals if no
// cells suffice.
func (n *network) mend() {
	for {
		i, node, fault := n.fault()
		if !fault {
			break
		}
		n.hide(i, node)
	}
}

// hide hides the cheapest remedy: cells before totals, positive counts before
// zeros, the smallest first.
func (n *network) hide(i, node int) {
	for _, withTotals := range []bool{false, true} {
		var remedies []int
		if i >= 0 {
			remedies = n.remedies(nil, i, withTotals)
		} else {
			remedies = n.parts(nil, node, withTotals)
		}
		if len(remedies) > 0 {
			n.arcs[slices.MinFunc(remedies, n.cheaper)].state = arcSecondary
			return
		}
	}
	// Zeros are to be kept, and no total is left that could protect them: a total
	// of zero is the last resort.
	for j := range n.arcs {
		if n.arcs[j].total && n.arcs[j].state == arcShown {
			n.arcs[j].state = arcSecondary
		}
	}
}

func (n *network) cheaper(a, b int) int {
	rank := func(i int) int {
		switch {
		case n.arcs[i].total:
			return 2
		case n.arcs[i].value == 0:
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(n.arcs[a].value, n.arcs[b].value), a-b)
}

// pairUp hides a second count, the smallest, in each row and column that hides a
// single count and shows all others; a count that does so for both goes first.
func (n *network) pairUp() {
	unknown := make([]int, len(n.at))
	for _, a := range n.arcs {
		switch {
		case a.hidden():
			unknown[a.from]++
			unknown[a.to]++
		case a.state == arcFree: // counts as more than one
			unknown[a.from] += 2
			unknown[a.to] += 2
		}
	}
	var todo []int
	for node := range n.rows + n.columns {
		todo = append(todo, node)
	}
	for len(todo) > 0 {
		node := todo[0]
		todo = todo[1:]
		if unknown[node] != 1 {
			continue
		}
		best := -1
		for _, i := range n.at[node] {
			if !n.candidate(i, false) || n.arcs[i].value == 0 {
				continue
			}
			both := func(i int) int {
				if unknown[n.arcs[i].from+n.arcs[i].to-node] == 1 {
					return 0
				}
				return 1
			}
			if best < 0 || cmp.Or(both(i)-both(best), n.cheaper(i, best)) < 0 {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		n.arcs[best].state = arcSecondary
		unknown[n.arcs[best].from]++
		unknown[n.arcs[best].to]++
		todo = append(todo, n.arcs[best].from+n.arcs[best].to-node)
	}
}

// trim shows counts again that need not be hidden, the largest first.
func (n *network) trim() {
	hidden := slices.DeleteFunc(n.hiddenArcs(), func(i int) bool { return n.arcs[i].state != arcSecondary })
	slices.SortFunc(hidden, func(a, b int) int { return n.cheaper(b, a) })
	n.work = 0
	for _, i := range hidden {
		if n.work > searchLimit {
			return
		}
		n.arcs[i].state = arcShown
		if _, _, fault := n.fault(); fault {
			n.arcs[i].state = arcSecondary
		}
	}
}

// hideTies hides all cells that are equal to a cell of their line hidden to protect
// others, and reports whether there were any.
func (n *network) hideTies() (hidden bool) {
	for node := range n.rows + n.columns {
		if n.arcs[n.whole(node)].state == arcFree {
			continue
		}
		tied := map[int64]bool{}
		for _, i := range n.at[node] {
			if a := n.arcs[i]; !a.total && a.state == arcSecondary {
				tied[a.value] = true
			}
		}
		for _, i := range n.at[node] {
			if tied[n.arcs[i].value] && n.candidate(i, false) {
				n.arcs[i].state = arcSecondary
				hidden = true
			}
		}
	}
	return hidden
}
