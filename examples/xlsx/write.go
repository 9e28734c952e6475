package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// kind is how a column is shown.
type kind uint8

const (
	text kind = iota
	money
	count
	decimal
	day
)

// page is a sheet to be written.
type page struct {
	name   string
	header []string
	kinds  []kind
	rows   [][]string
	err    error // why there is none
}

// kinds of the columns of records; any other is text.
var recordKinds = map[string]kind{
	"amount": money, "precision": money, "people": count, "gp_practices": count, "announced": day, "on": day, "from": day, "until": day,
	"source_published": day, "share_source_published": day,
}

func textPage(name string, header []string, rows [][]string) page {
	p := page{name: name, header: header, rows: rows}
	for _, column := range header {
		p.kinds = append(p.kinds, recordKinds[column])
	}
	return p
}

// reportSheets are the tables of a report, with a sheet in front that says what they are.
func reportSheets(r tables.Report) []page {
	contents := page{name: "Contents", header: []string{"Sheet", "Table", "How to read it"}, kinds: make([]kind, 3)}
	pages := []page{contents}
	used := map[string]bool{"contents": true}
	for _, t := range r.Tables {
		p := page{name: sheetName(t.Name, used)}
		var columns []int
		for i, c := range t.Columns {
			if c.Name == "" {
				continue
			}
			columns = append(columns, i)
			kind := text
			if c.Figure {
				kind = count
				for _, row := range t.Rows {
					switch {
					case strings.Contains(row[i].Text, "£"):
						kind = money
					case strings.Contains(row[i].Data, ".") && kind == count:
						kind = decimal
					}
				}
				if moneyColumns[c.Name] {
					kind = money
				}
			}
			p.header, p.kinds = append(p.header, words(c.Name)), append(p.kinds, kind)
		}
		for _, row := range t.Rows {
			var cells []string
			for _, i := range columns {
				cells = append(cells, row[i].Data)
			}
			p.rows = append(p.rows, cells)
		}
		pages = append(pages, p)
		pages[0].rows = append(pages[0].rows, []string{p.name, t.Title, strings.Join(t.Remarks, " ")})
	}
	return pages
}

// moneyColumns are those that people may not see, so that no text shows what they are.
var moneyColumns = map[string]bool{"sum": true, "min": true, "max": true, "requested": true, "approved": true, "stated": true, "recorded": true}

// sheetName is a name that a sheet may have: at most 31 characters, and like no other.
func sheetName(table string, used map[string]bool) string {
	runes := []rune(words(table))
	end := ""
	for n := 2; ; n++ {
		name := strings.TrimRight(string(runes[:min(len(runes), 31-len(end))]), " ") + end
		if !used[strings.ToLower(name)] {
			used[strings.ToLower(name)] = true
			return name
		}
		end = " " + strconv.Itoa(n)
	}
}

// words are a column's name for people.
func words(name string) string {
	name = strings.ReplaceAll(name, "_", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

// save writes a workbook.
func save(name string, pages []page) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, p := range pages {
		if i == 0 {
			err = f.SetSheetName("Sheet1", p.name)
		} else {
			_, err = f.NewSheet(p.name)
		}
		if err = cmp.Or(err, p.err); err == nil {
			err = p.write(f, styles)
		}
		if err != nil {
			return fmt.Errorf("sheet %s: %w", p.name, err)
		}
	}
	return f.SaveAs(name)
}

// styles are the style of the header and of each kind of column.
type styles struct {
	header int
	kinds  map[kind]int
}

func newStyles(f *excelize.File) (styles, error) {
	s := styles{kinds: map[kind]int{}}
	var err error
	s.header, err = f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDDDDD"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	})
	for kind, format := range map[kind]string{text: "@", money: "£#,##0.00", count: "#,##0", decimal: "#,##0.0###", day: "yyyy-mm-dd"} {
		id, wrong := f.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{WrapText: kind == text, Vertical: "top"}})
		s.kinds[kind] = id
		err = errors.Join(err, wrong)
	}
	return s, err
}

// write fills a sheet: a header that stays in sight and filters, columns as wide as their
// texts, numbers as numbers. A text is never a formula, whatever it begins with.
func (p page) write(f *excelize.File, s styles) error {
	w, err := f.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	for i, name := range p.header {
		width := utf8.RuneCountInString(name)
		for _, row := range p.rows[:min(len(p.rows), 1000)] {
			width = max(width, utf8.RuneCountInString(row[i]))
		}
		if p.kinds[i] == money || p.kinds[i] == count {
			width += width / 3 // thousands are set apart
		}
		if err := w.SetColWidth(i+1, i+1, float64(min(max(width+2, 8), 60))); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(p.header))
	for i, name := range p.header {
		header[i] = excelize.Cell{StyleID: s.header, Value: name}
	}
	if err := w.SetRow("A1", header); err != nil {
		return err
	}
	for n, row := range p.rows {
		cells := make([]any, len(row))
		for i, value := range row {
			if cells[i], err = s.cell(p.kinds[i], value); err != nil {
				return fmt.Errorf("row %d, column %s: %w", n+2, p.header[i], err)
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil || len(p.header) == 0 {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(p.header), len(p.rows)+1)
	if err != nil {
		return err
	}
	return f.AutoFilter(p.name, "A1:"+last, nil)
}

// cell is a value in the form of its column, or as text where it has none there: a number
// that a workbook would round, a day before 1900.
func (s styles) cell(k kind, value string) (any, error) {
	if len(utf16.Encode([]rune(value))) > excelize.TotalCellChars {
		return nil, fmt.Errorf("a cell holds at most %d characters", excelize.TotalCellChars)
	}
	if value == "" {
		return nil, nil
	}
	switch k {
	case money, count, decimal:
		n, err := strconv.ParseFloat(value, 64)
		if err == nil && !math.IsInf(n, 0) && len(strings.Trim(value, "-0.")) <= 15 {
			return excelize.Cell{StyleID: s.kinds[k], Value: n}, nil
		}
	case day:
		if d, err := caremodel.ParseDate(value); err == nil && value >= "1900-03-01" {
			t, err := time.Parse(time.DateOnly, d.String())
			return excelize.Cell{StyleID: s.kinds[k], Value: t}, err
		}
	}
	return excelize.Cell{StyleID: s.kinds[text], Value: value}, nil
}
