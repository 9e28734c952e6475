package coverage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// editions leads the parts of footprints to the areas of a base: from the edition
// that a footprint's codes are of, by crosswalks of the survey.
type editions struct {
	cells  *baseCells
	base   Edition
	graph  walkGraph
	loose  *relation // for footprints that do not say their edition; nil where nothing leads to other areas
	strict map[Edition]*relation
}

// relation is what the areas of another edition consist of, by areas of the base.
type relation struct {
	cells *baseCells
	made  map[AreaCode]translatedKey
	only  bool // a code that is not in made is no area of the edition
}

// translatedKey is what an area of another edition consists of.
type translatedKey struct {
	places []place
	route  int32 // which crosswalk says so, counted from 1
}

// place is a share of the people of one area of the base.
type place struct {
	area   int32
	share  Share
	unsure bool // how many of them is not known: at most the share, and maybe nobody
}

// translatedPart is a part that was brought to the base: one of its areas, or a share of an
// area that lies in several places.
type translatedPart struct {
	Part
	route  int32
	places []place
}

func newEditions(c *baseCells, s *Survey) *editions {
	e := &editions{cells: c, base: s.Base.Edition, graph: newWalkGraph(s.Crosswalks), strict: map[Edition]*relation{}}
	into := make(map[AreaCode]translatedKey)
	for i, x := range s.Crosswalks {
		if x.From != e.base {
			continue
		}
		found := make(map[AreaCode][]place)
		for _, w := range x.Weights {
			if area := c.Number(w.From); area >= 0 && c.Number(w.To) < 0 && into[w.To].route == 0 {
				found[w.To] = append(found[w.To], place{area: area, share: w.Share})
			}
		}
		for code, places := range found {
			into[code] = translatedKey{e.inOrder(places), int32(i) + 1}
		}
	}
	if len(into) > 0 {
		e.loose = &relation{cells: c, made: into}
	}
	return e
}

// inOrder returns places in the order of their codes, so that no order of the base's
// rows changes anything.
func (e *editions) inOrder(places []place) []place {
	slices.SortFunc(places, func(p, q place) int { return cmp.Compare(e.cells.Areas[p.area], e.cells.Areas[q.area]) })
	return places
}

// into returns how the codes of an edition lead to the base; nil where each is one
// of the base's own.
func (e *editions) into(from Edition) *relation {
	switch from {
	case "":
		return e.loose
	case e.base:
		return nil
	}
	r, known := e.strict[from]
	if !known {
		r = &relation{cells: e.cells, made: map[AreaCode]translatedKey{}, only: true}
		route, _ := e.graph.path(e.base, from)
		for code, places := range e.follow(route) {
			r.made[code] = translatedKey{e.inOrder(places), 1}
		}
		e.strict[from] = r
	}
	return r
}

// follow returns what the areas at the end of a walk from the base's edition consist
// of.
func (e *editions) follow(route []leg) map[AreaCode][]place {
	var at map[AreaCode][]place // of the edition reached; nil = the base's own
	of := func(code AreaCode) []place {
		if at != nil {
			return at[code]
		}
		if area := e.cells.Number(code); area >= 0 {
			return []place{{area: area}}
		}
		return nil
	}
	codes := e.cells.Areas[:e.cells.Inside] // of the edition reached
	for _, s := range route {
		next := make(map[AreaCode][]place)
		var origins origins
		if s.back && at == nil {
			origins = e.origins(s)
		}
		if s.crosswalk.Identity {
			s.stay(next, codes, of, origins)
		}
		if s.back {
			for code, sources := range s.sources() {
				for _, w := range sources {
					if share, known := origins[origin{w.From, code}]; known {
						next[w.From] = addPlaces(next[w.From], of(code), share, false)
						continue
					}
					next[w.From] = addPlaces(next[w.From], of(code), Share{}, len(sources) > 1)
				}
			}
		} else {
			for _, w := range s.crosswalk.Weights {
				next[w.To] = addPlaces(next[w.To], of(w.From), w.Share, false)
			}
		}
		at, codes = next, slices.Collect(maps.Keys(next))
	}
	return at
}

// stay leads the areas of which no weight of the crosswalk leads away to themselves.
// On the way back an area into which others came has itself a part of their people and
// its own, which is not known unless the people of the base tell it.
func (s leg) stay(next map[AreaCode][]place, codes []AreaCode, of func(AreaCode) []place, origins origins) {
	from, to := map[AreaCode]bool{}, map[AreaCode]bool{}
	for _, w := range s.crosswalk.Weights {
		from[w.From], to[w.To] = true, true
	}
	for _, code := range codes {
		if !from[code] && code.standsIn(s.crosswalk.From) {
			share, known := origins[origin{code, code}]
			next[code] = addPlaces(next[code], of(code), share, s.back && to[code] && !known)
		}
	}
}

// addPlaces adds a share of places. What an area has of one place by several ways
// adds up.
func addPlaces(to, from []place, share Share, unsure bool) []place {
	for _, p := range from {
		p.share, p.unsure = nearestShare(product(p.share, share)), p.unsure || unsure
		at := slices.IndexFunc(to, func(q place) bool { return q.area == p.area })
		if at < 0 {
			to = append(to, p)
			continue
		}
		to[at].share = sumOfShares(to[at].share, p.share)
		to[at].unsure = to[at].unsure || p.unsure
	}
	return to
}

