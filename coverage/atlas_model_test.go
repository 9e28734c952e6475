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
// model knows who lives in each area, person by person, and tries every way in
// which the footprints' people can be chosen. What it finds fewest and most of must
// lie within what the atlas says, for every figure, and be it where all parts are of
// all of their area.

// modelPart is a part of one area: which of its people it may hold, as bits, and how
// many of them.
type modelPart struct {
	of        uint
	low, high int64
}

// modelArea is the people of one area, one bit each, and what the footprints hold of
// them, in the order of their ids.
type modelArea struct {
	people int
	groups map[string]uint // by age: who
	parts  [][]modelPart   // by footprint
	plain  bool            // all parts are of all the area's people
}

// model lays the footprints of a survey on its base, without any of the atlas's
// code.
func model(s coverage.Survey) ([]modelArea, []coverage.Footprint) {
	footprints := slices.SortedFunc(slices.Values(s.Footprints), func(a, b coverage.Footprint) int { return cmp.Compare(a.ID, b.ID) })
	var areas []modelArea
	var codes []coverage.AreaCode
	for _, u := range s.Base.Units {
		if !slices.Contains(codes, u.Area) {
			codes = append(codes, u.Area)
		}
	}
	for _, code := range codes {
		a := modelArea{groups: map[string]uint{}, parts: make([][]modelPart, len(footprints)), plain: true}
		var who []map[string]string
		for _, u := range s.Base.Units {
			for range u.People * boolInt(u.Area == code) {
				a.groups[u.Attributes["age"]] |= 1 << len(who)
				who = append(who, u.Attributes)
			}
		}
		a.people = len(who)
		for f, footprint := range footprints {
			for _, part := range footprint.Units {
				if part.Area != code {
					continue
				}
				one := modelPart{}
				for person, attributes := range who {
					if includes(attributes, part.Cells) {
						one.of |= 1 << person
					}
				}
				share := part.Share.Ratio()
				one.low = halfEven(big.NewRat(ones(one.of)*share.Num, share.Den))
				one.high = one.low
				switch part.Bound {
				case caremodel.AtMost, caremodel.NotStated:
					one.low = 0
				case caremodel.AtLeast:
					one.high = ones(one.of)
				}
				a.parts[f] = append(a.parts[f], one)
				a.plain = a.plain && len(part.Cells) == 0
			}
		}
		areas = append(areas, a)
	}
	return areas, footprints
}

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func includes(have, want map[string]string) bool {
	for k, v := range want {
		if have[k] != v {
			return false
		}
	}
	return true
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
	groups    []extremes // of the union, by age
}

