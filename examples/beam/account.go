package main

import (
	"errors"
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// mergeAccounts adds up the accounts of one question from all machines. Every
// person lives in one area and every area is counted on one machine, so whatever an
// account counts in people or areas adds up exactly; what is made of these figures
// afterwards is not merged but made again at the end (finished).
type mergeAccounts struct{}

// MergeAccumulators returns the account of two parts together.
func (*mergeAccounts) MergeAccumulators(a, b coverage.Account) (coverage.Account, error) {
	var s adder
	a.Naive = s.add(a.Naive, b.Naive)
	a.Covered = s.estimates(a.Covered, b.Covered)
	a.Multiplicity = slices.Clone(a.Multiplicity)
	for _, m := range b.Multiplicity {
		i, found := slices.BinarySearchFunc(a.Multiplicity, m.Times, func(e coverage.Multiple, times int) int { return e.Times - times })
		if !found {
			a.Multiplicity = slices.Insert(a.Multiplicity, i, m)
			continue
		}
		a.Multiplicity[i].People = s.estimates(a.Multiplicity[i].People, m.People)
		a.Multiplicity[i].Units += m.Units
	}
	a.Layers = slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Layers, b.Layers))))
	return a, s.err
}

// finished returns the account of the whole: out of the whole population and of the
// vanguards meant, with its double counting, its layers in the survey's order.
func finished(a coverage.Account, survey coverage.Survey, meant coverage.Estimate) (coverage.Account, error) {
	var s adder
	meant.Of = a.Covered.Of
	for _, r := range survey.Base.Remainder {
		meant.Of = s.add(meant.Of, r.People)
	}
	people := func(low, high int64, about bool) coverage.Estimate {
		e := meant
		e.Low, e.High, e.Approximate = low, high, about
		return e
	}
	twice := false
	for i := range a.Multiplicity {
		p := &a.Multiplicity[i].People
		twice = twice || a.Multiplicity[i].Times > 1 && p.Approximate && p.High > 0
		*p = people(p.Low, p.High, p.Approximate)
	}
	a.Covered = people(a.Covered.Low, a.Covered.High, a.Covered.Approximate)
	a.DoubleCounted = people(max(0, a.Naive-a.Covered.High), a.Naive-a.Covered.Low, twice)
	var layers []string
	for _, l := range survey.Layers {
		if slices.Contains(a.Layers, l.Name) {
			layers = append(layers, l.Name)
		}
	}
	a.Layers = layers
	return a, s.err
}

// adder adds people and remembers when a sum did not fit.
type adder struct {
	err error
}

func (s *adder) add(a, b int64) int64 { // people are never below zero
	if a > math.MaxInt64-b {
		s.err = errors.New("more people than can be counted")
		return 0
	}
	return a + b
}

func (s *adder) estimates(a, b coverage.Estimate) coverage.Estimate {
	return coverage.Estimate{Low: s.add(a.Low, b.Low), High: s.add(a.High, b.High), Of: s.add(a.Of, b.Of), Approximate: a.Approximate || b.Approximate}
}
