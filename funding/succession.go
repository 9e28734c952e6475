package funding

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// link is entry j of the awards that allocation i supersedes.
type link struct{ i, j int }

// targets returns where the awards stand that others supersede: the first
// allocation with each key. It is nil while there are none.
func targets(all []Allocation) map[AllocationID]int {
	var found map[AllocationID]int
	for i := range all {
		for _, id := range all[i].Supersedes {
			if found == nil {
				found = map[AllocationID]int{}
			}
			found[id] = -1
		}
	}
	if found == nil {
		return nil
	}
	for i := range all {
		if at, ok := found[all[i].ID]; ok && at < 0 {
			found[all[i].ID] = i
		}
	}
	for id, at := range found {
		if at < 0 {
			delete(found, id)
		}
	}
	return found
}

// circles returns the links that lead back to where they come from, one for each
// way round: of a circle, the link that closes it when one starts at its first
// allocation.
func circles(all []Allocation, targets map[AllocationID]int) map[link]bool {
	if len(targets) == 0 {
		return nil
	}
	found := map[link]bool{}
	open, done := map[int]bool{}, map[int]bool{}
	for start := range all {
		if len(all[start].Supersedes) == 0 {
			continue
		}
		path := []link{{start, 0}} // the way from start, each with the link to follow next
		for len(path) > 0 && !done[start] {
			at := &path[len(path)-1]
			open[at.i] = true
			if at.j == len(all[at.i].Supersedes) {
				open[at.i], done[at.i] = false, true
				path = path[:len(path)-1]
				continue
			}
			here := *at
			at.j++
			to, known := targets[all[here.i].Supersedes[here.j]]
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
// order; nil while there is none.
func successors(all []Allocation, targets map[AllocationID]int) map[int][]int {
	if len(targets) == 0 {
		return nil
	}
	found := map[int][]int{}
	for i := range all {
		for j, id := range all[i].Supersedes {
			target, known := targets[id]
			if known && !slices.Contains(all[i].Supersedes[:j], id) {
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
	settled := &k.l.Allocations[target]
	into := k.useOf(uses, settled)
	committed, _ := standing(settled.Events)
	if into == nil || committed <= 0 || !s.counted(target) {
		return
	}
	var received total
	waiting := slices.Clone(settled.Recipients)
	for _, i := range successors {
		a := &k.l.Allocations[i]
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
