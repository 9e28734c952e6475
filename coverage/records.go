package coverage

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// records gathers the cells of a base that is held as records, and notes what the
// rules ask of all attributes together.
type records struct {
	*gatherer
	first    int         // unit of the part
	maps     []sharedMap // by the map's address, cut short: the map met there last
	odd      bool        // some attribute of a unit is blank or cannot be written
	overfull int         // the first unit with which there are too many attributes, or -1
}

// sharedMap is a map of attributes by its address. Cells of one kind mostly share
// one map, as those that ReadBaseCSV returns do; it is read once.
type sharedMap struct {
	address uintptr
	profile int32
}

// maxMaps bounds the maps that are found again by their address.
const maxMaps = 1 << 16

// leastUnits is how many units are worth a goroutine of their own.
const leastUnits = 1 << 15

// gatherRecords gathers a base on all processors: each numbers the areas and the
// profiles of a part of the units, and the numbers of the later parts are then
// translated. What has too many attributes is gathered again by one, so that it is
// cut off at the same unit whatever the number of processors.
func gatherRecords(b *Base) *records {
	r := gatherUnits(b.Units, parallel.Parts(len(b.Units), leastUnits))
	if r == nil {
		r = gatherUnits(b.Units, 1)
	}
	if r.overfull < 0 {
		r.odd = r.dictionary.odd()
	}
	r.addRemainder(b.Remainder)
	return r
}

// gatherUnits gathers units in so many parts; nil where the parts together have too
// many attributes. No part ends within an area.
func gatherUnits(units []Population, n int) *records {
	ends := make([]int, n+1)
	for i := 1; i <= n; i++ {
		end := max(ends[i-1], len(units)*i/n)
		for end > 0 && end < len(units) && units[end].Area == units[end-1].Area {
			end++
		}
		ends[i] = end
	}
	parts := make([]*records, n)
	parallel.Do(n, func(i int) {
		parts[i] = newRecords(ends[i], ends[i+1]-ends[i])
		parts[i].gather(units[ends[i]:ends[i+1]])
	})
	whole := parts[0]
	for _, part := range parts[1:] {
		if !whole.append(part) {
			return nil
		}
	}
	return whole
}

func newRecords(first, units int) *records {
	size := 1
	for size < min(units, maxMaps) {
		size *= 2
	}
	r := &records{gatherer: newGatherer(), first: first, maps: make([]sharedMap, size), overfull: -1}
	r.reserve(units)
	return r
}

// gather takes all units of the part. Units of one area and with one map, as
// neighbours mostly have, cost a comparison and a look at a small table: of the time
// of an atlas of a million units a third is here, most of it waiting for the units'
// own memory.
func (r *records) gather(units []Population) {
	r.count = len(units)
	people, profile := r.open.people[:r.count], r.open.profile[:r.count]
	for i := 0; i < len(units); {
		code, from := units[i].Area, i
		for ; i < len(units) && units[i].Area == code; i++ {
			people[i], profile[i] = units[i].People, r.shared(i, units[i].Attributes)
			if most := units[i].AtMost; most != 0 {
				r.open.hide(i, most-people[i])
				people[i] = most
			}
		}
		r.runs = append(r.runs, run{r.area(code), stretch{0, int32(from), int32(i)}})
	}
	r.open.people, r.open.profile = people, profile
}

// append takes what the next part has gathered, whose numbers it translates. It
// reports whether there is room for its attributes.
func (r *records) append(part *records) bool {
	if part.count == 0 { // one area went on to the end
		return true
	}
	for _, name := range part.names {
		if !slices.Contains(r.names, name) {
			r.name(name)
		}
	}
	if len(r.names) > maxAttributes {
		return false
	}
	to := r.translate(&part.dictionary)
	profiles := part.open.profile
	for i, profile := range profiles {
		profiles[i] = to[profile]
	}
	for _, next := range part.runs {
		next.area, next.chunk = r.area(part.units.list[next.area]), int32(len(r.chunks))
		r.runs = append(r.runs, next)
	}
	r.chunks = append(r.chunks, *part.open)
	r.open, r.count = &r.chunks[len(r.chunks)-1], r.count+part.count
	return true
}

// shared returns the profile of unit i of the part. A map that units share is read once.
func (r *records) shared(i int, attributes map[string]string) int32 {
	// Pointer has the map escape to the heap, where it stays in its place. That of a
	// nil map is 0, and so is its profile.
	address := reflect.ValueOf(attributes).Pointer()
	known := &r.maps[int(address/32)&(len(r.maps)-1)] // maps that were made together stand together
	if known.address != address {
		*known = sharedMap{address, r.bounded(i, attributes)}
	}
	return known.profile
}

// bounded is profile, but numbers no attributes beyond the bound.
func (r *records) bounded(i int, attributes map[string]string) int32 {
	if len(r.names) > maxAttributes {
		return r.profileOfKnown(attributes)
	}
	profile := r.profile(attributes)
	if len(r.names) > maxAttributes {
		r.overfull = r.first + i
		r.odd = r.dictionary.odd()
	}
	return profile
}

// lacking is the attributes that only some units have, in the order of their
// names.
func (r *records) lacking(c *cells) []lack {
	found := slices.DeleteFunc(c.lacking(r.gatherer), func(l lack) bool { return l.name == "" }) // an error of its own
	slices.SortFunc(found, func(a, b lack) int { return cmp.Compare(a.name, b.name) })
	return found
}
