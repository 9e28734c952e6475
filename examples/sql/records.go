package main

import (
	"errors"
	"fmt"
	"io"
	"os"

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

// readRecords returns the records of the files: without a programme, they are those of
// the embedded one where no file is named, and otherwise nothing.
func readRecords(programme, ledger, survey string) (Records, error) {
	r := England()
	if programme != "" {
		r = Records{}
		if err := readFile(programme, func(in io.Reader) (err error) { r.Definition, err = caremodel.ReadDefinition(in); return err }); err != nil {
			return r, err
		}
	}
	p, err := caremodel.NewProgramme(r.Definition)
	if err != nil {
		return r, fmt.Errorf("%s: %w", programme, err)
	}
	return r, errors.Join(
		readFile(ledger, func(in io.Reader) (err error) { r.Ledger, err = funding.ReadLedger(in, p); return err }),
		readFile(survey, func(in io.Reader) (err error) { r.Survey, err = coverage.ReadSurvey(in, p); return err }))
}

// readFile reads a file, if one is named.
func readFile(name string, read func(io.Reader) error) error {
	if name == "" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := read(f); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// counted tells whether there are people to count: a programme may have no survey.
func (r Records) counted() bool { return len(r.Survey.Base.Units) > 0 }

// Validate returns everything that is wrong with the records. What is stored is in
// order, so that whoever queries the tables need not ask.
func (r Records) Validate() validate.Violations {
	p, err := caremodel.NewProgramme(r.Definition)
	if err != nil {
		return validate.Of(err).Under("definition")
	}
	found := r.Ledger.Validate(p).Under("ledger")
	if r.counted() || len(r.Survey.Footprints) > 0 {
		found = validate.Join(found, r.Survey.Validate(p).Under("survey"))
	}
	return found
}
