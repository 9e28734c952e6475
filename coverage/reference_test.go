package coverage_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// reference opens one of the national files that the tests read where they are available.
func reference(t testing.TB, name string) io.Reader {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "reference", "coverage", "data", name))
	if os.IsNotExist(err) {
		t.Skipf("reference file %s is not here", name)
	}
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(name, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	return z
}

func residents2017(t testing.TB) coverage.Base {
	b, err := coverage.ReadBaseCSV(reference(t, "population_mid2017_lsoa11_agebands.csv.gz"), coverage.Columns{Area: "lsoa11_code", People: "total"})
	require.NoError(t, err)
	b.Name, b.Basis, b.Edition, b.AsAt = "England and Wales, mid-2017", coverage.Resident, coverage.EditionLSOA2011, day("2017-06-30")
	return b
}

func lookup(t testing.TB, name, from, to string) []coverage.Intersection {
	parts, err := coverage.ReadIntersectionsCSV(reference(t, name), coverage.LookupColumns{From: from, To: to})
	require.NoError(t, err)
	return parts
}

// TestReference_NationalPopulation: the residents of the small areas of 2011 in mid-2017 add up to
// the published 55,619,430 for England, and the 1,909 areas of Wales are reported.
func TestReference_NationalPopulation(t *testing.T) {
	b := residents2017(t)
	require.Len(t, b.Units, 32_844+1_909)
	people := map[string]int64{}
	for _, u := range b.Units {
		require.Equal(t, coverage.EntityLSOA, u.Area.Entity())
		people[u.Area.Country()] += u.People
	}
	require.Equal(t, map[string]int64{"England": 55_619_430, "Wales": 3_125_165}, people)

	s := coverage.Survey{Base: b}
	require.Equal(t, []string{"warning coverage.outside base.units[32844].area", "warning required base.sources"}, listed(s.Validate(smallProgramme(t))))
}

// TestReference_NationalShapes counts the codes of national files by shape.
func TestReference_NationalShapes(t *testing.T) {
	for _, tt := range []struct {
		file, gss, ods string
		rows           int
		entity         coverage.Entity
	}{
		{"ons_ccg13_names.csv", "CCG13CD", "CCG13CDH", 211, coverage.EntityCCG}, // Windows-1252
		{"ons_ccg17_names.csv", "CCG17CD", "CCG17CDH", 207, coverage.EntityCCG},
		{"ons_ccg20_names.csv", "CCG20CD", "CCG20CDH", 135, coverage.EntityCCG},
		{"ons_stp20_names.csv", "STP20CD", "STP20CDH", 42, coverage.EntityICB},
		{"lsoa11_sicbl22_icb22_ltla22.csv.gz", "sicbl22_code", "sicbl22_code_h", 32_844, coverage.EntityCCG}, // with the forms of 2021
	} {
		t.Run(tt.file, func(t *testing.T) {
			parts := lookup(t, tt.file, tt.gss, tt.ods)
			require.Len(t, parts, tt.rows)
			for _, p := range parts {
				require.Equal(t, coverage.SchemeGSS, p.From.Scheme())
				require.Equal(t, tt.entity, p.From.Entity())
				require.Equal(t, coverage.SchemeODS, p.To.Scheme())
				require.Equal(t, tt.entity, p.To.Entity(), "%s", p.To)
			}
		})
	}
	for _, p := range lookup(t, "nhsd_gp_reg_pat_prac_map_2022.csv.gz", "PRACTICE_CODE", "PCN_CODE") {
		require.Equal(t, coverage.EntityPractice, p.From.Entity(), "%s", p.From)
		require.Contains(t, []coverage.Entity{coverage.EntityPCN, coverage.EntityPseudo}, p.To.Entity(), "%s", p.To)
	}
}

