package chart

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// Series is what was covered, day by day, and what it is called. Its
// observations are in the order of their days; each holds until the next, and
// the last is where the series ends.
type Series struct {
	Name   string
	Points []coverage.Observation
}

// Trajectory draws the share of the population that was covered, between its two
// bounds, on the way to targets. At most three series are drawn, the later over
// the earlier. A target is judged by the first series that was observed in its
// scope; the dashed line is what a steady pace from the fewest people of the first
// observation of that series to the target would have been. The note says of how many vanguards the
// areas are not known.
func Trajectory(series []Series, targets []coverage.Target, source string) (Chart, error) {
	if len(series) == 0 || len(series) > maxSeries {
		return Chart{}, fmt.Errorf("chart.Trajectory: %d series, of which 1 to %d can be drawn", len(series), maxSeries)
	}
	t := trajectory{series: series}
	for _, target := range targets {
		a, err := newAim(target, series)
		if err != nil {
			return Chart{}, err
		}
		t.aims = append(t.aims, a)
	}
	p, err := t.plot()
	if err != nil {
		return Chart{}, err
	}
	return Chart{
		Name:  "trajectory",
		Title: "People covered, each counted once, on the way to the targets",
		Note: "Share of the population in per cent. A band runs from the fewest to the most people that the sources allow. " +
			"Dashed: a steady pace from the fewest on the first day to each target." + t.notKnown(),
		Source: source,
		Alt:    t.alt(),
		Plots:  []Panel{{Plot: p, Weight: 1}},
		key:    t.key(),
		height: 400,
	}, nil
}

// maxSeries is how many bands can be told apart.
const maxSeries = 3

// trajectory is series and targets.
type trajectory struct {
	series []Series
	aims   []aim
}

// aim is a target with the observation from which the pace to it runs.
type aim struct {
	coverage.Target
	from coverage.Observation
}

// newAim looks for the first series in the target's scope.
func newAim(target coverage.Target, series []Series) (aim, error) {
	var first error
	for _, s := range series {
		_, err := coverage.TrajectoryTo(target, s.Points)
		if err == nil {
			return aim{target, s.Points[0]}, nil
		}
		first = cmp.Or(first, err)
	}
	return aim{}, first
}

// notKnown says, of each series, the vanguards whose areas are not known.
func (t trajectory) notKnown() string {
	var words strings.Builder
	for _, s := range t.series {
		if e := s.Points[len(s.Points)-1].Covered; e.Missing > 0 {
			fmt.Fprintf(&words, " %s: the areas of %d of %d are not, or not wholly, known, and more people may be covered.", sentence(s.Name), e.Missing, e.Meant)
		}
	}
	return words.String()
}

func (t trajectory) plot() (*plot.Plot, error) {
	p := newPlot("", "per cent of the population")
	p.Add(rules{})
	texts := labels{style: aligned(strongStyle, draw.XLeft, draw.YCenter)}
	for i, s := range t.series {
		b := newBand(s.Points, t.fillOf(i))
		if len(b.steps) == 0 {
			return nil, fmt.Errorf("chart.Trajectory: series %q has fewer than two observations", s.Name)
		}
		p.Add(b)
		last := b.steps[len(b.steps)-1]
		texts.texts = append(texts.texts, label{x: last.right, y: (last.from + last.to) / 2, text: shares(s.Points[len(s.Points)-1].Covered), right: 5})
	}
	p.Add(texts)
	for _, a := range t.aims {
		t.addTarget(p, a)
	}
	t.axes(p)
	return p, nil
}

// addTarget draws a target and the steady pace to it.
func (t trajectory) addTarget(p *plot.Plot, target aim) {
	from := target.from
	low, _ := from.Covered.Share()
	end := xy{x: day(target.By), y: percent(targetShare(target.Target, from.Covered.Of))}
	p.Add(path{style: paceStyle, points: []xy{{x: day(from.On), y: percent(low)}, end}}, marks{style: targetMarker, at: []xy{end}}, t.targetLabel(end, targetWords(target.Target)))
}

