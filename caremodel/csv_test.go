package caremodel_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// categories is a definition without vanguards.
func categories() caremodel.Definition {
	return caremodel.Definition{Slug: "made-up", Name: "Made up", Categories: caremodel.EnglandCategories()}
}

func said(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, v.Error())
	}
	return out
}

func TestReadVanguardsCSV(t *testing.T) {
	vanguards, err := caremodel.ReadVanguardsCSV(strings.NewReader(
		"\uFEFFSlug,Name, Category,aliases,announced,gp_practices,stage,merged_into,source_title,source_for\r\n"+
			"upper-river,Upper River,primary and acute care systems,UR; The Upper River,10 March 2015,1537.0,Merged,lower-river,A page,gp_practices;host\r\n"+
			"upper-river,,,,,,,,Another,\r\n"+
			"lower-river, Lower River ,mcp,,,,,,,\r\n"), categories())
	require.NoError(t, err)
	require.Equal(t, []caremodel.Vanguard{
		{
			Slug: "upper-river", Name: "Upper River", Category: caremodel.PACS, Aliases: []string{"UR", "The Upper River"},
			Announced: caremodel.MustParseDate("2015-03-10"), GPPractices: 1537, Stage: caremodel.StageMerged,
			MergedInto: caremodel.VanguardIDFor("made-up", "lower-river"),
			Sources:    []caremodel.Source{{Title: "A page", For: []string{"gp_practices", "host"}}, {Title: "Another"}},
		},
		{Slug: "lower-river", Name: "Lower River", Category: caremodel.MCP},
	}, vanguards)
}

func TestReadVanguardsCSV_Options(t *testing.T) {
	vanguards, err := caremodel.ReadVanguardsCSV(strings.NewReader("upper-river;Upper River;MCP;05/02/2027;x\n"), categories(), caremodel.CSV{
		Comma: ';', DayFirst: true, NoHeader: true, Header: []string{"Key", "name", "category", "announced"}, Columns: map[string]string{"key": "slug"},
	})
	require.NoError(t, err)
	require.Len(t, vanguards, 1)
	require.Equal(t, caremodel.MustParseDate("2027-02-05"), vanguards[0].Announced)
}

func TestReadVanguardsCSV_Problems(t *testing.T) {
	vanguards, err := caremodel.ReadVanguardsCSV(strings.NewReader("slug,name,Kind of model,announced,gp_practices,merged_into,stage\n"+
		"a,A,pasc,05/02/2027,1.000,c,asleep\nb,B,MCP,,,,\na,A,MCP,,,,\n,C,,,,,\n"), categories(), caremodel.CSV{Columns: map[string]string{"Kind of model": "category"}})
	require.Equal(t, []string{
		`row 2, column Kind of model: "pasc": no such category; the nearest is "PACS", "Integrated primary and acute care system" (unknown)`,
		`row 2, column announced: "05/02/2027": this is 2027-02-05 or 2027-05-02: say that the day comes first (DayFirst), or write one of these (format)`,
		`row 2, column stage: "asleep": use one of "selected", "designing", "delivering", "completed", "merged" or "withdrawn" (format)`,
		`row 2, column gp_practices: "1.000": does the point separate thousands? Write 1000 (format)`,
		`row 4, column slug: "a": another vanguard of the table has this slug; a row that adds a source has no more than slug and source (duplicate)`,
		`row 5, column slug: this must be given (required)`,
		`row 5, column Kind of model: this must be given (required)`,
		`row 2, column merged_into: "c": give an id, or the slug of a vanguard of the table (unknown)`,
	}, said(validate.Of(err)))
	require.Len(t, vanguards, 1)
	require.Equal(t, "b", vanguards[0].Slug)

	broken := errors.New("connection reset")
	_, err = caremodel.ReadVanguardsCSV(io.MultiReader(strings.NewReader("slug,name,category\nb,B,MCP\n"), iotest.ErrReader(broken)), categories())
	require.ErrorIs(t, err, broken)
	require.ErrorIs(t, err, validate.Unreadable)
	require.Equal(t, []string{"row 3: unreadable: the rest of the file could not be read: connection reset (unreadable)"}, said(validate.Of(err)))
	_, err = caremodel.ReadVanguardsCSV(nil, categories())
	require.ErrorIs(t, err, validate.Unreadable)
}

