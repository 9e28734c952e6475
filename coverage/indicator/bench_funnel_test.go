package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// practices is 7,000 practices, as England had general practices.
func practices() []indicator.FunnelUnit {
	units := make([]indicator.FunnelUnit, 7_000)
	state := uint32(1)
	for i := range units {
		state = state*1664525 + 1013904223
		base := 1_000 + float64(state>>19)
		state = state*1664525 + 1013904223
		units[i] = indicator.FunnelUnit{Events: math.Floor(base * (0.1 + float64(state>>20)/4096/20)), Base: base}
	}
	return units
}

// A funnel by hand: the centre, each practice's place and side, and the four
// lines there.
type handUnit struct {
	at, value float64
	signal    int
	lines     [4]float64
}

func handProportions(units []indicator.FunnelUnit) []handUnit {
	const z95, z998 = 1.959963984540054, 3.090232306167814
	events, bases := 0.0, 0.0
	for _, u := range units {
		events += u.Events
		bases += u.Base
	}
	p := events / bases
	result := make([]handUnit, len(units))
	for i, u := range units {
		se := math.Sqrt(p * (1 - p) / u.Base)
		h := handUnit{at: u.Base, value: u.Events / u.Base}
		h.lines = [4]float64{max(0, p-z998*se), max(0, p-z95*se), min(1, p+z95*se), min(1, p+z998*se)}
		switch {
		case h.value < h.lines[0]:
			h.signal = -2
		case h.value > h.lines[3]:
			h.signal = 2
		case h.value < h.lines[1]:
			h.signal = -1
		case h.value > h.lines[2]:
			h.signal = 1
		}
		result[i] = h
	}
	return result
}

func handByar(o, z float64) (float64, float64) {
	return o * math.Pow(1-1/(9*o)-z/(3*math.Sqrt(o)), 3), (o + 1) * math.Pow(1-1/(9*(o+1))+z/(3*math.Sqrt(o+1)), 3)
}

// handRates has no lines: those of counts are drawn at a few dozen sizes.
func handRates(units []indicator.FunnelUnit) []handUnit {
	const z95, z998 = 1.959963984540054, 3.090232306167814
	events, bases := 0.0, 0.0
	for _, u := range units {
		events += u.Events
		bases += u.Base
	}
	target := events / bases * 100_000
	result := make([]handUnit, len(units))
	for i, u := range units {
		h := handUnit{at: u.Base, value: u.Events / u.Base * 100_000}
		low, high := handByar(u.Events, z998)
		low95, high95 := handByar(u.Events, z95)
		unit := 100_000 / u.Base
		switch {
		case target < low*unit:
			h.signal = 2
		case target > high*unit:
			h.signal = -2
		case target < low95*unit:
			h.signal = 1
		case target > high95*unit:
			h.signal = -1
		}
		result[i] = h
	}
	return result
}

func ourFunnel(kind indicator.FunnelKind, units []indicator.FunnelUnit, lines bool, o ...indicator.FunnelOption) ([]handUnit, error) {
	target, err := indicator.FunnelTarget(kind, units, o...)
	if err != nil {
		return nil, err
	}
	sizes := make([]float64, 0, len(units))
	result := make([]handUnit, len(units))
	for i, u := range units {
		p, err := indicator.FunnelPosition(kind, u, o...)
		if err != nil {
			return nil, err
		}
		signal, err := indicator.FunnelSignal(kind, u, target, o...)
		if err != nil {
			return nil, err
		}
		result[i] = handUnit{at: p.At, value: p.Limit, signal: int(signal) - int(indicator.SignalNone)}
		sizes = append(sizes, u.Base)
	}
	if !lines {
		return result, nil
	}
	limits, err := indicator.FunnelLimits(kind, target, sizes, o...)
	for i, l := range limits {
		result[i].lines = [4]float64{l.Low998.Limit, l.Low95.Limit, l.High95.Limit, l.High998.Limit}
	}
	return result, err
}

func TestFunnel_LikeByHand(t *testing.T) {
	units := practices()
	same := func(want, got []handUnit) {
		for i := range want {
			near(t, want[i].at, got[i].at, tighter)
			near(t, want[i].value, got[i].value, tighter)
			require.Equal(t, want[i].signal, got[i].signal)
			for j := range want[i].lines {
				near(t, want[i].lines[j], got[i].lines[j], tighter)
			}
		}
	}
	got, err := ourFunnel(indicator.FunnelProportion, units, true)
	require.NoError(t, err)
	same(handProportions(units), got)
	got, err = ourFunnel(indicator.FunnelRate, units, false, indicator.Per(100_000))
	require.NoError(t, err)
	same(handRates(units), got)
}

func BenchmarkFunnel(b *testing.B) {
	units := practices()
	run := func(name string, f func() error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("proportions/ours", func() error { _, err := ourFunnel(indicator.FunnelProportion, units, true); return err })
	run("rates/ours", func() error {
		_, err := ourFunnel(indicator.FunnelRate, units, false, indicator.Per(100_000))
		return err
	})
}
