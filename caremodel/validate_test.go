package caremodel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// Every rule of Validate, each broken once in a definition that is otherwise in
// order: exactly one violation.
func TestValidate_EachRule(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	beta := caremodel.VanguardIDFor("places", "beta-care")
	type mutation = func(d *caremodel.Definition)
	vanguard := func(i int, f func(v *caremodel.Vanguard)) mutation {
		return func(d *caremodel.Definition) { f(&d.Vanguards[i]) }
	}
	for _, tc := range []struct {
		want   string // severity, code and path
		mutate mutation
	}{
		{"error required slug", func(d *caremodel.Definition) {
			d.Slug, d.Vanguards[0].MergedInto = "", caremodel.VanguardIDFor("", "beta-care")
		}},
		{"error required name", func(d *caremodel.Definition) { d.Name = "" }},
		{"error format name", func(d *caremodel.Definition) { d.Name = "Places " }},
		{"error format name", func(d *caremodel.Definition) { d.Name = "Places\nPeople" }},
		{"error format name", func(d *caremodel.Definition) { d.Name = "Places\x00People" }},
		{"error format name", func(d *caremodel.Definition) { d.Name = "Places\xff" }},
		{"error too-large name", func(d *caremodel.Definition) { d.Name = long }},
		{"error order ends", func(d *caremodel.Definition) { d.Ends = day("2015-03-09") }},

		{"error required categories", func(d *caremodel.Definition) { d.Categories = nil }},
		{"error required categories[2].code", func(d *caremodel.Definition) {
			d.Categories = append(d.Categories, caremodel.CategoryDefinition{Name: "x"})
		}},
		{"error required categories[1].name", func(d *caremodel.Definition) { d.Categories[1].Name = "" }},
		{"error duplicate categories[2].code", func(d *caremodel.Definition) { d.Categories = append(d.Categories, d.Categories[1]) }},
		{"error duplicate categories[1].name", func(d *caremodel.Definition) { d.Categories[1].Name = "HEALTH CENTRES" }},
		{"error duplicate categories[1].aliases[0]", func(d *caremodel.Definition) { d.Categories[1].Aliases = []string{"nhc"} }},
		{"error required categories[1].aliases[0]", func(d *caremodel.Definition) { d.Categories[1].Aliases = []string{""} }},
		{"error format categories[1].aim", func(d *caremodel.Definition) { d.Categories[1].Aim = "\xff" }},

		{"error required waves[2].name", func(d *caremodel.Definition) {
			d.Waves = append(d.Waves, caremodel.Wave{Announced: day("2015-09-25"), Source: sources()[0]})
		}},
		{"error duplicate waves[2].name", func(d *caremodel.Definition) { d.Waves = append(d.Waves, d.Waves[1]) }},
		{"error required waves[1].announced", func(d *caremodel.Definition) { d.Waves[1].Announced = caremodel.Date{} }},
		{"warning range waves[1].announced", func(d *caremodel.Definition) { d.Waves[1].Announced = day("2015-03-09") }},
		{"warning range waves[1].announced", func(d *caremodel.Definition) { d.Waves[1].Announced = day("2018-04-01") }},
		{"warning required waves[1].source", func(d *caremodel.Definition) { d.Waves[1].Source = caremodel.Source{} }},

		{"error required vanguards[1].slug", func(d *caremodel.Definition) {
			d.Vanguards[1].Slug, d.Vanguards[0].MergedInto = "", caremodel.VanguardIDFor("places", "gamma")
		}},
		{"error duplicate vanguards[2].slug", vanguard(2, func(v *caremodel.Vanguard) { v.Slug = "beta-care" })},
		{"error duplicate vanguards[2].id", vanguard(2, func(v *caremodel.Vanguard) { v.ID = beta })},
		{"error required vanguards[1].name", vanguard(1, func(v *caremodel.Vanguard) { v.Name = "" })},
		{"error format vanguards[1].name", vanguard(1, func(v *caremodel.Vanguard) { v.Name = " Beta" })},
		{"error duplicate vanguards[2].name", vanguard(2, func(v *caremodel.Vanguard) { v.Name = "The BETA-care" })},
		{"error required vanguards[1].aliases[1]", vanguard(1, func(v *caremodel.Vanguard) { v.Aliases = []string{"B", ""} })},
		{"warning conflict vanguards[1].aliases[0]", vanguard(1, func(v *caremodel.Vanguard) { v.Aliases = []string{"gamma partners"} })},
		{"warning conflict vanguards[1].aliases[0]", vanguard(1, func(v *caremodel.Vanguard) { v.Aliases = []string{"Alpha and Friends"} })},
		{"warning conflict vanguards[0].name", vanguard(1, func(v *caremodel.Vanguard) { v.Aliases = []string{"AH"} })},
		{"warning conflict vanguards[2].slug", vanguard(1, func(v *caremodel.Vanguard) { v.Name = "Gamma" })},
		{"error required vanguards[1].category", vanguard(1, func(v *caremodel.Vanguard) { v.Category = "" })},
		{"error unknown vanguards[1].category", vanguard(1, func(v *caremodel.Vanguard) { v.Category = "PACS" })},
		{"error unknown vanguards[1].category", vanguard(1, func(v *caremodel.Vanguard) { v.Category = "iho" })},
		{"error unknown vanguards[1].wave", vanguard(1, func(v *caremodel.Vanguard) { v.Wave = "third" })},
		{"error unknown vanguards[1].wave", vanguard(1, func(v *caremodel.Vanguard) { v.Wave = "Second" })},
		{"warning conflict vanguards[1].announced", vanguard(1, func(v *caremodel.Vanguard) { v.Announced = day("2015-07-25") })},
		{"warning range vanguards[2].announced", vanguard(2, func(v *caremodel.Vanguard) { v.Announced = day("2015-03-09") })},
		{"warning range vanguards[2].announced", vanguard(2, func(v *caremodel.Vanguard) { v.Announced = day("2018-04-01") })},
		{"error format vanguards[1].area", vanguard(1, func(v *caremodel.Vanguard) { v.Area = "\x1b[31m" })},
		{"error format vanguards[1].region", vanguard(1, func(v *caremodel.Vanguard) { v.Region = "\ufffd" })},
		{"error too-large vanguards[1].host", vanguard(1, func(v *caremodel.Vanguard) { v.Host = long })},
		{"error range vanguards[1].gp_practices", vanguard(1, func(v *caremodel.Vanguard) { v.GPPractices = -1 })},
		{"warning unlikely vanguards[1].gp_practices", vanguard(1, func(v *caremodel.Vanguard) { v.GPPractices = 8001 })},
		{"error range vanguards[1].stage", vanguard(1, func(v *caremodel.Vanguard) { v.Stage = 7 })},
		{"error required vanguards[1].merged_into", vanguard(1, func(v *caremodel.Vanguard) { v.Stage = caremodel.StageMerged })},
		{"error conflict vanguards[0].stage", vanguard(0, func(v *caremodel.Vanguard) { v.Stage = caremodel.StageDelivering })},
		{"error conflict vanguards[0].stage", vanguard(0, func(v *caremodel.Vanguard) { v.Stage = 0 })},
		{"error unknown vanguards[0].merged_into", vanguard(0, func(v *caremodel.Vanguard) { v.MergedInto = anyID })},
		{"error conflict vanguards[0].merged_into", vanguard(0, func(v *caremodel.Vanguard) { v.MergedInto = v.ID })},
		{"warning required vanguards[1].sources", vanguard(1, func(v *caremodel.Vanguard) { v.Sources = nil })},
		{"warning required vanguards[1].sources[1]", vanguard(1, func(v *caremodel.Vanguard) {
			v.Sources = append(v.Sources, caremodel.Source{Published: day("2015-03-10")})
		})},

		{"error required vanguards[0].partners[1].organisation", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[1].Organisation = "" })},
		{"error duplicate vanguards[0].partners[1].organisation", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[1].Organisation = "nhs alpha ccg" })},
		{"error format vanguards[0].partners[0].kind", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[0].Kind = "Hospice" })},
		{"warning unlikely vanguards[0].partners[0].kind", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[0].Kind = "volunatry" })},
		{"error format vanguards[0].partners[0].code", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[0].Code = "12f" })},
		{"warning unlikely vanguards[0].partners[0].code", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[0].Code = "RTE" })},
		{"warning unlikely vanguards[0].partners[1].code", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[1].Code = "12F" })},
		{"warning required vanguards[0].partners[0].sources[0]", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[0].Sources[0] = caremodel.Source{} })},

		{"error required vanguards[0].initiatives[0].title", vanguard(0, func(v *caremodel.Vanguard) { v.Initiatives[0].Title = "" })},
		{"error format vanguards[0].initiatives[0].kind", vanguard(0, func(v *caremodel.Vanguard) { v.Initiatives[0].Kind = "\x00" })},
		{"error required vanguards[0].initiatives[0].staff_roles[0]", vanguard(0, func(v *caremodel.Vanguard) { v.Initiatives[0].StaffRoles[0] = "" })},
		{"error format vanguards[0].initiatives[0].conditions[0]", vanguard(0, func(v *caremodel.Vanguard) { v.Initiatives[0].Conditions[0] = "a\tb" })},
		{"warning required vanguards[0].initiatives[0].sources[0]", vanguard(0, func(v *caremodel.Vanguard) { v.Initiatives[0].Sources[0] = caremodel.Source{} })},

		{"error range vanguards[1].partner_list", vanguard(1, func(v *caremodel.Vanguard) { v.PartnerList = 3 })},

		{"error required people[0].name", func(d *caremodel.Definition) { d.People[0].Name = "" }},
		{"error required people[0].role", func(d *caremodel.Definition) { d.People[0].Role = "" }},
		{"error format people[0].organisation", func(d *caremodel.Definition) { d.People[0].Organisation = "\xff" }},
		{"error order people[0].until", func(d *caremodel.Definition) { d.People[0].Until = day("2014-12-31") }},
		{"error duplicate people[1].name", func(d *caremodel.Definition) { d.People = append(d.People, d.People[0]) }},
		{"warning required people[0].sources", func(d *caremodel.Definition) { d.People[0].Sources = nil }},

		{"error range facts[0].bound", func(d *caremodel.Definition) { d.Facts[0].Bound = 9 }},
		{"error conflict facts[0].bound", func(d *caremodel.Definition) { d.Facts[0].Bound = caremodel.NotStated }},
		{"error unknown facts[0].vanguard", func(d *caremodel.Definition) { d.Facts[0].Vanguard = anyID }},
		{"error required facts[0].key", func(d *caremodel.Definition) { d.Facts[0].Key = "" }},
		{"error format facts[0].key", func(d *caremodel.Definition) { d.Facts[0].Key = "gp-practices" }},
		{"error required facts[0].value", func(d *caremodel.Definition) { d.Facts[0].Value = "" }},
		{"error format facts[0].value", func(d *caremodel.Definition) { d.Facts[0].Value = "2\x0069" }},
		{"error format facts[0].unit", func(d *caremodel.Definition) { d.Facts[0].Unit = "\xff" }},
		{"error format facts[0].note", func(d *caremodel.Definition) { d.Facts[0].Note = "\xff" }},
		{"warning required facts[0].source", func(d *caremodel.Definition) { d.Facts[0].Source = caremodel.Source{} }},

		{"warning required sources[0]", func(d *caremodel.Definition) { d.Sources[0] = caremodel.Source{} }},
		{"error unknown sources[0].for[0]", func(d *caremodel.Definition) { d.Sources[0].For[0] = "gp_practices" }},
		{"error unknown waves[0].source.for[0]", func(d *caremodel.Definition) { d.Waves[0].Source.For[0] = "host" }},
		{"error unknown vanguards[0].sources[0].for[1]", vanguard(0, func(v *caremodel.Vanguard) { v.Sources[0].For[1] = "gp_practises" })},
		{"error duplicate vanguards[0].sources[0].for[1]", vanguard(0, func(v *caremodel.Vanguard) { v.Sources[0].For[1] = "host" })},
		{"error format vanguards[0].sources[0].for[0]", vanguard(0, func(v *caremodel.Vanguard) { v.Sources[0].For[0] = "GPPractices" })},
		{"error unknown vanguards[0].partners[0].sources[0].for[0]", vanguard(0, func(v *caremodel.Vanguard) { v.Partners[0].Sources[0].For[0] = "role" })},
		{"error unknown vanguards[0].initiatives[0].sources[0].for[0]", vanguard(0, func(v *caremodel.Vanguard) { v.Initiatives[0].Sources[0].For[0] = "role" })},
		{"error unknown people[0].sources[0].for[0]", func(d *caremodel.Definition) { d.People[0].Sources[0].For[0] = "stage" }},
		{"error unknown facts[0].source.for[0]", func(d *caremodel.Definition) { d.Facts[0].Source.For[0] = "host" }},
		{"error format sources[0].title", func(d *caremodel.Definition) { d.Sources[0].Title = "\xff" }},
		{"error format sources[0].publisher", func(d *caremodel.Definition) { d.Sources[0].Publisher = "\xff" }},
		{"error format sources[0].url", func(d *caremodel.Definition) { d.Sources[0].URL = "www.england.nhs.uk" }},
		{"error format sources[0].url", func(d *caremodel.Definition) { d.Sources[0].URL = "https://a b" }},
		{"error format sources[0].url", func(d *caremodel.Definition) { d.Sources[0].URL = "https://\xff" }},
	} {
		d := full()
		tc.mutate(&d)
		vs := d.Validate()
		require.Equal(t, []string{tc.want}, entries(vs))
		for v := range vs.All() {
			require.NotEmpty(t, v.Detail)
			require.LessOrEqual(t, len([]rune(v.Value)), 4*80)
		}
		if p, err := caremodel.NewProgramme(d); strings.HasPrefix(tc.want, "error") {
			require.Nil(t, p)
			require.Equal(t, vs, validate.Of(err))
		} else {
			require.NoError(t, err)
			require.Equal(t, vs, p.Warnings())
		}
	}
}

