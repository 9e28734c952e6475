package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// A feed is CSV in any number of files: one record a line, because lines are what
// a runner deals out, in no order. So no field has a line break, no line leans on
// the one before it, and every file has the same header, or none.

// The headers of the feeds.
const (
	// allocationHeader is the header of Ledger.WriteCSV with a column in front: the
	// event's number in the history of its allocation, which lines in no order would
	// lose.
	allocationHeader = "event,id,round,recipients,year,through,element,stream,kind,on,status,amount,bound,precision,reason," +
		"figure_note,source_title,source_publisher,source_url,source_published,supersedes,note"
	// peopleHeader is followed by the attributes, if there are any.
	peopleHeader = "area,people"
	// footprintHeader has the columns of coverage.ReadFootprintsCSV; one line is one
	// part of a footprint, complete. It is followed by "cells." and the name of each
	// attribute.
	footprintHeader = "id,vanguard,layer,from,until,completeness,area,share,bound"
)

// splitLine returns the fields of a line.
func splitLine(line string) ([]string, error) {
	fields, err := csv.NewReader(strings.NewReader(line)).Read()
	if err != nil {
		return nil, fmt.Errorf("this is no line of CSV: %w", err)
	}
	return fields, nil
}

// field returns one column of a line.
func field(header, line, column string) (string, error) {
	names, err := splitLine(header)
	if err != nil {
		return "", err
	}
	fields, err := splitLine(line)
	if err != nil {
		return "", err
	}
	if len(fields) != len(names) {
		return "", fmt.Errorf("the line has %d fields and the header %d", len(fields), len(names))
	}
	i := slices.Index(names, column)
	if i < 0 {
		return "", fmt.Errorf("the header has no column %q", column)
	}
	if fields[i] == "" {
		return "", fmt.Errorf("the column %q is blank", column)
	}
	return fields[i], nil
}

// byColumn deals the lines of a feed out by one column.
type byColumn struct {
	Header, Column string
}

// ProcessElement passes a line under its key; a header is no record.
func (f *byColumn) ProcessElement(line string, emit func(key, line string), violation func(string)) {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "\ufeff"), "\r")
	if line == "" || line == f.Header {
		return
	}
	key, err := field(f.Header, line, f.Column)
	if err != nil {
		violation(fmt.Sprintf("%s: %v", line, err))
		return
	}
	emit(key, line)
}

// table returns lines as a table for the library's readers.
func table(header string, lines []string) *strings.Reader {
	return strings.NewReader(header + "\n" + strings.Join(lines, "\n") + "\n")
}
