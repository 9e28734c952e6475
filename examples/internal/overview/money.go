package overview

import (
	"cmp"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

const (
	firstDimension = funding.ByVanguard
	lastDimension  = funding.ByRound

	committed = "Committed: approved, or paid where no approval is recorded. Known: the vanguards meant with a known figure and none that is not stated. A sum over fewer than all is not the total of those that it names."
)

// key returns the fields of a row's key.
func (v view) key(dims []funding.Dimension, k funding.Key) []field {
	var fields []field
	for _, d := range dims {
		one := oneOf(k, d)
		switch name := d.String(); d {
		case funding.ByVanguard:
			add := v.vanguardFields(k.Vanguard)
			if k.Vanguard.IsZero() {
				add[1].Text = nobody(k)
			}
			fields = append(fields, add...)
		case funding.ByCategory:
			add := v.categoryFields(k.Category)
			if k.Category == "" {
				add[0].Text = nobody(k)
			}
			fields = append(fields, add...)
		case funding.ByYear:
			fields = append(fields, tables.Both("year", "Year", k.Year.String(), years(k.Year, k.Through)), tables.Key("through", k.Through.String()))
		default:
			text := words(one)
			if d == funding.ByFund || d == funding.ByRound || d == funding.ByWave || d == funding.ByRegion {
				text = one
			}
			fields = append(fields, tables.Both(name, strings.ToUpper(name[:1])+name[1:], one, cmp.Or(text, "–")))
		}
	}
	if slices.ContainsFunc(dims, func(d funding.Dimension) bool { return d <= funding.ByRegion }) { // of recipients
		fields = append(fields, tabular.True("joint", k.Joint))
	}
	return fields
}

// oneOf is what a key has under a dimension, as programs read it.
func oneOf(k funding.Key, d funding.Dimension) string {
	switch d {
	case funding.ByWave:
		return k.Wave
	case funding.ByRegion:
		return k.Region
	case funding.ByStream:
		return string(k.Stream)
	case funding.ByKind:
		return set("", "", k.Kind).Data
	case funding.ByStatus:
		return set("", "", k.Status).Data
	case funding.ByStrength:
		return set("", "", k.Strength).Data
	case funding.ByFund:
		return string(k.Fund)
	case funding.ByRound:
		return string(k.Round)
	}
	return ""
}

// nobody says why a row belongs to no vanguard or category alone.
func nobody(k funding.Key) string {
	if k.Joint {
		return "several jointly"
	}
	return "no recipient"
}

func years(from, through funding.FinancialYear) string {
	if through.IsZero() {
		return from.String()
	}
	return from.String() + " to " + through.String()
}

// amounts returns the fields of a table's row, with how many vanguards it is known of.
// leftOut is the head of how many awards are in no sum because they are not committed;
// blank = people do not see them.
func (v view) amounts(dims []funding.Dimension, r funding.Row, of funding.KnownOf, leftOut string) []field {
	sum, isKnown := r.Amount()
	return slices.Concat(v.key(dims, r.Key), []field{
		money("sum", "Sum", sum, isKnown), money("min", "", r.Min, r.Count > 0), money("max", "", r.Max, r.Count > 0),
		tables.Count("count", "", r.Count), tables.Count("unknown", "", r.Unknown), tables.Count("uncommitted", leftOut, r.Uncommitted),
	}, known(of))
}

// rows fills a table with the rows of another.
func (v view) rows(t tables.Table, from funding.Table, leftOut string) tables.Table {
	return tables.Of(t, from.Rows(), func(r funding.Row) []field {
		return v.amounts(from.Dimensions(), r, from.Vanguards(r.Key), leftOut)
	})
}

// byCategoryAndYear shows what was committed, with every combination of the values,
// so that what nobody published is seen to be missing.
func (v view) byCategoryAndYear() (tables.Table, error) {
	t := tables.Table{Name: "money_by_category_and_year", Title: "Money by care model and year", Apart: "Stream", Across: "Year"}
	t.Remarks = []string{committed + " Streams are never added up: they are money of different purses."}
	for stream := range v.Book.Streams() {
		book, err := v.Book.Where(funding.Filter{Streams: []funding.Stream{stream}})
		if err != nil {
			return t, err
		}
		table, err := book.Table(funding.ByStream, funding.ByCategory, funding.ByYear)
		if err != nil {
			return t, err
		}
		if hasRecipients(table) {
			table = table.Grid()
		}
		part := v.rows(tables.Table{}, table, "")
		t.Columns, t.Rows = part.Columns, append(t.Rows, part.Rows...)
		totals, err := book.Table(funding.ByStream, funding.ByYear)
		if err != nil {
			return t, err
		}
		for r := range totals.Rows() {
			line := v.amounts(table.Dimensions(), r, totals.Vanguards(r.Key), "")
			for i := range line {
				if line[i].Head == headCategory {
					line[i].Text = "all"
				}
			}
			if table.Len() > 1 {
				t.Total(line)
			}
		}
	}
	return t, nil
}

func hasRecipients(t funding.Table) bool {
	for r := range t.Rows() {
		if r.Key.Category != "" {
			return true
		}
	}
	return false
}

// byStatus shows what was asked, promised, approved and paid, none of it added to
// another.
func (v view) byStatus() (tables.Table, error) {
	t := tables.Table{Name: "money_by_status", Title: "All money by stream, year and status"}
	t.Remarks = []string{"Each record stands in one line, its strongest: a request that was approved stands under approved. National and local money are never added up."}
	table, err := v.Book.Table(funding.ByStream, funding.ByYear, funding.ByStatus)
	return v.rows(t, table, ""), err
}

// shortfall compares what was requested with what was approved.
func (v view) shortfall() (tables.Table, error) {
	t := tables.Table{Name: "requests", Title: "Asked for and approved, where both are known", Apart: "Stream"}
	type row struct {
		stream funding.Stream
		funding.Shortfall
	}
	var rows []row
	for stream := range v.Book.Streams() {
		book, err := v.Book.Where(funding.Filter{Streams: []funding.Stream{stream}})
		if err != nil {
			return t, err
		}
		found, err := book.Shortfall(funding.ByYear, funding.ByCategory)
		if err != nil {
			return t, err
		}
		for _, f := range found {
			if f.Coverage.Known > 0 {
				rows = append(rows, row{stream, f})
			}
		}
	}
	return tables.Of(t, slices.Values(rows), func(r row) []field {
		return slices.Concat([]field{tables.Both("stream", "Stream", string(r.stream), words(string(r.stream)))},
			v.key([]funding.Dimension{funding.ByYear, funding.ByCategory}, r.Key), []field{
				money("requested", "Requested", r.Requested, true), money("approved", "Approved", r.Approved, true),
				money("difference", "", r.Difference, true), percent("approved_percent", "Rate", r.Rate),
			}, known(r.Coverage))
	}), nil
}

// statedTotals holds published totals against the records.
func (v view) statedTotals() tables.Table {
	t := tables.Table{Name: "published_totals", Title: "Published totals against the records"}
	t.Remarks = []string{"A published total is never added to anything: it is held against the sum of the records that it covers."}
	return tables.Of(t, slices.Values(v.Book.Reconcile()), func(r funding.Reconciliation) []field {
		has := r.Coverage.Known > 0
		return append([]field{
			tables.Word("total", "Total", r.Stated.Name), set("bound", "", boundOf(r.Stated.Figure)),
			tables.Figure("stated", "", stated(r.Stated.Figure).Data, ""), tables.Figure("", "Stated", "", stated(r.Stated.Figure).Text),
			money("recorded", "Recorded", r.Sum, has), money("difference", "", r.Difference, has && r.Stated.Figure.Known()),
			set("verdict", "Verdict", r.Verdict), tables.Word("reason", "Why", r.Reason),
		}, tables.Count("known", "", r.Coverage.Known), tables.Count("of", "", r.Coverage.Of))
	})
}

// stated is a figure as its source puts it.
func stated(f funding.Figure) field {
	if !f.Known() {
		return tables.Figure("amount", "Amount", "", "not stated")
	}
	return tables.Figure("amount", "Amount", f.Amount.String(), bounded(f.Bound, f.Amount.FormatMillions(2)))
}

// bound is a bound as a word of data: an exact figure has one as well.
type bound struct{ caremodel.Bound }

func (bound) IsZero() bool { return false }

func boundOf(f funding.Figure) bound { return bound{f.Bound} }

// decisions lists every event of the allocations in which a vanguard has a part.
func (v view) decisions(m caremodel.Vanguard) tables.Table {
	t := tables.Table{Name: "money", Title: "Money, every decision on record"}
	type decision struct {
		funding.Allocation
		funding.Event
	}
	var rows []decision
	for _, a := range v.Ledger.Allocations {
		if slices.Contains(a.Recipients, m.ID) {
			for _, e := range a.Events {
				rows = append(rows, decision{a, e})
			}
		}
	}
	return tables.Of(t, slices.Values(rows), func(d decision) []field {
		note := cmp.Or(d.Reason, d.Figure.Note)
		if d.Element != "" {
			note = strings.TrimSpace("element: " + d.Element + ". " + note)
		}
		if d.Joint() {
			note = strings.TrimSpace("joint award of " + number(len(d.Recipients), "vanguard") + ". " + note)
		}
		return append(v.members("recipients", "", d.Recipients, ""), []field{
			tables.Key("allocation", string(d.ID)), tables.Both("year", "Year", d.Year.String(), years(d.Year, d.Through)), tables.Key("through", d.Through.String()),
			tables.Both("stream", "Stream", string(d.Stream), words(string(d.Stream))), set("status", "Status", d.Status),
			day("day", "Day", d.On), stated(d.Figure), set("bound", "", boundOf(d.Figure)), tables.Word("note", "Note", note),
		}...)
	})
}
