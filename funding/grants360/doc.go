// Package grants360 converts awards to and from the 360Giving Data Standard, the
// open standard in which funders in the United Kingdom publish data about their
// grants (https://standard.threesixtygiving.org/, version 1.4; schema, codelists
// and documentation under CC BY 4.0).
//
// The types you meet first: [Grants] is a file of grants ([Grant]), and [Options]
// say how a file is written.
//
// [Write] writes a ledger's awards as a data package that the published schema
// accepts, and returns a list of what the standard cannot hold. [Read] reads data
// packages as found in practice, in JSON or CSV, [Grants.Checks] makes the checks
// of 360Giving's data quality tool, and [Grants.Ledger] turns the grants to
// vanguards into a ledger.
//
// # Representation
//
// A [Grants] is a data package: a [Package] and its records. A [Grant] has the
// fields of the standard under its names, as plain structs. Amounts are
// [funding.Money]: exact, and always pounds. A nil amount and a blank field mean
// "not given", which is not £0.00.
//
// # What the standard cannot hold
//
// A grant has three amounts, each without a history, a bound or a precision. The
// standard has no decisions before the award other than a request, no figures that
// are not stated, no award to several recipients that is counted once, no size of a
// fund, and no dates of a round. [FromLedger] lists where each of these goes, or
// that it is lost.
//
// # Constraints
//
// Read rejects a grant if it is not known what was given, by whom, to whom or when,
// or if there is a doubt about money; it reads everything else and reports problems
// as warnings ([Read]). [Grants.Validate] lists the rules between fields.
//
// # Rounding
//
// Nothing is rounded: an amount finer than a penny is an error, except for the
// noise of floating-point numbers, which is a warning. Amounts are written with two
// decimals, and no floating-point numbers are used in either direction.
//
// # Errors
//
// Every problem is reported with its place ("grants[3].amountAwarded"), and the
// valid records are returned with the error. [validate.Of] lists the violations
// behind an error.
//
// # Concurrency
//
// Records belong to the caller. There is no shared state: functions may be called
// by several goroutines at once, on records that nobody changes.
package grants360
