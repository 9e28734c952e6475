package main

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// each gives every area one figure.
func (o options) each(d *data, f func(g group) (indicator.Interval, error)) tables.Table {
	var list []figure
	for _, g := range d.by("area") {
		i, err := f(g)
		if !d.checker.OK() && err != nil {
			continue // what is wrong with the cells is told already
		}
		list = append(list, figure{area: g.name, Interval: i, reason: g.reason(err)})
	}
	return o.figures(list, "")
}

func proportions(o options, d *data) tables.Table {
	return o.each(d, func(g group) (indicator.Interval, error) {
		r := g.single()
		return indicator.Proportion(r.count("numerator"), r.count("denominator"), o.confidence)
	})
}

func rates(o options, d *data) tables.Table {
	return o.each(d, func(g group) (indicator.Interval, error) {
		r := g.single()
		return indicator.Rate(r.count("numerator"), r.count("denominator"), o.per, o.confidence)
	})
}

// strata reads the ages of an area, of which each stands there once.
func (g group) strata(read func(row) indicator.TableRow) []indicator.TableRow {
	var rows []indicator.TableRow
	seen := map[string]bool{}
	for _, r := range g.rows {
		age := r.label("age")
		if seen[age] {
			r.place("age").Error(validate.Duplicate, age, "the area has a row of this age already")
		}
		seen[age] = true
		row := read(r)
		row.Group, row.Stratum, row.Numerator, row.Denominator = g.name, age, r.count("numerator"), r.count("denominator")
		rows = append(rows, row)
	}
	return rows
}

func standardisedRates(o options, d *data) tables.Table {
	standard := map[string]float64{}
	var ages []string
	for _, band := range indicator.ESP2013() {
		standard[band.Ages] = band.Standard
		ages = append(ages, band.Ages)
	}
	return o.each(d, func(g group) (indicator.Interval, error) {
		rows := g.strata(func(r row) (row indicator.TableRow) {
			if d.has("weight") {
				row.Weight, _ = r.value("weight", false)
				return row
			}
			age := strings.ReplaceAll(r.text("age"), "–", "-")
			if row.Weight = standard[age]; row.Weight == 0 {
				r.place("age").Error(validate.Unknown, age, "give a column of weights, or the ages of the standard population: "+strings.Join(ages, ", "))
			}
			return row
		})
		return one(indicator.StandardisedRates(rows, o.per, o.confidence))
	})
}

func standardisedRatios(o options, d *data) tables.Table {
	return o.each(d, func(g group) (indicator.Interval, error) {
		rows := g.strata(func(r row) indicator.TableRow {
			return indicator.TableRow{Reference: r.count("reference"), ReferencePopulation: r.count("reference_population")}
		})
		return one(indicator.StandardisedRatios(rows, o.per, o.confidence))
	})
}

func one(results []indicator.GroupResult[indicator.Interval]) (indicator.Interval, error) {
	return results[0].Result, results[0].Err
}

func means(o options, d *data) tables.Table {
	return o.each(d, func(g group) (indicator.Interval, error) {
		var values []float64
		for _, r := range g.rows {
			v, _ := r.value("value", false)
			values = append(values, v)
		}
		return indicator.Mean(values, o.confidence)
	})
}
