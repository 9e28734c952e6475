package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

type (
	field = tables.Field
	table = tables.Table
)

// view is what the questions are asked of.
type view struct {
	options
	files
	all *coverage.Selection
}

// print reads the files, asks everything that they can answer and writes it. There is
// nothing to write where a file breaks a rule.
func (o options) print(stdout io.Writer) (validate.Violations, error) {
	f, found, err := o.read()
	if err != nil || found.Err() != nil {
		return found, err
	}
	v := view{options: o, files: f}
	if v.all, err = f.atlas.Select(coverage.Filter{On: o.day()}); err != nil {
		return found, err
	}
	report := tables.Report{Title: fmt.Sprintf("%s: %s people (%s) on %s", o.name, tables.Thousands(f.atlas.Population()), f.atlas.Basis(), f.atlas.AsAt())}
	for _, ask := range []func() (table, error){v.account, v.footprints, v.overlaps, v.groups, v.byFootprint, v.areas, v.byTarget} {
		t, err := ask()
		if err != nil {
			return found, err
		}
		if t.Name != "" {
			report.Tables = append(report.Tables, t)
		}
	}
	return found, o.out.Write(stdout, report)
}

// account is the people as added up and as counted once.
func (v view) account() (table, error) {
	t := table{Name: "covered", Title: "Covered, each person counted once"}
	remark := func(format string, args ...any) { t.Remarks = append(t.Remarks, fmt.Sprintf(format, args...)) }
	if v.made {
		remark("EVERY FIGURE HERE IS MADE UP.")
	}
	if v.country != "" {
		remark("The areas of %s alone. Left out are people of other countries, %s, and rows of the footprint file, %s.",
			v.country, tables.Thousands(v.elsewhere), tables.Thousands(int64(v.prints.elsewhere)))
	}
	read := len(v.prints.footprints)
	if closed := read - v.all.Len(); closed > 0 {
		remark("%d of the %d footprints of the file are not open on %s, and are left out.", closed, read, v.day())
	}
	a := v.all.Account()
	if a.Covered.Missing > 0 {
		remark("Of %d of %d the areas are not, or not wholly, known: the figures are of the others, and the truth may be higher.", a.Covered.Missing, a.Covered.Meant)
	}
	if a.Covered.Hidden > 0 {
		remark("Numbers of people are not shown in %s: up to %s more may be there than are.", tables.Plain(string(v.base())), tables.Thousands(a.Covered.Hidden))
	}
	type row struct {
		figure, text string
		coverage.Multiple
	}
	rows := []row{
		{"naive", "added up (do not quote alone)", coverage.Multiple{People: coverage.Estimate{Low: a.Naive, High: a.Naive}}},
		{"covered", "covered", coverage.Multiple{People: a.Covered}},
		{"double_counted", "the sum is too high by", coverage.Multiple{People: a.DoubleCounted}},
	}
	for _, m := range a.Multiplicity {
		rows = append(rows, row{"exactly", "in exactly " + strconv.Itoa(m.Times), m})
	}
	return tables.Of(t, slices.Values(rows), func(r row) []field {
		times, areas, share := tables.Figure("times", "", "", ""), tables.Figure("areas", "Areas", "", ""), shown(r.People, "Of all")
		if r.Times > 0 {
			times, areas = tables.Count("times", "", r.Times), tables.Count("areas", "Areas", r.Units)
		}
		if r.figure != "covered" && r.figure != "exactly" {
			share.Text = ""
		}
		return slices.Concat([]field{tables.Both("figure", "Figure", r.figure, r.text), times}, people("people", "People", r.People),
			[]field{share, areas}, rests(a.Covered))
	}), nil
}

// base is what the file of populations is called.
func (v view) base() string { return string(v.options.base) }

// footprints is what each footprint brings.
func (v view) footprints() (table, error) {
	t := table{
		Name: "footprints", Title: "What each footprint brings",
		Remarks: []string{"Its part of all: people in several footprints divided between them; the column adds up to the people covered."},
	}
	return tables.Of(t, slices.Values(v.all.Contributions()), func(c coverage.Contribution) []field {
		return slices.Concat(v.whose(c.Footprint, "", "Footprint"), people("people", "People", c.People), people("exclusive", "Nobody else has", c.Exclusive),
			[]field{tables.Count("attributed", "Its part of all", c.Attributed)}, rests(c.People))
	}), nil
}

