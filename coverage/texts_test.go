package coverage_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// places puts a text wherever a survey holds one.
var places = map[string]func(s *coverage.Survey, text string){
	"base.name":                 func(s *coverage.Survey, text string) { s.Base.Name = text },
	"base.sources[0].title":     func(s *coverage.Survey, text string) { s.Base.Sources[0].Title = text },
	"base.sources[0].publisher": func(s *coverage.Survey, text string) { s.Base.Sources[0].Publisher = text },
	"base.edition": func(s *coverage.Survey, text string) {
		s.Base.Edition = coverage.Edition(text)
		s.Crosswalks[0].From, s.Footprints[0].Edition = s.Base.Edition, s.Base.Edition
	},
	"base.units[0].attributes.place": func(s *coverage.Survey, text string) {
		for i := range s.Base.Units {
			s.Base.Units[i].Attributes["place"] = text
		}
		s.Footprints[0].Units[0].Cells["place"] = text
	},
	"base.units[0].attributes": func(s *coverage.Survey, text string) {
		for i := range s.Base.Units {
			s.Base.Units[i].Attributes[text] = "x"
		}
		s.Footprints[0].Units[0].Cells[text] = "x"
	},
	"base.remainder[0].attributes.age": func(s *coverage.Survey, text string) { s.Base.Remainder[0].Attributes["age"] = text },
	"base.remainder[0].attributes":     func(s *coverage.Survey, text string) { s.Base.Remainder[0].Attributes[text] = "x" },
	"alternatives[0].name":             func(s *coverage.Survey, text string) { s.Alternatives[0].Name = text },
	"references[0].name":               func(s *coverage.Survey, text string) { s.References[0].Name = text },
	"crosswalks[0].to":                 func(s *coverage.Survey, text string) { s.Crosswalks[0].To = coverage.Edition(text) },
	"layers[2].name": func(s *coverage.Survey, text string) {
		s.Layers[2].Name, s.Footprints[2].Layer = text, text
	},
	"footprints[0].id": func(s *coverage.Survey, text string) {
		s.Footprints[0].ID = coverage.FootprintID(text)
		s.Claims[0].Scope.Footprints[0] = s.Footprints[0].ID
	},
	"footprints[0].units[0].source.title": func(s *coverage.Survey, text string) { s.Footprints[0].Units[0].Source.Title = text },
	"claims[0].words":                     func(s *coverage.Survey, text string) { s.Claims[0].Words = text },
	"claims[0].source.title":              func(s *coverage.Survey, text string) { s.Claims[0].Source.Title = text },
	"targets[0].source.title":             func(s *coverage.Survey, text string) { s.Targets[0].Source.Title = text },
}

// TestTexts_ASoundSurveyCanBeWritten: what Validate finds in order can be written and read
// back, whatever its texts say, and a text that cannot be is reported where it stands.
func TestTexts_ASoundSurveyCanBeWritten(t *testing.T) {
	p := smallProgramme(t)
	for path, put := range places {
		for _, text := range []string{"Ynys Môn", "<a & \"b\">", "a\u2028b", "a\\u0000", "\U0001F3E5"} {
			s := fullSurvey(t)
			put(&s, text)
			require.NoError(t, s.Validate(p).Err(), "%s: %q", path, text)
			var out bytes.Buffer
			require.NoError(t, s.WriteJSON(&out), "%s: %q", path, text)
			read, err := coverage.ReadSurvey(&out, p)
			require.NoError(t, err, "%s: %q", path, text)
			require.Equal(t, s, read, "%s: %q", path, text)
		}
		for _, text := range []string{"a\xff", "a\uFFFDb", "a\x00b", strings.Repeat("x", 64<<10+1)} {
			s := fullSurvey(t)
			put(&s, text)
			found := map[string]bool{}
			for v := range s.Validate(p).Errors().All() {
				found[v.Path] = true
			}
			require.Contains(t, found, path, "%.20q", text)
		}
	}
}

// TestReadAtlasCSV_ChecksTexts: the table's values are held to the same rule as those of
// records, at the first row that has one.
func TestReadAtlasCSV_ChecksTexts(t *testing.T) {
	table := "area,people,place\nE01000001,1,Ynys Môn\nE01000002,2,a\uFFFDb\nE01000003,2,a\uFFFDb\n"
	columns := coverage.Columns{Area: "area", People: "people", Attributes: []string{"place"}}
	s := coverage.Survey{Base: coverage.Base{Basis: coverage.Resident, Edition: coverage.EditionLSOA2011, AsAt: day("2015-06-30")}}
	_, err := coverage.ReadAtlasCSV(strings.NewReader(table), columns, smallProgramme(t), s)
	require.ErrorIs(t, err, validate.Format)
	require.Equal(t, []string{"error format row 3, column place"}, listed(validate.Of(err).Errors()))

	base, err := coverage.ReadBaseCSV(strings.NewReader(table), columns)
	require.NoError(t, err)
	s.Base.Units = base.Units
	_, err = coverage.NewAtlas(smallProgramme(t), s)
	require.ErrorIs(t, err, validate.Format)
}

// TestTexts_AreasOfAnotherEditionCountOnce: two halves of one area of another edition may be
// the same half, and are refused as those of an area of the base are.
func TestTexts_AreasOfAnotherEditionCountOnce(t *testing.T) {
	s := fullSurvey(t)
	half := share(t, "1/2")
	s.Footprints[2].Units = []coverage.Part{{Area: "E38000216", Share: half}, {Area: "E38000216", Share: half}}
	_, err := coverage.NewAtlas(smallProgramme(t), s)
	require.ErrorIs(t, err, validate.Duplicate)

	young, old := map[string]string{"age": "0-64"}, map[string]string{"age": "65+"}
	s.Footprints[2].Units = []coverage.Part{{Area: "E38000216", Cells: young}, {Area: "E38000216", Cells: old}}
	s.Footprints[2].Completeness = coverage.Complete
	a, err := coverage.NewAtlas(smallProgramme(t), s)
	require.NoError(t, err)
	chosen, err := a.Select(coverage.Filter{Layers: []string{"care-homes"}})
	require.NoError(t, err)
	require.Equal(t, coverage.Estimate{Low: 360, High: 360, Of: 1600}, bare(chosen.Covered()))
}
