package funding

import (
	"encoding/json"
	"io"
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
	columns   []tabular.Value // of a row, without its figures
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
	figures() []tabular.Value
}

// reportRow is a row of a report.
type reportRow struct {
	key     Key
	figures []tabular.Value
}

// WriteCSV writes the rows for a program, as [Table.WriteCSV] does.
func (r Report) WriteCSV(w io.Writer) error { return r.tabular().WriteCSV(w) }

// WriteText writes the rows for a terminal, as [Table.WriteText] does.
func (r Report) WriteText(w io.Writer) error { return r.tabular().WriteText(w) }

// String returns what [Report.WriteText] writes.
func (r Report) String() string { return r.tabular().String() }

// WriteMarkdown writes the rows as a Markdown table.
func (r Report) WriteMarkdown(w io.Writer) error { return r.tabular().WriteMarkdown(w) }

func (r Report) tabular() tabular.Table {
	columns := dimensionColumns(r.dims)
	for _, f := range r.columns {
		columns = append(columns, f.Column)
	}
	return tabular.Table{Columns: columns, Rows: func(yield func([]tabular.Cell) bool) {
		for _, row := range r.rows {
			cells := dimensionCells(nil, r.programme, r.dims, row.key)
			for _, f := range row.figures {
				cells = append(cells, f.Cell)
			}
			if !yield(cells) {
				return
			}
		}
	}}
}

// MarshalJSON returns the rows as a list of objects: the slug and the name of the
// key's vanguard, "key", and the figures under the names that the columns of CSV
// have. What is not known is left out.
func (r Report) MarshalJSON() ([]byte, error) {
	out := []byte{'['}
	for i, row := range r.rows {
		if i > 0 {
			out = append(out, ',')
		}
		key, err := json.Marshal(row.key)
		if err != nil {
			return nil, err
		}
		fields := append(vanguardFields(r.programme, row.key), tabular.Field{Name: "key", Text: string(key), Bare: true})
		for _, f := range row.figures {
			fields = append(fields, tabular.Field{Name: f.Name, Text: f.Data, Bare: f.Bare})
		}
		object, err := tabular.Splice([]byte("{}"), fields...)
		if err != nil {
			return nil, err
		}
		out = append(out, object...)
	}
	return append(out, ']'), nil
}

func amount(name, head string, m Money, known bool) tabular.Value {
	return tabular.Value{Column: tabular.Column{Name: name, Head: head, Figure: true}, Cell: moneyCell(m, known)}
}

// percentage is a ratio in per cent.
func percentage(name, head string, r caremodel.Ratio) tabular.Value {
	v := tabular.Number(name, head, 0)
	v.Cell = tabular.Cell{Text: "not known"}
	if r.Known() {
		v.Cell = tabular.Cell{Data: strings.TrimSuffix(r.Percent(4), "%"), Text: r.Percent(1)}
	}
	return v
}

// rests is how much the figures of a row rest on; people see it in one column.
func rests(of KnownOf, head string) []tabular.Value {
	return []tabular.Value{
		{Column: tabular.Column{Head: head, Figure: true}, Cell: knownCell(of)},
		tabular.Number("known", "", int64(of.Known)), tabular.Number("of", "", int64(of.Of)),
	}
}

func (s Shortfall) key() Key { return s.Key }
func (s Shortfall) figures() []tabular.Value {
	known := s.Coverage.Known > 0
	return append([]tabular.Value{
		amount("requested", "Requested", s.Requested, known), amount("approved", "Approved", s.Approved, known),
		amount("difference", "Shortfall", s.Difference, known), percentage("rate_percent", "Rate", s.Rate),
	}, rests(s.Coverage, "Vanguards")...)
}

func (r Remaining) key() Key { return r.Key }
func (r Remaining) figures() []tabular.Value {
	known := r.Coverage.Known > 0
	return append([]tabular.Value{
		amount("approved", "Approved", r.Approved, known), amount("paid", "Paid", r.Paid, known), amount("remaining", "Remaining", r.Remaining, known),
	}, rests(r.Coverage, "Vanguards")...)
}