// overlaps is the pairs that share people, the largest first.
func (v view) overlaps() (table, error) {
	t := table{Name: "overlaps", Title: "The largest overlaps"}
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
	t.Remarks = []string{fmt.Sprintf("%d pairs of footprints share people.", len(pairs))}
	if len(pairs) == 1 {
		t.Remarks = []string{"1 pair of footprints shares people."}
	}
	return tables.Of(t, slices.Values(pairs[:min(v.top, len(pairs))]), func(p pair) []field {
		var one, other coverage.FootprintID
		var both coverage.Estimate
		var low, high caremodel.Ratio
		if m.Len() > 0 {
			one, other, both = m.Footprint(p.i), m.Footprint(p.j), m.At(p.i, p.j)
			low, high = m.Coefficient(p.i, p.j)
		}
		return slices.Concat(v.whose(one, "", "Footprint"), v.whose(other, "other_", "And"), people("people", "In both", both),
			ratio("of_smaller", "Of the smaller", low, high), rests(both))
	}), nil
}

// group is the people with one value of an attribute, and those of a footprint or of
// all that are covered.
type group struct {
	footprint coverage.FootprintID
	coverage.Group
	of coverage.Estimate // everybody covered, whatever the value
}

// part returns the bounds of the share that the group has of everybody covered.
func (g group) part() (low, high caremodel.Ratio) {
	if !g.of.Known() || g.of.High == 0 {
		return caremodel.Ratio{}, caremodel.Ratio{}
	}
	return caremodel.Ratio{Num: g.Covered.Low, Den: g.of.High}, caremodel.Ratio{Num: g.Covered.High, Den: max(g.Covered.High, g.of.Low, 1)}
}

// groupsOf breaks a selection down by the column that is asked for.
func (v view) groupsOf(s *coverage.Selection, id coverage.FootprintID) ([]group, coverage.Breakdown, error) {
	b, err := s.Breakdown(v.by)
	if err != nil {
		return nil, b, err
	}
	var groups []group
	for g := range b.Groups() {
		groups = append(groups, group{id, g, s.Covered()})
	}
	if u := b.Unknown(); u.Population > 0 {
		groups = append(groups, group{id, u, s.Covered()})
	}
	return groups, b, nil
}

// fields are the columns of a group.
func (v view) fields(g group) []field {
	value := g.Value
	if value == "" {
		value = "not known"
	}
	low, high := g.part()
	return slices.Concat([]field{tables.Key("attribute", v.by), tables.Both("value", v.by, g.Value, value), tables.Count("population", "People", g.Population)},
		people("people", "Covered", g.Covered), []field{shown(g.Covered, "Of them")}, ratio("of_covered", "Of the covered", low, high), rests(g.Covered))
}

// groups is coverage by the values of a column and what the covered are made of, with
// the slope index of inequality where the column is said to be an order of
// deprivation.
func (v view) groups() (table, error) {
	if v.by == "" {
		return table{}, nil
	}
	groups, b, err := v.groupsOf(v.all, "")
	if err != nil {
		return table{}, err
	}
	t := table{Name: "groups", Title: "Coverage by " + v.by}
	if v.deprivation {
		if t.Remarks, err = v.slope(b); err != nil {
			return t, err
		}
		if words := v.deprived(groups); words != "" {
			t.Remarks = append(t.Remarks, words)
		}
	}
	return tables.Of(t, slices.Values(groups), v.fields), nil
}

// deprived says which part of the covered lives in the two most deprived groups.
func (v view) deprived(groups []group) string {
	if len(groups) < 3 || groups[1].Value == "" {
		return ""
	}
	both := group{Group: groups[0].Group, of: groups[0].of}
	both.Covered.Low += groups[1].Covered.Low
	both.Covered.High = min(both.Covered.High+groups[1].Covered.High, both.of.High)
	all := caremodel.Ratio{Num: groups[0].Population + groups[1].Population, Den: max(1, v.atlas.Population())}
	low, high := both.part()
	return fmt.Sprintf("Of the covered %s live in groups %s and %s, of everybody %s.", between(low, high), groups[0].Value, groups[1].Value, all.Percent(1))
}

// slope is the slope index of inequality in words.
func (v view) slope(b coverage.Breakdown) (remarks []string, err error) {
	say := func(format string, args ...any) { remarks = append(remarks, fmt.Sprintf(format, args...)) }
	bounds := func(write func(float64) string, low, high float64) string {
		if write(low) == write(high) {
			return write(low)
		}
		return write(low) + " to " + write(high)
	}
	points := func(share float64) string { return fmt.Sprintf("%+.2f", 100*share) }
	index := func(value float64) string { return strconv.FormatFloat(value, 'f', 3, 64) }
	least, greatest, err := b.SlopeBounds(0) // a full count: no limits
	switch {
	case errors.Is(err, indicator.ZeroDenominator):
		say("Slope index of inequality: %s percentage points. The relative index is not defined.", bounds(points, least.SII.Value, greatest.SII.Value))
	case errors.Is(err, indicator.TooFewGroups):
		return []string{"One group has no slope."}, nil
	case errors.Is(err, validate.NotKnown):
		return []string{"There is no slope index: not all areas of the footprints, or not all numbers of people, are known."}, nil
	case err != nil:
		return nil, err
	default:
		say("Slope index of inequality: %s percentage points; relative index: %s. Below 0, and below 1: more are covered among the most deprived.",
			bounds(points, least.SII.Value, greatest.SII.Value), bounds(index, least.RII.Value, greatest.RII.Value))
	}
	ends := []float64{least.Intercept, greatest.Intercept, least.Intercept + least.SII.Value, greatest.Intercept + greatest.SII.Value}
	if slices.Min(ends) < 0 || slices.Max(ends) > 1 {
		say("The fitted line leaves the range from none to all before its end: quote the table and not the index.")
	}
	say("Group 1 is the most deprived. People whose group is not known enter no index.")
	return remarks, nil
}

