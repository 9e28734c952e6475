package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestDifferenceInDifferences_Published(t *testing.T) {
	inputs := map[string]row{}
	for _, r := range published(t, "indicator/did_inputs.csv") {
		inputs[r["case"]] = r
	}
	for _, r := range published(t, "indicator/did_expected.csv") {
		in, ok := inputs[r["case"]]
		require.True(t, ok, r)
		count := func(name string) indicator.Count {
			return indicator.Count{Events: in.count(t, "x_"+name), Population: in.count(t, "n_"+name)}
		}
		c := indicator.BeforeAfter{
			TreatedBefore: count("treat_pre"), TreatedAfter: count("treat_post"), ControlBefore: count("ctl_pre"), ControlAfter: count("ctl_post"),
		}
		kind := indicator.CountOfEvents
		if r["kind"] == "proportion" {
			kind = indicator.CountOfPeople
		}
		got, err := indicator.DifferenceInDifferences(kind, c, in.number(t, "multiplier"), r.number(t, "level"))
		if r["did"] == "" || r["did"] == "NaN" {
			require.Error(t, err, r)
			continue
		}
		require.NoError(t, err, r)
		near(t, r.number(t, "did"), got.Interval.Value, tight, r)
		near(t, r.number(t, "did_se"), got.StandardError, tighter, r)
		near(t, r.number(t, "did_lower"), got.Interval.Low, tight, r)
		near(t, r.number(t, "did_upper"), got.Interval.High, tight, r)
		near(t, r.number(t, "did_z"), got.Z, tight, r)
		near(t, r.number(t, "did_p"), got.P, tight, r)
		ratio, err := indicator.RatioOfRatios(kind, c, r.number(t, "level"))
		if r["ratio_of_ratios"] == "" || r["log_se"] == "" || r["log_se"] == "Inf" || r["log_se"] == "NaN" {
			require.ErrorIs(t, err, indicator.ZeroDenominator, r)
			continue
		}
		require.NoError(t, err, r)
		near(t, r.number(t, "ratio_of_ratios"), ratio.Interval.Value, tight, r)
		near(t, r.number(t, "log_se"), ratio.StandardError, tighter, r)
		near(t, r.number(t, "ratio_lower"), ratio.Interval.Low, tight, r)
		near(t, r.number(t, "ratio_upper"), ratio.Interval.High, tight, r)
	}
}

// Snow's deaths from cholera of 1849 and 1854: the districts of both companies,
// whose water was improved in part, against those of the company that did not
// change (Coleman 2019: -56.99 per 10,000; logarithm -0.5109, ratio 0.6).
func snow() indicator.BeforeAfter {
	return indicator.BeforeAfter{
		TreatedBefore: indicator.Count{Events: 3905, Population: 300_149}, TreatedAfter: indicator.Count{Events: 2547, Population: 300_149},
		ControlBefore: indicator.Count{Events: 2261, Population: 167_654}, ControlAfter: indicator.Count{Events: 2458, Population: 167_654},
	}
}

func TestDifferenceInDifferences_Snow(t *testing.T) {
	got, err := indicator.DifferenceInDifferences(indicator.CountOfEvents, snow(), 10_000, 0.95)
	require.NoError(t, err)
	near(t, -56.99458606853844, got.Interval.Value, tight)
	near(t, 4.893942078635074, got.StandardError, tighter)
	near(t, -66.58653628508827, got.Interval.Low, tight)
	near(t, 2.4063600091308758e-31, got.P, tight)
	ratio, err := indicator.RatioOfRatios(indicator.CountOfEvents, snow(), 0.95)
	require.NoError(t, err)
	near(t, 0.5999659321414097, ratio.Interval.Value, tight)
	near(t, 0.5561394285870158, ratio.Interval.Low, tight)
	near(t, 0.6472461782558003, ratio.Interval.High, tight)
	near(t, -0.5108824051423387, ratio.Z*ratio.StandardError, tight)
}

// Groups exchanged, the difference has the other sign and the ratio its inverse.
func TestDifferenceInDifferences_Exchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]indicator.CountKind{indicator.CountOfEvents, indicator.CountOfPeople}).Draw(t, "kind")
		draw := func(label string) indicator.Count {
			x := rapid.Int64Range(1, 1e6).Draw(t, label)
			return indicator.Count{Events: x, Population: x + rapid.Int64Range(1, 1e7).Draw(t, label+" others")}
		}
		c := indicator.BeforeAfter{TreatedBefore: draw("tb"), TreatedAfter: draw("ta"), ControlBefore: draw("cb"), ControlAfter: draw("ca")}
		d := indicator.BeforeAfter{TreatedBefore: c.ControlBefore, TreatedAfter: c.ControlAfter, ControlBefore: c.TreatedBefore, ControlAfter: c.TreatedAfter}
		there, err := indicator.DifferenceInDifferences(kind, c, 1000, 0.95)
		require.NoError(t, err)
		back, err := indicator.DifferenceInDifferences(kind, d, 1000, 0.95)
		require.NoError(t, err)
		require.InDelta(t, there.Interval.Low, -back.Interval.High, 1e-9*(there.StandardError+math.Abs(there.Interval.Low)))
		r, err := indicator.RatioOfRatios(kind, c, 0.95)
		require.NoError(t, err)
		s, err := indicator.RatioOfRatios(kind, d, 0.95)
		require.NoError(t, err)
		require.InEpsilon(t, r.Interval.Low, 1/s.Interval.High, 1e-9)
	})
}

func TestDifferenceInDifferences_Refuses(t *testing.T) {
	both := func(kind indicator.CountKind, c indicator.BeforeAfter, per, confidence float64, code error) {
		t.Helper()
		_, err := indicator.DifferenceInDifferences(kind, c, per, confidence)
		require.ErrorIs(t, err, code)
		if per > 0 {
			_, err = indicator.RatioOfRatios(kind, c, confidence)
			require.ErrorIs(t, err, code)
		}
	}
	both(0, snow(), 1, 0.95, indicator.Range)
	both(indicator.CountOfEvents, snow(), 1, 95, indicator.Range)
	both(indicator.CountOfEvents, snow(), 0, 0.95, indicator.Range)
	c := snow()
	c.ControlAfter.Population = 0
	both(indicator.CountOfEvents, c, 1, 0.95, indicator.Range)
	c = snow()
	c.TreatedBefore.Events = 300_150
	both(indicator.CountOfPeople, c, 1, 0.95, indicator.Range)
	c = snow()
	c.TreatedAfter.Events = 0
	_, err := indicator.DifferenceInDifferences(indicator.CountOfEvents, c, 1, 0.95)
	require.NoError(t, err)
	_, err = indicator.RatioOfRatios(indicator.CountOfEvents, c, 0.95)
	require.ErrorIs(t, err, indicator.ZeroDenominator)
	nobody := indicator.Count{Population: 5}
	none := indicator.BeforeAfter{TreatedBefore: nobody, TreatedAfter: nobody, ControlBefore: nobody, ControlAfter: nobody}
	_, err = indicator.DifferenceInDifferences(indicator.CountOfEvents, none, 1, 0.95)
	require.ErrorIs(t, err, indicator.NotEstimable)
}
