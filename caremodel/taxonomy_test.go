package caremodel_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func TestVanguard_TaxonomyParse(t *testing.T) {
	for text, want := range map[string]caremodel.Category{
		"PACS": caremodel.PACS, "mcp": caremodel.MCP, "Ehch": caremodel.EHCH, " UEC ": caremodel.UEC, "acc.": caremodel.ACC, "MCPs": caremodel.MCP,
		"primary and acute care systems":            caremodel.PACS,
		"Primary & Acute Care System":               caremodel.PACS,
		"integrated primary and acute care systems": caremodel.PACS,
		"Enhanced Health in Care Homes":             caremodel.EHCH,
		"enhanced health in care home":              caremodel.EHCH,
		"care homes":                                caremodel.EHCH,
		"multispecialty community provider":         caremodel.MCP,
		"Multi-Specialty Community Providers":       caremodel.MCP,
		"multi specialty community provider":        caremodel.MCP,
		"multispeciality community provider":        caremodel.MCP, // a spelling that some sources use
		"multispecialities community providers":     caremodel.MCP,
		"urgent and emergency care":                 caremodel.UEC,
		"Urgent & Emergency Care":                   caremodel.UEC,
		"The Acute Care Collaborations":             caremodel.ACC,
		"acute-care  collaboration":                 caremodel.ACC,
	} {
		got, err := caremodel.EnglandTaxonomy().Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

func TestTaxonomy_ParseNamesTheNearest(t *testing.T) {
	for text, says := range map[string]string{
		"multispecialty community providor": `the nearest is "MCP", "Multispecialty community provider"`,
		"ehcch":                             `the nearest is "EHCH", "Enhanced health in care homes"`,
		"pasc":                              `the nearest is "PACS", "Integrated primary and acute care system"`,
		"neighbourhood health service":      `there are "PACS", "MCP", "EHCH", "UEC", "ACC"`,
		"":                                  `there are "PACS", "MCP", "EHCH", "UEC", "ACC"`,
		"&":                                 `there are "PACS", "MCP", "EHCH", "UEC", "ACC"`,
	} {
		_, err := caremodel.EnglandTaxonomy().Parse(text)
		require.ErrorIs(t, err, validate.Unknown, text)
		require.ErrorContains(t, err, says, text)
		require.ErrorContains(t, err, "caremodel.Taxonomy.Parse", text)
	}
	empty, err := caremodel.NewTaxonomy()
	require.NoError(t, err)
	_, err = empty.Parse("PACS")
	require.ErrorContains(t, err, "the programme defines none")
}

func TestTaxonomy_OfOne(t *testing.T) {
	only := caremodel.CategoryDefinition{Code: "nhs-2035", Name: "Neighbourhood health service", Aliases: []string{"NHC", "neighbourhood teams"}}
	taxonomy, err := caremodel.NewTaxonomy(only)
	require.NoError(t, err)
	require.Equal(t, 1, taxonomy.Len())
	for _, text := range []string{"nhs-2035", "NHS 2035", "Neighbourhood Health Services", "nhc", "the neighbourhood team"} {
		c, err := taxonomy.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, only.Code, c)
	}
	_, err = taxonomy.Parse("PACS")
	require.ErrorIs(t, err, validate.Unknown, "nothing assumes the five")
}

// Only the end of a plural is left out, and only where there is one.
func TestTaxonomy_Plurals(t *testing.T) {
	taxonomy, err := caremodel.NewTaxonomy(caremodel.CategoryDefinition{Code: "WNB", Name: "Wellness bodies", Aliases: []string{"GPs"}})
	require.NoError(t, err)
	for text, ok := range map[string]bool{
		"wellness body": true, "Wellness Bodies": true, "wellnes body": false, "wellness bodie": false, "wnb": true, "wnbs": true, "gp": false, "GPs": true,
	} {
		_, err := taxonomy.Parse(text)
		require.Equal(t, ok, err == nil, text)
	}
}

// Forty categories work as five do, whatever they are called.
func TestTaxonomy_OfForty(t *testing.T) {
	defs := make([]caremodel.CategoryDefinition, 40)
	for i := range defs {
		defs[i] = caremodel.CategoryDefinition{
			Code:    caremodel.Category(fmt.Sprintf("model_%02d", i)),
			Name:    fmt.Sprintf("Care model number %d", i),
			Aliases: []string{fmt.Sprintf("%d & more", i), fmt.Sprintf("form (%d)", i)},
		}
	}
	taxonomy, err := caremodel.NewTaxonomy(defs...)
	require.NoError(t, err)
	require.Equal(t, 40, taxonomy.Len())
	requireTaxonomyLaws(t, taxonomy, defs)
	_, err = taxonomy.Parse("quite another")
	require.ErrorContains(t, err, `"model_11", 28 more`)
}

// requireTaxonomyLaws checks what holds of every taxonomy.
func requireTaxonomyLaws(t require.TestingT, taxonomy *caremodel.Taxonomy, defs []caremodel.CategoryDefinition) {
	require.Equal(t, defs, slices.Collect(taxonomy.All()), "in the order given")
	for _, def := range defs {
		got, ok := taxonomy.Definition(def.Code)
		require.True(t, ok)
		require.Equal(t, def, got)
		for _, text := range append([]string{string(def.Code), def.Name}, def.Aliases...) {
			for _, variant := range []string{text, strings.ToUpper(text), strings.ToLower(text), " (" + text + ")!"} {
				c, err := taxonomy.Parse(variant)
				require.NoError(t, err, variant)
				require.Equal(t, def.Code, c, variant)
			}
		}
	}
}

// Whatever definitions are accepted, each answers to its code, name and aliases,
// and nothing answers for another.
func TestTaxonomy_Laws(t *testing.T) {
	code := rapid.StringMatching(`[A-Za-z0-9_-]{1,8}`)
	name := rapid.StringMatching(`[A-Za-z]{2,9}( [a-z&]{1,9}){0,2}`)
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		defs := make([]caremodel.CategoryDefinition, rapid.IntRange(0, 6).Draw(t, "n"))
		for i := range defs {
			defs[i] = caremodel.CategoryDefinition{Code: caremodel.Category(code.Draw(t, "code")), Name: name.Draw(t, "name")}
			if aliases := rapid.SliceOfN(name, 0, 2).Draw(t, "aliases"); len(aliases) > 0 {
				defs[i].Aliases = aliases
			}
		}
		taxonomy, err := caremodel.NewTaxonomy(defs...)
		if err != nil {
			return
		}
		accepted++
		requireTaxonomyLaws(t, taxonomy, append([]caremodel.CategoryDefinition(nil), defs...))
	})
	require.NotZero(t, accepted)
}

