package coverage

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// WriteCSV writes a row for each figure, as [Report.WriteCSV] does: "naive",
// "covered", "double_counted", and "exactly" for each number of times. "times" and
// "areas" are those of [Multiple].
func (a Account) WriteCSV(w io.Writer) error { return a.table().WriteCSV(w) }

// WriteText writes the figures for a terminal.
func (a Account) WriteText(w io.Writer) error { return a.table().WriteText(w) }

// WriteMarkdown writes the figures as a Markdown table.
func (a Account) WriteMarkdown(w io.Writer) error { return a.table().WriteMarkdown(w) }

// MarshalJSON writes the fields; a plain sum that is not known is left out.
func (a Account) MarshalJSON() ([]byte, error) {
	type fields Account
	out := struct {
		Naive *int64 `json:"naive,omitzero"`
		fields
	}{fields: fields(a)}
	if a.Covered.Known() {
		out.Naive = &a.Naive
	}
	return json.Marshal(out)
}

func (a Account) table() tabular.Table {
	row := func(name, text string, times, areas int, e Estimate) []tabular.Value {
		counts := []tabular.Value{tabular.Number("times", "", int64(times)), tabular.Number("areas", "Areas", int64(areas))}
		if times == 0 {
			counts[0].Cell, counts[1].Cell = tabular.Cell{}, tabular.Cell{}
		}
		return join([]tabular.Value{tabular.Words("figure", "Figure", name, text), counts[0]},
			e.values("people", "People"), []tabular.Value{e.share("Share"), counts[1]}, e.rests("Missing"))
	}
	rows := [][]tabular.Value{
		row("naive", "Added up", 0, 0, a.Covered.people(a.Naive, a.Naive)),
		row("covered", "Covered", 0, 0, a.Covered), row("double_counted", "Counted too much", 0, 0, a.DoubleCounted),
	}
	for _, m := range a.Multiplicity {
		rows = append(rows, row("exactly", "In exactly "+strconv.Itoa(m.Times), m.Times, m.Units, m.People))
	}
	return tabular.Of(rows[0], slices.Values(rows))
}

// WriteCSV writes a row for each group, as [Report.WriteCSV] does, and last one with
// a blank value for the people without the attribute, if there are any.
func (b Breakdown) WriteCSV(w io.Writer) error { return b.table().WriteCSV(w) }

// WriteText writes the groups for a terminal.
func (b Breakdown) WriteText(w io.Writer) error { return b.table().WriteText(w) }

// String returns what [Breakdown.WriteText] writes.
func (b Breakdown) String() string { return b.table().String() }

// WriteMarkdown writes the groups as a Markdown table.
func (b Breakdown) WriteMarkdown(w io.Writer) error { return b.table().WriteMarkdown(w) }

// MarshalJSON returns "attribute", "groups" in their order, and "unknown", the people
// without the attribute.
func (b Breakdown) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Attribute string  `json:"attribute"`
		Groups    []Group `json:"groups"`
		Unknown   Group   `json:"unknown,omitzero"`
	}{b.attribute, slices.AppendSeq([]Group{}, b.Groups()), b.unknown})
}

func (b Breakdown) table() tabular.Table {
	row := func(g Group, text string) []tabular.Value {
		return join([]tabular.Value{tabular.Words("attribute", "", b.attribute, ""), tabular.Words("value", b.attribute, g.Value, text)},
			g.Covered.values("people", "Covered"),
			[]tabular.Value{g.Covered.share("Share")}, Estimate{Low: g.Population - g.Covered.Hidden, High: g.Population}.values("", "Population")[2:],
			g.Covered.rests("Missing"))
	}
	var rows [][]tabular.Value
	for _, g := range b.groups {
		rows = append(rows, row(g, g.Value))
	}
	if b.unknown.Population > 0 {
		rows = append(rows, row(b.unknown, "not known"))
	}
	return tabular.Of(row(Group{}, ""), slices.Values(rows))
}

// WriteCSV writes a row for each pair of footprints, as [Report.WriteCSV] does, each
// pair once, and one for each footprint with itself, which is its size.
func (m Matrix) WriteCSV(w io.Writer) error { return m.table(false).WriteCSV(w) }

// WriteText writes for a terminal the pairs that share people, as far as
// their areas are known.
func (m Matrix) WriteText(w io.Writer) error { return m.table(true).WriteText(w) }

// String returns what [Matrix.WriteText] writes.
func (m Matrix) String() string { return m.table(true).String() }

// WriteMarkdown writes the same pairs as a Markdown table.
func (m Matrix) WriteMarkdown(w io.Writer) error { return m.table(true).WriteMarkdown(w) }

// MarshalJSON returns the pairs as a list of objects with the names and figures of CSV.
func (m Matrix) MarshalJSON() ([]byte, error) { return m.table(false).JSON() }

func (m Matrix) table(shared bool) tabular.Table {
	row := func(f, g FootprintID, v, w vanguard, e Estimate) []tabular.Value {
		return join(footprintOf(f, v, "", "Footprint"), footprintOf(g, w, "other_", "And"), e.values("people", "In both"), e.rests("Missing"))
	}
	return tabular.Of(row("", "", vanguard{}, vanguard{}, Estimate{}), func(yield func([]tabular.Value) bool) {
		for i := range m.Len() {
			for j := i; j < m.Len(); j++ {
				e := m.At(i, j)
				if shared && (i == j || e.High == 0) {
					continue
				}
				if !yield(row(m.footprints[i], m.footprints[j], m.vanguards[i], m.vanguards[j], e)) {
					return
				}
			}
		}
	})
}

