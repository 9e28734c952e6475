package main

import "github.com/newcaremodels/newcaremodels/examples/internal/tables"

// method is one that the program knows.
type method struct {
	name, title, about string
	sample             string
	required, optional []string // columns
	flags              []string
	run                func(o options, d *data) tables.Table
}

// methods are those of coverage/indicator that a table can feed.
var methods = []method{
	{
		name: "proportions", title: "Proportions with Wilson's limits", sample: "areas",
		about:    "Numerator by denominator of each area: people to whom something applies, of all people. One row an area.",
		required: []string{"area", "numerator", "denominator"},
		flags:    []string{"confidence", "benchmark", "outer", "polarity"}, run: proportions,
	},
	{
		name: "rates", title: "Rates with Byar's limits", sample: "areas",
		about:    "Events by people or person-years of each area, exact limits below 10 events. One row an area.",
		required: []string{"area", "numerator", "denominator"},
		flags:    []string{"per", "confidence", "benchmark", "outer", "polarity"}, run: rates,
	},
	{
		name: "standardised-rates", title: "Directly standardised rates", sample: "ages",
		about:    "Rates as they would be in the standard population, with Dobson's limits. One row an area and age. Without a column of weights the ages are the bands of the European Standard Population of 2013: 0-4 to 85-89, 90+. Of events that may recur, such as admissions, give one row for each number of times that people had one: times is that number, the numerator those people.",
		required: []string{"area", "age", "numerator", "denominator"}, optional: []string{"weight", "times"},
		flags: []string{"per", "confidence", "benchmark", "outer", "polarity"}, run: standardisedRates,
	},
	{
		name: "standardised-ratios", title: "Indirectly standardised ratios and rates", sample: "ages",
		about:    "Events by those expected at the reference population's rates: 1 is as expected, 100 with -per 100. One row an area and age.",
		required: []string{"area", "age", "numerator", "denominator", "reference", "reference_population"},
		flags:    []string{"rate", "per", "confidence", "benchmark", "outer", "polarity"}, run: standardisedRatios,
	},
	{
		name: "means", title: "Means with Student's limits", sample: "values",
		about:    "The mean of the values of each area. One row a value; or one row an area with the number of values, their mean and standard deviation, as published.",
		required: []string{"area"}, optional: []string{"value", "values", "mean", "standard_deviation"},
		flags: []string{"confidence", "benchmark", "outer", "polarity"}, run: means,
	},
	{
		name: "slope", title: "Slope and relative index of inequality", sample: "deciles",
		about:    "The modelled figure at the least deprived end less that at the most deprived end (SII), and divided by it (RII). One row a band, the most deprived first; the values as they are, or a numerator whose people the population are.",
		required: []string{"population"}, optional: []string{"area", "value", "numerator", "standard_error"},
		flags: []string{"confidence", "log", "logit", "reversed"}, run: slope,
	},
	{
		name: "inequality", title: "Gaps, concentration and attributable risk", sample: "deciles",
		about:    "Between ordered bands, the most deprived first: gap and ratio of the ends, concentration indices, attributable risk and fraction; how far the bands lie apart. One row a band.",
		required: []string{"population"}, optional: []string{"area", "value", "numerator", "standard_error"},
		flags: []string{"confidence", "shares", "reference"}, run: inequality,
	},
	{
		name: "quantiles", title: "Areas in equal groups", sample: "scores",
		about:    "Puts areas into groups by a value, 1 for the lowest: by numbers of areas, or of people where there is a population. One row an area.",
		required: []string{"area", "value"}, optional: []string{"population"}, flags: []string{"groups"}, run: quantiles,
	},
	{
		name: "funnel", title: "Funnel", sample: "areas",
		about:    "Whether each area lies outside the 95 % and 99.8 % lines around the mean of all, or around -target, and how it compares with that by the limits of -confidence around it. The denominator is people, person-years or expected events; a standardised rate needs its value. One row an area.",
		required: []string{"area", "numerator"}, optional: []string{"denominator", "value"},
		flags: []string{"kind", "per", "years", "target", "confidence", "polarity"}, run: funnel,
	},
	{
		name: "chart", title: "Control chart", sample: "months",
		about:    "Individual values and moving ranges (XmR): what is special about each point. One row a period in order of time; a blank value is missing.",
		required: []string{"period", "value"},
		flags:    []string{"polarity", "target", "rebase", "fix", "shift", "trend-of", "screen", "centre"}, run: chart,
	},
	{
		name: "before-after", title: "Difference in differences", sample: "before-after",
		about:    "How much more a treated group changed than its controls: difference, and ratio of ratios. Four rows an area: arm is treated or control, period is before or after.",
		required: []string{"arm", "period", "numerator", "denominator"}, optional: []string{"area"},
		flags: []string{"counts", "per", "confidence"}, run: beforeAfter,
	},
	{
		name: "estimates", title: "Two published figures compared", sample: "estimates",
		about:    "The ratio or the difference of two figures with 95 % limits, such as two rates or two effects, with its test. Limits that overlap do not say that there is none: how the first lies beside the second by its limits alone is told too. One row an area.",
		required: []string{"area", "value", "low", "high", "other_value", "other_low", "other_high"}, flags: []string{"scale", "confidence", "polarity"}, run: estimates,
	},
	{
		name: "pool", title: "Pooled effects", sample: "studies",
		about:    "Pools the effects of studies that count nobody twice: as a common effect, and by random effects. One row a study: a value with its limits, or the counts of both groups.",
		required: []string{"study"}, optional: []string{"value", "low", "high", "treated_events", "treated_people", "control_events", "control_people"},
		flags: []string{"scale", "measure", "confidence"}, run: pool,
	},
	{
		name: "trend", title: "Recent trends", sample: "years",
		about:    "Whether the last five unbroken years rise or fall: of proportions by numerator and denominator, of other figures by their value and 95 % limits. One row an area and year.",
		required: []string{"area", "year"}, optional: []string{"numerator", "denominator", "value", "low", "high"},
		flags: []string{"polarity"}, run: trend,
	},
	{
		name: "ordered-groups", title: "Trend over ordered groups", sample: "doses",
		about:    "Armitage's test of proportions that rise or fall in step with a score, such as a dose or a band of deprivation. One row a group.",
		required: []string{"score", "numerator", "denominator"}, optional: []string{"area"}, run: orderedGroups,
	},
	{
		name: "life-expectancy", title: "Life expectancy", sample: "life",
		about:    "Further years to live at the start of each age band, by Chiang's life table with Silcocks' variance. Twenty rows an area: ages 0, 1-4, 5-9, ... 90+.",
		required: []string{"area", "age", "population", "deaths"}, flags: []string{"confidence"}, run: lifeExpectancy,
	},
	{
		name: "suppress", title: "Counts that may be published", sample: "cells",
		about:    "Hides small counts, and others so that none follows from the published totals. One row a cell of the table; every line with every column.",
		required: []string{"row", "column", "count"},
		flags:    []string{"threshold", "totals", "keep-zeros", "hide-ties", "hidden-above"}, run: suppress,
	},
	{
		name: "round", title: "Rounded counts", sample: "cells",
		about:    "Rounds counts as the hospital statistics of England do: central shows 1 to 7 as 5, star hides them, both round others to 5; national leaves them.",
		required: []string{"row", "column", "count"}, flags: []string{"rule"}, run: round,
	},
}
