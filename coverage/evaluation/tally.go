package evaluation

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Dimension is what [Evidence.Tally] counts by.
type Dimension uint8

// The dimensions, and what their keys are.
const (
	ByCategory Dimension = iota + 1 // the category's code; those of a group of several, as "PACS+MCP"; "not known"
	ByVanguard                      // the vanguard's slug; "several"; "not known"
	ByMeasure                       // the measure's code
	ByDesign                        // the design's word
	ByTier                          // the tier's word
	ByRelation                      // the relation's word; "not known"
	ByKind                          // the kind's word
	ByGrounds                       // the grounds' word; "none" of what is not judged
	ByCohort                        // the cohort; "not known"
)

var dimensionNames = ladder.Names{"category", "vanguard", "measure", "design", "tier", "relation", "kind", "grounds", "cohort"}

const notKnown = "not known"

// Count is a row of a tally.
type Count struct {
	// Key has a text for each dimension that was asked for.
	Key []string `json:"key"`
	// Results is how many there are, of Studies studies, and what their verdicts
	// are.
	Better       int `json:"better"`
	Worse        int `json:"worse"`         // by the order of the measure
	NoDifference int `json:"no_difference"` // the source says that there is none
	Inconclusive int `json:"inconclusive"`  // too uncertain to tell
	NotJudged    int `json:"not_judged"`    // forecasts, descriptions, figures held against nothing
	Results      int `json:"results"`       // all of them
	Studies      int `json:"studies"`       // that they come from
	// Tiers are those of the results that were judged, the strongest first.
	Tiers []Tier `json:"tiers,omitempty"`
	// Own is how many of the results that were judged are the vanguards' own.
	Own int `json:"own"`
}

// String returns the counts, and says where they mix tiers or hold own claims:
// "3 better, 1 worse, 2 inconclusive (of tiers controlled and uncontrolled; 1 by
// the vanguards themselves)".
func (c Count) String() string {
	var parts []string
	for _, n := range [...]struct {
		n    int
		word string
	}{
		{c.Better, "better"}, {c.Worse, "worse"}, {c.NoDifference, "no difference"}, {c.Inconclusive, "inconclusive"}, {c.NotJudged, "not judged"},
	} {
		if n.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.n, n.word))
		}
	}
	text := strings.Join(parts, ", ")
	if text == "" {
		text = "no results"
	}
	if len(c.Key) > 0 {
		text = strings.Join(c.Key, ", ") + ": " + text
	}
	var notes []string
	if len(c.Tiers) > 1 {
		tiers := make([]string, len(c.Tiers))
		for i, t := range c.Tiers {
			tiers[i] = words(t)
		}
		last := len(tiers) - 1
		notes = append(notes, "of tiers "+strings.Join(tiers[:last], ", ")+" and "+tiers[last])
	}
	if c.Own > 0 {
		notes = append(notes, fmt.Sprintf("%d by the vanguards themselves", c.Own))
	}
	if len(notes) > 0 {
		text += " (" + strings.Join(notes, "; ") + ")"
	}
	return text
}

// Tally counts results by their verdicts, a row for each combination of keys that
// there is, in the order of the dimensions: categories, vanguards and measures as
// the programme and the record have them, constants as they are declared, cohorts
// by their names. Without dimensions it is one row. Results of groups outside the
// programme are in no count.
//
// A tally is vote counting: it describes what was published, and is no synthesis.
// A small study counts as much as a large one, a bare figure as much as a trial,
// and how large the effects are is lost (Cochrane Handbook for Systematic Reviews
// of Interventions, chapter 12, 12.2.1). For effects that can be pooled there is
// [Evidence.Pool]; for all of them side by side [Evidence.Forest]. How certain
// all the evidence on an outcome is (GRADE) is a judgement, and the caller's.
func (e *Evidence) Tally(dims ...Dimension) []Count {
	type row struct {
		places []place
		count  Count
		tiers  [TierNotMeasured + 1]bool
		study  int32 // counted last
	}
	rows := map[string]*row{}
	x := e.index
	var slugs []string
	if x != nil && slices.Contains(dims, ByVanguard) {
		for v := range x.programme.All() {
			slugs = append(slugs, v.Slug)
		}
	}
	if len(dims) == 0 {
		rows[""] = &row{study: -1}
	}
	positions := x.categoryPositions()
	places := make([]place, len(dims))
	var key, previous []byte
	var r *row
	for _, i := range e.inStudyOrder() { // so that a row meets each study once
		if x.outside(i) {
			continue
		}
		key, previous = previous[:0], key
		for d, dim := range dims {
			places[d] = x.place(i, dim, slugs, positions)
			key = append(append(key, places[d].text...), 0)
		}
		if r == nil || !bytes.Equal(key, previous) {
			if r = rows[string(key)]; r == nil {
				r = &row{places: slices.Clone(places), study: -1}
				rows[string(key)] = r
			}
		}
		entry, study := &x.entries[i], x.studyOf(i)
		if r.study != entry.study {
			r.study = entry.study
			r.count.Studies++
		}
		r.count.add(entry.verdict)
		if entry.verdict != NotJudged {
			r.tiers[study.Design.Tier()] = true
			if study.Relation == RelationOwn {
				r.count.Own++
			}
		}
	}
	all := make([]*row, 0, len(rows))
	for _, r := range rows {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *row) int { return slices.CompareFunc(a.places, b.places, place.compare) })
	counts := make([]Count, len(all))
	for i, r := range all {
		counts[i] = r.count
		for t, has := range r.tiers {
			if has {
				counts[i].Tiers = append(counts[i].Tiers, Tier(t))
			}
		}
		for _, p := range r.places {
			counts[i].Key = append(counts[i].Key, p.text)
		}
	}
	return counts
}

