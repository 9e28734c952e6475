package cells

import (
	"cmp"
	"maps"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/intern"
)

// Profiles holds the attributes of all cells. Each attribute numbers its values
// from 1; 0 stands for a cell without it. A combination of values is a profile,
// numbered too, so that a cell holds its attributes in four bytes. Profile 0 has no
// attributes.
type Profiles struct {
	Names        []string                 // of the attributes, in insertion order
	Values       []intern.Strings[string] // by attribute
	Columns      [][]int32                // by attribute, then by profile: the number of its value
	ProfileCount int                      // how many profiles there are

	// Current is the combination that Lookup looks for: by attribute, the number of
	// its value.
	Current []int32

	table intern.Table
}

func newProfiles(names ...string) Profiles {
	p := Profiles{ProfileCount: 1}
	for _, name := range names {
		p.addName(name)
	}
	return p
}

// addName adds an attribute that no profile has yet.
func (p *Profiles) addName(name string) {
	p.Names, p.Current = append(p.Names, name), append(p.Current, 0)
	p.Values = append(p.Values, intern.Strings[string]{List: make([]string, 1)}) // 0 is no value; a blank value has a number
	p.Columns = append(p.Columns, make([]int32, p.ProfileCount))
}

// Lookup returns the profile of the current combination, and adds it if it is new.
func (p *Profiles) Lookup() int32 {
	hash := uint32(0) // attributes without a value are not hashed: others may be added later
	for k, v := range p.Current {
		if v > 0 {
			hash += intern.Mix(uint64(k)<<32 | uint64(v))
		}
	}
	if hash == 0 && p.isCurrent(0) {
		return 0
	}
	p.table = p.table.Grown(p.ProfileCount)
	at := p.table.Find(hash, p.isCurrent)
	if at.Number == 0 {
		*at = intern.Slot{Hash: hash, Number: int32(p.ProfileCount)}
		p.ProfileCount++
		for k, v := range p.Current {
			p.Columns[k] = intern.Append(p.Columns[k], v)
		}
	}
	return at.Number
}

// isCurrent reports whether a profile is the current combination.
func (p *Profiles) isCurrent(profile int32) bool {
	for k, v := range p.Current {
		if p.Columns[k][profile] != v {
			return false
		}
	}
	return true
}

// Value returns the value of an attribute in a profile; blank if it has none.
func (p *Profiles) Value(profile int32, attribute int) string {
	return p.Values[attribute].List[p.Columns[attribute][profile]]
}

// Has reports whether a profile has an attribute.
func (p *Profiles) Has(profile int32, attribute int) bool { return p.Columns[attribute][profile] > 0 }

// Add returns the profile of a record's attributes.
func (p *Profiles) Add(attributes map[string]string) int32 {
	if p.set(attributes) < len(attributes) {
		for _, name := range slices.Sorted(maps.Keys(attributes)) {
			if !slices.Contains(p.Names, name) {
				p.addName(name)
			}
		}
		p.set(attributes)
	}
	return p.Lookup()
}

// AddKnown is Add, but ignores attributes that have no number.
func (p *Profiles) AddKnown(attributes map[string]string) int32 {
	p.set(attributes)
	return p.Lookup()
}

// set makes the attributes that have a number the current combination, and returns
// their count.
func (p *Profiles) set(attributes map[string]string) (known int) {
	clear(p.Current)
	for k, name := range p.Names {
		if known == len(attributes) {
			break
		}
		if value, ok := attributes[name]; ok {
			known++
			p.Current[k] = p.Values[k].Add(value)
		}
	}
	return known
}

// Attribute returns the number of the attribute with this name, or -1 if no cell
// has it.
func (p *Profiles) Attribute(name string) int {
	k := slices.Index(p.Names, name)
	if k >= 0 && len(p.Values[k].List) == 1 { // a column without any value
		return -1
	}
	return k
}

// Order returns the values' numbers of one attribute in natural order, without 0.
func (p *Profiles) Order(attribute int) []int32 {
	values := p.Values[attribute].List
	order := make([]int32, 0, len(values)-1)
	for v := 1; v < len(values); v++ {
		order = append(order, int32(v))
	}
	slices.SortFunc(order, func(a, b int32) int { return CompareNatural(values[a], values[b]) })
	return order
}

// Ranks returns the rank of each profile in the order of cells: by attribute in the
// order of their names, then values in natural order, a missing value first. It
// depends only on the attributes, not on the order in which the cells came.
func (p *Profiles) Ranks() []int32 {
	byName := make([]int, len(p.Names))
	for k := range byName {
		byName[k] = k
	}
	slices.SortFunc(byName, func(a, b int) int { return cmp.Compare(p.Names[a], p.Names[b]) })

	keys := make([][]int32, 0, len(p.Names)) // by attribute: the rank of each profile's value
	for _, k := range byName {
		place := make([]int32, len(p.Values[k].List))
		for i, v := range p.Order(k) {
			place[v] = int32(i + 1)
		}
		column := slices.Clone(p.Columns[k])
		for i, v := range column {
			column[i] = place[v]
		}
		keys = append(keys, column)
	}

	profiles := make([]int32, p.ProfileCount)
	for i := range profiles {
		profiles[i] = int32(i)
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
	for i, profile := range profiles {
		rank[profile] = int32(i)
	}
	return rank
}

// freeze drops what is only needed for adding.
func (p *Profiles) freeze() {
	p.table = nil
	for k := range p.Values {
		p.Values[k].Freeze()
	}
}
