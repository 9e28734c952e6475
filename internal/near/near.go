// Package near finds the name that somebody probably meant.
package near

import (
	"iter"
	"unicode/utf8"
)

// longest bounds the work for one candidate.
const longest = 128

// Best returns the candidate with the smallest edit distance to text, the
// earlier one on a tie, or false when none is near: at most a third of the
// text's length may differ, and always one character.
func Best(text string, candidates iter.Seq[string]) (string, bool) {
	if len(text) > longest*utf8.UTFMax {
		return "", false
	}
	target := []rune(text)
	if len(target) == 0 || len(target) > longest {
		return "", false
	}
	best, bestDistance := "", max(1, len(target)/3)+1
	for c := range candidates {
		if c == "" || len(c) > longest*utf8.UTFMax {
			continue
		}
		runes := []rune(c)
		if len(runes) > longest {
			continue
		}
		if d := distance(target, runes, bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best, best != ""
}

// distance is the number of insertions, deletions, replacements and swaps of
// neighbours that lead from a to b (optimal string alignment), or any number of
// at least bound when it is not smaller than bound.
func distance(a, b []rune, bound int) int {
	if len(a)-len(b) >= bound || len(b)-len(a) >= bound {
		return bound
	}
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			replace := prev[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
