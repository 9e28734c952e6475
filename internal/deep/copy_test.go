package deep_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/internal/deep"
)

type record struct {
	Name   string
	Limit  *int
	Lists  [][]string
	ByName map[string][]part
	Fixed  [2]byte
	Parts  []part
	hidden []int // only its own type could change it
}

type part struct {
	Codes []int
	Of    *part2
}

type part2 struct{ Words map[string]string }

// A copy is equal, and nothing that is done to it reaches the original.
func TestCopy_SharesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) part {
			p := part{Codes: rapid.SliceOfN(rapid.Int(), 1, 3).Draw(t, "codes")}
			if rapid.Bool().Draw(t, "of") {
				p.Of = &part2{Words: rapid.MapOfN(rapid.String(), rapid.String(), 1, 3).Draw(t, "words")}
			}
			return p
		}), 1, 3)
		draw := func() record {
			limit := rapid.Int().Draw(t, "limit")
			return record{
				Name: rapid.String().Draw(t, "name"), Limit: &limit, Parts: parts.Draw(t, "parts"), hidden: []int{1},
				Lists:  rapid.SliceOfN(rapid.SliceOfN(rapid.String(), 1, 2), 1, 2).Draw(t, "lists"),
				ByName: rapid.MapOfN(rapid.String(), parts, 1, 2).Draw(t, "by name"),
			}
		}
		r := draw()
		c := deep.Copy(r)
		require.Equal(t, r, c)
		requireApart(t, reflect.ValueOf(r), reflect.ValueOf(c))
	})
}

// requireApart fails where two equal values refer to the same memory.
func requireApart(t *rapid.T, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Slice:
		require.NotEqual(t, a.Pointer(), b.Pointer())
		for i := range a.Len() {
			requireApart(t, a.Index(i), b.Index(i))
		}
	case reflect.Map:
		require.NotEqual(t, a.Pointer(), b.Pointer())
		for _, key := range a.MapKeys() {
			requireApart(t, a.MapIndex(key), b.MapIndex(key))
		}
	case reflect.Pointer:
		if !a.IsNil() {
			require.NotEqual(t, a.Pointer(), b.Pointer())
			requireApart(t, a.Elem(), b.Elem())
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if a.Type().Field(i).IsExported() {
				requireApart(t, a.Field(i), b.Field(i))
			}
		}
	}
}

func TestCopy_WithoutEntries(t *testing.T) {
	require.Nil(t, deep.Copy([]int{}), "an empty list becomes nil")
	require.Nil(t, deep.Copy(map[string]int{}))
	require.Nil(t, deep.Copy((*part)(nil)))
	require.Equal(t, 7, deep.Copy(7))
	require.Equal(t, record{}, deep.Copy(record{Lists: [][]string{}}))
}

func BenchmarkCopy(b *testing.B) {
	list := make([]part, 100)
	for i := range list {
		list[i] = part{Codes: []int{1, 2}, Of: &part2{}}
	}
	b.ReportAllocs()
	for b.Loop() {
		deep.Copy(list)
	}
}