// The forms of slugs, codes and keys.
func TestValidate_Forms(t *testing.T) {
	for slug, ok := range map[string]bool{
		"a": true, "south-somerset-symphony": true, "england-2015": true, "2015": true, strings.Repeat("a", 80): true,
		"A": false, "a--b": false, "-a": false, "a-": false, "a_b": false, "a b": false, "é": false, "a/b": false, strings.Repeat("a", 81): false, "a\n": false,
	} {
		d := full()
		d.Vanguards[2].Slug = slug
		require.Equal(t, ok, d.Validate().Err() == nil, slug)
		d = full()
		d.Facts[0].Key = strings.ReplaceAll(slug, "-", "_")
		if slug != "a_b" {
			require.Equal(t, ok, d.Validate().Err() == nil, slug)
		}
	}
	for code, ok := range map[string]bool{
		"PACS": true, "pcn": true, "INT-2_b": true, "-7": true, strings.Repeat("X", 40): true,
		"--": false, "_": false, "A B": false, "é": false, "A/B": false, strings.Repeat("X", 41): false, "A\n": false,
	} {
		d := full()
		d.Categories[1].Code, d.Vanguards[1].Category = caremodel.Category(code), caremodel.Category(code)
		require.Equal(t, ok, d.Validate().Err() == nil, code)
	}
}

