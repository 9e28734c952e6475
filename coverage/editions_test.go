package coverage_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// morecambe is a base of the groups of April 2017, in which 01K is Morecambe Bay: what
// was Lancashire North in 2015, under that code, and a part of Cumbria, 01H.
func morecambe(edition coverage.Edition, code coverage.AreaCode, crosswalks ...coverage.Crosswalk) coverage.Survey {
	s := atlasSurvey(coverage.Population{Area: "01H", People: 318_291}, coverage.Population{Area: "01K", People: 347_484})
	s.Base.Edition, s.Base.AsAt = coverage.EditionCCG2017, caremodel.MustParseDate("2017-06-30")
	s.Crosswalks = crosswalks
	s.Footprints = []coverage.Footprint{{ID: "bay", Vanguard: atlasVanguard(0), Layer: "population", Edition: edition, Units: []coverage.Part{{Area: code}}}}
	return s
}

func covered(t *testing.T, s coverage.Survey) coverage.Estimate {
	sel, err := newAtlas(t, s).Select(coverage.Filter{Layers: population})
	require.NoError(t, err)
	return sel.Covered()
}

// A code that stands in two editions is not the same area: 01K of 2015 has 161,300
// people, and not the 347,484 of 2017.
func TestFootprint_EditionOfItsCodes(t *testing.T) {
	north, _ := coverage.ShareOf(161_300, 347_484)
	south, _ := coverage.ShareOf(186_184, 347_484)
	forward := coverage.Crosswalk{From: coverage.EditionCCG2017, To: coverage.EditionCCG2015, Method: coverage.MethodPopulationWeighted, Weights: []coverage.Weight{
		{From: "01H", To: "01H"}, {From: "01K", To: "01H", Share: south}, {From: "01K", To: "01K", Share: north},
	}}
	exact := func(n int64) coverage.Estimate { return coverage.Estimate{Low: n, High: n, Of: 665_775, Meant: 1} }
	require.Equal(t, exact(161_300), covered(t, morecambe(coverage.EditionCCG2015, "01K", forward)))
	require.Equal(t, exact(318_291+186_184), covered(t, morecambe(coverage.EditionCCG2015, "01H", forward)))
	require.Equal(t, exact(347_484), covered(t, morecambe(coverage.EditionCCG2017, "01K", forward)))

	// A crosswalk from the codes' edition says the same where the people of the base
	// leave no doubt, and bounds where several areas became one.
	moved, _ := coverage.ShareOf(186_184, 318_291+186_184)
	stayed, _ := coverage.ShareOf(318_291, 318_291+186_184)
	from := coverage.Crosswalk{From: coverage.EditionCCG2015, To: coverage.EditionCCG2017, Method: coverage.MethodPopulationWeighted, Weights: []coverage.Weight{
		{From: "01H", To: "01H", Share: stayed}, {From: "01H", To: "01K", Share: moved}, {From: "01K", To: "01K"},
	}}
	require.Equal(t, exact(161_300), covered(t, morecambe(coverage.EditionCCG2015, "01K", from)))
	require.Equal(t, exact(318_291+186_184), covered(t, morecambe(coverage.EditionCCG2015, "01H", from)))
	from.Weights, from.Identity = from.Weights[:2], true
	require.Equal(t, exact(161_300), covered(t, morecambe(coverage.EditionCCG2015, "01K", from)))
	from.Weights, from.Identity = []coverage.Weight{{From: "01H", To: "01H"}, {From: "01J", To: "01K"}, {From: "01K", To: "01K"}}, false
	require.Equal(t, coverage.Estimate{High: 347_484, Of: 665_775, Meant: 1}, covered(t, morecambe(coverage.EditionCCG2015, "01K", from)))

	// Without an edition it is the base's, with a warning.
	s := morecambe("", "01K", forward)
	require.Equal(t, exact(347_484), covered(t, s))
	require.Contains(t, listed(s.Validate(atlasProgramme())), "warning coverage.edition footprints[0].edition")

	// Where no crosswalk leads to the edition, or two chains do, that is an error.
	_, err := coverage.NewAtlas(atlasProgramme(), morecambe(coverage.EditionCCG2015, "01K"))
	require.ErrorIs(t, err, coverage.OtherEdition)
	same := func(from, to coverage.Edition) coverage.Crosswalk {
		return coverage.Crosswalk{From: from, To: to, Method: coverage.MethodExact, Weights: []coverage.Weight{{From: "01H", To: "01H"}, {From: "01K", To: "01K"}}}
	}
	chain := morecambe(coverage.EditionCCG2015, "01K", same(coverage.EditionCCG2017, coverage.EditionCCG2016), same(coverage.EditionCCG2015, coverage.EditionCCG2016))
	require.Equal(t, exact(347_484), covered(t, chain), "a chain, one of whose crosswalks leads back")
	chain.Crosswalks = append(chain.Crosswalks, same(coverage.EditionCCG2017, "CCG 2014"), same("CCG 2014", coverage.EditionCCG2015))
	_, err = coverage.NewAtlas(atlasProgramme(), chain)
	require.ErrorIs(t, err, coverage.OtherEdition)
	require.ErrorContains(t, err, "several chains")
	unknown := morecambe(coverage.EditionCCG2015, "12F", forward)
	_, err = coverage.NewAtlas(atlasProgramme(), unknown)
	require.ErrorIs(t, err, validate.Unknown)
}

