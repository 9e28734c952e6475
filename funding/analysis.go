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

// accumulator is one row of an analysis under way: two sums over the same money, and
// on whose amounts they rest.
type accumulator struct {
	first, second total
	who           recipientCount
	home          uint64 // the row's number under its dimensions by recipient alone
}

// accumulators are the rows of an analysis. Like those of a Table they stand in the
// order of their dimensions' values.
type accumulators struct {
	op     string
	scope  *scope
	layout *layout
	homes  *layout
	rows   map[uint64]*accumulator
}

// accumulators begins an analysis of a kind by these dimensions.
func (b *Book) accumulators(op string, kind analyses, dims []Dimension) (*accumulators, error) {
	l, err := b.index.newLayout(op, dims)
	if err != nil {
		return nil, err
	}
	for _, d := range dims {
		if d.parts().analyses&kind == 0 {
			return nil, fault.New(op, validate.Conflict, d.String(), "this analysis cannot be divided by it")
		}
	}
	return &accumulators{op: op, scope: b.scope, layout: l, homes: l.only(Dimension.ofRecipient), rows: map[uint64]*accumulator{}}, nil
}

// at returns the accumulator of a cell.
func (s *accumulators) at(c cell) *accumulator {
	n := s.layout.base(c)
	row, ok := s.rows[n]
	if !ok {
		row = &accumulator{home: s.homes.base(c)}
		s.rows[n] = row
	}
	return row
}

// analysisRow is an accumulator as it is reported.
type analysisRow struct {
	key           Key
	first, second Money
	coverage      KnownOf
}

// difference returns the first sum less the second.
func (f analysisRow) difference() (Money, error) { return f.first.Sub(f.second) }

// findings returns the accumulators in order. The coverage of each is the vanguards
// behind its sums, out of those that the view and the key mean.
func (s *accumulators) findings() ([]analysisRow, error) {
	population := map[uint64]int{}
	for v := range s.layout.dicts.vanguards.Values {
		if kept(s.scope.keepVanguards, v) {
			population[s.homes.base(s.layout.cellOfVanguard(v))]++
		}
	}
	out := make([]analysisRow, 0, len(s.rows))
	for _, n := range slices.Sorted(maps.Keys(s.rows)) {
		row := s.rows[n]
		people := population[row.home]
		if people > 0 {
			row.who.vanguardsOnly()
		}
		f := analysisRow{coverage: row.who.of(row.who.anyKnown(), people)}
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

// contributionPair is what two queries say of the same money; zero claims for nothing.
type contributionPair struct{ first, second contribution }

// both reports whether both amounts are known.
func (m contributionPair) both() bool { return m.first.known && m.second.known }

// either returns a claim of the money.
func (m contributionPair) either() contribution {
	if m.first.status != 0 {
		return m.first
	}
	return m.second
}

// pairsOf returns what two queries of one view say, allocation by allocation and
// part by part, where at least one of them says something.
func pairsOf(first, second *query) iter.Seq[contributionPair] {
	return func(yield func(contributionPair) bool) {
		next, stop := iter.Pull(second.each)
		defer stop()
		b, more := next()
		for a := range first.each {
			for ; more && b.before(a); b, more = next() {
				if !yield(contributionPair{second: b}) {
					return
				}
			}
			m := contributionPair{first: a}
			if more && !a.before(b) {
				m.second = b
				b, more = next()
			}
			if !yield(m) {
				return
			}
		}
		for ; more; b, more = next() {
			if !yield(contributionPair{second: b}) {
				return
			}
		}
	}
}

// before reports whether a claim stands before another in the order of a query.
func (c contribution) before(o contribution) bool {
	return c.position < o.position || c.position == o.position && c.cell.party < o.cell.party
}

// pairKey is whose money an analysis holds against other money of the same: a
// recipients, under one row, in one year or of one stream where the analysis asks.
type pairKey struct {
	row          uint64
	party        uint32
	span, stream uint32
}

// pairedSums is the money under a key, on the two sides of a comparison.
type pairedSums struct {
	cell cell
	side [2]struct {
		sum            total
		there, unknown bool
	}
}

// sumsByKey gathers the money of pairs of keys.
type sumsByKey map[pairKey]*pairedSums

// add adds a contribution to one side of the money under its key.
func (h sumsByKey) add(who pairKey, side int, c contribution) {
	held, ok := h[who]
	if !ok {
		held = &pairedSums{cell: c.cell}
		h[who] = held
	}
	s := &held.side[side]
	s.there = true
	s.unknown = s.unknown || !c.known
	s.sum.add(c.amount)
}

// known reports whether one side is there and wholly known.
func (h *pairedSums) known(side int) bool { return h.side[side].there && !h.side[side].unknown }

// into adds the sums of which both sides are known to an analysis's rows.
func (h sumsByKey) into(s *accumulators) {
	for _, held := range h {
		row, both := s.at(held.cell), held.known(0) && held.known(1)
		row.who.note(s.layout.recipients(held.cell), both)
		if both {
			row.first.plus(held.side[0].sum)
			row.second.plus(held.side[1].sum)
		}
	}
}

// recipientCount notes whose amounts are known, vanguard by vanguard. The zero value is
// empty.
type recipientCount struct{ seen map[int]recipientFigures }

// recipientFigures says which amounts a vanguard, at its place in the programme, has.
type recipientFigures struct{ known, unknown bool }

// note records an amount of these recipients, known or not.
func (c *recipientCount) note(recipients []int, known bool) {
	if c.seen == nil {
		c.seen = map[int]recipientFigures{}
	}
	for _, v := range recipients {
		s := c.seen[v]
		s.known, s.unknown = s.known || known, s.unknown || !known
		c.seen[v] = s
	}
}

// vanguardsOnly forgets the programme's own money, which has no recipient.
func (c *recipientCount) vanguardsOnly() { delete(c.seen, noVanguard) }

// anyKnown returns how many have a known amount.
func (c recipientCount) anyKnown() int {
	return c.count(func(s recipientFigures) bool { return s.known })
}

// whole returns how many have amounts, all of them known.
func (c recipientCount) whole() int {
	return c.count(func(s recipientFigures) bool { return s.known && !s.unknown })
}

func (c recipientCount) count(is func(recipientFigures) bool) int {
	n := 0
	for _, s := range c.seen {
		if is(s) {
			n++
		}
	}
	return n
}

// of returns the coverage of a population, which is at least those seen.
func (c recipientCount) of(known, population int) KnownOf {
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
