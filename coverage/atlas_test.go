package coverage_test

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// answers is everything that an atlas says about some selections, as text.
func answers(t fails, a *coverage.Atlas, attributes ...string) []string {
	out := []string{fmt.Sprint("population ", a.Population())}
	for _, f := range []coverage.Filter{{}, {Layers: []string{"population"}}, {Categories: []caremodel.Category{caremodel.PACS, caremodel.UEC}}} {
		s, err := a.Select(f)
		require.NoError(t, err)
		out = append(out,
			fmt.Sprint("footprints ", slices.Collect(s.Footprints())),
			fmt.Sprint("covered ", s.Covered()),
			fmt.Sprint("independent ", s.Independent()),
			fmt.Sprint("account ", s.Account()),
			fmt.Sprint("each ", s.Contributions()))
		m := s.Overlap()
		for i := range m.Len() {
			for j := range m.Len() {
				low, high := m.Jaccard(i, j)
				out = append(out, fmt.Sprint("both ", m.Footprint(i), m.Footprint(j), m.At(i, j), low, high))
			}
		}
		for _, name := range attributes {
			b, err := s.Breakdown(name)
			if err != nil {
				out = append(out, err.Error())
				continue
			}
			out = append(out, fmt.Sprint("by ", name, slices.Collect(b.Groups()), b.Unknown()))
		}
		gaps := slices.SortedFunc(s.Uncovered(), func(a, b coverage.Gap) int { return cmp.Compare(a.Area, b.Area) })
		out = append(out, fmt.Sprint("uncovered ", gaps))
	}
	return out
}

// Nothing that an atlas says depends on the order of the cells, of the footprints,
// or of the areas in a footprint.
func TestAtlas_DoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallSurvey(t)
		s.Base.Remainder = []coverage.Population{{Area: "E40000001", People: 5, Attributes: map[string]string{"age": "b"}}, {Area: "E40000002", People: 2}}
		want := answers(t, newAtlas(t, s), "age", "need")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		shuffle(random, s.Base.Units)
		shuffle(random, s.Base.Remainder)
		shuffle(random, s.Footprints)
		for _, f := range s.Footprints {
			shuffle(random, f.Units)
		}
		require.Equal(t, want, answers(t, newAtlas(t, s), "age", "need"))
	})
}

