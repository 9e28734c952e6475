package caremodel

import (
	_ "embed"
	"sync"

	"github.com/newcaremodels/newcaremodels/internal/wire"
)

//go:embed data/england.json
var englandJSON []byte

// England returns NHS England's New Care Models programme of 2015 to 2018: its
// 50 vanguards, each with its sources. It is built once, at the first call.
func England() *Programme { return england() }

var england = sync.OnceValue(func() *Programme { return mustProgramme(EnglandDefinition()) })

// EnglandDefinition returns a fresh copy of the records behind [England]. Blank
// is not known; DATA.md tells where each kind of figure comes from.
func EnglandDefinition() Definition { return cloneDefinition(englandDefinition()) }

var englandDefinition = sync.OnceValue(func() Definition { return wire.MustDecode[Definition](englandJSON) })

func mustProgramme(d Definition) *Programme {
	p, err := NewProgramme(d)
	if err != nil {
		panic(err)
	}
	return p
}

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
