package caremodel_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// programme builds the programme of d.
func programme(t testing.TB, d caremodel.Definition) *caremodel.Programme {
	t.Helper()
	p, err := caremodel.NewProgramme(d)
	require.NoError(t, err)
	return p
}

func TestProgramme(t *testing.T) {
	p := programme(t, full())
	require.Equal(t, "places", p.Slug())
	require.Equal(t, full().Name, p.Name())
	require.Equal(t, 3, p.Len())
	require.Equal(t, 2, p.Taxonomy().Len())
	require.Zero(t, p.Warnings().Len())
	require.Equal(t, full().Waves, slices.Collect(p.Waves()))
	require.Equal(t, full().Facts, slices.Collect(p.Facts()))

	var slugs []string
	i := 0
	for v := range p.All() {
		slugs = append(slugs, v.Slug)
		got, ok := p.Vanguard(v.ID)
		require.True(t, ok)
		require.Equal(t, v, got)
		require.True(t, p.Has(v.ID))
		at, ok := p.Position(v.ID)
		require.True(t, ok)
		require.Equal(t, i, at)
		for _, text := range []string{v.ID.String(), v.Slug} {
			id, err := p.ID(text)
			require.NoError(t, err)
			require.Equal(t, v.ID, id)
		}
		i++
	}
	require.Equal(t, []string{"alpha-health", "beta-care", "gamma"}, slugs, "in definition order")

	for _, id := range []caremodel.VanguardID{{}, anyID} {
		got, ok := p.Vanguard(id)
		require.False(t, ok)
		require.Zero(t, got)
		require.False(t, p.Has(id))
		_, ok = p.Position(id)
		require.False(t, ok)
		_, err := p.ID(id.String())
		require.ErrorIs(t, err, validate.Unknown)
	}
	_, err := p.ID("beta-caer")
	require.ErrorContains(t, err, `the nearest slug is "beta-care"`)
	_, err = p.ID("Beta Care")
	require.ErrorIs(t, err, validate.Unknown, "documents name vanguards by id or slug; Find is for people")
}

// Ids and days of announcement that a definition leaves out are filled in, and
// nothing else is.
func TestProgramme_FieldsAreFilledIn(t *testing.T) {
	want := full()
	want.Vanguards[1].ID = caremodel.VanguardIDFor("places", "beta-care")
	want.Vanguards[1].Announced = day("2015-07-24")
	want.Vanguards[2].ID = caremodel.VanguardIDFor("places", "gamma")
	p := programme(t, full())
	require.Equal(t, want, p.Definition())
	require.Equal(t, want.Vanguards, slices.Collect(p.All()))
	require.Equal(t, p.Definition(), programme(t, p.Definition()).Definition())
}

type count[K any] struct {
	of K
	n  int
}

func TestProgramme_Counts(t *testing.T) {
	d := full()
	d.Categories = append(d.Categories, caremodel.CategoryDefinition{Code: "none", Name: "Of which there is none"})
	d.Waves = append(d.Waves, caremodel.Wave{Name: "third", Announced: day("2015-09-25"), Source: sources()[0]})
	p := programme(t, d)

	var categories []count[caremodel.Category]
	for c, n := range p.CountByCategory() {
		categories = append(categories, count[caremodel.Category]{c, n})
		require.Len(t, slices.Collect(p.InCategory(c)), n)
	}
	require.Equal(t, []count[caremodel.Category]{{"NHC", 2}, {"IHO", 1}, {"none", 0}}, categories)
	require.Empty(t, slices.Collect(p.InCategory("PACS")))
	for v := range p.InCategory("NHC") {
		require.Equal(t, caremodel.Category("NHC"), v.Category)
	}

	var waves []count[string]
	for w, n := range p.CountByWave() {
		waves = append(waves, count[string]{w, n})
	}
	require.Equal(t, []count[string]{{"first", 1}, {"second", 1}, {"third", 0}, {"", 1}}, waves)

	var stages []count[caremodel.Stage]
	for s, n := range p.CountByStage() {
		stages = append(stages, count[caremodel.Stage]{s, n})
	}
	require.Equal(t, []count[caremodel.Stage]{
		{caremodel.StageSelected, 0}, {caremodel.StageDesigning, 0}, {caremodel.StageDelivering, 1},
		{caremodel.StageCompleted, 0}, {caremodel.StageMerged, 1}, {caremodel.StageWithdrawn, 0}, {0, 1},
	}, stages)
}

