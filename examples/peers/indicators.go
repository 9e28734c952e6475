package main

import (
	"fmt"
	"math"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// funnelUnits are 7,000 practices, as England had general practices.
func funnelUnits() []indicator.FunnelUnit {
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
// lines there. What is no count of a base is refused, as the library does.
type handUnit struct {
	at, value float64
	signal    int
	lines     [4]float64
}

func handProportions(units []indicator.FunnelUnit) ([]handUnit, error) {
	const z95, z998 = 1.959963984540054, 3.090232306167814
	events, bases := 0.0, 0.0
	for i, u := range units {
		if !(u.Events >= 0 && u.Events <= u.Base && u.Base > 0 && u.Base <= math.MaxFloat64) {
			return nil, fmt.Errorf("unit %d: %v of %v", i, u.Events, u.Base)
		}
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
	return result, nil
}

func handByar(o, z float64) (float64, float64) {
	return o * math.Pow(1-1/(9*o)-z/(3*math.Sqrt(o)), 3), (o + 1) * math.Pow(1-1/(9*(o+1))+z/(3*math.Sqrt(o+1)), 3)
}

// handRates has no lines: those of counts are drawn at a few dozen sizes.
func handRates(units []indicator.FunnelUnit) ([]handUnit, error) {
	const z95, z998 = 1.959963984540054, 3.090232306167814
	events, bases := 0.0, 0.0
	for i, u := range units {
		if !(u.Events >= 0 && u.Events <= u.Base && u.Base > 0 && u.Base <= math.MaxFloat64) {
			return nil, fmt.Errorf("unit %d: %v of %v", i, u.Events, u.Base)
		}
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
	return result, nil
}

// ourFunnel is what the library answers: a place and a signal for each unit, and the
// lines there.
type ourFunnel struct {
	places  []indicator.FunnelPoint
	signals []indicator.Signal
	lines   []indicator.FunnelLimit
}

func newFunnel(kind indicator.FunnelKind, units []indicator.FunnelUnit, lines bool, o ...indicator.FunnelOption) (ourFunnel, error) {
	target, err := indicator.FunnelTarget(kind, units, o...)
	if err != nil {
		return ourFunnel{}, err
	}
	f := ourFunnel{places: make([]indicator.FunnelPoint, len(units)), signals: make([]indicator.Signal, len(units))}
	for i, u := range units {
		if f.places[i], err = indicator.FunnelPosition(kind, u, o...); err != nil {
			return ourFunnel{}, err
		}
		if f.signals[i], err = indicator.FunnelSignal(kind, u, target, o...); err != nil {
			return ourFunnel{}, err
		}
	}
	if !lines {
		return f, nil
	}
	sizes := make([]float64, len(units))
	for i, u := range units {
		sizes[i] = u.Base
	}
	f.lines, err = indicator.FunnelLimits(kind, target, sizes, o...)
	return f, err
}

// units is the answer as it is written by hand.
func (f ourFunnel) units() []handUnit {
	result := make([]handUnit, len(f.places))
	for i, p := range f.places {
		result[i] = handUnit{at: p.At, value: p.Limit, signal: int(f.signals[i]) - int(indicator.SignalNone)}
		if f.lines != nil {
			l := f.lines[i]
			result[i].lines = [4]float64{l.Low998.Limit, l.Low95.Limit, l.High95.Limit, l.High998.Limit}
		}
	}
	return result
}

// chartPlaces are 43 places of 60 months each.
func chartPlaces() [][]indicator.ChartPoint {
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

// indicators is P13: what a page of indicators asks, against the same by hand.
func (b *bench) indicators() (goal, error) {
	units, charts := funnelUnits(), chartPlaces()
	proportions := func() (ourFunnel, error) { return newFunnel(indicator.FunnelProportion, units, true) }
	rates := func() (ourFunnel, error) {
		return newFunnel(indicator.FunnelRate, units, false, indicator.Per(100_000))
	}
	for _, one := range []struct {
		what string
		ours func() (ourFunnel, error)
		hand func([]indicator.FunnelUnit) ([]handUnit, error)
	}{{"proportions", proportions, handProportions}, {"rates", rates, handRates}} {
		got, err := one.ours()
		if err != nil {
			return goal{}, err
		}
		want, err := one.hand(units)
		if err != nil {
			return goal{}, err
		}
		if err := same(one.what, unitLines(got.units()), unitLines(want)); err != nil {
			return goal{}, err
		}
	}
	for i, points := range charts {
		got, err := indicator.ControlChart(points)
		if err != nil {
			return goal{}, err
		}
		if err := same("control chart", chartLines(got), handLines(handChart(points))); err != nil {
			return goal{}, fmt.Errorf("place %d: %w", i, err)
		}
	}
	var kept any // so that nothing is left out
	measured := func(ours, hand func() error) (timing, error) { return compare(max(b.rounds, 25), ours, hand) }
	chart, err := measured(func() error {
		for _, points := range charts {
			if _, err := indicator.ControlChart(points); err != nil {
				return err
			}
		}
		return nil
	}, func() error {
		for _, points := range charts {
			kept = handChart(points)
		}
		return nil
	})
	if err != nil {
		return goal{}, err
	}
	proportion, err := measured(func() (err error) { kept, err = proportions(); return err }, func() (err error) { kept, err = handProportions(units); return err })
	if err != nil {
		return goal{}, err
	}
	rate, err := measured(func() (err error) { kept, err = rates(); return err }, func() (err error) { kept, err = handRates(units); return err })
	if err != nil {
		return goal{}, err
	}
	_ = kept
	parts, err := b.evidence()
	if err != nil {
		return goal{}, err
	}
	return newGoal("P13", append(parts,
		slower("control charts of 43 places x 60 months, against the same by hand", chart, 2, 1.2),
		slower("funnel of 7,000 practices, proportions: place, signal and the four lines of each, against the same by hand", proportion, 2, 1.2),
		slower("funnel of 7,000 practices, rates: place and signal of each, against the same by hand", rate, 2, 1.2))...), nil
}

// unitLines rounds what two ways of calculating may have in the last digits.
func unitLines(units []handUnit) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = fmt.Sprintf("%.9g|%.9g|%d|%.9g", u.at, u.value, u.signal, u.lines)
	}
	return out
}

func chartLines(c indicator.Chart) []string {
	part := c.Parts[0]
	out := []string{fmt.Sprintf("%.9g|%.9g|%.9g", part.Mean, part.Low, part.High)}
	side := func(all indicator.SpecialCauses, high, low indicator.SpecialCause) int {
		switch {
		case all.Has(high):
			return 1
		case all.Has(low):
			return -1
		}
		return 0
	}
	for _, p := range c.Points {
		out = append(out, line(side(p.All, indicator.AboveLimit, indicator.BelowLimit), side(p.All, indicator.TrendUp, indicator.TrendDown),
			side(p.All, indicator.TwoOfThreeHigh, indicator.TwoOfThreeLow), side(p.All, indicator.ShiftHigh, indicator.ShiftLow)))
	}
	return out
}

func handLines(r handResult) []string {
	out := []string{fmt.Sprintf("%.9g|%.9g|%.9g", r.mean, r.low, r.high)}
	for _, p := range r.points {
		out = append(out, line(p.outside, p.trend, p.twoOfThree, p.shifted))
	}
	return out
}
