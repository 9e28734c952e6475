package funding

import (
	"encoding/binary"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// roster tells the vanguards of a programme from others. It is asked once for
// every recipient of a ledger, and several times faster than a map, because an id
// is a hash already.
type roster struct {
	slots  []caremodel.VanguardID // a power of two, at least half of them unset
	places []int32                // in the programme, by slot
}

func newRoster(p *caremodel.Programme) roster {
	n := tableSize(p.Len())
	r := roster{make([]caremodel.VanguardID, n), make([]int32, n)}
	place := int32(0)
	for v := range p.All() {
		at := r.find(v.ID)
		r.slots[at], r.places[at] = v.ID, place
		place++
	}
	return r
}

// place returns where the vanguard with this id, which is set, stands in the
// programme.
func (r *roster) place(id caremodel.VanguardID) (place int, known bool) {
	at := r.find(id)
	return int(r.places[at]), r.slots[at] == id
}

// has reports whether the programme has a vanguard with this id, which is set.
func (r *roster) has(id caremodel.VanguardID) bool { return r.slots[r.find(id)] == id }

// find returns where id stands, or the unset slot where it would.
func (r *roster) find(id caremodel.VanguardID) int {
	mask := len(r.slots) - 1
	at := int(binary.LittleEndian.Uint64(id[8:])>>16) & mask
	for r.slots[at] != id && !r.slots[at].IsZero() {
		at = (at + 1) & mask
	}
	return at
}