// What somebody probably meant stands in the detail.
func TestValidate_Hints(t *testing.T) {
	for _, tc := range []struct {
		mutate func(d *caremodel.Definition)
		says   string
	}{
		{func(d *caremodel.Definition) { d.Vanguards[1].Category = "integrated health organisations" }, `write the category's code, "IHO"`},
		{func(d *caremodel.Definition) { d.Vanguards[1].Category = "NCH" }, `the nearest is "NHC", "Neighbourhood health centre"`},
		{func(d *caremodel.Definition) { d.Vanguards[1].Category = "PACS" }, `there are "NHC", "IHO"`},
		{func(d *caremodel.Definition) { d.Vanguards[1].Wave = "Second" }, `write the wave's name as it is defined, "second"`},
		{func(d *caremodel.Definition) { d.Vanguards[1].Wave = "secnod" }, `the nearest is "second"`},
		{func(d *caremodel.Definition) { d.Vanguards[1].Wave = "2015" }, `there are "first", "second"`},
		{func(d *caremodel.Definition) { d.Waves, d.Vanguards[0].Wave = nil, "" }, `the programme defines none`},
		{func(d *caremodel.Definition) { d.Vanguards[0].Partners[0].Kind = "foundation-trsut" }, `perhaps "foundation-trust" was meant`},
	} {
		d := full()
		tc.mutate(&d)
		vs := d.Validate()
		require.Equal(t, 1, vs.Len(), entries(vs))
		for v := range vs.All() {
			require.Contains(t, v.Detail, tc.says)
		}
	}
}

