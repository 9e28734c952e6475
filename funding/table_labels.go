package funding

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// dimensionColumns returns the columns of a key that is divided by dims.
func dimensionColumns(dims []Dimension) []tabular.Column {
	var columns []tabular.Column
	for _, d := range dims {
		head := heading(d)
		switch d {
		case ByVanguard:
			columns = append(columns, tabular.Column{Name: "vanguard"}, tabular.Column{Name: "vanguard_name", Head: head})
		case ByYear:
			columns = append(columns, tabular.Column{Name: "year", Head: head}, tabular.Column{Name: "through"})
		default:
			columns = append(columns, tabular.Column{Name: d.String(), Head: head})
		}
	}
	if slices.ContainsFunc(dims, recipientDimension) {
		columns = append(columns, tabular.Column{Name: "joint"})
	}
	return columns
}

// dimensionCells appends the cells of a key to those of a row.
func dimensionCells(cells []tabular.Cell, p *caremodel.Programme, dims []Dimension, k Key) []tabular.Cell {
	for _, d := range dims {
		cell := tabular.Cell{Data: k.value(d), Text: k.label(d)}
		switch d {
		case ByVanguard:
			v, _ := p.Vanguard(k.Vanguard)
			if cell = (tabular.Cell{Data: v.Name, Text: v.Name}); v.ID.IsZero() {
				cell.Text = k.label(d)
			}
			cells = append(cells, tabular.Cell{Data: v.Slug}, cell)
		case ByYear:
			cells = append(cells, cell, tabular.Cell{Data: k.Through.String()})
		default:
			cells = append(cells, cell)
		}
	}
	if slices.ContainsFunc(dims, recipientDimension) {
		cells = append(cells, tabular.Cell{Data: trueOrBlank(k.Joint)})
	}
	return cells
}

func trueOrBlank(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// heading returns the head of a dimension's column.
func heading(d Dimension) string {
	name := d.String()
	return strings.ToUpper(name[:1]) + name[1:]
}

// value returns what a key has under a dimension, as programs read it; blank for
// nothing.
func (k Key) value(d Dimension) string {
	switch d {
	case ByVanguard:
		return k.Vanguard.String()
	case ByCategory:
		return string(k.Category)
	case ByWave:
		return k.Wave
	case ByRegion:
		return k.Region
	case ByYear:
		return k.Year.String()
	case ByStream:
		return string(k.Stream)
	case ByKind:
		return textOrBlank(k.Kind)
	case ByStatus:
		return textOrBlank(k.Status)
	case ByStrength:
		return textOrBlank(k.Strength)
	case ByFund:
		return string(k.Fund)
	}
	return string(k.Round)
}

// textOrBlank returns the text of one of the constants, blank where it is unset.
func textOrBlank[T interface {
	IsZero() bool
	String() string
}](v T) string {
	if v.IsZero() {
		return ""
	}
	return v.String()
}

// label returns what people read of a key under a dimension.
func (k Key) label(d Dimension) string {
	text := k.value(d)
	switch {
	case d == ByYear && !k.Through.IsZero():
		return text + " to " + k.Through.String()
	case text == "" && recipientDimension(d) && k.Joint:
		return "several jointly"
	case text == "":
		return noValue(d)
	}
	return text
}

// noValue says for people that an allocation has no value under a dimension.
func noValue(d Dimension) string {
	switch d {
	case ByVanguard, ByCategory:
		return "no recipient"
	case ByStrength:
		return "ended"
	case ByFund:
		return "outside any fund"
	case ByRound:
		return "outside any round"
	}
	return "not known"
}

// String returns what is set of the key, with commas between, as people read it:
// "PACS, 2015/16", "several jointly, 2015/16 to 2016/17". A vanguard is given by
// its id; the zero Key is "all".
func (k Key) String() string {
	var parts []string
	for d := ByVanguard; d <= ByRound; d++ {
		if k.value(d) != "" {
			parts = append(parts, k.label(d))
		}
	}
	if k.Joint {
		parts = append(parts, "several jointly")
	}
	if len(parts) == 0 {
		return "all"
	}
	return strings.Join(parts, ", ")
}
