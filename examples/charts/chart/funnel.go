package chart

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// Unit is an area of a funnel and its name.
type Unit struct {
	Name string
	indicator.FunnelUnit
}

// Funnel draws shares of areas of different size beside the share of all, with lines
// within which chance alone may have put them (FunnelProportion). Areas outside are
// triangles with their names.
func Funnel(units []Unit, source string) (Chart, error) {
	const kind = indicator.FunnelProportion
	plain := make([]indicator.FunnelUnit, len(units))
	for i, u := range units {
		plain[i] = u.FunnelUnit
	}
	target, err := indicator.FunnelTarget(kind, plain)
	if err != nil {
		return Chart{}, err
	}
	p := newPlot("people in the area", "per cent")
	p.Add(rules{})
	least, largest, low, high := units[0].Base, 0.0, 100*target, 100*target
	var inside, outside []xy
	names := labels{style: aligned(smallStyle, draw.XLeft, draw.YCenter), dodge: true}
	var odd []string
	for _, u := range units {
		at, err := indicator.FunnelPosition(kind, u.FunnelUnit)
		if err != nil {
			return Chart{}, fmt.Errorf("%s: %w", u.Name, err)
		}
		signal, err := indicator.FunnelSignal(kind, u.FunnelUnit, target)
		if err != nil {
			return Chart{}, fmt.Errorf("%s: %w", u.Name, err)
		}
		point := xy{at.At, 100 * at.Limit}
		if signal == indicator.SignalLow998 || signal == indicator.SignalHigh998 {
			outside = append(outside, point)
			odd = append(odd, u.Name)
			names.texts = append(names.texts, label{x: point.x, y: point.y, text: u.Name, right: 7})
		} else {
			inside = append(inside, point)
		}
		least, largest = min(least, u.Base), max(largest, u.Base)
		low, high = min(low, point.y), max(high, point.y)
	}
	sizes := make([]float64, 60)
	for i := range sizes {
		part := float64(i) / float64(len(sizes)-1)
		sizes[i] = least*0.8 + (largest*1.12-least*0.8)*part*part // close together where the lines bend
	}
	limits, err := indicator.FunnelLimits(kind, target, sizes)
	if err != nil {
		return Chart{}, err
	}
	lines := make([][]xy, 4)
	for _, l := range limits {
		for i, at := range []indicator.FunnelPoint{l.Low95, l.High95, l.Low998, l.High998} {
			lines[i] = append(lines[i], xy{at.At, 100 * at.Limit})
			low, high = min(low, 100*at.Limit), max(high, 100*at.Limit)
		}
	}
	for i, line := range lines {
		style := limitLine
		if i >= 2 {
			style = outerLine
		}
		p.Add(path{style: style, points: line})
	}
	p.Add(path{style: meanLine, points: []xy{{sizes[0], 100 * target}, {sizes[len(sizes)-1], 100 * target}}},
		marks{style: common, at: inside}, marks{style: special, at: outside}, names)
	from, to := axis(low, high, 0.05)
	p.X.Min, p.X.Max = max(0, sizes[0]-0.02*largest), sizes[len(sizes)-1]
	p.Y.Min, p.Y.Max = max(0, from), min(100, to)
	p.X.Tick.Marker, p.Y.Tick.Marker = manyPeople{}, ticks{unit: "%"}
	title := fmt.Sprintf("None of %d areas differs from the rest by more than chance explains", len(units))
	if len(odd) > 0 {
		title = fmt.Sprintf("%d of %d areas differ from the rest by more than chance explains", len(odd), len(units))
	}
	alt := fmt.Sprintf("Dots of %d areas by size and share, around the share of all, %.1f%%.", len(units), 100*target)
	if len(odd) > 0 {
		alt += " Outside the 99.8% lines: " + strings.Join(odd, ", ") + "."
	}
	return Chart{
		Name:   "funnel",
		Title:  title,
		Note:   "Small areas differ more by chance than large ones, so that the lines open to the left. One area in 20 is outside the inner lines by chance, one in 500 outside the outer ones.",
		Source: source,
		Alt:    alt,
		key: []keyEntry{
			{text: "area", marker: &common}, {text: "outside the 99.8% lines", marker: &special}, {text: "all areas together", line: &meanLine},
			{text: "95%", line: &limitLine}, {text: "99.8%", line: &outerLine},
		},
		body: func(vg.Length) (*plot.Plot, vg.Length) { return p, 300 },
	}, nil
}