// parts returns the parts of a footprint with every whole area of another edition
// replaced by the areas of the base that make it up. What several areas of one
// edition have of an area of the base are different people and adds up before
// anything is rounded; those of two editions may be the same people. A share of
// such an area stays as it is: it is a share of all its people together. Parts of
// one edition come together and those of the base last, so that no order of the list
// changes what they add up to.
func (x *relation) parts(list []Part) []translatedPart {
	var out []translatedPart
	met := make(map[AreaCode][]int) // areas of other editions: where they stand in list
	type step struct {
		area  AreaCode
		route int32
	}
	parts := make(map[step][]int) // areas of the base and crosswalks: what came of them, in out
	for i, p := range list {
		m, crosses := x.made[p.Area]
		switch {
		case !crosses && x.only:
			m.places = []place{} // none
			fallthrough
		case !crosses, !p.Share.IsWhole():
			out = append(out, translatedPart{p, m.route, m.places})
			continue
		case slices.ContainsFunc(met[p.Area], func(j int) bool { return alike(list[j], p) }):
			continue
		}
		met[p.Area] = append(met[p.Area], i)
		for _, place := range m.places {
			q := p
			q.Area, q.Share = x.cells.Areas[place.area], place.share
			if place.unsure {
				q.Bound = caremodel.AtMost
			}
			from := step{q.Area, m.route}
			if same := slices.IndexFunc(parts[from], func(j int) bool { return alike(out[j].Part, q) }); same >= 0 {
				sum := &out[parts[from][same]].Share
				*sum = sumOfShares(*sum, q.Share)
				continue
			}
			parts[from] = append(parts[from], len(out))
			out = append(out, translatedPart{q, m.route, nil})
		}
	}
	slices.SortStableFunc(out, func(p, q translatedPart) int { return cmp.Compare(uint32(p.route-1), uint32(q.route-1)) }) // 0 last
	return out
}

// alike reports whether two parts are limited in the same way.
func alike(p, q Part) bool { return p.Bound == q.Bound && maps.Equal(p.Cells, q.Cells) }

// sumOfShares returns the sum of two shares, at most the whole.
func sumOfShares(s, t Share) Share {
	var sum rational
	sum.add(s)
	sum.add(t)
	if sum.aboveOne() {
		return Share{}
	}
	return nearestShare(sum.rat())
}

// nearestShare returns a share that is above nothing and at most the whole, to 15
// digits where its terms cannot be held.
func nearestShare(r *big.Rat) Share {
	if s, ok := exactShare(r); ok {
		return s
	}
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt64(shareDigits))
	scaled.Add(scaled, big.NewRat(1, 2))
	n := new(big.Int).Quo(scaled.Num(), scaled.Denom()).Int64()
	return newShare(max(1, n), shareDigits)
}

// walkGraph is the crosswalks of a survey by the editions that they join.
type walkGraph map[Edition]map[Edition]leg

// leg is a crosswalk on the way to an edition, or the way back (back).
type leg struct {
	crosswalk *Crosswalk
	back      bool
}

// newWalkGraph joins editions by the crosswalk in the way's own direction, or if
// there is none by the one back.
func newWalkGraph(list []Crosswalk) walkGraph {
	g := walkGraph{}
	join := func(a, b Edition, s leg) {
		if g[a] == nil {
			g[a] = map[Edition]leg{}
		}
		if known, has := g[a][b]; !has || known.back && !s.back {
			g[a][b] = s
		}
	}
	for i := range list {
		x := &list[i]
		join(x.From, x.To, leg{x, false})
		join(x.To, x.From, leg{x, true})
	}
	return g
}

// path returns the way from one edition to another: the crosswalk between them, or
// the only chain of crosswalks. It reports false where there are several chains.
func (g walkGraph) path(from, to Edition) (route []leg, only bool) {
	if direct, ok := g[from][to]; ok {
		return []leg{direct}, true
	}
	way := g.search(from, to, "", "")
	for i := range max(0, len(way)-1) { // another chain leaves out one of its crosswalks
		if g.search(from, to, way[i], way[i+1]) != nil {
			return nil, false
		}
		route = append(route, g[way[i]][way[i+1]])
	}
	return route, true
}

// search returns the editions of a shortest chain that does not join a and b; nil
// where there is none.
func (g walkGraph) search(from, to, a, b Edition) []Edition {
	before := map[Edition]Edition{from: ""}
	for queue := []Edition{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == to {
			way := []Edition{to}
			for at != from {
				at = before[at]
				way = append(way, at)
			}
			slices.Reverse(way)
			return way
		}
		for _, next := range slices.Sorted(maps.Keys(g[at])) {
			if _, seen := before[next]; !seen && !(at == a && next == b) && !(at == b && next == a) {
				before[next] = at
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// sources returns the weights of a crosswalk by their targets.
func (s leg) sources() map[AreaCode][]Weight {
	by := make(map[AreaCode][]Weight)
	for _, w := range s.crosswalk.Weights {
		by[w.To] = append(by[w.To], w)
	}
	return by
}
