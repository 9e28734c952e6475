package validatetest

import (
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// report lists the errors of vs, or what is milder than an error, by rule.
func report(vs validate.Violations, errors bool) string {
	var b strings.Builder
	total := 0
	for _, rule := range vs.Summary() {
		if (rule.Severity == validate.SeverityError) != errors {
			continue
		}
		total += rule.Count
		fmt.Fprintf(&b, "\n%s, %s: %d", rule.Code, rule.Severity, rule.Count)
		list(&b, vs, rule)
	}
	if total == 0 {
		return ""
	}
	return heading(total, errors) + b.String()
}

// list writes what was kept of a rule's violations, and how many were not.
func list(b *strings.Builder, vs validate.Violations, rule validate.CodeCount) {
	kept := 0
	for v := range vs.All() {
		if v.Code == rule.Code && v.Severity == rule.Severity {
			b.WriteString("\n    " + line(v))
			kept++
		}
	}
	if more := rule.Count - kept; more > 0 {
		fmt.Fprintf(b, "\n    and %d more", more)
	}
}

// line writes a violation without its rule: "path: value: detail".
func line(v validate.Violation) string {
	var parts []string
	for _, part := range [...]string{v.Path, v.Value, v.Detail} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

func heading(n int, errors bool) string {
	switch {
	case !errors:
		return fmt.Sprintf("warnings and remarks: %d", n)
	case n == 1:
		return "1 error"
	}
	return fmt.Sprintf("%d errors", n)
}
