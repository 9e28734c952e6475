package cells

import (
	"cmp"
	"strings"
)

// CompareNatural orders texts as people do: runs of digits by their number,
// everything else byte by byte, so that "2" comes before "10" and "5_14" before
// "15_24". Digits behind a number and a point are its decimals, "0.25" before "0.5",
// and a "-" in front of a number at the beginning makes it negative. Texts that
// differ in leading zeros alone are ordered byte by byte.
func CompareNatural(a, b string) int {
	if isNegative(a) && isNegative(b) {
		return CompareNatural(b[1:], a[1:])
	}
	x, y := a, b
	number, decimals := false, false // what precedes: a number, a number and its point
	for x != "" && y != "" {
		n, m := digitRun(x), digitRun(y)
		if n == 0 || m == 0 {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			number, decimals = false, number && x[0] == '.'
			x, y = x[1:], y[1:]
			continue
		}
		if decimals {
			if c := cmp.Compare(x[:n], y[:m]); c != 0 {
				return c
			}
			x, y, decimals = x[n:], y[m:], false
			continue
		}
		number = true
		p, q := strings.TrimLeft(x[:n], "0"), strings.TrimLeft(y[:m], "0")
		if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
			return c
		}
		x, y = x[n:], y[m:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// isNegative reports whether text begins with a negative number.
func isNegative(text string) bool {
	return len(text) > 1 && text[0] == '-' && digitRun(text[1:]) > 0
}

// digitRun returns the number of digits that text begins with.
func digitRun(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}
