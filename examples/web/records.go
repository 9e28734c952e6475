package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

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
	atlas     *coverage.Atlas // nil where no people are recorded
	evidence  *evaluation.Evidence
	pictures  map[string]bool // the charts that can be drawn of them
}

// build makes the indexes, or returns everything that is wrong with the records.
func build(r records) (*indexes, error) {
	programme, err := caremodel.NewProgramme(r.definition)
	if err != nil {
		return nil, err
	}
	book, bookErr := funding.NewBook(programme, r.ledger)
	var atlas *coverage.Atlas
	var atlasErr error
	if !r.empty("survey") {
		atlas, atlasErr = coverage.NewAtlas(programme, r.survey)
	}
	evidence, evidenceErr := evaluation.NewEvidence(programme, r.results)
	if err := errors.Join(bookErr, atlasErr, evidenceErr); err != nil {
		return nil, err
	}
	x := &indexes{r, programme, book, atlas, evidence, map[string]bool{}}
	for _, name := range []string{"money", "targets"} {
		_, err := x.picture(name)
		x.pictures[name] = err == nil
	}
	return x, nil
}

// document is one part of the records in the library's wire format.
type document struct {
	name string
	// format is what the document says that it is.
	format string
	// size is how many records the part has.
	size  func(records) int
	write func(records, io.Writer) error
	// read replaces the part. What it read of a document with problems is replaced
	// too, so that the sound part can be kept.
	read func(*records, io.Reader) error
}

// documents are all parts, the programme first: the others are read against it.
var documents = []document{
	{
		"programme", caremodel.Format,
		func(r records) int { return len(r.definition.Vanguards) },
		func(r records, w io.Writer) error { return r.definition.WriteJSON(w) },
		func(r *records, from io.Reader) (err error) {
			r.definition, err = caremodel.ReadDefinition(from)
			return err
		},
	},
	{
		"ledger", funding.Format,
		func(r records) int { return len(r.ledger.Allocations) + len(r.ledger.Funds) },
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
		"survey", coverage.Format,
		func(r records) int { return len(r.survey.Base.Units) + len(r.survey.Footprints) },
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
		"results", evaluation.Format,
		func(r records) int { return len(r.results.Results) },
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

// empty reports whether there is no record of a part.
func (r records) empty(name string) bool {
	i := slices.IndexFunc(documents, func(d document) bool { return d.name == name })
	return documents[i].size(r) == 0
}

// marshal returns every part that has records in the wire format, by name.
func (r records) marshal() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, d := range documents {
		if d.size(r) == 0 {
			continue
		}
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
		if parts[d.name] == nil {
			continue
		}
		if err := d.read(&r, bytes.NewReader(parts[d.name])); err != nil {
			return records{}, fmt.Errorf("%s: %w", d.name, err)
		}
	}
	return r, nil
}
