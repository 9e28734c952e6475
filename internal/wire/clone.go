package wire

import "slices"

// Clone copies a list; an empty one becomes nil, so that an empty list and an
// absent one are the same record. Elements that have a method Clone are cloned
// by it.
func Clone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	if _, ok := any(&list[0]).(cloner[T]); ok {
		for i := range list {
			list[i] = any(&list[i]).(cloner[T]).Clone()
		}
	}
	return list
}

// cloner is a record that may share memory with its copy.
type cloner[T any] interface{ Clone() T }
