package coverage_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// residents2015 is the number of residents of England in mid-2015 (Office for
// National Statistics, SAPE18DT5).
const residents2015 = 54_786_327

func TestEnglandSurvey_IsSound(t *testing.T) {
	found := coverage.EnglandSurvey().Validate(caremodel.England())
	for v := range found.All() {
		t.Error(v)
	}
}

func TestEnglandSurvey_IsCanonical(t *testing.T) {
	embedded, err := os.ReadFile("data/england.json")
	require.NoError(t, err)
	read, err := coverage.ReadSurvey(bytes.NewReader(embedded), caremodel.England())
	require.NoError(t, err)
	var written bytes.Buffer
	require.NoError(t, read.WriteJSON(&written))
	goldentest.File(t, "data/england.json", written.Bytes())
	require.Equal(t, coverage.EnglandSurvey(), read)
}

func TestEnglandSurvey_IsAFreshCopy(t *testing.T) {
	s := coverage.EnglandSurvey()
	s.Base.Units[0].Attributes["name"] = "changed"
	s.Footprints[0].Units[0].Area = "changed"
	s.Footprints[0].Sources[0].Title = "changed"
	s.Claims[0].Scope.Categories[0] = "changed"
	require.NotEqual(t, s, coverage.EnglandSurvey())
	require.Equal(t, "NHS Darlington", coverage.EnglandSurvey().Base.Units[0].Attributes["name"])
	require.Equal(t, coverage.AreaCode("12F"), coverage.EnglandSurvey().Footprints[0].Units[0].Area)
	require.Equal(t, caremodel.PACS, coverage.EnglandSurvey().Claims[0].Scope.Categories[0])
}

func TestEngland_BaseAddsUpToTheNationalTotal(t *testing.T) {
	b := coverage.EnglandSurvey().Base
	require.Equal(t, coverage.Resident, b.Basis)
	require.Equal(t, coverage.EditionCCG2015, b.Edition)
	require.Equal(t, caremodel.MustParseDate("2015-06-30"), b.AsAt)
	require.Len(t, b.Units, 209)
	require.Empty(t, b.Remainder, "a footprint of any group can be added")
	sum, regions := int64(0), map[string]int64{}
	for _, u := range slices.Concat(b.Units, b.Remainder) {
		require.Equal(t, coverage.SchemeODS, u.Area.Scheme(), u.Area)
		require.Positive(t, u.People, u.Area)
		for _, name := range []string{"gss", "name", "region"} {
			require.NotEmpty(t, u.Attributes[name], "%s %s", u.Area, name)
		}
		require.Equal(t, coverage.SchemeGSS, coverage.AreaCode(u.Attributes["gss"]).Scheme())
		sum += u.People
		regions[u.Attributes["region"]] += u.People
	}
	require.EqualValues(t, residents2015, sum)
	require.Len(t, regions, 4)
	for _, u := range b.Units {
		require.Equal(t, coverage.EntityCCG, u.Area.Entity(), u.Area)
	}

	// The same areas by patients; 2,699 of them are with practices of no group.
	survey := coverage.EnglandSurvey()
	require.Len(t, survey.Alternatives, 1)
	registered := survey.Alternatives[0]
	require.Equal(t, coverage.Registered, registered.Basis)
	require.Equal(t, b.Edition, registered.Edition)
	require.Len(t, registered.Units, len(b.Units))
	patients := int64(0)
	for i, u := range slices.Concat(registered.Units, registered.Remainder) {
		patients += u.People
		if i < len(b.Units) {
			require.Equal(t, b.Units[i].Area, u.Area)
			require.Equal(t, b.Units[i].Attributes, u.Attributes)
			require.InDelta(t, 1.045, float64(u.People)/float64(b.Units[i].People), 0.41, u.Area)
		}
	}
	require.EqualValues(t, 57_024_156, patients)
}

