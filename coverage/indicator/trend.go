package indicator

import (
	"cmp"
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// A TrendPoint is the figure of one year: Count for a proportion, or Value with
// limits for any other figure.
type TrendPoint struct {
	Year  int      `json:"year"`           // calendar or financial year
	Count Count    `json:"count,omitzero"` // events and people, for a proportion
	Value Interval `json:"value,omitzero"` // with its limits, for any other figure
}

// TrendKind says which field of a [TrendPoint] is used. The zero TrendKind is
// unset.
type TrendKind uint8

// The kinds of trend.
const (
	TrendProportion TrendKind = iota + 1 // Count, people of people
	TrendValue                           // Value and its limits
)

var trendKindNames = ladder.Names{"proportion", "value"}

// Direction is the direction of a trend.
type Direction uint8

// The directions.
const (
	NoChange Direction = iota + 1 // no more than chance
	Rising                        // from year to year
	Falling                       // from year to year
)

var directionNames = ladder.Names{"no-change", "rising", "falling"}

// A Trend is the result for the last five years.
type Trend struct {
	ChiSquare float64 `json:"chi_square"` // with 1 degree of freedom
	P         float64 `json:"p"`          // of ChiSquare
	// Slope is the change per year: of values in their unit, of proportions in
	// their logit.
	Slope       float64 `json:"slope"`
	Significant bool    `json:"significant"` // at 99.8 %
	Stable      bool    `json:"stable"`      // leaving out any year keeps the sign of the slope
	// Direction is NoChange unless the trend is significant and stable.
	Direction Direction `json:"direction"`
	// Comparison says whether the direction is good; Similar without a direction.
	Comparison Comparison `json:"comparison"`
}

// trendYears is the number of years of a recent trend.
const trendYears = 5

// significantTrend is the chi-square quantile of 99.8 % with 1 degree of freedom.
const significantTrend = 9.54953570608324

// RecentTrend tests the last five years, which must be consecutive, for a trend;
// the points may be given in any order, and older ones are ignored.
//
// Proportions are tested as in [TrendInProportions] with the years as scores.
// Values are fitted by least squares weighted by w = (3.92 / (High − Low))², the
// inverse of their variance, with ChiSquare = (slope / its standard error)²; limits
// at levels other than 95 % are converted. A trend must also be stable: its slope
// must keep its sign whichever of the five years is left out (Office for Health
// Improvement and Disparities, Fingertips technical guidance, recent trends).
//
// Years must not overlap, as rolling averages do, and the method must be the same
// for all of them.
//
// Fewer than five consecutive years are a [TooFewGroups] error. A point without
// limits, and a count of nobody or of everybody, is a [NotEstimable] error, not "no
// change".
func RecentTrend(points []TrendPoint, kind TrendKind, p Polarity) (Trend, error) {
	const op = "RecentTrend"
	if err := checkPolarity(op, p); err != nil {
		return Trend{}, err
	}
	if kind != TrendProportion && kind != TrendValue {
		return Trend{}, fail(op, Range, kind.String()+" is no kind of trend: use TrendProportion or TrendValue")
	}
	years, err := recent(op, points)
	if err != nil {
		return Trend{}, err
	}
	var t Trend
	var y, w [trendYears]float64
	if kind == TrendProportion {
		t.ChiSquare, err = proportionYears(op, years, &y, &w)
	} else {
		err = valueYears(op, years, &y, &w)
	}
	if err != nil {
		return Trend{}, err
	}
	slope, weight := weightedSlope(y, w, -1)
	t.Slope = slope
	if kind == TrendValue {
		t.ChiSquare = slope * slope * weight
	}
	if !finite(t.Slope, t.ChiSquare) {
		return Trend{}, fail(op, NotFinite, "the values are too large for a number: use a smaller unit")
	}
	t.P = chiSquareTail(t.ChiSquare, 1)
	t.Significant = t.ChiSquare > significantTrend
	t.Stable = true
	for i := range y {
		without, _ := weightedSlope(y, w, i)
		t.Stable = t.Stable && without*slope > 0
	}
	t.Direction, t.Comparison = NoChange, Similar
	if t.Significant && t.Stable {
		t.Direction = Falling
		if slope > 0 {
			t.Direction = Rising
		}
		t.Comparison = p.beside(slope > 0, false)
	}
	return t, nil
}

// recent returns the last five years in order.
func recent(op string, points []TrendPoint) ([]TrendPoint, error) {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b TrendPoint) int { return cmp.Compare(a.Year, b.Year) })
	unbroken := 0
	for i, p := range points {
		if i > 0 && p.Year == points[i-1].Year {
			return nil, fail(op, Range, "the year "+count(int64(p.Year))+" is given twice")
		}
		if i > 0 && p.Year != points[i-1].Year+1 {
			unbroken = 0
		}
		unbroken++
	}
	if unbroken < trendYears {
		return nil, fail(op, TooFewGroups, count(int64(unbroken))+" unbroken years up to the last: a trend needs 5")
	}
	return points[len(points)-trendYears:], nil
}

