package appraisal_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// list returns flows in pounds, times scale.
func list(t require.TestingT, amounts ...json.Number) []funding.Money { return flows(t, amounts) }

func TestNPV_Published(t *testing.T) {
	for _, c := range []struct {
		source string
		rate   int64
		flows  []json.Number
		want   float64
	}{
		{"numpy/numpy-financial, test_financial.py", 500, []json.Number{"-15000", "1500", "2500", "3500", "4500", "6000"}, 122.89486},
		{"razorpay/go-financial, reducing_utils_test.go", 2000, []json.Number{"-1000", "100", "100", "100"}, -789.3518518518518},
		{"formulajs, financial.js (Excel discounts the first flow)", 1200, []json.Number{"0", "12000", "15000", "18000", "21000", "24000"}, 62448.362521940246},
	} {
		got, err := appraisal.NPV(list(t, c.flows...), appraisal.FlatRate(rate(c.rate)))
		require.NoError(t, err)
		require.InDelta(t, c.want, unscaled(got), 1e-4, c.source)
	}
}

func TestNPV_RoundsOnce(t *testing.T) {
	half := appraisal.FlatRate(decimal.New(1, 0)) // every factor is half of the one before
	for _, c := range []struct{ flow, want int64 }{{1, 0}, {3, 2}, {5, 2}, {-1, 0}, {-3, -2}} {
		got, err := appraisal.NPV([]funding.Money{{}, funding.Pence(c.flow)}, half)
		require.NoError(t, err)
		require.Equal(t, c.want, got.Pence(), "half to even")
	}
	got, err := appraisal.NPV([]funding.Money{{}, funding.Pence(1), funding.Pence(1), funding.Pence(1)}, half)
	require.NoError(t, err)
	require.Equal(t, int64(1), got.Pence(), "1/2 + 1/4 + 1/8 is nearer to one penny than to none")

	none, err := appraisal.NPV(nil, half)
	require.NoError(t, err)
	require.Zero(t, none)
	_, err = appraisal.NPV(make([]funding.Money, 1002), half)
	require.ErrorIs(t, err, validate.TooLarge)
	_, err = appraisal.NPV(slices.Repeat([]funding.Money{funding.Pence(math.MaxInt64)}, 2), half)
	require.ErrorIs(t, err, validate.Overflow)
}

func TestNPV_Laws(t *testing.T) {
	amounts := rapid.SliceOfN(rapid.Map(rapid.Int64Range(-1e12, 1e12), funding.Pence), 1, 60)
	rapid.Check(t, func(t *rapid.T) {
		flows := amounts.Draw(t, "flows")
		total, err := funding.Sum(slices.Values(flows))
		require.NoError(t, err)
		undiscounted, err := appraisal.NPV(flows, appraisal.FlatRate(decimal.Decimal{}))
		require.NoError(t, err)
		require.Equal(t, total, undiscounted, "at a rate of zero it is the sum")

		s := appraisal.FlatRate(decimal.New(rapid.Int64Range(0, 5e9).Draw(t, "rate"), -10))
		npv, err := appraisal.NPV(flows, s)
		require.NoError(t, err)
		mirrored := make([]funding.Money, len(flows))
		for i, f := range flows {
			mirrored[i], err = f.Neg()
			require.NoError(t, err)
		}
		opposite, err := appraisal.NPV(mirrored, s)
		require.NoError(t, err)
		require.Equal(t, npv.Pence(), -opposite.Pence())
	})
}

