// Sql stores a programme, the embedded one or the caller's own, in a SQLite
// database, reads it back and asks it questions in SQL, beside the answers of the
// library's own indexes.
//
// Usage:
//
//	go run . [-db FILE] [-programme p.json] [-ledger l.json] [-survey s.json]
//		[-on DAY] [-vanguard SLUG]
//
// Without -db the database is in memory and goes away. The exit code is 0; 1 when the
// records break a rule, or a question could not be answered as the library answers
// it; 2 when the call was wrong, or a file could not be read or is there already. The same tables and queries on
// PostgreSQL are in the tests.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"

	_ "modernc.org/sqlite"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

const (
	exitFine   = 0
	exitAnswer = 1
	exitUsage  = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("sql", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	file := flags.String("db", "", "keep the database in this new `file`")
	programme := flags.String("programme", "", "programme `file` (JSON); without it, the embedded programme")
	ledger := flags.String("ledger", "", "ledger `file` (JSON), in place of the embedded one")
	survey := flags.String("survey", "", "survey `file` (JSON), in place of the embedded one")
	on := flags.String("on", "2016-05-31", "a `day`: print what was committed as known on it")
	slug := flags.String("vanguard", "", "print the money of this vanguard, decision by decision, by its `slug`; without it, of Morecambe Bay or else the first")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, "Stores a programme in SQLite and asks it questions in SQL.\n\nUsage: sql [flags]\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return exitFine
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("%q is no flag", flags.Arg(0))
	}
	var q questions
	if err == nil {
		q.day, err = caremodel.ParseDate(*on)
	}
	if err == nil {
		if q.records, err = readRecords(*programme, *ledger, *survey); err == nil {
			err = q.records.Validate().Err()
		}
		if validate.Of(err).Len() > 0 {
			fmt.Fprintln(stderr, "sql:", err)
			return exitAnswer
		}
	}
	if err == nil {
		err = q.of(*slug)
	}
	if _, missing := os.Stat(*file); err == nil && *file != "" && missing == nil {
		err = fmt.Errorf("%q is there already, and one database holds one programme", *file)
	}
	if err != nil {
		fmt.Fprintln(stderr, "sql:", err)
		return exitUsage
	}
	if err := tell(context.Background(), stdout, *file, q); err != nil {
		fmt.Fprintln(stderr, "sql:", err)
		return exitAnswer
	}
	return exitFine
}

// questions are what is asked of which records.
type questions struct {
	records Records
	day     caremodel.Date
	slug    string
}

// of says whose money is printed.
func (q *questions) of(slug string) error {
	p, err := caremodel.NewProgramme(q.records.Definition)
	if err != nil {
		return err
	}
	q.slug = slug
	if _, err := p.ID("morecambe-bay"); slug == "" && err == nil {
		q.slug = "morecambe-bay"
	} else if vanguards := q.records.Definition.Vanguards; slug == "" && len(vanguards) > 0 {
		q.slug = vanguards[0].Slug
	}
	if q.slug == "" {
		return nil
	}
	_, err = p.ID(q.slug)
	return err
}

// tell stores the programme and prints what the database says of it.
func tell(ctx context.Context, stdout io.Writer, file string, q questions) error {
	name := inMemory
	if file != "" {
		name = (&url.URL{Scheme: "file", Opaque: url.PathEscape(file), RawQuery: "_pragma=foreign_keys(1)"}).String()
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
	store := OnSQLite(db)
	if err := errors.Join(store.Create(ctx), store.Save(ctx, q.records)); err != nil {
		return err
	}
	r, err := newReport(store, stdout, q.records)
	if err != nil {
		return err
	}
	return r.all(ctx, q.day, q.slug)
}

// inMemory is a SQLite database in memory that checks foreign keys.
const inMemory = ":memory:?_pragma=foreign_keys(1)"
