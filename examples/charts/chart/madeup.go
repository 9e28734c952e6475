package chart

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// MadeUp returns the chart marked as one of made-up data: in its title, in its
// source, in its alternative text and by a stamp near the figures, so that a part
// cut out of the picture still says it.
func (ch Chart) MadeUp() Chart {
	ch.Title = "Made-up data: " + ch.Title
	ch.Source = "made-up data, of no real place. " + ch.Source
	ch.Alt = "Made-up data. " + ch.Alt
	ch.stamp = "MADE-UP DATA"
	return ch
}

var stampStyle = aligned(textStyle(12, bold, black), draw.XRight, draw.YTop)

const stampBorder vg.Length = 4

// stampRoom is what the stamp takes of the key: width at its right or, in a narrow
// picture, height above it.
func (ch Chart) stampRoom(width vg.Length) (wide, high vg.Length) {
	if ch.stamp == "" {
		return 0, 0
	}
	if width < narrow {
		return 0, stampHigh(ch.stamp)
	}
	return stampStyle.Width(ch.stamp)*(1+spare) + 2*stampBorder + gap, 0
}

func stampHigh(text string) vg.Length {
	return stampStyle.Rectangle(text).Size().Y + 2*stampBorder + gap
}

// drawStamp writes the warning in a box at the top right corner of the canvas.
func (ch Chart) drawStamp(c draw.Canvas) {
	if ch.stamp == "" {
		return
	}
	at := vg.Point{X: c.Max.X - stampBorder - 1, Y: c.Max.Y - stampBorder}
	box := stampStyle.Rectangle(ch.stamp).Add(at)
	corner := vg.Point{X: stampBorder, Y: stampBorder}
	fill{colour: white, outline: draw.LineStyle{Color: red, Width: 1.5}}.rectangle(c, vg.Rectangle{Min: box.Min.Sub(corner), Max: box.Max.Add(corner)})
	c.FillText(stampStyle, at, ch.stamp)
}
