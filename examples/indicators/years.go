package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

func trend(o options, d *data) tables.Table {
	kind := indicator.TrendValue
	switch {
	case d.has("numerator") && d.has("denominator"):
		kind = indicator.TrendProportion
	case !d.has("value") || !d.has("low") || !d.has("high"):
		d.checker.Row(1).Error(validate.Required, "", "give the columns numerator and denominator, or value, low and high")
		return tables.Table{}
	}
	type moved struct {
		area string
		indicator.Trend
		reason string
	}
	var list []moved
	for _, g := range d.by("area") {
		var points []indicator.TrendPoint
		for _, r := range g.rows {
			p := indicator.TrendPoint{Year: year(r)}
			if kind == indicator.TrendProportion {
				p.Count = indicator.Count{Events: r.count("numerator"), Population: r.count("denominator")}
			} else {
				p.Value.Confidence = 0.95
				p.Value.Value, _ = r.value("value", false)
				p.Value.Low, _ = r.value("low", false)
				p.Value.High, _ = r.value("high", false)
			}
			points = append(points, p)
		}
		if sound(g.rows...) {
			t, err := indicator.RecentTrend(points, kind, o.polarity)
			list = append(list, moved{g.name, t, g.reason(err)})
		}
	}
	return tables.Of(tables.Table{}, slices.Values(list), func(m moved) []field {
		known := m.reason == ""
		return []field{
			tables.Word("area", "Area", m.area), given("chi_square", "χ²", m.ChiSquare, known, m.reason), given("p", "p", m.P, known, ""), given("slope", "A year", m.Slope, known, ""),
			tabular.True("significant", m.Significant), tabular.True("stable", m.Stable), word("direction", "Direction", m.Direction), word("comparison", "Which is", m.Comparison),
			tables.Word("reason", "", m.reason),
		}
	})
}

// orderedGroups tests whether proportions go with a score.
func orderedGroups(_ options, d *data) tables.Table {
	type tested struct {
		area         string
		groups       int
		chiSquare, p float64
		reason       string
	}
	var list []tested
	for _, g := range d.by("area") {
		var groups []indicator.Count
		var scores []float64
		for _, r := range g.rows {
			score, _ := r.value("score", false)
			scores = append(scores, score)
			groups = append(groups, indicator.Count{Events: r.count("numerator"), Population: r.count("denominator")})
		}
		if sound(g.rows...) {
			t := tested{area: g.name, groups: len(groups)}
			var err error
			t.chiSquare, t.p, err = indicator.TrendInProportions(groups, scores)
			t.reason = g.reason(err)
			list = append(list, t)
		}
	}
	return tables.Of(tables.Table{}, slices.Values(list), func(t tested) []field {
		known := t.reason == ""
		return []field{
			tables.Word("area", "Area", t.area), tables.Count("groups", "Groups", t.groups), given("chi_square", "χ²", t.chiSquare, known, t.reason), given("p", "p", t.p, known, ""),
			tables.Word("reason", "", t.reason),
		}
	})
}

// year is a calendar year, or the first of a financial one.
func year(r row) int {
	text := r.text("year")
	first, _, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(first)
	if err != nil || n < 1800 || n > 2200 {
		r.fault("year").Error(validate.Format, text, "write a year as in 2015 or 2015/16")
	}
	return n
}

func lifeExpectancy(o options, d *data) tables.Table {
	type lived struct {
		area string
		indicator.LifeRow
		reason string
	}
	var list []lived
	for _, g := range d.by("area") {
		var bands []indicator.LifeBand
		for _, r := range g.rows {
			from, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSuffix(r.label("age"), "+"), "–", "-"), "-")
			age, err := strconv.Atoi(strings.TrimSpace(from))
			if err != nil {
				r.fault("age").Error(validate.Format, r.text("age"), "write an age band by its first year, as in 0, 1-4, 5-9 or 90+")
			}
			people, _ := r.value("population", false)
			bands = append(bands, indicator.LifeBand{From: age, Population: people, Deaths: r.count("deaths")})
		}
		if !sound(g.rows...) {
			continue
		}
		rows, err := indicator.LifeExpectancy(bands, o.confidence)
		if reason := g.reason(err); reason != "" {
			list = append(list, lived{area: g.name, reason: reason})
		}
		for _, row := range rows {
			list = append(list, lived{area: g.name, LifeRow: row})
		}
	}
	return tables.Of(tables.Table{}, slices.Values(list), func(l lived) []field {
		fields := figure{Interval: l.Expectancy, reason: l.reason}.fields()
		if l.TooWide { // publish the limits, and not the value
			fields[0].Text = "too wide"
		}
		return slices.Concat([]field{tables.Word("area", "Area", l.area), tables.Figure("age", "From age", strconv.Itoa(l.From), strconv.Itoa(l.From))}, fields, []field{
			given("standard_error", "", l.StandardError, l.reason == "", ""), tabular.True("too_wide", l.TooWide), tables.Word("reason", "", l.reason),
		})
	})
}
