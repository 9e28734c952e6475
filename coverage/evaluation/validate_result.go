package evaluation

import (
	"iter"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// sameFigure is what two results that give one figure have in common.
type sameFigure struct {
	study      StudyID
	group      GroupID
	measure    Measure
	period     Period
	kind       Kind
	scale      Scale
	unit       string
	adjustment Adjustment
}

func (r *Result) sameFigure() sameFigure {
	return sameFigure{r.Study, r.Group, r.Measure, r.Period, r.Kind, r.Scale, r.Unit, r.Adjustment}
}

func (k *checker) results() {
	results := k.record.Results
	ids := make(map[ResultID]int, len(results))
	figures := make(map[sameFigure][]int, len(results))
	for i := range results {
		at, r := k.At("results").Index(i), &results[i]
		if k.key(at.At("id"), string(r.ID)) {
			if first, twice := ids[r.ID]; twice {
				at.At("id").Error(validate.Duplicate, string(r.ID), "results["+strconv.Itoa(first)+"] has this key already")
			} else {
				ids[r.ID] = i
			}
		}
		k.result(at, r)
		k.twice(at, i, figures)
	}
}

// twice reports a figure that its source gave already.
func (k *checker) twice(at validate.Place, i int, figures map[sameFigure][]int) {
	r := &k.record.Results[i]
	f := r.sameFigure()
	for _, j := range figures[f] {
		if k.record.Results[j].Source.Equal(r.Source) {
			at.Error(validate.Duplicate, string(r.ID), "results["+strconv.Itoa(j)+
				"] gives this figure already: the same study, group, measure, period, kind, scale, unit, adjustment and source")
			return
		}
	}
	figures[f] = append(figures[f], i)
}

func (k *checker) result(at validate.Place, r *Result) {
	s := k.studyOf(at, r)
	d, known := k.byMeasure[r.Measure]
	if !known {
		at.At("measure").Error(validate.Unknown, string(r.Measure), k.measureHint(r.Measure))
	}
	k.period(at.At("period"), r.Period, s != nil && s.Design == DesignForecast)
	k.shape(at, r)
	k.figures(at, r)
	k.odds(at, r)
	for _, text := range [...]struct{ field, text string }{{"unit", r.Unit}, {"words", r.Words}, {"note", r.Note}} {
		form.Text(at.At(text.field), text.text)
	}
	switch {
	case r.Check.IsZero() || r.Check == NotChecked:
		at.At("check").Warn(validate.Unlikely, "", "the result was not checked against its source")
	case r.Check == CheckedSecondHand:
		at.At("check").Warn(validate.Unlikely, r.Check.String(), "the result was checked against a text of others only")
	}
	k.source(at.At("source"), r.Source)
	if s == nil {
		return
	}
	if r.Source.IsZero() && len(s.Sources) == 0 {
		at.At("source").Error(validate.Required, "", "neither the result nor its study has a source")
	}
	k.context(at, r, s)
	if known {
		k.words(at, r, s, &k.definitions[d])
	}
}

// studyOf returns the study and the group of a result, and reports what is
// unknown.
func (k *checker) studyOf(at validate.Place, r *Result) *Study {
	i, known := k.byStudy[r.Study]
	if !known {
		at.At("study").Error(validate.Unknown, string(r.Study), hint(k, "study", r.Study, studyIDs(k.record.Studies)))
		return nil
	}
	s := &k.record.Studies[i]
	if _, known := k.byGroup[i][r.Group]; !known {
		at.At("group").Error(validate.Unknown, string(r.Group), hint(k, "group in this study", r.Group, groupIDs(s.Groups)))
	}
	return s
}

// shape checks the constants of a result.
func (k *checker) shape(at validate.Place, r *Result) {
	if r.Kind.IsZero() {
		at.At("kind").Error(validate.Required, "", "say whether it is an effect, a change, a level or a characteristic")
	}
	closed(at.At("kind"), r.Kind, KindCharacteristic, "kind")
	closed(at.At("scale"), r.Scale, Plain, "scale")
	closed(at.At("adjustment"), r.Adjustment, Crude, "adjustment")
	closed(at.At("reads"), r.Reads, ReadsNoDifference, "reading")
	closed(at.At("conclusive"), r.Conclusive, NotConclusive, "conclusion")
	closed(at.At("check"), r.Check, NotChecked, "check")
	closed(at.At("p_bound"), r.PBound, caremodel.NotStated, "bound")
	figure := r.Estimate.stated() || r.Comparator.stated() || r.Before.stated() || r.ComparatorBefore.stated()
	compared := r.Kind == KindEffect || r.Kind == KindChange
	switch {
	case !figure && r.Reads.IsZero() && r.Conclusive.IsZero():
		at.Error(validate.Required, string(r.ID), "a result gives a figure, or says how the source reads it or how conclusive it is")
	case figure && compared && r.Scale.IsZero():
		at.At("scale").Error(validate.Required, "", "say on which scale the figure is")
	case compared && r.Scale == Plain:
		at.At("scale").Error(validate.Conflict, r.Scale.String(), "an effect or a change has a scale with a figure of no difference")
	case r.Kind > KindChange && r.Scale.valid() && r.Scale != Plain:
		at.At("scale").Error(validate.Conflict, r.Scale.String(), "a level is plain: what is held against others is an effect")
	case r.Kind == KindChange && r.Scale == Coefficient:
		at.At("scale").Error(validate.Conflict, r.Scale.String(), "a coefficient is an effect")
	}
}

// stated reports whether any figure is given.
func (f *Figure) stated() bool { return f.Value.Known() || f.Low.Known() || f.High.Known() }

// figures checks the figures and their confidence.
func (k *checker) figures(at validate.Place, r *Result) {
	limits := false
	for _, f := range [...]struct {
		field  string
		figure *Figure
	}{{"estimate", &r.Estimate}, {"comparator", &r.Comparator}, {"before", &r.Before}, {"comparator_before", &r.ComparatorBefore}} {
		k.figure(at.At(f.field), f.figure, r.Scale)
		limits = limits || f.figure.Low.Known() || f.figure.High.Known()
	}
	if limits && !r.Confidence.Known() {
		at.At("confidence").Error(validate.Required, "", "limits have a confidence: 0.95 for 95 %")
	}
	k.probability(at.At("confidence"), r.Confidence, "a confidence is between 0 and 1: write 95 % as 0.95")
	k.probability(at.At("p"), r.P, "a p value is between 0 and 1; one that is printed as 0.000 is at most 0.001")
}

func (k *checker) probability(at validate.Place, n Number, detail string) {
	if n.Known() && (n.digits <= 0 || n.digits >= power(n.places)) {
		at.Error(validate.Range, n.String(), detail)
	}
}

// figure checks one figure of a scale.
func (k *checker) figure(at validate.Place, f *Figure, s Scale) {
	closed(at.At("bound"), f.Bound, caremodel.NotStated, "bound")
	if f.limited() && f.Low.Compare(f.High) > 0 {
		at.At("low").Error(validate.Order, f.Low.String(), "the lower limit is above the upper one, "+f.High.String())
	} else {
		k.between(at, f)
	}
	for _, n := range [...]struct {
		field string
		value Number
	}{{"value", f.Value}, {"low", f.Low}, {"high", f.High}} {
		switch {
		case !n.value.Known():
		case s.ratio() && n.value.digits <= 0:
			at.At(n.field).Error(validate.Range, n.value.String(), "a ratio is above 0")
		case s == PercentChange && n.value.on(PercentChange, RateRatio) < 0:
			at.At(n.field).Error(validate.Range, n.value.String(), "nothing falls by more than 100 %")
		}
	}
	for _, n := range [...]struct {
		field string
		value Number
	}{{"events", f.Events}, {"exposure", f.Exposure}} {
		if n.value.negative() {
			at.At(n.field).Error(validate.Range, n.value.String(), "a count is at least 0")
		}
	}
}

// between checks that the value lies between its limits, but for rounding in
// print.
func (k *checker) between(at validate.Place, f *Figure) {
	if !f.Value.Known() {
		return
	}
	v, half := f.Value.Float64(), f.Value.halfUnit()
	const slack = 1e-9
	if f.Low.Known() && f.Low.Compare(f.Value) > 0 && f.Low.Float64()-v > (half+f.Low.halfUnit())*(1+slack) {
		at.At("value").Error(validate.Range, f.Value.String(), "below its lower limit, "+f.Low.String())
	}
	if f.High.Known() && f.High.Compare(f.Value) < 0 && v-f.High.Float64() > (half+f.High.halfUnit())*(1+slack) {
		at.At("value").Error(validate.Range, f.Value.String(), "above its upper limit, "+f.High.String())
	}
}

// odds warns of figures that look like slips.
func (k *checker) odds(at validate.Place, r *Result) {
	f := &r.Estimate
	one := Number{digits: 1, known: true}
	if r.Scale == PercentChange && f.limited() && f.Low.digits > 0 && f.Low.Compare(one) < 0 && f.High.Compare(one) > 0 {
		at.At("estimate").Warn(validate.Unlikely, f.Low.String()+" to "+f.High.String(), "limits of a percent change around 1: was a ratio meant?")
	}
	if v := f.Value.Float64(); r.Scale.ratio() && f.Value.digits > 0 && (v > 20 || v < 1.0/20) {
		at.At("estimate").At("value").Warn(validate.Unlikely, f.Value.String(), "a ratio beyond 1/20 to 20: was a percent change meant?")
	}
}

// context warns of what is odd about a result within its study.
func (k *checker) context(at validate.Place, r *Result, s *Study) {
	compared := s.Comparator.Kind != 0 || r.Comparator.stated() || r.Before.stated()
	if r.Kind == KindEffect && s.Comparator.Kind == 0 && !r.Comparator.stated() {
		at.Warn(validate.Required, string(r.ID), "an effect is against something: name the study's comparator")
	}
	if s.Design == DesignMonitoring && r.Kind != KindCharacteristic && !compared && s.Baseline.IsZero() {
		at.Warn(validate.Required, string(r.ID), "a dashboard is read against a baseline or others: name them")
	}
	if r.endsBefore(s, k.starts) {
		at.At("period").Warn(validate.Unlikely, r.over(s).String(), "it ends before the programme, which starts on "+k.starts.String())
	}
}

// over returns the period of a result, or else that of its study.
func (r *Result) over(s *Study) Period {
	if r.Period.IsZero() {
		return s.Period
	}
	return r.Period
}

func (r *Result) endsBefore(s *Study, starts caremodel.Date) bool {
	return before(r.over(s).Until, starts)
}

// words checks what the source says against the figures.
func (k *checker) words(at validate.Place, r *Result, s *Study, d *MeasureDefinition) {
	side := sideOf(r, s)
	tested := byInterval(r)
	if tested == unknown {
		tested = byTest(r, side)
	}
	if side == unknown && tested != unclear {
		side = tested
	}
	reads := r.Reads == ReadsBetter || r.Reads == ReadsWorse
	if way := d.readingOf(side); way != 0 && reads && r.Reads != way {
		at.At("reads").Error(validate.Conflict, r.Reads.String(), "by the measure, whose figure is "+sideWord(side)+", it is "+way.String())
	}
	conclusive := tested == above || tested == below
	switch {
	case conclusive && r.Conclusive == NotConclusive:
		at.At("conclusive").Error(validate.Conflict, r.Conclusive.String(), "its limits or its p value leave no difference out")
	case conclusive && r.Reads == ReadsNoDifference:
		at.At("reads").Error(validate.Conflict, r.Reads.String(), "its limits or its p value leave no difference out")
	case tested == unclear && r.Conclusive == Conclusive:
		at.At("conclusive").Error(validate.Conflict, r.Conclusive.String(), "its limits or its p value include no difference")
	}
}

// readingOf returns the reading of a side, 0 where there is none.
func (d *MeasureDefinition) readingOf(side outcome) Reading {
	if side != above && side != below {
		return 0
	}
	return d.reading(side == above)
}

func sideWord(side outcome) string {
	if side == above {
		return "higher"
	}
	return "lower"
}

func studyIDs(studies []Study) iter.Seq[StudyID] {
	return func(yield func(StudyID) bool) {
		for i := range studies {
			if !yield(studies[i].ID) {
				return
			}
		}
	}
}
