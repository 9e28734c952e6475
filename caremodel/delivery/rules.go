package delivery

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

func (k *checker) assessments(list []Assessment) {
	seen := make(map[sitting]bool, len(list))
	for i, a := range list {
		at := k.At("assessments").Index(i)
		k.vanguard(at.At("vanguard"), a.Vanguard, true)
		k.member(at.At("principle"), string(a.Principle), k.principles, "principle")
		switch {
		case a.Rating == 0:
			at.At("rating").Error(validate.Required, "", "give a rating; a vanguard that was not assessed has no assessment")
		case a.Rating > RatingMet:
			at.At("rating").Error(validate.Range, a.Rating.String(), "no such rating")
		}
		id := sitting{subject{a.Vanguard, a.Principle}, a.Assessed}
		if seen[id] && !a.Vanguard.IsZero() && a.Principle != "" {
			at.Error(validate.Duplicate, string(a.Principle), "this vanguard is assessed against this principle on this day already")
		}
		seen[id] = true
		form.Text(at.At("evidence"), a.Evidence)
		k.future(at.At("assessed"), a.Assessed)
		form.Text(at.At("assessor"), a.Assessor)
		caremodel.CheckSources(at.At("sources"), a.Sources, k.day)
	}
}

// sitting is the day on which a subject is assessed.
type sitting struct {
	subject
	day caremodel.Date
}

func (k *checker) workstreams(list []Workstream) {
	for i, w := range list {
		at := k.At("workstreams").Index(i)
		form.Name(at.At("title"), w.Title)
		k.member(at.At("area"), string(w.Area), k.areas, "area")
		k.leads(at, w)
		distinct(at.At("bodies"), w.Bodies)
		if !w.Starts.IsZero() && !w.Ends.IsZero() && w.Ends.Before(w.Starts) {
			at.At("ends").Error(validate.Order, w.Ends.String(), "the workstream starts later, on "+w.Starts.String())
		}
		caremodel.CheckSources(at.At("sources"), w.Sources, k.day)
	}
}

// leads checks the two who lead a workstream.
func (k *checker) leads(at validate.Place, w Workstream) {
	leader, expert := at.At("vanguard_leader"), at.At("national_expert")
	if w.VanguardLeader.Name == "" {
		leader.Error(Unled, "", "a workstream is led by a leader from a vanguard together with a national expert: name the leader")
	} else {
		form.Name(leader.At("name"), w.VanguardLeader.Name)
	}
	k.vanguard(leader.At("vanguard"), w.VanguardLeader.Vanguard, false)
	if w.NationalExpert.Name == "" {
		expert.Error(Unled, "", "a workstream is led by a leader from a vanguard together with a national expert: name the expert")
	} else {
		form.Name(expert.At("name"), w.NationalExpert.Name)
	}
	if w.NationalExpert.Body != "" {
		checkWord(expert.At("body"), string(w.NationalExpert.Body))
	}
}

func (k *checker) barriers(list []Barrier) {
	seen := make(map[string]bool, len(list))
	for i, b := range list {
		at := k.At("barriers").Index(i)
		checkWord(at.At("slug"), b.Slug)
		if b.Slug != "" && seen[b.Slug] {
			at.At("slug").Error(validate.Duplicate, b.Slug, "another barrier has this slug")
		}
		seen[b.Slug] = true
		checkWord(at.At("theme"), string(b.Theme))
		form.Name(at.At("summary"), b.Summary)
		form.Text(at.At("raised_by"), b.RaisedBy)
		k.vanguard(at.At("vanguard"), b.Vanguard, false)
		k.category(at.At("category"), b.Category)
		k.future(at.At("raised"), b.Raised)
		if b.Status > BarrierRemoved {
			at.At("status").Error(validate.Range, b.Status.String(), "no such status")
		}
		distinct(at.At("bodies"), b.Bodies)
		caremodel.CheckSources(at.At("sources"), b.Sources, k.day)
	}
}

func (k *checker) milestones(list []Milestone) {
	back := fallbacks(list)
	seen := make(map[step]bool, len(list))
	for i, m := range list {
		at := k.At("milestones").Index(i)
		k.vanguard(at.At("vanguard"), m.Vanguard, true)
		k.step(at, m)
		id := step{m.Vanguard, m.Stage, m.Title, m.On}
		if seen[id] && id.known() {
			at.Error(validate.Duplicate, m.Title, "this vanguard has this milestone on this day already")
		}
		seen[id] = true
		if j, ok := back[i]; ok {
			at.At("stage").Warn(validate.Order, m.Stage.String(),
				"the vanguard was at stage "+validate.Quote(list[j].Stage.String())+" on "+list[j].On.String())
		}
		caremodel.CheckSources(at.At("sources"), m.Sources, k.day)
	}
}

// step is what tells a milestone from every other.
type step struct {
	vanguard caremodel.VanguardID
	stage    caremodel.Stage
	title    string
	on       caremodel.Date
}

func (s step) known() bool {
	return !s.vanguard.IsZero() && s.stage != 0 && s.title != "" && !s.on.IsZero()
}

// step checks what a milestone says by itself.
func (k *checker) step(at validate.Place, m Milestone) {
	switch {
	case m.Stage == 0:
		at.At("stage").Error(validate.Required, "", "give the stage that the vanguard reaches")
	case m.Stage > caremodel.StageWithdrawn:
		at.At("stage").Error(validate.Range, m.Stage.String(), "no such stage")
	}
	form.Name(at.At("title"), m.Title)
	if m.On.IsZero() {
		at.At("on").Error(validate.Required, "", "give the day on which it was reached, or is due")
	}
	if m.Bound != caremodel.Exactly && m.Bound != caremodel.About && m.Bound != caremodel.AtMost {
		at.At("bound").Error(validate.Range, m.Bound.String(), "a day is exact, about or at-most")
	}
}

// fallbacks returns the milestones that contradict the ladder of stages, each
// with the first one of the same vanguard that stood furthest up it before. Of
// the two, the earlier must have happened by its day and the later not before.
func fallbacks(list []Milestone) map[int]int {
	back := make(map[int]int)
	furthest := make(map[caremodel.VanguardID]int)
	for _, i := range inOrder(list) {
		m := list[i]
		if m.On.IsZero() || m.Stage > caremodel.StageWithdrawn || m.Vanguard.IsZero() {
			continue
		}
		j, ok := furthest[m.Vanguard]
		if ok && m.Stage != 0 && m.Stage < list[j].Stage && m.Bound == caremodel.Exactly {
			back[i] = j
		}
		if (!ok || m.Stage > list[j].Stage) && (m.Bound == caremodel.Exactly || m.Bound == caremodel.AtMost) {
			furthest[m.Vanguard] = i
		}
	}
	return back
}
