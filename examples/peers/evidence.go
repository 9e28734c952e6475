package main

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// evidenceSize is what P13 asks for.
const evidenceStudies, evidenceResults = 500, 10_000

// evidenceMeasures are those that have a better and a worse.
func evidenceMeasures() []evaluation.MeasureDefinition {
	return slices.DeleteFunc(evaluation.EnglandMeasures(), func(m evaluation.MeasureDefinition) bool { return m.Better == indicator.NoJudgement })[:12]
}

// evidenceRecord has a study of each vanguard, half of it in a part of its group:
// effects with limits, with a p value, with words or bare, and changes beside those
// of others.
func evidenceRecord(p *caremodel.Programme) evaluation.Record {
	random := rand.New(rand.NewPCG(13, 13))
	number := func(v float64, places int) evaluation.Number {
		n, err := evaluation.ParseNumber(strconv.FormatFloat(v, 'f', places, 64))
		if err != nil {
			panic(err)
		}
		return n
	}
	var r evaluation.Record
	measures := evidenceMeasures()
	source := caremodel.Source{Title: "A report", Publisher: "A university", URL: "https://example.org/report"}
	cohorts := []string{"care-home-residents", "enrolled-patients"}
	for v := range p.All() {
		i := len(r.Studies)
		period, err := evaluation.ParsePeriod(fmt.Sprint(2015+i%4) + "-04 to " + fmt.Sprint(2016+i%4) + "-03")
		if err != nil {
			panic(err)
		}
		group := evaluation.Group{ID: "all", Name: "all people", Cohort: cohorts[i%2], Intervention: "teams", Vanguards: []caremodel.VanguardID{v.ID}}
		part := group
		part.ID, part.Name, part.Within = "part", "some of them", "all"
		r.Studies = append(r.Studies, evaluation.Study{
			ID: evaluation.StudyID("study-" + strconv.Itoa(i)), Title: "A study", Evaluator: "A university", Relation: evaluation.RelationIndependent + evaluation.Relation(i%3),
			Design: evaluation.DesignRandomised + evaluation.Design(i%10), Groups: []evaluation.Group{group, part},
			Comparator: evaluation.Comparator{Kind: evaluation.ComparatorMatched, Words: "matched people"}, Period: period, Sources: []caremodel.Source{source},
		})
	}
	for i := range evidenceResults {
		study, n := i%len(r.Studies), i/len(r.Studies)
		x := evaluation.Result{
			ID: evaluation.ResultID("result-" + strconv.Itoa(i)), Study: r.Studies[study].ID, Group: "all", Measure: measures[n%len(measures)].Code,
			Kind: evaluation.KindEffect, Scale: evaluation.RateRatio, Check: evaluation.CheckedText, Words: "as printed", Source: source,
		}
		if n >= len(measures) {
			x.Group = "part"
		}
		value := 0.5 + float64(random.IntN(100))/100
		spread := math.Exp(1.96 * (0.05 + float64(random.IntN(30))/100))
		figure := func(v float64) evaluation.Number { return number(v, 2) }
		switch random.IntN(6) {
		case 0, 1: // as a change in per cent
			x.Scale, value = evaluation.PercentChange, math.Round(100*value)/100
			figure = func(v float64) evaluation.Number { return number(math.Round(100*(v-1))+0, 0) }
			fallthrough
		case 2, 3:
			x.Estimate.Low, x.Estimate.High, x.Confidence = figure(value/spread), figure(value*spread), number(0.95, 2)
		case 4:
			x.P = number(0.001+float64(random.IntN(100))/1000, 3)
		case 5:
			if x.Conclusive = evaluation.NotConclusive; random.IntN(2) == 0 {
				x.Kind, x.Scale, x.Conclusive = evaluation.KindChange, evaluation.PercentagePoints, 0
				x.Comparator.Value = number(float64(random.IntN(200))/100, 2)
			}
		}
		x.Estimate.Value = figure(value)
		r.Results = append(r.Results, x)
	}
	return r
}

