package main

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"
)

// onEach runs a test on a fresh database of each kind, with the tables made.
func onEach(t *testing.T, test func(t *testing.T, store Store)) {
	t.Run("sqlite", func(t *testing.T) {
		store := OnSQLite(sqlite(t))
		require.NoError(t, store.Create(t.Context()))
		test(t, store)
	})
	t.Run("postgresql", func(t *testing.T) {
		db, _ := postgres(t)
		store := OnPostgreSQL(db)
		require.NoError(t, store.Create(t.Context()))
		test(t, store)
	})
}

// onEachEmpty runs a test on a fresh database of each kind, without tables.
func onEachEmpty(t *testing.T, test func(t *testing.T, db *sql.DB)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqlite(t)) })
	t.Run("postgresql", func(t *testing.T) {
		db, _ := postgres(t)
		test(t, db)
	})
}

// sqlite returns a fresh database in memory.
func sqlite(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", inMemory)
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// count returns how many rows a table has.
func count(t *testing.T, store Store, table string) int {
	t.Helper()
	var n int
	require.NoError(t, store.db.QueryRowContext(context.Background(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}
