package funding

// census notes whose amounts are known, vanguard by vanguard. The zero value is
// empty.
type census struct{ seen map[int]seen }

// seen says which amounts a vanguard, at its place in the programme, has.
type seen struct{ known, unknown bool }

// note records an amount of these recipients, known or not.
func (c *census) note(recipients []int, known bool) {
	if c.seen == nil {
		c.seen = map[int]seen{}
	}
	for _, v := range recipients {
		s := c.seen[v]
		s.known, s.unknown = s.known || known, s.unknown || !known
		c.seen[v] = s
	}
}

// vanguardsOnly forgets the programme's own money, which has no recipient.
func (c *census) vanguardsOnly() { delete(c.seen, noVanguard) }

// some returns how many have a known amount.
func (c census) some() int { return c.count(func(s seen) bool { return s.known }) }

// whole returns how many have amounts, all of them known.
func (c census) whole() int { return c.count(func(s seen) bool { return s.known && !s.unknown }) }

func (c census) count(is func(seen) bool) int {
	n := 0
	for _, s := range c.seen {
		if is(s) {
			n++
		}
	}
	return n
}

// of returns the coverage of a population, which is at least those seen.
func (c census) of(known, population int) KnownOf {
	return KnownOf{known, max(population, len(c.seen))}
}
