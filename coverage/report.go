package coverage

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// Finding is a row of an answer of a [Selection] or an [Atlas].
type Finding interface {
	Contribution | Step | Gap | Cover | Reconciliation
}

// Report is such rows ready to be written, for a program ([Report.WriteCSV],
// [Report.MarshalJSON]) or for people ([Report.WriteText], [Report.WriteMarkdown]).
// The zero Report is empty.
//
// Data has a row for each row and plain numbers. A number of people takes two
// columns, "people_low" and "people_high", which are blank (in JSON left out) where it
// is not known; "of", "hidden", "missing", "meant" and "approximate" are those of [Estimate]. A
// vanguard takes two columns as well, "vanguard" with its slug and "vanguard_name".
// Several names in one cell have ";" between them.
type Report struct{ table tabular.Table }

// NewReport returns the report of rows that a, or a selection of it, has given. For
// [Selection.Areas] and [Selection.Uncovered] take [slices.Collect].
func NewReport[F Finding](a *Atlas, rows []F) Report {
	var blank F
	return Report{tabular.Of(any(blank).(reported).values(&Atlas{}), func(yield func([]tabular.Value) bool) {
		for _, row := range rows {
			if !yield(any(row).(reported).values(a)) {
				return
			}
		}
	})}
}

// reported is what every row can say of itself.
type reported interface {
	values(a *Atlas) []tabular.Value
}

// WriteCSV writes the rows for a program. A spreadsheet takes a text that begins with
// "=", "+", "-" or "@" for a formula: for texts that others wrote, write to
// [caremodel.QuoteFormulas].
func (r Report) WriteCSV(w io.Writer) error { return r.rows().WriteCSV(w) }

// WriteText writes the rows for a terminal: aligned, and at most 80 characters wide,
// for which long names are cut, with "…".
func (r Report) WriteText(w io.Writer) error { return r.rows().WriteText(w) }

// String returns what [Report.WriteText] writes.
func (r Report) String() string { return r.rows().String() }

// WriteMarkdown writes the rows as a Markdown table.
func (r Report) WriteMarkdown(w io.Writer) error { return r.rows().WriteMarkdown(w) }

// MarshalJSON returns the rows as a list of objects with the names and figures of CSV.
func (r Report) MarshalJSON() ([]byte, error) { return r.rows().JSON() }

func (r Report) rows() tabular.Table {
	if r.table.Rows == nil {
		return tabular.Of(nil, func(func([]tabular.Value) bool) {})
	}
	return r.table
}

// join makes one row of the values of its figures.
func join(values ...[]tabular.Value) []tabular.Value { return slices.Concat(values...) }

// values is a number of people by its bounds, blank where it is not known. People see
// it in one column.
func (e Estimate) values(name, head string) []tabular.Value {
	low, high := tabular.Number(name+"_low", "", e.Low), tabular.Number(name+"_high", "", e.High)
	shown := tabular.Value{Column: tabular.Column{Head: head, Figure: true}, Cell: tabular.Cell{Text: "not known"}}
	if !e.Known() {
		low.Cell, high.Cell = tabular.Cell{}, tabular.Cell{}
	} else if shown.Text = thousands(e.Low); e.Low != e.High {
		shown.Text += " to " + thousands(e.High)
	}
	if e.Known() && e.Approximate {
		shown.Text = "about " + shown.Text
	}
	return []tabular.Value{low, high, shown}
}

// rests is what a number of people rests on: the population, and whose areas are
// missing, which people see under a head.
func (e Estimate) rests(head string) []tabular.Value {
	missing := ""
	if e.Meant > 0 {
		missing = strconv.Itoa(e.Missing) + " of " + strconv.Itoa(e.Meant)
	}
	return []tabular.Value{
		tabular.Number("of", "", e.Of), tabular.Number("hidden", "", e.Hidden), tabular.Number("missing", "", int64(e.Missing)), tabular.Number("meant", "", int64(e.Meant)),
		tabular.True("approximate", e.Approximate),
		{Column: tabular.Column{Head: head, Figure: true}, Cell: tabular.Cell{Text: missing}},
	}
}

// share is the share of its population, for people.
func (e Estimate) share(head string) tabular.Value {
	low, high := e.Share()
	text := low.Percent(1)
	if low != high {
		text += " to " + high.Percent(1)
	}
	return tabular.Value{Column: tabular.Column{Head: head, Figure: true}, Cell: tabular.Cell{Text: text}}
}

// owner returns the vanguard of a footprint; the zero one where the atlas has no such
// footprint.
func (a *Atlas) owner(id FootprintID) vanguard {
	n, ok := slices.BinarySearchFunc(a.footprints, id, func(f footprint, id FootprintID) int { return cmp.Compare(f.id, id) })
	if !ok {
		return vanguard{}
	}
	return a.vanguards[a.footprints[n].owner]
}

