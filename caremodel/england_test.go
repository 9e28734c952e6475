package caremodel_test

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
	"github.com/stretchr/testify/require"
)

// englandBytes is the embedded document, as it stands in the source tree.
func englandBytes(t *testing.T) []byte {
	t.Helper()
	document, err := os.ReadFile("data/england.json")
	require.NoError(t, err)
	return document
}

// englandVanguard returns the vanguard of England with this slug.
func englandVanguard(t *testing.T, slug string) caremodel.Vanguard {
	t.Helper()
	v, ok := caremodel.England().Vanguard(caremodel.VanguardIDFor("england-2015", slug))
	require.True(t, ok, slug)
	return v
}

// The counts are NHS England's: 29 vanguards on 10 March 2015, 8 on 24 July and
// 13 on 25 September.
func TestEngland_Counts(t *testing.T) {
	p := caremodel.England()
	require.Equal(t, "england-2015", p.Slug())
	require.Equal(t, 50, p.Len())

	type count struct {
		name string
		n    int
	}
	var categories, waves, stages []count
	for c, n := range p.CountByCategory() {
		categories = append(categories, count{string(c), n})
	}
	for w, n := range p.CountByWave() {
		waves = append(waves, count{w, n})
	}
	for s, n := range p.CountByStage() {
		stages = append(stages, count{s.String(), n})
	}
	require.Equal(t, []count{{"PACS", 9}, {"MCP", 14}, {"EHCH", 6}, {"UEC", 8}, {"ACC", 13}}, categories)
	require.Equal(t, []count{{"first", 29}, {"second", 8}, {"third", 13}}, waves)
	require.Equal(t, []count{{"selected", 0}, {"designing", 0}, {"delivering", 20}, {"completed", 9},
		{"merged", 0}, {"withdrawn", 0}, {"not known", 21}}, stages)
}

// Each wave had categories of its own.
func TestEngland_Waves(t *testing.T) {
	announced := map[string]string{"first": "2015-03-10", "second": "2015-07-24", "third": "2015-09-25"}
	for w := range caremodel.England().Waves() {
		require.Equal(t, announced[w.Name], w.Announced.String())
		require.False(t, w.Source.IsZero(), w.Name)
	}
	wave := map[caremodel.Category]string{caremodel.PACS: "first", caremodel.MCP: "first", caremodel.EHCH: "first",
		caremodel.UEC: "second", caremodel.ACC: "third"}
	for _, v := range caremodel.EnglandDefinition().Vanguards { // as written, nothing filled in
		require.Equal(t, wave[v.Category], v.Wave, v.Slug)
		require.Equal(t, announced[v.Wave], v.Announced.String(), v.Slug)
	}
}

// The golden list pins the ids for ever; the reference implementation of RFC
// 9562 says the same.
func TestEngland_IDs(t *testing.T) {
	space := uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://github.com/newcaremodels/newcaremodels"))
	var got strings.Builder
	for _, v := range caremodel.EnglandDefinition().Vanguards {
		want := uuid.NewSHA1(space, []byte("england-2015/"+v.Slug))
		require.Equal(t, want, uuid.UUID(v.ID), v.Slug)
		require.Equal(t, v.ID, caremodel.VanguardIDFor("england-2015", v.Slug), v.Slug)
		got.WriteString(v.ID.String() + " " + v.Slug + "\n")
	}
	golden, err := os.ReadFile("testdata/england_ids.golden")
	require.NoError(t, err)
	require.Equal(t, string(golden), got.String())
}

func TestEngland_IsSound(t *testing.T) {
	d := caremodel.EnglandDefinition()
	require.NoError(t, d.Validate().Err())
	require.Zero(t, d.Validate().Len(), "not even a warning: %v", slices.Collect(d.Validate().All()))
	require.NoError(t, d.ValidateAsOf(caremodel.MustParseDate("2026-11-30")).Err())
	require.ErrorIs(t, d.ValidateAsOf(caremodel.MustParseDate("2018-06-28")).Err(), validate.Future)
	require.Zero(t, caremodel.England().Warnings().Len())
}

