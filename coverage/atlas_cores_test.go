package coverage_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// wideSurvey has 9,600 areas of 25 cells each: enough for seven goroutines. Cells
// share their attributes or have them for themselves, and a few lack one.
func wideSurvey() coverage.Survey {
	s := atlasSurvey()
	s.Base.Edition = coverage.EditionLSOA2011
	shared := make([]map[string]string, 100)
	for i := range shared {
		shared[i] = map[string]string{"need": fmt.Sprint(i * 7 % 10), "age": fmt.Sprintf("%d-", i)}
	}
	for i := range 240_000 {
		u := coverage.Population{Area: areaCode(i / 25), People: int64(i % 90), Attributes: shared[(i/25*3+i%25)%100]}
		switch i % 999 {
		case 0:
			u.Attributes = maps.Clone(u.Attributes)
		case 1:
			u.Attributes = map[string]string{"age": "none"}
		case 2:
			u.Attributes = nil
		}
		s.Base.Units = append(s.Base.Units, u)
	}
	s.Base.Remainder = []coverage.Population{{Area: "E40000001", People: 3, Attributes: shared[5]}}
	return s
}

// An atlas says the same on any number of cores, and in any order of its records.
func TestNewAtlas_OnAnyNumberOfCores(t *testing.T) {
	s := wideSurvey()
	var want []string
	onCores(1, func() { want = answers(t, newAtlas(t, s), "age", "need") })
	random := rand.New(rand.NewPCG(7, 7))
	for _, cores := range []int{1, 2, 7} {
		onCores(cores, func() {
			require.Equal(t, want, answers(t, newAtlas(t, s), "age", "need"), cores)
			shuffle(random, s.Base.Units)
			require.Equal(t, want, answers(t, newAtlas(t, s), "age", "need"), "shuffled, %d", cores)
		})
	}
}

// Violations are the same on any number of cores, those about all cells together too.
func TestAtlas_ValidateOnAnyNumberOfCores(t *testing.T) {
	check := func(s coverage.Survey) []validate.Violation {
		return slices.Collect(s.Validate(atlasProgramme()).All())
	}
	twice := wideSurvey()
	twice.Base.Units[200_000] = twice.Base.Units[7]
	twice.Base.Units[230_000].People = -1
	odd := wideSurvey()
	odd.Base.Units[150_000].Attributes = map[string]string{"age": ""}
	odd.Base.Units[220_000].Attributes = map[string]string{"new": "1"}
	many := wideSurvey() // which become too many where parts are put together, or within one
	for i := range 40 {
		many.Base.Units[10+i].Attributes = map[string]string{fmt.Sprint("first ", i): "1"}
		many.Base.Units[130_010+i].Attributes = map[string]string{fmt.Sprint("second ", i): "1"}
	}
	more := wideSurvey()
	for i := range 70 {
		more.Base.Units[200_010+i].Attributes = map[string]string{fmt.Sprint("later ", i): "1"}
	}
	one := wideSurvey() // area, so that there is nothing to divide
	for i := range one.Base.Units {
		one.Base.Units[i].Area = areaCode(1)
	}
	for name, s := range map[string]coverage.Survey{"one area": one, "in order": wideSurvey(), "twice": twice, "odd": odd, "many": many, "more": more} {
		t.Run(name, func(t *testing.T) {
			var want []validate.Violation
			onCores(1, func() { want = check(s) })
			require.NotEmpty(t, want)
			for _, cores := range []int{2, 7} {
				onCores(cores, func() { require.Equal(t, want, check(s), cores) })
			}
		})
	}
}

// The people whom footprints share are the same on any number of cores, whether they
// hold areas whole or in part.
func TestAtlas_OverlapOnAnyNumberOfCores(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	half, err := coverage.ShareOf(1, 2)
	require.NoError(t, err)
	for name, every := range map[string]int{"whole": 1 << 30, "in part": 7} {
		t.Run(name, func(t *testing.T) {
			var units []coverage.Population
			for i := range 400 {
				units = append(units, coverage.Population{Area: areaCode(i), People: 1 + random.Int64N(1_000)})
			}
			s := atlasSurvey(units...)
			s.Layers = []coverage.Layer{{Name: "population"}}
			for f := range 150 {
				one := coverage.Footprint{ID: coverage.FootprintID(fmt.Sprintf("f%03d", f)), Vanguard: atlasVanguard(f % 3), Layer: "population"}
				for i := range 400 {
					if part := (coverage.Part{Area: areaCode(i)}); random.IntN(4) > 0 {
						if (i+f)%every == every-1 {
							part.Share = half
						}
						one.Units = append(one.Units, part)
					}
				}
				s.Footprints = append(s.Footprints, one)
			}
			a := newAtlas(t, s)
			everything, err := a.Select(coverage.Filter{})
			require.NoError(t, err)
			overlaps := func() (out []coverage.Estimate) {
				m := everything.Overlap()
				for i := range m.Len() {
					for j := range m.Len() {
						out = append(out, m.At(i, j))
					}
				}
				return out
			}
			var want []coverage.Estimate
			onCores(1, func() { want = overlaps() })
			require.Positive(t, want[1].Low)
			require.Equal(t, every == 7, slices.ContainsFunc(want, func(e coverage.Estimate) bool { return !e.Exact() }))
			for _, cores := range []int{2, 7} {
				onCores(cores, func() { require.Equal(t, want, overlaps(), cores) })
			}
		})
	}
}
