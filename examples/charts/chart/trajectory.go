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
	for _, s := range series {
		if len(s.Points) < 2 {
			return Chart{}, fmt.Errorf("chart.Trajectory: series %q has fewer than two observations", s.Name)
		}
	}
	return Chart{
		Name:  "trajectory",
		Title: t.title(),
		Note: "Share of the population, each person counted once. A band runs from the fewest to the most people that the sources allow. " +
			"Dashed: a steady pace from the fewest on the first day to each target." + t.notKnown(),
		Source: source,
		Alt:    t.alt(),
		key:    t.key(),
		body:   t.body,
	}, nil
}

// maxSeries is how many bands can be told apart.
const maxSeries = 3

// trajectory is series and targets.
type trajectory struct {
	series []Series
	aims   []aim
}

// aim is a target with the series that it is judged by.
type aim struct {
	coverage.Target
	series Series
}

// from is where the pace to the target begins.
func (a aim) from() coverage.Observation { return a.series.Points[0] }

// reached is the last that was observed.
func (s Series) reached() coverage.Observation { return s.Points[len(s.Points)-1] }

// newAim looks for the first series in the target's scope.
func newAim(target coverage.Target, series []Series) (aim, error) {
	var first error
	for _, s := range series {
		_, err := coverage.TrajectoryTo(target, s.Points)
		if err == nil {
			return aim{target, s}, nil
		}
		first = cmp.Or(first, err)
	}
	return aim{}, first
}

// notKnown says, of each series, the vanguards whose areas are not known.
func (t trajectory) notKnown() string {
	var words strings.Builder
	for _, s := range t.series {
		if e := s.reached().Covered; e.Missing > 0 {
			fmt.Fprintf(&words, " %s: the areas of %d of %d are not, or not wholly, known, and more people may be covered.", sentence(s.Name), e.Missing, e.Meant)
		}
	}
	return words.String()
}

// title says how far the series of a target has come: the first target that was due
// when it ends or, where none was, the first of all.
func (t trajectory) title() string {
	s := t.series[0]
	goal := ""
	for i, a := range t.aims {
		due := !a.By.After(a.series.reached().On)
		if i == 0 || due {
			s, goal = a.series, "; the target is "+targetWords(a.Target)
		}
		if due {
			goal = "; the target was " + strings.TrimSuffix(targetWords(a.Target), " by "+spoken(s.reached().On))
			break
		}
	}
	last := s.reached()
	covered := shares(last.Covered)
	if low, _ := last.Covered.Share(); last.Covered.Missing > 0 {
		covered = "at least " + low.Percent(1)
	}
	return fmt.Sprintf("%s covered %s of people by %s%s", sentence(s.Name), covered, spoken(last.On), goal)
}

func (t trajectory) body(width vg.Length) (*plot.Plot, vg.Length) {
	const high vg.Length = 300
	p := newPlot("", "per cent of the population")
	t.axes(p, width)
	p.Add(rules{})
	texts := labels{style: aligned(strongStyle, draw.XLeft, draw.YCenter)}
	for i, s := range t.series {
		b := newBand(s.Points, t.fillOf(i))
		p.Add(b)
		last := b.steps[len(b.steps)-1]
		texts.texts = append(texts.texts, label{x: last.right, y: (last.from + last.to) / 2, text: shares(s.reached().Covered), right: 5})
	}
	p.Add(texts)
	for _, a := range t.aims {
		t.addTarget(p, a, width)
	}
	return p, high
}

// addTarget draws a target and the steady pace to it.
func (t trajectory) addTarget(p *plot.Plot, target aim, width vg.Length) {
	from := target.from()
	low, _ := from.Covered.Share()
	end := xy{x: day(target.By), y: percent(targetShare(target.Target, from.Covered.Of))}
	p.Add(path{style: paceStyle, points: []xy{{day(from.On), percent(low)}, end}}, marks{style: targetMarker, at: []xy{end}}, t.targetLabel(p, end, targetWords(target.Target), width))
}

// targetLabel stands to the right of a target, in lines that fit, and above the last
// one, to the right of which there is no room.
func (t trajectory) targetLabel(p *plot.Plot, at xy, text string, width vg.Length) labels {
	const axis vg.Length = 50 // its width
	for _, a := range t.aims {
		if day(a.By) > at.x {
			room := (width-axis)*vg.Length((p.X.Max-at.x)/(p.X.Max-p.X.Min)) - 9
			text = strings.Join(wrap(strongStyle, text, room), "\n")
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

// targetWords is the target as its source puts it, and its day.
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
	return words + " by " + spoken(target.By)
}

// axes sets whole years along the time axis and whole tens up the shares.
func (t trajectory) axes(p *plot.Plot, width vg.Length) {
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
		top = max(top, percent(targetShare(a.Target, a.from().Covered.Of)))
	}
	p.X.Min, p.X.Max = day(january(first.Year())), day(january(last.Year()+1))
	p.Y.Min, p.Y.Max = 0, top*1.12
	p.Y.Tick.Marker = ticks{unit: "%"}
	var years []plot.Tick
	most := int(width / 35)
	step := (last.Year()+2-first.Year())/most + 1
	for y := first.Year(); y <= last.Year()+1; y += step {
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
			words.WriteString(" " + shares(o.Covered) + " on " + spoken(o.On))
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
	return between(low.Percent(1), high.Percent(1))
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
