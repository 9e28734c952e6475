package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/funding"
)

// picture is one of a programme's charts, or says why it cannot be drawn.
func (x *indexes) picture(name string) (chart.Chart, error) {
	source := "Records of " + x.programme.Name() + "."
	switch name {
	case "money":
		stream := funding.StreamTransformation
		for s := range x.book.Streams() {
			if stream = s; s == funding.StreamTransformation {
				break
			}
		}
		return chart.Funding(x.book, stream, source)
	case "targets":
		return targetsChart(x, source)
	}
	return chart.Chart{}, fmt.Errorf("there is no chart %q", name)
}

// chart answers with a picture of the programme as SVG, drawn here, so that a page
// needs no script to show it.
func (s *server) chart(w http.ResponseWriter, r *http.Request) {
	name, svg := strings.CutSuffix(r.PathValue("name"), ".svg")
	c, err := s.now.Load().picture(name)
	if err != nil || !svg {
		s.fail(w, r, notFound(errors.Join(err, errors.New("no such picture can be drawn"))))
		return
	}
	var b bytes.Buffer
	if c.Width, err = width(r); err == nil {
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

// width reads how wide a picture is to be: 800 pixels where the address does not say.
func width(r *http.Request) (int, error) {
	text := r.URL.Query().Get("width")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < chart.MinWidth || n > chart.MaxWidth {
		return 0, badRequest(fmt.Errorf("width: %q is no number of pixels from %d to %d", text, chart.MinWidth, chart.MaxWidth))
	}
	return n, nil
}

// targetsChart draws the way to the targets, each judged in its own scope: those of
// the first target's scope share a picture.
func targetsChart(x *indexes, source string) (chart.Chart, error) {
	targets := x.records.survey.Targets
	if x.atlas == nil || len(targets) == 0 {
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
	return chart.Trajectory([]chart.Series{{Name: "the vanguards that the targets mean", Points: points}}, shared, source)
}
