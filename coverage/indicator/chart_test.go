package indicator_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func chartPoints(values ...float64) []indicator.ChartPoint {
	points := make([]indicator.ChartPoint, len(values))
	for i, v := range values {
		points[i] = indicator.ChartPoint{Value: v, Missing: math.IsNaN(v)}
	}
	return points
}

func causes(c indicator.Chart) []indicator.SpecialCause {
	found := make([]indicator.SpecialCause, len(c.Points))
	for i, p := range c.Points {
		found[i] = p.Cause
	}
	return found
}

var publishedPolarity = map[string]indicator.Polarity{
	"increase": indicator.HighIsGood, "decrease": indicator.LowIsGood, "neutral": indicator.NoJudgement,
}

var publishedCause = map[string]indicator.SpecialCause{
	"Common Cause": indicator.CauseNone, "Above UCL": indicator.AboveLimit, "Below LCL": indicator.BelowLimit,
	"7 Point Trend (Increasing)": indicator.TrendUp, "7 Point Trend (Decreasing)": indicator.TrendDown,
	"2 in 3 Above CL": indicator.TwoOfThreeHigh, "2 in 3 Below CL": indicator.TwoOfThreeLow,
	"7 Points Above CL": indicator.ShiftHigh, "7 Points Below CL": indicator.ShiftLow,
}

var publishedVariation = map[string]indicator.Variation{
	"common_cause": indicator.VariationCommon, "special_cause_improvement": indicator.VariationImprovement,
	"special_cause_concern": indicator.VariationConcern, "special_cause_neutral_high": indicator.VariationHigh,
	"special_cause_neutral_low": indicator.VariationLow,
}

var publishedAssurance = map[string]indicator.Assurance{
	"": 0, "consistent_pass": indicator.ConsistentPass, "inconsistent": indicator.Inconsistent, "consistent_fail": indicator.ConsistentFail,
}

func TestControlChart_Published(t *testing.T) {
	series := map[string][]row{}
	for _, r := range published(t, "indicator/spc_points.csv") {
		series[r["series"]] = append(series[r["series"]], r)
	}
	for _, s := range published(t, "indicator/spc_series.csv") {
		rows := series[s["series"]]
		require.EqualValues(t, s.count(t, "n"), len(rows), s)
		points := make([]indicator.ChartPoint, len(rows))
		options := []indicator.ChartOption{indicator.Improvement(publishedPolarity[s["improvement_direction"]])}
		for i, r := range rows {
			points[i] = indicator.ChartPoint{Label: r["date"], Value: r.number(t, "value")}
			if i > 0 && r["rebase_group"] != rows[i-1]["rebase_group"] {
				options = append(options, indicator.RebaseAt(i))
			}
		}
		if s["screen_outliers"] == "true" {
			options = append(options, indicator.ScreenRanges())
		}
		if n := s.count(t, "fix_after_n_points"); n > 0 {
			options = append(options, indicator.FixAfter(int(n)))
		}
		if s["target"] != "" {
			options = append(options, indicator.Target(s.number(t, "target")))
		}
		c, err := indicator.ControlChart(points, options...)
		require.NoError(t, err, s)
		require.Equal(t, publishedVariation[s["variation_last"]], c.Variation, s)
		require.Equal(t, publishedAssurance[s["assurance"]], c.Assurance, s)
		for i, r := range rows {
			p := c.Points[i]
			part := c.Parts[p.Part]
			near(t, r.number(t, "mean"), part.Mean, tighter, r)
			near(t, r.number(t, "lpl"), part.Low, tighter, r)
			near(t, r.number(t, "upl"), part.High, tighter, r)
			require.Equal(t, r["rebase_group"], strconv.Itoa(p.Part), r)
			require.Equal(t, publishedCause[r["special_cause_type"]], p.Cause, r)
			require.Equal(t, publishedVariation[r["point_type"]], p.Variation, r)
			require.Equal(t, r["outside_limits"] == "true", p.All.Has(indicator.AboveLimit) || p.All.Has(indicator.BelowLimit), r)
			require.Equal(t, r["short_group"] == "true", part.Short, r)
		}
	}
}