// What is embedded is what the library writes, and the programme's records are
// what is embedded.
func TestEngland_RoundTrip(t *testing.T) {
	document := englandBytes(t)
	read, err := caremodel.ReadDefinition(bytes.NewReader(document))
	require.NoError(t, err)
	goldentest.File(t, "data/england.json", written(t, read))
	require.Equal(t, caremodel.EnglandDefinition(), read)
	require.Equal(t, read, caremodel.England().Definition(), "every id and day of announcement is in the document")
}

func TestEnglandDefinition_IsAFreshCopy(t *testing.T) {
	d := caremodel.EnglandDefinition()
	d.Vanguards[0].Name, d.Vanguards[0].Partners[0].Organisation = "changed", "changed"
	d.Vanguards[0].Partners[0].Sources[0].URL, d.Categories[0].Aliases[0] = "changed", "changed"
	again := caremodel.EnglandDefinition()
	require.Equal(t, "Wirral Partners", again.Vanguards[0].Name)
	require.Equal(t, "NHS Wirral CCG", again.Vanguards[0].Partners[0].Organisation)
	require.NotEqual(t, "changed", again.Vanguards[0].Partners[0].Sources[0].URL)
	require.NotEqual(t, "changed", again.Categories[0].Aliases[0])
	require.Equal(t, "Wirral Partners", englandVanguard(t, "wirral-partners").Name)
}