func TestIRR_Published(t *testing.T) {
	for _, c := range []struct {
		source string
		flows  []json.Number
		want   float64
	}{
		{"numpy/numpy-financial", []json.Number{"-150000", "15000", "25000", "35000", "45000", "60000"}, 0.0524328},
		{"numpy/numpy-financial", []json.Number{"-100", "39", "59", "55", "20"}, 0.2809484},
		{"numpy/numpy-financial", []json.Number{"-100", "100", "0", "7"}, 0.0620584},
		{"alpeb/go-finance", []json.Number{"-70000", "12000", "15000", "18000", "21000"}, -0.02124485},
		{"alpeb/go-finance", []json.Number{"-70000", "12000", "15000"}, -0.443507},
		{"qax-os/excelize (Excel)", []json.Number{"-1", "0.2", "0.24", "0.288"}, -0.136189509034157},
		{"formulajs (Excel)", []json.Number{"-75000", "12000", "15000", "18000", "21000", "24000"}, 0.05715142887178467},
		{"formulajs (Excel)", []json.Number{"-9765000", "-24338874", "-3354506", "814300", "1595562", "1975118", "1688159", "391944"}, -0.33923419058193316},
		{"Google Sheets, numpy/numpy-financial issue 44", []json.Number{"-1678.87", "771.96", "1814.05", "3520.3", "3552.95", "3584.99", "4789.91", "-1"}, 1.00426985},
		{"money back", []json.Number{"-1", "0", "0", "1"}, 0},
		{"nine in ten lost", []json.Number{"-10", "1"}, -0.9},
		{"nearly all lost", []json.Number{"-10000", "1"}, -0.9999},
		{"zeros at both ends", []json.Number{"0", "0", "-1", "2", "0"}, 1},
	} {
		got, err := appraisal.IRR(list(t, c.flows...))
		require.NoError(t, err, c.source)
		require.InDelta(t, c.want, got, 1e-6, c.source)
	}
}

func TestIRR_NoneOrSeveral(t *testing.T) {
	for _, none := range [][]json.Number{
		{}, {"0"}, {"0", "0"}, {"5"}, {"1", "2", "3"}, {"-1", "-2", "-3"}, {"40000", "5000", "8000", "12000", "30000"}, {"-1", "2", "-1.01"},
	} {
		_, err := appraisal.IRR(list(t, none...))
		require.ErrorIs(t, err, appraisal.NoRate, "%v", none)
		all, err := appraisal.IRRs(list(t, none...))
		require.NoError(t, err)
		require.Empty(t, all)
	}
	for _, c := range []struct {
		flows []json.Number
		want  []float64
	}{
		{[]json.Number{"-100", "100", "0", "-7"}, []float64{-0.678894, -0.083300}},        // numpy/numpy-financial
		{[]json.Number{"-5", "10.5", "1", "-8", "1"}, []float64{-0.8702, 0.0886, 0.7096}}, // numpy/numpy-financial
		{[]json.Number{"-1", "2.3", "-1.32"}, []float64{0.1, 0.2}},                        // (1.1 - x)(1.2 - x), written out
		{[]json.Number{"-1600", "10000", "-10000"}, []float64{0.25, 4}},                   // Lorie and Savage 1955, the pump
	} {
		_, err := appraisal.IRR(list(t, c.flows...))
		require.ErrorIs(t, err, appraisal.ManyRates)
		all, err := appraisal.IRRs(list(t, c.flows...))
		require.NoError(t, err)
		require.InDeltaSlice(t, c.want, all, 1e-4)
	}
	got, err := appraisal.IRR(list(t, "-1", "2", "-1")) // touches zero at one rate
	require.NoError(t, err)
	require.Zero(t, got)
	got, err = appraisal.IRR(list(t, "1", "-3", "3", "-1")) // one rate, three times
	require.NoError(t, err)
	require.Zero(t, got)
}

func TestIRR_Bounds(t *testing.T) {
	long := slices.Repeat([]funding.Money{funding.Pence(5)}, 1001)
	long[0] = funding.Pence(-1000)
	got, err := appraisal.IRR(long)
	require.NoError(t, err)
	require.InDelta(t, 0.005, got, 1e-4)
	_, err = appraisal.IRR(append(long, funding.Pence(5)))
	require.ErrorIs(t, err, validate.TooLarge)
	turning := slices.Clone(long)
	turning[1000] = funding.Pence(-1)
	_, err = appraisal.IRRs(turning)
	require.ErrorIs(t, err, validate.TooLarge)
}