// One call tells of shape and of rules, by row and column.
func TestValidateVanguardsCSV(t *testing.T) {
	d := categories()
	d.Waves = []caremodel.Wave{{Name: "first", Announced: caremodel.MustParseDate("2015-03-10"), Source: caremodel.Source{Title: "made up"}}}
	found := caremodel.ValidateVanguardsCSV(strings.NewReader("slug,name,category,Cohort,source_url\n"+
		"Upper River,A,MCP,first,https://example.org\nb,B,nothing,first,https://example.org\nc,C,MCP,frist,example.org\n"), d,
		caremodel.CSV{Columns: map[string]string{"cohort": "wave"}})
	lines := strings.Join(said(found), "\n")
	for _, want := range []string{`row 2, column slug: "Upper River"`, `row 3, column category: "nothing"`, `row 4, column Cohort: "frist"`, `row 4, column source_url: "example.org"`} {
		require.Contains(t, lines, want)
	}
	require.NotContains(t, lines, "vanguards[")
}

// The rules see every row, and what a cell that cannot be read says is told once. A
// vanguard is held against those of the definition, of which it may take the place.
func TestValidateVanguardsCSV_Rows(t *testing.T) {
	d := categories()
	d.Vanguards = []caremodel.Vanguard{
		{Slug: "ash", Name: "Ash", Category: caremodel.MCP, Sources: []caremodel.Source{{Title: "made up"}}},
		{Slug: "elm", Name: "", Category: "nothing"},
	}
	check := func(rows string) []string {
		return said(caremodel.ValidateVanguardsCSV(strings.NewReader("slug,name,category,wave,stage,merged_into,source_title,source_url\n"+rows), d))
	}
	for _, c := range []struct {
		rows string
		want []string
	}{
		{"ash,Ash,MCP,,,,A page,\n", nil},
		{"birch,Ash,MCP,,,,A page,\n", []string{`row 2, column name: "Ash": the vanguard "ash" has this name already; letter case and punctuation do not tell names apart (duplicate)`}},
		{"a,A,MCP,,,,A page,\nb,a,MCP,,,,A page,\n", []string{`row 3, column name: "a": row 2 has this name already; letter case and punctuation do not tell names apart (duplicate)`}},
		{"a,A,XYZ,nowhere,merged,,A page,\n", []string{`row 2, column category: "XYZ": no such category`, `row 2, column wave: "nowhere": no such wave`, `row 2, column merged_into: say into which`}},
		{"a,A,MCP,,merged,ash-tree,A page,\n", []string{`row 2, column merged_into: "ash-tree": give an id`}},
		{"a,A,MCP,,mergd,a,A page,\n", []string{`row 2, column stage: "mergd"`}},
		{"a,A,MCP,,,,A page,\na,,,,,,Another,example.org\n", []string{`row 3, column source_url: "example.org"`}},
		{"a,A,MCP,,,,,\n", []string{`row 2, column source_title: `}},
	} {
		got := check(c.rows)
		require.Len(t, got, len(c.want), "%s%q", c.rows, got)
		for i := range got {
			require.Contains(t, got[i], c.want[i])
		}
	}
}

