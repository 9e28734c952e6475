package coverage_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// smallProgramme has three vanguards in two categories, two waves and two regions.
func smallProgramme(t require.TestingT) *caremodel.Programme {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "trial", Name: "A trial",
		Categories: []caremodel.CategoryDefinition{{Code: "MCP", Name: "Community provider"}, {Code: "UEC", Name: "Urgent care"}},
		Waves:      []caremodel.Wave{{Name: "first", Announced: day("2015-03-10")}, {Name: "second", Announced: day("2015-07-24")}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "lakeside", Name: "Lakeside", Category: "MCP", Wave: "first", Region: "Midlands and East"},
			{Slug: "morecambe-bay", Name: "Morecambe Bay", Aliases: []string{"Better Care Together"}, Category: "MCP", Wave: "first", Region: "North of England"},
			{Slug: "network", Name: "The Network", Category: "UEC", Wave: "second", Region: "North of England"},
		},
	})
	require.NoError(t, err)
	return p
}

func day(text string) caremodel.Date { return caremodel.MustParseDate(text) }

func vanguard(slug string) caremodel.VanguardID { return caremodel.VanguardIDFor("trial", slug) }

func source(title string) caremodel.Source { return caremodel.Source{Title: title} }

// fullSurvey has every record with every field, and breaks no rule.
func fullSurvey(t require.TestingT) coverage.Survey {
	src := caremodel.Source{Title: "A page", Publisher: "A body", URL: "https://example.org/page", Published: day("2016-01-31")}
	age := func(band string) map[string]string { return map[string]string{"age": band, "imd_decile": "1"} }
	return coverage.Survey{
		Base: coverage.Base{
			Name: "A trial", Basis: coverage.Resident, Edition: coverage.EditionCCG2015, AsAt: day("2015-06-30"),
			Units: []coverage.Population{
				{Area: "E38000041", People: 300, Attributes: age("0-64")},
				{Area: "E38000041", People: 100, Attributes: age("65+")},
				{Area: "E38000093", People: 150, Attributes: age("0-64")},
				{Area: "E38000093", People: 50, Attributes: age("65+")},
			},
			Remainder: []coverage.Population{{Area: "E40000001", People: 1000, Attributes: map[string]string{"age": "0-64"}}},
			Sources:   []caremodel.Source{src},
		},
		Alternatives: []coverage.Base{{
			Name: "Lists of a trial", Basis: coverage.Registered, Edition: coverage.EditionCCG2015, AsAt: day("2015-04-01"),
			Units: []coverage.Population{
				{Area: "E38000041", People: 430, Attributes: map[string]string{"age": "0-64"}},
				{Area: "E38000041", People: 110, Attributes: map[string]string{"age": "65+"}},
			},
			Remainder: []coverage.Population{{Area: "E40000001", People: 1100, Attributes: map[string]string{"age": "0-64"}}},
			Sources:   []caremodel.Source{src},
		}},
		References: []coverage.Reference{{Name: "lists", Basis: coverage.Registered, AsAt: day("2015-04-01"), People: 1700, Source: src}},
		Crosswalks: []coverage.Crosswalk{{
			From: coverage.EditionCCG2015, To: coverage.EditionCCG2017, Method: coverage.MethodPopulationWeighted,
			Weights: []coverage.Weight{
				{From: "E38000041", To: "E38000215", Share: share(t, "3/5")},
				{From: "E38000041", To: "E38000216", Share: share(t, "2/5")},
				{From: "E38000093", To: "E38000216"},
			},
			Sources: []caremodel.Source{src},
		}},
		Layers: []coverage.Layer{{Name: "population"}, {Name: "neighbourhood", Within: "population"}, {Name: "care-homes", Aside: true}},
		Footprints: []coverage.Footprint{
			{
				ID: "lakeside", Vanguard: vanguard("lakeside"), Layer: "population",
				Units: []coverage.Part{
					{Area: "E38000041", Share: share(t, "1/2"), Bound: caremodel.AtMost, Cells: map[string]string{"age": "65+"}, Source: src},
					{Area: "E38000093"},
				},
				Edition: coverage.EditionCCG2015,
				From:    day("2015-03-10"), Until: day("2018-03-31"), Completeness: coverage.Derived, Sources: []caremodel.Source{src},
			},
			{
				ID: "bay/north", Vanguard: vanguard("morecambe-bay"), Layer: "neighbourhood",
				Units: []coverage.Part{{Area: "E38000093"}}, Completeness: coverage.Complete, Sources: []caremodel.Source{src},
			},
			{
				ID: "homes", Vanguard: vanguard("network"), Layer: "care-homes",
				Units: []coverage.Part{{Area: "E38000216", Bound: caremodel.NotStated}}, Completeness: coverage.Incomplete, Sources: []caremodel.Source{src},
			},
		},
		Claims: []coverage.Claim{
			{
				Scope: coverage.Filter{
					Categories: []caremodel.Category{"MCP"}, Waves: []string{"first"}, Regions: []string{"North of England"},
					Vanguards: []caremodel.VanguardID{vanguard("lakeside")}, Layers: []string{"population"},
					Footprints: []coverage.FootprintID{"lakeside"}, On: day("2016-03-31"),
				},
				People: 200, Precision: 50, Share: caremodel.Ratio{Num: 12, Den: 100}, Bound: caremodel.AtLeast, Basis: coverage.Registered,
				AsAt: day("2015-03-10"), Words: "more than 200 people, around 12 per cent <of all>", Source: src,
			},
			{Bound: caremodel.NotStated, Words: "many people", Source: src},
		},
		Targets: []coverage.Target{
			{Share: caremodel.Ratio{Num: 1, Den: 2}, By: day("2020-12-31"), Bound: caremodel.AtLeast, Source: src},
			{Scope: coverage.Filter{Layers: []string{"population"}}, People: 800, By: day("2018-03-31"), Source: src},
		},
	}
}

