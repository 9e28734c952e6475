package coverage_test

import (
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// countyAtlas is the atlas of the examples: a county of four areas by deprivation,
// with people outside them. Hills covers the first two areas, Vale the second and
// third, and a town's network half of the third.
func countyAtlas() *coverage.Atlas {
	half, _ := coverage.ShareOf(1, 2)
	area := func(code coverage.AreaCode, people int64, decile string) coverage.Population {
		return coverage.Population{Area: code, People: people, Attributes: map[string]string{"imd_decile": decile}}
	}
	a, err := coverage.NewAtlas(atlasProgramme(), coverage.Survey{
		Base: coverage.Base{
			Name: "A county, mid-2015", Basis: coverage.Resident, Edition: coverage.EditionLSOA2011, AsAt: caremodel.MustParseDate("2015-06-30"),
			Units: []coverage.Population{
				area("E01000001", 1_500, "1"), area("E01000002", 1_600, "2"), area("E01000003", 1_700, "10"), area("E01000004", 1_800, "10"),
			},
			Remainder: []coverage.Population{{Area: "E07000001", People: 400}},
		},
		References: []coverage.Reference{{Name: "practice lists", Basis: coverage.Registered, AsAt: caremodel.MustParseDate("2015-06-30"), People: 7_500}},
		Layers:     []coverage.Layer{{Name: "population"}, {Name: "network"}},
		Footprints: []coverage.Footprint{
			{
				ID: "hills", Vanguard: caremodel.VanguardIDFor("sample", "hills"), Layer: "population", From: caremodel.MustParseDate("2015-03-10"),
				Units: []coverage.Part{{Area: "E01000001"}, {Area: "E01000002"}},
			},
			{
				ID: "vale", Vanguard: caremodel.VanguardIDFor("sample", "vale"), Layer: "population", From: caremodel.MustParseDate("2016-04-01"),
				Units: []coverage.Part{{Area: "E01000002"}, {Area: "E01000003", Share: half}},
			},
			{
				ID: "town-network", Vanguard: caremodel.VanguardIDFor("sample", "network"), Layer: "network", From: caremodel.MustParseDate("2017-04-01"),
				Units: []coverage.Part{{Area: "E01000003", Share: half}},
			},
		},
		Claims: []coverage.Claim{
			{People: 5_500, Precision: 50, Words: "some 5,500 people"},
			{People: 4_300, Bound: caremodel.AtLeast, Words: "more than 4,300 people"},
		},
	})
	if err != nil {
		panic(err)
	}
	return a
}

// The eight urgent and emergency care vanguards were said to cover over nine
// million people: so they do.
func ExampleAtlas_Select_england() {
	england := coverage.England()
	urgent, err := england.Select(coverage.Filter{Categories: []caremodel.Category{caremodel.UEC}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(urgent.Covered())
	// Output:
	// 9,073,739 of 54,786,327 (16.6%)
}

// A filter's fields combine with AND, the values in a field with OR. A misspelt
// name is an error and never an empty answer.
func ExampleAtlas_Select() {
	county := countyAtlas()
	first, _ := county.Select(coverage.Filter{Waves: []string{"first"}, On: caremodel.MustParseDate("2016-03-31")})
	for id := range first.Footprints() {
		fmt.Println(id)
	}
	_, err := county.Select(coverage.Filter{Layers: []string{"populations"}})
	fmt.Println(err)
	// Output:
	// hills
	// coverage.Atlas.Select: layers[0]: "populations": no such layer; the nearest is "population" (unknown)
}

// Vale and the network each hold half of the third area, 850 people. They may be
// the same half, or make up the whole: the figure says both, and nothing between
// is likelier.
func ExampleSelection_Covered() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	covered := all.Covered()
	fmt.Println(covered)
	fmt.Println("exact:", covered.Exact())
	// Output:
	// 3,950 to 4,800 of 7,000 (56.4% to 68.6%)
	// exact: false
}

// The guess between the bounds has to be asked for: half of the half that Vale
// leaves.
func ExampleSelection_Independent() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	fmt.Println(all.Independent())
	// Output:
	// 4375
}

// Quote the naive sum only beside the people: 6,400 is what three press releases
// add up to, and at least 1,600 of them were counted twice.
func ExampleSelection_Account() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	account := all.Account()
	fmt.Println("added up:", account.Naive, account.Layers)
	fmt.Println("people:", account.Covered)
	fmt.Println("counted twice:", account.DoubleCounted)
	for _, m := range account.Multiplicity {
		fmt.Printf("in %d: %v, %d areas\n", m.Times, m.People, m.Units)
	}
	// Output:
	// added up: 6400 [population network]
	// people: 3,950 to 4,800 of 7,000 (56.4% to 68.6%)
	// counted twice: 1,600 to 2,450 of 7,000 (22.9% to 35.0%)
	// in 1: 1,500 to 3,200 of 7,000 (21.4% to 45.7%), 1 areas
	// in 2: 1,600 to 2,450 of 7,000 (22.9% to 35.0%), 2 areas
}

