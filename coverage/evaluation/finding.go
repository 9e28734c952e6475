package evaluation

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Finding is a result with its verdict.
type Finding struct {
	Result Result // as recorded
	// Study is the result's study without its list of groups, and Group the group of
	// the result; [Evidence.Study] has them all.
	Study Study
	Group Group // whom it is about
	// Verdict, and what it rests on; what is not judged has no grounds.
	Verdict Verdict
	Grounds Grounds // 0 where it is not judged
	// Lean is the side of the estimate, or of the words, also of what is
	// inconclusive; 0 where there is none.
	Lean Reading
	// Reason says in a sentence how the verdict came about.
	Reason string
	// Shared says that the group is not one vanguard alone.
	Shared bool
	// BeforeProgramme says that the result ends before the programme starts.
	BeforeProgramme bool

	measure MeasureDefinition
	why     why
}

// finding returns the finding of an entry. It shares no memory with the index.
func (x *index) finding(i int32) (f Finding) {
	x.tell(&f, i)
	return f
}

// tell fills a blank finding, which is large, where it is to stand. Lists are copied
// by name, since findings are made by the thousand.
func (x *index) tell(f *Finding, i int32) {
	e, r, s, g := &x.entries[i], x.result(i), x.studyOf(i), x.groupOf(i)
	f.Result, f.Study, f.Group = *r, *s, *x.groupRecord(g)
	f.Group.Vanguards, f.Group.Categories = slices.Clone(f.Group.Vanguards), slices.Clone(f.Group.Categories)
	f.Study.Groups, f.Study.Sources = nil, slices.Clone(f.Study.Sources)
	ownFields(&f.Result.Source)
	ownFields(&f.Study.RiskSource)
	for i := range f.Study.Sources {
		ownFields(&f.Study.Sources[i])
	}
	f.Verdict, f.Grounds, f.Lean = e.verdict, e.grounds, e.lean
	f.Shared, f.BeforeProgramme = !g.single(), e.beforeProgramme
	f.measure, f.why = x.measures[e.measure], e.why
	f.measure.Aliases, f.measure.PartOf = nil, nil
	f.Reason = f.reason()
}

func ownFields(s *caremodel.Source) { s.For = slices.Clone(s.For) }

// On returns the figure of the finding on a scale, with its limits; Confidence is
// 0 where it has none.
//
//   - An effect, or a change of a group against its own past, is on its own scale;
//     percent changes and rate ratios turn into one another (-29 % is 0.71).
//   - A change beside that of others is the difference of the two, in
//     [PercentagePoints] for changes in per cent or ratios, otherwise as
//     [Difference]. So is a level beside its comparator, or else beside its
//     baseline: in [PercentagePoints] where its unit is per cent, and always as
//     [Difference]. Limits are those of [indicator.DifferenceOfEstimates] where
//     both figures have some; a baseline is of the same people, so that none can be
//     given.
//
// A figure that is not there, or that cannot be had on the scale, is an
// [OtherScale] error.
func (f Finding) On(s Scale) (indicator.Interval, error) {
	i, detail := f.on(s)
	if detail != "" {
		return indicator.Interval{}, fault.New("evaluation.Finding.On", OtherScale, s.String(), detail)
	}
	return i, nil
}

// on says why there is no figure on the scale, or nothing.
func (f *Finding) on(s Scale) (indicator.Interval, string) {
	r := &f.Result
	beside, compared := r.reference()
	switch {
	case !s.valid() || s == Plain && r.Kind != KindCharacteristic && r.Kind != KindLevel:
		return indicator.Interval{}, "no scale of effects"
	case !r.Estimate.Value.Known():
		return indicator.Interval{}, "the result has no figure"
	case compared && s != Plain:
		return f.difference(s, beside)
	case r.Kind == KindChange && f.Study.Comparator.Kind > ComparatorBefore:
		return indicator.Interval{}, "a change against others whose change is not known"
	case r.Kind > KindChange && s != Plain:
		return indicator.Interval{}, "a level beside nothing"
	case r.Kind <= KindChange && s != r.Scale && !(s == RateRatio && r.Scale == PercentChange || s == PercentChange && r.Scale == RateRatio):
		return indicator.Interval{}, "a figure on the scale " + r.Scale.String() + " is not to be had on it"
	}
	return r.Estimate.on(r.Scale, s, r.Confidence.Float64()), ""
}

// difference returns a change or a level less what it is read beside.
func (f *Finding) difference(s Scale, beside Number) (indicator.Interval, string) {
	r := &f.Result
	points := r.Kind == KindChange && (r.Scale == PercentChange || r.Scale == RateRatio || r.Scale == PercentagePoints) ||
		r.Kind == KindLevel && f.percent()
	switch {
	case s == PercentagePoints && points, s == Difference && (!points || r.Kind == KindLevel):
	case points:
		return indicator.Interval{}, "beside another figure it is a difference in percentage points"
	default:
		return indicator.Interval{}, "beside another figure it is a difference"
	}
	if w, ok := r.difference(); ok {
		return w.Interval, ""
	}
	from := r.Scale
	d := r.Estimate.Value.on(from, from.plainest()) - beside.on(from, from.plainest())
	return indicator.Interval{Value: d, Low: d, High: d}, ""
}

// unit returns what the figures count.
func (f *Finding) unit() string {
	if f.Result.Unit != "" {
		return f.Result.Unit
	}
	return f.measure.Unit
}

// percent reports whether the unit is per cent of something.
func (f *Finding) percent() bool {
	symbol, _, _ := strings.Cut(f.unit(), " ")
	return symbol == "percent"
}
