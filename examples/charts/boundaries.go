package main

import (
	"errors"
	"io"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
)

// mapChart is the caller's boundaries by how the vanguards cover them: the small
// areas of the caller's files, or the embedded commissioning groups, by ODS code.
func (o options) mapChart() (ch chart.Chart, err error) {
	var shapes []chart.Shape
	err = o.boundaries.open(func(r io.Reader) (err error) {
		shapes, err = chart.ReadBoundaries(r, o.boundaries.columns)
		return err
	})
	if err != nil {
		return ch, err
	}
	atlas, source := coverage.England(), peopleSource
	if o.national() {
		survey, err := o.nationalSurvey()
		if err != nil {
			return ch, err
		}
		if atlas, err = coverage.NewAtlas(caremodel.England(), survey); err != nil {
			return ch, err
		}
		source = o.source
	}
	all, err := atlas.Select(coverage.Filter{})
	if err != nil {
		return ch, err
	}
	ch, err = chart.Map(shapes, slices.Collect(all.Areas()), source)
	if err != nil {
		return ch, errors.Join(err, errors.New(o.boundaries.file+": -boundaries-code names the property of the code"))
	}
	return ch, nil
}
