package near_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/internal/near"
)

func TestBest(t *testing.T) {
	fields := []string{"gp_practices", "merged_into", "name", "slug", "wave"}
	for _, tc := range []struct{ text, want string }{
		{"gp_practice", "gp_practices"},
		{"gp-practices", "gp_practices"},
		{"merged_itno", "merged_into"}, // neighbours swapped
		{"nam", "name"},
		{"Name", "name"},
		{"wove", "wave"},
		{"slug", "slug"},
		{"gppractices", "gp_practices"},
		{"vanguard", ""},
		{"", ""},
		{"x", ""},
		{strings.Repeat("x", 1<<20), ""},
	} {
		got, ok := near.Best(tc.text, slices.Values(fields))
		require.Equal(t, tc.want, got, tc.text)
		require.Equal(t, tc.want != "", ok, tc.text)
	}
}

func TestNear_TheEarlierWinsATie(t *testing.T) {
	got, _ := near.Best("cat", slices.Values([]string{"", "car", "cap"}))
	require.Equal(t, "car", got)
	got, _ = near.Best("cat", slices.Values([]string{"cap", "car"}))
	require.Equal(t, "cap", got)
}

// The distance of the answer is the least there is, by a plain recursive
// definition of optimal string alignment.
func TestBest_AgainstDefinition(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abé")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		text := word.Draw(t, "text")
		candidates := rapid.SliceOfN(word, 0, 5).Draw(t, "candidates")
		want, least := "", max(1, len([]rune(text))/3)+1
		for _, c := range candidates {
			if d := alignment([]rune(text), []rune(c)); c != "" && text != "" && d < least {
				want, least = c, d
			}
		}
		got, ok := near.Best(text, slices.Values(candidates))
		require.Equal(t, want, got)
		require.Equal(t, want != "", ok)
	})
}

func alignment(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	x, y := a[:len(a)-1], b[:len(b)-1]
	least := alignment(x, y)
	if a[len(x)] != b[len(y)] {
		least++
	}
	least = min(least, alignment(x, b)+1, alignment(a, y)+1)
	if i, j := len(x), len(y); i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
		least = min(least, alignment(a[:i-1], b[:j-1])+1)
	}
	return least
}
