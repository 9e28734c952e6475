package main

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// What a caller asks; the text is the same for both databases.
var (
	//go:embed queries/committed.sql
	committedQuery string
	//go:embed queries/chained.sql
	chainedQuery string
	//go:embed queries/covered.sql
	coveredQuery string
	//go:embed queries/joint.sql
	jointQuery string
	//go:embed queries/naive.sql
	naiveQuery string
	//go:embed queries/history.sql
	historyQuery string
)

// lastDay is after everything: as at this day everything is known.
var lastDay = caremodel.MustParseDate("9999-12-31")

// Committed returns the money of a stream that was committed as known on a day,
// by category and year, in the form and the order of a book's table. Awards that
// supersede several, or that are superseded in their turn, are an error: ask a book.
func (s Store) Committed(ctx context.Context, stream funding.Stream, day caremodel.Date) ([]funding.Row, error) {
	chained, err := query(ctx, s.db, chainedQuery, func(id *string) []any { return []any{id} })
	if err != nil {
		return nil, err
	}
	if len(chained) > 0 {
		return nil, fmt.Errorf("award %q supersedes several, or supersedes one and is superseded itself: ask a book of these records", chained[0])
	}
	return query(ctx, s.db, committedQuery, func(r *funding.Row) []any {
		return []any{
			maybe(&r.Key.Category), &r.Key.Joint, &r.Key.Year, maybe(&r.Key.Through),
			pence(&r.Sum), pence(&r.Min), pence(&r.Max), &r.Count, &r.Unknown, &r.Uncommitted,
		}
	}, stream, day)
}

// People is what the footprints of a category cover.
type People struct {
	Areas   int   // named by one footprint or more
	Naive   int64 // added up, with everybody who is in two footprints twice
	Covered coverage.Estimate
	Aside   int // vanguards all of whose footprints are in layers that stand aside
}

// text is the people covered in words, without the whole population; where all vanguards stand aside nothing is
// known of them.
func (p People) text() string {
	if p.Covered.Meant == 0 && p.Aside > 0 {
		return "not known"
	}
	known := p.Covered
	if known.Known() {
		known.Missing = 0
	}
	return strings.Replace(known.String(), " of "+grouped(known.Of), "", 1)
}

// missing is of how many of the vanguards meant the areas are not, or not wholly,
// known.
func (p People) missing() string {
	return fmt.Sprintf("%d of %d", p.Covered.Missing+p.Aside, p.Covered.Meant+p.Aside)
}

// Covered returns the people of a category's footprints, those of all categories
// for a blank one.
func (s Store) Covered(ctx context.Context, category caremodel.Category) (People, error) {
	all, err := query(ctx, s.db, coveredQuery, func(p *People) []any {
		return []any{&p.Areas, &p.Naive, &p.Covered.Low, &p.Covered.High, &p.Covered.Of, &p.Covered.Approximate, &p.Covered.Meant, &p.Covered.Missing, &p.Aside}
	}, category)
	if err != nil {
		return People{}, err
	}
	return all[0], nil
}

// Joint is a joint award with its last decision.
type Joint struct {
	ID         funding.AllocationID
	Year       funding.FinancialYear
	Through    funding.FinancialYear
	Status     funding.Status
	Amount     sql.Null[funding.Money] // NULL = not stated
	Recipients int
}

// Joint returns the joint awards, each once.
func (s Store) Joint(ctx context.Context) ([]Joint, error) {
	return query(ctx, s.db, jointQuery, func(j *Joint) []any {
		return []any{&j.ID, &j.Year, maybe(&j.Through), &j.Status, &j.Amount, &j.Recipients}
	})
}

// Naive returns what a join with the recipients makes of the promises of a
// stream: joint awards several times.
func (s Store) Naive(ctx context.Context, stream funding.Stream) (funding.Money, error) {
	all, err := query(ctx, s.db, naiveQuery, func(m *funding.Money) []any { return []any{pence(m)} }, stream)
	if err != nil {
		return funding.Money{}, err
	}
	return all[0], nil
}

// Decision is one event of a vanguard's money.
type Decision struct {
	Year       funding.FinancialYear
	Stream     funding.Stream
	On         sql.Null[caremodel.Date]
	Status     funding.Status
	Amount     sql.Null[funding.Money]
	Bound      caremodel.Bound
	Recipients int
}

// History returns what was decided about a vanguard's money.
func (s Store) History(ctx context.Context, slug string) ([]Decision, error) {
	return query(ctx, s.db, historyQuery, func(d *Decision) []any {
		return []any{&d.Year, &d.Stream, &d.On, &d.Status, &d.Amount, &d.Bound, &d.Recipients}
	}, slug)
}

// query returns a value for each row. The function names where the columns go.
func query[T any](ctx context.Context, db *sql.DB, text string, columns func(*T) []any, arguments ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, text, arguments...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var row T
		if err := rows.Scan(columns(&row)...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// pence returns where a column of pence goes that a query added up.
func pence(into *funding.Money) sql.Scanner {
	return column(func(src any) error {
		var n sql.Null[int64]
		if err := n.Scan(src); err != nil {
			return err
		}
		*into = funding.Pence(n.V)
		return nil
	})
}