func (m Match) key() Key { return m.Key }
func (m Match) figures() []tabular.Value {
	known := m.Coverage.Known > 0
	return append([]tabular.Value{
		amount("local", "Local", m.Local, known), amount("national", "National", m.National, known), percentage("ratio_percent", "Ratio", m.Ratio),
	}, rests(m.Coverage, "Vanguards")...)
}

func (c Change) key() Key { return c.Key }
func (c Change) figures() []tabular.Value {
	known := c.Coverage.Known > 0
	return append([]tabular.Value{
		tabular.Words("from", "From", c.From.String(), c.From.String()), tabular.Words("to", "To", c.To.String(), c.To.String()),
		amount("before", "Before", c.Before, known), amount("after", "After", c.After, known),
		amount("difference", "Change", c.Difference, known), percentage("rate_percent", "Rate", c.Rate),
	}, rests(c.Coverage, "Vanguards")...)
}

func (p PerHead) key() Key { return p.Key }
func (p PerHead) figures() []tabular.Value {
	known := p.Coverage.Known > 0 && p.People > 0
	each, err := p.Amount(HalfEven)
	people := tabular.Number("people", "People", p.People)
	if !known {
		people.Cell = tabular.Cell{Text: "not known"}
	}
	return append([]tabular.Value{
		amount("sum", "Sum", p.Sum, known), people, amount("per_head", "Per head", each, known && err == nil),
	}, rests(p.Coverage, "Vanguards")...)
}

func (r RealTerms) key() Key { return r.Key }
func (r RealTerms) figures() []tabular.Value {
	known := r.Coverage.Known > 0
	return append([]tabular.Value{
		tabular.Words("prices", "Prices", r.Prices.String(), r.Prices.String()), amount("cash", "Cash", r.Cash, known), amount("real", "Real", r.Real, known),
		amount("multi_year", "Multi-year", r.MultiYear, true),
	}, rests(r.Coverage, "Amounts")...)
}

func (h Headroom) key() Key { return Key{} }
func (h Headroom) figures() []tabular.Value {
	known := h.Coverage.Known > 0 || h.Unknown == 0
	years := h.From.String()
	if h.Through != h.From {
		years += " to " + h.Through.String()
	}
	return append([]tabular.Value{
		tabular.Words("fund", "Fund", string(h.Fund), string(h.Fund)), tabular.Words("from", "", h.From.String(), ""), tabular.Words("through", "", h.Through.String(), ""),
		tabular.Words("", "Years", "", years), tabular.Words("strength", "Strength", textOrBlank(h.Strength), textOrBlank(h.Strength)),
		amount("limit", "Limit", h.Limit, true), amount("used", "Used", h.Used, known), amount("left", "Left", h.Left, known),
		tabular.Number("unknown", "", int64(h.Unknown)), tabular.Number("multi_year_amounts", "", int64(h.MultiYear)),
	}, rests(h.Coverage, "Vanguards")...)
}

func (r Reconciliation) key() Key { return Key{} }
func (r Reconciliation) figures() []tabular.Value {
	stated, known := r.Stated.Figure, r.Coverage.Known > 0 || r.Unknown == 0
	verdict := textOrBlank(r.Verdict)
	bound, _ := stated.Bound.MarshalText()
	published := amount("stated", "Stated", stated.Amount, stated.Known())
	if stated.Known() && stated.Bound != caremodel.Exactly {
		published.Text = strings.ReplaceAll(string(bound), "-", " ") + " " + published.Text
	}
	return append([]tabular.Value{
		tabular.Words("name", "Total", r.Stated.Name, r.Stated.Name), tabular.Words("verdict", "Verdict", verdict, strings.ReplaceAll(verdict, "-", " ")),
		tabular.Words("bound", "", string(bound), ""), published, amount("sum", "Sum", r.Sum, known),
		amount("difference", "", r.Difference, known && stated.Known()), amount("tolerance", "", r.Tolerance, true),
		tabular.Number("unknown", "", int64(r.Unknown)), tabular.Words("reason", "", r.Reason, ""),
	}, rests(r.Coverage, "Known")...)
}
