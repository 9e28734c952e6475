package evaluation

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/filters"
)

// Pooling is a pooled effect, with what went into it and what was left out.
type Pooling struct {
	Measure Measure // what was measured
	Scale   Scale   // RateRatio also of percent changes
	// Cohort and Intervention are those of all that were used.
	Cohort       string
	Intervention string    // what they received
	Used         []Finding // the results pooled
	Left         []LeftOut // the results left out, and why
	// Pooled is on the logarithm for ratios: [indicator.Pooled.Ratio] gives the
	// ratio.
	Pooled indicator.Pooled
}

// Pool returns the mean of the effects on a measure, weighted by the inverse of
// their variance ([indicator.Pool]). It takes effects with two limits, from
// designs of one tier, randomised or controlled; of exactly this measure, one
// cohort and one intervention; on one scale, where percent changes are rate
// ratios and odds ratios are not; adjusted, or not said to be crude. Limits of
// ratios that do not lie evenly on the logarithm, to the precision of print, are
// left out, and so are differences that do not lie evenly as they stand.
//
// Effects that may count the same people, or are held against the same controls,
// are all left out, unless use says which of them to take. Groups of two studies
// overlap if a vanguard is in both, or who is in one is not known, and the periods
// meet. Groups of one study overlap only if one is within the other; if they are
// held against the same areas they share their controls.
//
// Where several sets of effects could be pooled, as care-home residents and
// frail patients, the one that use names is taken; without use it is an error that
// names them, and [Evidence.Where] chooses.
//
// Fewer than two effects are an [indicator.TooFewGroups] error that lists why each
// result on the measure was left out, under its key. A key in use that is not
// among the effects, or two that overlap, are errors too.
func (e *Evidence) Pool(m Measure, model indicator.PoolModel, confidence float64, use ...ResultID) (Pooling, error) {
	const op = "evaluation.Evidence.Pool"
	measure, err := e.measure(op, m)
	if err != nil {
		return Pooling{}, err
	}
	p := pooler{evidence: e, op: op, measure: m, all: e.on(measure), sets: map[poolSet][]int32{}}
	p.gather()
	if err := p.choose(use); err != nil {
		return Pooling{}, err
	}
	return p.pool(model, confidence)
}

// poolSet is what effects that are pooled have in common.
type poolSet struct {
	tier         Tier
	scale        Scale
	unit         string // of differences
	cohort       string
	intervention string
}

func (s poolSet) String() string {
	named := []string{words(s.tier), words(s.scale)}
	for _, name := range [...]string{s.unit, s.cohort, s.intervention} {
		if name != "" {
			named = append(named, name)
		}
	}
	return strings.Join(named, ", ")
}

// pooler chooses what is pooled.
type pooler struct {
	evidence *Evidence
	op       string
	measure  Measure
	all      []int32             // the entries on it
	sets     map[poolSet][]int32 // what could be pooled
	set      poolSet             // what is
	used     []int32
	left     []leftOut
}

// leftOut is an entry that is not pooled, and why.
type leftOut struct {
	entry  int32
	code   validate.Code
	reason string
}

func (p *pooler) leave(i int32, code validate.Code, reason string) {
	p.left = append(p.left, leftOut{i, code, reason})
}

// gather sorts the results on the measure into sets that could be pooled.
func (p *pooler) gather() {
	x := p.evidence.index
	for _, i := range p.all {
		if code, reason := x.notPoolable(i); code != "" {
			p.leave(i, code, reason)
			continue
		}
		set := x.poolSet(i)
		p.sets[set] = append(p.sets[set], i)
	}
}

// poolSet returns the set of an effect.
func (x *index) poolSet(i int32) poolSet {
	g, r := x.groupRecord(x.groupOf(i)), x.result(i)
	s := poolSet{tier: x.tier(i), scale: r.Scale, cohort: g.Cohort, intervention: g.Intervention}
	switch r.Scale {
	case PercentChange:
		s.scale = RateRatio
	case Difference:
		if s.unit = r.Unit; s.unit == "" {
			s.unit = x.measures[x.entries[i].measure].Unit
		}
	}
	return s
}

