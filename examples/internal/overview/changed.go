package overview

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// tally counts what was published about results, by how it was found out and by who
// says so.
func (v view) tally() tables.Table {
	t := tables.Table{Name: "what_changed", Title: "What changed"}
	t.Remarks = []string{
		"Published results by how they were found out (randomised, with controls, without, or not measured at all: forecasts and statements), and by who says so: what vanguards say of themselves stands apart. This is vote counting: it describes what was published, and is no synthesis. A small study counts as much as a large one, and how large the effects are is lost. Not judged: forecasts, descriptions, crude figures beside adjusted ones, and figures that nothing is known to hold against.",
	}
	t.Remarks = append(t.Remarks, v.pooled()...)
	return tables.Of(t, slices.Values(v.Evidence.Tally(evaluation.ByTier, evaluation.ByRelation)), func(c evaluation.Count) []field {
		key := append(c.Key, "", "")
		return []field{
			tables.Both("tier", "Found out", key[0], words(key[0])), tables.Both("relation", "Said by", key[1], said(key[1])),
			tables.Count("better", "Better", c.Better), tables.Count("worse", "Worse", c.Worse), tables.Count("no_difference", "Same", c.NoDifference),
			tables.Count("inconclusive", "Unclear", c.Inconclusive), tables.Count("not_judged", "Not judged", c.NotJudged),
			tables.Count("results", "", c.Results), tables.Count("studies", "Studies", c.Studies),
		}
	})
}

// said names who says a result.
func said(relation string) string {
	switch relation {
	case evaluation.RelationNational.String():
		return "national bodies"
	case evaluation.RelationOwn.String():
		return "vanguards"
	}
	return cmp.Or(relation, notKnown)
}

// pooled says for each measure what the effects that count nobody twice come to.
func (v view) pooled() (remarks []string) {
	for _, m := range v.Evidence.Measures() {
		p, err := v.Evidence.Pool(m.Code, indicator.RandomEffects, 0.95)
		if err != nil {
			continue // fewer than two effects that may be pooled
		}
		effect, noun := p.Pooled.Interval, words(p.Scale.String())
		if p.Scale != evaluation.Difference && p.Scale != evaluation.PercentagePoints {
			if effect, err = p.Pooled.Ratio(); err != nil {
				continue
			}
			noun = "ratio"
		}
		remarks = append(remarks, fmt.Sprintf("Effects on %s (%s) that count nobody twice: %d, pooled a %s of %.2f (95%% limits %.2f to %.2f). Of the differences between them %.0f%% are more than chance explains (I²).",
			lower(m.Name), words(p.Cohort), len(p.Used), noun, effect.Value, effect.Low, effect.High, p.Pooled.I2))
	}
	return remarks
}

// findingFields are what a result says and where it comes from.
func findingFields(f evaluation.Finding) []field {
	return []field{
		tables.Key("result", string(f.Result.ID)), tables.Key("study", string(f.Study.ID)), tables.Key("measure", string(f.Result.Measure)),
		set("tier", "", f.Study.Design.Tier()), set("relation", "", f.Study.Relation), set("verdict", "", f.Verdict), set("grounds", "", f.Grounds),
		tables.Key("source", publisher(f.Result.Source)), tables.Key("url", f.Result.Source.URL),
	}
}

// unconfirmed lists what is claimed and not measured.
func (v view) unconfirmed() tables.Table {
	t := tables.Table{Name: "claimed_and_not_measured", Title: "What is claimed and not measured"}
	t.Remarks = []string{"Figures of the vanguards' own without controls, statements and forecasts, where no study with controls is about the same measure and people."}
	return tables.Of(t, v.Evidence.Unconfirmed(), func(f evaluation.Finding) []field {
		return slices.Concat(v.who(f), []field{set("design", "Found out by", f.Study.Design), tables.Word("words", "What", textOf(f))}, findingFields(f))
	})
}

// contradictions lists results that do not agree.
func (v view) contradictions() tables.Table {
	t := tables.Table{Name: "contradictions", Title: "Results that contradict each other"}
	return tables.Of(t, slices.Values(v.Evidence.Conflicts()), func(c evaluation.Conflict) []field {
		return append(v.who(c.A), tables.Key("result", string(c.A.Result.ID)), tables.Key("other_result", string(c.B.Result.ID)),
			set("kind", "", c.Kind), tables.Word("one", "One", textOf(c.A)), tables.Word("another", "Another", textOf(c.B)), tables.Key("reason", c.Reason))
	})
}

// resultsOf lists the results about one vanguard, its own first.
func (v view) resultsOf(m caremodel.Vanguard) tables.Table {
	t := tables.Table{Name: "results", Title: "What changed"}
	return tables.Of(t, v.Evidence.Of(m.ID), func(f evaluation.Finding) []field {
		how := set("design", "Found out by", f.Study.Design)
		if f.Shared {
			how.Text += " (of several vanguards together)"
		}
		return append([]field{how, tabular.True("shared", f.Shared), tables.Word("words", "What", textOf(f)), tables.Shown("Source", publisher(f.Result.Source))}, findingFields(f)...)
	})
}

// textOf is a finding in words; the zero finding says nothing.
func textOf(f evaluation.Finding) string {
	if f.Result.ID == "" {
		return ""
	}
	return f.String()
}

// who names the people of a result.
func (v view) who(f evaluation.Finding) []field {
	text := ""
	if f.Shared || len(f.Group.Vanguards) == 0 {
		text = f.Group.Name
	}
	return append(v.members("vanguards", "Who", f.Group.Vanguards, text), tables.Key("group", f.Group.Name))
}
