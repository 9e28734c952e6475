package chart

import (
	"fmt"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Funding draws the committed money of one stream by category and year, at most
// three years, and below it for how many vanguards a figure is known. What is
// not known is a dashed box with a question mark and never a zero.
//
// Money that has no single category or year (joint awards across categories,
// several years in one sum) is in no bar: the note says how much there is.
func Funding(book *funding.Book, stream funding.Stream, source string) (Chart, error) {
	m, err := newMoney(book, stream)
	if err != nil {
		return Chart{}, err
	}
	note := "Known sums in £ million (approved, or paid where no approval is recorded). A dashed box with “?” is money of vanguards " +
		"for which no figure was published: it may be nothing or much, and its height says nothing."
	if !m.aside.IsZero() {
		note += " " + m.aside.FormatMillions(1) + " of joint or multi-year awards stands in no bar."
	}
	return Chart{
		Name:   "funding",
		Title:  sentence(string(stream)) + " funding committed to vanguards, by category and year",
		Note:   note,
		Source: source,
		Alt:    m.alt(stream),
		Plots:  []Panel{{Plot: m.sums(), Weight: 3}, {Plot: m.vanguards(), Weight: 2}},
		key:    m.key(),
		height: 450,
	}, nil
}

// money is what is known of each category and year.
type money struct {
	categories []caremodel.Category
	years      []funding.FinancialYear
	cells      [][]cell // by category and year
	aside      funding.Money
}

// cell is the money of one category and year.
type cell struct {
	sum       funding.Money
	known, of int
}

// maxYears is how many years can be told apart.
const maxYears = 3

func newMoney(book *funding.Book, stream funding.Stream) (money, error) {
	var m money
	view, err := book.Where(funding.Filter{Streams: []funding.Stream{stream}})
	if err != nil {
		return m, err
	}
	sums, err := view.Table(funding.ByCategory, funding.ByYear)
	if err != nil {
		return m, err
	}
	each, err := view.Table(funding.ByVanguard, funding.ByYear)
	if err != nil {
		return m, err
	}
	if err := m.axes(view); err != nil {
		return m, err
	}
	drawn, err := m.fill(book.Programme(), sums, each)
	if err != nil {
		return m, err
	}
	m.aside, err = sums.Total().Sum.Sub(drawn)
	return m, err
}

// axes finds the categories and years to draw.
func (m *money) axes(view *funding.Book) error {
	for c := range view.Programme().CountByCategory() {
		m.categories = append(m.categories, c)
	}
	years, err := view.Table(funding.ByYear)
	if err != nil {
		return err
	}
	for r := range years.Rows() {
		if r.Key.Through.IsZero() {
			m.years = append(m.years, r.Key.Year)
		}
	}
	if len(m.years) == 0 || len(m.years) > maxYears {
		return fmt.Errorf("chart.Funding: %d years in the table, which draws 1 to %d: choose some with Book.Where", len(m.years), maxYears)
	}
	return nil
}

// fill takes the figures from the tables and returns the sum of what is drawn.
func (m *money) fill(p *caremodel.Programme, sums, each funding.Table) (drawn funding.Money, err error) {
	for c, size := range p.CountByCategory() {
		row := make([]cell, len(m.years))
		for i, y := range m.years {
			r, _ := sums.Row(funding.Key{Category: c, Year: y})
			row[i] = cell{sum: r.Sum, of: size}
			for v := range p.InCategory(c) {
				if r, ok := each.Row(funding.Key{Vanguard: v.ID, Year: y}); ok && r.Count > 0 {
					row[i].known++
				}
			}
			if drawn, err = drawn.Add(r.Sum); err != nil {
				return drawn, err
			}
		}
		m.cells = append(m.cells, row)
	}
	return drawn, nil
}

// barWidth is that of one year's bar, where a category is 1 wide.
const barWidth = 0.3

// at is the middle of a bar.
func (m money) at(category, year int) float64 {
	return float64(category) + (float64(year)-float64(len(m.years)-1)/2)*barWidth
}

// sums is the plot of the money.
func (m money) sums() *plot.Plot {
	p := newPlot("", "£ million")
	m.nominal(p)
	top := 0.0
	for _, row := range m.cells {
		for _, c := range row {
			top = max(top, millions(c.sum))
		}
	}
	gap := top / 12 // the height of the dashed box
	p.Y.Min, p.Y.Max = 0, top+2.2*gap
	texts := labels{style: aligned(strongStyle, draw.XCenter, draw.YBottom)}
	unsure := labels{style: aligned(smallStyle, draw.XCenter, draw.YCenter)}
	boxes := make([]bars, len(m.years))
	missing := bars{fill: unknown}
	for i, row := range m.cells {
		for j, c := range row {
			x, sum := m.at(i, j), millions(c.sum)
			end := sum
			if c.known > 0 {
				boxes[j].boxes = append(boxes[j].boxes, centred(x, barWidth*0.92, 0, sum))
			}
			if c.known < c.of {
				end += gap
				missing.boxes = append(missing.boxes, centred(x, barWidth*0.92, sum, end))
				unsure.texts = append(unsure.texts, label{x: x, y: sum + gap/2, text: "?"})
			}
			if c.known > 0 {
				texts.texts = append(texts.texts, label{x: x, y: end, text: inMillions(c.sum), up: 2})
			}
		}
	}
	p.Add(rules{})
	for j := range boxes {
		boxes[j].fill = m.fillOf(j)
		p.Add(boxes[j])
	}
	p.Add(missing, unsure, texts)
	return p
}

// vanguards is the plot of how many vanguards have a known figure.
func (m money) vanguards() *plot.Plot {
	p := newPlot("", "vanguards with a figure")
	m.nominal(p)
	most := 0
	boxes := make([]bars, len(m.years))
	missing := bars{fill: unknown}
	texts := labels{style: aligned(smallStyle, draw.XCenter, draw.YBottom)}
	for i, row := range m.cells {
		for j, c := range row {
			x, of := m.at(i, j), float64(c.of)
			most = max(most, c.of)
			if c.known > 0 {
				boxes[j].boxes = append(boxes[j].boxes, centred(x, barWidth*0.92, 0, float64(c.known)))
			}
			if c.known < c.of {
				missing.boxes = append(missing.boxes, centred(x, barWidth*0.92, float64(c.known), of))
			}
			texts.texts = append(texts.texts, label{x: x, y: of, text: fmt.Sprintf("%d of %d", c.known, c.of), up: 2})
		}
	}
	p.Y.Min, p.Y.Max = 0, float64(most)*1.15
	p.Add(rules{})
	for j := range boxes {
		boxes[j].fill = m.fillOf(j)
		p.Add(boxes[j])
	}
	p.Add(missing, texts)
	return p
}

// nominal names the categories along the level axis.
func (m money) nominal(p *plot.Plot) {
	var ticks []plot.Tick
	for i, c := range m.categories {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: string(c)})
	}
	p.X.Min, p.X.Max = -0.5, float64(len(m.categories))-0.5
	p.X.Tick.Marker = plot.ConstantTicks(ticks)
}

