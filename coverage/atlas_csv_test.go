package coverage_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

var tableColumns = coverage.Columns{Area: "area", People: "people", Attributes: []string{"age", "need"}}

// asTable writes the units of a survey as a table, and returns the survey without
// them.
func asTable(t fails, s coverage.Survey) (coverage.Survey, []byte) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	require.NoError(t, w.Write([]string{"note", "need", "people", "area", "age"}))
	for i, u := range s.Base.Units {
		require.NoError(t, w.Write([]string{"a, b " + strconv.Itoa(i), u.Attributes["need"], strconv.FormatInt(u.People, 10), string(u.Area), u.Attributes["age"]}))
	}
	w.Flush()
	s.Base.Units = nil
	return s, b.Bytes()
}

// A table that streams in gives the same atlas as records, in any order of its
// rows and however it arrives.
func TestReadAtlasCSV_IsTheAtlasOfTheRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallSurvey(t)
		s.Base.Remainder = []coverage.Population{{Area: "E40000001", People: 5, Attributes: map[string]string{"age": "b", "more": "y"}}}
		want := answers(t, newAtlas(t, s), "age", "need", "more")
		shuffle(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)), s.Base.Units)
		head, table := asTable(t, s)
		a, err := coverage.ReadAtlasCSV(iotest.HalfReader(bytes.NewReader(table)), tableColumns, atlasProgramme(), head)
		require.NoError(t, err)
		require.Equal(t, want, answers(t, a, "age", "need", "more"))
		require.Equal(t, coverage.Resident, a.Basis())
		require.Equal(t, coverage.EditionLSOA2011, a.Edition())
		require.Equal(t, s.Base.AsAt, a.AsAt())
	})
}

// Rows of pseudo codes are people outside every unit; they come before the
// survey's own remainder.
func TestReadAtlasCSV_KeepsPseudoCodes(t *testing.T) {
	s, table := asTable(t, overlapping())
	table = append(table, "x,,11,NO2021,10\n"...)
	a, err := coverage.ReadAtlasCSV(bytes.NewReader(table), tableColumns, atlasProgramme(), s)
	require.NoError(t, err)
	require.EqualValues(t, 917+11, a.Population())
	all, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	var outside []coverage.AreaCode
	for g := range all.Uncovered() {
		outside = append(outside, g.Area)
	}
	require.Equal(t, []coverage.AreaCode{areaCode(2), areaCode(3), "NO2021", "E40000001", "NO2011"}, outside)
	b, err := all.Breakdown("age")
	require.NoError(t, err)
	ten, _ := b.Group("10")
	require.EqualValues(t, 207+11, ten.Population)
}

// A column that is asked for twice is one attribute.
func TestReadAtlasCSV_WithAColumnTwice(t *testing.T) {
	s, table := asTable(t, overlapping())
	columns := tableColumns
	columns.Attributes = []string{"age", "need", "age"}
	a, err := coverage.ReadAtlasCSV(bytes.NewReader(table), columns, atlasProgramme(), s)
	require.NoError(t, err)
	require.Equal(t, answers(t, newAtlas(t, overlapping()), "age"), answers(t, a, "age"))
}

// What is wrong with a table is told by row and column.
func TestReadAtlasCSV_TellsRowAndColumn(t *testing.T) {
	for _, c := range []struct {
		name, table string
		code        validate.Code
		paths       []string
	}{
		{"people", "area,people,age,need\nE01000001,ten,,\nE01000002,-1,,\n", validate.Format, []string{"row 2, column people"}},
		{"an area twice", "area,people,age,need\nE01000001,1,,\n\nE01000002,2,,\nE01000001,3,,\n", validate.Duplicate, []string{"row 5"}},
		{
			"a cell twice", "area,people,age,need\nE01000001,1,a,\nE01000001,2,b,\nE01000001,3,a,x\nE01000001,4,a,\nE01000001,5,b,\n",
			validate.Duplicate, []string{"row 5", "row 6"},
		},
		{"schemes", "area,people,age,need\nE01000001,1,,\n12F,2,,\n", coverage.MixedSchemes, []string{"row 3, column area"}},
		{"a missing column", "area,people,age\nE01000001,1,\n", validate.Required, []string{"row 1, column need"}},
		{"no rows", "area,people,age,need\n", validate.Required, []string{"base.units"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := atlasSurvey()
			a, err := coverage.ReadAtlasCSV(strings.NewReader(c.table), tableColumns, atlasProgramme(), s)
			require.ErrorIs(t, err, c.code)
			require.Nil(t, a)
			var paths []string
			for v := range validate.Of(err).Errors().All() {
				if v.Code == c.code {
					paths = append(paths, v.Path)
				}
			}
			require.Equal(t, c.paths, paths)
		})
	}
}