// Layers within layers, and parts of one area each of its own cell, cost no more than
// there are of them.
func TestSurvey_GrowsWithItsRecords(t *testing.T) {
	s := atlasSurvey()
	var parts []coverage.Part
	for n := range 20_000 {
		cells := map[string]string{"age": fmt.Sprint(n % 100), "street": fmt.Sprint(n / 100)}
		s.Base.Units = append(s.Base.Units, coverage.Population{Area: areaCode(0), People: 1, Attributes: cells})
		parts = append(parts, coverage.Part{Area: areaCode(0), Cells: cells})
	}
	s.Layers = nil
	for n := range 20_000 {
		layer := coverage.Layer{Name: fmt.Sprint("layer ", n)}
		if n > 0 {
			layer.Within = fmt.Sprint("layer ", n-1)
		}
		s.Layers = append(s.Layers, layer)
	}
	s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "layer 0", Units: parts[:19_999]}}
	all := selectAll(t, s)
	require.EqualValues(t, 19_999, all.Covered().Low)
	require.EqualValues(t, 19_999, all.Covered().High)
	require.Equal(t, 1, len(all.Account().Multiplicity))

	s.Footprints[0].Units = append(slices.Clone(parts), parts[7])
	require.Equal(t, []string{"error duplicate footprints[0].units[20000].area"}, listed(s.Validate(atlasProgramme()).Errors()))
}

// Whoever lived where, the way back from a crosswalk's targets has the true number of
// a source's people between its bounds.
func TestFootprint_WayBackContainsTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sources, targets := rapid.IntRange(1, 4).Draw(t, "sources"), rapid.IntRange(1, 3).Draw(t, "targets")
		s := atlasSurvey()
		s.Base.Edition = "new"
		for to := range targets {
			s.Base.Units = append(s.Base.Units, coverage.Population{Area: areaCode(to)})
		}
		x := coverage.Crosswalk{From: "old", To: "new", Method: coverage.MethodPopulationWeighted}
		truth := make([]int64, sources)
		for from := range sources {
			quarter := rapid.Int64Range(0, 50).Draw(t, "people")
			truth[from] = 4 * quarter
			parts := make([]int64, targets)
			for range 4 {
				parts[rapid.IntRange(0, targets-1).Draw(t, "to")]++
			}
			for to, n := range parts {
				if n == 0 {
					continue
				}
				share, err := coverage.ShareOf(n, 4)
				require.NoError(t, err)
				x.Weights = append(x.Weights, coverage.Weight{From: areaCode(100 + from), To: areaCode(to), Share: share})
				s.Base.Units[to].People += n * quarter
			}
		}
		s.Crosswalks = []coverage.Crosswalk{x}
		for from := range sources {
			s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "population", Edition: "old", Units: []coverage.Part{{Area: areaCode(100 + from)}}}}
			a, err := coverage.NewAtlas(atlasProgramme(), s)
			require.NoError(t, err)
			sel, err := a.Select(coverage.Filter{Layers: population})
			require.NoError(t, err)
			require.LessOrEqual(t, sel.Covered().Low, truth[from])
			require.GreaterOrEqual(t, sel.Covered().High, truth[from])
		}
	})
}
