package indicator

import "github.com/newcaremodels/newcaremodels/internal/ladder"

// Polarity says which way of a figure is good. The zero Polarity is not stated,
// and is read as [NoJudgement] where a function takes one.
type Polarity uint8

// The polarities.
const (
	HighIsGood  Polarity = iota + 1 // as life expectancy or vaccination
	LowIsGood                       // as mortality or emergency admissions
	NoJudgement                     // as outpatient attendances: more is neither better nor worse
)

var polarityNames = ladder.Names{"high-is-good", "low-is-good", "no-judgement"}

// of returns what a figure above (or below) another means.
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

// standing is how a figure stands to another, once the polarity has been asked.
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