// handEvidence is the record with its verdicts, by hand: what a developer writes
// who refuses the same faults, but needs no words for them.
type handEvidence struct {
	studies   []evaluation.Study
	results   []evaluation.Result
	study     []int // of each result
	group     []*evaluation.Group
	verdict   []evaluation.Verdict
	byMeasure map[evaluation.Measure][]int // by tier
	category  map[caremodel.VanguardID]caremodel.Category
	better    map[evaluation.Measure]indicator.Polarity
}

var errRefused = errors.New("the record breaks a rule")

func plainText(texts ...string) bool {
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
			return false
		}
	}
	return true
}

func sound(sources []caremodel.Source) bool {
	for _, s := range sources {
		if s.Title+s.Publisher == "" || !plainText(s.Title, s.Publisher, s.URL) || s.URL != "" && !strings.HasPrefix(s.URL, "https://") && !strings.HasPrefix(s.URL, "http://") {
			return false
		}
	}
	return true
}

func handChecked(p *caremodel.Programme, measures []evaluation.MeasureDefinition, r evaluation.Record) (*handEvidence, error) {
	e := &handEvidence{
		study: make([]int, len(r.Results)), group: make([]*evaluation.Group, len(r.Results)), verdict: make([]evaluation.Verdict, len(r.Results)),
		byMeasure: map[evaluation.Measure][]int{}, category: map[caremodel.VanguardID]caremodel.Category{},
	}
	for v := range p.All() {
		e.category[v.ID] = v.Category
	}
	e.better = make(map[evaluation.Measure]indicator.Polarity, len(measures))
	for _, m := range measures {
		e.better[m.Code] = m.Better
	}
	type groupKey struct {
		study int
		id    evaluation.GroupID
	}
	byStudy := make(map[evaluation.StudyID]int, len(r.Studies))
	groups := make(map[groupKey]*evaluation.Group, 2*len(r.Studies))
	e.studies = slices.Clone(r.Studies)
	for i := range e.studies {
		s := &e.studies[i]
		if _, twice := byStudy[s.ID]; twice || s.ID == "" || s.Design == 0 || s.Design > evaluation.DesignStatement || s.Relation > evaluation.RelationOwn ||
			s.Comparator.Kind > evaluation.ComparatorProjection || s.Comparator.People < 0 || s.RiskOfBias > evaluation.RiskCritical ||
			!plainText(string(s.ID), s.Title, s.Evaluator, s.Data, s.Note, s.Comparator.Words) || !ordered(s.Period) || !ordered(s.Baseline) || !sound(s.Sources) {
			return nil, errRefused
		}
		byStudy[s.ID] = i
		s.Sources, s.Groups = slices.Clone(s.Sources), slices.Clone(s.Groups)
		for j := range s.Groups {
			g := &s.Groups[j]
			g.Vanguards, g.Categories = slices.Clone(g.Vanguards), slices.Clone(g.Categories)
			k := groupKey{i, g.ID}
			if groups[k] != nil || g.ID == "" || !plainText(string(g.ID), g.Name, g.Cohort, g.Intervention) || g.Size < 0 || g.People < 0 || g.Sites < 0 ||
				g.Sites > g.SitesOf && g.SitesOf > 0 || len(g.Vanguards)+len(g.Categories)+g.Size+g.Sites == 0 && g.People == 0 && !g.Outside {
				return nil, errRefused
			}
			groups[k] = g
			for n, v := range g.Vanguards {
				if _, known := e.category[v]; !known || slices.Contains(g.Vanguards[:n], v) {
					return nil, errRefused
				}
			}
		}
		for j := range s.Groups {
			if within := s.Groups[j].Within; within != "" && (groups[groupKey{i, within}] == nil || within == s.Groups[j].ID) {
				return nil, errRefused
			}
		}
	}
	type figureKey struct {
		study, group, measure, unit string
		period                      evaluation.Period
		kind                        evaluation.Kind
		scale                       evaluation.Scale
		adjustment                  evaluation.Adjustment
	}
	ids, figures := make(map[evaluation.ResultID]bool, len(r.Results)), make(map[figureKey]int, len(r.Results))
	e.results = slices.Clone(r.Results)
	for i := range e.results {
		x := &e.results[i]
		s, known := byStudy[x.Study]
		g := groups[groupKey{s, x.Group}]
		polarity, measured := e.better[x.Measure]
		k := figureKey{string(x.Study), string(x.Group), string(x.Measure), x.Unit, x.Period, x.Kind, x.Scale, x.Adjustment}
		if first, twice := figures[k]; !known || g == nil || !measured || ids[x.ID] || x.ID == "" || !plainText(string(x.ID), x.Unit, x.Words, x.Note) ||
			x.Kind == 0 || x.Kind > evaluation.KindCharacteristic || x.Scale > evaluation.Plain || x.Adjustment > evaluation.Crude || x.Check > evaluation.NotChecked ||
			x.Reads > evaluation.ReadsNoDifference || x.Conclusive > evaluation.NotConclusive || !ordered(x.Period) ||
			!x.Estimate.Value.Known() && !x.Estimate.Low.Known() && !x.Estimate.High.Known() && x.Reads == 0 && x.Conclusive == 0 ||
			!probability(x.Confidence) || !probability(x.P) || x.Estimate.Low.Known() && !x.Confidence.Known() ||
			!inOrder(x.Estimate, x.Scale) || !inOrder(x.Comparator, x.Scale) || !inOrder(x.Before, x.Scale) || !inOrder(x.ComparatorBefore, x.Scale) ||
			x.Source.IsZero() && len(e.studies[s].Sources) == 0 || !sound([]caremodel.Source{x.Source}) ||
			twice && e.results[first].Source.Equal(x.Source) {
			return nil, errRefused
		}
		ids[x.ID], figures[k] = true, i
		e.study[i], e.group[i] = s, g
		var contradicted bool
		if e.verdict[i], contradicted = handVerdict(x, &e.studies[s], polarity); contradicted {
			return nil, errRefused
		}
		e.byMeasure[x.Measure] = append(e.byMeasure[x.Measure], i)
	}
	for _, list := range e.byMeasure {
		slices.SortStableFunc(list, func(a, b int) int {
			return int(e.studies[e.study[a]].Design.Tier()) - int(e.studies[e.study[b]].Design.Tier())
		})
	}
	return e, nil
}

