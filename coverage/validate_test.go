package coverage_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func TestValidate_SoundSurveyHasNoViolations(t *testing.T) {
	require.Empty(t, listed(fullSurvey(t).Validate(smallProgramme(t))))
	require.Empty(t, listed(fullSurvey(t).ValidateAsOf(smallProgramme(t), day("2017-01-01"))))
}

// rules has one case or more for each rule: what is done to a sound survey, and all that
// is then reported.
var rules = []struct {
	name string
	do   func(s *coverage.Survey)
	want []string
}{
	// base
	{"basis missing", func(s *coverage.Survey) { s.Base.Basis = 0 }, []string{"error required base.basis"}},
	{"no such basis", func(s *coverage.Survey) { s.Base.Basis = 9 }, []string{"error range base.basis"}},
	{"edition missing", func(s *coverage.Survey) { s.Base.Edition = "" }, []string{"error required base.edition"}},
	{"units missing", func(s *coverage.Survey) { s.Base.Units = nil }, []string{"error required base.units"}},
	{"date missing", func(s *coverage.Survey) { s.Base.AsAt = caremodel.Date{} }, []string{"error required base.as_at"}},
	{"base without a source", func(s *coverage.Survey) { s.Base.Sources = nil }, []string{"warning required base.sources"}},
	{"source that says nothing", func(s *coverage.Survey) { s.Base.Sources[0] = caremodel.Source{Published: day("2016-01-01")} }, []string{"warning required base.sources[0]"}},
	{"address without scheme", func(s *coverage.Survey) { s.Base.Sources[0].URL = "www.example.org" }, []string{"error format base.sources[0].url"}},
	{"code in lower case", func(s *coverage.Survey) { s.Base.Units[0].Area = "e38000041" }, []string{"error format base.units[0].area"}},
	{"code missing", func(s *coverage.Survey) { s.Base.Units[3].Area = "" }, []string{"error required base.units[3].area"}},
	{"mixed schemes", func(s *coverage.Survey) {
		more := s.Base.Units[2]
		more.Area = "01K"
		s.Base.Units[2].Area = "01H"
		s.Base.Units = append(s.Base.Units, more)
	}, []string{"error coverage.scheme base.units[2].area"}},
	{"mixed kinds of area", func(s *coverage.Survey) {
		more := s.Base.Units[2]
		more.Area = "E06000007"
		s.Base.Units[2].Area = "E06000006"
		s.Base.Units = append(s.Base.Units, more)
	}, []string{"warning coverage.scheme base.units[2].area"}},
	{"another country", func(s *coverage.Survey) { s.Base.Units[2].Area = "W11000023" }, []string{"warning coverage.scheme base.units[2].area", "warning coverage.outside base.units[2].area"}},
	{"practices in a base of residents", func(s *coverage.Survey) {
		*s = coverage.Survey{Base: s.Base}
		s.Base.Edition = "Practices April 2015"
		for i := range s.Base.Units {
			s.Base.Units[i].Area = coverage.AreaCode("A8100" + strconv.Itoa(i/2))
		}
	}, []string{"error conflict base.basis"}},
	{"pseudo code", func(s *coverage.Survey) { s.Base.Units[2].Area = "E99999999" }, []string{"warning coverage.outside base.units[2].area"}},
	{"code of a later edition", func(s *coverage.Survey) { s.Base.Units[2].Area = "E38000216" }, []string{"error coverage.edition base.units[2].area"}},
	{"codes of another kind than the edition", func(s *coverage.Survey) {
		s.Base.Edition = "LSOA 2011"
		s.Crosswalks[0].From, s.Footprints[0].Edition = "LSOA 2011", "LSOA 2011"
	}, []string{"warning coverage.edition base.edition"}},
	{"alternative without a name", func(s *coverage.Survey) { s.Alternatives[0].Name = "" }, []string{"error required alternatives[0].name"}},
	{"alternative under the name of the base", func(s *coverage.Survey) { s.Alternatives[0].Name = s.Base.Name }, []string{"error duplicate alternatives[0].name"}},
	{"alternative without basis and areas", func(s *coverage.Survey) { s.Alternatives[0].Basis, s.Alternatives[0].Units = 0, nil }, []string{"error required alternatives[0].basis", "error required alternatives[0].units"}},
	{"duplicate unit of an alternative", func(s *coverage.Survey) { s.Alternatives[0].Units[1] = s.Alternatives[0].Units[0] }, []string{"error duplicate alternatives[0].units[1]"}},
	{"edition of a footprint with control characters", func(s *coverage.Survey) { s.Footprints[0].Edition = "CCG\x00" }, []string{"error format footprints[0].edition"}},
	{"negative people", func(s *coverage.Survey) { s.Base.Units[2].People = -1 }, []string{"error range base.units[2].people"}},
	{"unlikely people", func(s *coverage.Survey) { s.Base.Units[2].People = 100_000_001 }, []string{"warning unlikely base.units[2].people"}},
	{"too many people", func(s *coverage.Survey) { s.Base.Units[1].People = math.MaxInt64 }, []string{"warning unlikely base.units[1].people", "error overflow base.units[1].people"}},
	{"duplicate unit", func(s *coverage.Survey) { s.Base.Units[3] = s.Base.Units[2] }, []string{"error duplicate base.units[3]"}},
	{"duplicate unit among others of its area", func(s *coverage.Survey) { s.Base.Units = append(s.Base.Units, s.Base.Units[0], s.Base.Units[3]) }, []string{"error duplicate base.units[4]", "error duplicate base.units[5]"}},
	{"attribute missing on some units", func(s *coverage.Survey) { s.Base.Units[2].Attributes = map[string]string{"age": "0-64"} }, []string{"warning coverage.missing-attribute base.units[2].attributes"}},
	{"blank attribute", func(s *coverage.Survey) { s.Base.Units[2].Attributes = map[string]string{"age": "", "imd_decile": "1"} }, []string{"error required base.units[2].attributes.age"}},
	{"attribute without a name", func(s *coverage.Survey) {
		s.Base.Units[2].Attributes = map[string]string{"": "x", "age": "0-64", "imd_decile": "1"}
	}, []string{"error required base.units[2].attributes"}},
	{"too many attributes", func(s *coverage.Survey) {
		s.Footprints[0].Units = s.Footprints[0].Units[1:]
		s.Base.Units[1].Attributes = map[string]string{}
		for i := range 64 {
			s.Base.Units[1].Attributes[strconv.Itoa(i)] = "x"
		}
	}, []string{"error too-large base.units[1].attributes"}},
	{"remainder negative", func(s *coverage.Survey) { s.Base.Remainder[0].People = -5 }, []string{"error range base.remainder[0].people"}},
	{"remainder under a unit's code", func(s *coverage.Survey) { s.Base.Remainder[0].Area = "E38000093" }, []string{"error conflict base.remainder[0].area"}},
	{"remainder twice", func(s *coverage.Survey) { s.Base.Remainder = append(s.Base.Remainder, s.Base.Remainder[0]) }, []string{"error duplicate base.remainder[1]"}},
	{"remainder without code", func(s *coverage.Survey) { s.Base.Remainder[0].Area = "North" }, []string{"error format base.remainder[0].area"}},

	// references
	{"reference without basis and day", func(s *coverage.Survey) {
		s.References[0].Basis, s.References[0].AsAt = 0, caremodel.Date{}
	}, []string{"error required references[0].basis", "error required references[0].as_at"}},
	{"reference of nobody", func(s *coverage.Survey) { s.References[0].People = 0 }, []string{"error range references[0].people"}},
	{"reference without a source", func(s *coverage.Survey) { s.References[0].Source = caremodel.Source{} }, []string{"warning required references[0].source"}},

	// crosswalks
	{"crosswalk without editions", func(s *coverage.Survey) {
		s.Crosswalks[0].To = ""
		s.Footprints = s.Footprints[:2]
	}, []string{"error required crosswalks[0].to"}},
	{"crosswalk to where it begins", func(s *coverage.Survey) { s.Crosswalks[0].To = s.Crosswalks[0].From }, []string{"error conflict crosswalks[0].to"}},
	{"crosswalk without method", func(s *coverage.Survey) { s.Crosswalks[0].Method = 0 }, []string{"error required crosswalks[0].method"}},
	{"no such method", func(s *coverage.Survey) { s.Crosswalks[0].Method = 7 }, []string{"error range crosswalks[0].method"}},
	{"crosswalk without weights", func(s *coverage.Survey) { s.Crosswalks[0].Weights = nil; s.Footprints = s.Footprints[:2] }, []string{"error required crosswalks[0].weights"}},
	{"weight with a code that is none", func(s *coverage.Survey) { s.Crosswalks[0].Weights[0].To = "?" }, []string{"error format crosswalks[0].weights[0].to"}},
	{"weight twice", func(s *coverage.Survey) {
		s.Crosswalks[0].Weights = append(s.Crosswalks[0].Weights, s.Crosswalks[0].Weights[2])
	}, []string{"warning duplicate crosswalks[0].weights[3]"}},
	{"more than the whole", func(s *coverage.Survey) { s.Crosswalks[0].Weights[0].Share = coverage.Share{} }, []string{"error coverage.not-conserved crosswalks[0].weights[1]"}},
	{"exact and in parts", func(s *coverage.Survey) { s.Crosswalks[0].Method = coverage.MethodExact }, []string{"error conflict crosswalks[0].weights[0]", "error conflict crosswalks[0].weights[1]"}},
	{"crosswalk twice", func(s *coverage.Survey) { s.Crosswalks = append(s.Crosswalks, s.Crosswalks[0]) }, []string{"error duplicate crosswalks[1].to"}},

	// layers
	{"layer without a name", func(s *coverage.Survey) { s.Layers = append(s.Layers, coverage.Layer{}) }, []string{"error required layers[3].name"}},
	{"layer twice", func(s *coverage.Survey) { s.Layers = append(s.Layers, coverage.Layer{Name: "population"}) }, []string{"error duplicate layers[3].name"}},
	{"unknown enclosing layer", func(s *coverage.Survey) { s.Layers[1].Within = "popluation" }, []string{"error unknown layers[1].within"}},
	{"layer within itself", func(s *coverage.Survey) { s.Layers[1].Within = "neighbourhood" }, []string{"error conflict layers[1].within"}},
	{"layers in a circle", func(s *coverage.Survey) { s.Layers[0].Within = "neighbourhood" }, []string{"error conflict layers[0].within", "error conflict layers[1].within"}},

	// footprints
	{"footprint without an id", func(s *coverage.Survey) { s.Footprints[1].ID = "" }, []string{"error required footprints[1].id"}},
	{"footprint with a line break in its id", func(s *coverage.Survey) { s.Footprints[1].ID = "a\nb" }, []string{"error format footprints[1].id"}},
	{"footprint with a long id", func(s *coverage.Survey) {
		s.Footprints[1].ID = coverage.FootprintID(strings.Repeat("x", 81))
	}, []string{"error format footprints[1].id"}},
	{"footprint twice", func(s *coverage.Survey) { s.Footprints[1].ID = "lakeside" }, []string{"error duplicate footprints[1].id"}},
	{"vanguard missing", func(s *coverage.Survey) { s.Footprints[1].Vanguard = caremodel.VanguardID{} }, []string{"error required footprints[1].vanguard"}},
	{"unknown vanguard", func(s *coverage.Survey) { s.Footprints[1].Vanguard = vanguard("elsewhere") }, []string{"error unknown footprints[1].vanguard"}},
	{"unlisted layer", func(s *coverage.Survey) { s.Footprints[1].Layer = "neighborhood" }, []string{"error unknown footprints[1].layer"}},
	{"layer missing", func(s *coverage.Survey) { s.Footprints[1].Layer = "" }, []string{"error required footprints[1].layer"}},
	{"empty footprint", func(s *coverage.Survey) { s.Footprints[1].Units = nil }, []string{"error required footprints[1].units"}},
	{"until before from", func(s *coverage.Survey) { s.Footprints[0].Until = day("2015-03-09") }, []string{"error order footprints[0].until"}},
	{"no such completeness", func(s *coverage.Survey) { s.Footprints[0].Completeness = 9 }, []string{"error range footprints[0].completeness"}},
	{"footprint without a source", func(s *coverage.Survey) { s.Footprints[0].Sources = nil }, []string{"warning required footprints[0].sources"}},
	{"unit not in the base", func(s *coverage.Survey) { s.Footprints[1].Units[0].Area = "E38000094" }, []string{"error unknown footprints[1].units[0].area"}},
	{"unit with a code that is none", func(s *coverage.Survey) { s.Footprints[1].Units[0].Area = "E38-94" }, []string{"error format footprints[1].units[0].area"}},
	{"unit of the remainder", func(s *coverage.Survey) { s.Footprints[1].Units[0].Area = "E40000001" }, []string{"error unknown footprints[1].units[0].area"}},
	{"unit of another scheme", func(s *coverage.Survey) { s.Footprints[1].Units[0].Area = "01K" }, []string{"error coverage.scheme footprints[1].units[0].area"}},
	{"unit of another kind", func(s *coverage.Survey) { s.Footprints[1].Units[0].Area = "E01010638" }, []string{"error coverage.edition footprints[1].units[0].area"}},
	{"unit given out later", func(s *coverage.Survey) { s.Footprints[1].Units[0].Area = "E38000220" }, []string{"error coverage.edition footprints[1].units[0].area"}},
	{"unit that had ended", func(s *coverage.Survey) { s.Footprints[1].Units[0].Area = "E38000036" }, []string{"error coverage.edition footprints[1].units[0].area"}},
	{"unit of a crosswalk that begins elsewhere", func(s *coverage.Survey) {
		s.Crosswalks[0].From, s.Crosswalks[0].To = "CCG April 2010", "CCG April 2012"
		s.Crosswalks[0].Weights[2].To = "E38000150"
		s.Footprints[2].Units[0].Area = "E38000150"
	}, []string{"error coverage.edition footprints[2].units[0].area"}},
	{"area twice in a footprint", func(s *coverage.Survey) {
		s.Footprints[0].Units = append(s.Footprints[0].Units, coverage.Part{Area: "E38000093"})
	}, []string{"error duplicate footprints[0].units[2].area"}},
	{"area three times in a footprint", func(s *coverage.Survey) {
		part := func(cells map[string]string) coverage.Part {
			return coverage.Part{Area: "E38000041", Cells: cells}
		}
		s.Footprints[0].Units = []coverage.Part{
			part(map[string]string{"age": "65+"}), part(map[string]string{"age": "0-64"}), part(map[string]string{"imd_decile": "1"}), {Area: "E38000093"},
		}
	}, []string{"error duplicate footprints[0].units[2].area"}},
	{"cells that the area does not have", func(s *coverage.Survey) { s.Footprints[0].Units[0].Cells["age"] = "85+" }, []string{"error unknown footprints[0].units[0].cells"}},
	{"cells by an attribute that there is not", func(s *coverage.Survey) { s.Footprints[0].Units[0].Cells["sex"] = "F" }, []string{"error unknown footprints[0].units[0].cells"}},
	{"area of another edition twice in a footprint", func(s *coverage.Survey) {
		s.Footprints[2].Units = append(s.Footprints[2].Units, coverage.Part{Area: "E38000215"}, coverage.Part{Area: "E38000216"})
	}, []string{"error duplicate footprints[2].units[2].area"}},
	{"area of another edition of which the base has nothing", func(s *coverage.Survey) {
		s.Crosswalks[0].Weights = append(s.Crosswalks[0].Weights, coverage.Weight{From: "E38000010", To: "E38000217"})
		s.Footprints[2].Units[0] = coverage.Part{Area: "E38000217"}
	}, []string{"error unknown footprints[2].units[0].area"}},
	{"cells that an area of another edition does not have", func(s *coverage.Survey) {
		s.Footprints[2].Units[0].Cells = map[string]string{"age": "85+"}
	}, []string{"error unknown footprints[2].units[0].cells"}},
	{"odd cells of an area of another edition", func(s *coverage.Survey) {
		s.Footprints[2].Units[0].Cells = map[string]string{"age": "a\xff"}
	}, []string{"error format footprints[2].units[0].cells.age"}},
	{"blank cells", func(s *coverage.Survey) { s.Footprints[0].Units[0].Cells["age"] = "" }, []string{"error required footprints[0].units[0].cells.age"}},
	{"share of which nothing is stated", func(s *coverage.Survey) { s.Footprints[0].Units[0].Bound = caremodel.NotStated }, []string{"error conflict footprints[0].units[0].share"}},
	{"no such bound", func(s *coverage.Survey) { s.Footprints[0].Units[0].Bound = 9 }, []string{"error range footprints[0].units[0].bound"}},
	{"outside the enclosing layer", func(s *coverage.Survey) { s.Footprints[0].Units = s.Footprints[0].Units[:1] }, []string{"warning coverage.outside-layer footprints[1].units[0].area"}},

	// claims and targets
	{"claim of nothing", func(s *coverage.Survey) { s.Claims[0].People, s.Claims[0].Share = 0, caremodel.Ratio{} }, []string{"error required claims[0].people"}},
	{"negative claim", func(s *coverage.Survey) { s.Claims[0].People = -1 }, []string{"error range claims[0].people"}},
	{"negative precision", func(s *coverage.Survey) { s.Claims[0].Precision = -1 }, []string{"error range claims[0].precision"}},
	{"claim above the whole", func(s *coverage.Survey) { s.Claims[0].Share = caremodel.Ratio{Num: 3, Den: 2} }, []string{"error range claims[0].share"}},
	{"claim of no such bound", func(s *coverage.Survey) { s.Claims[0].Bound = 9 }, []string{"error range claims[0].bound"}},
	{"claim below nothing", func(s *coverage.Survey) { s.Claims[0].Share = caremodel.Ratio{Num: -1, Den: 2} }, []string{"error range claims[0].share"}},
	{"claim by nothing", func(s *coverage.Survey) { s.Claims[0].Share = caremodel.Ratio{Num: 1} }, []string{"error range claims[0].share"}},
	{"claim of no such basis", func(s *coverage.Survey) { s.Claims[0].Basis = 9 }, []string{"error range claims[0].basis"}},
	{"claim without a source", func(s *coverage.Survey) { s.Claims[0].Source = caremodel.Source{} }, []string{"warning required claims[0].source"}},
	{"unknown scope", func(s *coverage.Survey) {
		s.Claims[0].Scope = coverage.Filter{
			Categories: []caremodel.Category{"MCP", "mcp"}, Waves: []string{"third"}, Regions: []string{"London"},
			Vanguards: []caremodel.VanguardID{vanguard("elsewhere")}, Layers: []string{"networks"}, Footprints: []coverage.FootprintID{"other"},
		}
	}, []string{
		"error unknown claims[0].scope.categories[1]", "error unknown claims[0].scope.waves[0]", "error unknown claims[0].scope.regions[0]",
		"error unknown claims[0].scope.vanguards[0]", "error unknown claims[0].scope.layers[0]", "error unknown claims[0].scope.footprints[0]",
	}},
	{"target without a day", func(s *coverage.Survey) { s.Targets[0].By = caremodel.Date{} }, []string{"error required targets[0].by"}},
	{"target of nothing", func(s *coverage.Survey) { s.Targets[0].Share = caremodel.Ratio{} }, []string{"error required targets[0].people"}},
}

