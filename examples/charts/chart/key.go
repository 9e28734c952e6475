package chart

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// keyEntry says what a fill, a line or a marker stands for.
type keyEntry struct {
	text   string
	fill   *fill
	line   *draw.LineStyle
	marker *draw.GlyphStyle
}

const (
	swatchWidth  vg.Length = 20
	swatchHeight vg.Length = 9
)

// drawKey writes the key in rows at the top of the canvas and returns the rest.
func drawKey(c draw.Canvas, entries []keyEntry) draw.Canvas {
	if len(entries) == 0 {
		return c
	}
	sty := aligned(labelStyle, draw.XLeft, draw.YBottom)
	row := swatchHeight + 4
	at := vg.Point{X: c.Min.X, Y: c.Max.Y - swatchHeight}
	for _, e := range entries {
		wide := swatchWidth + 4 + sty.Width(e.text) + 14
		if at.X > c.Min.X && at.X+wide > c.Max.X+14 {
			at = vg.Point{X: c.Min.X, Y: at.Y - row}
		}
		e.draw(c, at)
		c.FillText(sty, vg.Point{X: at.X + swatchWidth + 4, Y: at.Y + 1}, e.text)
		at.X += wide
	}
	c.Max.Y = at.Y - gap
	return c
}

// draw draws the entry's sample with its lower left corner at a point.
func (e keyEntry) draw(c draw.Canvas, at vg.Point) {
	middle := vg.Point{X: at.X + swatchWidth/2, Y: at.Y + swatchHeight/2}
	if e.fill != nil {
		e.fill.rectangle(c, vg.Rectangle{Min: at, Max: vg.Point{X: at.X + swatchWidth, Y: at.Y + swatchHeight}})
	}
	if e.line != nil {
		c.StrokeLine2(*e.line, at.X, middle.Y, at.X+swatchWidth, middle.Y)
	}
	if e.marker != nil {
		c.DrawGlyph(*e.marker, middle)
	}
}
