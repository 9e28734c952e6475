package evaluation

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// overlap says whether two results may count the same people, or are held against
// the same controls: the code, and why; blank where neither is so.
//
// Groups of two studies overlap if a vanguard is in both, or the members of one
// are not known, and the periods meet. Groups of one study are other people,
// unless one is within the other; those that are held against the same areas
// share their controls.
func (x *index) overlap(i, j int32) (validate.Code, string) {
	a, b := x.groupOf(i), x.groupOf(j)
	if a.study == b.study {
		return x.sameStudy(a, b)
	}
	if !x.result(i).over(x.studyOf(i)).meets(x.result(j).over(x.studyOf(j))) {
		return "", ""
	}
	also := ""
	if data := x.studyOf(i).Data; data != "" && data == x.studyOf(j).Data {
		also = ", counted from the same data"
	}
	for _, m := range a.members {
		if _, both := slices.BinarySearch(b.members, m); both {
			return Overlap, "a vanguard is in both groups at one time" + also
		}
	}
	if !a.complete || !b.complete {
		return Overlap, "which vanguards are in one of the groups is not known" + also
	}
	return "", ""
}

func (x *index) sameStudy(a, b *groupEntry) (validate.Code, string) {
	switch s := &x.record.Studies[a.study]; {
	case a == b:
		return Overlap, "it is of the same group"
	case x.within(a, b):
		return Overlap, "its group is within the group of the other"
	case x.within(b, a):
		return Overlap, "the group of the other is within its own"
	case s.Comparator.Kind == ComparatorAreas:
		return SharedControls, "both are held against the same areas"
	}
	return "", ""
}

// within reports whether a group lies in another of its study, directly or not.
func (x *index) within(inner, outer *groupEntry) bool {
	for g := inner; g.outer >= 0; {
		if g = &x.groups[g.outer]; g == outer {
			return true
		}
	}
	return false
}

// peers are results among which overlaps are looked for, by what overlapping
// results have in common.
type peers struct {
	index      *index
	all        []int32
	byStudy    map[int32][]int32
	byVanguard map[int32][]int32
	open       []int32 // of groups whose members are not all known
}

func (x *index) peersOf(results []int32) *peers {
	p := &peers{index: x, all: results, byStudy: map[int32][]int32{}, byVanguard: map[int32][]int32{}}
	for _, i := range results {
		g := x.groupOf(i)
		p.byStudy[g.study] = append(p.byStudy[g.study], i)
		for _, m := range g.members {
			p.byVanguard[m] = append(p.byVanguard[m], i)
		}
		if !g.complete {
			p.open = append(p.open, i)
		}
	}
	return p
}

// clash returns another of the results that a result overlaps, and why; the code
// is blank where there is none.
func (p *peers) clash(i int32) (other int32, code validate.Code, reason string) {
	g := p.index.groupOf(i)
	lists := append(make([][]int32, 0, 8), p.byStudy[g.study], p.open) // on the stack, for groups of a few
	for _, m := range g.members {
		lists = append(lists, p.byVanguard[m])
	}
	if !g.complete {
		lists = append(lists, p.all)
	}
	for _, list := range lists {
		for _, j := range list {
			if j == i {
				continue
			}
			if code, reason := p.index.overlap(i, j); code != "" {
				return j, code, reason
			}
		}
	}
	return 0, "", ""
}
