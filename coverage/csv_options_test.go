package coverage_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// readBase reads a table of which nothing is wrong.
func readBase(t require.TestingT, text string, c coverage.Columns, o ...coverage.BaseOption) []coverage.Population {
	b, err := coverage.ReadBaseCSV(strings.NewReader(text), c, o...)
	require.NoError(t, err)
	return b.Units
}

// A practice list as the NHS Business Services Authority publishes it: men and women by
// age, without a total.
func TestReadBaseCSV_WideByTwoAttributes(t *testing.T) {
	const text = "Practice Name,Practice Code,Male 0-4,Female 0-4,Male 75+,Female 75+\nTHE DENSHAM,A81001,10,20,30,40\nQUEENS PARK,A81002,1,2,3,4\n"
	age := coverage.Wide("age", map[string]string{"male 0-4": "0-4", "Female 0-4": "0-4", "Male 75+": "75+", "FEMALE  75+": "75+"})
	sex := coverage.Wide("sex", map[string]string{"male 0-4": "m", "Female 0-4": "f", "Male 75+": "m", "FEMALE  75+": "f"})
	c := coverage.Columns{Area: "practice code"}
	cell := func(area coverage.AreaCode, people int64, age, sex string) coverage.Population {
		attributes := map[string]string{"age": age}
		if sex != "" {
			attributes["sex"] = sex
		}
		return coverage.Population{Area: area, People: people, Attributes: attributes}
	}
	require.Equal(t, []coverage.Population{
		cell("A81001", 10, "0-4", "m"), cell("A81001", 20, "0-4", "f"), cell("A81001", 30, "75+", "m"), cell("A81001", 40, "75+", "f"),
		cell("A81002", 1, "0-4", "m"), cell("A81002", 2, "0-4", "f"), cell("A81002", 3, "75+", "m"), cell("A81002", 4, "75+", "f"),
	}, readBase(t, text, c, sex, age))
	require.Equal(t, []coverage.Population{
		cell("A81001", 30, "0-4", ""), cell("A81001", 70, "75+", ""), cell("A81002", 3, "0-4", ""), cell("A81002", 7, "75+", ""),
	}, readBase(t, text, c, age), "columns of one value are added up")
	require.Equal(t, []coverage.Population{{Area: "A81001", People: 40}, {Area: "A81002", People: 4}},
		readBase(t, text, c, coverage.PeopleOf("Male 0-4", "Male 75+")))
}

// Options come in any order, with those of the table itself.
func TestReadBaseCSV_Options(t *testing.T) {
	const text = "LSOA;Zone;0-64;65+;All\nE01000001;North;1.200,0;*;1205\nE01000002;;5;<5;\nNO2011;;1;[c];\n"
	c := coverage.Columns{Area: "area", Attributes: []string{"zone"}}
	options := []coverage.BaseOption{
		coverage.Suppressed("*"), coverage.Wide("age", map[string]string{"0-64": "0-64", "65+": ""}),
		caremodel.CSV{Comma: ';', Columns: map[string]string{"LSOA": "area"}}, coverage.Suppressed("<5"), coverage.Suppressed("[c]", "").UpTo(10),
	}
	want := coverage.Base{
		Units: []coverage.Population{
			{Area: "E01000001", People: 1200, Attributes: map[string]string{"zone": "North", "age": "0-64"}},
			{Area: "E01000001", AtMost: 7, Attributes: map[string]string{"zone": "North"}},
			{Area: "E01000002", People: 5, Attributes: map[string]string{"age": "0-64"}},
			{Area: "E01000002", AtMost: 4},
		},
		Remainder: []coverage.Population{{Area: "NO2011", People: 1, Attributes: map[string]string{"age": "0-64"}}, {Area: "NO2011", AtMost: 10}},
	}
	for range len(options) {
		options = append(options[1:], options[0])
		b, err := coverage.ReadBaseCSV(strings.NewReader(strings.Replace(text, "1.200,0", "1200.0", 1)), c, options...)
		require.NoError(t, err)
		require.Equal(t, want, b)
		c.People = "All"
		_, err = coverage.ReadBaseCSV(strings.NewReader(strings.Replace(text, "1.200,0", "1200.0", 1)), c, options...)
		require.NoError(t, err, "1,205 lies between 1,200 and 1,207, and a total that is not stated says nothing against a sum")
		c.People = ""
	}
	_, err := coverage.ReadBaseCSV(strings.NewReader(text), c, options...)
	require.Equal(t, []string{"error format row 2, column 0-64"}, listed(validate.Of(err)))
}

