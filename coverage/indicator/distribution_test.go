package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

const published12 = 1e-12

func TestNormalQuantile(t *testing.T) {
	for _, c := range []struct{ p, want float64 }{
		// Wichura, Algorithm AS 241, Applied Statistics 37 (1988), the check
		// values of PPND16.
		{0.25, -0.6744897501960817},
		{0.001, -3.090232306167814},
		{1e-20, -9.262340089798408},
		// Abramowitz and Stegun, table 26.5 and its tails, to 17 digits by
		// arithmetic of 40 digits.
		{1e-300, -37.0470962993612},
		{1e-100, -21.273453560965324},
		{1e-16, -8.222082216130436},
		{1e-10, -6.361340902404056},
		{1e-8, -5.612001244174789},
		{1e-6, -4.753424308822899},
		{0.0005, -3.2905267314918948},
		{0.005, -2.5758293035489008},
		{0.025, -1.9599639845400543},
		{0.05, -1.6448536269514727},
		{0.1, -1.2815515655446004},
		{0.45, -0.12566134685507403},
		{0.499, -0.002506630899571764},
		{0.5, 0},
		{0.75, 0.6744897501960817},
		{0.975, 1.9599639845400543},
	} {
		got, err := indicator.NormalQuantile(c.p)
		require.NoError(t, err)
		near(t, c.want, got, published12, c.p)
	}
}

func TestChiSquareQuantile(t *testing.T) {
	for _, c := range []struct {
		p       float64
		degrees int
		want    float64
	}{
		// qchisq of R 4.2.2, as the published exact limits have it.
		{0.025, 4, 0.4844185570879299},
		{0.975, 6, 14.449375335447918},
		{0.025, 18, 8.230746194756666},
		{0.975, 20, 34.16960690283834},
		// By arithmetic of 40 digits.
		{0.001, 1, 1.5707971492624899e-06},
		{0.025, 1, 0.000982069117175256},
		{0.5, 1, 0.45493642311957275},
		{0.975, 1, 5.023886187314889},
		{0.001, 2, 0.002001000667167067},
		{0.5, 2, 1.3862943611198906},
		{0.975, 2, 7.377758908227873},
		{0.001, 3, 0.024297585815692733},
		{0.75, 3, 4.108344935632317},
		{0.025, 5, 0.8312116134866624},
		{0.5, 10, 9.341817765591967},
		{0.001, 20, 5.921040745487519},
		{0.025, 50, 32.35736369565865},
		{0.975, 100, 129.5611971858366},
		{0.5, 999, 998.333412482588},
		{0.001, 1000, 867.4790826072769},
		{0.975, 1000, 1089.5309127749135},
		{0.001, 10000, 9568.668495093968},
		{0.975, 10000, 10279.07017988759},
		{1e-30, 1, 1.5707963267948966e-60},
		{1e-30, 10, 5.210344431701567e-06},
	} {
		got, err := indicator.ChiSquareQuantile(c.p, c.degrees)
		require.NoError(t, err)
		near(t, c.want, got, published12, c)
	}
}

func TestChiSquareQuantile_InClosedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(1e-12, 0.999).Draw(t, "p")
		two, err := indicator.ChiSquareQuantile(p, 2)
		require.NoError(t, err)
		require.InEpsilon(t, -2*math.Log1p(-p), two, 1e-12)

		one, err := indicator.ChiSquareQuantile(p, 1)
		require.NoError(t, err)
		if p > 0.5 { // where 1 - (1-p)/2 loses nothing that the test could see
			z, err := indicator.NormalQuantile((1 - p) / 2)
			require.NoError(t, err)
			require.InEpsilon(t, z*z, one, 1e-12)
		}
	})
}

func TestDistribution_QuantileFunctionsGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(1e-100, 0.9999).Draw(t, "p")
		q := rapid.Float64Range(p, 0.99999).Draw(t, "q")
		degrees := rapid.IntRange(1, 10_000).Draw(t, "degrees")
		z1, err := indicator.NormalQuantile(p)
		require.NoError(t, err)
		z2, err := indicator.NormalQuantile(q)
		require.NoError(t, err)
		require.LessOrEqual(t, z1, z2+1e-14*math.Abs(z2))
		c1, err := indicator.ChiSquareQuantile(p, degrees)
		require.NoError(t, err)
		c2, err := indicator.ChiSquareQuantile(q, degrees)
		require.NoError(t, err)
		require.Greater(t, c1, 0.0)
		require.LessOrEqual(t, c1, c2*(1+1e-12))
	})
}

func TestDistribution_QuantileFunctionsRefuse(t *testing.T) {
	for _, p := range []float64{0, 1, -1, 2, math.NaN(), math.Inf(1)} {
		_, err := indicator.NormalQuantile(p)
		require.ErrorIs(t, err, indicator.Range)
		_, err = indicator.ChiSquareQuantile(p, 2)
		require.ErrorIs(t, err, indicator.Range)
	}
	for _, degrees := range []int{0, -1, 10_001} {
		_, err := indicator.ChiSquareQuantile(0.5, degrees)
		require.ErrorIs(t, err, indicator.Range)
	}
}

func FuzzChiSquareQuantile(f *testing.F) {
	f.Add(0.025, 4)
	f.Add(5e-324, 1)
	f.Add(math.Nextafter(1, 0), 10_000)
	f.Fuzz(func(t *testing.T, p float64, degrees int) {
		got, err := indicator.ChiSquareQuantile(p, degrees)
		if err != nil {
			require.ErrorIs(t, err, indicator.Range)
			return
		}
		require.False(t, math.IsNaN(got) || math.IsInf(got, 0) || got < 0, "%v", got)
	})
}
