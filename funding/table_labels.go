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
	if slices.ContainsFunc(dims, Dimension.ofRecipient) {
		columns = append(columns, tabular.Column{Name: "joint"})
	}
	return columns
}

// dimensionCells appends the cells of a key to those of a row.
func dimensionCells(cells []tabular.Cell, p *caremodel.Programme, dims []Dimension, k Key) []tabular.Cell {
	for _, d := range dims {
		cell := tabular.Cell{Data: d.parts().text(k), Text: k.label(d)}
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
	if slices.ContainsFunc(dims, Dimension.ofRecipient) {
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

// label returns what people read of a key under a dimension.
func (k Key) label(d Dimension) string {
	text := d.parts().text(k)
	switch {
	case d == ByYear && !k.Through.IsZero():
		return text + " to " + k.Through.String()
	case text == "" && d.ofRecipient() && k.Joint:
		return "several jointly"
	case text == "":
		return d.parts().none
	}
	return text
}

// String returns what is set of the key, with commas between, as people read it:
// "PACS, 2015/16", "several jointly, 2015/16 to 2016/17". A vanguard is given by
// its id; the zero Key is "all".
func (k Key) String() string {
	var parts []string
	for d := range Dimension(dimensionCount) {
		if d++; d.parts().text(k) != "" {
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
