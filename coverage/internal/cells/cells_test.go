package cells_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
)

// row is a cell as given.
type row struct {
	area           string
	attributes     map[string]string
	people, hidden int64
}

func rows() *rapid.Generator[[]row] {
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) row {
		r := row{area: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "area"), attributes: map[string]string{}}
		for _, name := range []string{"age", "sex"} {
			if value := rapid.SampledFrom([]string{"", "2", "10"}).Draw(t, name); value != "" {
				r.attributes[name] = value
			}
		}
		r.people = rapid.Int64Range(0, 100).Draw(t, "people")
		r.hidden = rapid.Int64Range(0, r.people).Draw(t, "hidden")
		return r
	}))
}

func build(given []row) *cells.Builder[string] {
	b := cells.NewBuilder[string]()
	b.Reserve(2) // so that chunks are left behind
	for _, r := range given {
		b.Begin(b.Area(r.area))
		b.AddCell(b.Add(r.attributes), r.people, r.hidden)
	}
	return b
}

func identity(area string, attributes map[string]string) string { return fmt.Sprint(area, attributes) }

// In any order of the cells, each area has its own cells, with their attributes.
func TestCells_HoldWhatWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := rows().Draw(t, "rows")
		b := build(given)
		c, ok := b.Cells(50)
		require.True(t, ok)

		want, got := map[string][]int64{}, map[string][]int64{}
		all, hidden, unlikely, bare, duplicates := int64(0), int64(0), false, false, 0
		for _, r := range given {
			id := identity(r.area, r.attributes)
			if len(want[id]) > 0 {
				duplicates++
			}
			want[id] = append(want[id], r.people, r.hidden)
			all, hidden = all+r.people, hidden+r.hidden
			unlikely, bare = unlikely || r.people > 50, bare || len(r.attributes) == 0
		}
		for area, code := range c.Areas {
			some, total := c.Of(area), int64(0)
			for i, people := range some.People {
				attributes := map[string]string{}
				for k, name := range c.Names {
					if c.Has(some.Profile[i], k) {
						attributes[name] = c.Value(some.Profile[i], k)
					}
				}
				id := identity(code, attributes)
				got[id] = append(got[id], people, some.HiddenIn(i))
				total += people
			}
			require.Equal(t, total, c.Total[area])
			require.EqualValues(t, area, c.Number(code))
		}
		require.Equal(t, want, got)
		_, fits := c.Sum()
		require.True(t, fits)
		require.Equal(t, []int64{all, hidden}, []int64{c.All, c.AllHidden})
		require.Equal(t, cells.Stats{Unlikely: unlikely, Duplicates: duplicates > 0, Bare: bare}, c.Stats)

		found := b.Duplicates(c)
		require.Len(t, found, duplicates)
		for _, d := range found {
			require.Equal(t, identity(given[d.Earlier].area, given[d.Earlier].attributes), identity(given[d.Cell].area, given[d.Cell].attributes))
			earlier, ok := found.Of(d.Cell)
			require.True(t, ok)
			require.Equal(t, d.Earlier, earlier)
		}
		for area, first := range b.FirstCells() {
			require.Equal(t, slices.IndexFunc(given, func(r row) bool { return r.area == c.Areas[area] }), first)
		}
	})
}

func TestFinder_Matching(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := build(rows().Draw(t, "rows")).Cells(100)
		f := cells.Finder[string]{Cells: c}
		match := map[string]string{"age": rapid.SampledFrom([]string{"2", "10", "11"}).Draw(t, "age")}
		if rapid.Bool().Draw(t, "two") {
			match["sex"] = "2"
		}
		for area := range c.Areas {
			var want []int32
			for i, profile := range c.Of(area).Profile {
				all := true
				for name, value := range match {
					k := c.Attribute(name)
					all = all && k >= 0 && c.Value(profile, k) == value
				}
				if all {
					want = append(want, int32(i))
				}
			}
			got := f.Matching(int32(area), match)
			require.Equal(t, len(want), len(got))
			require.True(t, slices.Equal(want, got))
		}
	})
}

func TestCells_Outside(t *testing.T) {
	b := build([]row{{area: "a", people: 3}, {area: "b", people: 4}})
	b.Begin(b.AreaOutside("a"))
	b.AddCell(b.Add(nil), 5, 0)
	c, _ := b.Cells(100)
	require.Equal(t, []string{"a", "b", "a"}, c.Areas)
	require.Equal(t, 2, c.Inside)
	require.Equal(t, 2, c.UnitCells)
	require.EqualValues(t, 0, c.Number("a"))
	require.Equal(t, []int64{3, 4, 5}, c.Total)
}

func TestCells_SumsDoNotWrap(t *testing.T) {
	c, _ := build([]row{{area: "a", people: math.MaxInt64}, {area: "b", people: 1}}).Cells(100)
	people, ok := c.Sum()
	require.False(t, ok)
	require.EqualValues(t, 1, people)
}

func TestCells_Partial(t *testing.T) {
	c, _ := build([]row{{area: "a", attributes: map[string]string{"age": "2"}}, {area: "b"}, {area: "c"}}).Cells(100)
	require.Equal(t, []cells.Partial{{Attribute: 0, Have: 1}}, c.Partial())
	require.Equal(t, map[string]cells.AttributeOfArea{"2": {Area: 0, Attribute: 0}, "": {Area: 1, Attribute: 0}}, c.AreasByValue())
}

func TestCompareNatural(t *testing.T) {
	for _, order := range [][]string{
		{"1", "2", "10"}, {"5_14", "15_24"}, {"0.25", "0.5", "1.0"}, {"-2", "-1", "1"}, {"", "a", "b"}, {"a2", "a10"}, {"01", "1"},
	} {
		require.True(t, slices.IsSortedFunc(order, cells.CompareNatural), "%q", order)
	}
	text := rapid.StringMatching(`-?[0-9a.]{0,5}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := text.Draw(t, "a"), text.Draw(t, "b"), text.Draw(t, "c")
		require.Equal(t, cells.CompareNatural(a, b), -cells.CompareNatural(b, a))
		require.Equal(t, a == b, cells.CompareNatural(a, b) == 0)
		if cells.CompareNatural(a, b) <= 0 && cells.CompareNatural(b, c) <= 0 {
			require.LessOrEqual(t, cmp.Compare(cells.CompareNatural(a, c), 0), 0)
		}
	})
}
