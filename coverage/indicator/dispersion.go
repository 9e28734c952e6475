package indicator

import "math"

// Dispersion measures how much the figures of unordered groups vary.
type Dispersion struct {
	// Mean is the mean over all people.
	Mean float64 `json:"mean"`
	// Variance is the between-group variance, in the square of the values' unit.
	Variance float64 `json:"variance"`
	// StandardDeviation is its square root, in the values' unit.
	StandardDeviation float64 `json:"standard_deviation"`
	// MeanDifference is the mean distance from the mean, in the values' unit.
	MeanDifference float64 `json:"mean_difference"`
	// CoefficientOfVariation is the standard deviation divided by the mean.
	CoefficientOfVariation float64 `json:"coefficient_of_variation"`
	// IndexOfDisparity is the mean difference divided by the mean.
	IndexOfDisparity float64 `json:"index_of_disparity"`
	// Theil is the Theil index.
	Theil float64 `json:"theil"`
	// MeanLogDeviation is the mean log deviation.
	MeanLogDeviation float64 `json:"mean_log_deviation"`
}

// Dispersed returns the dispersion of the figures of two or more groups, in any
// order, each group weighted by its people. Every value must be above 0, since the
// last two measures take its logarithm. With a = n/Σn and μ = Σ a y:
//
//	Variance = Σ a (y − μ)²        MeanDifference = Σ a |y − μ|
//	Theil = Σ a (y/μ) ln(y/μ)      MeanLogDeviation = Σ a ln(μ/y)
//
// (World Health Organization, Handbook on health inequality monitoring, 2013,
// and the measures of its Health Inequality Data Repository, which prints the
// relative ones times 100 and the last two times 1,000.)
func Dispersed(groups []Band) (Dispersion, error) {
	const op = "Dispersed"
	places, err := rank(op, groups)
	if err != nil {
		return Dispersion{}, err
	}
	d := Dispersion{Mean: mean(groups, places)}
	for i, p := range places {
		y := groups[i].Value
		if y <= 0 {
			return Dispersion{}, fail(op, Range, "band "+count(int64(i))+": a value of "+number(y)+": it must be above 0")
		}
		off, ratio := y-d.Mean, y/d.Mean
		log := math.Log(y) - math.Log(d.Mean)
		d.Variance += p.share * off * off
		d.MeanDifference += p.share * math.Abs(off)
		d.Theil += p.share * ratio * log
		d.MeanLogDeviation -= p.share * log
	}
	d.StandardDeviation = math.Sqrt(d.Variance)
	d.CoefficientOfVariation = d.StandardDeviation / d.Mean
	d.IndexOfDisparity = d.MeanDifference / d.Mean
	d.Theil, d.MeanLogDeviation = max(0, d.Theil), max(0, d.MeanLogDeviation)
	if !finite(d.Mean, d.Variance, d.CoefficientOfVariation, d.IndexOfDisparity, d.Theil, d.MeanLogDeviation) {
		return Dispersion{}, fail(op, NotFinite, "the values are too large or too small for an index: use another unit")
	}
	return d, nil
}
