package coverage

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Estimate is a number of people that lies between Low and High, both included,
// out of Of, as far as the areas are known.
//
// Whole areas give equal bounds. Where a footprint holds a share of an area nobody
// knows who these people are, and Low and High are the fewest and the most that
// there can be, whoever they are (Fréchet bounds). They are bounds, not a
// confidence interval, and the truth is no likelier in the middle.
//
// Not known is not nobody. Missing says of how many of the vanguards meant the
// areas are not, or not wholly, known. The truth is at least Low, and at most High
// only while Missing is 0. Where all are missing the figure is not known: its text
// says so, and JSON leaves low and high out.
//
// The zero Estimate is nobody out of nobody. Estimates are comparable with ==.
type Estimate struct {
	Low  int64 // at least so many people
	High int64 // at most so many, while nobody is missing
	Of   int64 // the population that they are counted in; at most so many
	// Hidden is how many of Of may not be there: people of cells whose numbers the
	// base does not state ([Population.AtMost]). Low and High allow for them.
	Hidden int64
	// Missing is how many of the Meant vanguards have no footprint, or an
	// [Incomplete] one; 0 of 0 in a figure that no selection gave.
	Missing, Meant int
	// Approximate says that a share which its source gives as "about" is in the
	// figure. How far it may be off is not known, and no width is made up for it.
	Approximate bool

	// aside names the layers that hold everything there is: the vanguards meant
	// have all their footprints in layers that stand aside.
	aside string
}

// Known reports whether the figure says anything: the areas of some vanguard meant
// are known, or no vanguard is meant.
func (e Estimate) Known() bool {
	return e.aside == "" && (e.Missing < e.Meant || e.Meant == 0)
}

// Exact reports whether Low equals High, no vanguard's areas are missing and
// nothing is approximate. It says nothing about how good the source's count is.
func (e Estimate) Exact() bool {
	return e.Low == e.High && e.isWhole() && !e.Approximate
}

// isWhole reports whether all the areas meant are known, so that High is a bound.
func (e Estimate) isWhole() bool { return e.Missing == 0 && e.aside == "" }

// Upper returns what the truth is at most, whoever is missing: High, or Of while
// anybody is missing.
func (e Estimate) Upper() int64 {
	if e.isWhole() {
		return e.High
	}
	return e.Of
}

// Share returns Low and High as shares of Of; where some of Of may not be there, the
// least and the greatest share that there can be. Both are not known (0/0) when Of is
// zero or the figure is not known.
func (e Estimate) Share() (low, high caremodel.Ratio) {
	if !e.Known() {
		return caremodel.Ratio{}, caremodel.Ratio{}
	}
	return peopleRatio(e.Low, e.Of), peopleRatio(e.High, max(e.High, e.Of-e.Hidden, min(1, e.Of)))
}

// String returns the figure for people: "8,569,373 of 54,786,327 (15.6%)",
// "5,000,000 to 6,000,000 of 54,786,327 (9.1% to 11.0%)" where the bounds differ,
// "about 347,484 of 54,786,327 (0.6%)" where it is approximate, with "; the areas
// of 9 of 13 vanguards are not, or not wholly, known" where some are missing, and
// "not known" where all are.
func (e Estimate) String() string {
	switch {
	case e.aside != "":
		return "not known: " + e.missing()
	case !e.Known():
		return "not known"
	}
	low, high := e.Share()
	text, share := thousands(e.Low), low.Percent(1)
	if e.Low != e.High {
		text += " to " + thousands(e.High)
	}
	if e.Low != e.High || e.Hidden > 0 && high.Percent(1) != share {
		share += " to " + high.Percent(1)
	}
	if e.Approximate {
		text = "about " + text
	}
	text += " of "
	if e.Hidden > 0 {
		text += thousands(e.Of-e.Hidden) + " to "
	}
	text += thousands(e.Of) + " (" + share + ")"
	if e.Missing > 0 {
		text += "; " + e.missing()
	}
	return text
}

// missing says whose areas are missing.
func (e Estimate) missing() string {
	if e.aside != "" {
		return "the areas meant stand aside; name the layer " + e.aside
	}
	return fmt.Sprintf("the areas of %d of %d vanguards are not, or not wholly, known", e.Missing, e.Meant)
}

// estimateJSON is an estimate as it is written.
type estimateJSON struct {
	Low         *int64 `json:"low,omitzero"`
	High        *int64 `json:"high,omitzero"`
	Of          int64  `json:"of"`
	Hidden      int64  `json:"hidden,omitzero"`
	Missing     int    `json:"missing,omitzero"`
	Meant       int    `json:"meant,omitzero"`
	Approximate bool   `json:"approximate,omitzero"`
	Aside       string `json:"aside,omitzero"`
}

// MarshalJSON writes the figure as an object. One that is not known has no low and
// no high; where the areas meant stand aside, "aside" names their layers.
func (e Estimate) MarshalJSON() ([]byte, error) {
	out := estimateJSON{Of: e.Of, Hidden: e.Hidden, Missing: e.Missing, Meant: e.Meant, Approximate: e.Approximate, Aside: e.aside}
	if e.Known() {
		out.Low, out.High = &e.Low, &e.High
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes; on failure e is unchanged.
func (e *Estimate) UnmarshalJSON(data []byte) error {
	var in estimateJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	read := Estimate{Of: in.Of, Hidden: in.Hidden, Missing: in.Missing, Meant: in.Meant, Approximate: in.Approximate, aside: in.Aside}
	if in.Low != nil {
		read.Low = *in.Low
	}
	if in.High != nil {
		read.High = *in.High
	}
	if read.Known() && (in.Low == nil || in.High == nil) {
		return fmt.Errorf("coverage.Estimate: low and high are left out of %.80s, which is not said to be missing", data)
	}
	*e = read
	return nil
}

// MarshalBinary returns the whole figure, for gob: what is not known stays so.
func (e Estimate) MarshalBinary() ([]byte, error) {
	return json.Marshal(estimateJSON{&e.Low, &e.High, e.Of, e.Hidden, e.Missing, e.Meant, e.Approximate, e.aside})
}

// UnmarshalBinary reads what MarshalBinary writes; on failure e is unchanged.
func (e *Estimate) UnmarshalBinary(data []byte) error { return e.UnmarshalJSON(data) }

// add counts people in, of whom low are sure and high are possible.
func (e *Estimate) add(low, high int64, about bool) {
	e.Low += low
	e.High += high
	e.Approximate = e.Approximate || about
}

// people returns the estimate with these bounds.
func (e Estimate) people(low, high int64) Estimate {
	e.Low, e.High = low, high
	return e
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
