package funding

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// Finding is a row of an analysis of a [Book].
type Finding interface {
	Shortfall | Remaining | Match | Change | PerHead | RealTerms | Headroom | Reconciliation
}

// Report is the rows of an analysis ready to be written, for a program
// ([Report.WriteCSV], [Report.MarshalJSON]) or for people ([Report.WriteText],
// [Report.WriteMarkdown]). What is not known is blank, left out, or "not known", and
// beside the figures stands how much they rest on. The zero Report is empty.
type Report struct {
	programme *caremodel.Programme
	dims      []Dimension
	rows      []reportRow
	columns   []reportCell // of a row, without its figures
}

// NewReport returns the report of an analysis of b: its rows, and the dimensions by
// which they are divided, as given to the analysis.
func NewReport[R Finding](b *Book, rows []R, dims ...Dimension) Report {
	var blank R
	r := Report{programme: b.Programme(), dims: dims, columns: any(blank).(reported).figures()}
	for _, row := range rows {
		f := any(row).(reported)
		r.rows = append(r.rows, reportRow{f.key(), f.figures()})
	}
	return r
}

// reported is what every row of an analysis can say of itself.
type reported interface {
	key() Key
	figures() []reportCell
}

// reportRow is a row of a report.
type reportRow struct {
	key     Key
	figures []reportCell
}

// reportCell is a column of a report, and what a row has in it.
type reportCell struct {
	name, head string
	number     bool // a plain number in JSON
	label      bool // words, and no figure
	cell       tabular.Cell
}

// WriteCSV writes the rows for a program, as [Table.WriteCSV] does.
func (r Report) WriteCSV(w io.Writer) error { return r.tabular().WriteCSV(w) }

// WriteText writes the rows for a terminal, as [Table.WriteText] does.
func (r Report) WriteText(w io.Writer) error { return r.tabular().WriteText(w) }

// WriteMarkdown writes the rows as a Markdown table.
func (r Report) WriteMarkdown(w io.Writer) error { return r.tabular().WriteMarkdown(w) }

func (r Report) tabular() tabular.Table {
	columns := dimensionColumns(r.dims)
	for _, f := range r.columns {
		columns = append(columns, tabular.Column{Name: f.name, Head: f.head, Figure: !f.label})
	}
	return tabular.Table{Columns: columns, Rows: func(yield func([]tabular.Cell) bool) {
		for _, row := range r.rows {
			cells := dimensionCells(nil, r.programme, r.dims, row.key)
			for _, f := range row.figures {
				cells = append(cells, f.cell)
			}
			if !yield(cells) {
				return
			}
		}
	}}
}

// MarshalJSON returns the rows as a list of objects: "key", the slug and the name of
// its vanguard, and the figures under the names that the columns of CSV have. What is
// not known is left out.
func (r Report) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, row := range r.rows {
		if i > 0 {
			b.WriteByte(',')
		}
		object, err := named(r.programme, row.key, struct {
			Key Key `json:"key"`
		}{row.key})
		if err != nil {
			return nil, err
		}
		b.Write(object[:len(object)-1])
		for _, f := range row.figures {
			if f.name == "" || f.cell.Data == "" {
				continue
			}
			value := []byte(f.cell.Data)
			if !f.number {
				if value, err = json.Marshal(f.cell.Data); err != nil {
					return nil, err
				}
			}
			b.WriteString(`,"` + f.name + `":`)
			b.Write(value)
		}
		b.WriteByte('}')
	}
	b.WriteByte(']')
	return b.Bytes(), nil
}

func amount(name, head string, m Money, known bool) reportCell {
	return reportCell{name: name, head: head, cell: moneyCell(m, known)}
}

func words(name, head, data, text string) reportCell {
	return reportCell{name: name, head: head, label: true, cell: tabular.Cell{Data: data, Text: text}}
}

func count(name, head string, n int64) reportCell {
	return reportCell{name: name, head: head, number: true, cell: tabular.Same(strconv.FormatInt(n, 10))}
}

// percentage is a ratio in per cent.
func percentage(name, head string, r caremodel.Ratio) reportCell {
	if !r.Known() {
		return reportCell{name: name, head: head, number: true, cell: tabular.Cell{Text: "not known"}}
	}
	return reportCell{name: name, head: head, number: true, cell: tabular.Cell{Data: strings.TrimSuffix(r.Percent(4), "%"), Text: r.Percent(1)}}
}

// rests is how much the figures of a row rest on; people see it in one column.
func rests(of KnownOf, head string) []reportCell {
	return []reportCell{{head: head, cell: knownCell(of)}, count("known", "", int64(of.Known)), count("of", "", int64(of.Of))}
}

