package main

import (
	"bytes"
	"embed"
	"os"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

//go:embed sample/months.csv sample/areas.csv
var samples embed.FS

// given is a file of the caller's, or what is drawn without it.
type given struct{ file, sample string }

// open returns what the file holds, or the sample.
func (g given) open() ([]byte, error) {
	if g.file == "" {
		return samples.ReadFile(g.sample)
	}
	return records.Content(g.file, os.Stdin)
}

// source is the chart's source line.
func (g given) source() string {
	if g.file != "" {
		return "the file " + g.file + "."
	}
	return "Give a file to draw your own."
}

// marked marks a chart of made-up data.
func (g given) marked(ch chart.Chart, err error) (chart.Chart, error) {
	if err != nil || g.file != "" {
		return ch, err
	}
	return ch.MadeUp(), nil
}

// controlChart is one measure over time.
func (o options) controlChart() (chart.Chart, error) {
	var points []indicator.ChartPoint
	err := o.control.rows([]string{"period", "value"}, func(r row) {
		p := indicator.ChartPoint{Label: r.cells[0], Missing: r.cells[1] == ""}
		if !p.Missing {
			p.Value, _ = r.number(1)
		}
		points = append(points, p)
	})
	if err != nil {
		return chart.Chart{}, err
	}
	control, err := indicator.ControlChart(points, indicator.Improvement(o.better))
	if err != nil {
		return chart.Chart{}, err
	}
	return o.control.marked(chart.Control(control, o.control.source()))
}

// funnelChart is shares of areas of different size.
func (o options) funnelChart() (chart.Chart, error) {
	var units []chart.Unit
	err := o.funnel.rows([]string{"area", "numerator", "denominator"}, func(r row) {
		events, counted := r.number(1)
		base, known := r.number(2)
		u := indicator.FunnelUnit{Events: events, Base: base}
		if counted && known {
			_, err := indicator.FunnelPosition(indicator.FunnelProportion, u)
			r.at.Report(err)
		}
		units = append(units, chart.Unit{Name: r.cells[0], FunnelUnit: u})
	})
	if err != nil {
		return chart.Chart{}, err
	}
	return o.funnel.marked(chart.Funnel(units, o.funnel.source()))
}

// row is the cells of one row, in the order in which their columns were asked for.
type row struct {
	columns, cells []string
	at             validate.Place
}

// number is a cell that must be a number.
func (r row) number(i int) (float64, bool) {
	v, err := strconv.ParseFloat(r.cells[i], 64)
	if err != nil || v-v != 0 {
		r.at.At(r.columns[i]).Error(validate.Format, r.cells[i], "a number, as in 12.5")
		return 0, false
	}
	return v, true
}

// rows reads a table with these columns, in any order and beside others, and reports
// everything that is wrong with it.
func (g given) rows(columns []string, use func(row)) error {
	content, err := g.open()
	if err != nil {
		return err
	}
	var checker validate.Checker
	n := 0
	in := sheet.Open(bytes.NewReader(content), []caremodel.CSV{{}})
	found, ok, err := in.Columns(&checker, sheet.Schema{Names: columns, Required: columns, Others: true})
	if ok && err == nil {
		err = in.EachBytes(&checker, func(number int, fields [][]byte) {
			cells := make([]string, len(columns))
			for i := range cells {
				cells[i] = string(found.Cell(fields, i))
			}
			use(row{columns, cells, checker.Row(number)})
			n++
		})
	}
	if err != nil {
		return err
	}
	if n == 0 && checker.OK() {
		checker.Row(2).Error(validate.Required, "", "the table has a header and no row")
	}
	return checker.Violations().Under(g.file).Err()
}
