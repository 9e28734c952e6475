package coverage_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// became returns the parts of areas of April 2015 in an edition.
func became(t *testing.T, edition coverage.Edition, on string, areas ...coverage.AreaCode) map[coverage.AreaCode]map[coverage.AreaCode]coverage.Share {
	c, err := coverage.EnglandSuccession().Crosswalk(
		coverage.Vintage{Edition: coverage.EditionCCG2015, On: day("2015-04-01")}, coverage.Vintage{Edition: edition, On: day(on)}, areas...)
	require.NoError(t, err)
	parts := map[coverage.AreaCode]map[coverage.AreaCode]coverage.Share{}
	for _, w := range c.Weights {
		if parts[w.From] == nil {
			parts[w.From] = map[coverage.AreaCode]coverage.Share{}
		}
		parts[w.From][w.To] = w.Share
	}
	return parts
}

func TestEnglandSuccession_IsSoundAndCanonical(t *testing.T) {
	s := coverage.EnglandSuccession()
	require.NoError(t, s.Validate().Err())
	var written bytes.Buffer
	document := json.NewEncoder(&written)
	document.SetEscapeHTML(false)
	document.SetIndent("", " ")
	require.NoError(t, document.Encode(s))
	goldentest.File(t, "data/england_succession.json", written.Bytes())
	s.Events[0].From, s.Names[0].Name, s.Sources[0].Title = "changed", "changed", "changed"
	require.NotEqual(t, s, coverage.EnglandSuccession())
	require.Equal(t, "NHS Darlington CCG", coverage.EnglandSuccession().Names[0].Name)
}

// Every group of April 2015 leads to areas of July 2022 that have a name.
func TestEnglandSuccession_CoversEveryGroup(t *testing.T) {
	s := coverage.EnglandSuccession()
	groups := coverage.EnglandSurvey().Base.Units
	areas := make([]coverage.AreaCode, len(groups))
	for i, u := range groups {
		areas[i] = u.Area
		require.NotEmpty(t, s.Name(u.Area, day("2015-04-01")), u.Area)
	}
	for _, c := range []struct {
		edition coverage.Edition
		on      string
		entity  coverage.Entity
		number  int
	}{
		{coverage.EditionCCG2017, "2017-04-01", coverage.EntityCCG, 207},
		{coverage.EditionCCG2018, "2018-04-01", coverage.EntityCCG, 195},
		{coverage.EditionCCG2019, "2019-04-01", coverage.EntityCCG, 191},
		{coverage.EditionCCG2020, "2020-04-01", coverage.EntityCCG, 135},
		{coverage.EditionCCG2021, "2021-04-01", coverage.EntityCCG, 106},
		{"sub-ICB location July 2022", "2022-07-01", coverage.EntityCCG, 106},
		{"ICB July 2022", "2022-07-01", coverage.EntityICB, 42},
	} {
		found := map[coverage.AreaCode]bool{}
		for _, parts := range became(t, c.edition, c.on, areas...) {
			for code := range parts {
				found[code] = true
				require.Equal(t, c.entity, code.Entity(), code)
				require.NotEmpty(t, s.Name(code, day(c.on)), code)
			}
		}
		require.Len(t, found, c.number, c.edition)
	}
	require.Len(t, became(t, "ICB July 2022", "2022-07-01"), len(areas), "without areas: all of them")
	require.Equal(t, "NHS Cumbria CCG", s.Name("01H", day("2017-03-31")))
	require.Equal(t, "NHS North Cumbria CCG", s.Name("01H", day("2017-04-01")))
	require.Equal(t, "NHS North East and North Cumbria ICB - 01H", s.Name("01H", day("2022-07-01")))
	require.Empty(t, s.Name("QHM", day("2022-06-30")))
}

