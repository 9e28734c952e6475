package coverage_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func TestReadFootprintsCSV(t *testing.T) {
	text := "id,vanguard,layer,area,share,bound,from,until,completeness,cells.age,source_title,source_url,share_source_title,share_source_published\n" +
		"bay,Better Care Together,population,01H,117/324,about,2017-04-01,2018-03-31,derived,,List page,https://example.org,Look-up,2017-04-01\n" +
		"lake,lakeside,population,04G,,,,,,65+,,,,\n" +
		"bay,,,01K,,,,,,,List page,https://example.org,,\n" +
		"bay,morecambe-bay,population,02M,50%,at-most,2017-04-01,2018-03-31,derived,,Another page,,,\n"
	got, err := coverage.ReadFootprintsCSV(strings.NewReader(text), smallProgramme(t))
	require.NoError(t, err)
	require.Equal(t, []coverage.Footprint{
		{
			ID: "bay", Vanguard: vanguard("morecambe-bay"), Layer: "population",
			Units: []coverage.Part{
				{Area: "01H", Share: share(t, "13/36"), Bound: caremodel.About, Source: caremodel.Source{Title: "Look-up", Published: day("2017-04-01")}},
				{Area: "01K"},
				{Area: "02M", Share: share(t, "1/2"), Bound: caremodel.AtMost},
			},
			From: day("2017-04-01"), Until: day("2018-03-31"), Completeness: coverage.Derived,
			Sources: []caremodel.Source{{Title: "List page", URL: "https://example.org"}, {Title: "Another page"}},
		},
		{
			ID: "lake", Vanguard: vanguard("lakeside"), Layer: "population",
			Units: []coverage.Part{{Area: "04G", Cells: map[string]string{"age": "65+"}}},
		},
	}, got)
}

func TestReadFootprintsCSV_TakesIDs(t *testing.T) {
	text := "area,vanguard,id\n01H," + vanguard("lakeside").String() + ",a\n"
	got, err := coverage.ReadFootprintsCSV(strings.NewReader(text), smallProgramme(t))
	require.NoError(t, err)
	require.Equal(t, []coverage.Footprint{{ID: "a", Vanguard: vanguard("lakeside"), Units: []coverage.Part{{Area: "01H"}}}}, got)
}

func TestReadFootprintsCSV_ReportsRowAndColumn(t *testing.T) {
	text := "id,vanguard,layer,area,share,bound,from,until,completeness\n" +
		"a,lakeside,population,01H,,,,,\n" + // 2
		"b,lakesyde,population,01H,,,,,\n" +
		",lakeside,population,01H,,,,,\n" +
		"c,,population,01H,,,,,\n" + // 5
		"d,lakeside,population,01h,150%,maybe,2015-02-29,soon,full\n" +
		"e,lakeside,population,,,,,,\n" +
		"f,lakeside,population,01H,,,2015-03-10,,complete\n" +
		"f,network,network,01K,,,2015-03-11,2016-01-01,incomplete\n" +
		"g\x01,lakeside,population,01H,,,,,\n" + // 10
		"b,lakeside,population,01K,,,,,\n" +
		"h,lakeside,population,01K,0,,,,\n" +
		"a,lakeside,population,01K,,,,,\n"
	got, err := coverage.ReadFootprintsCSV(strings.NewReader(text), smallProgramme(t))
	require.Equal(t, []string{
		"error unknown row 3, column vanguard",
		"error required row 4, column id",
		"error required row 5, column vanguard",
		"error range row 6, column from",
		"error format row 6, column until",
		"error format row 6, column completeness",
		"error range row 6, column share",
		"error format row 6, column bound",
		"error format row 6, column area",
		"error required row 7, column area",
		"error conflict row 9, column vanguard",
		"error conflict row 9, column layer",
		"error conflict row 9, column from",
		"error conflict row 9, column until",
		"error conflict row 9, column completeness",
		"error format row 10, column id",
		"error range row 12, column share",
	}, listed(validate.Of(err)))
	require.Len(t, got, 1)
	require.Equal(t, coverage.FootprintID("a"), got[0].ID)
	require.Len(t, got[0].Units, 2)
}

func TestReadFootprintsCSV_KnowsItsColumns(t *testing.T) {
	p := smallProgramme(t)
	_, err := coverage.ReadFootprintsCSV(strings.NewReader("id,vanguard,shaer,cells.,area,area\n"), p)
	require.Equal(t, []string{
		"error duplicate row 1, column area", "error unknown row 1, column shaer", "error unknown row 1, column cells.",
	}, listed(validate.Of(err)))
	require.ErrorContains(t, err, "the nearest is share")
	_, err = coverage.ReadFootprintsCSV(strings.NewReader("id,layer\n"), p)
	require.Equal(t, []string{"error required row 1, column vanguard", "error required row 1, column area"}, listed(validate.Of(err)))
	_, err = coverage.ReadFootprintsCSV(strings.NewReader(""), p)
	require.Equal(t, []string{"error required row 1"}, listed(validate.Of(err)))
	broken := errors.New("connection reset")
	_, err = coverage.ReadFootprintsCSV(iotest.ErrReader(broken), p)
	require.ErrorIs(t, err, broken)
}

func FuzzReadFootprintsCSV(f *testing.F) {
	f.Add("id,vanguard,layer,area,share\na,lakeside,population,01H,1/2\n")
	f.Add("id,vanguard,area,cells.age,bound\n\"a,b\",Morecambe Bay,01K,65+,at-most\n\"a,b\",,01H,,\n")
	f.Add("id,vanguard,area,from,until,completeness,source_title\na,network,X2C4Y,2015-01-01,2014-01-01,derived,\x92\n")
	p := smallProgramme(f)
	f.Fuzz(func(t *testing.T, text string) {
		footprints, err := coverage.ReadFootprintsCSV(strings.NewReader(text), p)
		if err != nil {
			require.Positive(t, validate.Of(err).Len())
		}
		seen := map[coverage.FootprintID]bool{}
		for _, fp := range footprints {
			require.False(t, seen[fp.ID])
			seen[fp.ID] = true
			require.True(t, p.Has(fp.Vanguard))
			require.NotEmpty(t, fp.Units)
			for _, part := range fp.Units {
				require.NotZero(t, part.Area.Scheme())
			}
		}
	})
}

func BenchmarkReadFootprintsCSV(b *testing.B) {
	text := "id,vanguard,layer,area,share\n" + strings.Repeat("a,Better Care Together,population,E01010638,50%\n", 10_000)
	p := smallProgramme(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := coverage.ReadFootprintsCSV(strings.NewReader(text), p); err != nil {
			b.Fatal(err)
		}
	}
}
