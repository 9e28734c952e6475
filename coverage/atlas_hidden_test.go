package coverage_test

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// hideSome lets some cells of a small survey have people whose number is not stated.
func hideSome(t *rapid.T, s *coverage.Survey) {
	size := map[coverage.AreaCode]int64{}
	for _, u := range s.Base.Units {
		size[u.Area] += u.People
	}
	for i := range s.Base.Units {
		u := &s.Base.Units[i]
		if room := min(2, 5-size[u.Area]); room > 0 && rapid.Bool().Draw(t, "hidden") {
			more := rapid.Int64Range(1, room).Draw(t, "more")
			u.AtMost, size[u.Area] = u.People+more, size[u.Area]+more
		}
	}
	if rapid.Bool().Draw(t, "remainder") {
		s.Base.Remainder = []coverage.Population{{Area: "E40000001", People: 1, AtMost: 3}}
	}
}

// truths yields every way in which the numbers that are not stated can be.
func truths(cells []coverage.Population, yield func([]coverage.Population)) {
	i := slices.IndexFunc(cells, func(u coverage.Population) bool { return u.AtMost > 0 })
	if i < 0 {
		yield(cells)
		return
	}
	for n := cells[i].People; n <= cells[i].AtMost; n++ {
		one := slices.Clone(cells)
		one[i].People, one[i].AtMost = n, 0
		truths(one, yield)
	}
}

// Whatever the numbers are that a base does not state, every figure contains what it
// would be.
func TestAtlas_ContainsNumbersThatAreNotStated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallSurvey(t)
		hideSome(t, &s)
		all := selectAll(t, s)
		gaps := map[coverage.AreaCode]coverage.Estimate{}
		for g := range all.Uncovered() {
			gaps[g.Area] = g.People
		}
		covered := all.Covered()
		low, high := coverage.Estimate{Low: covered.Low, High: covered.High, Of: covered.Of, Hidden: covered.Hidden}.Share()
		units := len(s.Base.Units)
		truths(slices.Concat(s.Base.Units, s.Base.Remainder), func(cells []coverage.Population) {
			truth := s
			truth.Base.Units, truth.Base.Remainder = cells[:units], cells[units:]
			areas, footprints := model(truth)
			want := countAll(areas, len(footprints))
			figures(t, all, want, footprints, false)

			var people int64
			ages := map[string]int64{}
			for _, u := range cells {
				people += u.People
				ages[u.Attributes["age"]] += u.People
			}
			between := func(n int64, e coverage.Estimate, what string) {
				require.LessOrEqual(t, e.Of-e.Hidden, n, what)
				require.GreaterOrEqual(t, e.Of, n, what)
			}
			between(people, covered, "population")
			if people > 0 {
				require.LessOrEqual(t, rat(low).Cmp(big.NewRat(want.covered.low, people)), 0)
				require.GreaterOrEqual(t, rat(high).Cmp(big.NewRat(want.covered.high, people)), 0)
			}
			if b, err := all.Breakdown("age"); err == nil {
				for g := range b.Groups() {
					between(ages[g.Value], g.Covered, "age "+g.Value)
					require.Equal(t, g.Population, g.Covered.Of)
				}
				between(ages[""], b.Unknown().Covered, "no age")
			}
			for i, code := range slices.Compact(codes(truth.Base.Units)) {
				of := areas[i].count().covered
				n := int64(areas[i].people)
				require.LessOrEqual(t, gaps[code].Low, n-of.high, "uncovered in %s", code)
				require.GreaterOrEqual(t, gaps[code].High, n-of.low, "uncovered in %s", code)
			}
		})
	})
}

func rat(r caremodel.Ratio) *big.Rat { return big.NewRat(r.Num, r.Den) }

func codes(cells []coverage.Population) []coverage.AreaCode {
	var out []coverage.AreaCode
	for _, u := range cells {
		out = append(out, u.Area)
	}
	return out
}

