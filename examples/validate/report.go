package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// formats are how the findings can be printed.
var formats = map[string]func(stdout, stderr io.Writer, done []checked) error{"text": writeText, "jsonl": writeLines}

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

// problems returns what was found in a file.
func (d checked) problems() []problem {
	var list []problem
	shown := map[validate.CodeCount]int{}
	for v := range d.found.All() {
		if d.place != nil {
			v.Path, v.Detail = d.place(v.Path), d.place(v.Detail)
		}
		shown[validate.CodeCount{Code: v.Code, Severity: v.Severity}]++
		list = append(list, problem{d.file, v.Path, v.Code, v.Severity, v.Value, v.Detail, 0})
	}
	for _, rule := range d.found.Summary() {
		if more := rule.Count - shown[validate.CodeCount{Code: rule.Code, Severity: rule.Severity}]; more > 0 {
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
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// writeLines writes one JSON object a problem, in the order of the files. What was
// not checked is no problem, and goes to people.
func writeLines(stdout, stderr io.Writer, done []checked) error {
	enc := json.NewEncoder(stdout)
	enc.SetEscapeHTML(false)
	for _, d := range done {
		if d.note != "" {
			fmt.Fprintf(stderr, "validate: %s: %s\n", d.file, d.note)
		}
		for _, p := range d.problems() {
			if err := enc.Encode(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeText writes the problems by rule, worst first, one a line.
func writeText(stdout, _ io.Writer, done []checked) error {
	var b strings.Builder
	var lists []validate.Violations
	var all []problem
	b.WriteString("Checked\n")
	for _, d := range done {
		fmt.Fprintf(&b, "  %s\n", d)
		lists = append(lists, d.found)
		all = append(all, d.problems()...)
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
	return d.file + ": " + strings.Join(words, "; ")
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
