package filters_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/filters"
)

func names(all ...string) filters.Names[string] {
	slices.Sort(all)
	return filters.Names[string]{
		Noun: "fund", All: slices.Values(all),
		Has: func(name string) bool { return slices.Contains(all, name) },
	}
}

func found(c *validate.Checker) []string {
	var out []string
	for v := range c.Violations().All() {
		out = append(out, v.Error())
	}
	return out
}

func TestNames_HintNamesWhatWasProbablyMeant(t *testing.T) {
	all := names("North Fund", "south")
	for name, want := range map[string]string{
		"NORTH-FUND": `no such fund; write "North Fund"`,
		"nroth fund": `no such fund; the nearest is "North Fund"`,
		"elsewhere":  `no such fund; there are "North Fund", "south"`,
	} {
		require.Equal(t, want, all.Hint(name))
	}
	require.Equal(t, "no such fund: there are none", names().Hint("x"))
	var many []string
	for i := range 13 {
		many = append(many, "fund number "+strconv.Itoa(100+i))
	}
	require.Equal(t, "no such fund", names(many...).Hint("x"))
}

func TestNames_CheckFindsEveryWrongName(t *testing.T) {
	var c validate.Checker
	all := names("a", "b")
	all.Check(c.At("funds"), []string{"a", "x", "", "b", "y"})
	require.Equal(t, []string{
		`funds[1]: "x": no such fund; the nearest is "a" (unknown)`,
		`funds[2]: no such fund; there are "a", "b" (unknown)`,
		`funds[4]: "y": no such fund; the nearest is "a" (unknown)`,
	}, found(&c))
	all.Blank = true
	c = validate.Checker{}
	all.Check(c.At("funds"), []string{""})
	require.True(t, c.OK())
}

// For a filter with many wrong names, the nearest name is only searched for some.
func TestNames_CheckLooksForTheNearestOfAFew(t *testing.T) {
	known := map[string]bool{}
	for i := range 20_000 {
		known["a fund with a long name, number "+strconv.Itoa(i)] = true
	}
	walks := 0
	all := filters.Names[string]{Noun: "fund", Has: func(s string) bool { return known[s] }, All: func(yield func(string) bool) {
		walks++
		maps.Keys(known)(yield)
	}}
	var c validate.Checker
	all.Check(c.At("funds"), slices.Repeat([]string{"another"}, 1000))
	require.Less(t, walks, 100)
	require.False(t, c.OK())
}

func TestProgramme_Check(t *testing.T) {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "trial", Name: "A trial", Categories: caremodel.EnglandCategories(),
		Waves: []caremodel.Wave{{Name: "first", Announced: caremodel.MustParseDate("2015-03-10")}, {Name: "unused", Announced: caremodel.MustParseDate("2015-03-10")}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "ash", Name: "Ash", Category: caremodel.PACS, Wave: "first", Region: "South"},
			{Slug: "birch", Name: "Birch", Category: caremodel.MCP, Region: "North"},
		},
	})
	require.NoError(t, err)
	ash := caremodel.VanguardIDFor("trial", "ash")
	var c validate.Checker
	filters.Of(p).Check(c.At, filters.Vanguards{
		Categories: []caremodel.Category{"PACS", "mcp", "PASC"}, Waves: []string{"first", "unused", "", "First"},
		Regions: []string{"North", "", "Notrh"}, IDs: []caremodel.VanguardID{ash, {}, {1}},
	})
	require.Equal(t, []string{
		`categories[1]: "mcp": write the category's code, "MCP" (unknown)`,
		`categories[2]: "PASC": no such category; the nearest is "PACS", "Integrated primary and acute care system" (unknown)`,
		`waves[3]: "First": no such wave; write "first" (unknown)`,
		`regions[2]: "Notrh": no such region; the nearest is "North" (unknown)`,
		`vanguards[1]: the id is unset (required)`,
		`vanguards[2]: "01000000-0000-0000-0000-000000000000": the programme has no vanguard with this id (unknown)`,
	}, found(&c))
}

func TestProgramme_CheckWithoutProgramme(t *testing.T) {
	var c validate.Checker
	filters.Of(nil).Check(c.At, filters.Vanguards{
		Categories: []caremodel.Category{"any", "\x00"}, Waves: []string{"any", "\x00"}, Regions: []string{"any", "\xff"}, IDs: []caremodel.VanguardID{{1}, {}},
	})
	require.Equal(t, []string{"categories[1]", "waves[1]", "regions[1]", "vanguards[1]"}, paths(&c))
}

func paths(c *validate.Checker) []string {
	var out []string
	for v := range c.Violations().All() {
		out = append(out, v.Path)
	}
	return out
}