func TestValidate_Rules(t *testing.T) {
	p := smallProgramme(t)
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			s := fullSurvey(t)
			rule.do(&s)
			require.Equal(t, rule.want, listed(s.Validate(p)))
		})
	}
}

func TestValidate_Future(t *testing.T) {
	s := fullSurvey(t)
	require.Equal(t, []string{
		"error future base.as_at", "error future base.sources[0].published",
		"error future alternatives[0].as_at", "error future alternatives[0].sources[0].published", "error future references[0].as_at",
		"error future references[0].source.published", "error future crosswalks[0].sources[0].published",
		"error future footprints[0].units[0].source.published", "error future footprints[0].from", "error future footprints[0].sources[0].published",
		"error future footprints[1].sources[0].published", "error future footprints[2].sources[0].published",
		"error future claims[0].as_at", "error future claims[0].source.published", "error future claims[1].source.published",
		"error future targets[0].source.published", "error future targets[1].source.published",
	}, listed(s.ValidateAsOf(smallProgramme(t), day("2015-03-09"))))
}

// TestValidate_Hints holds the details to what a person needs: what would be right.
func TestValidate_Hints(t *testing.T) {
	p := smallProgramme(t)
	for area, want := range map[coverage.AreaCode]string{
		"E38000094": "the base has no such area",
		"E38000216": "this code belongs to another edition, CCG April 2017, and no crosswalk from CCG April 2015 leads there",
		"E38000250": "this code belongs to another edition: it was given out after CCG April 2015",
		"E38000061": "this code belongs to another edition: CCG April 2013 was the last that had it",
		"E01010638": "it is that of a lsoa",
		"01H":       `"E38000041" has this code as its ods`,
	} {
		s := fullSurvey(t)
		s.Crosswalks[0].From = "CCG April 2016"
		s.Footprints = s.Footprints[:2]
		for i := range s.Base.Units[:2] {
			s.Base.Units[i].Attributes["ods"] = "01H"
		}
		s.Footprints[1].Units[0].Area = area
		var details []string
		for v := range s.Validate(p).Errors().All() {
			details = append(details, v.Detail)
		}
		require.Len(t, details, 1)
		require.Contains(t, details[0], want)
	}
}

