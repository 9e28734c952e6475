package coverage_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// This file holds the atlas against national files: the small areas of England
// with their residents of mid-2017 (Office for National Statistics), the local
// enterprise partnerships, which overlap on purpose, the National Cancer
// Vanguards, and the practice lists of the NHS Business Services Authority.

// referenceRows reads a national file by column.
func referenceRows(t *testing.T, name string) []map[string]string {
	rows, err := csv.NewReader(reference(t, name)).ReadAll()
	require.NoError(t, err)
	list := make([]map[string]string, len(rows)-1)
	for i, row := range rows[1:] {
		list[i] = make(map[string]string, len(row))
		for j, field := range row {
			list[i][rows[0][j]] = field
		}
	}
	return list
}

// england2017 is the residents of England in mid-2017 by small area, with the
// decile of the Index of Multiple Deprivation 2015 and the district of each.
func england2017(t *testing.T) coverage.Survey {
	decile, district := map[string]string{}, map[string]string{}
	for _, row := range referenceRows(t, "imd2015_lsoa11.csv.gz") {
		decile[row["lsoa11_code"]] = row["IMD_decile"]
	}
	for _, row := range referenceRows(t, "ons_lsoa11_ccg17_lad17.csv.gz") {
		district[row["LSOA11CD"]] = row["LAD17CD"]
	}
	var units []coverage.Population
	for _, row := range referenceRows(t, "population_mid2017_lsoa11_agebands.csv.gz") {
		code := row["lsoa11_code"]
		if !strings.HasPrefix(code, "E") {
			continue
		}
		people, err := strconv.ParseInt(row["total"], 10, 64)
		require.NoError(t, err)
		units = append(units, coverage.Population{
			Area: coverage.AreaCode(code), People: people,
			Attributes: map[string]string{"imd_decile": decile[code], "district": district[code]},
		})
	}
	s := atlasSurvey(units...)
	s.Base.AsAt = caremodel.MustParseDate("2017-06-30")
	s.Layers = []coverage.Layer{{Name: "population"}}
	return s
}

// partnerships are the local enterprise partnerships of a look-up as footprints,
// and as sets.
func partnerships(t *testing.T, file, column string) ([]coverage.Footprint, map[coverage.FootprintID]map[coverage.AreaCode]bool) {
	sets := map[coverage.FootprintID]map[coverage.AreaCode]bool{}
	for _, row := range referenceRows(t, file) {
		for _, n := range []string{"1", "2"} {
			id := coverage.FootprintID(row[column+n])
			if id == "" {
				continue
			}
			if sets[id] == nil {
				sets[id] = map[coverage.AreaCode]bool{}
			}
			sets[id][coverage.AreaCode(row["LSOA11CD"])] = true
		}
	}
	var footprints []coverage.Footprint
	for id, areas := range sets {
		f := coverage.Footprint{ID: id, Vanguard: atlasVanguard(0), Layer: "population"}
		for area := range areas {
			f.Units = append(f.Units, coverage.Part{Area: area})
		}
		footprints = append(footprints, f)
	}
	return footprints, sets
}

// Of the 32,844 small areas of England 2,519 lie in two of the 38 local
// enterprise partnerships of April 2017: 4,195,926 of 55,619,430 people are in the
// sum of the partnerships twice.
func TestAtlas_PartnershipsOfEnglandOverlap(t *testing.T) {
	s := england2017(t)
	var sets map[coverage.FootprintID]map[coverage.AreaCode]bool
	s.Footprints, sets = partnerships(t, "ons_lsoa11_lep17_overlapping.csv.gz", "LEP17CD")
	all := selectAll(t, s)
	const england, twice = 55_619_430, 4_195_926
	exact := func(n int64) coverage.Estimate {
		return coverage.Estimate{Low: n, High: n, Of: england, Missing: 2, Meant: 3}
	}
	require.Equal(t, coverage.Account{
		Naive: 59_815_356, Covered: exact(england), DoubleCounted: exact(twice),
		Multiplicity: []coverage.Multiple{
			{Times: 1, People: exact(england - twice), Units: 32_844 - 2_519},
			{Times: 2, People: exact(twice), Units: 2_519},
		},
		Layers: []string{"population"},
	}, all.Account())
	require.Empty(t, slices.Collect(all.Uncovered()))
	require.EqualValues(t, england, all.Independent())

	m := all.Overlap()
	require.Equal(t, 38, m.Len())
	people := map[coverage.AreaCode]int64{}
	for _, u := range s.Base.Units {
		people[u.Area] = u.People
	}
	pairs := 0
	for i := range m.Len() {
		for j := range m.Len() {
			both := int64(0)
			for area := range sets[m.Footprint(i)] {
				if sets[m.Footprint(j)][area] {
					both += people[area]
				}
			}
			require.Equal(t, bare(exact(both)), bare(m.At(i, j)), "%s and %s", m.Footprint(i), m.Footprint(j))
			if i < j && both > 0 {
				pairs++
			}
		}
	}
	require.Equal(t, 15, pairs)
	require.Equal(t, bare(exact(512_698)), bare(m.At(index(m, "E37000020"), index(m, "E37000039"))))

	attributed := int64(0)
	for _, one := range all.Contributions() {
		require.Equal(t, one.Exclusive, one.Marginal)
		require.LessOrEqual(t, one.Exclusive.High, one.Attributed)
		attributed += one.Attributed
	}
	require.EqualValues(t, england, attributed)
}