// Flows with known rates: the coefficients of the product of (x - 1 - rate).
func TestIRRs_FindsWhatThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percents := rapid.SliceOfNDistinct(rapid.Int64Range(-90, 300), 1, 5, rapid.ID[int64]).Draw(t, "percents")
		slices.Sort(percents)
		// In powers of 1+r: the coefficients of the product, the highest power
		// first, are the flows, since NPV × (1+r)^n is a polynomial in 1+r.
		flows := []int64{1}
		for _, p := range percents {
			next := make([]int64, len(flows)+1)
			for i, f := range flows {
				next[i] += f * 100
				next[i+1] -= f * (100 + p)
			}
			flows = next
		}
		money := make([]funding.Money, len(flows))
		for i, f := range flows {
			money[i] = funding.Pence(f)
		}
		all, err := appraisal.IRRs(money)
		require.NoError(t, err)
		require.Len(t, all, len(percents))
		for i, p := range percents {
			require.InDelta(t, float64(p)/100, all[i], 1e-15)
		}
	})
}

func TestMIRR_Published(t *testing.T) {
	for _, c := range []struct {
		source            string
		flows             []json.Number
		finance, reinvest int64
		want, delta       float64
	}{
		{"numpy/numpy-financial", []json.Number{"-4500", "-800", "800", "800", "600", "600", "800", "800", "700", "3000"}, 800, 550, 0.0666, 1e-4},
		{"numpy/numpy-financial", []json.Number{"-120000", "39000", "30000", "21000", "37000", "46000"}, 1000, 1200, 0.126094, 1e-6},
		{"numpy/numpy-financial", []json.Number{"100", "200", "-50", "300", "-200"}, 500, 600, 0.3428, 1e-4},
		{"alpeb/go-finance", []json.Number{"-120000", "39000", "30000", "21000"}, 1000, 1200, -0.048044, 1e-6},
		{"qax-os/excelize (Excel)", []json.Number{"-100", "18", "22.5", "28", "35.5", "45"}, 550, 500, 0.1000268752662, 1e-9},
		{"formulajs (Excel)", []json.Number{"-75000", "12000", "15000", "18000", "21000", "24000"}, 1000, 1200, 0.07971710360838036, 1e-9},
	} {
		got, err := appraisal.MIRR(list(t, c.flows...), rate(c.finance), rate(c.reinvest))
		require.NoError(t, err)
		require.InDelta(t, c.want, got, c.delta, c.source)
	}
	for code, c := range map[validate.Code]struct {
		flows             []json.Number
		finance, reinvest decimal.Decimal
	}{
		appraisal.NoRate:  {[]json.Number{"39000", "30000", "21000"}, rate(1000), rate(1200)},
		validate.Range:    {[]json.Number{"-1", "1"}, decimal.New(-1, 0), rate(1200)},
		validate.Overflow: {append(slices.Repeat([]json.Number{"0"}, 999), "-1", "1"), decimal.New(-9999999999, -10), rate(0)},
	} {
		got, err := appraisal.MIRR(list(t, c.flows...), c.finance, c.reinvest)
		require.ErrorIs(t, err, code)
		require.Zero(t, got)
	}
	_, err := appraisal.MIRR(list(t, "-1", "1"), rate(100), decimal.New(11, 0))
	require.ErrorIs(t, err, validate.Range)
	_, err = appraisal.MIRR(nil, rate(100), rate(100))
	require.ErrorIs(t, err, appraisal.NoRate)
	_, err = appraisal.MIRR(make([]funding.Money, 1002), rate(100), rate(100))
	require.ErrorIs(t, err, validate.TooLarge)
}

func on(date, amount string) appraisal.DatedFlow {
	return appraisal.DatedFlow{On: caremodel.MustParseDate(date), Amount: funding.MustParseMoney(amount)}
}

