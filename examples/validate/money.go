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
	if c.ledgerFile == "" && c.allocations == nil {
		return nil
	}
	if c.programme == nil {
		c.waits(append([]string{string(c.ledgerFile)}, c.allocations...)...)
		return nil
	}
	l, document, err := c.readLedger()
	if err != nil {
		return err
	}
	var tables []table
	for _, name := range c.allocations {
		t, err := c.readAllocations(name, &l)
		if err != nil {
			return err
		}
		tables = append(tables, t)
	}
	if c.ledgerFile == "" && !c.embedded() {
		l.Rounds = roundsOf(l.Allocations)
	}
	if document.note != "" {
		for i := range tables {
			tables[i].note = document.note
		}
	} else {
		c.moneyRules(l, &document, tables)
	}
	if err := c.allocationRows(tables, l.Allocations); err != nil {
		return err
	}
	if document.file != "" {
		c.report(document)
	}
	for _, t := range tables {
		c.report(t.checked)
	}
	return nil
}

// readLedger reads the ledger. Without one, the funds and rounds are those of the
// embedded programme, if the programme is.
func (c *checks) readLedger() (funding.Ledger, checked, error) {
	var l funding.Ledger
	d := checked{file: string(c.ledgerFile)}
	if c.ledgerFile == "" {
		if c.embedded() {
			england := funding.EnglandLedger()
			l.Funds, l.Rounds = england.Funds, england.Rounds
		}
		return l, d, nil
	}
	var shape error
	if err := c.with(d.file, func(r io.Reader) { l, shape = funding.ReadLedger(r, c.programme) }); err != nil {
		return l, d, err
	}
	d.holds = count(len(l.Allocations), "allocation")
	if d.found = validate.Of(shape); shape != nil {
		d.note = noteShape
	}
	return l, d, nil
}

// readAllocations puts the allocations of a table behind those of the ledger.
func (c *checks) readAllocations(name string, l *funding.Ledger) (table, error) {
	var list []funding.Allocation
	var wrong error
	err := c.with(name, func(r io.Reader) { list, wrong = funding.ReadAllocationsCSV(r, c.programme) })
	t := table{from: len(l.Allocations), to: len(l.Allocations) + len(list)}
	t.checked = checked{file: name, holds: sound(len(list), "allocation", wrong), found: validate.Of(wrong)}
	l.Allocations = append(l.Allocations, list...)
	if c.ledgerFile == "" && !c.embedded() {
		t.note = "rounds and funds are not checked without -ledger"
	}
	return t, err
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

// moneyRules checks the rules between records, and says of which file each finding
// is: of what is about no allocation, the ledger's or else the first table's.
func (c *checks) moneyRules(l funding.Ledger, document *checked, tables []table) {
	found := l.ValidateAsOf(c.programme, c.asAt)
	if found.Err() == nil {
		if _, err := funding.NewBook(c.programme, l); err != nil {
			found = validate.Join(found, validate.Of(err))
		}
	}
	if c.ledgerFile == "" && !c.embedded() { // of rounds that were made up there is nothing to say
		found = found.Where(func(v validate.Violation) bool { return indexIn(v.Path, "rounds") < 0 })
	}
	spoiled := anyFound(tables)
	for i := range tables {
		t := &tables[i]
		t.found = validate.Join(t.found, found.Where(func(v validate.Violation) bool {
			// An award that stands in a row with a mistake is not an unknown one.
			follows := spoiled && v.Code == validate.Unknown && strings.Contains(v.Path, ".supersedes[")
			record := indexIn(v.Path, "allocations")
			return (t.holds(record) || i == 0 && record < 0 && document.file == "") && !follows
		}))
	}
	if document.file != "" {
		document.found = found.Where(func(v validate.Violation) bool {
			record := indexIn(v.Path, "allocations")
			return record < 0 || len(tables) == 0 || record < tables[0].from
		})
	}
}

var allocationPath = regexp.MustCompile(`allocations\[(\d+)\](?:\.events\[(\d+)\])?([\w.\[\]]*)`)

// allocationRows finds the rows of the allocations that came from tables.
func (c *checks) allocationRows(tables []table, all []funding.Allocation) error {
	if !anyFound(tables) {
		return nil
	}
	rows := map[string]map[string][]int{}
	for _, t := range tables {
		var err error
		if rows[t.file], err = c.rowsByKey(t.file, "id"); err != nil {
			return err
		}
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
	for i := range tables {
		tables[i].place = inRows(allocationPath, func(record, part int) (string, int) {
			return placed(tables, tables[i].file, record, func(t table) int {
				return at(rows[t.file][string(all[record].ID)], part)
			})
		}, column)
	}
	return nil
}