func index(m coverage.Matrix, id coverage.FootprintID) int {
	for i := range m.Len() {
		if m.Footprint(i) == id {
			return i
		}
	}
	return -1
}

// The same areas and footprints in any order give the same figures to the person.
func TestAtlas_NationalFiguresDoNotDependOnOrder(t *testing.T) {
	s := england2017(t)
	s.Footprints, _ = partnerships(t, "ons_lsoa11_lep14_overlapping.csv.gz", "LEP14CD")
	slices.SortFunc(s.Footprints, func(a, b coverage.Footprint) int { return cmp.Compare(a.ID, b.ID) })
	third, _ := coverage.ShareOf(1, 3)
	for i := range s.Footprints[0].Units {
		s.Footprints[0].Units[i].Share = third
	}
	want := answers(t, newAtlas(t, s), "imd_decile", "district")
	slices.Reverse(s.Base.Units)
	slices.Reverse(s.Footprints)
	slices.Reverse(s.Footprints[len(s.Footprints)-1].Units)
	require.Equal(t, want, answers(t, newAtlas(t, s), "imd_decile", "district"))
}

// Deciles of deprivation hold equal numbers of areas and unequal numbers of
// people; those who live in two partnerships are mostly not the most deprived.
func TestAtlas_PartnershipsByDeprivation(t *testing.T) {
	s := england2017(t)
	footprints, _ := partnerships(t, "ons_lsoa11_lep17_overlapping.csv.gz", "LEP17CD")
	s.Footprints = footprints
	a := newAtlas(t, s)
	all, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	b, err := all.Breakdown("imd_decile")
	require.NoError(t, err)
	var values []string
	var people []int64
	for g := range b.Groups() {
		values, people = append(values, g.Value), append(people, g.Population)
		require.Equal(t, coverage.Estimate{Low: g.Population, High: g.Population, Of: g.Population}, bare(g.Covered))
	}
	require.Equal(t, []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}, values)
	require.Equal(t, []int64{5_599_597, 5_726_334, 5_761_977, 5_699_103, 5_581_143, 5_574_827, 5_500_617, 5_464_378, 5_425_795, 5_285_659}, people)
	require.Zero(t, b.Unknown().Population)

	// Each decile's people in two partnerships are what its partnerships sum to
	// beyond its union.
	twice := map[string]int64{}
	for _, f := range footprints {
		one, err := a.Select(coverage.Filter{Footprints: []coverage.FootprintID{f.ID}})
		require.NoError(t, err)
		by, err := one.Breakdown("imd_decile")
		require.NoError(t, err)
		for g := range by.Groups() {
			twice[g.Value] += g.Covered.Low
		}
	}
	for g := range b.Groups() {
		twice[g.Value] -= g.Covered.Low
	}
	require.Equal(t, map[string]int64{
		"1": 212_948, "2": 320_278, "3": 372_982, "4": 411_985, "5": 395_493,
		"6": 485_024, "7": 530_960, "8": 481_148, "9": 526_580, "10": 458_528,
	}, twice)

	_, err = b.Bands()
	require.ErrorIs(t, err, validate.NotKnown, "two vanguards have no footprint")
	all, err = a.Select(coverage.Filter{Layers: population})
	require.NoError(t, err)
	b, err = all.Breakdown("imd_decile")
	require.NoError(t, err)
	bands, err := b.Bands()
	require.NoError(t, err)
	require.Len(t, bands, 10)
	require.EqualValues(t, 5_599_597, bands[0].Population)
}

