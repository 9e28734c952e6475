package main

import (
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// The layers of this programme. Teams lie within providers, and providers within
// places, on purpose: the library counts a person once all the same.
const (
	inPlace      = "place"
	inProvider   = "multi-neighbourhood"
	inTeam       = "neighbourhood"
	inIntegrated = "integrated"
)

// list is the registered patients of one practice.
type list struct{ under65, over64 int64 }

// lists are the practices of a place. Practices and figures are made up.
func lists() map[string][]list {
	return map[string][]list{
		"morecambe-bay": {{41_200, 14_800}, {38_900, 12_100}, {52_300, 17_400}, {29_700, 10_900}},
		"rotherham":     {{46_100, 11_300}, {51_800, 12_700}, {39_500, 9_900}},
		"stockport":     {{48_700, 12_600}, {43_300, 11_100}, {56_200, 13_900}, {31_400, 8_800}},
		"sunderland":    {{44_900, 12_200}, {50_600, 13_800}, {42_100, 11_700}},
		"wakefield":     {{53_400, 13_300}, {47_700, 12_400}, {49_900, 12_900}, {36_800, 9_600}},
		"walsall":       {{45_500, 10_100}, {52_900, 11_800}, {40_700, 9_300}},
	}
}

// practice is the code of a made-up practice: no real one has this form.
func practice(slugOfPlace string, n int) coverage.AreaCode {
	name := strings.ToUpper(strings.ReplaceAll(slugOfPlace, "-", ""))
	return coverage.AreaCode(name[:min(len(name), 9)] + strconv.Itoa(n))
}

// base is who is registered, by practice and age.
func base() coverage.Base {
	b := coverage.Base{
		Name: "Registered patients of six places (made up)", Basis: coverage.Registered,
		Edition: "general practices October 2025", AsAt: caremodel.MustParseDate("2025-10-01"),
		Sources: []caremodel.Source{madeUp},
	}
	all := lists()
	for _, p := range somePlaces() {
		for i, l := range all[p.slug] {
			code := practice(p.slug, i+1)
			b.Units = append(b.Units,
				coverage.Population{Area: code, People: l.under65, Attributes: map[string]string{"age": "0-64"}},
				coverage.Population{Area: code, People: l.over64, Attributes: map[string]string{"age": "65+"}})
		}
	}
	return b
}

// cover is a team or provider, the practices whose patients it covers, and since
// when. A negative number is half of a practice's patients, nobody knows which.
type cover struct {
	id, place, layer, from string
	practices              []int
}

// covers is made up. One team of Stockport has a practice that its provider has
// not: the library warns of it.
func covers() []cover {
	return []cover{
		{"morecambe-bay-north", "morecambe-bay", inTeam, "2025-10-01", []int{1, 2}},
		{"morecambe-bay-south", "morecambe-bay", inTeam, "2026-10-01", []int{3, 4}},
		{"rotherham-north", "rotherham", inTeam, "2026-01-01", []int{1, -2}},
		{"rotherham-south", "rotherham", inTeam, "2026-04-01", []int{-2, 3}},
		{"stockport-east", "stockport", inTeam, "2026-04-01", []int{1, 2}},
		{"stockport-west", "stockport", inTeam, "2027-04-01", []int{3}},
		{"sunderland-coast", "sunderland", inTeam, "2026-04-01", []int{1, 2, 3}},
		{"wakefield-city", "wakefield", inTeam, "2025-10-01", []int{1, 2}},
		{"wakefield-five-towns", "wakefield", inTeam, "2026-10-01", []int{3, 4}},
		{"walsall-north", "walsall", inTeam, "2027-04-01", []int{1, 2}},

		{"morecambe-bay-provider", "morecambe-bay", inProvider, "2026-04-01", []int{1, 2, 3, 4}},
		{"rotherham-provider", "rotherham", inProvider, "2026-04-01", []int{1, 2, 3}},
		{"stockport-provider", "stockport", inProvider, "2026-10-01", []int{1, 2}},
		{"sunderland-provider", "sunderland", inProvider, "2026-04-01", []int{1, 2, 3}},
		{"wakefield-provider", "wakefield", inProvider, "2026-04-01", []int{1, 2, 3, 4}},
		{"walsall-provider", "walsall", inProvider, "2027-04-01", []int{1, 2, 3}},

		{"morecambe-bay-organisation", "morecambe-bay", inIntegrated, "2027-04-01", []int{1, 2, 3, 4}},
	}
}

// footprints are the places with all their practices, and then the covers.
func footprints() []coverage.Footprint {
	var all []coverage.Footprint
	count := lists()
	for _, p := range somePlaces() {
		f := coverage.Footprint{ID: coverage.FootprintID(p.slug), Vanguard: id(p.slug), Layer: inPlace, Sources: []caremodel.Source{madeUp}}
		for n := range count[p.slug] {
			f.Units = append(f.Units, coverage.Part{Area: practice(p.slug, n+1)})
		}
		all = append(all, f)
	}
	half, _ := coverage.ShareOf(1, 2)
	for _, c := range covers() {
		f := coverage.Footprint{
			ID: coverage.FootprintID(c.id), Vanguard: id(c.place), Layer: c.layer,
			From: caremodel.MustParseDate(c.from), Completeness: coverage.Complete, Sources: []caremodel.Source{madeUp},
		}
		for _, n := range c.practices {
			part := coverage.Part{Area: practice(c.place, max(n, -n))}
			if n < 0 {
				part.Share, part.Source = half, madeUp
			}
			f.Units = append(f.Units, part)
		}
		all = append(all, f)
	}
	return all
}

// survey is who is registered, who covers whom, and what is to be reached.
func survey() coverage.Survey {
	return coverage.Survey{
		Base: base(),
		Layers: []coverage.Layer{
			{Name: inPlace, Aside: true}, // everybody who lives there, covered or not: no coverage
			{Name: inProvider, Within: inPlace},
			{Name: inTeam, Within: inProvider},
			{Name: inIntegrated, Within: inPlace},
		},
		Footprints: footprints(),
		Targets: []coverage.Target{{
			Scope: coverage.Filter{Layers: []string{inTeam}}, Share: caremodel.Ratio{Num: 95, Den: 100},
			By: caremodel.MustParseDate("2027-09-30"), Source: madeUp,
		}},
	}
}
