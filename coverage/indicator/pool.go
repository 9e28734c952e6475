package indicator

import (
	"math"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// PoolModel is the assumption about the effects that are pooled. The zero PoolModel
// is unset.
type PoolModel uint8

// The models of [Pool].
const (
	CommonEffect  PoolModel = iota + 1 // one true effect in all studies ("fixed effect")
	RandomEffects                      // effects that vary around a mean (DerSimonian and Laird)
)

var poolModelNames = ladder.Names{"common-effect", "random-effects"}

// Pooled is the pooled effect on the scale of the effects, and their heterogeneity.
// The measures of heterogeneity do not depend on the model.
type Pooled struct {
	Wald
	Model   PoolModel `json:"model"`   // common effect or random effects
	Q       float64   `json:"q"`       // Cochran's Q
	Degrees int       `json:"degrees"` // degrees of freedom of Q: number of effects less 1
	QP      float64   `json:"q_p"`     // probability of at least this Q without heterogeneity; 1 for one effect
	Tau2    float64   `json:"tau2"`    // variance between studies, by DerSimonian and Laird; never below 0
	I2      float64   `json:"i2"`      // percentage of the variation that is not due to chance, 0 to 100
	H2      float64   `json:"h2"`      // Q divided by its degrees of freedom, at least 1

	// Weights are the effects' shares of the pooled effect, in the given order;
	// they add up to 1.
	Weights []float64 `json:"weights"`

	// Prediction is the range in which the true effect of a further study would
	// lie, for RandomEffects with at least three effects; otherwise it is the zero
	// Interval.
	Prediction Interval `json:"prediction,omitzero"`
}

// Pool returns the mean of effects weighted by the inverse of their variance. For
// one effect it returns that effect. With v = StandardError², w = 1/v, W = Σw:
//
//	common effect  μ = Σwy / W                         SE = 1/√W
//	Q = Σw(y − μ)²    τ² = max(0, (Q − (k − 1)) / (W − Σw²/W))
//	random effects the same with w = 1/(v + τ²)
//	I² = 100 max(0, (Q − (k − 1)) / Q)                 H² = max(1, Q / (k − 1))
//
// (DerSimonian and Laird, Controlled Clinical Trials 1986;7:177; Higgins and
// Thompson, Statistics in Medicine 2002;21:1539.) The prediction interval is μ ±
// t √(τ² + SE²) with k − 2 degrees of freedom (Higgins, Thompson and
// Spiegelhalter, Journal of the Royal Statistical Society A 2009;172:137).
//
// Effects must be of one measure on one scale, and of different people: pooling
// effects of the same people counts them twice. With few studies τ² is hardly
// known, and studies that differ in kind should not be pooled.
//
// Without effects the error is [TooFewGroups]; a standard error that is not above 0
// is a [Range] error.
func Pool(effects []Effect, model PoolModel, confidence float64) (Pooled, error) {
	const op = "Pool"
	tail, err := level(op, confidence)
	switch {
	case err != nil:
		return Pooled{}, err
	case model != CommonEffect && model != RandomEffects:
		return Pooled{}, fail(op, Range, model.String()+" is no model: use CommonEffect or RandomEffects")
	case len(effects) == 0:
		return Pooled{}, fail(op, TooFewGroups, "there is no effect to pool")
	}
	for i, e := range effects {
		if err := e.check(op, i); err != nil {
			return Pooled{}, err
		}
	}
	return pool(op, effects, model, confidence, tail)
}

func (e Effect) check(op string, i int) error {
	code, detail := NotFinite, "the estimate and its standard error must be finite numbers"
	switch {
	case !finite(e.Estimate, e.StandardError):
	case e.StandardError <= 0:
		code, detail = Range, "a standard error of "+number(e.StandardError)+": it must be above 0"
	default:
		return nil
	}
	where := "effect " + count(int64(i))
	if e.Label != "" {
		where += " (" + e.Label + ")"
	}
	return fail(op, code, where+": "+detail)
}

func pool(op string, effects []Effect, model PoolModel, confidence, tail float64) (Pooled, error) {
	common := weigh(effects, 0)
	p := Pooled{Model: model, Degrees: len(effects) - 1, QP: 1, H2: 1}
	if p.Degrees > 0 {
		p.heterogeneity(effects, common)
	}
	used := common
	if model == RandomEffects {
		used = weigh(effects, p.Tau2)
	}
	if !finite(p.Q, p.Tau2, used.mean, used.standardError) {
		return Pooled{}, fail(op, NotFinite, "the effects are too large or too small for a number: use another unit")
	}
	var err error
	if p.Wald, err = wald(op, used.mean, used.standardError, confidence, tail); err != nil {
		return Pooled{}, err
	}
	p.Weights = used.shares
	if model == RandomEffects && len(effects) >= 3 && confidence > 0 {
		half := studentDeviate(tail, float64(len(effects)-2)) * math.Sqrt(p.Tau2+used.standardError*used.standardError)
		p.Prediction, err = Interval{used.mean, used.mean - half, used.mean + half, confidence}.checked(op)
	}
	return p, err
}

// weighted is the weighted mean of effects. The total and the shares are relative
// to the least variance, so that no weight overflows.
type weighted struct {
	mean, standardError float64
	least, total        float64
	shares              []float64
}

func weigh(effects []Effect, tau2 float64) weighted {
	if len(effects) == 1 { // exactly the effect
		e := effects[0]
		v := e.StandardError * e.StandardError
		return weighted{mean: e.Estimate, standardError: e.StandardError, least: v, total: 1, shares: []float64{1}}
	}
	w := weighted{least: math.Inf(1), shares: make([]float64, len(effects))}
	for _, e := range effects {
		w.least = min(w.least, e.StandardError*e.StandardError+tau2)
	}
	for i, e := range effects {
		w.shares[i] = w.least / (e.StandardError*e.StandardError + tau2)
	}
	w.total = sum(w.shares)
	products := make([]float64, len(effects))
	for i, e := range effects {
		w.shares[i] /= w.total
		products[i] = w.shares[i] * e.Estimate
	}
	w.mean = sum(products)
	w.standardError = math.Sqrt(w.least / w.total)
	return w
}

// heterogeneity sets the measures of heterogeneity.
func (p *Pooled) heterogeneity(effects []Effect, common weighted) {
	terms, squares := make([]float64, len(effects)), make([]float64, len(effects))
	for i, e := range effects {
		off := (e.Estimate - common.mean) / e.StandardError
		terms[i] = off * off
		squares[i] = common.shares[i] * common.shares[i]
	}
	degrees := float64(p.Degrees)
	p.Q = sum(terms)
	p.QP = chiSquareTail(p.Q, degrees)
	if p.Q > degrees {
		p.H2 = p.Q / degrees
		p.I2 = 100 * (p.Q - degrees) / p.Q
		p.Tau2 = (p.Q - degrees) * common.least / (common.total * (1 - sum(squares)))
	}
}

// Ratio returns the pooled ratio with its limits, if the effects are logarithms of
// ratios.
func (p Pooled) Ratio() (Interval, error) { return p.Interval.exp("Pooled.Ratio") }