// TestUnknownAreas_NoGuessBySpelling: a code that is not there is never told to be
// another that is spelt alike, as those of districts that were abolished would be.
func TestUnknownAreas_NoGuessBySpelling(t *testing.T) {
	s := largeSurvey(200)
	s.Footprints = s.Footprints[:1]
	s.Footprints[0].Units = nil
	for i := range 60 {
		s.Footprints[0].Units = append(s.Footprints[0].Units,
			coverage.Part{Area: coverage.AreaCode(fmt.Sprintf("E0100%04d", 9000+i))}, // not in the base
			coverage.Part{Area: coverage.AreaCode(fmt.Sprintf("E0109%04d", i))},      // given out after 2011
			coverage.Part{Area: coverage.AreaCode(fmt.Sprintf("E0100%03dO", i))},     // a letter in place of a digit
		)
	}
	found := map[validate.Code]int{}
	for v := range s.Validate(smallProgramme(t)).Errors().All() {
		require.NotContains(t, v.Detail, "nearest", "%s", v.Value)
		found[v.Code]++
	}
	require.Equal(t, map[validate.Code]int{validate.Unknown: 60, coverage.OtherEdition: 60, coverage.MixedSchemes: 60}, found)
}

// TestValidate_PracticesAreNotAreas: where the people of lists and of areas would mix, the reason is given.
func TestValidate_PracticesAreNotAreas(t *testing.T) {
	why := "registered patients and not the residents of an area"
	check := func(code validate.Code, do func(s *coverage.Survey)) {
		t.Helper()
		s := fullSurvey(t)
		s.Claims, s.Targets, s.Crosswalks, s.Footprints = nil, nil, nil, s.Footprints[1:2]
		s.Base.Edition = "CCG April 2015"
		do(&s)
		err := s.Validate(smallProgramme(t)).Err()
		require.ErrorIs(t, err, code)
		require.ErrorContains(t, err, why)
	}
	check(coverage.MixedSchemes, func(s *coverage.Survey) { s.Footprints[0].Units[0].Area = "A81001" })
	check(coverage.MixedSchemes, func(s *coverage.Survey) { s.Base.Units[3].Area = "A81001" })
	check(coverage.OtherEdition, func(s *coverage.Survey) {
		for i, ods := range []coverage.AreaCode{"01H", "01H", "01K", "01K"} {
			s.Base.Units[i].Area = ods
		}
		s.Footprints[0].Units[0].Area = "A81001"
	})
	check(coverage.MixedSchemes, func(s *coverage.Survey) {
		s.Base.Basis = coverage.Registered
		for i := range s.Base.Units {
			s.Base.Units[i].Area = coverage.AreaCode("A8100" + strconv.Itoa(i/2))
		}
	})
	table := "practice,people\nA81001,10\n"
	_, err := coverage.ReadAtlasCSV(strings.NewReader(table), coverage.Columns{Area: "practice", People: "people"}, smallProgramme(t),
		coverage.Survey{Base: coverage.Base{Basis: coverage.Resident, Edition: "practices 2015", AsAt: day("2015-04-01")}})
	require.ErrorIs(t, err, validate.Conflict)
	require.ErrorContains(t, err, why)
	check(validate.Conflict, func(s *coverage.Survey) {
		for i := range s.Base.Units {
			s.Base.Units[i].Area = coverage.AreaCode("A8100" + strconv.Itoa(i/2))
		}
	})
}

