package caremodel_test

import (
	"slices"
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
func TestFieldsAreFilledIn(t *testing.T) {
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

func TestCounts(t *testing.T) {
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
func TestIteratorsStop(t *testing.T) {
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

func TestEmptyProgramme(t *testing.T) {
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
func TestProgrammeIsImmutable(t *testing.T) {
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

func TestWarningsAreKept(t *testing.T) {
	p := programme(t, minimal())
	require.Equal(t, minimal().Validate().Warnings(), p.Warnings())
	require.NotZero(t, p.Warnings().Len())
	read, err := caremodel.ReadProgramme(newReader(written(t, minimal())))
	require.NoError(t, err)
	require.Equal(t, p.Warnings(), read.Warnings())
}

func TestConcurrentReaders(t *testing.T) {
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

func TestLookUpAllocations(t *testing.T) {
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
