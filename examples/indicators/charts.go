package main

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// inFunnel is an area in a funnel, with the lines at its place.
type inFunnel struct {
	area   string
	unit   indicator.FunnelUnit
	at     indicator.FunnelPoint
	target float64
	lines  indicator.FunnelLimit
	signal indicator.Signal
	beside indicator.Comparison
	reason string
}

func funnel(o options, d *data) tables.Table {
	if !d.has("denominator") && !d.has("value") {
		d.checker.Row(1).Error(validate.Required, "", "give a column denominator, or for a standardised rate its value")
		return tables.Table{}
	}
	options := []indicator.FunnelOption{indicator.Per(o.per), indicator.Years(o.years)}
	var list []inFunnel
	var units []indicator.FunnelUnit
	groups := d.by("area")
	for _, g := range groups {
		r := g.single()
		u := inFunnel{area: g.name}
		u.unit.Events, _ = r.value("numerator", false)
		u.unit.Base, _ = r.value("denominator", d.has("value"))
		u.unit.Rate, _ = r.value("value", true)
		if _, err := indicator.FunnelPosition(o.funnel, u.unit, options...); err != nil && sound(r) {
			g.reason(err)
		}
		list, units = append(list, u), append(units, u.unit)
	}
	if !d.checker.OK() {
		return tables.Table{}
	}
	target, err := 0.0, error(nil)
	if o.target != nil {
		target = *o.target
	} else if target, err = indicator.FunnelTarget(o.funnel, units, options...); err != nil {
		d.checker.Row(d.rows[0].number).Report(err)
		return tables.Table{}
	}
	for i := range list {
		u := &list[i]
		u.target = target
		if u.signal, err = indicator.FunnelSignal(o.funnel, u.unit, target, options...); err == nil {
			if u.at, err = indicator.FunnelPosition(o.funnel, u.unit, options...); err == nil {
				size := u.unit.Events
				if o.funnel == indicator.FunnelProportion || o.funnel == indicator.FunnelProportionWilson {
					size = u.unit.Base
				}
				var lines []indicator.FunnelLimit
				if lines, err = indicator.FunnelLimits(o.funnel, target, []float64{size}, options...); err == nil {
					u.lines = lines[0]
				}
			}
		}
		if err == nil {
			u.beside, err = indicator.CompareAround(o.funnel, u.unit, target, o.confidence, o.polarity, options...)
		}
		u.reason = groups[i].reason(err)
	}
	judged := "" // without a polarity the signal says as much
	if o.polarity != indicator.NoJudgement {
		judged = "By limits around it"
	}
	return tables.Of(tables.Table{Remarks: []string{"Around " + rounded(target) + ". One area in twenty lies outside the 95 % lines by chance."}}, slices.Values(list), func(u inFunnel) []field {
		known := u.reason == ""
		fields := []field{
			tables.Word("area", "Area", u.area), given("at", "", u.at.At, known, ""), given("value", "Value", u.at.Limit, known, u.reason), given("target", "", u.target, true, ""),
		}
		for _, line := range []struct {
			name, head string
			indicator.FunnelPoint
		}{{"low_998", "99.8 % low", u.lines.Low998}, {"low_95", "95 % low", u.lines.Low95}, {"high_95", "95 % high", u.lines.High95}, {"high_998", "99.8 % high", u.lines.High998}} {
			fields = append(fields, given(line.name, line.head, line.Limit, known, ""), given(line.name+"_at", "", line.At, known, ""))
		}
		signal := word("signal", "Signal", u.signal)
		if u.signal == indicator.SignalNone {
			signal.Text = "within"
		}
		return append(fields, signal, word("comparison", judged, u.beside), tables.Word("reason", "", u.reason))
	})
}

func chart(o options, d *data) tables.Table {
	var points []indicator.ChartPoint
	for _, g := range d.by("period") {
		for _, again := range g.rows[1:] {
			again.place("period").Error(validate.Duplicate, g.name, "the period has a row already")
		}
		v, known := g.rows[0].value("value", true)
		points = append(points, indicator.ChartPoint{Label: g.name, Value: v, Missing: !known})
	}
	options := []indicator.ChartOption{}
	if o.polarity != indicator.NoJudgement {
		options = append(options, indicator.Improvement(o.polarity))
	}
	if o.target != nil {
		options = append(options, indicator.Target(*o.target))
	}
	for _, period := range o.rebase {
		i := slices.IndexFunc(points, func(p indicator.ChartPoint) bool { return p.Label == period })
		if i < 0 {
			d.checker.Row(d.rows[0].number).Error(validate.Unknown, period, "-rebase names a period that the table does not have")
			return tables.Table{}
		}
		options = append(options, indicator.RebaseAt(i))
	}
	if o.fix > 0 {
		options = append(options, indicator.FixAfter(o.fix))
	}
	if o.shift > 0 {
		options = append(options, indicator.ShiftOf(o.shift))
	}
	if o.trend > 0 {
		options = append(options, indicator.TrendOf(o.trend))
	}
	if len(o.centre) > 0 {
		options = append(options, indicator.Centre(o.centre[0], o.centre[1]))
	}
	if o.screen {
		options = append(options, indicator.ScreenRanges())
	}
	if !d.checker.OK() {
		return tables.Table{}
	}
	c, err := indicator.ControlChart(points, options...)
	if err != nil {
		d.checker.Row(d.rows[0].number).Report(err)
		return tables.Table{}
	}
	t := tables.Table{}
	for _, part := range c.Parts {
		if part.Short {
			t.Remarks = append(t.Remarks, "From "+points[part.First].Label+" on there are fewer than 13 figures: the limits may move.")
		}
	}
	if !c.Variation.IsZero() {
		t.Remarks = append(t.Remarks, "The last figure: "+word("", "", c.Variation).Text+" variation.")
	}
	if !c.Assurance.IsZero() {
		t.Remarks = append(t.Remarks, "The target is met: "+word("", "", c.Assurance).Text+".")
	}
	return tables.Of(t, slices.Values(c.Points), func(p indicator.ChartedPoint) []field {
		var part indicator.ChartPart
		if p.Part < len(c.Parts) {
			part = c.Parts[p.Part]
		}
		cause := word("cause", "Special cause", p.Cause)
		if p.Cause == indicator.CauseNone {
			cause.Data, cause.Text = "", ""
		}
		return []field{
			tables.Word("period", "Period", p.Label), given("value", "Value", p.Value, !p.Missing, "missing"), given("mean", "Mean", part.Mean, true, ""),
			given("low", "Low", part.Low, part.Limited, ""), given("high", "High", part.High, part.Limited, ""), cause,
			tables.Key("causes", p.All.String()), word("variation", "Variation", p.Variation),
		}
	})
}
