//go:build !unix

package main

import (
	"database/sql"
	"testing"
)

// postgres skips: the tests start the server as systems of the Unix family do.
func postgres(t *testing.T) (*sql.DB, string) {
	t.Helper()
	t.Skip("the PostgreSQL tests need a system of the Unix family")
	return nil, ""
}
