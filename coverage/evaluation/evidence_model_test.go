package evaluation_test

import (
	"cmp"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

// What follows answers the questions of Evidence over again, slowly and from the
// documentation alone, on records that are drawn at random.

var (
	slugs      = []string{"ash", "birch", "cedar", "damson", "elm"}
	categories = map[string]caremodel.Category{"ash": "MCP", "birch": "MCP", "cedar": "EHCH", "damson": "EHCH", "elm": "EHCH"}
)

// drawnRecord draws a record without errors: what Validate refuses is left out.
func drawnRecord(t *rapid.T) evaluation.Record {
	r := record(nil)
	for i := range rapid.IntRange(1, 4).Draw(t, "studies") {
		s := trialStudy(evaluation.StudyID("s"+strconv.Itoa(i)), "ash")
		s.Design = evaluation.Design(rapid.IntRange(1, int(evaluation.DesignStatement)).Draw(t, "design"))
		s.Relation = evaluation.Relation(rapid.IntRange(1, int(evaluation.RelationOwn)).Draw(t, "relation"))
		s.Comparator.Kind = evaluation.ComparatorKind(rapid.IntRange(0, int(evaluation.ComparatorProjection)).Draw(t, "comparator"))
		if s.Comparator.Kind == 0 {
			s.Comparator = evaluation.Comparator{}
		}
		s.Period = period(rapid.SampledFrom([]string{"2015/16", "2016/17", "2017/18"}).Draw(t, "period"))
		s.Groups = nil
		for j := range rapid.IntRange(1, 2).Draw(t, "groups") {
			g := evaluation.Group{ID: evaluation.GroupID("g" + strconv.Itoa(j))}
			g.Cohort = rapid.SampledFrom([]string{"", "care-home-residents", "enrolled-patients"}).Draw(t, "cohort")
			for _, slug := range slugs {
				if rapid.IntRange(0, 3).Draw(t, slug) == 0 {
					g.Vanguards = append(g.Vanguards, vanguard(slug))
				}
			}
			switch {
			case g.Vanguards == nil && rapid.Bool().Draw(t, "outside"):
				g.Outside = true
			case g.Vanguards == nil:
				g.Size, g.Categories = 3, []caremodel.Category{"MCP"}
			default:
				g.Members, g.Size = caremodel.ListComplete, len(g.Vanguards)
			}
			s.Groups = append(s.Groups, g)
		}
		r.Studies = append(r.Studies, s)
	}
	for i := range rapid.IntRange(1, 12).Draw(t, "results") {
		r.Results = append(r.Results, drawnResult(t, "r"+strconv.Itoa(i), rapid.SampledFrom(r.Studies).Draw(t, "study")))
	}
	wrong := regexp.MustCompile(`^results\[(\d+)\]`)
	for range 5 {
		drop := map[int]bool{}
		for v := range r.Validate(trialProgramme(t)).Errors().All() {
			if at := wrong.FindStringSubmatch(v.Path); at != nil {
				i, _ := strconv.Atoi(at[1])
				drop[i] = true
			}
		}
		if len(drop) == 0 {
			return r
		}
		kept := r.Results[:0]
		for i, x := range r.Results {
			if !drop[i] {
				kept = append(kept, x)
			}
		}
		r.Results = kept
	}
	t.Skip("a record that is never sound")
	return r
}

func drawnResult(t *rapid.T, id string, s evaluation.Study) evaluation.Result {
	x := evaluation.Result{ID: evaluation.ResultID(id), Study: s.ID, Group: rapid.SampledFrom(s.Groups).Draw(t, "group").ID, Check: evaluation.CheckedText}
	x.Measure = rapid.SampledFrom(trialMeasures()).Draw(t, "measure").Code
	x.Kind = evaluation.Kind(rapid.IntRange(1, int(evaluation.KindCharacteristic)).Draw(t, "kind"))
	switch x.Kind {
	case evaluation.KindEffect:
		x.Scale = evaluation.Scale(rapid.IntRange(1, int(evaluation.Coefficient)).Draw(t, "scale"))
	case evaluation.KindChange:
		x.Scale = rapid.SampledFrom([]evaluation.Scale{evaluation.PercentChange, evaluation.Difference}).Draw(t, "scale")
	default:
		x.Scale = evaluation.Plain
	}
	x.Estimate = drawnFigure(t, "estimate", x.Scale)
	if x.Kind == evaluation.KindChange || x.Kind == evaluation.KindLevel {
		x.Comparator = drawnFigure(t, "beside", x.Scale)
		if x.Kind == evaluation.KindLevel {
			x.Before = evaluation.Figure{Value: drawnFigure(t, "before", x.Scale).Value}
		}
	}
	if x.Estimate.Low.Known() || x.Estimate.High.Known() || x.Comparator.Low.Known() {
		x.Confidence = num("0.95")
	}
	if rapid.IntRange(0, 2).Draw(t, "tested") == 0 {
		x.P = num(rapid.SampledFrom([]string{"0.001", "0.049", "0.05", "0.051", "0.1", "0.5"}).Draw(t, "p"))
		x.PBound = rapid.SampledFrom([]caremodel.Bound{caremodel.Exactly, caremodel.AtMost, caremodel.AtLeast}).Draw(t, "p bound")
	}
	x.Adjustment = evaluation.Adjustment(rapid.IntRange(0, 2).Draw(t, "adjustment"))
	x.Reads = evaluation.Reading(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(t, "reads"))
	x.Conclusive = evaluation.Conclusion(rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "conclusive"))
	return x
}