// The rules of a survey are the same for a table; what is odd is a warning.
func TestReadAtlasCSV_ChecksTheSurvey(t *testing.T) {
	s, table := asTable(t, overlapping())
	s.Footprints[0].Units[0].Area = "E01000009"
	s.Footprints[1].Units[0].Cells = map[string]string{"age": "11"}
	s.Base.Basis = 0
	_, err := coverage.ReadAtlasCSV(bytes.NewReader(table), tableColumns, atlasProgramme(), s)
	require.ErrorIs(t, err, validate.Required)

	s.Base.Basis = coverage.Resident
	_, err = coverage.ReadAtlasCSV(bytes.NewReader(table), tableColumns, atlasProgramme(), s)
	require.ErrorIs(t, err, validate.Unknown)
	var paths []string
	for v := range validate.Of(err).Errors().All() {
		paths = append(paths, v.Path)
	}
	require.Equal(t, []string{"footprints[0].units[0].area", "footprints[1].units[0].cells"}, paths)

	_, err = coverage.ReadAtlasCSV(bytes.NewReader(table), tableColumns, atlasProgramme(), overlapping())
	require.ErrorIs(t, err, validate.Conflict)

	a, err := coverage.ReadAtlasCSV(strings.NewReader("area,people,age,need\nE01000001,1,a,\nE01000002,2,,\nE01000003,200000000,a,\n"), tableColumns, atlasProgramme(), atlasSurvey())
	require.NoError(t, err)
	warned := map[string]validate.Code{}
	for v := range a.Warnings().All() {
		if strings.HasPrefix(v.Path, "row") {
			warned[v.Path] = v.Code
		}
	}
	require.Equal(t, map[string]validate.Code{"row 3, column age": coverage.MissingAttribute, "row 4, column people": validate.Unlikely}, warned)
}

// A reader's own error comes back as it is.
func TestReadAtlasCSV_PassesReadErrorsOn(t *testing.T) {
	broken := errors.New("the line dropped")
	s, table := asTable(t, overlapping())
	_, err := coverage.ReadAtlasCSV(iotest.TimeoutReader(bytes.NewReader(table)), tableColumns, atlasProgramme(), s)
	require.ErrorIs(t, err, iotest.ErrTimeout)
	_, err = coverage.ReadAtlasCSV(iotest.ErrReader(broken), tableColumns, atlasProgramme(), s)
	require.ErrorIs(t, err, broken)
}

// Whatever the table, both ways refuse it or both give the same atlas.
func FuzzReadAtlasCSV(f *testing.F) {
	s, table := asTable(f, overlapping())
	f.Add(table)
	f.Add([]byte("\xEF\xBB\xBFarea,people,age,need\r\nE01000001,\"1,000\",\x92,\r\n"))
	f.Add([]byte("area,people,age,need\nE01000001,1,a,\nE01000001,2,a,\n"))
	f.Add([]byte("area,people,age,need\nNO2011,1,a,\nE01000002,2,a,b\nE99999999,3,,\n"))
	f.Add([]byte("area,people,age,need\n12F,9223372036854775807,,\n02F,1,,\n"))
	s.Footprints = nil
	f.Fuzz(func(t *testing.T, table []byte) {
		streamed, streamErr := coverage.ReadAtlasCSV(bytes.NewReader(table), tableColumns, atlasProgramme(), s)
		held := s
		base, err := coverage.ReadBaseCSV(bytes.NewReader(table), tableColumns)
		if err == nil {
			held.Base.Units = base.Units
			held.Base.Remainder = append(base.Remainder, s.Base.Remainder...)
			var a *coverage.Atlas
			if a, err = coverage.NewAtlas(atlasProgramme(), held); err == nil {
				require.NoError(t, streamErr)
				require.Equal(t, answers(t, a, "age", "need"), answers(t, streamed, "age", "need"))
				return
			}
		}
		require.Error(t, streamErr, "records were refused: %v", err)
	})
}

// longTable has 1,500 areas of 20 cells each, more than a megabyte, with what is out of the way in a table put in between:
// before row n (the header is row 1) the text odd[n], which ends in a line break.
func longTable(odd map[int]string) []byte {
	var b bytes.Buffer
	b.WriteString("note,need,people,area,age\n")
	row := 2
	for i := range 30_000 {
		for text, ok := odd[row]; ok; text, ok = odd[row] {
			b.WriteString(text)
			row++
		}
		fmt.Fprintf(&b, "what nobody needs to know,%d,%d,%s,%d-\n", i*7%20, i%90, areaCode(i/20), i%20)
		row++
	}
	return b.Bytes()
}

