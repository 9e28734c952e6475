package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// Overlap draws the people whom each two footprints share as bars, the most first. The
// footprints are those of the matrix, in the order given; pairs that share nobody are
// left out. Where footprints hold parts of an area the number has bounds: the fewest
// are dark, and what may come to them is light.
func Overlap(m coverage.Matrix, order []coverage.FootprintID, name func(coverage.FootprintID) string, source string) (Chart, error) {
	pairs, err := pairsOf(m, order)
	if err != nil {
		return Chart{}, err
	}
	var list rows
	for _, c := range pairs {
		words := people(c.people.High)
		if c.people.Low != c.people.High {
			words = people(c.people.Low) + " to " + words
		}
		list = append(list, row{name: name(c.a) + " and " + name(c.b), low: float64(c.people.Low), point: math.NaN(), high: float64(c.people.High), words: words})
	}
	p, places := list.plot("people in both")
	p.X.Min, p.X.Max = 0, list[0].high*1.02
	p.X.Tick.Marker = manyPeople{}
	sure, perhaps := fill{colour: blue, outline: outline}, fill{colour: pale, outline: outline}
	for i, r := range list {
		height := 0.28
		p.Add(bars{fill: perhaps, boxes: []box{{left: r.low, right: r.high, from: places[i] - height, to: places[i] + height}}})
		p.Add(bars{fill: sure, boxes: []box{{left: 0, right: r.low, from: places[i] - height, to: places[i] + height}}})
		p.Add(labels{style: aligned(smallStyle, draw.XLeft, draw.YCenter), texts: []label{{x: r.high, y: places[i], text: r.words, right: 5}}})
	}
	p.Add(spaced{right: list.margin()})
	return Chart{
		Name:  "overlap",
		Title: fmt.Sprintf("%d pairs of vanguards cover some of the same people, at most %s", len(pairs), rounded(pairs[0].people.High)),
		Note: "Each bar is the people who live in the areas of both. All other pairs share nobody. A light bar is people who are perhaps in both: " +
			"a source says that a part of an area is covered, and not which.",
		Source: source,
		Alt:    rowsAlt("Bars of the people in the areas of two vanguards, the most first.", list),
		Plots:  []Panel{{Plot: p, Weight: 1}},
		key:    []keyEntry{{text: "in both", fill: &sure}, {text: "perhaps in both", fill: &perhaps}},
		height: 165 + list.height() + lineHeight(noteStyle)*vg.Length(1),
	}, nil
}

// pair is two footprints that share people.
type pair struct {
	a, b   coverage.FootprintID
	people coverage.Estimate
}

// pairsOf returns the pairs that share anybody, the most people first.
func pairsOf(m coverage.Matrix, order []coverage.FootprintID) ([]pair, error) {
	index := make(map[coverage.FootprintID]int, m.Len())
	for i := range m.Len() {
		index[m.Footprint(i)] = i
	}
	var pairs []pair
	for later, b := range order {
		j, ok := index[b]
		if !ok {
			return nil, fmt.Errorf("chart.Overlap: footprint %q is not in the matrix", b)
		}
		for _, a := range order[:later] {
			if people := m.At(index[a], j); people.High > 0 {
				pairs = append(pairs, pair{a, b, people})
			}
		}
	}
	if len(pairs) == 0 {
		return nil, fmt.Errorf("chart.Overlap: none of %d footprints overlap", len(order))
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.people.High, a.people.High) })
	return pairs, nil
}
