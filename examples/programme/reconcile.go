package main

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/funding"
)

// reconciliation holds the published totals against the records.
func (v view) reconciliation() section {
	s := section{Title: "Published totals against the records", Columns: append(append(text("total"), number("stated", "recorded")...), text("verdict", "why")...)}
	s.remark("A published total is never added to anything: it is held against the sum of the records that it covers.")
	for _, r := range v.book.Reconcile() {
		recorded := r.Sum.FormatMillions(2)
		if r.Coverage.Known == 0 {
			recorded = "-"
		}
		s.row(r.Stated.Name, stated(r.Stated.Figure), recorded, strings.ReplaceAll(r.Verdict.String(), "-", " "), r.Reason)
	}
	return s
}

// stated is a figure as its source puts it.
func stated(f funding.Figure) cell {
	if !f.Known() {
		return "not stated"
	}
	words := f.Amount.FormatMillions(2)
	if f.Bound != 0 {
		words = strings.ReplaceAll(f.Bound.String(), "-", " ") + " " + words
	}
	return words
}

// asked compares what was requested with what was approved.
func (v view) asked() (section, error) {
	s := section{Title: "Asked for and approved, where both are known", Columns: append(text("year", "category"), number("requested", "approved", "rate", "known")...)}
	book, err := v.book.Where(funding.Filter{Streams: national})
	if err != nil {
		return s, err
	}
	found, err := book.Shortfall(funding.ByYear, funding.ByCategory)
	if err != nil {
		return s, err
	}
	for _, f := range found {
		if f.Coverage.Known == 0 {
			continue
		}
		s.row(f.Key.Year.String(), string(f.Key.Category), f.Requested.FormatMillions(1), f.Approved.FormatMillions(1), f.Rate.Percent(1), f.Coverage.String())
	}
	return s, nil
}
