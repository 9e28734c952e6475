package coverage_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

var peopleColumns = coverage.Columns{Area: "area", People: "people"}

// baseOf makes a table of areas and their people.
func baseOf(rows ...string) string { return "area,people\n" + strings.Join(rows, "\n") + "\n" }

// practiceSurvey has a base of registered patients, and a network for each of the first two
// practices.
func practiceSurvey(units []coverage.Population) coverage.Survey {
	s := atlasSurvey(units...)
	s.Base.Basis, s.Base.Edition = coverage.Registered, "practices April 2015"
	for i, area := range []coverage.AreaCode{"A81001", "A81002"} {
		s.Footprints = append(s.Footprints, coverage.Footprint{
			ID: coverage.FootprintID("n" + strconv.Itoa(i)), Vanguard: atlasVanguard(i), Layer: "network",
			Units: []coverage.Part{{Area: area}},
		})
	}
	return s
}

// A row of totals is told by its row, and the sound rows are the people there are.
func TestReadBaseCSV_RefusesTotals(t *testing.T) {
	for _, total := range []string{"TOTAL", "Total", "Grand total", "total:", "England", "All practices", "E92000001", "K02000001", "Y54"} {
		b, err := coverage.ReadBaseCSV(strings.NewReader(baseOf("A81001,4000", "A81002,6500", total+",10500")), peopleColumns)
		require.Equal(t, []string{"row 4, column area"}, paths(err), total)
		require.NotContains(t, err.Error(), "write TOTAL")
		require.Equal(t, []coverage.Population{{Area: "A81001", People: 4000}, {Area: "A81002", People: 6500}}, b.Units, total)

		a := newAtlas(t, practiceSurvey(b.Units))
		require.EqualValues(t, 10_500, a.Population())
		all, err := a.Select(coverage.Filter{Footprints: []coverage.FootprintID{"n0", "n1"}})
		require.NoError(t, err)
		low, high := all.Covered().Share()
		require.Equal(t, "100.0%", low.Percent(1))
		require.Equal(t, "100.0%", high.Percent(1))
	}
	b, err := coverage.ReadBaseCSV(strings.NewReader(baseOf("E92000001,3100", "E01000001,1500", "E12000007,3100", "E01000002,1600")), peopleColumns)
	require.Equal(t, []string{"row 2, column area", "row 4, column area"}, paths(err))
	require.EqualValues(t, 3_100, newAtlas(t, atlasSurvey(b.Units...)).Population())
}

// Countries and regions are areas like others where nothing smaller of theirs is there.
func TestReadBaseCSV_TakesCountriesAndRegions(t *testing.T) {
	for _, rows := range [][]string{
		{"E92000001,54000000", "W92000004,3000000"},
		{"E12000001,2600000", "E12000002,7000000"},
		{"E12000001,2600000", "W92000004,3000000"}, // as the nations and regions of the ONS
		{"TOTAL,10500"},
	} {
		b, err := coverage.ReadBaseCSV(strings.NewReader(baseOf(rows...)), peopleColumns)
		require.NoError(t, err)
		require.Len(t, b.Units, len(rows))
		require.NoError(t, atlasSurvey(b.Units...).Validate(atlasProgramme()).Where(func(v validate.Violation) bool { return v.Code == coverage.MixedSchemes }).Errors().Err())
	}
}

// What stands where the odd rows are said is the odd rows, however early they come, and no
// sentence lacks a word.
func TestValidate_NamesTheOddAreas(t *testing.T) {
	units := func(codes ...coverage.AreaCode) (out []coverage.Population) {
		for i, c := range codes {
			out = append(out, coverage.Population{Area: c, People: int64(i + 1)})
		}
		return out
	}
	found := func(codes ...coverage.AreaCode) []string {
		var out []string
		for v := range atlasSurvey(units(codes...)...).Validate(atlasProgramme()).All() {
			if strings.HasPrefix(v.Path, "base.units") {
				out = append(out, v.Path+" "+v.Detail)
			}
		}
		return out
	}
	require.Equal(t, []string{
		"base.units[0].area the base has areas of several kinds, which may hold the same people: most are of lsoa, not E06000001, E06000002 of local-authority-district",
	}, found("E06000001", "E01000001", "E01000002", "E06000002", "E01000003"))
	require.Equal(t, []string{
		"base.units[0].area a base has codes of one scheme: most are of the scheme gss, not XYZ1",
	}, found("XYZ1", "E01000001", "E01000002"))
	require.Equal(t, []string{
		"base.units[1].area the base has areas of several kinds, which may hold the same people: most are of lsoa, not E77000001, E77000002, E77000003 and 2 more of no kind that is known here",
	}, found("E01000001", "E77000001", "E77000002", "E77000003", "E77000004", "E77000005", "E01000002", "E01000003", "E01000004", "E01000005", "E01000006"))
	require.Equal(t, []string{
		"base.units[0].area the base has areas of several countries: most are of England, not W01000001 of Wales",
	}, found("W01000001", "E01000001", "E01000002"))
	require.Equal(t, []string{
		"base.units[0].area this is a country, and the base has smaller areas: everybody would count twice. Take it out; people outside every area are the remainder",
	}, found("E92000001", "E01000001"))
}

