package chart

import (
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// row is one line of a chart with names at the left: a point between two bounds and
// its figure in words. A row without words is the heading of those below it.
type row struct {
	name             string
	low, point, high float64
	words            string
	hollow           bool // the bounds are not known
}

const (
	rowHeight vg.Length = 16
	nameWidth vg.Length = 225 // of a name in the margin, with room to spare
	lastPlace           = 1.0
)

// rows are rows from above to below.
type rows []row

// lines returns the name of a row in lines that fit the margin.
func (r row) lines() []string {
	if r.words == "" {
		return []string{r.name}
	}
	return wrap(smallStyle, r.name, nameWidth)
}

// height is the room that the rows take.
func (list rows) height() vg.Length {
	var lines float64
	for _, r := range list {
		lines += r.tall()
	}
	return rowHeight * vg.Length(lines)
}

// tall is how many times as high as a line a row is.
func (r row) tall() float64 { return max(1, 0.68*float64(len(r.lines()))+0.2) }

// plot returns a plot with the rows, their middles at the places that it returns.
func (list rows) plot(axis string) (*plot.Plot, []float64) {
	p := newPlot(axis, "")
	p.Y.Tick.Label.Font.Size = smallStyle.Font.Size
	p.Y.Tick.Length = 0
	p.Y.LineStyle.Width = 0
	places := make([]float64, len(list))
	var names plot.ConstantTicks
	at := 0.0
	for i, r := range list {
		places[i] = at - r.tall()/2
		at -= r.tall()
		if r.words != "" {
			names = append(names, plot.Tick{Value: places[i], Label: strings.Join(r.lines(), "\n")})
		}
	}
	p.Y.Min, p.Y.Max = at, 0
	p.Y.Tick.Marker = names
	return p, places
}

// ranges draws every row: a line between its bounds, a dot and the words at the right.
func (list rows) ranges(p *plot.Plot, places []float64) {
	for i, r := range list {
		y := places[i]
		if r.words == "" {
			p.Add(labels{style: aligned(strongStyle, draw.XLeft, draw.YCenter), texts: []label{{x: p.X.Min, y: y, text: r.name, right: 2}}})
			continue
		}
		low, high := max(r.low, p.X.Min), min(r.high, p.X.Max)
		p.Add(path{style: draw.LineStyle{Color: blue, Width: 1.8}, points: []xy{{low, y}, {high, y}}})
		glyph := draw.GlyphStyle{Color: blue, Radius: 3.2, Shape: draw.CircleGlyph{}}
		if r.hollow {
			glyph.Shape = draw.RingGlyph{}
		}
		if !math.IsNaN(r.point) {
			p.Add(marks{style: glyph, at: []xy{{r.point, y}}})
		}
		p.Add(labels{style: aligned(smallStyle, draw.XLeft, draw.YCenter), texts: []label{{x: p.X.Max, y: y, text: r.words, right: 6}}})
	}
}

// margin is the room for the words at the right.
func (list rows) margin() vg.Length {
	var wide vg.Length
	for _, r := range list {
		wide = max(wide, smallStyle.Width(r.words))
	}
	return wide*(1+spare) + 10
}

// upright is a line across the plot at a place of the level axis.
type upright struct {
	style draw.LineStyle
	at    float64
}

// Plot implements plot.Plotter.
func (u upright) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	c.StrokeLine2(u.style, x(u.at), c.Min.Y, x(u.at), c.Max.Y)
}

// spaced is room at the right of a plot: a plotter that draws nothing.
type spaced struct{ right vg.Length }

// Plot implements plot.Plotter.
func (spaced) Plot(draw.Canvas, *plot.Plot) {}

// GlyphBoxes implements plot.GlyphBoxer: the room is kept free.
func (s spaced) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: lastPlace, Y: 0.5, Rectangle: vg.Rectangle{Max: vg.Point{X: s.right}}}}
}
