package funding_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// NHS spending as the Health Foundation puts it into the prices of 2025/26 with
// HM Treasury's deflators of September 2025, in £m: REALCentreTHF/
// health_funding_page, output/budget_data.csv (commit fd51f25a).
func TestDeflators_RealPublished(t *testing.T) {
	for _, c := range []struct {
		series, year string
		cash         int64
		want         float64
	}{
		{"NHS England revenue", "2013/14", 93696, 131248.443457633},
		{"Department of Health, all", "2014/15", 113345, 156559.532831336},
		{"NHS England revenue", "2015/16", 100572, 137958.877948763},
		{"Department of Health, all", "2015/16", 117245, 160829.93919881},
		{"NHS England revenue", "2016/17", 105735, 142190.662987746},
		{"NHS England revenue", "2017/18", 109605, 145551.943680368},
		{"NHS England revenue", "2018/19", 112427, 145972.298905788},
		{"NHS England revenue", "2019/20", 126442, 159948.598075358},
		{"NHS England revenue", "2020/21", 146018, 175538.570500978},
		{"NHS England revenue", "2021/22", 152317, 182674.380325219},
		{"NHS England revenue", "2022/23", 160939, 180338.856406077},
		{"NHS England revenue", "2023/24", 170999, 182014.567540086},
		{"NHS England revenue", "2024/25", 186800, 191741.657902441},
		{"Department of Health, all", "2025/26", 217000, 217000},
	} {
		cash, err := funding.Pounds(c.cash * 1_000_000)
		require.NoError(t, err)
		got, err := funding.GDPDeflators2025().Real(cash, funding.MustParseFinancialYear(c.year), funding.MustParseFinancialYear("2025/26"))
		require.NoError(t, err)
		require.InEpsilon(t, c.want, float64(got.Pence())/1e8, 1e-9, c.series+" "+c.year)
	}
}

func TestDeflators_RealPublishedCases(t *testing.T) {
	ran := 0
	for _, c := range publishedCases(t, "appraisal_cases.csv") {
		if c["kind"] != "real_terms" || !strings.HasPrefix(c["case"], "real-") {
			continue
		}
		var in struct {
			Cash string `json:"cash_gbp_m"`
			From string `json:"financial_year"`
			To   string `json:"base_year"`
		}
		require.NoError(t, json.Unmarshal([]byte(c["inputs"]), &in))
		cash, err := funding.ParseMoney("£" + in.Cash + "m")
		require.NoError(t, err)
		got, err := funding.GDPDeflators2025().Real(cash, funding.MustParseFinancialYear(in.From), funding.MustParseFinancialYear(in.To))
		require.NoError(t, err)
		want, _, err := big.ParseFloat(c["expected"], 10, 64, big.ToNearestEven)
		require.NoError(t, err)
		expected, _ := want.Float64()
		require.InEpsilon(t, expected, float64(got.Pence())/1e8, 1e-6, c["case"])
		ran++
	}
	require.Equal(t, 22, ran)
}

// The published tables against the embedded ones, year by year.
func TestDeflators_DeflatorTablesPublished(t *testing.T) {
	treasury, outlook := funding.GDPDeflators2025(), funding.GDPDeflatorsNovember2025()
	base := funding.MustParseFinancialYear("2015/16")
	hundred := funding.Pence(100_0000_00) // 100 with four decimals, in pence of £10,000
	for _, c := range publishedCases(t, "gdp_deflators_financial_year.csv") {
		year := funding.MustParseFinancialYear(c["financial_year"])
		for column, d := range map[string]funding.Deflators{
			"hmt_sep2025_index_2015_16_eq_100": treasury,
			"obr_nov2025_index_2015_16_eq_100": outlook,
		} {
			point, ok := d.Point(year)
			require.Equal(t, c[column] != "", ok, "%s %s", column, year)
			if !ok {
				continue
			}
			require.Equal(t, c["kind"] == "forecast", point.Forecast, year)
			index, err := d.Real(hundred, base, year)
			require.NoError(t, err)
			want, err := decimal.NewFromString(c[column])
			require.NoError(t, err)
			require.InDelta(t, want.Shift(6).IntPart(), index.Pence(), 50, "%s %s: the fourth decimal", column, year)
		}
	}
}

func TestDeflators_DeflatorVintages(t *testing.T) {
	d := funding.GDPDeflators2025()
	require.Equal(t, "HM Treasury GDP deflators, September 2025", d.Name())
	require.Equal(t, "HM Treasury", d.Source().Publisher)
	require.Equal(t, d, funding.GDPDeflators2025(), "one immutable handle")
	require.NotEqual(t, d, funding.GDPDeflatorsNovember2025())

	var forecast []string
	for p := range d.All() {
		if p.Forecast {
			forecast = append(forecast, p.Year.String())
		}
	}
	require.Equal(t, []string{"2025/26", "2026/27", "2027/28", "2028/29"}, forecast)
	for p := range d.All() {
		require.Equal(t, "2013/14", p.Year.String())
		break
	}
	p, ok := d.Point(funding.MustParseFinancialYear("2024/25"))
	require.True(t, ok)
	require.True(t, p.Index.Equal(decimal.New(100, 0)))
	require.False(t, p.Forecast)
}

