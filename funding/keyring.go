package funding

import "hash/maphash"

// keyring knows the keys of a run of allocations. Ledgers are mostly sorted by
// them: as long as they ascend none comes twice, and they are not hashed.
type keyring struct {
	all        records
	first, end int // the run as far as it was taken
	size       int // how long it will be
	last       AllocationID
	hashed     bool
	seed       maphash.Seed
	bins       bins
}

// add takes the key of the next allocation.
func (r *keyring) add(id AllocationID) {
	at := r.end
	r.end++
	switch {
	case r.hashed:
		r.bins.add(maphash.String(r.seed, string(id)), at)
	case at == r.first || id > r.last:
		r.last = id
	default:
		r.hash()
	}
}

// hash puts all keys so far into bins, unless they are there.
func (r *keyring) hash() {
	if r.hashed {
		return
	}
	r.hashed = true
	r.bins = newBins(r.all.len(), r.size)
	var room Allocation
	for i := r.first; i < r.end; i++ {
		r.bins.add(maphash.String(r.seed, string(r.all.at(i, &room).ID)), i)
	}
}

// repeatedKeys returns, for each allocation whose key an earlier one has, the
// earliest of those. The runs follow each other.
func repeatedKeys(all records, runs []keyring) map[int]int {
	if all.distinct() || ascend(all, runs) {
		return nil
	}
	keys := make([]bins, len(runs))
	together(len(runs), func(i int) {
		runs[i].hash()
		keys[i] = runs[i].bins
	})
	return repeated(keys, all, func(a, b *Allocation) bool { return a.ID != "" && a.ID == b.ID })
}

// ascend reports whether the keys ascend from the first run to the last.
func ascend(all records, runs []keyring) bool {
	var room Allocation
	for i := range runs {
		if runs[i].hashed || i > 0 && all.at(runs[i].first, &room).ID <= runs[i-1].last {
			return false
		}
	}
	return true
}
