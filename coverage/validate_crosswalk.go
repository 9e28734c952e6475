package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Validate returns everything that is wrong with the crosswalk: a missing edition
// or method, two equal editions, text that is not an area code, a pair of areas
// given twice with two shares (with one it is a warning), an exact or best-fit
// source with more than one target or only a part of itself, and a source whose
// shares add up to more than the whole ([NotConserved]). A source with less than
// the whole is in order: the rest of its people are in no target.
func (c Crosswalk) Validate() validate.Violations {
	var k validate.Checker
	w := checker{Checker: &k, survey: &Survey{}}
	w.crosswalk(k.At, &c)
	return k.Violations()
}

// crosswalks checks the survey's crosswalks and notes the areas that they bring
// into the base.
func (k *checker) crosswalks() {
	all := k.survey.Crosswalks
	for i := range all {
		at := k.At("crosswalks").Index(i)
		k.crosswalk(at.At, &all[i])
		if j := slices.IndexFunc(all[:i], func(c Crosswalk) bool { return c.From == all[i].From && c.To == all[i].To }); j >= 0 {
			at.At("to").Error(validate.Duplicate, string(all[i].To), "crosswalks["+strconv.Itoa(j)+"] has these editions already")
		}
		caremodel.CheckSources(at.At("sources"), all[i].Sources, k.day)
		if edition := k.survey.Base.Edition; edition != "" && edition != all[i].From {
			continue
		}
		k.cross(&all[i])
	}
}

// composed is an area of another edition by the areas of the base's edition that
// a crosswalk makes it of.
type composed struct {
	number int32 // counted from 0
	from   []AreaCode
}

// cross notes the areas that a crosswalk from the base's edition leads to.
func (k *checker) cross(x *Crosswalk) {
	if k.crossed == nil {
		k.crossed = map[AreaCode]*composed{}
	}
	for _, w := range x.Weights {
		c := k.crossed[w.To]
		if c == nil {
			c = &composed{number: int32(len(k.crossed))}
			k.crossed[w.To] = c
		}
		c.from = append(c.from, w.From)
	}
}

// editionOf returns the edition other than the base's in which a crosswalk of the
// survey has the code.
func (k *checker) editionOf(c AreaCode) (Edition, bool) {
	if k.elsewhereIn == nil {
		k.elsewhereIn = map[AreaCode]Edition{}
		for i := range k.survey.Crosswalks {
			k.noteOthers(&k.survey.Crosswalks[i])
		}
	}
	e, ok := k.elsewhereIn[c]
	return e, ok
}

func (k *checker) noteOthers(x *Crosswalk) {
	note := func(c AreaCode, e Edition) {
		if _, known := k.elsewhereIn[c]; !known && e != k.survey.Base.Edition {
			k.elsewhereIn[c] = e
		}
	}
	for _, w := range x.Weights {
		note(w.From, x.From)
		note(w.To, x.To)
	}
}

func (k *checker) crosswalk(at func(string) validate.Place, c *Crosswalk) {
	for _, side := range [...]struct {
		field   string
		edition Edition
	}{{"from", c.From}, {"to", c.To}} {
		k.edition(at(side.field), side.edition, "say which edition")
	}
	if c.From == c.To && c.From != "" {
		at("to").Error(validate.Conflict, string(c.To), "a crosswalk leads from one edition to another")
	}
	switch {
	case c.Method.IsZero():
		at("method").Error(validate.Required, "", "say how the weights were found")
	case c.Method > MethodEqualSplit:
		at("method").Error(validate.Range, c.Method.String(), "no such method")
	}
	if len(c.Weights) == 0 && !c.Identity {
		at("weights").Error(validate.Required, "", "a crosswalk has at least one weight")
	}
	k.weights(at("weights"), c)
}

func (k *checker) weights(at validate.Place, c *Crosswalk) {
	faults := weightFaults(c)
	for i, w := range c.Weights {
		k.code(at.Index(i).At("from"), w.From)
		k.code(at.Index(i).At("to"), w.To)
		for len(faults) > 0 && faults[0].at == int32(i) {
			if faults[0].warning {
				at.Index(i).Warn(faults[0].code, string(w.From), faults[0].detail)
			} else {
				at.Index(i).Error(faults[0].code, string(w.From), faults[0].detail)
			}
			faults = faults[1:]
		}
	}
}

// finding is what is wrong with an element of a list beside others of it.
type finding struct {
	at      int32
	code    validate.Code
	detail  string
	warning bool
}

// weightFaults checks the weights of each source together, and returns what is
// wrong in the order of the weights.
func weightFaults(c *Crosswalk) []finding {
	single := c.Method == MethodExact || c.Method == MethodBestFit
	var faults []finding
	order := weightOrder(c.Weights)
	for len(order) > 0 {
		n := sourceLen(c.Weights, order)
		faults = sourceFaults(faults, c, order[:n], single)
		order = order[n:]
	}
	slices.SortStableFunc(faults, func(a, b finding) int { return cmp.Compare(a.at, b.at) })
	return faults
}

// sourceFaults checks the weights of one source; they are in the order of their
// targets.
func sourceFaults(faults []finding, c *Crosswalk, source []int32, single bool) []finding {
	var sum rational
	for i, at := range source {
		w := c.Weights[at]
		if i > 0 && c.Weights[source[i-1]].To == w.To {
			f := finding{at: at, code: validate.Duplicate, detail: fmt.Sprintf("weights[%d] is the same pair of areas with another share", source[i-1])}
			if c.Weights[source[i-1]] == w {
				f.detail, f.warning = fmt.Sprintf("weights[%d] is the same row, which counts once", source[i-1]), true
			}
			faults = append(faults, f)
			continue
		}
		sum.add(w.Share)
		switch {
		case sum.aboveOne():
			faults = append(faults, finding{at: at, code: NotConserved, detail: "the shares of this area add up to more than the whole"})
			return faults
		case single && i > 0:
			faults = append(faults, finding{at: at, code: validate.Conflict, detail: "by the method " + c.Method.String() + " an area has one target"})
		case single && !w.Share.IsWhole():
			faults = append(faults, finding{at: at, code: validate.Conflict, detail: "by the method " + c.Method.String() + " an area goes to its target whole"})
		}
	}
	return faults
}

// weightOrder returns the positions of the weights by source, then by target, then
// as they stand.
func weightOrder(weights []Weight) []int32 {
	order := make([]int32, len(weights))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(
			cmp.Compare(weights[a].From, weights[b].From), cmp.Compare(weights[a].To, weights[b].To), cmp.Compare(a, b))
	})
	return order
}

// sourceLen returns how many of the ordered weights are of the first one's source.
func sourceLen(weights []Weight, order []int32) int {
	n := 1
	for n < len(order) && weights[order[n]].From == weights[order[0]].From {
		n++
	}
	return n
}
