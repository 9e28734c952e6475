package chart

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// marks are points of the plot, each with a glyph on it.
type marks struct {
	style draw.GlyphStyle
	at    []xy
}

// Plot implements plot.Plotter.
func (m marks) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, at := range m.at {
		c.DrawGlyphNoClip(m.style, vg.Point{X: x(at.x), Y: y(at.y)})
	}
}
