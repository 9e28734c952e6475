package coverage

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
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

// clone returns a copy that shares no memory with f.
func (f Filter) clone() Filter {
	f.Categories = slices.Clone(f.Categories)
	f.Waves = slices.Clone(f.Waves)
	f.Regions = slices.Clone(f.Regions)
	f.Vanguards = slices.Clone(f.Vanguards)
	f.Layers = slices.Clone(f.Layers)
	f.Footprints = slices.Clone(f.Footprints)
	return f
}
