package chart

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawStamp writes a warning in a box at the top right corner of the canvas.
func drawStamp(c draw.Canvas, text string) {
	const border vg.Length = 4
	sty := aligned(textStyle(12, bold, red), draw.XRight, draw.YTop)
	at := vg.Point{X: c.Max.X - border - 1, Y: c.Max.Y - border}
	box := sty.Rectangle(text).Add(at)
	box.Min, box.Max = vg.Point{X: box.Min.X - border, Y: box.Min.Y - border}, vg.Point{X: box.Max.X + border, Y: box.Max.Y + border}
	fill{colour: white, outline: draw.LineStyle{Color: red, Width: 1.5}}.rectangle(c, box)
	c.FillText(sty, at, text)
}
