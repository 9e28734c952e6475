package coverage_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// The error lists everything that is wrong with the shape; what is sound comes
// with it.
func ExampleReadSurvey() {
	document := `{
		"format": "newcaremodels/survey/1",
		"base": {"basis": "residents", "edition": "CCG April 2015", "as_at": "2015-06-30"},
		"footprints": [
			{"id": "bay", "vanguard": "morecambe-bay", "units": [{"area": "01K"}, {"area": "01H", "share": "3/2"}]},
			{"id": "wirral", "vanguard": "wirral-partners", "units": [{"area": "12F"}]}
		]
	}`
	s, err := coverage.ReadSurvey(strings.NewReader(document), caremodel.England())
	for v := range validate.Of(err).All() {
		fmt.Println(v.Path, v.Code)
	}
	fmt.Println(len(s.Footprints), "footprint read:", s.Footprints[0].ID)
	// Output:
	// base.basis format
	// footprints[0].units[1].share range
	// 1 footprint read: wirral
}

// A survey goes straight from its document into the index.
func ExampleReadAtlas() {
	var document bytes.Buffer
	if err := coverage.EnglandSurvey().WriteJSON(&document); err != nil {
		fmt.Println(err)
		return
	}
	a, err := coverage.ReadAtlas(&document, caremodel.England())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Population(), "people by", a.Edition())
	// Output:
	// 54786327 people by CCG April 2015
}

// An atlas is built of sound records only, and says everything that is wrong with
// others.
func ExampleNewAtlas() {
	s := coverage.EnglandSurvey()
	s.Footprints[0].Units = []coverage.Part{{Area: "01M"}, {Area: "14L"}, {Area: "12Z"}}
	_, err := coverage.NewAtlas(caremodel.England(), s)
	for v := range validate.Of(err).All() {
		fmt.Println(v.Value, v.Detail)
	}
	// Output:
	// "14L" this code belongs to another edition: it is new in CCG April 2017
	// "12Z" the base has no such area
}

// Nothing can have been counted after the day of the check.
func ExampleSurvey_ValidateAsOf() {
	day := caremodel.MustParseDate("2015-06-29")
	for v := range coverage.EnglandSurvey().ValidateAsOf(caremodel.England(), day).All() {
		if v.Path == "base.as_at" {
			fmt.Println(v)
		}
	}
	// Output:
	// base.as_at: "2015-06-30": after 2015-06-29, the day of this check (future)
}

func ExampleShareOf() {
	half, err := coverage.ShareOf(2, 4)
	fmt.Println(half, half.Of(7), half.Of(9), err) // rounded half to even
	_, err = coverage.ShareOf(3, 2)
	fmt.Println(err)
	// Output:
	// 1/2 4 4 <nil>
	// coverage.ShareOf "3/2": a share is above nothing and at most the whole
}

func ExampleParseAreaCode() {
	c, err := coverage.ParseAreaCode("E01012345")
	fmt.Println(c.Scheme(), c.Entity(), c.Country(), err)
	_, err = coverage.ParseAreaCode("e01012345 ")
	fmt.Println(err)
	// Output:
	// gss lsoa England <nil>
	// coverage.ParseAreaCode "e01012345 ": an area code has capital letters and no blanks: write E01012345
}

