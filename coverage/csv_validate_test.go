package coverage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// said lists violations with their words.
func said(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, v.Error())
	}
	return out
}

// Shape and rules, of one row and of two, by row and column, each once.
func TestValidateBaseCSV_EveryProblem(t *testing.T) {
	const text = "LSOA,Patients,Age band\n" +
		"E01000001,10,0-64\n" + // 2
		"E01000001,5,65+\n" +
		"E01000002,many,0-64\n" +
		"e01000003,5,65+\n" + // 5
		"E01000001,6,65+\n" +
		"12F,5,65+\n" +
		"E92000001,5,65+\n" +
		"E01000004,200000000,\n" +
		"NO2011,7,65+\n" + // 10
		"NO2011,8,65+\n" +
		"E01000005\n"
	c := coverage.Columns{Area: "LSOA", People: "patients", Attributes: []string{"age band"}}
	require.Equal(t, []string{
		`row 4, column patients: "many": write a whole number, as in "1537" or "1,537" (format)`,
		`row 5, column LSOA: "e01000003": an area code has capital letters and no blanks: write E01000003 (format)`,
		`row 6: "E01000001": row 3 is the same area with the same attributes (duplicate)`,
		`row 7, column LSOA: "12F": a base has codes of one scheme: most are of the scheme gss, not 12F (coverage.scheme)`,
		`row 8, column LSOA: "E92000001": this is a country, and the base has smaller areas: everybody would count twice. Take it out; people outside every area are the remainder (coverage.scheme)`,
		`row 9, column patients: "200000000": more than 100 million people in one cell (warning: unlikely)`,
		`row 9, column age band: "age band": 1 of 6 cells lack this attribute; their people are shown as unknown (warning: coverage.missing-attribute)`,
		`row 11: "NO2011": row 10 is the same area with the same attributes (duplicate)`,
		`row 12: "E01000005": has 1 field; the header has 3 (format)`,
	}, said(coverage.ValidateBaseCSV(strings.NewReader(text), c)))

	require.Empty(t, said(coverage.ValidateBaseCSV(strings.NewReader("a;m;f\nE01000001;1;*\nNO2011;2;3\n"), coverage.Columns{Area: "a"},
		coverage.PeopleOf("m", "f"), caremodel.CSV{Comma: ';'}, coverage.Suppressed("*"))))
	for text, want := range map[string]string{
		"":                           "error required row 1",
		"LSOA,age band\n":            "error required row 1, column patients",
		"LSOA,patients,age band\n":   "error required row 1",
		"LSOA;patients;age band\n":   "error format row 1",
		"LSOA,patients,age band\n\"": "error format row 2",
	} {
		require.Equal(t, []string{want}, listed(coverage.ValidateBaseCSV(strings.NewReader(text), c)), text)
	}
	require.ErrorIs(t, coverage.ValidateBaseCSV(strings.NewReader(text), c, coverage.Unmatched()).Err(), validate.Conflict)
	broken := errors.New("the line dropped")
	require.ErrorIs(t, coverage.ValidateBaseCSV(iotest.ErrReader(broken), c).Err(), broken)
}

// The same for footprints, by themselves and in a survey.
func TestValidateFootprintsCSV_EveryProblem(t *testing.T) {
	const text = "id,vanguard,layer,GSS,share,bound,from,until,completeness,cells.age,source_title,share_source_title,share_source_url\n" +
		"a,hills,network,E01000001,50%,,01/04/2015,,,,Page,,\n" + // 2
		"a,,,E01000002,,,,,,65+,,Look-up,no address\n" +
		"a,,,E01000001,,,,,,,,,\n" +
		"b,Nowhere,network,E01000001,,,,,,,,,\n" + // 5
		"c,vale,network,E01000001,half,,2016-04-01,2015-04-01,,,,,\n" +
		"d,vale,population,E01000009,1/2,not-stated,,,full,,Page,,\n" +
		"d,hills,,E01000003,,,,,,,,,\n"
	options := caremodel.CSV{Columns: map[string]string{"GSS": "area"}, DayFirst: true}
	alone := []string{
		`row 3, column share_source_url: "no address": write an address with its scheme and without blanks, as in "https://www.england.nhs.uk/" (format)`,
		`row 4, column GSS: "E01000001": row 2 of this footprint has the same area (duplicate)`,
		`row 5, column vanguard: "Nowhere": no vanguard has this name (unknown)`,
		`row 5, column source_title: say where this was read (warning: required)`,
		`row 6, column share: "half": write a ratio as "1/2", "50%" or "0.5" (format)`,
		`row 6, column until: "2015-04-01": the footprint begins later, on 2016-04-01 (order)`,
		`row 6, column source_title: say where this was read (warning: required)`,
		`row 7, column completeness: "full": use one of "complete", "incomplete" or "derived" (format)`,
		`row 7, column share: "1/2": a share whose size is not stated is left out (conflict)`,
		`row 8, column vanguard: "hills": the first row of this footprint says otherwise (conflict)`,
	}
	got := said(coverage.ValidateFootprintsCSV(strings.NewReader(text), atlasProgramme(), options))
	require.Equal(t, alone, got)

	s := overlapping()
	s.Layers = s.Layers[:1]
	s.Footprints = nil
	within := said(coverage.ValidateFootprintsCSV(strings.NewReader(text), atlasProgramme(), options, coverage.Within(s)))
	for _, words := range []string{
		`row 7, column layer: "population": no such layer`, `row 7, column GSS: "E01000009": the base has no such area (unknown)`,
		`row 3: "age=65+": the base has no such cell of E01000002 (unknown)`,
	} {
		require.True(t, slices.ContainsFunc(within, func(v string) bool { return strings.HasPrefix(v, words) }), "%s: %q", words, within)
	}
	require.Len(t, within, len(alone)+3)
	unmatched := listed(coverage.ValidateFootprintsCSV(strings.NewReader(text), atlasProgramme(), coverage.Unmatched(), options, coverage.Within(s)))
	require.Contains(t, unmatched, "warning coverage.unmatched row 7, column GSS")
	require.Contains(t, unmatched, "warning not-known row 7")

	require.Empty(t, said(coverage.ValidateFootprintsCSV(strings.NewReader("id,vanguard,area,edition,source_title\na,hills,01H,\"CCG April 2015\",Page\n"), atlasProgramme())))
	require.Equal(t, []string{"error required programme"}, listed(coverage.ValidateFootprintsCSV(strings.NewReader(text), nil)))
	require.Equal(t, []string{"error required row 1, column id", "error required row 1, column vanguard"}, listed(coverage.ValidateFootprintsCSV(strings.NewReader("area\n"), atlasProgramme())))
	broken := errors.New("the line dropped")
	require.ErrorIs(t, coverage.ValidateFootprintsCSV(iotest.ErrReader(broken), atlasProgramme()).Err(), broken)
}