// Everybody in a circle of mergers is told, and nobody who only leads into it.
func TestValidate_CirclesOfMergers(t *testing.T) {
	d := minimal()
	template := d.Vanguards[0]
	d.Vanguards = nil
	into := map[int]int{0: 1, 1: 2, 2: 3, 3: 1, 4: 5, 6: 6} // 0 leads into the circle of 1, 2 and 3
	for i := range 7 {
		v := template
		v.Slug, v.Name = fmt.Sprintf("v-%d", i), fmt.Sprintf("V %d", i)
		if j, ok := into[i]; ok {
			v.Stage, v.MergedInto = caremodel.StageMerged, caremodel.VanguardIDFor(d.Slug, fmt.Sprintf("v-%d", j))
		}
		d.Vanguards = append(d.Vanguards, v)
	}
	require.Equal(t, []string{
		"error conflict vanguards[1].merged_into",
		"error conflict vanguards[2].merged_into",
		"error conflict vanguards[3].merged_into",
		"error conflict vanguards[6].merged_into",
	}, entries(d.Validate().Errors()))
}

// Only what happened is in the future: a programme may start and end later.
func TestValidate_AsOf(t *testing.T) {
	d := full()
	d.Waves[1].Source.Published = day("2015-07-24")
	require.Equal(t, []string{
		"error future waves[1].announced",
		"error future waves[1].source.published",
		"error future vanguards[2].announced",
	}, entries(d.ValidateAsOf(day("2015-03-10"))))
	require.Empty(t, entries(d.ValidateAsOf(day("2016-01-01"))), "the day itself is not after it")
	require.Equal(t, d.Validate(), d.ValidateAsOf(caremodel.Date{}))

	d.Waves[0].Source, d.Waves[1].Source = sources()[0], sources()[0]
	var got []string
	for v := range d.ValidateAsOf(day("2015-01-31")).All() {
		require.Equal(t, validate.Future, v.Code)
		got = append(got, v.Path)
	}
	require.Equal(t, []string{
		"waves[0].announced", "waves[0].source.published",
		"waves[1].announced", "waves[1].source.published",
		// vanguards[0] and [1] were announced with their waves: told of the waves.
		"vanguards[0].partners[0].sources[0].published",
		"vanguards[0].partners[1].sources[0].published",
		"vanguards[0].initiatives[0].sources[0].published",
		"vanguards[0].sources[0].published",
		"vanguards[1].sources[0].published",
		"vanguards[2].announced",
		"vanguards[2].sources[0].published",
		"people[0].sources[0].published", "facts[0].as_at", "facts[0].source.published",
		"sources[0].published",
	}, got)
}

