package funding

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// lineage is the awards that later awards supersede, together with those.
type lineage struct {
	members []member             // in the order of the ledger
	upwards []int                // those that settle others, each before the awards that it settles
	links   map[link]linkage     // what is odd about an entry of Supersedes
	awards  map[AllocationID]int // the members that others name
}

// member is an allocation of a lineage.
type member struct {
	position   int // in the ledger
	id         AllocationID
	recipients []int // by number, ascending; noVanguard for money without one
	settles    []int // members, in the order of its list
	settled    bool  // some member settles it
}

// link is entry entry of the awards that the allocation at a position supersedes.
type link struct{ position, entry int }

// linkage is what there is to say about a link.
type linkage uint8

const (
	linkSound    linkage = iota
	linkMissing          // no allocation has this key
	linkRepeated         // listed already
	linkCircular         // leads back to where it comes from
	linkForeign          // to an award without a recipient in common
	linkIndirect         // to an award that is settled through another of the list
)

// noVanguard stands for the programme itself where money has no recipient.
const noVanguard = -1

// find returns the member at a position of the ledger.
func (g *lineage) find(position int) (i int, ok bool) {
	return slices.BinarySearchFunc(g.members, position, func(m member, p int) int { return cmp.Compare(m.position, p) })
}

// lineage links the allocations at these positions, which supersede others, to the
// awards that they settle. Of several allocations with one key the first is meant.
func (k *auditor) lineage(successors []int) *lineage {
	g := &lineage{links: map[link]linkage{}, awards: map[AllocationID]int{}}
	if len(successors) == 0 {
		return g
	}
	named := map[int][]AllocationID{}
	wanted := map[AllocationID]bool{}
	var room Allocation
	for _, i := range successors {
		ids := slices.Clone(k.all.at(i, &room).Supersedes)
		named[i] = ids
		for _, id := range ids {
			wanted[id] = id != ""
		}
	}
	number := k.numbering()
	for i, a := range each(k.all) {
		_, there := g.awards[a.ID]
		first := !there && wanted[a.ID]
		if first {
			g.awards[a.ID] = len(g.members)
		}
		if first || named[i] != nil {
			g.members = append(g.members, member{position: i, id: a.ID, recipients: number(a.Recipients)})
		}
	}
	entries := make([][]link, len(g.members)) // of settles
	for i := range g.members {
		m := &g.members[i]
		seen := map[AllocationID]bool{}
		for j, id := range named[m.position] {
			here := link{m.position, j}
			to, known := g.awards[id]
			switch {
			case !known:
				g.links[here] = linkMissing
			case seen[id]:
				g.links[here] = linkRepeated
			default:
				m.settles, entries[i] = append(m.settles, to), append(entries[i], here)
			}
			seen[id] = true
		}
	}
	g.dropCircles(entries)
	g.drop(entries, linkForeign, func(i, a int) bool {
		for range common(g.members[i].recipients, g.members[a].recipients) {
			return false
		}
		return true
	})
	g.dropIndirect(entries)
	for i := range g.members {
		for _, a := range g.members[i].settles {
			g.members[a].settled = true
		}
	}
	g.sortUpwards()
	return g
}

