package main

import (
	"io"
	"regexp"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// checkMoney checks the ledger and the table of allocations, together where both
// are given.
func (c *checks) checkMoney() error {
	if c.ledgerFile == "" && c.allocationsFile == "" {
		return nil
	}
	if c.programme == nil {
		c.waits(c.ledgerFile, c.allocationsFile)
		return nil
	}
	l, document, err := c.readLedger()
	if err != nil {
		return err
	}
	first := len(l.Allocations)
	table, err := c.readAllocations(&l)
	if err != nil {
		return err
	}
	if document.note != "" {
		table.note = document.note
	} else {
		c.moneyRules(l, first, &document, &table)
	}
	if c.allocationsFile != "" && table.found.Len() > 0 {
		if table.place, err = allocationRows(c.allocationsFile, c.progress, l.Allocations[first:], first); err != nil {
			return err
		}
	}
	for _, d := range []checked{document, table} {
		if d.file != "" {
			c.report(d)
		}
	}
	return nil
}

// readLedger reads the ledger. Without one, the funds and rounds are those of the
// embedded programme, if the programme is.
func (c *checks) readLedger() (funding.Ledger, checked, error) {
	var l funding.Ledger
	d := checked{file: c.ledgerFile}
	if c.ledgerFile == "" {
		if c.embedded() {
			england := funding.EnglandLedger()
			l.Funds, l.Rounds = england.Funds, england.Rounds
		}
		return l, d, nil
	}
	var shape error
	if err := withFile(c.ledgerFile, c.progress, func(r io.Reader) { l, shape = funding.ReadLedger(r, c.programme) }); err != nil {
		return l, d, err
	}
	d.holds = count(len(l.Allocations), "allocation")
	if d.found = validate.Of(shape); shape != nil {
		d.note = noteShape
	}
	return l, d, nil
}

// readAllocations puts the allocations of the table behind those of the ledger.
func (c *checks) readAllocations(l *funding.Ledger) (checked, error) {
	d := checked{file: c.allocationsFile}
	if c.allocationsFile == "" {
		return d, nil
	}
	var list []funding.Allocation
	var wrong error
	err := withFile(c.allocationsFile, c.progress, func(r io.Reader) { list, wrong = funding.ReadAllocationsCSV(r, c.programme) })
	d.holds = sound(len(list), "allocation", wrong)
	d.found = validate.Of(wrong)
	l.Allocations = append(l.Allocations, list...)
	if c.ledgerFile == "" && !c.embedded() {
		l.Rounds = roundsOf(list)
		d.note = "rounds and funds are not checked without -ledger"
	}
	return d, err
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

// moneyRules checks the rules between records. Those from the first one on are the
// table's.
func (c *checks) moneyRules(l funding.Ledger, first int, document, table *checked) {
	found := l.ValidateAsOf(c.programme, c.asAt)
	if found.Err() == nil {
		if _, err := funding.NewBook(c.programme, l); err != nil {
			found = validate.Join(found, validate.Of(err))
		}
	}
	spoiled := table.found.Len() > 0
	table.found = validate.Join(table.found, found.Where(func(v validate.Violation) bool {
		// An award that stands in a row with a mistake is not an unknown one.
		follows := spoiled && v.Code == validate.Unknown && strings.Contains(v.Path, ".supersedes[")
		return indexIn(v.Path, "allocations") >= first && !follows
	}))
	if c.ledgerFile != "" {
		document.found = found.Where(func(v validate.Violation) bool { return indexIn(v.Path, "allocations") < first })
	}
}

var allocationPath = regexp.MustCompile(`allocations\[(\d+)\](?:\.events\[(\d+)\])?([\w.\[\]]*)`)

// allocationRows finds the rows of the allocations that came from a table.
func allocationRows(name string, p *progress, list []funding.Allocation, first int) (func(string) string, error) {
	rows, err := rowsByKey(name, p, "id")
	place := func(record, part int) int {
		if record < first || record-first >= len(list) {
			return 0
		}
		return at(rows[string(list[record-first].ID)], part)
	}
	column := func(rest string) string {
		switch rest {
		case "figure.note":
			return "figure_note"
		case "figure.source", "sources":
			return "source_title"
		}
		rest = strings.TrimPrefix(rest, "figure.")
		return strings.ReplaceAll(rest, ".", "_")
	}
	return inRows(allocationPath, place, column), err
}