func (s Shortfall) key() Key { return s.Key }
func (s Shortfall) figures() []reportCell {
	known := s.Coverage.Known > 0
	return append([]reportCell{
		amount("requested", "Requested", s.Requested, known), amount("approved", "Approved", s.Approved, known),
		amount("difference", "Shortfall", s.Difference, known), percentage("rate_percent", "Rate", s.Rate),
	}, rests(s.Coverage, "Vanguards")...)
}

func (r Remaining) key() Key { return r.Key }
func (r Remaining) figures() []reportCell {
	known := r.Coverage.Known > 0
	return append([]reportCell{
		amount("approved", "Approved", r.Approved, known), amount("paid", "Paid", r.Paid, known), amount("remaining", "Remaining", r.Remaining, known),
	}, rests(r.Coverage, "Vanguards")...)
}

func (m Match) key() Key { return m.Key }
func (m Match) figures() []reportCell {
	known := m.Coverage.Known > 0
	return append([]reportCell{
		amount("local", "Local", m.Local, known), amount("national", "National", m.National, known), percentage("ratio_percent", "Ratio", m.Ratio),
	}, rests(m.Coverage, "Vanguards")...)
}

func (c Change) key() Key { return c.Key }
func (c Change) figures() []reportCell {
	known := c.Coverage.Known > 0
	return append([]reportCell{
		words("from", "From", c.From.String(), c.From.String()), words("to", "To", c.To.String(), c.To.String()),
		amount("before", "Before", c.Before, known), amount("after", "After", c.After, known),
		amount("difference", "Change", c.Difference, known), percentage("rate_percent", "Rate", c.Rate),
	}, rests(c.Coverage, "Vanguards")...)
}

func (p PerHead) key() Key { return p.Key }
func (p PerHead) figures() []reportCell {
	known := p.Coverage.Known > 0 && p.People > 0
	each, err := p.Amount(HalfEven)
	people := count("people", "People", p.People)
	if !known {
		people.cell = tabular.Cell{Text: "not known"}
	}
	return append([]reportCell{
		amount("sum", "Sum", p.Sum, known), people, amount("per_head", "Per head", each, known && err == nil),
	}, rests(p.Coverage, "Vanguards")...)
}

func (r RealTerms) key() Key { return r.Key }
func (r RealTerms) figures() []reportCell {
	known := r.Coverage.Known > 0
	return append([]reportCell{
		words("prices", "Prices", r.Prices.String(), r.Prices.String()), amount("cash", "Cash", r.Cash, known), amount("real", "Real", r.Real, known),
		amount("multi_year", "Multi-year", r.MultiYear, true),
	}, rests(r.Coverage, "Amounts")...)
}

func (h Headroom) key() Key { return Key{} }
func (h Headroom) figures() []reportCell {
	known := h.Coverage.Known > 0 || h.Unknown == 0
	years := h.From.String()
	if h.Through != h.From {
		years += " to " + h.Through.String()
	}
	return append([]reportCell{
		words("fund", "Fund", string(h.Fund), string(h.Fund)), {name: "from", cell: tabular.Cell{Data: h.From.String()}}, {name: "through", cell: tabular.Cell{Data: h.Through.String()}},
		words("", "Years", "", years), words("strength", "Strength", textOrBlank(h.Strength), textOrBlank(h.Strength)),
		amount("limit", "Limit", h.Limit, true), amount("used", "Used", h.Used, known), amount("left", "Left", h.Left, known),
		count("unknown", "", int64(h.Unknown)), count("multi_year_amounts", "", int64(h.MultiYear)),
	}, rests(h.Coverage, "Vanguards")...)
}

func (r Reconciliation) key() Key { return Key{} }
func (r Reconciliation) figures() []reportCell {
	stated, known := r.Stated.Figure, r.Coverage.Known > 0 || r.Unknown == 0
	verdict := textOrBlank(r.Verdict)
	bound, _ := stated.Bound.MarshalText()
	return append([]reportCell{
		words("name", "Total", r.Stated.Name, r.Stated.Name), words("verdict", "Verdict", verdict, strings.ReplaceAll(verdict, "-", " ")),
		words("bound", "", string(bound), ""), amount("stated", "Stated", stated.Amount, stated.Known()), amount("sum", "Sum", r.Sum, known),
		amount("difference", "", r.Difference, known && stated.Known()), amount("tolerance", "", r.Tolerance, true),
		count("unknown", "", int64(r.Unknown)), words("reason", "", r.Reason, ""),
	}, rests(r.Coverage, "Known")...)
}
