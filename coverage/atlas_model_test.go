package coverage_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// This file holds the atlas against a small model of the same questions. The
// model knows who lives in each cell, person by person, and tries every way in
// which the footprints' people can be chosen. What it finds fewest and most of is
// what the atlas must say, for every figure.

// modelCell is one cell of the base and how many of its people each footprint
// holds, at least and at most.
type modelCell struct {
	coverage.Population
	low, high []int64 // by footprint, in the order of their ids
}

// model lays the footprints of a survey on its base, without any of the atlas's
// code.
func model(s coverage.Survey) ([]modelCell, []coverage.Footprint) {
	footprints := slices.SortedFunc(slices.Values(s.Footprints), func(a, b coverage.Footprint) int { return cmp.Compare(a.ID, b.ID) })
	cells := make([]modelCell, len(s.Base.Units))
	for i, u := range s.Base.Units {
		cells[i] = modelCell{Population: u, low: make([]int64, len(footprints)), high: make([]int64, len(footprints))}
	}
	for f, footprint := range footprints {
		for _, part := range footprint.Units {
			var of []int // the cells that the part may cover, in cell order
			for i, c := range cells {
				if c.Area == part.Area && includes(c.Attributes, part.Cells) {
					of = append(of, i)
				}
			}
			slices.SortFunc(of, func(a, b int) int { return cmp.Compare(attributeKey(cells[a]), attributeKey(cells[b])) })
			for i, n := range modelShare(cells, of, part.Share.Ratio()) {
				low, high := n, n
				switch part.Bound {
				case caremodel.AtMost, caremodel.NotStated:
					low = 0
				case caremodel.AtLeast:
					high = cells[of[i]].People
				}
				cells[of[i]].low[f] = max(cells[of[i]].low[f], low)
				cells[of[i]].high[f] = min(cells[of[i]].People, cells[of[i]].high[f]+high)
			}
		}
	}
	return cells, footprints
}

func includes(have, want map[string]string) bool {
	for k, v := range want {
		if have[k] != v {
			return false
		}
	}
	return true
}

// attributeKey sorts the model's cells as the atlas does: its values are single
// letters.
func attributeKey(c modelCell) string {
	return fmt.Sprint(c.Attributes["age"], "|", c.Attributes["need"])
}

// modelShare is share x the people of these cells, rounded half to even, shared
// out by largest remainder, ties to the earlier cell: in fractions.
func modelShare(cells []modelCell, of []int, share caremodel.Ratio) []int64 {
	people := new(big.Rat)
	for _, i := range of {
		people.Add(people, big.NewRat(cells[i].People, 1))
	}
	out := make([]int64, len(of))
	if people.Sign() == 0 {
		return out
	}
	total := halfEven(new(big.Rat).Mul(people, big.NewRat(share.Num, share.Den)))
	type claimant struct {
		at   int
		rest *big.Rat
	}
	var claimants []claimant
	left := total
	for n, i := range of {
		exact := new(big.Rat).Mul(big.NewRat(total, 1), new(big.Rat).Quo(big.NewRat(cells[i].People, 1), people))
		out[n] = new(big.Int).Quo(exact.Num(), exact.Denom()).Int64()
		left -= out[n]
		claimants = append(claimants, claimant{n, exact.Sub(exact, big.NewRat(out[n], 1))})
	}
	slices.SortStableFunc(claimants, func(a, b claimant) int { return b.rest.Cmp(a.rest) })
	for _, c := range claimants[:left] {
		out[c.at]++
	}
	return out
}

func halfEven(r *big.Rat) int64 {
	n := new(big.Int).Quo(r.Num(), r.Denom()).Int64()
	switch rest := new(big.Rat).Sub(r, big.NewRat(n, 1)); rest.Cmp(big.NewRat(1, 2)) {
	case 1:
		n++
	case 0:
		n += n % 2
	}
	return n
}

// extremes are the fewest and the most of a figure over every choice of people.
type extremes struct{ low, high int64 }

// tally is every figure that the model counts.
type tally struct {
	covered   extremes
	times     []extremes   // by times
	both      [][]extremes // by footprint and footprint
	exclusive []extremes
	added     []extremes // in the order of the footprints, backwards
	upTo      []extremes // the union of the last so many
}

