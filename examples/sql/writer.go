package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// writer inserts rows in one transaction. After the first error it does nothing
// more, so that a record's rows are written without a check after each.
type writer struct {
	ctx     context.Context
	tx      *sql.Tx
	inserts map[string]*sql.Stmt
	sources map[string]int64 // by their JSON
	err     error
}

func newWriter(ctx context.Context, tx *sql.Tx) *writer {
	return &writer{ctx: ctx, tx: tx, inserts: map[string]*sql.Stmt{}, sources: map[string]int64{}}
}

// row inserts one row; into names the table and its columns.
func (w *writer) row(into string, values ...any) {
	if w.err != nil {
		return
	}
	insert, ok := w.inserts[into]
	if !ok {
		places := make([]string, len(values))
		for i := range places {
			places[i] = fmt.Sprintf("$%d", i+1)
		}
		insert, w.err = w.tx.PrepareContext(w.ctx, "INSERT INTO "+into+" VALUES ("+strings.Join(places, ", ")+")")
		if w.err != nil {
			w.err = fmt.Errorf("into %s: %w", into, w.err)
			return
		}
		w.inserts[into] = insert
	}
	if _, err := insert.ExecContext(w.ctx, values...); err != nil {
		w.err = fmt.Errorf("into %s: %w", into, err)
	}
}

// list inserts the values of a list, in order. The columns are those of the key,
// the position and the value.
func list[T any](w *writer, into string, values []T, key ...any) {
	for i, v := range values {
		w.row(into, append(append([]any{}, key...), i, v)...)
	}
}

// cite inserts the sources of a record.
func (w *writer) cite(into string, sources []caremodel.Source, key ...any) {
	ids := make([]int64, len(sources))
	for i, s := range sources {
		ids[i] = w.sourceID(s)
	}
	list(w, into, ids, key...)
}

// source returns the key of a record's one source, NULL where it has none.
func (w *writer) source(s caremodel.Source) sql.Null[int64] {
	if s.IsZero() {
		return sql.Null[int64]{}
	}
	return sql.Null[int64]{V: w.sourceID(s), Valid: true}
}

// sourceID returns the key of a source; each is stored once, however many records
// cite it.
func (w *writer) sourceID(s caremodel.Source) int64 {
	key, err := json.Marshal(s)
	if err != nil && w.err == nil {
		w.err = err
	}
	id, ok := w.sources[string(key)]
	if !ok {
		id = int64(len(w.sources) + 1)
		w.sources[string(key)] = id
		w.row("source (id, title, publisher, url, published, fields)", id, orNull(s.Title), orNull(s.Publisher), orNull(s.URL), orNull(s.Published),
			orNull(strings.Join(s.For, " ")))
	}
	return id
}

// ifThere is what a pointer leads to, or NULL.
func ifThere[T any](p *T) sql.Null[T] {
	if p == nil {
		return sql.Null[T]{}
	}
	return sql.Null[T]{V: *p, Valid: true}
}

// orNull returns a value for a column: NULL for the zero value, which the records
// use for what is not known.
func orNull[T comparable](v T) sql.Null[T] {
	var unset T
	return sql.Null[T]{V: v, Valid: v != unset}
}
