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
	keyRow                 = swatchHeight + 5
)

// keyPlaces returns where the entries stand, in rows from the top of a width: the
// lower left corner of each.
func (ch Chart) keyPlaces(width vg.Length) []vg.Point {
	const between vg.Length = 14
	stamp, _ := ch.stampRoom(width)
	places := make([]vg.Point, len(ch.key))
	at := vg.Point{Y: -swatchHeight}
	for i, e := range ch.key {
		wide := swatchWidth + 4 + labelStyle.Width(e.text)*(1+spare)
		if at.X > 0 && at.X+wide > width-stamp {
			at = vg.Point{Y: at.Y - keyRow}
		}
		places[i] = at
		at.X += wide + between
	}
	return places
}

// keyHeight is the room that the key takes, and a stamp beside it.
func (ch Chart) keyHeight(width vg.Length) vg.Length {
	var high vg.Length
	if places := ch.keyPlaces(width); len(places) > 0 {
		high = gap - places[len(places)-1].Y
	}
	if beside, _ := ch.stampRoom(width); beside > 0 {
		high = max(high, stampHigh(ch.stamp))
	}
	return high
}

// drawKey writes the key in rows at the top of the canvas and returns the rest.
func (ch Chart) drawKey(c draw.Canvas) draw.Canvas {
	sty := aligned(labelStyle, draw.XLeft, draw.YBottom)
	width := c.Max.X - c.Min.X
	for i, at := range ch.keyPlaces(width) {
		at = at.Add(vg.Point{X: c.Min.X, Y: c.Max.Y})
		ch.key[i].draw(c, at)
		c.FillText(sty, vg.Point{X: at.X + swatchWidth + 4, Y: at.Y + 1}, ch.key[i].text)
	}
	c.Max.Y -= ch.keyHeight(width)
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