func (m money) fillOf(year int) fill { return []fill{first, second, third}[year] }

func (m money) key() []keyEntry {
	var entries []keyEntry
	for i, y := range m.years {
		f := m.fillOf(i)
		entries = append(entries, keyEntry{text: y.String(), fill: &f})
	}
	return append(entries, keyEntry{text: "not published", fill: &fill{colour: unknown.colour, outline: unknown.outline}})
}

// alt tells the figures in words.
func (m money) alt(stream funding.Stream) string {
	var words strings.Builder
	words.WriteString("Bars: committed " + string(stream) + " funding by category and year, with the number of vanguards for which a figure is known.")
	for i, c := range m.categories {
		words.WriteString(" " + string(c) + ":")
		for j, y := range m.years {
			if j > 0 {
				words.WriteString(",")
			}
			words.WriteString(" " + y.String() + " ")
			if m.cells[i][j].known == 0 {
				words.WriteString("not known")
			} else {
				words.WriteString(m.cells[i][j].sum.FormatMillions(2) + " (" + strconv.Itoa(m.cells[i][j].known) + " of " + strconv.Itoa(m.cells[i][j].of) + ")")
			}
		}
		words.WriteString(".")
	}
	return words.String()
}

// inMillions is an amount in millions of pounds without its unit.
func inMillions(m funding.Money) string {
	return strings.TrimSuffix(strings.TrimPrefix(m.FormatMillions(2), "£"), "m")
}

// millions places an amount on an axis; it is no figure to reckon with.
func millions(m funding.Money) float64 { return float64(m.Pence()) / 1e8 }