// The overlap coefficient says how much of the smaller footprint lies in the
// other: all of the network may be Vale's people, or none.
func ExampleSelection_Overlap() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	m := all.Overlap()
	for i := range m.Len() {
		for j := i + 1; j < m.Len(); j++ {
			low, high := m.Coefficient(i, j)
			fmt.Printf("%s and %s: %d to %d people, %s to %s of the smaller\n", m.Footprint(i), m.Footprint(j), m.At(i, j).Low, m.At(i, j).High, low.Percent(0), high.Percent(0))
		}
	}
	// Output:
	// hills and town-network: 0 to 0 people, 0% to 0% of the smaller
	// hills and vale: 1600 to 1600 people, 65% to 65% of the smaller
	// town-network and vale: 0 to 850 people, 0% to 100% of the smaller
}

// Attributed divides the people between the footprints that share them, so that
// the parts add up to the whole: 2,300 + 850 + 1,650 = 4,800.
func ExampleSelection_Contributions() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	for _, one := range all.Contributions() {
		fmt.Printf("%s: %d people, %d to %d of them in no other, %d attributed\n",
			one.Footprint, one.People.Low, one.Exclusive.Low, one.Exclusive.High, one.Attributed)
	}
	// Output:
	// hills: 3100 people, 1500 to 1500 of them in no other, 2300 attributed
	// town-network: 850 people, 0 to 850 of them in no other, 850 attributed
	// vale: 2450 people, 0 to 850 of them in no other, 1650 attributed
}

// What a footprint adds depends on what came before it: after Hills, Vale adds
// only its part of the third area.
func ExampleSelection_Incremental() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	steps, _ := all.Incremental("hills", "vale", "town-network")
	for _, s := range steps {
		fmt.Printf("%s adds %d to %d: %d to %d\n", s.Footprint, s.Added.Low, s.Added.High, s.Covered.Low, s.Covered.High)
	}
	// Output:
	// hills adds 3100 to 3100: 3100 to 3100
	// vale adds 850 to 850: 3950 to 3950
	// town-network adds 0 to 850: 3950 to 4800
}

// Groups come as people count, 2 before 10, and people of whom the attribute is
// not known are never spread over them.
func ExampleSelection_Breakdown() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	deciles, _ := all.Breakdown("imd_decile")
	for g := range deciles.Groups() {
		fmt.Println(g.Value, g.Covered)
	}
	fmt.Println("not known:", deciles.Unknown().Population)
	// Output:
	// 1 1,500 of 1,500 (100.0%)
	// 2 1,600 of 1,600 (100.0%)
	// 10 850 to 1,700 of 3,500 (24.3% to 48.6%)
	// not known: 400
}

// Bands are what the indices of package indicator take.
func ExampleBreakdown_Bands() {
	hills, _ := countyAtlas().Select(coverage.Filter{Footprints: []coverage.FootprintID{"hills"}})
	deciles, _ := hills.Breakdown("imd_decile")
	bands, _ := deciles.Bands()
	for _, b := range bands {
		fmt.Printf("%d people, %.3f covered\n", b.Population, b.Value)
	}
	// Output:
	// 1500 people, 1.000 covered
	// 1600 people, 1.000 covered
	// 3500 people, 0.000 covered
}

// The people outside every area count too, under their parent's code.
func ExampleSelection_Uncovered() {
	all, _ := countyAtlas().Select(coverage.Filter{})
	for gap := range all.Uncovered() {
		fmt.Println(gap.Area, gap.People)
	}
	// Output:
	// E01000003 0 to 850 of 1,700 (0.0% to 50.0%)
	// E01000004 1,800 of 1,800 (100.0%)
	// E07000001 400 of 400 (100.0%)
}

