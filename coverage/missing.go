package coverage

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// meant counts the vanguards that the selection's filter means, and those of them
// whose areas are not, or not wholly, known: a vanguard without a footprint, with
// one that is incomplete, or without a region where the filter asks for regions. A
// footprint that is not open on the filter's day, or on this one, is known to
// cover nobody.
func (s *Selection) meant(day caremodel.Date) {
	f, e := &s.filter, &s.empty
	for i := range s.atlas().vanguards {
		v := &s.atlas().vanguards[i]
		nowhere := len(f.Regions) > 0 && v.region == "" && !slices.Contains(f.Regions, "")
		if !oneOf(f.Categories, v.category) || !oneOf(f.Waves, v.wave) || !oneOf(f.Vanguards, v.id) ||
			!nowhere && !oneOf(f.Regions, v.region) {
			continue
		}
		here, aside, incomplete := s.of(v, day)
		switch {
		case here == 0 && f.namesPlaces():
			continue
		case here == 0 && aside > 0:
			s.aside = append(s.aside, v.id)
			continue
		}
		e.Meant++
		if here == 0 || incomplete || nowhere {
			e.Missing++
		}
		if here == 0 || nowhere {
			s.absent++
		}
	}
	if layers, _ := s.Aside(); e.Meant == 0 {
		e.aside = strings.Join(layers, " or ")
	}
}

// of counts the footprints of a vanguard to which the filter narrows, whatever
// their dates, and those that it leaves aside, and reports whether one that is
// open is incomplete.
func (s *Selection) of(v *vanguard, day caremodel.Date) (here, aside int, incomplete bool) {
	for _, n := range v.footprints {
		switch p := &s.atlas().footprints[n]; {
		case !p.there(&s.filter):
		case p.aside && !s.filter.namesPlaces():
			aside++
		default:
			here++
			incomplete = incomplete || p.incomplete && p.open(s.filter.On) && p.open(day)
		}
	}
	return here, aside, incomplete
}

// Aside returns what the selection leaves out because it stands aside ([Layer]):
// the vanguards all of whose footprints do, in the order of the programme, and the
// layers that these footprints are in, in the survey's order. The people of these
// vanguards are not known to any figure of the selection; name the layers in
// [Filter] to count them.
func (s *Selection) Aside() (layers []string, vanguards []caremodel.VanguardID) {
	used := make([]bool, len(s.atlas().survey.Layers))
	for i := range s.atlas().footprints {
		if p := &s.atlas().footprints[i]; p.layer >= 0 && slices.Contains(s.aside, p.vanguard) {
			used[p.layer] = true
		}
	}
	for i, l := range s.atlas().survey.Layers {
		if used[i] {
			layers = append(layers, l.Name)
		}
	}
	return layers, slices.Clone(s.aside)
}
