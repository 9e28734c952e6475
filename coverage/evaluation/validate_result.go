package evaluation

import (
	"iter"
	"math"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// sameFigure is what two results that give one figure have in common.
type sameFigure struct {
	placed
	period     Period
	kind       Kind
	scale      Scale
	unit       string
	adjustment Adjustment
}

func (r *Result) sameFigure(p placed) sameFigure {
	return sameFigure{p, r.Period, r.Kind, r.Scale, r.Unit, r.Adjustment}
}

// sourcedFigure is a figure with its source.
type sourcedFigure struct {
	sameFigure
	title, publisher, url string
	published             caremodel.Date
	fields                string
}

// placed is where a result belongs: its study, its group in the study, its measure.
type placed struct{ study, group, measure int32 }

func (k *checker) results() {
	results := k.record.Results
	k.byResult = make(map[ResultID]int, len(results))
	k.placed = make([]placed, len(results))
	figures := make(map[sameFigure]int, len(results))
	others := make(map[sourcedFigure]int) // of figures that more sources give
	for i := range results {
		at, r := k.At("results").Index(i), &results[i]
		if k.key(at, string(r.ID)) {
			if first, twice := k.byResult[r.ID]; twice {
				at.At("id").Error(validate.Duplicate, string(r.ID), "results["+strconv.Itoa(first)+"] has this key already")
			} else {
				k.byResult[r.ID] = i
			}
		}
		var known bool
		if k.placed[i], known = k.result(at, r); !known {
			continue
		}
		f := r.sameFigure(k.placed[i])
		first, given := figures[f]
		if !given {
			figures[f] = i
			continue
		}
		if !results[first].Source.Equal(r.Source) {
			sourced := sourcedFigure{f, r.Source.Title, r.Source.Publisher, r.Source.URL, r.Source.Published, strings.Join(r.Source.For, " ")}
			if first, given = others[sourced]; !given {
				others[sourced] = i
				continue
			}
		}
		at.Error(validate.Duplicate, string(r.ID), "results["+strconv.Itoa(first)+
			"] gives this figure already: the same study, group, measure, period, kind, scale, unit, adjustment and source")
	}
}

// result checks a result and returns where it belongs, and whether that is known.
func (k *checker) result(at validate.Place, r *Result) (p placed, known bool) {
	var s *Study
	study, known := k.byStudy[r.Study]
	if known {
		s = &k.record.Studies[study]
		var group int
		if group, known = k.byGroup[study][r.Group]; !known {
			at.At("group").Error(validate.Unknown, string(r.Group), hint(k, "group in this study", r.Group, groupIDs(s.Groups)))
		}
		p.study, p.group = int32(study), int32(group)
	} else {
		at.At("study").Error(validate.Unknown, string(r.Study), hint(k, "study", r.Study, studyIDs(k.record.Studies)))
	}
	measure, measured := k.byMeasure[r.Measure]
	if !measured {
		at.At("measure").Error(validate.Unknown, string(r.Measure), k.measureHint(r.Measure))
	}
	p.measure = int32(measure)
	k.period(at, "period", r.Period, s != nil && s.Design == DesignForecast)
	k.shape(at, r)
	k.figures(at, r)
	k.odds(at, r)
	text(at, "unit", r.Unit)
	text(at, "words", r.Words)
	text(at, "note", r.Note)
	switch {
	case r.Check.IsZero() || r.Check == NotChecked:
		at.At("check").Warn(validate.Unlikely, "", "the result was not checked against its source")
	case r.Check == CheckedSecondHand:
		at.At("check").Warn(validate.Unlikely, r.Check.String(), "the result was checked against a text of others only")
	}
	k.source(at, "source", r.Source)
	if s != nil {
		if r.Source.IsZero() && len(s.Sources) == 0 {
			at.At("source").Error(validate.Required, "", "neither the result nor its study has a source")
		}
		k.context(at, r, s)
		if measured {
			k.words(at, r, s, &k.definitions[measure])
		}
	}
	return p, known && measured
}

// shape checks the constants of a result.
func (k *checker) shape(at validate.Place, r *Result) {
	if r.Kind.IsZero() {
		at.At("kind").Error(validate.Required, "", "say whether it is an effect, a change, a level or a characteristic")
	}
	closed(at, "kind", r.Kind, KindCharacteristic, "kind")
	closed(at, "scale", r.Scale, Plain, "scale")
	closed(at, "adjustment", r.Adjustment, Crude, "adjustment")
	closed(at, "reads", r.Reads, ReadsNoDifference, "reading")
	closed(at, "conclusive", r.Conclusive, NotConclusive, "conclusion")
	closed(at, "check", r.Check, NotChecked, "check")
	closed(at, "p_bound", r.PBound, caremodel.NotStated, "bound")
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
	for i, f := range [...]*Figure{&r.Estimate, &r.Comparator, &r.Before, &r.ComparatorBefore} {
		if *f != (Figure{}) {
			k.figure(at, [...]string{"estimate", "comparator", "before", "comparator_before"}[i], f, r.Scale)
			limits = limits || f.Low.Known() || f.High.Known()
		}
	}
	if limits && !r.Confidence.Known() {
		at.At("confidence").Error(validate.Required, "", "limits have a confidence: 0.95 for 95 %")
	}
	k.probability(at, "confidence", r.Confidence, "a confidence is between 0 and 1: write 95 % as 0.95")
	k.probability(at, "p", r.P, "a p value is between 0 and 1; one that is printed as 0.000 is at most 0.001")
}

func (k *checker) probability(at validate.Place, field string, n Number, detail string) {
	if n.Known() && (n.digits <= 0 || n.digits >= power(n.places)) {
		at.At(field).Error(validate.Range, n.String(), detail)
	}
}

// figure checks one figure of a scale.
func (k *checker) figure(at validate.Place, field string, f *Figure, s Scale) {
	if f.Bound > caremodel.NotStated {
		closed(at.At(field), "bound", f.Bound, caremodel.NotStated, "bound")
	}
	reversed := f.limited() && f.Low.Compare(f.High) > 0
	if reversed {
		at.At(field).At("low").Error(validate.Order, f.Low.String(), "the lower limit is above the upper one, "+f.High.String())
	}
	if f.Value.Known() && !reversed {
		if f.Low.Known() && f.Low.Compare(f.Value) > 0 && f.Low.apart(f.Value) {
			at.At(field).At("value").Error(validate.Range, f.Value.String(), "below its lower limit, "+f.Low.String())
		}
		if f.High.Known() && f.High.Compare(f.Value) < 0 && f.High.apart(f.Value) {
			at.At(field).At("value").Error(validate.Range, f.Value.String(), "above its upper limit, "+f.High.String())
		}
	}
	for i, n := range [...]*Number{&f.Value, &f.Low, &f.High} {
		detail := ""
		switch {
		case !n.Known():
		case s.ratio() && n.digits <= 0:
			detail = "a ratio is above 0"
		case s == PercentChange && n.digits < -100*power(n.places):
			detail = "nothing falls by more than 100 %"
		}
		if detail != "" {
			at.At(field).At([...]string{"value", "low", "high"}[i]).Error(validate.Range, n.String(), detail)
		}
	}
	if f.Events.negative() {
		at.At(field).At("events").Error(validate.Range, f.Events.String(), "a count is at least 0")
	}
	if f.Exposure.negative() {
		at.At(field).At("exposure").Error(validate.Range, f.Exposure.String(), "a count is at least 0")
	}
}

// apart reports whether two figures differ by more than rounding in print.
func (n Number) apart(other Number) bool {
	const slack = 1e-9
	return math.Abs(n.Float64()-other.Float64()) > (n.halfUnit()+other.halfUnit())*(1+slack)
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
