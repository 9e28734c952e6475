package sheet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// ByRow joins what is wrong with a table in the order of its rows; what names no row comes last. What a list counts and has not
// kept stays counted.
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

// CountOmitted counts on c what a list has counted and not kept. Of each severity and code c has as many as can be kept.
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

// rowOf returns the row that a path names; what has none stands behind all.
func rowOf(path string) int {
	rest, ok := strings.CutPrefix(path, "row ")
	number, _, _ := strings.Cut(rest, ",")
	if n, err := strconv.Atoi(number); ok && err == nil {
		return n
	}
	return int(^uint(0) >> 1)
}
