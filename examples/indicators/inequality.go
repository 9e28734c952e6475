package main

import (
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// bands reads the ordered bands of an area. Of a numerator the value is its share of
// the population, with the standard error of a share.
func (g group) bands() []indicator.Band {
	var bands []indicator.Band
	for _, r := range g.rows {
		band := indicator.Band{Population: r.count("population")}
		if r.has("numerator") && !r.has("value") {
			n := r.count("numerator")
			if n > band.Population {
				r.fault("numerator").Error(validate.Conflict, r.text("numerator"), "there are fewer people in the band than this")
			} else if band.Population > 0 {
				band.Value = float64(n) / float64(band.Population)
				band.StandardError = math.Sqrt(band.Value * (1 - band.Value) / float64(band.Population))
			}
		} else {
			band.Value, _ = r.value("value", false)
			band.StandardError, _ = r.value("standard_error", true)
		}
		bands = append(bands, band)
	}
	return bands
}

// indices gives every area a row for each index.
func (o options) indices(d *data, f func(g group, bands []indicator.Band) []figure) tables.Table {
	if !d.has("value") && !d.has("numerator") {
		d.checker.Row(1).Error(validate.Required, "", "give a column value or numerator")
		return tables.Table{}
	}
	var list []figure
	for _, g := range d.by("area") {
		bands := g.bands()
		if sound(g.rows...) {
			for _, i := range f(g, bands) {
				i.area = g.name
				list = append(list, i)
			}
		}
	}
	return o.figures(list, "Index")
}

// exact is a figure without limits.
func exact(v float64) indicator.Interval { return indicator.Interval{Value: v, Low: v, High: v} }

func slope(o options, d *data) tables.Table {
	var options []indicator.SlopeOption
	for _, chosen := range []struct {
		yes    bool
		option indicator.SlopeOption
	}{{o.log, indicator.Log()}, {o.logit, indicator.Logit()}, {o.reversed, indicator.Reversed()}} {
		if chosen.yes {
			options = append(options, chosen.option)
		}
	}
	return o.indices(d, func(g group, bands []indicator.Band) []figure {
		s, err := indicator.SlopeIndex(bands, o.confidence, options...)
		reason := g.reason(err)
		list := []figure{{index: "sii", Interval: s.SII}, {index: "rii", Interval: s.RII, reason: reason}, {index: "intercept", Interval: exact(s.Intercept)}}
		if s == (indicator.Slope{}) && reason != "" {
			list[0].reason, list[2].reason = reason, reason
		}
		return list
	})
}

func inequality(o options, d *data) tables.Table {
	return o.indices(d, func(g group, bands []indicator.Band) []figure {
		var limits []indicator.GapOption
		var concentration []indicator.ConcentrationOption
		if o.confidence > 0 && d.has("standard_error") || d.has("numerator") && !d.has("value") && o.confidence > 0 {
			limits = append(limits, indicator.WithLimits(o.confidence))
		}
		if o.confidence > 0 {
			concentration = append(concentration, indicator.ConcentrationLimits(o.confidence))
		}
		if o.bounded {
			concentration = append(concentration, indicator.Bounds(0, 1))
		}
		reference := o.reference - 1
		if o.reference == 0 {
			reference = len(bands) - 1
		}
		gap, err := indicator.Gap(bands, limits...)
		list := []figure{{index: "gap", Interval: gap, reason: g.reason(err)}}
		ratio, err := indicator.Ratio(bands, limits...)
		list = append(list, figure{index: "ratio", Interval: ratio, reason: g.reason(err)})
		c, err := indicator.ConcentrationIndex(bands, concentration...)
		reason := g.reason(err)
		relative := c.Limits
		if relative.Confidence == 0 {
			relative = exact(c.Relative)
		}
		list = append(list, figure{index: "concentration_relative", Interval: relative, reason: reason}, figure{index: "concentration_absolute", Interval: exact(c.Absolute), reason: reason})
		if c.Bounded {
			list = append(list, figure{index: "concentration_erreygers", Interval: exact(c.Erreygers)}, figure{index: "concentration_wagstaff", Interval: exact(c.Wagstaff)})
		}
		a, err := indicator.PopulationAttributable(bands, reference)
		reason = g.reason(err)
		list = append(list, figure{index: "attributable_risk", Interval: exact(a.Risk), reason: reason}, figure{index: "attributable_fraction", Interval: exact(a.Fraction), reason: reason})
		apart, err := indicator.Dispersed(bands)
		reason = g.reason(err)
		for _, f := range []struct {
			index string
			value float64
		}{
			{"mean", apart.Mean}, {"variance", apart.Variance}, {"standard_deviation", apart.StandardDeviation}, {"mean_difference", apart.MeanDifference},
			{"coefficient_of_variation", apart.CoefficientOfVariation}, {"index_of_disparity", apart.IndexOfDisparity}, {"theil", apart.Theil}, {"mean_log_deviation", apart.MeanLogDeviation},
		} {
			list = append(list, figure{index: f.index, Interval: exact(f.value), reason: reason})
		}
		return list
	})
}

func quantiles(o options, d *data) tables.Table {
	var values []float64
	var people []int64
	for _, g := range d.by("area") {
		r := g.single()
		v, _ := r.value("value", false)
		values = append(values, v)
		if d.has("population") {
			people = append(people, r.count("population"))
		}
	}
	if !d.checker.OK() {
		return tables.Table{}
	}
	var groups []int
	var err error
	if people != nil {
		groups, err = indicator.WeightedQuantiles(values, people, o.groups)
	} else {
		groups, err = indicator.Quantiles(values, o.groups)
	}
	if err != nil {
		d.checker.Row(d.rows[0].number).Report(err)
		return tables.Table{}
	}
	type placed struct {
		area  string
		value float64
		group int
	}
	var list []placed
	for i, r := range d.rows {
		list = append(list, placed{r.text("area"), values[i], groups[i]})
	}
	return tables.Of(tables.Table{}, slices.Values(list), func(p placed) []field {
		return []field{
			tables.Word("area", "Area", p.area), given("value", "Value", p.value, true, ""), tables.Figure("group", "Group", strconv.Itoa(p.group), strconv.Itoa(p.group)),
		}
	})
}
