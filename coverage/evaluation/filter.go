package evaluation

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/filters"
)

// Filter chooses results. An empty field means any. Fields combine with AND, the
// values in a field with OR. The zero Filter chooses all.
type Filter struct {
	// Categories and Vanguards choose groups all of whose vanguards are of them;
	// of a group whose vanguards are not known, the categories must be. With Partly
	// also groups of which only some are meant, as a result of PACS and MCP
	// together where MCP is asked for.
	Categories []caremodel.Category
	Vanguards  []caremodel.VanguardID // by their ids
	Measures   []Measure              // by their codes
	Designs    []Design               // of the study
	Tiers      []Tier                 // of the study's design
	Relations  []Relation             // who says it
	Kinds      []Kind                 // of the result
	Scales     []Scale                // of its figures
	Cohorts    []string               // of the result's group
	// From and Until choose results whose period may have a day in common with
	// these, both ends included. With either, results without any date are left out.
	From, Until caremodel.Date
	Partly      bool // keeps groups that the filter means only in part
}

// Where returns the evidence that f chooses. Verdicts are those of the whole
// record, and so is what [Evidence.Unconfirmed] takes for covered. Values that are
// not there, as a measure or a cohort that the record does not have, are errors
// that name the nearest, all of them at once.
func (e *Evidence) Where(f Filter) (*Evidence, error) {
	x := e.index
	if x == nil {
		return &Evidence{}, nil
	}
	if err := x.strays(f).Err(); err != nil {
		return nil, err
	}
	of := f.groups(x)
	var chosen []int32
	for m := range x.measures {
		if !oneOf(f.Measures, x.measures[m].Code) {
			continue
		}
		for _, i := range e.on(m) {
			r, s, g := x.result(i), x.studyOf(i), x.groupOf(i)
			if oneOf(f.Designs, s.Design) && oneOf(f.Tiers, s.Design.Tier()) && oneOf(f.Relations, s.Relation) && oneOf(f.Kinds, r.Kind) &&
				oneOf(f.Scales, r.Scale) && oneOf(f.Cohorts, x.groupRecord(g).Cohort) && of(g) && f.during(r.over(s)) {
				chosen = append(chosen, i)
			}
		}
	}
	return &Evidence{index: e.index, chosen: chosen, warnings: e.warnings}, nil
}

func oneOf[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// during reports whether a period may have a day in common with those asked for.
func (f *Filter) during(p Period) bool {
	if f.From.IsZero() && f.Until.IsZero() {
		return true
	}
	return (!p.From.IsZero() || !p.Until.IsZero()) && p.meets(Period{From: f.From, Until: f.Until})
}

// groups returns whether the filter means a group.
func (f *Filter) groups(x *index) func(*groupEntry) bool {
	if len(f.Categories) == 0 && len(f.Vanguards) == 0 {
		return func(*groupEntry) bool { return true }
	}
	var wanted []bool // by vanguard
	for v := range x.programme.All() {
		wanted = append(wanted, oneOf(f.Categories, v.Category) && oneOf(f.Vanguards, v.ID))
	}
	return func(g *groupEntry) bool {
		meant, of := 0, len(g.members)
		for _, m := range g.members {
			if wanted[m] {
				meant++
			}
		}
		if len(g.members) == 0 && len(f.Vanguards) == 0 {
			of = len(g.categories)
			for _, c := range g.categories {
				if slices.Contains(f.Categories, c) {
					meant++
				}
			}
		} else if !g.complete && meant == of {
			of++ // others that are not known
		}
		return meant > 0 && (meant == of || f.Partly)
	}
}

// strays returns the values of f that are not there.
func (x *index) strays(f Filter) validate.Violations {
	var c validate.Checker
	if len(f.Categories)+len(f.Vanguards) > 0 {
		filters.Of(x.programme).Check(c.At, filters.Vanguards{Categories: f.Categories, IDs: f.Vanguards})
	}
	x.measureNames().Check(c.At("measures"), f.Measures)
	outOfRange(c.At("designs"), f.Designs, DesignStatement)
	outOfRange(c.At("tiers"), f.Tiers, TierNotMeasured)
	outOfRange(c.At("relations"), f.Relations, RelationOwn)
	outOfRange(c.At("kinds"), f.Kinds, KindCharacteristic)
	outOfRange(c.At("scales"), f.Scales, Plain)
	if len(f.Cohorts) > 0 {
		filters.Names[string]{
			Noun: "cohort", All: slices.Values(x.cohorts),
			Has: func(name string) bool { _, ok := slices.BinarySearch(x.cohorts, name); return ok },
		}.Check(c.At("cohorts"), f.Cohorts)
	}
	if before(f.Until, f.From) {
		c.At("until").Error(validate.Order, f.Until.String(), "before "+f.From.String()+", the first day")
	}
	return c.Violations()
}

// outOfRange reports the values that are none of the constants.
func outOfRange[T interface {
	~uint8
	String() string
}](at validate.Place, asked []T, last T) {
	for i, v := range asked {
		if v == 0 || v > last {
			at.Index(i).Error(validate.Range, v.String(), "none of the constants")
		}
	}
}

// measureNames are the measures that may be named.
func (x *index) measureNames() filters.Names[Measure] {
	return filters.Names[Measure]{
		Noun: "measure", All: codesOf(x.measures),
		Has: func(m Measure) bool { _, ok := x.byMeasure[m]; return ok },
	}
}