// drawnFigure draws a figure of one place, now and then without a value or with
// limits as far below as above.
func drawnFigure(t *rapid.T, what string, s evaluation.Scale) evaluation.Figure {
	tenths := func(n int) evaluation.Number { return num(strconv.FormatFloat(float64(n)/10, 'f', 1, 64)) }
	least := -30
	if s <= evaluation.HazardRatio || s == evaluation.Plain {
		least = 1
	}
	value := rapid.IntRange(least, 30).Draw(t, what)
	f := evaluation.Figure{Value: tenths(value)}
	switch rapid.IntRange(0, 4).Draw(t, what+" has") {
	case 0:
		return evaluation.Figure{}
	case 1, 2:
		if half := rapid.IntRange(1, 20).Draw(t, what+" half"); value-half >= least {
			f.Low, f.High = tenths(value-half), tenths(value+half)
		}
	case 3:
		f.Low = tenths(max(least, value-rapid.IntRange(0, 9).Draw(t, what+" low")))
	}
	return f
}

// model answers for a record.
type model struct{ r evaluation.Record }

func (m model) study(x evaluation.Result) evaluation.Study {
	return m.r.Studies[slices.IndexFunc(m.r.Studies, func(s evaluation.Study) bool { return s.ID == x.Study })]
}

func (m model) group(x evaluation.Result) evaluation.Group {
	groups := m.study(x).Groups
	return groups[slices.IndexFunc(groups, func(g evaluation.Group) bool { return g.ID == x.Group })]
}

func (m model) measure(x evaluation.Result) (place int, d evaluation.MeasureDefinition) {
	place = slices.IndexFunc(m.r.Measures, func(d evaluation.MeasureDefinition) bool { return d.Code == x.Measure })
	return place, m.r.Measures[place]
}

// sign is where a number lies beside another.
func sign(n evaluation.Number, beside string) int {
	a, _ := new(big.Rat).SetString(n.String())
	b, _ := new(big.Rat).SetString(beside)
	return a.Cmp(b)
}

func null(s evaluation.Scale) string {
	if s <= evaluation.HazardRatio {
		return "1"
	}
	return "0"
}

