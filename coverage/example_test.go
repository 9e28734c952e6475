package coverage_test

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// countySelection is everything that stands in the atlas of the examples.
func countySelection() *coverage.Selection {
	s, err := countyAtlas().Select(coverage.Filter{})
	if err != nil {
		panic(err)
	}
	return s
}

// countyDeciles is that selection by deprivation.
func countyDeciles() coverage.Breakdown {
	b, err := countySelection().Breakdown("imd_decile")
	if err != nil {
		panic(err)
	}
	return b
}

// An atlas answers how many people a programme covers, each counted once. Two
// footprints share an area here, and of another only halves are covered: nobody knows
// whether these are the same half, so the answer is a range.
func Example() {
	county := countyAtlas()
	everybody, err := county.Select(coverage.Filter{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("added up:", everybody.Account().Naive)
	fmt.Println("each once:", everybody.Covered())

	hills, err := county.Select(coverage.Filter{Footprints: []coverage.FootprintID{"hills"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("Hills:", hills.Covered())
	// Output:
	// added up: 6400
	// each once: 3,950 to 4,800 of 7,000 (56.4% to 68.6%)
	// Hills: 3,100 of 7,000 (44.3%)
}

func ExampleAtlas_Population() {
	a := countyAtlas()
	fmt.Println(a.Population(), a.Basis(), a.AsAt(), a.Edition())
	// Output:
	// 7000 resident 2015-06-30 LSOA 2011
}

// What a filter or a breakdown may name, for a menu.
func ExampleAtlas_Layers() {
	a := countyAtlas()
	for _, l := range a.Layers() {
		fmt.Println(l.Name)
	}
	fmt.Println(a.Attributes(), a.Regions())
	// Output:
	// population
	// network
	// [imd_decile] [North South]
}

// The same footprints on registered patients in place of residents.
func ExampleAtlas_On() {
	registered, err := coverage.England().On(coverage.Registered)
	fmt.Println(registered.Population(), err)
	_, err = coverage.England().On(coverage.Weighted)
	fmt.Println(err)
	// Output:
	// 57024156 <nil>
	// coverage.Atlas.On "weighted": no base counts these people; there are registered, resident
}

func ExampleAtlas_OnBase() {
	_, err := countyAtlas().OnBase("patients")
	fmt.Println(err)
	// Output:
	// coverage.Atlas.OnBase "patients": no such base; there are "A county, mid-2015"
}

// A target is held against what is covered on each day, in the target's own scope.
func ExampleAtlas_Trajectory() {
	t := countyTrajectory()
	fmt.Println(t.OnTrack, t.Gap)
	// Output:
	// on-track 0 of 7,000 (0.0%)
}

// Warnings do not prevent a survey from being used.
func ExampleAtlas_Warnings() {
	fmt.Println(countyAtlas().Warnings().Len())
	// Output:
	// 8
}

func ExampleSelection_Footprints() {
	s := countySelection()
	fmt.Println(s.Len(), slices.Collect(s.Footprints()))
	// Output:
	// 3 [hills town-network vale]
}

// Care homes are a layer that stands aside: people are not counted by area there.
func ExampleSelection_Aside() {
	s, _ := coverage.England().Select(coverage.Filter{Categories: []caremodel.Category{caremodel.EHCH}})
	layers, vanguards := s.Aside()
	fmt.Println(layers, len(vanguards))
	fmt.Println(s.Covered())
	// Output:
	// [care-homes] 6
	// not known: the areas meant stand aside; name the layer care-homes
}

func ExampleBreakdown_Groups() {
	b := countyDeciles()
	fmt.Println(b.Attribute())
	for g := range b.Groups() {
		fmt.Println(g.Value, g.Covered, "of", g.Population)
	}
	fmt.Println("without the attribute:", b.Unknown().Population)
	// Output:
	// imd_decile
	// 1 1,500 of 1,500 (100.0%) of 1500
	// 2 1,600 of 1,600 (100.0%) of 1600
	// 10 850 to 1,700 of 3,500 (24.3% to 48.6%) of 3500
	// without the attribute: 400
}

func ExampleBreakdown_Group() {
	g, ok := countyDeciles().Group("2")
	fmt.Println(g.Covered, ok)
	// Output:
	// 1,600 of 1,600 (100.0%) true
}

// The least and the greatest slope index that the bounds of the groups allow.
func ExampleBreakdown_SlopeBounds() {
	least, greatest, err := countyDeciles().SlopeBounds(0)
	fmt.Printf("%.3f to %.3f %v\n", least.SII.Value, greatest.SII.Value, err)
	// Output:
	// -1.372 to -0.932 <nil>
}

// Half of an area is half of each of its groups only if somebody takes it to be.
func ExampleProportional() {
	b, _ := countySelection().Breakdown("imd_decile", coverage.Proportional())
	g, _ := b.Group("10")
	fmt.Println(g.Covered)
	// Output:
	// about 850 to 1,700 of 3,500 (24.3% to 48.6%)
}

func ExampleBreakdown_WriteText() {
	fmt.Println(countyDeciles().WriteText(os.Stdout))
	// Output:
	// imd_decile       Covered           Share  Population  Missing
	// 1                  1,500          100.0%       1,500   0 of 3
	// 2                  1,600          100.0%       1,600   0 of 3
	// 10          850 to 1,700  24.3% to 48.6%       3,500   0 of 3
	// not known              0            0.0%         400   0 of 3
	// <nil>
}

func ExampleBreakdown_WriteCSV() {
	fmt.Println(countyDeciles().WriteCSV(os.Stdout))
	// Output:
	// attribute,value,people_low,people_high,of,hidden,missing,meant,approximate
	// imd_decile,1,1500,1500,1500,0,0,3,
	// imd_decile,2,1600,1600,1600,0,0,3,
	// imd_decile,10,850,1700,3500,0,0,3,
	// imd_decile,,0,0,400,0,0,3,
	// <nil>
}

func ExampleBreakdown_WriteMarkdown() {
	fmt.Println(countyDeciles().WriteMarkdown(os.Stdout))
	// Output:
	// | imd\_decile | Covered | Share | Population | Missing |
	// | --- | ---: | ---: | ---: | ---: |
	// | 1 | 1,500 | 100.0% | 1,500 | 0 of 3 |
	// | 2 | 1,600 | 100.0% | 1,600 | 0 of 3 |
	// | 10 | 850 to 1,700 | 24.3% to 48.6% | 3,500 | 0 of 3 |
	// | not known | 0 | 0.0% | 400 | 0 of 3 |
	// <nil>
}

func ExampleAccount_WriteCSV() {
	fmt.Println(countySelection().Account().WriteCSV(os.Stdout))
	// Output:
	// figure,times,people_low,people_high,areas,of,hidden,missing,meant,approximate
	// naive,,6400,6400,,7000,0,0,3,
	// covered,,3950,4800,,7000,0,0,3,
	// double_counted,,1600,2450,,7000,0,0,3,
	// exactly,1,1500,3200,1,7000,0,0,3,
	// exactly,2,1600,2450,2,7000,0,0,3,
	// <nil>
}

func ExampleAccount_WriteMarkdown() {
	fmt.Println(countySelection().Account().WriteMarkdown(os.Stdout))
	// Output:
	// | Figure | People | Share | Areas | Missing |
	// | --- | ---: | ---: | ---: | ---: |
	// | Added up | 6,400 | 91.4% |  | 0 of 3 |
	// | Covered | 3,950 to 4,800 | 56.4% to 68.6% |  | 0 of 3 |
	// | Counted too much | 1,600 to 2,450 | 22.9% to 35.0% |  | 0 of 3 |
	// | In exactly 1 | 1,500 to 3,200 | 21.4% to 45.7% | 1 | 0 of 3 |
	// | In exactly 2 | 1,600 to 2,450 | 22.9% to 35.0% | 2 | 0 of 3 |
	// <nil>
}

// The people in both of two footprints, as shares of those in either (Jaccard) and of
// the smaller one (overlap coefficient).
func ExampleMatrix_At() {
	m := countySelection().Overlap()
	fmt.Println(m.Len(), m.Footprint(0), m.Footprint(1))
	fmt.Println(m.At(0, 1))
	low, high := m.Jaccard(0, 1)
	fmt.Println(low.Percent(1), high.Percent(1))
	low, high = m.Coefficient(0, 1)
	fmt.Println(low.Percent(1), high.Percent(1))
	// Output:
	// 3 hills town-network
	// 0 of 7,000 (0.0%)
	// 0.0% 0.0%
	// 0.0% 0.0%
}

func ExampleMatrix_WriteText() {
	fmt.Println(countySelection().Overlap().WriteText(os.Stdout))
	// Output:
	// Footprint       And              In both  Missing
	// Hills Together  Vale Community     1,600   0 of 2
	// town-network    Vale Community  0 to 850   0 of 2
	// <nil>
}

func ExampleMatrix_WriteCSV() {
	fmt.Println(countySelection().Overlap().WriteCSV(os.Stdout))
	// Output:
	// footprint,vanguard,vanguard_name,other_footprint,other_vanguard,other_vanguard_name,people_low,people_high,of,hidden,missing,meant,approximate
	// hills,hills,Hills Together,hills,hills,Hills Together,3100,3100,7000,0,0,1,
	// hills,hills,Hills Together,town-network,network,County Urgent Care,0,0,7000,0,0,2,
	// hills,hills,Hills Together,vale,vale,Vale Community,1600,1600,7000,0,0,2,
	// town-network,network,County Urgent Care,town-network,network,County Urgent Care,850,850,7000,0,0,1,
	// town-network,network,County Urgent Care,vale,vale,Vale Community,0,850,7000,0,0,2,
	// vale,vale,Vale Community,vale,vale,Vale Community,2450,2450,7000,0,0,1,
	// <nil>
}

func ExampleMatrix_WriteMarkdown() {
	fmt.Println(countySelection().Overlap().WriteMarkdown(os.Stdout))
	// Output:
	// | Footprint | And | In both | Missing |
	// | --- | --- | ---: | ---: |
	// | Hills Together | Vale Community | 1,600 | 0 of 2 |
	// | town-network | Vale Community | 0 to 850 | 0 of 2 |
	// <nil>
}

func ExampleReport_WriteText() {
	a, s := countyAtlas(), countySelection()
	fmt.Println(coverage.NewReport(a, s.Contributions()).WriteText(os.Stdout))
	// Output:
	// Footprint       People  In no other  Attributed  Missing
	// Hills Together   3,100        1,500       2,300   0 of 3
	// town-network       850     0 to 850         850   0 of 3
	// Vale Community   2,450     0 to 850       1,650   0 of 3
	// <nil>
}

func ExampleReport_WriteCSV() {
	a, s := countyAtlas(), countySelection()
	fmt.Println(coverage.NewReport(a, slices.Collect(s.Uncovered())).WriteCSV(os.Stdout))
	// Output:
	// area,people_low,people_high,of,hidden,missing,meant,approximate
	// E01000003,0,850,1700,0,0,3,
	// E01000004,1800,1800,1800,0,0,3,
	// E07000001,400,400,400,0,0,3,
	// <nil>
}

func ExampleReport_WriteMarkdown() {
	a := countyAtlas()
	fmt.Println(coverage.NewReport(a, a.Reconcile()).WriteMarkdown(os.Stdout))
	// Output:
	// | Claim | Verdict | Claimed | Recomputed |
	// | --- | ---: | ---: | ---: |
	// | some 5,500 people | differs | 5,500 | 3,950 to 4,800 |
	// | more than 4,300 people | inside bounds | 4,300 | 3,950 to 4,800 |
	// <nil>
}

// countyTrajectory is the county on its way to a half by March 2018.
func countyTrajectory() coverage.Trajectory {
	half, _ := caremodel.RatioOf(1, 2)
	t, err := countyAtlas().Trajectory(
		coverage.Target{Share: half, By: caremodel.MustParseDate("2018-03-31")},
		caremodel.MustParseDate("2015-04-01"), caremodel.MustParseDate("2017-04-01"),
	)
	if err != nil {
		panic(err)
	}
	return t
}

func ExampleTrajectory_WriteText() {
	fmt.Println(countyTrajectory().WriteText(os.Stdout))
	// Output:
	// Day         Covered  Needed  Track     Missing
	// 2015-04-01           3,100   44.3%  on track   0 of 3
	// 2017-04-01  3,950 to 4,800   48.1%  on track   0 of 3
	// <nil>
}

func ExampleTrajectory_WriteCSV() {
	fmt.Println(countyTrajectory().WriteCSV(os.Stdout))
	// Output:
	// on,people_low,people_high,needed_low,needed_high,gap_low,gap_high,track,of,hidden,missing,meant,approximate
	// 2015-04-01,3100,3100,3100,3100,400,400,on-track,7000,0,0,3,
	// 2017-04-01,3950,4800,3368,3368,0,0,on-track,7000,0,0,3,
	// <nil>
}

func ExampleTrajectory_WriteMarkdown() {
	fmt.Println(countyTrajectory().WriteMarkdown(os.Stdout))
	// Output:
	// | Day | Covered | Needed | Track | Missing |
	// | ---: | ---: | ---: | --- | ---: |
	// | 2015-04-01 | 3,100 | 44.3% | on track | 0 of 3 |
	// | 2017-04-01 | 3,950 to 4,800 | 48.1% | on track | 0 of 3 |
	// <nil>
}

// Bounds, and what stands behind them.
func ExampleEstimate() {
	hills, _ := countyAtlas().Select(coverage.Filter{Footprints: []coverage.FootprintID{"hills"}})
	e := hills.Covered()
	low, high := e.Share()
	fmt.Println(e.Low, e.High, e.Of, low.Percent(1), high.Percent(1))
	fmt.Println(e.Known(), e.Exact(), e.Upper())
	// Output:
	// 3100 3100 7000 44.3% 44.3%
	// true true 3100
}

// A figure with a vanguard missing has no upper bound but everybody.
func ExampleEstimate_Upper() {
	acute, _ := coverage.England().Select(coverage.Filter{Categories: []caremodel.Category{caremodel.ACC}})
	e := acute.Covered()
	fmt.Println(e)
	fmt.Println(e.Exact(), e.Upper() == e.Of)
	// Output:
	// 14,603,431 to 15,320,559 of 54,786,327 (26.7% to 28.0%); the areas of 9 of 13 vanguards are not, or not wholly, known
	// false true
}

func ExampleShare_Of() {
	half, _ := coverage.ShareOf(1, 2)
	fmt.Println(half, half.IsWhole(), half.Ratio().Percent(0), half.Of(1_001))
	fmt.Println(coverage.Share{}, coverage.Share{}.IsWhole())
	// Output:
	// 1/2 false 50% 500
	// 1/1 true
}

func ExampleAreaCode_Scheme() {
	for _, code := range []coverage.AreaCode{"E01012345", "W06000001", "A81001", "NO2011"} {
		fmt.Printf("%s %s %q %v\n", code, code.Scheme(), code.Country(), code.IsPseudo())
	}
	// Output:
	// E01012345 gss "England" false
	// W06000001 gss "Wales" false
	// A81001 ods "" false
	// NO2011 ods "" true
}

func ExampleEdition_Entity() {
	fmt.Println(coverage.EditionCCG2015.Entity(), coverage.EditionLSOA2011.Entity())
	// Output:
	// clinical-commissioning-group lsoa
}

// A crosswalk between two dates is made from what happened to the areas.
func ExampleSuccession_Crosswalk() {
	c, err := coverage.EnglandSuccession().Crosswalk(
		coverage.Vintage{Edition: coverage.EditionCCG2015, On: caremodel.MustParseDate("2015-04-01")},
		coverage.Vintage{Edition: coverage.EditionCCG2017, On: caremodel.MustParseDate("2017-04-01")},
		"00W", "01M", "01N",
	)
	for _, w := range c.Weights {
		fmt.Println(w.From, "->", w.To, w.Share)
	}
	fmt.Println(err)
	// Output:
	// 00W -> 14L 1/1
	// 01M -> 14L 1/1
	// 01N -> 14L 1/1
	// <nil>
}

func ExampleSuccession_Name() {
	fmt.Println(coverage.EnglandSuccession().Name("14L", caremodel.MustParseDate("2017-04-01")))
	// Output:
	// NHS Manchester CCG
}

func ExampleCrosswalk_Validate() {
	c := thirdsOfAWard()
	c.Weights = append(c.Weights, c.Weights[0], c.Weights[1])
	fmt.Println(c.Validate())
	// Output:
	// weights[2]: "E05000001": weights[0] is the same row, which counts once (warning: duplicate)
	// weights[3]: "E05000001": weights[1] is the same row, which counts once (warning: duplicate)
}

// recastThirds moves a hundred people by thirds.
func recastThirds() coverage.Recast {
	m, err := thirdsOfAWard().Counts([]coverage.Population{{Area: "E05000001", People: 100}})
	if err != nil {
		panic(err)
	}
	return m
}

// People counts those that came through, and those that did not.
func ExampleRecast_People() {
	fmt.Println(recastThirds().People())
	// Output:
	// 67 33
}

func ExampleRecast_WriteText() {
	fmt.Println(recastThirds().WriteText(os.Stdout))
	// Output:
	// Area       People  In no target
	// E05000011      34
	// E05000012      33
	// E05000001      33  yes
	// <nil>
}

func ExampleRecast_WriteCSV() {
	fmt.Println(recastThirds().WriteCSV(os.Stdout))
	// Output:
	// area,people,unmapped
	// E05000011,34,
	// E05000012,33,
	// E05000001,33,true
	// <nil>
}

func ExampleRecast_WriteMarkdown() {
	fmt.Println(recastThirds().WriteMarkdown(os.Stdout))
	// Output:
	// | Area | People | In no target |
	// | --- | ---: | --- |
	// | E05000011 | 34 |  |
	// | E05000012 | 33 |  |
	// | E05000001 | 33 | yes |
	// <nil>
}

// recastRates moves two rates into one area.
func recastRates() coverage.RecastRates {
	merger := coverage.Crosswalk{
		From: coverage.EditionCCG2016, To: coverage.EditionCCG2017, Method: coverage.MethodExact,
		Weights: []coverage.Weight{{From: "00W", To: "14L"}, {From: "01M", To: "14L"}},
	}
	m, err := merger.Rates([]coverage.AreaRate{{Area: "00W", Value: 20, People: 200_000}, {Area: "01M", Value: 10, People: 200_000}})
	if err != nil {
		panic(err)
	}
	return m
}

func ExampleRecastRates_WriteText() {
	fmt.Println(recastRates().WriteText(os.Stdout))
	// Output:
	// Area  Value   People  In no target
	// 14L      15  400,000
	// <nil>
}

func ExampleRecastRates_WriteCSV() {
	fmt.Println(recastRates().WriteCSV(os.Stdout))
	// Output:
	// area,value,people,unmapped
	// 14L,15,400000,
	// <nil>
}

func ExampleRecastRates_WriteMarkdown() {
	fmt.Println(recastRates().WriteMarkdown(os.Stdout))
	// Output:
	// | Area | Value | People | In no target |
	// | --- | ---: | ---: | --- |
	// | 14L | 15 | 400,000 |  |
	// <nil>
}

// The rule of a table that hides 1 to 4.
func ExampleMarks_UpTo() {
	table := "area,people\nE01000001,1500\nE01000002,c\n"
	base, err := coverage.ReadBaseCSV(strings.NewReader(table), coverage.Columns{Area: "area", People: "people"}, coverage.Suppressed("c").UpTo(4))
	fmt.Println(base.Units[1].People, "to", base.Units[1].AtMost, err)
	// Output:
	// 0 to 4 <nil>
}

// Within holds a table of footprints against the base that it is for.
func ExampleWithin() {
	survey := coverage.Survey{Base: coverage.Base{
		Name: "A made-up county", Basis: coverage.Resident, Edition: coverage.EditionLSOA2011, AsAt: caremodel.MustParseDate("2015-06-30"),
		Units: []coverage.Population{{Area: "E01000001", People: 1500}},
	}}
	table := "id,vanguard,area\nn,Northumberland,E01000001\nn,,E01000002\n"
	fmt.Println(coverage.ValidateFootprintsCSV(strings.NewReader(table), caremodel.England(), coverage.Within(survey)))
	// Output:
	// row 2, column source_title: say where this was read (warning: required)
	// row 3, column area: "E01000002": the base has no such area (unknown)
}

func ExampleSchema() {
	fmt.Println(strings.Contains(string(coverage.Schema()), "newcaremodels/survey/1"))
	// Output:
	// true
}