// What is written is read back: England's vanguards and partners, and hostile names.
func TestVanguardsCSV_RoundTrip(t *testing.T) {
	hostile := categories()
	for i, name := range []string{"=cmd|'/c calc'!A0", "@sum", "a,b \"c\"", "line\nbreak", "\u202eright to left", "<img onerror=x>", "a|b", "\x1b[31mred"} {
		hostile.Vanguards = append(hostile.Vanguards, caremodel.Vanguard{
			Slug: fmt.Sprintf("v-%d", i), Name: name, Category: caremodel.MCP, Area: name, Host: name,
			Partners: []caremodel.Partner{{Organisation: "Partner " + fmt.Sprint(i), Sources: []caremodel.Source{{Title: name}, {Title: "b"}}}},
			Sources:  []caremodel.Source{{Title: name}, {Title: name, URL: "https://example.org"}},
		})
	}
	for name, d := range map[string]caremodel.Definition{"England": caremodel.EnglandDefinition(), "hostile": hostile} {
		t.Run(name, func(t *testing.T) {
			var vanguards, partners bytes.Buffer
			require.NoError(t, d.WriteCSV(&vanguards))
			require.NoError(t, d.WritePartnersCSV(&partners))
			back := d
			var err error
			back.Vanguards, err = caremodel.ReadVanguardsCSV(&vanguards, d)
			require.NoError(t, err)
			back.Vanguards, err = caremodel.ReadPartnersCSV(&partners, back)
			require.NoError(t, err)
			for i := range d.Vanguards {
				back.Vanguards[i].Initiatives = d.Vanguards[i].Initiatives
			}
			require.Equal(t, d.Vanguards, back.Vanguards)
		})
	}
	hostile.Vanguards[0].Aliases = []string{"a;b"}
	require.ErrorIs(t, hostile.WriteCSV(io.Discard), validate.Format)
}

func TestReadPartnersCSV_Problems(t *testing.T) {
	d := categories()
	d.Vanguards = []caremodel.Vanguard{{Slug: "upper-river", Name: "Upper River", Category: caremodel.MCP}}
	vanguards, err := caremodel.ReadPartnersCSV(strings.NewReader("vanguard,organisation,kind,ODS\n"+
		"Upper River,NHS Upper CCG,CCG,12F\nUpper Rivr,X,,\nupper-river,,,\nupper-river,Y,,12 F\n"), d, caremodel.CSV{Columns: map[string]string{"ods": "code"}})
	require.Equal(t, []caremodel.Partner{{Organisation: "NHS Upper CCG", Kind: caremodel.PartnerCCG, Code: "12F"}}, vanguards[0].Partners)
	require.Empty(t, d.Vanguards[0].Partners)
	lines := said(validate.Of(err))
	require.Len(t, lines, 3)
	require.Equal(t, `row 3, column vanguard: "Upper Rivr": no vanguard has this name; the nearest is "Upper River" (unknown)`, lines[0])
	require.Equal(t, `row 4, column organisation: this must be given (required)`, lines[1])
	require.Contains(t, lines[2], `row 5, column ODS: "12 F"`)
}

func ExampleReadVanguardsCSV() {
	list := "Site;Title;Type\nharbour-town;Harbour Town;multispecialty community provider\n"
	d := caremodel.Definition{Slug: "made-up", Name: "Made up", Categories: caremodel.EnglandCategories()}
	vanguards, err := caremodel.ReadVanguardsCSV(strings.NewReader(list), d, caremodel.CSV{
		Comma: ';', Columns: map[string]string{"Site": "slug", "Title": "name", "Type": "category"},
	})
	fmt.Println(vanguards[0].Slug, vanguards[0].Category, err)
	// Output: harbour-town MCP <nil>
}

func ExampleValidateVanguardsCSV() {
	list := "slug,name,category\nharbour-town,Harbour Town,MPC\n"
	d := caremodel.Definition{Slug: "made-up", Name: "Made up", Categories: caremodel.EnglandCategories()}
	fmt.Println(caremodel.ValidateVanguardsCSV(strings.NewReader(list), d).Errors())
	// Output: row 2, column category: "MPC": no such category; the nearest is "MCP", "Multispecialty community provider" (unknown)
}