// TestReference_CumbriaByLookUps builds the crosswalk of April 2017 from the look-ups of both
// editions and holds the succession against it: 207 small areas with 318,291 residents
// stay, 117 with 186,184 move, 99 with 161,895 are joined.
func TestReference_CumbriaByLookUps(t *testing.T) {
	base := residents2017(t)
	old := map[coverage.AreaCode]coverage.AreaCode{}
	for _, p := range lookup(t, "ons_lsoa11_ccg15_lad15.csv.gz", "LSOA11CD", "CCG15CD") {
		old[p.From] = p.To
	}
	people := map[coverage.AreaCode]int64{}
	for _, u := range base.Units {
		people[u.Area] = u.People
	}
	type flow struct{ from, to coverage.AreaCode }
	areas := map[flow]int{}
	var parts []coverage.Intersection
	for _, p := range lookup(t, "ons_lsoa11_ccg17_lad17.csv.gz", "LSOA11CD", "CCG17CD") {
		areas[flow{old[p.From], p.To}]++
		parts = append(parts, coverage.Intersection{From: old[p.From], To: p.To, People: people[p.From]})
	}
	require.Equal(t, 207, areas[flow{"E38000041", "E38000215"}])
	require.Equal(t, 117, areas[flow{"E38000041", "E38000216"}])
	require.Equal(t, 99, areas[flow{"E38000093", "E38000216"}])

	c, err := coverage.NewCrosswalk(coverage.EditionCCG2015, coverage.EditionCCG2017, coverage.MethodPopulationWeighted, parts)
	require.NoError(t, err)
	var about []coverage.Weight
	for _, w := range c.Weights {
		if w.From == "E38000041" || w.From == "E38000093" {
			about = append(about, w)
		}
	}
	told, err := cumbria(t).Crosswalk(coverage.Vintage{coverage.EditionCCG2015, day("2015-04-01")}, coverage.Vintage{coverage.EditionCCG2017, day("2017-04-01")})
	require.NoError(t, err)
	require.Equal(t, about, told.Weights)

	// The same by composition: back from the groups of 2015 to small areas, and on to those of 2017.
	up, err := coverage.NewCrosswalk(coverage.EditionLSOA2011, coverage.EditionCCG2015, coverage.MethodExact, lookup(t, "ons_lsoa11_ccg15_lad15.csv.gz", "LSOA11CD", "CCG15CD"))
	require.NoError(t, err)
	on, err := coverage.NewCrosswalk(coverage.EditionLSOA2011, coverage.EditionCCG2017, coverage.MethodExact, lookup(t, "ons_lsoa11_ccg17_lad17.csv.gz", "LSOA11CD", "CCG17CD"))
	require.NoError(t, err)
	down, err := up.Back(base.Units)
	require.NoError(t, err)
	composed, err := down.Then(on)
	require.NoError(t, err)
	require.Equal(t, c.Weights, composed.Weights)

	// People of Wales are in no group of England, and are not lost.
	m, err := up.Counts(base.Units)
	require.NoError(t, err)
	units, unmapped := m.People()
	require.Equal(t, int64(55_619_430), units)
	require.Equal(t, int64(3_125_165), unmapped)
	require.Len(t, m.Units, 209)
	moved, err := composed.Counts(m.Units)
	require.NoError(t, err)
	direct, err := on.Counts(base.Units)
	require.NoError(t, err)
	require.Equal(t, direct.Units, moved.Units)
}

// TestReference_SmallAreas2021: the look-up from the small areas of 2011 to those of 2021 has a
// byte-order mark and an odd first header. Of England's areas of 2011, 31,810 are
// unchanged.
func TestReference_SmallAreas2021(t *testing.T) {
	name := "ons_lsoa11_lsoa21_lad22_chgind.csv.gz"
	_, err := coverage.ReadIntersectionsCSV(reference(t, name), coverage.LookupColumns{From: "LSOA11CD", To: "LSOA21CD"})
	require.ErrorIs(t, err, validate.Required)
	require.ErrorContains(t, err, "F_LSOA11CD")

	c, err := coverage.NewCrosswalk(coverage.EditionLSOA2011, coverage.EditionLSOA2021, coverage.MethodEqualSplit, lookup(t, name, "F_LSOA11CD", "LSOA21CD"))
	require.NoError(t, err)
	b := residents2017(t)
	m, err := c.Base(b)
	require.NoError(t, err)
	require.Empty(t, m.Remainder)
	units, _ := coverage.Recast{Units: m.Units}.People()
	require.Equal(t, int64(55_619_430+3_125_165), units)
	england := 0
	for _, u := range m.Units {
		if u.Area.Country() == "England" {
			england++
		}
	}
	require.Equal(t, 33_755, england)
}