// ends returns the points at which a run of n ends or goes on, counted from 1,
// as the file has them; every point of a run is flagged, so that a point ends
// one where it and the n − 1 before it are flagged.
func ends(c indicator.Chart, n int, causes ...indicator.SpecialCause) string {
	var found []string
	for i := range c.Points {
		for _, cause := range causes {
			if i+1 >= n && !slices.ContainsFunc(c.Points[i+1-n:i+1], func(p indicator.ChartedPoint) bool { return !p.All.Has(cause) }) {
				found = append(found, strconv.Itoa(i+1))
			}
		}
	}
	return strings.Join(found, ";")
}

func TestControlChart_PublishedRuns(t *testing.T) {
	series := map[string][]indicator.ChartPoint{}
	for _, r := range published(t, "indicator/spc_points.csv") {
		series[r["series"]] = append(series[r["series"]], indicator.ChartPoint{Value: r.number(t, "value")})
	}
	for _, r := range published(t, "indicator/spc_run_ends.csv") {
		points, ok := series[r["series"]]
		if !ok {
			t.Logf("the series %s is not here", r["series"])
			continue
		}
		for _, n := range []int{6, 7, 8, 9} {
			c, err := indicator.ControlChart(points, indicator.ShiftOf(n))
			require.NoError(t, err)
			near(t, r.number(t, "mean"), c.Parts[0].Mean, tighter)
			require.Equal(t, r["shift"+strconv.Itoa(n)], ends(c, n, indicator.ShiftHigh, indicator.ShiftLow), r)
		}
		c, err := indicator.ControlChart(points, indicator.TrendOf(6))
		require.NoError(t, err)
		require.Equal(t, r["trend6"], ends(c, 6, indicator.TrendUp, indicator.TrendDown), r)
	}
}

// Test vectors of the Western Electric and Nelson rules in the R package qcc.
func TestControlChart_RuleVectors(t *testing.T) {
	c, err := indicator.ControlChart(chartPoints(0, 3.2, -3.5, 2.9), indicator.Centre(0, 1))
	require.NoError(t, err)
	require.Equal(t, "2;3", ends(c, 1, indicator.AboveLimit, indicator.BelowLimit))

	c, err = indicator.ControlChart(chartPoints(0, 2.5, 1, 2.6, 0), indicator.Centre(0, 1))
	require.NoError(t, err)
	require.Equal(t, "2;4", ends(c, 1, indicator.TwoOfThreeHigh))

	half := slices.Concat(slices.Repeat([]float64{0.5}, 10), slices.Repeat([]float64{-0.5}, 10))
	c, err = indicator.ControlChart(chartPoints(half...), indicator.Centre(0, 1), indicator.ShiftOf(9))
	require.NoError(t, err)
	require.Equal(t, "9;10;19;20", ends(c, 9, indicator.ShiftHigh, indicator.ShiftLow))

	c, err = indicator.ControlChart(chartPoints(1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1), indicator.Centre(4, 3), indicator.TrendOf(6))
	require.NoError(t, err)
	require.Equal(t, "6;7;13;14", ends(c, 6, indicator.TrendUp, indicator.TrendDown))
}