func shuffle[T any](random *rand.Rand, list []T) {
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// An atlas answers any number of readers at once with the same figures; the race
// detector watches.
func TestAtlas_ServesConcurrentReaders(t *testing.T) {
	s := overlapping()
	a := newAtlas(t, s)
	want := answers(t, newAtlas(t, s), "age")
	var readers sync.WaitGroup
	got := make([][]string, 8)
	for i := range got {
		readers.Go(func() { got[i] = answers(t, a, "age") })
	}
	readers.Wait()
	for _, g := range got {
		require.Equal(t, want, g)
	}
}

// overlapping is a small survey in which everything occurs: four areas by age, one
// footprint whole on two of them, one that shares one, one of a part, one aside,
// and people outside every area.
func overlapping() coverage.Survey {
	var units []coverage.Population
	for n, people := range []int64{100, 60, 40, 7} {
		for _, age := range []string{"9", "10"} {
			units = append(units, coverage.Population{Area: areaCode(n), People: people, Attributes: map[string]string{"age": age}})
		}
	}
	s := atlasSurvey(units...)
	s.Base.Remainder = []coverage.Population{
		{Area: "E40000001", People: 500},
		{Area: "NO2011", People: 3, Attributes: map[string]string{"age": "9"}},
	}
	half, _ := coverage.ShareOf(1, 2)
	s.Footprints = []coverage.Footprint{
		{ID: "vale", Vanguard: atlasVanguard(1), Layer: "population", Units: []coverage.Part{{Area: areaCode(1)}, {Area: areaCode(2), Share: half}}},
		{ID: "hills", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{{Area: areaCode(0)}, {Area: areaCode(1)}}},
		{ID: "county", Vanguard: atlasVanguard(2), Layer: "network", Units: []coverage.Part{{Area: areaCode(2), Share: half}}},
		{ID: "homes", Vanguard: atlasVanguard(2), Layer: "care-homes", Units: []coverage.Part{{Area: areaCode(3), Cells: map[string]string{"age": "10"}}}},
	}
	return s
}

func TestAccount_ShowsBothFigures(t *testing.T) {
	const everybody = 2*(100+60+40+7) + 503
	account := selectAll(t, overlapping()).Account()
	of := func(low, high int64) coverage.Estimate {
		return coverage.Estimate{Low: low, High: high, Of: everybody, Meant: 3}
	}
	require.Equal(t, coverage.Account{
		Naive:         320 + 160 + 40, // hills, vale and county
		Covered:       of(320+40, 320+80),
		DoubleCounted: of(120, 160),
		Multiplicity: []coverage.Multiple{
			{Times: 1, People: of(200, 280), Units: 1},
			{Times: 2, People: of(120, 160), Units: 2},
		},
		Layers: []string{"network", "population"},
	}, account)
}

func TestAtlas_SelectCombinesFields(t *testing.T) {
	a := newAtlas(t, overlapping())
	for _, c := range []struct {
		name   string
		filter coverage.Filter
		want   []coverage.FootprintID
	}{
		{"the zero filter leaves out what stands aside", coverage.Filter{}, []coverage.FootprintID{"county", "hills", "vale"}},
		{"a layer named is in", coverage.Filter{Layers: []string{"care-homes"}}, []coverage.FootprintID{"homes"}},
		{"a footprint named is in", coverage.Filter{Footprints: []coverage.FootprintID{"homes", "vale"}}, []coverage.FootprintID{"homes", "vale"}},
		{"a vanguard named does not name the layer", coverage.Filter{Vanguards: []caremodel.VanguardID{atlasVanguard(2)}}, []coverage.FootprintID{"county"}},
		{"categories", coverage.Filter{Categories: []caremodel.Category{caremodel.MCP, caremodel.UEC}}, []coverage.FootprintID{"county", "vale"}},
		{"waves", coverage.Filter{Waves: []string{"first"}}, []coverage.FootprintID{"hills", "vale"}},
		{"regions", coverage.Filter{Regions: []string{"South"}}, []coverage.FootprintID{"vale"}},
		{"fields combine with AND", coverage.Filter{Waves: []string{"first"}, Regions: []string{"North"}}, []coverage.FootprintID{"hills"}},
		{"known but empty: a wave", coverage.Filter{Waves: []string{"third"}}, nil},
		{"known but empty: a category", coverage.Filter{Categories: []caremodel.Category{caremodel.EHCH}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := a.Select(c.filter)
			require.NoError(t, err)
			require.Equal(t, c.want, slices.Collect(s.Footprints()))
			require.Equal(t, len(c.want), s.Len())
			if len(c.want) == 0 {
				require.Zero(t, s.Covered().High)
				require.Equal(t, a.Population(), s.Covered().Of)
				require.Empty(t, s.Contributions())
				require.Zero(t, s.Overlap().Len())
			}
		})
	}
}

func TestAtlas_SelectRefusesWhatIsUnknown(t *testing.T) {
	a := newAtlas(t, overlapping())
	for text, f := range map[string]coverage.Filter{
		`"MPC": no such category; the nearest is "MCP"`:      {Categories: []caremodel.Category{"MPC"}},
		`"mcp": write the category's code, "MCP"`:            {Categories: []caremodel.Category{"mcp"}},
		`"frist": no such wave; the nearest is "first"`:      {Waves: []string{"frist"}},
		`"West": no such region; there are `:                 {Regions: []string{"West"}},
		`the programme has no vanguard with this id`:         {Vanguards: []caremodel.VanguardID{{1}}},
		`"populatoin": no such layer; the nearest is "popul`: {Layers: []string{"populatoin"}},
		`"hilss": no such footprint; the nearest is "hills"`: {Footprints: []coverage.FootprintID{"hilss"}},
	} {
		_, err := a.Select(f)
		require.ErrorIs(t, err, validate.Unknown)
		require.ErrorContains(t, err, "coverage.Atlas.Select")
		require.ErrorContains(t, err, text)
	}
}

// A footprint covers its areas from its first to its last day, both included.
func TestAtlas_SelectOnADay(t *testing.T) {
	s := overlapping()
	s.Footprints[1].From = caremodel.MustParseDate("2015-03-10")
	s.Footprints[1].Until = caremodel.MustParseDate("2018-03-31")
	a := newAtlas(t, s)
	for day, open := range map[string]bool{"2015-03-09": false, "2015-03-10": true, "2018-03-31": true, "2018-04-01": false} {
		sel, err := a.Select(coverage.Filter{On: caremodel.MustParseDate(day)})
		require.NoError(t, err)
		require.Equal(t, open, slices.Contains(slices.Collect(sel.Footprints()), "hills"), day)
	}
	require.Equal(t, []coverage.Observation{
		{On: caremodel.MustParseDate("2015-03-10"), Covered: coverage.Estimate{Low: 360, High: 400, Of: 917, Meant: 3}, Scope: &coverage.Filter{}},
		{On: caremodel.MustParseDate("2018-04-01"), Covered: coverage.Estimate{Low: 160, High: 200, Of: 917, Meant: 3}, Scope: &coverage.Filter{}},
	}, a.Observe())
}

// Marginal is what the union of whole areas loses without the footprint.
func TestAtlas_MarginalIsTheUnionsLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallSurvey(t)
		for i := range s.Footprints {
			for j := range s.Footprints[i].Units {
				s.Footprints[i].Units[j].Share, s.Footprints[i].Units[j].Bound = coverage.Share{}, caremodel.Exactly
			}
		}
		a := newAtlas(t, s)
		all := selectAll(t, s)
		for _, one := range all.Contributions() {
			others := slices.DeleteFunc(slices.Collect(all.Footprints()), func(id coverage.FootprintID) bool { return id == one.Footprint })
			without := int64(0)
			if len(others) > 0 {
				rest, err := a.Select(coverage.Filter{Footprints: others})
				require.NoError(t, err)
				without = rest.Covered().Low
			}
			require.Equal(t, one.Marginal.Low, one.Marginal.High)
			require.Equal(t, all.Covered().Low-without, one.Marginal.Low)
		}
	})
}

