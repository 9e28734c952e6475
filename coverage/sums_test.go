package coverage_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// A row that is the total of all others, and cells that are that of the others of their
// area, are told of on every way from a table to an atlas, and of an alternative base too.
func TestSums_ToldOnEveryWay(t *testing.T) {
	var table strings.Builder
	table.WriteString("area,age,people\n")
	for n := range 7 { // the last has as many people as the six others together
		people := 10 * (n + 1)
		if n == 6 {
			people = 210
		}
		fmt.Fprintf(&table, "%[1]s,All ages,%[2]d\n%[1]s,young,%[3]d\n%[1]s,old,%[4]d\n", areaCode(n), people, people/5, people-people/5)
	}
	columns := coverage.Columns{Area: "area", People: "people", Attributes: []string{"age"}}
	read, err := coverage.ReadBaseCSV(strings.NewReader(table.String()), columns)
	require.NoError(t, err)
	bare := atlasSurvey()
	survey := atlasSurvey(read.Units...)
	streamed, err := coverage.ReadAtlasCSV(strings.NewReader(table.String()), columns, atlasProgramme(), bare)
	require.NoError(t, err)
	alternative := atlasSurvey(coverage.Population{Area: areaCode(0), People: 1})
	alternative.Alternatives = []coverage.Base{survey.Base}
	alternative.Alternatives[0].Name = "another"
	for way, found := range map[string]validate.Violations{
		"Validate": survey.Validate(atlasProgramme()), "NewAtlas": newAtlas(t, survey).Warnings(), "ReadAtlasCSV": streamed.Warnings(),
		"alternative": newAtlas(t, alternative).Warnings(),
	} {
		text := found.String()
		require.Contains(t, text, "has as many people as the other 6 areas together", way)
		require.Contains(t, text, `"All ages" has in every area as many people as all other values together`, way)
	}
}
