package evaluation

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Conflict is two results that do not agree. Both are kept.
type Conflict struct {
	A, B   Finding      // the two, in the order of the record
	Kind   ConflictKind // in what they differ
	Reason string       // the same for people
}

// ConflictKind is how two results disagree.
type ConflictKind uint8

// The kinds of conflicts.
const (
	// ConflictOpposite: one is better and the other worse.
	ConflictOpposite ConflictKind = iota + 1
	// ConflictNotConfirmed: A is better without controls, and B, with controls, is
	// inconclusive or finds no difference.
	ConflictNotConfirmed
	// ConflictFigure: two sources give one figure of one study differently.
	ConflictFigure
)

var conflictKindNames = ladder.Names{"opposite", "not-confirmed", "figure"}

// sameQuestion is what two results have in common that answer one question: the
// measure, and the people by vanguards, cohort and intervention.
type sameQuestion struct {
	measure                      int32
	vanguards, cohort, treatment string
}

// question returns what a result asks, and whether it is known of whom.
func (x *index) question(i int32) (sameQuestion, bool) {
	g := x.groupOf(i)
	record := x.groupRecord(g)
	var members strings.Builder
	for _, m := range g.members {
		fmt.Fprintf(&members, "%d,", m)
	}
	return sameQuestion{x.entries[i].measure, members.String(), record.Cohort, record.Intervention}, g.complete
}

// Conflicts returns the pairs of results that disagree, in the order of findings
// of A, then of B. Results of two studies are held against each other where they
// are about one measure, the same vanguards, cohort and intervention, and periods
// that may meet; a result about a part of a measure or of the people contradicts
// none about the whole. Two sources of one figure are held against each other
// within a study.
func (e *Evidence) Conflicts() []Conflict {
	x := e.index
	byQuestion := map[sameQuestion][]int32{}
	byFigure := map[sameFigure][]int32{}
	var out []conflict
	for _, i := range e.chosen {
		figure := x.result(i).sameFigure(x.entries[i].placed)
		for _, j := range byFigure[figure] {
			if x.result(i).Estimate.Value.Compare(x.result(j).Estimate.Value) != 0 {
				out = append(out, conflict{j, i, ConflictFigure})
			}
		}
		byFigure[figure] = append(byFigure[figure], i)
		question, known := x.question(i)
		if !known || x.entries[i].verdict == NotJudged {
			continue
		}
		for _, j := range byQuestion[question] {
			if c, ok := x.disagree(j, i); ok {
				out = append(out, c)
			}
		}
		byQuestion[question] = append(byQuestion[question], i)
	}
	slices.SortFunc(out, func(a, b conflict) int { return cmp.Or(x.compare(a.a, b.a), x.compare(a.b, b.b)) })
	conflicts := make([]Conflict, len(out))
	for i, c := range out {
		conflicts[i] = Conflict{A: x.finding(c.a), B: x.finding(c.b), Kind: c.kind}
		conflicts[i].Reason = conflicts[i].reason()
	}
	return conflicts
}

// conflict is a pair of entries that disagree.
type conflict struct {
	a, b int32
	kind ConflictKind
}

// disagree holds two answers to one question against each other.
func (x *index) disagree(i, j int32) (conflict, bool) {
	a, b := &x.entries[i], &x.entries[j]
	if a.study == b.study || !x.result(i).over(x.studyOf(i)).meets(x.result(j).over(x.studyOf(j))) {
		return conflict{}, false
	}
	controlled := func(k int32) bool { return x.tier(k) <= TierControlled }
	open := func(v Verdict) bool { return v == Inconclusive || v == NoDifference }
	switch {
	case a.verdict == Better && b.verdict == Worse || a.verdict == Worse && b.verdict == Better:
		return conflict{i, j, ConflictOpposite}, true
	case a.verdict == Better && !controlled(i) && open(b.verdict) && controlled(j):
		return conflict{i, j, ConflictNotConfirmed}, true
	case b.verdict == Better && !controlled(j) && open(a.verdict) && controlled(i):
		return conflict{j, i, ConflictNotConfirmed}, true
	}
	return conflict{}, false
}

func (c *Conflict) reason() string {
	switch c.Kind {
	case ConflictFigure:
		return fmt.Sprintf("two sources give %s and %s", c.A.Result.Estimate.Value, c.B.Result.Estimate.Value)
	case ConflictNotConfirmed:
		return fmt.Sprintf("better without controls (%s), %s with controls (%s)", c.A.Study.Design, words(c.B.Verdict), c.B.Study.Design)
	}
	return fmt.Sprintf("%s (%s) and %s (%s)", words(c.A.Verdict), c.A.Study.Design, words(c.B.Verdict), c.B.Study.Design)
}

// Unconfirmed returns what is claimed and not measured: forecasts, and judged
// results of a vanguard's own without controls or of statements, where the record
// has no result with controls, that was judged, on the same measure and cohort of a
// group that is known to hold the same vanguards. Results of groups outside the
// programme claim nothing of it and are left out.
func (e *Evidence) Unconfirmed() iter.Seq[Finding] {
	var covered func(i int32) bool
	return e.findings(func(i int32) bool {
		x := e.index
		if covered == nil {
			covered = x.covered()
		}
		s := x.studyOf(i)
		claim := s.Relation == RelationOwn || s.Design == DesignStatement || s.Design == DesignForecast
		return claim && s.Design.Tier() > TierControlled && !x.outside(i) &&
			(x.entries[i].verdict != NotJudged || s.Design == DesignForecast) && !covered(i)
	})
}

// covered returns whether a result with controls covers the people and the
// measure of another.
func (x *index) covered() func(i int32) bool {
	type subject struct {
		measure, vanguard int32
		cohort            string
	}
	of := func(i, vanguard int32) subject {
		return subject{x.entries[i].measure, vanguard, x.groupRecord(x.groupOf(i)).Cohort}
	}
	controlled := map[subject]map[*groupEntry]bool{} // groups under each of their vanguards
	for i := range int32(len(x.entries)) {
		if x.tier(i) > TierControlled || x.entries[i].verdict == NotJudged {
			continue
		}
		g := x.groupOf(i)
		for _, m := range g.members {
			if controlled[of(i, m)] == nil {
				controlled[of(i, m)] = map[*groupEntry]bool{}
			}
			controlled[of(i, m)][g] = true
		}
	}
	return func(i int32) bool {
		g := x.groupOf(i)
		if !g.complete {
			return false
		}
		for c := range controlled[of(i, g.members[0])] {
			if holdsAll(c.members, g.members) {
				return true
			}
		}
		return false
	}
}

// holdsAll reports whether every one of some vanguards is among all; both are
// sorted.
func holdsAll(all, some []int32) bool {
	for _, m := range some {
		if _, held := slices.BinarySearch(all, m); !held {
			return false
		}
	}
	return true
}
