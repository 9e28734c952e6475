package coverage

import (
	"cmp"
	"maps"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/form"
)

// dictionary holds the attributes of all cells. Each attribute numbers its
// values from 1; 0 stands for a cell without it. One combination of values is a
// profile: a small integer, so that a cell holds its attributes in four bytes.
// Profile 0 has no attributes.
type dictionary struct {
	names    []string            // of the attributes, in the order of finding
	values   []textTable[string] // by attribute
	columns  [][]int32           // by attribute, then by profile: the number of its value
	profiles int                 // how many there are
	slots    slots               // of profiles
	tuple    []int32             // of the profile at hand: the number of its value by attribute
}

func newDictionary(names ...string) dictionary {
	d := dictionary{profiles: 1}
	for _, name := range names {
		d.name(name)
	}
	return d
}

// name adds an attribute, which no profile has so far.
func (d *dictionary) name(name string) {
	d.names, d.tuple = append(d.names, name), append(d.tuple, 0)
	d.values = append(d.values, textTable[string]{list: make([]string, 1)}) // 0 is no value; a blank one has a number of its own
	d.columns = append(d.columns, make([]int32, d.profiles))
}

// here returns the profile of the tuple.
func (d *dictionary) here() int32 {
	hash := uint32(0) // what a profile lacks is not in it: an attribute may be added later
	for k, v := range d.tuple {
		if v > 0 {
			hash += scatter(uint64(k)<<32 | uint64(v))
		}
	}
	if hash == 0 && d.isHere(0) {
		return 0
	}
	d.slots = d.slots.room(d.profiles)
	at := d.find(hash)
	if at.number == 0 {
		*at = slot{hash, int32(d.profiles)}
		d.profiles++
		for k, v := range d.tuple {
			d.columns[k] = doubling(d.columns[k], v)
		}
	}
	return at.number
}

// find returns where the profile of the tuple stands, or the free slot where it
// belongs.
func (d *dictionary) find(hash uint32) *slot {
	mask := len(d.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if s := &d.slots[i]; s.number == 0 || s.hash == hash && d.isHere(s.number) {
			return s
		}
	}
}

// isHere reports whether a profile is that of the tuple.
func (d *dictionary) isHere(profile int32) bool {
	for k, v := range d.tuple {
		if d.columns[k][profile] != v {
			return false
		}
	}
	return true
}

// value returns the value of one attribute in a profile, blank when it has none.
func (d *dictionary) value(profile int32, attribute int) string {
	return d.values[attribute].list[d.columns[attribute][profile]]
}

// settle drops what only adding needs.
func (d *dictionary) settle() {
	d.slots = nil
	for k := range d.values {
		d.values[k].slots = nil
	}
}

// has reports whether a profile has an attribute.
func (d *dictionary) has(profile int32, attribute int) bool { return d.columns[attribute][profile] > 0 }

// profile returns the profile of a record's attributes.
func (d *dictionary) profile(attributes map[string]string) int32 {
	if d.take(attributes) < len(attributes) {
		for _, name := range slices.Sorted(maps.Keys(attributes)) {
			if !slices.Contains(d.names, name) {
				d.name(name)
			}
		}
		d.take(attributes)
	}
	return d.here()
}

// profileOfKnown is profile, but passes over attributes that have no number.
func (d *dictionary) profileOfKnown(attributes map[string]string) int32 {
	d.take(attributes)
	return d.here()
}

// take sets the tuple to those attributes that have a number, and returns how many
// they are.
func (d *dictionary) take(attributes map[string]string) (known int) {
	clear(d.tuple)
	for k, name := range d.names {
		if known == len(attributes) {
			break
		}
		if value, ok := attributes[name]; ok {
			known++
			d.tuple[k] = d.values[k].numberOrAdd(value)
		}
	}
	return known
}

// translate returns the profile that each profile of another dictionary means,
// whose attributes all have a number.
func (d *dictionary) translate(other *dictionary) []int32 {
	attribute := make([]int, len(other.names)) // by the other's number
	values := make([][]int32, len(other.names))
	for k, name := range other.names {
		attribute[k] = slices.Index(d.names, name)
		values[k] = make([]int32, len(other.values[k].list))
		for v, value := range other.values[k].list[1:] {
			values[k][v+1] = d.values[attribute[k]].numberOrAdd(value)
		}
	}
	to := make([]int32, other.profiles)
	clear(d.tuple)
	for profile := 1; profile < other.profiles; profile++ {
		for k := range other.names {
			d.tuple[attribute[k]] = values[k][other.columns[k][profile]]
		}
		to[profile] = d.here()
	}
	return to
}

// odd reports whether some attribute is blank, or cannot be written to a document
// and read back.
func (d *dictionary) odd() bool {
	for k, name := range d.names {
		if name == "" || !form.IsText(name) {
			return true
		}
		for _, value := range d.values[k].list[1:] {
			if value == "" || !form.IsText(value) {
				return true
			}
		}
	}
	return false
}

// attribute returns the number of the attribute with this name, -1 when no cell
// has it.
func (d *dictionary) attribute(name string) int {
	k := slices.Index(d.names, name)
	if k >= 0 && len(d.values[k].list) == 1 { // a column without any value
		return -1
	}
	return k
}

// order returns the values' numbers of one attribute in natural order, without 0.
func (d *dictionary) order(attribute int) []int32 {
	values := d.values[attribute].list
	order := make([]int32, 0, len(values)-1)
	for v := 1; v < len(values); v++ {
		order = append(order, int32(v))
	}
	slices.SortFunc(order, func(a, b int32) int { return compareNatural(values[a], values[b]) })
	return order
}

// ranks returns each profile's place in cell order: attribute by attribute in
// the order of their names, values in natural order, a missing value first. It
// depends on what the attributes say, not on the order in which the cells came.
func (d *dictionary) ranks() []int32 {
	byName := make([]int, len(d.names))
	for k := range byName {
		byName[k] = k
	}
	slices.SortFunc(byName, func(a, b int) int { return cmp.Compare(d.names[a], d.names[b]) })

	keys := make([][]int32, 0, len(d.names)) // by attribute: the rank of each profile's value
	for _, k := range byName {
		place := make([]int32, len(d.values[k].list))
		for i, v := range d.order(k) {
			place[v] = int32(i + 1)
		}
		column := slices.Clone(d.columns[k])
		for p, v := range column {
			column[p] = place[v]
		}
		keys = append(keys, column)
	}

	profiles := make([]int32, d.profiles)
	for p := range profiles {
		profiles[p] = int32(p)
	}
	slices.SortFunc(profiles, func(a, b int32) int {
		for _, key := range keys {
			if c := cmp.Compare(key[a], key[b]); c != 0 {
				return c
			}
		}
		return 0
	})
	rank := make([]int32, len(profiles))
	for i, p := range profiles {
		rank[p] = int32(i)
	}
	return rank
}