func TestNPV_DatedFlows(t *testing.T) {
	flows := []appraisal.DatedFlow{ // Excel's example of XNPV and XIRR; alpeb/go-finance
		on("2008-01-01", "-10000"), on("2008-03-01", "2750"), on("2008-10-30", "4250"), on("2009-02-15", "3250"), on("2009-04-01", "2750"),
	}
	npv, err := appraisal.XNPV(flows, rate(900))
	require.NoError(t, err)
	require.Equal(t, "2086.65", npv.String())
	irr, err := appraisal.XIRR(flows)
	require.NoError(t, err)
	require.InDelta(t, 0.373362535, irr, 1e-8)

	slices.Reverse(flows[1:])
	again, err := appraisal.XIRR(flows)
	require.NoError(t, err)
	require.Equal(t, irr, again, "the order after the first does not matter")
	npv, err = appraisal.XNPV(flows, decimal.Decimal{})
	require.NoError(t, err)
	require.Equal(t, "3000.00", npv.String(), "at a rate of zero it is the sum")

	irr, err = appraisal.XIRR([]appraisal.DatedFlow{ // qax-os/excelize (Excel)
		on("2016-01-01", "-100"), on("2016-04-01", "20"), on("2016-10-01", "40"), on("2017-02-01", "25"), on("2017-03-01", "8"), on("2017-06-01", "15"),
	})
	require.NoError(t, err)
	require.InDelta(t, 0.0944390744445204, irr, 1e-8)
	for _, c := range []struct {
		last string
		want float64
	}{{"100", 0}, {"50", -0.5}, {"1000", 9}, {"0.01", -0.9999}} {
		irr, err := appraisal.XIRR([]appraisal.DatedFlow{on("2015-04-01", "-100"), on("2016-03-31", c.last)})
		require.NoError(t, err)
		require.InDelta(t, c.want, irr, 1e-12)
	}
}

// A rate over a few days is the rate of a day to the power of 365.
func TestXIRR_NeverInfinite(t *testing.T) {
	for _, c := range []struct {
		flows []appraisal.DatedFlow
		want  float64
	}{
		{[]appraisal.DatedFlow{on("2016-03-31", "-100"), on("2016-04-01", "698")}, math.Pow(6.98, 365) - 1},
		{[]appraisal.DatedFlow{on("2016-03-31", "-1000"), on("2016-04-01", "900")}, -1},
	} {
		got, err := appraisal.XIRR(c.flows)
		require.NoError(t, err)
		require.InEpsilon(t, c.want, got, 1e-11)
	}
	for _, flows := range [][]appraisal.DatedFlow{
		{on("2016-03-31", "-1000"), on("2016-04-01", "1000000")},
		{on("2016-03-31", "-100"), on("2016-04-01", "700")},
		{on("2016-03-31", "-1"), on("2016-04-02", "60")},
		{on("2016-03-25", "-0.01"), on("2016-04-01", "£10k")},
	} {
		got, err := appraisal.XIRR(flows)
		require.ErrorIs(t, err, validate.Overflow)
		require.Zero(t, got)
	}
	_, err := appraisal.XIRR([]appraisal.DatedFlow{on("2016-03-25", "-1"), on("2016-03-26", "1000"), on("2016-03-27", "-2000")})
	require.ErrorIs(t, err, appraisal.ManyRates)
	require.NotContains(t, err.Error(), "Inf")
	require.Less(t, len(err.Error()), 200)
}

func TestXIRR_SeveralChangesOfSign(t *testing.T) {
	one := []appraisal.DatedFlow{ // a cost of winding up that no rate turns into a second answer
		on("2015-04-01", "-1000"), on("2016-03-31", "2000"), on("2016-04-30", "-1"),
	}
	got, err := appraisal.XIRR(one)
	require.NoError(t, err)
	npv, err := appraisal.XNPV(one, decimal.NewFromFloat(got).Round(10))
	require.NoError(t, err)
	require.Zero(t, npv)

	got, err = appraisal.XIRR([]appraisal.DatedFlow{on("2013-04-01", "-100"), on("2014-04-01", "220"), on("2015-04-01", "-121")})
	require.NoError(t, err, "touches zero at one rate")
	require.InDelta(t, 0.1, got, 1e-7)
	_, err = appraisal.XIRR([]appraisal.DatedFlow{on("2013-04-01", "-100"), on("2014-04-01", "220"), on("2015-04-01", "-122")})
	require.ErrorIs(t, err, appraisal.NoRate)
}

// A day whose flows cancel out does not affect the days after it.
func TestXIRR_DayThatNetsToNothing(t *testing.T) {
	got, err := appraisal.XIRR([]appraisal.DatedFlow{on("2015-04-01", "-100"), on("2015-09-01", "5"), on("2015-09-01", "-5"), on("2016-03-31", "110")})
	require.NoError(t, err)
	require.InDelta(t, 0.1, got, 1e-12)
}

