package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/funding"
)

// charts are those of the embedded programme, one of them by made-up deciles and
// one of footprints in the order of their ids, which needs many columns.
func charts(t *testing.T) []Chart {
	t.Helper()
	everywhere, err := coverage.England().Select(coverage.Filter{})
	require.NoError(t, err)
	tenths, err := tenths(t).Breakdown("imd_decile")
	require.NoError(t, err)
	var order []coverage.FootprintID
	for id := range everywhere.Footprints() {
		order = append(order, id)
	}
	money, err := Funding(funding.England(), funding.StreamTransformation, "records")
	require.NoError(t, err)
	bars, err := Deciles(tenths, "records")
	require.NoError(t, err)
	heat, err := Overlap(everywhere, order, func(id coverage.FootprintID) string { return string(id) }, "records")
	require.NoError(t, err)
	points := append(everywhere.Observe(), everywhere.Observe(caremodel.MustParseDate("2018-03-31"))...)
	population, err := coverage.England().Select(coverage.Filter{Layers: []string{"population"}})
	require.NoError(t, err)
	some := append(population.Observe(), population.Observe(caremodel.MustParseDate("2018-03-31"))...)
	way, err := Trajectory([]Series{{Name: "everywhere", Points: points}, {Name: "PACS and MCP alone", Points: some}}, coverage.EnglandSurvey().Targets, "records")
	require.NoError(t, err)
	results, err := evaluation.England().Forest("emergency-admissions", evaluation.RateRatio)
	require.NoError(t, err)
	forest, err := Forest(results, nil, "records")
	require.NoError(t, err)
	var figures []indicator.ChartPoint
	for i := range 20 {
		figures = append(figures, indicator.ChartPoint{Label: strconv.Itoa(2000 + i), Value: float64(i%3 + 30*(i/19)), Missing: i == 5})
	}
	series, err := indicator.ControlChart(figures)
	require.NoError(t, err)
	control, err := Control(series, "records")
	require.NoError(t, err)
	funnel, err := Funnel([]Unit{
		{"Here", indicator.FunnelUnit{Events: 10, Base: 100}}, {"There", indicator.FunnelUnit{Events: 20, Base: 200}}, {"Elsewhere", indicator.FunnelUnit{Events: 300, Base: 1000}},
	}, "records")
	require.NoError(t, err)
	reach, err := Reach([]Reached{
		{"First", "Small", coverage.Estimate{Low: 100, High: 100, Of: 9000}}, {"Second", "Small", coverage.Estimate{Low: 20, High: 50, Of: 9000, Approximate: true}},
		{"Third", "Large", coverage.Estimate{Missing: 1, Meant: 1, Of: 9000}},
	}, "records")
	require.NoError(t, err)
	var all []Chart
	for _, width := range []int{0, 360, MinWidth, 600} {
		for _, ch := range []Chart{money, bars.MadeUp(), heat, way, forest, control, funnel.MadeUp(), reach} {
			ch.Width = width
			all = append(all, ch)
		}
	}
	return all
}

// tenths is the embedded programme on areas to which deciles are dealt out.
func tenths(t *testing.T) *coverage.Selection {
	t.Helper()
	survey := coverage.EnglandSurvey()
	for i := range survey.Base.Units {
		survey.Base.Units[i].Attributes["imd_decile"] = strconv.Itoa(i%10 + 1)
	}
	atlas, err := coverage.NewAtlas(caremodel.England(), survey)
	require.NoError(t, err)
	all, err := atlas.Select(coverage.Filter{})
	require.NoError(t, err)
	return all
}

// printed is one upright text of a drawing with the room that it takes.
type printed struct {
	words string
	box   vg.Rectangle
}