func newTally(footprints int) *tally {
	t := &tally{
		times: make([]extremes, footprints+1), both: make([][]extremes, footprints),
		exclusive: make([]extremes, footprints), added: make([]extremes, footprints), upTo: make([]extremes, footprints),
	}
	for i := range t.both {
		t.both[i] = make([]extremes, footprints)
	}
	return t
}

// each visits every figure of two tallies together.
func (t *tally) each(u *tally, visit func(a, b *extremes)) {
	visit(&t.covered, &u.covered)
	for i := range t.times {
		visit(&t.times[i], &u.times[i])
	}
	for i := range t.both {
		visit(&t.exclusive[i], &u.exclusive[i])
		visit(&t.added[i], &u.added[i])
		visit(&t.upTo[i], &u.upTo[i])
		for j := range t.both[i] {
			visit(&t.both[i][j], &u.both[i][j])
		}
	}
}

// count tries every choice of people in one cell and returns the extremes of each
// figure. A choice is a set of people for each footprint, as bits.
func (c modelCell) count() *tally {
	n := len(c.low)
	best := newTally(n)
	first := true
	sets := make([]uint, n)
	var choose func(f int)
	choose = func(f int) {
		if f < n {
			for set := range uint(1) << c.People {
				if size := ones(set); c.low[f] <= size && size <= c.high[f] {
					sets[f] = set
					choose(f + 1)
				}
			}
			return
		}
		one := newTally(n)
		exact := func(e *extremes, people int64) { *e = extremes{people, people} }
		union := uint(0)
		for i := n - 1; i >= 0; i-- {
			exact(&one.added[i], ones(sets[i]&^union))
			union |= sets[i]
			exact(&one.upTo[i], ones(union))
			others := uint(0)
			for j := range n {
				exact(&one.both[i][j], ones(sets[i]&sets[j]))
				if j != i {
					others |= sets[j]
				}
			}
			exact(&one.exclusive[i], ones(sets[i]&^others))
		}
		exact(&one.covered, ones(union))
		for person := range c.People {
			in := 0
			for _, set := range sets {
				in += int(set >> person & 1)
			}
			one.times[in].low++
			one.times[in].high++
		}
		best.each(one, func(a, b *extremes) {
			if first {
				*a = *b
			}
			*a = extremes{min(a.low, b.low), max(a.high, b.high)}
		})
		first = false
	}
	choose(0)
	return best
}

func ones(set uint) int64 {
	n := int64(0)
	for ; set > 0; set &= set - 1 {
		n++
	}
	return n
}

// countAll adds the cells up: what is chosen in one says nothing about another.
func countAll(cells []modelCell, footprints int) *tally {
	all := newTally(footprints)
	for _, c := range cells {
		all.each(c.count(), func(a, b *extremes) { *a = extremes{a.low + b.low, a.high + b.high} })
	}
	return all
}

// smallSurvey draws a survey that the model can count: a handful of cells with up
// to three people, and up to four footprints on them.
func smallSurvey(t *rapid.T) coverage.Survey {
	areas := rapid.IntRange(1, 3).Draw(t, "areas")
	var units []coverage.Population
	cellsOf := map[coverage.AreaCode][]map[string]string{}
	for a := range areas {
		code := areaCode(a)
		shapes := rapid.SampledFrom([][]map[string]string{
			{nil},
			{{"age": "a"}, {"age": "b"}},
			{{"age": "a", "need": "x"}, {"age": "a", "need": "y"}, {"age": "b"}},
		}).Draw(t, "cells")
		for _, attributes := range shapes {
			units = append(units, coverage.Population{Area: code, People: rapid.Int64Range(0, 3).Draw(t, "people"), Attributes: attributes})
			if attributes != nil {
				cellsOf[code] = append(cellsOf[code], attributes)
			}
		}
	}
	s := atlasSurvey(units...)
	for f := range rapid.IntRange(0, 4).Draw(t, "footprints") {
		footprint := coverage.Footprint{
			ID:       coverage.FootprintID(fmt.Sprintf("f%d", f)),
			Vanguard: atlasVanguard(rapid.IntRange(0, 2).Draw(t, "vanguard")),
			Layer:    rapid.SampledFrom([]string{"population", "network"}).Draw(t, "layer"),
		}
		for a := range areas {
			if rapid.Bool().Draw(t, "leave out") {
				continue
			}
			part := coverage.Part{Area: areaCode(a), Share: drawShare(t), Bound: rapid.SampledFrom([]caremodel.Bound{
				caremodel.Exactly, caremodel.Exactly, caremodel.About, caremodel.AtMost, caremodel.AtLeast,
			}).Draw(t, "bound")}
			if cells := cellsOf[part.Area]; cells != nil && rapid.IntRange(0, 2).Draw(t, "limit") == 0 {
				part.Cells = maps.Clone(rapid.SampledFrom(cells).Draw(t, "cell"))
			}
			footprint.Units = append(footprint.Units, part)
		}
		if len(footprint.Units) > 0 {
			s.Footprints = append(s.Footprints, footprint)
		}
	}
	return s
}

