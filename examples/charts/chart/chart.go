package chart

import (
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Chart is a picture with the words that belong to it: title, note and key above
// the plots, the source below.
type Chart struct {
	// Name is the name of the chart's file, without its ending.
	Name string
	// Title says what is shown.
	Title string
	// Note says how to read it: units, and what is not known.
	Note string
	// Source says where the figures come from.
	Source string
	// Alt describes the picture to those who do not see it.
	Alt string
	// Plots stand one below the other with a common left edge.
	Plots []Panel

	key    []keyEntry
	stamp  string // a warning in a box, at the right of the key; blank = none
	height vg.Length
}

// Panel is one plot of a chart and its part of the height.
type Panel struct {
	*plot.Plot
	Weight float64
}

// Sizes of a chart in points. A point is 4/3 of a CSS pixel, so that a chart is
// 800 pixels wide.
const (
	width  vg.Length = 600
	margin vg.Length = 9
	gap    vg.Length = 7
)

// draw draws the chart on the whole canvas.
func (ch Chart) draw(c draw.Canvas) {
	c.SetColor(white)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)

	c = ch.words(c, titleStyle, ch.Title)
	c = ch.words(c, noteStyle, ch.Note)
	c.Max.Y -= gap / 2
	if ch.stamp != "" {
		drawStamp(c, ch.stamp)
	}
	c = drawKey(c, ch.key)
	c = ch.source(c)
	ch.plots(c)
}

// words writes lines at the top of the canvas and returns the rest of it.
func (ch Chart) words(c draw.Canvas, sty draw.TextStyle, text string) draw.Canvas {
	sty.YAlign = draw.YTop
	for _, line := range wrap(sty, text, c.Max.X-c.Min.X) {
		c.FillText(sty, vg.Point{X: c.Min.X, Y: c.Max.Y}, line)
		c.Max.Y -= lineHeight(sty)
	}
	c.Max.Y -= gap / 2
	return c
}

// source writes the source at the bottom of the canvas and returns the rest.
func (ch Chart) source(c draw.Canvas) draw.Canvas {
	sty := sourceStyle
	lines := wrap(sty, "Source: "+ch.Source, c.Max.X-c.Min.X)
	slices.Reverse(lines)
	for _, line := range lines {
		c.FillText(sty, vg.Point{X: c.Min.X, Y: c.Min.Y + sty.FontExtents().Descent}, line)
		c.Min.Y += lineHeight(sty)
	}
	c.Min.Y += gap
	return c
}

// plots draws the panels, their data areas one exactly below the other.
func (ch Chart) plots(c draw.Canvas) {
	var weights float64
	for _, p := range ch.Plots {
		weights += p.Weight
	}
	tiles := make([]draw.Canvas, len(ch.Plots))
	var left, right vg.Length
	top, free := c.Max.Y, c.Max.Y-c.Min.Y-gap*vg.Length(len(tiles)-1)
	for i, p := range ch.Plots {
		tiles[i] = c
		tiles[i].Max.Y = top
		tiles[i].Min.Y = top - free*vg.Length(p.Weight/weights)
		top = tiles[i].Min.Y - gap
		data := p.DataCanvas(tiles[i])
		left = max(left, data.Min.X-c.Min.X)
		right = max(right, c.Max.X-data.Max.X)
	}
	for i, p := range ch.Plots {
		data := p.DataCanvas(tiles[i])
		p.Draw(draw.Crop(tiles[i], left-(data.Min.X-c.Min.X), (c.Max.X-data.Max.X)-right, 0, 0))
	}
}

// size returns the size of the whole chart.
func (ch Chart) size() (w, h vg.Length) { return width, ch.height }
