package chart

import (
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// row is one line of a chart with names: a bar, or a point between two bounds, and its
// figure in words. A row without words is the heading of those below it.
type row struct {
	name             string
	low, point, high float64
	words            string
	hollow           bool   // the bounds are not known
	aside            string // of a heading, in smaller letters below it
}

func (r row) heading() bool { return r.words == "" }

// rows are rows from above to below.
type rows []row

// grid is rows laid out for a width: names stand at the left of the figures or, where
// there is no room, above them. Its plot has the units of the page from top to bottom.
type grid struct {
	rows
	width  vg.Length
	above  bool      // the names stand above
	left   vg.Length // of the figures: room for the names, or for half a label of the axis
	beside bool      // the words stand in a column at the right, not at the end of a bar
	texts  []rowText
	places []float64   // of the middles of bars and points
	half   []vg.Length // of the height of a row, as far as lines go through it
	height vg.Length
}

// rowText is what is written of a row.
type rowText struct{ lines, aside []string }

const (
	rowHeight vg.Length = 17
	barHeight vg.Length = 10
	mostSide  vg.Length = 235
	apart     vg.Length = 6 // between a name, a figure and its words
)

// lay lays the rows out.
func (list rows) lay(width vg.Length, beside bool) grid {
	g := grid{rows: list, width: width, beside: beside}
	var longest vg.Length
	for _, r := range list {
		if !r.heading() {
			longest = max(longest, smallStyle.Width(r.name)*(1+spare))
		}
	}
	g.left = min(longest, mostSide) + apart
	if g.above = width < narrow && g.left > 75; g.above {
		if g.left = 9; beside {
			g.left = 18 // its axis need not begin with a short 0
		}
	}
	line := lineHeight(smallStyle)
	for _, r := range list {
		text := rowText{lines: wrap(smallStyle, r.name, g.nameWidth(r))}
		high := vg.Length(len(text.lines)) * line
		var place, half vg.Length // from the top of the row
		switch {
		case r.heading():
			text = rowText{wrap(strongStyle, r.name, width), wrap(smallStyle, r.aside, width)}
			high = apart + vg.Length(len(text.lines)+len(text.aside))*line
		case g.above:
			high += 2 + barHeight + apart
			place, half = high-apart-barHeight/2, barHeight/2+1
		default:
			high = max(rowHeight, high+apart)
			place, half = high/2, high/2
		}
		g.texts, g.half = append(g.texts, text), append(g.half, half)
		g.places = append(g.places, -float64(g.height+place))
		g.height += high
	}
	return g
}

// nameWidth is the room for the name of a row.
func (g grid) nameWidth(r row) vg.Length {
	switch {
	case !g.above:
		return (g.left - apart) / (1 - spare) // wrap leaves room to spare, which the side has
	case g.beside:
		return g.width - smallStyle.Width(r.words)*(1+spare) - apart
	}
	return g.width
}

// plot returns a plot with the names of the rows and, where they stand beside, the words.
func (g grid) plot(axis string) *plot.Plot {
	p := newPlot(strings.Join(wrap(labelStyle, axis, g.width-g.left), "\n"), "")
	p.HideY()
	p.Y.Min, p.Y.Max = -float64(g.height), 0
	room := spaced{left: g.left}
	if g.beside && !g.above {
		for _, r := range g.rows {
			room.right = max(room.right, smallStyle.Width(r.words)*(1+spare)+apart)
		}
	}
	p.Add(room, g)
	return p
}

// body returns the plot and its height, the axis below it included.
func (g grid) body(p *plot.Plot) (*plot.Plot, vg.Length) {
	const tall vg.Length = 1000
	inner := p.DataCanvas(draw.Canvas{Rectangle: vg.Rectangle{Max: vg.Point{X: g.width, Y: tall}}})
	return p, g.height + tall - (inner.Max.Y - inner.Min.Y)
}

// Plot implements plot.Plotter: it writes names and words.
func (g grid) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	line := lineHeight(smallStyle)
	write := func(lines []string, sty draw.TextStyle, at vg.Point) vg.Point {
		for _, text := range lines {
			c.FillText(sty, at, text)
			at.Y -= line
		}
		return at
	}
	for i, r := range g.rows {
		text, middle, left := g.texts[i], y(g.places[i]), c.Min.X-g.left
		words := vg.Point{X: c.Max.X + apart, Y: middle}
		switch {
		case r.heading():
			at := write(text.lines, aligned(strongStyle, draw.XLeft, draw.YTop), vg.Point{X: left, Y: middle - apart})
			write(text.aside, aligned(asideStyle, draw.XLeft, draw.YTop), at)
			continue
		case g.above:
			top := middle + barHeight/2 + 2 + line*vg.Length(len(text.lines))
			write(text.lines, aligned(smallStyle, draw.XLeft, draw.YTop), vg.Point{X: left, Y: top})
			words = vg.Point{X: left + g.width, Y: top}
		default:
			write(text.lines, aligned(smallStyle, draw.XRight, draw.YCenter), vg.Point{X: c.Min.X - apart, Y: middle + line*vg.Length(len(text.lines)-1)/2})
		}
		if !g.beside {
			continue
		}
		sty := aligned(smallStyle, draw.XLeft, draw.YCenter)
		if g.above {
			sty = aligned(smallStyle, draw.XRight, draw.YTop)
		}
		c.FillText(sty, words, r.words)
	}
}

