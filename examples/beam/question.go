package main

import (
	"errors"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// MoneyQuestion is a question to a book: Book.AsAt(AsAt).Where(Filter).Table(By...).
type MoneyQuestion struct {
	By     []funding.Dimension `json:"by,omitempty"`
	Filter funding.Filter      `json:"filter,omitzero"`
	AsAt   caremodel.Date      `json:"as_at,omitzero"` // an unset day has no text
}

// check refuses what only a machine that sees the whole feed could refuse: national
// and local money would be added up without a word, each part of the feed having
// one of them.
func (q MoneyQuestion) check() error {
	if len(q.Filter.Streams) == 0 && !slices.Contains(q.By, funding.ByStream) {
		return errors.New("name the streams that may be added up, or divide the money by stream")
	}
	return nil
}

// PeopleQuestion is a question to an atlas: Atlas.Select(Filter).Account().
type PeopleQuestion struct {
	Name   string
	Filter coverage.Filter // without Footprints: a part of the feed does not know them all
}

// peopleQuestions are the whole programme and each of its categories.
func peopleQuestions(p *caremodel.Programme) []PeopleQuestion {
	questions := []PeopleQuestion{{Name: "all"}}
	for c := range p.Taxonomy().All() {
		questions = append(questions, PeopleQuestion{string(c.Code), coverage.Filter{Categories: []caremodel.Category{c.Code}}})
	}
	return questions
}