// numbering returns how recipients are numbered: vanguards by their place in the
// programme, as far as it has them.
func (k *auditor) numbering() func([]caremodel.VanguardID) []int {
	others := map[caremodel.VanguardID]int{}
	return func(ids []caremodel.VanguardID) []int {
		if len(ids) == 0 {
			return []int{noVanguard}
		}
		out := make([]int, len(ids))
		for i, id := range ids {
			place, known := k.find(id)
			if out[i] = int(place); !known || k.p == nil {
				if _, seen := others[id]; !seen {
					others[id] = 1<<32 + len(others)
				}
				out[i] = others[id]
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
}

// drop takes out the links that are odd and notes why; odd is asked of a member and
// an award that it names.
func (g *lineage) drop(entries [][]link, why linkage, odd func(i, award int) bool) {
	for i := range g.members {
		m, kept := &g.members[i], 0
		for j, a := range m.settles {
			if odd(i, a) {
				g.links[entries[i][j]] = why
				continue
			}
			m.settles[kept], entries[i][kept] = a, entries[i][j]
			kept++
		}
		m.settles, entries[i] = m.settles[:kept], entries[i][:kept]
	}
}

// dropCircles takes out the links that lead back to where they come from, one for
// each way round: of a circle, the link that closes it when one starts at its first
// allocation.
func (g *lineage) dropCircles(entries [][]link) {
	type step struct{ member, next int } // the link to follow next
	closing := map[[2]int]bool{}
	open, done := make([]bool, len(g.members)), make([]bool, len(g.members))
	for start := range g.members {
		if done[start] {
			continue
		}
		open[start] = true
		for path := []step{{start, 0}}; len(path) > 0; {
			at := &path[len(path)-1]
			settles := g.members[at.member].settles
			if at.next == len(settles) {
				open[at.member], done[at.member] = false, true
				path = path[:len(path)-1]
				continue
			}
			from, to := at.member, settles[at.next]
			at.next++
			switch {
			case done[to]:
			case open[to]:
				closing[[2]int{from, to}] = true
			default:
				open[to] = true
				path = append(path, step{to, 0})
			}
		}
	}
	if len(closing) > 0 {
		g.drop(entries, linkCircular, func(i, a int) bool { return closing[[2]int{i, a}] })
	}
}

// dropIndirect takes out the links to an award that is settled through another
// of the same list: it would be settled twice.
func (g *lineage) dropIndirect(entries [][]link) {
	indirect := map[[2]int]bool{}
	seen, named := make([]int, len(g.members)), make([]int, len(g.members)) // by which member, counted from 1
	for i := range g.members {
		if len(g.members[i].settles) < 2 {
			continue
		}
		for _, a := range g.members[i].settles {
			named[a] = i + 1
		}
		next := slices.Clone(g.members[i].settles)
		for len(next) > 0 {
			at := next[len(next)-1]
			next = next[:len(next)-1]
			for _, a := range g.members[at].settles {
				if named[a] == i+1 {
					indirect[[2]int{i, a}] = true
				}
				if seen[a] != i+1 {
					seen[a] = i + 1
					next = append(next, a)
				}
			}
		}
	}
	if len(indirect) > 0 {
		g.drop(entries, linkIndirect, func(i, a int) bool { return indirect[[2]int{i, a}] })
	}
}

// sortUpwards puts the members that settle others in an order in which each comes
// before the awards that it settles, and which does not depend on the ledger's.
func (g *lineage) sortUpwards() {
	successors, height := make([]int, len(g.members)), make([]int, len(g.members))
	for i := range g.members {
		for _, a := range g.members[i].settles {
			successors[a]++
		}
	}
	var next []int // members all of whose successors have been seen
	for i, n := range successors {
		if n == 0 {
			next = append(next, i)
		}
	}
	for ; len(next) > 0; next = next[1:] {
		i := next[0]
		if len(g.members[i].settles) > 0 {
			g.upwards = append(g.upwards, i)
		}
		for _, a := range g.members[i].settles {
			height[a] = max(height[a], height[i]+1)
			if successors[a]--; successors[a] == 0 {
				next = append(next, a)
			}
		}
	}
	slices.SortFunc(g.upwards, func(i, j int) int {
		return cmp.Or(cmp.Compare(height[i], height[j]), cmp.Compare(g.members[i].id, g.members[j].id))
	})
}

// supersedes checks which awards an allocation settles.
func (k *auditor) supersedes(i int, a *Allocation) {
	if k.overview.lineage == nil {
		return // not gathered yet: the records will be looked at again
	}
	for j, id := range a.Supersedes {
		at := k.at(i, "supersedes").Index(j)
		switch why := k.overview.lineage.links[link{i, j}]; {
		case id == "":
			at.Error(validate.Required, "", "give the key of the award that this one settles")
		case why == linkMissing:
			at.Error(validate.Unknown, string(id), "no allocation has this key")
		case why == linkRepeated:
			at.Error(validate.Duplicate, string(id), "listed already")
		case why == linkCircular:
			at.Error(Supersession, string(id), "an award cannot supersede itself, by itself or through others")
		case why == linkForeign:
			at.Warn(validate.Conflict, string(id), "settles nothing of it: the two have no recipient in common")
		case why == linkIndirect:
			at.Warn(Supersession, string(id), "settled through another award of the list already")
		default:
			k.partlyForeign(at, i, a, id)
		}
	}
}

// partlyForeign warns of a recipient that the superseded award does not have.
func (k *auditor) partlyForeign(at validate.Place, i int, a *Allocation, id AllocationID) {
	g := k.overview.lineage
	m, _ := g.find(i)
	award, shared := g.awards[id], 0
	for range common(g.members[m].recipients, g.members[award].recipients) {
		shared++
	}
	if shared == len(g.members[m].recipients) {
		return
	}
	var room Allocation
	settled := k.all.at(g.members[award].position, &room)
	for _, recipient := range a.Recipients {
		if !slices.Contains(settled.Recipients, recipient) {
			at.Warn(validate.Conflict, string(id), "the superseded award does not have the recipient "+recipient.String())
			return
		}
	}
}
