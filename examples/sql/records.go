package main

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Records are those of one programme: who takes part, what money, which people.
type Records struct {
	Definition caremodel.Definition
	Ledger     funding.Ledger
	Survey     coverage.Survey
}

// England returns the records that the library embeds.
func England() Records {
	return Records{caremodel.EnglandDefinition(), funding.EnglandLedger(), coverage.EnglandSurvey()}
}

// Validate returns everything that is wrong with the records. What is stored is in
// order, so that whoever queries the tables need not ask.
func (r Records) Validate() validate.Violations {
	p, err := caremodel.NewProgramme(r.Definition)
	if err != nil {
		return validate.Of(err).Under("definition")
	}
	return validate.Join(r.Ledger.Validate(p).Under("ledger"), r.Survey.Validate(p).Under("survey"))
}
