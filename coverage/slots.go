package coverage

// slots finds numbers by hash: open addressing, a power of two, a quarter of them
// free. The part of a hash that is kept tells most others apart without a look at
// what they stand for, and makes growing cheap.
type slots []slot

type slot struct {
	hash   uint32
	number int32 // from 1 on; 0 = free
}

// scatter hashes a number (the finisher of SplitMix64, Steele and others 2014), so
// that sums of hashes do not follow sums of numbers.
func scatter(n uint64) uint32 {
	n = (n ^ hashSalt) * 0xBF58476D1CE4E5B9
	n = (n ^ n>>27) * 0x94D049BB133111EB
	return uint32(n >> 32)
}

// room returns the slots with room for one more beside so many that are taken.
func (s slots) room(taken int) slots {
	if 4*taken < 3*len(s) {
		return s
	}
	more := make(slots, max(8, 2*len(s)))
	mask := len(more) - 1
	for _, one := range s {
		if one.number == 0 {
			continue
		}
		i := int(one.hash) & mask
		for more[i].number > 0 {
			i = (i + 1) & mask
		}
		more[i] = one
	}
	return more
}
