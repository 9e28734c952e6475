package coverage

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Estimate is a number of people that lies between Low and High, both included,
// out of Of.
//
// Whole areas give exact figures: Low equals High. Where a footprint holds a
// share of an area nobody knows who these people are, and Low and High are the
// fewest and the most that there can be, whoever they are (Fréchet bounds).
// They are bounds, not a confidence interval, and the truth is no likelier in
// the middle.
type Estimate struct {
	Low  int64 `json:"low"`  // at least so many people
	High int64 `json:"high"` // at most so many
	Of   int64 `json:"of"`   // the population that they are counted in
}

// Exact reports whether the figure is known to the person.
func (e Estimate) Exact() bool { return e.Low == e.High }

// Share returns Low and High as shares of Of. Both are not known (0/0) when Of
// is zero.
func (e Estimate) Share() (low, high caremodel.Ratio) {
	return peopleRatio(e.Low, e.Of), peopleRatio(e.High, e.Of)
}

// String returns the figure for people: "8,569,373 of 54,786,327 (15.6%)", or
// "5,000,000 to 6,000,000 of 54,786,327 (9.1% to 11.0%)" when it is not exact.
func (e Estimate) String() string {
	low, high := e.Share()
	if e.Exact() {
		return thousands(e.Low) + " of " + thousands(e.Of) + " (" + low.Percent(1) + ")"
	}
	return thousands(e.Low) + " to " + thousands(e.High) + " of " + thousands(e.Of) +
		" (" + low.Percent(1) + " to " + high.Percent(1) + ")"
}

// add counts people in, of whom low are sure and high are possible.
func (e *Estimate) add(low, high int64) {
	e.Low += low
	e.High += high
}

// peopleRatio is num people of den, not known when there are none.
func peopleRatio(num, den int64) caremodel.Ratio {
	if den <= 0 {
		return caremodel.Ratio{}
	}
	return caremodel.Ratio{Num: num, Den: den}
}

// thousands writes n with a comma between groups of three digits.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	out := make([]byte, 0, len(digits)*4/3+1)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, digits[i])
	}
	return sign + string(out)
}
