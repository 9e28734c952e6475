package evaluation

import "github.com/newcaremodels/newcaremodels/caremodel/validate"

// Why a result stands in no pool or forest: the codes of [LeftOut], and of the
// error of [Evidence.Pool].
const (
	// NotAnEffect: growth, a level or a description; a forecast; a measure of others
	// than the programme's people.
	NotAnEffect validate.Code = "evaluation.not-an-effect"
	// NoLimits: there are no two limits, so that nobody knows how much it weighs.
	NoLimits validate.Code = "evaluation.no-limits"
	// Skewed: the limits do not lie evenly around the estimate on the scale on
	// which it would be pooled.
	Skewed validate.Code = "evaluation.skewed"
	// OtherScale: the figure cannot be had on the scale.
	OtherScale validate.Code = "evaluation.other-scale"
	// OtherTier: the design is of another tier, or of none that is pooled.
	OtherTier validate.Code = "evaluation.other-tier"
	// OtherPeople: another cohort or intervention.
	OtherPeople validate.Code = "evaluation.other-people"
	// NotAdjusted: a crude figure.
	NotAdjusted validate.Code = "evaluation.not-adjusted"
	// Overlap: the same people may stand in another result.
	Overlap validate.Code = "evaluation.overlap"
	// SharedControls: another result is held against the same controls.
	SharedControls validate.Code = "evaluation.shared-controls"
)
