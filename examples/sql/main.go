// Sql stores the embedded programme in a SQLite database in memory, reads it back
// and asks it questions in SQL, beside the answers of the library's own indexes.
//
// Usage:
//
//	go run . [-on DAY] [-vanguard SLUG]
//
// The exit code is 0; 1 when a question could not be answered, or not as the
// library answers it; 2 when the call was wrong. The same tables and queries on
// PostgreSQL are in the tests.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	_ "modernc.org/sqlite"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

const (
	exitFine   = 0
	exitAnswer = 1
	exitUsage  = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("sql", flag.ContinueOnError)
	flags.SetOutput(stderr)
	on := flags.String("on", "2016-05-31", "a day: print what was committed as known on it")
	slug := flags.String("vanguard", "morecambe-bay", "print the money of this vanguard, decision by decision")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Stores the embedded programme in SQLite and asks it questions in SQL.\n\nUsage: sql [-on DAY] [-vanguard SLUG]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return exitFine
	} else if err != nil {
		return exitUsage
	}
	day, err := caremodel.ParseDate(*on)
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("%q is no flag", flags.Arg(0))
	}
	if err == nil {
		_, err = caremodel.England().ID(*slug)
	}
	if err != nil {
		fmt.Fprintln(stderr, "sql:", err)
		return exitUsage
	}
	if err := tell(context.Background(), stdout, day, *slug); err != nil {
		fmt.Fprintln(stderr, "sql:", err)
		return exitAnswer
	}
	return exitFine
}

// tell stores the programme and prints what the database says of it.
func tell(ctx context.Context, stdout io.Writer, day caremodel.Date, slug string) error {
	db, err := sql.Open("sqlite", inMemory)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
	store := OnSQLite(db)
	if err := store.Create(ctx); err != nil {
		return err
	}
	if err := store.Save(ctx, England()); err != nil {
		return err
	}
	return report{store: store, out: stdout}.all(ctx, day, slug)
}

// inMemory is a SQLite database in memory that checks foreign keys.
const inMemory = ":memory:?_pragma=foreign_keys(1)"
