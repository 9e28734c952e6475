package coverage_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// plainRows reads a published file by encoding/csv alone, for sums of its own.
func plainRows(t testing.TB, name string) [][]string {
	rows, err := csv.NewReader(reference(t, name)).ReadAll()
	require.NoError(t, err)
	return rows
}

const practiceList = "bsa_practice_list_2015Q4.csv.gz"

// practiceBands are the columns of a practice list, by age and by sex.
func practiceBands() []coverage.BaseOption {
	ages, sexes := map[string]string{}, map[string]string{}
	for _, age := range []string{"0-4", "5-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+"} {
		for _, sex := range []string{"Male", "Female"} {
			ages[sex+" "+age], sexes[sex+" "+age] = age, strings.ToLower(sex)
		}
	}
	return []coverage.BaseOption{coverage.Wide("age", ages), coverage.Wide("sex", sexes)}
}

// TestReference_PracticeList reads the patients registered at the practices of England and their
// like in December 2015, men and women by age in 18 columns without a total, and holds
// them against sums of the file's own.
func TestReference_PracticeList(t *testing.T) {
	rows := plainRows(t, practiceList)
	var all int64
	byAge := map[string]int64{}
	for _, row := range rows[1:] {
		for i, text := range row[8:26] {
			n, err := strconv.ParseInt(text, 10, 64)
			require.NoError(t, err)
			_, age, _ := strings.Cut(rows[0][8+i], " ")
			byAge[age] += n
			all += n
		}
	}
	require.Len(t, byAge, 9)
	s := coverage.Survey{Base: coverage.Base{
		Name: "practice lists", Basis: coverage.Registered, Edition: "practices, December 2015", AsAt: day("2015-12-31"),
	}}
	c := coverage.Columns{Area: "Practice Code"}
	require.Empty(t, listed(coverage.ValidateBaseCSV(reference(t, practiceList), c, practiceBands()...).Errors()))
	a, err := coverage.ReadAtlasCSV(reference(t, practiceList), c, atlasProgramme(), s, practiceBands()...)
	require.NoError(t, err)
	require.Equal(t, all, a.Population())
	selection, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	ages, err := selection.Breakdown("age")
	require.NoError(t, err)
	n := 0
	for g := range ages.Groups() {
		require.Equal(t, byAge[g.Value], g.Population, g.Value)
		n++
	}
	require.Equal(t, 9, n)

	b, err := coverage.ReadBaseCSV(reference(t, practiceList), c, coverage.PeopleOf(rows[0][8:26]...))
	require.NoError(t, err)
	require.Len(t, b.Units, len(rows)-1)
	var summed int64
	for _, u := range b.Units {
		summed += u.People
	}
	require.Equal(t, all, summed)
}