// Sums of columns with and without numbers that are stated.
func TestReadBaseCSV_SuppressedSums(t *testing.T) {
	const text = "area,m,f,all\nE01000001,10,*,12\nE01000002,*,*,\nE01000003,1,2,4\nE01000004,1,*,40\n"
	c := coverage.Columns{Area: "area"}
	people := coverage.PeopleOf("m", "f")
	require.Equal(t, []coverage.Population{
		{Area: "E01000001", People: 10, AtMost: 17}, {Area: "E01000002", AtMost: 14}, {Area: "E01000003", People: 3}, {Area: "E01000004", People: 1, AtMost: 8},
	}, readBase(t, text, c, people, coverage.Suppressed("*")))
	c.People = "all"
	b, err := coverage.ReadBaseCSV(strings.NewReader(text), c, people, coverage.Suppressed("*"))
	require.Equal(t, []string{"error required row 3, column all", "error conflict row 4, column all", "error conflict row 5, column all"}, listed(validate.Of(err)))
	require.Len(t, b.Units, 1)
}

// What a number that is not shown may be is named where no option says so.
func TestReadBaseCSV_NamesTheCause(t *testing.T) {
	c := coverage.Columns{Area: "area", People: "people"}
	for text, words := range map[string]string{
		"*": "Suppressed", "[c]": "Suppressed", "<5": "Suppressed", "..": "Suppressed", "N/A": "Suppressed", "": "Suppressed",
		"many": `write a whole number`, "1.5": "whole", "(400)": "whole", "-5": "at least 0", "#REF!": "spreadsheet", "1.000": "separate thousands",
		"99999999999999999999": "too large",
	} {
		for _, table := range []string{"area,people\nE01000001," + text + "\n", "area,people\nE01000001,5\nE01000001," + text + "\n"} {
			b, err := coverage.ReadBaseCSV(strings.NewReader(table), c)
			require.ErrorContains(t, err, words, text)
			require.Equal(t, 1, validate.Of(err).Len())
			require.Len(t, b.Units, strings.Count(table, "\n")-2)
		}
	}
	for text, want := range map[string]int64{"1537.0": 1537, " 1 537 ": 1537, "1.2E+06": 1_200_000, "\u00a04,000": 4000} {
		require.Equal(t, []coverage.Population{{Area: "E01000001", People: want}}, readBase(t, "Area,PEOPLE,\nE01000001,\""+text+"\",\n", c))
	}
}

// The shapes in which a table comes from spreadsheets: read, or refused in one line that
// names the cause.
func TestReadersOfCSV_Shapes(t *testing.T) {
	const base, prints = "area,people\nE01000001,4000\n", "id,vanguard,area\na,hills,E01000001\n"
	for name, c := range map[string]struct {
		change func(string) string
		words  string
	}{
		"as it is":              {func(s string) string { return s }, ""},
		"byte-order mark twice": {func(s string) string { return "\uFEFF\uFEFF" + s }, ""},
		"line ends of Windows":  {func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, ""},
		"trailing commas":       {func(s string) string { return strings.ReplaceAll(s, "\n", ",,\n") }, ""},
		"sep=":                  {func(s string) string { return "sep=;\n" + strings.ReplaceAll(s, ",", ";") }, ""},
		"header in capitals": {func(s string) string {
			head, rest, _ := strings.Cut(s, "\n")
			return strings.ToUpper(head) + "\n" + rest
		}, ""},
		"blanks around cells":    {func(s string) string { return strings.ReplaceAll(s, ",", " , ") }, ""},
		"end of file of MS-DOS":  {func(s string) string { return s + "\x1a" }, ""},
		"carriage returns alone": {func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }, "carriage return"},
		"formulas of texts":      {func(s string) string { return strings.ReplaceAll(s, "E01000001", `="E01000001"`) }, "formula of a spreadsheet"},
		"semicolons":             {func(s string) string { return strings.ReplaceAll(s, ",", ";") }, "semicolons"},
		"tabs":                   {func(s string) string { return strings.ReplaceAll(s, ",", "\t") }, "tabs"},
		"vertical bars":          {func(s string) string { return strings.ReplaceAll(s, ",", "|") }, "vertical bars"},
		"titles above":           {func(s string) string { return "Table 1\n\n" + s }, "row 3"},
		"a workbook":             {func(s string) string { return "PK\x03\x04" + s }, "workbook"},
		"UTF-16":                 {func(s string) string { return "\xff\xfe" + s }, "UTF-16"},
		"gzip":                   {func(s string) string { return "\x1f\x8b" + s }, "gzip"},
		"a word for a total": {func(s string) string {
			return s + strings.ReplaceAll(s[strings.Index(s, "\n")+1:], "E01000001", "Total")
		}, "total"},
		"a column twice": {func(s string) string { return strings.Replace(s, "area", "area,area", 1) }, "both have"},
		"no header":      {func(s string) string { return s[strings.Index(s, "\n")+1:] }, ""},
	} {
		s := atlasSurvey()
		_, baseErr := coverage.ReadBaseCSV(strings.NewReader(c.change(base)), coverage.Columns{Area: "area", People: "people"})
		_, atlasErr := coverage.ReadAtlasCSV(strings.NewReader(c.change(base)), coverage.Columns{Area: "area", People: "people"}, atlasProgramme(), s)
		_, printsErr := coverage.ReadFootprintsCSV(strings.NewReader(c.change(prints)), atlasProgramme())
		_, partsErr := coverage.ReadIntersectionsCSV(strings.NewReader(c.change("area,target\nE01000001,E38000001\n")), coverage.LookupColumns{From: "area", To: "target"})
		for _, err := range []error{baseErr, atlasErr, printsErr, partsErr} {
			switch {
			case name == "no header":
				require.Error(t, err)
			case c.words == "":
				require.NoError(t, err, name)
			default:
				require.ErrorContains(t, err, c.words, name)
			}
		}
	}
}

