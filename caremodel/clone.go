package caremodel

import "github.com/newcaremodels/newcaremodels/internal/wire"

func cloneVanguard(v Vanguard) Vanguard {
	v.Aliases = wire.Clone(v.Aliases)
	v.Partners = wire.Clone(v.Partners)
	for i := range v.Partners {
		v.Partners[i].Sources = wire.Clone(v.Partners[i].Sources)
	}
	v.Initiatives = wire.Clone(v.Initiatives)
	for i := range v.Initiatives {
		in := &v.Initiatives[i]
		in.StaffRoles = wire.Clone(in.StaffRoles)
		in.Conditions = wire.Clone(in.Conditions)
		in.Sources = wire.Clone(in.Sources)
	}
	v.Sources = wire.Clone(v.Sources)
	return v
}

func cloneDefinition(d Definition) Definition {
	d.Categories = wire.Clone(d.Categories)
	for i := range d.Categories {
		d.Categories[i] = cloneCategory(d.Categories[i])
	}
	d.Waves = wire.Clone(d.Waves)
	d.Vanguards = wire.Clone(d.Vanguards)
	for i := range d.Vanguards {
		d.Vanguards[i] = cloneVanguard(d.Vanguards[i])
	}
	d.Facts = wire.Clone(d.Facts)
	d.Sources = wire.Clone(d.Sources)
	return d
}
