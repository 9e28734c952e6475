package delivery

import (
	"maps"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Package is a support package as it was published on a day: a later one may add
// areas to those of an earlier one, or leave some out.
type Package struct {
	// Name is what it is called, unique in the plan.
	Name string `json:"name"`
	// Published is the day of its publication; zero = not known to the day.
	Published caremodel.Date `json:"published,omitzero"`
	// From and Until are the first and last day for which it is meant; zero = not
	// known, or open.
	From  caremodel.Date `json:"from,omitzero"`
	Until caremodel.Date `json:"until,omitzero"` // last day; unset = open, or not known
	// Waves are the programme's waves whose vanguards it is for; empty = all.
	Waves []string `json:"waves,omitempty"`
	// Areas are the areas that it supports, in its order.
	Areas []AreaDefinition `json:"areas,omitempty"`
	// Sources are where it was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

var packageFields = wire.Fields[Package]()

// packages checks the support packages and returns their areas, each once.
func (k *checker) packages(list []Package) words {
	areas := words{set: map[string]bool{}}
	if k.p != nil && len(list) > 0 {
		k.waves = map[string]bool{}
		for w := range k.p.Waves() {
			k.waves[w.Name] = true
		}
	}
	names := make(map[string]bool, len(list))
	for i, p := range list {
		at := k.At("packages").Index(i)
		form.Name(at.At("name"), p.Name)
		if names[p.Name] && p.Name != "" {
			at.At("name").Error(validate.Duplicate, p.Name, "another package has this name")
		}
		names[p.Name] = true
		k.future(at.At("published"), p.Published)
		if !p.From.IsZero() && !p.Until.IsZero() && p.Until.Before(p.From) {
			at.At("until").Error(validate.Order, p.Until.String(), "the package starts later, on "+p.From.String())
		}
		k.packageWaves(at.At("waves"), p.Waves)
		for _, code := range defined(at.At("areas"), p.Areas).list {
			areas.add(code)
		}
		caremodel.CheckSources(at.At("sources"), p.Sources, k.day, packageFields...)
	}
	return areas
}

// packageWaves checks the waves that a package is for.
func (k *checker) packageWaves(at validate.Place, waves []string) {
	seen := make(map[string]bool, len(waves))
	for i, wave := range waves {
		form.Name(at.Index(i), wave)
		switch {
		case wave == "":
		case seen[wave]:
			at.Index(i).Error(validate.Duplicate, wave, "it is in this list already")
		case k.waves != nil && !k.waves[wave]:
			at.Index(i).Error(validate.Unknown, wave, k.nearest("the programme has no such wave", wave, slices.Values(slices.Sorted(maps.Keys(k.waves)))))
		}
		seen[wave] = true
	}
}
