package indicator

import (
	"cmp"
	"math"
	"slices"
)

// A LifeBand is one age band of a life table.
type LifeBand struct {
	From       int     `json:"from"`       // the first age: 0, 1, 5, 10, ... 90
	Population float64 `json:"population"` // people or person-years, above 0
	Deaths     int64   `json:"deaths"`     // not negative, and no more than Population
}

// A LifeRow is life expectancy at one age, in years.
type LifeRow struct {
	From          int      `json:"from"`           // the age in years
	Expectancy    Interval `json:"expectancy"`     // further years to live
	StandardError float64  `json:"standard_error"` // of Expectancy
	// TooWide means that the 95 % limits, whatever the confidence, are more than 20
	// years apart: publish the limits, not the value.
	TooWide bool `json:"too_wide,omitzero"`
}

const (
	lifeBands     = 20
	lifePeople    = 5_000 // the greatest number that is too few
	lifeTableSize = 100_000
)

// lifeBand returns the first age of a band and its width in years; the last band is
// open.
func lifeBand(i int) (from int, width float64) {
	switch i {
	case 0:
		return 0, 1
	case 1:
		return 1, 4
	}
	return 5 * (i - 1), 5
}

// LifeExpectancy returns period life expectancy at the start of each of the 20 age
// bands 0, 1 to 4, 5 to 9, ... 85 to 89, 90 and over, which may be given in any
// order: the further years that people would live if the mortality of the period
// did not change. Confidence 0 gives no limits.
//
// With n the years of a band, deaths D of P people, M = D/P and a = 0.1 below age
// 1 and ½ above (Chiang 1968; Newell, Methods and Models in Demography, 1994):
//
//	q = nM / (1 + n(1 − a)M), at most 1    l' = l(1 − q)    L = n(l' + a l q), of the open band l/M
//	e = ΣL / l    variance by Silcocks, Jenner and Reza (2001):
//	( Σ q²(1 − q)/D l² ((1 − a)n + e')² + (l/2)² 4/(D M²) of the open band ) / l²
//
// where ' is the next band; a band without deaths adds no variance. This is the
// method of PHEindicatormethods' phe_life_expectancy.
//
// Missing or other bands are a [WrongBands] error, counts out of range a [Range]
// error, 5,000 people or fewer in all a [TooFewPeople] error. If there are no
// deaths at 90 and over, or nobody survives a younger band, the error is
// [NotEstimable].
func LifeExpectancy(bands []LifeBand, confidence float64) ([]LifeRow, error) {
	const op = "LifeExpectancy"
	tail, err := level(op, confidence)
	if err != nil {
		return nil, err
	}
	bands = slices.Clone(bands)
	slices.SortStableFunc(bands, func(a, b LifeBand) int { return cmp.Compare(a.From, b.From) })
	if err := checkLife(op, bands); err != nil {
		return nil, err
	}
	var q, l [lifeBands]float64
	l[0] = lifeTableSize
	for i, b := range bands[:lifeBands-1] {
		_, n := lifeBand(i)
		m := float64(b.Deaths) / b.Population
		q[i] = min(1, n*m/(1+n*(1-lived(i))*m))
		if l[i+1] = l[i] * (1 - q[i]); l[i+1] <= 0 {
			return nil, fail(op, NotEstimable, "nobody aged "+count(int64(b.From))+" lives on: there is no life expectancy at older ages")
		}
	}
	rows := make([]LifeRow, lifeBands)
	years, spread, next := 0.0, 0.0, 0.0
	for i := lifeBands - 1; i >= 0; i-- {
		deaths := float64(bands[i].Deaths)
		if i == lifeBands-1 {
			m := deaths / bands[i].Population
			years = l[i] / m
			spread = l[i] / 2 * (l[i] / 2) * 4 / (deaths * m * m)
		} else {
			_, n := lifeBand(i)
			years += n * (l[i+1] + lived(i)*l[i]*q[i])
			if deaths > 0 {
				reach := l[i] * ((1-lived(i))*n + next)
				spread += q[i] * q[i] * (1 - q[i]) / deaths * reach * reach
			}
		}
		next = years / l[i]
		r := LifeRow{From: bands[i].From, StandardError: math.Sqrt(spread) / l[i]}
		r.Expectancy = around(next, r.StandardError, confidence, tail)
		r.TooWide = 2*deviate95*r.StandardError > 20
		if !finite(r.Expectancy.Value, r.Expectancy.Low, r.Expectancy.High) {
			return nil, fail(op, NotFinite, "the people are too many for a number")
		}
		rows[i] = r
	}
	return rows, nil
}

// lived is the fraction of a band's years that those who die in it live.
func lived(i int) float64 {
	if i == 0 {
		return 0.1
	}
	return 0.5
}

func checkLife(op string, bands []LifeBand) error {
	if len(bands) != lifeBands {
		return fail(op, WrongBands, count(int64(len(bands)))+" age bands: there must be 20, from 0, 1, 5, 10, ... and 90")
	}
	var people total
	for i, b := range bands {
		from, _ := lifeBand(i)
		where := func() string { return "the band from " + count(int64(b.From)) + ": " }
		switch {
		case b.From != from:
			return fail(op, WrongBands, where()+"in its place there must be one from "+count(int64(from)))
		case !finite(b.Population):
			return fail(op, NotFinite, where()+"a population of "+number(b.Population)+": it must be a finite number")
		case b.Population <= 0:
			return fail(op, Range, where()+"a population of "+number(b.Population)+": it must be above 0")
		case b.Deaths < 0:
			return fail(op, Range, where()+count(b.Deaths)+" deaths: a count cannot be negative")
		case float64(b.Deaths) > b.Population:
			return fail(op, Range, where()+count(b.Deaths)+" deaths of "+number(b.Population)+" people: the first must be at most the second")
		}
		people.add(b.Population)
	}
	switch {
	case people.value() <= lifePeople:
		return fail(op, TooFewPeople, number(people.value())+" people: life expectancy needs more than 5,000")
	case bands[lifeBands-1].Deaths == 0:
		return fail(op, NotEstimable, "no deaths at 90 and over: how long they live on is not known")
	}
	return nil
}
