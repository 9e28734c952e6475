package funding

import (
	"encoding/binary"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// vanguardIndex numbers the vanguards of a programme by their places in it. It is asked
// once for every recipient of a ledger.
type vanguardIndex = keyTable[caremodel.VanguardID]

func newVanguardIndex(p *caremodel.Programme) vanguardIndex {
	r := newKeyTable(p.Len(), hashVanguard)
	for v := range p.All() {
		r.put(v.ID, uint32(r.count))
	}
	return r
}

// hashVanguard makes do with a part of the id, which is a hash already.
func hashVanguard(id caremodel.VanguardID) uint64 { return binary.LittleEndian.Uint64(id[8:]) >> 16 }
