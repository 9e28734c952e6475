package coverage

import (
	"maps"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/filters"
)

// Filter chooses footprints by who made them, where, in which layer and when.
// An empty field means any. Fields combine with AND, the values in a field with
// OR: Categories {PACS, MCP} and Waves {"first"} are the PACS and the MCP
// vanguards of the first wave. The zero Filter chooses the whole programme,
// without the layers that stand aside.
//
// A layer that stands aside ([Layer]) is chosen only by name: in Layers, or by
// naming one of its footprints in Footprints.
type Filter struct {
	Categories []caremodel.Category   `json:"categories,omitempty"` // the category of the footprint's vanguard
	Waves      []string               `json:"waves,omitempty"`      // the wave of the footprint's vanguard
	Regions    []string               `json:"regions,omitempty"`    // the NHS commissioning region of the footprint's vanguard
	Vanguards  []caremodel.VanguardID `json:"vanguards,omitempty"`  // the footprint's vanguard itself
	Layers     []string               `json:"layers,omitempty"`     // the footprint's layer
	Footprints []FootprintID          `json:"footprints,omitempty"` // the footprint itself
	// On chooses only footprints that are open on this day, From and Until included;
	// zero: of any time.
	On caremodel.Date `json:"on,omitzero"`
}

// IsZero reports whether f chooses the whole programme: every field is empty.
func (f Filter) IsZero() bool {
	return len(f.Categories) == 0 && len(f.Waves) == 0 && len(f.Regions) == 0 && len(f.Vanguards) == 0 && len(f.Layers) == 0 &&
		len(f.Footprints) == 0 && f.On.IsZero()
}

// namesPlaces reports whether f names layers or footprints, and with them those
// that stand aside.
func (f *Filter) namesPlaces() bool { return len(f.Layers) > 0 || len(f.Footprints) > 0 }

// clone returns a copy that shares no memory with f. It is written out because every
// question begins with it.
func (f Filter) clone() Filter {
	f.Categories = slices.Clone(f.Categories)
	f.Waves = slices.Clone(f.Waves)
	f.Regions = slices.Clone(f.Regions)
	f.Vanguards = slices.Clone(f.Vanguards)
	f.Layers = slices.Clone(f.Layers)
	f.Footprints = slices.Clone(f.Footprints)
	return f
}

// same reports whether f and g choose the same footprints of any survey: their
// fields name the same, in whatever order.
func (f Filter) same(g Filter) bool {
	return sameNames(f.Categories, g.Categories) && sameNames(f.Waves, g.Waves) && sameNames(f.Regions, g.Regions) &&
		sameNames(f.Vanguards, g.Vanguards) && sameNames(f.Layers, g.Layers) && sameNames(f.Footprints, g.Footprints) && f.On == g.On
}

func sameNames[T comparable](a, b []T) bool {
	set := func(list []T) map[T]bool {
		s := make(map[T]bool, len(list))
		for _, v := range list {
			s[v] = true
		}
		return s
	}
	return maps.Equal(set(a), set(b))
}

// filterNames are what a filter may name.
type filterNames struct {
	vanguards  *filters.Programme
	layers     filters.Names[string]
	footprints filters.Names[FootprintID]
}

func newFilterNames(p *caremodel.Programme, s *Survey) *filterNames {
	layers := make([]string, len(s.Layers))
	for i, l := range s.Layers {
		layers[i] = l.Name
	}
	footprints := make([]FootprintID, len(s.Footprints))
	for i := range s.Footprints {
		footprints[i] = s.Footprints[i].ID
	}
	return &filterNames{filters.Of(p), namesOf("layer", layers), namesOf("footprint", footprints)}
}

// namesOf are names of one kind, each of which a blank is none of.
func namesOf[T ~string](noun string, all []T) filters.Names[T] {
	known := make(map[T]bool, len(all))
	for _, name := range all {
		known[name] = true
	}
	slices.Sort(all)
	return filters.Names[T]{Noun: noun, Has: func(name T) bool { return known[name] }, All: slices.Values(all)}
}

// check checks that what a filter names exists. The places of its fields are at's.
// [Survey.Validate] and [Atlas.Select] refuse the same.
func (n *filterNames) check(f *Filter, at func(field string) validate.Place) {
	n.vanguards.Check(at, filters.Vanguards{Categories: f.Categories, Waves: f.Waves, Regions: f.Regions, IDs: f.Vanguards})
	n.layers.Check(at("layers"), f.Layers)
	n.footprints.Check(at("footprints"), f.Footprints)
}
