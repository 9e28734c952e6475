package caremodel

import (
	"slices"

	"github.com/shopspring/decimal"
)

// mostFacts bounds the facts of one subject that are held against each other.
const mostFacts = 100

// disagreeing returns those of the facts, which are of one subject, that disagree
// with another one, in their order.
func disagreeing(facts []Fact) []Fact {
	facts = facts[:min(len(facts), mostFacts)]
	var found []Fact
	for _, f := range facts {
		if slices.ContainsFunc(facts, func(other Fact) bool { return disagree(f, other) }) {
			found = append(found, f)
		}
	}
	return found
}

// disagree reports whether two facts of one subject cannot both be right. Dates tell
// two states apart only where both are known.
func disagree(a, b Fact) bool {
	days := !a.AsAt.IsZero() && !b.AsAt.IsZero() && a.AsAt != b.AsAt
	if days || a.Value == b.Value || a.Bound == NotStated || b.Bound == NotStated {
		return false
	}
	x, errA := decimal.NewFromString(a.Value)
	y, errB := decimal.NewFromString(b.Value)
	if len(a.Value) > mostDigits || len(b.Value) > mostDigits || errA != nil || errB != nil {
		return true
	}
	switch x.Cmp(y) {
	case 1:
		return a.Bound != AtMost && b.Bound != AtLeast
	case -1:
		return a.Bound != AtLeast && b.Bound != AtMost
	}
	return false
}

// mostDigits bounds the values that are compared as numbers.
const mostDigits = 40

// Fact is a figure of the programme, or of one of its vanguards, that has no
// record of its own: bids, practices in support, savings forecast. The value is
// text, because facts are quoted and never added up.
type Fact struct {
	// Key names the fact: lower case, digits and underscores; several facts may
	// share a key where sources disagree.
	Key string `json:"key"`
	// Value is the figure as text: "269"; blank only where the bound is NotStated.
	Value string `json:"value"`
	// Unit is what the value counts: "people".
	Unit string `json:"unit,omitzero"`
	// Bound is how the source puts the value: "more than 380" is AtLeast.
	Bound Bound `json:"bound,omitzero"`
	// Vanguard is the one of which the fact speaks; zero = the programme.
	Vanguard VanguardID `json:"vanguard,omitzero"`
	// AsAt is the day that the value is of; zero = the source gives no full date.
	AsAt Date `json:"as_at,omitzero"`
	// Source is where it was read.
	Source Source `json:"source,omitzero"`
	// Note is what a reader should know before quoting the value.
	Note string `json:"note,omitzero"`
}
