package indicator_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func tableRows() []indicator.TableRow {
	return []indicator.TableRow{
		{Group: "B", Stratum: "young", Numerator: 4, Denominator: 100, Reference: 50, ReferencePopulation: 1000, Weight: 3},
		{Group: "A", Stratum: "young", Numerator: 7, Denominator: 200, Reference: 50, ReferencePopulation: 1000, Weight: 3},
		{Group: "B", Stratum: "old", Numerator: 9, Denominator: 80, Reference: 120, ReferencePopulation: 900, Weight: 1},
		{Group: "A", Stratum: "old", Numerator: 8, Denominator: 90, Reference: 120, ReferencePopulation: 900, Weight: 1},
		{Group: "C", Numerator: 1},
	}
}

// Each group's answer is that of the function for one.
func TestByGroup_LikeOneByOne(t *testing.T) {
	rows := tableRows()
	proportions, rates := indicator.Proportions(rows, 0.95), indicator.Rates(rows, 1000, 0.95)
	standard, ratios := indicator.StandardisedRates(rows, 1000, 0.95), indicator.StandardisedRatios(rows, 100, 0.95)
	require.Len(t, proportions, 3)
	require.Equal(t, []string{"B", "A", "C"}, []string{proportions[0].Group, proportions[1].Group, proportions[2].Group})

	want, err := indicator.Proportion(13, 180, 0.95)
	require.NoError(t, err)
	require.Equal(t, want, proportions[0].Result)
	want, err = indicator.Rate(15, 290, 1000, 0.95)
	require.NoError(t, err)
	require.Equal(t, want, rates[1].Result)
	want, err = indicator.StandardisedRate([]indicator.Stratum{{Events: 4, Population: 100, Standard: 3}, {Events: 9, Population: 80, Standard: 1}}, 1000, 0.95)
	require.NoError(t, err)
	require.Equal(t, want, standard[0].Result)
	want, err = indicator.StandardisedRatio(15, 200*0.05+90*(120./900), 100, 0.95)
	require.NoError(t, err)
	near(t, want.High, ratios[1].Result.High, tighter)

	// The third group has nobody: its own error, and nobody else's.
	require.NoError(t, proportions[1].Err)
	for _, r := range [][]indicator.GroupResult[indicator.Interval]{proportions, rates, standard, ratios} {
		require.Error(t, r[2].Err)
		require.Zero(t, r[2].Result)
	}
	require.ErrorIs(t, ratios[2].Err, indicator.ZeroDenominator)
}

func TestByGroup_Refuses(t *testing.T) {
	twice := []indicator.TableRow{{Stratum: "old", Numerator: 20, Denominator: 100, Weight: 1}, {Stratum: "old", Numerator: 20, Denominator: 100, Weight: 1}}
	require.ErrorIs(t, indicator.StandardisedRates(twice, 1, 0.95)[0].Err, indicator.Range)
	require.ErrorIs(t, indicator.StandardisedRatios(twice, 1, 0.95)[0].Err, indicator.Range)
	require.NoError(t, indicator.Proportions(twice, 0.95)[0].Err)
	negative := []indicator.TableRow{{Numerator: 5, Denominator: 10}, {Numerator: -1, Denominator: 10}}
	require.ErrorIs(t, indicator.Proportions(negative, 0.95)[0].Err, indicator.Range)
	require.ErrorIs(t, indicator.Rates(negative, 1, 0.95)[0].Err, indicator.Range)
	large := []indicator.TableRow{{Denominator: math.MaxInt64}, {Denominator: 1}}
	require.ErrorIs(t, indicator.Rates(large, 1, 0.95)[0].Err, indicator.Range)
	require.Empty(t, indicator.Rates(nil, 1, 0.95))
}

// Rows of one group may stand anywhere among those of others.
func TestByGroup_IgnoresPlaces(t *testing.T) {
	want := map[string]indicator.GroupResult[indicator.Interval]{}
	for _, r := range indicator.StandardisedRatios(tableRows(), 100, 0.95) {
		want[r.Group] = r
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, r := range indicator.StandardisedRatios(rapid.Permutation(tableRows()).Draw(t, "rows"), 100, 0.95) {
			require.Equal(t, want[r.Group], r)
		}
	})
}

func TestGroupResult_JSON(t *testing.T) {
	text, err := json.Marshal(indicator.ByGroup(tableRows(), func(rows []indicator.TableRow) (int, error) {
		if len(rows) == 1 {
			return 0, errors.New("alone")
		}
		return len(rows), nil
	}))
	require.NoError(t, err)
	require.Equal(t, `[{"group":"B","result":2},{"group":"A","result":2},{"group":"C","error":"alone"}]`, string(text))
}

func ExampleProportions() {
	rows := []indicator.TableRow{
		{Group: "Sutton", Numerator: 180, Denominator: 240}, {Group: "Wakefield", Numerator: 310, Denominator: 500}, {Group: "Fylde Coast"},
	}
	for _, r := range indicator.Proportions(rows, 0.95) {
		if r.Err != nil {
			fmt.Println(r.Group, r.Err)
			continue
		}
		fmt.Printf("%s %.1f %% (%.1f to %.1f)\n", r.Group, 100*r.Result.Value, 100*r.Result.Low, 100*r.Result.High)
	}
	// Output:
	// Sutton 75.0 % (69.2 to 80.1)
	// Wakefield 62.0 % (57.7 to 66.1)
	// Fylde Coast indicator.Proportion: 0 of 0: the denominator must be at least 1
}

// Any function of a group's rows becomes one of a table.
func ExampleByGroup() {
	rows := []indicator.TableRow{
		{Group: "north", Stratum: "2015", Numerator: 12, Denominator: 100}, {Group: "south", Stratum: "2015", Numerator: 30, Denominator: 200},
		{Group: "north", Stratum: "2016", Numerator: 15, Denominator: 100}, {Group: "south", Stratum: "2016", Numerator: 10, Denominator: 200},
	}
	effects := indicator.ByGroup(rows, func(rows []indicator.TableRow) (indicator.Effect, error) {
		count := func(r indicator.TableRow) indicator.Count {
			return indicator.Count{Events: r.Numerator, Population: r.Denominator}
		}
		return indicator.EffectFromCounts(rows[0].Group, indicator.RiskDifference, count(rows[1]), count(rows[0]))
	})
	for _, r := range effects {
		fmt.Printf("%s %+.2f %v\n", r.Group, r.Result.Estimate, r.Err)
	}
	// Output:
	// north +0.03 <nil>
	// south -0.10 <nil>
}