func newTally(footprints int) *tally {
	t := &tally{
		times: make([]extremes, footprints+1), both: make([][]extremes, footprints),
		exclusive: make([]extremes, footprints), added: make([]extremes, footprints), upTo: make([]extremes, footprints), groups: make([]extremes, len(modelAges)),
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
	for i := range t.groups {
		visit(&t.groups[i], &u.groups[i])
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

// choices returns every set of people that a footprint may hold of the area.
func (a modelArea) choices(footprint int) []uint {
	var sets []uint
	for set := range uint(1) << a.people {
		left, fits := set, true
		for _, p := range a.parts[footprint] {
			n := ones(set & p.of)
			fits = fits && p.low <= n && n <= p.high
			left &^= p.of
		}
		if fits && left == 0 {
			sets = append(sets, set)
		}
	}
	return sets
}

// count tries every choice of people in one area and returns the extremes of each
// figure. A choice is a set of people for each footprint.
func (a modelArea) count() *tally {
	n := len(a.parts)
	best := newTally(n)
	first := true
	sets := make([]uint, n)
	choices := make([][]uint, n)
	for f := range n {
		choices[f] = a.choices(f)
	}
	var choose func(f int)
	choose = func(f int) {
		if f < n {
			for _, sets[f] = range choices[f] {
				choose(f + 1)
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
		for i, age := range modelAges {
			exact(&one.groups[i], ones(union&a.groups[age]))
		}
		for person := range a.people {
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

// modelAges are the groups of the model; people without an age are the last.
var modelAges = []string{"a", "b", ""}

func ones(set uint) int64 {
	n := int64(0)
	for ; set > 0; set &= set - 1 {
		n++
	}
	return n
}

// countAll adds the areas up: what is chosen in one says nothing about another.
func countAll(areas []modelArea, footprints int) *tally {
	all := newTally(footprints)
	for _, a := range areas {
		all.each(a.count(), func(a, b *extremes) { *a = extremes{a.low + b.low, a.high + b.high} })
	}
	return all
}

// smallSurvey draws a survey that the model can count: a handful of cells with up
// to two people, and up to three footprints on them.
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
			units = append(units, coverage.Population{Area: code, People: rapid.Int64Range(0, 2).Draw(t, "people"), Attributes: attributes})
			if attributes != nil {
				cellsOf[code] = append(cellsOf[code], attributes)
			}
		}
	}
	s := atlasSurvey(units...)
	for f := range rapid.IntRange(0, 3).Draw(t, "footprints") {
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
			if other := otherCells(cellsOf[part.Area], part.Cells); other != nil && rapid.Bool().Draw(t, "two parts") {
				footprint.Units = append(footprint.Units, coverage.Part{Area: part.Area, Cells: other, Share: drawShare(t)})
			}
		}
		if len(footprint.Units) > 0 {
			s.Footprints = append(s.Footprints, footprint)
		}
	}
	return s
}

// otherCells returns cells that differ from the part's, if it has some.
func otherCells(all []map[string]string, part map[string]string) map[string]string {
	for _, cells := range all {
		if part != nil && cells["age"] != part["age"] {
			return cells
		}
	}
	return nil
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

// figures holds every figure of a selection of all footprints against what the model
// finds: it contains that, and is it where tight.
func figures(t *rapid.T, all *coverage.Selection, want *tally, footprints []coverage.Footprint, tight bool) {
	holds := func(e extremes, got coverage.Estimate, what string, args ...any) {
		require.LessOrEqual(t, got.Low, e.low, what, args)
		require.GreaterOrEqual(t, got.High, e.high, what, args)
		if tight {
			require.Equal(t, e, extremes{got.Low, got.High}, what, args)
		}
	}
	holds(want.covered, all.Covered(), "covered")
	people := map[int]coverage.Estimate{}
	for _, m := range all.Account().Multiplicity {
		people[m.Times] = m.People
	}
	for times := 1; times <= len(footprints); times++ {
		holds(want.times[times], people[times], "in exactly %d footprints", times)
	}
	if b, err := all.Breakdown("age"); err == nil {
		for i, age := range modelAges[:2] {
			g, _ := b.Group(age)
			holds(want.groups[i], g.Covered, "age %s", age)
		}
		holds(want.groups[2], b.Unknown().Covered, "no age")
	}
	matrix, brought := all.Overlap(), all.Contributions()
	for i := range footprints {
		for j := range footprints {
			holds(want.both[i][j], matrix.At(i, j), "both %d and %d", i, j)
		}
		holds(want.both[i][i], brought[i].People, "people %d", i)
		holds(want.exclusive[i], brought[i].Exclusive, "exclusive %d", i)
		require.Equal(t, brought[i].Exclusive, brought[i].Marginal)
	}
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
		holds(want.added[i], step.Added, "added %d", i)
		holds(want.upTo[i], step.Covered, "up to %d", i)
	}
}

// Every figure contains what the model finds by trying every choice of people, and
// is it where all parts are of all of their area: the bounds are right, and then none
// can be tighter.
func TestAtlas_ContainsEveryChoiceOfPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallSurvey(t)
		areas, footprints := model(s)
		want := countAll(areas, len(footprints))
		plain := !slices.ContainsFunc(areas, func(a modelArea) bool { return !a.plain })
		all := selectAll(t, s)
		figures(t, all, want, footprints, plain)

		account := all.Account()
		require.Equal(t, all.Covered(), account.Covered)
		require.Equal(t, max(0, account.Naive-account.Covered.High), account.DoubleCounted.Low)
		require.Equal(t, account.Naive-account.Covered.Low, account.DoubleCounted.High)

		matrix := all.Overlap()
		require.Equal(t, len(footprints), matrix.Len())
		brought := all.Contributions()
		attributed, naive := int64(0), int64(0)
		for i, f := range footprints {
			require.Equal(t, f.ID, matrix.Footprint(i))
			require.Equal(t, f.ID, brought[i].Footprint)
			require.Equal(t, f.Vanguard, brought[i].Vanguard)
			require.Equal(t, want.both[i][i], extremes{brought[i].People.Low, brought[i].People.High})
			attributed += brought[i].Attributed
			require.LessOrEqual(t, brought[i].Attributed, brought[i].People.High+1)
			naive += brought[i].People.High
		}
		require.Equal(t, naive, account.Naive)
		require.Equal(t, all.Covered().High, attributed)
	})
}
