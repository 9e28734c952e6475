package caremodel

import "slices"

// cloneList copies a list; an empty one becomes nil, so that an empty list and
// an absent one are the same record.
func cloneList[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

func cloneVanguard(v Vanguard) Vanguard {
	v.Aliases = cloneList(v.Aliases)
	v.Partners = cloneList(v.Partners)
	for i := range v.Partners {
		v.Partners[i].Sources = cloneList(v.Partners[i].Sources)
	}
	v.Initiatives = cloneList(v.Initiatives)
	for i := range v.Initiatives {
		in := &v.Initiatives[i]
		in.StaffRoles = cloneList(in.StaffRoles)
		in.Conditions = cloneList(in.Conditions)
		in.Sources = cloneList(in.Sources)
	}
	v.Sources = cloneList(v.Sources)
	return v
}

func cloneDefinition(d Definition) Definition {
	d.Categories = cloneList(d.Categories)
	for i := range d.Categories {
		d.Categories[i] = cloneCategory(d.Categories[i])
	}
	d.Waves = cloneList(d.Waves)
	d.Vanguards = cloneList(d.Vanguards)
	for i := range d.Vanguards {
		d.Vanguards[i] = cloneVanguard(d.Vanguards[i])
	}
	d.Facts = cloneList(d.Facts)
	d.Sources = cloneList(d.Sources)
	return d
}
