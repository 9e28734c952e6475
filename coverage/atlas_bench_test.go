package coverage_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// nationalSurvey is England's registered patients as a practice extract has them:
// 8,000 practices, 1.3 million cells of practice and small area with its decile,
// and 50 footprints of 100 to 500 practices that lie over each other.
var nationalSurvey = sync.OnceValue(func() coverage.Survey {
	const practices, small, cells = 8_000, 33_000, 1_300_000
	random := rand.New(rand.NewPCG(1, 2))
	attributes := make([]map[string]string, small)
	for i := range attributes {
		attributes[i] = map[string]string{"lsoa": fmt.Sprintf("E01%06d", i+1), "decile": strconv.Itoa(1 + i*10/small)}
	}
	units := make([]coverage.Population, 0, cells)
	for n := range practices {
		code := practiceCode(n)
		near := n * small / practices
		for i := range cells / practices {
			units = append(units, coverage.Population{Area: code, People: 1 + random.Int64N(90), Attributes: attributes[(near+i*7)%small]})
		}
	}
	s := atlasSurvey(units...)
	s.Layers = []coverage.Layer{{Name: "population"}}
	s.Base.Basis, s.Base.Edition = coverage.Registered, "practices April 2015"
	for f := range 50 {
		footprint := coverage.Footprint{ID: coverage.FootprintID(fmt.Sprintf("f%02d", f)), Vanguard: atlasVanguard(f % 3), Layer: "population"}
		start := random.IntN(practices)
		for i := range 100 + random.IntN(400) {
			footprint.Units = append(footprint.Units, coverage.Part{Area: practiceCode((start + i) % practices)})
		}
		s.Footprints = append(s.Footprints, footprint)
	}
	return s
})

func practiceCode(n int) coverage.AreaCode {
	return coverage.AreaCode(fmt.Sprintf("%c%05d", "ABCDEFGHJKLMNPY"[n%15], n))
}

// nationalCSV is the same as a file.
var nationalCSV = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	b.WriteString("PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,LSOA_CODE,SEX,DECILE,NUMBER_OF_PATIENTS\n")
	for _, u := range nationalSurvey().Base.Units {
		fmt.Fprintf(&b, "GP_PRAC_PAT_LIST_LSOA,01APR2015,%s,%s,ALL,%s,%d\n", u.Area, u.Attributes["lsoa"], u.Attributes["decile"], u.People)
	}
	return b.Bytes()
})

var nationalColumns = coverage.Columns{Area: "PRACTICE_CODE", People: "NUMBER_OF_PATIENTS", Attributes: []string{"LSOA_CODE", "DECILE"}}

var nationalAtlas = sync.OnceValue(func() *coverage.Atlas {
	a, err := coverage.NewAtlas(atlasProgramme(), nationalSurvey())
	if err != nil {
		panic(err)
	}
	return a
})

func BenchmarkNewAtlas(b *testing.B) {
	p, s := atlasProgramme(), nationalSurvey()
	b.ReportAllocs()
	for b.Loop() {
		_, err := coverage.NewAtlas(p, s)
		require.NoError(b, err)
	}
}

func BenchmarkReadAtlasCSV(b *testing.B) {
	p, s := atlasProgramme(), nationalSurvey()
	s.Base.Units = nil
	file := nationalCSV()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := coverage.ReadAtlasCSV(bytes.NewReader(file), nationalColumns, p, s)
		require.NoError(b, err)
	}
}

func BenchmarkSelectCovered(b *testing.B) {
	a := nationalAtlas()
	b.ReportAllocs()
	for b.Loop() {
		s, _ := a.Select(coverage.Filter{})
		s.Covered()
	}
}

func BenchmarkAccount(b *testing.B) {
	benchmarkSelection(b, func(s *coverage.Selection) { s.Account() })
}
func BenchmarkOverlap(b *testing.B) {
	benchmarkSelection(b, func(s *coverage.Selection) { s.Overlap() })
}
func BenchmarkEach(b *testing.B) {
	benchmarkSelection(b, func(s *coverage.Selection) { s.Contributions() })
}
func BenchmarkBy(b *testing.B) {
	benchmarkSelection(b, func(s *coverage.Selection) {
		_, err := s.Breakdown("decile")
		require.NoError(b, err)
	})
}

func benchmarkSelection(b *testing.B, ask func(*coverage.Selection)) {
	s, err := nationalAtlas().Select(coverage.Filter{})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		ask(s)
	}
}

// crowdedSurvey has 33,000 areas and 1,000 footprints of 1,000 to 5,000 areas.
var crowdedSurvey = sync.OnceValue(func() coverage.Survey {
	const areas = 33_000
	random := rand.New(rand.NewPCG(3, 4))
	units := make([]coverage.Population, areas)
	for i := range units {
		units[i] = coverage.Population{Area: coverage.AreaCode(fmt.Sprintf("E01%06d", i+1)), People: 1_000 + random.Int64N(1_500)}
	}
	s := atlasSurvey(units...)
	s.Layers = []coverage.Layer{{Name: "population"}}
	for f := range 1_000 {
		footprint := coverage.Footprint{ID: coverage.FootprintID(fmt.Sprintf("f%03d", f)), Vanguard: atlasVanguard(f % 3), Layer: "population"}
		start := random.IntN(areas)
		for i := range 1_000 + random.IntN(4_000) {
			footprint.Units = append(footprint.Units, coverage.Part{Area: units[(start+i)%areas].Area})
		}
		s.Footprints = append(s.Footprints, footprint)
	}
	return s
})

func BenchmarkCrowdedOverlap(b *testing.B) {
	a, err := coverage.NewAtlas(atlasProgramme(), crowdedSurvey())
	require.NoError(b, err)
	s, err := a.Select(coverage.Filter{})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		s.Overlap()
	}
}

func BenchmarkCrowdedAtlas(b *testing.B) {
	p, s := atlasProgramme(), crowdedSurvey()
	b.ReportAllocs()
	for b.Loop() {
		_, err := coverage.NewAtlas(p, s)
		require.NoError(b, err)
	}
}
