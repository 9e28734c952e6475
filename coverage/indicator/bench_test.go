package indicator_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestBench_Allocations(t *testing.T) {
	bands, strata := lifeExpectancy(), big()
	for name, c := range map[string]struct {
		budget float64
		run    func() error
	}{
		"Proportion": {0, func() error { _, err := indicator.Proportion(2, 5, 0.95); return err }},
		"Rate exact": {0, func() error { _, err := indicator.Rate(9, 1000, 1000, 0.95); return err }},
		"Rate Byar":  {0, func() error { _, err := indicator.Rate(90, 1000, 1000, 0.95); return err }},
		"StandardisedRate": {2, func() error {
			_, err := indicator.StandardisedRate(strata, 1000, 0.95)
			return err
		}},
		"SlopeIndex": {2, func() error { _, err := indicator.SlopeIndex(bands, 0.95); return err }},
		"ConcentrationIndex": {2, func() error {
			_, err := indicator.ConcentrationIndex(bands)
			return err
		}},
	} {
		var err error
		allocations := testing.AllocsPerRun(100, func() { err = c.run() })
		require.NoError(t, err, name)
		require.LessOrEqual(t, allocations, c.budget, name)
	}
}

func BenchmarkProportion(b *testing.B) {
	for b.Loop() {
		if _, err := indicator.Proportion(5_000_000, 54_786_327, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRate(b *testing.B) {
	for name, events := range map[string]int64{"Exact": 9, "Byar": 90} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := indicator.Rate(events, 54_321, 100_000, 0.95); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStandardisedRate(b *testing.B) {
	strata := big()
	for b.Loop() {
		if _, err := indicator.StandardisedRate(strata, 100_000, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSlopeIndex(b *testing.B) {
	bands := lifeExpectancy()
	for b.Loop() {
		if _, err := indicator.SlopeIndex(bands, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkQuantiles puts as many values as England has small areas into tenths.
func BenchmarkQuantiles(b *testing.B) {
	values := make([]float64, 32_844)
	for i := range values {
		values[i] = float64(i * 7919 % 32_844)
	}
	for b.Loop() {
		if _, err := indicator.Quantiles(values, 10); err != nil {
			b.Fatal(err)
		}
	}
}
