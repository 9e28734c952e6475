package main

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
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
	return os.ReadFile(g.file)
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
	err := o.control.rows([]string{"period", "value"}, func(cells []string, number func(int) float64) {
		p := indicator.ChartPoint{Label: cells[0], Missing: cells[1] == ""}
		if !p.Missing {
			p.Value = number(1)
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
	err := o.funnel.rows([]string{"area", "numerator", "denominator"}, func(cells []string, number func(int) float64) {
		units = append(units, chart.Unit{Name: cells[0], FunnelUnit: indicator.FunnelUnit{Events: number(1), Base: number(2)}})
	})
	if err != nil {
		return chart.Chart{}, err
	}
	return o.funnel.marked(chart.Funnel(units, o.funnel.source()))
}

// rows reads a table with these columns, in any order and beside others, and reports
// every cell that is no number.
func (g given) rows(columns []string, use func(cells []string, number func(int) float64)) error {
	content, err := g.open()
	if err != nil {
		return err
	}
	table := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	header, err := table.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", g.file, err)
	}
	at := make([]int, len(columns))
	for i, column := range columns {
		if at[i] = indexOf(header, column); at[i] < 0 {
			return fmt.Errorf("%s: no column %q; there are %q", g.file, column, header)
		}
	}
	var checker validate.Checker
	for n := 2; ; n++ {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", g.file, err)
		}
		cells := make([]string, len(columns))
		for i := range columns {
			cells[i] = record[at[i]]
		}
		use(cells, func(i int) float64 {
			v, err := strconv.ParseFloat(cells[i], 64)
			if err != nil || v-v != 0 {
				checker.Row(n).At(columns[i]).Error(validate.Format, cells[i], "a number, as in 12.5")
			}
			return v
		})
	}
	if err := checker.Violations().Err(); err != nil {
		return fmt.Errorf("%s: %w", g.file, err)
	}
	return nil
}

func indexOf(list []string, want string) int {
	for i, s := range list {
		if s == want {
			return i
		}
	}
	return -1
}
