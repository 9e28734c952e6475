package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// nationalSurvey lays the footprints of the embedded programme on the caller's
// small areas: people by area, each with its decile of deprivation, and a
// crosswalk to the commissioning groups that the footprints name.
func (o options) nationalSurvey() (coverage.Survey, error) {
	survey := coverage.EnglandSurvey()
	var err error
	if survey.Base, err = o.nationalBase(); err != nil {
		return survey, err
	}
	groups, err := o.lookup.pairs()
	if err != nil {
		return survey, err
	}
	lookup, err := coverage.NewCrosswalk(survey.Base.Edition, coverage.EditionCCG2015, coverage.MethodExact, groups)
	if err != nil {
		return survey, fmt.Errorf("%s: %w", o.lookup.file, err)
	}
	survey.Crosswalks = []coverage.Crosswalk{lookup}
	survey.Claims = nil // they are held against the embedded base
	return survey, nil
}

// nationalBase reads the people and gives each area its decile. Areas without
// one stay, as not known.
func (o options) nationalBase() (base coverage.Base, err error) {
	err = o.people.open(func(r io.Reader) error {
		base, err = coverage.ReadBaseCSV(r, coverage.Columns{Area: o.people.column(0), People: o.people.column(1)})
		return err
	})
	if err != nil {
		return base, err
	}
	base.Name, base.Basis, base.Edition, base.AsAt = o.source, coverage.Resident, coverage.Edition(o.edition), o.counted
	pairs, err := o.deprivation.pairs()
	if err != nil {
		return base, err
	}
	deciles := make(map[coverage.AreaCode]string, len(pairs))
	for _, p := range pairs {
		deciles[p.From] = string(p.To)
	}
	attributes := map[string]map[string]string{} // one map for all areas of a decile
	for i, u := range base.Units {
		if d, ok := deciles[u.Area]; ok {
			if attributes[d] == nil {
				attributes[d] = map[string]string{decile: d}
			}
			base.Units[i].Attributes = attributes[d]
		}
	}
	return base, nil
}

// pairs reads two columns of a table of small areas: what each area belongs to.
func (t table) pairs() (pairs []coverage.Intersection, err error) {
	err = t.open(func(r io.Reader) error {
		pairs, err = coverage.ReadIntersectionsCSV(r, coverage.LookupColumns{From: t.column(0), To: t.column(1)})
		return err
	})
	return pairs, err
}

// open gives the file to a function, unpacked where it is gzipped.
func (t table) open(use func(io.Reader) error) (err error) {
	file, err := os.Open(t.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var r io.Reader = file
	if strings.HasSuffix(t.file, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("%s: %w", t.file, err)
		}
	}
	if err := use(r); err != nil {
		return fmt.Errorf("%s: %w", t.file, err)
	}
	return nil
}