// Every iterator can be left early and gone through again.
func TestProgramme_IteratorsStop(t *testing.T) {
	p := programme(t, full())
	for range 2 {
		for v := range p.All() {
			require.Equal(t, "alpha-health", v.Slug)
			break
		}
		for range p.InCategory("NHC") {
			break
		}
		for range p.CountByCategory() {
			break
		}
		for w := range p.CountByWave() {
			if w == "" {
				break
			}
		}
		for range p.CountByWave() {
			break
		}
		for range p.CountByStage() {
			break
		}
		for range p.Taxonomy().All() {
			break
		}
	}
}

func TestProgramme_EmptyProgramme(t *testing.T) {
	d := minimal()
	d.Vanguards, d.Waves = nil, nil
	p := programme(t, d)
	require.Zero(t, p.Len())
	require.Empty(t, slices.Collect(p.All()))
	for _, n := range p.CountByWave() {
		t.Fatal("no wave, and nobody without one", n)
	}
	_, err := p.Find("alpha")
	require.ErrorIs(t, err, validate.Unknown)
}

// A programme shares no memory with the definition that it was made of, nor with
// anything that it returns.
func TestProgramme_IsImmutable(t *testing.T) {
	given := full()
	p := programme(t, given)
	before := written(t, p.Definition())

	scribble(&given)
	for v := range p.All() {
		scribble(&v)
	}
	for v := range p.InCategory("NHC") {
		scribble(&v)
	}
	for w := range p.Waves() {
		scribble(&w)
	}
	for f := range p.Facts() {
		scribble(&f)
	}
	for c := range p.Taxonomy().All() {
		scribble(&c)
	}
	waves := p.Waves()
	for range 2 {
		for w := range waves {
			require.Contains(t, []string{"first", "second"}, w.Name)
			scribble(&w)
		}
	}
	v, err := p.Find("alpha-health")
	require.NoError(t, err)
	scribble(&v)
	v, err = p.Find("AH")
	require.NoError(t, err)
	scribble(&v)
	v, ok := p.Vanguard(caremodel.MustParseVanguardID("01234567-89ab-4def-8123-456789abcdef"))
	require.True(t, ok)
	scribble(&v)
	def, _ := p.Taxonomy().Definition("NHC")
	scribble(&def)
	d := p.Definition()
	scribble(&d)
	require.Equal(t, before, written(t, p.Definition()))

	england := written(t, caremodel.EnglandDefinition())
	fresh := caremodel.EnglandDefinition()
	scribble(&fresh)
	require.Equal(t, england, written(t, caremodel.EnglandDefinition()))
	require.Equal(t, england, written(t, caremodel.England().Definition()))
}

func TestProgramme_WarningsAreKept(t *testing.T) {
	p := programme(t, minimal())
	require.Equal(t, minimal().Validate().Warnings(), p.Warnings())
	require.NotZero(t, p.Warnings().Len())
	read, err := caremodel.ReadProgramme(newReader(written(t, minimal())))
	require.NoError(t, err)
	require.Equal(t, p.Warnings(), read.Warnings())
}

func TestProgramme_ConcurrentReaders(t *testing.T) {
	p := programme(t, full())
	want := written(t, p.Definition())
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 20 {
				for v := range p.All() {
					found, err := p.Find(v.Name)
					if err != nil || found.ID != v.ID {
						t.Error("Find", v.Name, err)
						return
					}
					scribble(&v)
				}
				for range p.CountByCategory() {
				}
				if _, err := p.Taxonomy().Parse("health centres"); err != nil {
					t.Error(err)
					return
				}
				if string(written(t, p.Definition())) != string(want) || caremodel.England().Len() != 50 {
					t.Error("a reader saw another programme")
					return
				}
			}
		})
	}
	group.Wait()
}

func TestProgramme_LookUpAllocations(t *testing.T) {
	p := caremodel.England()
	id := caremodel.VanguardIDFor("england-2015", "wirral-partners")
	text := id.String()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		_ = p.Has(id)
		_, _ = p.Position(id)
		_, _ = p.ID(text)
		_, _ = p.ID("wirral-partners")
	}))
}

