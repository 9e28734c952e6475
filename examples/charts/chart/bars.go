package chart

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bar is a rectangle, in the units of the axes.
type bar struct {
	fill fill
	box  box
}

// box is where a rectangle is.
type box struct{ left, right, from, to float64 }

// Plot implements plot.Plotter.
func (b bar) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	b.fill.rectangle(c, vg.Rectangle{
		Min: vg.Point{X: x(b.box.left), Y: y(b.box.from)},
		Max: vg.Point{X: x(b.box.right), Y: y(b.box.to)},
	})
}