// XIRR agrees with IRR on anniversaries without a leap day between them.
func TestXIRR_AgreesWithIRR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Map(rapid.Int64Range(-1000, 1000), funding.Pence), 1, 7).Draw(t, "amounts")
		var dated []appraisal.DatedFlow
		for i, m := range amounts {
			dated = append(dated, appraisal.DatedFlow{On: caremodel.MustParseDate("2015-04-01").AddDays(365 * i), Amount: m})
		}
		want, wantErr := appraisal.IRR(amounts)
		got, err := appraisal.XIRR(dated)
		if wantErr == nil {
			require.NoError(t, err)
			require.InEpsilon(t, 1+want, 1+got, 1e-6)
			return
		}
		require.Equal(t, []bool{errors.Is(wantErr, appraisal.NoRate), errors.Is(wantErr, appraisal.ManyRates)},
			[]bool{errors.Is(err, appraisal.NoRate), errors.Is(err, appraisal.ManyRates)})
	})
}

// The value of the flows changes its sign between the midpoints to the neighbouring
// float64 on either side, or is zero at one of them.
func TestIRR_NearestFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Int64Range(1, 1e12).Draw(t, "first")
		flows := []funding.Money{funding.Pence(-first)}
		for range rapid.IntRange(1, 8).Draw(t, "years") {
			spread := rapid.SampledFrom([]int64{3, 1e4, 1e12}).Draw(t, "spread")
			flows = append(flows, funding.Pence(rapid.Int64Range(0, spread).Draw(t, "receipt")))
		}
		flows = append(flows, funding.Pence(rapid.SampledFrom([]int64{1, first - 1, first, first + 1, first*1000 + 1}).Draw(t, "last")))
		got, err := appraisal.IRR(flows)
		if errors.Is(err, appraisal.NoRate) {
			return // nothing was received
		}
		require.NoError(t, err)
		below := signAt(flows, got, math.Nextafter(got, -1))
		above := signAt(flows, got, math.Nextafter(got, math.MaxFloat64))
		require.LessOrEqual(t, below*above, 0, "%v", got)
	})
}

// signAt returns the sign of the value of flows at the rate halfway between two.
func signAt(flows []funding.Money, a, b float64) int {
	q := new(big.Rat).Add(new(big.Rat).SetFloat64(a), new(big.Rat).SetFloat64(b))
	q.Quo(q, big.NewRat(2, 1)).Add(q, big.NewRat(1, 1))
	sum := new(big.Rat)
	for _, m := range flows {
		sum.Mul(sum, q).Add(sum, new(big.Rat).SetInt64(m.Pence()))
	}
	return sum.Sign()
}

func TestDatedFlows_Refuses(t *testing.T) {
	for _, c := range []struct {
		flows []appraisal.DatedFlow
		code  validate.Code
	}{
		{nil, appraisal.NoRate},
		{[]appraisal.DatedFlow{on("2015-04-01", "1"), on("2016-04-01", "2")}, appraisal.NoRate},
		{[]appraisal.DatedFlow{on("2015-04-01", "1"), on("2015-04-01", "-1")}, appraisal.NoRate},
		{[]appraisal.DatedFlow{on("2015-04-01", "-1"), on("2016-04-01", "3"), on("2017-04-01", "-2")}, appraisal.ManyRates},
		{[]appraisal.DatedFlow{on("2015-04-01", "-1"), on("2014-04-01", "2")}, validate.Order},
		{[]appraisal.DatedFlow{on("2015-04-01", "-1"), {Amount: funding.Pence(1)}}, validate.Required},
		{make([]appraisal.DatedFlow, 10_001), validate.TooLarge},
	} {
		_, err := appraisal.XIRR(c.flows)
		require.ErrorIs(t, err, c.code)
	}
	_, err := appraisal.XNPV([]appraisal.DatedFlow{on("2015-04-01", "1")}, decimal.New(-1, 0))
	require.ErrorIs(t, err, validate.Range)
	_, err = appraisal.XNPV([]appraisal.DatedFlow{on("0001-01-01", "1"), on("9999-12-31", "1")}, decimal.New(-9999999999, -10))
	require.ErrorIs(t, err, validate.Overflow)
	_, err = appraisal.XNPV(slices.Repeat([]appraisal.DatedFlow{on("2015-04-01", "1")}, 10_000), rate(350))
	require.NoError(t, err, "as many flows as may be")
	npv, err := appraisal.XNPV(nil, rate(350))
	require.NoError(t, err)
	require.Zero(t, npv)
}