// side is where the figure lies beside what it is read beside; known is false where
// there is nothing.
func (m model) side(x evaluation.Result) (side int, known bool) {
	switch v := x.Estimate.Value; {
	case !v.Known():
		return 0, false
	case x.Kind == evaluation.KindEffect:
		return sign(v, null(x.Scale)), true
	case x.Kind == evaluation.KindCharacteristic:
		return 0, false
	case x.Comparator.Value.Known():
		return sign(v, x.Comparator.Value.String()), true
	case x.Kind == evaluation.KindLevel && x.Before.Value.Known():
		return sign(v, x.Before.Value.String()), true
	case x.Kind == evaluation.KindChange && m.study(x).Comparator.Kind <= evaluation.ComparatorBefore:
		return sign(v, null(x.Scale)), true
	}
	return 0, false
}

// verdict goes through the rules in the order in which the documentation has them.
func (m model) verdict(x evaluation.Result) (evaluation.Verdict, evaluation.Grounds) {
	_, d := m.measure(x)
	judged := func(side int, g evaluation.Grounds) (evaluation.Verdict, evaluation.Grounds) {
		switch {
		case side == 0:
			return evaluation.Inconclusive, g
		case d.Code == "outpatient-attendances" && x.Reads == evaluation.ReadsBetter:
			return evaluation.Better, evaluation.ByWords
		case d.Code == "outpatient-attendances" && x.Reads == evaluation.ReadsWorse:
			return evaluation.Worse, evaluation.ByWords
		case d.Code == "outpatient-attendances":
			return evaluation.NotJudged, 0
		case (side > 0) == (d.Code == "seen-in-time"):
			return evaluation.Better, g
		}
		return evaluation.Worse, g
	}
	adjustedBeside := slices.ContainsFunc(m.r.Results, func(y evaluation.Result) bool {
		return y.Adjustment == evaluation.Adjusted && y.Study == x.Study && y.Group == x.Group && y.Measure == x.Measure && y.Period == x.Period
	})
	if m.study(x).Design == evaluation.DesignForecast || x.Kind == evaluation.KindCharacteristic || x.Adjustment == evaluation.Crude && adjustedBeside {
		return evaluation.NotJudged, 0
	}
	e, c := x.Estimate, x.Comparator
	side, known := m.side(x)
	if x.Kind == evaluation.KindEffect {
		switch {
		case e.Low.Known() && sign(e.Low, null(x.Scale)) > 0:
			return judged(1, evaluation.ByInterval)
		case e.High.Known() && sign(e.High, null(x.Scale)) < 0:
			return judged(-1, evaluation.ByInterval)
		case e.Low.Known() && e.High.Known(), e.Low.Known() && side > 0, e.High.Known() && side < 0:
			return judged(0, evaluation.ByInterval)
		}
	}
	if x.P.Known() && known {
		above := sign(x.P, "0.05")
		switch {
		case x.PBound == caremodel.AtMost && above <= 0, x.PBound == caremodel.Exactly && above < 0:
			return judged(side, evaluation.ByTest)
		case x.PBound != caremodel.AtMost && above >= 0:
			return judged(0, evaluation.ByTest)
		}
	}
	if x.Kind != evaluation.KindEffect && e.Low.Known() && e.High.Known() && c.Low.Known() && c.High.Known() {
		tenths := func(a, b evaluation.Number) int { return int(math.Round(10 * (a.Float64() - b.Float64()))) }
		difference, width, beside := tenths(e.Value, c.Value), tenths(e.High, e.Low), tenths(c.High, c.Low)
		if 4*difference*difference <= width*width+beside*beside { // the limits of the difference hold 0
			return judged(0, evaluation.ByDifference)
		}
		return judged(difference, evaluation.ByDifference)
	}
	switch {
	case x.Conclusive == evaluation.NotConclusive:
		return evaluation.Inconclusive, evaluation.ByWords
	case x.Reads == evaluation.ReadsBetter:
		return evaluation.Better, evaluation.ByWords
	case x.Reads == evaluation.ReadsWorse:
		return evaluation.Worse, evaluation.ByWords
	case x.Reads == evaluation.ReadsNoDifference:
		return evaluation.NoDifference, evaluation.ByWords
	case x.Conclusive == evaluation.Conclusive && side != 0 && d.Code != "outpatient-attendances":
		v, _ := judged(side, 0)
		return v, evaluation.ByWords
	}
	switch {
	case !known, side == 0:
		return evaluation.NotJudged, 0
	case x.Kind != evaluation.KindEffect && e.Low.Known() && e.High.Known():
		beside := null(x.Scale)
		if c.Value.Known() {
			beside = c.Value.String()
		} else if x.Kind == evaluation.KindLevel {
			beside = x.Before.Value.String()
		}
		if sign(e.Low, beside) <= 0 && sign(e.High, beside) >= 0 {
			return judged(0, evaluation.ByInterval)
		}
	}
	return judged(side, evaluation.BySign)
}