// The three National Cancer Vanguards are defined by clinical commissioning groups
// of April 2017. Laid on small areas by the exact look-up they cover 9,859,183
// people, none twice; Greater Manchester's takes in Glossop, 33,334 people of the
// district of High Peak, in another region.
func TestAtlas_CancerVanguardsOnSmallAreas(t *testing.T) {
	s := england2017(t)
	route := coverage.Crosswalk{From: coverage.EditionLSOA2011, To: coverage.EditionCCG2017, Method: coverage.MethodExact}
	for _, row := range referenceRows(t, "ons_lsoa11_ccg17_lad17.csv.gz") {
		route.Weights = append(route.Weights, coverage.Weight{From: coverage.AreaCode(row["LSOA11CD"]), To: coverage.AreaCode(row["CCG17CDH"])})
	}
	s.Crosswalks = []coverage.Crosswalk{route}
	groups := map[string][]coverage.Part{}
	for _, row := range referenceRows(t, "ons_ccg17_stp17_cancer_alliance_or_national_cancer_vanguard17.csv") {
		if code := row["CALNCV17CD"]; strings.HasPrefix(code, "E57") {
			groups[code] = append(groups[code], coverage.Part{Area: coverage.AreaCode(row["CCG17CDH"])})
		}
	}
	for _, code := range slices.Sorted(maps.Keys(groups)) {
		s.Footprints = append(s.Footprints, coverage.Footprint{ID: coverage.FootprintID(code), Vanguard: atlasVanguard(0), Layer: "population", Units: groups[code]})
	}
	a := newAtlas(t, s)
	all, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	var sizes []int64
	for _, one := range all.Contributions() {
		require.Equal(t, one.People.Low, one.People.High)
		require.Equal(t, one.People, one.Exclusive)
		sizes = append(sizes, one.People.Low)
	}
	require.Equal(t, []int64{2_832_133, 3_463_676, 3_563_374}, sizes)
	require.EqualValues(t, 9_859_183, all.Account().Naive)
	require.EqualValues(t, 9_859_183, all.Covered().Low)

	manchester, err := a.Select(coverage.Filter{Footprints: []coverage.FootprintID{"E57000001"}})
	require.NoError(t, err)
	b, err := manchester.Breakdown("district")
	require.NoError(t, err)
	peak, ok := b.Group("E07000037")
	require.True(t, ok)
	require.EqualValues(t, 33_334, peak.Covered.Low)
}

// Practice lists of January to March 2016: 7,705 practices, 57,543,937 patients by
// sex and age band. The practices of a commissioning group are one footprint, those
// of an area team another above it: the sum counts everybody twice, and each group
// lies wholly within its team.
func TestAtlas_PracticeListsOfEngland(t *testing.T) {
	groups, teams := map[string][]coverage.Part{}, map[string][]coverage.Part{}
	teamOf := map[string]string{}
	var units []coverage.Population
	for _, row := range referenceRows(t, "bsa_practice_list_2016Q1.csv.gz") {
		practice := coverage.AreaCode(row["Practice Code"])
		for name, value := range row {
			sex, age, ok := strings.Cut(name, " ")
			if sex != "Male" && sex != "Female" || !ok {
				continue
			}
			people, err := strconv.ParseInt(value, 10, 64)
			require.NoError(t, err)
			units = append(units, coverage.Population{Area: practice, People: people, Attributes: map[string]string{"sex": sex, "age": age}})
		}
		group, team := row["PCO Code"], row["Area Team Code"]
		groups[group] = append(groups[group], coverage.Part{Area: practice})
		teams[team] = append(teams[team], coverage.Part{Area: practice})
		teamOf[group] = team
	}
	s := atlasSurvey(units...)
	s.Base.Basis, s.Base.Edition, s.Base.AsAt = coverage.Registered, "practices January 2016", caremodel.MustParseDate("2016-03-31")
	s.Layers = []coverage.Layer{{Name: "network"}, {Name: "population", Within: "network"}}
	for id, parts := range groups {
		s.Footprints = append(s.Footprints, coverage.Footprint{ID: coverage.FootprintID("group " + id), Vanguard: atlasVanguard(0), Layer: "population", Units: parts})
	}
	for id, parts := range teams {
		s.Footprints = append(s.Footprints, coverage.Footprint{ID: coverage.FootprintID("team " + id), Vanguard: atlasVanguard(2), Layer: "network", Units: parts})
	}
	a := newAtlas(t, s)
	const registered = 57_543_937
	require.EqualValues(t, registered, a.Population())
	all, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	exact := func(n int64) coverage.Estimate {
		return coverage.Estimate{Low: n, High: n, Of: registered, Missing: 1, Meant: 3}
	}
	require.Equal(t, coverage.Account{
		Naive: 2 * registered, Covered: exact(registered), DoubleCounted: exact(registered),
		Multiplicity: []coverage.Multiple{{Times: 2, People: exact(registered), Units: 7_705}},
		Layers:       []string{"network", "population"},
	}, all.Account())

	m := all.Overlap()
	whole := caremodel.Ratio{Num: 1, Den: 1}
	for group, team := range teamOf {
		i, j := index(m, coverage.FootprintID("group "+group)), index(m, coverage.FootprintID("team "+team))
		low, high := m.Coefficient(i, j)
		require.Equal(t, low, high)
		if low.Known() { // three providers on the list have no patients
			require.Zero(t, low.Compare(whole), "%s in %s", group, team)
		}
	}

	population, err := a.Select(coverage.Filter{Layers: []string{"population"}})
	require.NoError(t, err)
	require.Equal(t, int64(registered), population.Account().Naive)
	b, err := population.Breakdown("age")
	require.NoError(t, err)
	var ages []string
	sum := int64(0)
	for g := range b.Groups() {
		ages = append(ages, g.Value)
		sum += g.Covered.Low
	}
	require.Equal(t, []string{"0-4", "5-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+"}, ages)
	require.EqualValues(t, registered, sum)
}

