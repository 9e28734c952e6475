package delivery

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

func (k *checker) milestones(list []Milestone) {
	back := fallbacks(list)
	final := k.contradictions(list)
	seen := make(map[step]bool, len(list))
	for i, m := range list {
		at := k.At("milestones").Index(i)
		k.vanguard(at.At("vanguard"), m.Vanguard, false)
		k.step(at, m)
		id := step{m.Vanguard, m.Stage, m.Title, m.day()}
		if seen[id] && m.Title != "" && !id.on.IsZero() {
			at.Error(validate.Duplicate, m.Title, "this milestone of this day is given already")
		}
		seen[id] = true
		if j, ok := back[i]; ok {
			at.At("stage").Warn(validate.Order, m.Stage.String(),
				"the vanguard was at stage "+validate.Quote(list[j].Stage.String())+" on "+list[j].Reached.String())
		}
		if stage, ok := final[i]; ok {
			at.At("stage").Warn(validate.Conflict, m.Stage.String(),
				"the programme has the vanguard at stage "+validate.Quote(stage.String())+", and no milestone takes it there")
		}
		caremodel.CheckSources(at.At("sources"), m.Sources, k.day, milestoneFields...)
	}
}

// step identifies a milestone.
type step struct {
	vanguard caremodel.VanguardID
	stage    caremodel.Stage
	title    string
	on       caremodel.Date
}

// step checks a milestone by itself.
func (k *checker) step(at validate.Place, m Milestone) {
	form.Name(at.At("title"), m.Title)
	switch {
	case m.Stage > caremodel.StageWithdrawn:
		at.At("stage").Error(validate.Range, m.Stage.String(), "no such stage")
	case m.Stage != 0 && m.Vanguard.IsZero():
		at.At("stage").Error(validate.Conflict, m.Stage.String(), "a milestone of the programme takes no vanguard to a stage: name the vanguard, or leave out the stage")
	}
	if m.Due.IsZero() && m.Reached.IsZero() {
		at.At("reached").Error(validate.Required, "", "give the day on which it was reached or is due")
	}
	k.future(at.At("reached"), m.Reached)
	if m.Bound != caremodel.Exactly && m.Bound != caremodel.About && m.Bound != caremodel.AtMost {
		at.At("bound").Error(validate.Range, m.Bound.String(), "a day is exact, about or at-most")
	}
}

// fallbacks returns the milestones at an earlier stage than one before, each with
// the first milestone of the same vanguard that had the latest stage. The earlier
// of the two must have happened by its day, and the later one not before its day.
func fallbacks(list []Milestone) map[int]int {
	back := make(map[int]int)
	furthest := make(map[caremodel.VanguardID]int)
	for _, i := range inOrder(list) {
		m := list[i]
		if m.Reached.IsZero() || m.Stage == 0 || m.Stage > caremodel.StageWithdrawn || m.Vanguard.IsZero() {
			continue
		}
		j, ok := furthest[m.Vanguard]
		if ok && m.Stage < list[j].Stage && m.Bound == caremodel.Exactly {
			back[i] = j
		}
		if (!ok || m.Stage > list[j].Stage) && (m.Bound == caremodel.Exactly || m.Bound == caremodel.AtMost) {
			furthest[m.Vanguard] = i
		}
	}
	return back
}

// contradictions returns, by the milestone that took each vanguard to its latest
// stage, the programme's stage for that vanguard if the two differ. An unknown
// stage on either side contradicts nothing.
func (k *checker) contradictions(list []Milestone) map[int]caremodel.Stage {
	if k.p == nil || len(list) == 0 {
		return nil
	}
	latest := make(map[caremodel.VanguardID]int)
	for _, i := range inOrder(list) {
		m := list[i]
		if m.Reached.IsZero() || m.Stage == 0 || m.Stage > caremodel.StageWithdrawn {
			continue
		}
		if j, ok := latest[m.Vanguard]; !ok || m.moves(list[j].Stage) {
			latest[m.Vanguard] = i
		}
	}
	final := make(map[int]caremodel.Stage)
	for v := range k.p.All() {
		if i, ok := latest[v.ID]; ok && v.Stage != 0 && v.Stage != list[i].Stage {
			final[i] = v.Stage
		}
	}
	return final
}