// A table is found in order exactly when its rows can be read and the survey with them
// breaks no rule.
func TestValidateFootprintsCSV_IsBothChecks(t *testing.T) {
	p := atlasProgramme()
	s := overlapping()
	s.Footprints = nil
	rapid.Check(t, func(t *rapid.T) {
		cells := [][]string{
			{"a", "a", "b", ""}, {"hills", "hills", "vale", "", "nobody"}, {"network", "network", "population", "", "other"},
			{"E01000001", "E01000002", "E01000002", "E01000009", "x"}, {"", "", "1/2", "lots"}, {"", "at-most", "not-stated"},
			{"", "2015-04-01", "2016-04-01"}, {"", "2015-05-01", "soon"}, {"", "11", "zz"}, {"Page", ""},
		}
		var rows strings.Builder
		rows.WriteString("id,vanguard,layer,area,share,bound,from,until,cells.age,source_title\n")
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			line := make([]string, len(cells))
			for i, some := range cells {
				line[i] = rapid.SampledFrom(some).Draw(t, "cell")
			}
			rows.WriteString(strings.Join(line, ",") + "\n")
		}
		got := coverage.ValidateFootprintsCSV(strings.NewReader(rows.String()), p, coverage.Within(s))
		all, err := coverage.ReadFootprintsCSV(strings.NewReader(rows.String()), p)
		if err != nil {
			require.Subset(t, listed(got), listed(validate.Of(err)))
			return
		}
		survey := s
		survey.Footprints = all
		of := func(vs validate.Violations) int {
			n := 0
			for v := range vs.All() {
				if strings.HasPrefix(v.Path, "footprints[") {
					n++
				}
			}
			return n
		}
		rules := survey.Validate(p)
		require.Equal(t, of(rules), got.Len(), rows.String())
		require.Equal(t, of(rules.Errors()), got.Errors().Len())
		for v := range got.All() {
			require.True(t, strings.HasPrefix(v.Path, "row "), v.Path)
			require.NotContains(t, v.Detail, "units[")
		}
	})
}

// The same for a base.
func TestValidateBaseCSV_IsBothChecks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows strings.Builder
		rows.WriteString("area,age,people\n")
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			rows.WriteString(rapid.SampledFrom([]string{"E01000001", "E01000002", "E01000003", "E02000001", "E92000001", "NO2011", "12F", "x"}).Draw(t, "area") + "," +
				rapid.SampledFrom([]string{"a", "b", ""}).Draw(t, "age") + "," + rapid.SampledFrom([]string{"1", "2", "3", "200000000", "-1"}).Draw(t, "people") + "\n")
		}
		c := coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}}
		got := coverage.ValidateBaseCSV(strings.NewReader(rows.String()), c)
		for v := range got.All() {
			require.True(t, strings.HasPrefix(v.Path, "row "), v.Path)
		}
		s := atlasSurvey()
		s.Base.Edition = "made up"
		_, err := coverage.ReadAtlasCSV(strings.NewReader(rows.String()), c, atlasProgramme(), s)
		require.Equal(t, err == nil, got.Err() == nil, "%v: %v", err, got)
		if err != nil {
			require.Subset(t, listed(got), listed(validate.Of(err).Errors().Where(func(v validate.Violation) bool { return v.Path != "base.units" })))
		}
	})
}

