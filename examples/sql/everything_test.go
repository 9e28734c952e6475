package main

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// everything returns records in which every field is set that the library has,
// with the texts that trip a database up.
func everything(t *testing.T) Records {
	t.Helper()
	var (
		day  = caremodel.MustParseDate
		year = funding.MustParseFinancialYear
		id   = caremodel.VanguardIDFor
	)
	source := caremodel.Source{Title: `It's "said"; DROP TABLE event; --`, Publisher: "Bwrdd Iechyd 健康 £", URL: "https://example.org/?a=1&b=%27", Published: day("0001-01-02")}
	another := caremodel.Source{Publisher: "Somebody"}
	sources := []caremodel.Source{source, another, source}
	some := source
	some.For = []string{"gp_practices", "host"}
	figure := funding.Figure{
		Amount: funding.MustParseMoney("9007199254740.99"), Bound: caremodel.About, Precision: funding.MustParseMoney("0.01"), Source: source, Note: "line one\nline two",
	}
	yes, least, most := true, funding.Pence(-5), funding.MustParseMoney("£1bn")
	share := func(text string) coverage.Share {
		s, err := coverage.ParseShare(text)
		require.NoError(t, err)
		return s
	}

	records := Records{
		Definition: caremodel.Definition{
			Slug: "neighbourhoods-2026", Name: "Neighbourhoods", Starts: day("2026-04-01"), Ends: day("9999-12-31"),
			Categories: []caremodel.CategoryDefinition{
				{Code: "NHC", Name: "Neighbourhood health centre", Aim: "care near home", Aliases: []string{"centre", "neighbourhood hub"}},
				{Code: "IHO", Name: "Integrated health organisation"},
			},
			Waves: []caremodel.Wave{{Name: "first", Announced: day("2026-05-12"), Source: source}, {Name: "second", Announced: day("2026-09-01")}},
			Vanguards: []caremodel.Vanguard{
				{
					ID: id("neighbourhoods-2026", "harbour"), Slug: "harbour", Name: "St Mary's Harbour", Aliases: []string{"Harbour Town", "The Quay"},
					Category: "NHC", Wave: "first", Announced: day("2026-05-12"), Area: "the harbour", Region: "North", Host: "Harbour Trust",
					Partners: []caremodel.Partner{
						{Organisation: "Harbour Trust", Kind: caremodel.PartnerTrust, Code: "RTE", Sources: sources},
						{Organisation: "Lifeboat Friends"},
					},
					PartnerList: caremodel.ListExamples, GPPractices: 12, Stage: caremodel.StageMerged, MergedInto: id("neighbourhoods-2026", "hill"),
					Initiatives: []caremodel.Initiative{
						{Title: "Let's Get Moving", Kind: "classes", StaffRoles: []string{"health coach", "nurse"}, Conditions: []string{"frailty"}, Sources: sources},
						{Title: "Warm Homes"},
					},
					Sources: append([]caremodel.Source{some}, sources...),
				},
				{ID: id("neighbourhoods-2026", "hill"), Slug: "hill", Name: "Hill", Category: "IHO"},
			},
			People: []caremodel.Person{
				{Name: "A. O'Lead", Role: "director", Organisation: "the board", From: day("2026-04-01"), Until: day("2027-03-31"), Sources: sources},
				{Name: "B. Lead", Role: "chief nurse"},
			},
			Facts: []caremodel.Fact{
				{
					Key: "bids", Value: "269", Unit: "count", Bound: caremodel.AtLeast, Vanguard: id("neighbourhoods-2026", "hill"), AsAt: day("2026-05-01"),
					Source: source, Note: "all of them",
				},
				{Key: "bids", Value: "270"},
			},
			Sources: sources,
		},
		Ledger: funding.Ledger{
			Funds: []funding.Fund{
				{ID: "main fund", Name: "Main", Owner: "the board", Sources: sources},
				{ID: "second", Limits: []funding.Limit{
					{From: year("2025/26"), Amount: funding.MustParseMoney("£1")},
					{From: year("2026/27"), Through: year("2028/29"), Amount: funding.MustParseMoney("9007199254740.99")},
				}},
			},
			Rounds: []funding.Round{
				{ID: "one", Fund: "main fund", Name: "Round one", Year: year("2026/27"), Limit: &most, Opens: day("2026-04-01"), Closes: day("2026-05-01"), Announced: day("2026-06-01"), Sources: sources},
				{ID: "free", Year: year("2026/27")},
			},
			Allocations: []funding.Allocation{
				{ID: "joint", Round: "one", Recipients: []caremodel.VanguardID{id("neighbourhoods-2026", "hill"), id("neighbourhoods-2026", "harbour")},
					Year: year("2026/27"), Through: year("2027/28"), Element: "evaluation", Stream: "charity", Kind: funding.Capital,
					Events: []funding.Event{
						{On: day("2026-06-01"), Status: funding.Requested, Figure: figure, Others: []funding.Figure{
							{Amount: funding.Pence(1), Bound: caremodel.AtLeast, Precision: funding.Pence(1), Source: another, Note: "another's"},
							{Bound: caremodel.NotStated},
						}, Reason: "asked"},
						{Status: funding.Approved, Figure: funding.Figure{Bound: caremodel.NotStated, Source: another}},
						{On: day("2026-06-02"), Status: funding.Paid, Figure: funding.Figure{Amount: funding.Pence(7)}},
						{On: day("2026-06-02"), Status: funding.Paid, Figure: funding.Figure{Amount: funding.Pence(-7)}, Reason: "clawed back"},
					},
					Conditions: []funding.Condition{{Text: "milestones", Amount: funding.Pence(5), By: day("2026-12-31"), Met: true}, {Text: "a plan"}},
					Note:       "note", Sources: sources},
				{ID: "hill's own", Recipients: []caremodel.VanguardID{id("neighbourhoods-2026", "hill")}, Year: year("2026/27"), Stream: "charity", Kind: funding.Unspecified,
					Events: []funding.Event{{Status: funding.Earmarked, Figure: funding.Figure{}}}, Supersedes: []funding.AllocationID{"joint", "central"}},
				{ID: "central", Year: year("2026/27"), Stream: funding.StreamCentralSupport, Kind: funding.Revenue, Events: []funding.Event{{Status: funding.Declined}}},
			},
			Stated: []funding.Stated{
				{Name: "everything", Scope: funding.Filter{
					Years: []funding.FinancialYear{year("2026/27")}, Streams: []funding.Stream{"charity"}, Kinds: []funding.Kind{funding.Revenue},
					Statuses: []funding.Status{funding.Approved}, Strengths: []funding.Strength{funding.Pledge}, Categories: []caremodel.Category{"NHC"},
					Waves: []string{"first", ""}, Regions: []string{"North"}, Vanguards: []caremodel.VanguardID{id("neighbourhoods-2026", "hill")},
					Funds: []funding.FundID{"second"}, Rounds: []funding.RoundID{"one"}, Joint: &yes, Ended: true, From: day("2026-01-01"), Until: day("2026-12-31"),
					AtLeast: &least, AtMost: &most,
				}, AsAt: day("2026-07-01"), Figure: figure, Items: 8},
				{Name: "not published", Figure: funding.Figure{Bound: caremodel.NotStated}},
			},
		},
		Survey: coverage.Survey{
			Base: coverage.Base{
				Name: "everybody", Basis: coverage.Resident, Edition: "LSOA 2021", AsAt: day("2026-06-30"),
				Units: []coverage.Population{
					{Area: "E01000001", People: 1500, Attributes: map[string]string{"age": "0-74", "imd_decile": "1"}},
					{Area: "E01000001", People: 0, AtMost: 7, Attributes: map[string]string{"age": "75+", "imd_decile": "1"}},
					{Area: "E01000002", People: 1<<40 + 1, Attributes: map[string]string{"age": "0-74"}},
				},
				Remainder: []coverage.Population{{Area: "E92000001", People: 9, Attributes: map[string]string{"age": "75+"}}, {Area: "NO2011", People: 3}},
				Sources:   sources,
			},
			Alternatives: []coverage.Base{
				{
					Name: "patients", Basis: coverage.Registered, Edition: "LSOA 2021", AsAt: day("2026-04-01"), Sources: sources,
					Units: []coverage.Population{
						{Area: "E01000001", People: 1600, Attributes: map[string]string{"age": "75+"}},
						{Area: "E01000002", People: 7},
					},
					Remainder: []coverage.Population{{Area: "NO2011", People: 4, Attributes: map[string]string{"age": "75+"}}},
				},
				{Name: "patients of last year", Basis: coverage.Registered, Edition: "LSOA 2021", AsAt: day("2025-04-01"), Units: []coverage.Population{{Area: "E01000002", People: 6}}},
			},
			References: []coverage.Reference{{Name: "lists", Basis: coverage.Registered, AsAt: day("2026-04-01"), People: 57_000_000, Source: source}},
			Crosswalks: []coverage.Crosswalk{{
				From: "LSOA 2011", To: "LSOA 2021", Method: coverage.MethodPopulationWeighted, Identity: true, Sources: sources,
				Weights: []coverage.Weight{{From: "E01000009", To: "E01000001", Share: share("1/3")}, {From: "E01000009", To: "E01000002", Share: share("333333333333333333/999999999999999998")}},
			}},
			Layers: []coverage.Layer{{Name: "network", Within: "population"}, {Name: "population"}, {Name: "care-homes", Aside: true}},
			Footprints: []coverage.Footprint{{
				ID: "harbour", Vanguard: id("neighbourhoods-2026", "harbour"), Layer: "population", Edition: "LSOA 2021", From: day("2026-04-01"), Until: day("2027-03-31"),
				Completeness: coverage.Derived, Unmatched: true, Sources: sources, Units: []coverage.Part{
					{Area: "E01000001", Share: share("50%"), Bound: caremodel.AtMost, Cells: map[string]string{"age": "75+", "imd_decile": "1"}, Source: source},
					{Area: "E01000002"},
				},
			}, {ID: "hill", Vanguard: id("neighbourhoods-2026", "hill"), Layer: "care-homes", Units: []coverage.Part{{Area: "E01000002", Bound: caremodel.NotStated}}}},
			Claims: []coverage.Claim{
				{
					Scope: coverage.Filter{
						Categories: []caremodel.Category{"NHC"}, Waves: []string{"first"}, Regions: []string{"North"}, Vanguards: []caremodel.VanguardID{id("neighbourhoods-2026", "hill")},
						Layers: []string{"network"}, Footprints: []coverage.FootprintID{"harbour"}, On: day("2026-05-01"),
					},
					People: 1, Precision: 500_000, Share: caremodel.Ratio{Num: 50, Den: 100}, Bound: caremodel.AtLeast, Basis: coverage.Weighted,
					AsAt: day("2026-05-01"), Words: "half", Note: "of another year", Source: source,
				},
				{People: 5},
			},
			Targets: []coverage.Target{
				{Scope: coverage.Filter{Layers: []string{"network"}}, Share: caremodel.Ratio{Num: 1, Den: 2}, By: day("2030-03-31"), Bound: caremodel.AtLeast, Source: source},
				{People: 10, By: day("2030-03-31")},
			},
		},
	}
	require.NoError(t, records.Validate().Err())
	return records
}

// A field that the library gains stands in these records, so that a table that
// lacks its column is found.
func TestEverything_IsSet(t *testing.T) {
	set := map[string]bool{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() {
					name := v.Type().String() + "." + f.Name
					set[name] = set[name] || !v.Field(i).IsZero()
					walk(v.Field(i))
				}
			}
		}
	}
	walk(reflect.ValueOf(everything(t)))
	require.NotEmpty(t, set)
	for name, ok := range set {
		require.True(t, ok, "%s is set nowhere", name)
	}
}