// A remainder stands under the code of its parent on purpose.
func TestValidate_RemainderIsNoTotal(t *testing.T) {
	s := atlasSurvey(cell(0, 5), cell(1, 7))
	s.Base.Remainder = []coverage.Population{{Area: "E92000001", People: 12}}
	require.Empty(t, totals(s.Validate(atlasProgramme())))
}

// paths lists where the violations of an error are.
func paths(err error) (out []string) {
	for v := range validate.Of(err).All() {
		out = append(out, v.Path)
	}
	return out
}

// totals lists what is said of sums and of codes that hold others.
func totals(vs validate.Violations) []string {
	return listed(vs.Where(func(v validate.Violation) bool { return v.Code == validate.Unlikely || v.Code == coverage.MixedSchemes }))
}

func cell(area int, people int64, attributes ...string) coverage.Population {
	p := coverage.Population{Area: areaCode(area), People: people}
	for i := 0; i < len(attributes); i += 2 {
		if p.Attributes == nil {
			p.Attributes = map[string]string{}
		}
		p.Attributes[attributes[i]] = attributes[i+1]
	}
	return p
}

// Of five areas or more one that is the sum of the others is a warning.
func TestValidate_SumOfTheOthers(t *testing.T) {
	s := atlasSurvey(cell(0, 5), cell(1, 7), cell(2, 22), cell(3, 10))
	require.Empty(t, totals(s.Validate(atlasProgramme())))
	s.Base.Units = append(s.Base.Units, cell(4, 44))
	require.Equal(t, []string{"warning unlikely base.units[4].people"}, totals(s.Validate(atlasProgramme())))
	s.Base.Units[4].People++
	require.Empty(t, totals(s.Validate(atlasProgramme())))
	s.Base.Units[4].People = 44
	s.Alternatives = []coverage.Base{s.Base}
	s.Base.Units = s.Base.Units[:4]
	require.Equal(t, []string{"warning unlikely alternatives[0].units[4].people"}, totals(s.Validate(atlasProgramme())))
}

// A value that in every area is the sum of the other values is a warning, also beside other
// attributes, and so are cells without the attribute.
func TestValidate_AllAges(t *testing.T) {
	for _, all := range []string{"All ages", ""} {
		var units []coverage.Population
		for area := range 3 {
			for i, sex := range []string{"F", "M"} {
				young, old := int64(10+area+i), int64(7*area+3)
				if area == 1 {
					young, old = 0, 0 // nobody lives there
				}
				total := cell(area, young+old, "sex", sex)
				if all != "" {
					total.Attributes["age"] = all
				}
				units = append(units, total, cell(area, young, "age", "0-64", "sex", sex), cell(area, old, "age", "65+", "sex", sex))
			}
		}
		s := atlasSurvey(units...)
		require.Equal(t, []string{"warning unlikely base.units[0].attributes"}, totals(s.Validate(atlasProgramme())))
		s.Base.Units[len(units)-1].People++ // not in every area
		require.Empty(t, totals(s.Validate(atlasProgramme())))
	}
	halves := atlasSurvey(cell(0, 5, "sex", "F"), cell(0, 5, "sex", "M"))
	require.Empty(t, totals(halves.Validate(atlasProgramme())))
}

// Whatever the areas, a row with their sum among them is told, by records and by tables alike,
// and nothing is told of the same areas without it.
func TestTotals_AreTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(5, 12).Draw(t, "areas")
		at := rapid.IntRange(0, n).Draw(t, "at")
		code := rapid.SampledFrom([]coverage.AreaCode{"E92000001", "E12000003", "TOTAL", "K04000001", "E01033000"}).Draw(t, "code")
		ages := []string{"0-64", "65+", "75+"}
		var units []coverage.Population
		var sum int64
		for i := range n {
			for _, age := range ages {
				people := rapid.Int64Range(1, 1<<11).Draw(t, "people") << i // no area is the sum of others by chance
				sum += people
				units = append(units, cell(i, people, "age", age))
			}
		}
		told := func(units []coverage.Population) (records, table []string) {
			s := atlasSurvey(units...)
			records = totals(s.Validate(atlasProgramme()))
			s.Base.Units = nil
			var b strings.Builder
			b.WriteString("area,age,people\n")
			for _, u := range units {
				fmt.Fprintf(&b, "%s,%s,%d\n", u.Area, u.Attributes["age"], u.People)
			}
			a, err := coverage.ReadAtlasCSV(strings.NewReader(b.String()), coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}}, atlasProgramme(), s)
			if err != nil {
				return records, totals(validate.Of(err))
			}
			return records, totals(a.Warnings())
		}
		unlikely, _ := told(units)
		if len(unlikely) > 0 {
			t.Skip("a sum by chance")
		}
		total := []coverage.Population{{Area: code, People: sum, Attributes: map[string]string{"age": ages[0]}}}
		records, table := told(slices.Insert(slices.Clone(units), 3*at, total...))
		row := strconv.Itoa(3*at + 2)
		if code == "E01033000" {
			require.Equal(t, []string{fmt.Sprintf("warning unlikely base.units[%d].people", 3*at)}, records)
			require.Equal(t, []string{"warning unlikely row " + row + ", column people"}, table)
			return
		}
		require.Equal(t, []string{fmt.Sprintf("error coverage.scheme base.units[%d].area", 3*at)}, records)
		require.Equal(t, []string{"error coverage.scheme row " + row + ", column area"}, table)
	})
}
