package funding

import (
	"encoding/json"
	"strconv"

	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
)

// Vanguards returns of how many vanguards, of those that the key and the view mean,
// the row with a key has a known amount and none that is not stated: "8 of 14". The
// recipients of joint awards count. A key without a row has none of those that it
// means. All rows are counted when one is first asked for.
//
// The zero key means the whole table, as [Table.Total] does, unless the table has a
// row of money without any of its values, whose key that is.
func (t Table) Vanguards(k Key) KnownOf {
	if t.groups == nil {
		return KnownOf{}
	}
	if _, row := t.Row(k); k == (Key{}) && !row {
		return t.groups.vanguards().whole
	}
	n, ok := t.groups.layout.find(k)
	if !ok {
		return KnownOf{}
	}
	return t.groups.vanguards().of(n)
}

// vanguardsKnown tells whose amounts the rows of a table rest on.
type vanguardsKnown struct {
	layout, homes *layout // homes: under the dimensions by recipient alone
	meant         map[uint64]int
	rows          map[uint64]KnownOf // those with an amount, whether known or not
	whole         KnownOf
}

// of returns the count of the row with a number.
func (c *vanguardsKnown) of(n uint64) KnownOf {
	if known, ok := c.rows[n]; ok {
		return known
	}
	return KnownOf{Of: c.population(n)}
}

// population returns how many vanguards a row means.
func (c *vanguardsKnown) population(n uint64) int {
	var k Key
	c.layout.key(n, &k)
	home, _ := c.homes.find(k)
	return c.meant[home]
}

// vanguards returns the counts of all rows, which are made once.
func (g *groups) vanguards() *vanguardsKnown {
	g.once.Do(func() { g.known = g.countVanguards() })
	return &g.known
}

// countVanguards counts the vanguards of all rows in one pass: over the cells of a
// cube where it answers the question, otherwise over the allocations.
func (g *groups) countVanguards() vanguardsKnown {
	q, l := g.query, g.layout
	out := vanguardsKnown{layout: l, homes: l.only(Dimension.ofRecipient), meant: map[uint64]int{}, rows: map[uint64]KnownOf{}}
	for v := range l.dicts.vanguards.Values {
		if kept(q.keepVanguards, v) {
			out.meant[out.homes.base(l.cellOfVanguard(v))]++
			out.whole.Of++
		}
	}
	whole, rows := recipientCount{}, map[uint64]*recipientCount{}
	note := func(c cell, s Status, known bool) {
		n := l.base(c) + l.byStatus[s]
		if rows[n] == nil {
			rows[n] = &recipientCount{}
		}
		for _, who := range [...]*recipientCount{rows[n], &whole} {
			who.note(l.recipients(c), known)
		}
	}
	if cube := q.cube(true); cube != nil {
		q.noteCells(cube, note)
	} else {
		for c := range q.each {
			if c.status != 0 {
				note(c.cell, c.status, c.known)
			}
		}
	}
	for n, who := range rows {
		who.vanguardsOnly()
		out.rows[n] = who.of(who.whole(), out.population(n))
	}
	whole.vanguardsOnly()
	out.whole = whole.of(whole.whole(), out.whole.Of)
	return out
}

// noteCells passes what is known and what is not of each cell of a cube, and of what
// stands apart.
func (q *query) noteCells(c *facts.Cube[cell], note func(c cell, s Status, known bool)) {
	for i, cell := range c.Cells {
		s := q.pick[cell.had]
		if s == 0 || q.modeOf(cell) != takeEach {
			continue
		}
		t := c.At(i, uint8(s))
		if t.Count > 0 {
			note(cell, s, true)
		}
		if t.Unknown > 0 {
			note(cell, s, false)
		}
	}
	for part := range q.standApart {
		if part.status != 0 {
			note(part.cell, part.status, part.known)
		}
	}
}

// Summary is the row of a whole view, and of how many vanguards it is known.
type Summary struct {
	Row
	Vanguards KnownOf // with a known amount and none that is not stated, of those that the view means
}

// Summary returns the honest first answer of a view: what it adds up to, and for how
// many of the vanguards that it means this is known. Its errors are those of
// [Book.Table].
func (b *Book) Summary() (Summary, error) {
	b = b.orEmpty()
	t, err := b.Table()
	if err != nil {
		return Summary{}, err
	}
	return t.summary(), nil
}

// summary returns the row of the whole table, with its vanguards.
func (t Table) summary() Summary {
	s := Summary{Row: t.total}
	if t.groups != nil {
		s.Vanguards = t.groups.vanguards().whole
	}
	return s
}

// String returns the sum and what it rests on: "£6.30m, known for 2 of 9 vanguards",
// or "not known for any of 9 vanguards".
func (s Summary) String() string {
	sum, known := s.Amount()
	if !known {
		return "not known for any of " + strconv.Itoa(s.Vanguards.Of) + " vanguards"
	}
	return sum.FormatShort(2) + ", known for " + strconv.Itoa(s.Vanguards.Known) + " of " + strconv.Itoa(s.Vanguards.Of) + " vanguards"
}

// MarshalJSON writes the row, with the vanguards beside its figures.
func (s Summary) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		rowJSON
		Vanguards KnownOf `json:"vanguards"`
	}{s.Row.forJSON(), s.Vanguards})
}
