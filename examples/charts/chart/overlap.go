package chart

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// Overlap draws the people whom each two footprints share as a heat map. The
// footprints are those of the matrix, in the order given; those that share
// nobody with another are left out. A pair stands once, in the column of the
// one that comes later. Where footprints hold parts of an area the number has
// bounds, and both are written.
func Overlap(m coverage.Matrix, order []coverage.FootprintID, source string) (Chart, error) {
	o, err := newOverlap(m, order)
	if err != nil {
		return Chart{}, err
	}
	return Chart{
		Name:  "overlap",
		Title: "Where vanguards overlap: people in both of two footprints",
		Note: fmt.Sprintf("People in thousands, for the %d pairs of %d footprints that share anybody; all other pairs share nobody. "+
			"Two numbers are the fewest and the most: a source says that a part of an area is covered, and not which.", len(o.pairs), o.footprints),
		Source: source,
		Alt:    o.alt(),
		Plots:  []Panel{{Plot: o.plot(), Weight: 1}},
		key:    o.key(),
		height: 160 + 20*vg.Length(max(8, len(o.rows))),
	}, nil
}

// overlap is the pairs of footprints that share people.
type overlap struct {
	rows, columns []coverage.FootprintID
	pairs         []pair
	footprints    int
}

type pair struct {
	row, column int
	people      coverage.Estimate
}

func newOverlap(m coverage.Matrix, order []coverage.FootprintID) (overlap, error) {
	var o overlap
	index := make(map[coverage.FootprintID]int, m.Len())
	for i := range m.Len() {
		index[m.Footprint(i)] = i
	}
	rows, columns := map[coverage.FootprintID]int{}, map[coverage.FootprintID]int{}
	for later, column := range order {
		j, ok := index[column]
		if !ok {
			return o, fmt.Errorf("chart.Overlap: footprint %q is not in the matrix", column)
		}
		for _, row := range order[:later] {
			if people := m.At(index[row], j); people.High > 0 {
				o.pairs = append(o.pairs, pair{row: place(rows, &o.rows, row), column: place(columns, &o.columns, column), people: people})
			}
		}
	}
	if len(o.pairs) == 0 {
		return o, fmt.Errorf("chart.Overlap: none of %d footprints overlap", len(order))
	}
	for id := range rows {
		columns[id] = 0
	}
	o.footprints = len(columns)
	return o, nil
}

// place returns the number of a footprint, a new one at its first time.
func place(numbers map[coverage.FootprintID]int, list *[]coverage.FootprintID, id coverage.FootprintID) int {
	n, ok := numbers[id]
	if !ok {
		n = len(*list)
		numbers[id] = n
		*list = append(*list, id)
	}
	return n
}

// steps are the shades of the heat map, by people, light to dark, so that a grey
// print has them in the same order (ColorBrewer's Blues).
var steps = []struct {
	below int64
	shade color.RGBA
	ink   color.RGBA
}{
	{150_000, color.RGBA{R: 0xDE, G: 0xEB, B: 0xF7, A: 0xFF}, black},
	{300_000, color.RGBA{R: 0x9E, G: 0xCA, B: 0xE1, A: 0xFF}, black},
	{600_000, color.RGBA{R: 0x31, G: 0x82, B: 0xBD, A: 0xFF}, white},
	{math.MaxInt64, color.RGBA{R: 0x08, G: 0x30, B: 0x6B, A: 0xFF}, white},
}

// stepOf returns the shade of a number of people, at most so many.
func stepOf(people coverage.Estimate) int {
	for i, s := range steps {
		if people.High < s.below {
			return i
		}
	}
	return len(steps) - 1
}

// fillOf is a step's shade, with a dashed outline where the number is not exact.
func fillOf(step int, exact bool) fill {
	f := fill{colour: steps[step].shade, outline: draw.LineStyle{Color: white, Width: 1}}
	if !exact {
		f.outline = unknown.outline
		f.outline.Color = black
	}
	return f
}

func (o overlap) plot() *plot.Plot {
	p := newPlot("", "")
	p.X.Min, p.X.Max = -0.5, float64(len(o.columns))-0.5
	p.Y.Min, p.Y.Max = -float64(len(o.rows))+0.5, 0.5
	o.name(p)
	p.Add(lattice{columns: len(o.columns), rows: len(o.rows)})
	for _, cell := range o.pairs {
		x, y := float64(cell.column), -float64(cell.row)
		step := stepOf(cell.people)
		ink := smallStyle
		ink.Color = steps[step].ink
		p.Add(
			bars{fill: fillOf(step, cell.people.Low == cell.people.High), boxes: []box{centred(x, 0.96, y-0.46, y+0.46)}},
			labels{style: aligned(ink, draw.XCenter, draw.YCenter), texts: []label{{x: x, y: y, text: thousands(cell.people)}}},
		)
	}
	return p
}

