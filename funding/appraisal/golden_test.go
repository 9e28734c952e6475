package appraisal_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// scale multiplies the flows of published cases, so that a penny is far below the
// precision of the published figures.
const scale = 1_000_000_000

// published is a row of the reference file.
type published struct {
	name, kind, expected, tolerance, note string
	in                                    inputs
}

// inputs are the inputs of all kinds of rows.
type inputs struct {
	Schedule     string
	Year         json.Number
	Years        json.RawMessage
	Rate         decimal.Decimal
	Flows        []json.Number
	Dates        []string
	FinanceRate  decimal.Decimal `json:"finance_rate"`
	ReinvestRate decimal.Decimal `json:"reinvest_rate"`
	Costs        []json.Number
	Benefits     []json.Number
	Uplift       decimal.Decimal
	Mitigation   decimal.Decimal
	Category     string
	Start, End   json.Number
	BaseYear     json.RawMessage `json:"base_year"`
	UpperBound   int64           `json:"upper_bound_percent"`
	Capex        json.Number     `json:"capex_m"`
}

func (in inputs) schedule(t *testing.T) appraisal.Schedule {
	t.Helper()
	switch {
	case in.Schedule == "standard":
		return appraisal.GreenBook2026()
	case in.Schedule == "health":
		return appraisal.GreenBookHealth2026()
	case strings.HasPrefix(in.Schedule, "reduced"):
		return appraisal.GreenBookReduced2026()
	}
	require.Empty(t, in.Schedule)
	return appraisal.FlatRate(in.Rate)
}

// pounds returns an amount in pounds, times scale.
func pounds(t require.TestingT, text string) funding.Money {
	r, ok := new(big.Rat).SetString(text)
	require.True(t, ok, text)
	r.Mul(r, big.NewRat(100*scale, 1))
	require.True(t, r.IsInt() && r.Num().IsInt64(), text)
	return funding.Pence(r.Num().Int64())
}

func flows(t require.TestingT, amounts []json.Number) []funding.Money {
	list := make([]funding.Money, len(amounts))
	for i, a := range amounts {
		list[i] = pounds(t, a.String())
	}
	return list
}

// unscaled converts an amount back to pounds.
func unscaled(m funding.Money) float64 { return float64(m.Pence()) / 100 / scale }

func TestGolden_PublishedCases(t *testing.T) {
	ran := map[string]int{}
	for _, c := range readPublished(t) {
		ran[c.kind]++
		t.Run(c.name, func(t *testing.T) { checkPublished(t, c) })
	}
	require.Equal(t, map[string]int{
		"discount_factor": 56, "rate": 11, "rate_percent": 12, "pv_sum": 6, "npv": 2, "npv_t0": 2, "npv_excel_t1": 1, "irr": 18, "mirr": 8,
		"xnpv": 1, "xirr": 2, "cagr": 10, "optimism_bias": 4, "optimism_bias_upper_percent": 4,
	}, ran)
}