// Each claim stands beside the recomputed figure, and as a share of every
// denominator that it may have meant.
func ExampleAtlas_Reconcile() {
	for _, r := range countyAtlas().Reconcile() {
		fmt.Println(r)
	}
	// Output:
	// some 5,500 people: differs, 700 too many; recomputed 3,950 to 4,800 of 7,000 (56.4% to 68.6%); 5,500 is 78.6% of 7,000 (resident); 5,500 is 73.3% of 7,500 (registered)
	// more than 4,300 people: inside bounds; recomputed 3,950 to 4,800 of 7,000 (56.4% to 68.6%); 4,300 is 61.4% of 7,000 (resident); 4,300 is 57.3% of 7,500 (registered)
}

// The five million of March 2016 are 9.1 % of residents and 8.8 % of registered
// patients: the quoted "nine per cent" fits both.
func ExampleAtlas_Reconcile_england() {
	claim := coverage.Claim{People: 5_000_000, Precision: 500_000, Share: caremodel.Ratio{Num: 9, Den: 100}, Bound: caremodel.About}
	for _, r := range coverage.England().Reconcile(claim) {
		if r.Claim.Words != "" {
			continue // a claim of the embedded survey
		}
		for _, t := range r.Bases {
			fmt.Println(t.Reference.Basis, t.Share.Percent(1), t.Verdict)
		}
	}
	// Output:
	// resident 9.1% within-rounding
	// registered 8.8% within-rounding
}

// Without days, Observe takes those on which a footprint begins or has ended. The
// people are always those of the base's own date.
func ExampleAtlas_Observe() {
	county := countyAtlas()
	for _, o := range county.Observe() {
		fmt.Println(o.On, o.Covered)
	}
	fmt.Println("on the population of", county.AsAt())
	// Output:
	// 2015-03-10 3,100 of 7,000 (44.3%)
	// 2016-04-01 3,950 of 7,000 (56.4%)
	// 2017-04-01 3,950 to 4,800 of 7,000 (56.4% to 68.6%)
	// on the population of 2015-06-30
}

// Three quarters of the county by the end of 2019: how far it is, and how fast it
// would have to go.
func ExampleTrajectoryTo() {
	target := coverage.Target{Share: caremodel.Ratio{Num: 3, Den: 4}, By: caremodel.MustParseDate("2019-12-31")}
	t, err := coverage.TrajectoryTo(target, countyAtlas().Observe())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range t.Points {
		fmt.Printf("%v: needed %d, %v\n", p.On, p.Needed.High, p.Track)
	}
	fmt.Println("gap:", t.Gap)
	fmt.Println("a year:", t.Pace)
	fmt.Println("a majority since", t.Majority)
	// Output:
	// 2015-03-10: needed 3100, on-track
	// 2016-04-01: needed 3575, on-track
	// 2017-04-01: needed 4022, undecided
	// gap: 450 to 1,300 of 7,000 (6.4% to 18.6%)
	// a year: 164 to 473 of 7,000 (2.3% to 6.8%)
	// a majority since 2016-04-01
}

// A table too large to be held as records goes straight into the atlas.
func ExampleReadAtlasCSV() {
	table := `PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS
A81001,E01012345,"1,204"
A81001,E01012346,96
A81002,E01012345,310
`
	a, err := coverage.ReadAtlasCSV(strings.NewReader(table),
		coverage.Columns{Area: "PRACTICE_CODE", People: "NUMBER_OF_PATIENTS", Attributes: []string{"LSOA_CODE"}},
		atlasProgramme(),
		coverage.Survey{
			Base: coverage.Base{Name: "Two practices", Basis: coverage.Registered, Edition: "practices April 2015", AsAt: caremodel.MustParseDate("2015-04-01")},
			Footprints: []coverage.Footprint{
				{ID: "vale", Vanguard: caremodel.VanguardIDFor("sample", "vale"), Units: []coverage.Part{{Area: "A81001"}}},
			},
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	vale, _ := a.Select(coverage.Filter{})
	areas, _ := vale.Breakdown("LSOA_CODE")
	for g := range areas.Groups() {
		fmt.Println(g.Value, g.Covered)
	}
	// Output:
	// E01012345 1,204 of 1,514 (79.5%); the areas of 2 of 3 vanguards are not, or not wholly, known
	// E01012346 96 of 96 (100.0%); the areas of 2 of 3 vanguards are not, or not wholly, known
}