// byFootprint is the same for each footprint by itself; for people, of the largest.
func (v view) byFootprint() (table, error) {
	if v.by == "" {
		return table{}, nil
	}
	largest := v.all.Contributions()
	slices.SortStableFunc(largest, func(a, b coverage.Contribution) int { return cmp.Compare(b.People.High, a.People.High) })
	largest = largest[:min(v.top, len(largest))]
	t := table{Name: "footprint_groups", Title: "Each footprint by " + v.by, Apart: headFootprint}
	if len(largest) < v.all.Len() {
		t.Remarks = []string{fmt.Sprintf("The %d largest.", len(largest))}
	}
	var groups []group
	for _, c := range largest {
		s, err := v.atlas.Select(coverage.Filter{Footprints: []coverage.FootprintID{c.Footprint}, On: v.day()})
		if err != nil {
			return t, err
		}
		own, _, err := v.groupsOf(s, c.Footprint)
		if err != nil {
			return t, err
		}
		groups = append(groups, own...)
	}
	return tables.Of(t, slices.Values(groups), func(g group) []field {
		return append(v.whose(g.footprint, "", headFootprint), v.fields(g)...)
	}), nil
}

const headFootprint = "Footprint"

// touched yields the areas that some footprint names.
func (v view) touched() iter.Seq[coverage.Cover] {
	return func(yield func(coverage.Cover) bool) {
		for c := range v.all.Areas() {
			if len(c.Footprints) > 0 && !yield(c) {
				return
			}
		}
	}
}

// areas is the areas that the footprints touch; for people, the largest.
func (v view) areas() (table, error) {
	t := table{Name: "areas", Title: "The areas that the footprints touch"}
	all := slices.Collect(v.touched())
	if len(all) > v.top {
		slices.SortStableFunc(all, func(a, b coverage.Cover) int { return cmp.Compare(b.People.High, a.People.High) })
		t.Remarks = []string{fmt.Sprintf("The %d with most people covered, of %s.", v.top, tables.Thousands(int64(len(all))))}
		all = all[:v.top]
	}
	return tables.Of(t, slices.Values(all), func(c coverage.Cover) []field {
		ids, names := make([]string, len(c.Footprints)), make([]string, len(c.Footprints))
		for i, id := range c.Footprints {
			ids[i], names[i] = string(id), v.called(id)
		}
		return slices.Concat([]field{tables.Word("area", "Area", string(c.Area)), tables.Count("population", "People", c.People.Of)},
			people("people", "Covered", c.People), []field{
				shown(c.People, "Of them"), tables.Both("footprints", "In", strings.Join(ids, ";"), strings.Join(names, ", ")), tables.Count("hidden", "", c.People.Hidden),
			})
	}), nil
}

// target is an area of the look-up: everybody, those covered for certain and those who
// may be.
type target struct {
	area                  coverage.AreaCode
	people, surely, maybe int64
}

