package coverage

import (
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Reconciliation is a published claim beside the figure recomputed from the
// footprints of its scope.
type Reconciliation struct {
	Claim Claim `json:"claim"`
	// Covered is the recomputed figure, on the survey's base; zero where the
	// scope names something unknown.
	Covered Estimate `json:"covered"`
	// Verdict is how the claim's people stand beside Covered, or its share
	// where it gives no people.
	Verdict Verdict `json:"verdict"`
	// Difference is by how many people the claim is too high, or, negative, too
	// low, counted from the nearer bound of Covered. Zero unless the verdict is
	// WithinRounding or Differs.
	Difference int64 `json:"difference,omitzero"`
	// Bases are the claim on every basis that it may have meant: the base first,
	// then the survey's references in their order.
	Bases []OnBasis `json:"bases,omitempty"`
	// Reason says why the claim cannot be checked or is not independent, and what
	// may explain that it differs; blank where there is nothing to say.
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
	// denominator where the claim gives both. Where it gives one, the base has
	// the verdict of the whole claim, and a reference cannot be checked: the
	// footprints are counted on the base only.
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
//   - where a footprint of the scope is incomplete, more people may be covered than
//     are counted, and a claim can be refuted, or an "at least" confirmed, only
//     below Low; otherwise it cannot be checked;
//   - a claim of another basis than the base cannot be checked, nor one whose scope
//     has no footprint or names something unknown, nor one without a figure.
//
// The day of a claim and that of the base are both given and not compared.
func (a *Atlas) Reconcile(extra ...Claim) []Reconciliation {
	claims := append(slices.Clip(a.survey.Claims), extra...)
	out := make([]Reconciliation, len(claims))
	for i, c := range claims {
		c.Scope, c.Source = c.Scope.clone(), c.Source.Clone()
		out[i] = a.reconcile(c)
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
		c.At("claims").Index(i).At(field).Warn(validate.Unreconciled, value, "the footprints of its scope cover "+r.Covered.String())
	}
	return c.Violations()
}

func (a *Atlas) reconcile(c Claim) Reconciliation {
	r := Reconciliation{Claim: c}
	s, err := a.Select(c.Scope)
	if err != nil {
		r.Verdict, r.Reason = CannotBeChecked, err.Error()
		return r
	}
	r.Covered = s.Covered()
	people, width := c.figure(r.Covered.Of)
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
		r.Verdict, r.Difference = c.judge(people, width, r.Covered)
		switch {
		case r.Verdict == CannotBeChecked:
			r.Reason = r.Covered.missing()
		case r.Verdict == Differs && s.has(Derived):
			r.Reason = "areas in its scope were drawn from partners, who may work for a part of them only"
		}
	}
	r.Bases = a.onBases(c, r.Verdict)
	return r
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
// the recomputed figure.
func (c Claim) judge(people, width int64, covered Estimate) (Verdict, int64) {
	below := people < covered.Low || c.Bound == caremodel.AtLeast && people == covered.Low
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

// onBases puts the claim on every denominator that it may have meant.
func (a *Atlas) onBases(c Claim, verdict Verdict) []OnBasis {
	b := a.survey.Base
	base := Reference{Name: b.Name, Basis: b.Basis, AsAt: b.AsAt, People: a.cells.all}
	var all []OnBasis
	for i, ref := range append([]Reference{base}, a.survey.References...) {
		if !c.Basis.IsZero() && c.Basis != ref.Basis {
			continue
		}
		t := OnBasis{Reference: ref, People: c.People, Share: c.Share, Verdict: verdict}
		switch {
		case c.People > 0 && c.Share.Known():
			t.Share, t.Verdict = peopleRatio(c.People, ref.People), c.consistent(ref.People)
		case c.People > 0:
			t.Share = peopleRatio(c.People, ref.People)
		case c.Share.Known():
			t.People = ratioOf(ref.People, c.Share)
		default:
			return nil
		}
		if i > 0 && (c.People == 0 || !c.Share.Known()) {
			t.Verdict = CannotBeChecked
		}
		all = append(all, t)
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

// String returns the reconciliation in one sentence for people.
func (r Reconciliation) String() string {
	var b strings.Builder
	if r.Claim.Words != "" {
		b.WriteString(r.Claim.Words + ": ")
	}
	b.WriteString(strings.ReplaceAll(r.Verdict.String(), "-", " "))
	switch {
	case r.Difference > 0:
		b.WriteString(", " + thousands(r.Difference) + " too many")
	case r.Difference < 0:
		b.WriteString(", " + thousands(-r.Difference) + " too few")
	}
	if r.Reason != "" {
		b.WriteString(", " + r.Reason)
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

// The ladder of verdicts.
const (
	Agrees          Verdict = iota + 1 // the figure is exact and the claim is true of it
	InsideBounds                       // the figure is not exact, and the claim lies between its bounds
	WithinRounding                     // the claim differs by no more than what its source rounds to
	Differs                            // the claim differs by more than that
	NotIndependent                     // a share of a footprint was made from this very source: agreement proves nothing
	CannotBeChecked                    // the footprints are incomplete or none, or the bases differ
)

var verdictNames = ladder.Names{"agrees", "inside-bounds", "within-rounding", "differs", "not-independent", "cannot-be-checked"}
