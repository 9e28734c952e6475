package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// checked is what came of one file.
type checked struct {
	file  string
	holds string // "14 allocations"
	note  string // what was not checked, and why
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
	done      []checked
}

// all checks every file. An unset -as-at asks for no rule about the future. The error is that one of them cannot be read.
func (c *checks) all() error {
	if err := c.readable(); err != nil {
		return err
	}
	for _, check := range []func() error{c.checkProgramme, c.checkMoney, c.checkPeople} {
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
func (c *checks) embedded() bool { return c.programmeFile == "" }

// Reasons why rules were not checked.
const (
	noteProgramme = "not checked, because the programme is not sound yet"
	noteShape     = "the rules between its records are checked once its shape is right"
)

// checkProgramme checks the programme by itself.
func (c *checks) checkProgramme() error {
	name := string(c.programmeFile)
	if name == "" {
		c.programme = caremodel.England()
		return nil
	}
	var def caremodel.Definition
	var shape error
	if err := c.with(name, func(r io.Reader) { def, shape = caremodel.ReadDefinition(r) }); err != nil {
		return err
	}
	d := checked{file: name, holds: count(len(def.Vanguards), "vanguard")}
	if shape == nil {
		d.found = def.ValidateAsOf(c.asAt)
	} else if err := c.with(name, func(r io.Reader) { _, shape = caremodel.ReadProgramme(r) }); err != nil {
		return err
	} else {
		d.found = validate.Of(shape) // the shape and the rules, less what only follows
	}
	c.report(d)
	if d.found.Err() != nil {
		return nil
	}
	p, err := caremodel.NewProgramme(def)
	c.programme = p
	return err
}

// waits reports files that cannot be checked yet.
func (c *checks) waits(names ...string) {
	for _, name := range names {
		if name != "" {
			c.report(checked{file: name, note: noteProgramme})
		}
	}
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
