package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// checked is what came of one file.
type checked struct {
	file  string
	holds string // "14 allocations"
	note  string // what was not checked, and why
	rows  int    // of a table, without its header
	found validate.Violations
	// place puts the rows of a table in the place of the records that were made of
	// them; nil = paths stay as they are.
	place func(text string) string
}

// checks are the files that the options name, each checked by the rules that can
// be checked with what is given.
type checks struct {
	options
	source
	programme *caremodel.Programme
	ledger    funding.Ledger // of all files of money
	done      []checked
}

// all checks every file. An unset -as-at asks for no rule about the future. The error is that one of them cannot be read.
func (c *checks) all() error {
	if err := c.readable(); err != nil {
		return err
	}
	for _, check := range []func() error{c.checkProgramme, c.checkMoney, c.checkPeople, c.checkDocuments} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// readable tells of every file that cannot be opened, before any is checked.
func (c *checks) readable() error {
	var missing []error
	for _, name := range c.files() {
		f, err := c.open(name)
		if err != nil {
			missing = append(missing, err)
			continue
		}
		f.Close()
	}
	return errors.Join(missing...)
}

func (c *checks) broken() bool {
	for _, d := range c.done {
		if d.found.Err() != nil {
			return true
		}
	}
	return false
}

func (c *checks) report(d ...checked) { c.done = append(c.done, d...) }

// embedded tells whether the files are held against the embedded programme.
func (c *checks) embedded() bool { return c.programmeFile == "" && c.vanguardsFile == "" }

// Reasons why rules were not checked.
const (
	noteProgramme = "not checked, because the programme is not sound yet"
	noteShape     = "the rules between its records are checked once its shape is right"
)

// checkProgramme checks the programme by itself.
func (c *checks) checkProgramme() error {
	if c.embedded() {
		c.programme = caremodel.England()
		return nil
	}
	def, sound, err := c.definition()
	if err != nil || !sound {
		c.waits(string(c.vanguardsFile))
		return err
	}
	if sound, err = c.vanguards(&def); err != nil || !sound {
		return err
	}
	c.programme, err = caremodel.NewProgramme(def)
	return err
}

// definition reads the programme's document, and tells whether it is sound. Without one
// it has what the embedded programme has but its vanguards.
func (c *checks) definition() (def caremodel.Definition, sound bool, err error) {
	name := string(c.programmeFile)
	if name == "" {
		england := caremodel.EnglandDefinition()
		return caremodel.Definition{Slug: "own", Name: "own programme", Categories: england.Categories, Waves: england.Waves}, true, nil
	}
	var shape error
	if err := c.with(name, func(r io.Reader) { def, shape = caremodel.ReadDefinition(r) }); err != nil {
		return def, false, err
	}
	d := checked{file: name, holds: count(len(def.Vanguards), "vanguard")}
	if shape == nil {
		d.found = def.ValidateAsOf(c.asAt)
	} else if err := c.with(name, func(r io.Reader) { _, shape = caremodel.ReadProgramme(r) }); err != nil {
		return def, false, err
	} else {
		d.found = validate.Of(shape) // the shape and the rules, less what only follows
	}
	c.report(d)
	return def, d.found.Err() == nil, nil
}

// vanguards puts those of a table in the place of those of their slugs in a definition,
// or behind them, and tells whether they are sound.
func (c *checks) vanguards(def *caremodel.Definition) (fine bool, err error) {
	name := string(c.vanguardsFile)
	if name == "" {
		return true, nil
	}
	d, written := checked{file: name}, c.table
	written.Columns = nil // those of the other tables
	var list []caremodel.Vanguard
	if err := c.with(name, func(r io.Reader) { list, err = caremodel.ReadVanguardsCSV(r, *def, written) }); err != nil {
		return false, err
	}
	d.holds = sound(len(list), "vanguard", err)
	if d.rows, err = c.rowsIn(name); err != nil {
		return false, err
	}
	if err := c.with(name, func(r io.Reader) { d.found = caremodel.ValidateVanguardsCSVAsOf(r, *def, c.asAt, written) }); err != nil {
		return false, err
	}
	def.Vanguards = append(slices.DeleteFunc(def.Vanguards, func(old caremodel.Vanguard) bool {
		return slices.ContainsFunc(list, func(v caremodel.Vanguard) bool { return v.Slug == old.Slug })
	}), list...)
	if d.found.Err() == nil {
		d.found = validate.Join(d.found, def.Validate().Errors()) // what else of the document is no longer right beside them
	}
	c.report(d)
	return d.found.Err() == nil, nil
}

// waits reports files that cannot be checked yet.
func (c *checks) waits(names ...string) {
	for _, name := range names {
		if name != "" {
			c.report(checked{file: name, note: noteProgramme})
		}
	}
}

// checkDocuments checks the files that stand each for itself.
func (c *checks) checkDocuments() error {
	plans := slices.DeleteFunc([]string{string(c.planFile)}, func(name string) bool { return name == "" })
	for _, kind := range []struct {
		names []string
		check func(io.Reader, *checked)
	}{{plans, c.plan}, {c.evidence, c.results}, {c.cases, c.financialCase}, {c.grants, c.grantsOf}} {
		for _, name := range kind.names {
			d := checked{file: name}
			if c.programme == nil {
				d.note = noteProgramme
			} else if err := c.with(name, func(r io.Reader) { kind.check(r, &d) }); err != nil {
				return err
			}
			c.report(d)
		}
	}
	return nil
}

// conclude takes the shape of a document, or else what its rules say.
func (d *checked) conclude(shape error, rules func() validate.Violations) {
	if d.found = validate.Of(shape); d.found.Err() != nil {
		d.note = noteShape
		return
	}
	d.found = validate.Join(d.found, rules())
}

func (c *checks) plan(r io.Reader, d *checked) {
	plan, err := delivery.ReadPlan(r, c.programme)
	d.holds = count(len(plan.Milestones), "milestone")
	d.conclude(err, func() validate.Violations { return plan.ValidateAsOf(c.programme, c.asAt) })
}

func (c *checks) results(r io.Reader, d *checked) {
	var record evaluation.Record
	var err error
	if isJSON(d.file) {
		record, err = evaluation.ReadRecord(r, c.programme)
	} else {
		record, err = evaluation.ReadRecordCSV(r, c.programme, c.table)
	}
	d.holds = sound(len(record.Results), "result", err)
	d.conclude(err, func() validate.Violations { return record.ValidateAsOf(c.programme, c.asAt) })
}

func (c *checks) financialCase(r io.Reader, d *checked) {
	financial, err := appraisal.ReadCase(r) // which checks the rules too
	d.holds, d.found = count(len(financial.Lines), "line"), validate.Of(err)
	if err == nil {
		d.found = financial.Validate()
	}
	if id := financial.Vanguard; !id.IsZero() && !c.programme.Has(id) {
		var k validate.Checker
		k.At("vanguard").Error(validate.Unknown, id.String(), "the programme has no such vanguard")
		d.found = validate.Join(d.found, k.Violations())
	}
}

func (c *checks) grantsOf(r io.Reader, d *checked) {
	g, err := grants360.Read(r)
	d.holds = count(len(g.Records), "grant")
	future := g.ValidateAsOf(c.asAt).Where(func(v validate.Violation) bool { return v.Code == validate.Future })
	d.found = validate.Join(validate.Of(err).Errors(), future, g.Warnings())
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// sound counts what a table gave, and says that this is not all where something
// is wrong with it.
func sound(n int, noun string, wrong error) string {
	if wrong != nil {
		noun = "sound " + noun
	}
	return count(n, noun)
}
