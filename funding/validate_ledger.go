package funding

import (
	"encoding/binary"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// crossRecord holds what is known of a ledger's allocations as a whole.
type crossRecord struct {
	sameKey   map[int]int                // an allocation whose key is that of an earlier one, to the first
	sameAward map[int]int                // an allocation for the same money as an earlier one, to the first
	lineage   *lineage                   // the awards that others supersede, and those
	uses      [][]fundUse                // what the rounds of each fund take of each limit
	sizes     map[roundStream]*histogram // the amounts of each round and stream
	extents   []extent                   // of the amounts of each allocation
}

// hasFindings reports whether a rule about allocations has something to say for which
// one of them alone is not enough.
func (s *crossRecord) hasFindings() bool {
	return len(s.sameKey)+len(s.sameAward)+len(s.lineage.members) > 0
}

// counted reports whether allocation i is the first of its key and of its money.
func (s *crossRecord) counted(i int) bool {
	_, key := s.sameKey[i]
	_, award := s.sameAward[i]
	return !key && !award
}

// awardHash hashes what identifies the money of an allocation with this setting. A
// lone recipient goes in by its place in the programme, if it has one.
func (k *auditor) awardHash(a *Allocation, s *roundContext, place uint32, lone bool) uint64 {
	sum := s.hash + uint64(a.Kind)
	if lone && k.p != nil {
		return intern.Fold(sum+uint64(place)<<8, k.hasher.Hash(a.Element))
	}
	for i := range a.Recipients { // their order does not matter
		id := &a.Recipients[i]
		sum += k.hasher.HashWords(binary.LittleEndian.Uint64(id[:8]), binary.LittleEndian.Uint64(id[8:]), len(id))
	}
	return intern.Fold(sum, k.hasher.Hash(a.Element))
}

// comparer returns what makes comparisons of records by their places.
func comparer(all records, same func(a, b *Allocation) bool) func() func(i, j int) bool {
	return func() func(i, j int) bool {
		var a, b Allocation
		return func(i, j int) bool { return same(all.at(i, &a), all.at(j, &b)) }
	}
}

// sameMoney reports whether two allocations have the same round, recipients,
// years, stream, kind and element.
func sameMoney(a, b *Allocation) bool {
	return a.Year == b.Year && a.LastYear() == b.LastYear() && a.Kind == b.Kind &&
		a.Round == b.Round && a.Stream == b.Stream && a.Element == b.Element &&
		sameRecipients(a.Recipients, b.Recipients)
}

// sameRecipients reports whether two lists name the same vanguards, in any order.
func sameRecipients(a, b []caremodel.VanguardID) bool {
	if len(a) != len(b) {
		return false
	}
	if slices.Equal(a, b) {
		return true
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.SortFunc(a, caremodel.VanguardID.Compare)
	slices.SortFunc(b, caremodel.VanguardID.Compare)
	return slices.Equal(a, b)
}

// keySet knows the keys of a run of allocations. Ledgers are mostly sorted by
// them: while they ascend there are no duplicates to look for, and none is hashed.
type keySet struct {
	all        records
	first, end int
	hashed     bool
	hasher     *intern.Hasher
	bins       intern.Partitions
}

// add takes the key of allocation i; last is the key before it.
func (r *keySet) add(i int, id, last AllocationID) {
	switch {
	case r.hashed:
		r.bins.Add(r.hasher.Hash(string(id)), i)
	case i > r.first && id <= last:
		r.hash(i + 1)
	}
}

// hash puts the keys up to end into partitions, unless they are there.
func (r *keySet) hash(end int) {
	if r.hashed {
		return
	}
	r.hashed = true
	r.bins = intern.NewPartitions(r.all.len(), r.end-r.first)
	var room Allocation
	for i := r.first; i < end; i++ {
		r.bins.Add(r.hasher.Hash(string(r.all.at(i, &room).ID)), i)
	}
}

// repeatedKeys returns, for each allocation whose key an earlier one has, the
// earliest of those. The runs follow each other.
func repeatedKeys(all records, runs []keySet) map[int]int {
	if all.distinct() || ascending(all, runs) {
		return nil
	}
	keys := make([]intern.Partitions, len(runs))
	parallel.Do(len(runs), func(i int) {
		runs[i].hash(runs[i].end)
		keys[i] = runs[i].bins
	})
	return intern.Repeats(keys, comparer(all, func(a, b *Allocation) bool { return a.ID != "" && a.ID == b.ID }))
}

// ascending reports whether the keys ascend from the first run to the last.
func ascending(all records, runs []keySet) bool {
	var room, before Allocation
	for i, r := range runs {
		if r.hashed || i > 0 && all.at(r.first, &room).ID <= all.at(r.first-1, &before).ID {
			return false
		}
	}
	return true
}
