// Package funding models what money a programme asked for, promised and paid:
// to the penny, with its history and its sources.
//
// The types you meet first: a [Ledger] is the records, a [Book] the index that [NewBook]
// makes of them, a [Filter] says what to look at, and a [Table] of rows ([Row]) of [Money]
// is what comes out.
//
// # Words
//
// A finance officer, a journalist and an analyst use the same words for
// different things. Here they mean:
//
//   - Fund: a pot with an owner and a limit for a year or several ([Fund]).
//   - Round: one occasion on which a fund's money was asked for and decided
//     ([Round]).
//   - Allocation: a sum for one purpose, with every decision about it from request
//     to payment ([Allocation]).
//   - Joint award: one amount for several recipients that nobody has divided.
//   - Event: one decision or one payment ([Event]).
//   - Requested, earmarked, approved in principle, approved, paid: the ladder of
//     decisions ([Status]). Earmarked money is set aside; approved in principle is
//     a promise whose sum or split is to be settled; approved, allocated and
//     awarded are the same commitment; paid, spent and outturn are the same
//     payment.
//   - Request, pledge, commitment, disbursement: how firm money is ([Strength]).
//   - Transformation money is national, matched money is the vanguard's own beside
//     it, central support is spent by the programme, elsewhere is another route
//     ([Stream]).
//   - Revenue pays running costs, capital pays for things that last ([Kind]).
//   - Clawback: a negative payment, with a reason.
//   - Element: a part of an award that is told apart, as "evaluation".
//   - Stated total: a sum that somebody published, held against the ledger's own
//     figures and never added to them ([Stated]).
//
// Zero pounds is a decision. A figure that is not stated is not zero: it is
// counted as unknown and enters no sum. No record at all is neither.
//
// # Representation
//
// [Money] is whole pence, [FinancialYear] runs from 1 April to 31 March. A
// [Ledger] holds the records as plain structs that callers fill, store and send.
// [NewBook] checks a ledger and gives the [Book]: an immutable index that answers
// questions. [EnglandLedger] and [England] are the published money of the NHS
// England New Care Models programme, 2015 to 2018.
//
// # Constraints
//
// Requested to approved are levels: a later figure replaces an earlier one. Paid
// is a flow: instalments add up. [Status.CanBecome] tells which decision may
// follow which. Events stand in decision order and their known dates never run
// backwards. What sources disagree about is kept beside the figure that counts
// ([Event].Others). [Ledger.Validate] lists every rule.
//
// # Rounding
//
// No figure is rounded on the way in: money finer than a penny is an error. How
// far a published figure may be off, because its source rounds, is part of the
// figure ([Figure].Precision) and never of the amount.
//
// # Wire format
//
// [ReadLedger] and [Ledger.WriteJSON] use one JSON document of the format
// "newcaremodels/ledger/1"; equal ledgers give equal bytes. Spreadsheets are read
// with [ReadAllocationsCSV] and written with [Ledger.WriteCSV]: one row is one
// event.
//
// # Errors
//
// Readers and [NewBook] report every problem, with its place, and not only the
// first; readers return what is sound beside the error. [validate.Of] lists what
// stands behind an error. The codes are constants of this package and of
// caremodel/validate.
//
// # Concurrency
//
// Records are the caller's. A Book may be used by several goroutines at once.
package funding