// The vignette of NHSRplotthedots 0.2.2: limits -0.72 and 4.6 when ranges are
// screened, -3.06 and 6.95 when they are not, around 1.94.
func TestControlChart_ScreenRanges(t *testing.T) {
	points := chartPoints(1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
	c, err := indicator.ControlChart(points, indicator.ScreenRanges())
	require.NoError(t, err)
	part := c.Parts[0]
	require.Equal(t, 2, part.Screened)
	require.InDelta(t, 1.94, part.Mean, 0.005)
	require.InDelta(t, -0.72, part.Low, 0.005)
	require.InDelta(t, 4.6, part.High, 0.005)
	c, err = indicator.ControlChart(points)
	require.NoError(t, err)
	require.Zero(t, c.Parts[0].Screened)
	require.InDelta(t, -3.06, c.Parts[0].Low, 0.005)
	require.InDelta(t, 6.95, c.Parts[0].High, 0.005)
}

func TestControlChart_ConstantsAreCommon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-1e12, 1e12).Draw(t, "value")
		n := rapid.IntRange(1, 40).Draw(t, "n")
		options := []indicator.ChartOption{indicator.Improvement(indicator.LowIsGood)}
		if rapid.Bool().Draw(t, "screened") {
			options = append(options, indicator.ScreenRanges())
		}
		c, err := indicator.ControlChart(chartPoints(slices.Repeat([]float64{v}, n)...), options...)
		require.NoError(t, err)
		require.Equal(t, []float64{v, v, v}, []float64{c.Parts[0].Mean, c.Parts[0].Low, c.Parts[0].High})
		for _, p := range c.Points {
			require.Equal(t, indicator.CauseNone, p.Cause)
			require.Zero(t, p.All)
		}
		require.Equal(t, n > 1, c.Parts[0].Limited)
	})
}

// A point on the mean ends a shift, whatever the last digit of the mean is.
func TestControlChart_OnTheMean(t *testing.T) {
	values := slices.Concat([]float64{0.1, 0.3}, slices.Repeat([]float64{0.2}, 9))
	c, err := indicator.ControlChart(chartPoints(values...))
	require.NoError(t, err)
	for _, p := range c.Points[2:] {
		require.Equal(t, indicator.CauseNone, p.Cause)
	}
}

func TestControlChart_FewPoints(t *testing.T) {
	c, err := indicator.ControlChart(chartPoints(5), indicator.Target(7), indicator.Improvement(indicator.HighIsGood))
	require.NoError(t, err)
	require.Equal(t, []indicator.ChartPart{{Mean: 5, Low: 5, High: 5, Short: true}}, c.Parts)
	require.Zero(t, c.Variation)
	require.Zero(t, c.Assurance)

	c, err = indicator.ControlChart(chartPoints(5, 7))
	require.NoError(t, err)
	require.True(t, c.Parts[0].Limited)
	near(t, 0.68, c.Parts[0].Low, tighter)
	near(t, 11.32, c.Parts[0].High, tighter)

	c, err = indicator.ControlChart(chartPoints(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1))
	require.NoError(t, err)
	require.False(t, c.Parts[0].Short)
}

func TestControlChart_Missing(t *testing.T) {
	gap := math.NaN()
	c, err := indicator.ControlChart(chartPoints(1, 2, gap, 9, 10, 11), indicator.Improvement(indicator.HighIsGood))
	require.NoError(t, err)
	near(t, 33./5, c.Parts[0].Mean, tighter)
	near(t, 1, c.Parts[0].AverageRange, tighter, "no range across the gap")
	require.Equal(t, indicator.CauseNone, c.Points[2].Cause)
	require.Zero(t, c.Points[2].Variation)
	require.Equal(t, indicator.VariationImprovement, c.Variation)

	c, err = indicator.ControlChart(chartPoints(1, 2, 3, 4, gap, 5, 6, 7, 8, gap), indicator.TrendOf(5), indicator.ShiftOf(5), indicator.Centre(0, 10))
	require.NoError(t, err)
	for _, p := range c.Points {
		require.Equal(t, indicator.CauseNone, p.Cause, "a gap ends a run")
	}
	require.Equal(t, indicator.VariationCommon, c.Variation)

	c, err = indicator.ControlChart(chartPoints(1, gap, 2))
	require.NoError(t, err)
	require.False(t, c.Parts[0].Limited)
}

