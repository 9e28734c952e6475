package chart

import (
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// labels are texts at points of the plot.
type labels struct {
	style draw.TextStyle
	texts []label
	dodge bool // texts stay within the plot and give way to those before them
}

// label is one text; up and right move it from its point, in points of the picture.
type label struct {
	x, y      float64
	text      string
	up, right vg.Length
}

// Plot implements plot.Plotter.
func (l labels) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	var taken []vg.Rectangle
	for _, t := range l.texts {
		sty, at := l.style, vg.Point{X: x(t.x) + t.right, Y: y(t.y) + t.up}
		if l.dodge && at.X+sty.Width(t.text) > c.Max.X {
			sty.XAlign, at.X = draw.XRight, at.X-2*t.right
		}
		box := sty.Rectangle(t.text).Add(at)
		for l.dodge && slices.ContainsFunc(taken, func(r vg.Rectangle) bool { return overlap(r, box) }) {
			at.Y -= 2
			box = sty.Rectangle(t.text).Add(at)
		}
		taken = append(taken, box)
		c.FillText(sty, at, t.text)
	}
}

// overlap reports whether two rectangles have anything in common.
func overlap(a, b vg.Rectangle) bool {
	return a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y
}
