package funding

import (
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// strand is one row of an analysis under way: two sums over the same money, and
// on whose amounts they rest.
type strand struct {
	first, second total
	who           census
	home          uint64 // the row's number under its dimensions by recipient alone
}

// strands are the rows of an analysis. Like those of a Table they stand in the
// order of their dimensions' values.
type strands struct {
	op     string
	scope  *scope
	layout *layout
	homes  *layout
	rows   map[uint64]*strand
}

// strands begins an analysis by these dimensions; barred are those that make no
// sense for it.
func (b *Book) strands(op string, dims []Dimension, barred ...Dimension) (*strands, error) {
	var byRecipient []Dimension
	for _, d := range dims {
		if slices.Contains(barred, d) {
			return nil, fault.New(op, validate.Conflict, d.String(), "this analysis cannot be divided by it")
		}
		if recipientDimension(d) {
			byRecipient = append(byRecipient, d)
		}
	}
	l, err := b.index.newLayout(op, dims)
	if err != nil {
		return nil, err
	}
	homes, err := b.index.newLayout(op, byRecipient)
	if err != nil {
		return nil, err
	}
	return &strands{op: op, scope: b.scope, layout: l, homes: homes, rows: map[uint64]*strand{}}, nil
}

// at returns the strand of a cell.
func (s *strands) at(c cell) *strand {
	n := s.layout.base(c)
	row, ok := s.rows[n]
	if !ok {
		row = &strand{home: s.homes.base(c)}
		s.rows[n] = row
	}
	return row
}

// finding is a strand as it is reported.
type finding struct {
	key           Key
	first, second Money
	coverage      KnownOf
}

// difference returns the first sum less the second.
func (f finding) difference() (Money, error) { return f.first.Sub(f.second) }

// findings returns the strands in order. The coverage of each is the vanguards
// behind its sums, out of those that the view and the key mean.
func (s *strands) findings() ([]finding, error) {
	population := map[uint64]int{}
	for v := range s.layout.vanguards.values {
		if kept(s.scope.keepVanguards, v) {
			population[s.homes.base(s.layout.cellOfVanguard(v))]++
		}
	}
	out := make([]finding, 0, len(s.rows))
	for _, n := range slices.Sorted(maps.Keys(s.rows)) {
		row := s.rows[n]
		people := population[row.home]
		if people > 0 {
			row.who.vanguardsOnly()
		}
		f := finding{coverage: row.who.of(row.who.some(), people)}
		s.layout.key(n, &f.key)
		for _, sum := range [...]struct {
			of   total
			into *Money
		}{{row.first, &f.first}, {row.second, &f.second}} {
			m, ok := sum.of.exact()
			if !ok {
				return nil, fault.New(s.op, validate.Overflow, sum.of.String(), "the amounts add up to more than this; "+moneyRange)
			}
			*sum.into = m
		}
		out = append(out, f)
	}
	return out, nil
}

// nothingKnown reports whether the figures of an analysis rest on nothing: they are
// £0.00 then, which is no figure. The programme's own money has no vanguard.
func nothingKnown(coverage KnownOf, figures ...Money) bool {
	return coverage.Known == 0 && !slices.ContainsFunc(figures, func(m Money) bool { return !m.IsZero() })
}

// unknownFigures is how a row of an analysis is written of which no figure is known.
type unknownFigures struct {
	Key      Key           `json:"key"`
	From     FinancialYear `json:"from,omitzero"`
	To       FinancialYear `json:"to,omitzero"`
	Coverage KnownOf       `json:"coverage"`
}

// ratio returns the share that one amount is of another, not known where the
// other is not above zero.
func ratio(part, whole Money) caremodel.Ratio {
	if whole.pence <= 0 {
		return caremodel.Ratio{}
	}
	return caremodel.Ratio{Num: part.pence, Den: whole.pence}
}

// ownStatuses refuses a view whose filter names statuses to an analysis that
// chooses them itself.
func (b *Book) ownStatuses(op string) error {
	if !b.scope.asked && !b.scope.furthest {
		return nil
	}
	return fault.New(op, validate.Conflict, "", "the analysis chooses its statuses itself: ask it of a view that names none")
}

// couple is what two queries say of the same money; zero claims for nothing.
type couple struct{ first, second claim }

// both reports whether both amounts are known.
func (m couple) both() bool { return m.first.known && m.second.known }

// either returns a claim of the money.
func (m couple) either() claim {
	if m.first.status != 0 {
		return m.first
	}
	return m.second
}

// coupled returns what two queries of one view say, allocation by allocation and
// part by part, where at least one of them says something.
func coupled(first, second *query) iter.Seq[couple] {
	return func(yield func(couple) bool) {
		next, stop := iter.Pull(second.each)
		defer stop()
		b, more := next()
		for a := range first.each {
			for ; more && b.before(a); b, more = next() {
				if !yield(couple{second: b}) {
					return
				}
			}
			m := couple{first: a}
			if more && !a.before(b) {
				m.second = b
				b, more = next()
			}
			if !yield(m) {
				return
			}
		}
		for ; more; b, more = next() {
			if !yield(couple{second: b}) {
				return
			}
		}
	}
}

// before reports whether a claim stands before another in the order of a query.
func (c claim) before(o claim) bool {
	return c.position < o.position || c.position == o.position && c.cell.party < o.cell.party
}

// holder is whose money an analysis holds against other money of the same: a
// party, under one row, in one year or of one stream where the analysis asks.
type holder struct {
	row          uint64
	party        uint32
	span, stream uint32
}

// holding is the money of a holder, on the two sides of a comparison.
type holding struct {
	cell cell
	side [2]struct {
		sum            total
		there, unknown bool
	}
}

// holdings gathers the money of holders.
type holdings map[holder]*holding

// add adds a claim to one side of its holder's money.
func (h holdings) add(who holder, side int, c claim) {
	held, ok := h[who]
	if !ok {
		held = &holding{cell: c.cell}
		h[who] = held
	}
	s := &held.side[side]
	s.there = true
	s.unknown = s.unknown || !c.known
	s.sum.add(c.amount)
}

// known reports whether one side is there and wholly known.
func (h *holding) known(side int) bool { return h.side[side].there && !h.side[side].unknown }

// into adds the holdings of which both sides are known to an analysis's rows.
func (h holdings) into(s *strands) {
	for _, held := range h {
		row, both := s.at(held.cell), held.known(0) && held.known(1)
		row.who.note(s.layout.recipients(held.cell), both)
		if both {
			row.first.plus(held.side[0].sum)
			row.second.plus(held.side[1].sum)
		}
	}
}

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

// KnownOf says how much of what a figure ought to rest on is known. An analysis
// whose coverage is not full speaks of the known part alone.
type KnownOf struct {
	Known int `json:"known"` // of how many there is a figure
	Of    int `json:"of"`    // 0 beside a known part: nobody says how much there is
}

// Full reports whether everything is known. Where nobody says how much there is,
// that cannot be told, and it is false.
func (c KnownOf) Full() bool { return c.Known >= c.Of && !c.openEnded() }

// openEnded reports whether nobody says how much there is.
func (c KnownOf) openEnded() bool { return c.Of == 0 && c.Known > 0 }

// String returns "19 of 50 known", or "11 known, of how many is not said".
func (c KnownOf) String() string {
	if c.openEnded() {
		return strconv.Itoa(c.Known) + " known, of how many is not said"
	}
	return strconv.Itoa(c.Known) + " of " + strconv.Itoa(c.Of) + " known"
}