func TestControlChart_Precedence(t *testing.T) {
	// 7 rises on one side, the last outside: outside goes first, and all are told.
	c, err := indicator.ControlChart(chartPoints(1, 1.1, 1.2, 1.3, 1.4, 2.5, 4), indicator.Centre(0, 1), indicator.Improvement(indicator.LowIsGood))
	require.NoError(t, err)
	last := c.Points[6]
	require.Equal(t, indicator.AboveLimit, last.Cause)
	require.True(t, last.All.Has(indicator.TrendUp))
	require.True(t, last.All.Has(indicator.ShiftHigh))
	require.False(t, last.All.Has(indicator.CauseNone))
	require.Equal(t, "above-limit,trend-up,shift-high", last.All.String())
	require.Equal(t, indicator.TrendUp, c.Points[0].Cause)
	require.Equal(t, indicator.VariationConcern, c.Variation)

	// Up and down again: the top belongs to the later trend.
	c, err = indicator.ControlChart(chartPoints(1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1), indicator.Centre(4, 3))
	require.NoError(t, err)
	require.Equal(t, indicator.TrendDown, c.Points[6].Cause)
	require.True(t, c.Points[6].All.Has(indicator.TrendUp))
}

// Rules do not look across a new part, and each has limits of its own.
func TestControlChart_Rebase(t *testing.T) {
	values := []float64{1, 2, 1, 2, 10, 11, 10, 11}
	c, err := indicator.ControlChart(chartPoints(values...), indicator.RebaseAt(4), indicator.RebaseAt(4))
	require.NoError(t, err)
	require.Len(t, c.Parts, 2)
	near(t, 1.5, c.Parts[0].Mean, tighter)
	near(t, 10.5, c.Parts[1].Mean, tighter)
	require.Equal(t, []int{4, 7}, []int{c.Parts[1].First, c.Parts[1].Last})
	c, err = indicator.ControlChart(chartPoints(1, 2, 3, 4, 5, 6, 7, 8), indicator.RebaseAt(4))
	require.NoError(t, err)
	require.NotContains(t, causes(c), indicator.TrendUp)
}

func TestControlChart_FixAfter(t *testing.T) {
	values := slices.Concat(slices.Repeat([]float64{1, 3}, 6), slices.Repeat([]float64{20}, 8))
	c, err := indicator.ControlChart(chartPoints(values...), indicator.FixAfter(12))
	require.NoError(t, err)
	near(t, 2, c.Parts[0].Mean, tighter)
	near(t, 2, c.Parts[0].AverageRange, tighter)
	require.Equal(t, indicator.AboveLimit, c.Points[19].Cause)
}

func TestControlChart_Assurance(t *testing.T) {
	points := chartPoints(9, 11, 9, 11) // limits 10 ± 5.32
	for _, c := range []struct {
		target   float64
		polarity indicator.Polarity
		want     indicator.Assurance
	}{
		{4, indicator.HighIsGood, indicator.ConsistentPass},
		{4.68, indicator.HighIsGood, indicator.Inconsistent},
		{16, indicator.HighIsGood, indicator.ConsistentFail},
		{4, indicator.LowIsGood, indicator.ConsistentFail},
		{16, indicator.LowIsGood, indicator.ConsistentPass},
		{16, indicator.NoJudgement, 0},
		{16, 0, 0},
	} {
		got, err := indicator.ControlChart(points, indicator.Target(c.target), indicator.Improvement(c.polarity))
		require.NoError(t, err)
		require.Equal(t, c.want, got.Assurance, "%+v", c)
	}
}

