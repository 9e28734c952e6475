package coverage

import (
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Reconciliation is a published claim beside the figure recomputed from the
// footprints of its scope.
type Reconciliation struct {
	Claim Claim `json:"claim"` // as published
	// Covered is the recomputed figure, on the survey's base or, where the claim is
	// of another basis, on the first alternative base of that; zero where the scope
	// names something unknown.
	Covered Estimate `json:"covered"`
	// Verdict is how the claim's people stand beside Covered, or its share
	// where it gives no people.
	Verdict Verdict `json:"verdict"`
	// Difference is by how many people the claim is too high, or, negative, too
	// low, counted from the nearer bound of Covered. Zero unless the verdict is
	// WithinRounding or Differs.
	Difference int64 `json:"difference,omitzero"`
	// Bases are the claim on every basis that it may have meant: the base first,
	// then the survey's alternative bases and its references in their order.
	Bases []OnBasis `json:"bases,omitempty"`
	// Reason says why the claim cannot be checked or is not independent, and what
	// may explain that it differs, with the claim's note; blank where there is nothing
	// to say.
	Reason string `json:"reason,omitzero"`
}

// OnBasis is a claim on one denominator: five million people are 9.1 % of residents
// and 8.8 % of registered patients.
type OnBasis struct {
	// Reference is the denominator: the base itself, or one of the references.
	Reference Reference `json:"reference"`
	// People is the claim in people of this denominator: as claimed, or the
	// claimed share of it, rounded half to even.
	People int64 `json:"people"`
	// Share is the claim as a share of this denominator: as claimed, or the
	// claimed people out of it. Where both are claimed it is the people's.
	Share caremodel.Ratio `json:"share,omitzero"`
	// Verdict is how the claimed share stands beside the claimed people on this
	// denominator where the claim gives both. Where it gives one, a base has the
	// verdict of the whole claim on it, and a reference cannot be checked: no
	// footprints are counted on it.
	Verdict Verdict `json:"verdict"`
}

// Reconcile puts every claim of the survey, and then every extra one, beside the
// figure recomputed from the footprints of its scope, in that order.
//
// The claim is tested against the bounds of the recomputed figure. "At least" is
// true of a figure that is higher, "at most" of one that is lower; rounding is
// the claim's own Precision, or for a share half a unit of its last written
// digit, half a percentage point at most. Of the rest:
//
//   - a claim whose source is also that of a share of a footprint in its scope is
//     not independent;
//   - where the areas of some vanguard of the scope are not, or not wholly, known,
//     more people may be covered than are counted, and a claim cannot be checked
//     unless it is below Low: then an "at least" is confirmed, and any other claim
//     differs where footprints that are incomplete are all that is missing;
//   - beside an approximate figure a claim is within rounding at best;
//   - a claim is held against the base of its own basis, and cannot be checked where
//     there is none, nor can one whose scope has no footprint or names something
//     unknown, one without a figure, or one whose people and share are of no
//     population that it may mean.
//
// The day of a claim and that of the base are both given and not compared.
func (a *Atlas) Reconcile(extra ...Claim) []Reconciliation {
	if a.cells == nil {
		return nil // the zero Atlas
	}
	claims := append(slices.Clip(a.survey.Claims), extra...)
	out := make([]Reconciliation, len(claims))
	for i, c := range claims {
		out[i] = a.reconcile(deep.Copy(c))
	}
	return out
}

// farClaims warns of claims of the survey that differ from the recomputed figure
// by more than their rounding.
func (a *Atlas) farClaims() validate.Violations {
	var c validate.Checker
	for i, claim := range a.survey.Claims {
		r := a.reconcile(claim)
		if r.Verdict != Differs {
			continue
		}
		field, value := "people", strconv.FormatInt(claim.People, 10)
		if claim.People == 0 {
			field, value = "share", claim.Share.String()
		}
		c.At("claims").Index(i).At(field).Warn(validate.Unreconciled, value, "the footprints of its scope cover "+r.Covered.String()+": the claim is "+r.differs())
	}
	return c.Violations()
}

func (a *Atlas) reconcile(c Claim) Reconciliation {
	on := a.baseOf(c.Basis)
	r := on.check(c)
	r.Bases = a.onBases(c, on, r.Verdict)
	if c.contradicts(denominators(r.Bases)) && r.Verdict != NotIndependent {
		r.Verdict, r.Difference = CannotBeChecked, 0
		r.Reason = "the claim contradicts itself: " + thousands(c.People) + " people are not " + c.Share.Percent(1) + " of any population that it may mean"
	}
	switch {
	case c.Note == "":
	case r.Verdict == Differs:
		r.Reason = c.Note // which knows more than the footprints do
	case r.Verdict == CannotBeChecked:
		r.Reason += "; " + c.Note
	}
	return r
}

// baseOf returns the atlas on the first base of a basis: this one if it is, or if
// there is none.
func (a *Atlas) baseOf(b Basis) *Atlas {
	if b.IsZero() || b == a.Basis() {
		return a
	}
	for _, other := range a.bases {
		if other.Basis() == b {
			return other
		}
	}
	return a
}

// check holds a claim against the footprints on the atlas's own base.
func (a *Atlas) check(c Claim) Reconciliation {
	r := Reconciliation{Claim: c}
	s, err := a.Select(c.Scope)
	if err != nil {
		r.Verdict, r.Reason = CannotBeChecked, err.Error()
		return r
	}
	r.Covered = s.Covered()
	people, width := c.figure(r.Covered.Of)
	if least, _ := c.figure(r.Covered.Of - r.Covered.Hidden); least < people {
		width += people - least // a share of people of whom some may not be there
	}
	switch {
	case people <= 0:
		r.Verdict, r.Reason = CannotBeChecked, "the claim gives no figure"
	case s.count == 0:
		r.Verdict, r.Reason = CannotBeChecked, "no footprint is in the claim's scope"
	case !c.Basis.IsZero() && c.Basis != a.Basis():
		r.Verdict = CannotBeChecked
		r.Reason = "the claim counts " + c.Basis.String() + " people and the base " + a.Basis().String() + " ones, who are not the same people"
	case s.rests(c.Source):
		r.Verdict, r.Reason = NotIndependent, "a share of a footprint in its scope was made from the same source"
	default:
		r.Verdict, r.Difference = c.judge(people, width, r.Covered, s.absent == 0)
		switch {
		case r.Verdict == CannotBeChecked && r.Covered.Known() && people < r.Covered.Low:
			r.Reason = r.Covered.missing() + ", and those known cover " + thousands(r.Covered.Low-people) + " more"
		case r.Verdict == CannotBeChecked:
			r.Reason = r.Covered.missing()
		case r.Verdict == Differs && s.has(Derived):
			r.Reason = "areas in its scope were drawn from partners, who may work for a part of them only"
		}
	}
	return r
}

// contradicts reports whether the claim gives people and a share that are of none of
// these populations, rounding allowed.
func (c Claim) contradicts(populations []int64) bool {
	return c.People > 0 && c.Share.Known() && len(populations) > 0 &&
		!slices.ContainsFunc(populations, func(of int64) bool { return c.consistent(of) != Differs })
}

// denominators returns the people of each.
func denominators(bases []OnBasis) []int64 {
	people := make([]int64, len(bases))
	for i := range bases {
		people[i] = bases[i].Reference.People
	}
	return people
}

// has reports whether a footprint of the selection is of this completeness.
func (s *Selection) has(c Completeness) bool {
	return slices.ContainsFunc(s.members(), func(f *footprint) bool { return f.completeness == c })
}

// rests reports whether a share in the selection was made from this source.
func (s *Selection) rests(source caremodel.Source) bool {
	if source.IsZero() {
		return false
	}
	return slices.ContainsFunc(s.members(), func(f *footprint) bool { return slices.ContainsFunc(f.sources, source.Equal) })
}

// judge tests the claimed people, rounded by up to width, against the bounds of
// the recomputed figure. listed says that each vanguard meant has a footprint.
func (c Claim) judge(people, width int64, covered Estimate, listed bool) (Verdict, int64) {
	below := people < covered.Low && listed || people <= covered.Low && c.Bound == caremodel.AtLeast
	if !covered.isWhole() && !below {
		return CannotBeChecked, 0
	}
	difference, width := int64(0), max(width, 0)
	switch {
	case people > covered.High && c.Bound != caremodel.AtMost:
		difference = people - covered.High
	case people < covered.Low && c.Bound != caremodel.AtLeast:
		difference = people - covered.Low
	}
	switch {
	case difference > width || -difference > width:
		return Differs, difference
	case difference != 0, covered.Approximate:
		return WithinRounding, difference
	case covered.Low == covered.High,
		c.Bound == caremodel.AtLeast && people <= covered.Low,
		c.Bound == caremodel.AtMost && people >= covered.High:
		return Agrees, 0
	}
	return InsideBounds, 0
}

// denominator returns the base as what a share may be of.
func (a *Atlas) denominator() Reference {
	b := a.survey.Base
	return Reference{Name: b.Name, Basis: b.Basis, AsAt: b.AsAt, People: a.cells.All}
}

// onBases puts the claim on every denominator that it may have meant. The verdict is
// that of the claim on one of the bases, on.
func (a *Atlas) onBases(c Claim, on *Atlas, verdict Verdict) []OnBasis {
	var all []OnBasis
	add := func(ref Reference, verdict func() Verdict) {
		if !c.Basis.IsZero() && c.Basis != ref.Basis {
			return
		}
		t := OnBasis{Reference: ref, People: c.People, Share: c.Share}
		switch {
		case c.People > 0 && c.Share.Known():
			t.Share, t.Verdict = peopleRatio(c.People, ref.People), c.consistent(ref.People)
		case c.People > 0:
			t.Share, t.Verdict = peopleRatio(c.People, ref.People), verdict()
		case c.Share.Known():
			t.People, t.Verdict = ratioOf(ref.People, c.Share), verdict()
		default:
			return
		}
		all = append(all, t)
	}
	add(a.denominator(), func() Verdict { return verdict })
	for _, other := range a.bases {
		if other == a {
			continue
		}
		add(other.denominator(), func() Verdict {
			if other == on {
				return verdict
			}
			return other.check(c).Verdict
		})
	}
	for _, ref := range a.survey.References {
		add(ref, func() Verdict { return CannotBeChecked })
	}
	return all
}

// consistent tests a claim's people against its own share of a population of so
// many.
func (c Claim) consistent(of int64) Verdict {
	share := Claim{Share: c.Share}
	people, width := share.figure(of)
	switch difference := c.People - people; {
	case difference == 0:
		return Agrees
	case max(difference, -difference)-width <= c.Precision:
		return WithinRounding
	}
	return Differs
}

// figure is the claim in people of a population of so many, and by how many
// people it may be rounded.
func (c Claim) figure(of int64) (people, width int64) {
	if c.People > 0 || !c.Share.Known() {
		return c.People, c.Precision
	}
	return ratioOf(of, c.Share), ratioOf(of, caremodel.Ratio{Num: 1, Den: 2 * lastUnit(c.Share)})
}

// lastUnit is how many units of its last digit make one whole in the decimal
// form of a share: 100 for 9 % and 1,000 for 9.1 %, and 100 for a third, which
// has no last digit.
func lastUnit(share caremodel.Ratio) int64 {
	for unit := int64(100); unit <= 1_000_000_000; unit *= 10 {
		if hi, lo := bits.Mul64(uint64(share.Num), uint64(unit)); bits.Rem64(hi, lo, uint64(share.Den)) == 0 {
			return unit
		}
	}
	return 100
}

// ratioOf is people x r, rounded half to even, or the most that can be held.
func ratioOf(people int64, r caremodel.Ratio) int64 {
	if r.Num <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(people), uint64(r.Num))
	if hi >= uint64(r.Den) {
		return math.MaxInt64
	}
	n, rest := bits.Div64(hi, lo, uint64(r.Den))
	if up := uint64(r.Den) - rest; rest > up || rest == up && n&1 == 1 {
		n++
	}
	return int64(min(n, math.MaxInt64))
}

