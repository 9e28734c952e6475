package main

import (
	"database/sql"

	"github.com/newcaremodels/newcaremodels/funding"
)

// figure returns the columns of a figure: amount, bound, precision, source, note.
// An amount that is not stated is NULL, so that no sum takes it for zero pounds.
func (w *writer) figure(f funding.Figure) []any {
	amount := sql.Null[funding.Money]{V: f.Amount, Valid: f.Known()}
	return []any{amount, f.Bound, f.Precision, w.source(f.Source), orNull(f.Note)}
}

// figure names where those columns go.
func (r *reader) figure(f *funding.Figure) []any {
	return []any{maybe(&f.Amount), &f.Bound, &f.Precision, r.source(&f.Source), maybe(&f.Note)}
}
