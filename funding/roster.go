package funding

import (
	"encoding/binary"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// roster tells the vanguards of a programme from others. It is asked once for
// every recipient of a ledger, and several times faster than a map, because an id
// is a hash already.
type roster struct {
	slots []caremodel.VanguardID // a power of two, at least half of them unset
}

func newRoster(p *caremodel.Programme) roster {
	r := roster{slots: make([]caremodel.VanguardID, tableSize(p.Len()))}
	for v := range p.All() {
		r.slots[r.find(v.ID)] = v.ID
	}
	return r
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
