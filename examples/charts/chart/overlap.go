package chart

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// Overlap draws the people whom each two footprints of a selection share as bars, the
// most first. The footprints are those of the order given; pairs that share nobody are
// left out. Where footprints hold parts of an area the number has bounds: the fewest
// are dark, and what may come to them is hatched.
func Overlap(s *coverage.Selection, order []coverage.FootprintID, name func(coverage.FootprintID) string, source string) (Chart, error) {
	pairs, err := pairsOf(s.Overlap(), order)
	if err != nil {
		return Chart{}, err
	}
	var list rows
	for _, c := range pairs {
		list = append(list, row{
			name: name(c.a) + " and " + name(c.b), low: float64(c.people.Low), high: float64(c.people.High),
			words: between(people(c.people.Low), people(c.people.High)),
		})
	}
	sure, perhaps := first, maybe
	return Chart{
		Name:  "overlap",
		Title: fmt.Sprintf("%d pairs of vanguards cover some of the same people: %s in the largest overlap", len(pairs), rounded(pairs[0].people.High)),
		Note: "Each bar is the people who live in the areas of both. No other pair is known to share anybody. A hatched bar is people who are perhaps in both: " +
			"a source says that a part of an area is covered, and not which." + notKnown(s.Covered(), "there may be more pairs"),
		Source: source,
		Alt:    rowsAlt("Bars of the people in the areas of two vanguards, the most first.", list),
		key:    []keyEntry{{text: "in both", fill: &sure}, {text: "perhaps in both", fill: &perhaps}},
		body: func(width vg.Length) (*plot.Plot, vg.Length) {
			g := list.lay(width, false)
			p := g.plot("people in both")
			p.X.Tick.Marker = manyPeople{}
			g.barsOf(p, sure, perhaps)
			return g.body(p)
		},
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

// FootprintNames names footprints by their vanguards, and parts of one vanguard's area by
// what their ids have after the slash too: Accountable Cancer Network, Greater Manchester.
func FootprintNames(p *caremodel.Programme, s coverage.Survey) func(coverage.FootprintID) string {
	names := map[coverage.FootprintID]string{}
	for _, f := range s.Footprints {
		names[f.ID] = p.NameOf(f.Vanguard)
		if _, part, parted := strings.Cut(string(f.ID), "/"); parted {
			names[f.ID] += ", " + placeName(part)
		}
	}
	return func(id coverage.FootprintID) string { return cmp.Or(names[id], string(id)) }
}

// placeName makes a name of a slug: North Central and North East London.
func placeName(slug string) string {
	words := strings.Split(slug, "-")
	for i, word := range words {
		if word != "and" && word != "of" && word != "the" {
			words[i] = sentence(word)
		}
	}
	return strings.Join(words, " ")
}