func ordered(p evaluation.Period) bool {
	return (p.From.IsZero() || p.Until.IsZero() || !p.Until.Before(p.From)) && plainText(p.Words)
}

func probability(n evaluation.Number) bool {
	return !n.Known() || n.Float64() > 0 && n.Float64() < 1
}

// inOrder says that a figure lies between its limits, but for rounding in print, and
// can be on its scale.
func inOrder(f evaluation.Figure, s evaluation.Scale) bool {
	v, low, high := f.Value.Float64(), f.Low.Float64(), f.High.Float64()
	room := 1.000001 * math.Pow10(-min(f.Value.Places(), f.Low.Places(), f.High.Places()))
	ratio := s >= evaluation.RateRatio && s <= evaluation.HazardRatio
	for _, n := range []evaluation.Number{f.Value, f.Low, f.High} {
		if n.Known() && (ratio && n.Float64() <= 0 || s == evaluation.PercentChange && n.Float64() < -100) {
			return false
		}
	}
	return !(f.Low.Known() && f.High.Known() && low > high || f.Low.Known() && f.Value.Known() && low > v+room || f.High.Known() && f.Value.Known() && high < v-room) &&
		f.Events.Float64() >= 0 && f.Exposure.Float64() >= 0
}

// handVerdict applies the rules of verdicts as far as this record needs them, and says
// whether the words contradict the figures.
func handVerdict(x *evaluation.Result, s *evaluation.Study, better indicator.Polarity) (v evaluation.Verdict, contradicted bool) {
	null := 0.0
	if x.Scale >= evaluation.RateRatio && x.Scale <= evaluation.HazardRatio {
		null = 1
	}
	e, side := x.Estimate, 0
	switch value := e.Value.Float64(); {
	case !e.Value.Known(), x.Kind == evaluation.KindChange && !x.Comparator.Value.Known() && s.Comparator.Kind > evaluation.ComparatorBefore:
	case x.Kind == evaluation.KindChange && x.Comparator.Value.Known():
		side = compareFloats(value, x.Comparator.Value.Float64())
	default:
		side = compareFloats(value, null)
	}
	judged := func(side int) evaluation.Verdict {
		if better == indicator.NoJudgement {
			return evaluation.NotJudged
		}
		if (side > 0) == (better == indicator.HighIsGood) {
			return evaluation.Better
		}
		return evaluation.Worse
	}
	reads := x.Reads == evaluation.ReadsBetter && judged(side) == evaluation.Worse || x.Reads == evaluation.ReadsWorse && judged(side) == evaluation.Better
	switch {
	case s.Design == evaluation.DesignForecast || x.Kind == evaluation.KindCharacteristic:
		return evaluation.NotJudged, reads
	case x.Kind == evaluation.KindEffect && e.Low.Known() && e.High.Known():
		switch {
		case e.Low.Float64() > null:
			return judged(1), reads || x.Conclusive == evaluation.NotConclusive
		case e.High.Float64() < null:
			return judged(-1), reads || x.Conclusive == evaluation.NotConclusive
		}
		return evaluation.Inconclusive, x.Conclusive == evaluation.Conclusive
	case x.P.Known() && e.Value.Known():
		if side != 0 && x.P.Float64() < 0.05 {
			return judged(side), reads || x.Conclusive == evaluation.NotConclusive
		}
		return evaluation.Inconclusive, x.Conclusive == evaluation.Conclusive
	case x.Conclusive == evaluation.NotConclusive:
		return evaluation.Inconclusive, reads
	case x.Reads != 0:
		return evaluation.Better + evaluation.Verdict(x.Reads-evaluation.ReadsBetter), reads
	case side == 0:
		return evaluation.NotJudged, false
	}
	return judged(side), reads
}

