package coverage

import (
	"cmp"
	"reflect"
	"slices"
)

// records gathers the cells of a base that is held as records, and notes what the
// rules ask of all attributes together.
type records struct {
	*gatherer
	maps     []sharedMap // by the map's address, cut short: the map met there last
	latest   sharedMap
	odd      bool // some attribute of a unit is blank or cannot be written
	overfull int  // the first unit with which there are too many attributes, or -1
}

// sharedMap is a map of attributes by its address. Cells of one kind mostly share
// one map, as those that ReadBaseCSV returns do; it is read once.
type sharedMap struct {
	address uintptr
	profile int32
}

// maxMaps bounds the maps that are found again by their address.
const maxMaps = 1 << 16

func gatherRecords(b *Base) *records {
	r := &records{gatherer: newGatherer(), overfull: -1}
	size := 1
	for size < min(len(b.Units), maxMaps) {
		size *= 2
	}
	r.maps = make([]sharedMap, size)
	r.reserve(len(b.Units) + len(b.Remainder))
	for i := range b.Units {
		u := &b.Units[i]
		r.begin(r.area(u.Area))
		r.add(r.shared(u.Attributes), u.People)
		if len(r.names) > maxAttributes && r.overfull < 0 {
			r.overfull = i
			r.odd = r.dictionary.odd()
		}
	}
	if r.overfull < 0 {
		r.odd = r.dictionary.odd()
	}
	r.addRemainder(b.Remainder)
	return r
}

// shared is profile for maps that cells share.
func (r *records) shared(attributes map[string]string) int32 {
	// Pointer has the map escape to the heap, where it stays in its place. That of a
	// nil map is 0, and so is its profile.
	address := reflect.ValueOf(attributes).Pointer()
	if address == r.latest.address {
		return r.latest.profile
	}
	known := &r.maps[int(address/32)&(len(r.maps)-1)] // maps that were made together stand together
	if known.address != address {
		*known = sharedMap{address, r.bounded(attributes)}
	}
	r.latest = *known
	return known.profile
}

// bounded is profile, but numbers no attributes beyond the bound.
func (r *records) bounded(attributes map[string]string) int32 {
	if len(r.names) <= maxAttributes {
		return r.profile(attributes)
	}
	return r.profileOfKnown(attributes)
}

// lacking is the attributes that only some units have, in the order of their
// names.
func (r *records) lacking(c *cells) []lack {
	found := slices.DeleteFunc(c.lacking(r.gatherer), func(l lack) bool { return l.name == "" }) // an error of its own
	slices.SortFunc(found, func(a, b lack) int { return cmp.Compare(a.name, b.name) })
	return found
}
