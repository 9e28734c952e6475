package chart

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

var (
	figureLine = draw.LineStyle{Color: blue, Width: 1.4}
	meanLine   = draw.LineStyle{Color: black, Width: 0.9}
	limitLine  = draw.LineStyle{Color: grey, Width: 0.9, Dashes: []vg.Length{5, 3}}
	outerLine  = draw.LineStyle{Color: grey, Width: 0.9, Dashes: []vg.Length{1.5, 2}}
	common     = draw.GlyphStyle{Color: blue, Radius: 2.6, Shape: draw.CircleGlyph{}}
	special    = draw.GlyphStyle{Color: red, Radius: 4.2, Shape: draw.PyramidGlyph{}}
)

// Control draws a control chart (XmR): the figures in order of time, their mean and
// process limits, and what chance does not explain as triangles. A missing figure is a
// gap of the line.
func Control(c indicator.Chart, source string) (Chart, error) {
	if len(c.Points) == 0 {
		return Chart{}, fmt.Errorf("chart.Control: no figures")
	}
	p := newPlot("", "")
	p.Add(rules{})
	for _, part := range c.Parts {
		from, to := float64(part.First)-0.5, float64(part.Last)+0.5
		p.Add(path{style: meanLine, points: []xy{{from, part.Mean}, {to, part.Mean}}})
		if part.Limited {
			for _, limit := range []float64{part.Low, part.High} {
				p.Add(path{style: limitLine, points: []xy{{from, limit}, {to, limit}}})
			}
		}
	}
	low, high := c.Parts[0].Low, c.Parts[0].High
	for _, part := range c.Parts {
		low, high = min(low, part.Low), max(high, part.High)
	}
	var line, odd, even []xy
	flush := func() {
		if len(line) > 1 {
			p.Add(path{style: figureLine, points: line})
		}
		line = nil
	}
	for i, point := range c.Points {
		if point.Missing {
			flush()
			continue
		}
		at := xy{float64(i), point.Value}
		line = append(line, at)
		if point.Cause == indicator.CauseNone {
			even = append(even, at)
		} else {
			odd = append(odd, at)
		}
		low, high = min(low, point.Value), max(high, point.Value)
	}
	flush()
	p.Add(marks{style: common, at: even}, marks{style: special, at: odd})
	p.X.Min, p.X.Max = -0.7, float64(len(c.Points))-0.3
	p.Y.Min, p.Y.Max = axis(low, high, 0.08)
	return Chart{
		Name:  "control",
		Title: controlTitle(c, len(odd)),
		Note: "Each dot is a figure. Between the dashed lines figures differ by chance alone; a triangle is one that chance does not explain: outside the lines, " +
			"or in a run or trend of several." + controlNote(c),
		Source: source,
		Alt:    controlAlt(c),
		key: []keyEntry{
			{text: "figure", line: &figureLine, marker: &common}, {text: "more than chance", marker: &special},
			{text: "mean", line: &meanLine}, {text: "limits of chance", line: &limitLine},
		},
		body: func(width vg.Length) (*plot.Plot, vg.Length) {
			p.X.Tick.Marker = spread(c.Points, int(width/70))
			return p, 290
		},
	}, nil
}

// spread are the labels of at most so many points.
func spread(points []indicator.ChartedPoint, most int) plot.ConstantTicks {
	var marks plot.ConstantTicks
	step := (len(points) + most - 1) / most
	for i := 0; i < len(points); i += step {
		marks = append(marks, plot.Tick{Value: float64(i), Label: points[i].Label})
	}
	return marks
}

func controlTitle(c indicator.Chart, odd int) string {
	last := c.Points[len(c.Points)-1]
	switch c.Variation {
	case indicator.VariationImprovement:
		return "The last figure, " + last.Label + ", is better than chance explains"
	case indicator.VariationConcern:
		return "The last figure, " + last.Label + ", is worse than chance explains"
	case indicator.VariationHigh:
		return "The last figure, " + last.Label + ", is higher than chance explains"
	case indicator.VariationLow:
		return "The last figure, " + last.Label + ", is lower than chance explains"
	}
	if odd == 0 {
		return "No figure differs by more than chance explains"
	}
	return fmt.Sprintf("The last figure, %s, is as chance allows; %d before it are not", last.Label, odd)
}

func controlNote(c indicator.Chart) string {
	missing, short := 0, false
	for _, point := range c.Points {
		if point.Missing {
			missing++
		}
	}
	for _, part := range c.Parts {
		short = short || part.Short
	}
	note := ""
	if missing > 0 {
		note += fmt.Sprintf(" %d not known: a gap.", missing)
	}
	if short {
		note += " With fewer than 13 figures the limits may move."
	}
	return note
}

func controlAlt(c indicator.Chart) string {
	var words strings.Builder
	words.WriteString("Line of figures over time with their mean and limits of chance.")
	for _, part := range c.Parts {
		fmt.Fprintf(&words, " From %s to %s the mean is %.4g", c.Points[part.First].Label, c.Points[part.Last].Label, part.Mean)
		if part.Limited {
			fmt.Fprintf(&words, ", the limits %.4g and %.4g", part.Low, part.High)
		}
		words.WriteString(".")
	}
	for _, point := range c.Points {
		if point.Cause != indicator.CauseNone {
			fmt.Fprintf(&words, " %s, %.4g: %s.", point.Label, point.Value, strings.ReplaceAll(point.Cause.String(), "-", " "))
		}
	}
	return words.String()
}