func TestControlChart_Refuses(t *testing.T) {
	good := chartPoints(1, 2, 3)
	for _, c := range []struct {
		points []indicator.ChartPoint
		option indicator.ChartOption
		code   error
	}{
		{nil, indicator.ScreenRanges(), indicator.TooFewGroups},
		{chartPoints(math.NaN(), math.NaN()), indicator.ScreenRanges(), indicator.NotEstimable},
		{[]indicator.ChartPoint{{Value: math.NaN()}}, indicator.ScreenRanges(), indicator.NotFinite},
		{[]indicator.ChartPoint{{Value: math.Inf(1)}, {Value: 1}}, indicator.ScreenRanges(), indicator.NotFinite},
		{chartPoints(math.MaxFloat64, -math.MaxFloat64), indicator.ScreenRanges(), indicator.NotFinite},
		{good, indicator.RebaseAt(0), indicator.Range},
		{good, indicator.RebaseAt(3), indicator.Range},
		{good, indicator.FixAfter(11), indicator.Range},
		{good, indicator.FixAfter(0), indicator.Range},
		{good, indicator.ShiftOf(1), indicator.Range},
		{good, indicator.TrendOf(0), indicator.Range},
		{good, indicator.Improvement(9), indicator.Range},
		{good, indicator.Target(math.NaN()), indicator.NotFinite},
		{good, indicator.Centre(0, -1), indicator.Range},
		{good, indicator.Centre(math.Inf(1), 1), indicator.NotFinite},
	} {
		got, err := indicator.ControlChart(c.points, c.option)
		require.ErrorIs(t, err, c.code)
		require.Zero(t, got)
	}
}

func TestControlChart_AnyPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) indicator.ChartPoint {
			return indicator.ChartPoint{Value: float64(rapid.IntRange(0, 9).Draw(t, "value")), Missing: rapid.IntRange(0, 9).Draw(t, "missing") == 0}
		}), 1, 60).Draw(t, "points")
		options := []indicator.ChartOption{indicator.Improvement(rapid.SampledFrom([]indicator.Polarity{1, 2, 3}).Draw(t, "polarity"))}
		if len(points) > 1 && rapid.Bool().Draw(t, "rebased") {
			options = append(options, indicator.RebaseAt(rapid.IntRange(1, len(points)-1).Draw(t, "at")))
		}
		c, err := indicator.ControlChart(points, options...)
		if err != nil {
			require.ErrorIs(t, err, indicator.NotEstimable)
			return
		}
		for i, p := range c.Points {
			require.Equal(t, points[i], p.ChartPoint)
			require.Equal(t, p.Cause == indicator.CauseNone, p.All == 0)
			require.True(t, p.Cause == indicator.CauseNone || p.All.Has(p.Cause))
			require.False(t, p.Missing && p.Cause != indicator.CauseNone)
		}
		// Turned upside down it has the same causes in the other direction.
		turned := slices.Clone(points)
		for i := range turned {
			turned[i].Value = -turned[i].Value
		}
		back, err := indicator.ControlChart(turned, options...)
		require.NoError(t, err)
		for i, p := range c.Points {
			q := back.Points[i]
			require.Equal(t, p.All.Has(indicator.AboveLimit), q.All.Has(indicator.BelowLimit))
			require.Equal(t, p.All.Has(indicator.TrendUp), q.All.Has(indicator.TrendDown))
			require.Equal(t, p.All.Has(indicator.TwoOfThreeHigh), q.All.Has(indicator.TwoOfThreeLow))
			require.Equal(t, p.All.Has(indicator.ShiftHigh), q.All.Has(indicator.ShiftLow))
		}
	})
}

func TestSpecialCauses_Text(t *testing.T) {
	c, err := indicator.ControlChart(chartPoints(1, 1.1, 1.2, 1.3, 1.4, 2.5, 4), indicator.Centre(0, 1))
	require.NoError(t, err)
	text, err := json.Marshal(c.Points[6])
	require.NoError(t, err)
	require.JSONEq(t, `{"value":4,"part":0,"cause":"above-limit","all":"above-limit,trend-up,shift-high","variation":"high"}`, string(text))
	var read indicator.ChartedPoint
	require.NoError(t, json.Unmarshal(text, &read))
	require.Equal(t, c.Points[6], read)
	require.Error(t, json.Unmarshal([]byte(`{"all":"trend-up,"}`), &read))
	require.Equal(t, c.Points[6], read)
	require.Error(t, json.Unmarshal([]byte(`{"all":null}`), &read))
	require.Equal(t, c.Points[6].All, read.All)
	require.Equal(t, "none", indicator.SpecialCauses(0).String())
	var none indicator.SpecialCauses
	require.NoError(t, none.UnmarshalText([]byte("none")))
	require.Zero(t, none)
}