// notPoolable says why a result cannot be pooled with any other, or nothing.
func (x *index) notPoolable(i int32) (validate.Code, string) {
	r, f := x.result(i), &x.result(i).Estimate
	tier := x.tier(i)
	switch {
	case x.outside(i):
		return NotAnEffect, "the group is outside the programme"
	case x.studyOf(i).Design == DesignForecast:
		return NotAnEffect, "a forecast is no finding"
	case r.Kind != KindEffect:
		return NotAnEffect, "it is a " + r.Kind.String() + ", not an effect"
	case r.Adjustment == Crude:
		return NotAdjusted, "a crude figure"
	case r.Scale == Coefficient:
		return OtherScale, "a coefficient whose unit is not confirmed"
	case tier != TierRandomised && tier != TierControlled:
		return OtherTier, "the design is " + words(tier)
	case !f.Value.Known() || !f.limited():
		return NoLimits, "without two limits nobody knows how much it weighs"
	case (r.Scale.ratio() || r.Scale == PercentChange) && !f.even(r.Scale), !r.Scale.ratio() && r.Scale != PercentChange && !f.centred():
		return Skewed, "its limits do not lie evenly around it on the scale on which it is pooled"
	}
	return "", ""
}

// choose picks the set, and of effects that overlap those that use names.
func (p *pooler) choose(use []ResultID) error {
	x := p.evidence.index
	wanted := make(map[int32]bool, len(use))
	for _, id := range use {
		i, err := p.named(id)
		if err != nil {
			return err
		}
		if set := x.poolSet(i); len(wanted) > 0 && set != p.set {
			return fault.New(p.op, OtherPeople, string(id), "it cannot be pooled with the others that are named: it is of another set, "+set.String())
		}
		wanted[i], p.set = true, x.poolSet(i)
	}
	if len(use) == 0 {
		if err := p.onlySet(); err != nil {
			return err
		}
	}
	return p.withoutOverlaps(wanted)
}

// named returns the effect with a key.
func (p *pooler) named(id ResultID) (int32, error) {
	x := p.evidence.index
	i, ok := x.byResult[id]
	if !ok || !p.evidence.has(int32(i)) {
		ids := func(yield func(ResultID) bool) {
			for _, i := range p.all {
				if !yield(x.result(i).ID) {
					return
				}
			}
		}
		return 0, fault.New(p.op, validate.Unknown, string(id), filters.Names[ResultID]{Noun: "result", All: ids}.Hint(id))
	}
	if x.result(int32(i)).Measure != p.measure {
		return 0, fault.New(p.op, validate.Conflict, string(id), "the result is on another measure, "+string(x.result(int32(i)).Measure))
	}
	if code, reason := x.notPoolable(int32(i)); code != "" {
		return 0, fault.New(p.op, code, string(id), "the result cannot be pooled: "+reason)
	}
	return int32(i), nil
}

// onlySet picks the one set of two effects or more.
func (p *pooler) onlySet() error {
	var able []poolSet
	for set, members := range p.sets {
		if len(members) > 1 {
			able = append(able, set)
		}
	}
	names := make([]string, len(able))
	for i, set := range able {
		names[i] = set.String()
		p.set = set
	}
	if len(able) > 1 {
		slices.Sort(names)
		return fault.New(p.op, OtherPeople, string(p.measure), "several sets could be pooled, and not together: "+strings.Join(names, "; ")+": choose by Where or by the results to use")
	}
	return nil
}