// A look-up as the Office for National Statistics publishes it, small areas in
// groups, becomes a crosswalk.
func ExampleReadIntersectionsCSV() {
	table := `LSOA11CD,LSOA11NM,CCG17CD,people
E01000001,"One, north",E38000215,1200
E01000002,Two,E38000216,600
E01000003,Three,,90
`
	parts, err := coverage.ReadIntersectionsCSV(strings.NewReader(table), coverage.LookupColumns{
		From: "LSOA11CD", To: "CCG17CD", People: "people",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := coverage.NewCrosswalk(coverage.EditionLSOA2011, coverage.EditionCCG2017, coverage.MethodExact, parts)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range c.Weights {
		fmt.Println(w.From, w.To)
	}
	// Output:
	// E01000001 E38000215
	// E01000002 E38000216
}

// thirdsOfAWard shares one area out in a way that never comes out even.
func thirdsOfAWard() coverage.Crosswalk {
	third, _ := coverage.ShareOf(1, 3)
	return coverage.Crosswalk{
		From: "wards 2014", To: "wards 2016", Method: coverage.MethodEqualSplit,
		Weights: []coverage.Weight{
			{From: "E05000001", To: "E05000011", Share: third},
			{From: "E05000001", To: "E05000012", Share: third},
		},
	}
}

// Counts come out in whole people, and together they are what went in: a third of
// the ward is in no target and is shown as that.
func ExampleCrosswalk_Counts() {
	m, err := thirdsOfAWard().Counts([]coverage.Population{{Area: "E05000001", People: 100}, {Area: "NO2011", People: 5}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range m.Units {
		fmt.Println(u.Area, u.People)
	}
	for _, u := range m.Unmapped {
		fmt.Println("in no target:", u.Area, u.People)
	}
	// Output:
	// E05000011 34
	// E05000012 33
	// in no target: E05000001 33
	// in no target: NO2011 5
}

// A base of one edition becomes a base of another; its population stays.
func ExampleCrosswalk_Base() {
	base := coverage.Base{
		Basis: coverage.Resident, Edition: "wards 2014", AsAt: caremodel.MustParseDate("2014-06-30"),
		Units: []coverage.Population{{Area: "E05000001", People: 100}},
	}
	moved, err := thirdsOfAWard().Base(base)
	fmt.Println(moved.Edition, moved.Units, moved.Remainder, err)
	base.Edition = "wards 2012"
	_, err = thirdsOfAWard().Base(base)
	fmt.Println(err)
	// Output:
	// wards 2016 [{E05000011 34 0 map[]} {E05000012 33 0 map[]}] [{E05000001 33 0 map[]}] <nil>
	// coverage.Crosswalk.Base "wards 2012": the crosswalk leads from wards 2014
}

// Only the people tell which part of a merged group came from where.
func ExampleCrosswalk_Back() {
	merger := coverage.Crosswalk{
		From: coverage.EditionCCG2016, To: coverage.EditionCCG2017, Method: coverage.MethodExact,
		Weights: []coverage.Weight{{From: "00W", To: "14L"}, {From: "01M", To: "14L"}, {From: "01N", To: "14L"}},
	}
	_, err := merger.Inverse()
	fmt.Println(err)
	back, err := merger.Back([]coverage.Population{
		{Area: "00W", People: 200_000}, {Area: "01M", People: 150_000}, {Area: "01N", People: 150_000},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range back.Weights {
		fmt.Println(w.From, w.To, w.Share)
	}
	// Output:
	// coverage.Crosswalk.Inverse "14L": both 00W and 01M go to this area
	// 14L 00W 2/5
	// 14L 01M 3/10
	// 14L 01N 3/10
}

func ExampleCrosswalk_Inverse() {
	recode := coverage.Crosswalk{
		From: coverage.EditionCCG2016, To: coverage.EditionCCG2017, Method: coverage.MethodExact,
		Weights: []coverage.Weight{{From: "E38000041", To: "E38000215"}},
	}
	back, err := recode.Inverse()
	fmt.Println(back.From, back.To, back.Weights[0].From, back.Weights[0].To, err)
	// Output:
	// CCG April 2017 CCG April 2016 E38000215 E38000041 <nil>
}

// Best fit is what small areas are published by: simple, and wrong for some.
func ExampleCrosswalk_BestFit() {
	stay, _ := coverage.ShareOf(318_291, 504_475)
	move, _ := coverage.ShareOf(186_184, 504_475)
	split := coverage.Crosswalk{
		From: coverage.EditionCCG2015, To: coverage.EditionCCG2017, Method: coverage.MethodPopulationWeighted,
		Weights: []coverage.Weight{
			{From: "E38000041", To: "E38000215", Share: stay}, {From: "E38000041", To: "E38000216", Share: move},
		},
	}
	fit := split.BestFit()
	fmt.Println(fit.Method, fit.Weights[0].To, fit.Weights[0].Share)
	// Output:
	// best-fit E38000215 1/1
}

// A contradiction is found where it stands.
func ExampleSuccession_Validate() {
	april := caremodel.MustParseDate("2017-04-01")
	half, _ := coverage.ShareOf(1, 2)
	third, _ := coverage.ShareOf(1, 3)
	s := coverage.Succession{Events: []coverage.Event{
		{Kind: coverage.EventSplit, On: april, From: "E38000041", To: "E38000215", Share: half},
		{Kind: coverage.EventSplit, On: april, From: "E38000041", To: "E38000216", Share: third},
	}}
	for v := range s.Validate().Errors().All() {
		fmt.Println(v)
	}
	// Output:
	// events[1]: "E38000041": the parts of this split do not add up to the whole (coverage.not-conserved)
}

// The straight line goes on, and stops at everybody.
func ExampleTrajectory_Projected() {
	t, err := coverage.TrajectoryTo(
		coverage.Target{Share: caremodel.Ratio{Num: 1, Den: 2}, By: caremodel.MustParseDate("2020-03-31")},
		[]coverage.Observation{
			{On: caremodel.MustParseDate("2016-03-31"), Covered: coverage.Estimate{Low: 100, High: 100, Of: 1000}},
			{On: caremodel.MustParseDate("2018-03-31"), Covered: coverage.Estimate{Low: 400, High: 400, Of: 1000}},
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.Projected(caremodel.MustParseDate("2020-03-30")))
	fmt.Println(t.Projected(caremodel.MustParseDate("2030-03-31")))
	// Output:
	// 700 of 1,000 (70.0%)
	// 1,000 of 1,000 (100.0%)
}

// A selection is observed with its own footprints alone.
func ExampleSelection_Observe() {
	mcp, err := coverage.England().Select(coverage.Filter{Categories: []caremodel.Category{caremodel.MCP}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range mcp.Observe(caremodel.MustParseDate("2015-03-09"), caremodel.MustParseDate("2015-03-10")) {
		fmt.Println(o.On, o.Covered.High > 0)
	}
	// Output:
	// 2015-03-09 false
	// 2015-03-10 true
}