func compareFloats(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// tallyKey is a row of a tally.
type tallyKey struct {
	category caremodel.Category
	tier     evaluation.Tier
}

type tallyRow struct {
	verdicts [evaluation.NotJudged + 1]int
	own      int
	studies  map[int]bool
}

func (e *handEvidence) tally() map[tallyKey]*tallyRow {
	rows := map[tallyKey]*tallyRow{}
	for i, v := range e.verdict {
		s := &e.studies[e.study[i]]
		k := tallyKey{e.category[e.group[i].Vanguards[0]], s.Design.Tier()}
		row := rows[k]
		if row == nil {
			row = &tallyRow{studies: map[int]bool{}}
			rows[k] = row
		}
		row.verdicts[v]++
		row.studies[e.study[i]] = true
		if v != evaluation.NotJudged && s.Relation == evaluation.RelationOwn {
			row.own++
		}
	}
	return rows
}

// handPool is a pooled ratio, the results that went into it, and those that did not.
type handPool struct {
	ratio, low, high, tau2 float64
	used, left             []handFinding
}

// handFinding is a result that the caller may keep and change.
type handFinding struct {
	result  evaluation.Result
	study   evaluation.Study
	group   evaluation.Group
	verdict evaluation.Verdict
	reason  string // of the verdict
	left    string // why it was left out
}

// handChoice is a result that was looked at, and why it was left out.
type handChoice struct {
	result int
	left   string
}

func (e *handEvidence) findings(list []handChoice) []handFinding {
	out := make([]handFinding, len(list))
	for n, c := range list {
		e.tell(&out[n], c)
	}
	return out
}

func (e *handEvidence) tell(f *handFinding, c handChoice) {
	i := c.result
	*f = handFinding{e.results[i], e.studies[e.study[i]], *e.group[i], e.verdict[i], e.reason(i), c.left}
	f.result.Source.For = slices.Clone(f.result.Source.For)
	f.study.Groups, f.study.Sources = nil, slices.Clone(f.study.Sources)
	f.group.Vanguards, f.group.Categories = slices.Clone(f.group.Vanguards), slices.Clone(f.group.Categories)
}

// reason says how the verdict came about.
func (e *handEvidence) reason(i int) string {
	x, v := &e.results[i], e.verdict[i]
	good := ""
	switch polarity := e.better[x.Measure]; {
	case v != evaluation.Better && v != evaluation.Worse:
	case polarity == indicator.HighIsGood:
		good = "; more is better"
	default:
		good = "; less is better"
	}
	limited := x.Estimate.Low.Known() && x.Estimate.High.Known()
	switch {
	case limited && v == evaluation.Inconclusive && x.Scale == evaluation.PercentChange:
		return "95% limits " + x.Estimate.Low.String() + "% to " + x.Estimate.High.String() + "% include 0%, no difference"
	case limited && v == evaluation.Inconclusive:
		return "95% limits " + x.Estimate.Low.String() + " to " + x.Estimate.High.String() + " include 1, no difference"
	case limited && x.Scale == evaluation.PercentChange:
		return "95% limits " + x.Estimate.Low.String() + "% to " + x.Estimate.High.String() + "% exclude 0%, no difference" + good
	case limited:
		return "95% limits " + x.Estimate.Low.String() + " to " + x.Estimate.High.String() + " exclude 1, no difference" + good
	case x.P.Known() && v == evaluation.Inconclusive:
		return "p " + x.P.String() + " leaves no difference open"
	case x.P.Known():
		return "p " + x.P.String() + " rules no difference out" + good
	case v == evaluation.Inconclusive:
		switch side := compareFloats(ratioOf(x.Estimate.Value, x.Scale), 1); {
		case side == 0:
			return "the source calls it not conclusive"
		case (side > 0) == (e.better[x.Measure] == indicator.HighIsGood):
			return "the source leans to better and calls it not conclusive"
		}
		return "the source leans to worse and calls it not conclusive"
	case v == evaluation.NotJudged:
		return "a bare figure of no change proves nothing"
	}
	return "a bare figure without limits" + good
}

// pool pools the effects of controlled studies on one cohort.
func (e *handEvidence) pool(m evaluation.Measure, cohort string) (p handPool) {
	var able []int
	var used, left []handChoice
	byStudy, byVanguard := map[int][]int{}, map[caremodel.VanguardID][]int{}
	for _, i := range e.byMeasure[m] {
		x, f := &e.results[i], &e.results[i].Estimate
		if e.studies[e.study[i]].Design.Tier() != evaluation.TierControlled || e.group[i].Cohort != cohort {
			continue
		}
		why := ""
		switch {
		case x.Kind != evaluation.KindEffect:
			why = "not an effect"
		case x.Adjustment == evaluation.Crude:
			why = "a crude figure"
		case x.Scale != evaluation.RateRatio && x.Scale != evaluation.PercentChange:
			why = "on another scale"
		case !f.Low.Known() || !f.High.Known():
			why = "without limits"
		case !skewless(f, x.Scale):
			why = "its limits are skewed"
		}
		if why != "" {
			left = append(left, handChoice{i, why})
			continue
		}
		able = append(able, i)
		byStudy[e.study[i]] = append(byStudy[e.study[i]], i)
		for _, v := range e.group[i].Vanguards {
			byVanguard[v] = append(byVanguard[v], i)
		}
	}
	var y, w []float64
	for _, i := range able {
		other, overlaps := -1, func(j int) bool {
			return j != i && (e.study[i] == e.study[j] && e.within(i, j) || e.study[i] != e.study[j] && e.meet(i, j))
		}
		lists := [][]int{byStudy[e.study[i]]}
		for _, v := range e.group[i].Vanguards {
			lists = append(lists, byVanguard[v])
		}
		for _, list := range lists {
			if at := slices.IndexFunc(list, overlaps); at >= 0 && other < 0 {
				other = list[at]
			}
		}
		x := &e.results[i]
		if other >= 0 {
			left = append(left, handChoice{i, "overlaps " + string(e.results[other].ID)})
			continue
		}
		f := &x.Estimate
		se := (math.Log(ratioOf(f.High, x.Scale)) - math.Log(ratioOf(f.Low, x.Scale))) / (2 * 1.959963984540054)
		used, y, w = append(used, handChoice{result: i}), append(y, math.Log(ratioOf(f.Value, x.Scale))), append(w, 1/(se*se))
	}
	mean, q, sumW, sumW2 := weightedMean(y, w), 0.0, 0.0, 0.0
	for i, v := range y {
		q += w[i] * (v - mean) * (v - mean)
		sumW += w[i]
		sumW2 += w[i] * w[i]
	}
	p.tau2 = max(0, (q-float64(len(y)-1))/(sumW-sumW2/sumW))
	sumW = 0
	for i := range w {
		w[i] = 1 / (1/w[i] + p.tau2)
		sumW += w[i]
	}
	mean, half := weightedMean(y, w), 1.959963984540054/math.Sqrt(sumW)
	p.used, p.left = e.findings(used), e.findings(left)
	p.ratio, p.low, p.high = math.Exp(mean), math.Exp(mean-half), math.Exp(mean+half)
	return p
}

func weightedMean(y, w []float64) float64 {
	sum, sumW := 0.0, 0.0
	for i, v := range y {
		sum += w[i] * v
		sumW += w[i]
	}
	return sum / sumW
}

func ratioOf(n evaluation.Number, s evaluation.Scale) float64 {
	if s == evaluation.PercentChange {
		return 1 + n.Float64()/100
	}
	return n.Float64()
}

// skewless says that a ratio can be the geometric mean of its limits before they
// were rounded.
func skewless(f *evaluation.Figure, s evaluation.Scale) bool {
	half := func(n evaluation.Number) float64 {
		if s == evaluation.PercentChange {
			return 0.5 * math.Pow10(-n.Places()) / 100
		}
		return 0.5 * math.Pow10(-n.Places())
	}
	v, low, high := ratioOf(f.Value, s), ratioOf(f.Low, s), ratioOf(f.High, s)
	least, most := max(0, v-half(f.Value)), v+half(f.Value)
	return least*least <= (low+half(f.Low))*(high+half(f.High))*(1+1e-9) && most*most*(1+1e-9) >= max(0, low-half(f.Low))*max(0, high-half(f.High))
}

// within says that two results of one study are of one group, or of one within the
// other.
func (e *handEvidence) within(i, j int) bool {
	a, b := e.group[i], e.group[j]
	return a == b || a.Within == b.ID || b.Within == a.ID
}

func (e *handEvidence) meet(i, j int) bool {
	a, b := e.studies[e.study[i]].Period, e.studies[e.study[j]].Period
	return !a.Until.Before(b.From) && !b.Until.Before(a.From)
}

// evidenceAnswer is what both are asked: a tally, and the effects of controlled
// studies pooled by measure and cohort.
type evidenceAnswer struct {
	tally []evaluation.Count
	pools []evaluation.Pooling
}

func askEvidence(e *evaluation.Evidence, ask []poolQuestion) (a evidenceAnswer, err error) {
	a.tally = e.Tally(evaluation.ByCategory, evaluation.ByTier)
	for _, q := range ask {
		chosen, err := e.Where(evaluation.Filter{Measures: []evaluation.Measure{q.measure}, Tiers: []evaluation.Tier{evaluation.TierControlled}, Cohorts: []string{q.cohort}})
		if err != nil {
			return a, err
		}
		pooling, err := chosen.Pool(q.measure, indicator.RandomEffects, 0.95)
		if err != nil {
			return a, err
		}
		a.pools = append(a.pools, pooling)
	}
	return a, nil
}

type handAnswer struct {
	tally map[tallyKey]*tallyRow
	pools []handPool
}

func (e *handEvidence) ask(questions []poolQuestion) (a handAnswer) {
	a.tally = e.tally()
	for _, q := range questions {
		a.pools = append(a.pools, e.pool(q.measure, q.cohort))
	}
	return a
}

type poolQuestion struct {
	measure evaluation.Measure
	cohort  string
}

func (a evidenceAnswer) lines() ([]string, error) {
	var out []string
	for _, c := range a.tally {
		out = append(out, line(c.Key[0], c.Key[1], c.Better, c.Worse, c.NoDifference, c.Inconclusive, c.NotJudged, c.Own, c.Studies))
	}
	for _, p := range a.pools {
		ratio, err := p.Pooled.Ratio()
		if err != nil {
			return nil, err
		}
		text := line(p.Measure, p.Cohort, fmt.Sprintf("%.9g %.9g %.9g %.9g", ratio.Value, ratio.Low, ratio.High, p.Pooled.Tau2))
		for _, f := range p.Used {
			text += " " + line(f.Result.ID, f.Group.ID, f.Reason)
		}
		text += " without"
		for _, l := range p.Left {
			text += " " + line(l.Finding.Result.ID, l.Finding.Group.ID, l.Finding.Reason)
		}
		out = append(out, text)
	}
	return sorted(out), nil
}

func (a handAnswer) lines(questions []poolQuestion) []string {
	var out []string
	for k, r := range a.tally {
		v := r.verdicts
		out = append(out, line(k.category, k.tier, v[evaluation.Better], v[evaluation.Worse], v[evaluation.NoDifference], v[evaluation.Inconclusive], v[evaluation.NotJudged], r.own, len(r.studies)))
	}
	for i, p := range a.pools {
		text := line(questions[i].measure, questions[i].cohort, fmt.Sprintf("%.9g %.9g %.9g %.9g", p.ratio, p.low, p.high, p.tau2))
		for _, f := range p.used {
			text += " " + line(f.result.ID, f.group.ID, f.reason)
		}
		text += " without"
		for _, f := range p.left {
			text += " " + line(f.result.ID, f.group.ID, f.reason)
		}
		out = append(out, text)
	}
	return sorted(out)
}

// evidence is P13 of results of studies: the verdict on each, a tally, and what can
// be pooled.
func (b *bench) evidence() ([]measure, error) {
	p, err := programme(evidenceStudies)
	if err != nil {
		return nil, err
	}
	r, measures := evidenceRecord(p), evaluation.EnglandMeasures()
	var questions []poolQuestion
	for _, m := range evidenceMeasures()[8:] { // of the others each study has two, and one is part of the other
		questions = append(questions, poolQuestion{m.Code, "care-home-residents"}, poolQuestion{m.Code, "enrolled-patients"})
	}
	e, err := evaluation.NewEvidence(p, r)
	if err != nil {
		return nil, err
	}
	hand, err := handChecked(p, measures, r)
	if err != nil {
		return nil, err
	}
	for i, x := range r.Results {
		if f, _ := e.Finding(x.ID); f.Verdict != hand.verdict[i] {
			return nil, fmt.Errorf("evidence: result %s: ours %s, by hand %s", x.ID, f.Verdict, hand.verdict[i])
		}
	}
	answer, err := askEvidence(e, questions)
	if err != nil {
		return nil, err
	}
	lines, err := answer.lines()
	if err != nil {
		return nil, err
	}
	if err := same("evidence", lines, hand.ask(questions).lines(questions)); err != nil {
		return nil, err
	}
	var kept any // so that nothing is left out
	taken, err := compare(max(b.rounds, 9), func() (err error) { kept, err = evaluation.NewEvidence(p, r); return err },
		func() (err error) { kept, err = handChecked(p, measures, r); return err })
	if err != nil {
		return nil, err
	}
	asked, err := compare(max(b.rounds, 9), func() (err error) { kept, err = askEvidence(e, questions); return err },
		func() error { kept = hand.ask(questions); return nil })
	_ = kept
	size := fmt.Sprintf("%s results of %s studies", count(evidenceResults), count(evidenceStudies))
	return []measure{
		slower(size+": NewEvidence, every rule and verdict, against the same by hand", taken, 2, 1.2),
		slower(size+": a tally and eight pooled ratios with what was left out, against the same by hand", asked, 2, 1.2),
	}, err
}