// findings are the results by measure, tier and place in the record.
func (m model) findings() []evaluation.Result {
	out := slices.Clone(m.r.Results)
	slices.SortStableFunc(out, func(a, b evaluation.Result) int {
		i, _ := m.measure(a)
		j, _ := m.measure(b)
		return cmp.Or(cmp.Compare(i, j), cmp.Compare(m.study(a).Design.Tier(), m.study(b).Design.Tier()))
	})
	return out
}

func (m model) categories(x evaluation.Result) []caremodel.Category {
	g := m.group(x)
	if g.Vanguards == nil {
		return g.Categories
	}
	var out []caremodel.Category
	for _, c := range []caremodel.Category{"MCP", "EHCH"} {
		if slices.ContainsFunc(slugs, func(s string) bool { return categories[s] == c && slices.Contains(g.Vanguards, vanguard(s)) }) {
			out = append(out, c)
		}
	}
	return out
}

func oneOf[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// meant reports whether a filter means the people of a group: all of its vanguards, or
// with Partly one; its categories where the vanguards are not known.
func (m model) meant(f evaluation.Filter, x evaluation.Result) bool {
	if len(f.Categories) == 0 && len(f.Vanguards) == 0 {
		return true
	}
	var has, of int
	for i, id := range m.group(x).Vanguards {
		of = i + 1
		slug := slugs[slices.IndexFunc(slugs, func(s string) bool { return vanguard(s) == id })]
		if oneOf(f.Categories, categories[slug]) && oneOf(f.Vanguards, id) {
			has++
		}
	}
	if of == 0 && len(f.Vanguards) == 0 {
		for i, c := range m.group(x).Categories {
			of = i + 1
			if oneOf(f.Categories, c) {
				has++
			}
		}
	}
	return has > 0 && (f.Partly || has == of)
}

func (m model) chosen(f evaluation.Filter, x evaluation.Result) bool {
	s, g := m.study(x), m.group(x)
	return m.meant(f, x) && oneOf(f.Measures, x.Measure) && oneOf(f.Designs, s.Design) && oneOf(f.Tiers, s.Design.Tier()) && oneOf(f.Relations, s.Relation) &&
		oneOf(f.Kinds, x.Kind) && oneOf(f.Scales, x.Scale) && oneOf(f.Cohorts, g.Cohort) &&
		(f.From.IsZero() || f.From.Compare(s.Period.Until) <= 0) && (f.Until.IsZero() || f.Until.Compare(s.Period.From) >= 0)
}

// key is the text of a dimension, and of what comes before it in a tally.
func (m model) key(d evaluation.Dimension, x evaluation.Result) string {
	s, g := m.study(x), m.group(x)
	_, grounds := m.verdict(x)
	switch d {
	case evaluation.ByCategory:
		var codes []string
		for _, c := range m.categories(x) {
			codes = append(codes, string(c))
		}
		return cmp.Or(strings.Join(codes, "+"), "not known")
	case evaluation.ByVanguard:
		for _, slug := range slugs {
			if slices.Equal(g.Vanguards, []caremodel.VanguardID{vanguard(slug)}) {
				return slug
			}
		}
		if g.Vanguards == nil {
			return "not known"
		}
		return "several"
	case evaluation.ByMeasure:
		return string(x.Measure)
	case evaluation.ByDesign:
		return s.Design.String()
	case evaluation.ByTier:
		return s.Design.Tier().String()
	case evaluation.ByRelation:
		return s.Relation.String()
	case evaluation.ByKind:
		return x.Kind.String()
	case evaluation.ByGrounds:
		if grounds == 0 {
			return "none"
		}
		return grounds.String()
	}
	return cmp.Or(g.Cohort, "not known")
}

func (m model) tally(results []evaluation.Result, dims []evaluation.Dimension) map[string]evaluation.Count {
	rows := map[string]evaluation.Count{}
	studies := map[string]map[evaluation.StudyID]bool{}
	if len(dims) == 0 {
		rows[""] = evaluation.Count{}
	}
	for _, x := range results {
		if m.group(x).Outside {
			continue
		}
		var keys []string
		for _, d := range dims {
			keys = append(keys, m.key(d, x))
		}
		key := strings.Join(keys, "|")
		row := rows[key]
		row.Key = keys
		verdict, _ := m.verdict(x)
		*map[evaluation.Verdict]*int{
			evaluation.Better: &row.Better, evaluation.Worse: &row.Worse, evaluation.NoDifference: &row.NoDifference,
			evaluation.Inconclusive: &row.Inconclusive, evaluation.NotJudged: &row.NotJudged,
		}[verdict]++
		row.Results++
		if studies[key] == nil {
			studies[key] = map[evaluation.StudyID]bool{}
		}
		studies[key][x.Study] = true
		row.Studies = len(studies[key])
		if verdict != evaluation.NotJudged {
			if tier := m.study(x).Design.Tier(); !slices.Contains(row.Tiers, tier) {
				row.Tiers = append(row.Tiers, tier)
				slices.Sort(row.Tiers)
			}
			if m.study(x).Relation == evaluation.RelationOwn {
				row.Own++
			}
		}
		rows[key] = row
	}
	return rows
}

// unconfirmed reports whether a result claims what nobody has measured with controls.
func (m model) unconfirmed(x evaluation.Result) bool {
	s, g := m.study(x), m.group(x)
	verdict, _ := m.verdict(x)
	uncontrolled := s.Design.Tier() > evaluation.TierControlled
	claim := s.Design == evaluation.DesignForecast ||
		verdict != evaluation.NotJudged && (s.Design == evaluation.DesignStatement || s.Relation == evaluation.RelationOwn && uncontrolled)
	return claim && !g.Outside && !slices.ContainsFunc(m.r.Results, func(y evaluation.Result) bool {
		v, _ := m.verdict(y)
		h := m.group(y)
		return v != evaluation.NotJudged && m.study(y).Design.Tier() <= evaluation.TierControlled && y.Measure == x.Measure && h.Cohort == g.Cohort &&
			g.Vanguards != nil && !slices.ContainsFunc(g.Vanguards, func(id caremodel.VanguardID) bool { return !slices.Contains(h.Vanguards, id) })
	})
}

func keys(results []evaluation.Result) []evaluation.ResultID {
	out := []evaluation.ResultID{}
	for _, x := range results {
		out = append(out, x.ID)
	}
	return out
}

func results(findings []evaluation.Finding) []evaluation.Result {
	var out []evaluation.Result
	for _, f := range findings {
		out = append(out, f.Result)
	}
	return out
}

func TestEvidence_Model(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := model{drawnRecord(t)}
		e := evidence(t, m.r)
		all := m.findings()
		require.Equal(t, keys(all), keys(results(slices.Collect(e.Findings()))))
		for _, x := range all {
			f, ok := e.Finding(x.ID)
			require.True(t, ok)
			verdict, grounds := m.verdict(x)
			require.Equal(t, [2]any{verdict, grounds}, [2]any{f.Verdict, f.Grounds}, "%s of %+v", f, x)
			require.Equal(t, len(m.group(x).Vanguards) != 1, f.Shared)
		}

		f := drawnFilter(t, m)
		view, err := e.Where(f)
		require.NoError(t, err)
		kept := slices.DeleteFunc(slices.Clone(all), func(x evaluation.Result) bool { return !m.chosen(f, x) })
		require.Equal(t, keys(kept), keys(results(slices.Collect(view.Findings()))), "%+v", f)

		dims := rapid.SliceOfNDistinct(rapid.IntRange(1, int(evaluation.ByCohort)), 0, 3, rapid.ID).Draw(t, "dimensions")
		var by []evaluation.Dimension
		for _, d := range dims {
			by = append(by, evaluation.Dimension(d))
		}
		counted := map[string]evaluation.Count{}
		for _, row := range view.Tally(by...) {
			counted[strings.Join(row.Key, "|")] = row
		}
		require.Equal(t, m.tally(kept, by), counted, "%v", by)

		open := slices.DeleteFunc(slices.Clone(kept), func(x evaluation.Result) bool { return !m.unconfirmed(x) })
		require.ElementsMatch(t, keys(open), keys(results(slices.Collect(view.Unconfirmed()))))

		for _, slug := range slugs {
			var own, shared []evaluation.Result
			for _, x := range kept {
				switch held := m.group(x).Vanguards; {
				case !slices.Contains(held, vanguard(slug)):
				case len(held) == 1:
					own = append(own, x)
				default:
					shared = append(shared, x)
				}
			}
			require.Equal(t, keys(append(own, shared...)), keys(results(slices.Collect(view.Of(vanguard(slug))))))
		}

		for _, d := range m.r.Measures {
			on := slices.DeleteFunc(slices.Clone(kept), func(x evaluation.Result) bool { return x.Measure != d.Code })
			forest, err := view.Forest(d.Code, evaluation.RateRatio)
			require.NoError(t, err)
			var drawn []evaluation.Result
			for _, row := range forest.Rows {
				require.Equal(t, evaluation.KindEffect, row.Finding.Result.Kind)
				drawn = append(drawn, row.Finding.Result)
			}
			for _, l := range forest.Left {
				drawn = append(drawn, l.Finding.Result)
			}
			require.ElementsMatch(t, keys(on), keys(drawn), "each result on a measure is drawn or left out with a reason")
		}
	})
}