func drawShare(t *rapid.T) coverage.Share {
	if rapid.Bool().Draw(t, "whole") {
		return coverage.Share{}
	}
	den := rapid.Int64Range(2, 7).Draw(t, "den")
	share, err := coverage.ShareOf(rapid.Int64Range(1, den-1).Draw(t, "num"), den)
	require.NoError(t, err)
	return share
}

// Every figure is what the model finds by trying every choice of people: the
// bounds are right and none can be tighter.
func TestAtlasAgreesWithEveryChoiceOfPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallSurvey(t)
		cells, footprints := model(s)
		want := countAll(cells, len(footprints))
		all := selectAll(t, s)
		of := int64(0)
		for _, u := range s.Base.Units {
			of += u.People
		}
		estimate := func(e extremes) coverage.Estimate { return coverage.Estimate{Low: e.low, High: e.high, Of: of} }

		account := all.Account()
		require.Equal(t, estimate(want.covered), all.Covered())
		require.Equal(t, estimate(want.covered), account.Covered)
		naive := int64(0)
		for _, c := range cells {
			for _, n := range c.high {
				naive += n
			}
		}
		require.Equal(t, naive, account.Naive)
		require.Equal(t, coverage.Estimate{Low: max(0, naive-want.covered.high), High: naive - want.covered.low, Of: of}, account.DoubleCounted)

		people := map[int]coverage.Estimate{}
		for _, m := range account.Multiplicity {
			people[m.Times] = m.People
		}
		for times := 1; times <= len(footprints); times++ {
			got, listed := people[times]
			if !listed {
				got = coverage.Estimate{Of: of}
			}
			require.Equal(t, estimate(want.times[times]), got, "in exactly %d footprints", times)
		}

		matrix := all.Overlap()
		require.Equal(t, len(footprints), matrix.Len())
		standings := all.Contributions()
		attributed := int64(0)
		for i, f := range footprints {
			require.Equal(t, f.ID, matrix.Footprint(i))
			for j := range footprints {
				require.Equal(t, estimate(want.both[i][j]), matrix.At(i, j), "%d and %d", i, j)
			}
			require.Equal(t, f.ID, standings[i].Footprint)
			require.Equal(t, f.Vanguard, standings[i].Vanguard)
			require.Equal(t, estimate(want.both[i][i]), standings[i].People)
			require.Equal(t, estimate(want.exclusive[i]), standings[i].Exclusive)
			require.Equal(t, estimate(want.exclusive[i]), standings[i].Marginal)
			attributed += standings[i].Attributed
		}
		require.Equal(t, want.covered.high, attributed)

		if len(footprints) == 0 {
			return
		}
		backwards := slices.Collect(all.Footprints())
		slices.Reverse(backwards)
		steps, err := all.Incremental(backwards...)
		require.NoError(t, err)
		for n, step := range steps {
			i := len(footprints) - 1 - n
			require.Equal(t, footprints[i].ID, step.Footprint)
			require.Equal(t, estimate(want.added[i]), step.Added)
			require.Equal(t, estimate(want.upTo[i]), step.Covered)
		}
	})
}
