package chart

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// Map draws areas by how they are covered, in shades that a grey print keeps in their
// order. Areas of the map of which nothing is known are dashed; areas that the map has
// not are counted in the note.
func Map(shapes []Shape, covers []coverage.Cover, source string) (Chart, error) {
	if len(shapes) == 0 || len(covers) == 0 {
		return Chart{}, errors.New("chart.Map: no areas")
	}
	m := newCoverMap(shapes, covers)
	if m.high.x <= m.low.x || m.high.y <= m.low.y {
		return Chart{}, errors.New("chart.Map: the outlines have no inside")
	}
	if m.joined == 0 {
		return Chart{}, fmt.Errorf("chart.Map: the codes of the map are like %q and those of the people like %q: no area is in both", shapes[0].Area, covers[0].Area)
	}
	p := newPlot("", "")
	p.HideAxes()
	p.Add(m)
	ch := Chart{
		Name:   "map",
		Title:  m.title(),
		Note:   m.note(),
		Source: source,
		body: func(width vg.Length) (*plot.Plot, vg.Length) {
			return p, min(700, max(120, width*vg.Length((m.high.y-m.low.y)/(m.high.x-m.low.x))))
		},
	}
	var counts []string
	for i := range levels {
		f := fill{colour: levels[i].shade, outline: outline}
		if level(i) == nothing {
			f = unknown
		}
		if m.count[i] > 0 {
			ch.key = append(ch.key, keyEntry{text: fmt.Sprintf("%s (%d)", levels[i].text, m.count[i]), fill: &f})
			counts = append(counts, fmt.Sprintf("%s: %d", levels[i].text, m.count[i]))
		}
	}
	ch.Alt = fmt.Sprintf("Map of %d areas by coverage. %s. %s", len(shapes), sentence(strings.Join(counts, ", ")), ch.Note)
	return ch, nil
}

// level is how an area is covered.
type level int

const (
	nobody level = iota
	partly
	once
	several
	nothing // no people known
)

// levels are the levels with their shades, light to dark.
var levels = [...]struct {
	text  string
	shade color.Color
}{
	nobody:  {"by no footprint known", white},
	partly:  {"in part, or perhaps", color.RGBA{R: 0xDE, G: 0xEB, B: 0xF7, A: 0xFF}},
	once:    {"by one footprint", color.RGBA{R: 0x9E, G: 0xCA, B: 0xE1, A: 0xFF}},
	several: {"by several", color.RGBA{R: 0x08, G: 0x30, B: 0x6B, A: 0xFF}},
	nothing: {"no people known", nil},
}

// levelOf returns how an area is covered.
func levelOf(c coverage.Cover) level {
	switch e := c.People; {
	case len(c.Footprints) == 0:
		return nobody
	case e.Low < e.Of-e.Hidden || e.Approximate:
		return partly
	case len(c.Footprints) == 1:
		return once
	}
	return several
}

type coverMap struct {
	shapes        []Shape
	levels        []level // by shape
	count         [len(levels)]int
	joined, lacks int               // areas on the map with people, and areas with people that it has not
	people        coverage.Estimate // of the areas that it has not
	missing       coverage.Estimate // how many vanguards are missing
	low, high     struct{ x, y float64 }
	stretch       float64 // of x: degrees of longitude are shorter than those of latitude
}

func newCoverMap(shapes []Shape, covers []coverage.Cover) *coverMap {
	m := &coverMap{shapes: shapes, stretch: 1}
	place := make(map[coverage.AreaCode]int, len(shapes))
	m.low.x, m.low.y, m.high.x, m.high.y = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i, s := range shapes {
		place[s.Area] = i
		m.levels = append(m.levels, nothing)
		for _, ring := range s.Rings {
			for _, p := range ring {
				m.low.x, m.low.y = min(m.low.x, p[0]), min(m.low.y, p[1])
				m.high.x, m.high.y = max(m.high.x, p[0]), max(m.high.y, p[1])
			}
		}
	}
	if m.low.x >= -180 && m.high.x <= 180 && m.low.y >= -90 && m.high.y <= 90 {
		m.stretch = math.Cos((m.low.y + m.high.y) / 2 * math.Pi / 180)
		m.low.x, m.high.x = m.low.x*m.stretch, m.high.x*m.stretch
	}
	for _, c := range covers {
		m.missing = c.People
		if i, ok := place[c.Area]; ok {
			m.levels[i] = levelOf(c)
			m.joined++
			continue
		}
		m.lacks++
		m.people.High += c.People.High
	}
	for _, l := range m.levels {
		m.count[l]++
	}
	return m
}

// title says how many areas are covered.
func (m *coverMap) title() string {
	title := fmt.Sprintf("Vanguards cover %d of %d areas", m.count[partly]+m.count[once]+m.count[several], len(m.shapes))
	if n := m.count[partly]; n > 0 {
		title += fmt.Sprintf(", %d of them in part or perhaps", n)
	}
	return title
}

// note says what the map does not show.
func (m *coverMap) note() string {
	parts := []string{"Each area by the footprints that name it." + notKnown(m.missing, "more may be covered")}
	if m.lacks > 0 {
		parts = append(parts, fmt.Sprintf("Not on the map: %d areas with %s people covered at most.", m.lacks, people(m.people.High)))
	}
	return strings.Join(parts, " ")
}

// Plot implements plot.Plotter: the map as large as it fits, in its own proportions.
func (m *coverMap) Plot(c draw.Canvas, _ *plot.Plot) {
	wide, tall := m.high.x-m.low.x, m.high.y-m.low.y
	scale := min(float64(c.Max.X-c.Min.X)/wide, float64(c.Max.Y-c.Min.Y)/tall)
	left := c.Min.X + (c.Max.X-c.Min.X-vg.Length(wide*scale))/2
	at := func(p [2]float64) vg.Point {
		return vg.Point{X: left + vg.Length((p[0]*m.stretch-m.low.x)*scale), Y: c.Max.Y - vg.Length((m.high.y-p[1])*scale)}
	}
	line := draw.LineStyle{Color: grey, Width: 0.4}
	for i, s := range m.shapes {
		var path vg.Path
		for _, ring := range s.Rings {
			follow(&path, ring, at)
		}
		if shade := levels[m.levels[i]].shade; shade != nil {
			c.SetColor(shade)
			c.Fill(path)
			c.SetLineStyle(line)
		} else {
			c.SetLineStyle(unknown.outline)
		}
		c.Stroke(path)
	}
}

// follow adds a ring to a path, without points nearer to the one before than a line is
// wide.
func follow(path *vg.Path, ring [][2]float64, at func([2]float64) vg.Point) {
	const least vg.Length = 0.3
	last := at(ring[0])
	path.Move(last)
	for _, corner := range ring[1:] {
		if p := at(corner); max(p.X-last.X, last.X-p.X, p.Y-last.Y, last.Y-p.Y) >= least {
			path.Line(p)
			last = p
		}
	}
	path.Close()
}
