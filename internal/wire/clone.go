package wire

import "slices"

// Clone copies a list; an empty one becomes nil, so that an empty list and an
// absent one are the same record.
func Clone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}
