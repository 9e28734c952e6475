package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// changed counts what was published about results, by how it was found out.
func (v view) changed() section {
	s := section{Title: "What changed", Columns: append(text("found out by", "said by"), number("better", "worse", "no difference", "inconclusive", "not judged", "of studies")...)}
	s.remark("Published results by how they were found out (with controls, without, or not measured at all: forecasts and statements) and by who says so. This is vote counting: it describes what was published, and is no synthesis. A small study counts as much as a large one, and how large the effects are is lost. Not judged: forecasts, descriptions, crude figures beside adjusted ones, and figures that nothing is known to hold against.")
	if words, ok := v.pooled(); ok {
		s.remark(words)
	}
	for _, c := range v.evidence.Tally(evaluation.ByTier, evaluation.ByRelation) {
		s.row(strings.ReplaceAll(c.Key[0], "-", " "), said(c.Key[1]), strconv.Itoa(c.Better), strconv.Itoa(c.Worse), strconv.Itoa(c.NoDifference),
			strconv.Itoa(c.Inconclusive), strconv.Itoa(c.NotJudged), strconv.Itoa(c.Studies))
	}
	return s
}

// said names who says a result.
func said(relation string) string {
	switch relation {
	case evaluation.RelationIndependent.String():
		return "independent"
	case evaluation.RelationNational.String():
		return "national bodies"
	case evaluation.RelationOwn.String():
		return "vanguards"
	}
	return notKnown
}

// pooled says what the effects on avoidable admissions are together.
func (v view) pooled() (string, bool) {
	const measure = "avoidable-admissions"
	p, err := v.evidence.Pool(measure, indicator.RandomEffects, 0.95)
	if err != nil {
		return "", false
	}
	ratio, err := p.Pooled.Ratio()
	if err != nil {
		return "", false
	}
	return fmt.Sprintf("Effects on avoidable emergency admissions of care-home residents that count nobody twice: %d, pooled a rate ratio of %.2f (95%% limits %.2f to %.2f), with an I² of %.0f%%, so that they differ by more than chance explains.",
		len(p.Used), ratio.Value, ratio.Low, ratio.High, p.Pooled.I2), true
}

// claimed lists what is claimed and not measured.
func (v view) claimed() section {
	s := section{Title: "What is claimed and not measured", Columns: text("who", "found out by", "what", "source")}
	s.remark("Figures of the vanguards' own without controls, statements and forecasts, where no study with controls is about the same measure and people.")
	for f := range v.evidence.Unconfirmed() {
		s.row(v.who(f), design(f), f.String(), publisher(f.Result.Source))
	}
	return s
}

// contradictions lists results that do not agree.
func (v view) contradictions() section {
	s := section{Title: "Results that contradict each other", Columns: text("who", "one", "another")}
	for _, c := range v.evidence.Conflicts() {
		s.row(v.who(c.A), c.A.String(), c.B.String())
	}
	return s
}

// resultsOf lists the results about one vanguard, its own first.
func (v view) resultsOf(member caremodel.Vanguard) section {
	s := section{Title: "What changed", Columns: text("found out by", "what", "source")}
	for f := range v.evidence.Of(member.ID) {
		how := design(f)
		if f.Shared {
			how += " (of several vanguards together)"
		}
		s.row(how, f.String(), publisher(f.Result.Source))
	}
	if len(s.Rows) == 0 {
		s.remark("No result is known.")
	}
	return s
}

// design says how a result was found out.
func design(f evaluation.Finding) string {
	return strings.ReplaceAll(f.Study.Design.String(), "-", " ")
}

// who names the people of a result.
func (v view) who(f evaluation.Finding) string {
	if f.Group.Name != "" && f.Shared {
		return f.Group.Name
	}
	var slugs []string
	for _, id := range f.Group.Vanguards {
		if member, ok := v.programme.Vanguard(id); ok && !slices.Contains(slugs, member.Slug) {
			slugs = append(slugs, member.Slug)
		}
	}
	return strings.Join(slugs, ", ")
}

func publisher(s caremodel.Source) string {
	if s.Publisher != "" {
		return s.Publisher
	}
	return s.Title
}
