package coverage_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func observed(day string, low, high, of int64) coverage.Observation {
	return coverage.Observation{On: caremodel.MustParseDate(day), Covered: coverage.Estimate{Low: low, High: high, Of: of}}
}

// halfBy is the programme's target: half of the population by the end of 2020.
var halfBy = func(day string) coverage.Target {
	return coverage.Target{Share: caremodel.Ratio{Num: 1, Den: 2}, By: caremodel.MustParseDate(day), Bound: caremodel.AtLeast}
}

func TestTrajectoryTo_HalfOfThePopulation(t *testing.T) {
	// Ten days from 10 % of 1,000 to half of it: 40 people a day.
	got, err := coverage.TrajectoryTo(halfBy("2020-01-11"), []coverage.Observation{
		observed("2020-01-06", 280, 280, 1_000),
		observed("2020-01-01", 100, 100, 1_000),
		observed("2020-01-03", 180, 180, 1_000),
	})
	require.NoError(t, err)
	require.Len(t, got.Points, 3)
	exact := func(n int64) coverage.Estimate { return coverage.Estimate{Low: n, High: n, Of: 1_000} }
	require.Equal(t, []coverage.Point{
		{Observation: observed("2020-01-01", 100, 100, 1_000), Needed: exact(100), Gap: exact(400), Track: coverage.OnTrack},
		{Observation: observed("2020-01-03", 180, 180, 1_000), Needed: exact(180), Gap: exact(320), Track: coverage.OnTrack},
		{Observation: observed("2020-01-06", 280, 280, 1_000), Needed: exact(300), Gap: exact(220), Track: coverage.OffTrack},
	}, got.Points)
	require.Equal(t, exact(220), got.Gap)
	require.Equal(t, 5, got.Days)
	require.Equal(t, exact(16_071), got.Pace) // 220 people in 5 days: 44 a day, 16,071 a year
	require.Equal(t, coverage.OffTrack, got.OnTrack)
	require.True(t, got.Majority.IsZero())

	// Five days brought 180 people: half of the population after six more.
	require.Equal(t, exact(280), got.Projected(caremodel.MustParseDate("2020-01-06")))
	require.Equal(t, exact(460), got.Projected(caremodel.MustParseDate("2020-01-11")))
	require.Equal(t, exact(1_000), got.Projected(caremodel.MustParseDate("2021-01-01")), "never more than everybody")
}

// The population moves too: the line is one of shares.
func TestTrajectory_WithAPopulationThatGrows(t *testing.T) {
	got, err := coverage.TrajectoryTo(halfBy("2020-01-11"), []coverage.Observation{
		observed("2020-01-01", 100, 100, 1_000), observed("2020-01-06", 330, 330, 1_100),
	})
	require.NoError(t, err)
	require.Equal(t, coverage.Estimate{Low: 330, High: 330, Of: 1_100}, got.Points[1].Needed) // 30 % of 1,100
	require.Equal(t, coverage.OnTrack, got.OnTrack)
	require.EqualValues(t, 220, got.Gap.High)
}

// Where figures are bounds the verdict may be open.
func TestTrajectory_WithBounds(t *testing.T) {
	track := func(low, high int64) coverage.Track {
		got, err := coverage.TrajectoryTo(halfBy("2020-01-11"), []coverage.Observation{
			observed("2020-01-01", 80, 120, 1_000), observed("2020-01-06", low, high, 1_000),
		})
		require.NoError(t, err)
		require.Equal(t, coverage.Estimate{Low: 290, High: 310, Of: 1_000}, got.Points[1].Needed)
		return got.OnTrack
	}
	require.Equal(t, coverage.OnTrack, track(310, 400))
	require.Equal(t, coverage.Undecided, track(300, 305))
	require.Equal(t, coverage.Undecided, track(100, 290))
	require.Equal(t, coverage.OffTrack, track(100, 289))
}

func TestTrajectory_PastTheTarget(t *testing.T) {
	// A target that was passed asks for no more than itself, whatever the line.
	got, err := coverage.TrajectoryTo(halfBy("2020-01-11"), []coverage.Observation{
		observed("2020-01-01", 700, 700, 1_000), observed("2020-01-06", 520, 560, 1_000),
	})
	require.NoError(t, err)
	require.Equal(t, coverage.OnTrack, got.OnTrack)
	require.Equal(t, coverage.Estimate{Of: 1_000}, got.Gap)
	require.Equal(t, coverage.Estimate{Of: 1_000}, got.Pace)
	require.Equal(t, caremodel.MustParseDate("2020-01-01"), got.Majority)

	// After its day the target stands, and no pace can close the gap any more.
	got, err = coverage.TrajectoryTo(halfBy("2020-01-11"), []coverage.Observation{
		observed("2020-01-01", 100, 100, 1_000), observed("2020-02-01", 499, 501, 1_000),
	})
	require.NoError(t, err)
	require.Equal(t, coverage.Undecided, got.OnTrack)
	require.Equal(t, coverage.Estimate{Low: 0, High: 1, Of: 1_000}, got.Gap)
	require.Equal(t, -21, got.Days)
	require.Equal(t, coverage.Estimate{}, got.Pace)
	require.True(t, got.Majority.IsZero(), "half is no majority, and 501 are not certain")
}