// What only follows from a violation that is told is not told again.
func TestValidate_KnockOnFindings(t *testing.T) {
	d := full()
	d.Categories = nil
	require.Equal(t, []string{"error required categories"}, entries(d.Validate()), "not once for each vanguard")

	d = full()
	d.Ends = day("2014-01-01")
	require.Equal(t, []string{"error order ends"}, entries(d.Validate()), "no day is within such a programme")

	d = full()
	d.Waves[0].Announced = day("2014-01-01")
	d.Vanguards[0].Announced = d.Waves[0].Announced
	require.Equal(t, []string{"warning range waves[0].announced"}, entries(d.Validate()))

	d = full()
	d.Vanguards[2] = d.Vanguards[1]
	require.Equal(t, []string{"error duplicate vanguards[2].slug", "error duplicate vanguards[2].name"}, entries(d.Validate()),
		"and not that the ids are the same")

	d = full()
	d.Vanguards[1].Slug, d.Vanguards[2].Slug = "", ""
	d.Vanguards[0].Stage, d.Vanguards[0].MergedInto = 0, caremodel.VanguardID{}
	require.Equal(t, []string{"error required vanguards[1].slug", "error required vanguards[2].slug"}, entries(d.Validate()))

	d = full()
	d.Waves[1].Name = ""
	d.Vanguards[1].Wave = ""
	d.Vanguards[1].Announced = day("2016-01-01")
	require.Equal(t, []string{"error required waves[1].name"}, entries(d.Validate()))
}