// TestValidate_ScopeHints: a name that leads nowhere comes with the one that was meant.
func TestValidate_ScopeHints(t *testing.T) {
	s := fullSurvey(t)
	s.Claims[0].Scope.Categories = []caremodel.Category{"community provider", "UCE", "zzzzzzzz"}
	s.Claims[0].Scope.Layers = []string{"populaton", "zzzzzzzz"}
	var details []string
	for v := range s.Validate(smallProgramme(t)).All() {
		details = append(details, v.Detail)
	}
	require.Equal(t, []string{
		`write the category's code, "MCP"`,
		`no such category; the nearest is "UEC", "Urgent care"`,
		`no such category; there are "MCP", "UEC"`,
		`no such layer; the nearest is "population"`,
		`no such layer; there are "care-homes", "neighbourhood", "population"`,
	}, details)
}

func TestValidate_OtherEditionOfODSCodes(t *testing.T) {
	s := coverage.Survey{
		Base: coverage.Base{
			Basis: coverage.Resident, Edition: coverage.EditionCCG2015, AsAt: day("2015-06-30"),
			Units: []coverage.Population{{Area: "01H", People: 1}, {Area: "00W", People: 1}},
		},
		Footprints: []coverage.Footprint{{
			ID: "a", Vanguard: vanguard("lakeside"),
			Units: []coverage.Part{{Area: "14L"}, {Area: "X2C4Y"}, {Area: "00F"}, {Area: "02M"}},
		}},
	}
	require.Equal(t, []string{
		"error coverage.edition footprints[0].units[0].area",
		"error coverage.edition footprints[0].units[1].area",
		"error coverage.edition footprints[0].units[2].area",
		"error unknown footprints[0].units[3].area",
	}, listed(s.Validate(smallProgramme(t)).Errors()))
}

