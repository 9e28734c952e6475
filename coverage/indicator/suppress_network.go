package indicator

// A table with its totals is a circulation of people: from a source along each row
// total to the row, along each cell from its row to its column, along each column
// total to a sink, and along the grand total back. Each node's inflow equals its
// outflow, which expresses all constraints of the totals. A hidden count can have
// another value if and only if it is on a cycle of hidden counts along which people
// can be moved: forwards always, backwards as long as there are any.
type network struct {
	rows, columns int
	totals        Lines
	rule          SuppressionRule
	arcs          []arc
	at            [][]int // arcs of a node, in either direction

	seen  []int // by node: the search in which it was last seen
	stamp int
	queue []int
	work  int // arcs visited, which bounds the search
}

type arcState uint8

const (
	arcShown arcState = iota
	arcFree           // a total that is not published and needs no protection
	arcPrimary
	arcSecondary
)

type arc struct {
	from, to int
	value    int64
	state    arcState
	total    bool
}

func (a arc) hidden() bool { return a.state >= arcPrimary }

func (n *network) inner(i, j int) int    { return i*n.columns + j }
func (n *network) rowTotal(i int) int    { return n.rows*n.columns + i }
func (n *network) columnTotal(j int) int { return n.rows*n.columns + n.rows + j }
func (n *network) grand() int            { return len(n.arcs) - 1 }

func newNetwork(rows [][]int64, totals Lines, rule SuppressionRule) *network {
	n := &network{rows: len(rows), columns: len(rows[0]), totals: totals, rule: rule}
	source, sink := n.rows+n.columns, n.rows+n.columns+1
	n.arcs = make([]arc, n.rows*n.columns+n.rows+n.columns+1)
	total := func(at, from, to int, line Lines) {
		n.arcs[at] = arc{from: from, to: to, total: true}
		if totals&line == 0 {
			n.arcs[at].state = arcFree
		}
	}
	for i := range rows {
		total(n.rowTotal(i), source, i, RowTotals)
	}
	for j := range n.columns {
		total(n.columnTotal(j), n.rows+j, sink, ColumnTotals)
	}
	total(n.grand(), sink, source, GrandTotal)
	for i, row := range rows {
		for j, v := range row {
			n.arcs[n.inner(i, j)] = arc{from: i, to: n.rows + j, value: v}
			n.arcs[n.rowTotal(i)].value += v
			n.arcs[n.columnTotal(j)].value += v
			n.arcs[n.grand()].value += v
		}
	}
	n.at = make([][]int, sink+1)
	for i := range n.arcs {
		a := &n.arcs[i]
		if a.state == arcShown && a.value >= 1 && a.value <= rule.Threshold {
			a.state = arcPrimary
		}
		n.at[a.from] = append(n.at[a.from], i)
		n.at[a.to] = append(n.at[a.to], i)
	}
	n.seen = make([]int, len(n.at))
	return n
}

// candidate reports whether a count may be hidden to protect others.
func (n *network) candidate(i int, withTotals bool) bool {
	a := &n.arcs[i]
	return a.state == arcShown && (withTotals || !a.total) && (a.value > 0 || !n.rule.KeepZeros)
}

// reach marks the nodes that people can be moved to from a node, without using an
// arc, and reports whether the goal is one of them.
func (n *network) reach(from, without, goal int) bool {
	n.stamp++
	n.seen[from] = n.stamp
	n.queue = append(n.queue[:0], from)
	for len(n.queue) > 0 {
		node := n.queue[len(n.queue)-1]
		n.queue = n.queue[:len(n.queue)-1]
		if node == goal {
			return true
		}
		n.work += len(n.at[node])
		for _, i := range n.at[node] {
			if a := &n.arcs[i]; a.state != arcShown && i != without {
				next := a.to
				if node != a.from {
					if a.value == 0 {
						continue
					}
					next = a.from
				}
				if n.seen[next] != n.stamp {
					n.seen[next] = n.stamp
					n.queue = append(n.queue, next)
				}
			}
		}
	}
	return false
}