// The guess of independence lies within the bounds, and is exact for whole areas.
func TestAtlas_IndependentIsWithinTheBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := selectAll(t, smallSurvey(t))
		covered := all.Covered()
		require.GreaterOrEqual(t, all.Independent(), covered.Low)
		require.LessOrEqual(t, all.Independent(), covered.High)
	})
	half, _ := coverage.ShareOf(1, 2)
	s := atlasSurvey(coverage.Population{Area: areaCode(0), People: 1000})
	for _, id := range []coverage.FootprintID{"a", "b"} {
		s.Footprints = append(s.Footprints, coverage.Footprint{ID: id, Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{{Area: areaCode(0), Share: half}}})
	}
	require.EqualValues(t, 750, selectAll(t, s).Independent())
	require.Equal(t, coverage.Estimate{Low: 500, High: 1000, Of: 1000}, bare(selectAll(t, s).Covered()))
}

// A breakdown counts everybody, its groups hold at least and at most as many as the
// union has, and where whole areas are covered they add up to it.
func TestBreakdown_AddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallSurvey(t)
		s.Base.Remainder = []coverage.Population{{Area: "E40000001", People: 5, Attributes: map[string]string{"age": "c"}}}
		all := selectAll(t, s)
		add := func(b coverage.Breakdown) (covered coverage.Estimate) {
			covered = bare(b.Unknown().Covered)
			people := b.Unknown().Population
			for g := range b.Groups() {
				require.Equal(t, g.Population, g.Covered.Of)
				require.LessOrEqual(t, g.Covered.High, g.Population)
				covered.Low += g.Covered.Low
				covered.High += g.Covered.High
				people += g.Population
			}
			covered.Of = people
			return covered
		}
		b, err := all.Breakdown("age")
		require.NoError(t, err)
		covered := add(b)
		require.LessOrEqual(t, covered.Low, all.Covered().Low)
		require.GreaterOrEqual(t, covered.High, all.Covered().High)

		uncovered := bare(all.Covered())
		for g := range all.Uncovered() {
			uncovered.Low += g.People.High
			uncovered.High += g.People.Low
		}
		require.Equal(t, coverage.Estimate{Low: covered.Of, High: covered.Of, Of: covered.Of}, uncovered)

		spread, err := all.Breakdown("age", coverage.Proportional())
		require.NoError(t, err)
		add(spread)
		for g := range spread.Groups() {
			bounds, _ := b.Group(g.Value)
			require.LessOrEqual(t, g.Covered.High, bounds.Covered.High)
			require.GreaterOrEqual(t, g.Covered.Low, bounds.Covered.Low)
		}
		for i := range s.Footprints {
			for j := range s.Footprints[i].Units {
				s.Footprints[i].Units[j].Share, s.Footprints[i].Units[j].Bound = coverage.Share{}, caremodel.Exactly
			}
		}
		all = selectAll(t, s)
		b, err = all.Breakdown("age")
		require.NoError(t, err)
		require.Equal(t, bare(all.Covered()), add(b))
	})
}

