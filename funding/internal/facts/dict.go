package facts

import "slices"

// Dict is the dictionary of a dimension: it gives values codes from 0, so that
// columns hold small numbers. Two codes follow for records without a single value:
// [Dict.Mixed] and [Dict.None]. The zero value is empty and ready.
type Dict[T comparable] struct {
	Values []T // by code
	codes  map[T]int
}

// NewDict returns the dictionary of distinct values, in order.
func NewDict[T comparable](values []T) Dict[T] {
	d := Dict[T]{Values: values, codes: make(map[T]int, len(values))}
	for i, v := range values {
		d.codes[v] = i
	}
	return d
}

// Add returns the code of a value, and adds the value if it is new.
func (d *Dict[T]) Add(v T) uint32 {
	code, ok := d.codes[v]
	if !ok {
		if d.codes == nil {
			d.codes = map[T]int{}
		}
		code = len(d.Values)
		d.codes[v] = code
		d.Values = append(d.Values, v)
	}
	return uint32(code)
}

// Sorted returns the dictionary with its values in order, and the new code for each
// old code.
func (d *Dict[T]) Sorted(compare func(a, b T) int) (sorted Dict[T], codes []uint32) {
	sorted = NewDict(slices.SortedFunc(slices.Values(d.Values), compare))
	codes = make([]uint32, len(d.Values))
	for old, v := range d.Values {
		codes[old] = uint32(sorted.codes[v])
	}
	return sorted, codes
}

// Find returns the code of a value, and whether the value has one.
func (d *Dict[T]) Find(v T) (code int, ok bool) {
	code, ok = d.codes[v]
	return code, ok
}

// Has reports whether a value has a code.
func (d *Dict[T]) Has(v T) bool {
	_, ok := d.codes[v]
	return ok
}

// Mixed is the code of a record whose members have different values.
func (d *Dict[T]) Mixed() int { return len(d.Values) }

// None is the code of a record without a value.
func (d *Dict[T]) None() int { return len(d.Values) + 1 }

// Size returns the number of codes, including Mixed and None.
func (d *Dict[T]) Size() int { return len(d.Values) + 2 }

// Code returns the code of a value, or None if it has no code.
func (d *Dict[T]) Code(v T) int {
	if code, ok := d.codes[v]; ok {
		return code
	}
	return d.None()
}
