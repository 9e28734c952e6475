package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// view is what the questions are asked of.
type view struct {
	options
	base  coverage.Base
	atlas *coverage.Atlas
	all   *coverage.Selection
	names map[coverage.FootprintID]string
	read  int // footprints of the file, those of other days too
}

// report reads the files and asks everything that they can answer.
func (o options) report() ([]table, error) {
	prints, wrongFootprints := o.readFootprints()
	base, wrongBase := o.readBase(prints.limits)
	for _, err := range []error{wrongBase, wrongFootprints} {
		if err != nil && validate.Of(err).Len() == 0 {
			return nil, err // a file could not be read
		}
	}
	if err := errors.Join(wrongBase, wrongFootprints); err != nil {
		return nil, err
	}
	atlas, err := coverage.NewAtlas(prints.programme, coverage.Survey{Base: base, Layers: prints.layers, Footprints: prints.footprints})
	if err != nil {
		return nil, err
	}
	all, err := atlas.Select(coverage.Filter{On: o.day()})
	if err != nil {
		return nil, err
	}
	v := view{o, base, atlas, all, prints.names, len(prints.footprints)}
	tables := []table{v.account(), v.footprints(), v.overlaps()}
	for _, ask := range []func() (table, error){v.deciles, v.crosswalk} {
		t, err := ask()
		if err != nil {
			return nil, err
		}
		if t.title != "" {
			tables = append(tables, t)
		}
	}
	return append(tables, v.warnings()), nil
}

// account is the people as added up and as counted once.
func (v view) account() table {
	t := table{title: "Covered, each person counted once", columns: []string{"figure", "people", "of all", "areas"}}
	made := ""
	if v.made {
		made = " EVERY FIGURE HERE IS MADE UP."
	}
	t.remark("%s: %s people (%s) on %s.%s", v.name, number(v.atlas.Population()), v.atlas.Basis(), v.atlas.AsAt(), made)
	a := v.all.Account()
	if closed := v.read - v.all.Len(); closed > 0 {
		t.remark("%d of the %d footprints of the file are not open on %s, and are left out.", closed, v.read, v.day())
	}
	if a.Covered.Missing > 0 {
		t.remark("Of %d of %d the areas are not, or not wholly, known: the figures are of the others, and the truth may be higher.", a.Covered.Missing, a.Covered.Meant)
	}
	t.row("added up (do not quote alone)", number(a.Naive), "", "")
	t.row("covered", span(a.Covered), share(a.Covered), "")
	t.row("the sum is too high by", span(a.DoubleCounted), "", "")
	for _, m := range a.Multiplicity {
		t.row("in exactly "+strconv.Itoa(m.Times), span(m.People), share(m.People), number(int64(m.Units)))
	}
	return t
}

// footprints is what each footprint brings.
func (v view) footprints() table {
	t := table{title: "What each footprint brings", columns: []string{"footprint", "people", "nobody else has", "its part of all"}}
	t.remark("Its part of all: people in several footprints divided between them; the column adds up to the people covered.")
	for _, s := range v.all.Contributions() {
		t.row(v.whose(s.Footprint), span(s.People), span(s.Exclusive), number(s.Attributed))
	}
	return t
}