// readPublished returns the golden rows of this package; real terms and deflators
// belong to package funding, which tests them.
func readPublished(t *testing.T) []published {
	t.Helper()
	f, err := os.Open("../../../shared/reference/funding/appraisal_cases.csv")
	if err != nil {
		t.Skip("reference file appraisal_cases.csv is not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var cases []published
	for _, row := range rows[1:] {
		c := published{name: row[0], kind: row[1], expected: row[3], tolerance: row[4], note: row[7]}
		switch {
		case row[6] != "golden": // "do_not_use": published figures that do not reproduce
			continue
		case c.kind == "real_terms", strings.HasPrefix(c.kind, "deflator_"):
			continue
		}
		require.NoError(t, json.Unmarshal([]byte(row[2]), &c.in), c.name)
		cases = append(cases, c)
	}
	return cases
}

func checkPublished(t *testing.T, c published) {
	switch c.kind {
	case "discount_factor":
		year, err := c.in.Year.Int64()
		require.NoError(t, err)
		if c.in.BaseYear != nil {
			base, err := strconv.ParseInt(string(c.in.BaseYear), 10, 64)
			require.NoError(t, err)
			year -= base
		}
		requireFigure(t, c, c.in.schedule(t).Factor(int(year)).InexactFloat64())
	case "rate":
		year, err := c.in.Year.Int64()
		require.NoError(t, err)
		requireFigure(t, c, c.in.schedule(t).Rate(int(year)).InexactFloat64())
	case "rate_percent":
		for year := range between(t, strings.Trim(string(c.in.Years), `"`)) {
			requireFigure(t, c, c.in.schedule(t).Rate(year).Shift(2).InexactFloat64())
		}
	case "pv_sum":
		sum := decimal.Decimal{}
		for year := range between(t, strings.ReplaceAll(strings.Trim(string(c.in.Years), `"`), "..", "-")) {
			sum = sum.Add(c.in.schedule(t).Factor(year))
		}
		requireFigure(t, c, sum.InexactFloat64())
	case "npv":
		net := flows(t, c.in.Benefits)
		for i, cost := range flows(t, c.in.Costs) {
			var err error
			net[i], err = net[i].Sub(cost)
			require.NoError(t, err)
		}
		npv, err := appraisal.NPV(net, c.in.schedule(t))
		require.NoError(t, err)
		requireFigure(t, c, unscaled(npv))
	case "npv_t0":
		npv, err := appraisal.NPV(flows(t, c.in.Flows), c.in.schedule(t))
		require.NoError(t, err)
		requireFigure(t, c, unscaled(npv))
	case "npv_excel_t1": // spreadsheets put the first flow at t = 1
		npv, err := appraisal.NPV(append([]funding.Money{{}}, flows(t, c.in.Flows)...), c.in.schedule(t))
		require.NoError(t, err)
		requireFigure(t, c, unscaled(npv))
	case "irr":
		checkIRR(t, c)
	case "mirr":
		got, err := appraisal.MIRR(flows(t, c.in.Flows), c.in.FinanceRate, c.in.ReinvestRate)
		if strings.HasPrefix(c.expected, "error") {
			require.ErrorIs(t, err, appraisal.NoRate)
			return
		}
		require.NoError(t, err)
		requireFigure(t, c, got)
	case "xnpv":
		got, err := appraisal.XNPV(dated(t, c.in), c.in.Rate)
		require.NoError(t, err)
		requireFigure(t, c, unscaled(got))
	case "xirr":
		got, err := appraisal.XIRR(dated(t, c.in))
		require.NoError(t, err)
		requireFigure(t, c, got)
	case "cagr":
		years, err := strconv.Atoi(string(c.in.Years))
		require.NoError(t, err)
		// The figures are in £m; the amounts are rounded to the penny.
		got, err := appraisal.CAGR(inMillions(t, c.in.Start), inMillions(t, c.in.End), years)
		require.NoError(t, err)
		requireFigure(t, c, got)
	case "optimism_bias":
		checkBias(t, c)
	case "optimism_bias_upper_percent":
		checkUpperBound(t, c)
	default:
		t.Fatalf("a kind of case without a test: %s", c.kind)
	}
}

// inMillions returns an amount given in £m, to the penny.
func inMillions(t *testing.T, n json.Number) funding.Money {
	d, err := decimal.NewFromString(n.String())
	require.NoError(t, err)
	m, err := funding.RoundMoney(d.Shift(6), funding.HalfEven)
	require.NoError(t, err)
	return m
}

// between returns the years of "31-75" or, for "301+", the first hundred of them.
func between(t *testing.T, text string) func(func(int) bool) {
	first, last, ranged := strings.Cut(text, "-")
	from, err := strconv.Atoi(strings.TrimSuffix(first, "+"))
	require.NoError(t, err, text)
	to := from + 100
	if ranged {
		to, err = strconv.Atoi(last)
		require.NoError(t, err, text)
	}
	return func(yield func(int) bool) {
		for year := from; year <= to && yield(year); year++ {
		}
	}
}

func dated(t *testing.T, in inputs) []appraisal.DatedFlow {
	require.Len(t, in.Dates, len(in.Flows))
	list := make([]appraisal.DatedFlow, len(in.Flows))
	for i, m := range flows(t, in.Flows) {
		list[i] = appraisal.DatedFlow{On: caremodel.MustParseDate(in.Dates[i]), Amount: m}
	}
	return list
}

// requireFigure compares got with the expected figure at the row's tolerance.
func requireFigure(t *testing.T, c published, got float64) {
	t.Helper()
	want, err := strconv.ParseFloat(c.expected, 64)
	require.NoError(t, err)
	delta := 0.0
	switch {
	case c.tolerance == "exact":
		delta = 1e-15
	case strings.HasPrefix(c.tolerance, "round "), strings.HasSuffix(c.tolerance, "dp"):
		places, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(c.tolerance, "round "), "dp"))
		require.NoError(t, err)
		delta = 0.5*math.Pow(10, -float64(places)) + 1e-12
	case strings.HasPrefix(c.tolerance, "rel "):
		share, err := strconv.ParseFloat(strings.TrimPrefix(c.tolerance, "rel "), 64)
		require.NoError(t, err)
		delta = share * math.Abs(want)
	case c.tolerance == "last digit":
		_, decimals, _ := strings.Cut(c.expected, ".")
		delta = math.Pow(10, -float64(len(decimals)))
	default:
		delta, err = strconv.ParseFloat(c.tolerance, 64)
		require.NoError(t, err, c.tolerance)
	}
	require.InDelta(t, want, got, delta)
}

