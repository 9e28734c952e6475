package indicator_test

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// The tests in this file hold every row of the published cases, which come from
// runs of the official English package (PHEindicatormethods 2.1.0) and of the
// World Health Organization's (healthequal 1.0.1). A selection of the same rows
// is typed into the other tests, so that nothing depends on these files.

const (
	tight     = 1e-9  // relative, for limits
	tighter   = 1e-10 // relative, for slope and relative indices
	simulated = 1e-2  // of the width, for limits that were simulated
)

type row map[string]string

func (r row) number(t testing.TB, column string) float64 {
	t.Helper()
	text, ok := r[column]
	require.True(t, ok, "no column %q", column)
	v, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err, "column %q", column)
	return v
}

func (r row) count(t testing.TB, column string) int64 {
	t.Helper()
	text, ok := r[column]
	require.True(t, ok, "no column %q", column)
	if text == "" {
		return 0 // the files leave counts of 0 blank
	}
	v, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err, "column %q", column)
	return v
}

func published(t testing.TB, name string) []row {
	t.Helper()
	f, err := os.Open(filepath.FromSlash("../../../shared/reference/coverage/" + name))
	if err != nil {
		t.Skipf("reference file %s is not here", name)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	rows := make([]row, 0, len(records)-1)
	for _, record := range records[1:] {
		r := row{}
		for i, column := range records[0] {
			r[column] = record[i]
		}
		rows = append(rows, r)
	}
	return rows
}

// near asserts equality to a relative tolerance; 0 must be met exactly to 1e-15.
func near(t require.TestingT, want, got, tolerance float64, what ...any) {
	if want == 0 {
		require.InDelta(t, 0, got, 1e-15, what...)
		return
	}
	require.InEpsilon(t, want, got, tolerance, what...)
}

func TestPublished_Proportions(t *testing.T) {
	rows := published(t, "proportion_wilson.csv")
	require.Len(t, rows, 40)
	for _, r := range rows {
		for suffix, confidence := range map[string]float64{"90": 0.9, "95": 0.95, "99": 0.99, "998": 0.998} {
			got, err := indicator.Proportion(r.count(t, "x"), r.count(t, "n"), confidence)
			require.NoError(t, err)
			near(t, r.number(t, "value"), got.Value, tight, r)
			near(t, r.number(t, "lower"+suffix), got.Low, tight, r)
			near(t, r.number(t, "upper"+suffix), got.High, tight, r)
		}
	}
}

func TestPublished_Rates(t *testing.T) {
	rows := published(t, "rate_byar_exact.csv")
	require.Len(t, rows, 53)
	for _, r := range rows {
		for suffix, confidence := range map[string]float64{"90": 0.9, "95": 0.95, "998": 0.998} {
			got, err := indicator.Rate(r.count(t, "x"), r.count(t, "n"), r.number(t, "per"), confidence)
			require.NoError(t, err)
			near(t, r.number(t, "value"), got.Value, tight, r)
			near(t, r.number(t, "lower"+suffix), got.Low, tight, r)
			near(t, r.number(t, "upper"+suffix), got.High, tight, r)
		}
	}
}

// strata groups rows by area, in the order of the file.
func strata(t testing.TB, rows []row, events, weight string) map[string][]indicator.Stratum {
	areas := map[string][]indicator.Stratum{}
	for _, r := range rows {
		areas[r["area"]] = append(areas[r["area"]], indicator.Stratum{
			Events: r.count(t, events), Population: r.count(t, "pop"), Standard: r.number(t, weight),
		})
	}
	return areas
}

// checkStandardised holds a standardised rate at two levels, or its refusal.
func checkStandardised(t testing.TB, want row, rate func(confidence float64) (indicator.Interval, error)) {
	t.Helper()
	for suffix, confidence := range map[string]float64{"95_0": 0.95, "99_8": 0.998} {
		got, err := rate(confidence)
		if want["value"] == "" {
			require.ErrorIs(t, err, indicator.TooFewEvents)
			continue
		}
		require.NoError(t, err)
		near(t, want.number(t, "value"), got.Value, tight, want)
		near(t, want.number(t, "lower"+suffix+"cl"), got.Low, tight, want)
		near(t, want.number(t, "upper"+suffix+"cl"), got.High, tight, want)
	}
}

func TestPublished_StandardisedRates(t *testing.T) {
	areas := strata(t, published(t, "dsr_inputs.csv"), "count", "esp2013")
	require.Len(t, areas, 3)
	for _, strata := range areas {
		for i, band := range indicator.ESP2013() {
			require.Equal(t, band.Standard, strata[i].Standard)
		}
	}
	for _, want := range published(t, "dsr_expected_run.csv") {
		checkStandardised(t, want, func(confidence float64) (indicator.Interval, error) {
			return indicator.StandardisedRate(areas[want["area"]], 10_000, confidence)
		})
	}
	for _, want := range published(t, "dsr_expected_run_per100000.csv") {
		got, err := indicator.StandardisedRate(areas[want["area"]], 100_000, 0.95)
		if want["value"] == "" {
			require.ErrorIs(t, err, indicator.TooFewEvents)
			continue
		}
		require.NoError(t, err)
		near(t, want.number(t, "value"), got.Value, tight)
		near(t, want.number(t, "lowercl"), got.Low, tight)
		near(t, want.number(t, "uppercl"), got.High, tight)
	}
	older := strata(t, published(t, "dsr_inputs_esp1976.csv"), "count", "esp1976")
	require.Len(t, older, 1)
	for _, want := range published(t, "dsr_expected_esp1976.csv") {
		checkStandardised(t, want, func(confidence float64) (indicator.Interval, error) {
			return indicator.StandardisedRate(older[""], 10_000, confidence)
		})
	}
}

func TestPublished_StandardisedRatesOfRecurringEvents(t *testing.T) {
	areas := map[string][]indicator.Recurring{}
	for _, r := range published(t, "dsr_nonindependent_inputs.csv") {
		groups, times := areas[r["area"]], r.count(t, "freq")
		for int64(len(groups)) < times {
			groups = append(groups, indicator.Recurring{Times: int64(len(groups)) + 1})
		}
		groups[times-1].Strata = append(groups[times-1].Strata, indicator.Stratum{
			Events: r.count(t, "persons"), Population: r.count(t, "pop"), Standard: r.number(t, "esp2013"),
		})
		areas[r["area"]] = groups
	}
	rows := published(t, "dsr_nonindependent_expected.csv")
	require.Len(t, rows, 4)
	for _, want := range rows {
		checkStandardised(t, want, func(confidence float64) (indicator.Interval, error) {
			return indicator.StandardisedRateRecurring(areas[want["area"]], 10_000, confidence)
		})
	}
}

// slopeCase is one published slope index and its bands.
type slopeCase struct {
	want  row
	bands []indicator.Band
}

func publishedSlopes(t testing.TB) []slopeCase {
	var cases []slopeCase
	index := map[string]int{}
	for _, r := range published(t, "sii_inputs_expected.csv") {
		key := r["TestDescription"] + "/" + r["Area"]
		at, ok := index[key]
		if !ok {
			at = len(cases)
			index[key] = at
			cases = append(cases, slopeCase{want: r})
		}
		if cases[at].want["sii"] != "" {
			cases[at].bands = append(cases[at].bands, slopeBand(t, r))
		}
	}
	return cases
}

// slopeBand reads a band. The file has the standard errors of rates on the
// logarithm and those of proportions on the logit, as the official package
// draws them; the delta method brings them to the scale of the values.
func slopeBand(t testing.TB, r row) indicator.Band {
	b := indicator.Band{Population: r.count(t, "Population"), Value: r.number(t, "Value")}
	if r["LowerCL"] == "" {
		b.StandardError = r.number(t, "StandardError")
		return b
	}
	low, high := r.number(t, "LowerCL"), r.number(t, "UpperCL")
	const z = 1.959963984540054
	switch r["ValueType"] {
	case "1":
		b.StandardError = (math.Log(high) - math.Log(low)) / (2 * z) * b.Value
	case "2":
		logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
		b.StandardError = (logit(high) - logit(low)) / (2 * z) * b.Value * (1 - b.Value)
	default:
		b.StandardError = (high - low) / (2 * z)
	}
	return b
}

func TestPublished_Slopes(t *testing.T) {
	checked := 0
	for _, c := range publishedSlopes(t) {
		if c.want["sii"] == "" {
			continue // the official package's own argument errors
		}
		checked++
		t.Run(c.want["TestDescription"]+" "+c.want["Area"], func(t *testing.T) { checkSlope(t, c) })
	}
	require.Equal(t, 44, checked)
}

// levels returns the confidence of the first and the second pair of limits; the
// file's own column is right for some cases only, its description for all.
func (c slopeCase) levels() (first, second float64) {
	description := c.want["TestDescription"]
	switch {
	case strings.Contains(description, "95 and 98"), strings.Contains(description, "95% and 98%"):
		return 0.95, 0.98
	case strings.Contains(description, "multiple CIs"):
		return 0.95, 0.99
	case strings.Contains(description, "98%"):
		return 0.98, 0
	case strings.Contains(description, "99%"):
		return 0.99, 0
	}
	return 0.95, 0
}

func (c slopeCase) settings() (factor float64, o []indicator.SlopeOption) {
	factor, description := 1.0, c.want["TestDescription"]
	switch {
	case strings.Contains(description, "log transform"):
		o = append(o, indicator.Log())
	case strings.Contains(description, "logit transform"):
		o = append(o, indicator.Logit())
	}
	if strings.Contains(description, "100)") {
		factor = 100
	}
	if strings.Contains(description, "negative multiplier") || strings.Contains(description, "x -100") {
		o = append(o, indicator.Reversed())
	}
	return factor, o
}

func checkSlope(t *testing.T, c slopeCase) {
	factor, options := c.settings()
	first, second := c.levels()
	for suffix, confidence := range map[string]float64{"1": first, "2": second} {
		if confidence == 0 {
			continue
		}
		got, err := indicator.SlopeIndex(c.bands, confidence, options...)
		require.NoError(t, err)
		near(t, c.want.number(t, "sii"), got.SII.Value*factor, tighter)
		if c.want["rii"] != "" {
			near(t, c.want.number(t, "rii"), got.RII.Value, tighter)
		}
		if c.want["Intercept"] != "" {
			near(t, c.want.number(t, "Intercept"), got.Intercept, tighter)
		}
		checkLimits(t, c.want, "sii", suffix, got.SII, factor)
		checkLimits(t, c.want, "rii", suffix, got.RII, 1)
	}
}

func checkLimits(t *testing.T, want row, index, suffix string, got indicator.Interval, factor float64) {
	if want[index+"_lowercl_"+suffix] == "" {
		return
	}
	low, high := want.number(t, index+"_lowercl_"+suffix), want.number(t, index+"_uppercl_"+suffix)
	require.InDelta(t, low, got.Low*factor, simulated*(high-low))
	require.InDelta(t, high, got.High*factor, simulated*(high-low))
}

// TestPublished_Quantiles ranks by indicator and region ("IndSexReg"), by
// indicator ("IndSex") or all rows together ("None"), highest values first
// unless the row's polarity says otherwise.
func TestPublished_Quantiles(t *testing.T) {
	groups := map[string][]row{}
	rows := published(t, "quantiles_inputs_expected.csv")
	require.Len(t, rows, 982)
	for _, r := range rows {
		key := r["QuantileNm"] + "/" + r["GroupSet"]
		if r["GroupSet"] != "None" {
			key += "/" + r["IndSexRef"]
		}
		if r["GroupSet"] == "IndSexReg" {
			key += "/" + r["ParentCode"]
		}
		groups[key] = append(groups[key], r)
	}
	require.Len(t, groups, 22)
	for key, rows := range groups {
		q := map[string]int{"Quartile": 4, "Septile": 7, "Decile": 10}[rows[0]["QuantileNm"]]
		rows = slices.DeleteFunc(rows, func(r row) bool { return r["Value"] == "" })
		values := make([]float64, len(rows))
		for i, r := range rows {
			values[i] = r.number(t, "Value")
			if r["GroupSet"] == "None" || r["Polarity"] == "TRUE" {
				values[i] = -values[i]
			}
		}
		got, err := indicator.Quantiles(values, q)
		if len(rows) < q {
			require.ErrorIs(t, err, indicator.TooFewGroups, key)
			continue
		}
		require.NoError(t, err)
		for i, r := range rows {
			require.EqualValues(t, r.count(t, "QuantileInGrp"), got[i], "%s %s", key, r["AreaCode"])
		}
	}
}

// whoBands reads a sample data set. Its populations are numbers of 24 binary
// digits in thousands; a power of 2 makes them whole and changes no share.
func whoBands(t testing.TB, name string) []indicator.Band {
	var bands []indicator.Band
	for _, r := range published(t, name) {
		people := r.number(t, "population") * (1 << 30)
		require.Equal(t, math.Trunc(people), people)
		bands = append(bands, indicator.Band{Population: int64(people), Value: r.number(t, "estimate"), StandardError: r.number(t, "se")})
	}
	return bands
}

// TestPublished_Inequality holds the measures of the World Health Organization's
// package. Not held are its default slope indices, which fit a logistic model and
// weigh every group by its people twice; its limits of slope indices, which are those
// of a regression and know nothing of the groups' standard errors; and those of
// the population attributable risk, which are an approximation of its own. Its
// linear slope indices agree to 1 in 10,000 and no further; why is not known.
func TestPublished_Inequality(t *testing.T) {
	ordered, other := whoBands(t, "who/ordered_sample.csv"), whoBands(t, "who/nonordered_sample.csv")
	index, err := indicator.ConcentrationIndex(ordered, indicator.Bounds(0, 100))
	require.NoError(t, err)
	slope, err := indicator.SlopeIndex(ordered, 0.95)
	require.NoError(t, err)
	gap, err := indicator.Gap(ordered, indicator.WithLimits(0.95))
	require.NoError(t, err)
	ratio, err := indicator.Ratio(ordered, indicator.WithLimits(0.95))
	require.NoError(t, err)
	par, err := indicator.PopulationAttributable(ordered, len(ordered)-1)
	require.NoError(t, err)
	apart, err := indicator.Dispersed(other)
	require.NoError(t, err)

	estimates := map[string]float64{
		"aci": index.Absolute, "rci": index.Relative,
		"bounded 0..max, Erreygers rci": index.Erreygers, "bounded 0..max, Wagstaff rci": index.Wagstaff,
		"linear sii": slope.SII.Value, "linear rii": slope.RII.Value,
		"d": gap.Value, "r": ratio.Value, "paf": par.Fraction * 100, "par": par.Risk,
		"bgv": apart.Variance, "bgsd": apart.StandardDeviation, "cov": apart.CoefficientOfVariation * 100,
		"ti": apart.Theil * 1000, "mld": apart.MeanLogDeviation * 1000,
		"mdmw": apart.MeanDifference, "idisw": apart.IndexOfDisparity * 100,
	}
	limits := map[string]indicator.Interval{"d": gap, "r": ratio}
	held := 0
	for _, r := range published(t, "who/expected_healthequal_1.0.1.csv") {
		sample, variant, _ := strings.Cut(r["data"], " ")
		require.Contains(t, []string{"OrderedSample", "NonorderedSample"}, sample)
		name := strings.TrimSpace(variant + " " + r["measure"])
		got, ok := estimates[name]
		if !ok {
			require.Contains(t, name, "default")
			continue
		}
		held++
		tolerance := tight
		if strings.HasPrefix(name, "linear") {
			tolerance = 1e-4
		}
		near(t, r.number(t, "estimate"), got, tolerance, name)
		if i, ok := limits[name]; ok {
			near(t, r.number(t, "lowerci"), i.Low, tight, name)
			near(t, r.number(t, "upperci"), i.High, tight, name)
		}
	}
	require.Equal(t, len(estimates), held)
}
