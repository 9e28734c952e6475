// Package grants360 carries awards to and from the 360Giving Data Standard, the
// open standard in which funders in the United Kingdom publish data about their
// grants (https://standard.threesixtygiving.org/, version 1.4; schema, codelists and
// documentation under CC BY 4.0).
//
// The types you meet first: [Grants] is a file of grants ([Grant]), and [Options] say how
// one is written.
//
// [Write] writes a ledger's awards as a data package that the published schema
// accepts, and returns by name what the standard cannot hold. [Read] reads data
// packages as found in practice, in JSON or CSV, [Grants.Checks] makes the
// checks of 360Giving's data quality tool, and [Grants.Ledger] makes a ledger of the
// grants to vanguards.
//
// # Representation
//
// A [Grants] is a data package: a [Package] and its records. A [Grant] has the
// fields of the standard under its names, as plain structs. Amounts are
// [funding.Money]: exact, and always pounds. A nil amount and any blank are "not
// given", which is not £0.00.
//
// # What the standard cannot hold
//
// A grant has three amounts, each without a history of its own, a bound or a
// precision. There is no decision before the award but a request, no figure that
// is not stated, no award to several recipients that are counted once, no size of
// a fund, no dates of a round. [FromLedger] lists where each goes or that it is
// lost.
//
// # Constraints
//
// A grant is refused on reading where it is not known what was given, by whom, to
// whom or when, or where there is a doubt about money; everything else is read and
// reported as a warning ([Read]). [Grants.Validate] lists the rules between fields.
//
// # Rounding
//
// Nothing is rounded: an amount finer than a penny is an error, but for the noise of
// floating-point numbers, which is a warning. Amounts are
// written with two decimals, and no floating-point number is used either way.
//
// # Errors
//
// Every problem is reported with its place ("grants[3].amountAwarded"), and what is
// sound is returned beside the error. [validate.Of] lists what stands behind it.
//
// # Concurrency
//
// Records are the caller's. There is no shared state: functions may be called by
// several goroutines at once, with records that nobody changes.
package grants360