// TestReference_CodesOfOtherEditions: a code of any edition of commissioning groups is recognised
// against the base of any other, wherever the other does not have it.
func TestReference_CodesOfOtherEditions(t *testing.T) {
	type edition struct {
		name     coverage.Edition
		file     string
		gss, ods string
	}
	editions := []edition{
		{coverage.EditionCCG2013, "ons_ccg13_names.csv", "CCG13CD", "CCG13CDH"},
		{coverage.EditionCCG2015, "ons_lsoa11_ccg15_lad15.csv.gz", "CCG15CD", "CCG15CDH"},
		{coverage.EditionCCG2016, "ons_lsoa11_ccg16_lad16.csv.gz", "CCG16CD", "CCG16CDH"},
		{coverage.EditionCCG2017, "ons_lsoa11_ccg17_lad17.csv.gz", "CCG17CD", "CCG17CDH"},
		{coverage.EditionCCG2018, "ons_lsoa11_ccg18_lad18.csv.gz", "CCG18CD", "CCG18CDH"},
		{coverage.EditionCCG2019, "ons_ccg19_names.csv", "CCG19CD", "CCG19CDH"},
		{coverage.EditionCCG2020, "ons_lsoa11_ccg20_lad20.csv.gz", "CCG20CD", "CCG20CDH"},
		{coverage.EditionCCG2021, "ons_lsoa11_ccg21_lad21.csv.gz", "CCG21CD", "CCG21CDH"},
	}
	p := smallProgramme(t)
	codes := map[coverage.Edition][2]map[coverage.AreaCode]bool{}
	for _, e := range editions {
		gss, ods := map[coverage.AreaCode]bool{}, map[coverage.AreaCode]bool{}
		for _, part := range lookup(t, e.file, e.gss, e.ods) {
			gss[part.From], ods[part.To] = true, true
		}
		codes[e.name] = [2]map[coverage.AreaCode]bool{gss, ods}
	}
	for _, e := range editions {
		for scheme := range 2 {
			s := coverage.Survey{Base: coverage.Base{Basis: coverage.Resident, Edition: e.name, AsAt: day("2017-06-30")}}
			for code := range codes[e.name][scheme] {
				s.Base.Units = append(s.Base.Units, coverage.Population{Area: code, People: 1})
			}
			strange := map[coverage.AreaCode]bool{}
			for _, other := range editions {
				for code := range codes[other.name][scheme] {
					if !codes[e.name][scheme][code] {
						strange[code] = true
					}
				}
			}
			for code := range strange {
				s.Footprints = []coverage.Footprint{{ID: "a", Vanguard: vanguard("lakeside"), Units: []coverage.Part{{Area: code}}}}
				require.Equal(t, []string{"error coverage.edition footprints[0].units[0].area"}, listed(s.Validate(p).Errors()), "%s in %s", code, e.name)
			}
		}
	}
}

func BenchmarkNationalBase(b *testing.B) {
	text, err := io.ReadAll(reference(b, "population_mid2017_lsoa11_agebands.csv.gz"))
	require.NoError(b, err)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := coverage.ReadBaseCSV(strings.NewReader(string(text)), coverage.Columns{Area: "lsoa11_code", People: "total"}); err != nil {
			b.Fatal(err)
		}
	}
}
