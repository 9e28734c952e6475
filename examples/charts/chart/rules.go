package chart

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// rules are pale level lines at the marks of the upright axis.
type rules struct{}

// Plot implements plot.Plotter.
func (rules) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	for _, mark := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if !mark.IsMinor() {
			c.StrokeLine2(draw.LineStyle{Color: pale, Width: 0.5}, c.Min.X, y(mark.Value), c.Max.X, y(mark.Value))
		}
	}
}

// path is a line through points, in the units of the axes.
type path struct {
	style  draw.LineStyle
	points []xy
}

type xy struct{ x, y float64 }

// Plot implements plot.Plotter.
func (l path) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	points := make([]vg.Point, len(l.points))
	for i, at := range l.points {
		points[i] = vg.Point{X: x(at.x), Y: y(at.y)}
	}
	c.StrokeLines(l.style, points)
}
