package main

import (
	"runtime"
	"slices"
	"time"
)

// timing is how long two programs took, by their medians, and the median of the
// ratios peer / ours of the rounds.
type timing struct {
	ours, peer time.Duration
	ratio      float64
}

// shortest is how long one reading of the clock has to cover.
const shortest = 5 * time.Millisecond

// compare times two programs in turn, so that what disturbs the machine disturbs
// both. Neither pays for the garbage of the other.
func compare(rounds int, ours, peer func() error) (timing, error) {
	return compareReadings(rounds, func() (time.Duration, error) { return clock(ours) }, func() (time.Duration, error) { return clock(peer) })
}

// compareReadings is compare for programs that read the clock themselves.
func compareReadings(rounds int, ours, peer func() (time.Duration, error)) (timing, error) {
	var a, b []time.Duration
	var ratios []float64
	for range rounds {
		x, err := ours()
		if err != nil {
			return timing{}, err
		}
		y, err := peer()
		if err != nil {
			return timing{}, err
		}
		a, b, ratios = append(a, x), append(b, y), append(ratios, float64(y)/float64(x))
	}
	return timing{median(a), median(b), median(ratios)}, nil
}

// clock returns the time of one call, of as many as one reading needs.
func clock(f func() error) (time.Duration, error) {
	runtime.GC()
	for n := 1; ; n *= 4 {
		start := time.Now()
		for range n {
			if err := f(); err != nil {
				return 0, err
			}
		}
		if d := time.Since(start); d >= shortest {
			return max(1, d/time.Duration(n)), nil
		}
	}
}

func median[T int64 | float64 | time.Duration](list []T) T {
	slices.Sort(list)
	return list[len(list)/2]
}
