package coverage

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/near"
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

// names are what a filter may name.
type names struct {
	programme  *caremodel.Programme
	categories map[string]bool
	waves      map[string]bool
	regions    map[string]bool
	layers     map[string]bool
	footprints map[string]bool
}

func newNames(p *caremodel.Programme, s *Survey) *names {
	k := &names{
		programme: p, categories: make(map[string]bool), waves: make(map[string]bool), regions: make(map[string]bool),
		layers: make(map[string]bool, len(s.Layers)), footprints: make(map[string]bool, len(s.Footprints)),
	}
	for c := range p.Taxonomy().All() {
		k.categories[string(c.Code)] = true
	}
	for w := range p.Waves() {
		k.waves[w.Name] = true
	}
	for v := range p.All() {
		if v.Region != "" {
			k.regions[v.Region] = true
		}
	}
	for _, l := range s.Layers {
		k.layers[l.Name] = true
	}
	for i := range s.Footprints {
		k.footprints[string(s.Footprints[i].ID)] = true
	}
	return k
}

// stray is a name of a filter that leads nowhere, and what is wrong with it.
type stray struct {
	field        string
	index        int
	name, detail string
}

// strays returns the names of f that lead nowhere, in the order of f's fields.
func (k *names) strays(f Filter) iter.Seq[stray] {
	return func(yield func(stray) bool) {
		_ = missing(k.categories, f.Categories, "categories", k.categoryHint, yield) &&
			missing(k.waves, f.Waves, "waves", hints("wave", k.waves), yield) &&
			missing(k.regions, f.Regions, "regions", hints("region", k.regions), yield) &&
			k.missingVanguards(f.Vanguards, yield) &&
			missing(k.layers, f.Layers, "layers", hints("layer", k.layers), yield) &&
			missing(k.footprints, f.Footprints, "footprints", hints("footprint", k.footprints), yield)
	}
}

// missing yields the names of one field that are not among all, and reports
// whether to go on.
func missing[T ~string](
	all map[string]bool, asked []T, field string, detail func(string) string, yield func(stray) bool,
) bool {
	for i, name := range asked {
		if !all[string(name)] && !yield(stray{field, i, string(name), detail(string(name))}) {
			return false
		}
	}
	return true
}

func (k *names) missingVanguards(asked []caremodel.VanguardID, yield func(stray) bool) bool {
	for i, id := range asked {
		if !k.programme.Has(id) && !yield(stray{"vanguards", i, id.String(), noVanguard}) {
			return false
		}
	}
	return true
}

const noVanguard = "no vanguard of this programme has this id"

func (k *names) categoryHint(name string) string {
	if code, err := k.programme.Taxonomy().Parse(name); err == nil {
		return "write the category's code, " + validate.Quote(string(code))
	}
	return hints("category", k.categories)(name)
}

// hints says of a name that there is no such thing, and what there is.
func hints(what string, all map[string]bool) func(name string) string {
	return func(name string) string { return hint(what, name, slices.Sorted(maps.Keys(all))) }
}

// hint says that there is no such thing, and what there is.
func hint(what, name string, all []string) string {
	if best, ok := near.Best(name, slices.Values(all)); ok {
		return "no such " + what + "; the nearest is " + validate.Quote(best)
	}
	switch {
	case len(all) == 0:
		return "no such " + what + ", and there is none"
	case len(all) > 12:
		return "no such " + what
	}
	return "no such " + what + "; there are " + strings.Join(all, ", ")
}