func TestSurvey_WireFormat(t *testing.T) {
	p, s := smallProgramme(t), fullSurvey(t)
	require.Empty(t, listed(s.Validate(p)))
	var out bytes.Buffer
	require.NoError(t, s.WriteJSON(&out))
	goldentest.Equal(t, "survey.golden.json", out.Bytes())

	read, err := coverage.ReadSurvey(bytes.NewReader(out.Bytes()), p)
	require.NoError(t, err)
	require.Equal(t, s, read)
}

func TestSuccession_WireFormat(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, writeJSON(&out, cumbria(t)))
	goldentest.Equal(t, "succession.golden.json", out.Bytes())
}

func TestSurvey_EmptyListsAreAbsent(t *testing.T) {
	s := fullSurvey(t)
	s.Claims, s.Footprints[1].Sources, s.Base.Units[0].Attributes = nil, nil, nil
	var absent, empty bytes.Buffer
	require.NoError(t, s.WriteJSON(&absent))
	s.Claims, s.Footprints[1].Sources, s.Base.Units[0].Attributes = []coverage.Claim{}, []caremodel.Source{}, map[string]string{}
	s.Targets[0].Scope = coverage.Filter{Layers: []string{}}
	require.NoError(t, s.WriteJSON(&empty))
	require.Equal(t, absent.String(), empty.String())
}

func TestReadSurvey_TakesSlugs(t *testing.T) {
	p := smallProgramme(t)
	s, err := coverage.ReadSurvey(strings.NewReader(`{
		"format": "newcaremodels/survey/1",
		"base": {"edition": "CCG April 2015"},
		"footprints": [{"id": "a", "vanguard": "morecambe-bay", "units": [{"area": "01K", "share": "50%"}]}],
		"claims": [{"scope": {"vanguards": ["lakeside"]}, "people": 3}]
	}`), p)
	require.NoError(t, err)
	require.Equal(t, vanguard("morecambe-bay"), s.Footprints[0].Vanguard)
	require.Equal(t, []caremodel.VanguardID{vanguard("lakeside")}, s.Claims[0].Scope.Vanguards)
	require.Equal(t, "1/2", s.Footprints[0].Units[0].Share.String())
}

// listed shows violations as "severity code path".
func listed(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, v.Severity.String()+" "+string(v.Code)+" "+v.Path)
	}
	return out
}

func TestReadSurvey_ReportsEverything(t *testing.T) {
	s, err := coverage.ReadSurvey(strings.NewReader(`{
		"format": "newcaremodels/survey/1",
		"base": {
			"edition": "CCG April 2015", "basis": "residents", "as_at": "30/06/2015",
			"units": [{"area": "01H", "people": 10}, {"area": "01K", "people": "20"}, {"area": "02M", "people": 5, "colour": "red"}]
		},
		"crosswalks": [{"from": "a", "to": "b", "method": "exact", "weights": [{"from": "1", "to": "2"}, {"from": "3", "to": "4", "share": "3/2"}]}],
		"footprints": [
			{"id": "a", "vanguard": "lakesyde", "units": [{"area": "01H"}]},
			{"id": "b", "vanguard": "lakeside", "units": [{"area": "01H", "share": "0"}, {"area": "01K"}]},
			{"id": "c", "vanguard": "lakeside", "layer": null, "units": [{"area": "01K"}]},
			{"id": "d", "vanguard": "lakeside", "units": [{"area": "01K"}]}
		],
		"targets": [{"people": 5, "by": "2020-12-31"}, {"people": 5.5, "by": "2020-12-31"}]
	}`), smallProgramme(t))
	require.Equal(t, []string{
		"error format base.basis",
		"error format base.as_at",
		"error format base.units[1].people",
		"error unknown base.units[2].colour",
		"error range crosswalks[0].weights[1].share",
		"error unknown footprints[0].vanguard",
		"error range footprints[1].units[0].share",
		"error format footprints[2].layer",
		"error format targets[1].people",
	}, listed(validate.Of(err)))
	require.ErrorContains(t, err, `the nearest slug is "lakeside"`)

	require.Equal(t, []coverage.Population{{Area: "01H", People: 10}}, s.Base.Units)
	require.Empty(t, s.Crosswalks)
	require.Len(t, s.Footprints, 1)
	require.Equal(t, coverage.FootprintID("d"), s.Footprints[0].ID)
	require.Len(t, s.Targets, 1)
}

func FuzzReadSurvey(f *testing.F) {
	var out bytes.Buffer
	require.NoError(f, fullSurvey(f).WriteJSON(&out))
	f.Add(out.String())
	f.Add(`{"format":"newcaremodels/survey/1","base":{"edition":"x"}}`)
	f.Add(`{"format":"newcaremodels/survey/1","base":{"edition":"x","units":[{"area":"E01012345","people":-1}]},"layers":[{"name":"a","within":"a"}]}`)
	p := smallProgramme(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := coverage.ReadSurvey(strings.NewReader(text), p)
		if err != nil {
			require.Positive(t, validate.Of(err).Len())
			return
		}
		s.Validate(p)
		s.ValidateAsOf(p, day("2015-01-01"))
		var first, second bytes.Buffer
		require.NoError(t, s.WriteJSON(&first))
		again, err := coverage.ReadSurvey(bytes.NewReader(first.Bytes()), p)
		require.NoError(t, err)
		require.NoError(t, again.WriteJSON(&second))
		require.Equal(t, first.String(), second.String())
	})
}