func BenchmarkPosition(b *testing.B) {
	p := caremodel.England()
	id := caremodel.VanguardIDFor("england-2015", "wirral-partners")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = p.Position(id)
	}
}

// The zero programme answers as an empty one.
func TestProgramme_Zero(t *testing.T) {
	p := new(caremodel.Programme)
	require.Zero(t, p.Len())
	require.Empty(t, slices.Collect(p.All()))
	require.Empty(t, slices.Collect(p.Regions()))
	require.Empty(t, slices.Collect(p.Facts()))
	require.Empty(t, slices.Collect(p.PartnersOf("01H")))
	for range p.CountByCategory() {
		t.Fatal("no categories")
	}
	for range p.Conflicts() {
		t.Fatal("no facts")
	}
	for range p.CountByWave() {
		t.Fatal("no waves")
	}
	_, err := p.Find("Dudley")
	require.ErrorIs(t, err, validate.Unknown)
	_, err = p.ID("dudley")
	require.ErrorIs(t, err, validate.Unknown)
	_, err = p.Taxonomy().Parse("PACS")
	require.ErrorIs(t, err, validate.Unknown)
	require.Empty(t, slices.Collect(p.Taxonomy().All()))
	_, ok := p.Taxonomy().Definition(caremodel.PACS)
	require.False(t, ok)
}

func TestProgramme_PartnersOf(t *testing.T) {
	p := caremodel.England()
	for v := range p.All() {
		for _, partner := range v.Partners {
			var slugs []string
			for w := range p.PartnersOf(strings.ToUpper(partner.Organisation)) {
				slugs = append(slugs, w.Slug)
			}
			require.Contains(t, slugs, v.Slug)
			if partner.Code != "" {
				require.Contains(t, slices.Collect(p.PartnersOf(string(partner.Code))), v)
			}
		}
	}
	require.Empty(t, slices.Collect(p.PartnersOf("")))
}

func TestProgramme_Regions(t *testing.T) {
	regions := slices.Collect(caremodel.England().Regions())
	require.True(t, slices.IsSorted(regions))
	require.NotEmpty(t, regions)
	for v := range caremodel.England().All() {
		require.True(t, v.Region == "" || slices.Contains(regions, v.Region))
	}
}

func TestProgramme_Conflicts(t *testing.T) {
	d := minimal()
	day := caremodel.MustParseDate("2016-04-01")
	d.Facts = []caremodel.Fact{
		{Key: "bids", Value: "269"}, {Key: "bids", Value: "380", Bound: caremodel.AtLeast}, {Key: "bids", Value: "269.0"},
		{Key: "practices", Value: "400"}, {Key: "practices", Value: "380", Bound: caremodel.AtLeast}, {Key: "practices", Bound: caremodel.NotStated},
		{Key: "areas", Value: "8", AsAt: day}, {Key: "areas", Value: "7", AsAt: day.AddDays(1)},
		{Key: "sites", Value: "8", AsAt: day}, {Key: "sites", Value: "nine"}, {Key: "sites", Value: "8", AsAt: day, Unit: "percent"},
	}
	for i := range d.Facts {
		d.Facts[i].Source = caremodel.Source{Title: "made up"}
	}
	p := programme(t, d)
	found := map[string][]string{}
	for key, facts := range p.Conflicts() {
		for _, f := range facts {
			found[key] = append(found[key], f.Value)
		}
	}
	require.Equal(t, map[string][]string{"bids": {"269", "380", "269.0"}, "sites": {"8", "nine"}}, found)
	require.Len(t, slices.Collect(p.FactsFor("practices")), 3)
	require.Empty(t, slices.Collect(p.FactsFor("nothing")))
}

// An index is no document.
func TestProgramme_IsNotMarshalled(t *testing.T) {
	for _, v := range []any{caremodel.England(), *caremodel.England(), struct{ P *caremodel.Programme }{caremodel.England()}} {
		_, err := json.Marshal(v)
		require.ErrorIs(t, err, validate.Format)
		require.ErrorContains(t, err, "Programme.Definition()")
	}
	require.Equal(t, "[slug=england-2015 vanguards=50]", caremodel.England().LogValue().String())
}
