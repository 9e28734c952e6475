package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// An address names what it asks for: /money?by=category,year&stream=transformation
// &category=PACS&as-at=2015-07-31. A name may be given several times.

// all parses every value of a name, and returns the first that is none.
func all[T any](q url.Values, name string, parse func(string) (T, error)) ([]T, error) {
	var out []T
	for _, text := range q[name] {
		if text == "" { // a form sends its empty fields
			continue
		}
		v, err := parse(text)
		if err != nil {
			return nil, badRequest(fmt.Errorf("%s: %w", name, err))
		}
		out = append(out, v)
	}
	return out, nil
}

// as is the parse function of an open set, whose values the library checks.
func as[T ~string](text string) (T, error) { return T(text), nil }

// moneyFilter reads what money an address asks for.
func moneyFilter(x *indexes, q url.Values) (f funding.Filter, err error) {
	fields := []func() error{
		func() (err error) { f.Categories, err = all(q, "category", x.programme.Taxonomy().Parse); return },
		func() (err error) { f.Waves, err = all(q, "wave", as[string]); return },
		func() (err error) { f.Regions, err = all(q, "region", as[string]); return },
		func() (err error) { f.Vanguards, err = all(q, "vanguard", x.programme.ID); return },
		func() (err error) { f.Years, err = all(q, "year", funding.ParseFinancialYear); return },
		func() (err error) { f.Streams, err = all(q, "stream", as[funding.Stream]); return },
		func() (err error) { f.Kinds, err = all(q, "kind", funding.ParseKind); return },
		func() (err error) { f.Statuses, err = all(q, "status", funding.ParseStatus); return },
		func() (err error) { f.Funds, err = all(q, "fund", as[funding.FundID]); return },
		func() (err error) { f.Rounds, err = all(q, "round", as[funding.RoundID]); return },
	}
	for _, field := range fields {
		if err := field(); err != nil {
			return f, err
		}
	}
	return f, nil
}

// peopleFilter reads whose people an address asks for.
func peopleFilter(x *indexes, q url.Values) (f coverage.Filter, err error) {
	fields := []func() error{
		func() (err error) { f.Categories, err = all(q, "category", x.programme.Taxonomy().Parse); return },
		func() (err error) { f.Waves, err = all(q, "wave", as[string]); return },
		func() (err error) { f.Regions, err = all(q, "region", as[string]); return },
		func() (err error) { f.Vanguards, err = all(q, "vanguard", x.programme.ID); return },
		func() (err error) { f.Layers, err = all(q, "layer", as[string]); return },
		func() (err error) { f.On, err = day(q, "on"); return },
	}
	for _, field := range fields {
		if err := field(); err != nil {
			return f, err
		}
	}
	return f, nil
}

// day reads one date, or none.
func day(q url.Values, name string) (caremodel.Date, error) {
	days, err := all(q, name, caremodel.ParseDate)
	if err != nil || len(days) == 0 {
		return caremodel.Date{}, err
	}
	return days[len(days)-1], nil
}

// dimensions reads by=category,year.
func dimensions(q url.Values) ([]funding.Dimension, error) {
	var out []funding.Dimension
	for _, text := range strings.FieldsFunc(strings.Join(q["by"], ","), func(r rune) bool { return r == ',' }) {
		d, err := funding.ParseDimension(text)
		if err != nil {
			return nil, badRequest(fmt.Errorf("by: %w", err))
		}
		out = append(out, d)
	}
	if len(out) == 0 {
		return []funding.Dimension{funding.ByCategory, funding.ByYear}, nil
	}
	return out, nil
}