// inStudyOrder returns the chosen entries, those of a study together.
func (e *Evidence) inStudyOrder() []int32 {
	if len(e.chosen) == 0 {
		return nil
	}
	x := e.index
	next := make([]int, len(x.record.Studies)+1)
	for _, i := range e.chosen {
		next[x.entries[i].study+1]++
	}
	for s := range x.record.Studies {
		next[s+1] += next[s]
	}
	sorted := make([]int32, len(e.chosen))
	for _, i := range e.chosen {
		s := x.entries[i].study
		sorted[next[s]] = i
		next[s]++
	}
	return sorted
}

func (c *Count) add(v Verdict) {
	c.Results++
	switch v {
	case Better:
		c.Better++
	case Worse:
		c.Worse++
	case NoDifference:
		c.NoDifference++
	case Inconclusive:
		c.Inconclusive++
	case NotJudged:
		c.NotJudged++
	}
}

// place is a key of a dimension and where it stands among others.
type place struct {
	rank int
	text string
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.rank, q.rank), cmp.Compare(p.text, q.text))
}

const last = math.MaxInt

// constant is the place of a constant, whose zero has another word.
func constant(v fmt.Stringer, rank uint8, zero string) place {
	if rank == 0 {
		return place{last, zero}
	}
	return place{int(rank), v.String()}
}

// place returns the key of a result in a dimension.
func (x *index) place(i int32, d Dimension, slugs []string, positions map[string]int) place {
	r, s, g := x.result(i), x.studyOf(i), x.groupOf(i)
	switch d {
	case ByCategory:
		return categoryPlace(g, positions)
	case ByVanguard:
		switch {
		case g.single():
			return place{int(g.members[0]), slugs[g.members[0]]}
		case len(g.members) > 0:
			return place{last - 1, "several"}
		}
		return place{last, notKnown}
	case ByMeasure:
		return place{int(x.entries[i].measure), string(r.Measure)}
	case ByDesign:
		return constant(s.Design, uint8(s.Design), notKnown)
	case ByTier:
		return constant(s.Design.Tier(), uint8(s.Design.Tier()), notKnown)
	case ByRelation:
		return constant(s.Relation, uint8(s.Relation), notKnown)
	case ByKind:
		return constant(r.Kind, uint8(r.Kind), notKnown)
	case ByGrounds:
		return constant(x.entries[i].grounds, uint8(x.entries[i].grounds), "none")
	case ByCohort:
		if cohort := x.groupRecord(g).Cohort; cohort != "" {
			return place{0, cohort}
		}
	}
	return place{last, notKnown}
}

func categoryPlace(g *groupEntry, positions map[string]int) place {
	switch len(g.categories) {
	case 0:
		return place{last, notKnown}
	case 1:
		code := string(g.categories[0])
		return place{positions[code], code}
	}
	codes := make([]string, len(g.categories))
	for i, c := range g.categories {
		codes[i] = string(c)
	}
	return place{len(positions) + len(codes), strings.Join(codes, "+")}
}

// categoryPositions returns where each category stands in the taxonomy.
func (x *index) categoryPositions() map[string]int {
	positions := map[string]int{}
	if x == nil {
		return positions
	}
	for d := range x.programme.Taxonomy().All() {
		positions[string(d.Code)] = len(positions)
	}
	return positions
}