// Areas that are covered whole, or not at all, leave no more open than their own
// numbers do.
func TestAtlas_NumbersThatAreNotStated(t *testing.T) {
	s := atlasSurvey(
		coverage.Population{Area: areaCode(0), People: 1500, Attributes: map[string]string{"age": "a"}},
		coverage.Population{Area: areaCode(0), AtMost: 7, Attributes: map[string]string{"age": "b"}},
		coverage.Population{Area: areaCode(1), People: 500, Attributes: map[string]string{"age": "a"}},
		coverage.Population{Area: areaCode(1), People: 3, AtMost: 8, Attributes: map[string]string{"age": "b"}})
	for i, id := range []coverage.FootprintID{"one", "two"} {
		s.Footprints = append(s.Footprints, coverage.Footprint{ID: id, Vanguard: atlasVanguard(i), Layer: "network", Units: []coverage.Part{{Area: areaCode(0)}}})
	}
	a := newAtlas(t, s)
	require.EqualValues(t, 2015, a.Population())
	all, err := a.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{atlasVanguard(0), atlasVanguard(1)}})
	require.NoError(t, err)
	covered := coverage.Estimate{Low: 1500, High: 1507, Of: 2015, Hidden: 12, Meant: 2}
	require.Equal(t, covered, all.Covered())
	require.Equal(t, "1,500 to 1,507 of 2,003 to 2,015 (74.4% to 75.2%)", covered.String())
	require.False(t, covered.Exact())
	account := all.Account()
	require.Equal(t, []coverage.Multiple{{Times: 2, People: covered, Units: 1}}, account.Multiplicity)
	require.EqualValues(t, 3014, account.Naive)
	m := all.Overlap()
	require.Equal(t, covered, m.At(0, 1))
	steps, err := all.Incremental("two", "one")
	require.NoError(t, err)
	require.Equal(t, coverage.Estimate{Of: 2015, Hidden: 12, Meant: 2}, steps[1].Added)
	require.Equal(t, covered, steps[1].Covered)
	b, err := all.Breakdown("age")
	require.NoError(t, err)
	group, _ := b.Group("b")
	require.Equal(t, coverage.Group{Value: "b", Covered: coverage.Estimate{High: 7, Of: 15, Hidden: 12, Meant: 2}, Population: 15}, group)
	_, err = b.Bands()
	require.ErrorIs(t, err, validate.NotKnown)
	_, _, err = b.SlopeBounds(0.95)
	require.ErrorIs(t, err, validate.NotKnown)
	for gap := range all.Uncovered() {
		require.Equal(t, coverage.Gap{Area: areaCode(1), People: coverage.Estimate{Low: 503, High: 508, Of: 508, Hidden: 5, Meant: 2}}, gap)
	}

	text, err := json.Marshal(covered)
	require.NoError(t, err)
	require.JSONEq(t, `{"low":1500,"high":1507,"of":2015,"hidden":12,"meant":2}`, string(text))
	var back coverage.Estimate
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, covered, back)

	var document bytes.Buffer
	require.NoError(t, s.WriteJSON(&document))
	require.Contains(t, document.String(), `"at_most": 7`)
	read, err := coverage.ReadSurvey(&document, atlasProgramme())
	require.NoError(t, err)
	require.Equal(t, s, read)
}

// A share of people whose number is not stated is no figure that a claim or a target
// could be held against to the person.
func TestReconcile_NumbersThatAreNotStated(t *testing.T) {
	s := atlasSurvey(coverage.Population{Area: areaCode(0), People: 900}, coverage.Population{Area: areaCode(1), People: 0, AtMost: 200})
	s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "network", Units: []coverage.Part{{Area: areaCode(0)}}}}
	scope := coverage.Filter{Vanguards: []caremodel.VanguardID{atlasVanguard(0)}}
	claim := coverage.Claim{Scope: scope, Share: caremodel.Ratio{Num: 9, Den: 10}, Basis: coverage.Resident, AsAt: s.Base.AsAt}
	a := newAtlas(t, s)
	require.NotEqual(t, coverage.Differs, a.Reconcile(claim)[0].Verdict, "with 100 people more it is nine tenths")
	claim.Share = caremodel.Ratio{Num: 1, Den: 2}
	require.Equal(t, coverage.Differs, a.Reconcile(claim)[0].Verdict)

	target := coverage.Target{Scope: scope, Share: caremodel.Ratio{Num: 95, Den: 100}, By: s.Base.AsAt}
	on, err := a.Trajectory(target, s.Base.AsAt)
	require.NoError(t, err)
	require.Equal(t, coverage.Undecided, on.OnTrack)
	require.Equal(t, coverage.Estimate{High: 145, Of: 1100, Hidden: 200, Meant: 1}, on.Gap)
	target.Share = caremodel.Ratio{Num: 8, Den: 10}
	on, err = a.Trajectory(target, s.Base.AsAt)
	require.NoError(t, err)
	require.Equal(t, coverage.OnTrack, on.OnTrack)
}

