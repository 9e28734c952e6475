package funding

import (
	"iter"
	"maps"
	"slices"

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
			population[s.homes.base(cell{party: uint32(v + 1)})]++
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
	if !b.scope.asked {
		return nil
	}
	return fault.New(op, validate.Conflict, "", "the analysis chooses its statuses itself: ask it of a view whose filter names none")
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