// drawnFilter draws a filter of values that the record has.
func drawnFilter(t *rapid.T, m model) evaluation.Filter {
	f := evaluation.Filter{Partly: rapid.Bool().Draw(t, "partly")}
	if len(m.r.Results) == 0 {
		return f
	}
	x := rapid.SampledFrom(m.r.Results).Draw(t, "like")
	s := m.study(x)
	for _, field := range rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 0, 2, rapid.ID).Draw(t, "fields") {
		switch field {
		case 0:
			f.Categories = []caremodel.Category{rapid.SampledFrom([]caremodel.Category{"MCP", "EHCH"}).Draw(t, "category")}
		case 1:
			f.Vanguards = []caremodel.VanguardID{vanguard(rapid.SampledFrom(slugs).Draw(t, "one")), vanguard(rapid.SampledFrom(slugs).Draw(t, "other"))}
		case 2:
			f.Measures = []evaluation.Measure{x.Measure}
		case 3:
			f.Designs = []evaluation.Design{s.Design}
		case 4:
			f.Tiers = []evaluation.Tier{s.Design.Tier()}
		case 5:
			f.Relations = []evaluation.Relation{s.Relation}
		case 6:
			f.Kinds = []evaluation.Kind{x.Kind}
		case 7:
			f.Scales = []evaluation.Scale{x.Scale}
		case 8:
			if cohort := m.group(x).Cohort; cohort != "" {
				f.Cohorts = []string{cohort}
			}
		case 9:
			f.From, f.Until = day("2016-04-01"), day("2017-03-31")
		}
	}
	return f
}
