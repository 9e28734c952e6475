package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// allocationLines writes allocations as the lines of a feed: those of
// Ledger.WriteCSV with the event's number in front. A line break in a text becomes
// a blank, because a feed is dealt out by lines; no sum depends on it.
func allocationLines(l funding.Ledger) ([]string, error) {
	var text bytes.Buffer
	if err := l.WriteCSV(&text); err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(&text).ReadAll()
	if err != nil {
		return nil, err
	}
	if header := "event," + strings.Join(rows[0], ","); header != allocationHeader {
		return nil, fmt.Errorf("the library writes the columns %s", header)
	}
	events := map[string]int{}
	lines := []string{allocationHeader}
	for _, row := range rows[1:] {
		events[row[0]]++
		lines = append(lines, csvLine(append([]string{strconv.Itoa(events[row[0]])}, row...)...))
	}
	return lines, nil
}

// peopleLines writes the units of a base with these attributes.
func peopleLines(b coverage.Base, setting Setting) []string {
	lines := []string{setting.peopleHeader()}
	for _, u := range b.Units {
		fields := []string{string(u.Area), strconv.FormatInt(u.People, 10)}
		for _, a := range setting.Attributes {
			fields = append(fields, u.Attributes[a])
		}
		lines = append(lines, csvLine(fields...))
	}
	return lines
}

// footprintLines writes footprints, one line a part.
func footprintLines(footprints []coverage.Footprint, setting Setting) []string {
	lines := []string{setting.footprintHeader()}
	for _, f := range footprints {
		completeness := ""
		if !f.Completeness.IsZero() {
			completeness = f.Completeness.String()
		}
		for _, p := range f.Units {
			bound := ""
			if p.Bound != caremodel.Exactly {
				bound = p.Bound.String()
			}
			fields := []string{
				string(f.ID), f.Vanguard.String(), f.Layer, f.From.String(), f.Until.String(), completeness,
				string(p.Area), p.Share.String(), bound,
			}
			for _, a := range setting.Attributes {
				fields = append(fields, p.Cells[a])
			}
			lines = append(lines, csvLine(fields...))
		}
	}
	return lines
}

var lineBreaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// csvLine returns one line of CSV.
func csvLine(fields ...string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	for i := range fields {
		fields[i] = lineBreaks.Replace(fields[i])
	}
	w.Write(fields) // a strings.Builder takes everything
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}
