package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// tested is an estimate with the test of no effect.
type tested struct {
	area, index string
	indicator.Wald
	beside indicator.Comparison
	reason string
}

func beforeAfter(o options, d *data) tables.Table {
	var list []tested
	for _, g := range d.by("area") {
		var c indicator.BeforeAfter
		places := map[[2]string]*indicator.Count{
			{"treated", "before"}: &c.TreatedBefore, {"treated", "after"}: &c.TreatedAfter,
			{"control", "before"}: &c.ControlBefore, {"control", "after"}: &c.ControlAfter,
		}
		for _, r := range g.rows {
			key := [2]string{r.label("arm"), r.label("period")}
			place, ok := places[key]
			switch {
			case key[0] != "treated" && key[0] != "control":
				r.fault("arm").Error(validate.Unknown, key[0], "the arm is treated or control")
			case key[1] != "before" && key[1] != "after":
				r.fault("period").Error(validate.Unknown, key[1], "the period is before or after")
			case !ok:
				r.fault("period").Error(validate.Duplicate, key[1], "the area has this arm and period already")
			default:
				*place = indicator.Count{Events: r.count("numerator"), Population: r.count("denominator")}
				delete(places, key)
			}
		}
		if len(places) > 0 && sound(g.rows...) {
			g.rows[0].fault("arm").Error(validate.Required, g.name, "give treated and control, each before and after: four rows")
		}
		if !sound(g.rows...) {
			continue
		}
		difference, err := indicator.DifferenceInDifferences(o.counts, c, o.per, o.confidence)
		list = append(list, tested{area: g.name, index: "difference_in_differences", Wald: difference, reason: g.reason(err)})
		ratio, err := indicator.RatioOfRatios(o.counts, c, o.confidence)
		list = append(list, tested{area: g.name, index: "ratio_of_ratios", Wald: ratio, reason: g.reason(err)})
	}
	return tests(list)
}

// tests is a table of one estimate a row.
func tests(list []tested, more ...func(tested) field) tables.Table {
	return tables.Of(tables.Table{}, slices.Values(list), func(t tested) []field {
		fields := []field{tables.Word("area", "Area", t.area), tables.Both("index", "Index", t.index, strings.ReplaceAll(t.index, "_", " "))}
		fields = slices.Concat(fields, figure{Interval: t.Interval, reason: t.reason}.fields(), []field{
			given("standard_error", "", t.StandardError, t.reason == "", ""), given("z", "", t.Z, t.reason == "", ""), given("p", "p", t.P, t.reason == "", ""),
		})
		for _, f := range more {
			fields = append(fields, f(t))
		}
		return append(fields, tables.Word("reason", "", t.reason))
	})
}

// estimates compares two published figures of each area by their limits.
func estimates(o options, d *data) tables.Table {
	var list []tested
	for _, g := range d.by("area") {
		r := g.single()
		read := func(prefix string) (i indicator.Interval) {
			i.Confidence = 0.95
			i.Value, _ = r.value(prefix+"value", false)
			i.Low, _ = r.value(prefix+"low", false)
			i.High, _ = r.value(prefix+"high", false)
			return i
		}
		first, second := read(""), read("other_")
		if !sound(r) {
			continue
		}
		t := tested{area: g.name, index: o.scale.String(), beside: indicator.CompareIntervals(first, second, o.polarity)}
		var err error
		if o.scale == indicator.EffectRatio {
			t.Wald, err = indicator.RatioOfEstimates(first, second, o.confidence)
		} else {
			t.Wald, err = indicator.DifferenceOfEstimates(first, second, o.confidence)
		}
		t.reason = g.reason(err)
		list = append(list, t)
	}
	return tests(list, func(t tested) field { return word("by_limits", "By limits alone", t.beside) })
}

func pool(o options, d *data) tables.Table {
	counts := d.has("treated_events")
	if !counts && !(d.has("value") && d.has("low") && d.has("high")) {
		d.checker.Row(1).Error(validate.Required, "", "give the columns value, low and high, or treated_events, treated_people, control_events and control_people")
		return tables.Table{}
	}
	ratio := o.scale == indicator.EffectRatio
	if counts {
		ratio = o.measure != indicator.RiskDifference
	}
	var effects []indicator.Effect
	for _, g := range d.by("study") {
		for _, again := range g.rows[1:] {
			again.place("study").Error(validate.Duplicate, g.name, "the study has a row already")
		}
		r := g.rows[0]
		var e indicator.Effect
		var err error
		if counts {
			e, err = indicator.EffectFromCounts(g.name, o.measure, indicator.Count{Events: r.count("treated_events"), Population: r.count("treated_people")},
				indicator.Count{Events: r.count("control_events"), Population: r.count("control_people")})
		} else {
			i := indicator.Interval{Confidence: 0.95}
			i.Value, _ = r.value("value", false)
			i.Low, _ = r.value("low", false)
			i.High, _ = r.value("high", false)
			e, err = indicator.EffectFromLimits(g.name, i, o.scale)
		}
		if err != nil && sound(r) {
			d.checker.Row(r.number).Report(err)
		}
		effects = append(effects, e)
	}
	if !d.checker.OK() {
		return tables.Table{}
	}
	type pooled struct {
		indicator.Pooled
		shown indicator.Interval
	}
	var list []pooled
	for _, model := range []indicator.PoolModel{indicator.CommonEffect, indicator.RandomEffects} {
		p, err := indicator.Pool(effects, model, o.confidence)
		shown := p.Interval
		if err == nil && ratio {
			shown, err = p.Ratio()
		}
		if err != nil {
			d.checker.Row(d.rows[0].number).Report(err)
			return tables.Table{}
		}
		list = append(list, pooled{p, shown})
	}
	t := tables.Table{Remarks: []string{strconv.Itoa(len(effects)) + " studies. I² is how much of the variation between them, in per cent, is not chance. Only studies that count nobody twice may be pooled."}}
	return tables.Of(t, slices.Values(list), func(p pooled) []field {
		return slices.Concat([]field{word("model", "Model", p.Model)}, figure{Interval: p.shown}.fields(), []field{
			tables.Count("studies", "", len(effects)), given("standard_error", "", p.StandardError, true, ""), given("p", "p", p.P, true, ""),
			given("q", "Q", p.Q, true, ""), given("q_p", "", p.QP, true, ""), given("tau2", "τ²", p.Tau2, true, ""), given("i2", "I²", p.I2, true, ""), given("h2", "", p.H2, true, ""),
			given("prediction_low", "", p.Prediction.Low, p.Prediction.Confidence > 0, ""), given("prediction_high", "", p.Prediction.High, p.Prediction.Confidence > 0, ""),
		})
	})
}