// Half of fifty young and fifty old people says nothing about who, and "half, and all
// the old" is fifty to a hundred people. The same people in more cells are the same.
func TestAtlas_ShareSaysNothingAboutWho(t *testing.T) {
	half, _ := coverage.ShareOf(1, 2)
	old := map[string]string{"age": "old"}
	for _, cut := range []int{1, 8, 25} {
		var units []coverage.Population
		for _, age := range []string{"young", "old"} {
			for n := range cut {
				people := int64(50 / cut)
				if n == 0 {
					people += int64(50 % cut)
				}
				units = append(units, coverage.Population{Area: areaCode(0), People: people, Attributes: map[string]string{"age": age, "street": fmt.Sprint(n)}})
			}
		}
		s := atlasSurvey(units...)
		s.Footprints = []coverage.Footprint{{ID: "half", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{{Area: areaCode(0), Share: half}}}}
		all := selectAll(t, s)
		require.Equal(t, coverage.Estimate{Low: 50, High: 50, Of: 100}, bare(all.Covered()))
		ages, err := all.Breakdown("age")
		require.NoError(t, err)
		for g := range ages.Groups() {
			require.Equal(t, coverage.Estimate{Low: 0, High: 50, Of: 50}, bare(g.Covered))
		}
		even, err := all.Breakdown("age", coverage.Proportional())
		require.NoError(t, err)
		for g := range even.Groups() {
			require.EqualValues(t, 25, g.Covered.Low)
			require.EqualValues(t, 25, g.Covered.High)
			require.True(t, g.Covered.Approximate, "an assumption is no exact figure")
		}

		s.Footprints = append(s.Footprints, coverage.Footprint{ID: "old", Vanguard: atlasVanguard(1), Layer: "population", Units: []coverage.Part{{Area: areaCode(0), Cells: old}}})
		all = selectAll(t, s)
		require.Equal(t, coverage.Estimate{Low: 50, High: 100, Of: 100}, bare(all.Covered()))
		ages, err = all.Breakdown("age")
		require.NoError(t, err)
		g, _ := ages.Group("old")
		require.Equal(t, coverage.Estimate{Low: 50, High: 50, Of: 50}, bare(g.Covered))
		g, _ = ages.Group("young")
		require.Equal(t, coverage.Estimate{Low: 0, High: 50, Of: 50}, bare(g.Covered))

		s.Footprints[1].Units[0].Share = half // of the old: 25
		all = selectAll(t, s)
		require.Equal(t, coverage.Estimate{Low: 50, High: 75, Of: 100}, bare(all.Covered()))
	}
}

// Whole areas are divided evenly, whatever the footprints are called and however
// finely the base is cut.
func TestSelectionContributions_AttributedWithoutTheAlphabet(t *testing.T) {
	var units []coverage.Population
	var parts []coverage.Part
	for n := range 9_999 {
		units = append(units, coverage.Population{Area: areaCode(n), People: 1})
		parts = append(parts, coverage.Part{Area: areaCode(n)})
	}
	s := atlasSurvey(units...)
	for n, id := range []coverage.FootprintID{"a", "b", "c"} {
		s.Footprints = append(s.Footprints, coverage.Footprint{ID: id, Vanguard: atlasVanguard(n), Layer: "population", Units: parts})
	}
	for _, c := range selectAll(t, s).Contributions() {
		require.EqualValues(t, 3_333, c.Attributed, c.Footprint)
	}
	s.Footprints = s.Footprints[:2]
	require.EqualValues(t, 5_000, selectAll(t, s).Contributions()[0].Attributed, "a tie goes to the lower id")
	require.EqualValues(t, 4_999, selectAll(t, s).Contributions()[1].Attributed)
}

func TestBreakdown_InNaturalOrder(t *testing.T) {
	b, err := selectAll(t, overlapping()).Breakdown("age")
	require.NoError(t, err)
	require.Equal(t, "age", b.Attribute())
	require.Equal(t, []coverage.Group{
		{Value: "9", Covered: coverage.Estimate{Low: 160, High: 200, Of: 210, Meant: 3}, Population: 210},
		{Value: "10", Covered: coverage.Estimate{Low: 160, High: 200, Of: 207, Meant: 3}, Population: 207},
	}, slices.Collect(b.Groups()))
	require.Equal(t, coverage.Group{Covered: coverage.Estimate{Of: 500, Meant: 3}, Population: 500}, b.Unknown())
	ten, ok := b.Group("10")
	require.True(t, ok)
	require.EqualValues(t, 207, ten.Population)
	_, ok = b.Group("11")
	require.False(t, ok)

	_, err = b.Bands()
	require.ErrorIs(t, err, validate.Conflict)
	_, err = selectAll(t, overlapping()).Breakdown("decile")
	require.ErrorIs(t, err, validate.Unknown)
}

