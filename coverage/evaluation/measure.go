package evaluation

import (
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/deep"
)

// Measure is the code of what a result measures, an open set of words with
// hyphens: "emergency-admissions", "ae-attendances", "bed-days", "savings".
type Measure string

// MeasureDefinition says what a measure is.
type MeasureDefinition struct {
	Code Measure `json:"code"` // as results name it
	// Name is what people read: "Emergency admissions".
	Name string `json:"name"`
	// Unit is what its figures count where a result says nothing else: "days".
	Unit string `json:"unit,omitzero"`
	// Aliases are other names that tables use.
	Aliases []string `json:"aliases,omitempty"`
	// Better is which way is good. Of outpatient and elective care, and of calls to
	// 111, it is [indicator.NoJudgement].
	Better indicator.Polarity `json:"better"`
	// PartOf are the measures of which this one is a part, as avoidable admissions
	// are of emergency admissions. A part is never pooled or contrasted with the
	// whole.
	PartOf []Measure `json:"part_of,omitempty"`
}

// EnglandMeasures returns a fresh copy of the measures of [EnglandRecord]. A
// record without definitions of its own goes by them.
func EnglandMeasures() []MeasureDefinition { return deep.Copy(englandRecord().Measures) }

// reading returns what a figure above or below its null means.
func (d *MeasureDefinition) reading(above bool) Reading {
	switch d.Better {
	case indicator.HighIsGood:
		if above {
			return ReadsBetter
		}
		return ReadsWorse
	case indicator.LowIsGood:
		if above {
			return ReadsWorse
		}
		return ReadsBetter
	}
	return 0
}
