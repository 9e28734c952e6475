package chart

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Funding draws the committed money of one stream by category and year, with the number
// of vanguards for which it is known. A bar is hatched where that is not all of them:
// there may be more. What is not known has words and no bar.
//
// Money that has no single category or year (joint awards across categories,
// several years in one sum) is in no bar: the note says how much there is.
func Funding(book *funding.Book, stream funding.Stream, source string) (Chart, error) {
	m, err := newMoney(book, stream)
	if err != nil {
		return Chart{}, err
	}
	note := "Money that was approved, or paid where no approval is recorded, in £ million (stream: " + string(stream) + "). " +
		"In brackets: for how many of its vanguards a sum is known. The money of the others may be nothing or much."
	if !m.aside.IsZero() {
		note += " " + m.aside.FormatMillions(1) + " of joint or multi-year awards is in no bar."
	}
	whole, part := first, maybe
	return Chart{
		Name:   "funding",
		Title:  m.title(),
		Note:   note,
		Source: source,
		Alt:    m.alt(stream),
		key:    []keyEntry{{text: "known for all vanguards", fill: &whole}, {text: "known for some: there may be more", fill: &part}},
		body:   m.body,
	}, nil
}

// money is what is known of each category and year.
type money struct {
	categories []caremodel.CategoryDefinition
	years      []funding.FinancialYear
	cells      [][]cell // by category and year
	aside      funding.Money
}

// cell is the money of one category and year.
type cell struct {
	sum   funding.Money
	known funding.KnownOf // vanguards
}

// words are the sum and of how many vanguards it is known.
func (c cell) words() string {
	if c.known.Known == 0 && c.sum.IsZero() {
		return fmt.Sprintf("not known (0 of %d)", c.known.Of)
	}
	return fmt.Sprintf("%s (%d of %d)", c.sum.FormatMillions(2), c.known.Known, c.known.Of)
}

func newMoney(book *funding.Book, stream funding.Stream) (money, error) {
	var m money
	view, err := book.Where(funding.Filter{Streams: []funding.Stream{stream}})
	if err != nil {
		return m, err
	}
	years, err := view.Table(funding.ByYear)
	if err != nil {
		return m, err
	}
	for r := range years.Rows() {
		if r.Key.Through.IsZero() && !r.Key.Year.IsZero() {
			m.years = append(m.years, r.Key.Year)
		}
	}
	if len(m.years) == 0 {
		return m, errors.New("chart.Funding: no money of a single year")
	}
	table, err := view.Table(funding.ByCategory, funding.ByYear)
	if err != nil {
		return m, err
	}
	return m, m.fill(book.Programme(), table)
}

// fill takes the figures from the table; what it does not draw is aside.
func (m *money) fill(p *caremodel.Programme, table funding.Table) (err error) {
	defined := map[caremodel.Category]caremodel.CategoryDefinition{}
	for _, d := range p.Definition().Categories {
		defined[d.Code] = d
	}
	m.aside = table.Total().Sum
	for c := range p.CountByCategory() {
		d := defined[c]
		d.Name = cmp.Or(d.Name, string(c))
		m.categories = append(m.categories, d)
		row := make([]cell, len(m.years))
		for i, y := range m.years {
			key := funding.Key{Category: c, Year: y}
			r, _ := table.Row(key)
			row[i] = cell{sum: r.Sum, known: table.Vanguards(key)}
			if m.aside, err = m.aside.Sub(r.Sum); err != nil {
				return err
			}
		}
		m.cells = append(m.cells, row)
	}
	return nil
}

// body draws a bar for each year below the name of its category.
func (m money) body(width vg.Length) (*plot.Plot, vg.Length) {
	var list rows
	for i, c := range m.categories {
		list = append(list, row{name: c.Name, aside: c.Aim})
		for j, y := range m.years {
			it := m.cells[i][j]
			bar := row{name: y.String(), high: millions(it.sum), words: it.words()}
			if it.known.Full() {
				bar.low = bar.high
			}
			list = append(list, bar)
		}
	}
	g := list.lay(width, false)
	p := g.plot("£ million")
	g.barsOf(p, first, maybe)
	return g.body(p)
}

// title says which category most of the known money went to.
func (m money) title() string {
	var all, most funding.Money
	var best string
	for i, row := range m.cells {
		var sum funding.Money
		for _, c := range row {
			sum, _ = sum.Add(c.sum) // parts of a total that could be added up
		}
		all, _ = all.Add(sum)
		if best == "" || sum.Compare(most) > 0 {
			most, best = sum, m.categories[i].Name
		}
	}
	return fmt.Sprintf("Of the %s that is known, the largest part, %s, went to one model of care: %s", all.FormatMillions(1), most.FormatMillions(1), best)
}

// alt tells the figures in words.
func (m money) alt(stream funding.Stream) string {
	var words strings.Builder
	words.WriteString("Bars: committed " + string(stream) + " funding by category and year, with the number of vanguards for which it is known.")
	for i, c := range m.categories {
		sep := ": "
		words.WriteString(" " + c.Name)
		for j, y := range m.years {
			words.WriteString(sep + y.String() + " " + m.cells[i][j].words())
			sep = "; "
		}
		words.WriteString(".")
	}
	return words.String()
}

// millions places an amount on an axis; it is no figure to reckon with.
func millions(m funding.Money) float64 { return float64(m.Pence()) / 1e8 }