// Uncovered lists the units in base order, then the people outside every unit.
func TestAtlas_UncoveredInBaseOrder(t *testing.T) {
	require.Equal(t, []coverage.Gap{
		{Area: areaCode(2), People: coverage.Estimate{Low: 0, High: 40, Of: 80, Meant: 3}},
		{Area: areaCode(3), People: coverage.Estimate{Low: 14, High: 14, Of: 14, Meant: 3}},
		{Area: "E40000001", People: coverage.Estimate{Low: 500, High: 500, Of: 500, Meant: 3}},
		{Area: "NO2011", People: coverage.Estimate{Low: 3, High: 3, Of: 3, Meant: 3}},
	}, slices.Collect(selectAll(t, overlapping()).Uncovered()))
}

func TestAtlas_IncrementalNeedsAnOrder(t *testing.T) {
	all := selectAll(t, overlapping())
	steps, err := all.Incremental("vale", "hills")
	require.NoError(t, err)
	exact := func(n int64) coverage.Estimate { return coverage.Estimate{Low: n, High: n, Of: 917, Meant: 3} }
	require.Equal(t, []coverage.Step{
		{Footprint: "vale", Added: exact(160), Covered: exact(160)},
		{Footprint: "hills", Added: exact(200), Covered: exact(360)},
	}, steps)

	_, err = all.Incremental()
	require.ErrorIs(t, err, validate.Required)
	_, err = all.Incremental("vale", "vale")
	require.ErrorIs(t, err, validate.Duplicate)
	_, err = all.Incremental("homes") // stands aside: not in this selection
	require.ErrorIs(t, err, validate.Unknown)
}

func TestMatrix_Measures(t *testing.T) {
	m := selectAll(t, overlapping()).Overlap()
	require.Equal(t, 3, m.Len()) // county, hills, vale
	low, high := m.Jaccard(1, 2)
	require.Equal(t, caremodel.Ratio{Num: 120, Den: 360}, low)
	require.Equal(t, low, high)
	low, high = m.Coefficient(1, 2)
	require.Equal(t, caremodel.Ratio{Num: 120, Den: 160}, low)
	require.Equal(t, low, high)
	low, high = m.Jaccard(0, 2) // 40 and 160 people, who may share 0 to 40
	require.Equal(t, caremodel.Ratio{Num: 0, Den: 200}, low)
	require.Equal(t, caremodel.Ratio{Num: 40, Den: 160}, high)
	low, high = m.Coefficient(0, 2)
	require.Equal(t, caremodel.Ratio{Num: 0, Den: 40}, low)
	require.Equal(t, caremodel.Ratio{Num: 40, Den: 40}, high)
	low, high = m.Jaccard(0, 1)
	require.Equal(t, caremodel.Ratio{Num: 0, Den: 360}, low)
	require.Equal(t, low, high)
	low, _ = m.Jaccard(1, 1)
	require.Equal(t, caremodel.Ratio{Num: 320, Den: 320}, low)
}

// Jaccard and the overlap coefficient never leave 0 to 1, and their bounds are in
// order.
func TestMatrix_MeasuresAreShares(t *testing.T) {
	whole := caremodel.Ratio{Num: 1, Den: 1}
	rapid.Check(t, func(t *rapid.T) {
		m := selectAll(t, smallSurvey(t)).Overlap()
		for i := range m.Len() {
			for j := range m.Len() {
				for _, measure := range []func(i, j int) (low, high caremodel.Ratio){m.Jaccard, m.Coefficient} {
					low, high := measure(i, j)
					if !low.Known() || !high.Known() {
						continue
					}
					require.LessOrEqual(t, low.Compare(high), 0)
					require.GreaterOrEqual(t, low.Num, int64(0))
					require.LessOrEqual(t, high.Compare(whole), 0)
				}
			}
		}
	})
}

// A part does not depend on how finely the base is cut: its people are its share
// of the area, whatever the cells.
func TestParts_DoNotDependOnTheCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := drawShare(t)
		people := rapid.SliceOfN(rapid.Int64Range(0, 50), 1, 6).Draw(t, "people")
		var units []coverage.Population
		sum := int64(0)
		for i, n := range people {
			units = append(units, coverage.Population{Area: areaCode(0), People: n, Attributes: map[string]string{"age": fmt.Sprint(i)}})
			sum += n
		}
		for _, cells := range [][]coverage.Population{units, {{Area: areaCode(0), People: sum}}} {
			s := atlasSurvey(cells...)
			s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{{Area: areaCode(0), Share: share}}}}
			require.Equal(t, share.Of(sum), selectAll(t, s).Account().Naive)
		}
	})
}