// Options that contradict each other, the columns or the reader are refused before a row
// is read.
func TestBaseOption_Refused(t *testing.T) {
	age := map[string]string{"a": "1", "b": "2"}
	type list = []coverage.BaseOption
	for name, c := range map[string]struct {
		options list
		code    validate.Code
	}{
		"two of a kind":      {list{coverage.PeopleOf("a"), caremodel.CSV{}, caremodel.CSV{}}, validate.Conflict},
		"nil":                {list{nil}, validate.Conflict},
		"of footprints":      {list{coverage.Unmatched()}, validate.Conflict},
		"of a check":         {list{coverage.Within(coverage.Survey{})}, validate.Conflict},
		"wide and summed":    {list{coverage.Wide("age", age), coverage.PeopleOf("a")}, validate.Conflict},
		"wide by others":     {list{coverage.Wide("age", age), coverage.Wide("sex", map[string]string{"a": "m"})}, validate.Conflict},
		"wide twice":         {list{coverage.Wide("age", age), coverage.Wide("age", age)}, validate.Duplicate},
		"wide and a column":  {list{coverage.Wide("zone", age)}, validate.Duplicate},
		"wide of nothing":    {list{coverage.Wide("age", nil)}, validate.Required},
		"wide without name":  {list{coverage.Wide("", age)}, validate.Required},
		"no such column":     {list{coverage.PeopleOf("a", "c")}, validate.Required},
		"a column twice":     {list{coverage.PeopleOf("a", "A")}, validate.Duplicate},
		"suppressed nothing": {list{coverage.PeopleOf("a"), coverage.Suppressed("*").UpTo(0)}, validate.Range},
		"no people":          {nil, validate.Required},
	} {
		columns := coverage.Columns{Area: "area", Attributes: []string{"zone"}}
		const text = "area,zone,a,b\nE01000001,x,1,2\n"
		b, err := coverage.ReadBaseCSV(strings.NewReader(text), columns, c.options...)
		require.ErrorIs(t, err, c.code, name)
		require.Empty(t, b.Units, name)
		for v := range validate.Of(err).All() {
			require.True(t, strings.HasPrefix(v.Path, "row 1"), "%s: %s", name, v)
		}
		if name != "of footprints" {
			_, err = coverage.ReadAtlasCSV(strings.NewReader(text), columns, atlasProgramme(), atlasSurvey(), c.options...)
			require.ErrorIs(t, err, c.code, name)
		}
	}
	_, err := coverage.ReadFootprintsCSV(strings.NewReader("id,vanguard,area\na,hills,E01000001\n"), atlasProgramme(), coverage.Wide("age", age))
	require.ErrorIs(t, err, validate.Conflict)
	_, err = coverage.ReadIntersectionsCSV(strings.NewReader("a,b\nX,Y\n"), coverage.LookupColumns{From: "a", To: "b"}, coverage.Suppressed("*"))
	require.ErrorIs(t, err, validate.Conflict)
}

// A look-up takes the options of a table, and adds columns of people up.
func TestReadIntersectionsCSV_Options(t *testing.T) {
	parts, err := coverage.ReadIntersectionsCSV(strings.NewReader("E01000001;01A;1;2\nE01000002;;3;4\n"), coverage.LookupColumns{From: "1", To: "2"},
		coverage.PeopleOf("3", "4"), caremodel.CSV{Comma: ';', NoHeader: true, Header: []string{"1", "2", "3", "4"}})
	require.NoError(t, err)
	require.Equal(t, []coverage.Intersection{{From: "E01000001", To: "01A", People: 3}, {From: "E01000002", People: 7}}, parts)
}

