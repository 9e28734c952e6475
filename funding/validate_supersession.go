package funding

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// link is entry j of the awards that allocation i supersedes.
type link struct{ i, j int }

// link finds out which awards these allocations, which supersede others, stand for.
func (s *overview) link(all records, heirs []int) {
	if len(heirs) == 0 {
		return
	}
	supersedes := func(i int) []AllocationID {
		var room Allocation
		return all.at(i, &room).Supersedes
	}
	s.targets = targets(all, heirs, supersedes)
	s.successors = successors(heirs, supersedes, s.targets)
	s.circles = circles(heirs, supersedes, s.targets)
}

// targets returns where the awards stand that others supersede: the first
// allocation with each key.
func targets(all records, heirs []int, supersedes func(int) []AllocationID) map[AllocationID]int {
	wanted := map[AllocationID]bool{}
	for _, i := range heirs {
		for _, id := range supersedes(i) {
			wanted[id] = true
		}
	}
	found := map[AllocationID]int{}
	for i, a := range each(all) {
		if wanted[a.ID] {
			found[a.ID] = i
			delete(wanted, a.ID)
		}
	}
	return found
}

// circles returns the links that lead back to where they come from, one for each
// way round: of a circle, the link that closes it when one starts at its first
// allocation.
func circles(heirs []int, supersedes func(int) []AllocationID, targets map[AllocationID]int) map[link]bool {
	found := map[link]bool{}
	open, done := map[int]bool{}, map[int]bool{}
	for _, start := range heirs {
		path := []link{{start, 0}} // the way from start, each with the link to follow next
		for len(path) > 0 && !done[start] {
			at := &path[len(path)-1]
			open[at.i] = true
			ids := supersedes(at.i)
			if at.j == len(ids) {
				open[at.i], done[at.i] = false, true
				path = path[:len(path)-1]
				continue
			}
			here := *at
			at.j++
			to, known := targets[ids[here.j]]
			switch {
			case !known || done[to]:
			case open[to]:
				found[here] = true
			default:
				path = append(path, link{to, 0})
			}
		}
	}
	return found
}

// successors returns, for each award that others supersede, those others in their
// order.
func successors(heirs []int, supersedes func(int) []AllocationID, targets map[AllocationID]int) map[int][]int {
	found := map[int][]int{}
	for _, i := range heirs {
		ids := supersedes(i)
		for j, id := range ids {
			target, known := targets[id]
			if known && !slices.Contains(ids[:j], id) {
				found[target] = append(found[target], i)
			}
		}
	}
	return found
}

// settle takes out of a fund's commitments what later awards have settled of a
// superseded one: it stands for what its recipients have not yet received under
// those, and for nothing once each has an award.
func (k *auditor) settle(s *overview, uses [][]use, target int, successors []int) {
	var room, other Allocation
	settled := k.all.at(target, &room)
	into := k.useOf(uses, settled)
	committed, _ := standing(settled.Events)
	if into == nil || committed <= 0 || !s.counted(target) {
		return
	}
	var received total
	waiting := slices.Clone(settled.Recipients)
	for _, i := range successors {
		a := k.all.at(i, &other)
		if !s.counted(i) || !committedTo(a.Events) {
			continue
		}
		amount, _ := standing(a.Events)
		received.add(amount)
		waiting = slices.DeleteFunc(waiting, func(id caremodel.VanguardID) bool { return slices.Contains(a.Recipients, id) })
	}
	taken := committed
	if len(waiting) > 0 || len(settled.Recipients) == 0 {
		taken = min(max(received.money().pence, 0), committed)
	}
	into.committed.add(-taken)
}

// committedTo reports whether anything was approved or paid.
func committedTo(events []Event) bool {
	return level(events, Approved) >= 0 || level(events, Paid) >= 0
}