// changeable reports whether a hidden count can have another value.
func (n *network) changeable(i int) bool {
	a := n.arcs[i]
	return n.reach(a.to, i, a.from) || a.value > 0 && n.reach(a.from, i, a.to)
}

// remedies appends the candidates of which one must be hidden to make the count
// changeable: those that lead out of the set of nodes that can be reached.
func (n *network) remedies(found []int, i int, withTotals bool) []int {
	a := n.arcs[i]
	for k, from := range []int{a.to, a.from} {
		if k == 1 && a.value == 0 {
			break
		}
		n.reach(from, i, -1)
		for node, stamp := range n.seen {
			if stamp != n.stamp {
				continue
			}
			n.work += len(n.at[node])
			for _, b := range n.at[node] {
				other := n.arcs[b].to
				if other == node {
					other = n.arcs[b].from
				}
				if n.seen[other] != n.stamp && n.candidate(b, withTotals) && (n.arcs[b].from == node || n.arcs[b].value > 0) {
					found = append(found, b)
				}
			}
		}
	}
	return found
}

// whole returns the arc of a node that is the sum of the others.
func (n *network) whole(node int) int {
	switch {
	case node < n.rows:
		return n.rowTotal(node)
	case node < n.rows+n.columns:
		return n.columnTotal(node - n.rows)
	}
	return n.grand()
}

// guarded reports whether the hidden counts of a node's line add up to enough.
func (n *network) guarded(node int) bool {
	whole := n.whole(node)
	if n.arcs[whole].state != arcShown {
		return true
	}
	hides, sum := false, int64(0)
	n.work += len(n.at[node])
	for _, i := range n.at[node] {
		if i == whole {
			continue
		}
		switch a := &n.arcs[i]; {
		case a.state == arcFree:
			return true
		case a.hidden():
			hides = true
			sum += a.value
		}
	}
	return !hides || sum > n.rule.HiddenAbove
}

// parts appends the candidates of a line.
func (n *network) parts(found []int, node int, withTotals bool) []int {
	n.work += len(n.at[node])
	for _, i := range n.at[node] {
		// Hiding the whole makes the line's sum unknown; hiding a part of 0 adds
		// nothing to it.
		if n.candidate(i, withTotals) && n.arcs[i].value > 0 {
			found = append(found, i)
		}
	}
	return found
}

// secure reports which of the arcs are on a cycle of hidden counts above 0, and are
// changeable because of it: all except the bridges of an undirected graph (Tarjan
// 1974).
func (n *network) secure() []bool {
	secure := make([]bool, len(n.arcs))
	order, low := make([]int, len(n.at)), make([]int, len(n.at))
	next := make([]int, len(n.at)) // index among the arcs of a node
	via := make([]int, len(n.at))  // the arc by which a node was found
	clock := 0
	for root := range n.at {
		if order[root] > 0 {
			continue
		}
		clock++
		order[root], low[root], via[root] = clock, clock, -1
		path := []int{root}
		for len(path) > 0 {
			node := path[len(path)-1]
			if next[node] == len(n.at[node]) {
				path = path[:len(path)-1]
				if i := via[node]; i >= 0 {
					parent := path[len(path)-1]
					low[parent] = min(low[parent], low[node])
					secure[i] = low[node] <= order[parent]
				}
				continue
			}
			i := n.at[node][next[node]]
			next[node]++
			a := &n.arcs[i]
			if a.state == arcShown || a.value == 0 || i == via[node] {
				continue
			}
			other := a.from + a.to - node
			if order[other] > 0 {
				secure[i] = true // closes a cycle
				low[node] = min(low[node], order[other])
				continue
			}
			clock++
			order[other], low[other], via[other] = clock, clock, i
			path = append(path, other)
		}
	}
	n.work += len(n.arcs)
	return secure
}