// texts reads the texts of a chart that are not rotated.
func texts(t *testing.T, ch Chart) []printed {
	t.Helper()
	var svg bytes.Buffer
	require.NoError(t, ch.WriteSVG(&svg))
	var found []printed
	rotated := 0 // groups deep
	var current *printed
	decoder := xml.NewDecoder(&svg)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			turns := strings.Contains(attribute(token, "transform"), "rotate")
			if token.Name.Local == "g" && (rotated > 0 || turns) {
				rotated++
			}
			if token.Name.Local == "text" && rotated == 0 {
				current = &printed{box: corner(t, token)}
			}
		case xml.CharData:
			if current != nil {
				current.words = string(token)
			}
		case xml.EndElement:
			if token.Name.Local == "g" && rotated > 0 {
				rotated--
			}
			if token.Name.Local == "text" && current != nil {
				current.widen()
				found = append(found, *current)
				current = nil
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// corner is a text's place, and in Max.Y its size, negative where it is bold.
func corner(t *testing.T, e xml.StartElement) vg.Rectangle {
	t.Helper()
	var x, y float64
	_, err := fmt.Sscan(attribute(e, "x"), &x)
	require.NoError(t, err)
	_, err = fmt.Sscan(attribute(e, "y"), &y)
	require.NoError(t, err)
	style := attribute(e, "style")
	_, after, ok := strings.Cut(style, "font-size:")
	require.True(t, ok)
	size := pixels(t, after)
	if strings.Contains(style, "font-weight:bold") {
		size = -size
	}
	return vg.Rectangle{Min: vg.Point{X: vg.Length(x), Y: vg.Length(-y)}, Max: vg.Point{Y: vg.Length(size)}}
}

// pixels reads the number before the first "px".
func pixels(t *testing.T, style string) float64 {
	t.Helper()
	number, _, ok := strings.Cut(style, "px")
	require.True(t, ok)
	size, err := strconv.ParseFloat(number, 64)
	require.NoError(t, err)
	return size
}

// widen works out the room of the words, from the base line to the capitals.
func (x *printed) widen() {
	size, weight := x.box.Max.Y, regular
	if size < 0 {
		size, weight = -size, bold
	}
	sty := textStyle(size, weight, black)
	x.box.Max = vg.Point{X: x.box.Min.X + sty.Width(x.words), Y: x.box.Min.Y + 0.7*size}
}

// No text runs into another, and none out of the picture.
func TestLayout_TextsKeepApart(t *testing.T) {
	for _, ch := range charts(t) {
		found := texts(t, ch)
		require.Greater(t, len(found), 10, ch.Name)
		w, h := ch.size()
		for i, a := range found {
			if strings.TrimSpace(a.words) == "" {
				continue
			}
			require.True(t, a.box.Min.X >= 0 && a.box.Min.Y >= 0 && a.box.Max.X <= w && a.box.Max.Y <= h, "%s at %d: %q is cut", ch.Name, ch.Width, a.words)
			for _, b := range found[:i] {
				if strings.TrimSpace(b.words) == "" {
					continue
				}
				apart := a.box.Max.X < b.box.Min.X || b.box.Max.X < a.box.Min.X || a.box.Max.Y < b.box.Min.Y || b.box.Max.Y < a.box.Min.Y
				require.True(t, apart, "%s at %d: %q runs into %q", ch.Name, ch.Width, a.words, b.words)
			}
		}
	}
}

// Texts are at least 9 points, which are 12 pixels of CSS, at every width.
func TestLayout_TextsAreLargeEnough(t *testing.T) {
	for _, ch := range charts(t) {
		var svg bytes.Buffer
		require.NoError(t, ch.WriteSVG(&svg))
		for _, style := range strings.Split(svg.String(), "font-size:")[1:] {
			require.GreaterOrEqual(t, pixels(t, style), 9.0, ch.Name)
		}
	}
}

// Nobody needs colours to tell things apart: in the key of a chart no two fills
// have both the same hatching and nearly the same grey.
func TestLayout_KeysSurviveGreyPrint(t *testing.T) {
	for _, ch := range charts(t) {
		for i, a := range ch.key {
			for _, b := range ch.key[:i] {
				if a.fill == nil || b.fill == nil || a.fill.hatch != b.fill.hatch || len(a.fill.outline.Dashes) != len(b.fill.outline.Dashes) {
					continue
				}
				require.Greater(t, distance(*a.fill, *b.fill), 0.12, "%s: %q and %q", ch.Name, a.text, b.text)
			}
		}
	}
}

// distance is that of two fills' greys, from 0 to 1.
func distance(a, b fill) float64 {
	grey := func(f fill) float64 {
		r, g, b, _ := f.colour.RGBA()
		return (0.2126*float64(r) + 0.7152*float64(g) + 0.0722*float64(b)) / 0xFFFF
	}
	d := grey(a) - grey(b)
	return max(d, -d)
}

func TestLayout_Wrap(t *testing.T) {
	words := "one two three four five six seven eight nine ten"
	for _, width := range []vg.Length{1, 40, 80, 1000} {
		lines := wrap(labelStyle, words, width)
		require.Equal(t, words, strings.Join(lines, " "))
		for _, line := range lines {
			require.True(t, labelStyle.Width(line) <= width || !strings.Contains(line, " "), line)
		}
	}
	require.Empty(t, wrap(labelStyle, " ", 100))
}

func TestLayout_Ticks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      []string
	}{
		{0, 50, []string{"0", "10", "20", "30", "40", "50"}},
		{0, 16.1, []string{"0", "2", "4", "6", "8", "10", "12", "14", "16"}},
		{0, 0.53, []string{"0.0", "0.1", "0.2", "0.3", "0.4", "0.5"}},
		{-3, 7, []string{"-2", "0", "2", "4", "6"}},
	} {
		var got []string
		for _, mark := range (ticks{}).Ticks(c.low, c.high) {
			got = append(got, mark.Label)
		}
		require.Equal(t, c.want, got)
	}
}

