package main

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the driver "duckdb"
)

// duck is a DuckDB database in memory, on all processors.
type duck struct{ db *sql.DB }

// openDuck opens a database and runs statements in it.
func openDuck(statements ...string) (*duck, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // temporary tables belong to a connection
	d := &duck{db}
	if err := d.exec(statements...); err != nil {
		db.Close()
		return nil, err
	}
	return d, nil
}

func (d *duck) close() { d.db.Close() }

func (d *duck) exec(statements ...string) error {
	for _, s := range statements {
		if _, err := d.db.Exec(s); err != nil {
			return fmt.Errorf("%w in %s", err, s)
		}
	}
	return nil
}

// ask runs a question and fetches its rows, which nobody looks at.
func (d *duck) ask(question string) error {
	rows, err := d.db.Query(question)
	if err != nil {
		return fmt.Errorf("%w in %s", err, question)
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

// lines runs a question and returns its rows as sorted lines of text.
func (d *duck) lines(question string) ([]string, error) {
	rows, err := d.db.Query(question)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, question)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	var out []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, line(values...))
	}
	slices.Sort(out)
	return out, rows.Err()
}

// line joins the values of a row.
func line(values ...any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return strings.Join(texts, "|")
}

// quoted is a text as SQL wants it.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