// WriteCSV writes a row for each point, as [Report.WriteCSV] does.
func (t Trajectory) WriteCSV(w io.Writer) error { return t.table().WriteCSV(w) }

// WriteText writes the points for a terminal.
func (t Trajectory) WriteText(w io.Writer) error { return t.table().WriteText(w) }

// WriteMarkdown writes the points as a Markdown table.
func (t Trajectory) WriteMarkdown(w io.Writer) error { return t.table().WriteMarkdown(w) }

func (t Trajectory) table() tabular.Table {
	row := func(p Point) []tabular.Value {
		track := ""
		if p.Track > 0 {
			track = p.Track.String()
		}
		return join([]tabular.Value{{Column: tabular.Column{Name: "on", Head: "Day", Figure: true}, Cell: tabular.Same(p.On.String())}}, p.Covered.values("people", "Covered"),
			p.Needed.values("needed", ""), p.Gap.values("gap", ""),
			[]tabular.Value{p.Needed.share("Needed"), tabular.Words("track", "Track", track, strings.ReplaceAll(track, "-", " "))}, p.Covered.rests("Missing"))
	}
	var rows [][]tabular.Value
	for _, p := range t.Points {
		rows = append(rows, row(p))
	}
	return tabular.Of(row(Point{}), slices.Values(rows))
}

// WriteCSV writes a row for each target area and then for each area with people in no
// target, which has "true" under "unmapped". Each attribute is a column under its own
// name ("attribute_people" for one that is called as a column of ours is), so that
// [ReadBaseCSV] reads the rows back.
func (m Recast) WriteCSV(w io.Writer) error { return m.table().WriteCSV(w) }

// WriteText writes the areas for a terminal.
func (m Recast) WriteText(w io.Writer) error { return m.table().WriteText(w) }

// WriteMarkdown writes the areas as a Markdown table.
func (m Recast) WriteMarkdown(w io.Writer) error { return m.table().WriteMarkdown(w) }

func (m Recast) table() tabular.Table {
	seen := map[string]bool{}
	for _, cells := range [][]Population{m.Units, m.Unmapped} {
		for i := range cells {
			for name := range cells[i].Attributes {
				seen[name] = true
			}
		}
	}
	names := slices.Sorted(maps.Keys(seen))
	row := func(p Population, unmapped bool) []tabular.Value {
		values := []tabular.Value{tabular.Words("area", "Area", string(p.Area), string(p.Area))}
		for _, name := range names {
			column := name
			for column == "area" || column == "people" || column == "unmapped" {
				column = "attribute_" + column
			}
			values = append(values, tabular.Words(column, name, p.Attributes[name], p.Attributes[name]))
		}
		return append(values, moved(p.People, unmapped)...)
	}
	var rows [][]tabular.Value
	for _, p := range m.Units {
		rows = append(rows, row(p, false))
	}
	for _, p := range m.Unmapped {
		rows = append(rows, row(p, true))
	}
	return tabular.Of(row(Population{}, false), slices.Values(rows))
}

// WriteCSV writes a row for each target area, with a blank value where nobody came
// into it, and then for each area with people in no target, which has "true" under
// "unmapped".
func (m RecastRates) WriteCSV(w io.Writer) error { return m.table().WriteCSV(w) }

// WriteText writes the areas for a terminal.
func (m RecastRates) WriteText(w io.Writer) error { return m.table().WriteText(w) }

// WriteMarkdown writes the areas as a Markdown table.
func (m RecastRates) WriteMarkdown(w io.Writer) error { return m.table().WriteMarkdown(w) }

func (m RecastRates) table() tabular.Table {
	row := func(r AreaRate, defined, unmapped bool) []tabular.Value {
		value := tabular.Value{Column: tabular.Column{Name: "value", Head: "Value", Figure: true, Bare: true}, Cell: tabular.Cell{Text: "not known"}}
		if defined {
			value.Cell = tabular.Same(strconv.FormatFloat(r.Value, 'g', -1, 64))
		}
		return append([]tabular.Value{tabular.Words("area", "Area", string(r.Area), string(r.Area)), value}, moved(r.People, unmapped)...)
	}
	var rows [][]tabular.Value
	for _, r := range m.Rates {
		rows = append(rows, row(r, true, false))
	}
	for _, area := range m.Undefined {
		rows = append(rows, row(AreaRate{Area: area}, false, false))
	}
	for _, r := range m.Unmapped {
		rows = append(rows, row(r, true, true))
	}
	return tabular.Of(row(AreaRate{}, false, false), slices.Values(rows))
}

// moved is a number of people, and whether they are in no target.
func moved(n int64, unmapped bool) []tabular.Value {
	people, mark := tabular.Number("people", "People", n), tabular.True("unmapped", unmapped)
	people.Text, mark.Head = thousands(n), "In no target"
	if unmapped {
		mark.Text = "yes"
	}
	return []tabular.Value{people, mark}
}