// overlaps is the pairs that share most people.
func (v view) overlaps() table {
	t := table{title: "The largest overlaps", columns: []string{"footprint", "and", "people in both", "of the smaller"}}
	m := v.all.Overlap()
	type pair struct{ i, j int }
	var pairs []pair
	for i := range m.Len() {
		for j := range i {
			if m.At(j, i).High > 0 {
				pairs = append(pairs, pair{j, i})
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, q pair) int { return cmp.Compare(m.At(q.i, q.j).High, m.At(p.i, p.j).High) })
	noun := "pairs of footprints share"
	if len(pairs) == 1 {
		noun = "pair of footprints shares"
	}
	t.remark("%d %s people.", len(pairs), noun)
	for _, p := range pairs[:min(v.top, len(pairs))] {
		low, high := m.Coefficient(p.i, p.j)
		of := low.Percent(1)
		if low != high {
			of += " to " + high.Percent(1)
		}
		t.row(v.whose(m.Footprint(p.i)), v.whose(m.Footprint(p.j)), span(m.At(p.i, p.j)), of)
	}
	return t
}

// deciles is coverage by the values of a column, with the slope index of inequality
// where the column is said to be an order of deprivation.
func (v view) deciles() (table, error) {
	var t table
	if v.by == "" {
		return t, nil
	}
	b, err := v.all.Breakdown(v.by)
	if err != nil {
		return t, err
	}
	t = table{title: "Coverage by " + v.by, columns: []string{v.by, "people", "covered", "of them"}}
	for g := range b.Groups() {
		t.row(g.Value, number(g.Population), span(g.Covered), share(g.Covered))
	}
	if u := b.Unknown(); u.Population > 0 {
		t.row("not known", number(u.Population), span(u.Covered), share(u.Covered))
	}
	if !v.deprivation {
		return t, nil
	}
	least, greatest, err := b.SlopeBounds(0) // a full count: no limits
	switch {
	case errors.Is(err, indicator.ZeroDenominator):
		t.remark("Slope index of inequality: %s percentage points. The relative index is not defined.", between(points, least.SII.Value, greatest.SII.Value))
	case errors.Is(err, indicator.TooFewGroups):
		t.remark("One group has no slope.")
		return t, nil
	case errors.Is(err, validate.NotKnown):
		t.remark("There is no slope index: not all areas of the footprints are known.")
		return t, nil
	case err != nil:
		return t, err
	default:
		t.remark("Slope index of inequality: %s percentage points; relative index: %s. Below 0, and below 1: more are covered among the most deprived.",
			between(points, least.SII.Value, greatest.SII.Value), between(index, least.RII.Value, greatest.RII.Value))
	}
	ends := []float64{least.Intercept, greatest.Intercept, least.Intercept + least.SII.Value, greatest.Intercept + greatest.SII.Value}
	if slices.Min(ends) < 0 || slices.Max(ends) > 1 {
		t.remark("The fitted line leaves the range from none to all before its end: quote the table and not the index.")
	}
	t.remark("Group 1 is the most deprived. People whose group is not known enter no index.")
	return t, nil
}

// crosswalk is coverage by the areas of the look-up. Covered people and others are
// moved apart from each other, so that each adds up to what it was.
func (v view) crosswalk() (table, error) {
	var t table
	if v.options.crosswalk == "" {
		return t, nil
	}
	x, err := v.readCrosswalk()
	if err != nil {
		return t, err
	}
	moved, err := x.Counts(v.cells())
	if err != nil {
		return t, err
	}
	t = table{title: "Coverage by " + v.to, columns: []string{v.to, "people", "covered", "of them"}}
	type target struct {
		area            coverage.AreaCode
		people, covered int64
	}
	var targets []target
	for _, u := range moved.Units { // in the order of their codes
		if len(targets) == 0 || targets[len(targets)-1].area != u.Area {
			targets = append(targets, target{area: u.Area})
		}
		last := &targets[len(targets)-1]
		last.people += u.People
		if u.Attributes["covered"] == "yes" {
			last.covered += u.People
		}
	}
	units, unmapped := moved.People()
	t.remark("Moved by look-up, %s: %s people to %d areas, %s to none; nobody is lost or made.", x.Method, number(units), len(targets), number(unmapped))
	if a := v.all.Account(); a.Covered.Low != a.Covered.High || a.Covered.Approximate || a.Covered.Missing > 0 {
		t.remark("Covered is the least that there can be: of some areas a part is covered, or it is not known which areas are.")
	}
	if len(targets) > v.top {
		slices.SortStableFunc(targets, func(a, b target) int { return cmp.Compare(b.people, a.people) })
		t.remark("The %d largest.", v.top)
	}
	for _, g := range targets[:min(v.top, len(targets))] {
		e := coverage.Estimate{Low: g.covered, High: g.covered, Of: g.people}
		t.row(string(g.area), number(g.people), span(e), share(e))
	}
	return t, nil
}

// cells are the people of the base by area, those who are covered for certain apart
// from the others.
func (v view) cells() []coverage.Population {
	without := map[coverage.AreaCode]int64{}
	for gap := range v.all.Uncovered() {
		without[gap.Area] += gap.People.High
	}
	people := map[coverage.AreaCode]int64{}
	for _, u := range v.base.Units {
		people[u.Area] += u.People
	}
	yes, no := map[string]string{"covered": "yes"}, map[string]string{"covered": "no"}
	var cells []coverage.Population
	for _, u := range v.base.Units {
		n, ok := people[u.Area]
		if !ok {
			continue // another row of an area that is told already
		}
		delete(people, u.Area)
		gap := min(n, without[u.Area])
		cells = append(cells,
			coverage.Population{Area: u.Area, People: n - gap, Attributes: yes},
			coverage.Population{Area: u.Area, People: gap, Attributes: no})
	}
	for _, u := range v.base.Remainder {
		cells = append(cells, coverage.Population{Area: u.Area, People: u.People, Attributes: no})
	}
	return cells
}

// warnings is what is odd about the files.
func (v view) warnings() table {
	t := table{title: "What is odd about the files", columns: []string{"rule", "where", "what"}}
	for w := range v.atlas.Warnings().All() {
		t.row(string(w.Code), w.Path, strings.TrimSpace(w.Value+" "+w.Detail))
	}
	if n := v.atlas.Warnings().Omitted(); n > 0 {
		t.row("", "", fmt.Sprintf("and %d more", n))
	}
	if len(t.rows) == 0 {
		t.remark("Nothing.")
	}
	return t
}

func (v view) whose(id coverage.FootprintID) string {
	if v.names[id] != "" {
		return v.names[id]
	}
	return string(id)
}

func span(e coverage.Estimate) string {
	text := number(e.Low)
	if e.Low != e.High {
		text += " to " + number(e.High)
	}
	switch {
	case !e.Known():
		return "not known"
	case e.Approximate:
		return "about " + text
	}
	return text
}

func share(e coverage.Estimate) string {
	low, high := e.Share()
	if !e.Known() {
		return "not known"
	}
	if e.Low == e.High {
		return low.Percent(1)
	}
	return low.Percent(1) + " to " + high.Percent(1)
}

// between writes the bounds of a figure, or the figure where they are one.
func between(write func(float64) string, low, high float64) string {
	if write(low) == write(high) {
		return write(low)
	}
	return write(low) + " to " + write(high)
}

func index(value float64) string { return strconv.FormatFloat(value, 'f', 3, 64) }

// points writes a share as percentage points with its sign.
func points(share float64) string { return fmt.Sprintf("%+.2f", 100*share) }

// number writes a count with thousands apart.
func number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
