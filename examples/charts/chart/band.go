package chart

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// band is what lies between two bounds over time, in steps: each observation
// holds until the next.
type band struct {
	fill  fill
	steps []box
}

func newBand(points []coverage.Observation, f fill) band {
	b := band{fill: f}
	for i := 0; i+1 < len(points); i++ {
		low, high := points[i].Covered.Share()
		b.steps = append(b.steps, box{left: day(points[i].On), right: day(points[i+1].On), from: percent(low), to: percent(high)})
	}
	return b
}

// thinnest is the least height of a band in points: an exact figure is a line.
const thinnest vg.Length = 2

// Plot implements plot.Plotter.
func (b band) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	var over, under []vg.Point
	for _, s := range b.steps {
		low, high := y(s.from), y(s.to)
		if missing := thinnest - (high - low); missing > 0 {
			low, high = low-missing/2, high+missing/2
		}
		over = append(over, vg.Point{X: x(s.left), Y: high}, vg.Point{X: x(s.right), Y: high})
		under = append(under, vg.Point{X: x(s.left), Y: low}, vg.Point{X: x(s.right), Y: low})
	}
	for i := len(under) - 1; i >= 0; i-- {
		over = append(over, under[i])
	}
	b.fill.polygon(c, over)
}
