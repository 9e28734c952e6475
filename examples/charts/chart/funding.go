package chart

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Funding draws the committed money of one stream by category and year, at most
// three years, with the number of vanguards for which a figure is known. What is not
// known is a question mark and never a zero.
//
// Money that has no single category or year (joint awards across categories,
// several years in one sum) is in no bar: the note says how much there is.
func Funding(book *funding.Book, stream funding.Stream, source string) (Chart, error) {
	m, err := newMoney(book, stream)
	if err != nil {
		return Chart{}, err
	}
	note := "Known sums in £ million (approved, or paid where no approval is recorded). “3 of 9” is for how many vanguards a figure was " +
		"published: the money of the others may be nothing or much. “?” is not known."
	if !m.aside.IsZero() {
		note += " " + m.aside.FormatMillions(1) + " of joint or multi-year awards stands in no bar."
	}
	return Chart{
		Name:   "funding",
		Title:  m.title(stream),
		Note:   note,
		Source: source,
		Alt:    m.alt(stream),
		Plots:  []Panel{{Plot: m.sums(), Weight: 1}},
		key:    m.key(),
		height: 400,
	}, nil
}

// money is what is known of each category and year.
type money struct {
	categories []caremodel.Category
	names      []string // of the categories
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
	names := map[caremodel.Category]string{}
	for _, c := range view.Programme().Definition().Categories {
		names[c.Code] = c.Name
	}
	for c := range view.Programme().CountByCategory() {
		m.categories, m.names = append(m.categories, c), append(m.names, cmp.Or(names[c], string(c)))
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

// sums is the plot of the money: over each bar its sum and for how many vanguards a
// figure is known, or that none is.
func (m money) sums() *plot.Plot {
	p := newPlot("", "£ million")
	m.nominal(p)
	top := 0.0
	for _, row := range m.cells {
		for _, c := range row {
			top = max(top, millions(c.sum))
		}
	}
	p.Y.Min, p.Y.Max = 0, top*1.12
	texts := labels{style: aligned(strongStyle, draw.XCenter, draw.YBottom)}
	known := labels{style: aligned(smallStyle, draw.XCenter, draw.YBottom)}
	boxes := make([]bars, len(m.years))
	for i, row := range m.cells {
		for j, c := range row {
			x, sum := m.at(i, j), millions(c.sum)
			text := "?"
			if c.known > 0 {
				boxes[j].boxes = append(boxes[j].boxes, centred(x, barWidth*0.92, 0, sum))
				text = inMillions(c.sum)
			}
			texts.texts = append(texts.texts, label{x: x, y: sum, text: text, up: 13})
			known.texts = append(known.texts, label{x: x, y: sum, text: fmt.Sprintf("%d of %d", c.known, c.of), up: 2})
		}
	}
	p.Add(rules{})
	for j := range boxes {
		boxes[j].fill = m.fillOf(j)
		p.Add(boxes[j])
	}
	p.Add(texts, known)
	return p
}

// title says which category most of the known money went to.
func (m money) title(stream funding.Stream) string {
	var all, most funding.Money
	var best string
	for i, row := range m.cells {
		var sum funding.Money
		for _, c := range row {
			sum, _ = sum.Add(c.sum) // parts of a total that could be added up
		}
		all, _ = all.Add(sum)
		if best == "" || sum.Compare(most) > 0 {
			most, best = sum, m.names[i]
		}
	}
	return fmt.Sprintf("Of the %s of %s money that is known, %s went to: %s", all.FormatMillions(1), string(stream), most.FormatMillions(1), lower(best))
}

// nominal names the categories along the level axis.
func (m money) nominal(p *plot.Plot) {
	var ticks []plot.Tick
	room := (width - 2*margin - 40) / vg.Length(len(m.names))
	p.X.Tick.Label.Font.Size = smallStyle.Font.Size
	most := 1
	for _, name := range m.names {
		most = max(most, len(wrap(smallStyle, name, room)))
	}
	for i, name := range m.names {
		lines := wrap(smallStyle, name, room)
		for len(lines) < most {
			lines = append(lines, "") // all begin at the same height
		}
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: strings.Join(lines, "\n")})
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
	return entries
}

// alt tells the figures in words.
func (m money) alt(stream funding.Stream) string {
	var words strings.Builder
	words.WriteString("Bars: committed " + string(stream) + " funding by category and year, with the number of vanguards for which a figure is known.")
	for i := range m.categories {
		words.WriteString(" " + m.names[i] + ":")
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
