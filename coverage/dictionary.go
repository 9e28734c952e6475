package coverage

import (
	"cmp"
	"maps"
	"slices"
)

// dictionary holds the attributes of all cells. Each attribute numbers its
// values from 1; 0 stands for a cell without it. One combination of values is a
// profile: a small integer, so that a cell holds its attributes in four bytes.
// Profiles form a tree: each adds one value to its parent, attributes in the
// order of names; profile 0 has no attributes.
type dictionary struct {
	names  []string           // of the attributes, in the order of finding
	values [][]string         // by attribute and value number; values[k][0] is ""
	lookup []map[string]int32 // by attribute: the number of each value
	nodes  []node             // by profile
	child  map[node]int32     // the profile of each node
	latest [][]int32          // by attribute and value number: the last profile that added it
	young  []int32            // by profile: its last child
	after  [][]int32          // by attribute and value number: the value that last came after it
	last   []int32            // by attribute: the value that came last
}

type node struct {
	parent    int32
	attribute int32
	value     int32
}

func newDictionary(names ...string) dictionary {
	d := dictionary{nodes: make([]node, 1), child: make(map[node]int32), young: make([]int32, 1)}
	for _, name := range names {
		d.name(name)
	}
	return d
}

// name adds an attribute.
func (d *dictionary) name(name string) {
	d.names = append(d.names, name)
	d.values = append(d.values, []string{""})
	d.lookup = append(d.lookup, make(map[string]int32))
	d.latest = append(d.latest, []int32{0})
	d.after = append(d.after, []int32{0})
	d.last = append(d.last, 0)
}

// with returns the profile that adds a value to parent. A blank value is not
// known and adds nothing.
func (d *dictionary) with(parent int32, attribute int, value string) int32 {
	if value == "" {
		return parent
	}
	v, ok := d.lookup[attribute][value]
	if !ok {
		v = d.newValue(attribute, value)
	}
	return d.add(node{parent, int32(attribute), v})
}

// withBytes is with for a value that is not blank, without making a string of one
// that came before.
func (d *dictionary) withBytes(parent int32, attribute int, value []byte) int32 {
	if young := d.young[parent]; parent > 0 && young > 0 {
		if n := d.nodes[young]; n.attribute == int32(attribute) && d.values[attribute][n.value] == string(value) {
			return young // as the decile of a small area is always the same
		}
	}
	return d.add(node{parent, int32(attribute), d.number(attribute, value)})
}

// number returns the number of a value. Rows tend to come in runs that have come
// before, as neighbouring practices list the same small areas: the value that
// followed the last one before is tried first. In a national extract that is
// nearly always right, and spares the look into a map of tens of thousands of
// texts, which a profile showed to be a quarter of the reading.
func (d *dictionary) number(attribute int, value []byte) int32 {
	last := d.last[attribute]
	v := d.after[attribute][last]
	if d.values[attribute][v] != string(value) {
		var ok bool
		if v, ok = d.lookup[attribute][string(value)]; !ok {
			v = d.newValue(attribute, string(value))
		}
		d.after[attribute][last] = v
	}
	d.last[attribute] = v
	return v
}

func (d *dictionary) newValue(attribute int, value string) int32 {
	v := int32(len(d.values[attribute]))
	d.values[attribute] = append(d.values[attribute], value)
	d.lookup[attribute][value] = v
	d.latest[attribute] = append(d.latest[attribute], 0)
	d.after[attribute] = append(d.after[attribute], 0)
	return v
}

// add returns the profile of a node. Most nodes are the last one with their value
// or the last one of their parent, as the decile of a small area is always the
// same; only the others are looked up.
func (d *dictionary) add(n node) int32 {
	latest := &d.latest[n.attribute][n.value]
	if *latest > 0 && d.nodes[*latest] == n {
		return *latest
	}
	if young := d.young[n.parent]; young > 0 && d.nodes[young] == n {
		return young
	}
	profile, ok := d.child[n]
	if !ok {
		profile = int32(len(d.nodes))
		d.nodes = append(d.nodes, n)
		d.young = append(d.young, 0)
		d.child[n] = profile
	}
	*latest, d.young[n.parent] = profile, profile
	return profile
}

// value returns the value of one attribute in a profile, blank when it has none.
func (d *dictionary) value(profile int32, attribute int) string {
	for ; profile > 0; profile = d.nodes[profile].parent {
		if n := d.nodes[profile]; n.attribute == int32(attribute) {
			return d.values[attribute][n.value]
		}
	}
	return ""
}

// settle drops what only adding needs.
func (d *dictionary) settle() {
	d.lookup, d.child, d.latest, d.young, d.after, d.last = nil, nil, nil, nil, nil, nil
}

// profile returns the profile of a record's attributes.
func (d *dictionary) profile(attributes map[string]string) int32 {
	profile, found := int32(0), 0
	for k, name := range d.names {
		if value, ok := attributes[name]; ok {
			found++
			profile = d.with(profile, k, value)
		}
	}
	if found == len(attributes) {
		return profile
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if !slices.Contains(d.names, name) {
			d.name(name)
		}
	}
	return d.profile(attributes)
}

// attribute returns the number of the attribute with this name, -1 when no cell
// has it.
func (d *dictionary) attribute(name string) int {
	k := slices.Index(d.names, name)
	if k >= 0 && len(d.values[k]) == 1 { // a column without any value
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
	values := d.values[attribute]
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
		place := make([]int32, len(d.values[k]))
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
