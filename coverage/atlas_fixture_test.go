package coverage_test

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// atlasProgramme has a PACS and an MCP of the first wave in the north and the
// south, and a network of the second wave without a region.
func atlasProgramme() *caremodel.Programme {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "sample", Name: "A sample programme",
		Categories: caremodel.EnglandCategories(),
		Waves: []caremodel.Wave{
			{Name: "first", Announced: caremodel.MustParseDate("2015-03-10")},
			{Name: "second", Announced: caremodel.MustParseDate("2015-07-24")},
			{Name: "third", Announced: caremodel.MustParseDate("2015-09-25")},
		},
		Vanguards: []caremodel.Vanguard{
			{Slug: "hills", Name: "Hills Together", Category: caremodel.PACS, Wave: "first", Region: "North"},
			{Slug: "vale", Name: "Vale Community", Category: caremodel.MCP, Wave: "first", Region: "South"},
			{Slug: "network", Name: "County Urgent Care", Category: caremodel.UEC, Wave: "second"},
		},
	})
	if err != nil {
		panic(err)
	}
	return p
}

func atlasVanguard(n int) caremodel.VanguardID {
	return caremodel.VanguardIDFor("sample", []string{"hills", "vale", "network"}[n])
}

func areaCode(n int) coverage.AreaCode { return coverage.AreaCode(fmt.Sprintf("E0100%04d", n+1)) }

// atlasSurvey has these cells, three layers of which one stands aside, and
// nothing on them.
func atlasSurvey(units ...coverage.Population) coverage.Survey {
	return coverage.Survey{
		Base: coverage.Base{
			Name: "Sample, mid-2015", Basis: coverage.Resident, Edition: coverage.EditionLSOA2011,
			AsAt: caremodel.MustParseDate("2015-06-30"), Units: units,
		},
		Layers: []coverage.Layer{{Name: "network"}, {Name: "population", Within: "network"}, {Name: "care-homes", Aside: true}},
	}
}

// bare is an estimate without what it says of whom it does not know: a test of
// bounds need not give every vanguard a footprint.
func bare(e coverage.Estimate) coverage.Estimate {
	return coverage.Estimate{Low: e.Low, High: e.High, Of: e.Of}
}

// fails is what the helpers need of a test, whether drawn or not.
type fails interface {
	Errorf(format string, args ...any)
	FailNow()
}

func newAtlas(t fails, s coverage.Survey) *coverage.Atlas {
	a, err := coverage.NewAtlas(atlasProgramme(), s)
	require.NoError(t, err)
	return a
}

func selectAll(t fails, s coverage.Survey) *coverage.Selection {
	all, err := newAtlas(t, s).Select(coverage.Filter{})
	require.NoError(t, err)
	return all
}
