package chart

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// labels are texts at points of the plot.
type labels struct {
	style  draw.TextStyle
	texts  []label
	backed bool // on white, over what lies below
}

// label is one text; up moves it from its point, in points of the picture.
type label struct {
	x, y  float64
	text  string
	up    vg.Length
	right vg.Length
}

// Plot implements plot.Plotter.
func (l labels) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, t := range l.texts {
		at := vg.Point{X: x(t.x) + t.right, Y: y(t.y) + t.up}
		if l.backed {
			c.SetColor(white)
			c.Fill(l.style.Rectangle(t.text).Add(at).Path())
		}
		c.FillText(l.style, at, t.text)
	}
}