// longest is the width of the longest line of a footprint's id in a margin.
const longest vg.Length = 160

// name writes the ids of the footprints, those of the columns upright where they
// are too many to stand side by side.
func (o overlap) name(p *plot.Plot) {
	p.X.Tick.Label.Font.Size, p.Y.Tick.Label.Font.Size = smallStyle.Font.Size, smallStyle.Font.Size
	rows := rowNames(o.rows)
	p.Y.Tick.Marker = rows
	room := width - 2*margin - longest
	for _, row := range rows {
		room = min(room, width-2*margin-smallStyle.Width(row.Label))
	}
	columns, fit := columnNames(o.columns, room/vg.Length(len(o.columns)))
	if !fit {
		columns, _ = columnNames(o.columns, longest)
		p.X.Tick.Label = aligned(p.X.Tick.Label, draw.XRight, draw.YCenter)
		p.X.Tick.Label.Rotation = math.Pi / 2
	}
	p.X.Tick.Marker = columns
}

// rowNames are marks with the ids of footprints, downwards.
func rowNames(ids []coverage.FootprintID) plot.ConstantTicks {
	var marks []plot.Tick
	for i, id := range ids {
		marks = append(marks, plot.Tick{Value: -float64(i), Label: strings.Join(broken(id, longest), "\n")})
	}
	return marks
}

// columnNames are marks with the ids of footprints in lines of some width, and
// whether they fit. All have the same number of lines, so that they begin at the
// same height, and end with a blank, which keeps upright ones off the axis.
func columnNames(ids []coverage.FootprintID, room vg.Length) (marks plot.ConstantTicks, fit bool) {
	names, most := make([][]string, len(ids)), 0
	fit = true
	for i, id := range ids {
		names[i] = broken(id, room)
		most = max(most, len(names[i]))
		for _, line := range names[i] {
			fit = fit && smallStyle.Width(line) < room
		}
	}
	for i, lines := range names {
		for len(lines) < most {
			lines = append(lines, "")
		}
		marks = append(marks, plot.Tick{Value: float64(i), Label: strings.Join(lines, " \n") + " "})
	}
	return marks, fit
}

// broken breaks an id after hyphens and slashes into lines of some width.
func broken(id coverage.FootprintID, room vg.Length) []string {
	apart, together := strings.NewReplacer("-", "- ", "/", "/ "), strings.NewReplacer("- ", "-", "/ ", "/")
	lines := wrap(smallStyle, apart.Replace(string(id)), room)
	for i := range lines {
		lines[i] = together.Replace(lines[i])
	}
	return lines
}

// thousands writes a number of people in thousands, with both bounds.
func thousands(e coverage.Estimate) string {
	high := people((e.High + 500) / 1000)
	if e.Low == e.High {
		return high
	}
	return people((e.Low+500)/1000) + " to " + high
}

// key names the shades.
func (o overlap) key() []keyEntry {
	var entries []keyEntry
	from := ""
	for i, s := range steps {
		f := fillOf(i, true)
		f.outline = outline
		text := "under " + people(s.below/1000)
		switch {
		case i == len(steps)-1:
			text = from + " or more"
		case i > 0:
			text = from + " to " + people(s.below/1000)
		}
		from = people(s.below / 1000)
		entries = append(entries, keyEntry{text: text, fill: &f})
	}
	return append(entries, keyEntry{text: "bounds (shade: the most)", fill: &fill{colour: white, outline: fillOf(0, false).outline}})
}

func (o overlap) alt() string {
	var words strings.Builder
	words.WriteString("Heat map of footprints that share people, in thousands.")
	for i, c := range o.pairs {
		if i > 0 {
			words.WriteString(";")
		}
		words.WriteString(fmt.Sprintf(" %s and %s %s", o.rows[c.row], o.columns[c.column], thousands(c.people)))
	}
	return words.String() + "."
}

// lattice is the pale lines between the cells of a heat map.
type lattice struct{ columns, rows int }

// Plot implements plot.Plotter.
func (l lattice) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	sty := draw.LineStyle{Color: pale, Width: 0.5}
	for i := range l.columns + 1 {
		at := x(float64(i) - 0.5)
		c.StrokeLine2(sty, at, c.Min.Y, at, c.Max.Y)
	}
	for i := range l.rows + 1 {
		at := y(0.5 - float64(i))
		c.StrokeLine2(sty, c.Min.X, at, c.Max.X, at)
	}
}
