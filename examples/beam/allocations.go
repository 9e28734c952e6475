package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// assemble makes an allocation of its lines, wherever in the feed they stood. What
// counts of an allocation follows from its whole history, so nothing is counted
// before.
type assemble struct {
	Setting   Setting
	Header    string
	programme *caremodel.Programme
}

// Setup reads the programme.
func (f *assemble) Setup() (err error) {
	f.programme, err = f.Setting.programme()
	return err
}

// ProcessElement passes the allocation under its own id, what identifies it, and
// who supersedes whom.
func (f *assemble) ProcessElement(id string, lines func(*string) bool,
	own func(string, funding.Allocation), identity, supersedes func(string, string), violation func(string),
) {
	var all []string
	for line := ""; lines(&line); {
		all = append(all, line)
	}
	a, err := f.allocation(all)
	if err != nil {
		report("allocation "+id, err, violation)
		return
	}
	own(id, a)
	identity(identityOf(a), id)
	for _, award := range slices.Compact(slices.Sorted(slices.Values(a.Supersedes))) {
		supersedes(id, string(award))
	}
}

// allocation puts the lines of one allocation into the order of its history and
// reads them.
func (f *assemble) allocation(lines []string) (funding.Allocation, error) {
	header, err := splitLine(f.Header)
	if err != nil {
		return funding.Allocation{}, err
	}
	events, err := history(lines)
	if err != nil {
		return funding.Allocation{}, err
	}
	var text strings.Builder
	out := csv.NewWriter(&text)
	out.Write(header[1:])
	for _, e := range events {
		out.Write(e.fields)
	}
	out.Flush()
	all, err := funding.ReadAllocationsCSV(strings.NewReader(text.String()), f.programme)
	if err != nil {
		return funding.Allocation{}, err
	}
	return all[0], nil
}

// numbered is a line with its event's number.
type numbered struct {
	number int
	fields []string
}

// history returns lines in the order of their events' numbers: 1, 2, 3 and so on.
// A number that is missing is an event that was lost on the way.
func history(lines []string) ([]numbered, error) {
	events := make([]numbered, len(lines))
	for i, line := range lines {
		fields, err := splitLine(line)
		if err != nil {
			return nil, err
		}
		number, err := strconv.Atoi(fields[0])
		if err != nil {
			return nil, fmt.Errorf("event %q is no number", fields[0])
		}
		events[i] = numbered{number, fields[1:]}
	}
	slices.SortFunc(events, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
	for i, e := range events {
		if e.number != i+1 {
			return nil, fmt.Errorf("the events of an allocation are numbered from 1, each once: event %d stands where %d should", e.number, i+1)
		}
	}
	return events, nil
}

// identityOf is what no two allocations may have in common.
func identityOf(a funding.Allocation) string {
	recipients := slices.SortedFunc(slices.Values(a.Recipients), caremodel.VanguardID.Compare)
	text, _ := json.Marshal([]any{a.Round, recipients, a.Year.String(), a.LastYear().String(), a.Stream, a.Kind.String(), a.Element})
	return string(text) // texts and ids that are read always have JSON
}
