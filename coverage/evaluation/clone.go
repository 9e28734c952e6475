package evaluation

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// cloneRecord returns a record that shares no memory with r.
func cloneRecord(r Record) Record {
	r.Measures = cloneMeasures(r.Measures)
	r.Studies = wire.Clone(r.Studies)
	for i := range r.Studies {
		r.Studies[i] = cloneStudy(r.Studies[i])
	}
	r.Results = wire.Clone(r.Results)
	for i := range r.Results {
		r.Results[i].Source = r.Results[i].Source.Clone()
	}
	return r
}

func cloneMeasures(list []MeasureDefinition) []MeasureDefinition {
	list = slices.Clone(list)
	for i := range list {
		list[i] = cloneMeasure(list[i])
	}
	return list
}

func cloneMeasure(d MeasureDefinition) MeasureDefinition {
	d.Aliases, d.PartOf = wire.Clone(d.Aliases), wire.Clone(d.PartOf)
	return d
}

func cloneStudy(s Study) Study {
	s.Groups = wire.Clone(s.Groups)
	for i := range s.Groups {
		s.Groups[i] = cloneGroup(s.Groups[i])
	}
	s.RiskSource = s.RiskSource.Clone()
	s.Sources = wire.Clone(s.Sources)
	return s
}

func cloneGroup(g Group) Group {
	g.Vanguards, g.Categories = wire.Clone(g.Vanguards), wire.Clone(g.Categories)
	return g
}
