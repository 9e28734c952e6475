package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
)

// money is the ledger and the tables of allocations, which are checked together.
type money struct {
	*checks
	ledger funding.Ledger // in the order of the files
	ends   []end          // where the allocations of each file end
}

// end is a file, and how many allocations there are up to its last.
type end struct {
	file string
	n    int
}

const noteRounds = "rounds and funds are not checked without -ledger"

// checkMoney checks the ledger and the tables of allocations.
func (c *checks) checkMoney() error {
	if c.programme == nil {
		c.waits(append([]string{string(c.ledgerFile)}, c.allocations...)...)
		return nil
	}
	m := money{checks: c}
	if c.embedded() {
		england := funding.EnglandLedger()
		m.ledger.Funds, m.ledger.Rounds = england.Funds, england.Rounds
	}
	shape, err := m.document()
	if err != nil {
		return err
	}
	for _, name := range c.allocations {
		if err := m.table(name, shape); err != nil {
			return err
		}
	}
	c.ledger = m.ledger
	return nil
}

// save writes the ledger where no rule is broken.
func (c *checks) save(stderr io.Writer) error {
	switch {
	case c.saved == "":
		return nil
	case c.broken():
		fmt.Fprintf(stderr, "validate: %s is not written: rules are broken\n", tables.Plain(c.saved))
		return nil
	case c.ledger.Validate(c.programme).Err() != nil: // its rounds were made up
		return errors.New("-save-ledger needs the rounds and funds, with -ledger")
	}
	f, err := os.Create(c.saved)
	if err != nil {
		return err
	}
	return errors.Join(c.ledger.WriteJSON(f), f.Close())
}

// document checks the ledger, and tells whether its shape is right.
func (m *money) document() (sound bool, err error) {
	name := string(m.ledgerFile)
	if name == "" {
		return true, nil
	}
	var shape error
	if err := m.with(name, func(r io.Reader) { m.ledger, shape = funding.ReadLedger(r, m.programme) }); err != nil {
		return false, err
	}
	m.ends = append(m.ends, end{name, len(m.ledger.Allocations)})
	d := checked{file: name, holds: count(len(m.ledger.Allocations), "allocation")}
	d.conclude(shape, func() validate.Violations {
		found := m.ledger.ValidateAsOf(m.programme, m.asAt)
		if found.Err() == nil {
			_, err := funding.NewBook(m.programme, m.ledger)
			found = validate.Join(found, validate.Of(err))
		}
		return found
	})
	m.report(d)
	return shape == nil, nil
}

// table checks a table of allocations against the ledger and the tables before it.
func (m *money) table(name string, checkable bool) error {
	d := checked{file: name}
	var list []funding.Allocation
	var wrong error
	if err := m.with(name, func(r io.Reader) { list, wrong = funding.ReadAllocationsCSV(r, m.programme, m.options.table) }); err != nil {
		return err
	}
	d.holds = sound(len(list), "allocation", wrong)
	l := m.ledger
	if m.ledgerFile == "" && !m.embedded() {
		l.Rounds, d.note = roundsOf(append(l.Allocations, list...)), noteRounds
	}
	if !checkable {
		d.found, d.note = validate.Of(wrong), "the rules are checked once the shape of "+tables.Plain(string(m.ledgerFile))+" is right"
	} else if err := m.with(name, func(r io.Reader) {
		d.found = funding.ValidateAllocationsCSVAsOf(r, m.programme, l, m.asAt, m.options.table)
	}); err != nil {
		return err
	}
	if d.note == noteRounds { // of rounds that were made up there is nothing to say
		d.found = d.found.Where(func(v validate.Violation) bool { return !madeUpRound.MatchString(v.Path) })
	}
	d.place = m.inFiles
	var err error
	d.rows, err = m.rowsIn(name)
	m.ledger.Allocations = append(m.ledger.Allocations, list...)
	m.ends = append(m.ends, end{name, len(m.ledger.Allocations)})
	m.report(d)
	return err
}

// roundsOf makes rounds of whatever the allocations name, where nothing says which
// rounds there are.
func roundsOf(list []funding.Allocation) []funding.Round {
	var rounds []funding.Round
	known := map[funding.RoundID]bool{"": true}
	for _, a := range list {
		if !known[a.Round] {
			known[a.Round] = true
			rounds = append(rounds, funding.Round{ID: a.Round, Year: a.Year})
		}
	}
	return rounds
}

var (
	madeUpRound    = regexp.MustCompile(`^rounds\[`)
	allocationPath = regexp.MustCompile(`allocations\[(\d+)\]`)
)

// inFiles names the allocations of the files before by file and key, where a text
// has their places among all.
func (m *money) inFiles(text string) string {
	return allocationPath.ReplaceAllStringFunc(text, func(path string) string {
		i, _ := strconv.Atoi(allocationPath.FindStringSubmatch(path)[1])
		for _, e := range m.ends {
			if i < e.n {
				return tables.Plain(e.file) + " " + validate.Quote(string(m.ledger.Allocations[i].ID))
			}
		}
		return path
	})
}