// The national file itself, streamed, gives what its records give.
func TestReadAtlasCSV_OnTheNationalFile(t *testing.T) {
	file, err := io.ReadAll(reference(t, "population_mid2017_lsoa11_agebands.csv.gz"))
	require.NoError(t, err)
	columns := coverage.Columns{Area: "lsoa11_code", People: "total"}
	s := atlasSurvey()
	s.Footprints, _ = partnerships(t, "ons_lsoa11_lep17_overlapping.csv.gz", "LEP17CD")
	streamed, err := coverage.ReadAtlasCSV(bytes.NewReader(file), columns, atlasProgramme(), s)
	require.NoError(t, err)
	base, err := coverage.ReadBaseCSV(bytes.NewReader(file), columns)
	require.NoError(t, err)
	require.Len(t, base.Units, 34_753)
	s.Base.Units = base.Units
	require.Equal(t, answers(t, newAtlas(t, s)), answers(t, streamed))
}

// A share of each partnership: bounds hold, and the naive sum is that of the
// shares rounded area by area.
func TestShares_OfNationalFootprints(t *testing.T) {
	s := england2017(t)
	s.Footprints, _ = partnerships(t, "ons_lsoa11_lep17_overlapping.csv.gz", "LEP17CD")
	people := map[coverage.AreaCode]int64{}
	for _, u := range s.Base.Units {
		people[u.Area] = u.People
	}
	naive, low, high := int64(0), map[coverage.AreaCode]int64{}, map[coverage.AreaCode]int64{}
	for i := range s.Footprints {
		share, err := coverage.ShareOf(int64(1+i%7), 8)
		require.NoError(t, err)
		for j := range s.Footprints[i].Units {
			part := &s.Footprints[i].Units[j]
			part.Share = share
			n := roundedShare(people[part.Area], int64(1+i%7), 8)
			naive += n
			low[part.Area] = max(low[part.Area], n)
			high[part.Area] = min(people[part.Area], high[part.Area]+n)
		}
	}
	want := coverage.Estimate{Of: 55_619_430}
	for area := range people {
		want.Low += low[area]
		want.High += high[area]
	}
	account := selectAll(t, s).Account()
	require.Equal(t, naive, account.Naive)
	require.Equal(t, want, bare(account.Covered))
	require.Less(t, want.Low, want.High, fmt.Sprint(want))
}

// roundedShare is people x num/den, rounded half to even.
func roundedShare(people, num, den int64) int64 {
	hi, lo := bits.Mul64(uint64(people), uint64(num))
	q, r := bits.Div64(hi, lo, uint64(den))
	if 2*r > uint64(den) || 2*r == uint64(den) && q%2 == 1 {
		q++
	}
	return int64(q)
}