// A target in people is capped at everybody.
func TestTrajectoryTo_ANumberOfPeople(t *testing.T) {
	target := coverage.Target{People: 5_000, By: caremodel.MustParseDate("2020-01-11")}
	got, err := coverage.TrajectoryTo(target, []coverage.Observation{observed("2020-01-01", 0, 0, 1_000), observed("2020-01-06", 501, 501, 1_000)})
	require.NoError(t, err)
	require.EqualValues(t, 499, got.Gap.High)
	require.EqualValues(t, 500, got.Points[1].Needed.High)
	require.Equal(t, coverage.OnTrack, got.OnTrack)
	require.Equal(t, caremodel.MustParseDate("2020-01-06"), got.Majority)
}

func TestTrajectory_Refusals(t *testing.T) {
	good := observed("2020-01-01", 1, 2, 10)
	target := halfBy("2020-01-11")
	for _, c := range []struct {
		name   string
		target coverage.Target
		points []coverage.Observation
		code   validate.Code
	}{
		{"no observation", target, nil, validate.Required},
		{"no day of a target", coverage.Target{Share: target.Share}, []coverage.Observation{good}, validate.Required},
		{"no figure", coverage.Target{By: target.By}, []coverage.Observation{good}, validate.Required},
		{"more than everybody", coverage.Target{Share: caremodel.Ratio{Num: 3, Den: 2}, By: target.By}, []coverage.Observation{good}, validate.Range},
		{"no day", target, []coverage.Observation{{Covered: good.Covered}}, validate.Required},
		{"one day twice", target, []coverage.Observation{good, good}, validate.Duplicate},
		{"nobody to cover", target, []coverage.Observation{{On: good.On}}, validate.Range},
		{"bounds in the wrong order", target, []coverage.Observation{observed("2020-01-01", 3, 2, 10)}, validate.Range},
		{"more than the population", target, []coverage.Observation{observed("2020-01-01", 3, 12, 10)}, validate.Range},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := coverage.TrajectoryTo(c.target, c.points)
			require.ErrorIs(t, err, c.code)
			require.ErrorContains(t, err, "coverage.TrajectoryTo")
		})
	}
	require.Equal(t, coverage.Estimate{}, coverage.Trajectory{}.Projected(good.On))
}

// Nothing leaves 0 to the population, however far the day and however large the
// numbers.
func TestTrajectory_StaysWithinThePopulation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []coverage.Observation
		for i := range rapid.IntRange(1, 4).Draw(t, "points") {
			of := rapid.OneOf(rapid.Int64Range(1, 100), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "of")
			high := rapid.Int64Range(0, of).Draw(t, "high")
			low := rapid.Int64Range(0, high).Draw(t, "low")
			day := caremodel.MustParseDate("2015-03-10").AddDays(400*i + rapid.IntRange(0, 399).Draw(t, "day"))
			points = append(points, coverage.Observation{On: day, Covered: coverage.Estimate{Low: low, High: high, Of: of}})
		}
		target := coverage.Target{By: caremodel.MustParseDate("2020-12-31"), Share: caremodel.Ratio{Num: rapid.Int64Range(1, 100).Draw(t, "percent"), Den: 100}}
		got, err := coverage.TrajectoryTo(target, points)
		require.NoError(t, err)
		within := func(e coverage.Estimate) {
			require.GreaterOrEqual(t, e.Low, int64(0))
			require.LessOrEqual(t, e.Low, e.High)
			require.LessOrEqual(t, e.High, e.Of)
		}
		for i, p := range got.Points {
			within(p.Needed)
			within(p.Gap)
			require.Equal(t, points[i], p.Observation)
			require.NotZero(t, p.Track)
			low, high := p.Covered.Share()
			require.Equal(t, low.Compare(target.Share) >= 0, p.Gap.High == 0)
			require.Equal(t, high.Compare(target.Share) >= 0, p.Gap.Low == 0)
		}
		within(got.Projected(points[len(points)-1].On.AddDays(rapid.IntRange(0, 100_000).Draw(t, "later"))))
		require.GreaterOrEqual(t, got.Pace.High, got.Pace.Low)
		require.GreaterOrEqual(t, got.Pace.Low, int64(0))
	})
}
