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
// Profiles form a tree: each adds one value to its parent, attributes in the
// order of names; profile 0 has no attributes.
type dictionary struct {
	names  []string            // of the attributes, in the order of finding
	values []textTable[string] // by attribute; number 0 is ""
	nodes  []node              // by profile
	slots  []int32             // by hash of a node, open addressing: its profile; 0 = free
}

type node struct {
	parent    int32
	attribute int32
	value     int32
}

func newDictionary(names ...string) dictionary {
	d := dictionary{nodes: make([]node, 1)}
	for _, name := range names {
		d.name(name)
	}
	return d
}

// name adds an attribute.
func (d *dictionary) name(name string) {
	var values textTable[string]
	values.numberOrAdd("")
	d.names, d.values = append(d.names, name), append(d.values, values)
}

// with returns the profile that adds a value to parent. In sound records no value
// is blank.
func (d *dictionary) with(parent int32, attribute int, value string) int32 {
	return d.add(node{parent, int32(attribute), d.values[attribute].numberOrAdd(value)})
}

// withBytes is with, without making a string of a value that came before.
func (d *dictionary) withBytes(parent int32, attribute int, value []byte) int32 {
	return d.add(node{parent, int32(attribute), d.values[attribute].numberOrAddBytes(value)})
}

// add returns the profile of a node.
func (d *dictionary) add(n node) int32 {
	if 2*len(d.nodes) > len(d.slots) {
		d.slots = make([]int32, max(16, 4*len(d.slots)))
		for profile, n := range d.nodes[1:] {
			*d.slot(n) = int32(profile) + 1
		}
	}
	slot := d.slot(n)
	if *slot == 0 {
		*slot = int32(len(d.nodes))
		d.nodes = doubling(d.nodes, n)
	}
	return *slot
}

// slot returns where the profile of a node stands, or the free slot where it
// belongs.
func (d *dictionary) slot(n node) *int32 {
	hash := (uint64(n.parent)<<32 | uint64(n.value)) + uint64(n.attribute)<<58
	for i := hash * 0x9E3779B97F4A7C15 >> 32; ; i++ {
		if slot := &d.slots[int(i)&(len(d.slots)-1)]; *slot == 0 || d.nodes[*slot] == n {
			return slot
		}
	}
}

// value returns the value of one attribute in a profile, blank when it has none.
func (d *dictionary) value(profile int32, attribute int) string {
	for ; profile > 0; profile = d.nodes[profile].parent {
		if n := d.nodes[profile]; n.attribute == int32(attribute) {
			return d.values[attribute].list[n.value]
		}
	}
	return ""
}

// settle drops what only adding needs.
func (d *dictionary) settle() {
	d.slots = nil
	for k := range d.values {
		d.values[k].slots = nil
	}
}

// has reports whether a profile has an attribute.
func (d *dictionary) has(profile int32, attribute int) bool {
	for ; profile > 0; profile = d.nodes[profile].parent {
		if d.nodes[profile].attribute == int32(attribute) {
			return true
		}
	}
	return false
}

// record returns the attributes of a profile as a record has them.
func (d *dictionary) record(profile int32) map[string]string {
	if profile == 0 {
		return nil
	}
	attributes := make(map[string]string)
	for ; profile > 0; profile = d.nodes[profile].parent {
		n := d.nodes[profile]
		attributes[d.names[n.attribute]] = d.values[n.attribute].list[n.value]
	}
	return attributes
}

// profile returns the profile of a record's attributes.
func (d *dictionary) profile(attributes map[string]string) int32 {
	profile, found := d.profileOfKnown(attributes)
	if found == len(attributes) {
		return profile
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if !slices.Contains(d.names, name) {
			d.name(name)
		}
	}
	profile, _ = d.profileOfKnown(attributes)
	return profile
}

// profileOfKnown passes over attributes that have no number. It returns how many
// have one.
func (d *dictionary) profileOfKnown(attributes map[string]string) (profile int32, known int) {
	for k, name := range d.names {
		if known == len(attributes) {
			break
		}
		if value, ok := attributes[name]; ok {
			known++
			profile = d.with(profile, k, value)
		}
	}
	return profile, known
}

// odd reports whether some attribute is blank, or cannot be written to a document
// and read back.
func (d *dictionary) odd() bool {
	if slices.ContainsFunc(d.nodes[1:], func(n node) bool { return n.value == 0 }) {
		return true
	}
	for k, name := range d.names {
		if name == "" || !form.IsText(name) || slices.ContainsFunc(d.values[k].list, func(v string) bool { return !form.IsText(v) }) {
			return true
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

// column returns the value number of one attribute by profile.
func (d *dictionary) column(attribute int) []int32 {
	column := make([]int32, len(d.nodes))
	for p := 1; p < len(d.nodes); p++ { // a parent comes before its children
		if n := d.nodes[p]; n.attribute == int32(attribute) {
			column[p] = n.value
		} else {
			column[p] = column[n.parent]
		}
	}
	return column
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
		column := d.column(k)
		for p, v := range column {
			column[p] = place[v]
		}
		keys = append(keys, column)
	}

	profiles := make([]int32, len(d.nodes))
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
