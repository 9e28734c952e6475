package evaluation

import "github.com/newcaremodels/newcaremodels/internal/ladder"

// Design is how a study was made, in the words of Cochrane's Effective Practice
// and Organisation of Care group (EPOC), with those of dashboards, forecasts and
// statements beside them.
type Design uint8

// The designs.
const (
	DesignRandomised              Design = iota + 1 // people or places were allotted by chance
	DesignNonRandomised                             // allotted otherwise, with controls
	DesignInterruptedTimeSeries                     // many points before and after
	DesignMatchedCohort                             // people followed beside others who are alike
	DesignDifferenceInDifferences                   // the change beside that of others
	DesignSyntheticControl                          // beside a weighted mean of other areas
	DesignControlledBeforeAfter                     // before and after, with controls
	DesignCrossSectional                            // beside others at one time
	DesignBeforeAfter                               // before and after, without controls
	DesignMonitoring                                // a dashboard or a series of routine figures
	DesignForecast                                  // what is expected
	DesignStatement                                 // a figure or a claim without a method told
)

var designNames = ladder.Names{
	"randomised", "non-randomised", "interrupted-time-series", "matched-cohort", "difference-in-differences", "synthetic-control",
	"controlled-before-after", "cross-sectional", "before-after", "monitoring", "forecast", "statement",
}

// Tier returns the tier of the design, 0 for a value that is no design.
func (d Design) Tier() Tier {
	switch {
	case d == 0 || d > DesignStatement:
		return 0
	case d == DesignRandomised:
		return TierRandomised
	case d < DesignCrossSectional:
		return TierControlled
	case d < DesignForecast:
		return TierUncontrolled
	}
	return TierNotMeasured
}

// Tier is how far a design tells what was caused from what would have happened
// anyway. Within a tier no design outranks another: how well a study was made
// counts for more. A tier is no certainty of evidence as GRADE has it, which is a
// judgement about all the evidence on an outcome.
type Tier uint8

// The tiers.
const (
	TierRandomised   Tier = iota + 1 // a trial
	TierControlled                   // beside controls: all designs between a trial and a comparison at one time
	TierUncontrolled                 // cross-sectional, before and after, dashboards
	TierNotMeasured                  // forecasts and statements
)

var tierNames = ladder.Names{"randomised", "controlled", "uncontrolled", "not-measured"}

// Relation is who says it. It is not how it was found out: that is the [Design].
type Relation uint8

// The relations of an evaluator to the programme.
const (
	RelationIndependent Relation = iota + 1 // neither of the two below
	RelationNational                        // the programme's national bodies
	RelationOwn                             // the vanguard itself, a trust or a commissioner that is part of it
)

var relationNames = ladder.Names{"independent", "national", "own"}

// RiskOfBias is the overall judgement of ROBINS-I, the Cochrane tool for studies
// of interventions that are not randomised. It is entered with the source that
// gives it, and never derived. The zero RiskOfBias means that nobody has judged
// it.
type RiskOfBias uint8

// The judgements.
const (
	RiskLow      RiskOfBias = iota + 1 // comparable to a well-made randomised trial
	RiskModerate                       // sound, but not comparable to such a trial
	RiskSerious                        // with important problems
	RiskCritical                       // too problematic to be of use
)

var riskOfBiasNames = ladder.Names{"low", "moderate", "serious", "critical"}

// ComparatorKind is what a result is held against. The zero ComparatorKind means
// that the source names nothing.
type ComparatorKind uint8

// The kinds of comparators.
const (
	ComparatorBefore          ComparatorKind = iota + 1 // the group's own past
	ComparatorMatched                                   // people or places chosen to be alike
	ComparatorSynthetic                                 // a weighted mean of other areas
	ComparatorAreas                                     // other areas
	ComparatorNonParticipants                           // those who did not take part
	ComparatorProjection                                // what was expected without it ("do nothing")
)

var comparatorKindNames = ladder.Names{"before", "matched", "synthetic", "areas", "non-participants", "projection"}