// targetLabel stands to the right of a target, and above the last one, to the
// right of which there is no room.
func (t trajectory) targetLabel(at xy, text string) labels {
	for _, a := range t.aims {
		if day(a.By) > at.x {
			return labels{style: aligned(strongStyle, draw.XLeft, draw.YCenter), texts: []label{{x: at.x, y: at.y, text: text, right: 9}}}
		}
	}
	return labels{style: aligned(strongStyle, draw.XRight, draw.YBottom), texts: []label{{x: at.x, y: at.y, text: text, up: 6, right: 4}}}
}

var (
	paceStyle    = draw.LineStyle{Color: grey, Width: 1, Dashes: []vg.Length{5, 3}}
	targetMarker = draw.GlyphStyle{Color: red, Radius: 4.5, Shape: draw.PyramidGlyph{}}
)

// targetShare is the target as a share of a population.
func targetShare(target coverage.Target, of int64) caremodel.Ratio {
	if target.Share.Known() {
		return target.Share
	}
	return caremodel.Ratio{Num: target.People, Den: of}
}

// targetWords is the target as its source puts it.
func targetWords(target coverage.Target) string {
	words := people(target.People) + " people"
	if target.Share.Known() {
		words = target.Share.Percent(0)
	}
	switch target.Bound {
	case caremodel.Exactly, caremodel.NotStated:
	case caremodel.About:
		words = "about " + words
	case caremodel.AtLeast:
		words = "at least " + words
	case caremodel.AtMost:
		words = "at most " + words
	}
	return words + " by " + target.By.String()
}

// axes sets whole years along the time axis and whole tens up the shares.
func (t trajectory) axes(p *plot.Plot) {
	first, last := t.series[0].Points[0].On, t.series[0].Points[0].On
	top := 0.0
	for _, s := range t.series {
		for _, o := range s.Points {
			last = later(last, o.On)
			_, high := o.Covered.Share()
			top = max(top, percent(high))
		}
	}
	for _, a := range t.aims {
		last = later(last, a.By)
		top = max(top, percent(targetShare(a.Target, 1)))
	}
	p.X.Min, p.X.Max = day(january(first.Year())), day(january(last.Year()+1))
	p.Y.Min, p.Y.Max = 0, top*1.12
	p.Y.Tick.Marker = ticks{unit: "%"}
	var years []plot.Tick
	for y := first.Year(); y <= last.Year()+1; y++ {
		years = append(years, plot.Tick{Value: day(january(y)), Label: fmt.Sprint(y)})
	}
	p.X.Tick.Marker = plot.ConstantTicks(years)
}

func (t trajectory) fillOf(i int) fill { return []fill{second, first, third}[i] }

func (t trajectory) key() []keyEntry {
	var entries []keyEntry
	for i, s := range t.series {
		f := t.fillOf(i)
		entries = append(entries, keyEntry{text: s.Name, fill: &f})
	}
	return append(entries, keyEntry{text: "target", marker: &targetMarker}, keyEntry{text: "steady pace", line: &paceStyle})
}

func (t trajectory) alt() string {
	var words strings.Builder
	words.WriteString("Bands of the share of the population covered over time.")
	for _, s := range t.series {
		words.WriteString(" " + sentence(s.Name) + ":")
		for i, o := range s.Points {
			if i > 0 {
				words.WriteString(",")
			}
			words.WriteString(" " + shares(o.Covered) + " on " + o.On.String())
		}
		words.WriteString(".")
	}
	for _, a := range t.aims {
		words.WriteString(" Target: " + targetWords(a.Target) + ".")
	}
	return words.String() + t.notKnown()
}

// shares writes an estimate as a share of its population.
func shares(e coverage.Estimate) string {
	low, high := e.Share()
	if e.Low == e.High {
		return low.Percent(1)
	}
	return low.Percent(1) + " to " + high.Percent(1)
}

func percent(r caremodel.Ratio) float64 { return 100 * r.Float64() }

// day places a date on the time axis.
func day(d caremodel.Date) float64 { return float64(d.Sub(january(2000))) }

func january(year int) caremodel.Date {
	d, _ := caremodel.DateOf(year, time.January, 1) // every year of a Date has one
	return d
}

func later(a, b caremodel.Date) caremodel.Date {
	if b.After(a) {
		return b
	}
	return a
}
