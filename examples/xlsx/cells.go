package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// book is a workbook that is being read.
type book struct {
	*excelize.File
	since1904 bool
	dates     map[int]bool // by style
}

// open opens a workbook, and says what a file is that is none.
func open(name string) (*book, error) {
	f, err := excelize.OpenFile(name, excelize.Options{UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 64 << 20})
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a workbook (.xlsx): %w", name, err)
	}
	b := &book{File: f, dates: map[int]bool{}}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		b.since1904 = *props.Date1904
	}
	return b, nil
}

// table returns a sheet as the readers of tables take it: CSV, in which a row has the
// number that it has in the sheet. Numbers are plain, days are written as 2015-03-10, and a
// formula stands for the value that was saved with it. What no cell of a table can be goes
// on the checker's list.
func (b *book) table(sheet string, c *validate.Checker) ([]byte, error) {
	rows, err := b.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w", sheet, err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for i, row := range rows {
		cells := make([]string, max(width, 2)) // a row of one blank cell would be no row
		for j := range row {
			if cells[j], err = b.cell(sheet, i+1, j+1, row[j], c); err != nil {
				return nil, err
			}
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// cell is what a cell says.
func (b *book) cell(sheet string, row, column int, raw string, c *validate.Checker) (string, error) {
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "", err
	}
	kind, err := b.GetCellType(sheet, at)
	if err != nil {
		return "", err
	}
	place := c.Row(row).At(strings.TrimRight(at, "0123456789"))
	switch kind {
	case excelize.CellTypeError:
		place.Error(validate.Format, raw, "the cell shows an error")
		return "", nil
	case excelize.CellTypeSharedString, excelize.CellTypeInlineString:
		return raw, nil
	}
	if raw == "" {
		if formula, err := b.GetCellFormula(sheet, at); err == nil && formula != "" {
			place.Error(validate.Required, "="+formula, "the formula has no saved value: open the workbook in a spreadsheet program and save it")
		}
		return "", nil
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return raw, nil
	}
	if b.isDay(sheet, at) {
		day, err := excelize.ExcelDateToTime(n, b.since1904)
		if err != nil {
			place.Error(validate.Format, raw, "the number stands for no day")
			return "", nil
		}
		return day.Format(time.DateOnly), nil
	}
	// A spreadsheet program knows 15 digits of a number.
	n, err = strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	return strconv.FormatFloat(n, 'f', -1, 64), err
}

// isDay reports whether a number is shown as a day.
func (b *book) isDay(sheet, at string) bool {
	id, err := b.GetCellStyle(sheet, at)
	if err != nil || id == 0 {
		return false
	}
	day, known := b.dates[id]
	if known {
		return day
	}
	if style, err := b.GetStyle(id); err == nil {
		day = style.NumFmt >= 14 && style.NumFmt <= 17 || style.NumFmt == 22 || style.NumFmt >= 27 && style.NumFmt <= 36 || style.NumFmt >= 50 && style.NumFmt <= 58
		if style.CustomNumFmt != nil {
			day = dayFormat(*style.CustomNumFmt)
		}
	}
	b.dates[id] = day
	return day
}

// dayFormat reports whether a number format shows a day: it has a year or a day outside
// of quotation marks and brackets.
func dayFormat(format string) bool {
	quoted, bracket := false, false
	for i, r := range strings.ToLower(format) {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted || i > 0 && format[i-1] == '\\':
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case !bracket && (r == 'y' || r == 'd'):
			return true
		}
	}
	return false
}
