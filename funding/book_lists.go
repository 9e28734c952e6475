package funding

import (
	"iter"
	"log/slog"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Years returns the financial years for which the book has money, whatever the view
// keeps, as they pass; of multi-year money all years. It is for a user's menu, as are
// [Book.Streams], [Book.Funds] and [Book.Rounds].
func (b *Book) Years() iter.Seq[FinancialYear] {
	b = b.orEmpty()
	var years []FinancialYear
	for _, s := range b.index.spans.values {
		years = slices.AppendSeq(years, s.year.Through(s.last()))
	}
	slices.SortFunc(years, FinancialYear.Compare)
	return slices.Values(slices.Compact(years))
}

// Streams returns the streams of the book's money, whatever the view keeps, in the
// order of [ByStream].
func (b *Book) Streams() iter.Seq[Stream] {
	b = b.orEmpty()
	return slices.Values(b.index.streams.values)
}

// Funds returns the funds of the ledger by their keys.
func (b *Book) Funds() iter.Seq[Fund] {
	b = b.orEmpty()
	return func(yield func(Fund) bool) {
		for _, f := range b.index.fundRecords {
			if !yield(deep.Copy(f)) {
				return
			}
		}
	}
}

// Rounds returns the rounds of the ledger by their years and keys.
func (b *Book) Rounds() iter.Seq[Round] {
	b = b.orEmpty()
	return func(yield func(Round) bool) {
		for _, r := range b.index.roundRecords {
			if !yield(deep.Copy(r)) {
				return
			}
		}
	}
}

// MarshalJSON is an error: a book is an index, and what is stored and sent is the
// ledger that it was made from, or a table of it.
func (b Book) MarshalJSON() ([]byte, error) {
	return nil, fault.New("funding.Book.MarshalJSON", validate.Format, "",
		"a book is an index: marshal its Ledger, or write it with WriteJSON; for its figures marshal a Table or a Summary; and tag a field of this type `json:\"-\"`")
}

// LogValue returns the programme's slug and how many allocations, funds and rounds
// the book has.
func (b Book) LogValue() slog.Value {
	if b.index == nil {
		return slog.GroupValue()
	}
	return slog.GroupValue(
		slog.String("programme", b.index.programme.Slug()), slog.Int("allocations", b.index.len()),
		slog.Int("funds", len(b.index.fundRecords)), slog.Int("rounds", len(b.index.roundRecords)))
}

// String returns what a log shows.
func (b Book) String() string { return b.LogValue().String() }