// If the published value is one of several rates, it must be among them; IRR itself
// then returns none.
func checkIRR(t *testing.T, c published) {
	f := flows(t, c.in.Flows)
	got, err := appraisal.IRR(f)
	switch {
	case strings.HasPrefix(c.expected, "error"):
		require.ErrorIs(t, err, appraisal.NoRate)
	case c.expected == "npv(irr) = 0":
		require.NoError(t, err)
		npv := 0.0
		for year, m := range f {
			npv += float64(m.Pence()) / 100 / scale * math.Pow(1+got, -float64(year))
		}
		require.InDelta(t, 0, npv, 1e-9)
	case c.note == "several roots":
		require.ErrorIs(t, err, appraisal.ManyRates)
		all, err := appraisal.IRRs(f)
		require.NoError(t, err)
		require.Greater(t, len(all), 1)
		want, err := strconv.ParseFloat(c.expected, 64)
		require.NoError(t, err)
		near := 0
		for _, r := range all {
			if math.Abs(r-want) <= 1e-2*math.Abs(want) {
				near++
			}
		}
		require.Equal(t, 1, near)
	default:
		require.NoError(t, err)
		requireFigure(t, c, got)
	}
}

func biased(costs []json.Number, bias, mitigation decimal.Decimal) appraisal.Line {
	l := appraisal.Line{Name: "capital", Side: appraisal.Cost, Nature: appraisal.Cashable, OptimismBias: bias, Mitigation: mitigation}
	for i, cost := range costs {
		m := funding.MustParseMoney(cost.String())
		l.Amounts = append(l.Amounts, appraisal.Amount{Year: funding.MustParseFinancialYear("2015/16").Add(i), Money: m})
	}
	return l
}

func checkBias(t *testing.T, c published) {
	if c.in.UpperBound != 0 {
		adjusted, err := biased([]json.Number{c.in.Capex}, decimal.New(c.in.UpperBound, -2), c.in.Mitigation).Adjusted()
		require.NoError(t, err)
		var want struct {
			Capex string `json:"adjusted_capex_m"`
		}
		require.NoError(t, json.Unmarshal([]byte(c.expected), &want))
		millions, err := strconv.ParseFloat(want.Capex, 64)
		require.NoError(t, err)
		require.InDelta(t, millions, float64(adjusted[0].Money.Pence())/100, 0.5)
		return
	}
	adjusted, err := biased(c.in.Costs, c.in.Uplift, c.in.Mitigation).Adjusted()
	require.NoError(t, err)
	var want []string
	require.NoError(t, json.Unmarshal([]byte(c.expected), &want))
	require.Len(t, adjusted, len(want))
	for i, w := range want {
		require.Equal(t, funding.MustParseMoney(w), adjusted[i].Money)
	}
}

func checkUpperBound(t *testing.T, c published) {
	project, err := appraisal.ParseProject(strings.ReplaceAll(c.in.Category, "_", "-"))
	require.NoError(t, err)
	bound, ok := project.UpperBound()
	require.True(t, ok)
	var want struct {
		Capital string `json:"capital_expenditure"`
		Works   string `json:"works_duration"`
	}
	require.NoError(t, json.Unmarshal([]byte(c.expected), &want))
	capital := bound.Capital
	if project == appraisal.Outsourcing { // an operating bound, which the row's note says
		capital = bound.Running
	}
	require.Equal(t, want.Capital, strconv.FormatInt(capital.Shift(2).IntPart(), 10))
	if want.Works != "" {
		require.Equal(t, want.Works, strconv.FormatInt(bound.Works.Shift(2).IntPart(), 10))
	}
}