// footprintOf is a footprint and its vanguard. People see the vanguard's name where
// that is what the footprint is called.
func footprintOf(id FootprintID, v vanguard, prefix, head string) []tabular.Value {
	shown := string(id)
	if shown == v.slug {
		shown = v.name
	}
	return []tabular.Value{
		tabular.Words(prefix+"footprint", head, string(id), shown),
		tabular.Words(prefix+"vanguard", "", v.slug, ""), tabular.Words(prefix+"vanguard_name", "", v.name, ""),
	}
}

func (c Contribution) values(a *Atlas) []tabular.Value {
	attributed := tabular.Number("attributed", "Attributed", c.Attributed)
	if attributed.Text = thousands(c.Attributed); !c.People.Known() {
		attributed.Cell = tabular.Cell{Text: "not known"}
	}
	return join(footprintOf(c.Footprint, a.owner(c.Footprint), "", "Footprint"), c.People.values("people", "People"), c.Exclusive.values("exclusive", "In no other"),
		c.Marginal.values("marginal", ""), []tabular.Value{attributed}, c.People.rests("Missing"))
}

func (s Step) values(a *Atlas) []tabular.Value {
	return join(footprintOf(s.Footprint, a.owner(s.Footprint), "", "Footprint"), s.Added.values("added", "Added"), s.Covered.values("people", "Covered"), s.Covered.rests("Missing"))
}

func (g Gap) values(*Atlas) []tabular.Value {
	return join([]tabular.Value{tabular.Words("area", "Area", string(g.Area), string(g.Area))},
		g.People.values("people", "Not covered"), []tabular.Value{g.People.share("Share")}, g.People.rests("Missing"))
}

func (c Cover) values(a *Atlas) []tabular.Value {
	var footprints, slugs, names []string
	for _, id := range c.Footprints {
		v := a.owner(id)
		footprints = append(footprints, string(id))
		if !slices.Contains(slugs, v.slug) {
			slugs, names = append(slugs, v.slug), append(names, v.name)
		}
	}
	list := func(name, head string, texts []string) tabular.Value {
		return tabular.Words(name, head, strings.Join(texts, ";"), strings.Join(texts, "; "))
	}
	return join([]tabular.Value{
		tabular.Words("area", "Area", string(c.Area), string(c.Area)), list("footprints", "", footprints),
		list("vanguards", "", slugs), list("vanguard_names", "Vanguards", names), tabular.Number("times", "Times", int64(len(c.Footprints))),
	}, c.People.values("people", "Covered"), []tabular.Value{c.People.share("Share")}, c.People.rests("Missing"))
}

func (r Reconciliation) values(a *Atlas) []tabular.Value {
	c, verdict := r.Claim, r.Verdict.String()
	if r.Verdict == 0 {
		verdict = ""
	}
	bound, _ := c.Bound.MarshalText()
	claimed, percent := tabular.Number("claimed_people", "Claimed", c.People), tabular.Number("claimed_percent", "", 0)
	percent.Cell = tabular.Cell{Data: strings.TrimSuffix(c.Share.Percent(4), "%")}
	if claimed.Text = thousands(c.People); c.People <= 0 {
		claimed.Cell = tabular.Cell{Text: c.Share.Percent(1)}
	}
	if !c.Share.Known() {
		percent.Cell = tabular.Cell{}
	}
	difference := tabular.Number("difference", "", r.Difference)
	if r.Verdict == CannotBeChecked || r.Verdict == NotIndependent {
		difference.Cell = tabular.Cell{}
	}
	return join([]tabular.Value{
		tabular.Words("claim", "Claim", c.Words, c.Words), tabular.Words("scope", "", a.scope(c.Scope), ""),
		{Column: tabular.Column{Name: "verdict", Head: "Verdict", Figure: true}, Cell: tabular.Cell{Data: verdict, Text: strings.ReplaceAll(verdict, "-", " ")}}, tabular.Words("bound", "", string(bound), ""),
		claimed, percent, tabular.Words("as_at", "", c.AsAt.String(), ""),
	}, r.Covered.values("people", "Recomputed"), []tabular.Value{difference, tabular.Words("reason", "", r.Reason, "")}, r.Covered.rests(""))
}

// scope returns what a filter names, vanguards by slug.
func (a *Atlas) scope(f Filter) string {
	var names []string
	for _, c := range f.Categories {
		names = append(names, string(c))
	}
	names = slices.Concat(names, f.Waves, f.Regions)
	for _, id := range f.Vanguards {
		names = append(names, a.vanguard(id).slug)
	}
	names = append(names, f.Layers...)
	for _, id := range f.Footprints {
		names = append(names, string(id))
	}
	return strings.Join(names, ";")
}

// vanguard returns a vanguard of the programme; the zero one where it is none.
func (a *Atlas) vanguard(id caremodel.VanguardID) vanguard {
	i := slices.IndexFunc(a.vanguards, func(v vanguard) bool { return v.id == id })
	if i < 0 {
		return vanguard{}
	}
	return a.vanguards[i]
}
