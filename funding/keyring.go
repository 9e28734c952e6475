package funding

import "github.com/newcaremodels/newcaremodels/internal/parallel"

// keyring knows the keys of a run of allocations. Ledgers are mostly sorted by
// them: as long as they ascend none comes twice, and they are not hashed.
type keyring struct {
	all        records
	first, end int
	hashed     bool
	hasher     *texthash
	bins       bins
}

// add takes the key of allocation i; last is the key before it.
func (r *keyring) add(i int, id, last AllocationID) {
	switch {
	case r.hashed:
		r.bins.add(r.hasher.of(string(id)), i)
	case i > r.first && id <= last:
		r.hash(i + 1)
	}
}

// hash puts the keys up to end into bins, unless they are there.
func (r *keyring) hash(end int) {
	if r.hashed {
		return
	}
	r.hashed = true
	r.bins = newBins(r.all.len(), r.end-r.first)
	var room Allocation
	for i := r.first; i < end; i++ {
		r.bins.add(r.hasher.of(string(r.all.at(i, &room).ID)), i)
	}
}

// repeatedKeys returns, for each allocation whose key an earlier one has, the
// earliest of those. The runs follow each other.
func repeatedKeys(all records, runs []keyring) map[int]int {
	if all.distinct() || ascend(all, runs) {
		return nil
	}
	keys := make([]bins, len(runs))
	parallel.Do(len(runs), func(i int) {
		runs[i].hash(runs[i].end)
		keys[i] = runs[i].bins
	})
	return repeated(keys, all, func(a, b *Allocation) bool { return a.ID != "" && a.ID == b.ID })
}

// ascend reports whether the keys ascend from the first run to the last.
func ascend(all records, runs []keyring) bool {
	var room, before Allocation
	for i, r := range runs {
		if r.hashed || i > 0 && all.at(r.first, &room).ID <= all.at(r.first-1, &before).ID {
			return false
		}
	}
	return true
}
