package coverage

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// baseCells is a base in columns, and baseBuilder what makes them.
type (
	baseCells   = cells.Cells[AreaCode]
	baseBuilder = cells.Builder[AreaCode]
)

// recordBuilder takes the cells of a base that is held as records, and notes what the
// rules ask of all attributes together.
type recordBuilder struct {
	*baseBuilder
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

// buildRecords takes all cells of a base.
func buildRecords(base *Base) *recordBuilder {
	size := 1
	for size < min(len(base.Units), maxMaps) {
		size *= 2
	}
	b := &recordBuilder{baseBuilder: cells.NewBuilder[AreaCode](), maps: make([]sharedMap, size), overfull: -1}
	var profiles []int32
	parallel.Do(2, func(half int) {
		if half == 0 {
			profiles = b.profiles(base.Units)
		} else {
			addPeople(b.baseBuilder, base.Units)
		}
	})
	b.SetProfiles(profiles)
	if b.overfull < 0 {
		b.odd = oddAttributes(b.baseBuilder)
	}
	addRemainder(b.baseBuilder, base.Remainder)
	return b
}

// profiles returns the profile of each unit.
func (b *recordBuilder) profiles(units []Population) []int32 {
	profiles := make([]int32, len(units))
	for i := range units {
		profiles[i] = b.shared(i, units[i].Attributes)
	}
	return profiles
}

// addPeople takes the areas and the people of units, and leaves their profiles to others.
func addPeople(b *baseBuilder, units []Population) {
	b.ReservePeople(len(units))
	for i := 0; i < len(units); {
		code := units[i].Area
		b.Begin(b.Area(code))
		for ; i < len(units) && units[i].Area == code; i++ {
			n := units[i].most()
			b.AddPeople(n, n-units[i].People)
		}
	}
}

// shared returns the profile of unit i. A map that units share is read once.
func (b *recordBuilder) shared(i int, attributes map[string]string) int32 {
	// Pointer has the map escape to the heap, where it stays in its place. That of a
	// nil map is 0, and so is its profile.
	address := reflect.ValueOf(attributes).Pointer()
	known := &b.maps[int(address/32)&(len(b.maps)-1)] // maps that were made together stand together
	if known.address != address {
		*known = sharedMap{address, b.bounded(i, attributes)}
	}
	return known.profile
}

// bounded returns the profile of unit i, but numbers no attributes beyond the bound.
func (b *recordBuilder) bounded(i int, attributes map[string]string) int32 {
	if len(b.Names) > maxAttributes {
		return b.AddKnown(attributes)
	}
	profile := b.Add(attributes)
	if len(b.Names) > maxAttributes {
		b.overfull = i
		b.odd = oddAttributes(b.baseBuilder)
	}
	return profile
}

// lacking is the attributes that only some units have, in the order of their names.
func (b *recordBuilder) lacking(c *baseCells) []missingAttribute {
	found := slices.DeleteFunc(missingAttributes(b.baseBuilder, c), func(m missingAttribute) bool { return m.name == "" }) // an error of its own
	slices.SortFunc(found, func(a, b missingAttribute) int { return cmp.Compare(a.name, b.name) })
	return found
}

// addRemainder takes the people outside every unit, after the units.
func addRemainder(b *baseBuilder, remainder []Population) {
	for i := range remainder {
		r := &remainder[i]
		b.Begin(b.AreaOutside(r.Area))
		b.AddCell(b.Add(r.Attributes), r.most(), r.most()-r.People)
	}
}

// finish returns the cells of a base. More than the columns can hold are an error.
func finish(b *baseBuilder) (*baseCells, error) {
	c, ok := b.Cells(maxUnit)
	if !ok {
		return nil, tooMuch(validate.TooLarge, int64(b.Count), "a base has at most 2,147,483,647 cells")
	}
	return c, nil
}

// addUp adds everybody up. More than an int64 can hold are an error.
func addUp(c *baseCells) error {
	if people, ok := c.Sum(); !ok {
		return tooMuch(validate.Overflow, people, "the people of the base add up to more than an int64 can hold")
	}
	return nil
}

// tooMuch is the error of a base or footprints beyond what the columns can hold.
func tooMuch(code validate.Code, n int64, detail string) error {
	return fault.New("coverage.NewAtlas", code, thousands(n), detail)
}

// oddAttributes reports whether some attribute is blank, or cannot be written to a
// document and read back.
func oddAttributes(b *baseBuilder) bool {
	for k, name := range b.Names {
		if name == "" || !form.IsText(name) {
			return true
		}
		for _, value := range b.Values[k].List[1:] {
			if value == "" || !form.IsText(value) {
				return true
			}
		}
	}
	return false
}

// missingAttribute is an attribute that some of the units' cells have and others do
// not.
type missingAttribute struct {
	name   string
	first  int    // the first cell that lacks it
	detail string // for people
}

// missingAttributes finds the attributes that only some of the units' cells have, in the
// order of their numbers.
func missingAttributes(b *baseBuilder, c *baseCells) []missingAttribute {
	if !c.Stats.Bare && !slices.ContainsFunc(c.Columns, func(values []int32) bool { return slices.Contains(values[1:], 0) }) {
		return nil
	}
	var found []missingAttribute
	for _, p := range c.Partial() {
		detail := fmt.Sprintf("%d of %d cells lack this attribute; their people are shown as unknown", c.UnitCells-p.Have, c.UnitCells)
		first := b.FirstCell(func(profile int32) bool { return !c.Has(profile, p.Attribute) })
		found = append(found, missingAttribute{c.Names[p.Attribute], first, detail})
	}
	return found
}