// proportionYears sets the logits and returns the chi-square of the counts.
func proportionYears(op string, years []TrendPoint, y, w *[trendYears]float64) (float64, error) {
	groups, scores := make([]Count, trendYears), make([]float64, trendYears)
	for i, p := range years {
		who := "the year " + count(int64(p.Year))
		if err := p.Count.check(op, who, CountOfPeople); err != nil {
			return 0, err
		}
		if p.Count.Events == 0 || p.Count.Events == p.Count.Population {
			return 0, fail(op, NotEstimable, who+": "+count(p.Count.Events)+" of "+count(p.Count.Population)+": the trend of nobody or everybody cannot be calculated")
		}
		groups[i], scores[i] = p.Count, float64(i)
		y[i] = math.Log(float64(p.Count.Events)) - math.Log(float64(p.Count.Population-p.Count.Events))
		w[i] = 1
	}
	return armitage(op, groups, scores)
}

// valueYears sets the values and their weights.
func valueYears(op string, years []TrendPoint, y, w *[trendYears]float64) error {
	for i, p := range years {
		who := "the year " + count(int64(p.Year))
		e, err := estimateOf(op, who, p.Value, EffectDifference)
		switch {
		case err != nil:
			return err
		case e.StandardError == 0:
			return fail(op, NotEstimable, who+": its limits are equal: the trend cannot be calculated")
		}
		y[i] = p.Value.Value
		// The method uses 3.92 for twice the deviate of 95 %.
		root := 3.92 / (2 * deviate95) / e.StandardError
		w[i] = root * root
	}
	return nil
}

// weightedSlope returns the slope of y on 0, 1, ... with one point left out (-1:
// none), and the inverse of its variance.
func weightedSlope(y, w [trendYears]float64, without int) (slope, inverse float64) {
	heaviest := slices.Max(w[:])
	all, at, middle := 0.0, 0.0, 0.0
	for i := range y {
		if w[i] /= heaviest; i == without {
			w[i] = 0
		}
		all += w[i]
		at += w[i] * float64(i)
		middle += w[i] * y[i]
	}
	at, middle = at/all, middle/all
	cross := 0.0
	for i := range y {
		off := float64(i) - at
		cross += w[i] * off * (y[i] - middle)
		inverse += w[i] * off * off
	}
	return cross / inverse, inverse * heaviest
}

// TrendInProportions is Armitage's test (1955) for a linear trend of proportions in
// scores, such as years, doses or deprivation, one score for each group:
//
//	χ² = (Σ x(s − s̄))² / (P(1 − P) Σ n(s − s̄)²)    s̄ = Σ ns / Σn, P = Σx / Σn
//
// with 1 degree of freedom, and the probability of a value at least as large
// without a trend. (R's prop.trend.test gives the same.) Groups must be of
// different people.
//
// Fewer than two groups are a [TooFewGroups] error; nobody or everybody in all
// groups a [NotEstimable] error; equal scores a [ZeroDenominator] error.
func TrendInProportions(groups []Count, scores []float64) (chiSquare, p float64, err error) {
	const op = "TrendInProportions"
	switch {
	case len(groups) < 2:
		return 0, 0, fail(op, TooFewGroups, count(int64(len(groups)))+" groups: at least 2 are compared")
	case len(scores) != len(groups):
		return 0, 0, fail(op, Range, count(int64(len(scores)))+" scores for "+count(int64(len(groups)))+" groups: there must be one for each")
	}
	for i, g := range groups {
		who := "group " + count(int64(i))
		if err := g.check(op, who, CountOfPeople); err != nil {
			return 0, 0, err
		}
		if !finite(scores[i]) {
			return 0, 0, fail(op, NotFinite, who+": a score of "+number(scores[i])+": it must be a finite number")
		}
	}
	if chiSquare, err = armitage(op, groups, scores); err != nil {
		return 0, 0, err
	}
	return chiSquare, chiSquareTail(chiSquare, 1), nil
}

func armitage(op string, groups []Count, scores []float64) (float64, error) {
	var events, people, placed total
	for i, g := range groups {
		events.add(float64(g.Events))
		people.add(float64(g.Population))
		placed.add(float64(g.Population) * scores[i])
	}
	n := people.value()
	p, middle := events.value()/n, placed.value()/n
	var cross, spread total
	for i, g := range groups {
		off := scores[i] - middle
		cross.add((float64(g.Events) - p*float64(g.Population)) * off)
		spread.add(float64(g.Population) * off * off)
	}
	switch {
	case p == 0 || p == 1:
		return 0, fail(op, NotEstimable, "the groups have nobody or everybody: there is no trend to test")
	case spread.value() == 0:
		return 0, fail(op, ZeroDenominator, "all scores are equal: there is nothing to have a trend in")
	}
	chiSquare := cross.value() / spread.value() * (cross.value() / (p * (1 - p)))
	if !finite(chiSquare) {
		return 0, fail(op, NotFinite, "the scores are too large or too small for a number: use another unit")
	}
	return chiSquare, nil
}