func TestDeflators_RealUnknownYear(t *testing.T) {
	known := funding.MustParseFinancialYear("2015/16")
	for _, year := range []funding.FinancialYear{{}, funding.MustParseFinancialYear("2012/13"), funding.MustParseFinancialYear("2029/30")} {
		for _, d := range []funding.Deflators{funding.GDPDeflators2025(), {}} {
			_, err := d.Real(funding.Pence(100), year, known)
			require.ErrorIs(t, err, validate.Unknown)
			_, err = d.Real(funding.Pence(100), known, year)
			require.ErrorIs(t, err, validate.Unknown)
			_, err = d.Factor(known, year)
			require.ErrorIs(t, err, validate.Unknown)
			_, ok := d.Point(year)
			require.False(t, ok)
		}
	}
	_, err := funding.GDPDeflators2025().Real(funding.Pence(1), known, funding.MustParseFinancialYear("1999/00"))
	require.ErrorContains(t, err, `"1999/00": HM Treasury GDP deflators, September 2025 runs from 2013/14 to 2028/29`)
	_, err = funding.GDPDeflators2025().Real(funding.Pence(math.MaxInt64), known, known.Next())
	require.ErrorIs(t, err, validate.Overflow)

	var zero funding.Deflators
	require.True(t, zero.IsZero())
	require.Empty(t, zero.Name())
	require.Zero(t, zero.Source())
	for range zero.All() {
		t.Fatal("the zero series has no years")
	}
}

// growth makes a series of 3 % a year with 2010/11 = 1, as textbook/py_wlc does
// in its tests (commit dd54d747).
func growth(t *testing.T) funding.Deflators {
	t.Helper()
	var points []funding.DeflatorPoint
	for y := 2007; y <= 2013; y++ {
		year, err := funding.FinancialYearStarting(y)
		require.NoError(t, err)
		index := new(big.Rat).SetInt64(1)
		for range max(y-2010, 2010-y) {
			index.Mul(index, big.NewRat(103, 100))
		}
		if y < 2010 {
			index.Inv(index)
		}
		points = append(points, funding.DeflatorPoint{Year: year, Index: decimal.NewFromBigRat(index, 8)})
	}
	d, err := funding.NewDeflators("3 % a year", caremodel.Source{Title: "test"}, points)
	require.NoError(t, err)
	return d
}

func TestNewDeflators_Published(t *testing.T) {
	d, base := growth(t), funding.MustParseFinancialYear("2010/11")
	for year, want := range map[string]float64{
		"2007/08": 0.91514, "2008/09": 0.94260, "2009/10": 0.97087, "2011/12": 1.03, "2012/13": 1.0609, "2013/14": 1.09273,
	} {
		f, err := d.Factor(base, funding.MustParseFinancialYear(year))
		require.NoError(t, err)
		require.InDelta(t, want, f.Float64(), 1e-4, year)
	}
	f, err := d.Factor(funding.MustParseFinancialYear("2012/13"), base)
	require.NoError(t, err)
	require.InDelta(t, 0.942596, f.Float64(), 1e-4)

	// £100 of 2011 in market prices of 2010, at a market price adjustment of 1.19.
	m, err := d.Real(funding.MustParseMoney("£100"), funding.MustParseFinancialYear("2011/12"), base)
	require.NoError(t, err)
	m, err = m.MulRatio(caremodel.Ratio{Num: 119, Den: 100}, funding.HalfEven)
	require.NoError(t, err)
	require.Equal(t, "115.54", m.String()) // 115.53398 from £97.0874, of which £97.09 is the penny
}

func TestNewDeflators_Refuses(t *testing.T) {
	y, one := funding.MustParseFinancialYear("2015/16"), decimal.New(1, 0)
	for name, c := range map[string]struct {
		points []funding.DeflatorPoint
		code   validate.Code
	}{
		"none":          {nil, validate.Required},
		"no year":       {[]funding.DeflatorPoint{{Index: one}}, validate.Required},
		"a gap":         {[]funding.DeflatorPoint{{Year: y, Index: one}, {Year: y.Add(2), Index: one}}, validate.Order},
		"twice":         {[]funding.DeflatorPoint{{Year: y, Index: one}, {Year: y, Index: one}}, validate.Order},
		"zero":          {[]funding.DeflatorPoint{{Year: y}}, validate.Range},
		"negative":      {[]funding.DeflatorPoint{{Year: y, Index: decimal.New(-1, 0)}}, validate.Range},
		"nine decimals": {[]funding.DeflatorPoint{{Year: y, Index: decimal.New(123456789, -9)}}, validate.Precision},
		"vast":          {[]funding.DeflatorPoint{{Year: y, Index: decimal.New(1, 1_000_000)}}, validate.Overflow},
	} {
		d, err := funding.NewDeflators("x", caremodel.Source{}, c.points)
		require.ErrorIs(t, err, c.code, name)
		require.True(t, d.IsZero())
	}
}

func TestDeflators_RealThereAndBack(t *testing.T) {
	d := funding.GDPDeflators2025()
	year := rapid.Map(rapid.IntRange(0, 15), func(n int) funding.FinancialYear { return funding.MustParseFinancialYear("2013/14").Add(n) })
	rapid.Check(t, func(t *rapid.T) {
		m := funding.Pence(rapid.Int64Range(-1e15, 1e15).Draw(t, "m"))
		from, to := year.Draw(t, "from"), year.Draw(t, "to")
		there, err := d.Real(m, from, to)
		require.NoError(t, err)
		back, err := d.Real(there, to, from)
		require.NoError(t, err)
		require.InDelta(t, m.Pence(), back.Pence(), 1)
		if from == to {
			require.Equal(t, m, there)
		}
	})
}
