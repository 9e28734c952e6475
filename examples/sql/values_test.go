package main

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// rowsLike has the method that database/sql's rows and pgx's have in common.
type rowsLike interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

// valueCase is a value type and some of its values: the least and the greatest, or
// the whole ladder.
type valueCase struct {
	name   string
	column string // a native type of PostgreSQL for it, beside text
	values []any
	// read reads a column that holds the values with a NULL behind each of them,
	// and, if blanks is set, a blank text behind that.
	read func(t *testing.T, rows rowsLike, blanks bool)
}

func valuesOf[T comparable](name, column string, values ...T) valueCase {
	c := valueCase{name: name, column: column}
	for _, v := range values {
		c.values = append(c.values, v)
	}
	c.read = func(t *testing.T, rows rowsLike, blanks bool) {
		var row T // one variable for all rows, as a careless loop has
		for _, want := range values {
			require.True(t, rows.Next())
			require.NoError(t, rows.Scan(&row))
			require.Equal(t, want, row)

			missing := []string{"NULL"}
			if blanks {
				missing = append(missing, "blank")
			}
			for _, what := range missing {
				require.True(t, rows.Next())
				err := rows.Scan(&row)
				require.ErrorIs(t, err, validate.Required, what)
				require.ErrorContains(t, err, "sql.Null[", what)
			}
		}
		require.False(t, rows.Next())
		require.NoError(t, rows.Err())
	}
	return c
}

// ladderOf is the case of a ladder, from its first value to its last.
func ladderOf[T ~uint8](first, last T) valueCase {
	var all []T
	for v := first; v <= last; v++ {
		all = append(all, v)
	}
	return valuesOf(fmt.Sprintf("%T", first), "text", all...)
}

func valueCases(t *testing.T) []valueCase {
	share := func(num, den int64) coverage.Share {
		s, err := coverage.ShareOf(num, den)
		require.NoError(t, err)
		return s
	}
	quarter, err := funding.ParseQuarter("2015/16 Q4")
	require.NoError(t, err)
	return []valueCase{
		valuesOf("funding.Money", "numeric(19,2)", funding.Pence(-100<<46), funding.Pence(-5), funding.Pence(0), funding.Pence(459_000_000), funding.Pence(100<<46)),
		valuesOf("caremodel.Date", "date", caremodel.MustParseDate("0001-01-02"), caremodel.MustParseDate("2016-02-29"), caremodel.MustParseDate("9999-12-31")),
		valuesOf("caremodel.VanguardID", "uuid", caremodel.VanguardIDFor("a", "b"), caremodel.MustParseVanguardID("ffffffff-ffff-ffff-ffff-ffffffffffff")),
		valuesOf("funding.FinancialYear", "varchar(7)", funding.MustParseFinancialYear("1999/00"), funding.MustParseFinancialYear("9998/99")),
		valuesOf("funding.Quarter", "text", quarter, quarter.Next()),
		valuesOf("caremodel.Ratio", "text", caremodel.Ratio{Num: -1 << 63, Den: 1<<63 - 1}, caremodel.Ratio{Num: 50, Den: 100}),
		valuesOf("coverage.Share", "text", coverage.Share{}, share(1, 2), share(333_333_333_333_333_333, 999_999_999_999_999_998)),
		ladderOf(caremodel.Exactly, caremodel.NotStated),
		ladderOf(caremodel.StageSelected, caremodel.StageWithdrawn),
		ladderOf(funding.Revenue, funding.Unspecified),
		ladderOf(funding.Requested, funding.Withdrawn),
		ladderOf(funding.Request, funding.Disbursement),
		ladderOf(funding.HalfEven, funding.Ceiling),
		ladderOf(funding.SplitEqually, funding.SplitByWeight),
		ladderOf(funding.ByVanguard, funding.ByRound),
		ladderOf(funding.Agrees, funding.CannotBeChecked),
		ladderOf(coverage.Resident, coverage.Served),
		ladderOf(coverage.SchemeGSS, coverage.SchemeODS),
		ladderOf(coverage.Complete, coverage.Derived),
		ladderOf(coverage.MethodExact, coverage.MethodEqualSplit),
		ladderOf(coverage.EventMerge, coverage.EventRename),
		ladderOf(coverage.OnTrack, coverage.Undecided),
		ladderOf(coverage.Agrees, coverage.CannotBeChecked),
	}
}

// fill makes a table of the values, with a NULL and a blank text behind each, and
// returns the query that reads it.
func (c valueCase) fill(t *testing.T, db *sql.DB, table, column string, blanks bool) string {
	t.Helper()
	_, err := db.ExecContext(t.Context(), "CREATE TABLE "+table+" (position integer, value "+column+")")
	require.NoError(t, err)
	position := 0
	insert := func(v any) {
		_, err := db.ExecContext(t.Context(), "INSERT INTO "+table+" VALUES ($1, $2)", position, v)
		require.NoError(t, err)
		position++
	}
	for _, v := range c.values {
		insert(v)
		insert(nil)
		if blanks {
			insert("")
		}
	}
	return "SELECT value FROM " + table + " ORDER BY position"
}

