package coverage

import (
	"maps"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// cloneSurvey returns a survey that shares no memory with s.
func cloneSurvey(s Survey) Survey {
	s.Base = cloneBase(s.Base)
	s.Alternatives = slices.Clone(s.Alternatives)
	for i := range s.Alternatives {
		s.Alternatives[i] = cloneBase(s.Alternatives[i])
	}
	s.References = slices.Clone(s.References)
	for i := range s.References {
		s.References[i].Source = s.References[i].Source.Clone()
	}
	s.Crosswalks = slices.Clone(s.Crosswalks)
	for i := range s.Crosswalks {
		c := &s.Crosswalks[i]
		c.Weights, c.Sources = slices.Clone(c.Weights), wire.Clone(c.Sources)
	}
	s.Layers = slices.Clone(s.Layers)
	s.Footprints = slices.Clone(s.Footprints)
	for i := range s.Footprints {
		s.Footprints[i] = cloneFootprint(s.Footprints[i])
	}
	s.Claims = slices.Clone(s.Claims)
	for i := range s.Claims {
		c := &s.Claims[i]
		c.Scope, c.Source = c.Scope.clone(), c.Source.Clone()
	}
	s.Targets = slices.Clone(s.Targets)
	for i := range s.Targets {
		t := &s.Targets[i]
		t.Scope, t.Source = t.Scope.clone(), t.Source.Clone()
	}
	return s
}

func cloneBase(b Base) Base {
	b.Units = clonePopulations(b.Units)
	b.Remainder = clonePopulations(b.Remainder)
	b.Sources = wire.Clone(b.Sources)
	return b
}

func clonePopulations(list []Population) []Population {
	list = slices.Clone(list)
	for i := range list {
		list[i].Attributes = maps.Clone(list[i].Attributes)
	}
	return list
}

func cloneFootprint(f Footprint) Footprint {
	f.Units = slices.Clone(f.Units)
	for i := range f.Units {
		part := &f.Units[i]
		part.Cells, part.Source = maps.Clone(part.Cells), part.Source.Clone()
	}
	f.Sources = wire.Clone(f.Sources)
	return f
}
