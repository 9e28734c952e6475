package coverage

import (
	"maps"
	"slices"
)

// cloneSurvey returns a survey that shares no memory with s.
func cloneSurvey(s Survey) Survey {
	s.Base = cloneBase(s.Base)
	s.Alternatives = slices.Clone(s.Alternatives)
	for i := range s.Alternatives {
		s.Alternatives[i] = cloneBase(s.Alternatives[i])
	}
	s.References = slices.Clone(s.References)
	s.Crosswalks = slices.Clone(s.Crosswalks)
	for i := range s.Crosswalks {
		c := &s.Crosswalks[i]
		c.Weights, c.Sources = slices.Clone(c.Weights), slices.Clone(c.Sources)
	}
	s.Layers = slices.Clone(s.Layers)
	s.Footprints = slices.Clone(s.Footprints)
	for i := range s.Footprints {
		s.Footprints[i] = cloneFootprint(s.Footprints[i])
	}
	s.Claims = slices.Clone(s.Claims)
	for i := range s.Claims {
		s.Claims[i].Scope = s.Claims[i].Scope.clone()
	}
	s.Targets = slices.Clone(s.Targets)
	for i := range s.Targets {
		s.Targets[i].Scope = s.Targets[i].Scope.clone()
	}
	return s
}

func cloneBase(b Base) Base {
	b.Units = clonePopulations(b.Units)
	b.Remainder = clonePopulations(b.Remainder)
	b.Sources = slices.Clone(b.Sources)
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
		f.Units[i].Cells = maps.Clone(f.Units[i].Cells)
	}
	f.Sources = slices.Clone(f.Sources)
	return f
}
