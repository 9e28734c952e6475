package main

import (
	"fmt"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// unknown says what the record does not hold: how many vanguards a field is
// known for, and who the others are.
func (v view) unknown() (section, error) {
	s := section{Title: "What is not known", Columns: append(append(text("what"), number("known", "of")...), text("not known for")...)}
	s.remark("Blank is not known, and is never counted as zero. A year's money that is not listed here for a vanguard may have been nothing, or was published where no source could be read.")
	fields := []struct {
		name  string
		known func(caremodel.Vanguard) bool
	}{
		{"region", func(m caremodel.Vanguard) bool { return m.Region != "" }},
		{"lead or host", func(m caremodel.Vanguard) bool { return m.Host != "" }},
		{"general practices", func(m caremodel.Vanguard) bool { return m.GPPractices > 0 }},
		{"stage", func(m caremodel.Vanguard) bool { return m.Stage != 0 }},
		{"a footprint", v.hasFootprint},
		{"a published population", v.hasClaim()},
	}
	for _, y := range []string{"2015/16", "2016/17", "2017/18"} {
		known, err := v.hasMoney(funding.MustParseFinancialYear(y))
		if err != nil {
			return s, err
		}
		fields = append(fields, struct {
			name  string
			known func(caremodel.Vanguard) bool
		}{"national money " + y, known})
	}
	for _, f := range fields {
		n, missing := 0, ""
		for member := range v.programme.All() {
			if f.known(member) {
				n++
				continue
			}
			if missing != "" {
				missing += ", "
			}
			missing += member.Slug
		}
		if v.programme.Len()-n > v.programme.Len()/2 {
			missing = fmt.Sprintf("%d vanguards", v.programme.Len()-n)
		}
		s.row(f.name, strconv.Itoa(n), strconv.Itoa(v.programme.Len()), missing)
	}
	return s, nil
}

func (v view) hasFootprint(member caremodel.Vanguard) bool {
	f := coverage.Filter{Vanguards: []caremodel.VanguardID{member.ID}, Layers: v.layers()}
	selection, err := v.atlas.Select(f)
	return err == nil && selection.Len() > 0
}

// layers are all the layers of the survey, those that stand aside too.
func (v view) layers() []string {
	var names []string
	for _, l := range coverage.EnglandSurvey().Layers {
		names = append(names, l.Name)
	}
	return names
}

func (v view) hasClaim() func(caremodel.Vanguard) bool {
	claimed := map[caremodel.VanguardID]bool{}
	for _, c := range coverage.EnglandSurvey().Claims {
		if len(c.Scope.Vanguards) == 1 {
			claimed[c.Scope.Vanguards[0]] = true
		}
	}
	return func(member caremodel.Vanguard) bool { return claimed[member.ID] }
}

// hasMoney tells for whom a national award of the year is known.
func (v view) hasMoney(y funding.FinancialYear) (func(caremodel.Vanguard) bool, error) {
	book, err := v.book.Where(funding.Filter{Streams: national, Years: []funding.FinancialYear{y}})
	if err != nil {
		return nil, err
	}
	table, err := book.Table(funding.ByVanguard)
	if err != nil {
		return nil, err
	}
	return func(member caremodel.Vanguard) bool {
		r, ok := table.Row(funding.Key{Vanguard: member.ID})
		return ok && r.Count > 0
	}, nil
}
