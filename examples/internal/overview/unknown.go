package overview

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
)

// question is a fact that is known of some vanguards.
type question struct {
	what  string
	known func(caremodel.Vanguard) bool
}

// unknown says what the records do not hold: for how many vanguards a fact is known,
// and who the others are.
func (v view) unknown() (tables.Table, error) {
	t := tables.Table{Name: "not_known", Title: "What is not known"}
	t.Remarks = []string{"Blank is not known, and is never counted as zero. A year's money that is not listed here for a vanguard may have been nothing, or was published where no source could be read."}
	questions := []question{
		{"region", func(m caremodel.Vanguard) bool { return m.Region != "" }},
		{"lead or host", func(m caremodel.Vanguard) bool { return m.Host != "" }},
		{"general practices", func(m caremodel.Vanguard) bool { return m.GPPractices > 0 }},
		{"stage", func(m caremodel.Vanguard) bool { return m.Stage != 0 }},
	}
	if v.Atlas != nil {
		questions = append(questions, question{"a footprint", v.hasFootprint()}, question{"a published population", v.hasClaim()})
	}
	if v.Book != nil {
		awards, err := v.hasMoney()
		if err != nil {
			return t, err
		}
		questions = append(questions, awards...)
	}
	all := v.Programme.Len()
	return tables.Of(t, slices.Values(questions), func(q question) []field {
		var missing []caremodel.VanguardID
		for m := range v.Programme.All() {
			if q.known != nil && !q.known(m) {
				missing = append(missing, m.ID)
			}
		}
		text := ""
		if len(missing) > 15 {
			text = number(len(missing), "vanguard")
		}
		return append([]field{
			tables.Word("what", "What", q.what), tables.Count("known", "Known", all-len(missing)), tables.Count("of", "Of", all),
		}, v.members("not_known_for", "Not known for", missing, text)...)
	}), nil
}

func (v view) hasFootprint() func(caremodel.Vanguard) bool {
	has := map[caremodel.VanguardID]bool{}
	for _, f := range v.Survey.Footprints {
		has[f.Vanguard] = true
	}
	return func(m caremodel.Vanguard) bool { return has[m.ID] }
}

func (v view) hasClaim() func(caremodel.Vanguard) bool {
	has := map[caremodel.VanguardID]bool{}
	for _, c := range v.Survey.Claims {
		if len(c.Scope.Vanguards) == 1 {
			has[c.Scope.Vanguards[0]] = true
		}
	}
	return func(m caremodel.Vanguard) bool { return has[m.ID] }
}

// hasMoney asks for each year and stream who has a known award. A stream of the
// programme's own, without recipients, asks nothing.
func (v view) hasMoney() ([]question, error) {
	var questions []question
	for stream := range v.Book.Streams() {
		book, err := v.Book.Where(funding.Filter{Streams: []funding.Stream{stream}})
		if err != nil {
			return nil, err
		}
		table, err := book.Table(funding.ByYear, funding.ByVanguard)
		if err != nil {
			return nil, err
		}
		for y := range book.Years() {
			has := map[caremodel.VanguardID]bool{}
			for r := range table.Rows() {
				if r.Key.Year == y && r.Key.Through.IsZero() && !r.Key.Vanguard.IsZero() && r.Count > 0 {
					has[r.Key.Vanguard] = true
				}
			}
			if len(has) > 0 {
				questions = append(questions, question{words(string(stream)) + " money " + y.String(), func(m caremodel.Vanguard) bool { return has[m.ID] }})
			}
		}
	}
	return questions, nil
}
