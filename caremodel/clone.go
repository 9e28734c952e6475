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
	for i := range d.Waves {
		d.Waves[i].Source = d.Waves[i].Source.Clone()
	}
	d.Vanguards = wire.Clone(d.Vanguards)
	for i := range d.Vanguards {
		d.Vanguards[i] = cloneVanguard(d.Vanguards[i])
	}
	d.People = wire.Clone(d.People)
	for i := range d.People {
		d.People[i].Sources = wire.Clone(d.People[i].Sources)
	}
	d.Facts = wire.Clone(d.Facts)
	for i := range d.Facts {
		d.Facts[i].Source = d.Facts[i].Source.Clone()
	}
	d.Sources = wire.Clone(d.Sources)
	return d
}
