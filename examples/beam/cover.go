package main

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// area is an area with everything that the feeds say of it.
type area struct {
	code          string
	people, parts []string // lines
}

// cover answers questions for a part of the areas. It gathers areas into atlases of
// their own, as many as come in a bundle: which footprints overlap is settled
// within an area.
type cover struct {
	Setting   Setting
	Questions []PeopleQuestion

	programme *caremodel.Programme
	survey    coverage.Survey
	gathered  []area
	lines     int
}

// Setup reads the programme and the survey without units and footprints. People
// outside every unit are counted once, at the end.
func (f *cover) Setup() (err error) {
	if f.programme, err = f.Setting.programme(); err != nil {
		return err
	}
	if f.survey, err = f.Setting.survey(f.programme); err != nil {
		return err
	}
	f.survey.Base.Remainder = nil
	return nil
}

// StartBundle forgets what a bundle that failed has left.
func (f *cover) StartBundle(func(string, coverage.Account), func(string)) {
	f.gathered, f.lines = nil, 0
}

// ProcessElement takes the cells of an area and the parts of footprints on it.
func (f *cover) ProcessElement(code string, people, parts func(*string) bool, emit func(string, coverage.Account), violation func(string)) {
	a := area{code: code}
	for line := ""; people(&line); {
		a.people = append(a.people, line)
	}
	for line := ""; parts(&line); {
		a.parts = append(a.parts, line)
	}
	if len(a.people) == 0 {
		violation(fmt.Sprintf("area %s: %d parts of footprints, and no people: the area is not in the base", code, len(a.parts)))
		return
	}
	f.gathered = append(f.gathered, a)
	if f.lines += len(a.people) + len(a.parts); f.Setting.full(f.lines) {
		f.flush(emit, violation)
	}
}

// FinishBundle counts what is left.
func (f *cover) FinishBundle(emit func(string, coverage.Account), violation func(string)) {
	f.flush(emit, violation)
}

func (f *cover) flush(emit func(string, coverage.Account), violation func(string)) {
	if len(f.gathered) == 0 {
		return
	}
	accounts, err := f.accounts(f.gathered)
	if err != nil {
		f.blame(err, violation)
	}
	for i, a := range accounts {
		emit(f.Questions[i].Name, a)
	}
	f.gathered, f.lines = nil, 0
}

// blame finds the areas that are at fault, so that a violation names them and not a
// row of a table that nobody has.
func (f *cover) blame(err error, violation func(string)) {
	found := false
	for _, a := range f.gathered {
		if _, err := f.accounts([]area{a}); err != nil {
			found = true
			report("area "+a.code, err, violation)
		}
	}
	if !found {
		report(fmt.Sprintf("of %d areas", len(f.gathered)), err, violation)
	}
}

// accounts answers the questions for some areas.
func (f *cover) accounts(areas []area) ([]coverage.Account, error) {
	survey := f.survey
	var people, parts []string
	for _, a := range areas {
		people, parts = append(people, a.people...), append(parts, a.parts...)
	}
	columns := coverage.Columns{Area: "area", People: "people", Attributes: f.Setting.Attributes}
	cells, err := coverage.ReadBaseCSV(table(f.Setting.peopleHeader(), people), columns)
	if err != nil {
		return nil, err
	}
	survey.Base.Units, survey.Base.Remainder = cells.Units, cells.Remainder
	if survey.Footprints, err = coverage.ReadFootprintsCSV(table(f.Setting.footprintHeader(), parts), f.programme); err != nil {
		return nil, err
	}
	atlas, err := coverage.NewAtlas(f.programme, survey)
	if err != nil {
		return nil, err
	}
	accounts := make([]coverage.Account, len(f.Questions))
	for i, q := range f.Questions {
		selection, err := atlas.Select(q.Filter)
		if err != nil {
			return nil, err
		}
		accounts[i] = counted(selection.Account())
	}
	return accounts, nil
}

// counted is what an account of some areas counts in people. Whose areas are missing
// is not theirs to say: it would be those of nearly everybody.
func counted(a coverage.Account) coverage.Account {
	within := func(e coverage.Estimate) coverage.Estimate {
		return coverage.Estimate{Low: e.Low, High: e.High, Of: e.Of, Approximate: e.Approximate}
	}
	a.Covered, a.DoubleCounted = within(a.Covered), coverage.Estimate{}
	for i := range a.Multiplicity {
		a.Multiplicity[i].People = within(a.Multiplicity[i].People)
	}
	return a
}
