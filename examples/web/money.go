package main

import (
	"errors"
	"net/http"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// moneyTable is a table of money for a page: every cell as words. As JSON it is
// the table itself.
type moneyTable struct {
	funding.Table
	Heads []string
	Rows  []moneyRow
	Total moneyRow // without words where the streams do not add up
	// Note says why there is no table.
	Note string
}

type moneyRow struct {
	Keys  []string
	Sum   string // "not known" where no amount is
	Known string // vanguards with a known figure, of those meant
}

// MarshalJSON writes the table as programs want it: numbers, and blanks where a
// figure is not known.
func (t moneyTable) MarshalJSON() ([]byte, error) {
	if t.Note != "" {
		return []byte("null"), nil
	}
	return t.Table.MarshalJSON()
}

// tableOf divides the money of a view.
func tableOf(x *indexes, book *funding.Book, by []funding.Dimension) (moneyTable, error) {
	table, err := book.Table(by...)
	if err != nil {
		return moneyTable{}, refused(err)
	}
	if len(by) < 3 {
		table = table.Grid() // a row also where nothing is recorded: not known
	}
	t := moneyTable{Table: table}
	for _, d := range table.Dimensions() {
		t.Heads = append(t.Heads, d.String())
	}
	for row := range table.Rows() {
		t.Rows = append(t.Rows, rowOf(x, table, row))
	}
	t.Total = rowOf(x, table, table.Total())
	switch summary, err := book.Summary(); {
	case err == nil:
		t.Total.Known = summary.Vanguards.String()
	case errors.Is(err, funding.MixedStreams): // divided by stream, there is no total
		t.Total = moneyRow{}
	default:
		return moneyTable{}, err
	}
	return t, nil
}

func rowOf(x *indexes, table funding.Table, row funding.Row) moneyRow {
	out := moneyRow{Sum: "not known", Known: table.Vanguards(row.Key).String()}
	if amount, known := row.Amount(); known {
		out.Sum = amount.FormatPounds()
	}
	for _, d := range table.Dimensions() {
		out.Keys = append(out.Keys, keyWords(x.programme, d, row.Key))
	}
	return out
}

// keyWords names one value of a row's key.
func keyWords(p *caremodel.Programme, d funding.Dimension, k funding.Key) string {
	words := ""
	switch d {
	case funding.ByVanguard:
		words = p.NameOf(k.Vanguard)
	case funding.ByCategory:
		words = string(k.Category)
	case funding.ByWave:
		words = k.Wave
	case funding.ByRegion:
		words = k.Region
	case funding.ByYear:
		words = k.Year.String()
		if !k.Through.IsZero() && k.Through != k.Year {
			words += " to " + k.Through.String()
		}
	case funding.ByStream:
		words = string(k.Stream)
	case funding.ByKind:
		words = k.Kind.String()
	case funding.ByStatus:
		words = k.Status.String()
	case funding.ByStrength:
		words = k.Strength.String()
	case funding.ByFund:
		words = string(k.Fund)
	case funding.ByRound:
		words = string(k.Round)
	}
	switch {
	case words == "" && k.Joint:
		return "joint awards, not divided"
	case words == "":
		return "none"
	}
	return words
}

// money is the page of a table with its menus.
type money struct {
	Table   moneyTable          `json:"table"`
	Summary string              `json:"summary"`
	AsAt    caremodel.Date      `json:"as_at,omitzero"`
	Menus   map[string][]choice `json:"-"`
	By      []choice            `json:"-"`
}

func moneyPage(x *indexes, r *http.Request) (page, error) {
	q := r.URL.Query()
	filter, err := moneyFilter(x, q)
	if err != nil {
		return page{}, err
	}
	by, err := dimensions(q)
	if err != nil {
		return page{}, err
	}
	m := money{Menus: map[string][]choice{"category": categoryMenu(x, r)}}
	for d := funding.ByVanguard; d <= funding.ByRound; d++ {
		m.By = append(m.By, choice{d.String(), d.String(), slices.Contains(by, d)})
	}
	if m.AsAt, err = day(q, "as-at"); err != nil {
		return page{}, err
	}
	book := x.book
	if !m.AsAt.IsZero() {
		book = book.AsAt(m.AsAt)
	}
	var streams, years [][2]string
	for s := range x.book.Streams() {
		streams = append(streams, [2]string{string(s), string(s)})
	}
	for y := range x.book.Years() {
		years = append(years, [2]string{y.String(), y.String()})
	}
	m.Menus["stream"], m.Menus["year"] = menu(r, "stream", streams...), menu(r, "year", years...)
	if book, err = book.Where(filter); err != nil {
		return page{}, refused(err)
	}
	m.Table, err = tableOf(x, book, by)
	if errors.Is(err, funding.MixedStreams) { // the question is fine once a stream is named
		m.Table.Note = "Money of several streams never adds up silently: choose a stream, or divide by stream."
		return page{"money", "Money", m}, nil
	}
	if err != nil {
		return page{}, err
	}
	summary, err := book.Summary()
	if err != nil && !errors.Is(err, validate.NotKnown) && !errors.Is(err, funding.MixedStreams) {
		return page{}, err
	}
	m.Summary = summary.String()
	return page{"money", "Money", m}, nil
}
