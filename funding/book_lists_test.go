package funding_test

import (
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

func TestBook_Lists(t *testing.T) {
	l := inOrder()
	l.Allocations[3].Through = funding.MustParseFinancialYear("2018/19")
	l.Rounds[0].Limit = money("£9m")
	b, err := funding.NewBook(smallProgramme(t, 5), l)
	require.NoError(t, err)
	var years []string
	for y := range b.Years() {
		years = append(years, y.String())
	}
	require.Equal(t, []string{"2015/16", "2016/17", "2017/18", "2018/19"}, years)
	require.Equal(t, []funding.Stream{funding.StreamTransformation, funding.StreamMatched}, slices.Collect(b.Streams()))
	require.Equal(t, l.Funds, slices.Collect(b.Funds()))
	rounds := slices.Collect(b.Rounds())
	require.Equal(t, []funding.Round{l.Rounds[1], l.Rounds[0]}, rounds, "by year and key")

	// What is handed out shares no memory with the book.
	rounds[1].Limit, rounds[1].Sources[0].Title = money("1"), "changed"
	slices.Collect(b.Funds())[0].Limits[0].Amount = funding.Pence(1)
	l.Funds[0].Limits[0].Amount = funding.Pence(2)
	require.Equal(t, funding.MustParseMoney("£9m"), *slices.Collect(b.Rounds())[1].Limit)
	require.Equal(t, "A table", slices.Collect(b.Rounds())[1].Sources[0].Title)
	require.Equal(t, funding.MustParseMoney("£9m"), slices.Collect(b.Funds())[0].Limits[0].Amount)
}

// A book is no document: encoding it is an error that says what to encode, by value
// as by pointer and within other records.
func TestBook_MarshalJSON(t *testing.T) {
	b := funding.England()
	for _, v := range []any{b, *b, struct{ Book funding.Book }{*b}} {
		_, err := json.Marshal(v)
		require.ErrorIs(t, err, validate.Format)
		require.ErrorContains(t, err, "Ledger")
		require.ErrorContains(t, err, `json:"-"`)
	}
}

func TestBook_LogValue(t *testing.T) {
	var out strings.Builder
	slog.New(slog.NewTextHandler(&out, nil)).Info("read", "book", funding.England(), "none", funding.Book{})
	require.Contains(t, out.String(), "book.programme=")
	require.Contains(t, out.String(), "book.allocations=")
	require.NotContains(t, out.String(), "none")
}

// The awards of a round are held against its own limit; equal passes.
func TestRound_Limit(t *testing.T) {
	l := inOrder()
	l.Rounds[0].Limit = money("£7m")
	require.Empty(t, findings(l.Validate(nil)))
	l.Rounds[0].Limit = money("£6,999,999.99")
	require.Equal(t, []finding{warning("rounds[0].limit", funding.Overcommitted)}, findings(l.Validate(nil)))
	l.Rounds[0].Limit = money("-1")
	require.Equal(t, []finding{failure("rounds[0].limit", funding.Negative)}, findings(l.Validate(nil)))
	l.Rounds[0].Limit = nil
	l.Rounds[1].Limit = money("£2.9m") // an award of £2.9m in principle, settled in part by £1.2m
	require.Empty(t, findings(l.Validate(nil)))
	l.Rounds[1].Limit = money("£1.1m")
	require.Equal(t, []finding{warning("rounds[1].limit", funding.Overcommitted)}, findings(l.Validate(nil)))

	l = inOrder()
	l.Rounds[0].Year = funding.MustParseFinancialYear("0216/17")
	require.Contains(t, findings(l.Validate(nil)), warning("rounds[0].year", validate.Unlikely))
}
