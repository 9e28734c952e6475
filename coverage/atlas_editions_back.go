package coverage

import "math/big"

// origin is a source of a crosswalk and a target that its people are in.
type origin struct{ from, to AreaCode }

// origins are the shares of the targets' people who came from a source, where the
// people of the base leave no doubt.
type origins map[origin]Share

// mostSources is from how many sources the people of a target may come for their
// shares to be sought: exact fractions of many grow long.
const mostSources = 8

// origins returns what the people of the base say about where they came from. A
// source's people are at most those of a target divided by its weight there, and at
// least what the other sources of a target leave of it. Of Cumbria, which went partly
// to Morecambe Bay, all others tell how many it had, and so who of Morecambe Bay came
// from there.
func (e *editions) origins(s leg) origins {
	sources := s.sources()
	if s.crosswalk.Identity {
		s.identities(sources, e.cells.Areas[:e.cells.Inside])
	}
	most, least := map[AreaCode]*big.Rat{}, map[AreaCode]*big.Rat{}
	// bring sets what each source has, by target, when the others have what is given.
	bring := func(known, others map[AreaCode]*big.Rat, closer int) {
		for to, list := range sources {
			area := e.cells.Number(to)
			if area < 0 || len(list) > mostSources || e.cells.Hidden[area] > 0 {
				continue
			}
			for i, w := range list {
				left, complete := new(big.Rat).SetInt64(e.cells.Total[area]), true
				for j, other := range list {
					if j == i || others == nil {
						continue
					}
					people := others[other.From]
					if people == nil {
						complete = false
						break
					}
					left.Sub(left, new(big.Rat).Mul(people, other.Share.rat()))
				}
				if !complete {
					continue
				}
				left.Quo(left, w.Share.rat())
				if left.Sign() < 0 {
					left.SetInt64(0)
				}
				if k := known[w.From]; k == nil || left.Cmp(k) == closer {
					known[w.From] = left
				}
			}
		}
	}
	bring(most, nil, -1)
	bring(least, most, 1)
	bring(most, least, -1)
	out := origins{}
	for to, list := range sources {
		area := e.cells.Number(to)
		if area < 0 || len(list) < 2 || len(list) > mostSources || e.cells.Total[area] == 0 || e.cells.Hidden[area] > 0 {
			continue
		}
		for _, w := range list {
			high, low := most[w.From], least[w.From]
			if high == nil || low == nil || high.Cmp(low) != 0 || high.Sign() == 0 {
				continue
			}
			share := new(big.Rat).Mul(high, w.Share.rat())
			if share.Quo(share, new(big.Rat).SetInt64(e.cells.Total[area])).Cmp(big.NewRat(1, 1)) <= 0 {
				out[origin{w.From, to}] = nearestShare(share)
			}
		}
	}
	return out
}

// identities adds the areas that stay what they are, whole, to the sources.
func (s leg) identities(sources map[AreaCode][]Weight, codes []AreaCode) {
	from := map[AreaCode]bool{}
	for _, w := range s.crosswalk.Weights {
		from[w.From] = true
	}
	for _, code := range codes {
		if !from[code] && code.standsIn(s.crosswalk.From) {
			sources[code] = append(sources[code], Weight{From: code, To: code})
		}
	}
}
