package chart

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

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
	note += notKnown(d.groups[0].Covered, "more people may be covered")
	return Chart{
		Name:   "deciles",
		Title:  d.title(),
		Note:   note,
		Source: source,
		Alt:    d.alt(),
		key:    d.key(),
		body:   d.body,
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

// notKnown is a sentence about the vanguards whose areas are not known and what follows
// from that, and blank where there is none.
func notKnown(e coverage.Estimate, follows string) string {
	if e.Missing == 0 {
		return ""
	}
	return fmt.Sprintf(" The areas of %d of %d vanguards are not, or not wholly, known: %s.", e.Missing, e.Meant, follows)
}

// points writes a difference of shares in percentage points, with its sign.
func points(share float64) string {
	return strings.Replace(fmt.Sprintf("%+.1f", 100*share), "-", "−", 1)
}

// body draws a bar for each group, the most deprived first.
func (d deciles) body(width vg.Length) (*plot.Plot, vg.Length) {
	var list rows
	for i, g := range d.groups {
		low, high := g.Covered.Share()
		list = append(list, row{name: d.name(i), low: percent(low), high: percent(high), words: shares(g.Covered)})
	}
	g := list.lay(width, false)
	p := g.plot("per cent of residents")
	p.X.Tick.Marker = ticks{unit: "%"}
	g.barsOf(p, first, maybe)
	if d.exact && d.known {
		d.addLine(p, g)
	}
	return g.body(p)
}

// name is what a group is called: its value, and at both ends what that means.
func (d deciles) name(i int) string {
	switch i {
	case 0:
		return d.groups[i].Value + " (most deprived)"
	case len(d.groups) - 1:
		return d.groups[i].Value + " (least deprived)"
	}
	return d.groups[i].Value
}

// title compares both ends.
func (d deciles) title() string {
	part := map[int]string{5: "fifth", 10: "tenth"}[len(d.groups)]
	share := func(g coverage.Group) string {
		if low, _ := g.Covered.Share(); g.Covered.Missing > 0 {
			return "at least " + low.Percent(1)
		}
		return shares(g.Covered)
	}
	return fmt.Sprintf("%s of people in the most deprived %s are covered, and %s in the least deprived",
		sentence(share(d.groups[0])), cmp.Or(part, "group"), share(d.groups[len(d.groups)-1]))
}

// addLine draws the slope through the middles of the bars, on white, so that it
// stands out from dark ones in grey print too.
func (d deciles) addLine(p *plot.Plot, g grid) {
	var line []xy
	for i, share := range d.slope.fitted {
		line = append(line, xy{x: 100 * share, y: g.places[i]})
	}
	p.Add(path{style: draw.LineStyle{Color: white, Width: 2.5 * slopeStyle.Width}, points: line}, path{style: slopeStyle, points: line})
}

var slopeStyle = draw.LineStyle{Color: red, Width: 1.6, Dashes: []vg.Length{6, 3}}

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
		words.WriteString(" " + g.Value + ": " + shares(g.Covered))
	}
	return words.String() + ". " + d.index() + notKnown(d.groups[0].Covered, "more people may be covered")
}
