package indicator

import (
	"math"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// A Count is events in a population, or the people of a population who have an
// attribute.
type Count struct {
	Events     int64 `json:"events"`     // not negative
	Population int64 `json:"population"` // people or person-years, at least 1
}

func (c Count) rate() float64 { return float64(c.Events) / float64(c.Population) }

// EffectMeasure is the measure that compares two groups. The zero EffectMeasure is
// unset.
type EffectMeasure uint8

// The measures for two groups' counts. For ratios the effect is the natural
// logarithm.
const (
	RiskRatio      EffectMeasure = iota + 1 // of two proportions
	OddsRatio                               // of the odds of two proportions
	RiskDifference                          // of two proportions
	RateRatio                               // of two rates of events, which may outnumber people
)

var effectMeasureNames = ladder.Names{"risk-ratio", "odds-ratio", "risk-difference", "rate-ratio"}

// EffectFromCounts returns the effect of a study that published counts. With a
// of n₁ treated and c of n₂ controls, b = n₁ − a and d = n₂ − c:
//
//	RiskRatio       log((a/n₁) / (c/n₂))    variance 1/a − 1/n₁ + 1/c − 1/n₂
//	OddsRatio       log(ad / bc)            variance 1/a + 1/b + 1/c + 1/d
//	RiskDifference  a/n₁ − c/n₂             variance ab/n₁³ + cd/n₂³
//	RateRatio       log((a/n₁) / (c/n₂))    variance 1/a + 1/c
//
// For the first three, ½ is added to each of a, b, c and d if one of them is 0
// (Cochrane Handbook, 10.4.4; metafor's escalc does the same). A rate ratio with 0
// events in a group is a [ZeroDenominator] error, more people with an event than
// people a [Range] error.
//
// Counts of the same people before and after are not two groups: see
// [DifferenceInDifferences].
func EffectFromCounts(label string, m EffectMeasure, treated, control Count) (Effect, error) {
	const op = "EffectFromCounts"
	if m == 0 || int(m) > len(effectMeasureNames) {
		return Effect{}, fail(op, Range, m.String()+" is no measure: use RiskRatio, OddsRatio, RiskDifference or RateRatio")
	}
	kind := CountOfPeople
	if m == RateRatio {
		kind = CountOfEvents
	}
	if err := treated.check(op, "the treated", kind); err != nil {
		return Effect{}, err
	}
	if err := control.check(op, "the controls", kind); err != nil {
		return Effect{}, err
	}
	if m == RateRatio && (treated.Events == 0 || control.Events == 0) {
		return Effect{}, fail(op, ZeroDenominator, "a group without events: a ratio of rates needs events in both")
	}
	t := cells{float64(treated.Events), float64(treated.Population - treated.Events)}
	c := cells{float64(control.Events), float64(control.Population - control.Events)}
	if m != RateRatio && min(t.with, t.without, c.with, c.without) == 0 {
		t, c = t.plus(0.5), c.plus(0.5)
	}
	estimate, variance := m.effect(t, c)
	return Effect{Label: label, Estimate: estimate, StandardError: math.Sqrt(variance)}, nil
}

// cells is one row of a two by two table.
type cells struct{ with, without float64 }

func (c cells) all() float64         { return c.with + c.without }
func (c cells) plus(v float64) cells { return cells{c.with + v, c.without + v} }

func (m EffectMeasure) effect(t, c cells) (estimate, variance float64) {
	n1, n2 := t.all(), c.all()
	switch m {
	case OddsRatio:
		return math.Log(t.with) - math.Log(t.without) - math.Log(c.with) + math.Log(c.without),
			1/t.with + 1/t.without + 1/c.with + 1/c.without
	case RiskDifference:
		return t.with/n1 - c.with/n2, t.with/n1*(t.without/n1)/n1 + c.with/n2*(c.without/n2)/n2
	case RateRatio:
		return math.Log(t.with/n1) - math.Log(c.with/n2), 1/t.with + 1/c.with
	}
	return math.Log(t.with/n1) - math.Log(c.with/n2),
		t.without/t.with/n1 + c.without/c.with/n2
}

// CountKind says what a [Count] counts. The zero CountKind is unset.
type CountKind uint8

// The kinds of count.
const (
	CountOfEvents CountKind = iota + 1 // Poisson: a person may have several, such as admissions
	CountOfPeople                      // binomial: a person counts once, as in a proportion
)

var countKindNames = ladder.Names{"events", "people"}

func checkCountKind(op string, k CountKind) error {
	if k != CountOfEvents && k != CountOfPeople {
		return fail(op, Range, k.String()+" is no kind of count: use CountOfEvents or CountOfPeople")
	}
	return nil
}

func (c Count) check(op, who string, k CountKind) error {
	switch {
	case c.Population < 1:
		return fail(op, Range, who+": a population of "+count(c.Population)+": it must be at least 1")
	case c.Events < 0:
		return fail(op, Range, who+": "+count(c.Events)+" events: a count cannot be negative")
	case k == CountOfPeople && c.Events > c.Population:
		return fail(op, Range, who+": "+count(c.Events)+" of "+count(c.Population)+" people: the first must be at most the second")
	}
	return nil
}