// TestReference_PracticeRegister lays the register of practices of the Organisation Data Service
// on the practice lists: a file without a header, 27 columns wide, whose fifteenth says
// who commissions a practice. It has prisons, clinics and closed practices, which no
// list has: they are listed and counted, and the rest is used.
func TestReference_PracticeRegister(t *testing.T) {
	const register = "ods_epraccur_2016-02.csv.gz"
	rows := plainRows(t, register)
	lists := map[string]int64{}
	for _, row := range plainRows(t, practiceList)[1:] {
		lists[row[7]] = 0
		for _, text := range row[8:26] {
			n, err := strconv.ParseInt(text, 10, 64)
			require.NoError(t, err)
			lists[row[7]] += n
		}
	}
	def := caremodel.Definition{
		Slug: "commissioners", Name: "Commissioners", Categories: []caremodel.CategoryDefinition{{Code: "CCG", Name: "Commissioner"}},
	}
	people := map[string]int64{}
	unmatched := map[string]bool{}
	ids := map[string]bool{}
	for _, row := range rows {
		by := row[14]
		if by == "" {
			continue
		}
		if !ids[by] {
			ids[by] = true
			def.Vanguards = append(def.Vanguards, caremodel.Vanguard{Slug: "by-" + strings.ToLower(by), Name: by, Category: "CCG"})
		}
		n, ok := lists[row[0]]
		people[by] += n
		if !ok {
			unmatched[row[0]] = true
		}
	}
	p, err := caremodel.NewProgramme(def)
	require.NoError(t, err)

	// The rows of which somebody commissions the practice, with the commissioner once more
	// at the end: one column is the footprint's id, the other its vanguard.
	var text strings.Builder
	w := csv.NewWriter(&text)
	for _, row := range rows {
		if row[14] != "" {
			require.NoError(t, w.Write(append(slices.Clone(row), row[14])))
		}
	}
	w.Flush()
	options := []coverage.BaseOption{
		caremodel.CSV{NoHeader: true, Columns: map[string]string{"1": "area", "15": "id", "28": "vanguard"}}, coverage.Unmatched(),
	}
	prints, err := coverage.ReadFootprintsCSV(strings.NewReader(text.String()), p, options...)
	require.NoError(t, err)
	require.Len(t, prints, len(ids))
	s := coverage.Survey{Footprints: prints}
	s.Base, err = coverage.ReadBaseCSV(reference(t, practiceList), coverage.Columns{Area: "Practice Code"}, practiceBands()...)
	require.NoError(t, err)
	s.Base.Name, s.Base.Basis, s.Base.Edition, s.Base.AsAt = "practice lists", coverage.Registered, "practices, December 2015", day("2015-12-31")
	a, err := coverage.NewAtlas(p, s)
	require.NoError(t, err)
	told := 0
	for _, n := range a.Warnings().Summary() {
		if n.Code == coverage.UnmatchedUnit {
			told = n.Count
		}
	}
	require.Equal(t, len(unmatched), told)
	require.Greater(t, told, 1000)
	for v := range a.Warnings().All() {
		if v.Code == coverage.UnmatchedUnit {
			require.True(t, unmatched[strings.Trim(v.Value, `"`)], v.Value)
		}
	}
	all, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	for _, c := range all.Contributions() {
		require.Equal(t, people[string(c.Footprint)], c.People.Low, "%s", c.Footprint)
	}

	// The check of the upload names the rows of the register.
	vs := coverage.ValidateFootprintsCSV(strings.NewReader(text.String()), p, append(options, coverage.Within(s))...)
	require.NoError(t, vs.Err())
	lines := strings.Split(text.String(), "\n")
	checked := 0
	for v := range vs.All() {
		var row int
		if v.Code == coverage.UnmatchedUnit {
			_, err := fmt.Sscanf(v.Path, "row %d, column 1", &row)
			require.NoError(t, err, v.Path)
			require.True(t, strings.HasPrefix(lines[row-1], strings.Trim(v.Value, `"`)+","), v.Path)
			checked++
		}
	}
	require.Equal(t, 100, checked)
}

// TestReference_SmallAreaLookUp reads a look-up of small areas by the words of the caller.
func TestReference_SmallAreaLookUp(t *testing.T) {
	parts, err := coverage.ReadIntersectionsCSV(reference(t, "ons_lsoa11_ccg15_lad15.csv.gz"), coverage.LookupColumns{From: "small area", To: "district"},
		caremodel.CSV{Columns: map[string]string{"lsoa11cd": "small area", "LAD15CD": "District"}})
	require.NoError(t, err)
	require.Len(t, parts, 32_844)
	districts := map[coverage.AreaCode]bool{}
	for _, part := range parts {
		districts[part.To] = true
	}
	require.Len(t, districts, 326)
}

// TestSuppressed_Counts reads counts as the hospital statistics of England show them:
// 1 to 7 are a star.
func TestSuppressed_Counts(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "shared", "reference", "coverage", "indicator", "suppress_round_counts.csv"))
	if os.IsNotExist(err) {
		t.Skip("reference file suppress_round_counts.csv is not here")
	}
	require.NoError(t, err)
	defer f.Close()
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	c := coverage.Columns{Area: "count", People: "central_star"}
	_, err = coverage.ReadBaseCSV(strings.NewReader(string(text)), c)
	require.ErrorContains(t, err, "Suppressed")
	require.ErrorIs(t, err, validate.Format)
	rows := slices.DeleteFunc(strings.SplitAfter(string(text), "\n"), func(row string) bool { return strings.Contains(row, "error") }) // no counts
	b, err := coverage.ReadBaseCSV(strings.NewReader(strings.Join(rows, "")), c, coverage.Suppressed("*"))
	require.NoError(t, err)
	stars := 0
	for _, u := range b.Units {
		count, err := strconv.ParseInt(string(u.Area), 10, 64)
		require.NoError(t, err)
		if u.AtMost > 0 {
			stars++
			require.True(t, u.People <= count && count <= u.AtMost && count > 0, u)
			continue
		}
		require.True(t, count == 0 || count > 7, u)
	}
	require.Equal(t, strings.Count(string(text), ",*,"), stars)
}
