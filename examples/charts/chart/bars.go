package chart

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bars are upright rectangles, in the units of the axes.
type bars struct {
	fill  fill
	boxes []box
}

// box is one rectangle.
type box struct{ left, right, from, to float64 }

// centred is a box around x.
func centred(x, width, from, to float64) box {
	return box{left: x - width/2, right: x + width/2, from: from, to: to}
}

// Plot implements plot.Plotter.
func (b bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, r := range b.boxes {
		b.fill.rectangle(c, vg.Rectangle{
			Min: vg.Point{X: x(r.left), Y: y(r.from)},
			Max: vg.Point{X: x(r.right), Y: y(r.to)},
		})
	}
}
