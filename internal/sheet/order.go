package sheet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// ByRow joins the violations of a table in the order of its rows; those that name no row come last. Violations that a list
// only counted stay counted.
func ByRow(lists ...validate.Violations) validate.Violations {
	var told []validate.Violation
	for _, list := range lists {
		told = slices.AppendSeq(told, list.All())
	}
	slices.SortStableFunc(told, func(a, b validate.Violation) int { return cmp.Compare(rowOf(a.Path), rowOf(b.Path)) })
	var c validate.Checker
	for _, v := range told {
		c.Add(v)
	}
	for _, list := range lists {
		CountOmitted(&c, list)
	}
	return c.Violations()
}

// CountOmitted adds what list has counted but not kept to the counts of c, which must already keep as many of each severity
// and code as it can.
func CountOmitted(c *validate.Checker, list validate.Violations) {
	if list.Omitted() == 0 {
		return
	}
	for _, n := range list.Summary() {
		kept := list.Where(func(v validate.Violation) bool { return v.Code == n.Code && v.Severity == n.Severity }).Len()
		for range n.Count - kept {
			c.Add(validate.Violation{Code: n.Code, Severity: n.Severity})
		}
	}
}

// rowOf returns the row that a path names; a path without a row comes after all
// others.
func rowOf(path string) int {
	rest, ok := strings.CutPrefix(path, "row ")
	number, _, _ := strings.Cut(rest, ",")
	if n, err := strconv.Atoi(number); ok && err == nil {
		return n
	}
	return int(^uint(0) >> 1)
}
