package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// Reached is the people of one vanguard and what it is called.
type Reached struct {
	Name, Group string // Group is its category in words
	People      coverage.Estimate
}

// Reach draws the people in the area of each vanguard on a logarithmic axis: a dot
// where the number is one, a line where sources give bounds. Groups stay in their
// order, and in each the largest stand first. Vanguards whose area is not known are not
// drawn; the note names them.
func Reach(all []Reached, source string) (Chart, error) {
	var list rows
	var unknown []string
	least, most := int64(math.MaxInt64), int64(0)
	for _, group := range groupsOf(all) {
		heading := len(list)
		list = append(list, row{name: group[0].Group})
		for _, v := range group {
			if !v.People.Known() || v.People.Missing > 0 || v.People.High == 0 {
				unknown = append(unknown, v.Name)
				continue
			}
			r := row{name: v.Name, low: float64(v.People.Low), point: math.NaN(), high: float64(v.People.High), words: between(people(v.People.Low), people(v.People.High))}
			if v.People.Low == v.People.High {
				r.point = r.high
			}
			if v.People.Approximate {
				r.words = "about " + r.words
			}
			list = append(list, r)
			least, most = min(least, v.People.High), max(most, v.People.High)
		}
		if len(list) == heading+1 {
			list = list[:heading]
		}
	}
	if len(list) == 0 {
		return Chart{}, fmt.Errorf("chart.Reach: of none of %d vanguards the area is known", len(all))
	}
	note := "A dot is a number of people; a line runs from the fewest to the most that the sources allow. People in two areas are in both rows."
	if len(unknown) > 0 {
		note += fmt.Sprintf(" The areas of %d are not, or not wholly, known: %s.", len(unknown), strings.Join(unknown, "; "))
	}
	return Chart{
		Name:   "people",
		Title:  fmt.Sprintf("The area of a vanguard had from %s to %s people", rounded(least), rounded(most)),
		Note:   note,
		Source: source,
		Alt:    rowsAlt("Dots and lines of the people in the area of each vanguard.", list),
		body: func(width vg.Length) (*plot.Plot, vg.Length) {
			g := list.lay(width, true)
			p := g.plot("people, each step ten times as many")
			p.X.Scale = plot.LogScale{}
			p.X.Min, p.X.Max = math.Pow(10, math.Floor(math.Log10(float64(least)))), float64(most)*1.1
			var powers plot.ConstantTicks
			for at := p.X.Min; at <= p.X.Max; at *= 10 {
				powers = append(powers, plot.Tick{Value: at, Label: people(int64(at + 0.5))})
			}
			p.X.Tick.Marker = powers
			g.ranges(p)
			return g.body(p)
		},
	}, nil
}

// groupsOf returns the vanguards by group, the largest first.
func groupsOf(all []Reached) [][]Reached {
	var groups [][]Reached
	for _, v := range all {
		i := slices.IndexFunc(groups, func(g []Reached) bool { return g[0].Group == v.Group })
		if i < 0 {
			groups = append(groups, []Reached{v})
			continue
		}
		groups[i] = append(groups[i], v)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b Reached) int { return cmp.Compare(b.People.High, a.People.High) })
	}
	return groups
}

// rounded writes people as a reader says them: 45 thousand, 2.6 million.
func rounded(n int64) string {
	if n >= 1_000_000 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/1e6), ".0") + " million"
	}
	return fmt.Sprintf("%.0f thousand", float64(n)/1e3)
}

// rowsAlt describes rows in words.
func rowsAlt(start string, list rows) string {
	var words strings.Builder
	words.WriteString(start)
	for _, r := range list {
		if r.heading() {
			words.WriteString(" " + r.name + ":")
			continue
		}
		words.WriteString(" " + r.name + " " + r.words + ";")
	}
	return strings.TrimSuffix(words.String(), ";") + "."
}
