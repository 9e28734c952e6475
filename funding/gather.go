package funding

// gather adds up the claims of a query under the rows of a layout.
func (q *query) gather(op string, l *layout, free bool) (*groups, error) {
	w := streamWatch{index: q.index, free: free}
	var g *groups
	if c := q.cube(l.has(ByVanguard)); c != nil {
		g = newGroups(l)
		q.gatherCells(c, g, &w)
	} else {
		g = q.walk(l, &w)
	}
	return g, w.err(op)
}

// gatherCells adds up the cells of a cube, and what stands apart.
func (q *query) gatherCells(c *cube, g *groups, w *streamWatch) {
	var last cell // without its statuses, of which neither care nor base depends
	var how care
	var row uint64
	for i := range c.cells {
		cell := &c.cells[i]
		if here := cell.apart(); i == 0 || here != last {
			last, how = here, q.careOf(*cell)
			if how == takeEach {
				row = g.layout.base(*cell)
			}
		}
		if how != takeEach {
			continue
		}
		switch s := q.pick[cell.had]; {
		case s != 0:
			w.see(cell.stream)
			g.at(row + g.layout.byStatus[s]).merge(c.entry(i, s))
		case q.told && cell.had != 0:
			g.at(row).uncommitted += c.sizes[i]
		}
	}
	for _, position := range q.apart {
		cell := q.cells[q.cellOf[position]]
		if q.careOf(cell) != takeCare {
			continue
		}
		first, end := q.events(int(position))
		q.gatherParts(int(position), cell, first, end, g, w)
	}
}

// gatherParts adds up an allocation that stands apart.
func (q *query) gatherParts(position int, cell cell, first, end int, g *groups, w *streamWatch) {
	c, ok := q.claim(position, cell, first, end)
	if !ok {
		return
	}
	q.parts(c, func(part claim) bool {
		if part.status != 0 {
			w.see(part.cell.stream)
		}
		g.at(g.layout.base(part.cell)+g.layout.byStatus[part.status]).add(part.status, part.amount, part.known)
		return true
	})
}