// A wide table is the long one with the same cells, by way of records and of an atlas,
// with numbers that are not stated too.
func TestReadAtlasCSV_WideIsLong(t *testing.T) {
	ages := []string{"a", "b", ""}
	rapid.Check(t, func(t *rapid.T) {
		type row struct {
			area  coverage.AreaCode
			need  string
			cells [3]string
		}
		var long, broad bytes.Buffer
		tall, flat := csv.NewWriter(&long), csv.NewWriter(&broad)
		require.NoError(t, tall.Write([]string{"area", "need", "age", "people"}))
		require.NoError(t, flat.Write([]string{"x", "b", "area", "a", "need", "none"}))
		for i := range rapid.IntRange(1, 5).Draw(t, "rows") {
			r := row{area: areaCode(i / 2), need: []string{"x", "y"}[i%2]}
			if rapid.IntRange(0, 9).Draw(t, "pseudo") == 0 {
				r.area = "NO2011"
				r.need = strconv.Itoa(i)
			}
			for k := range r.cells {
				r.cells[k] = rapid.SampledFrom([]string{"0", "1", "2", "\"3.0\"", "*", "<3"}).Draw(t, "people")
				r.cells[k] = strings.Trim(r.cells[k], `"`)
				require.NoError(t, tall.Write([]string{string(r.area), r.need, ages[k], r.cells[k]}))
			}
			require.NoError(t, flat.Write([]string{"", r.cells[1], string(r.area), r.cells[0], r.need, r.cells[2]}))
		}
		tall.Flush()
		flat.Flush()
		marks := coverage.Suppressed("*", "<3").UpTo(2)
		bands := coverage.Wide("age", map[string]string{"a": "a", "b": "b", "none": ""})
		s := atlasSurvey()
		s.Footprints = []coverage.Footprint{
			{ID: "one", Vanguard: atlasVanguard(0), Layer: "network", Units: []coverage.Part{{Area: areaCode(0)}, {Area: areaCode(1), Share: drawShare(t)}}},
			{ID: "two", Vanguard: atlasVanguard(1), Layer: "network", Units: []coverage.Part{{Area: areaCode(0), Share: drawShare(t)}, {Area: areaCode(2)}}},
		}
		columns := coverage.Columns{Area: "area", People: "people", Attributes: []string{"need", "age"}}
		wide := coverage.Columns{Area: "area", Attributes: []string{"need"}}
		base, err := coverage.ReadBaseCSV(bytes.NewReader(long.Bytes()), columns, marks)
		require.NoError(t, err)
		held := s
		held.Base.Units, held.Base.Remainder = base.Units, base.Remainder
		s.Footprints = coverage.Survey{Footprints: s.Footprints}.Footprints
		atlas, err := coverage.ReadAtlasCSV(bytes.NewReader(broad.Bytes()), wide, atlasProgramme(), s, bands, marks, coverage.Unmatched())
		for i := range held.Footprints {
			held.Footprints[i].Unmatched = true
		}
		want, wantErr := coverage.NewAtlas(atlasProgramme(), held)
		if wantErr != nil {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		require.Equal(t, answers(t, want, "age", "need"), answers(t, atlas, "age", "need"))
		other, err := coverage.ReadBaseCSV(bytes.NewReader(broad.Bytes()), wide, marks, bands)
		require.NoError(t, err)
		require.ElementsMatch(t, base.Units, other.Units)
		require.ElementsMatch(t, base.Remainder, other.Remainder)
	})
}

// Rows of several cells are told by their numbers wherever they stand.
func TestReadAtlasCSV_WideOnAnyNumberOfCores(t *testing.T) {
	table := func(odd string) string {
		var b strings.Builder
		b.WriteString("area,old,young\n")
		for i := range 40_000 {
			switch i {
			case 20_000:
				b.WriteString(odd)
			case 30_000:
				b.WriteString("\n\"E02000001\",1,2\n")
			case 35_000:
				b.WriteString("E01000003,1,2\n")
			default:
				fmt.Fprintf(&b, "E01%06d,%d,*\n", i, i%90)
			}
		}
		return b.String()
	}
	s := atlasSurvey()
	s.Base.Edition = "made up"
	for _, cores := range []int{1, 2, 7} {
		onCores(cores, func() {
			for odd, want := range map[string][]string{
				"NO2011,1,2\n":    {"warning coverage.scheme row 30003, column area", "error duplicate row 35003", "warning required base.sources"},
				"E01999999,x,*\n": {"error format row 20002, column old", "warning coverage.scheme row 30003, column area"},
			} {
				_, err := coverage.ReadAtlasCSV(strings.NewReader(table(odd)), coverage.Columns{Area: "area"}, atlasProgramme(), s,
					coverage.Wide("age", map[string]string{"old": "o", "young": "y"}), coverage.Suppressed("*"))
				require.Equal(t, want, listed(validate.Of(err)))
			}
		})
	}
}

// Areas that the base does not have are listed and counted; the rest is used, and what
// it covers is a least figure.
func TestUnmatched(t *testing.T) {
	const prints = "id,vanguard,layer,area,cells.age\na,hills,network,E01000001,x\na,,,E01000009,\na,,,E38000001,\na,,,E01000001,z\nb,vale,network,E01000002,\n"
	s := atlasSurvey(
		coverage.Population{Area: areaCode(0), People: 100, Attributes: map[string]string{"age": "x"}},
		coverage.Population{Area: areaCode(1), People: 30, Attributes: map[string]string{"age": "x"}})
	var err error
	s.Footprints, err = coverage.ReadFootprintsCSV(strings.NewReader(prints), atlasProgramme(), coverage.Unmatched())
	require.NoError(t, err)
	require.True(t, s.Footprints[0].Unmatched)
	a := newAtlas(t, s)
	warned := listed(a.Warnings())
	require.Subset(t, warned, []string{
		"warning coverage.unmatched footprints[0].units[1].area", "warning coverage.unmatched footprints[0].units[2].area",
		"warning coverage.unmatched footprints[0].units[3].cells", "warning not-known footprints[0].units",
	})
	all, err := a.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{atlasVanguard(0), atlasVanguard(1)}})
	require.NoError(t, err)
	require.Equal(t, coverage.Estimate{Low: 130, High: 130, Of: 130, Missing: 1, Meant: 2}, all.Covered())
	for v := range a.Warnings().All() {
		if v.Path == "footprints[0].units" {
			require.Contains(t, v.Detail, "3 of 4 parts are not in the base")
		}
	}

	s.Footprints[0].Unmatched = false
	require.ErrorIs(t, s.Validate(atlasProgramme()).Err(), validate.Unknown)
	s.Base.Units = nil
	streamed, err := coverage.ReadAtlasCSV(strings.NewReader("area,people,age\nE01000001,100,x\nE01000002,30,x\n"),
		coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}}, atlasProgramme(), s, coverage.Unmatched())
	require.NoError(t, err)
	require.Equal(t, answers(t, a, "age"), answers(t, streamed, "age"))
	require.False(t, s.Footprints[0].Unmatched, "the survey is the caller's")
}