func TestSurvey_ValidateAtMost(t *testing.T) {
	s := atlasSurvey(
		coverage.Population{Area: areaCode(0), People: 9, AtMost: 7},
		coverage.Population{Area: areaCode(1), People: -1, AtMost: 7},
		coverage.Population{Area: areaCode(2), AtMost: -1},
		coverage.Population{Area: areaCode(3), AtMost: 200_000_000})
	s.Base.Remainder = []coverage.Population{{Area: "E40000001", People: 2, AtMost: 1}}
	require.Equal(t, []string{
		"error conflict base.units[0].at_most", "error range base.units[1].people", "error conflict base.units[2].at_most",
		"warning unlikely base.units[3].at_most", "error conflict base.remainder[0].at_most", "warning required base.sources",
	}, listed(s.Validate(atlasProgramme())))
	all := s.Base.Units
	for i, want := range []string{"conflict base.units[0].at_most", "range base.units[0].people", "conflict base.units[0].at_most"} {
		s.Base.Units, s.Base.Remainder = []coverage.Population{all[i], {Area: areaCode(9), People: 1}}, nil
		require.Equal(t, []string{"error " + want, "warning required base.sources"}, listed(s.Validate(atlasProgramme())), "by itself")
	}
	_, err := coverage.Crosswalk{From: "a", To: "b", Method: coverage.MethodExact, Identity: true}.Counts([]coverage.Population{{Area: "E01000001", AtMost: 7}})
	require.ErrorIs(t, err, validate.NotKnown)
}

// Footprints of another edition reach areas with numbers that are not stated within the
// same bounds: those of an atlas that knows the numbers lie in them.
func TestAtlas_ContainsNumbersThatAreNotStatedAcrossEditions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var units []coverage.Population
		for a := range 3 {
			u := coverage.Population{Area: areaCode(a), People: rapid.Int64Range(0, 20).Draw(t, "people")}
			if more := rapid.Int64Range(0, 3).Draw(t, "more"); more > 0 {
				u.AtMost = u.People + more
			}
			units = append(units, u)
		}
		s := atlasSurvey(units...)
		s.Base.Edition = "here"
		x := coverage.Crosswalk{From: "here", To: "there", Method: coverage.MethodPopulationWeighted}
		back := rapid.Bool().Draw(t, "back")
		if back {
			x.From, x.To = x.To, x.From
		}
		for a := range 3 {
			there := []coverage.AreaCode{"E38000001", "E38000002"}
			from, to := areaCode(a), there[a%2]
			if back {
				from, to = to, from
			}
			if back && a == 2 { // E38000001 in the first and the third
				x.Weights = []coverage.Weight{
					{From: "E38000001", To: areaCode(0), Share: drawHalf(t)}, {From: "E38000002", To: areaCode(1)}, {From: "E38000002", To: areaCode(2), Share: drawHalf(t)},
				}
				x.Weights[1].Share = x.Weights[2].Share
				continue
			}
			if a == 2 {
				x.Weights = append(x.Weights, coverage.Weight{From: from, To: "E38000001", Share: drawHalf(t)}, coverage.Weight{From: from, To: "E38000002", Share: drawHalf(t)})
				continue
			}
			x.Weights = append(x.Weights, coverage.Weight{From: from, To: to})
		}
		s.Crosswalks = []coverage.Crosswalk{x}
		for f, code := range []coverage.AreaCode{"E38000001", "E38000002", "E38000001"} {
			s.Footprints = append(s.Footprints, coverage.Footprint{
				ID: coverage.FootprintID([]string{"a", "b", "c"}[f]), Vanguard: atlasVanguard(f), Layer: "network", Edition: "there",
				Units: []coverage.Part{{Area: code, Share: drawShare(t), Bound: rapid.SampledFrom([]caremodel.Bound{caremodel.Exactly, caremodel.AtMost, caremodel.AtLeast}).Draw(t, "bound")}},
			})
		}
		if s.Validate(atlasProgramme()).Err() != nil {
			t.Skip("no crosswalk")
		}
		all := selectAll(t, s)
		truths(units, func(cells []coverage.Population) {
			truth := s
			truth.Base.Units = cells
			one := selectAll(t, truth)
			within := func(in, out coverage.Estimate, what string) {
				require.LessOrEqual(t, out.Low, in.Low, what)
				require.GreaterOrEqual(t, out.High, in.High, what)
			}
			within(one.Covered(), all.Covered(), "covered")
			m, n := one.Overlap(), all.Overlap()
			for i := range m.Len() {
				within(m.At(i, i), n.At(i, i), "people")
			}
		})
	})
}

func drawHalf(t *rapid.T) coverage.Share {
	share, err := coverage.ShareOf(1, rapid.Int64Range(2, 4).Draw(t, "part"))
	require.NoError(t, err)
	return share
}
