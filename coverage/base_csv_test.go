package coverage_test

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func TestReadBaseCSV(t *testing.T) {
	text := "\uFEFFarea ,name,age,sex,people\r\n" +
		"E01010638,\"Airedale, Wharfedale\",0-64,F,\"1,537\"\r\n" +
		"E01010638,Airedale,65+,,200 \r\n" +
		"\r\n" +
		"NO2011,Ynys M\xf4n\x92s,0-64,M,17\r\n" +
		"E01010639,\"two\nlines\",65+,F,0\r\n"
	b, err := coverage.ReadBaseCSV(strings.NewReader(text), coverage.Columns{Area: "area", People: "people", Attributes: []string{"age", "sex", "name"}})
	require.NoError(t, err)
	require.Equal(t, coverage.Base{
		Units: []coverage.Population{
			{Area: "E01010638", People: 1537, Attributes: map[string]string{"age": "0-64", "sex": "F", "name": "Airedale, Wharfedale"}},
			{Area: "E01010638", People: 200, Attributes: map[string]string{"age": "65+", "name": "Airedale"}},
			{Area: "E01010639", People: 0, Attributes: map[string]string{"age": "65+", "sex": "F", "name": "two\nlines"}},
		},
		Remainder: []coverage.Population{
			{Area: "NO2011", People: 17, Attributes: map[string]string{"age": "0-64", "sex": "M", "name": "Ynys Môn’s"}},
		},
	}, b)
}

func TestReadBaseCSV_WithoutAttributes(t *testing.T) {
	b, err := coverage.ReadBaseCSV(strings.NewReader("a,p\nE01010638,5\n"), coverage.Columns{Area: "a", People: "p"})
	require.NoError(t, err)
	require.Equal(t, []coverage.Population{{Area: "E01010638", People: 5}}, b.Units)
}

func TestReadBaseCSV_ReportsRowAndColumn(t *testing.T) {
	text := "area,people\n" +
		"E01010638,1537\n" + // 2
		"e01010638,1\n" +
		"E01010639,\n" +
		"E01010639,-5\n" + // 5
		"E01010639,1.5\n" +
		"E01010639,\"1,5\"\n" +
		"E01010639,\"12,345,67\"\n" +
		"E01010639,*\n" +
		"E01010639,9999999999999999999\n" + // 10
		",7\n" +
		"E01010639\n" +
		"E01010639,5\"\n" +
		"E01010640,12\n"
	b, err := coverage.ReadBaseCSV(strings.NewReader(text), coverage.Columns{Area: "area", People: "people"})
	require.Equal(t, []string{
		"error format row 3, column area",
		"error required row 4, column people",
		"error range row 5, column people",
		"error precision row 6, column people",
		"error format row 7, column people",
		"error format row 8, column people",
		"error format row 9, column people",
		"error overflow row 10, column people",
		"error required row 11, column area",
		"error format row 12",
		"error format row 13",
	}, listed(validate.Of(err)))
	require.Equal(t, []coverage.Population{{Area: "E01010638", People: 1537}, {Area: "E01010640", People: 12}}, b.Units)
}

func TestReadBaseCSV_NeedsItsColumns(t *testing.T) {
	_, err := coverage.ReadBaseCSV(strings.NewReader("F_LSOA11CD,total,total\n"), coverage.Columns{Area: "LSOA11CD", People: "total", Attributes: []string{"age"}})
	require.Equal(t, []string{"error duplicate row 1, column total", "error required row 1, column LSOA11CD", "error required row 1, column age"}, listed(validate.Of(err)))
	require.ErrorContains(t, err, "the header has F_LSOA11CD, total, total")

	_, err = coverage.ReadBaseCSV(strings.NewReader("a,b\n"), coverage.Columns{})
	require.Equal(t, []string{"error required row 1", "error required row 1"}, listed(validate.Of(err)))
	_, err = coverage.ReadBaseCSV(strings.NewReader(""), coverage.Columns{Area: "a", People: "b"})
	require.Equal(t, []string{"error required row 1"}, listed(validate.Of(err)))
	_, err = coverage.ReadBaseCSV(strings.NewReader("a,b\n"), coverage.Columns{Area: "a", People: "b", Attributes: make([]string, 65)})
	require.ErrorIs(t, err, validate.TooLarge)
}

func TestReadBaseCSV_ReadError(t *testing.T) {
	broken := errors.New("connection reset")
	text := "area,people\nE01010638,1537\nE01010639,x\n"
	b, err := coverage.ReadBaseCSV(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), coverage.Columns{Area: "area", People: "people"})
	require.ErrorIs(t, err, broken)
	require.ErrorIs(t, err, validate.Format)
	require.Len(t, b.Units, 1)
}

func FuzzReadBaseCSV(f *testing.F) {
	f.Add("area,people,age\nE01010638,1537,65+\n")
	f.Add("\uFEFFarea,people,age\r\n\"NO2011\",\"1,537\",\r\nE01010638,-1,\x92\n")
	f.Add("area,people\nx,y\n")
	c := coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := coverage.ReadBaseCSV(strings.NewReader(text), c)
		if err != nil {
			require.Positive(t, validate.Of(err).Len())
		}
		var out strings.Builder
		out.WriteString("area,people,age\n")
		for _, cell := range append(b.Units, b.Remainder...) {
			require.NotZero(t, cell.Area.Scheme())
			require.GreaterOrEqual(t, cell.People, int64(0))
			out.WriteString(string(cell.Area) + "," + strconv.FormatInt(cell.People, 10) + `,"` + strings.ReplaceAll(cell.Attributes["age"], `"`, `""`) + "\"\n")
		}
		again, err := coverage.ReadBaseCSV(strings.NewReader(out.String()), c)
		require.NoError(t, err)
		require.Equal(t, b, again)
	})
}

// TestReadBaseCSVCostsNoMemoryPerText: equal areas and equal sets of attributes are kept once.
func TestReadBaseCSV_SharesTexts(t *testing.T) {
	const rows = 10_000
	var text strings.Builder
	text.WriteString("area,people,age\n")
	for i := range rows {
		text.WriteString("E0101063" + strconv.Itoa(i%10) + ",5," + strconv.Itoa(i%7) + "\n")
	}
	allocs := testing.AllocsPerRun(3, func() {
		b, err := coverage.ReadBaseCSV(strings.NewReader(text.String()), coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}})
		require.NoError(t, err)
		require.Len(t, b.Units, rows)
	})
	require.Less(t, allocs, 200.0)
}

func BenchmarkReadBaseCSV(b *testing.B) {
	var text strings.Builder
	text.WriteString("LSOA11CD,age,sex,people\n")
	for i := range 100_000 {
		text.WriteString("E0100" + strconv.Itoa(1000+i/18) + "," + strconv.Itoa(i%9) + "," + []string{"F", "M"}[i%2] + ",57\n")
	}
	c := coverage.Columns{Area: "LSOA11CD", People: "people", Attributes: []string{"age", "sex"}}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := coverage.ReadBaseCSV(strings.NewReader(text.String()), c); err != nil {
			b.Fatal(err)
		}
	}
}
