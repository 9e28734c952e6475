package cells

import "slices"

// Finder finds the cells of areas by their attributes. It reads an area's cells
// once for each attribute that a query names, not for each value.
type Finder[C ~string] struct {
	Cells *Cells[C]

	byValue map[AttributeOfArea][][]int32 // by value number: the cells
}

// AttributeOfArea is an attribute of an area's cells.
type AttributeOfArea struct {
	Area      int32
	Attribute int
}

// Matching returns the cells of an area that have all these attributes, in order.
func (f *Finder[C]) Matching(area int32, match map[string]string) []int32 {
	var fewest []int32
	for name, value := range match {
		k := f.Cells.Attribute(name)
		if k < 0 {
			return nil
		}
		cells := f.withValue(AttributeOfArea{area, k}, f.Cells.Values[k].Number(value))
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
	profiles := f.Cells.Of(int(area)).Profile
	return slices.DeleteFunc(slices.Clone(fewest), func(cell int32) bool {
		for name, value := range match {
			if f.Cells.Value(profiles[cell], f.Cells.Attribute(name)) != value {
				return true
			}
		}
		return false
	})
}

// withValue returns the cells of an area by the number of their value of an attribute.
func (f *Finder[C]) withValue(at AttributeOfArea, value int32) []int32 {
	byValue, known := f.byValue[at]
	if !known {
		byValue = make([][]int32, len(f.Cells.Values[at.Attribute].List))
		for cell, profile := range f.Cells.Of(int(at.Area)).Profile {
			v := f.Cells.Columns[at.Attribute][profile]
			byValue[v] = append(byValue[v], int32(cell))
		}
		if f.byValue == nil {
			f.byValue = map[AttributeOfArea][][]int32{}
		}
		f.byValue[at] = byValue
	}
	if value <= 0 {
		return nil
	}
	return byValue[value]
}