// TestValidate_EmptySurvey: a survey of nothing lacks everything that a base needs, and no rule fails on it.
func TestValidate_EmptySurvey(t *testing.T) {
	require.Equal(t, []string{
		"error required base.basis", "error required base.edition", "error required base.as_at", "error required base.units",
	}, listed(coverage.Survey{}.Validate(smallProgramme(t)).Errors()))
}

// largeSurvey is a sound survey of n areas with two cells each and n/10 footprints of ten areas.
func largeSurvey(n int) coverage.Survey {
	src := []caremodel.Source{source("a table")}
	s := coverage.Survey{
		Base:   coverage.Base{Basis: coverage.Resident, Edition: "LSOA 2011", AsAt: day("2015-06-30"), Sources: src},
		Layers: []coverage.Layer{{Name: "population"}, {Name: "neighbourhood", Within: "population"}},
	}
	young, old := map[string]string{"age": "0-64"}, map[string]string{"age": "65+"}
	code := func(i int) coverage.AreaCode { return coverage.AreaCode(fmt.Sprintf("E0100%04d", i)) }
	for i := range n {
		s.Base.Units = append(s.Base.Units,
			coverage.Population{Area: code(i), People: int64(i), Attributes: young},
			coverage.Population{Area: code(i), People: 7, Attributes: old})
	}
	for f := range n / 10 {
		var parts []coverage.Part
		for i := range 10 {
			parts = append(parts, coverage.Part{Area: code(10*f + i)})
		}
		for _, layer := range []string{"population", "neighbourhood"} {
			s.Footprints = append(s.Footprints, coverage.Footprint{
				ID: coverage.FootprintID(layer + strconv.Itoa(f)), Vanguard: vanguard("lakeside"), Layer: layer, Units: parts, Sources: src,
			})
		}
	}
	return s
}

