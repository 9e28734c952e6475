package main

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// The same values by way of pgx itself, which asks for columns in binary form and
// calls Value and Scan without database/sql.
func TestPgx_ValuesByPgx(t *testing.T) {
	db, address := postgres(t)
	conn, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	for i, c := range valueCases(t) {
		for j, column := range []string{"text", c.column} {
			blanks, table := column == "text", fmt.Sprint("values", i, "_", j)
			rows, err := conn.Query(t.Context(), c.fill(t, db, table, column, blanks))
			require.NoError(t, err)
			c.read(t, pgxRows{rows}, blanks)
			rows.Close()

			for _, v := range c.values {
				var n int
				require.NoError(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM "+table+" WHERE value = $1", v).Scan(&n))
				require.Equal(t, 1, n, c.name)
			}
		}
	}
}

// pgxRows goes on after a row that could not be scanned, where pgx ends the query.
type pgxRows struct{ pgx.Rows }

func (r pgxRows) Scan(into ...any) error {
	plan := r.Conn().TypeMap()
	field := r.FieldDescriptions()[0]
	return plan.Scan(field.DataTypeOID, field.Format, r.RawValues()[0], into[0])
}