func TestNewTaxonomy_ReportsEverything(t *testing.T) {
	_, err := caremodel.NewTaxonomy(
		caremodel.CategoryDefinition{Code: "A", Name: "First", Aliases: []string{"one"}},
		caremodel.CategoryDefinition{Code: "a b", Name: ""},
		caremodel.CategoryDefinition{Code: "", Name: "The first"},
		caremodel.CategoryDefinition{Code: "A", Name: "not looked at"},
		caremodel.CategoryDefinition{Code: "--", Name: "Fifth", Aliases: []string{"Ones", "", " x"}},
	)
	var got []string
	for v := range validate.Of(err).All() {
		got = append(got, string(v.Code)+" "+v.Path)
	}
	require.Equal(t, []string{
		"format categories[1].code",
		"required categories[1].name",
		"required categories[2].code",
		"duplicate categories[2].name",
		"duplicate categories[3].code",
		"format categories[4].code",
		"duplicate categories[4].aliases[0]",
		"required categories[4].aliases[1]",
		"format categories[4].aliases[2]",
	}, got)
	require.ErrorContains(t, err, `category "A" answers to this name already`)
}

func TestVanguard_Categories(t *testing.T) {
	codes := []caremodel.Category{caremodel.PACS, caremodel.MCP, caremodel.EHCH, caremodel.UEC, caremodel.ACC}
	var got []caremodel.Category
	for def := range caremodel.EnglandTaxonomy().All() {
		got = append(got, def.Code)
		require.NotEmpty(t, def.Aim)
	}
	require.Equal(t, codes, got)

	taxonomy, err := caremodel.NewTaxonomy(caremodel.EnglandCategories()...)
	require.NoError(t, err)
	requireTaxonomyLaws(t, taxonomy, caremodel.EnglandCategories())

	_, ok := taxonomy.Definition("pacs")
	require.False(t, ok, "a code is looked up exactly; Parse is for people")
}

// A taxonomy shares no memory with what it was made of or with what it returns.
func TestTaxonomy_IsImmutable(t *testing.T) {
	given := caremodel.EnglandCategories()
	taxonomy, err := caremodel.NewTaxonomy(given...)
	require.NoError(t, err)
	scribble(given)
	for def := range taxonomy.All() {
		scribble(&def)
	}
	def, _ := taxonomy.Definition(caremodel.PACS)
	scribble(&def)
	fresh := caremodel.EnglandCategories()
	scribble(fresh)
	requireTaxonomyLaws(t, taxonomy, caremodel.EnglandCategories())
}

func FuzzTaxonomyParse(f *testing.F) {
	for _, seed := range []string{"PACS", "primary and acute care systems", "", "&", "multispeciality", "ſpecialty", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := caremodel.EnglandTaxonomy().Parse(text)
		if err != nil {
			require.Empty(t, c)
			require.True(t, errors.Is(err, validate.Unknown))
			require.Less(t, len(err.Error()), 1000)
			return
		}
		_, ok := caremodel.EnglandTaxonomy().Definition(c)
		require.True(t, ok)
		again, err := caremodel.EnglandTaxonomy().Parse(" the (" + text + ") and ")
		require.NoError(t, err)
		require.Equal(t, c, again)
	})
}

func BenchmarkTaxonomyParse(b *testing.B) {
	taxonomy := caremodel.EnglandTaxonomy()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = taxonomy.Parse("Primary & Acute Care Systems")
	}
}