func TestEnglandCategories_AreTheVanguards(t *testing.T) {
	require.Equal(t, caremodel.EnglandCategories(), caremodel.EnglandDefinition().Categories)
	for text, want := range map[string]caremodel.Category{
		"primary and acute care systems":       caremodel.PACS,
		"multispeciality community provider":   caremodel.MCP,
		"Enhanced Health in Care Homes":        caremodel.EHCH,
		"urgent and emergency care vanguard":   caremodel.UEC,
		"Acute Care Collaboration (vanguards)": caremodel.ACC,
	} {
		got, err := caremodel.England().Taxonomy().Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
}

// A blank field is not known; what is known is in order and has its source.
func TestEngland_RecordsHaveSources(t *testing.T) {
	d := caremodel.EnglandDefinition()
	address := regexp.MustCompile(`^https?://[a-z0-9.-]+/`)
	check := func(s caremodel.Source, where string) {
		require.False(t, s.IsZero(), where)
		require.True(t, s.Title != "" || s.URL != "", where)
		require.True(t, s.URL == "" || s.Publisher != "" && address.MatchString(s.URL), "%s: %s", where, s.URL)
	}
	for _, v := range d.Vanguards {
		require.NotEmpty(t, v.Sources, v.Slug)
		require.NotEmpty(t, v.Area, v.Slug)
		require.NotEmpty(t, v.Partners, v.Slug)
		require.Contains(t, v.Sources[0].URL, "www.england.nhs.uk/ourwork/", "%s: the list that gives the official name", v.Slug)
		for _, s := range v.Sources {
			check(s, v.Slug)
		}
		for _, p := range v.Partners {
			require.NotEmpty(t, p.Sources, "%s: %s", v.Slug, p.Organisation)
			require.NotEmpty(t, p.Kind, "%s: %s", v.Slug, p.Organisation)
			require.NotContains(t, p.Organisation, "(footprint)")
			require.True(t, p.Kind != caremodel.PartnerCCG || p.Code != "", "%s: %s", v.Slug, p.Organisation)
			for _, s := range p.Sources {
				check(s, v.Slug+": "+p.Organisation)
			}
		}
		for _, in := range v.Initiatives {
			require.NotEmpty(t, in.Sources, "%s: %s", v.Slug, in.Title)
		}
	}
	for _, f := range d.Facts {
		check(f.Source, f.Key)
	}
	for _, s := range d.Sources {
		check(s, "programme")
	}
}

// The four commissioning regions of 2013 to 2018, and only where partner CCGs
// give one: Office for National Statistics, look-ups of April 2013 and 2017.
func TestEngland_Regions(t *testing.T) {
	regions := []string{"North of England", "Midlands and East of England", "London", "South of England"}
	known := 0
	for v := range caremodel.England().All() {
		hasCCG := slices.ContainsFunc(v.Partners, func(p caremodel.Partner) bool { return p.Kind == caremodel.PartnerCCG })
		require.Equal(t, hasCCG, v.Region != "", v.Slug)
		if v.Region != "" {
			known++
			require.Contains(t, regions, v.Region, v.Slug)
		}
	}
	require.Equal(t, 36, known)
	require.Equal(t, "South of England", englandVanguard(t, "encompass").Region)
	require.Equal(t, "London", englandVanguard(t, "bhr-uec").Region)
	require.Equal(t, "North of England", englandVanguard(t, "gateshead-care-homes").Region)
	require.Equal(t, "Midlands and East of England", englandVanguard(t, "east-north-hertfordshire").Region)
	require.Empty(t, englandVanguard(t, "national-orthopaedic-alliance").Region)
}

func TestEngland_Find(t *testing.T) {
	for name, slug := range map[string]string{
		"wirral-partners":                                       "wirral-partners",
		"Better Care Together (Morecambe)":                      "morecambe-bay",
		"Morecambe Bay Health Community":                        "morecambe-bay",
		"AIRDALE":                                               "",
		"AIREDALE AND PARTNERS":                                 "airedale-partners",
		"Airedale & Partners":                                   "airedale-partners",
		"Connecting Care - Wakefield District":                  "wakefield-connecting-care",
		"Connecting Care – Wakefield District":                  "wakefield-connecting-care",
		"West Wakefield Health & Wellbeing Ltd.":                "west-wakefield",
		"Wakefield":                                             "",
		"Northumberland":                                        "northumberland",
		"Northumberland Accountable Care Organisation":          "northumberland",
		"Northumbria Foundation Group":                          "northumbria-foundation-group",
		"Salford Together":                                      "salford-together",
		"Salford & Wigan Foundation Chain":                      "salford-wigan-foundation-chain",
		"All Together Better":                                   "dudley",
		"All Together Better Sunderland":                        "sunderland",
		"Better Health and Care for Sunderland":                 "sunderland",
		"South Somerset Symphony Programme":                     "south-somerset-symphony",
		"Better Local Care (Southern Hampshire)":                "southern-hampshire",
		"Better Local Care (Hampshire)":                         "southern-hampshire",
		"Hampshire":                                             "",
		"My Life A Full Life (Isle of Wight)":                   "isle-of-wight",
		"EMRAD":                                                 "emrad",
		"East Midlands Radiology Consortium":                    "emrad",
		"MERIT":                                                 "merit",
		"Cancer Vanguard":                                       "accountable-cancer-network",
		"Cheshire and Merseyside Women's and Children Services": "cheshire-merseyside-women-children",
		"Cheshire and Merseyside Women and Children’s Services": "cheshire-merseyside-women-children",
		"Vitality":                                              "modality-birmingham-sandwell",
		"Vitality vanguard":                                     "modality-birmingham-sandwell",
		"South Somerset's Symphony Integrated Healthcare":       "south-somerset-symphony",
		"MCP":            "",
		"Nottingham":     "",
		"":               "",
		"Harrogate Town": "",
	} {
		v, err := caremodel.England().Find(name)
		if slug == "" {
			require.Error(t, err, name)
			require.Zero(t, v, name)
			continue
		}
		require.NoError(t, err, name)
		require.Equal(t, slug, v.Slug, name)
	}
}

// Two vanguards of the first wave worked in Wakefield, and the place alone names
// neither.
func TestEngland_FindRefusesWakefield(t *testing.T) {
	_, err := caremodel.England().Find("Wakefield")
	require.ErrorIs(t, err, caremodel.Ambiguous)
	require.Contains(t, err.Error(), "West Wakefield Health and Wellbeing Ltd")
	require.Contains(t, err.Error(), "Connecting Care – Wakefield District")
	violation, ok := errors.AsType[validate.Violation](err)
	require.True(t, ok)
	require.Equal(t, `"Wakefield"`, violation.Value)
}

// Every slug, name and alias finds its own vanguard and no other, however it is
// written.
func TestEngland_NamesAreUnambiguous(t *testing.T) {
	write := strings.NewReplacer("&", " and ", "’", "", "'", "", "–", "-", ",", " ", "/", " / ", "(", " (")
	for _, v := range caremodel.EnglandDefinition().Vanguards {
		for _, name := range append([]string{v.Slug, v.Name}, v.Aliases...) {
			for _, text := range []string{name, strings.ToUpper(name), write.Replace(name), "  " + name + "."} {
				found, err := caremodel.England().Find(text)
				require.NoError(t, err, text)
				require.Equal(t, v.Slug, found.Slug, text)
			}
		}
	}
}

// West Wakefield's pilot finished in April 2017, and its model went across the
// district (NHS Wakefield CCG); no page says that another vanguard took it in.
func TestEngland_HasNoMerger(t *testing.T) {
	require.Equal(t, caremodel.StageCompleted, englandVanguard(t, "west-wakefield").Stage)
	for v := range caremodel.England().All() {
		require.True(t, v.MergedInto.IsZero(), v.Slug)
	}
}

// The vanguards' own figures, each with a source for it; South Somerset's case
// study of 19 is a fact.
func TestEngland_Practices(t *testing.T) {
	want := map[string]int{"south-somerset-symphony": 16, "isle-of-wight": 17, "calderdale": 26, "modality-birmingham-sandwell": 15,
		"encompass": 14, "southern-hampshire": 27, "principia": 12, "nottingham-city": 23, "west-cheshire-way": 35,
		"tower-hamlets-together": 37, "west-wakefield": 6, "harrogate-rural-district": 17}
	for v := range caremodel.England().All() {
		require.Equal(t, want[v.Slug], v.GPPractices, v.Slug)
	}
}

// Numbers of practices, regions, stages and how a list of partners reads have
// sources of their own.
func TestEngland_SourcesSayWhatTheyAreFor(t *testing.T) {
	for v := range caremodel.England().All() {
		for field, given := range map[string]bool{
			"gp_practices": v.GPPractices != 0, "region": v.Region != "", "stage": v.Stage != 0, "partner_list": v.PartnerList != 0,
		} {
			sourced := slices.ContainsFunc(v.Sources, func(s caremodel.Source) bool { return slices.Contains(s.For, field) })
			require.Equal(t, given, sourced, "%s: %s", v.Slug, field)
		}
	}
}

// Who is named in public as leading the programme.
func TestEngland_People(t *testing.T) {
	var directors []string
	for p := range caremodel.England().People() {
		if strings.HasPrefix(p.Role, "director") {
			directors = append(directors, p.Name)
		}
		for _, s := range p.Sources {
			require.NotEmpty(t, s.URL, p.Name)
		}
	}
	require.Equal(t, []string{"Samantha Jones", "Louise Watson"}, directors)
}

func TestEngland_Partners(t *testing.T) {
	organisations := func(slug string, kind caremodel.PartnerKind) (codes []string) {
		for _, p := range englandVanguard(t, slug).Partners {
			if p.Kind == kind {
				codes = append(codes, string(p.Code))
			}
		}
		return codes
	}
	require.Equal(t, []string{"12F"}, organisations("wirral-partners", caremodel.PartnerCCG))
	require.Equal(t, []string{"01H", "01K"}, organisations("morecambe-bay", caremodel.PartnerCCG))
	require.Equal(t, []string{"01A", "02N", "02W", "02R"}, organisations("airedale-partners", caremodel.PartnerCCG))
	require.Len(t, organisations("cheshire-merseyside-women-children", caremodel.PartnerCCG), 12)
	for _, derived := range []string{"north-east-uec", "west-yorkshire-uec", "working-together-partnership", "one-nhs-in-dorset", "modality-birmingham-sandwell"} {
		require.Empty(t, organisations(derived, caremodel.PartnerCCG), derived)
	}
	for _, p := range englandVanguard(t, "sunderland").Partners { // named by two pages, listed once
		if p.Code == "00P" {
			require.Len(t, p.Sources, 2)
		}
	}
}

// Initiatives that the texts name.
func TestEngland_Initiatives(t *testing.T) {
	for slug, title := range map[string]string{"morecambe-bay": "Let's Get Moving", "south-somerset-symphony": "Health coaches in enhanced primary care",
		"fylde-coast": "Extensive care service", "mid-nottinghamshire-better-together": "Eight community teams",
		"sutton-homes-of-care": "Red Bag", "moorfields": "Networked Care Toolkit"} {
		require.True(t, slices.ContainsFunc(englandVanguard(t, slug).Initiatives, func(in caremodel.Initiative) bool { return in.Title == title }), title)
	}
	require.Equal(t, []string{"health coach", "general practitioner"}, englandVanguard(t, "south-somerset-symphony").Initiatives[0].StaffRoles)
}

// Facts that no record holds, with how the source puts them.
func TestEngland_Facts(t *testing.T) {
	facts := map[string][]caremodel.Fact{}
	for f := range caremodel.England().Facts() {
		require.NotContains(t, f.Note, "As at", "%s: the day stands in its field", f.Key)
		require.NotContains(t, f.Unit, "(", "%s: the bound stands in its field", f.Key)
		facts[f.Key] = append(facts[f.Key], f)
	}
	for key, want := range map[string]struct {
		value, unit string
		bound       caremodel.Bound
		asAt        string
	}{
		"bids_first_wave":              {"269", "count", caremodel.Exactly, "2015-03-10"},
		"bids_all":                     {"380", "count", caremodel.AtLeast, ""},
		"gp_practices_supporting":      {"1000", "count", caremodel.AtLeast, "2016-03-31"},
		"ccgs_supporting":              {"40", "count", caremodel.AtLeast, "2016-03-31"},
		"population_first_wave":        {"5000000", "people", caremodel.AtLeast, "2015-03-10"},
		"population_share_england":     {"9", "percent", caremodel.About, "2016-03-31"},
		"net_savings_forecast_2020_21": {"324000000", "GBP per year", caremodel.Exactly, "2018-06-29"},
		"coverage_target_2020":         {"50", "percent", caremodel.AtLeast, "2016-12-31"},
	} {
		f := facts[key][0]
		require.Equal(t, want.value, f.Value, key)
		require.Equal(t, want.unit, f.Unit, key)
		require.Equal(t, want.bound, f.Bound, key)
		require.Equal(t, want.asAt, f.AsAt.String(), key)
	}
	// Where sources disagree the facts share their key.
	values := func(key string) (values []string) {
		for _, f := range facts[key] {
			values = append(values, f.Value)
		}
		return values
	}
	require.Equal(t, []string{"15", "13"}, values("vanguards_acc"))
	require.Equal(t, []string{"19000000", "16000000"}, values("greater_manchester_award"))
	require.Equal(t, []string{"8", "7", "10", "9"}, values("support_package_areas"))
	require.NotContains(t, facts, "vanguard_funding_2017_18", "published totals of money are the ledger's")
}

// The data speak of the programme alone.
func TestEngland_TextIsClean(t *testing.T) {
	document := string(englandBytes(t))
	for _, word := range []string{"../", ".csv", "seed", "first pass", "TODO", "utm_", "\\u003c", "&amp;", "\t"} {
		require.NotContains(t, document, word)
	}
	require.Equal(t, time.Month(3), caremodel.EnglandDefinition().Ends.Month())
}