// onCores calls f with so many processors.
func onCores(n int, f func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
	f()
}

// What is out of the way in the middle of a table that is read in many blocks comes out as by way of records, on any number
// of cores.
func TestReadAtlasCSV_OnAnyNumberOfCores(t *testing.T) {
	table := longTable(map[int]string{
		9_000:  "\"quoted, and\ntwice\",\"1\",5,E02000001,\n",
		9_001:  "\"again\",,\"1,234\",E02000001,1-\n",
		14_000: "pseudo,1,7,NO2021,1-\n",
		14_001: "\n",
		14_002: "blank attributes,,7,E02000002,\n",
		14_003: "unlikely,1,100000001,E02000003,1-\n",
		20_000: "pseudo,,8,E99999999,\n",
		20_001: "Windows,\xa3,8,E02000004,\x80\n",
		29_000: "Windows,\xa3,9,E02000005,\x80\n",
	})
	s := atlasSurvey()
	s.Base.Edition = coverage.EditionLSOA2011
	base, err := coverage.ReadBaseCSV(bytes.NewReader(table), tableColumns)
	require.NoError(t, err)
	held := s
	held.Base.Units, held.Base.Remainder = base.Units, base.Remainder
	want := answers(t, newAtlas(t, held), "age", "need")
	for _, cores := range []int{1, 2, 7} {
		onCores(cores, func() {
			for _, r := range []io.Reader{bytes.NewReader(table), iotest.HalfReader(bytes.NewReader(table))} {
				a, err := coverage.ReadAtlasCSV(r, tableColumns, atlasProgramme(), s)
				require.NoError(t, err)
				require.Equal(t, want, answers(t, a, "age", "need"))
				var warned []string
				for v := range a.Warnings().All() {
					if strings.HasPrefix(v.Path, "row") {
						warned = append(warned, v.Path+" "+string(v.Code))
					}
				}
				require.Equal(t, []string{
					"row 14003, column people unlikely", "row 9000, column area coverage.scheme",
					"row 9000, column age coverage.missing-attribute", "row 9001, column need coverage.missing-attribute",
				}, warned)
			}
		})
	}
}

// Violations come in the order of the rows, those that need all rows after the others, each once, whatever core meets them first.
func TestReadAtlasCSV_TellsTheSameOnAnyNumberOfCores(t *testing.T) {
	odd := map[int]string{
		3:      "x,1,ten,E01000001,1\n",
		9_000:  "x,bad\x01text,1,E02000001,1-\n",
		9_001:  "\"x\",bad\x01text,-1,E02000001,\"1-\"\n",
		14_000: "too,short\n",
		14_001: "x,1,2,12F,1-\n",
		20_000: "x,other\x01text,1,E02000001,2-\n",
		25_000: "x,1,1,e01000001,1-\n",
		25_001: "\n",
		25_002: "x,bad\x01text,1,E02000001,3-\n",
		29_000: "x,1,,E01000001,1\n",
	}
	for _, cores := range []int{1, 2, 7} {
		onCores(cores, func() {
			_, err := coverage.ReadAtlasCSV(bytes.NewReader(longTable(odd)), tableColumns, atlasProgramme(), atlasSurvey())
			require.Equal(t, []string{
				"error format row 3, column people",
				"error format row 9000, column need",
				"error range row 9001, column people",
				"error format row 14000",
				"error format row 20000, column need",
				"error format row 25000, column area",
				"error required row 29000, column people",
				"warning coverage.scheme row 9000, column area",
				"error coverage.scheme row 14001, column area",
			}, listed(validate.Of(err)))
		})
	}
}

// Cells given twice are told by row wherever they stand.
func TestReadAtlasCSV_TellsTwinsOnAnyNumberOfCores(t *testing.T) {
	odd := map[int]string{9_000: "x,7,1,E01000001,1-\n", 9_001: "\n", 29_000: "x,7,2,E01000001,1-\n", 29_001: "\"x\",0,2,E01000001,0-\n"}
	for _, cores := range []int{1, 2, 7} {
		onCores(cores, func() {
			_, err := coverage.ReadAtlasCSV(bytes.NewReader(longTable(odd)), tableColumns, atlasProgramme(), atlasSurvey())
			var got []string
			for v := range validate.Of(err).Errors().All() {
				got = append(got, v.Path+": "+v.Detail)
			}
			require.Equal(t, []string{
				"row 9000: row 3 is the same area with the same attributes",
				"row 29000: row 3 is the same area with the same attributes",
				"row 29001: row 2 is the same area with the same attributes",
			}, got)
		})
	}
}
