package indicator_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestLifeExpectancy_Published(t *testing.T) {
	tables := map[string][]indicator.LifeBand{}
	for _, r := range published(t, "indicator/life_inputs.csv") {
		tables[r["set"]] = append(tables[r["set"]], indicator.LifeBand{
			From: int(r.count(t, "startage")), Population: r.number(t, "pops"), Deaths: int64(r.number(t, "deaths")),
		})
	}
	for _, r := range published(t, "indicator/life_expected.csv") {
		rows, err := indicator.LifeExpectancy(tables[r["set"]], 0.95)
		switch {
		case strings.HasPrefix(r["note"], "error"):
			require.ErrorIs(t, err, indicator.WrongBands, r)
			continue
		case r["note"] == "suppressed: whole table":
			require.Error(t, err, r)
			continue
		case err != nil:
			require.ErrorIs(t, err, indicator.NotEstimable, r)
			require.Empty(t, r["value"])
			continue
		}
		wider, err := indicator.LifeExpectancy(tables[r["set"]], 0.998)
		require.NoError(t, err)
		i := slices.IndexFunc(rows, func(l indicator.LifeRow) bool { return int64(l.From) == r.count(t, "startage") })
		near(t, r.number(t, "lower95"), rows[i].Expectancy.Low, tighter, r)
		near(t, r.number(t, "upper95"), rows[i].Expectancy.High, tighter, r)
		near(t, r.number(t, "lower998"), wider[i].Expectancy.Low, tighter, r)
		near(t, r.number(t, "upper998"), wider[i].Expectancy.High, tighter, r)
		require.Equal(t, r["value"] == "", rows[i].TooWide, r)
		require.Equal(t, rows[i].TooWide, wider[i].TooWide, r)
		if r["value"] != "" {
			near(t, r.number(t, "value"), rows[i].Expectancy.Value, tighter, r)
		}
	}
}

// The documented example of PHEindicatormethods 2.1.0.
func lifeTable() []indicator.LifeBand {
	people := []float64{7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601, 50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936}
	deaths := []int64{17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937}
	bands := make([]indicator.LifeBand, len(people))
	for i := range bands {
		bands[i] = indicator.LifeBand{From: 5 * (i - 1), Population: people[i], Deaths: deaths[i]}
	}
	bands[0].From, bands[1].From = 0, 1
	return bands
}

func TestLifeExpectancy_TypedCases(t *testing.T) {
	rows, err := indicator.LifeExpectancy(lifeTable(), 0.95)
	require.NoError(t, err)
	near(t, 80.16960813194838, rows[0].Expectancy.Value, tighter)
	near(t, 79.88269075392704, rows[0].Expectancy.Low, tighter)
	near(t, 80.45652550996972, rows[0].Expectancy.High, tighter)
	near(t, 75.44193644898543, rows[2].Expectancy.Value, tighter)
	near(t, 11936./1937, rows[19].Expectancy.Value, tighter)
	bare, err := indicator.LifeExpectancy(lifeTable(), 0)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: rows[0].Expectancy.Value, Low: rows[0].Expectancy.Value, High: rows[0].Expectancy.Value}, bare[0].Expectancy)
	require.Equal(t, rows[0].StandardError, bare[0].StandardError)
}

func TestLifeExpectancy_IgnoresOrder(t *testing.T) {
	want, err := indicator.LifeExpectancy(lifeTable(), 0.95)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		bands := rapid.Permutation(lifeTable()).Draw(t, "permuted")
		before := slices.Clone(bands)
		got, err := indicator.LifeExpectancy(bands, 0.95)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, before, bands)
	})
}

// Fewer deaths never shorten life.
func TestLifeExpectancy_FewerDeaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bands := lifeTable()
		i := rapid.IntRange(0, 19).Draw(t, "band")
		before, err := indicator.LifeExpectancy(bands, 0.95)
		require.NoError(t, err)
		bands[i].Deaths = rapid.Int64Range(1, bands[i].Deaths).Draw(t, "deaths")
		after, err := indicator.LifeExpectancy(bands, 0.95)
		require.NoError(t, err)
		for j := range after {
			require.GreaterOrEqual(t, after[j].Expectancy.Value, before[j].Expectancy.Value-1e-9)
		}
	})
}

func TestLifeExpectancy_Refuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func([]indicator.LifeBand) []indicator.LifeBand
		code   error
	}{
		"missing band": {func(b []indicator.LifeBand) []indicator.LifeBand { return b[1:] }, indicator.WrongBands},
		"other band":   {func(b []indicator.LifeBand) []indicator.LifeBand { b[3].From = 11; return b }, indicator.WrongBands},
		"twice":        {func(b []indicator.LifeBand) []indicator.LifeBand { b[3].From = 5; return b }, indicator.WrongBands},
		"none":         {func([]indicator.LifeBand) []indicator.LifeBand { return nil }, indicator.WrongBands},
		"negative":     {func(b []indicator.LifeBand) []indicator.LifeBand { b[3].Deaths = -1; return b }, indicator.Range},
		"nobody":       {func(b []indicator.LifeBand) []indicator.LifeBand { b[3].Population = 0; return b }, indicator.Range},
		"too many":     {func(b []indicator.LifeBand) []indicator.LifeBand { b[3].Deaths = 48490; return b }, indicator.Range},
		"not a number": {func(b []indicator.LifeBand) []indicator.LifeBand { b[3].Population = math.NaN(); return b }, indicator.NotFinite},
		"no old":       {func(b []indicator.LifeBand) []indicator.LifeBand { b[19].Deaths = 0; return b }, indicator.NotEstimable},
		"nobody lives": {func(b []indicator.LifeBand) []indicator.LifeBand { b[4].Deaths = 43219; return b }, indicator.NotEstimable},
		"too few": {func(b []indicator.LifeBand) []indicator.LifeBand {
			for i := range b {
				b[i].Population, b[i].Deaths = 250, 1
			}
			return b
		}, indicator.TooFewPeople},
	} {
		rows, err := indicator.LifeExpectancy(c.change(lifeTable()), 0.95)
		require.ErrorIs(t, err, c.code, name)
		require.Nil(t, rows)
	}
	_, err := indicator.LifeExpectancy(lifeTable(), 95)
	require.ErrorIs(t, err, indicator.Range)
}
