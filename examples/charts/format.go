package main

import (
	"io"

	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
)

// format is a way of writing a chart.
type format struct {
	name  string
	write func(chart.Chart, io.Writer) error
}

// formats are those that the command line asks for.
func (o options) formats() []format {
	svg := format{name: "svg", write: chart.Chart.WriteSVG}
	png := format{name: "png", write: chart.Chart.WritePNG}
	switch o.format {
	case "svg":
		return []format{svg}
	case "png":
		return []format{png}
	case "both":
		return []format{svg, png}
	}
	return nil
}
