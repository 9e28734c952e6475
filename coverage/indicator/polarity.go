package indicator

import "github.com/newcaremodels/newcaremodels/internal/ladder"

// Polarity says which direction of a figure is good. The zero Polarity is unset;
// functions treat it as [NoJudgement].
type Polarity uint8

// The polarities.
const (
	HighIsGood  Polarity = iota + 1 // such as life expectancy or vaccination
	LowIsGood                       // such as mortality or emergency admissions
	NoJudgement                     // such as outpatient attendances: more is neither better nor worse
)

var polarityNames = ladder.Names{"high-is-good", "low-is-good", "no-judgement"}

// of returns the standing of a figure above (or below) another.
func (p Polarity) of(above bool) standing {
	switch {
	case p != HighIsGood && p != LowIsGood && above:
		return standsHigher
	case p != HighIsGood && p != LowIsGood:
		return standsLower
	case above == (p == HighIsGood):
		return standsBetter
	}
	return standsWorse
}

// standing is the relation of a figure to another, given the polarity.
type standing uint8

const (
	standsBetter standing = iota
	standsWorse
	standsHigher
	standsLower
)

func checkPolarity(op string, p Polarity) error {
	if p > NoJudgement {
		return fail(op, Range, p.String()+" is no polarity: use HighIsGood, LowIsGood or NoJudgement")
	}
	return nil
}