// People who came to an area from elsewhere take no part in what only those of
// another origin did.
func TestEnglandSuccession_KeepsOriginsApart(t *testing.T) {
	for _, c := range []struct {
		area    coverage.AreaCode
		edition coverage.Edition
		want    map[coverage.AreaCode]coverage.Share
	}{
		{"05L", "sub-ICB location July 2022", map[coverage.AreaCode]coverage.Share{"D2P2L": share(t, "186/278"), "15E": share(t, "92/278")}},
		{"05C", "sub-ICB location July 2022", map[coverage.AreaCode]coverage.Share{"D2P2L": {}}},
		{"01H", "sub-ICB location July 2022", map[coverage.AreaCode]coverage.Share{"01H": share(t, "207/324"), "01K": share(t, "117/324")}},
		{"01K", "sub-ICB location July 2022", map[coverage.AreaCode]coverage.Share{"01K": share(t, "89/99"), "02M": share(t, "10/99")}},
		{"01K", "ICB July 2022", map[coverage.AreaCode]coverage.Share{"QE1": {}}},
		{"01Y", "ICB July 2022", map[coverage.AreaCode]coverage.Share{"QOP": share(t, "141/162"), "QJ2": share(t, "21/162")}},
	} {
		require.Equal(t, c.want, became(t, c.edition, "2022-07-01", c.area)[c.area], "%s %s", c.area, c.edition)
	}

	// Who is followed from 2021 on, or from 2017, may be of any origin.
	later, err := coverage.EnglandSuccession().Crosswalk(coverage.Vintage{Edition: coverage.EditionCCG2021, On: day("2021-04-01")},
		coverage.Vintage{Edition: "sub-ICB location July 2022", On: day("2022-07-01")}, "D2P2L")
	require.NoError(t, err)
	require.Equal(t, share(t, "92/804"), later.Weights[0].Share)
	later, err = coverage.EnglandSuccession().Crosswalk(coverage.Vintage{Edition: coverage.EditionCCG2017, On: day("2017-04-01")},
		coverage.Vintage{Edition: coverage.EditionCCG2018, On: day("2018-04-01")}, "01K")
	require.NoError(t, err)
	require.Equal(t, coverage.Weight{From: "01K", To: "02M", Share: share(t, "10/216")}, later.Weights[1])
}

// TestEnglandSuccession_AgainstTheNationalTables holds it against the table of the
// groups that vanguards name, by small areas.
func TestEnglandSuccession_AgainstTheNationalTables(t *testing.T) {
	f, err := os.Open("../../shared/reference/vanguards3/ccg_successors.csv")
	if err != nil {
		t.Skip("reference file ccg_successors.csv is not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	areas := make([]coverage.AreaCode, 0, len(rows))
	for _, row := range rows[1:] {
		areas = append(areas, coverage.AreaCode(row[0]))
	}
	part := regexp.MustCompile(`(\w+)(?: \((\d+)\))?`)
	for column, to := range map[int]coverage.Vintage{
		3: {Edition: coverage.EditionCCG2017, On: day("2017-04-01")}, 4: {Edition: coverage.EditionCCG2018, On: day("2018-04-01")},
		5: {Edition: coverage.EditionCCG2020, On: day("2020-04-01")}, 6: {Edition: coverage.EditionCCG2021, On: day("2021-04-01")},
		7: {Edition: "sub-ICB location July 2022", On: day("2022-07-01")}, 8: {Edition: "ICB July 2022", On: day("2022-07-01")},
	} {
		found := became(t, to.Edition, to.On.String(), areas...)
		for _, row := range rows[1:] {
			want := map[coverage.AreaCode]coverage.Share{}
			for _, m := range part.FindAllStringSubmatch(row[column], -1) {
				want[coverage.AreaCode(m[1])] = coverage.Share{}
				if m[2] != "" {
					want[coverage.AreaCode(m[1])] = share(t, m[2]+"/"+row[2])
				}
			}
			require.Equal(t, want, found[coverage.AreaCode(row[0])], "%s %s", row[0], to.Edition)
		}
	}
}
