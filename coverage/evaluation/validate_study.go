package evaluation

import (
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/filters"
	"github.com/newcaremodels/newcaremodels/internal/fold"
)

func (k *checker) studies() {
	studies := k.record.Studies
	k.byStudy = make(map[StudyID]int, len(studies))
	k.byGroup = make([]map[GroupID]int, len(studies))
	for i := range studies {
		at, s := k.At("studies").Index(i), &studies[i]
		if k.key(at, string(s.ID)) {
			if first, twice := k.byStudy[s.ID]; twice {
				at.At("id").Error(validate.Duplicate, string(s.ID), "studies["+strconv.Itoa(first)+"] has this key already")
			} else {
				k.byStudy[s.ID] = i
			}
		}
		k.study(at, i, s)
	}
}

func (k *checker) study(at validate.Place, i int, s *Study) {
	text(at, "title", s.Title)
	text(at, "evaluator", s.Evaluator)
	text(at, "data", s.Data)
	text(at, "note", s.Note)
	if s.Relation.IsZero() {
		at.At("relation").Warn(validate.Required, "", "say how the evaluator stands to the programme")
	}
	closed(at, "relation", s.Relation, RelationOwn, "relation")
	if s.Relation == RelationIndependent && slices.ContainsFunc(s.Groups, func(g Group) bool { return k.isPart(s.Evaluator, &g) }) {
		at.At("evaluator").Warn(validate.Conflict, s.Evaluator, "the evaluator is part of the vanguard, and the study is called independent")
	}
	if s.Design.IsZero() {
		at.At("design").Error(validate.Required, "", "say how the study was made; where no method is told it is a statement")
	}
	closed(at, "design", s.Design, DesignStatement, "design")
	k.groups(at.At("groups"), i, s)
	comparator := at.At("comparator")
	closed(comparator, "kind", s.Comparator.Kind, ComparatorProjection, "comparator")
	text(comparator, "words", s.Comparator.Words)
	notNegative(comparator, "people", s.Comparator.People, "a number of people")
	k.period(at, "period", s.Period, s.Design == DesignForecast)
	k.period(at, "baseline", s.Baseline, false)
	closed(at, "risk_of_bias", s.RiskOfBias, RiskCritical, "risk of bias")
	if !s.RiskOfBias.IsZero() && s.RiskSource.IsZero() {
		at.At("risk_source").Warn(validate.Required, "", "a risk of bias is entered with the source that judged it")
	}
	k.source(at, "risk_source", s.RiskSource)
	for j, source := range s.Sources {
		source.Check(at.At("sources").Index(j), k.day)
	}
}

func (k *checker) groups(at validate.Place, i int, s *Study) {
	byID := make(map[GroupID]int, len(s.Groups))
	k.byGroup[i] = byID
	for j := range s.Groups {
		id := s.Groups[j].ID
		if !k.key(at.Index(j), string(id)) {
			continue
		}
		if first, twice := byID[id]; twice {
			at.Index(j).At("id").Error(validate.Duplicate, string(id), "groups["+strconv.Itoa(first)+"] of this study has this key already")
			continue
		}
		byID[id] = j
	}
	for j := range s.Groups {
		k.group(at.Index(j), s, &s.Groups[j])
	}
	k.circles(at, s)
}

// circles reports the groups that lie within themselves, each circle once.
func (k *checker) circles(at validate.Place, s *Study) {
	seen := make([]int, len(s.Groups)) // the walk that came here first, counted from 1
	for j := range s.Groups {
		for at2, ok := j, true; ok && (seen[at2] == 0 || seen[at2] == j+1); {
			if seen[at2] == j+1 {
				at.Index(at2).At("within").Error(validate.Conflict, string(s.Groups[at2].Within), "the group lies within itself")
				break
			}
			seen[at2] = j + 1
			at2, ok = k.outer(s, at2)
		}
	}
}

// outer returns the group within which a group of the study lies.
func (k *checker) outer(s *Study, j int) (int, bool) {
	i, ok := k.byStudy[s.ID]
	if !ok || s.Groups[j].Within == "" {
		return 0, false
	}
	outer, ok := k.byGroup[i][s.Groups[j].Within]
	return outer, ok && outer < len(s.Groups)
}

