package main

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
)

// The schema of each database, one for a store.
var (
	//go:embed schema/sqlite.sql
	sqliteSchema string
	//go:embed schema/postgres.sql
	postgresSchema string
)

// Store keeps the records of one programme in a database. All queries but the
// schema are the same for SQLite and PostgreSQL.
type Store struct {
	db     *sql.DB
	schema string
}

// OnSQLite returns a store on a SQLite database, which has to check foreign keys.
func OnSQLite(db *sql.DB) Store { return Store{db, sqliteSchema} }

// OnPostgreSQL returns a store on a PostgreSQL database.
func OnPostgreSQL(db *sql.DB) Store { return Store{db, postgresSchema} }

// Create makes the tables.
func (s Store) Create(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, s.schema)
	return err
}

// Save stores records in empty tables: all of them, or none and an error. Records
// that break a rule are refused with every violation.
func (s Store) Save(ctx context.Context, records Records) error {
	if err := records.Validate().Err(); err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := newWriter(ctx, tx)
	w.writeDefinition(records.Definition)
	w.writeLedger(records.Ledger)
	w.writeSurvey(records.Survey)
	if w.err != nil {
		return fmt.Errorf("store records: %w", w.err)
	}
	return tx.Commit()
}

// Load reads the records back: those of one moment, whoever writes meanwhile.
func (s Store) Load(ctx context.Context) (Records, error) {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return Records{}, err
	}
	defer tx.Rollback()
	r := &reader{ctx: ctx, tx: tx}
	r.readSources()
	records := Records{r.readDefinition(), r.readLedger(), r.readSurvey()}
	if r.err != nil {
		return Records{}, fmt.Errorf("read records: %w", r.err)
	}
	return records, tx.Commit()
}
