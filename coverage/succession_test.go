package coverage_test

import (
	"encoding/json"
	"io"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// cumbria is what happened to the two groups around Morecambe Bay on 1 April 2017, in
// codes of the ONS and by residents of mid-2017: of Cumbria's 324 small areas with
// 504,475 people, 207 with 318,291 went to North Cumbria and 117 with 186,184 to
// Morecambe Bay, where Lancashire North's 99 went too (ONS look-ups from LSOA 2011 to
// CCG of July 2015 and April 2017; ONS mid-2017 estimates).
func cumbria(t require.TestingT) coverage.Succession {
	src := source("ONS: LSOA (2011) to CCG to LAD, July 2015 and April 2017")
	return coverage.Succession{
		Events: []coverage.Event{
			{Kind: coverage.EventSplit, On: day("2017-04-01"), From: "E38000041", To: "E38000215", Share: share(t, "318291/504475"), Source: src},
			{Kind: coverage.EventSplit, On: day("2017-04-01"), From: "E38000041", To: "E38000216", Share: share(t, "186184/504475"), Source: src},
			{Kind: coverage.EventMerge, On: day("2017-04-01"), From: "E38000093", To: "E38000216", Source: src},
		},
		Sources: []caremodel.Source{src},
	}
}

func TestSuccession_Crosswalk(t *testing.T) {
	from, to := coverage.Vintage{coverage.EditionCCG2015, day("2015-04-01")}, coverage.Vintage{coverage.EditionCCG2017, day("2017-04-01")}
	c, err := cumbria(t).Crosswalk(from, to)
	require.NoError(t, err)
	require.Equal(t, coverage.Crosswalk{
		From: coverage.EditionCCG2015, To: coverage.EditionCCG2017, Method: coverage.MethodPopulationWeighted,
		Weights: []coverage.Weight{
			{From: "E38000041", To: "E38000215", Share: share(t, "318291/504475")},
			{From: "E38000041", To: "E38000216", Share: share(t, "186184/504475")},
			{From: "E38000093", To: "E38000216"},
		},
		Identity: true,
		Sources:  cumbria(t).Sources,
	}, c)

	// Areas to which nothing happens lead to themselves.
	c, err = cumbria(t).Crosswalk(from, to, "E38000093", "E38000228", "E38000041")
	require.NoError(t, err)
	require.Len(t, c.Weights, 4)
	require.Equal(t, coverage.Weight{From: "E38000228", To: "E38000228"}, c.Weights[3])

	// The day itself belongs to what comes after, and nothing happens before it.
	before := coverage.Vintage{coverage.EditionCCG2016, day("2017-03-31")}
	c, err = cumbria(t).Crosswalk(from, before, "E38000041")
	require.NoError(t, err)
	require.Equal(t, coverage.MethodExact, c.Method)
	require.Equal(t, []coverage.Weight{{From: "E38000041", To: "E38000041"}}, c.Weights)
	c, err = cumbria(t).Crosswalk(to, coverage.Vintage{coverage.EditionCCG2018, day("2018-04-01")}, "E38000216")
	require.NoError(t, err)
	require.Equal(t, []coverage.Weight{{From: "E38000216", To: "E38000216"}}, c.Weights)

	_, err = cumbria(t).Crosswalk(to, from)
	require.ErrorIs(t, err, validate.Order)
	_, err = cumbria(t).Crosswalk(coverage.Vintage{}, to)
	require.ErrorIs(t, err, validate.Order)
	_, err = cumbria(t).Crosswalk(from, to, "E38000041", "E38000041")
	require.ErrorIs(t, err, validate.Duplicate)
}

// An area into which another merges, or whose code another gets, keeps its own
// people; an area that nothing happens to stays what it is, over any number of
// successions; and without events everything does.
func TestSuccession_KeepsWhatNothingHappensTo(t *testing.T) {
	on := func(year int) coverage.Vintage {
		return coverage.Vintage{Edition: coverage.Edition("GP practices " + strconv.Itoa(year)), On: day(strconv.Itoa(year) + "-04-01")}
	}
	crosswalk := func(from, to int, kind coverage.EventKind, events ...coverage.AreaCode) coverage.Crosswalk {
		var s coverage.Succession
		for i := 0; i < len(events); i += 2 {
			s.Events = append(s.Events, coverage.Event{Kind: kind, On: on(to).On, From: events[i], To: events[i+1]})
		}
		c, err := s.Crosswalk(on(from), on(to))
		require.NoError(t, err)
		return c
	}
	cells := []coverage.Population{{Area: "P89021", People: 5000}, {Area: "P89027", People: 3000}, {Area: "P89030", People: 700}, {Area: "V81999", People: 9}}
	count := func(c coverage.Crosswalk) map[coverage.AreaCode]int64 {
		m, err := c.Counts(cells)
		require.NoError(t, err)
		require.Equal(t, []coverage.Population{{Area: "V81999", People: 9}}, m.Unmapped, "a pseudo code is no area")
		people := map[coverage.AreaCode]int64{}
		for _, u := range m.Units {
			people[u.Area] = u.People
		}
		return people
	}
	for _, kind := range []coverage.EventKind{coverage.EventMerge, coverage.EventRecode} {
		c := crosswalk(2016, 2017, kind, "P89027", "P89021")
		require.Equal(t, map[coverage.AreaCode]int64{"P89021": 8000, "P89030": 700}, count(c))
		next := crosswalk(2017, 2018, coverage.EventRecode, "P89021", "P89099")
		both, err := c.Then(next)
		require.NoError(t, err)
		require.Equal(t, map[coverage.AreaCode]int64{"P89099": 8000, "P89030": 700}, count(both))
		other, err := c.Then(crosswalk(2017, 2018, coverage.EventRecode, "P89030", "P89031"))
		require.NoError(t, err)
		require.Equal(t, map[coverage.AreaCode]int64{"P89021": 8000, "P89031": 700}, count(other))
	}
	same := map[coverage.AreaCode]int64{"P89021": 5000, "P89027": 3000, "P89030": 700}
	require.Equal(t, same, count(crosswalk(2016, 2017, coverage.EventRename, "P89027", "P89027")))
	nothing := crosswalk(2016, 2017, coverage.EventRename)
	require.Equal(t, same, count(nothing))
	back, err := nothing.Back(nil)
	require.NoError(t, err)
	require.Empty(t, listed(back.Validate()))

	_, err = coverage.Crosswalk{From: "a", To: "b", Method: coverage.MethodExact, Weights: []coverage.Weight{{From: "A", To: "B"}}}.Back(nil)
	require.ErrorIs(t, err, validate.Required, "nobody can go back")
}

// TestSuccession_OfEveryKind follows made-up areas through every kind of event over several days.
func TestSuccession_OfEveryKind(t *testing.T) {
	s := coverage.Succession{Events: []coverage.Event{
		{Kind: coverage.EventRecode, On: day("2016-04-01"), From: "C", To: "C2"},
		{Kind: coverage.EventMerge, On: day("2015-04-01"), From: "A", To: "A"}, // keeps its code
		{Kind: coverage.EventMerge, On: day("2015-04-01"), From: "B", To: "A"},
		{Kind: coverage.EventTransfer, On: day("2016-04-01"), From: "A", To: "D", Share: share(t, "1/4")},
		{Kind: coverage.EventRename, On: day("2016-04-01"), From: "A", To: "A"},
		{Kind: coverage.EventSplit, On: day("2017-04-01"), From: "D", To: "D", Share: share(t, "2/3")},
		{Kind: coverage.EventSplit, On: day("2017-04-01"), From: "D", To: "E", Share: share(t, "1/3")},
		{Kind: coverage.EventRecode, On: day("2018-04-01"), From: "E", To: "A9"},
	}}
	require.Empty(t, listed(s.Validate().Errors()))
	c, err := s.Crosswalk(coverage.Vintage{"one", day("2014-04-01")}, coverage.Vintage{"two", day("2018-04-01")})
	require.NoError(t, err)
	require.Equal(t, []coverage.Weight{
		{From: "A", To: "A", Share: share(t, "3/4")}, {From: "A", To: "A9", Share: share(t, "1/12")}, {From: "A", To: "D", Share: share(t, "1/6")},
		{From: "B", To: "A", Share: share(t, "3/4")}, {From: "B", To: "A9", Share: share(t, "1/12")}, {From: "B", To: "D", Share: share(t, "1/6")},
		{From: "C", To: "C2"},
		{From: "D", To: "A9", Share: share(t, "1/3")}, {From: "D", To: "D", Share: share(t, "2/3")},
	}, c.Weights)

	// Two steps are the product of the crosswalks of each.
	first, err := s.Crosswalk(coverage.Vintage{"one", day("2014-04-01")}, coverage.Vintage{"half", day("2016-12-31")}, "A", "B", "C", "D")
	require.NoError(t, err)
	second, err := s.Crosswalk(coverage.Vintage{"half", day("2016-12-31")}, coverage.Vintage{"two", day("2018-04-01")}, "A", "C2", "D")
	require.NoError(t, err)
	product, err := first.Then(second)
	require.NoError(t, err)
	require.Equal(t, c.Weights, product.Weights)
}

func TestSuccession_Rules(t *testing.T) {
	on := day("2017-04-01")
	half := share(t, "1/2")
	for name, tt := range map[string]struct {
		events []coverage.Event
		want   []string
	}{
		"kind and day missing": {[]coverage.Event{{From: "A", To: "B"}}, []string{"error required events[0].kind", "error required events[0].on"}},
		"no such kind":         {[]coverage.Event{{Kind: 9, On: on, From: "A", To: "B"}}, []string{"error range events[0].kind"}},
		"codes missing":        {[]coverage.Event{{Kind: coverage.EventRecode, On: on, To: "b"}}, []string{"error required events[0].from", "error format events[0].to"}},
		"transfer of all":      {[]coverage.Event{{Kind: coverage.EventTransfer, On: on, From: "A", To: "B"}}, []string{"error conflict events[0].share", "error coverage.not-conserved events[0]"}},
		"transfers of all": {[]coverage.Event{
			{Kind: coverage.EventTransfer, On: on, From: "A", To: "B", Share: half}, {Kind: coverage.EventTransfer, On: on, From: "A", To: "C", Share: half},
		}, []string{"error coverage.not-conserved events[1]"}},
		"transfer to itself": {[]coverage.Event{{Kind: coverage.EventTransfer, On: on, From: "A", To: "A", Share: half}}, []string{"error conflict events[0].to"}},
		"merger of a part":   {[]coverage.Event{{Kind: coverage.EventMerge, On: on, From: "A", To: "B", Share: half}}, []string{"error conflict events[0].share"}},
		"recode to itself":   {[]coverage.Event{{Kind: coverage.EventRecode, On: on, From: "A", To: "A"}}, []string{"error conflict events[0].to"}},
		"recode to two": {[]coverage.Event{
			{Kind: coverage.EventRecode, On: on, From: "A", To: "B"}, {Kind: coverage.EventRecode, On: on, From: "A", To: "C"},
		}, []string{"error conflict events[1]"}},
		"rename with another code": {[]coverage.Event{{Kind: coverage.EventRename, On: on, From: "A", To: "B"}}, []string{"error conflict events[0].to"}},
		"split into one":           {[]coverage.Event{{Kind: coverage.EventSplit, On: on, From: "A", To: "B", Share: half}}, []string{"error conflict events[0]"}},
		"split whole": {[]coverage.Event{
			{Kind: coverage.EventSplit, On: on, From: "A", To: "B"}, {Kind: coverage.EventSplit, On: on, From: "A", To: "C", Share: half},
		}, []string{"error conflict events[0].share", "error coverage.not-conserved events[1]"}},
		"split that leaves some": {[]coverage.Event{
			{Kind: coverage.EventSplit, On: on, From: "A", To: "B", Share: half}, {Kind: coverage.EventSplit, On: on, From: "A", To: "C", Share: share(t, "1/3")},
		}, []string{"error coverage.not-conserved events[1]"}},
		"twice": {[]coverage.Event{
			{Kind: coverage.EventRecode, On: on, From: "A", To: "B"}, {Kind: coverage.EventRecode, On: on, From: "A", To: "B"},
		}, []string{"error duplicate events[1]"}},
		"two kinds on one day": {[]coverage.Event{
			{Kind: coverage.EventMerge, On: on, From: "A", To: "B"}, {Kind: coverage.EventTransfer, On: on, From: "A", To: "C", Share: half},
		}, []string{"error conflict events[1]"}},
		"after its end": {[]coverage.Event{
			{Kind: coverage.EventRecode, On: day("2018-04-01"), From: "A", To: "C"}, {Kind: coverage.EventRecode, On: on, From: "A", To: "B"},
		}, []string{"error order events[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tt.want, listed(coverage.Succession{Events: tt.events}.Validate().Errors()))
		})
	}
	require.Equal(t, []string{"warning required sources"}, listed(coverage.Succession{}.Validate()))
	origins := coverage.Succession{Events: []coverage.Event{
		{Kind: coverage.EventTransfer, On: on, From: "A", To: "B", Share: half},
		{Kind: coverage.EventTransfer, On: on, From: "A", To: "B", Share: half, Origin: "C"},
	}}
	require.Empty(t, listed(origins.Validate().Errors()), "those of one origin are among all")
	origins.Events[0].Origin, origins.Events[1].Kind, origins.Events[1].Share, origins.Events[1].Origin = "C", coverage.EventMerge, coverage.Share{}, "c"
	require.Equal(t, []string{"error format events[1].origin", "error conflict events[1].origin"}, listed(origins.Validate().Errors()))
	require.Equal(t, []string{
		"error required names[0].area", "error required names[0].name", "error format names[1].within", "error duplicate names[2]",
	}, listed(coverage.Succession{Names: []coverage.AreaName{{From: on}, {Area: "A", Name: "Here", Within: "q"}, {Area: "A", Name: "There"}, {Area: "A", Name: "Now", From: on}}}.Validate().Errors()))
	// Codes may change places on one day.
	swap := []coverage.Event{{Kind: coverage.EventRecode, On: on, From: "A", To: "B"}, {Kind: coverage.EventRecode, On: on, From: "B", To: "A"}}
	require.Empty(t, listed(coverage.Succession{Events: swap}.Validate().Errors()))
	c, err := coverage.Succession{Events: swap}.Crosswalk(coverage.Vintage{"one", day("2017-03-31")}, coverage.Vintage{"two", on})
	require.NoError(t, err)
	require.Equal(t, []coverage.Weight{{From: "A", To: "B"}, {From: "B", To: "A"}}, c.Weights)
}

// TestSuccession_Conserves: whatever happens, everybody of an area that stood on the
// first day is somewhere on the last.
func TestSuccession_Conserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		areas := []coverage.AreaCode{"A", "B", "C", "D"}
		var s coverage.Succession
		for year := range 4 {
			on := day("2015-04-01").AddDays(365 * year)
			from := rapid.SampledFrom(areas).Draw(t, "from")
			to := rapid.SampledFrom(areas).Draw(t, "to")
			if from == to {
				continue
			}
			den := rapid.Int64Range(2, 1e6).Draw(t, "den")
			part, err := coverage.ShareOf(rapid.Int64Range(1, den-1).Draw(t, "num"), den)
			require.NoError(t, err)
			s.Events = append(s.Events, coverage.Event{Kind: coverage.EventTransfer, On: on, From: from, To: to, Share: part})
			if origin := rapid.SampledFrom(areas).Draw(t, "origin"); rapid.Bool().Draw(t, "of one origin") {
				s.Events = append(s.Events, coverage.Event{Kind: coverage.EventTransfer, On: on, From: from, To: to, Share: part, Origin: origin})
			}
		}
		c, err := s.Crosswalk(coverage.Vintage{"one", day("2015-01-01")}, coverage.Vintage{"two", day("2020-01-01")}, areas...)
		require.NoError(t, err)
		var cells []coverage.Population
		for _, a := range areas {
			cells = append(cells, coverage.Population{Area: a, People: rapid.Int64Range(0, 1e9).Draw(t, "people")})
		}
		m, err := c.Counts(cells)
		require.NoError(t, err)
		require.Empty(t, m.Unmapped)
		var total int64
		for _, cell := range cells {
			total += cell.People
		}
		units, _ := m.People()
		require.Equal(t, total, units)
	})
}
