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
	n := len(b.Units)
	all := columns{make([]int64, n, n+len(b.Remainder)), make([]int32, n, n+len(b.Remainder))}
	r := gatherUnits(b.Units, all, parallel.Parts(n, leastUnits))
	if r == nil {
		r = gatherUnits(b.Units, all, 1)
	}
	if r.overfull < 0 {
		r.odd = r.dictionary.odd()
	}
	r.chunks, r.count = []columns{all}, n
	r.open = &r.chunks[0]
	r.addRemainder(b.Remainder)
	return r
}

// gatherUnits gathers units in so many parts; nil where the parts together have too
// many attributes.
func gatherUnits(units []Population, into columns, n int) *records {
	parts := make([]*records, n)
	at := func(part int) int { return len(units) * part / n }
	parallel.Do(n, func(i int) {
		parts[i] = newRecords(at(i+1) - at(i))
		parts[i].gather(units, into, at(i), at(i+1))
	})
	whole := parts[0]
	for i, part := range parts[1:] {
		if !whole.append(part, into.profile[at(i+1):at(i+2)]) {
			return nil
		}
	}
	return whole
}

func newRecords(units int) *records {
	size := 1
	for size < min(units, maxMaps) {
		size *= 2
	}
	return &records{gatherer: newGatherer(), maps: make([]sharedMap, size), overfull: -1}
}

// gather takes the units from first up to end.
func (r *records) gather(units []Population, into columns, first, end int) {
	people, profile := into.people[:end], into.profile[:end]
	for i := first; i < end; {
		code, from := units[i].Area, i
		for ; i < end && units[i].Area == code; i++ {
			people[i], profile[i] = units[i].People, r.shared(i, units[i].Attributes)
		}
		r.runs = append(r.runs, run{r.area(code), stretch{0, int32(from), int32(i)}})
	}
}

// append takes what the next part has gathered, with the profiles of its cells,
// which it translates. It reports whether there is room for its attributes.
func (r *records) append(part *records, profiles []int32) bool {
	for _, name := range part.names {
		if !slices.Contains(r.names, name) {
			r.name(name)
		}
	}
	if len(r.names) > maxAttributes {
		return false
	}
	to := r.translate(&part.dictionary)
	for i, profile := range profiles {
		profiles[i] = to[profile]
	}
	for _, next := range part.runs {
		next.area = r.area(part.units.list[next.area])
		if last := &r.runs[len(r.runs)-1]; last.area == next.area {
			last.to = next.to
		} else {
			r.runs = append(r.runs, next)
		}
	}
	return true
}

// shared returns the profile of unit i. A map that units share is read once.
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
		r.overfull = i
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
