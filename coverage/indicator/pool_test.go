package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func poolInputs(t testing.TB) map[string][]indicator.Effect {
	sets := map[string][]indicator.Effect{}
	for _, r := range published(t, "indicator/pool_inputs.csv") {
		sets[r["set"]] = append(sets[r["set"]], indicator.Effect{
			Label: r["study"], Estimate: r.number(t, "yi"), StandardError: math.Sqrt(r.number(t, "vi")),
		})
	}
	return sets
}

func TestPool_Published(t *testing.T) {
	sets := poolInputs(t)
	for _, r := range published(t, "indicator/pool_expected.csv") {
		effects := sets[r["set"]]
		if int64(len(effects)) != r.count(t, "k") {
			t.Logf("%s: %d of %s effects are here", r["set"], len(effects), r["k"])
			continue
		}
		for prefix, model := range map[string]indicator.PoolModel{"fe": indicator.CommonEffect, "re": indicator.RandomEffects} {
			p, err := indicator.Pool(effects, model, r.number(t, "level"))
			require.NoError(t, err)
			near(t, r.number(t, prefix+"_est"), p.Interval.Value, tighter, r)
			near(t, r.number(t, prefix+"_se"), p.StandardError, tighter, r)
			near(t, r.number(t, prefix+"_lower"), p.Interval.Low, tight, r)
			near(t, r.number(t, prefix+"_upper"), p.Interval.High, tight, r)
			near(t, r.number(t, prefix+"_z"), p.Z, tighter, r)
			near(t, r.number(t, prefix+"_p"), p.P, tighter, r)
			near(t, r.number(t, "Q"), p.Q, tighter, r)
			near(t, r.number(t, "Q_p"), p.QP, tighter, r)
			near(t, r.number(t, "tau2"), p.Tau2, tighter, r)
			near(t, r.number(t, "I2"), p.I2, tighter, r)
			near(t, r.number(t, "H2"), p.H2, tighter, r)
			require.EqualValues(t, r.count(t, "Q_df"), p.Degrees, r)
		}
	}
}

func TestPool_Printed(t *testing.T) {
	sets := poolInputs(t)
	for _, r := range published(t, "indicator/pool_published.csv") {
		effects, ok := sets[r["set"]]
		if !ok {
			t.Logf("the effects of %s are not here", r["set"])
			continue
		}
		common, err := indicator.Pool(effects, indicator.CommonEffect, 0.95)
		require.NoError(t, err)
		random, err := indicator.Pool(effects, indicator.RandomEffects, 0.95)
		require.NoError(t, err)
		got, ok := map[string]float64{
			"fe_est": common.Interval.Value, "fe_lower": common.Interval.Low, "fe_upper": common.Interval.High,
			"re_est": random.Interval.Value, "re_lower": random.Interval.Low, "re_upper": random.Interval.High, "re_se": random.StandardError,
			"tau2": random.Tau2, "sqrt_tau2": math.Sqrt(random.Tau2), "Q": common.Q,
			"exp_fe_est": math.Exp(common.Interval.Value), "exp_fe_lower": math.Exp(common.Interval.Low), "exp_fe_upper": math.Exp(common.Interval.High),
			"exp_re_est": math.Exp(random.Interval.Value), "exp_re_lower": math.Exp(random.Interval.Low), "exp_re_upper": math.Exp(random.Interval.High),
		}[r["quantity"]]
		require.True(t, ok, r)
		require.InDelta(t, r.number(t, "published"), got, 0.501*math.Pow10(-int(r.count(t, "decimals"))), r)
	}
}

// The 13 trials of BCG: Colditz et al., JAMA 1994;271:698, pooled by metafor
// 3.8-1 with the risk ratio.
func TestPool_BCG(t *testing.T) {
	var effects []indicator.Effect
	for _, c := range [][4]int64{
		{4, 123, 11, 139}, {6, 306, 29, 303}, {3, 231, 11, 220}, {62, 13598, 248, 12867}, {33, 5069, 47, 5808},
		{180, 1541, 372, 1451}, {8, 2545, 10, 629}, {505, 88391, 499, 88391}, {29, 7499, 45, 7277}, {17, 1716, 65, 1665},
		{186, 50634, 141, 27338}, {5, 2498, 3, 2341}, {27, 16913, 29, 17854},
	} {
		e, err := indicator.EffectFromCounts("", indicator.RiskRatio,
			indicator.Count{Events: c[0], Population: c[1]}, indicator.Count{Events: c[2], Population: c[3]})
		require.NoError(t, err)
		effects = append(effects, e)
	}
	p, err := indicator.Pool(effects, indicator.RandomEffects, 0.95)
	require.NoError(t, err)
	near(t, -0.7141172220732273, p.Interval.Value, tighter)
	near(t, 0.1787420895354031, p.StandardError, tighter)
	near(t, 0.3087602628623761, p.Tau2, tighter)
	near(t, 92.11734685456204, p.I2, tighter)
	near(t, 152.23300808237326, p.Q, tighter)
	near(t, 1.9967645908460005e-26, p.QP, tighter)
	ratio, err := p.Ratio()
	require.NoError(t, err)
	near(t, math.Exp(-1.064445280084051), ratio.Low, tighter)
	require.Less(t, p.Prediction.Low, p.Interval.Low)
	require.Greater(t, p.Prediction.High, p.Interval.High)
	// t(11) √(τ² + SE²) at 95 %, t = 2.200985160082949.
	near(t, -0.7141172220732273+2.200985160082949*math.Sqrt(0.3087602628623761+0.1787420895354031*0.1787420895354031), p.Prediction.High, tight)
}

