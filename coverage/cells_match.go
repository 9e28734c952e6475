package coverage

import "slices"

// cellFinder finds the cells of areas by their attributes. It looks at an area's cells
// once for each attribute that is asked for, and not for each value.
type cellFinder struct {
	cells  *cells
	lookup map[attributeOfArea][][]int32 // by value number: the cells
}

// attributeOfArea is an attribute of an area's cells.
type attributeOfArea struct {
	area      int32
	attribute int
}

// matching returns the cells of an area that have all these attributes, in order.
func (f *cellFinder) matching(area int32, match map[string]string) []int32 {
	var fewest []int32
	for name, value := range match {
		k := f.cells.attribute(name)
		if k < 0 {
			return nil
		}
		cells := f.withValue(attributeOfArea{area, k}, f.cells.values[k].number(value))
		if len(cells) == 0 {
			return nil
		}
		if fewest == nil || len(cells) < len(fewest) {
			fewest = cells
		}
	}
	if len(match) == 1 {
		return fewest
	}
	profiles := f.cells.of(int(area)).profile
	return slices.DeleteFunc(slices.Clone(fewest), func(cell int32) bool {
		for name, value := range match {
			if f.cells.value(profiles[cell], f.cells.attribute(name)) != value {
				return true
			}
		}
		return false
	})
}

// withValue returns the cells of an area by the number of their value of an
// attribute. It looks at the cells once for all values.
func (f *cellFinder) withValue(at attributeOfArea, value int32) []int32 {
	byValue, known := f.lookup[at]
	if !known {
		byValue = make([][]int32, len(f.cells.values[at.attribute].list))
		for cell, profile := range f.cells.of(int(at.area)).profile {
			v := f.cells.columns[at.attribute][profile]
			byValue[v] = append(byValue[v], int32(cell))
		}
		if f.lookup == nil {
			f.lookup = map[attributeOfArea][][]int32{}
		}
		f.lookup[at] = byValue
	}
	if value <= 0 {
		return nil
	}
	return byValue[value]
}