// TestEngland_BaseAgainstTheNationalTable holds every unit against the table of
// all 209 groups.
func TestEngland_BaseAgainstTheNationalTable(t *testing.T) {
	f, err := os.Open("../../shared/reference/vanguards/ccg_population.csv")
	if err != nil {
		t.Skip("reference file ccg_population.csv is not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 210)
	people := map[string]int64{}
	for _, r := range rows[1:] {
		n, err := strconv.ParseInt(r[4], 10, 64)
		require.NoError(t, err)
		people[r[0]+" "+r[1]] = n
	}
	b := coverage.EnglandSurvey().Base
	listed := int64(0)
	for _, u := range b.Units {
		require.Equal(t, people[string(u.Area)+" "+u.Attributes["gss"]], u.People, u.Area)
		listed += u.People
	}
	require.Len(t, people, len(b.Units))
	require.EqualValues(t, residents2015, listed)
}

func TestEngland_FootprintsHaveSources(t *testing.T) {
	s := coverage.EnglandSurvey()
	require.Len(t, s.Footprints, 44)
	vanguards := map[caremodel.VanguardID]bool{}
	for _, f := range s.Footprints {
		v, ok := caremodel.England().Vanguard(f.Vanguard)
		require.True(t, ok, f.ID)
		vanguards[f.Vanguard] = true
		require.NotEmpty(t, f.Sources, f.ID)
		require.False(t, f.Completeness.IsZero(), f.ID)
		require.Equal(t, v.Announced, f.From, f.ID)
		layer := map[caremodel.Category]string{
			caremodel.PACS: "population", caremodel.MCP: "population", caremodel.UEC: "network", caremodel.ACC: "provider", caremodel.EHCH: "care-homes",
		}[v.Category]
		require.Equal(t, layer, f.Layer, f.ID)
		for _, part := range f.Units {
			require.Equal(t, part.Share.IsWhole(), part.Source.IsZero(), "%s %s: a share has its source", f.ID, part.Area)
		}
	}
	require.Len(t, vanguards, 42)
	for _, l := range s.Layers {
		require.Equal(t, l.Name == "care-homes", l.Aside, l.Name)
	}
}

// part returns a vanguard's part of an area.
func part(t *testing.T, slug string, area coverage.AreaCode) coverage.Part {
	for _, f := range coverage.EnglandSurvey().Footprints {
		for _, p := range f.Units {
			if f.ID == coverage.FootprintID(slug) && p.Area == area {
				return p
			}
		}
	}
	t.Fatalf("%s has no part of %s", slug, area)
	return coverage.Part{}
}

func TestEngland_Shares(t *testing.T) {
	for _, c := range []struct {
		slug  string
		area  coverage.AreaCode
		share string
		bound caremodel.Bound
	}{
		{"calderdale", "02T", "1/2", caremodel.Exactly},
		{"south-somerset-symphony", "11X", "132354/545390", caremodel.About},
		{"morecambe-bay", "01H", "186184/504475", caremodel.About},
		{"morecambe-bay", "01K", "1/1", caremodel.Exactly},
		{"modality-birmingham-sandwell", "05L", "70000/487688", caremodel.AtMost},
		{"encompass", "09E", "170000/207653", caremodel.About},
		{"lakeside", "03V", "2/3", caremodel.About},
		{"west-wakefield", "03R", "65000/361727", caremodel.About},
		{"southern-hampshire", "11A", "1/1", caremodel.AtMost},
		{"nottingham-city", "04K", "1/200", caremodel.About},
	} {
		got := part(t, c.slug, c.area)
		want, err := coverage.ParseShare(c.share)
		require.NoError(t, err)
		require.Equal(t, want, got.Share, c.slug)
		require.Equal(t, c.bound, got.Bound, c.slug)
	}
}

func TestEngland_ClaimsAreSourced(t *testing.T) {
	s := coverage.EnglandSurvey()
	require.Len(t, s.Claims, 74)
	for i, c := range s.Claims {
		require.False(t, c.Source.IsZero(), "claims[%d]", i)
		require.NotEmpty(t, c.Words, "claims[%d]", i)
		require.True(t, c.People > 0 || c.Share.Known(), "claims[%d]", i)
	}
	population := coverage.Filter{Layers: []string{"population"}}
	require.Equal(t, []coverage.Target{
		{Scope: population, Share: caremodel.Ratio{Num: 1, Den: 4}, By: caremodel.MustParseDate("2018-03-31"), Bound: caremodel.About, Source: s.Targets[0].Source},
		{Scope: population, Share: caremodel.Ratio{Num: 1, Den: 2}, By: caremodel.MustParseDate("2020-12-31"), Bound: caremodel.AtLeast, Source: s.Targets[1].Source},
	}, s.Targets)
}

// selected is a selection of the embedded atlas.
func selected(t testing.TB, f coverage.Filter) *coverage.Selection {
	s, err := coverage.England().Select(f)
	require.NoError(t, err)
	return s
}

func TestEngland_Coverage(t *testing.T) {
	require.EqualValues(t, residents2015, coverage.England().Population())
	cancer, err := caremodel.England().Find("Accountable Cancer Network")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		filter    coverage.Filter
		low, high int64
	}{
		"whole programme": {coverage.Filter{}, 24_911_333, 26_330_959},
		"PACS and MCP":    {coverage.Filter{Categories: []caremodel.Category{caremodel.PACS, caremodel.MCP}}, 4_487_879, 5_524_136},
		"first wave":      {coverage.Filter{Waves: []string{"first"}}, 4_487_879, 5_524_136},
		"UEC":             {coverage.Filter{Categories: []caremodel.Category{caremodel.UEC}}, 9_073_739, 9_073_739},
		"cancer network":  {coverage.Filter{Vanguards: []caremodel.VanguardID{cancer.ID}}, 9_990_786, 9_990_786},
		"care homes":      {coverage.Filter{Layers: []string{"care-homes"}}, 1595, 1_619_231},
		"EHCH stand aside unless their layer is named": {coverage.Filter{Categories: []caremodel.Category{caremodel.EHCH}}, 0, 0},
	} {
		got := selected(t, c.filter).Covered()
		require.Equal(t, coverage.Estimate{Low: c.low, High: c.high, Of: residents2015}, bare(got), name)
	}
	low, high := selected(t, coverage.Filter{Vanguards: []caremodel.VanguardID{cancer.ID}}).Covered().Share()
	require.Equal(t, "18.2%", low.Percent(1))
	require.Equal(t, "18.2%", high.Percent(1))
}

// TestEngland_DoubleCounting finds the eight groups that the pages of two vanguards
// name, and what counting people twice makes of them.
func TestEngland_DoubleCounting(t *testing.T) {
	m := selected(t, coverage.Filter{Layers: []string{"population", "network", "provider", "care-homes"}}).Overlap()
	index := map[coverage.FootprintID]int{}
	for i := range m.Len() {
		index[m.Footprint(i)] = i
	}
	both := func(a, b coverage.FootprintID) coverage.Estimate { return m.At(index[a], index[b]) }
	for _, c := range []struct {
		area coverage.AreaCode
		a, b coverage.FootprintID
	}{
		{"02E", "cheshire-merseyside-women-children", "neuro-network"},
		{"02F", "cheshire-merseyside-women-children", "west-cheshire-way"},
		{"03R", "wakefield-connecting-care", "west-wakefield"},
		{"03X", "erewash", "greater-nottingham-uec"},
		{"04K", "greater-nottingham-uec", "nottingham-city"},
		{"04N", "greater-nottingham-uec", "principia"},
		{"12F", "cheshire-merseyside-women-children", "wirral-partners"},
		{"99A", "cheshire-merseyside-women-children", "neuro-network"},
	} {
		part(t, string(c.a), c.area)
		part(t, string(c.b), c.area)
		require.Positive(t, both(c.a, c.b).High, c.area)
	}
	require.Equal(t, coverage.Estimate{Low: 96_317, High: 96_317, Of: residents2015}, bare(both("erewash", "greater-nottingham-uec")))
	require.Equal(t, coverage.Estimate{Low: 320_900, High: 320_900, Of: residents2015}, bare(both("cheshire-merseyside-women-children", "wirral-partners")))
	require.Equal(t, coverage.Estimate{Low: 686_275, High: 686_275, Of: residents2015}, bare(both("cheshire-merseyside-women-children", "neuro-network")))
	require.Equal(t, coverage.Estimate{High: 59_974, Of: residents2015}, bare(both("wakefield-connecting-care", "west-wakefield")), "some part of Wakefield each, and nobody knows which")

	account := selected(t, coverage.Filter{}).Account()
	require.EqualValues(t, 30_604_709, account.Naive)
	require.Equal(t, coverage.Estimate{Low: 4_273_750, High: 5_693_376, Of: residents2015}, bare(account.DoubleCounted))
	require.Equal(t, []string{"population", "network", "provider"}, account.Layers)
}

func TestEngland_RegionsAddUp(t *testing.T) {
	s := selected(t, coverage.Filter{})
	b, err := s.Breakdown("region")
	require.NoError(t, err)
	var covered coverage.Estimate
	people, groups := int64(0), 0
	for g := range b.Groups() {
		groups++
		covered.Low, covered.High = covered.Low+g.Covered.Low, covered.High+g.Covered.High
		people += g.Population
	}
	require.Equal(t, 4, groups)
	require.Zero(t, b.Unknown().Population)
	require.EqualValues(t, residents2015, people)
	require.Equal(t, s.Covered().Low, covered.Low)
	require.Equal(t, s.Covered().High, covered.High)

	var uncovered coverage.Estimate
	for g := range s.Uncovered() {
		uncovered.Low, uncovered.High = uncovered.Low+g.People.Low, uncovered.High+g.People.High
	}
	require.EqualValues(t, residents2015, s.Covered().High+uncovered.Low)
	require.EqualValues(t, residents2015, s.Covered().Low+uncovered.High)
}

func TestEngland_ClaimsReconcile(t *testing.T) {
	all := coverage.England().Reconcile()
	require.Len(t, all, 74)
	find := func(slug string, people int64, share caremodel.Ratio) coverage.Reconciliation {
		for _, r := range all {
			if r.Claim.People != people || r.Claim.Share != share {
				continue
			}
			if ids := r.Claim.Scope.Vanguards; slug == "" && len(ids) == 0 || len(ids) == 1 && ids[0] == caremodel.VanguardIDFor("england-2015", slug) {
				return r
			}
		}
		t.Fatalf("no claim of %d people, %v, for %q", people, share, slug)
		return coverage.Reconciliation{}
	}
	for _, c := range []struct {
		slug       string
		people     int64
		share      caremodel.Ratio
		verdict    coverage.Verdict
		difference int64
	}{
		{"", 5_000_000, caremodel.Ratio{}, coverage.WithinRounding, 0},
		{"", 0, caremodel.Ratio{Num: 9, Den: 100}, coverage.WithinRounding, 0},
		{"", 0, caremodel.Ratio{Num: 8, Den: 100}, coverage.WithinRounding, -104_973},
		{"", 9_000_000, caremodel.Ratio{}, coverage.Agrees, 0},
		{"", 3_500_000, caremodel.Ratio{}, coverage.WithinRounding, -26_666},
		{"accountable-cancer-network", 10_000_000, caremodel.Ratio{}, coverage.WithinRounding, 9_214},
		{"south-somerset-symphony", 132_354, caremodel.Ratio{}, coverage.NotIndependent, 0},
		{"calderdale", 220_162, caremodel.Ratio{}, coverage.Differs, 115_961},
		{"one-nhs-in-dorset", 766_000, caremodel.Ratio{}, coverage.WithinRounding, 322},
		{"principia", 125_000, caremodel.Ratio{}, coverage.Agrees, 0},
		{"wakefield-connecting-care", 333_759, caremodel.Ratio{}, coverage.InsideBounds, 0},
		{"neuro-network", 3_000_000, caremodel.Ratio{}, coverage.CannotBeChecked, 0},
		{"merit", 3_400_000, caremodel.Ratio{}, coverage.CannotBeChecked, 0},
		{"airedale-partners", 7_687, caremodel.Ratio{}, coverage.CannotBeChecked, 0},
		{"encompass", 170_000, caremodel.Ratio{}, coverage.NotIndependent, 0},
	} {
		got := find(c.slug, c.people, c.share)
		require.Equal(t, c.verdict, got.Verdict, "%s: %s", c.slug, got)
		require.Equal(t, c.difference, got.Difference, "%s: %s", c.slug, got)
	}

	// Five million are 9.1 % of residents and 8.8 % of registered patients.
	trials := find("", 5_000_000, caremodel.Ratio{}).Bases
	require.Len(t, trials, 2)
	require.Equal(t, "9.1%", trials[0].Share.Percent(1))
	require.Equal(t, "8.8%", trials[1].Share.Percent(1))
}

// Every claim that differs or cannot be checked says why in its note, and no other.
func TestEnglandClaims_SayWhyTheyAreNotBorneOut(t *testing.T) {
	unproven := 0
	claims := coverage.England().Reconcile()
	for i, r := range claims {
		not := r.Verdict == coverage.Differs || r.Verdict == coverage.CannotBeChecked
		require.Equal(t, not, r.Claim.Note != "", "claims[%d]: %s", i, r)
		if not {
			unproven++
			require.Contains(t, r.Reason, r.Claim.Note)
		}
	}
	require.Equal(t, 46, unproven)
	require.Len(t, claims, 74)
}

// Of patients, "10.7 million" and "18 per cent" for the cancer network with West
// Essex are both right.
func TestEngland_CancerNetworkOnPatients(t *testing.T) {
	s := coverage.EnglandSurvey()
	s.Base, s.Alternatives = s.Alternatives[0], nil
	a, err := coverage.NewAtlas(caremodel.England(), s)
	require.NoError(t, err)
	network, err := a.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{caremodel.VanguardIDFor("england-2015", "accountable-cancer-network")}})
	require.NoError(t, err)
	covered := network.Covered()
	require.Equal(t, coverage.Estimate{Low: 10_682_143, High: 10_682_143, Of: 57_024_156}, bare(covered))
	low, _ := covered.Share()
	require.Equal(t, "18.7%", low.Percent(1))
	checked := 0
	for _, r := range a.Reconcile() {
		if ids := r.Claim.Scope.Vanguards; len(ids) == 1 && ids[0] == caremodel.VanguardIDFor("england-2015", "accountable-cancer-network") && r.Claim.Basis == coverage.Registered {
			checked++
			require.Contains(t, []coverage.Verdict{coverage.Agrees, coverage.WithinRounding, coverage.Differs}, r.Verdict, r)
			if r.Claim.People > 0 {
				require.Equal(t, coverage.WithinRounding, r.Verdict, r)
			}
		}
	}
	require.Equal(t, 3, checked)
}

// TestEngland_Warnings: the only oddities are published claims that the figures do
// not bear out.
func TestEngland_Warnings(t *testing.T) {
	differing := 0
	for _, r := range coverage.England().Reconcile() {
		if r.Verdict == coverage.Differs {
			differing++
		}
	}
	warnings := coverage.England().Warnings()
	require.Equal(t, differing, warnings.Len())
	for v := range warnings.All() {
		require.ErrorIs(t, v, validate.Unreconciled)
	}
}

func TestEngland_IsBuiltOnce(t *testing.T) {
	require.Same(t, coverage.England(), coverage.England())
}

// BenchmarkReadSurvey reads and checks the embedded survey as a document.
func BenchmarkReadSurvey(b *testing.B) {
	document, err := os.ReadFile("data/england.json")
	require.NoError(b, err)
	p := caremodel.England()
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := coverage.ReadSurvey(bytes.NewReader(document), p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEnglandSurvey(b *testing.B) {
	for b.Loop() {
		if len(coverage.EnglandSurvey().Base.Units) == 0 {
			b.Fatal("no units")
		}
	}
}
