package main

import (
	"bytes"
	"errors"
	"net/http"
	"reflect"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/funding"
)

// chart answers with a picture of the programme as SVG, drawn here, so that a page
// needs no script to show it.
func (s *server) chart(w http.ResponseWriter, r *http.Request) {
	x := s.now.Load()
	source := "Records of " + x.programme.Name() + "."
	var c chart.Chart
	var err error
	switch name := r.PathValue("name"); name {
	case "money.svg":
		c, err = chart.Funding(x.book, funding.StreamTransformation, source)
	case "targets.svg":
		c, err = targetsChart(x, source)
	default:
		err = errors.New("there is no chart " + name)
	}
	if err != nil { // records of which no such picture can be drawn
		err = notFound(err)
	}
	var b bytes.Buffer
	if err == nil {
		err = c.WriteSVG(&b)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	// Its texts carry their style in attributes, which the policy of pages forbids.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	if _, err := w.Write(visible(b.Bytes())); err != nil {
		s.log.DebugContext(r.Context(), "client went away", "error", err)
	}
}

// targetsChart draws the way to the targets, each judged in its own scope: those of
// the first target's scope share a picture.
func targetsChart(x *indexes, source string) (chart.Chart, error) {
	targets := x.records.survey.Targets
	if len(targets) == 0 {
		return chart.Chart{}, errors.New("this programme has no targets")
	}
	scope := targets[0].Scope
	covered, err := x.atlas.Select(scope)
	if err != nil {
		return chart.Chart{}, err
	}
	var shared []coverage.Target
	for _, t := range targets {
		if reflect.DeepEqual(t.Scope, scope) {
			shared = append(shared, t)
		}
	}
	points := covered.Observe()
	if ends := x.records.definition.Ends; !ends.IsZero() {
		points = append(points, covered.Observe(ends)...)
	}
	return chart.Trajectory([]chart.Series{{Name: "people covered", Points: points}}, shared, source)
}
