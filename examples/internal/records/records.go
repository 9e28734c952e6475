package records

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Records are a programme with what is known of it. What was not given is nil, and
// the records behind it are empty.
type Records struct {
	Programme *caremodel.Programme
	Ledger    funding.Ledger
	Book      *funding.Book
	Survey    coverage.Survey
	Atlas     *coverage.Atlas
	Delivery  *delivery.Delivery
	Evidence  *evaluation.Evidence
}

// England returns the records that the library embeds.
func England() Records {
	return Records{
		caremodel.England(), funding.EnglandLedger(), funding.England(), coverage.EnglandSurvey(), coverage.England(),
		delivery.England(), evaluation.England(),
	}
}

// Files are the files of records that a user names.
type Files struct {
	Programme, Survey, Plan, Evidence Name
	Ledgers                           Names // a ledger, a table of allocations, or one of each
}

// Flags defines the flags that name the files.
func (f *Files) Flags(flags *flag.FlagSet) {
	flags.Var(&f.Programme, "programme", "`file` of the programme (JSON); without it, the programme that the library embeds")
	flags.Var(&f.Ledgers, "ledger", "`file` of the money: a ledger (JSON) or a table of allocations (CSV); one of each may be given")
	flags.Var(&f.Survey, "survey", "`file` of populations, footprints and claims (JSON)")
	flags.Var(&f.Plan, "plan", "`file` of support, barriers and milestones (JSON)")
	flags.Var(&f.Evidence, "evidence", "`file` of studies and results (JSON or CSV)")
}

// reading is the work on some files.
type reading struct {
	Records
	stdin io.Reader
	read  map[Name][]byte // standard input cannot be read again
	found validate.Violations
}

// Read reads the files: without a programme they are held against the embedded one,
// which lends what is not given. The violations, warnings among them, have the name
// of the file in front of their path; where one is an error there are no records. An
// error is a file that cannot be read.
func (f Files) Read(stdin io.Reader) (Records, validate.Violations, error) {
	r := reading{stdin: stdin, read: map[Name][]byte{}}
	if all := append(f.Ledgers, f.Programme, f.Survey, f.Plan, f.Evidence); occurrences(all, Stdin) > 1 {
		return Records{}, r.found, errors.New("- is standard input, which can be one file only")
	}
	if f.Programme == "" {
		r.Records = England()
	}
	err := r.programme(f.Programme)
	if err == nil && r.Programme != nil {
		err = errors.Join(r.money(f.Ledgers), r.people(f.Survey), r.plan(f.Plan), r.results(f.Evidence))
	}
	if err != nil || r.found.Err() != nil {
		return Records{}, r.found, err
	}
	return r.Records, r.found, nil
}

func occurrences(names []Name, name Name) (n int) {
	for _, other := range names {
		if other == name {
			n++
		}
	}
	return n
}

// with reads a file, if one is named, and keeps the violations that come of it.
func (r *reading) with(name Name, read func(content []byte) validate.Violations) error {
	if name == "" {
		return nil
	}
	content, err := r.content(name)
	if err != nil {
		return err
	}
	r.found = validate.Join(r.found, read(content).Under(string(name)))
	return nil
}

func (r *reading) content(name Name) (content []byte, err error) {
	content, read := r.read[name]
	if !read {
		content, err = Content(string(name), r.stdin)
		r.read[name] = content
	}
	return content, err
}

// document tells JSON from a table.
func document(content []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(content, " \t\r\n"), []byte("{"))
}

func (r *reading) programme(name Name) error {
	return r.with(name, func(content []byte) validate.Violations {
		p, err := caremodel.ReadProgramme(bytes.NewReader(content))
		if err != nil {
			return validate.Of(err)
		}
		r.Programme = p
		return p.Warnings()
	})
}

// money reads a ledger, and then a table of allocations, which stand behind those of
// the ledger.
func (r *reading) money(names []Name) error {
	if len(names) == 0 {
		return nil
	}
	var ledger, table Name
	for _, name := range names {
		content, err := r.content(name)
		if err != nil {
			return err
		}
		kind := &table
		if document(content) {
			kind = &ledger
		}
		if *kind != "" {
			return fmt.Errorf("%s and %s are of one kind: give at most one ledger (JSON) and one table (CSV)", *kind, name)
		}
		*kind = name
	}
	rounds := r.Ledger
	r.Ledger, r.Book = funding.Ledger{}, nil
	err := r.with(ledger, func(content []byte) validate.Violations {
		var err error
		if r.Ledger, err = funding.ReadLedger(bytes.NewReader(content), r.Programme); err == nil && table != "" {
			return r.Ledger.Validate(r.Programme).Errors()
		}
		book, err := funding.ReadBook(bytes.NewReader(content), r.Programme)
		if err != nil {
			return validate.Of(err)
		}
		r.Book = book
		return book.Warnings()
	})
	if err != nil || table == "" {
		return err
	}
	return r.with(table, func(content []byte) validate.Violations {
		rows, err := funding.ReadAllocationsCSV(bytes.NewReader(content), r.Programme)
		if ledger == "" {
			r.Ledger.Funds, r.Ledger.Rounds = rounds.Funds, append(rounds.Rounds, Rounds(rounds.Rounds, rows)...)
		}
		found := funding.ValidateAllocationsCSV(bytes.NewReader(content), r.Programme, r.Ledger)
		if err != nil || found.Err() != nil {
			return found
		}
		r.Ledger.Allocations = append(r.Ledger.Allocations, rows...)
		if r.Book, err = funding.NewBook(r.Programme, r.Ledger); err != nil {
			return validate.Of(err)
		}
		return found
	})
}

// Rounds returns the rounds that allocations name beyond the known ones: a table alone says
// no more of them.
func Rounds(known []funding.Round, rows []funding.Allocation) []funding.Round {
	seen := map[funding.RoundID]bool{"": true}
	for _, round := range known {
		seen[round.ID] = true
	}
	var rounds []funding.Round
	for _, a := range rows {
		if !seen[a.Round] {
			seen[a.Round] = true
			rounds = append(rounds, funding.Round{ID: a.Round, Year: a.Year})
		}
	}
	return rounds
}

func (r *reading) people(name Name) error {
	return r.with(name, func(content []byte) validate.Violations {
		var err error
		if r.Survey, err = coverage.ReadSurvey(bytes.NewReader(content), r.Programme); err == nil {
			r.Atlas, err = coverage.NewAtlas(r.Programme, r.Survey)
		} else {
			_, err = coverage.ReadAtlas(bytes.NewReader(content), r.Programme)
		}
		if err != nil {
			return validate.Of(err)
		}
		return r.Atlas.Warnings()
	})
}

func (r *reading) plan(name Name) error {
	return r.with(name, func(content []byte) validate.Violations {
		plan, err := delivery.ReadPlan(bytes.NewReader(content), r.Programme)
		if err == nil {
			r.Delivery, err = delivery.NewDelivery(r.Programme, plan)
		}
		if err != nil {
			return validate.Of(err)
		}
		return r.Delivery.Warnings()
	})
}

func (r *reading) results(name Name) error {
	return r.with(name, func(content []byte) validate.Violations {
		var record evaluation.Record
		var err error
		if document(content) {
			record, err = evaluation.ReadRecord(bytes.NewReader(content), r.Programme)
		} else {
			record, err = evaluation.ReadRecordCSV(bytes.NewReader(content), r.Programme)
		}
		if err == nil {
			r.Evidence, err = evaluation.NewEvidence(r.Programme, record)
		}
		if err != nil {
			return validate.Of(err)
		}
		return r.Evidence.Warnings()
	})
}
