package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// places is 43 places of 60 months each.
func places() [][]indicator.ChartPoint {
	all := make([][]indicator.ChartPoint, 43)
	state := uint32(1)
	for i := range all {
		all[i] = make([]indicator.ChartPoint, 60)
		for j := range all[i] {
			state = state*1664525 + 1013904223
			drift := float64(i%5) * float64(j) / 10
			all[i][j].Value = 80 + drift + float64(state>>20)/512
		}
	}
	return all
}

// handChart is what somebody writes who needs this chart and no other: no missing
// figures, one part, 7 points.
type handPoint struct {
	value               float64
	outside, trend      int
	twoOfThree, shifted int
}

type handResult struct {
	mean, low, high float64
	points          []handPoint
}

func handChart(values []indicator.ChartPoint) handResult {
	r := handResult{points: make([]handPoint, len(values))}
	moves := 0.0
	for i, v := range values {
		r.points[i].value = v.Value
		r.mean += v.Value
		if i > 0 {
			moves += math.Abs(v.Value - values[i-1].Value)
		}
	}
	r.mean /= float64(len(values))
	moves /= float64(len(values) - 1)
	r.low, r.high = r.mean-2.66*moves, r.mean+2.66*moves
	side := func(i int) int {
		switch {
		case values[i].Value > r.mean:
			return 1
		case values[i].Value < r.mean:
			return -1
		}
		return 0
	}
	near := func(i int) bool {
		off := math.Abs(values[i].Value - r.mean)
		return off > 2.66*moves*2/3 && off <= 2.66*moves
	}
	for i := range values {
		switch {
		case values[i].Value > r.high:
			r.points[i].outside = 1
		case values[i].Value < r.low:
			r.points[i].outside = -1
		}
		if i >= 6 {
			up, down, shift := true, true, true
			for j := i - 5; j <= i; j++ {
				up = up && values[j].Value > values[j-1].Value
				down = down && values[j].Value < values[j-1].Value
				shift = shift && side(j) == side(j-1)
			}
			for j := i - 6; j <= i; j++ {
				switch {
				case up:
					r.points[j].trend = 1
				case down:
					r.points[j].trend = -1
				}
				if shift {
					r.points[j].shifted = side(i)
				}
			}
		}
		if i >= 2 && side(i) == side(i-1) && side(i) == side(i-2) {
			n := 0
			for j := i - 2; j <= i; j++ {
				if near(j) {
					n++
				}
			}
			for j := i - 2; j <= i && n >= 2; j++ {
				if near(j) {
					r.points[j].twoOfThree = side(i)
				}
			}
		}
	}
	return r
}

func TestControlChart_LikeByHand(t *testing.T) {
	for _, points := range places() {
		want := handChart(points)
		got, err := indicator.ControlChart(points)
		require.NoError(t, err)
		near(t, want.mean, got.Parts[0].Mean, tighter)
		near(t, want.low, got.Parts[0].Low, tighter)
		near(t, want.high, got.Parts[0].High, tighter)
		for i, w := range want.points {
			all := got.Points[i].All
			for cause, flagged := range map[indicator.SpecialCause]bool{
				indicator.AboveLimit: w.outside > 0, indicator.BelowLimit: w.outside < 0,
				indicator.TrendUp: w.trend > 0, indicator.TrendDown: w.trend < 0,
				indicator.TwoOfThreeHigh: w.twoOfThree > 0, indicator.TwoOfThreeLow: w.twoOfThree < 0,
				indicator.ShiftHigh: w.shifted > 0, indicator.ShiftLow: w.shifted < 0,
			} {
				require.Equal(t, flagged, all.Has(cause), "%d %v", i, cause)
			}
		}
	}
}

func BenchmarkControlChart(b *testing.B) {
	all := places()
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, points := range all {
				if _, err := indicator.ControlChart(points); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
