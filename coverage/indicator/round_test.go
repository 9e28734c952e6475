package indicator_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestRoundCount_Published(t *testing.T) {
	for _, r := range published(t, "indicator/suppress_round_counts.csv") {
		for column, rule := range map[string]indicator.RoundingRule{
			"central_5": indicator.RoundCentral, "central_star": indicator.RoundStar, "national": indicator.RoundNational,
		} {
			if r["central_5"] == "error" {
				n, err := strconv.ParseInt(r["count"], 10, 64)
				if err == nil { // others are no whole numbers
					_, err = indicator.RoundCount(n, rule)
					require.ErrorIs(t, err, indicator.Range, r)
				}
				continue
			}
			got, err := indicator.RoundCount(r.count(t, "count"), rule)
			require.NoError(t, err)
			require.Equal(t, r[column], got.String(), r)
		}
	}
}

// The rule's text: 0, 1 to 7, and the nearest 5 from 8 on.
func TestRoundCount_EveryCount(t *testing.T) {
	for n := int64(0); n <= 1000; n++ {
		central, err := indicator.RoundCount(n, indicator.RoundCentral)
		require.NoError(t, err)
		star, err := indicator.RoundCount(n, indicator.RoundStar)
		require.NoError(t, err)
		switch {
		case n == 0:
			require.Equal(t, indicator.PublishedCell{}, central)
			require.Equal(t, indicator.PublishedCell{}, star)
		case n <= 7:
			require.Equal(t, indicator.PublishedCell{Value: 5}, central)
			require.Equal(t, indicator.PublishedCell{Hidden: indicator.HiddenPrimary}, star)
		default:
			require.Zero(t, central.Value%5)
			require.LessOrEqual(t, max(n-central.Value, central.Value-n), int64(2))
			require.Equal(t, central, star)
		}
	}
}

func TestRoundCount_Refuses(t *testing.T) {
	for _, n := range []int64{-1, 5_000_000_001} {
		_, err := indicator.RoundCount(n, indicator.RoundNational)
		require.ErrorIs(t, err, indicator.Range)
	}
	_, err := indicator.RoundCount(5, 0)
	require.ErrorIs(t, err, indicator.Range)
	got, err := indicator.RoundCount(5_000_000_000, indicator.RoundCentral)
	require.NoError(t, err)
	require.EqualValues(t, 5_000_000_000, got.Value)
}