// withoutOverlaps leaves out the other sets, and effects that overlap.
func (p *pooler) withoutOverlaps(wanted map[int32]bool) error {
	x := p.evidence.index
	members := p.sets[p.set]
	for _, set := range slices.SortedFunc(maps.Keys(p.sets), func(a, b poolSet) int { return strings.Compare(a.String(), b.String()) }) {
		if set == p.set {
			continue
		}
		code, reason := p.otherSet(set)
		for _, i := range p.sets[set] {
			p.leave(i, code, reason)
		}
	}
	var first, rest []int32
	for _, i := range members {
		if wanted[i] {
			first = append(first, i)
		} else {
			rest = append(rest, i)
		}
	}
	chosen := x.peersOf(first)
	for _, i := range first {
		if j, code, reason := chosen.clash(i); code != "" {
			return fault.New(p.op, code, string(x.result(i).ID), "it cannot be used together with "+validate.Quote(string(x.result(j).ID))+": "+reason)
		}
	}
	rest = p.withoutClashes(rest, chosen)
	p.used = append(first, p.withoutClashes(rest, x.peersOf(rest))...)
	slices.SortFunc(p.used, x.compare)
	return nil
}

// withoutClashes leaves out the effects that clash with any of others, and
// returns those that are kept.
func (p *pooler) withoutClashes(effects []int32, others *peers) (kept []int32) {
	for _, i := range effects {
		j, code, reason := others.clash(i)
		if code == "" {
			kept = append(kept, i)
			continue
		}
		p.leave(i, code, "beside "+validate.Quote(string(p.evidence.index.result(j).ID))+": "+reason)
	}
	return kept
}

// otherSet says in what a set differs from the one that is pooled.
func (p *pooler) otherSet(set poolSet) (validate.Code, string) {
	switch {
	case len(p.used) == 0 && p.set == (poolSet{}):
		return OtherPeople, "no other effect is of the same people, intervention, tier and scale: " + set.String()
	case set.tier != p.set.tier:
		return OtherTier, "the design is " + words(set.tier)
	case set.scale != p.set.scale || set.unit != p.set.unit:
		return OtherScale, "the effect is on another scale, " + words(set.scale)
	}
	return OtherPeople, fmt.Sprintf("of others than those pooled: cohort %s, intervention %s", or(set.cohort), or(set.intervention))
}

func or(name string) string {
	if name == "" {
		return notKnown
	}
	return validate.Quote(name)
}

func (p *pooler) pool(model indicator.PoolModel, confidence float64) (Pooling, error) {
	x := p.evidence.index
	if len(p.used) < 2 {
		for _, i := range p.used {
			p.leave(i, indicator.TooFewGroups, "it is the only one left")
		}
		return Pooling{}, p.tooFew()
	}
	out := Pooling{
		Measure: p.measure, Scale: p.set.scale, Cohort: p.set.cohort, Intervention: p.set.intervention,
		Used: make([]Finding, len(p.used)), Left: make([]LeftOut, len(p.left)),
	}
	kind := indicator.EffectDifference
	if p.set.scale.ratio() {
		kind = indicator.EffectRatio
	}
	effects := make([]indicator.Effect, len(p.used))
	for k, i := range p.used {
		r := x.result(i)
		effect, err := indicator.EffectFromLimits(string(r.ID), r.Estimate.on(r.Scale, p.set.scale, r.Confidence.Float64()), kind)
		if err != nil {
			return Pooling{}, fmt.Errorf("%s: result %s: %w", p.op, validate.Quote(string(r.ID)), err)
		}
		effects[k] = effect
		x.tell(&out.Used[k], i)
	}
	for k, left := range p.left {
		out.Left[k].Code, out.Left[k].Reason = left.code, left.reason
		x.tell(&out.Left[k].Finding, left.entry)
	}
	pooled, err := indicator.Pool(effects, model, confidence)
	if err != nil {
		return Pooling{}, fmt.Errorf("%s: %w", p.op, err)
	}
	out.Pooled = pooled
	return out, nil
}

// tooFew lists why each result was left out.
func (p *pooler) tooFew() error {
	var c validate.Checker
	c.At("pool").Error(indicator.TooFewGroups, string(p.measure), "fewer than two effects can be pooled")
	for _, left := range p.left {
		c.At("results").At(string(p.evidence.index.result(left.entry).ID)).Error(left.code, "", left.reason)
	}
	return fmt.Errorf("%s: %w", p.op, c.Violations().Err())
}
