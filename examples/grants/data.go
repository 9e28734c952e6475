package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

var formats = map[string]func(io.Writer, *report) error{"text": writeText, "csv": writeCSV, "json": writeJSON}

// dataTable is a table for programs: unique snake_case columns, plain values; nil is
// not known.
type dataTable struct {
	name    string
	columns []string
	rows    func(r *report, row func(cells ...any))
}

var dataTables = []dataTable{
	{"grants", []string{"id", "award_date", "recipient", "amount_applied_for", "amount_awarded", "amount_disbursed", "in_ledger"}, grantRows},
	{"checks", []string{"check", "class", "found"}, func(r *report, row func(...any)) {
		for _, c := range r.checks {
			class := "accuracy"
			if c.Usefulness {
				class = "usefulness"
			}
			row(c.Name, class, found(c.Found))
		}
	}},
	{"places", []string{"check", "path", "value", "detail"}, func(r *report, row func(...any)) {
		for _, c := range r.checks {
			for v := range c.Found.All() {
				row(c.Name, v.Path, v.Value, v.Detail)
			}
		}
	}},
	{"problems", problemColumns, func(r *report, row func(...any)) { problemRows(r.wrong, row) }},
	{"lost_in", problemColumns, func(r *report, row func(...any)) { problemRows(r.lostIn, row) }},
	{"lost_back", problemColumns, func(r *report, row func(...any)) { problemRows(r.lostBack, row) }},
	{"money", nil, nil}, // the library's own table
}

var problemColumns = []string{"path", "code", "severity", "value", "detail"}

func tableNames() []string {
	var names []string
	for _, t := range dataTables {
		names = append(names, t.name)
	}
	return names
}

func problemRows(vs validate.Violations, row func(...any)) {
	for v := range vs.All() {
		row(v.Path, string(v.Code), v.Severity.String(), v.Value, v.Detail)
	}
}

func grantRows(r *report, row func(...any)) {
	for i := range r.grants.Records {
		g := &r.grants.Records[i]
		var recipient, applied, paid any
		if len(g.RecipientOrganization) > 0 {
			recipient = g.RecipientOrganization[0].Name
		}
		if g.AmountAppliedFor != nil {
			applied = g.AmountAppliedFor.String()
		}
		if g.AmountDisbursed != nil {
			paid = g.AmountDisbursed.String()
		}
		row(g.ID, g.AwardDate.String(), recipient, applied, g.AmountAwarded.String(), paid, slices.Contains(r.imported.Origins, i))
	}
}

// writeCSV writes the table of the flag.
func writeCSV(w io.Writer, r *report) error {
	if r.options.quote {
		w = caremodel.QuoteFormulas(w)
	}
	if r.options.table == "money" {
		if r.book == nil {
			return fmt.Errorf("the ledger breaks a rule and is not added up: see -table problems")
		}
		return r.table.WriteCSV(w)
	}
	t := dataTables[slices.Index(tableNames(), r.options.table)]
	out := csv.NewWriter(w)
	lines := [][]string{t.columns}
	t.rows(r, func(cells ...any) {
		line := make([]string, len(cells))
		for i, c := range cells {
			line[i] = cellOf(c)
		}
		lines = append(lines, line)
	})
	return out.WriteAll(lines)
}

func cellOf(cell any) string {
	switch c := cell.(type) {
	case nil:
		return ""
	case int:
		return strconv.Itoa(c)
	case bool:
		return strconv.FormatBool(c)
	}
	return fmt.Sprint(cell)
}

// writeJSON writes all tables as lists of objects; what is not known is left out.
func writeJSON(w io.Writer, r *report) error {
	all := map[string]any{}
	for _, t := range dataTables {
		if t.rows == nil {
			continue
		}
		rows := []map[string]any{}
		t.rows(r, func(cells ...any) {
			row := map[string]any{}
			for i, c := range cells {
				if c != nil && c != "" {
					row[t.columns[i]] = c
				}
			}
			rows = append(rows, row)
		})
		all[t.name] = rows
	}
	if r.book != nil {
		all["money"] = r.table
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(all)
}
