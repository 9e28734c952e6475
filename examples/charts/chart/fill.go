package chart

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// fill is how an area is painted: colour, hatching and outline, each of which
// tells it from others by itself.
type fill struct {
	colour  color.Color // nil = none
	hatch   hatch
	ink     color.Color // of the hatching
	outline draw.LineStyle
}

type hatch uint8

const (
	plain hatch = iota
	rising
)

// The fills of first, second and third things, of what may be there, and of what is not
// known.
var (
	first   = fill{colour: blue, outline: outline}
	second  = fill{colour: orange, outline: outline}
	third   = fill{colour: yellow, outline: outline}
	maybe   = fill{colour: sky, hatch: rising, ink: black, outline: outline}
	unknown = fill{colour: white, outline: draw.LineStyle{Color: grey, Width: 0.8, Dashes: []vg.Length{3, 2}}}

	outline = draw.LineStyle{Color: black, Width: 0.6}
)

// spacing is the distance of two lines of a hatching.
const spacing vg.Length = 5

// rectangle paints a rectangle.
func (f fill) rectangle(c draw.Canvas, r vg.Rectangle) {
	f.polygon(c, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}})
}

// polygon paints a polygon whose sides are upright or level, and of which every
// upright line crosses the outline at most twice.
func (f fill) polygon(c draw.Canvas, corners []vg.Point) {
	if f.colour != nil {
		c.FillPolygon(f.colour, corners)
	}
	switch f.hatch {
	case rising:
		f.lines(c, corners)
	case plain:
	}
	if f.outline.Width > 0 {
		c.StrokeLines(f.outline, append(corners[:len(corners):len(corners)], corners[0]))
	}
}

// lines hatches a polygon with rising lines, each cut at the outline.
func (f fill) lines(c draw.Canvas, corners []vg.Point) {
	var path vg.Path
	box := bounds(corners)
	// On a rising line y - x is constant.
	for offset := box.Min.Y - box.Max.X; offset < box.Max.Y-box.Min.X; offset += spacing {
		cuts := crossings(corners, offset)
		for i := 0; i+1 < len(cuts); i += 2 {
			path.Move(vg.Point{X: cuts[i], Y: cuts[i] + offset})
			path.Line(vg.Point{X: cuts[i+1], Y: cuts[i+1] + offset})
		}
	}
	c.SetLineStyle(draw.LineStyle{Color: f.ink, Width: 0.5})
	c.Stroke(path)
}
