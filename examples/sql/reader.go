package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// reader reads rows in one transaction. After the first error it does nothing
// more. It asks one query a table and none within another, so that one connection
// is enough.
type reader struct {
	ctx     context.Context
	tx      *sql.Tx
	sources map[int64]caremodel.Source
	err     error
}

// each calls row for every row of a query. The row scans its columns with scan,
// into variables of its own: nothing is left over from the row before.
func (r *reader) each(query string, row func(scan func(columns ...any))) {
	if r.err != nil {
		return
	}
	rows, err := r.tx.QueryContext(r.ctx, query)
	if err != nil {
		r.err = fmt.Errorf("%s: %w", query, err)
		return
	}
	defer rows.Close()
	for r.err == nil && rows.Next() {
		row(func(columns ...any) {
			if err := rows.Scan(columns...); err != nil {
				r.err = fmt.Errorf("%s: %w", query, err)
			}
		})
	}
	if err := rows.Err(); err != nil && r.err == nil {
		r.err = fmt.Errorf("%s: %w", query, err)
	}
}

// readAll returns a record for each row of a query. The function names where the
// columns go.
func readAll[T any](r *reader, query string, columns func(record *T) []any) []T {
	var all []T
	r.each(query, func(scan func(...any)) {
		var record T
		scan(columns(&record)...)
		all = append(all, record)
	})
	return all
}

// lists returns the values of a table of lists by their key, in order. The
// function names where the columns go, those of the key first.
func lists[K comparable, V any](r *reader, query string, columns func(key *K, value *V) []any) map[K][]V {
	all := map[K][]V{}
	r.each(query, func(scan func(...any)) {
		var key K
		var value V
		scan(columns(&key, &value)...)
		all[key] = append(all[key], value)
	})
	return all
}

// place is a record within the list of another: the second partner of a vanguard.
type place[K comparable] struct {
	of       K
	position int
}

// of names the columns of a list by one key.
func of[K comparable, V any](key *K, value *V) []any { return []any{key, value} }

// within names the columns of a list by a place.
func within[K comparable, V any](key *place[K], value *V) []any {
	return []any{&key.of, &key.position, value}
}

// cited names the columns of a list of sources by one key.
func cited[K comparable](r *reader) func(*K, *caremodel.Source) []any {
	return func(key *K, s *caremodel.Source) []any { return []any{key, r.source(s)} }
}

// citedWithin names the columns of a list of sources by a place.
func citedWithin[K comparable](r *reader) func(*place[K], *caremodel.Source) []any {
	return func(key *place[K], s *caremodel.Source) []any {
		return []any{&key.of, &key.position, r.source(s)}
	}
}

// readSources reads the table that all others refer to.
func (r *reader) readSources() {
	r.sources = map[int64]caremodel.Source{}
	r.each("SELECT id, title, publisher, url, published, fields FROM source", func(scan func(...any)) {
		var id int64
		var s caremodel.Source
		var fields string
		scan(&id, maybe(&s.Title), maybe(&s.Publisher), maybe(&s.URL), maybe(&s.Published), maybe(&fields))
		s.For = strings.Fields(fields)
		if len(s.For) == 0 {
			s.For = nil
		}
		r.sources[id] = s
	})
}

// source returns where a column that refers to a source goes; NULL is no source.
func (r *reader) source(s *caremodel.Source) sql.Scanner {
	return column(func(src any) error {
		var id sql.Null[int64]
		if err := id.Scan(src); err != nil {
			return err
		}
		*s = caremodel.Source{}
		if !id.Valid {
			return nil
		}
		known, ok := r.sources[id.V]
		if !ok {
			return fmt.Errorf("no source %d", id.V)
		}
		*s = known
		return nil
	})
}

// there reads a column that may be NULL into a pointer, nil for NULL.
func there[T any](into **T) sql.Scanner {
	return column(func(src any) error {
		var v sql.Null[T]
		if err := v.Scan(src); err != nil {
			return err
		}
		*into = nil
		if v.Valid {
			*into = &v.V
		}
		return nil
	})
}

// maybe returns where a column goes that may be NULL: the zero value stands for
// it, and never what the variable held before.
func maybe[T any](into *T) sql.Scanner {
	return column(func(src any) error {
		var v sql.Null[T]
		if err := v.Scan(src); err != nil {
			return err
		}
		*into = v.V
		return nil
	})
}

// column is a function that takes a column's value.
type column func(src any) error

// Scan takes the value.
func (c column) Scan(src any) error { return c(src) }