// byTarget is coverage by the areas of the look-up that the footprints touch. Covered
// people and others are moved apart from each other, so that each adds up to what it
// was.
func (v view) byTarget() (table, error) {
	if v.options.crosswalk == "" {
		return table{}, nil
	}
	t := table{Name: "targets", Title: "Coverage by " + v.to}
	moved, err := v.files.crosswalk.Counts(v.cells())
	if errors.Is(err, validate.NotKnown) {
		t.Remarks = []string{"Not made, because people cannot be moved whose number is not shown: " + err.Error()}
	} else if err != nil {
		return t, err
	}
	var all, touched []target
	for _, u := range moved.Units { // in the order of their codes
		if len(all) == 0 || all[len(all)-1].area != u.Area {
			all = append(all, target{area: u.Area})
		}
		last := &all[len(all)-1]
		last.people += u.People
		switch u.Attributes["covered"] {
		case "surely":
			last.surely += u.People
			fallthrough
		case "maybe":
			last.maybe += u.People
		}
	}
	for _, one := range all {
		if one.maybe > 0 {
			touched = append(touched, one)
		}
	}
	if err == nil {
		units, unmapped := moved.People()
		t.Remarks = append(t.Remarks, fmt.Sprintf("Moved by look-up, %s: %s people to %d areas, %s to none; nobody is lost or made. The footprints touch %d of these areas.",
			v.files.crosswalk.Method, tables.Thousands(units), len(all), tables.Thousands(unmapped), len(touched)))
	}
	if len(touched) > v.top {
		slices.SortStableFunc(touched, func(a, b target) int { return cmp.Compare(b.maybe, a.maybe) })
		touched = touched[:v.top]
		t.Remarks = append(t.Remarks, fmt.Sprintf("The %d with most people covered.", v.top))
	}
	covered := v.all.Covered()
	return tables.Of(t, slices.Values(touched), func(one target) []field {
		e := coverage.Estimate{Low: one.surely, High: one.maybe, Of: one.people, Missing: covered.Missing, Meant: covered.Meant, Approximate: covered.Approximate}
		name := v.targets[one.area]
		return slices.Concat([]field{
			tables.Both("area", v.to, string(one.area), strings.TrimSpace(string(one.area)+" "+name)), tables.Key("area_name", name),
			tables.Count("population", "People", one.people),
		}, people("people", "Covered", e), []field{shown(e, "Of them")}, rests(e))
	}), nil
}

// cells are the people of the base by area: those who are covered for certain, those
// who may be, and the others.
func (v view) cells() []coverage.Population {
	var cells []coverage.Population
	cell := func(area coverage.AreaCode, people, hidden int64, covered string) {
		c := coverage.Population{Area: area, People: people, Attributes: map[string]string{"covered": covered}}
		if hidden > 0 {
			c.AtMost = people + hidden
		}
		cells = append(cells, c)
	}
	for c := range v.all.Areas() {
		e := c.People
		cell(c.Area, e.Low, 0, "surely")
		cell(c.Area, e.High-e.Low, 0, "maybe")
		cell(c.Area, e.Of-e.High, e.Hidden, "no")
	}
	for _, u := range v.files.base.Remainder {
		cell(u.Area, u.People, max(0, u.AtMost-u.People), "no")
	}
	return cells
}

// called is the name of a footprint, or its id.
func (v view) called(id coverage.FootprintID) string { return cmp.Or(v.prints.names[id], string(id)) }

// whose is a footprint by its id and its name.
func (v view) whose(id coverage.FootprintID, prefix, head string) []field {
	return []field{tables.Both(prefix+"footprint", head, string(id), v.called(id)), tables.Key(prefix+"footprint_name", v.prints.names[id])}
}

const notKnown = "not known"

// people is a number of people by its bounds, blank where it is not known.
func people(name, head string, e coverage.Estimate) []field {
	low, high := tables.Count(name+"_low", "", e.Low), tables.Count(name+"_high", "", e.High)
	text := tables.Thousands(e.Low)
	switch {
	case !e.Known() && e.Low > 0: // of some areas of everybody meant
		high.Data, text = "", "at least "+text
	case !e.Known():
		low.Data, high.Data, text = "", "", notKnown
	case e.Low != e.High:
		text += " to " + tables.Thousands(e.High)
	}
	if e.Known() && e.Approximate {
		text = "about " + text
	}
	return []field{low, high, tables.Figure("", head, "", text)}
}

// rests is what a figure rests on, for programs.
func rests(e coverage.Estimate) []field {
	approximate := ""
	if e.Approximate {
		approximate = "true"
	}
	return []field{
		tables.Count("of", "", e.Of), tables.Count("hidden", "", e.Hidden), tables.Count("missing", "", e.Missing), tables.Count("meant", "", e.Meant),
		tables.Key("approximate", approximate),
	}
}

// shown is the share of an estimate, for people: programs divide.
func shown(e coverage.Estimate, head string) field {
	text := between(e.Share())
	if !e.Known() && e.Low > 0 {
		text = "at least " + caremodel.Ratio{Num: e.Low, Den: e.Of}.Percent(1)
	}
	return tables.Figure("", head, "", text)
}

func between(low, high caremodel.Ratio) string {
	switch {
	case !low.Known():
		return notKnown
	case low.Percent(1) != high.Percent(1):
		return low.Percent(1) + " to " + high.Percent(1)
	}
	return low.Percent(1)
}

// ratio is a share by its bounds, in per cent.
func ratio(name, head string, low, high caremodel.Ratio) []field {
	data := func(r caremodel.Ratio) string {
		if !r.Known() {
			return ""
		}
		return strings.TrimSuffix(r.Percent(4), "%")
	}
	return []field{tables.Figure(name+"_low", "", data(low), ""), tables.Figure(name+"_high", "", data(high), ""), tables.Figure("", head, "", between(low, high))}
}
