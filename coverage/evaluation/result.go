package evaluation

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// ResultID is the caller's own key of a result: a text of at most 80 bytes.
type ResultID string

// Figure is a figure with what was printed beside it.
type Figure struct {
	Value Number `json:"value,omitzero"` // the figure itself
	// Low and High are its limits at the result's confidence. One of them alone is
	// a one-sided limit.
	Low  Number `json:"low,omitzero"`
	High Number `json:"high,omitzero"` // the upper limit
	// Events is the count behind it, Exposure the people or person-time that the
	// events came from.
	Events   Number `json:"events,omitzero"`
	Exposure Number `json:"exposure,omitzero"` // people, or person-time
	// Bound is how the source puts it.
	Bound caremodel.Bound `json:"bound,omitzero"`
}

// limited reports whether both limits are known.
func (f Figure) limited() bool { return f.Low.Known() && f.High.Known() }

// Kind is what a result says of its figure.
type Kind uint8

// The kinds.
const (
	KindEffect         Kind = iota + 1 // the treated against what would have been
	KindChange                         // over time, in the group itself: growth is no effect
	KindLevel                          // a value, perhaps beside that of others or of an earlier time
	KindCharacteristic                 // who was studied: people, homes, mean age, follow-up, rates before
)

var kindNames = ladder.Names{"effect", "change", "level", "characteristic"}

// Scale is the scale of a result's figures. The zero Scale is that of a result
// without a figure.
type Scale uint8

// The scales. The null of ratios is 1, that of all others but Plain is 0.
const (
	RateRatio        Scale = iota + 1 // of events per person-time
	RiskRatio                         // of proportions
	OddsRatio                         // of odds
	HazardRatio                       // of hazards
	PercentChange                     // -29 is a rate ratio of 0.71
	Difference                        // in the result's unit
	PercentagePoints                  // a difference of percentages
	Coefficient                       // of a regression, its unit not confirmed: judged, never converted or pooled
	Plain                             // a level: it has no null
)

var scaleNames = ladder.Names{
	"rate-ratio", "risk-ratio", "odds-ratio", "hazard-ratio", "percent-change", "difference", "percentage-points", "coefficient", "plain",
}

// ratio reports whether the null of the scale is 1.
func (s Scale) ratio() bool { return s >= RateRatio && s <= HazardRatio }

// valid reports whether s is one of the constants.
func (s Scale) valid() bool { return s >= RateRatio && s <= Plain }

// null returns the figure of no difference.
func (s Scale) null() float64 {
	if s.ratio() {
		return 1
	}
	return 0
}

// Adjustment is whether a figure was adjusted for how the treated differ from
// their controls. The zero Adjustment means not stated.
type Adjustment uint8

// The adjustments.
const (
	Adjusted Adjustment = iota + 1 // for differences between the groups
	Crude                          // as counted
)

var adjustmentNames = ladder.Names{"adjusted", "crude"}

// Reading is what the source says, or the way its words lean. The zero Reading
// means that it says nothing of better or worse.
type Reading uint8

// The readings.
const (
	ReadsBetter       Reading = iota + 1 // the source says or suggests better
	ReadsWorse                           // also "weak evidence of more", of what should be less
	ReadsNoDifference                    // "no impact"
)

var readingNames = ladder.Names{"better", "worse", "no-difference"}

// Conclusion is whether the source calls a result conclusive. The zero Conclusion
// means that it does not say.
type Conclusion uint8

// The conclusions.
const (
	Conclusive    Conclusion = iota + 1 // "significantly"
	NotConclusive                       // "may be chance"
)

var conclusionNames = ladder.Names{"conclusive", "not-conclusive"}

// Check is how far a result was verified. The zero Check says nothing of it, and
// counts as [NotChecked].
type Check uint8

// The checks.
const (
	CheckedText       Check = iota + 1 // against the text that first published it
	CheckedAbstract                    // against its abstract or a summary
	CheckedSecondHand                  // against a text of others about it: a wiki, a blog
	NotChecked                         // taken over as it came
)

var checkNames = ladder.Names{"text", "abstract", "second-hand", "not-checked"}

// Result is one result of a study: a figure, or words where no figure is printed.
// What is not printed is left out.
type Result struct {
	ID      ResultID `json:"id"`      // the caller's own, unique in a record
	Study   StudyID  `json:"study"`   // of the record's studies
	Group   GroupID  `json:"group"`   // one of the study's
	Measure Measure  `json:"measure"` // of the record's measures
	// Period is the time that it is about; zero = that of the study.
	Period Period `json:"period,omitzero"`
	Kind   Kind   `json:"kind"` // effect, change, level or characteristic
	// Scale is that of its figures; zero = there is no figure, or it is Plain.
	Scale Scale `json:"scale,omitzero"`
	// Unit is what the figures count; blank = the unit of the measure, or none.
	Unit string `json:"unit,omitzero"`

	// Estimate is the figure itself: for an effect the effect, for a change the
	// change of the group. Comparator is the same for those it is held against,
	// Before and ComparatorBefore are those of both at baseline.
	Estimate         Figure `json:"estimate,omitzero"`
	Comparator       Figure `json:"comparator,omitzero"`        // of those it is held against
	Before           Figure `json:"before,omitzero"`            // of the group, at baseline
	ComparatorBefore Figure `json:"comparator_before,omitzero"` // of those it is held against, at baseline

	// Confidence is that of all limits: 0.95 for 95 %.
	Confidence Number `json:"confidence,omitzero"`
	// P is the probability of so large a difference by chance; "p<0.05" is 0.05
	// with the bound [caremodel.AtMost]. It is held against 1 - Confidence, or
	// against 0.05 where no confidence is given.
	P      Number          `json:"p,omitzero"`
	PBound caremodel.Bound `json:"p_bound,omitzero"` // how the source puts p

	Adjustment Adjustment `json:"adjustment,omitzero"` // zero = not stated
	Reads      Reading    `json:"reads,omitzero"`      // which way the source reads it
	Conclusive Conclusion `json:"conclusive,omitzero"` // whether the source calls it significant
	// Words are a few words of the source where they carry the meaning.
	Words string `json:"words,omitzero"`
	Check Check  `json:"check,omitzero"` // how far it was verified
	// Note is what a reader should know before quoting it.
	Note string `json:"note,omitzero"`
	// Source is where it was read; zero = the sources of the study.
	Source caremodel.Source `json:"source,omitzero"`
}
