package chart

import (
	"errors"
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// Deciles draws the share of the people of each group who are covered, with both
// bounds where it is not exact. Groups are in their order, the most deprived
// first: b is a breakdown by decile of deprivation, or by fifths. Dashed is the
// line of the slope index of inequality; where figures are bounds there is no one
// line, and the note gives the least and the greatest index that they allow. While
// the areas of some vanguard are not known there is no index, and the note says so:
// choose vanguards whose areas are known.
func Deciles(b coverage.Breakdown, source string) (Chart, error) {
	d, err := newDeciles(b)
	if err != nil {
		return Chart{}, err
	}
	note := fmt.Sprintf("Share of residents covered, each person counted once, in per cent. %s", d.index())
	if missing := b.Unknown().Population; missing > 0 {
		note += fmt.Sprintf(" %s people whose group is not known are left out.", people(missing))
	}
	note += notKnown(d.groups[0].Covered)
	return Chart{
		Name:   "deciles",
		Title:  "People covered, by deprivation of the area where they live",
		Note:   note,
		Source: source,
		Alt:    d.alt(),
		Plots:  []Panel{{Plot: d.plot(), Weight: 1}},
		key:    d.key(),
		height: 390,
	}, nil
}

// deciles is the groups with their slopes.
type deciles struct {
	groups          []coverage.Group // of those with people
	exact           bool
	known           bool    // of all vanguards that are meant
	slope           slope   // where the figures are exact
	least, greatest float64 // the slope index
}

// slope is the fitted line: the share at each group.
type slope struct{ fitted []float64 }

func newDeciles(b coverage.Breakdown) (deciles, error) {
	d := deciles{exact: true}
	for g := range b.Groups() {
		if g.Population == 0 {
			continue
		}
		d.groups = append(d.groups, g)
		d.exact = d.exact && g.Covered.Low == g.Covered.High
	}
	if len(d.groups) < 2 {
		return d, errors.New("chart.Deciles: fewer than two groups with people")
	}
	// Everybody was counted: no confidence limits. An index without a ratio, for
	// want of anybody covered at one end, is still an index.
	least, greatest, err := b.SlopeBounds(0)
	if errors.Is(err, validate.NotKnown) {
		return d, nil
	}
	if err != nil && !errors.Is(err, indicator.ZeroDenominator) {
		return d, err
	}
	d.known = true
	d.least, d.greatest = least.SII.Value, greatest.SII.Value
	if d.exact {
		d.slope, err = newSlope(b)
		return d, err
	}
	return d, nil
}

func newSlope(b coverage.Breakdown) (slope, error) {
	bands, err := b.Bands()
	if err != nil {
		return slope{}, err
	}
	fit, err := indicator.SlopeIndex(bands, 0)
	if err != nil && !errors.Is(err, indicator.ZeroDenominator) {
		return slope{}, err
	}
	var s slope
	var total, before int64
	for _, band := range bands {
		total += band.Population
	}
	for _, band := range bands {
		rank := (float64(before) + float64(band.Population)/2) / float64(total)
		s.fitted = append(s.fitted, fit.Intercept+rank*fit.SII.Value)
		before += band.Population
	}
	return s, nil
}

// index tells the slope index in words.
func (d deciles) index() string {
	words := "Slope index of inequality (the least less the most deprived): "
	if !d.known {
		return words + "not known."
	}
	if d.exact {
		return words + points(d.least) + " percentage points."
	}
	return words + "between " + points(d.least) + " and " + points(d.greatest) + " percentage points, as the bounds allow."
}

// notKnown is a sentence about the vanguards whose areas are not known, and blank
// where there is none.
func notKnown(e coverage.Estimate) string {
	if e.Missing == 0 {
		return ""
	}
	return fmt.Sprintf(" The areas of %d of %d vanguards are not, or not wholly, known: more people may be covered.", e.Missing, e.Meant)
}

// points writes a difference of shares in percentage points, with its sign.
func points(share float64) string {
	return strings.Replace(fmt.Sprintf("%+.1f", 100*share), "-", "−", 1)
}

func (d deciles) plot() *plot.Plot {
	p := newPlot("tenths of the population by deprivation: 1 is the most deprived", "per cent of residents")
	if len(d.groups) != 10 {
		p.X.Label.Text = "groups of the population by deprivation, the most deprived first"
	}
	certain, possible := bars{fill: first}, bars{fill: maybe}
	texts := labels{style: aligned(strongStyle, draw.XCenter, draw.YBottom), backed: true} // the slope may pass
	var names []plot.Tick
	top := 0.0
	for i, g := range d.groups {
		low, high := g.Covered.Share()
		x := float64(i)
		certain.boxes = append(certain.boxes, centred(x, 0.7, 0, percent(low)))
		if g.Covered.Low != g.Covered.High {
			possible.boxes = append(possible.boxes, centred(x, 0.7, percent(low), percent(high)))
		}
		texts.texts = append(texts.texts, label{x: x, y: percent(high), text: bounded(low, high), up: 3})
		names = append(names, plot.Tick{Value: x, Label: g.Value})
		top = max(top, percent(high))
	}
	p.X.Min, p.X.Max = -0.6, float64(len(d.groups))-0.4
	p.Y.Min, p.Y.Max = 0, top*1.15
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.ConstantTicks(names), ticks{unit: "%"}
	p.Add(rules{}, certain, possible)
	if d.exact && d.known {
		d.addLine(p, d.slope)
	}
	p.Add(texts)
	return p
}

// addLine draws a slope through the middles of the bars, on white, so that it
// stands out from dark ones in grey print too.
func (d deciles) addLine(p *plot.Plot, s slope) {
	var line []xy
	for i, y := range s.fitted {
		line = append(line, xy{x: float64(i), y: 100 * y})
	}
	p.Add(path{style: draw.LineStyle{Color: white, Width: 2.5 * slopeStyle.Width}, points: line}, path{style: slopeStyle, points: line})
}

var (
	maybe      = fill{colour: sky, hatch: rising, ink: black, outline: outline}
	slopeStyle = draw.LineStyle{Color: red, Width: 1.6, Dashes: []vg.Length{6, 3}}
)

// bounded writes a share with one decimal, or both bounds of it.
func bounded(low, high caremodel.Ratio) string {
	if low.Equal(high) {
		return low.Percent(1)
	}
	return fmt.Sprintf("%.1f–%.1f%%", percent(low), percent(high))
}

func (d deciles) key() []keyEntry {
	entries := []keyEntry{{text: "covered", fill: &fill{colour: first.colour, outline: outline}}}
	if !d.exact {
		f := maybe
		return append(entries, keyEntry{text: "perhaps covered", fill: &f})
	}
	if d.known {
		entries = append(entries, keyEntry{text: "fitted line of the slope index", line: &slopeStyle})
	}
	return entries
}

func (d deciles) alt() string {
	var words strings.Builder
	words.WriteString("Bars: share of residents covered, by deprivation of the area, the most deprived first.")
	for i, g := range d.groups {
		if i > 0 {
			words.WriteString(",")
		}
		low, high := g.Covered.Share()
		words.WriteString(" " + g.Value + ": " + bounded(low, high))
	}
	return words.String() + ". " + d.index() + notKnown(d.groups[0].Covered)
}
