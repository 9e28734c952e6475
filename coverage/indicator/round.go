package indicator

import "github.com/newcaremodels/newcaremodels/internal/ladder"

// RoundingRule is a rule by which hospital statistics of England round counts. The
// zero RoundingRule is unset.
type RoundingRule uint8

// The rules of Hospital Episode Statistics (NHS Digital, HES analysis guide, from
// September 2018).
const (
	RoundCentral  RoundingRule = iota + 1 // below the national level: 1 to 7 as 5, others to the nearest 5
	RoundStar                             // below the national level: 1 to 7 hidden, others to the nearest 5
	RoundNational                         // unchanged
)

var roundingRuleNames = ladder.Names{"central", "star", "national"}

const (
	smallCount   = 7
	largestCount = 5_000_000_000 // a greater count cannot be of hospital statistics
)

// RoundCount returns a count as the rule publishes it; 0 stays 0. A count below 0
// or above 5,000,000,000 is a [Range] error.
//
// Rounded figures do not add up, and must not be added up: round the total instead.
func RoundCount(n int64, rule RoundingRule) (PublishedCell, error) {
	const op = "RoundCount"
	switch {
	case rule == 0 || int(rule) > len(roundingRuleNames):
		return PublishedCell{}, fail(op, Range, rule.String()+" is no rule: use RoundCentral, RoundStar or RoundNational")
	case n < 0 || n > largestCount:
		return PublishedCell{}, fail(op, Range, "a count of "+count(n)+": it must be between 0 and 5,000,000,000")
	case n == 0 || rule == RoundNational:
		return PublishedCell{Value: n}, nil
	case n > smallCount:
		return PublishedCell{Value: (n + 2) / 5 * 5}, nil
	case rule == RoundStar:
		return PublishedCell{Hidden: HiddenPrimary}, nil
	}
	return PublishedCell{Value: 5}, nil
}
