package evaluation

import (
	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Verdict is what a result says of the people covered. Whether that is due to the
// programme is for the design of its study to tell: see [Tier].
type Verdict uint8

// The verdicts.
const (
	Better       Verdict = iota + 1 // by the order of the measure
	Worse                           // by the order of the measure
	NoDifference                    // the source says that there is none
	Inconclusive                    // too uncertain to tell, or the source says so
	NotJudged                       // forecasts, descriptions, and figures that nothing is known to hold against
)

var verdictNames = ladder.Names{"better", "worse", "no-difference", "inconclusive", "not-judged"}

// Grounds are what a verdict rests on, the strongest first. What is not judged
// has none.
type Grounds uint8

// The grounds.
const (
	ByInterval   Grounds = iota + 1 // its confidence limits
	ByTest                          // its p value
	ByDifference                    // the test of the difference of two estimates
	ByWords                         // what the source says
	BySign                          // the side of a bare figure: nobody knows how uncertain it is
)

var groundsNames = ladder.Names{"interval", "test", "difference", "words", "sign"}

// judgement is the verdict on a result.
type judgement struct {
	verdict Verdict
	grounds Grounds
	lean    Reading
	why     why
}

// why says, of a result that is not judged, which rule left it out.
type why uint8

const (
	whyForecast why = iota + 1
	whyCharacteristic
	whyCrude
	whyNoBetter // the measure has no better and worse
	whyNoChange // a bare figure of no change
	whyNothing  // nothing that it could be held against
)

// outcome is where something lies beside no difference.
type outcome int8

const (
	below   outcome = iota - 1
	unclear         // on both sides of it
	above
	unknown
)

// outcomeOf returns the outcome of a sign.
func outcomeOf(sign int) outcome { return outcome(sign) }

// judge applies the rules in their order: the limits of an effect, its p value,
// the difference of two estimates, words, the side of a bare figure.
func judge(r *Result, s *Study, d *MeasureDefinition, adjustedBeside bool) judgement {
	side := sideOf(r, s)
	j := judgement{lean: leaning(r, d, side)}
	switch {
	case s.Design == DesignForecast:
		return j.not(whyForecast)
	case r.Kind == KindCharacteristic:
		j.lean = 0
		return j.not(whyCharacteristic)
	case r.Adjustment == Crude && adjustedBeside:
		return j.not(whyCrude)
	}
	if o := byInterval(r); o != unknown {
		return j.on(ByInterval, o, r, d)
	}
	if o := byTest(r, side); o != unknown {
		return j.on(ByTest, o, r, d)
	}
	if o := byDifference(r); o != unknown {
		return j.on(ByDifference, o, r, d)
	}
	if verdict := byWords(r, j.lean); verdict != 0 {
		j.verdict, j.grounds = verdict, ByWords
		return j
	}
	switch {
	case side == unknown:
		return j.not(whyNothing)
	case side == unclear:
		return j.not(whyNoChange)
	case holdsReference(r):
		return j.on(ByInterval, unclear, r, d)
	}
	return j.on(BySign, side, r, d)
}

// not returns the judgement that there is none.
func (j judgement) not(w why) judgement {
	j.verdict, j.why = NotJudged, w
	return j
}

// on returns the verdict of an outcome. Where the measure has no better and
// worse, the source may still judge.
func (j judgement) on(g Grounds, o outcome, r *Result, d *MeasureDefinition) judgement {
	if o == unclear {
		j.verdict, j.grounds = Inconclusive, g
		return j
	}
	reading := d.reading(o == above)
	if reading == 0 && r.Reads != 0 && r.Reads != ReadsNoDifference {
		reading, g = r.Reads, ByWords
	}
	if reading == 0 {
		return j.not(whyNoBetter)
	}
	j.verdict, j.grounds, j.lean = verdictOf(reading), g, reading
	return j
}

func verdictOf(r Reading) Verdict {
	switch r {
	case ReadsBetter:
		return Better
	case ReadsWorse:
		return Worse
	}
	return NoDifference
}

// leaning returns the side of the estimate, or of the words where there is no
// estimate or the measure has no better and worse.
func leaning(r *Result, d *MeasureDefinition, side outcome) Reading {
	if side == above || side == below {
		if reading := d.reading(side == above); reading != 0 {
			return reading
		}
	}
	if o := byInterval(r); side == unknown && (o == above || o == below) {
		if reading := d.reading(o == above); reading != 0 {
			return reading
		}
	}
	if r.Reads == ReadsNoDifference {
		return 0
	}
	return r.Reads
}

// sideOf returns the side of the figure itself, however uncertain: of an effect
// beside its null; of a change beside that of others, or beside none where it is
// held against its own past; of a level beside that of others, or else beside its
// baseline. A change against others whose change is not known has no side.
func sideOf(r *Result, s *Study) outcome {
	value, ok := r.reference()
	switch {
	case !r.Estimate.Value.Known():
		return unknown
	case ok:
		return outcomeOf(r.Estimate.Value.Compare(value))
	case !r.Scale.valid() || r.Scale == Plain:
		return unknown
	case r.Kind == KindEffect, r.Kind == KindChange && s.Comparator.Kind <= ComparatorBefore:
		return outcomeOf(r.Estimate.Value.against(r.Scale))
	}
	return unknown
}

// reference returns the figure beside which that of a change or a level is read.
func (r *Result) reference() (Number, bool) {
	switch {
	case r.Kind != KindChange && r.Kind != KindLevel:
		return Number{}, false
	case r.Comparator.Value.Known():
		return r.Comparator.Value, true
	case r.Kind == KindLevel && r.Before.Value.Known():
		return r.Before.Value, true
	}
	return Number{}, false
}

// byInterval holds an effect's limits against the null of its scale. A limit on
// the null is not beyond it. One limit alone tells only of its own side.
func byInterval(r *Result) outcome {
	if r.Kind != KindEffect || !r.Scale.valid() || r.Scale == Plain {
		return unknown
	}
	f := r.Estimate
	low, high, value := f.Low.against(r.Scale), f.High.against(r.Scale), f.Value.against(r.Scale)
	switch {
	case f.Low.Known() && low > 0:
		return above
	case f.High.Known() && high < 0:
		return below
	case f.limited():
		return unclear
	case f.Low.Known() && f.Value.Known() && value > 0, f.High.Known() && f.Value.Known() && value < 0:
		return unclear
	}
	return unknown
}

// conventional is the confidence that a p value is held against where the result
// names none.
var conventional = Number{digits: 95, places: 2, known: true}

// byTest holds the p value against 1 - confidence; the side is that of the
// estimate.
func byTest(r *Result, side outcome) outcome {
	if !r.P.Known() || side == unknown {
		return unknown
	}
	confidence := r.Confidence
	if !confidence.Known() {
		confidence = conventional
	}
	cmp := r.P.Decimal().Add(confidence.Decimal()).Cmp(decimal.New(1, 0)) // p to 1 - confidence
	switch {
	case r.PBound == caremodel.AtMost && cmp > 0, r.PBound == caremodel.AtLeast && cmp < 0, r.PBound == caremodel.NotStated:
		return unknown
	case r.PBound == caremodel.AtMost:
		return side
	case r.PBound == caremodel.AtLeast || cmp >= 0:
		return unclear
	}
	return side
}

// byDifference tests a change or a level against that of its controls, where both
// have limits: those of the difference have 0 between them or at their end where
//
//	(2 difference)² ≤ width² + width of controls²
//
// which holds at any confidence ([indicator.DifferenceOfEstimates]) and is told
// exactly in decimals.
func byDifference(r *Result) outcome {
	if _, ok := r.difference(); !ok {
		return unknown
	}
	square := func(a, b Number, times int64) decimal.Decimal {
		d := a.Decimal().Sub(b.Decimal()).Mul(decimal.NewFromInt(times))
		return d.Mul(d)
	}
	e, c := r.Estimate, r.Comparator
	if square(e.Value, c.Value, 2).Cmp(square(e.High, e.Low, 1).Add(square(c.High, c.Low, 1))) <= 0 {
		return unclear
	}
	return outcomeOf(e.Value.Compare(c.Value))
}

// difference returns the difference of a change or a level from that of its
// controls, where both have limits. Changes as ratios are taken as percentages,
// so that the answer does not depend on how they are written.
func (r *Result) difference() (indicator.Wald, bool) {
	if r.Kind != KindChange && r.Kind != KindLevel || !r.Estimate.limited() || !r.Comparator.limited() ||
		!r.Estimate.Value.Known() || !r.Comparator.Value.Known() || !r.Confidence.Known() {
		return indicator.Wald{}, false
	}
	confidence := r.Confidence.Float64()
	w, err := indicator.DifferenceOfEstimates(
		r.Estimate.on(r.Scale, r.Scale.plainest(), confidence), r.Comparator.on(r.Scale, r.Scale.plainest(), confidence), confidence)
	return w, err == nil
}

// byWords returns what the source says, 0 where it says nothing. "Significantly"
// without a direction takes that of the figure.
func byWords(r *Result, lean Reading) Verdict {
	switch {
	case r.Conclusive == NotConclusive:
		return Inconclusive
	case r.Reads != 0:
		return verdictOf(r.Reads)
	case r.Conclusive == Conclusive && lean != 0:
		return verdictOf(lean)
	}
	return 0
}

// holdsReference reports whether the limits of a change or a level have the
// figure between them that it is read beside.
func holdsReference(r *Result) bool {
	if r.Kind != KindChange && r.Kind != KindLevel || !r.Estimate.limited() {
		return false
	}
	if value, ok := r.reference(); ok {
		return r.Estimate.Low.Compare(value) <= 0 && r.Estimate.High.Compare(value) >= 0
	}
	return r.Estimate.Low.against(r.Scale) <= 0 && r.Estimate.High.against(r.Scale) >= 0
}
