package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// requireCommitted requires the database to answer as the book does, row by row
// and in the same order: for every stream and as at every one of these days.
func requireCommitted(t *testing.T, store Store, book *funding.Book, streams []funding.Stream, days []caremodel.Date) {
	t.Helper()
	rows := 0
	for _, stream := range streams {
		money, err := book.Where(funding.Filter{Streams: []funding.Stream{stream}})
		require.NoError(t, err)
		for _, day := range days {
			want, err := money.AsAt(day).Table(funding.ByCategory, funding.ByYear)
			require.NoError(t, err)
			got, err := store.Committed(t.Context(), stream, day)
			require.NoError(t, err)
			require.Equal(t, slices.Collect(want.Rows()), got, "%s as at %v", stream, day)
			rows += len(got)
		}
	}
	require.NotZero(t, rows)
}

// eventDays returns every day on which anything was decided or published.
func eventDays(l funding.Ledger) []caremodel.Date {
	days := []caremodel.Date{lastDay}
	for _, a := range l.Allocations {
		days = append(days, a.Year.End())
		for _, e := range a.Events {
			days = append(days, e.On, e.Figure.Source.Published)
		}
	}
	slices.SortFunc(days, caremodel.Date.Compare)
	days = slices.Compact(days)
	return slices.DeleteFunc(days, caremodel.Date.IsZero)
}

func TestQuery_Committed(t *testing.T) {
	ledger := funding.EnglandLedger()
	streams := []funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamCentralSupport, funding.StreamElsewhere}
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		requireCommitted(t, store, funding.England(), streams, eventDays(ledger))
	})
}

// The nine PACS of 2015/16: £45.85m, as published.
func TestQuery_CommittedAsPublished(t *testing.T) {
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		rows, err := store.Committed(t.Context(), funding.StreamTransformation, lastDay)
		require.NoError(t, err)
		require.Equal(t, funding.Key{Category: caremodel.PACS, Year: funding.MustParseFinancialYear("2015/16")}, rows[0].Key)
		require.Equal(t, funding.MustParseMoney("£45.85m"), rows[0].Sum)
		require.Equal(t, 9, rows[0].Count)
	})
}

// One amount for five vanguards is one amount. The careless join makes five of it.
func TestJoint_Awards(t *testing.T) {
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		awards, err := store.Joint(t.Context())
		require.NoError(t, err)
		require.Len(t, awards, 1)
		require.Equal(t, 5, awards[0].Recipients)
		require.Equal(t, funding.MustParseMoney("£41m"), awards[0].Amount.V)

		promises, err := funding.England().Where(funding.Filter{
			Streams: []funding.Stream{funding.StreamTransformation}, Statuses: []funding.Status{funding.ApprovedInPrinciple},
		})
		require.NoError(t, err)
		once, err := promises.Total()
		require.NoError(t, err)
		careless, err := store.Naive(t.Context(), funding.StreamTransformation)
		require.NoError(t, err)
		require.Equal(t, funding.MustParseMoney("£41m"), once)
		require.Equal(t, funding.MustParseMoney("£205m"), careless)
	})
}

func TestQuery_Covered(t *testing.T) {
	categories := []caremodel.Category{"", caremodel.PACS, caremodel.MCP, caremodel.EHCH, caremodel.UEC, caremodel.ACC}
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		for _, c := range categories {
			var f coverage.Filter
			if c != "" {
				f.Categories = []caremodel.Category{c}
			}
			want := account(t, coverage.England(), f)
			got, err := store.Covered(t.Context(), c)
			require.NoError(t, err)
			if c == caremodel.EHCH { // stand aside
				require.False(t, want.Covered.Known())
				require.Equal(t, "not known", got.text())
			} else {
				require.Equal(t, want.Covered, got.Covered, c)
			}
			require.Equal(t, want.Naive, got.Naive, c)
			areas := 0
			for _, m := range want.Multiplicity {
				areas += m.Units
			}
			require.Equal(t, areas, got.Areas, c)
		}
		all, err := store.Covered(t.Context(), "")
		require.NoError(t, err)
		require.Greater(t, all.Naive, all.Covered.High, "some people are in two footprints")
		require.Less(t, all.Covered.Low, all.Covered.High, "some footprints hold shares")
	})
}

func TestQuery_History(t *testing.T) {
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		decisions, err := store.History(t.Context(), "morecambe-bay")
		require.NoError(t, err)
		require.Len(t, decisions, 6)
		require.Equal(t, funding.ApprovedInPrinciple, decisions[0].Status)
		require.Equal(t, 5, decisions[0].Recipients)
		require.Equal(t, caremodel.MustParseDate("2015-07-31"), decisions[0].On.V)
		require.False(t, decisions[1].On.Valid, "not known is NULL, and not the day of the row before")
		require.Zero(t, decisions[1].On.V)
	})
}

// Ledgers of every turn that decisions take: declined, withdrawn, paid in
// instalments and clawed back, not stated, undated, joint, superseded, of several
// years. They come back the same, and the database answers as the book does.
func TestQuery_RandomLedgers(t *testing.T) {
	for seed := range uint64(4) {
		records := England()
		records.Ledger = randomLedger(t, seed, 300)
		book, err := funding.NewBook(caremodel.England(), records.Ledger)
		require.NoError(t, err)
		days := eventDays(records.Ledger)
		some := []caremodel.Date{lastDay}
		for i := 0; i < len(days); i += 1 + len(days)/6 {
			some = append(some, days[i])
		}
		onEach(t, func(t *testing.T, store Store) {
			require.NoError(t, store.Save(t.Context(), records))
			got, err := store.Load(t.Context())
			require.NoError(t, err)
			requireSame(t, records, got)
			requireCommitted(t, store, book, randomStreams, some)
		})
	}
}