// An area of another edition stands for what a crosswalk says that it consists
// of; a share of it is a share of all its people.
func TestFootprints_AcrossEditions(t *testing.T) {
	s := atlasSurvey(
		coverage.Population{Area: areaCode(0), People: 101}, coverage.Population{Area: areaCode(1), People: 200}, coverage.Population{Area: areaCode(2), People: 5})
	half, _ := coverage.ShareOf(1, 2)
	s.Crosswalks = []coverage.Crosswalk{{From: coverage.EditionLSOA2011, To: coverage.EditionCCG2015, Method: coverage.MethodPopulationWeighted, Weights: []coverage.Weight{
		{From: areaCode(0), To: "12F"}, {From: areaCode(1), To: "12F"}, {From: areaCode(2), To: "12F", Share: half}, {From: areaCode(2), To: "02F", Share: half},
	}}}
	footprint := func(parts ...coverage.Part) coverage.Estimate {
		s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "population", Units: parts}}
		return bare(selectAll(t, s).Covered())
	}
	exact := func(n int64) coverage.Estimate { return coverage.Estimate{Low: n, High: n, Of: 306} }
	require.Equal(t, exact(101+200+2), footprint(coverage.Part{Area: "12F"}))
	require.Equal(t, exact(306), footprint(coverage.Part{Area: "12F"}, coverage.Part{Area: "02F"}), "the two halves are the whole")
	require.Equal(t, exact(152), footprint(coverage.Part{Area: "12F", Share: half}), "half of 303, to even")
	require.Equal(t, exact(152+1), footprint(coverage.Part{Area: "12F", Share: half}, coverage.Part{Area: "02F", Share: half}),
		"shares of two areas are of different people")
	require.Equal(t, exact(303+1), footprint(coverage.Part{Area: "12F"}, coverage.Part{Area: "02F", Share: half}))
	require.Equal(t, exact(101), footprint(coverage.Part{Area: areaCode(0)}))
	require.Equal(t, exact(101+200+2), footprint(coverage.Part{Area: "12F"}, coverage.Part{Area: areaCode(0)}), "an area within another")

	// A second crosswalk leads to areas of a third edition, which lie across those of the second.
	s.Crosswalks = append(s.Crosswalks, coverage.Crosswalk{
		From: coverage.EditionLSOA2011, To: "LAD December 2015", Method: coverage.MethodPopulationWeighted,
		Weights: []coverage.Weight{{From: areaCode(2), To: "E06000001", Share: half}, {From: areaCode(2), To: "E06000002", Share: half}},
	})
	parts := []coverage.Part{{Area: "02F"}, {Area: "E06000001"}, {Area: areaCode(2), Share: half}}
	for range parts {
		require.Equal(t, coverage.Estimate{Low: 2, High: 5, Of: 306}, footprint(parts...), "any two of the three may be the same people")
		parts = append(parts[1:], parts[0])
	}
	parts = []coverage.Part{{Area: "02F"}, {Area: "E06000001", Share: half}, {Area: "12F", Share: half}, {Area: areaCode(2), Share: half}}
	want := footprint(parts...)
	for range parts {
		parts = append(parts[1:], parts[0])
		require.Equal(t, want, footprint(parts...), "no order of the parts changes what they cover")
		parts[0], parts[1] = parts[1], parts[0]
		require.Equal(t, want, footprint(parts...))
	}
}

// Parts limited to different cells of one area are different people.
func TestParts_OfDifferentCells(t *testing.T) {
	s := overlapping()
	half, _ := coverage.ShareOf(1, 2)
	s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{
		{Area: areaCode(0), Cells: map[string]string{"age": "9"}, Share: half},
		{Area: areaCode(0), Cells: map[string]string{"age": "10"}},
		{Area: areaCode(1), Bound: caremodel.NotStated},
	}}}
	all := selectAll(t, s)
	require.Equal(t, coverage.Estimate{Low: 150, High: 150 + 120, Of: 917}, bare(all.Covered()))
	require.Equal(t, []coverage.Multiple{{Times: 1, People: all.Covered(), Units: 2}}, all.Account().Multiplicity)
}

func TestNewAtlas_RefusesASurveyWithErrors(t *testing.T) {
	s := overlapping()
	s.Base.Basis = 0
	s.Footprints[0].Units[0].Area = "E01999999"
	s.Footprints[1].Vanguard = caremodel.VanguardID{1}
	_, err := coverage.NewAtlas(atlasProgramme(), s)
	require.ErrorIs(t, err, validate.Required)
	require.ErrorIs(t, err, validate.Unknown)
	require.GreaterOrEqual(t, validate.Of(err).Errors().Len(), 3)

	s = overlapping()
	s.Base.Units[0].People = math.MaxInt64 / 2
	_, err = coverage.NewAtlas(atlasProgramme(), s)
	require.ErrorIs(t, err, validate.Overflow)
}