// barsOf draws every row as a bar up to its low figure and another on to its high
// figure, with its words at the end, and makes the axis long enough for them.
func (g grid) barsOf(p *plot.Plot, sure, perhaps fill) {
	words := labels{style: aligned(smallStyle, draw.XLeft, draw.YCenter)}
	longest, least := 0.0, 0.0
	for i, r := range g.rows {
		if r.heading() {
			continue
		}
		sum := max(r.high, 0)
		room := float64((smallStyle.Width(r.words)*(1+spare) + apart) / (g.width - g.left))
		longest, least = max(longest, sum/(1-min(room, 0.8))), min(least, r.low, r.high)
		from, to := g.places[i]-float64(barHeight)/2, g.places[i]+float64(barHeight)/2
		if r.high != r.low {
			p.Add(bar{perhaps, box{left: r.low, right: r.high, from: from, to: to}})
		}
		if r.low != 0 {
			p.Add(bar{sure, box{right: r.low, from: from, to: to}})
		}
		words.texts = append(words.texts, label{x: sum, y: g.places[i], text: r.words, right: apart})
	}
	if p.X.Min, p.X.Max = least, longest; least == longest {
		p.X.Max = 1 // nothing is known
	}
	g.upright(p, p.X.LineStyle, 0)
	p.Add(words)
}

// ranges draws every row as a line between its bounds and a dot. A line that begins
// before the axis does has an arrow there.
func (g grid) ranges(p *plot.Plot) {
	for i, r := range g.rows {
		if r.heading() {
			continue
		}
		y := g.places[i]
		low, high := max(r.low, p.X.Min), min(r.high, p.X.Max)
		p.Add(path{style: draw.LineStyle{Color: blue, Width: 1.8}, points: []xy{{low, y}, {high, y}}})
		if r.low < p.X.Min {
			p.Add(marks{style: draw.GlyphStyle{Color: blue, Radius: 4, Shape: leftArrow{}}, at: []xy{{low, y}}})
		}
		if math.IsNaN(r.point) {
			continue
		}
		p.Add(marks{style: dot, at: []xy{{r.point, y}}})
		if r.hollow {
			p.Add(marks{style: hole, at: []xy{{r.point, y}}})
		}
	}
}

var (
	dot  = draw.GlyphStyle{Color: blue, Radius: 3.4, Shape: draw.CircleGlyph{}}
	hole = draw.GlyphStyle{Color: white, Radius: 1.9, Shape: draw.CircleGlyph{}}
)

// leftArrow is the head of an arrow to the left.
type leftArrow struct{}

// DrawGlyph implements draw.GlyphDrawer.
func (leftArrow) DrawGlyph(c *draw.Canvas, sty draw.GlyphStyle, at vg.Point) {
	r := sty.Radius
	c.FillPolygon(sty.Color, []vg.Point{at, {X: at.X + 1.6*r, Y: at.Y + r}, {X: at.X + 1.6*r, Y: at.Y - r}})
}

// count is how many rows there are of a kind.
func (list rows) count(of func(row) bool) (n int) {
	for _, r := range list {
		if of(r) {
			n++
		}
	}
	return n
}

// upright adds a line through all rows at a place of the level axis, which leaves out
// what is written above them.
func (g grid) upright(p *plot.Plot, style draw.LineStyle, at float64) {
	for i, r := range g.rows {
		if !r.heading() {
			half := float64(g.half[i])
			p.Add(path{style: style, points: []xy{{at, g.places[i] - half}, {at, g.places[i] + half}}})
		}
	}
}

// spaced is room at the sides of a plot: a plotter that draws nothing.
type spaced struct{ left, right vg.Length }

// Plot implements plot.Plotter.
func (spaced) Plot(draw.Canvas, *plot.Plot) {}

// GlyphBoxes implements plot.GlyphBoxer: the room is kept free.
func (s spaced) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{
		{X: 0, Y: 0.5, Rectangle: vg.Rectangle{Min: vg.Point{X: -s.left}}},
		{X: 1, Y: 0.5, Rectangle: vg.Rectangle{Max: vg.Point{X: s.right}}},
	}
}