// A process that never changes, a funnel of nobody: all figures are one, or as good as
// one, and their axis still has a few marks that differ.
func TestLayout_AxisOfOneFigure(t *testing.T) {
	for _, figure := range []float64{0, 5, -5, 0.001, 300_000, 1e12, 1e-12} {
		for _, high := range []float64{figure, figure + math.Abs(figure)*1e-15} {
			from, to := axis(figure, high, 0.08)
			marks := ticks{}.Ticks(from, to)
			require.GreaterOrEqual(t, len(marks), 3, figure)
			require.LessOrEqual(t, len(marks), 10, figure)
			seen := map[string]bool{}
			for _, mark := range marks {
				require.False(t, seen[mark.Label], mark.Label)
				seen[mark.Label] = true
			}
			require.Less(t, from, figure)
			require.Greater(t, to, high)
		}
	}
	from, to := axis(10, 20, 0.1)
	require.InDelta(t, 9, from, 1e-12)
	require.InDelta(t, 21, to, 1e-12)
}

// Hatching stays within its outline: a step of a band, as the trajectory has it.
func TestLayout_HatchingStaysInside(t *testing.T) {
	step := []vg.Point{{X: 0, Y: 10}, {X: 10, Y: 10}, {X: 10, Y: 30}, {X: 20, Y: 30}, {X: 20, Y: 25}, {X: 10, Y: 25}, {X: 10, Y: 5}, {X: 0, Y: 5}}
	lines := 0
	for offset := vg.Length(-30.5); offset < 40; offset++ {
		cuts := crossings(step, offset)
		require.Zero(t, len(cuts)%2)
		for i := 0; i < len(cuts); i += 2 {
			if cuts[i] == cuts[i+1] {
				continue // where the step goes up
			}
			middle := (cuts[i] + cuts[i+1]) / 2
			require.True(t, inside(step, vg.Point{X: middle, Y: middle + offset}), "%v at %v", cuts, offset)
			lines++
		}
	}
	require.Greater(t, lines, 20)
	require.Equal(t, vg.Rectangle{Max: vg.Point{X: 20, Y: 30}, Min: vg.Point{Y: 5}}, bounds(step))
	require.False(t, inside(step, vg.Point{X: 15, Y: 10}))
}
