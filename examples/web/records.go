package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
)

// records are what the service is about, as its owner stores and sends them.
type records struct {
	definition caremodel.Definition
	ledger     funding.Ledger
	survey     coverage.Survey
	results    evaluation.Record
}

func embedded() records {
	return records{caremodel.EnglandDefinition(), funding.EnglandLedger(), coverage.EnglandSurvey(), evaluation.EnglandRecord()}
}

// indexes answer the questions of the pages. They belong together, are built from
// one set of records and never change: a request takes them once, so that a swap
// in between cannot mix two programmes on one page.
type indexes struct {
	records   records
	programme *caremodel.Programme
	book      *funding.Book
	atlas     *coverage.Atlas
	evidence  *evaluation.Evidence
}

// build makes the indexes, or returns everything that is wrong with the records.
func build(r records) (*indexes, error) {
	programme, err := caremodel.NewProgramme(r.definition)
	if err != nil {
		return nil, err
	}
	book, bookErr := funding.NewBook(programme, r.ledger)
	atlas, atlasErr := coverage.NewAtlas(programme, r.survey)
	evidence, evidenceErr := evaluation.NewEvidence(programme, r.results)
	if err := errors.Join(bookErr, atlasErr, evidenceErr); err != nil {
		return nil, err
	}
	return &indexes{r, programme, book, atlas, evidence}, nil
}

// document is one part of the records in the library's wire format.
type document struct {
	name  string
	write func(records, io.Writer) error
	// read replaces the part. What it read of a document with problems is replaced
	// too, so that the sound part can be kept.
	read func(*records, io.Reader) error
}

// documents are all parts, the programme first: the others are read against it.
var documents = []document{
	{
		"programme",
		func(r records, w io.Writer) error { return r.definition.WriteJSON(w) },
		func(r *records, from io.Reader) (err error) {
			r.definition, err = caremodel.ReadDefinition(from)
			return err
		},
	},
	{
		"ledger",
		func(r records, w io.Writer) error { return r.ledger.WriteJSON(w) },
		func(r *records, from io.Reader) error {
			programme, err := caremodel.NewProgramme(r.definition)
			if err != nil {
				return err
			}
			r.ledger, err = funding.ReadLedger(from, programme)
			return err
		},
	},
	{
		"survey",
		func(r records, w io.Writer) error { return r.survey.WriteJSON(w) },
		func(r *records, from io.Reader) error {
			programme, err := caremodel.NewProgramme(r.definition)
			if err != nil {
				return err
			}
			r.survey, err = coverage.ReadSurvey(from, programme)
			return err
		},
	},
	{
		"results",
		func(r records, w io.Writer) error { return r.results.WriteJSON(w) },
		func(r *records, from io.Reader) error {
			programme, err := caremodel.NewProgramme(r.definition)
			if err != nil {
				return err
			}
			r.results, err = evaluation.ReadRecord(from, programme)
			return err
		},
	},
}

// marshal returns every part in the wire format, by name.
func (r records) marshal() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, d := range documents {
		var b bytes.Buffer
		if err := d.write(r, &b); err != nil {
			return nil, fmt.Errorf("%s: %w", d.name, err)
		}
		out[d.name] = b.Bytes()
	}
	return out, nil
}

// unmarshal reads what marshal returned.
func unmarshal(parts map[string][]byte) (records, error) {
	var r records
	for _, d := range documents {
		if err := d.read(&r, bytes.NewReader(parts[d.name])); err != nil {
			return records{}, fmt.Errorf("%s: %w", d.name, err)
		}
	}
	return r, nil
}