// faulty has twenty different faults.
func faulty() caremodel.Definition {
	d := full()
	d.Slug = "Places 2015"
	d.Name = ""
	d.Ends = day("2015-01-01")
	d.Categories = append(d.Categories, caremodel.CategoryDefinition{Code: "I/O", Name: "Integrated organisation", Aliases: []string{"iho"}})
	d.Waves[1].Announced = caremodel.Date{}
	d.Waves = append(d.Waves, caremodel.Wave{Name: "first", Announced: day("2016-01-01"), Source: sources()[0]})
	v := &d.Vanguards[0]
	v.Category = "neighbourhood health centres"
	v.Partners[0].Code = "12 F"
	v.Partners[1].Organisation = "NHS ALPHA CCG"
	v.Partners[1].Kind = "trsut"
	v.GPPractices = -7
	v.MergedInto = anyID
	v.Initiatives[0].Title = "Let’s\nGet Moving"
	d.Vanguards[1].Wave = "seconds"
	d.Vanguards[2].Name = "beta care"
	d.Vanguards[2].Stage = 9
	d.Facts[0].Key = "Bids"
	d.Facts[0].Value = ""
	d.Sources[0].URL = "example.org"
	return d
}

// A definition with twenty faults yields twenty violations, in a fixed order,
// each with its place, code, value and detail.
func TestValidate_TwentyFaults(t *testing.T) {
	d := faulty()
	vs := d.Validate()
	require.Equal(t, 20, vs.Len(), entries(vs))
	require.Equal(t, vs, faulty().Validate(), "the same each time")
	goldentest.Equal(t, "violations.golden.json", unescaped(t, vs))

	p, err := caremodel.NewProgramme(d)
	require.Nil(t, p)
	require.Equal(t, vs, validate.Of(err))
	require.ErrorContains(t, err, "and ")
	for _, code := range []validate.Code{validate.Required, validate.Format, validate.Order, validate.Duplicate, validate.Unknown, validate.Range} {
		require.ErrorIs(t, err, code)
	}
}

// wrongDefinition has n vanguards of unknown categories in a chain of mergers.
func wrongDefinition(n int) caremodel.Definition {
	d := minimal()
	template := d.Vanguards[0]
	d.Vanguards = make([]caremodel.Vanguard, n)
	for i := range n {
		d.Categories = append(d.Categories, caremodel.CategoryDefinition{Code: caremodel.Category(fmt.Sprintf("c%d", i)), Name: fmt.Sprintf("Name %d", i)})
		v := template
		v.Slug, v.Name = fmt.Sprintf("v-%d", i), fmt.Sprintf("V %d", i)
		v.Category, v.Wave = caremodel.Category(fmt.Sprintf("u%d", i)), fmt.Sprintf("w%d", i)
		v.Stage, v.MergedInto = caremodel.StageMerged, caremodel.VanguardIDFor(d.Slug, fmt.Sprintf("v-%d", i+1))
		d.Vanguards[i] = v
	}
	return d
}

// Hostile definitions of tens of thousands of records cost in proportion: unknown
// categories among many, long chains of mergers.
func TestValidate_Scales(t *testing.T) {
	const n = 20_000
	d, few := wrongDefinition(n), wrongDefinition(n/10)
	vs := d.Validate()
	least := testing.AllocsPerRun(1, func() { few.Validate() })
	require.Less(t, testing.AllocsPerRun(1, func() { d.Validate() }), 15*least, "ten times the records")
	require.Equal(t, 100, vs.Errors().Len(), "unknown ones, of which 100 are kept")
	require.Equal(t, 2*n+1, vs.Errors().Len()+vs.Errors().Omitted())
}
