package delivery

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/wire"
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
		caremodel.CheckSources(at.At("sources"), a.Sources, k.day, assessmentFields...)
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
		k.distinct(at.At("bodies"), w.Bodies)
		if !w.Starts.IsZero() && !w.Ends.IsZero() && w.Ends.Before(w.Starts) {
			at.At("ends").Error(validate.Order, w.Ends.String(), "the workstream starts later, on "+w.Starts.String())
		}
		caremodel.CheckSources(at.At("sources"), w.Sources, k.day, workstreamFields...)
	}
}

// leads checks the two leads of a workstream.
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
		k.body(expert.At("body"), w.NationalExpert.Body)
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
		k.distinct(at.At("bodies"), b.Bodies)
		caremodel.CheckSources(at.At("sources"), b.Sources, k.day, barrierFields...)
	}
}

// The fields of these records that a source may be given for.
var (
	planFields       = wire.Fields[Plan]()
	assessmentFields = wire.Fields[Assessment]()
	workstreamFields = wire.Fields[Workstream]()
	barrierFields    = wire.Fields[Barrier]()
	milestoneFields  = wire.Fields[Milestone]()
)