// However many rows are wrong, so many problems are kept and all are counted.
func TestValidateCSV_Flood(t *testing.T) {
	const rows = 50_000
	count := func(vs validate.Violations) map[validate.Code]int {
		n := map[validate.Code]int{}
		for _, c := range vs.Summary() {
			n[c.Code] += c.Count
		}
		require.LessOrEqual(t, vs.Len(), 100*len(n))
		return n
	}
	var base, prints strings.Builder
	base.WriteString("area,people\n")
	prints.WriteString("id,vanguard,area,share,until,from\n")
	for i := range rows {
		fmt.Fprintf(&base, "e%08d,x\nE01000001,1\n", i)
		fmt.Fprintf(&prints, "f%d,nobody,E01%06d,lots,2015-01-01,2016-01-01\nall,hills,E01000001,,,\n", i, i)
	}
	require.Equal(t, map[validate.Code]int{validate.Format: 2 * rows, validate.Duplicate: rows - 1},
		count(coverage.ValidateBaseCSV(strings.NewReader(base.String()), coverage.Columns{Area: "area", People: "people"})))
	vs := coverage.ValidateFootprintsCSV(strings.NewReader(prints.String()), atlasProgramme())
	require.Equal(t, map[validate.Code]int{
		validate.Unknown: rows, validate.Format: rows, validate.Order: rows, validate.Duplicate: rows - 1, validate.Required: rows + 1,
	}, count(vs))
	for v := range vs.All() {
		require.Regexp(t, `^row \d+`, v.Path)
	}
}

// FuzzValidateFootprintsCSV: whatever the text, the check ends and says of each problem
// where it is.
func FuzzValidateFootprintsCSV(f *testing.F) {
	f.Add("id,vanguard,layer,area,share,cells.age\na,hills,network,E01000001,1/2,\na,,,E01000001,,11\nb,vale,,E01000009,x,\n")
	f.Add("id;vanguard;area;edition;from;until;source_title;source_url\na;Hills;01H;CCG April 2015;03/04/2016;2015;x\x01;y\na;;01H;;;;;\n")
	p, s := atlasProgramme(), overlapping()
	s.Footprints = nil
	f.Fuzz(func(t *testing.T, text string) {
		for _, options := range [][]coverage.BaseOption{nil, {coverage.Within(s), coverage.Unmatched()}, {caremodel.CSV{Comma: ';', DayFirst: true}, coverage.Within(s)}} {
			for v := range coverage.ValidateFootprintsCSV(strings.NewReader(text), p, options...).All() {
				require.Regexp(t, `^row \d+`, v.Path)
				require.NotContains(t, v.Detail, "units[")
			}
		}
	})
}

// FuzzValidateBaseCSV: the same for a base.
func FuzzValidateBaseCSV(f *testing.F) {
	f.Add("area,people,age\nE01000001,1,a\nE01000001,2,a\nNO2011,1,\nNO2011,2,\nE92000001,x,b\n")
	f.Add("AREA,People,age\r\n\"E01000001\",\"1,000\",\x92\r\n12F,2,\x01\r\n")
	c := coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}}
	f.Fuzz(func(t *testing.T, text string) {
		vs := coverage.ValidateBaseCSV(strings.NewReader(text), c, coverage.Suppressed("*"))
		for v := range vs.All() {
			require.Regexp(t, `^row \d+`, v.Path)
		}
		_, err := coverage.ReadBaseCSV(strings.NewReader(text), c, coverage.Suppressed("*"))
		if err != nil {
			require.Error(t, vs.Err())
		}
	})
}

func ExampleValidateBaseCSV() {
	const table = `LSOA11CD,age,patients
E01010638,0-64,1211
E01010638,65+,many
E01010639,0-64,"1,204"
E01010638,0-64,1211
Total,,3626
`
	for v := range coverage.ValidateBaseCSV(strings.NewReader(table), coverage.Columns{Area: "LSOA11CD", People: "patients", Attributes: []string{"age"}}).Errors().All() {
		fmt.Println(v)
	}
	// Output:
	// row 3, column patients: "many": write a whole number, as in "1537" or "1,537" (format)
	// row 5: "E01010638": row 2 is the same area with the same attributes (duplicate)
	// row 6, column LSOA11CD: "Total": this is a word for all areas together, and no area: a row of totals has no place among those that it adds up (format)
}

func ExampleValidateFootprintsCSV() {
	const table = `id,vanguard,layer,area,share,from
north,Northumberland,population,00L,,2015-04-01
north,,,99C,half,
north,,,00L,50%,
bay,Morecambe Bey,population,01K,,
`
	for v := range coverage.ValidateFootprintsCSV(strings.NewReader(table), caremodel.England(), coverage.Within(coverage.EnglandSurvey())).Errors().All() {
		fmt.Println(v)
	}
	// Output:
	// row 3, column share: "half": write a ratio as "1/2", "50%" or "0.5" (format)
	// row 4, column area: "00L": row 2 of this footprint has the same area (duplicate)
	// row 5, column vanguard: "Morecambe Bey": no vanguard has this name; the nearest is "Better Care Together (Morecambe Bay Health Community)" (unknown)
}
