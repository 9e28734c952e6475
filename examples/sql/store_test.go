package main

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// documents returns records as the library writes them.
func documents(t *testing.T, records Records) (definition, ledger, survey string) {
	t.Helper()
	text := func(write func(io.Writer) error) string {
		var b bytes.Buffer
		require.NoError(t, write(&b))
		return b.String()
	}
	return text(records.Definition.WriteJSON), text(records.Ledger.WriteJSON), text(records.Survey.WriteJSON)
}

// requireSame requires two sets of records to be the same to the byte.
func requireSame(t *testing.T, want, got Records) {
	t.Helper()
	wantDefinition, wantLedger, wantSurvey := documents(t, want)
	definition, ledger, survey := documents(t, got)
	require.Equal(t, wantDefinition, definition)
	require.Equal(t, wantLedger, ledger)
	require.Equal(t, wantSurvey, survey)
}

// What comes out is what went in, and answers the same.
func TestStore_ReadBack(t *testing.T) {
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		got, err := store.Load(t.Context())
		require.NoError(t, err)
		requireSame(t, England(), got)

		p, err := caremodel.NewProgramme(got.Definition)
		require.NoError(t, err)
		book, err := funding.NewBook(p, got.Ledger)
		require.NoError(t, err)
		for _, dims := range [][]funding.Dimension{
			{funding.ByStream, funding.ByCategory, funding.ByYear},
			{funding.ByStream, funding.ByVanguard, funding.ByStatus},
			{funding.ByStream, funding.ByFund, funding.ByRound, funding.ByKind},
		} {
			require.Equal(t, table(t, funding.England(), dims...), table(t, book, dims...))
		}
		require.Equal(t, funding.England().Reconcile(), book.Reconcile())

		atlas, err := coverage.NewAtlas(p, got.Survey)
		require.NoError(t, err)
		for _, f := range []coverage.Filter{{}, {Categories: []caremodel.Category{caremodel.EHCH}, Layers: []string{"care-homes"}}} {
			require.Equal(t, account(t, coverage.England(), f), account(t, atlas, f))
		}
		require.Equal(t, coverage.England().Reconcile(), atlas.Reconcile())
	})
}

func table(t *testing.T, b *funding.Book, dims ...funding.Dimension) string {
	t.Helper()
	rows, err := b.Table(dims...)
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, rows.WriteCSV(&text))
	return text.String()
}

func account(t *testing.T, a *coverage.Atlas, f coverage.Filter) coverage.Account {
	t.Helper()
	s, err := a.Select(f)
	require.NoError(t, err)
	return s.Account()
}

// Every field that the embedded programme leaves blank.
func TestStore_ReadBackEverything(t *testing.T) {
	records := everything(t)
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), records))
		got, err := store.Load(t.Context())
		require.NoError(t, err)
		requireSame(t, records, got)
		require.Equal(t, records, got)
	})
}

// An id that a definition leaves to the slugs stands in the row.
func TestStore_IDsAreFilledIn(t *testing.T) {
	records := England()
	for i := range records.Definition.Vanguards {
		records.Definition.Vanguards[i].ID = caremodel.VanguardID{}
	}
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), records))
		got, err := store.Load(t.Context())
		require.NoError(t, err)
		requireSame(t, England(), got)
	})
}

// Records that break a rule are refused, and whatever fails on the way leaves
// nothing behind.
func TestStore_AllOrNothing(t *testing.T) {
	broken := England()
	broken.Ledger.Allocations[0].Round = "no such round"
	broken.Survey.Base.Units[0].People = -1
	onEach(t, func(t *testing.T, store Store) {
		err := store.Save(t.Context(), broken)
		require.ErrorIs(t, err, validate.Unknown)
		require.ErrorIs(t, err, validate.Range)
		require.Contains(t, err.Error(), "ledger.allocations[0].round")
		require.Zero(t, count(t, store, "vanguard"))

		require.NoError(t, store.Save(t.Context(), England()))
		require.Error(t, store.Save(t.Context(), England()), "the tables are not empty")
		require.Equal(t, 50, count(t, store, "vanguard"))
		require.Equal(t, 154, count(t, store, "event"))
	})
}

// The databases refuse what no record says: an amount beside "not stated", none
// beside a figure, money for a vanguard that there is not, a text for a number.
func TestStore_Constraints(t *testing.T) {
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		for _, change := range []string{
			"UPDATE event SET amount = NULL, bound = 'exactly'",
			"UPDATE event SET amount = '1.00', bound = 'not-stated'",
			"UPDATE recipient SET vanguard = '00000000-0000-5000-8000-000000000000'",
			"UPDATE vanguard SET gp_practices = 'many'",
			"DELETE FROM vanguard",
		} {
			_, err := store.db.ExecContext(t.Context(), change)
			require.Error(t, err, change)
		}
	})
}

// A text that no reader of the library takes is an error that names the query and
// the text, and no record is made of it.
func TestStore_SpoiledRow(t *testing.T) {
	onEach(t, func(t *testing.T, store Store) {
		require.NoError(t, store.Save(t.Context(), England()))
		for change, says := range map[string]string{
			"UPDATE event SET status = 'planned' WHERE position = 1": "planned",
			"UPDATE allocation SET kind = ''":                        "blank",
		} {
			tx, err := store.db.BeginTx(t.Context(), nil)
			require.NoError(t, err)
			_, err = tx.ExecContext(t.Context(), change)
			require.NoError(t, err)
			r := &reader{ctx: t.Context(), tx: tx}
			r.readSources()
			r.readLedger()
			require.ErrorContains(t, r.err, says)
			require.ErrorContains(t, r.err, "SELECT")
			_, coded := errors.AsType[validate.Violation](r.err)
			require.True(t, coded)
			require.NoError(t, tx.Rollback())
		}
	})
}

// hostile puts a text behind whatever people read: names, notes and sources.
func hostile(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			hostile(v.Elem(), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			hostile(v.Index(i), text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[caremodel.Wave]() || v.Type() == reflect.TypeFor[coverage.Layer]() {
			return // others refer to them by their names
		}
		for field, value := range v.Fields() {
			words := []string{"Name", "Area", "Host", "Organisation", "Element", "Note", "Reason", "Title", "Publisher", "Description", "Aim"}
			if field.Type == reflect.TypeFor[string]() && slices.Contains(words, field.Name) && value.String() != "" {
				value.SetString(value.String() + text)
			} else if field.IsExported() {
				hostile(value, text)
			}
		}
	}
}

// Names that break a query, a table or a page come back as they were.
func TestStore_HostileNames(t *testing.T) {
	random := rand.New(rand.NewPCG(2015, 1))
	marks := []string{"'", `"`, "`", ";", "--", "/*", "=", "@", "%", "_", `\`, "$1", "?", ":a", "|", "<b>", "\u202e", "\u00a0", "é", "日"}
	for range 3 {
		random.Shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
		records := everything(t)
		hostile(reflect.ValueOf(&records).Elem(), " "+strings.Join(marks, "")+".")
		onEach(t, func(t *testing.T, store Store) {
			require.NoError(t, store.Save(t.Context(), records))
			got, err := store.Load(t.Context())
			require.NoError(t, err)
			require.Equal(t, records, got)
		})
	}
}
