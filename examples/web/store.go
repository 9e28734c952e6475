package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite", without a C compiler
)

// store keeps the records in SQLite, each part as a document in the library's wire
// format: it is canonical, so what is read back is what was written, to the byte.
// examples/sql shows the same records as tables that can be asked in SQL.
type store struct{ db *sql.DB }

// openStore opens the file, or memory where there is none.
func openStore(ctx context.Context, file string) (*store, error) {
	source := ":memory:"
	if file != "" {
		source = "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file) + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"
	}
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // one writer; a memory database is its connection's own
	const schema = `CREATE TABLE IF NOT EXISTS document (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT`
	if _, err := db.ExecContext(ctx, schema); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &store{db}, nil
}

func (s *store) close() { s.db.Close() }

// load returns the stored records, and whether there are any.
func (s *store) load(ctx context.Context) (records, bool, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT name, json FROM document`)
	if err != nil {
		return records{}, false, err
	}
	defer rows.Close()
	parts := map[string][]byte{}
	for rows.Next() {
		var name string
		var text []byte
		if err := rows.Scan(&name, &text); err != nil {
			return records{}, false, err
		}
		parts[name] = text
	}
	if err := rows.Err(); err != nil || len(parts) == 0 {
		return records{}, false, err
	}
	r, err := unmarshal(parts)
	return r, true, err
}

// save replaces all parts in one transaction.
func (s *store) save(ctx context.Context, r records) error {
	parts, err := r.marshal()
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	if _, err := tx.ExecContext(ctx, `DELETE FROM document`); err != nil {
		return err
	}
	for name, text := range parts {
		const put = `INSERT INTO document (name, json) VALUES (?, ?)`
		if _, err := tx.ExecContext(ctx, put, name, string(text)); err != nil {
			return err
		}
	}
	return tx.Commit()
}