// XNPV agrees with NPV on anniversaries without a leap day between them.
func TestXNPV_AgreesWithNPV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Map(rapid.Int64Range(-1e12, 1e12), funding.Pence), 1, 20).Draw(t, "amounts")
		r := decimal.New(rapid.Int64Range(0, 3e9).Draw(t, "rate"), -10)
		var dated []appraisal.DatedFlow
		for i, m := range amounts {
			dated = append(dated, appraisal.DatedFlow{On: caremodel.MustParseDate("2015-04-01").AddDays(365 * i), Amount: m})
		}
		x, err := appraisal.XNPV(dated, r)
		require.NoError(t, err)
		n, err := appraisal.NPV(amounts, appraisal.FlatRate(r))
		require.NoError(t, err)
		require.Equal(t, n, x)
	})
}

func TestCAGR(t *testing.T) {
	// NHS England, cash, 2015/16 to 2016/17 and 2013/14 to 2023/24: Health
	// Foundation, REALCentreTHF/health_funding_page, output/cagr_table.csv.
	got, err := appraisal.CAGR(funding.MustParseMoney("£100,572m"), funding.MustParseMoney("£105,735m"), 1)
	require.NoError(t, err)
	require.InDelta(t, 0.0513363560434317, got, 1e-12)
	got, err = appraisal.CAGR(funding.MustParseMoney("£93,696m"), funding.MustParseMoney("£170,999m"), 10)
	require.NoError(t, err)
	require.InDelta(t, 0.0620066886495749, got, 1e-12)
	got, err = appraisal.CAGR(funding.Pence(5), funding.Pence(0), 3)
	require.NoError(t, err)
	require.InDelta(t, -1, got, 0)
	for _, c := range []struct {
		first, last int64
		years       int
	}{{0, 5, 1}, {-5, 5, 1}, {5, -5, 1}, {5, 5, 0}, {5, 5, -1}, {5, 5, 1001}} {
		_, err := appraisal.CAGR(funding.Pence(c.first), funding.Pence(c.last), c.years)
		require.ErrorIs(t, err, validate.Range)
	}
}

func FuzzIRR(f *testing.F) {
	f.Add(int64(-100), int64(39), int64(59), int64(55), int64(20))
	f.Add(int64(-1), int64(2), int64(-1), int64(0), int64(0))
	f.Add(int64(math.MinInt64), int64(math.MaxInt64), int64(-1), int64(1), int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, a, b, c, d, e int64) {
		flows := []funding.Money{funding.Pence(a), funding.Pence(b), funding.Pence(c), funding.Pence(d), funding.Pence(e)}
		all, err := appraisal.IRRs(flows)
		require.NoError(t, err)
		require.True(t, slices.IsSorted(all))
		require.LessOrEqual(t, len(all), 4)
		for _, r := range all {
			require.False(t, math.IsNaN(r) || math.IsInf(r, 0) || r < -1)
		}
		got, err := appraisal.IRR(flows)
		if err == nil {
			require.Contains(t, all, got)
		}
		got, err = appraisal.MIRR(flows, rate(350), rate(350))
		require.False(t, math.IsNaN(got) || math.IsInf(got, 0))
		if err == nil {
			require.GreaterOrEqual(t, got, -1.0)
		}
	})
}

func BenchmarkIRR(b *testing.B) {
	flows := list(b, "-150000", "15000", "25000", "35000", "45000", "60000")
	for b.Loop() {
		if _, err := appraisal.IRR(flows); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkXIRR(b *testing.B) {
	flows := []appraisal.DatedFlow{on("2008-01-01", "-10000"), on("2008-03-01", "2750"), on("2008-10-30", "4250"), on("2009-02-15", "3250"), on("2009-04-01", "2750")}
	for b.Loop() {
		if _, err := appraisal.XIRR(flows); err != nil {
			b.Fatal(err)
		}
	}
}