func TestValidate_ValidationDoesNotAllocatePerRecord(t *testing.T) {
	p := smallProgramme(t)
	allocs := func(n int) float64 {
		s := largeSurvey(n)
		require.Empty(t, listed(s.Validate(p)))
		return testing.AllocsPerRun(5, func() { s.Validate(p) })
	}
	small, large := allocs(100), allocs(5000)
	require.Less(t, small, 150.0)
	// 10,000 cells, 1,000 footprints and 10,000 parts more cost a handful more: the
	// index of footprint ids grows in tables.
	require.Less(t, large-small, 40.0)
}

func BenchmarkValidate(b *testing.B) {
	p, s := smallProgramme(b), largeSurvey(9000)
	b.ReportAllocs()
	for b.Loop() {
		if s.Validate(p).Len() != 0 {
			b.Fatal("violations")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(s.Base.Units)), "ns/cell")
}

func TestValidate_ViolationsAreErrorsOfTheirCode(t *testing.T) {
	s := fullSurvey(t)
	s.Footprints[1].Units[0].Area = "E38000094"
	err := s.Validate(smallProgramme(t)).Err()
	require.ErrorIs(t, err, validate.Unknown)
	require.NotErrorIs(t, err, coverage.OtherEdition)
}

// Maps of attributes that cells share are read once; that must not show.
func TestValidate_SharedAttributesChangeNothing(t *testing.T) {
	values := []string{"a", "b", "", "bad\x01"}
	rapid.Check(t, func(t *rapid.T) {
		shared := make([]map[string]string, rapid.IntRange(1, 9).Draw(t, "maps"))
		for i := range shared {
			shared[i] = rapid.MapOf(rapid.SampledFrom([]string{"age", "need", "sex"}), rapid.SampledFrom(values[:2])).Draw(t, "attributes")
			if rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
				shared[i]["age"] = rapid.SampledFrom(values).Draw(t, "value")
			}
		}
		s := atlasSurvey()
		for range rapid.IntRange(1, 40).Draw(t, "cells") {
			s.Base.Units = append(s.Base.Units, coverage.Population{
				Area: areaCode(rapid.IntRange(0, 9).Draw(t, "area")), People: 1, Attributes: rapid.SampledFrom(shared).Draw(t, "map"),
			})
		}
		s.Base.Remainder = []coverage.Population{{Area: "E40000001", Attributes: shared[0]}, {Area: "E40000001", Attributes: maps.Clone(shared[0])}}
		apart := s
		apart.Base.Units = slices.Clone(s.Base.Units)
		for i, u := range apart.Base.Units {
			apart.Base.Units[i].Attributes = maps.Clone(u.Attributes)
		}
		require.Equal(t, apart.Validate(atlasProgramme()), s.Validate(atlasProgramme()))

		// Each cell that an earlier one equals is said, and no other.
		var twice []string
		for i, u := range s.Base.Units {
			if slices.ContainsFunc(s.Base.Units[:i], func(o coverage.Population) bool {
				return o.Area == u.Area && maps.Equal(o.Attributes, u.Attributes)
			}) {
				twice = append(twice, fmt.Sprintf("base.units[%d]", i))
			}
		}
		twice = append(twice, "base.remainder[1]")
		var told []string
		for v := range s.Validate(atlasProgramme()).Where(func(v validate.Violation) bool { return v.Code == validate.Duplicate }).All() {
			told = append(told, v.Path)
		}
		require.Equal(t, twice, told)
	})
}