// FuzzBaseOptions: whatever the table, the options read it into records and into an
// atlas alike, or both refuse it.
func FuzzBaseOptions(f *testing.F) {
	f.Add("area;young;old;need\nE01000001;1;*;x\nE01000002;\"1,000\";<5;\n")
	f.Add("\uFEFFAREA;Young;OLD;need;\r\nNO2011;1E+05;2.0;\x92;\r\n\r\nE01000001;*;*;x\r\n")
	f.Add("area;young;old;need\nE01000001;9000000000000000000;9000000000000000000;\nE01000001;1;2;\n")
	c := coverage.Columns{Area: "area", Attributes: []string{"need"}}
	options := []coverage.BaseOption{
		coverage.Wide("age", map[string]string{"young": "0-64", "old": "65+"}), coverage.Suppressed("*", "<5"), caremodel.CSV{Comma: ';'},
	}
	f.Fuzz(func(t *testing.T, text string) {
		base, err := coverage.ReadBaseCSV(strings.NewReader(text), c, options...)
		for _, u := range append(base.Units, base.Remainder...) {
			require.True(t, u.People >= 0 && (u.AtMost == 0 || u.AtMost > u.People), u)
		}
		s := atlasSurvey()
		streamed, streamErr := coverage.ReadAtlasCSV(strings.NewReader(text), c, atlasProgramme(), s, options...)
		if err == nil {
			s.Base.Units, s.Base.Remainder = base.Units, base.Remainder
			var a *coverage.Atlas
			if a, err = coverage.NewAtlas(atlasProgramme(), s); err == nil {
				require.NoError(t, streamErr)
				require.Equal(t, answers(t, a, "age", "need"), answers(t, streamed, "age", "need"))
				return
			}
		}
		require.Error(t, streamErr, "records were refused: %v", err)
	})
}