// Every value comes back as it was, from text and from PostgreSQL's own types.
// NULL and blank text are errors that name sql.Null, and never the value of the row
// before.
func TestValues(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		db := sqlite(t)
		for i, c := range valueCases(t) {
			t.Run(c.name, func(t *testing.T) {
				rows, err := db.QueryContext(t.Context(), c.fill(t, db, fmt.Sprint("values_", i), "text", true))
				require.NoError(t, err)
				defer rows.Close()
				c.read(t, rows, true)
			})
		}
	})
	t.Run("postgresql", func(t *testing.T) {
		db, _ := postgres(t)
		for i, c := range valueCases(t) {
			for j, column := range []string{"text", c.column} {
				t.Run(c.name+" "+column, func(t *testing.T) {
					blanks := column == "text"
					rows, err := db.QueryContext(t.Context(), c.fill(t, db, fmt.Sprint("values_", i, "_", j), column, blanks))
					require.NoError(t, err)
					defer rows.Close()
					c.read(t, rows, blanks)
				})
			}
		}
	})
}

// A sql.Null that is used again for every row forgets the row before.
func TestValues_NullForgets(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, db *sql.DB) {
		rows, err := db.QueryContext(t.Context(), "SELECT '4590000.00' UNION ALL SELECT NULL")
		require.NoError(t, err)
		defer rows.Close()
		var amount sql.Null[funding.Money]
		require.True(t, rows.Next())
		require.NoError(t, rows.Scan(&amount))
		require.Equal(t, sql.Null[funding.Money]{V: funding.Pence(459_000_000), Valid: true}, amount)
		require.True(t, rows.Next())
		require.NoError(t, rows.Scan(&amount))
		require.Equal(t, sql.Null[funding.Money]{}, amount)
	})
}

// What has no text is no value for a database: NULL is stored by way of sql.Null.
func TestValues_UnsetIsNotStored(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, db *sql.DB) {
		_, err := db.ExecContext(t.Context(), "CREATE TABLE one (value text)")
		require.NoError(t, err)
		for _, unset := range []any{
			caremodel.Date{}, caremodel.VanguardID{}, caremodel.Ratio{}, caremodel.Stage(0), caremodel.Bound(9),
			funding.FinancialYear{}, funding.Quarter{}, funding.Status(0), funding.Kind(9), coverage.Basis(0), coverage.Verdict(9),
		} {
			_, err := db.ExecContext(t.Context(), "INSERT INTO one VALUES ($1)", unset)
			require.Error(t, err, "%T", unset)
		}
		_, err = db.ExecContext(t.Context(), "INSERT INTO one VALUES ($1)", sql.Null[caremodel.Date]{})
		require.NoError(t, err)
		var n int
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM one WHERE value IS NULL").Scan(&n))
		require.Equal(t, 1, n)
	})
}

// SQLite makes an integer or a float of an amount in a numeric column: it comes back
// as it was, or is refused when it is written. What is no amount is not rounded to one.
func TestValues_NumericColumnOfSQLite(t *testing.T) {
	db := sqlite(t)
	for _, column := range []string{"TEXT", "NUMERIC", "DECIMAL(15,2)", "INTEGER", "REAL", "BLOB", "MONEY", "VARCHAR(20)", "DATE", "DATETIME", "TIMESTAMP"} {
		_, err := db.ExecContext(t.Context(), "DROP TABLE IF EXISTS one; CREATE TABLE one (value "+column+")")
		require.NoError(t, err)
		for _, text := range []string{"0.10", "4590000.00", "4590000.50", "-0.01", "70368744177663.99", "90071992547409.93"} {
			want := funding.MustParseMoney(text)
			_, err := db.ExecContext(t.Context(), "DELETE FROM one")
			require.NoError(t, err)
			if _, err = db.ExecContext(t.Context(), "INSERT INTO one VALUES ($1)", want); text == "90071992547409.93" {
				require.ErrorIs(t, err, validate.Overflow, column)
				continue
			}
			require.NoError(t, err)
			var m funding.Money
			require.NoError(t, db.QueryRowContext(t.Context(), oneValue).Scan(&m), column+" "+text)
			require.Equal(t, want, m, column)
		}
	}
	m := funding.Pence(7)
	require.ErrorIs(t, db.QueryRowContext(t.Context(), "SELECT 0.1 + 0.2").Scan(&m), validate.Precision)
	require.Equal(t, funding.Pence(7), m)
}

const oneValue = "SELECT value FROM one"

// Columns whose driver gives something else than text: days as times, ids as bytes.
func TestValues_OtherColumns(t *testing.T) {
	id := caremodel.VanguardIDFor("england-2015", "morecambe-bay")
	onEachEmpty(t, func(t *testing.T, db *sql.DB) {
		bytes := "BLOB"
		if _, err := db.ExecContext(t.Context(), "SELECT NULL::bytea"); err == nil {
			bytes = "bytea"
		}
		_, err := db.ExecContext(t.Context(), "CREATE TABLE one (day date, moment timestamp, id "+bytes+")")
		require.NoError(t, err)
		_, err = db.ExecContext(t.Context(), "INSERT INTO one VALUES ($1, $2, $3)", caremodel.MustParseDate("2015-03-10"), "2015-03-10 09:30:00", id[:])
		require.NoError(t, err)

		var day caremodel.Date
		var got caremodel.VanguardID
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT day, id FROM one").Scan(&day, &got))
		require.Equal(t, caremodel.MustParseDate("2015-03-10"), day)
		require.Equal(t, id, got)

		require.ErrorIs(t, db.QueryRowContext(t.Context(), "SELECT moment FROM one").Scan(&day), validate.Format, "half past nine is no day")
		require.Equal(t, caremodel.MustParseDate("2015-03-10"), day)
	})
}