// A claim that the footprints contradict is a warning of the atlas.
func TestNewAtlas_WarnsOfFarClaims(t *testing.T) {
	s := overlapping()
	s.Claims = []coverage.Claim{{People: 350, Precision: 25}, {People: 5000, Precision: 50, Words: "five thousand"}, {Share: caremodel.Ratio{Num: 9, Den: 10}}}
	var paths []string
	for v := range newAtlas(t, s).Warnings().All() {
		if v.Code == validate.Unreconciled {
			paths = append(paths, v.Path)
		}
	}
	require.Equal(t, []string{"claims[1].people", "claims[2].share"}, paths)
}

// The atlas shares no memory with the records that it was made from.
func TestAtlas_SharesNoMemory(t *testing.T) {
	s := overlapping()
	s.Claims = []coverage.Claim{{People: 400, Scope: coverage.Filter{Layers: []string{"population"}}}}
	a := newAtlas(t, s)
	want := answers(t, a, "age")
	s.Base.Units[0].People = 1
	s.Base.Units[1].Attributes["age"] = "changed"
	s.Footprints[0].Units[0].Area = "changed"
	s.Footprints[0].ID = "changed"
	s.Layers[0].Name = "changed"
	s.Claims[0].Scope.Layers[0] = "changed"
	require.Equal(t, want, answers(t, a, "age"))
	require.Equal(t, "population", a.Reconcile()[0].Claim.Scope.Layers[0])
	a.Reconcile()[0].Claim.Scope.Layers[0] = "changed"
	require.Equal(t, "population", a.Reconcile()[0].Claim.Scope.Layers[0])
}

// Asking what is covered costs a few allocations, however large the base.
func TestAtlas_CoveredAllocations(t *testing.T) {
	a := newAtlas(t, overlapping())
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		s, _ := a.Select(coverage.Filter{Layers: population})
		s.Covered()
	}), 3.0)
}

var population = []string{"population"}

// No figure costs memory by the area, whether areas are whole or shared.
func TestAtlas_NothingAllocatesByTheArea(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates")
	}
	half, _ := coverage.ShareOf(1, 2)
	var units []coverage.Population
	footprints := make([]coverage.Footprint, 8)
	for n := range 2_000 {
		for _, age := range []string{"9", "10"} {
			units = append(units, coverage.Population{Area: areaCode(n), People: int64(n % 90), Attributes: map[string]string{"age": age}})
		}
		for f := range footprints {
			part := coverage.Part{Area: areaCode(n)}
			if n%2 == 0 {
				part.Share = half
			}
			footprints[f].Units = append(footprints[f].Units, part)
		}
	}
	s := atlasSurvey(units...)
	for f := range footprints {
		footprints[f].ID, footprints[f].Vanguard, footprints[f].Layer = coverage.FootprintID(fmt.Sprint(f)), atlasVanguard(0), "population"
		footprints[f].Units = footprints[f].Units[f:]
	}
	s.Footprints = footprints
	all := selectAll(t, s)
	order := slices.Collect(all.Footprints())
	_, err := all.Breakdown("age")
	require.NoError(t, err)
	for name, ask := range map[string]func(){
		"covered":     func() { all.Covered() },
		"account":     func() { all.Account() },
		"overlap":     func() { all.Overlap() },
		"each":        func() { all.Contributions() },
		"independent": func() { all.Independent() },
		"incremental": func() { _, _ = all.Incremental(order...) },
		"by":          func() { _, _ = all.Breakdown("age") },
		"uncovered": func() {
			for range all.Uncovered() {
			}
		},
	} {
		require.LessOrEqual(t, testing.AllocsPerRun(5, ask), 60.0, name)
	}
}

func TestEstimate_ForPeople(t *testing.T) {
	require.Equal(t, "8,569,373 of 54,786,327 (15.6%)", coverage.Estimate{Low: 8_569_373, High: 8_569_373, Of: 54_786_327}.String())
	require.Equal(t, "0 to 999 of 1,000 (0.0% to 99.9%)", coverage.Estimate{High: 999, Of: 1000}.String())
	low, high := coverage.Estimate{}.Share()
	require.False(t, low.Known() || high.Known())
	require.True(t, strings.HasSuffix(coverage.Estimate{}.String(), "(not known)"))
}

