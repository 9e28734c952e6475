package chart

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Chart is a picture with the words that belong to it: title, note and key above
// the plot, the source below.
type Chart struct {
	// Name is the name of the chart's file, without its ending.
	Name string
	// Title says what the picture shows.
	Title string
	// Note says how to read it: units, and what is not known.
	Note string
	// Source says where the figures come from.
	Source string
	// Alt describes the picture to those who do not see it.
	Alt string
	// Width is how wide the picture is, in CSS pixels: 360 suits a phone, and zero is
	// 800, which suits a page. Texts have the same size in each; names for which a
	// narrow picture has no room beside the figures stand above them.
	Width int

	key   []keyEntry
	stamp string // a warning in a box; blank = none
	// body returns the plot for a width, and its height.
	body func(width vg.Length) (*plot.Plot, vg.Length)
}

// The widths that a chart can have, in CSS pixels.
const (
	MinWidth     = 320
	MaxWidth     = 2000
	defaultWidth = 800
)

const (
	pixel  vg.Length = 0.75 // of CSS, in points
	margin vg.Length = 9
	gap    vg.Length = 7
	narrow           = 450 * pixel // a plot less wide has no room for names at its side
)

// draw draws the chart on the whole canvas.
func (ch Chart) draw(c draw.Canvas) {
	c.SetColor(white)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)

	wide := c.Max.X - c.Min.X
	c = words(c, titleStyle, ch.Title)
	if wide >= narrow {
		c = words(c, noteStyle, ch.Note)
	}
	c.Max.Y -= gap / 2
	ch.drawStamp(c)
	_, high := ch.stampRoom(wide)
	c.Max.Y -= high
	c = ch.drawKey(c)
	c = foot(c, sourceStyle, ch.sourceLine())
	if wide < narrow { // on a phone the picture comes first
		c = foot(c, noteStyle, ch.Note)
	}
	p, _ := ch.body(wide)
	p.Draw(c)
}

// words writes lines at the top of the canvas and returns the rest of it.
func words(c draw.Canvas, sty draw.TextStyle, text string) draw.Canvas {
	sty.YAlign = draw.YTop
	for _, line := range wrap(sty, text, c.Max.X-c.Min.X) {
		c.FillText(sty, vg.Point{X: c.Min.X, Y: c.Max.Y}, line)
		c.Max.Y -= lineHeight(sty)
	}
	c.Max.Y -= gap / 2
	return c
}

// foot writes lines at the bottom of the canvas and returns the rest of it.
func foot(c draw.Canvas, sty draw.TextStyle, text string) draw.Canvas {
	lines := wrap(sty, text, c.Max.X-c.Min.X)
	slices.Reverse(lines)
	for _, line := range lines {
		c.FillText(sty, vg.Point{X: c.Min.X, Y: c.Min.Y + sty.FontExtents().Descent}, line)
		c.Min.Y += lineHeight(sty)
	}
	c.Min.Y += gap
	return c
}

func (ch Chart) sourceLine() string { return "Source: " + ch.Source }

// size returns the size of the whole chart: as high as its words, its key and its plot
// are together.
func (ch Chart) size() (w, h vg.Length) {
	w = vg.Length(cmp.Or(ch.Width, defaultWidth)) * pixel
	inner := w - 2*margin
	high := func(sty draw.TextStyle, text string) vg.Length {
		return lineHeight(sty) * vg.Length(len(wrap(sty, text, inner)))
	}
	_, plot := ch.body(inner)
	_, stamp := ch.stampRoom(inner)
	return w, 2*margin + high(titleStyle, ch.Title) + high(noteStyle, ch.Note) + stamp + ch.keyHeight(inner) + plot + high(sourceStyle, ch.sourceLine()) + 3*gap
}

// drawable reports a chart that cannot be drawn.
func (ch Chart) drawable() error {
	if ch.body == nil {
		return fmt.Errorf("chart: nothing to draw; a Chart comes from one of the functions of this package")
	}
	if ch.Width != 0 && (ch.Width < MinWidth || ch.Width > MaxWidth) {
		return fmt.Errorf("chart: no picture is %d pixels wide; a width is %d to %d", ch.Width, MinWidth, MaxWidth)
	}
	return nil
}
