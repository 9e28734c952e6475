package funding

import (
	"fmt"
	"iter"
	"log/slog"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Book answers questions about a ledger that is in order.
//
// # What counts
//
// Requests, promises, awards and payments never add up with each other, and
// national money never adds up silently with local money.
//
//   - Without a status or strength in the filter an allocation counts when it is
//     committed: its approved level, or the sum paid if it was never approved. What
//     was declined or withdrawn is committed no longer. [Row].Uncommitted counts
//     the allocations that are left out because they are not committed.
//   - With a status or strength in the filter each allocation contributes the
//     figure that it has at the strongest of those asked for: Filter{Statuses:
//     {Requested}} is what was asked for. A strength is stronger than those before
//     it, and so is a status of the same strength. What was declined or withdrawn
//     is neither promised nor committed any more: it contributes to Requested,
//     Paid, Declined and Withdrawn only, unless [Filter].Ended is set.
//   - Requested to Approved are levels: the last figure counts. Paid is a flow:
//     instalments add up.
//   - With [ByStatus] or [ByStrength] among the dimensions each allocation stands
//     in one row, its strongest; what has ended stands under its ending.
//   - A figure that is not stated is counted as unknown and enters no sum; a sum
//     paid is known only if every instalment is. Zero pounds is a known amount.
//   - A sum over more than one stream is an error ([MixedStreams]), unless the
//     filter names the streams or [ByStream] is among the dimensions.
//   - A joint award is counted once, for the programme. A filter by vanguard,
//     category, wave or region keeps it only where all its recipients are meant;
//     under such a dimension it stands where all its recipients agree, otherwise
//     under a key with Joint set. [Book.Undivided] lists the awards that cannot be
//     told apart. [Book.WithSplit] divides them by a split that somebody names.
//     A level is divided among the recipients that are still waiting, a flow among
//     all, instalment by instalment.
//   - An award that later awards supersede stands for its amount less what its
//     recipients have since received under those, never below zero, and for
//     nothing, neither committed nor uncommitted, once every recipient has one.
//     This is about levels only: nobody's later award takes a payment back, and a
//     sum that counts because it was paid without approval is a flow too. Money
//     without a recipient is settled only by such money. A successor without a
//     recipient in common settles nothing, one with some counts in full.
//   - Supersession is judged by status, strength and day alone, whatever else a
//     filter asks. A successor settles an award only by a figure of at least the
//     strength that the award counts at in the question: a request settles no
//     award, and who asks for promises alone sees the promise in full.
//   - A successor is taken off once: successors in the order of the day of the event that
//     counts, then of their key; one that names several awards is taken off the
//     first up to what that still stands for, the rest off the next, in the order
//     of its list. In a chain an award loses the greater of its successor's figure and
//     what that successor and its successors come to.
//   - Multi-year money that no source divides stands under a key with Through; a
//     filter by year keeps it only if it names all its years.
//   - The predicates of a filter (From, Until, AtLeast, AtMost) are asked of the
//     event that counts, of payments each instalment. An allocation without such
//     an event matches no predicate and is left out of Row.Uncommitted too.
//
// # Days
//
// [Book.AsAt] takes the view of a day. An event without a day of its own counts
// from the day on which its source was published, else from the next dated event
// of the same allocation, else from the last day of its financial year.
// [Book.Undated] lists the allocations that rest on this rule.
//
// # Views
//
// AsAt, Where and WithSplit return views: Books that share the index, which costs
// next to nothing. They combine in any order.
//
// # What is not known
//
// A figure that nobody published is not £0.00. [Book.Total] is an error of code
// [validate.NotKnown] where no amount of the view is stated, rows leave it out of JSON
// and CSV, and [Book.Summary] and [Table.Vanguards] say for how many vanguards a sum
// is known.
//
// # Errors
//
// Sums are exact. One that does not fit [Money] is an error of code
// [validate.Overflow]; no step on the way can overflow.
//
// # Concurrency
//
// A Book is immutable, shares no memory with the ledger that it was made from,
// and may be used by several goroutines at once. Every answer is the same
// whatever the order of the ledger's records, but for those that are places in the
// ledger.
type Book struct {
	index    *index
	scope    *scope
	warnings validate.Violations
}

// NewBook indexes a ledger whose recipients are vanguards of p. A ledger that
// breaks a rule ([Ledger.Validate]) is rejected, and the error lists every
// violation; warnings are kept for [Book.Warnings]. Payments of one allocation
// that add up to more than [Money] holds are an error of code [validate.Overflow].
// A nil programme is an error of code [validate.Required].
func NewBook(p *caremodel.Programme, l Ledger) (*Book, error) {
	if p == nil {
		return nil, fault.New("funding.NewBook", validate.Required, "", "give the programme whose vanguards receive the money")
	}
	return newBook(p, l, held(l.Allocations))
}

// newBook indexes these allocations with the rest of a ledger. They are checked
// and built in one sweep: reading them out of memory takes as long as either.
func newBook(p *caremodel.Programme, l Ledger, all records) (*Book, error) {
	b, err := indexed(p, l, all)
	if err != nil {
		return nil, err
	}
	if err := b.beyondItems().Err(); err != nil {
		return nil, err
	}
	return b, nil
}

// orEmpty returns the book, or in place of the zero Book one of nothing for a
// programme without vanguards.
func (b *Book) orEmpty() *Book {
	if b.index != nil {
		return b
	}
	empty, err := indexed(new(caremodel.Programme), Ledger{}, held(nil))
	if err != nil {
		return b // not reached: nothing is wrong with nothing
	}
	return empty
}

// indexed returns the book before its stated totals are held against it.
func indexed(p *caremodel.Programme, l Ledger, all records) (*Book, error) {
	k, b := newAuditor(l, all, p, caremodel.Date{}), newBuilder(p, &l)
	found := k.audit(b)
	if err := found.Err(); err != nil {
		return nil, err
	}
	ix, err := b.finish(k.overview.lineage)
	if err != nil {
		return nil, err
	}
	ix.names = *k.filterNames()
	ix.names.streams = streamNames(func() facts.Dict[Stream] { return ix.streams })
	return &Book{ix, everything(), found.Warnings()}, nil
}

// Warnings returns what was odd about the ledger but not refused.
func (b *Book) Warnings() validate.Violations { return b.warnings }

// Programme returns the programme whose vanguards receive the money.
func (b *Book) Programme() *caremodel.Programme {
	b = b.orEmpty()
	return b.index.programme
}

// AsAt returns the view of a day: what was known on it. Events after the day
// are left out; an award is superseded only once its successors are known. On a
// view that is already as at an earlier day, AsAt returns that view. An unset day
// changes nothing.
func (b *Book) AsAt(d caremodel.Date) *Book {
	b = b.orEmpty()
	if d.IsZero() || !d.Before(b.scope.asAt) {
		return b
	}
	s := *b.scope
	s.asAt, s.dayAsked = d, true
	return b.with(&s)
}

// Where returns the view of what a filter keeps. Filters of views of views combine
// with AND. A category, wave, region, vanguard, fund, round or stream that the
// book does not know is an error and not a zero, with a violation for each
// ([validate.Unknown], the path naming the field); so are values that are not
// constants ([validate.Range]), an unset year ([validate.Required]) and bounds the
// wrong way round ([validate.Order]).
func (b *Book) Where(f Filter) (*Book, error) {
	b = b.orEmpty()
	s, err := b.index.narrow(b.scope, f)
	if err != nil {
		return nil, opError("funding.Book.Where", err)
	}
	return b.with(s), nil
}

func (b *Book) with(s *scope) *Book { return &Book{b.index, s, b.warnings} }

// opError puts the operation in front of an error that lists violations.
func opError(op string, err error) error { return fmt.Errorf("%s: %w", op, err) }

// Total returns the sum of the view: of the known amounts that count. Where it has
// none, and either an amount that is not stated or nothing at all, the total is not
// known: an error of code [validate.NotKnown]. Where awards stand behind the view of
// which none is committed it is £0.00. Money of several streams that the filter does
// not name is an error of code [MixedStreams]. [Book.Summary] says what a total rests
// on.
func (b *Book) Total() (Money, error) {
	b = b.orEmpty()
	const op = "funding.Book.Total"
	t, err := b.whole(op, b.scope.named)
	if err != nil {
		return Money{}, err
	}
	r, err := rowOf(op, t)
	if err != nil {
		return Money{}, err
	}
	sum, known := r.Amount()
	if !known {
		return Money{}, fault.New(op, validate.NotKnown, "", "nothing that the view keeps has a stated amount: "+r.Amounts().String())
	}
	return sum, nil
}

// whole adds up the view in one row. Only mixed streams are an error, unless the
// caller is free of that rule.
func (b *Book) whole(op string, free bool) (*facts.Tally, error) {
	l, err := b.index.newLayout(op, nil)
	if err != nil {
		return nil, err
	}
	g, err := b.ask().gather(op, l, free)
	if err != nil {
		return nil, err
	}
	return g.At(0), nil
}

// Len returns the number of allocations that stand behind the view: those that
// [Book.Positions] lists.
func (b *Book) Len() int {
	b = b.orEmpty()
	if t, err := b.whole("funding.Book.Len", true); err == nil && len(b.scope.splits) == 0 {
		return t.Count + t.Unknown // without a split each allocation has one amount
	}
	n := 0
	for range b.Positions() {
		n++
	}
	return n
}

// Positions returns which allocations stand behind the view, as places in the
// ledger's list, ascending: those that count, with a known amount or an unknown
// one. Every sum can be traced by it to the records that it rests on.
func (b *Book) Positions() iter.Seq[int] {
	b = b.orEmpty()
	return b.positions(func(c contribution) bool { return c.status != 0 })
}

// Uncommitted returns which allocations the view leaves out because they are not
// committed, as places in the ledger's list, ascending: those that
// [Row].Uncommitted counts.
func (b *Book) Uncommitted() iter.Seq[int] {
	b = b.orEmpty()
	return b.positions(func(c contribution) bool { return c.status == 0 })
}

// positions returns the places of the claims that are wanted, each once.
func (b *Book) positions(wanted func(contribution) bool) iter.Seq[int] {
	return func(yield func(int) bool) {
		last := -1
		for c := range b.ask().each {
			if wanted(c) && c.position != last {
				last = c.position
				if !yield(last) {
					return
				}
			}
		}
	}
}

// Contribution is what one allocation adds to a view, or one recipient's part of it
// where a split is in force.
type Contribution struct {
	Position   int                    `json:"position"`             // in the ledger's list
	Status     Status                 `json:"status"`               // whose figure counts
	Amount     *Money                 `json:"amount,omitempty"`     // nil = not stated
	Recipients []caremodel.VanguardID `json:"recipients,omitempty"` // of a superseded award those that are still waiting
}

// Contributions returns what stands behind the view, in the order of the ledger:
// of each allocation that counts the amount that it counts for, which of a
// superseded award is what is left of it. The known amounts add up to
// [Book.Total].
func (b *Book) Contributions() iter.Seq[Contribution] {
	b = b.orEmpty()
	return func(yield func(Contribution) bool) {
		q := b.ask()
		for c := range q.each {
			if c.status == 0 {
				continue
			}
			out := Contribution{Position: c.position, Status: c.status}
			if c.known {
				out.Amount = &Money{c.amount}
			}
			for _, v := range q.waiting(&c) {
				if v != noVanguard {
					out.Recipients = append(out.Recipients, b.index.dicts.vanguards.Values[v])
				}
			}
			if !yield(out) {
				return
			}
		}
	}
}

// Undated returns which of the allocations that the filter keeps have an event
// without a day of its own, as places in the ledger's list, ascending: whether a
// view of a day counts them rests on a rule (see "Days"). It lists them whatever
// the day of the view.
func (b *Book) Undated() iter.Seq[int] {
	b = b.orEmpty()
	return func(yield func(int) bool) {
		for position, events := range b.index.columns.All() {
			if b.scope.keeps(b.index.cellOf(position)) && b.index.anyDateless(events) && !yield(position) {
				return
			}
		}
	}
}

func (ix *index) anyDateless(events facts.Range) bool {
	return slices.ContainsFunc(ix.columns.Tags[events.First:events.End], func(t facts.Tag) bool { return t&dateless != 0 })
}

// Undivided returns the joint awards that the view cannot tell apart, as places
// in the ledger's list, ascending: in a view with a filter by vanguard, category,
// wave or region, those that it leaves out because only some of their recipients
// are meant; otherwise all of them. Awards that a split divides are not among
// them.
func (b *Book) Undivided() iter.Seq[int] {
	b = b.orEmpty()
	return func(yield func(int) bool) {
		for position := range b.index.len() {
			if b.undivided(position, b.index.cellOf(position)) && !yield(position) {
				return
			}
		}
	}
}

func (b *Book) undivided(position int, c cell) bool {
	p := b.index.parties[c.party]
	if !p.joint() || b.scope.noJoint {
		return false
	}
	for _, d := range b.scope.splits {
		if d.about(position) {
			return false
		}
	}
	others := *b.scope
	others.keepParties = nil
	if !others.keeps(c) {
		return false
	}
	if b.scope.keepVanguards == nil {
		return true
	}
	some := false
	for _, v := range p.members {
		some = some || b.scope.keepVanguards[v]
	}
	return some && !p.meant(b.scope.keepVanguards)
}

// Years returns the financial years for which the book has money, whatever the view
// keeps, as they pass; of multi-year money all years. It is for a user's menu, as are
// [Book.Streams], [Book.Funds] and [Book.Rounds].
func (b *Book) Years() iter.Seq[FinancialYear] {
	b = b.orEmpty()
	var years []FinancialYear
	for _, s := range b.index.spans.Values {
		years = slices.AppendSeq(years, s.year.Through(s.last()))
	}
	slices.SortFunc(years, FinancialYear.Compare)
	return slices.Values(slices.Compact(years))
}

// Streams returns the streams of the book's money, whatever the view keeps, in the
// order of [ByStream].
func (b *Book) Streams() iter.Seq[Stream] {
	b = b.orEmpty()
	return slices.Values(b.index.streams.Values)
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
