package main

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// formula gives the figure of an area, with limits.
type formula func(confidence float64) (indicator.Interval, error)

// each gives every area one figure. read reads the cells of an area.
func (o options) each(d *data, read func(g group) formula) tables.Table {
	var list []figure
	for _, g := range d.by("area") {
		f := read(g)
		i, err := f(o.confidence)
		if err != nil && !sound(g.rows...) {
			continue // what is wrong with the cells is told already
		}
		shown := figure{area: g.name, Interval: i, reason: g.reason(err)}
		if o.benchmark != nil && shown.reason == "" {
			shown.comparison = indicator.Compare(i, *o.benchmark, o.polarity)
			if o.outer > 0 {
				if i, err = f(o.outer); err == nil {
					shown.comparison, err = indicator.CompareTwoLevels(shown.Interval, i, *o.benchmark, o.polarity)
				}
				shown.reason = g.reason(err)
			}
		}
		list = append(list, shown)
	}
	return o.figures(list, "")
}

func proportions(o options, d *data) tables.Table {
	return o.each(d, func(g group) formula {
		r := g.single()
		x, n := r.count("numerator"), r.count("denominator")
		return func(confidence float64) (indicator.Interval, error) { return indicator.Proportion(x, n, confidence) }
	})
}

func rates(o options, d *data) tables.Table {
	return o.each(d, func(g group) formula {
		r := g.single()
		events, people := r.count("numerator"), r.count("denominator")
		return func(confidence float64) (indicator.Interval, error) {
			return indicator.Rate(events, people, o.per, confidence)
		}
	})
}

// strata reads the ages of an area, of which each stands there once, or once for each
// number of events a person.
func (g group) strata(read func(row) indicator.TableRow) []indicator.TableRow {
	var rows []indicator.TableRow
	seen := map[[2]string]bool{}
	for _, r := range g.rows {
		age, times := r.label("age"), ""
		if r.has("times") {
			times = r.label("times")
		}
		if seen[[2]string{age, times}] {
			r.fault("age").Error(validate.Duplicate, age, "the area has a row of this age already")
		}
		seen[[2]string{age, times}] = true
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
	return o.each(d, func(g group) formula {
		rows := g.strata(func(r row) (row indicator.TableRow) {
			if d.has("weight") {
				row.Weight, _ = r.value("weight", false)
				return row
			}
			age := strings.ReplaceAll(r.text("age"), "–", "-")
			if row.Weight = standard[age]; row.Weight == 0 {
				r.fault("age").Error(validate.Unknown, age, "give a column of weights, or the ages of the standard population: "+strings.Join(ages, ", "))
			}
			return row
		})
		if d.has("times") {
			recurring := g.recurring(rows)
			return func(confidence float64) (indicator.Interval, error) {
				return indicator.StandardisedRateRecurring(recurring, o.per, confidence)
			}
		}
		return func(confidence float64) (indicator.Interval, error) {
			return one(indicator.StandardisedRates(rows, o.per, confidence))
		}
	})
}

// recurring puts the rows of an area together by how many events each person had.
func (g group) recurring(rows []indicator.TableRow) []indicator.Recurring {
	at := map[int64]int{}
	var all []indicator.Recurring
	for i, r := range rows {
		times := g.rows[i].count("times")
		k, seen := at[times]
		if !seen {
			k, at[times] = len(all), len(all)
			all = append(all, indicator.Recurring{Times: times})
		}
		all[k].Strata = append(all[k].Strata, indicator.Stratum{Events: r.Numerator, Population: r.Denominator, Standard: r.Weight})
	}
	return all
}

func standardisedRatios(o options, d *data) tables.Table {
	return o.each(d, func(g group) formula {
		rows := g.strata(func(r row) indicator.TableRow {
			return indicator.TableRow{Reference: r.count("reference"), ReferencePopulation: r.count("reference_population")}
		})
		if o.rate {
			var observed int64
			var strata []indicator.ReferenceStratum
			for i, r := range rows {
				if observed += r.Numerator; observed < 0 {
					g.rows[i].place("numerator").Error(validate.Overflow, g.rows[i].text("numerator"), "the events of the area are more than can be held")
					observed = 0
				}
				strata = append(strata, indicator.ReferenceStratum{Population: r.Denominator, ReferenceEvents: r.Reference, ReferencePopulation: r.ReferencePopulation})
			}
			return func(confidence float64) (indicator.Interval, error) {
				return indicator.IndirectlyStandardisedRate(observed, strata, o.per, confidence)
			}
		}
		return func(confidence float64) (indicator.Interval, error) {
			return one(indicator.StandardisedRatios(rows, o.per, confidence))
		}
	})
}

func one(results []indicator.GroupResult[indicator.Interval]) (indicator.Interval, error) {
	return results[0].Result, results[0].Err
}

// means takes single values, or what was published of them.
func means(o options, d *data) tables.Table {
	published := d.has("values") && d.has("mean") && d.has("standard_deviation")
	if !published && !d.has("value") {
		d.checker.Row(1).Error(validate.Required, "", "give the column value, or values, mean and standard_deviation")
		return tables.Table{}
	}
	return o.each(d, func(g group) formula {
		if published {
			r := g.single()
			n := r.count("values")
			mean, _ := r.value("mean", false)
			deviation, _ := r.value("standard_deviation", false)
			return func(confidence float64) (indicator.Interval, error) {
				return indicator.MeanOf(n, mean, deviation, confidence)
			}
		}
		var values []float64
		for _, r := range g.rows {
			v, _ := r.value("value", false)
			values = append(values, v)
		}
		return func(confidence float64) (indicator.Interval, error) { return indicator.Mean(values, confidence) }
	})
}
