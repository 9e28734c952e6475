package main

import (
	"fmt"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// national are the streams that the programme itself paid.
var national = []funding.Stream{funding.StreamTransformation}

// byCategoryAndYear shows the national money that was committed, and for how
// many vanguards a figure is known.
func (v view) byCategoryAndYear() (section, error) {
	s := section{Title: "National money by category and year (transformation funding, committed)"}
	s.remark("Committed: approved, or paid where no approval is recorded. Beside each sum: the vanguards of the category with a known figure. A sum over fewer than all is not the category's total.")
	book, err := v.book.Where(funding.Filter{Streams: national})
	if err != nil {
		return s, err
	}
	sums, err := book.Table(funding.ByCategory, funding.ByYear)
	if err != nil {
		return s, err
	}
	each, err := book.Table(funding.ByVanguard, funding.ByYear)
	if err != nil {
		return s, err
	}
	years := v.years(sums)
	s.Columns = text("category")
	for _, y := range years {
		s.Columns = append(s.Columns, number(y.String(), "known")...)
	}
	knownInAll := make([]int, len(years))
	for c, size := range v.programme.CountByCategory() {
		row := []cell{string(c)}
		for i, y := range years {
			known := 0
			for member := range v.programme.InCategory(c) {
				if r, ok := each.Row(funding.Key{Vanguard: member.ID, Year: y}); ok && r.Count > 0 {
					known++
				}
			}
			knownInAll[i] += known
			r, _ := sums.Row(funding.Key{Category: c, Year: y})
			row = append(row, amount(r), fmt.Sprintf("%d of %d", known, size))
		}
		s.row(row...)
	}
	totals, err := book.Table(funding.ByYear)
	if err != nil {
		return s, err
	}
	row := []cell{"all"}
	for i, y := range years {
		r, _ := totals.Row(funding.Key{Year: y})
		row = append(row, amount(r), fmt.Sprintf("%d of %d", knownInAll[i], v.programme.Len()))
	}
	s.row(row...)
	return s, nil
}

// years returns the single years of a table's rows, in their order.
func (v view) years(t funding.Table) []funding.FinancialYear {
	var years []funding.FinancialYear
	for r := range t.Rows() {
		known := false
		for _, y := range years {
			known = known || y == r.Key.Year
		}
		if !known && r.Key.Through.IsZero() {
			years = append(years, r.Key.Year)
		}
	}
	return years
}

// amount is a sum for people; nothing known is a dash, and never a zero.
func amount(r funding.Row) cell {
	if r.Count == 0 {
		return "-"
	}
	return r.Sum.FormatMillions(2)
}

// ladder shows every stream by year and status: what was asked, promised,
// approved and paid, none of it added to another.
func (v view) ladder() (section, error) {
	s := section{Title: "All money by stream, year and status", Columns: append(text("stream", "year", "status"), number("sum", "figures", "not stated")...)}
	s.remark("Each record stands in one line, its strongest: a request that was approved stands under approved. National and local money are never added up.")
	table, err := v.book.Table(funding.ByStream, funding.ByYear, funding.ByStatus)
	if err != nil {
		return s, err
	}
	for r := range table.Rows() {
		year := r.Key.Year.String()
		if !r.Key.Through.IsZero() {
			year += " to " + r.Key.Through.String()
		}
		s.row(string(r.Key.Stream), year, r.Key.Status.String(), amount(r), strconv.Itoa(r.Count), strconv.Itoa(r.Unknown))
	}
	return s, nil
}

// promises shows what was known on the day of the first promises.
func (v view) promises() (section, error) {
	day := caremodel.MustParseDate("2015-07-31")
	s := section{Title: "As at " + day.String() + ": promised, and nothing committed", Columns: append(text("category"), number("pledged", "committed")...)}
	s.remark("A joint award is one amount for several vanguards; it stands in a line of its own where they are not of one category, and is split only when somebody names a split.")
	then := v.book.AsAt(day)
	pledges, err := then.Where(funding.Filter{Streams: national, Strengths: []funding.Strength{funding.Pledge}})
	if err != nil {
		return s, err
	}
	pledged, err := pledges.Table(funding.ByCategory)
	if err != nil {
		return s, err
	}
	awards, err := then.Where(funding.Filter{Streams: national})
	if err != nil {
		return s, err
	}
	committed, err := awards.Table(funding.ByCategory)
	if err != nil {
		return s, err
	}
	for r := range pledged.Rows() {
		name := string(r.Key.Category)
		if r.Key.Joint {
			name = "joint, several categories"
		}
		c, _ := committed.Row(r.Key)
		s.row(name, amount(r), amount(c))
	}
	s.row("all", amount(pledged.Total()), amount(committed.Total()))
	return s, nil
}
