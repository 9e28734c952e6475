package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// faults is P15: what is wrong throughout takes little longer to tell than the same
// input without faults takes to read.
func (b *bench) faults() (goal, error) {
	p, err := programme(few)
	if err != nil {
		return goal{}, err
	}
	file, err := b.awardsFile(b.file, few)
	if err != nil {
		return goal{}, err
	}
	awards, err := os.ReadFile(file)
	if err != nil {
		return goal{}, err
	}
	c, err := b.people()
	if err != nil {
		return goal{}, err
	}
	if file, err = b.extractFile(); err != nil {
		return goal{}, err
	}
	extract, err := os.ReadFile(file)
	if err != nil {
		return goal{}, err
	}
	book := func(table []byte) func() error {
		return func() error { _, err := funding.ReadBookCSV(bytes.NewReader(table), p, frame()); return err }
	}
	atlas := func(table []byte) func() error {
		return func() error {
			_, err := coverage.ReadAtlasCSV(bytes.NewReader(table), extractColumns, c.programme, c.survey)
			return err
		}
	}
	names := func(names []string) func() error {
		d := caremodel.Definition{Slug: "peers", Name: "Peers", Categories: caremodel.EnglandCategories()}
		for i, name := range names {
			d.Vanguards = append(d.Vanguards, caremodel.Vanguard{Slug: slug(i), Name: name, Category: caremodel.MCP})
		}
		return func() error { return d.Validate().Err() }
	}
	alike, apart := make([]string, b.names), make([]string, b.names)
	random := rand.New(rand.NewPCG(15, 15))
	for i := range alike {
		alike[i] = fmt.Sprintf("The neighbourhood health centre of Somewhere %05d", i)
		letters := make([]byte, 48)
		for j := range letters {
			letters[j] = byte('a' + random.IntN(26))
		}
		apart[i] = string(letters)
	}
	codes := func(from int) func() error {
		base := survey(p, footprints(1, smallAreas, b.codes, 1), smallAreas, func(n int) coverage.AreaCode { return coverage.AreaCode(areaCode(from + n)) },
			coverage.Resident, coverage.EditionLSOA2011)
		for n := range smallAreas {
			base.Base.Units = append(base.Base.Units, coverage.Population{Area: coverage.AreaCode(areaCode(n)), People: 1_000})
		}
		return func() error { return base.Validate(p).Err() }
	}
	var parts []measure
	for _, one := range []struct {
		what         string
		wrong, right func() error
		refused      bool
	}{
		{fmt.Sprintf("a table of %s awards, every amount wrong", count(b.file)), book(spoilt(awards, 9)), book(awards), true},
		{fmt.Sprintf("a table of %s populations, every number wrong", count(bytes.Count(extract, []byte("\n"))-1)), atlas(spoilt(extract, 7)), atlas(extract), true},
		{fmt.Sprintf("%s names that are nearly the same", count(b.names)), names(alike), names(apart), false},
		{fmt.Sprintf("%s codes that the base has not", count(b.codes)), codes(smallAreas), codes(0), true},
	} {
		if err := one.right(); err != nil {
			return goal{}, fmt.Errorf("%s: without faults: %w", one.what, err)
		}
		if one.refused && one.wrong() == nil {
			return goal{}, errors.New(one.what + ": nothing was found")
		}
		taken, err := compare(b.rounds, func() error { _ = one.wrong(); return nil }, one.right)
		if err != nil {
			return goal{}, err
		}
		parts = append(parts, slower(one.what+", against the same without faults", taken, 5, 2))
	}
	return newGoal("P15", parts...), nil
}

// spoilt returns a table with no number in one column of every row.
func spoilt(table []byte, column int) []byte {
	var b bytes.Buffer
	for n, row := range strings.Split(strings.TrimSuffix(string(table), "\n"), "\n") {
		if n > 0 {
			cells := strings.Split(row, ",")
			cells[column] = "none"
			row = strings.Join(cells, ",")
		}
		b.WriteString(row + "\n")
	}
	return b.Bytes()
}
