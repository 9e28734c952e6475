package main

import (
	"errors"
	"net/http"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// overview is the programme as a whole.
type overview struct {
	Categories []categoryCount  `json:"categories"`
	Vanguards  []vanguardInList `json:"vanguards"`
	Picture    bool             `json:"-"`
}

type categoryCount struct {
	caremodel.CategoryDefinition
	Vanguards int `json:"vanguards"`
}

// vanguardInList is a vanguard where it is one of many.
type vanguardInList struct {
	ID       caremodel.VanguardID `json:"id"`
	Slug     string               `json:"slug"`
	Name     string               `json:"name"`
	Category caremodel.Category   `json:"category"`
	Area     string               `json:"area,omitempty"`
}

func inList(v caremodel.Vanguard) vanguardInList {
	return vanguardInList{v.ID, v.Slug, v.Name, v.Category, v.Area}
}

func programmePage(x *indexes, _ *http.Request) (page, error) {
	o := overview{Picture: x.pictures["money"]}
	for code, n := range x.programme.CountByCategory() {
		definition, _ := x.programme.Taxonomy().Definition(code)
		o.Categories = append(o.Categories, categoryCount{definition, n})
	}
	for v := range x.programme.All() {
		o.Vanguards = append(o.Vanguards, inList(v))
	}
	return page{"programme", x.programme.Name(), o}, nil
}

// search is what a name led to. One that is clear leads on to its page.
type search struct {
	Query      string           `json:"query"`
	Found      *vanguardInList  `json:"found,omitempty"`
	Message    string           `json:"message,omitempty"`
	Candidates []vanguardInList `json:"candidates,omitempty"`
}

func findPage(x *indexes, r *http.Request) (page, error) {
	s := search{Query: r.URL.Query().Get("q")}
	v, err := x.programme.Find(s.Query)
	if err == nil {
		found := inList(v)
		s.Found = &found
		return page{"find", "Search", s}, nil
	}
	s.Message = message(err)
	for _, id := range caremodel.Candidates(err) {
		if c, ok := x.programme.Vanguard(id); ok {
			s.Candidates = append(s.Candidates, inList(c))
		}
	}
	return page{"find", "Search", s}, nil
}

// profile is everything about one vanguard.
type profile struct {
	Vanguard caremodel.Vanguard `json:"vanguard"`
	Category string             `json:"category_name"`
	Money    moneyTable         `json:"money"`
	People   coverage.Estimate  `json:"people,omitzero"`
	Words    string             `json:"people_in_words"`
	Results  []result           `json:"results"`
}

func vanguardPage(x *indexes, r *http.Request) (page, error) {
	id, err := x.programme.ID(r.PathValue("slug"))
	if err != nil {
		return page{}, notFound(err)
	}
	v, _ := x.programme.Vanguard(id)
	definition, _ := x.programme.Taxonomy().Definition(v.Category)
	p := profile{Vanguard: v, Category: definition.Name, Results: resultsOf(x, id)}

	book, err := x.book.Where(funding.Filter{Vanguards: []caremodel.VanguardID{id}})
	if err != nil {
		return page{}, err
	}
	if p.Money, err = tableOf(x, book, []funding.Dimension{funding.ByYear, funding.ByStream}); err != nil {
		return page{}, err
	}
	if x.atlas == nil {
		p.Words = nobodyRecorded
		return page{"vanguard", v.Name, p}, nil
	}
	people, err := x.atlas.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{id}})
	if err != nil {
		return page{}, err
	}
	p.People = people.Covered()
	p.Words = p.People.String() // with what of its area is not known
	return page{"vanguard", v.Name, p}, nil
}

// choice is one entry of a menu.
type choice struct {
	Value, Words string
	Chosen       bool
}

// menu lists the values of a name in an address, those that are chosen marked.
func menu(r *http.Request, name string, values ...[2]string) []choice {
	chosen := map[string]bool{}
	for _, v := range r.URL.Query()[name] {
		chosen[v] = true
	}
	out := []choice{{"", "any", len(chosen) == 0 || chosen[""]}}
	for _, v := range values {
		out = append(out, choice{v[0], v[1], chosen[v[0]]})
	}
	return out
}

func categoryMenu(x *indexes, r *http.Request) []choice {
	var values [][2]string
	for d := range x.programme.Taxonomy().All() {
		values = append(values, [2]string{string(d.Code), d.Name})
	}
	return menu(r, "category", values...)
}

// refused turns an answer of the library about the question into a client's error.
// A question may be wrong; that a sum does not fit is nobody's mistake.
func refused(err error) error {
	if err == nil || errors.Is(err, validate.Overflow) {
		return err
	}
	return badRequest(err)
}