func drawEffects(t *rapid.T, least int) []indicator.Effect {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) indicator.Effect {
		return indicator.Effect{
			Estimate:      rapid.Float64Range(-1e3, 1e3).Draw(t, "estimate"),
			StandardError: rapid.Float64Range(1e-3, 1e3).Draw(t, "standard error"),
		}
	}), least, 12).Draw(t, "effects")
}

func drawModel(t *rapid.T) indicator.PoolModel {
	return rapid.SampledFrom([]indicator.PoolModel{indicator.CommonEffect, indicator.RandomEffects}).Draw(t, "model")
}

func TestPool_OneIsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEffects(t, 1)[:1]
		p, err := indicator.Pool(e, drawModel(t), 0.95)
		require.NoError(t, err)
		require.Equal(t, e[0].Estimate, p.Interval.Value)
		require.Equal(t, e[0].StandardError, p.StandardError)
		require.Equal(t, []float64{1}, p.Weights)
		require.Equal(t, []float64{0, 0, 0, 1, 1}, []float64{p.Q, p.Tau2, p.I2, p.QP, p.H2})
		require.Zero(t, p.Prediction)
	})
}

func TestPool_IgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		effects, model := drawEffects(t, 2), drawModel(t)
		want, err := indicator.Pool(effects, model, 0.95)
		require.NoError(t, err)
		got, err := indicator.Pool(rapid.Permutation(effects).Draw(t, "permuted"), model, 0.95)
		require.NoError(t, err)
		require.ElementsMatch(t, want.Weights, got.Weights)
		want.Weights, got.Weights = nil, nil
		require.Equal(t, want, got)
	})
}

func TestPool_Bounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		effects, model := drawEffects(t, 2), drawModel(t)
		p, err := indicator.Pool(effects, model, 0.95)
		require.NoError(t, err)
		low, high, total := math.Inf(1), math.Inf(-1), 0.0
		for i, e := range effects {
			low, high = min(low, e.Estimate), max(high, e.Estimate)
			total += p.Weights[i]
		}
		slack := 1e-9 * max(1, math.Abs(low), math.Abs(high))
		require.GreaterOrEqual(t, p.Interval.Value, low-slack)
		require.LessOrEqual(t, p.Interval.Value, high+slack)
		require.InEpsilon(t, 1, total, 1e-12)
		require.GreaterOrEqual(t, p.Tau2, 0.0)
		require.True(t, p.I2 >= 0 && p.I2 <= 100)
		require.True(t, p.QP >= 0 && p.QP <= 1)
		require.Equal(t, model == indicator.RandomEffects && len(effects) > 2, p.Prediction != indicator.Interval{})
	})
}

func TestPool_Refuses(t *testing.T) {
	good := indicator.Effect{Estimate: 1, StandardError: 1}
	for _, c := range []struct {
		effects    []indicator.Effect
		model      indicator.PoolModel
		confidence float64
		code       error
	}{
		{nil, indicator.CommonEffect, 0.95, indicator.TooFewGroups},
		{[]indicator.Effect{good}, 0, 0.95, indicator.Range},
		{[]indicator.Effect{good}, indicator.CommonEffect, 1, indicator.Range},
		{[]indicator.Effect{good, {Estimate: 1}}, indicator.CommonEffect, 0.95, indicator.Range},
		{[]indicator.Effect{good, {Estimate: 1, StandardError: -1}}, indicator.CommonEffect, 0.95, indicator.Range},
		{[]indicator.Effect{{Estimate: math.NaN(), StandardError: 1}}, indicator.CommonEffect, 0.95, indicator.NotFinite},
		{[]indicator.Effect{{Estimate: 1e300, StandardError: 1e-300}, good}, indicator.RandomEffects, 0.95, indicator.NotFinite},
	} {
		p, err := indicator.Pool(c.effects, c.model, c.confidence)
		require.ErrorIs(t, err, c.code, "%+v", c)
		require.Zero(t, p)
	}
	p, err := indicator.Pool([]indicator.Effect{{Estimate: 1000, StandardError: 1}}, indicator.CommonEffect, 0.95)
	require.NoError(t, err)
	_, err = p.Ratio()
	require.ErrorIs(t, err, indicator.NotFinite)
}
