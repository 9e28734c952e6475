package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

// Forest draws the results on one measure: a dot for each, with its interval where
// one was published, beside the line of no difference. Ratios stand on a logarithmic
// axis and are written as changes in per cent. The name of a row is made of its group
// by whom; a nil function leaves the group's own name.
//
// Nothing is pooled, and the title counts verdicts, which is no synthesis: the note says
// so.
func Forest(f evaluation.Forest, whom func(evaluation.Group) string, source string) (Chart, error) {
	if len(f.Rows) == 0 {
		return Chart{}, fmt.Errorf("chart.Forest: no result on %q can be drawn on the scale %s; %d are left out", f.Measure.Code, f.Scale, len(f.Left))
	}
	var list rows
	tier := evaluation.Tier(0)
	low, high := f.Null, f.Null
	for _, r := range f.Rows {
		if t := r.Finding.Study.Design.Tier(); t != tier {
			tier = t
			list = append(list, row{name: tierWords(t)})
		}
		name := r.Finding.Group.Name
		if whom != nil {
			name = whom(r.Finding.Group)
		}
		e := r.Effect
		list = append(list, row{name: sentence(name), low: e.Low, point: e.Value, high: e.High, words: effectWords(f, e.Value, e.Low, e.High, e.Confidence > 0), hollow: e.Confidence == 0})
		low, high = min(low, e.Low), max(high, e.High)
	}
	return Chart{
		Name:   "forest",
		Title:  forestTitle(f),
		Note:   forestNote(f, list),
		Source: source,
		Alt:    forestAlt(f, list),
		body: func(width vg.Length) (*plot.Plot, vg.Length) {
			g := list.lay(width, true)
			p := g.plot(forestAxis(f))
			if f.Log {
				p.X.Scale = plot.LogScale{}
				p.X.Min, p.X.Max = low/1.1, high*1.1
				p.X.Tick.Marker = changes(p.X.Min, p.X.Max, (width-g.left)*0.6)
			} else {
				room := (high - low) / 20
				p.X.Min, p.X.Max = low-room, high+room
			}
			g.upright(p, draw.LineStyle{Color: grey, Width: 0.8}, f.Null)
			g.ranges(p)
			return g.body(p)
		},
	}, nil
}

func tierWords(t evaluation.Tier) string {
	switch t {
	case evaluation.TierRandomised:
		return "Randomised trials"
	case evaluation.TierControlled:
		return "Studies with a comparison group"
	case evaluation.TierUncontrolled:
		return "Without a comparison that was made alike"
	}
	return "Not measured"
}

// forestTitle counts what was found.
func forestTitle(f evaluation.Forest) string {
	count := map[evaluation.Verdict]int{}
	for _, r := range f.Rows {
		count[r.Finding.Verdict]++
	}
	var title strings.Builder
	title.WriteString(fmt.Sprintf("%s: better in %d of %d results", f.Measure.Name, count[evaluation.Better], len(f.Rows)))
	for _, rest := range []struct {
		of    int
		words string
	}{
		{count[evaluation.Worse], "worse in %d"}, {count[evaluation.NoDifference], "no different in %d"}, {count[evaluation.Inconclusive], "uncertain in %d"},
	} {
		if rest.of > 0 {
			title.WriteString(", " + fmt.Sprintf(rest.words, rest.of))
		}
	}
	return title.String()
}

func forestNote(f evaluation.Forest, list rows) string {
	note := "Each row is one group of people, beside others who did not get the new care. A line is the interval within which chance may have moved the result."
	if hollow := list.count(func(r row) bool { return r.hollow }); hollow > 0 {
		note += fmt.Sprintf(" A ring is a result without a published interval (%d).", hollow)
	}
	if len(f.Left) > 0 {
		note += fmt.Sprintf(" %d results of other kinds, such as forecasts and growth over time, are not drawn.", len(f.Left))
	}
	return note + " Some groups overlap: counting results is no synthesis."
}

// forestAxis names the axis.
func forestAxis(f evaluation.Forest) string {
	if f.Log {
		return "per cent fewer (left) or more (right) than in the comparison"
	}
	return "difference from the comparison (" + strings.ReplaceAll(f.Scale.String(), "-", " ") + ")"
}

// changes are marks of a ratio's axis, in per cent of change, as many as a width takes.
func changes(low, high float64, width vg.Length) plot.ConstantTicks {
	marks := plot.ConstantTicks{{Value: 1, Label: "same"}}
	apart := math.Log(high/low) * 36 / float64(width)
	for _, ratio := range []float64{0.5, 2, 0.75, 1.5, 0.25, 4, 0.1, 10} {
		near := func(m plot.Tick) bool { return math.Abs(math.Log(m.Value/ratio)) < apart }
		if low <= ratio && ratio <= high && !slices.ContainsFunc(marks, near) {
			marks = append(marks, plot.Tick{Value: ratio, Label: signed(100*(ratio-1), 0) + "%"})
		}
	}
	return marks
}

// effectWords writes a result, ratios as a change in per cent.
func effectWords(f evaluation.Forest, value, low, high float64, limits bool) string {
	figure := func(v float64) string { return signed(v, -1) }
	unit := ""
	if f.Log {
		figure = func(v float64) string { return signed(math.Round(1000*(v-1))/10, -1) }
		unit = "%"
	}
	if !limits {
		return figure(value) + unit
	}
	return fmt.Sprintf("%s%s (%s to %s)", figure(value), unit, figure(low), figure(high))
}

// signed writes a number with its sign, a real minus.
func signed(v float64, places int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', places, 64)
	switch {
	case v > 0:
		return "+" + text
	case v < 0:
		return "−" + text
	}
	return text
}

func forestAlt(f evaluation.Forest, list rows) string {
	var words strings.Builder
	words.WriteString("Dots with intervals, beside a line of no difference. " + forestTitle(f) + ".")
	for _, r := range list {
		if !r.heading() {
			words.WriteString(" " + r.name + ": " + r.words + ".")
		}
	}
	return words.String()
}