// The zero Atlas answers as an empty one or with an error.
func TestAtlas_Zero(t *testing.T) {
	var a coverage.Atlas
	require.Zero(t, a.Population())
	require.Empty(t, a.Layers())
	require.Empty(t, a.Attributes())
	require.Empty(t, a.Regions())
	require.Empty(t, a.Reconcile(coverage.Claim{People: 1}))
	require.Empty(t, a.Observe(caremodel.MustParseDate("2016-01-01")))
	require.Zero(t, a.Warnings().Len())
	_, err := a.Select(coverage.Filter{})
	require.Error(t, err)
	_, err = a.On(coverage.Resident)
	require.ErrorIs(t, err, validate.Unknown)
	require.ErrorContains(t, err, "there is none")
	_, err = a.OnBase("x")
	require.ErrorIs(t, err, validate.Unknown)
	_, err = a.Trajectory(coverage.Target{People: 1, By: caremodel.MustParseDate("2018-03-31")})
	require.Error(t, err)
}

// What is not known stays so in gob.
func TestEstimate_Gob(t *testing.T) {
	aside := england(t, coverage.Filter{Categories: []caremodel.Category{caremodel.EHCH}}).Covered()
	require.False(t, aside.Known())
	for _, e := range []coverage.Estimate{{}, aside, {Low: 3, High: 5, Of: 9, Missing: 2, Meant: 2, Approximate: true}, {Low: 3, High: 5, Of: 9, Meant: 2}} {
		var b bytes.Buffer
		require.NoError(t, gob.NewEncoder(&b).Encode(e))
		var back coverage.Estimate
		require.NoError(t, gob.NewDecoder(&b).Decode(&back))
		require.Equal(t, e, back)
	}
}

// Nobody is given more people than the footprint holds, however the area is cut into
// cells.
func TestContributions_AttributedIsAtMostTheFootprint(t *testing.T) {
	for _, cut := range []int{2, 4, 20} { // of 100 people, the last half old
		s := atlasSurvey()
		for n := range cut {
			attributes := map[string]string{"age": "young", "street": fmt.Sprint(n)}
			if n >= cut/2 {
				attributes["age"] = "old"
			}
			s.Base.Units = append(s.Base.Units, coverage.Population{Area: areaCode(0), People: int64(100 / cut), Attributes: attributes})
		}
		half, err := coverage.ShareOf(1, 2)
		require.NoError(t, err)
		s.Footprints = []coverage.Footprint{
			{ID: "half", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{{Area: areaCode(0), Share: half}}},
			{ID: "old", Vanguard: atlasVanguard(1), Layer: "population", Units: []coverage.Part{{Area: areaCode(0), Cells: map[string]string{"age": "old"}}}},
		}
		all := selectAll(t, s)
		require.EqualValues(t, 50, all.Covered().Low)
		require.EqualValues(t, 100, all.Covered().High)
		require.EqualValues(t, 50, all.Contributions()[0].Attributed)
		require.EqualValues(t, 50, all.Contributions()[1].Attributed)
	}
}

// What some footprints hold for certain makes no bound of the others looser: half of a
// hundred people and forty whole cells of them are at most ninety.
func TestCovered_CertainCellsBesideAShare(t *testing.T) {
	s := atlasSurvey()
	for n, people := range []int64{100, 40, 30, 30} {
		s.Base.Units = append(s.Base.Units, coverage.Population{Area: areaCode(0), People: people,
			Attributes: map[string]string{"age": []string{"young", "old"}[min(n, 1)], "street": fmt.Sprint(n)}})
	}
	half, err := coverage.ShareOf(1, 2)
	require.NoError(t, err)
	part := func(share coverage.Share, key, value string) []coverage.Part {
		return []coverage.Part{{Area: areaCode(0), Share: share, Cells: map[string]string{key: value}}}
	}
	s.Footprints = []coverage.Footprint{
		{ID: "a", Vanguard: atlasVanguard(0), Layer: "population", Units: part(coverage.Share{}, "age", "young")},
		{ID: "b", Vanguard: atlasVanguard(1), Layer: "population", Units: part(coverage.Share{}, "age", "young")},
		{ID: "half", Vanguard: atlasVanguard(0), Layer: "population", Units: part(half, "age", "old")},
		{ID: "street", Vanguard: atlasVanguard(1), Layer: "population", Units: part(coverage.Share{}, "street", "1")},
	}
	all := selectAll(t, s)
	require.EqualValues(t, 150, all.Covered().Low)
	require.EqualValues(t, 190, all.Covered().High)
	steps, err := all.Incremental("a", "half", "b", "street")
	require.NoError(t, err)
	require.Equal(t, all.Covered(), steps[3].Covered)
	got := map[coverage.FootprintID]int64{}
	for _, c := range all.Contributions() {
		got[c.Footprint] = c.Attributed
	}
	require.Equal(t, map[coverage.FootprintID]int64{"a": 50, "b": 50, "half": 50, "street": 40}, got)
}
