package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// formats are how the findings can be printed.
var formats = map[string]func(stdout, stderr io.Writer, done []checked, most int) error{
	"text": writeText, "csv": writeTable, "jsonl": writeLines,
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
			parts = append(parts, shown(part))
		}
	}
	return strings.Join(parts, ": ")
}

// writeLines writes one JSON object a problem, in the order of the files. What was
// not checked is no problem, and goes to people.
func writeLines(stdout, stderr io.Writer, done []checked, most int) error {
	enc := json.NewEncoder(stdout)
	enc.SetEscapeHTML(false)
	for _, d := range done {
		d.unchecked(stderr)
		for _, p := range d.problems(most) {
			if err := enc.Encode(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// unchecked tells people what was not checked of a file.
func (d checked) unchecked(stderr io.Writer) {
	if d.note != "" {
		fmt.Fprintf(stderr, "validate: %s: %s\n", shown(d.file), d.note)
	}
}

// writeTable writes one row a problem, in the order of the files.
func writeTable(stdout, stderr io.Writer, done []checked, most int) error {
	out := csv.NewWriter(caremodel.QuoteFormulas(stdout))
	out.Write([]string{"file", "path", "code", "severity", "value", "detail", "omitted"})
	for _, d := range done {
		d.unchecked(stderr)
		for _, p := range d.problems(most) {
			omitted := ""
			if p.Omitted > 0 {
				omitted = strconv.Itoa(p.Omitted)
			}
			out.Write([]string{p.File, p.Path, string(p.Code), p.Severity.String(), p.Value, p.Detail, omitted})
		}
	}
	out.Flush()
	return out.Error()
}

// writeText writes the problems by rule, worst first, one a line.
func writeText(stdout, _ io.Writer, done []checked, most int) error {
	var b strings.Builder
	var lists []validate.Violations
	var all []problem
	b.WriteString("Checked\n")
	for _, d := range done {
		fmt.Fprintf(&b, "  %s\n", d)
		lists = append(lists, d.found)
		all = append(all, d.problems(most)...)
	}
	rules := validate.Join(lists...).Summary()
	fmt.Fprintf(&b, "\n%s\n", verdict(rules))
	for _, rule := range rules {
		fmt.Fprintf(&b, "\n%s: %s, %d (%.1f%%)\n", rule.Severity, rule.Code, rule.Count, 100*rule.Share)
		for _, p := range all {
			if p.Code == rule.Code && p.Severity == rule.Severity {
				fmt.Fprintf(&b, "  %s\n", p)
			}
		}
	}
	_, err := io.WriteString(stdout, b.String())
	return err
}

// String says what a file holds, and what was not checked.
func (d checked) String() string {
	words := slices.DeleteFunc([]string{d.holds, d.note}, func(w string) bool { return w == "" })
	return shown(d.file) + ": " + strings.Join(words, "; ")
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