func (k *checker) group(at validate.Place, s *Study, g *Group) {
	text(at, "name", g.Name)
	word(at, "cohort", g.Cohort)
	word(at, "intervention", g.Intervention)
	k.members(at, g)
	if g.Within != "" {
		if i, ok := k.byStudy[s.ID]; ok {
			if _, known := k.byGroup[i][g.Within]; !known {
				at.At("within").Error(validate.Unknown, string(g.Within), hint(k, "group in this study", g.Within, groupIDs(s.Groups)))
			}
		}
	}
	notNegative(at, "people", g.People, "a number of people")
	notNegative(at, "comparator_people", g.ComparatorPeople, "a number of people")
	notNegative(at, "sites", g.Sites, "a number of sites")
	notNegative(at, "sites_of", g.SitesOf, "a number of sites")
	if g.SitesOf > 0 && g.Sites > g.SitesOf {
		at.At("sites").Error(validate.Range, strconv.Itoa(g.Sites), "more than the "+strconv.Itoa(g.SitesOf)+" that there are")
	}
	k.figure(at, "follow_up", &g.FollowUp, Plain)
	if g.FollowUp.Value.negative() {
		at.At("follow_up").At("value").Error(validate.Range, g.FollowUp.Value.String(), "a follow-up is at least 0 months")
	}
	if g.nobody() {
		at.Error(validate.Required, string(g.ID), "say who is in the group: vanguards, categories, how many vanguards, sites or people; or that it is outside the programme")
	}
}

func (g *Group) nobody() bool {
	return len(g.Vanguards) == 0 && len(g.Categories) == 0 && g.Size == 0 && g.People == 0 && g.Sites == 0 && !g.Outside
}

// members checks who is in a group.
func (k *checker) members(at validate.Place, g *Group) {
	k.vanguards.Check(at.At, filters.Vanguards{Categories: g.Categories, IDs: g.Vanguards})
	repeated(at.At("vanguards"), g.Vanguards, "vanguard")
	repeated(at.At("categories"), g.Categories, "category")
	closed(at, "members", g.Members, caremodel.ListExamples, "extent")
	notNegative(at, "size", g.Size, "a number of vanguards")
	if g.Outside && len(g.Vanguards) > 0 {
		at.At("outside").Error(validate.Conflict, string(g.ID), "a group outside the programme has no vanguards")
	}
	if n := len(g.Vanguards); g.Members == caremodel.ListComplete && g.Size > 0 && n > 0 && g.Size != n || g.Size > 0 && g.Size < n {
		at.At("size").Warn(validate.Unlikely, strconv.Itoa(g.Size), "the list has "+strconv.Itoa(n)+" vanguards")
	}
}

// repeated reports the values that stand in a list twice.
func repeated[T comparable](at validate.Place, all []T, noun string) {
	seen := make(map[T]bool, len(all))
	for i, v := range all {
		if seen[v] {
			at.Index(i).Error(validate.Duplicate, fmt.Sprint(v), "the group has this "+noun+" already")
		}
		seen[v] = true
	}
}

func groupIDs(groups []Group) iter.Seq[GroupID] {
	return func(yield func(GroupID) bool) {
		for i := range groups {
			if !yield(groups[i].ID) {
				return
			}
		}
	}
}

// isPart reports whether an organisation is one of the vanguards of the group, or
// a partner or host of one.
func (k *checker) isPart(organisation string, g *Group) bool {
	if organisation == "" {
		return false
	}
	name := fold.Key(organisation)
	for _, id := range g.Vanguards {
		v, ok := k.programme.Vanguard(id)
		if !ok {
			continue
		}
		for other := range namesOf(&v) {
			if fold.Key(other) == name {
				return true
			}
		}
	}
	return false
}

// namesOf yields the names of a vanguard and of those that take part in it.
func namesOf(v *caremodel.Vanguard) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(v.Name) || v.Host != "" && !yield(v.Host) {
			return
		}
		for _, alias := range v.Aliases {
			if !yield(alias) {
				return
			}
		}
		for i := range v.Partners {
			if !yield(v.Partners[i].Organisation) {
				return
			}
		}
	}
}
