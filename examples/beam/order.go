package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// order puts rows that come in any order into that of a book's table: the order of
// the first dimension's values, within each that of the second, and so on (see
// funding.Dimension).
type order struct {
	programme  *caremodel.Programme
	categories []caremodel.Category
	waves      []string
	rounds     map[funding.RoundID]funding.FinancialYear
}

func newOrder(p *caremodel.Programme, l funding.Ledger) order {
	o := order{programme: p, rounds: map[funding.RoundID]funding.FinancialYear{}}
	for c := range p.Taxonomy().All() {
		o.categories = append(o.categories, c.Code)
	}
	for w := range p.Waves() {
		o.waves = append(o.waves, w.Name)
	}
	for _, r := range l.Rounds {
		o.rounds[r.ID] = r.Year
	}
	return o
}

// sort sorts the rows of a table by these dimensions.
func (o order) sort(rows []funding.Row, by []funding.Dimension) {
	slices.SortFunc(rows, func(a, b funding.Row) int {
		for _, d := range by {
			if c := o.rank(d, a.Key).compare(o.rank(d, b.Key)); c != 0 {
				return c
			}
		}
		return 0
	})
}

// rank is where a value stands among those of its dimension: by place, then by
// name.
type rank struct {
	place, second int
	name          string
}

func (r rank) compare(s rank) int {
	return cmp.Or(cmp.Compare(r.place, s.place), cmp.Compare(r.second, s.second), cmp.Compare(r.name, s.name))
}

// Behind all values stand joint awards that straddle, then what has none.
const (
	straddles = math.MaxInt - 1
	nowhere   = math.MaxInt
)

func (o order) rank(d funding.Dimension, k funding.Key) rank {
	switch d {
	case funding.ByVanguard:
		if i, ok := o.programme.Position(k.Vanguard); ok {
			return rank{place: i}
		}
		return blank(k)
	case funding.ByCategory:
		if i := slices.Index(o.categories, k.Category); i >= 0 {
			return rank{place: i}
		}
		return blank(k)
	case funding.ByWave:
		if i := slices.Index(o.waves, k.Wave); i >= 0 {
			return rank{place: i}
		}
		return blank(k)
	case funding.ByRegion:
		if k.Region != "" {
			return rank{name: k.Region}
		}
		return blank(k)
	case funding.ByYear:
		return rank{place: k.Year.StartYear(), second: k.Through.StartYear()}
	case funding.ByStream:
		return streamRank(k.Stream)
	case funding.ByKind:
		return rank{place: ladder(int(k.Kind))}
	case funding.ByStatus:
		return rank{place: ladder(int(k.Status))}
	case funding.ByStrength:
		return rank{place: ladder(int(k.Strength))}
	case funding.ByFund:
		if k.Fund != "" {
			return rank{name: string(k.Fund)}
		}
	case funding.ByRound:
		if k.Round != "" {
			return rank{place: o.rounds[k.Round].StartYear(), name: string(k.Round)}
		}
	}
	return rank{place: nowhere}
}

// blank is the rank of a key without a value under a dimension by recipient.
func blank(k funding.Key) rank {
	if k.Joint {
		return rank{place: straddles}
	}
	return rank{place: nowhere}
}

func streamRank(s funding.Stream) rank {
	known := []funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamCentralSupport, funding.StreamElsewhere}
	if i := slices.Index(known, s); i >= 0 {
		return rank{place: i}
	}
	return rank{place: len(known), name: string(s)}
}

// ladder puts the unset value of a ladder behind the others.
func ladder(v int) int {
	if v == 0 {
		return nowhere
	}
	return v
}
