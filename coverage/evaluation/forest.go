package evaluation

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Forest is what a forest plot of one measure shows. It holds no pooled effect:
// that is [Evidence.Pool]'s, for whoever asks for it.
type Forest struct {
	Measure MeasureDefinition // what was measured
	Scale   Scale             // of all rows
	Null    float64           // the figure of no difference
	Log     bool              // whether the axis is logarithmic, as for ratios
	Rows    []ForestRow       // by tier, then in the order of the record
	Left    []LeftOut         // results of the measure that cannot be put on the scale
}

// ForestRow is a line of a forest plot. An effect without limits has Confidence 0.
type ForestRow struct {
	Finding Finding            // the result
	Effect  indicator.Interval // on the scale of the forest
}

// LeftOut is a result that stands in no row or pool, and why.
type LeftOut struct {
	Finding Finding       // the result
	Code    validate.Code // the rule that leaves it out
	Reason  string        // the same for people
}

// Forest returns the effects on a measure on one scale, by tier, then in the
// order of the record, and why each other result on it was left out: growth of a
// group is no effect, and neither is a level beside its own past; forecasts,
// crude figures beside adjusted ones and groups outside the programme are not of
// the kind. Changes and levels beside those of controls are effects on the scale
// of their difference ([Finding.On]).
//
// A measure that the record does not have is a [validate.Unknown] error, a scale
// without a null a [validate.Range] error.
func (e *Evidence) Forest(m Measure, s Scale) (Forest, error) {
	const op = "evaluation.Evidence.Forest"
	measure, err := e.measure(op, m)
	switch {
	case err != nil:
		return Forest{}, err
	case !s.valid() || s == Plain:
		return Forest{}, fault.New(op, validate.Range, s.String(), "a forest is of effects: use a scale with a figure of no difference")
	}
	forest := Forest{Measure: deep.Copy(e.index.measures[measure]), Scale: s, Null: s.null(), Log: s.ratio()}
	for _, i := range e.on(measure) {
		f := e.index.finding(i)
		left := f.noEffect()
		if left.Code == "" {
			left = f.otherUnit(s)
		}
		effect, detail := f.on(s)
		if left.Code == "" && detail != "" {
			left = LeftOut{f, OtherScale, detail}
		}
		if left.Code != "" {
			forest.Left = append(forest.Left, left)
			continue
		}
		forest.Rows = append(forest.Rows, ForestRow{f, effect})
	}
	return forest, nil
}

// measure returns the place of a measure among the definitions.
func (e *Evidence) measure(op string, m Measure) (int, error) {
	if e.index == nil {
		return 0, fault.New(op, validate.Unknown, string(m), "no such measure, and there is none")
	}
	if i, ok := e.index.byMeasure[m]; ok {
		return i, nil
	}
	return 0, fault.New(op, validate.Unknown, string(m), e.index.measureNames().Hint(m))
}

// noEffect says why a finding is no effect on the people of the programme, or
// nothing.
func (f Finding) noEffect() LeftOut {
	r := &f.Result
	left := func(code validate.Code, reason string) LeftOut { return LeftOut{f, code, reason} }
	switch {
	case f.Group.Outside:
		return left(NotAnEffect, "the group is outside the programme")
	case f.Study.Design == DesignForecast:
		return left(NotAnEffect, "a forecast is no finding")
	case r.Kind == KindCharacteristic:
		return left(NotAnEffect, "it describes who was studied")
	case f.why == whyCrude:
		return left(NotAdjusted, "a crude figure, and the study has an adjusted one")
	case r.Kind != KindEffect && !r.Comparator.Value.Known():
		return left(NotAnEffect, "a change or a level of the group itself is no effect")
	}
	return LeftOut{}
}

// otherUnit says that a difference is in another unit than the measure's, or
// nothing.
func (f Finding) otherUnit(s Scale) LeftOut {
	if s == Difference && f.Result.Unit != "" && f.Result.Unit != f.measure.Unit {
		return LeftOut{f, OtherScale, "a difference in " + f.Result.Unit}
	}
	return LeftOut{}
}