// differs says by how much the claim differs.
func (r Reconciliation) differs() string {
	if r.Difference < 0 {
		return thousands(-r.Difference) + " too few"
	}
	return thousands(r.Difference) + " too many"
}

// String returns the reconciliation in one sentence for people.
func (r Reconciliation) String() string {
	var b strings.Builder
	if r.Claim.Words != "" {
		b.WriteString(ascii.Escape(r.Claim.Words) + ": ")
	}
	b.WriteString(strings.ReplaceAll(r.Verdict.String(), "-", " "))
	if r.Difference != 0 {
		b.WriteString(", " + r.differs())
	}
	if r.Reason != "" {
		b.WriteString(", " + ascii.Escape(r.Reason))
	}
	b.WriteString("; recomputed " + r.Covered.String())
	for _, t := range r.Bases {
		b.WriteString("; " + thousands(t.People) + " is " + t.Share.Percent(1) +
			" of " + thousands(t.Reference.People) + " (" + t.Reference.Basis.String() + ")")
	}
	return b.String()
}

// Verdict is how a published claim stands beside the recomputed figure. The zero
// Verdict is unset.
type Verdict uint8

// The verdicts.
const (
	Agrees          Verdict = iota + 1 // the figure is exact and the claim is true of it
	InsideBounds                       // the figure is not exact, and the claim lies between its bounds
	WithinRounding                     // the claim differs by no more than what its source rounds to
	Differs                            // the claim differs by more than that
	NotIndependent                     // a share of a footprint was made from this very source: agreement proves nothing
	CannotBeChecked                    // the footprints are incomplete or none, or the bases differ
)

var verdictNames = ladder.Names{"agrees", "inside-bounds", "within-rounding", "differs", "not-independent", "cannot-be-checked"}
