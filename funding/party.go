package funding

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// party is who receives an allocation: nobody (the programme itself), one
// vanguard, or the several of a joint award.
//
// Under each dimension by recipient it has the place that all its members agree
// on; where they do not, the place after the last value, and where there is no
// value the one after that.
type party struct {
	members                          []int // vanguards by their place in the programme, ascending
	vanguard, category, wave, region int
}

// joint reports whether the party has several members.
func (p party) joint() bool { return len(p.members) > 1 }

// straddles returns the place under an axis of money whose recipients differ, and
// nowhere that of money without a value there.
func straddles(size int) int { return size }
func nowhere(size int) int   { return size + 1 }

// onAxis returns the place of a value, or nowhere.
func onAxis[T comparable](a axis[T], v T) int {
	if i, ok := a.find(v); ok {
		return i
	}
	return nowhere(len(a.values))
}

// nobody is the party of money without a recipient.
func (pl places) nobody() party {
	return party{
		vanguard: nowhere(len(pl.vanguards.values)), category: nowhere(len(pl.categories.values)),
		wave: nowhere(len(pl.waves.values)), region: nowhere(len(pl.regions.values)),
	}
}

// single is the party of one vanguard, the one at place i of the programme.
func (pl places) single(i int, v caremodel.Vanguard) party {
	return party{
		members: []int{i}, vanguard: i,
		category: onAxis(pl.categories, v.Category), wave: onAxis(pl.waves, v.Wave), region: onAxis(pl.regions, v.Region),
	}
}

// together is the party of several vanguards. Where all agree it stands where
// they do.
func (pl places) together(singles []party) party {
	joint := singles[0]
	joint.members = nil
	for _, s := range singles {
		joint.members = append(joint.members, s.members...)
		joint.vanguard = agree(joint.vanguard, s.vanguard, len(pl.vanguards.values))
		joint.category = agree(joint.category, s.category, len(pl.categories.values))
		joint.wave = agree(joint.wave, s.wave, len(pl.waves.values))
		joint.region = agree(joint.region, s.region, len(pl.regions.values))
	}
	slices.Sort(joint.members)
	return joint
}

// agree returns the place of two recipients, or the one of those that straddle.
func agree(a, b, size int) int {
	if a == b {
		return a
	}
	return straddles(size)
}
