// Package near finds the name that somebody probably meant.
package near

import (
	"iter"
	"unicode/utf8"
)

// longest bounds the length of the texts compared, and so the work for one
// candidate.
const longest = 128

// Best returns the candidate with the smallest edit distance to text, the earlier
// one on a tie. It returns false if none is near: at most a third of the text's
// length may differ, but one character always may.
func Best(text string, candidates iter.Seq[string]) (string, bool) {
	if len(text) > longest*utf8.UTFMax {
		return "", false
	}
	target := []rune(text)
	if len(target) == 0 || len(target) > longest {
		return "", false
	}
	best, bestDistance := "", max(1, len(target)/3)+1
	other := make([]rune, 0, longest)
	var rows rows
	for c := range candidates {
		if c == "" || len(c) > longest*utf8.UTFMax {
			continue
		}
		other = other[:0]
		for _, r := range c {
			other = append(other, r)
		}
		if len(other) > longest {
			continue
		}
		if d := rows.distance(target, other, bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best, best != ""
}

// rows are the last three rows of the matrix of distances between the beginnings of
// two texts, reused for every candidate.
type rows struct{ before, prev, cur [longest + 1]int }

// distance is the number of insertions, deletions, replacements and swaps of
// neighbours that turn a into b (optimal string alignment). If that is not less
// than bound, the result may be any number that is not less than bound.
func (r *rows) distance(a, b []rune, bound int) int {
	if len(a)-len(b) >= bound || len(b)-len(a) >= bound {
		return bound
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	before, prev, cur := r.before[:len(b)+1], r.prev[:len(b)+1], r.cur[:len(b)+1]
	for j := range prev {
		prev[j] = j
	}
	last := 0 // the smallest distance of the row before
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		smallest := i
		for j := 1; j <= len(b); j++ {
			replace := prev[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
			smallest = min(smallest, cur[j])
		}
		if smallest >= bound && last+1 >= bound { // later rows follow from these two
			return bound
		}
		before, prev, cur, last = prev, cur, before, smallest
	}
	return prev[len(b)]
}
