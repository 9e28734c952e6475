package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// formats are how the findings can be printed.
var formats = map[string]func(w io.Writer, done []checked, most int) error{
	"text": writeText, "csv": writeTable, "json": writeArray, "jsonl": writeLines,
}

// problem is one violation as it is printed.
type problem struct {
	File     string            `json:"file"`
	Path     string            `json:"path,omitzero"`
	Code     validate.Code     `json:"code"`
	Severity validate.Severity `json:"severity"`
	Value    string            `json:"value,omitzero"`
	Detail   string            `json:"detail"`
	// Omitted is how many more of this file, code and severity there are, which
	// are counted and not shown.
	Omitted int `json:"omitted,omitzero"`
}

// problems returns what was found in a file, of each rule at most so many.
func (d checked) problems(most int) []problem {
	var list []problem
	printed := map[validate.CodeCount]int{}
	for v := range d.found.All() {
		if d.place != nil {
			v.Path, v.Detail = d.place(v.Path), d.place(v.Detail)
		}
		rule := validate.CodeCount{Code: v.Code, Severity: v.Severity}
		if printed[rule] == most {
			continue
		}
		printed[rule]++
		list = append(list, problem{d.file, v.Path, v.Code, v.Severity, v.Value, v.Detail, 0})
	}
	for _, rule := range d.found.Summary() {
		if more := rule.Count - printed[validate.CodeCount{Code: rule.Code, Severity: rule.Severity}]; more > 0 {
			detail := fmt.Sprintf("and %d more of these, which are not shown", more)
			list = append(list, problem{d.file, "", rule.Code, rule.Severity, "", detail, more})
		}
	}
	return list
}

func (p problem) String() string {
	var parts []string
	for _, part := range []string{p.File, p.Path, p.Value, p.Detail} {
		if part != "" {
			parts = append(parts, tables.Plain(part))
		}
	}
	return strings.Join(parts, ": ")
}

// all returns the problems of all files, in their order.
func all(done []checked, most int) []problem {
	list := []problem{}
	for _, d := range done {
		list = append(list, d.problems(most)...)
	}
	return list
}

// writeArray writes the problems as an array of objects.
func writeArray(w io.Writer, done []checked, most int) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(all(done, most))
}

// writeLines writes one JSON object a problem and line.
func writeLines(w io.Writer, done []checked, most int) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, p := range all(done, most) {
		if err := enc.Encode(p); err != nil {
			return err
		}
	}
	return nil
}

// writeTable writes one row a problem.
func writeTable(w io.Writer, done []checked, most int) error {
	out := csv.NewWriter(w)
	lines := [][]string{{"file", "path", "code", "severity", "value", "detail", "omitted"}}
	for _, p := range all(done, most) {
		omitted := ""
		if p.Omitted > 0 {
			omitted = strconv.Itoa(p.Omitted)
		}
		lines = append(lines, []string{p.File, p.Path, string(p.Code), p.Severity.String(), p.Value, p.Detail, omitted})
	}
	return out.WriteAll(lines)
}

// writeText writes the problems by rule, worst first, one a line.
func writeText(w io.Writer, done []checked, most int) error {
	var b strings.Builder
	var lists []validate.Violations
	b.WriteString("Checked\n")
	for _, d := range done {
		fmt.Fprintf(&b, "  %s\n", d)
		lists = append(lists, d.found)
	}
	rules, problems := validate.Join(lists...).Summary(), all(done, most)
	fmt.Fprintf(&b, "\n%s\n", verdict(rules))
	for _, rule := range rules {
		fmt.Fprintf(&b, "\n%s: %s, %d\n", rule.Severity, rule.Code, rule.Count)
		for _, p := range problems {
			if p.Code == rule.Code && p.Severity == rule.Severity {
				fmt.Fprintf(&b, "  %s\n", p)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// String says what a file holds, and what was not checked.
func (d checked) String() string {
	words := slices.DeleteFunc([]string{d.holds, d.share(), d.note}, func(w string) bool { return w == "" })
	return tables.Plain(d.file) + ": " + strings.Join(words, "; ")
}

// share says in how many rows of a table something is wrong or odd.
func (d checked) share() string {
	rows := map[string]bool{}
	for v := range d.found.All() {
		if d.place != nil {
			v.Path = d.place(v.Path)
		}
		if row, _, _ := strings.Cut(v.Path, ","); strings.HasPrefix(row, "row ") && row != "row 1" {
			rows[row] = true
		}
	}
	n := len(rows)
	if d.rows == 0 || n == 0 || n > d.rows {
		return ""
	}
	least := ""
	if d.found.Omitted() > 0 { // of further ones no place is known
		least = "at least "
	}
	return fmt.Sprintf("problems in %s%d of %s (%.1f%%)", least, n, count(d.rows, "row"), 100*float64(n)/float64(d.rows))
}

// verdict counts the findings by severity.
func verdict(rules []validate.CodeCount) string {
	counts := map[validate.Severity]int{}
	for _, rule := range rules {
		counts[rule.Severity] += rule.Count
	}
	var words []string
	for _, kind := range []struct {
		severity validate.Severity
		noun     string
	}{{validate.SeverityError, "error"}, {validate.SeverityWarning, "warning"}, {validate.SeverityInfo, "remark"}} {
		if n := counts[kind.severity]; n > 0 {
			words = append(words, count(n, kind.noun))
		}
	}
	if words == nil {
		return "Nothing is wrong."
	}
	return strings.Join(words, ", ")
}
